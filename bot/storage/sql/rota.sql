-- name: shifts
select id, person_id, weekday, starts, ends from shifts where unit_id = :unit_id order by weekday, starts, id limit 500

-- name: add_shift!
insert into shifts (id, unit_id, person_id, weekday, starts, ends)
values (:id, :unit_id, :person_id, :weekday, :starts, :ends)

-- name: drop_shift!
delete from shifts where id = :id and unit_id = :unit_id

-- name: overrides
select person_id, present, starts_at, ends_at, deputy_id from overrides
where unit_id = :unit_id and ends_at > :now order by id limit 500

-- name: add_override!
insert into overrides (id, unit_id, person_id, present, starts_at, ends_at, deputy_id)
values (:id, :unit_id, :person_id, :present, :starts_at, :ends_at, :deputy_id)

-- name: forget_overrides!
-- no unit: at night, what has been over for long.
delete from overrides where ends_at < :before

-- name: leave!
-- no unit: somebody who says /stop is on no rota any more.
delete from shifts where person_id = :person_id

-- name: add_swap!
insert into swaps (id, unit_id, asked_by, asked_of, starts_at, ends_at, state, asked_at)
values (:id, :unit_id, :asked_by, :asked_of, :starts_at, :ends_at, 'asked', :now)

-- name: swap^
select * from swaps where id = :id and unit_id = :unit_id limit 1

-- name: end_swap!
update swaps set state = :state where id = :id and unit_id = :unit_id and asked_of = :asked_of and state = 'asked'

-- name: half_day$
select told_at from half_days where person_id = :person_id and unit_id = :unit_id limit 1

-- name: half_day_told!
insert into half_days (person_id, unit_id, told_at) values (:person_id, :unit_id, :now)
on conflict (person_id, unit_id) do update set told_at = excluded.told_at
