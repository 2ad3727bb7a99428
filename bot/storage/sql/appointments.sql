-- Times two people agree on, and the number for a call: sealed, for one appointment, wiped when it is past.

-- name: add!
insert into appointments (id, pair_id, unit_id, by_id, state, means, at, place, sequence, made_at)
values (:id, :pair_id, :unit_id, :by_id, 'proposed', :means, :at, :place, 0, :now)

-- name: find^
-- no unit: an id whose pair the caller checks.
select * from appointments where id = :id limit 1

-- name: of_pair
-- no unit: one pair, checked by the caller.
select * from appointments where pair_id = :pair_id and state in ('proposed', 'accepted') order by at limit 50

-- name: stood
-- no unit: one pair, checked by the caller.
select * from appointments where pair_id = :pair_id and state in ('proposed', 'accepted', 'past', 'lapsed')
order by at limit 50

-- name: called_off
-- no unit: one pair, checked by the caller.
select * from appointments where pair_id = :pair_id and state = 'called-off' and at > :after order by at limit 50

-- name: set_state!
-- no unit: an id whose pair the caller checks.
update appointments set state = :state where id = :id and state = :expected

-- name: move!
-- no unit: an id whose pair the caller checks.
update appointments set state = 'proposed', at = :at, by_id = :by_id, sequence = sequence + 1
where id = :id and state in ('proposed', 'accepted')

-- name: set_number!
-- no unit: an id whose pair the caller checks.
update appointments set number = :number where id = :id and state in ('proposed', 'accepted')

-- name: wipe_number!
-- no unit: an id whose pair the caller checks.
update appointments set number = null where id = :id
