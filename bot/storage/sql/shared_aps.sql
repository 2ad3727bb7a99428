-- name: find^
-- no unit: an id; the caller checks both units against who asks.
select * from shared_aps where membership_id = :membership_id limit 1

-- name: ask!
insert into shared_aps (membership_id, person_id, unit_id, home_id, asked_at)
values (:membership_id, :person_id, :unit_id, :home_id, :now)
on conflict (membership_id) do nothing

-- name: agree_here!
update shared_aps set here_at = :now
where membership_id = :membership_id and unit_id = :unit_id and here_at is null and refused_at is null

-- name: agree_home!
update shared_aps set home_at = :now
where membership_id = :membership_id and home_id = :unit_id and home_at is null and refused_at is null

-- name: refuse!
update shared_aps set refused_at = :now
where membership_id = :membership_id and (unit_id = :unit_id or home_id = :unit_id) and refused_at is null
    and (here_at is null or home_at is null)
