-- Operations waiting for Telegram, and what was sent.
-- The queue: a row is due once `not_before` has come. Only the first row of a person's lane is ever due for long: the
-- claim pushes those behind it out of sight (not_before = :behind), and finishing the first brings the next one back.
-- So a claim reads as many rows as it takes, whoever else has a hundred thousand waiting.
-- "state in ('waiting', 'in_flight')" is written exactly like this because the index outbox_open is.

-- name: put!
insert into outbox (id, unit_id, person_id, lane, method, subject, part, body, tell, state, attempts, not_before,
    expires_at, created_at)
values (:id, :unit_id, :person_id, :lane, :method, :subject, :part, :body, :tell, :state, 0, :not_before,
    :expires_at, :created_at)

-- name: flying
-- no unit: one deliverer for the whole service.
select id, person_id from outbox where state = 'in_flight' order by id limit 1000

-- name: due
-- no unit: one deliverer for the whole service.
select o.id, o.person_id, o.subject, o.part, o.method, o.expires_at,
    exists (
        select 1 from outbox e
        where e.lane = o.lane and e.person_id = o.person_id and e.id < o.id and e.state in ('waiting', 'in_flight')
    ) as behind
from outbox o
where o.state = 'waiting' and o.lane = :lane and o.not_before <= :now
order by o.not_before, o.id
limit :most

-- name: earlier^
-- no unit: what comes before an edit of the same message, in any lane of the same person. An album is sent in one.
select id from outbox
where lane in (0, 1, 2, 3, 4) and person_id = :person_id and id < :id and state in ('waiting', 'in_flight')
    and subject = :subject and (part = :part or method = 'sendMediaGroup')
limit 1

-- name: claim^
-- no unit: one row by its id.
update outbox set state = 'in_flight', attempts = attempts + 1, claimed_at = :now
where id = :id and state = 'waiting'
returning id, unit_id, person_id, lane, method, subject, part, body, attempts

-- name: hide!
-- no unit: one row by its id, as long as another of its person and lane is before it.
update outbox set not_before = :behind
where id = :id and state = 'waiting' and exists (
        select 1 from outbox e
        where e.lane = outbox.lane and e.person_id = outbox.person_id and e.id < outbox.id
            and e.state in ('waiting', 'in_flight')
    )

-- name: move!
-- no unit: one row by its id.
update outbox set not_before = :not_before where id = :id and state = 'waiting'

-- name: again!
-- no unit: one row by its id.
update outbox set state = 'waiting', not_before = :not_before, attempts = :attempts
where id = :id and state = 'in_flight'

-- name: finish!
-- no unit: one row by its id. A failure is always told; what was sent, where it was asked for; what was dropped, never.
update outbox
set state = cast(:state as text), body = null, done_at = :now, failure = cast(:failure as text),
    tell = case cast(:state as text) when 'sent' then tell when 'failed' then true else false end
where id = :id and state in ('waiting', 'in_flight', 'covered', 'frozen')

-- name: next!
-- no unit: the row behind one that is done, of the same person and lane.
update outbox set not_before = :now
where id = (
        select min(id) from outbox
        where lane = :lane and person_id = :person_id and id > :id and state in ('waiting', 'in_flight')
    )
    and state = 'waiting' and not_before = :behind

-- name: release!
-- no unit: one row by its id, left in flight by a deliverer that is no more.
update outbox set state = 'waiting', not_before = :now where id = :id and state = 'in_flight'

-- name: heal!
-- no unit: once for the whole service, when a deliverer starts.
update outbox set not_before = :now
where state = 'waiting' and not_before = :behind and not exists (
        select 1 from outbox e
        where e.lane = outbox.lane and e.person_id = outbox.person_id and e.id < outbox.id
            and e.state in ('waiting', 'in_flight')
    )

-- name: drop_person!
-- no unit: a person who left is written to by nobody. What is in flight cannot be called back.
update outbox set state = 'dropped', body = null, done_at = :now, failure = :failure
where lane in (0, 1, 2, 3, 4) and person_id = :person_id and state in ('waiting', 'covered', 'frozen')

-- name: waiting_notices
-- no unit: what the bot would still say to one person on its own.
select id, subject, body from outbox
where lane in (3, 4) and person_id = :person_id and state in ('waiting', 'covered', 'frozen') order by id limit 1000

