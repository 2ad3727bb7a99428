-- name: proof$
-- no unit: one key for the whole service.
select proof from keys where id = 1 limit 1

-- name: add!
-- no unit: one key for the whole service.
insert into keys (id, proof) values (1, :proof) on conflict (id) do nothing
