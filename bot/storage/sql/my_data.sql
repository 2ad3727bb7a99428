-- What the service keeps about one person, for that very person: nothing of others, nothing that a human has to say
-- first (holds, why a contact ended), no alert about violence (somebody else may hold the phone).
-- Every query is about one person over all their units.

-- name: consents
-- no unit: all of one person.
select id, purpose, wording, given, at from consents where person_id = :person_id order by at, id limit 1000

-- name: roles
-- no unit: all of one person.
select unit_id, role, state, created_at from memberships where person_id = :person_id order by id limit 100

-- name: profiles
-- no unit: all of one person.
select person_id as id, side, words, updated_at from profiles where person_id = :person_id order by side limit 10

-- name: availability
-- no unit: all of one person.
select capacity, away_until from caseloads where person_id = :person_id limit 1

-- name: clearances
-- no unit: all of one person.
select unit_id, charter_at, trained_at, cleared_at from clearances where person_id = :person_id
order by unit_id limit 100

-- name: further_units
-- no unit: all of one person.
select unit_id, home_id, asked_at, here_at, home_at, refused_at from shared_aps where person_id = :person_id
order by asked_at limit 100

-- name: requests
-- no unit: all of one person.
select id, unit_id, state, details, promised_at, created_at, closed_at from requests
where person_id = :person_id order by id limit 1000

-- name: offers
-- no unit: all of one person.
select unit_id, state, created_at, answered_at from offers where ap_id = :person_id order by id limit 10000

-- name: contacts_with
-- no unit: all of one person. A held contact looks as it did before.
select unit_id, case when ap_id = :person_id then 'accompanies' else 'is accompanied' end as side,
    case when state = 'held' then 'active' else state end as state, accepted_at, agreed_at, first_contact_at, review_at,
    closed_at
from pairs where patient_id = :person_id or ap_id = :person_id order by id limit 1000

-- name: agreements
-- no unit: all of one person, as the accompanied side: what they said for themself is in it.
select a.pair_id as id, a.words, a.updated_at from agreements a join pairs p on p.id = a.pair_id
where p.patient_id = :person_id order by a.pair_id limit 1000

-- name: farewells
-- no unit: all of one person.
select id, kind, words, created_at from farewells where from_id = :person_id order by id limit 1000

-- name: logged_contacts
-- no unit: all of one person.
select id, means, minutes, kind, next_step, at, feeling from contacts where ap_id = :person_id
order by id limit 10000

-- name: appointments
-- no unit: all of one person. The number is the accompanied person's own.
select a.id, a.means, a.state, a.at, case when p.patient_id = :person_id then a.number end as number
from appointments a join pairs p on p.id = a.pair_id
where p.patient_id = :person_id or p.ap_id = :person_id order by a.id limit 10000

-- name: check_in_plans
-- no unit: all of one person.
select id, side, state, rhythm, start_day, hour, weekends, not_before, tell, moment, chosen_at from check_in_plans
where person_id = :person_id order by id limit 10

-- name: check_ins
-- no unit: all of one person.
select id, side, day, state, at, answered_at, answer from check_ins where person_id = :person_id
order by id limit 10000

-- name: calls
-- no unit: all of one person: the calls they asked for, but after words of violence.
select id, kind, made_at, due_at, number from tasks
where person_id = :person_id and state in ('open', 'taken')
    and kind in ('call-person', 'write-person', 'interpreter', 'psychologist')
order by id limit 100

-- name: alerts
-- no unit: all that one person brought about themself, but violence.
select id, unit_id, kind, raised_at, first_taken_at, resolved_at, message from alerts
where person_id = :person_id and raised_by = :person_id and kind <> 'violence' order by id limit 1000

-- name: openings
-- no unit: when somebody opened the words of those alerts.
select o.at from openings o join alerts a on a.id = o.alert_id
where a.person_id = :person_id and a.raised_by = :person_id and a.kind <> 'violence' and o.state = 'opened'
order by o.id limit 1000

-- name: shifts
-- no unit: all of one person.
select unit_id, weekday, starts, ends from shifts where person_id = :person_id order by id limit 1000

-- name: absences
-- no unit: all of one person.
select unit_id, present, starts_at, ends_at from overrides where person_id = :person_id order by id limit 1000

-- name: mirrors
-- no unit: all of one person.
select month, shown_at, answer from mirrors where person_id = :person_id order by month limit 1000

-- name: message_ids$
-- no unit: how many messages of one person's chat can still be found again.
select count(*) from sent where person_id = :person_id
