-- Messages that wait for a yes of the one who wrote them: sealed, and gone at the yes, the no, or the end of the time.

-- name: hold!
insert into relay_held (id, unit_id, pair_id, person_id, why, parcels, made_at, expires_at)
values (:id, :unit_id, :pair_id, :person_id, :why, :parcels, :now, :expires_at)

-- name: held^
-- no unit: what one person wrote.
select * from relay_held where id = :id and person_id = :person_id limit 1

-- name: held_by_id^
-- no unit: a timer's own row.
select * from relay_held where id = :id limit 1

-- name: held_of_person
-- no unit: what one person wrote.
select * from relay_held where person_id = :person_id order by id desc limit 100

-- name: held_of_pair
-- no unit: one pair, checked by the caller.
select * from relay_held where pair_id = :pair_id and why = :why order by id limit 100

-- name: rewrite_held!
-- no unit: what one person wrote.
update relay_held set parcels = :parcels where id = :id

-- name: remember_danger!
-- no unit: what one person wrote.
update relay_held set danger = :danger, alert_id = :alert_id where id = :id

-- name: rehold!
-- no unit: what one person wrote; the pair was checked by the caller.
update relay_held set pair_id = :pair_id, why = :why where id = :id and person_id = :person_id

-- name: let_go!
-- no unit: what one person wrote.
delete from relay_held where id = :id

-- name: let_go_of_pair!
-- no unit: one pair, checked by the caller.
delete from relay_held where pair_id = :pair_id
