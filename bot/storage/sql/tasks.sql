-- name: find^
-- no unit: an id; the caller checks the unit against who asks.
select * from tasks where id = :id limit 1

-- name: add!
insert into tasks (id, unit_id, kind, person_id, pair_id, alert_id, state, step, due_at, made_at, opens,
    details, number, promised_at, safe_time)
values (:id, :unit_id, :kind, :person_id, :pair_id, :alert_id, 'open', -1, :due_at, :now, :opens, :details, :number,
    :promised_at, :safe_time)

-- name: in_unit
select * from tasks where unit_id = :unit_id and state in ('open', 'taken') order by due_at, id limit 500

-- name: of_person
-- no unit: everything open about one person.
select * from tasks where person_id = :person_id and state in ('open', 'taken') order by id limit 100

-- name: of_pair
-- no unit: everything open about one pair.
select * from tasks where pair_id = :pair_id and state in ('open', 'taken') order by id limit 100

-- name: of_alert
select * from tasks where unit_id = :unit_id and alert_id = :alert_id and state in ('open', 'taken')
order by id limit 20

-- name: that_open
select * from tasks where unit_id = :unit_id and opens = :opens and state in ('open', 'taken') order by id limit 100

-- name: unfinished
-- no unit: the auditor looks at the whole service.
select * from tasks where state in ('open', 'taken') order by id limit 5000

-- name: reach!
-- no unit: an id the caller has just read.
update tasks set step = :step where id = :id and state in ('open', 'taken')

-- name: take!
-- no unit: an id the caller has checked against who takes it.
update tasks set state = 'taken', taken_by = :by, taken_at = :now where id = :id and state = 'open'

-- name: set_number!
-- no unit: an id whose unit the caller checks.
update tasks set number = :number, details = :details where id = :id and state in ('open', 'taken')

-- name: stand_for!
-- no unit: an id the caller has just read.
update tasks set alert_id = :alert_id where id = :id and state in ('open', 'taken')

-- name: note!
-- no unit: an id the caller has just read.
update tasks set details = :details where id = :id and state in ('open', 'taken')

-- name: postpone!
-- no unit: an id the caller has just read.
update tasks set due_at = :due_at where id = :id and state in ('open', 'taken')

-- name: promise!
-- no unit: an id the caller has just read.
update tasks set promised_at = cast(:promised_at as bigint),
    corrected_at = coalesce(cast(:corrected_at as bigint), corrected_at)
where id = :id and state in ('open', 'taken')

-- name: give_back!
-- no unit: an id the caller has checked against who gives it back.
update tasks set state = 'open', taken_by = null, taken_at = null where id = :id and state = 'taken'

-- name: hand!
-- no unit: an id the caller has checked against who hands it to whom.
update tasks set state = 'taken', taken_by = :to_person, taken_at = :now
where id = :id and state in ('open', 'taken')

-- name: end!
-- no unit: an id the caller has checked. The number goes with the end of the task, and what it was about too.
update tasks set state = :state, done_at = :now, done_by = :by, number = null, details = null
where id = :id and state in ('open', 'taken')

-- name: reopen!
-- no unit: an id the caller has just read.
update tasks set state = 'open', step = -1, due_at = :due_at, promised_at = null, taken_by = null, taken_at = null,
    done_at = null, done_by = null
where id = :id and state = 'done'

-- name: ended_of_person
-- no unit: what was done for one person, newest first.
select * from tasks where person_id = :person_id and state = 'done' order by id desc limit 100
