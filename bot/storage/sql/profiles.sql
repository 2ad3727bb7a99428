-- name: find^
-- no unit: what somebody says about themself is theirs, whichever unit.
select * from profiles where person_id = :person_id and side = :side limit 1

-- name: write!
-- no unit: what somebody says about themself is theirs, whichever unit.
insert into profiles (id, person_id, side, words, updated_at) values (:id, :person_id, :side, :words, :now)
on conflict (person_id, side) do update set words = excluded.words, updated_at = excluded.updated_at

-- name: of_unit
select profiles.* from profiles where profiles.person_id in (select person_id from memberships
    where unit_id = :unit_id and state = 'active') order by profiles.id limit 5000

-- name: erase!
-- no unit: what somebody says about themself is theirs, whichever unit.
delete from profiles where person_id = :person_id and side = :side

-- name: caseload^
-- no unit: how much an AP carries counts over all units.
select * from caseloads where person_id = :person_id limit 1

-- name: open_caseload!
-- no unit: how much an AP carries counts over all units.
insert into caseloads (person_id, capacity) values (:person_id, :capacity) on conflict (person_id) do nothing

-- name: set_capacity!
-- no unit: how much an AP carries counts over all units.
update caseloads set capacity = :capacity where person_id = :person_id

-- name: set_away!
-- no unit: an AP who is away is away everywhere.
update caseloads set away_until = :until where person_id = :person_id

-- name: set_resting!
-- no unit: who is not there tonight is nowhere there.
update caseloads set resting_until = :until where person_id = :person_id

-- name: paired!
-- no unit: who has waited longest for a pair, over all units.
update caseloads set paired_at = :now where person_id = :person_id

-- name: clear!
insert into clearances (membership_id, person_id, unit_id, charter_at, trained_at, cleared_at)
values (:membership_id, :person_id, :unit_id, :charter_at, :trained_at, :cleared_at)
on conflict (membership_id) do update set charter_at = excluded.charter_at, trained_at = excluded.trained_at,
    cleared_at = excluded.cleared_at

-- name: clearances
-- The AP's membership counts only while it is active, and in a further unit once both units have said yes.
select clearances.* from clearances join memberships on memberships.id = clearances.membership_id
where clearances.unit_id = :unit_id and memberships.state = 'active' and memberships.role = 'ap'
    and not exists (
        select 1 from shared_aps
        where shared_aps.membership_id = clearances.membership_id
            and (shared_aps.here_at is null or shared_aps.home_at is null)
    )
order by clearances.membership_id limit 1000
