-- name: add(id, account_id, words, sealed)!
insert into notes (id, account_id, words, sealed) values (:id, :account_id, :words, :sealed);

-- name: add_many(id, account_id)*!
insert into notes (id, account_id) values (:id, :account_id);

-- name: find(id)^
select id, account_id, words, sealed from notes where id = :id;

-- name: count_of(account_id)$
select count(*) from notes where account_id = :account_id;

-- name: clear(account_id)!
delete from notes where account_id = :account_id;

-- name: ids()
select id from notes order by id limit 1000000;
