-- name: add!
-- no unit: an update is stored before anybody knows whose it is.
insert into events (bot_id, update_id, at) values (:bot_id, :update_id, :now) on conflict do nothing

-- name: failed!
-- no unit: an update belongs to the service.
update events set failed = :failed where bot_id = :bot_id and update_id = :update_id

-- name: failures
-- no unit: operations reads failures of the whole service.
select * from events where failed is not null and at >= :since order by at desc limit 100

-- name: forget!
-- no unit: keys of the whole service, at night.
delete from events where at < :before
