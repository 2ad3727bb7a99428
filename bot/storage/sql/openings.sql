-- Break-glass: who wants to read the words of an alert and why, who was asked or told, and when they were opened.

-- name: add!
-- no unit: belongs to the alert.
insert into openings (id, alert_id, by_person, reason, told_person, at, state)
values (:id, :alert_id, :by_person, :reason, :told_person, :now, :state)

-- name: find^
-- no unit: an id; the caller checks who was asked.
select * from openings where id = :id limit 1

-- name: latest^
-- no unit: belongs to the alert.
select * from openings where alert_id = :alert_id and by_person = :by_person order by id desc limit 1

-- name: move!
-- no unit: an id whose people the caller has checked.
update openings set state = :state, at = :now where id = :id and state = :expected
