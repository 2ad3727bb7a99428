-- Erasing a person. Most rows of a person go with the row of people (on delete cascade); here is what does not, and
-- what is lifted aside first because a human of the unit still needs it. A contact is held for as long as a hold on it is
-- not decided, or a person has not yet spoken with the other side.

-- name: needed$
-- no unit: what of a person a human still has to deal with, in whichever unit.
select (
        select count(*) from alerts
        where person_id = :person_id and unit_id is not null and level <> 'routine' and state <> 'resolved'
    ) + (
        select count(*) from tasks where person_id = :person_id and kind = 'report' and state in ('open', 'taken')
    ) + (
        select count(*) from pairs where (patient_id = :person_id or ap_id = :person_id) and id in (
            select pair_id from holds
            where state = 'provisional' or state = 'confirmed' and told_at is null and why <> 'doubt-identity'
        )
    )

-- name: flying$
-- no unit: what the deliverer has in its hands for one person.
select count(*) from outbox where person_id = :person_id and state = 'in_flight'

-- name: busy$
-- no unit: what still waits to be said to one person, or is being asked.
select (select count(*) from outbox where person_id = :person_id and state in ('waiting', 'in_flight', 'covered', 'frozen'))
    + (select count(*) from dialogues where person_id = :person_id)

-- name: taken_alerts
-- no unit: the alerts that somebody who leaves has in hand, in whichever unit.
select id from alerts where taken_by = :person_id and state = 'taken' order by id limit 500

-- name: taken_tasks
-- no unit: the tasks that somebody who leaves has in hand, in whichever unit.
select id from tasks where taken_by = :person_id and state = 'taken' order by id limit 500

-- name: bare!
-- no unit: the row of somebody of whom nothing is left but how to reach them.
insert into people (id, chat_hash, chat, name, language, state, screen_reader, easy_pages, prompt_number,
    prompt_is_last, created_at, seen_at)
values (:id, :chat_hash, :chat, :name, :language, 'stopped', :screen_reader, false, :prompt_number, false,
    :now, :now)

-- name: move_requests!
-- no unit: of one person, the wish behind a contact that is held.
update requests set person_id = :to_id
where person_id = :from_id and id in (
        select request_id from pairs where id in (
            select pair_id from holds
            where state = 'provisional' or state = 'confirmed' and told_at is null and why <> 'doubt-identity'
        )
    )

-- name: move_pairs_of_patient!
-- no unit: of one person.
update pairs set patient_id = :to_id where patient_id = :from_id and id in (
        select pair_id from holds
        where state = 'provisional' or state = 'confirmed' and told_at is null and why <> 'doubt-identity'
    )

-- name: move_pairs_of_ap!
-- no unit: of one person.
update pairs set ap_id = :to_id where ap_id = :from_id and id in (
        select pair_id from holds
        where state = 'provisional' or state = 'confirmed' and told_at is null and why <> 'doubt-identity'
    )

-- name: move_holds!
-- no unit: of one person.
update holds set person_id = :to_id
where person_id = :from_id and pair_id is not null
    and (state = 'provisional' or state = 'confirmed' and told_at is null and why <> 'doubt-identity')

-- name: move_alerts!
-- no unit: of one person.
update alerts set person_id = :to_id
where person_id = :from_id and unit_id is not null and level <> 'routine' and state <> 'resolved'

-- name: move_tasks!
-- no unit: of one person: what an alert that stays, a held contact or a complaint needs, and a number to call.
update tasks set person_id = :to_id
where person_id = :from_id and state in ('open', 'taken') and (
        kind = 'report'
        or alert_id in (select id from alerts where person_id = :to_id)
        or pair_id in (
            select pair_id from holds
            where state = 'provisional' or state = 'confirmed' and told_at is null and why <> 'doubt-identity'
        )
        or number is not null and exists (select 1 from alerts where person_id = :to_id)
    )

-- name: forget_outbox!
-- no unit: everything for one person but what the deliverer has in its hands; that goes the second time.
delete from outbox where person_id = :person_id and state <> 'in_flight'

-- name: forget_sent!
-- no unit: the message ids in the chat of one person.
delete from sent where person_id = :person_id

