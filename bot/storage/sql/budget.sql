-- What keeps unasked messages rare. It is about the person, whatever the unit.

-- name: quiet!
-- no unit: nothing unasked, whatever the unit.
insert into quiet_weeks (person_id, until_at) values (:person_id, :until_at)
on conflict (person_id) do update set until_at = excluded.until_at
where excluded.until_at > quiet_weeks.until_at

-- name: quiet_until$
-- no unit: nothing unasked, whatever the unit.
select until_at from quiet_weeks where person_id = :person_id limit 1

-- name: alerted^
-- no unit: an alert of any unit keeps the bot silent.
-- What an AP worried about keeps it silent only until a human has dealt with it: the person never read of it, and a
-- question they chose to be asked must not stay away for a week without a reason they know.
select 1 as found from alerts
where person_id = :person_id and level <> 'routine'
    and (state <> 'resolved'
        or (kind <> 'ap-concern' and kind <> 'ap-urgent' and (raised_at > :since or resolved_at > :since)))
limit 1

-- name: held^
-- no unit: a hold of any unit keeps the bot silent.
-- Not the week after one that its own person has ended: what they then ask for comes on the day they read.
select 1 as found from holds h left join pairs p on p.id = h.pair_id
where (h.person_id = :person_id or p.patient_id = :person_id or p.ap_id = :person_id)
    and (h.at > :since or h.told_at > :since
        or (h.lifted_at > :since and (h.person_id is null or h.lifted_by <> h.person_id))
        or (h.state <> 'lifted' and (h.pair_id is null or p.state = 'held')))
limit 1
