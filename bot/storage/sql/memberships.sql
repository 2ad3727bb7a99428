-- name: find^
-- no unit: an id found on a row of the person's own.
select * from memberships where id = :id limit 1

-- name: of_person
-- no unit: all the hats of one person, to choose from.
select * from memberships where person_id = :person_id and state = 'active' order by id limit 50

-- name: of_unit
select * from memberships where unit_id = :unit_id and role = :role and state = 'active' order by id limit 1000

-- name: of_role^
select * from memberships where person_id = :person_id and unit_id = :unit_id and role = :role limit 1

-- name: add!
insert into memberships (id, person_id, unit_id, role, state, created_at)
values (:id, :person_id, :unit_id, :role, 'active', :now)
on conflict (person_id, unit_id, role) do update set state = 'active'

-- name: set_state!
-- no unit: an id checked by the caller against its unit.
update memberships set state = :state where id = :id and state <> :state

-- name: end_all!
-- no unit: /stop ends every hat of the person.
update memberships set state = 'ended' where person_id = :person_id and state <> 'ended'

-- name: add_code!
insert into codes (id, code_hash, unit_id, role, uses_left, expires_at, created_at)
values (:id, :code_hash, :unit_id, :role, :uses_left, :expires_at, :now)
on conflict (code_hash) do nothing

-- name: find_code^
-- no unit: the code says which.
select unit_id, role from codes where code_hash = :code_hash limit 1

-- name: use_code^
-- no unit: the code says which unit.
update codes set uses_left = uses_left - 1
where code_hash = :code_hash and uses_left > 0 and expires_at > :now
returning unit_id, role
