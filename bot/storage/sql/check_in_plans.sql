-- Plans belong to a person before they belong to a unit.

-- name: find^
-- no unit: a timer or a tap names the plan; the service checks whose it is.
select * from check_in_plans where id = :id limit 1

-- name: of_person^
-- no unit: one plan a person and side.
select * from check_in_plans where person_id = :person_id and side = :side limit 1

-- name: all_of_person
-- no unit: /stop, a hold and a zone are about the person.
select * from check_in_plans where person_id = :person_id order by id limit 10

-- name: choose!
insert into check_in_plans (id, person_id, unit_id, side, state, rhythm, start_day, hour, weekends, not_before, tell,
    told_silence, moment, next_day, next_at, promised, chosen_at)
values (:id, :person_id, :unit_id, :side, 'active', :rhythm, :start_day, :hour, :weekends, null, 'nobody',
    false, null, null, null, true, :now)
on conflict (person_id, side) do update set unit_id = excluded.unit_id, state = 'active', rhythm = excluded.rhythm,
    start_day = excluded.start_day, hour = excluded.hour, weekends = excluded.weekends, not_before = null,
    told_silence = false, moment = null, promised = true, chosen_at = excluded.chosen_at

-- name: set_moment!
-- no unit: sealed for the plan's own id.
update check_in_plans set moment = :moment where id = :id

-- name: set_rhythm!
-- no unit: a plan is changed by the person it belongs to.
update check_in_plans set rhythm = :rhythm, start_day = :start_day, not_before = null where id = :id and state = 'active'

-- name: set_pause!
-- no unit: a plan is changed by the person it belongs to.
update check_in_plans set not_before = :not_before where id = :id and state = 'active'

-- name: set_weekends!
-- no unit: a plan is changed by the person it belongs to.
update check_in_plans set weekends = :weekends where id = :id

-- name: set_tell!
-- no unit: a plan is changed by the person it belongs to.
update check_in_plans set tell = :tell, told_silence = false where id = :id

-- name: told_silence!
-- no unit: a plan by its id, of which the service knows whose it is.
update check_in_plans set told_silence = :told where id = :id and told_silence <> :told

-- name: set_next!
-- no unit: a plan by its id, of which the service knows whose it is.
update check_in_plans set next_day = :next_day, next_at = :next_at where id = :id and state = 'active'

-- name: promise!
-- no unit: a plan by its id, of which the service knows whose it is.
update check_in_plans set promised = :promised where id = :id and promised <> :promised

-- name: set_state!
-- no unit: a plan by its id, of which the service knows whose it is.
update check_in_plans set state = :state, next_day = null, next_at = null, promised = false
where id = :id and state = :expected

-- name: without_timer
-- no unit: the auditor reads the whole service.
select p.* from check_in_plans p
where p.state = 'active'
    and not exists (select 1 from timers t where t.kind = 'check-in' and t.subject = p.id)
order by p.id limit 100
