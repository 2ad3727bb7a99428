-- name: add!
-- One open request for a person and unit: a second one changes nothing.
insert into requests (id, unit_id, person_id, opened_by, state, wave, details, guest, promised_at, created_at)
values (:id, :unit_id, :person_id, :opened_by, 'searching', 0, :details, :guest, :promised_at, :now)
on conflict do nothing

-- name: find^
-- no unit: an id found on a row of the unit, or checked by the caller.
select * from requests where id = :id limit 1

-- name: open_of^
select * from requests where person_id = :person_id and unit_id = :unit_id
    and state <> 'withdrawn' and state <> 'closed' order by id desc limit 1

-- name: open_of_person
-- no unit: /stop ends them in every unit.
select * from requests where person_id = :person_id and state <> 'withdrawn' and state <> 'closed' order by id limit 50

-- name: open_of_unit
select * from requests where unit_id = :unit_id and state <> 'withdrawn' and state <> 'closed'
order by created_at, id limit 1000

-- name: set_state!
-- no unit: an id checked by the caller.
update requests set state = :state where id = :id and state = :expected

-- name: close!
-- no unit: an id checked by the caller.
update requests set state = :state, closed_at = :now where id = :id and state <> 'withdrawn' and state <> 'closed'

-- name: closed_since
-- no unit: a death ends them in every unit.
select * from requests where person_id = :person_id and state = 'closed' and closed_at >= :since order by id limit 50

-- name: reopen!
-- no unit: an id checked by the caller. One open request for a person and unit.
update requests set state = :state, closed_at = null where id = :id and state = 'closed' and not exists (
    select 1 from requests other where other.person_id = requests.person_id and other.unit_id = requests.unit_id
        and other.state <> 'withdrawn' and other.state <> 'closed')

-- name: write_details!
-- no unit: an id checked by the caller.
update requests set details = :details where id = :id

-- name: next_wave!
-- no unit: an id checked by the caller.
update requests set wave = wave + 1 where id = :id and wave = :wave

-- name: promise!
-- no unit: an id checked by the caller.
update requests set promised_at = :promised_at, overdue_at = null where id = :id

-- name: overdue!
-- no unit: an id checked by the caller.
update requests set overdue_at = :now where id = :id and overdue_at is null

-- name: forget_guest!
-- no unit: an id checked by the caller.
update requests set guest = null where id = :id
