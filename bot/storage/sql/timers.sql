-- name: set!
insert into timers (id, kind, subject, unit_id, due_at, attempts)
values (:id, :kind, :subject, :unit_id, :due_at, 0)
on conflict (kind, subject) do update set due_at = excluded.due_at, unit_id = excluded.unit_id, attempts = 0

-- name: find^
-- no unit: a timer is found by what it is about.
select * from timers where kind = :kind and subject = :subject limit 1

-- name: due
-- no unit: one sweep for the whole service.
select * from timers where due_at <= :now order by due_at, id limit :most

-- name: take!
-- no unit: the delete is what makes it happen once.
delete from timers where id = :id and due_at = :due_at

-- name: postpone!
-- no unit: a timer whose turn raised, found by its id.
update timers set due_at = :due_at, attempts = attempts + 1 where id = :id

-- name: cancel!
-- no unit: cancelled by what it was about.
delete from timers where kind = :kind and subject = :subject

-- name: next_due$
-- no unit: when the next sweep is worth its while.
select min(due_at) from timers

-- name: failing
-- no unit: operations reads the whole service.
select kind, subject, unit_id, due_at, attempts from timers where attempts > 0 order by due_at limit 100

-- name: overdue
-- no unit: operations reads the whole service.
select kind, subject, unit_id, due_at, attempts from timers where due_at < :before and attempts = 0
order by due_at limit 100
