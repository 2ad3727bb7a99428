-- Alerts and the steps that explain them, and drills.

-- name: find^
-- no unit: an id; the caller checks the unit against who asks, and some belong to no unit.
select * from alerts where id = :id limit 1

-- name: of_group^
-- no unit: one alert for a person and a kind, whichever unit; for the machine's own, see of_unit_kind.
select * from alerts where person_id = :person_id and kind = :kind and state <> 'resolved' order by id limit 1

-- name: of_unit_kind^
select * from alerts where person_id is null and unit_id = :unit_id and kind = :kind and state <> 'resolved'
order by id limit 1

-- name: of_person
-- no unit: everything open about one person.
select * from alerts where person_id = :person_id and state <> 'resolved' order by id limit 50

-- name: open_in_unit
-- The most urgent and newest ones: where there are more than anybody reads, those must be among them.
select * from alerts where unit_id = :unit_id and state <> 'resolved'
order by case level when 'now' then 0 when 'soon' then 1 else 2 end, id desc limit 500

-- name: open_of_kind
select * from alerts where unit_id = :unit_id and kind = :kind and level = 'now' and state = 'open'
order by id desc limit 5000

-- name: routine
select * from alerts where unit_id = :unit_id and level = 'routine' and state = 'open' and told_at is null
order by kind, id limit 500

-- name: digested
-- Without what was over before anybody had to look.
select * from alerts where unit_id = :unit_id and level = 'routine' and told_at > :since
    and coalesce(outcome, '') <> 'settled'
order by kind, id limit 500

-- name: untell!
-- no unit: an id the caller has just read.
update alerts set told_at = null where id = :id and level = 'routine' and state <> 'resolved'

-- name: close_old_routine!
update alerts set state = 'resolved', outcome = 'digest', resolved_at = :now, keep_until = :now
where unit_id = :unit_id and level = 'routine' and state = 'open' and raised_at < :before

-- name: unfinished
-- no unit: the auditor looks at the whole service.
select * from alerts where state <> 'resolved' order by id limit 5000

-- name: add!
insert into alerts (id, unit_id, person_id, pair_id, raised_by, kind, level, rule, state, times, step, raised_at)
values (:id, :unit_id, :person_id, :pair_id, :raised_by, :kind, :level, :rule, 'open', 1, -1, :now)

-- name: set_message!
-- no unit: an id the caller has just read.
update alerts set message = :message where id = :id

-- name: again!
-- no unit: an id the caller has just read.
update alerts set times = times + 1 where id = :id and state <> 'resolved'

-- name: raise_level!
-- no unit: an id the caller has just read.
update alerts set level = :level where id = :id and state <> 'resolved'

-- name: reach!
-- no unit: an id the caller has just read.
update alerts set step = :step, told_at = coalesce(told_at, cast(:told_at as bigint)) where id = :id and state = 'open'

-- name: promise!
-- no unit: an id the caller has just read.
update alerts set promised_at = :at where id = :id

-- name: corrected!
-- no unit: an id the caller has just read.
update alerts set corrected_at = :now where id = :id

-- name: take!
-- no unit: an id the caller has checked against who takes it.
update alerts set state = 'taken', taken_by = :by, taken_at = :now,
    first_taken_at = coalesce(first_taken_at, :now), corrected_at = null
where id = :id and state = 'open'

-- name: take_over!
-- no unit: an id the caller has checked against who takes it.
update alerts set taken_by = :by, taken_at = :now where id = :id and state = 'taken' and taken_by = :from_person

-- name: give_back!
-- no unit: an id the caller has just read.
update alerts set state = 'open', taken_by = null, taken_at = null, step = :step where id = :id and state = 'taken'

-- name: resolve!
-- no unit: an id the caller has checked against who resolves it.
update alerts set state = 'resolved', resolved_at = :now, outcome = :outcome, keep_until = :keep_until
where id = :id and state <> 'resolved'

-- name: remark!
-- no unit: an id checked by the caller against the person it is about.
update alerts set remark = :remark where id = :id and state <> 'resolved'

-- name: wipe_messages!
-- no unit: at night, words whose time is over.
update alerts set message = null where message is not null and keep_until < :now

-- name: add_step!
-- no unit: belongs to the alert.
insert into alert_steps (id, alert_id, what, person_id, at) values (:id, :alert_id, :what, :person_id, :now)

-- name: steps
-- no unit: belongs to the alert. The newest: an alert that climbs through a weekend has more.
select * from (select * from alert_steps where alert_id = :alert_id order by id desc limit 500) newest
order by id limit 500

-- name: told_untaken$
select count(distinct a.id) from alert_steps s join alerts a on a.id = s.alert_id
where s.person_id = :person_id and s.what in ('told', 'gathered') and s.at > :since and a.kind = :kind
    and a.unit_id = :unit_id and a.state = 'open'

-- name: silence!
-- no unit: what still waits to be sent about an alert that somebody took, to the others.
update outbox set state = 'dropped', body = null, done_at = :now, failure = 'taken'
where id = :id and state = 'waiting'

-- name: unsent
-- no unit: messages about one alert.
select id from outbox
where lane = 0 and person_id = :person_id and state in ('waiting', 'in_flight') and state = 'waiting'
    and subject = :subject and method = 'sendMessage'
order by id limit 20

-- name: forward!
-- no unit: the first alert still waiting for one person comes forward, now that those before it are dropped.
update outbox set not_before = :now
where id = (select min(id) from outbox where lane = 0 and person_id = :person_id and state in ('waiting', 'in_flight'))
    and state = 'waiting' and not_before = :behind

-- name: add_drill!
insert into drills (id, unit_id, kind, person_id, state, why, asked_at, ended_at)
values (:id, :unit_id, :kind, :person_id, :state, :why, :now, :ended_at)

-- name: drill^
-- no unit: an id; the person it asked is checked by the update.
select * from drills where id = :id limit 1

-- name: last_drill^
select * from drills where unit_id = :unit_id and kind = :kind order by asked_at desc, id desc limit 1

-- name: end_drill!
-- no unit: an id the caller has just read.
update drills set state = :state, ended_at = :now where id = :id and state = 'asked'

-- name: raised_between
select id, level, kind, told_at, first_taken_at, raised_at, resolved_at, times from alerts
where unit_id = :unit_id and raised_at >= :since and raised_at < :until order by id limit 100000

-- name: drills_between
select kind, state from drills
where unit_id = :unit_id and asked_at >= :since and asked_at < :until order by id limit 10000

-- name: queued$
-- no unit: whether a message about one alert waits for one person.
select count(*) from outbox
where lane = 0 and person_id = :person_id and state in ('waiting', 'in_flight') and subject = :subject
