-- What waits after danger, violence or a death.

-- name: freeze!
-- no unit: after danger everything waits, whatever the unit.
insert into freezes (person_id, kind, alert_id, since, answered, hushed)
values (:person_id, :kind, :alert_id, :now, 0, :hushed)
on conflict (person_id) do update
set kind = excluded.kind, alert_id = excluded.alert_id, since = excluded.since, hushed = excluded.hushed

-- name: find^
-- no unit: one row a person.
select * from freezes where person_id = :person_id limit 1

-- name: answered!
-- no unit: one row a person.
update freezes set answered = answered + 1 where person_id = :person_id

-- name: may_speak!
-- no unit: one row a person.
update freezes set hushed = false where person_id = :person_id and hushed

-- name: thaw!
-- no unit: one row a person.
delete from freezes where person_id = :person_id
