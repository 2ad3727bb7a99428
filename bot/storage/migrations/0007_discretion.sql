-- Discretion: what can be deleted in somebody's chat, how they want it hidden, and the code of their data.

alter table people drop column discreet;
alter table people add column hides text;   -- null: nothing is deleted by itself; after-use; every-night

-- Numbers of the messages in somebody's chat, theirs and ours, for the two days in which Telegram lets us delete them.
create table traces (
    person_id bigint not null,
    message_id bigint not null,
    at bigint not null,
    primary key (person_id, message_id)
);
create index traces_by_age on traces (at);

-- A code that stands before My data. The code itself is kept as a keyed hash.
create table pins (
    person_id bigint primary key references people (id) on delete cascade,
    code bytea not null,
    wrong bigint not null,                  -- tries in a row that were not it
    locked_until bigint,                    -- after too many of them
    open_until bigint                       -- given right, it need not be given again until then
);

-- What waits for its person to open it (state 'covered') is looked over by age.
create index outbox_covered on outbox (created_at) where state = 'covered';
