-- name: add!
-- The AP's room is counted in the same statement that takes it: two acceptances at once cannot both find the last place.
insert into pairs (id, unit_id, request_id, patient_id, ap_id, state, accepted_at, renewals)
select :id, :unit_id, requests.id, requests.person_id, :ap_id, 'proposed', :now, 0 from requests
where requests.id = :request_id and (select count(*) from pairs where ap_id = :ap_id and state <> 'closed') < :capacity

-- name: find^
-- no unit: an id found on a row of the unit, or checked by the caller against the person and unit.
select * from pairs where id = :id limit 1

-- name: open_of
-- no unit: all the open pairs of one person, whichever unit.
select * from pairs where (patient_id = :person_id or ap_id = :person_id)
    and state <> 'closed' and state <> 'proposed' order by id limit 50

-- name: of_ap
-- no unit: an AP may belong to several units; everything not closed counts.
select * from pairs where ap_id = :ap_id and state <> 'closed' order by id limit 50

-- name: left_at
-- no unit: an AP may belong to several units.
select * from pairs where ap_id = :ap_id and closed_why = 'left' and closed_at = :at order by id limit 50

-- name: of_request
-- no unit: the request is of one unit.
select * from pairs where request_id = :request_id order by id limit 50

-- name: last_ended^
select * from pairs where patient_id = :patient_id and unit_id = :unit_id and state = 'closed' and agreed_at is not null
order by closed_at desc, id desc limit 1

-- name: load_of_unit
select pairs.ap_id, count(*) as carried from pairs
where pairs.state <> 'closed' and pairs.ap_id in (select person_id from clearances where unit_id = :unit_id)
group by pairs.ap_id limit 2000

-- name: set_state!
-- no unit: an id checked by the caller.
update pairs set state = :state where id = :id and state = :expected

-- name: pause!
-- no unit: an id checked by the caller.
update pairs set state = 'paused', paused_by = :by, paused_until = :until where id = :id and state = 'active'

-- name: go_on!
-- no unit: an id checked by the caller.
update pairs set state = 'active', paused_by = null, paused_until = null
where id = :id and state = 'paused' and paused_by = :by

-- name: agree!
-- no unit: an id checked by the caller.
update pairs set state = 'active', agreed_at = :now, review_at = :review_at where id = :id and state = 'proposed'

-- name: first_contact!
-- no unit: an id checked by the caller.
update pairs set first_contact_at = :now where id = :id and first_contact_at is null and agreed_at is not null

-- name: offer_handover!
-- no unit: an id checked by the caller.
update pairs set handover = 'offered' where id = :id and state <> 'closed'

-- name: answer_handover!
-- no unit: an id checked by the caller.
update pairs set handover = :said where id = :id and state <> 'closed' and handover <> :said

-- name: renew!
-- no unit: an id checked by the caller.
update pairs set review_at = :review_at, renewals = renewals + 1 where id = :id and state <> 'closed'

-- name: close!
-- no unit: an id checked by the caller.
update pairs set state = 'closed', closed_at = :now, closed_why = :why where id = :id and state <> 'closed'

-- name: reopen!
-- no unit: an id checked by the caller. The AP's room is not counted: it is the contact they had.
update pairs set state = :state, closed_at = null, closed_why = null
where id = :id and state = 'closed' and closed_why = :why

-- name: agreement^
-- no unit: the pair is of one unit.
select * from agreements where pair_id = :pair_id limit 1

-- name: write_agreement!
-- no unit: the pair is of one unit.
insert into agreements (pair_id, words, patient_agreed, ap_agreed, updated_at)
values (:pair_id, :words, :patient_agreed, :ap_agreed, :now)
on conflict (pair_id) do update set words = excluded.words, patient_agreed = excluded.patient_agreed,
    ap_agreed = excluded.ap_agreed, updated_at = excluded.updated_at

-- name: say_yes_as_patient!
-- no unit: the pair is of one unit.
update agreements set patient_agreed = true where pair_id = :pair_id and not patient_agreed

-- name: say_yes_as_ap!
-- no unit: the pair is of one unit.
update agreements set ap_agreed = true where pair_id = :pair_id and not ap_agreed

-- name: add_farewell!
insert into farewells (id, pair_id, unit_id, from_id, kind, words, created_at)
values (:id, :pair_id, :unit_id, :from_id, :kind, :words, :now) on conflict (pair_id, from_id, kind) do nothing

-- name: farewell^
-- no unit: the pair is of one unit.
select * from farewells where pair_id = :pair_id and kind = :kind order by id limit 1

-- name: farewells_in
select id, pair_id, words from farewells where unit_id = :unit_id and kind = :kind order by id desc limit 500

-- name: add_refusal!
insert into refusals (id, unit_id, person_id, other_id, created_at)
values (:id, :unit_id, :person_id, :other_id, :now) on conflict (person_id, other_id) do nothing

-- name: refused_by
-- no unit: who is never to be matched with this person holds everywhere.
select other_id as id from refusals where person_id = :person_id
union select person_id as id from refusals where other_id = :person_id limit 1000
