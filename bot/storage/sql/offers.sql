-- name: put!
-- An AP who was passed over, or let it lapse, may be asked again; one who declined may not.
insert into offers (id, request_id, unit_id, ap_id, state, wave, expires_at, created_at)
values (:id, :request_id, :unit_id, :ap_id, 'open', :wave, :expires_at, :now)
on conflict (request_id, ap_id) do update set state = 'open', wave = excluded.wave, expires_at = excluded.expires_at
where offers.state = 'gone' or offers.state = 'expired'

-- name: find^
-- no unit: an id checked by the caller against the person.
select * from offers where id = :id limit 1

-- name: between^
-- no unit: the request is of one unit.
select * from offers where request_id = :request_id and ap_id = :ap_id limit 1

-- name: of_request
-- no unit: the request is of one unit.
select * from offers where request_id = :request_id order by id limit 1000

-- name: open_of_ap
-- no unit: an AP sees the offers of all their units.
select * from offers where ap_id = :ap_id and state = 'open' order by expires_at, id limit 50

-- name: set_state!
-- no unit: an id checked by the caller.
update offers set state = :state, answered_at = :now where id = :id and state = :expected

-- name: accept!
-- no unit: an id checked by the caller.
update offers set state = 'accepted', answered_at = :now where id = :id and state = 'open' and expires_at > :now
