-- The one message that tells somebody of many alerts of one kind from one unit.

-- name: begin!
insert into gatherings (id, person_id, unit_id, kind, rang_at) values (:id, :person_id, :unit_id, :kind, null)
on conflict (person_id, unit_id, kind) do nothing

-- name: of_person^
select * from gatherings where person_id = :person_id and unit_id = :unit_id and kind = :kind limit 1

-- name: find^
-- no unit: an id that the message's name or a timer carries.
select * from gatherings where id = :id limit 1

-- name: shown
select * from gatherings where unit_id = :unit_id and kind = :kind and rang_at is not null order by id limit 100

-- name: rang!
-- no unit: a row the caller has just read.
update gatherings set rang_at = cast(:at as bigint) where id = :id
