-- How deliveries ended, until somebody was told.

-- name: untold
-- no unit: one deliverer for the whole service.
select o.id, o.person_id, o.subject, o.lane, o.state, o.failure, s.message_id
from outbox o
left join sent s on s.person_id = o.person_id and s.subject = o.subject and s.part = o.part
where o.tell and o.state in ('sent', 'failed')
order by o.id
limit :most

-- name: told!
-- no unit: one row by its id.
update outbox set tell = false where id = :id
