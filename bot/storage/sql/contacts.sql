-- What an AP logs of a contact (never what was said), and how the AP is after it.

-- name: add!
insert into contacts (id, pair_id, unit_id, ap_id, means, minutes, kind, next_step, at, debrief)
values (:id, :pair_id, :unit_id, :ap_id, :means, :minutes, :kind, :next_step, :now, 'asked')

-- name: find^
-- no unit: an id whose AP the caller checks.
select * from contacts where id = :id limit 1

-- name: of_pair
-- no unit: one pair, checked by the caller.
select * from contacts where pair_id = :pair_id order by at limit 1000

-- name: latest_of_ap
-- no unit: one AP's own, whichever unit.
select * from contacts where ap_id = :ap_id order by at desc, id desc limit :most

-- name: debriefed!
-- no unit: an id whose AP the caller checks.
update contacts set debrief = 'done', debriefed_at = :now, feeling = :feeling where id = :id and ap_id = :ap_id

-- name: set_debrief!
-- no unit: an id whose AP the caller checks.
update contacts set debrief = :state where id = :id and debrief <> 'done'

-- name: skip_of_pair!
-- no unit: one pair, checked by the caller.
update contacts set debrief = 'skipped' where pair_id = :pair_id and debrief in ('asked', 'nudged')
