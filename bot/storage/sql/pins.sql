-- name: find^
-- no unit: a code is the person's.
select * from pins where person_id = :person_id limit 1

-- name: set!
-- no unit: a code is the person's.
insert into pins (person_id, code, wrong, open_until) values (:person_id, :code, 0, :open_until)
on conflict (person_id) do update set code = excluded.code, wrong = 0, locked_until = null,
    open_until = excluded.open_until

-- name: was_right!
-- no unit: a code is the person's.
update pins set wrong = 0, locked_until = null, open_until = :open_until where person_id = :person_id

-- name: was_wrong!
-- no unit: a code is the person's.
update pins set wrong = wrong + 1, open_until = null where person_id = :person_id

-- name: lock!
-- no unit: a code is the person's.
update pins set wrong = 0, locked_until = :until where person_id = :person_id

-- name: remove!
-- no unit: a code is the person's.
delete from pins where person_id = :person_id
