-- A schema small enough to see through: what the tests of the database layer write to.

create table accounts (
    id bigint primary key,
    balance bigint not null,
    open boolean not null
);

create table notes (
    id bigint primary key,
    account_id bigint references accounts (id) deferrable initially deferred,
    words text,
    sealed bytea
);
create index notes_of_account on notes (account_id);
