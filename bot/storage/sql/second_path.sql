-- name: put!
insert into second_path (id, unit_id, alert_id, way, target, body, state, attempts, not_before, made_at)
values (:id, :unit_id, :alert_id, :way, :target, :body, 'waiting', 0, :now, :now)

-- name: due
-- no unit: one sender for the whole service.
select * from second_path where state = 'waiting' and not_before <= :now order by not_before, id limit :most

-- name: end!
-- no unit: one row by its id.
update second_path set state = :state, body = null, done_at = :now where id = :id and state = 'waiting'

-- name: again!
-- no unit: one row by its id.
update second_path set attempts = attempts + 1, not_before = :not_before where id = :id and state = 'waiting'

-- name: drop!
-- no unit: an alert that somebody took.
update second_path set state = 'dropped', body = null, done_at = :now where alert_id = :alert_id and state = 'waiting'

-- name: forget!
-- no unit: at night.
delete from second_path where done_at < :before

-- name: given_up
-- no unit: operations reads the whole service, unit by unit.
select unit_id, count(*) as number from second_path where state = 'failed' and done_at > :since group by unit_id
order by unit_id limit 100

-- name: queued$
-- no unit: belongs to the alert.
select count(*) from second_path where alert_id = :alert_id and state = 'waiting'
