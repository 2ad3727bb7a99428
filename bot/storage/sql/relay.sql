-- Who may write to whom, what waits for a yes, and the message ids by which edits and withdrawals find their message.

-- name: desk^
-- no unit: where one person's words go.
select * from relay_desks where person_id = :person_id limit 1

-- name: set_desk!
-- no unit: where one person's words go; the pair was checked by the caller.
insert into relay_desks (person_id, pair_id, came_from, at) values (:person_id, :pair_id, :pair_id, :now)
on conflict (person_id) do update set pair_id = excluded.pair_id, came_from = excluded.pair_id, at = excluded.at

-- name: came_in!
-- no unit: a message came in from that pair; where words go stays as it was.
insert into relay_desks (person_id, came_from, at) values (:person_id, :pair_id, :now)
on conflict (person_id) do update set came_from = excluded.came_from, at = excluded.at

-- name: leave_desk!
-- no unit: where one person's words go.
delete from relay_desks where person_id = :person_id

-- name: activity^
-- no unit: one pair, checked by the caller.
select * from relays where pair_id = :pair_id limit 1

-- name: patient_wrote!
-- Another word into the same silence does not begin a new one.
insert into relays (pair_id, unit_id, patient_wrote_at, unanswered_since) values (:pair_id, :unit_id, :now, :now)
on conflict (pair_id) do update set patient_wrote_at = excluded.patient_wrote_at,
    nudged_at = case when relays.unanswered_since is null then null else relays.nudged_at end,
    unanswered_since = coalesce(relays.unanswered_since, excluded.unanswered_since)

-- name: ap_wrote!
insert into relays (pair_id, unit_id, ap_wrote_at) values (:pair_id, :unit_id, :now)
on conflict (pair_id) do update set ap_wrote_at = excluded.ap_wrote_at, unanswered_since = null, nudged_at = null

-- name: had_contact!
insert into relays (pair_id, unit_id, contact_at) values (:pair_id, :unit_id, :now)
on conflict (pair_id) do update set contact_at = excluded.contact_at, unanswered_since = null, nudged_at = null

-- name: began_anew!
-- no unit: one pair, checked by the caller.
update relays set nudged_at = null,
    unanswered_since = case when unanswered_since is null then null else cast(:now as bigint) end
where pair_id = :pair_id

-- name: nudged!
insert into relays (pair_id, unit_id, nudged_at) values (:pair_id, :unit_id, :now)
on conflict (pair_id) do update set nudged_at = excluded.nudged_at

-- name: count!
-- no unit: a count of one pair.
insert into relay_months (pair_id, month, by_ap, messages, late, overridden)
values (:pair_id, :month, :by_ap, :messages, :late, :overridden)
on conflict (pair_id, month, by_ap) do update set messages = relay_months.messages + excluded.messages,
    late = relay_months.late + excluded.late, overridden = relay_months.overridden + excluded.overridden

-- name: months
-- no unit: counts of one pair.
select * from relay_months where pair_id = :pair_id order by month, by_ap limit 200

-- name: by_message^
-- no unit: a message in one person's own chat.
select subject, part, sent_at from sent
where person_id = :person_id and message_id = :message_id
    and (substr(subject, 1, 6) = 'relay:' or substr(subject, 1, 5) = 'mine:')
order by sent_at desc limit 1

-- name: undelivered^
-- no unit: what one pair relayed to one person and is not in their chat: on the way, or to be opened.
select id from outbox
where lane in (0, 1, 2, 3, 4) and person_id = :person_id and state in ('waiting', 'in_flight', 'covered')
    and substr(subject, 1, length(cast(:prefix as text))) = :prefix
limit 1

-- name: newest_mine^
-- no unit: the newest message one person relayed in one pair.
select subject, part, sent_at from sent
where person_id = :person_id and substr(subject, 1, length(cast(:prefix as text))) = :prefix
order by sent_at desc, message_id desc limit 1

-- name: remember_mine!
insert into sent (person_id, subject, part, message_id, unit_id, sent_at)
values (:person_id, :subject, :part, :message_id, :unit_id, :now)
on conflict (person_id, subject, part) do nothing

-- name: forget_message!
-- no unit: one message to one person.
delete from sent where person_id = :person_id and subject = :subject and part = :part

-- name: forget_pair!
-- no unit: the ids of one pair, whichever side.
delete from sent where sent_at <= :before
    and (substr(subject, 1, length(cast(:relayed as text))) = :relayed
        or substr(subject, 1, length(cast(:mine as text))) = :mine)

-- name: oldest_of_pair$
-- no unit: the ids of one pair, whichever side.
select min(sent_at) as oldest from sent
where substr(subject, 1, length(cast(:relayed as text))) = :relayed
    or substr(subject, 1, length(cast(:mine as text))) = :mine
limit 1
