-- Check-ins belong to a person before they belong to a unit; nobody else reads an answer.

-- name: add!
insert into check_ins (id, plan_id, person_id, unit_id, side, day, state, planned_at, at)
values (:id, :plan_id, :person_id, :unit_id, :side, :day, :state, :planned_at, :now)
on conflict (plan_id, day) do nothing

-- name: one^
-- no unit: a tap names it; only the person it was put to finds it.
select * from check_ins where id = :id and person_id = :person_id limit 1

-- name: answer!
-- no unit: only the person it was put to answers.
update check_ins set state = 'answered', answered_at = :now, answer = :answer
where id = :id and person_id = :person_id and state in ('asked', 'later')

-- name: not_today!
-- no unit: only the person it was put to answers.
update check_ins set state = 'later' where id = :id and person_id = :person_id and state = 'asked'

-- name: note!
-- no unit: only the person whose answer it is adds to it.
update check_ins set answer = :answer where id = :id and person_id = :person_id and state = 'answered'

-- name: newest_of_plan
-- no unit: questions of one plan.
select * from check_ins where plan_id = :plan_id and state in ('asked', 'answered', 'later')
order by at desc, id desc limit 2

-- name: answered_by
-- no unit: somebody reads their own answers.
select * from check_ins where person_id = :person_id and side = :side and state = 'answered' and answer is not null
order by at desc limit 10

-- name: forget_answers!
-- no unit: somebody erases their own answers.
update check_ins set answer = null where person_id = :person_id and side = :side and answer is not null

-- name: drop_waiting!
-- no unit: a person who is not to be written to; only questions that wait, never replies or alerts.
update outbox set state = 'dropped', body = null, done_at = :now, failure = 'check-ins ended'
where lane = 4 and person_id = :person_id and state in ('waiting', 'covered', 'frozen')