-- name: forget_traces!
-- no unit: the numbers of the messages in the chat of one person.
delete from traces where person_id = :person_id

-- name: forget_timers!
-- no unit: the timers of one person and of every row that goes with them.
delete from timers
where subject = :person_id
    or subject in (select id from alerts where person_id = :person_id)
    or subject in (select id from tasks where person_id = :person_id)
    or subject in (select id from requests where person_id = :person_id)
    or subject in (select o.id from offers o join requests r on r.id = o.request_id where r.person_id = :person_id)
    or subject in (select id from offers where ap_id = :person_id)
    or subject in (select id from pairs where patient_id = :person_id or ap_id = :person_id)
    or subject in (
        select c.id from contacts c join pairs p on p.id = c.pair_id
        where p.patient_id = :person_id or p.ap_id = :person_id
    )
    or subject in (
        select a.id from appointments a join pairs p on p.id = a.pair_id
        where p.patient_id = :person_id or p.ap_id = :person_id
    )
    or subject in (select id from relay_held where person_id = :person_id)
    or subject in (select id from check_in_plans where person_id = :person_id)
    or subject in (select id from check_ins where person_id = :person_id)
    or subject in (select id from gatherings where person_id = :person_id)

-- name: forget_letters!
-- no unit: what was queued by e-mail or pager about alerts that go.
delete from second_path where alert_id in (select id from alerts where person_id = :person_id)

-- name: forget_farewells!
-- no unit: words that one person left.
delete from farewells where from_id = :person_id

-- name: forget_requests!
-- no unit: requests of others that one person opened for them.
update requests set opened_by = null where opened_by = :person_id

-- name: forget_pairs!
-- no unit: contacts of others.
update pairs set paused_by = null where paused_by = :person_id

-- name: forget_appointments!
-- no unit: appointments of others.
update appointments set by_id = 0 where by_id = :person_id

-- name: forget_own_steps!
-- no unit: of one person, the timeline of alerts about them.
delete from alert_steps where alert_id in (select id from alerts where person_id = :person_id)

-- name: forget_own_openings!
-- no unit: of one person, who opened their words and why.
delete from openings where alert_id in (select id from alerts where person_id = :person_id)

-- name: forget_own_alerts!
-- no unit: of one person. That there was an alert, and how long it took, stays counted; about whom, and why, does not.
update alerts
set person_id = null, pair_id = null, raised_by = null, rule = null, remark = null, message = null,
    state = 'resolved', resolved_at = coalesce(resolved_at, raised_at)
where person_id = :person_id and unit_id is not null and (state = 'resolved' or level = 'routine')

-- name: forget_alerts!
-- no unit: alerts about others that one person brought about or had in hand.
update alerts
set raised_by = case when raised_by = :person_id then null else raised_by end,
    taken_by = case when taken_by = :person_id then null else taken_by end
where raised_by = :person_id or taken_by = :person_id

-- name: forget_steps!
-- no unit: the timeline of alerts about others keeps what happened, not who.
update alert_steps set person_id = null where person_id = :person_id

-- name: forget_openings!
-- no unit: that words were opened stays known to whom they belong; 0 is somebody who was erased.
update openings
set by_person = case when by_person = :person_id then 0 else by_person end,
    told_person = case when told_person = :person_id then null else told_person end
where by_person = :person_id or told_person = :person_id

-- name: forget_tasks!
-- no unit: tasks about others.
update tasks
set taken_by = case when taken_by = :person_id then null else taken_by end,
    done_by = case when done_by = :person_id then null else done_by end
where taken_by = :person_id or done_by = :person_id

-- name: forget_drills!
-- no unit: drills count by unit; who took part goes.
update drills set person_id = null where person_id = :person_id

-- name: forget_holds!
-- no unit: holds of others; 0 is somebody who was erased.
update holds
set by_id = case when by_id = :person_id then 0 else by_id end,
    confirmed_by = case when confirmed_by = :person_id then null else confirmed_by end,
    lifted_by = case when lifted_by = :person_id then null else lifted_by end
where by_id = :person_id or confirmed_by = :person_id or lifted_by = :person_id

-- name: forget_flying!
-- no unit: the last rows of one person, at the very end.
delete from outbox where person_id = :person_id