-- name: drop_one^
-- no unit: one row by its id.
update outbox set state = 'dropped', body = null, done_at = :now, failure = :failure
where id = :id and state in ('waiting', 'covered', 'frozen')
returning lane, person_id

-- name: waiting_about
-- no unit: what has not left yet to one person about one thing.
select id, created_at from outbox
where lane in (0, 1, 2, 3, 4) and person_id = :person_id and state in ('waiting', 'covered', 'frozen') and subject = :subject
order by id limit 100

-- name: covered
-- no unit: what waits for one person to open it.
select id, body from outbox
where lane in (0, 1, 2, 3, 4) and person_id = :person_id and state = 'covered' order by id limit 1000

-- name: covers^
-- no unit: what waits for one person to open it, of one message.
select id from outbox
where lane in (0, 1, 2, 3, 4) and person_id = :person_id and state = 'covered' and subject = :subject
    and (part = :part or method = 'sendMediaGroup')
limit 1

-- name: uncover!
-- no unit: everything that waited for one person to open it leaves now.
update outbox set state = 'waiting', not_before = :now
where lane in (0, 1, 2, 3, 4) and person_id = :person_id and state = 'covered'

-- name: cover_anew!
-- no unit: what waits for one person to open it.
update outbox set created_at = :now
where lane in (0, 1, 2, 3, 4) and person_id = :person_id and state = 'covered'

-- name: freeze!
-- no unit: what the bot would still say to one person on its own waits with everything else.
update outbox set state = 'frozen' where lane in (3, 4) and person_id = :person_id and state = 'waiting'

-- name: frozen
-- no unit: what waits for one person until everything goes on.
select id, unit_id, lane, method, subject, part, body, tell, expires_at from outbox
where lane in (3, 4) and person_id = :person_id and state = 'frozen' order by id limit 1000

-- name: freezes^
-- no unit: whether this very message of one person waits until everything goes on.
select id from outbox
where lane in (3, 4) and person_id = :person_id and state = 'frozen' and subject = :subject
    and (part = :part or method = 'sendMediaGroup')
limit 1

-- name: unopened
-- no unit: what nobody has opened for too long, of everybody, at night. What waits until somebody says that it is a good
-- time may wait longer, and so may what the team has written after words of violence.
select id, person_id, lane from outbox
where state = 'covered' and created_at < :before
    and (
        created_at < :hushed_before
        or not (
            coalesce(subject, '') like 'safe-words:%'
            or exists (select 1 from freezes where freezes.person_id = outbox.person_id and freezes.hushed)
        )
    )
order by created_at limit 1000

-- name: counts
-- no unit: operations reads the whole service.
select lane, state, count(*) as number, min(created_at) as oldest from outbox
where state in ('waiting', 'in_flight')
group by lane, state
order by lane, state
limit 10

-- name: forget!
-- no unit: done rows of the whole service, at night.
delete from outbox where done_at < :before and not tell

-- name: remember!
insert into sent (person_id, subject, part, message_id, unit_id, sent_at)
values (:person_id, :subject, :part, :message_id, :unit_id, :now)
on conflict (person_id, subject, part) do update set message_id = excluded.message_id, sent_at = excluded.sent_at

-- name: message$
-- no unit: a message of one person.
select message_id from sent where person_id = :person_id and subject = :subject and part = :part limit 1

-- name: parts
-- no unit: the parts of one message to one person, sent or still on the way.
select part from sent where person_id = :person_id and subject = :subject
union select part from outbox
where person_id = :person_id and subject = :subject and lane in (0, 1, 2, 3, 4)
    and state in ('waiting', 'in_flight', 'covered', 'frozen') and method <> 'deleteMessage'
order by part limit 100

-- name: sent_at$
-- no unit: one message to one person.
select sent_at from sent where person_id = :person_id and subject = :subject order by part limit 1

-- name: gone!
-- no unit: a message of one person, deleted in their chat.
delete from sent where person_id = :person_id and subject = :subject and part = :part

-- name: forget_sent!
-- message ids of a unit, or of nobody's unit where it is null, older than they are kept.
delete from sent
where sent_at < :before and (unit_id = cast(:unit_id as text) or (unit_id is null and cast(:unit_id as text) is null))
