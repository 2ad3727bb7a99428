-- name: add!
-- no unit: a message in one person's own chat.
insert into traces (person_id, message_id, at) values (:person_id, :message_id, :now)
on conflict (person_id, message_id) do nothing

-- name: since
-- no unit: the messages in one person's own chat.
select message_id from traces where person_id = :person_id and at > :since and message_id >= :first
order by message_id limit 10000

-- name: first_since$
-- no unit: the messages in one person's own chat.
select min(message_id) from traces where person_id = :person_id and at >= :since

-- name: clear!
-- no unit: the messages in one person's own chat.
delete from traces where person_id = :person_id and message_id >= :first

-- name: clear_sent!
-- no unit: what was deleted in one person's chat is not found again by any edit, answer or withdrawal.
delete from sent where person_id = :person_id and exists (
        select 1 from traces
        where traces.person_id = sent.person_id and traces.message_id = sent.message_id
            and traces.message_id >= :first
    )

-- name: forget!
-- no unit: what Telegram does not let us delete any more, of everybody, at night.
delete from traces where at < :before
