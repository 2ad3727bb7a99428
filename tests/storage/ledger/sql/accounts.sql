-- name: add(id, balance)!
insert into accounts (id, balance, open) values (:id, :balance, true);

-- name: find(id)^
select id, balance, open from accounts where id = :id;

-- name: balance(id)$
select balance from accounts where id = :id;

-- name: set_balance(id, balance)!
update accounts set balance = :balance where id = :id;

-- name: close(id)^
update accounts set open = false where id = :id and open returning id;

-- name: first(most)
select id, balance, open from accounts order by id limit :most;

-- name: count()$
select count(*) from accounts;
