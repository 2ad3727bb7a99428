-- Everything automatic stopped for a pair or a person, until a supervisor confirms or lifts it.

-- name: add!
insert into holds (id, unit_id, pair_id, person_id, why, state, before, by_id, at, promised_at)
values (:id, :unit_id, :pair_id, :person_id, :why, 'provisional', :before, :by_id, :now, :promised_at)

-- name: find^
-- no unit: an id whose unit the caller checks.
select * from holds where id = :id limit 1

-- name: of_pair
-- no unit: one pair, checked by the caller.
select * from holds where pair_id = :pair_id and state <> 'lifted' order by id limit 20

-- name: of_person
select * from holds where person_id = :person_id and unit_id = :unit_id and state <> 'lifted' order by id limit 20

-- name: about
-- no unit: a death or mourning is of the person, wherever they ask.
select * from holds where person_id = :person_id and state <> 'lifted' order by id limit 20

-- name: of_unit
-- What is left undecided of a contact that ended in a death, or in a doubt, waits for that to be lifted.
select * from holds where unit_id = :unit_id and state = 'provisional'
    and not exists (select 1 from pairs where pairs.id = holds.pair_id and pairs.closed_why in ('death', 'doubt-identity'))
order by id limit 200

-- name: pairs_of_unit
select id from pairs where unit_id = :unit_id and state in ('active', 'paused', 'held') order by id limit 500

-- name: gone^
-- no unit: an AP of whom it is said that they cannot go on is asked nowhere.
select 1 as gone from holds join pairs on pairs.id = holds.pair_id
where pairs.ap_id = :ap_id and pairs.state = 'held' and holds.why = 'ap-stops' and holds.state <> 'lifted' limit 1

-- name: confirm!
-- no unit: an id whose unit the caller checks.
update holds set state = 'confirmed', confirmed_by = :by_id, confirmed_at = :now where id = :id and state = 'provisional'

-- name: lift!
-- no unit: an id whose unit the caller checks.
update holds set state = 'lifted', lifted_by = :by_id, lifted_at = :now where id = :id and state <> 'lifted'

-- name: told!
-- no unit: an id whose unit the caller checks.
update holds set told_at = :now where id = :id and told_at is null

-- name: ap_wrote!
-- no unit: an id whose pair the caller checks.
update holds set ap_wrote_at = :now where id = :id

-- name: patient_wrote!
-- no unit: an id whose pair the caller checks.
update holds set patient_wrote_at = :now where id = :id

-- name: silence!
-- no unit: everything the bot would still say to one person on its own.
update outbox set state = 'dropped', body = null, done_at = :now, failure = 'hold'
where lane in (3, 4) and person_id = :person_id and state in ('waiting', 'covered', 'frozen')
