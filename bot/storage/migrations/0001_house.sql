-- The house: who writes, what happened, what is due, what is to be said.
-- Times are bigint milliseconds UTC; ids are 63-bit and made in Python; bytea columns are sealed (sealing.py) or keyed hashes.

-- A keyed hash of a fixed word: with another key nobody would be found again, so the service then refuses to start.
create table keys (
    id bigint primary key,
    proof bytea not null
);

create table people (
    id bigint primary key,
    chat_hash bytea not null unique,          -- keyed hash of the chat id: finds a person again without keeping the id readable
    chat bytea not null,                      -- the chat id, sealed
    name bytea,                               -- first name or alias, sealed; null until somebody needs it
    language text not null,
    zone text,                                -- IANA zone where it differs from the unit's
    membership_id bigint,                     -- the current one, chosen in the menu
    state text not null,                      -- new, consented, refused, stopped
    unreachable_at bigint,                    -- Telegram refused for good: blocked, left, gone
    frozen_until bigint,                      -- after danger, violence or a death, everything else waits until then
    screen_reader boolean not null,
    easy_pages boolean not null,
    discreet boolean not null,
    prompt_number bigint not null,            -- of the last prompt shown; an older number on a button is a stale tap
    prompt_is_last boolean not null,          -- whether the open prompt is the last thing the bot showed
    shown bytea,                              -- the buttons of the last message, sealed JSON: each can also be typed
    last_unasked_at bigint,                   -- the budget of unasked messages
    created_at bigint not null,
    seen_at bigint not null
);

create table memberships (
    id bigint primary key,
    person_id bigint not null references people (id) on delete cascade,
    unit_id text not null,
    role text not null,                       -- patient, relative, ap, supervisor, coordinator
    state text not null,                      -- active, suspended, ended
    created_at bigint not null,
    unique (person_id, unit_id, role)
);
create index memberships_of_unit on memberships (unit_id, role, state);

-- Opaque start codes: a code opens a unit for a role, and says neither in clear.
create table codes (
    id bigint primary key,
    code_hash bytea not null unique,
    unit_id text not null,
    role text not null,
    uses_left bigint not null,
    expires_at bigint not null,
    created_at bigint not null
);

create table consents (
    id bigint primary key,
    person_id bigint not null references people (id) on delete cascade,
    purpose text not null,                    -- use, relay, check-ins, research
    wording text not null,                    -- which version of the text the person read
    given boolean not null,
    at bigint not null
);
create index consents_of_person on consents (person_id, purpose, at);

-- Every event once. The row is the promise of "seen before?"; keys older than 30 days go at night.
create table events (
    bot_id bigint not null,
    update_id bigint not null,
    at bigint not null,
    failed text,                              -- what raised in the second part of the turn (class and place, no content)
    primary key (bot_id, update_id)
);
create index events_by_age on events (at);

create table timers (
    id bigint primary key,
    kind text not null,
    subject bigint not null,
    unit_id text,
    due_at bigint not null,
    attempts bigint not null,                 -- turns that raised; 0 until the first
    unique (kind, subject)
);
create index timers_by_due on timers (due_at);

-- What is to be said. bodies are sealed Bot API parameters without chat_id and message_id, wiped once sent.
create table outbox (
    id bigint primary key,
    unit_id text,
    person_id bigint not null,
    lane bigint not null,                     -- 0 alert, 1 reply, 2 relay, 3 notice, 4 check-in
    method text not null,
    subject text,                             -- what the message is about ("offer:12"): later edits name it
    part bigint not null,
    body bytea,
    tell boolean not null,                    -- whether the outcome "delivered" comes back as an event as well
    state text not null,                      -- waiting, in_flight, sent, failed, dropped
    attempts bigint not null,
    not_before bigint not null,
    expires_at bigint,                        -- after this it is dropped instead of sent (never set on alerts and replies)
    created_at bigint not null,
    claimed_at bigint,
    done_at bigint,
    failure text
);
create index outbox_open on outbox (lane, person_id, id) where state in ('waiting', 'in_flight');
create index outbox_of_person on outbox (person_id, lane, id);
create index outbox_done on outbox (done_at);
-- The deliverer reads its queue by these: what is due in a lane, what is in flight, which outcomes nobody was told yet.
create index outbox_due on outbox (lane, not_before, id) where state = 'waiting';
create index outbox_in_flight on outbox (id) where state = 'in_flight';
create index outbox_untold on outbox (id) where tell and state in ('sent', 'failed');

-- What was sent, so that a later edit, reply or withdrawal finds its message.
create table sent (
    person_id bigint not null,
    subject text not null,
    part bigint not null,
    message_id bigint not null,
    unit_id text,
    sent_at bigint not null,
    primary key (person_id, subject, part)
);
create index sent_by_message on sent (person_id, message_id);
create index sent_by_age on sent (sent_at);

-- One dialogue open at a time for a person; others stand aside for seven days.
create table dialogues (
    id bigint primary key,
    person_id bigint not null references people (id) on delete cascade,
    membership_id bigint,
    name text not null,
    subject text,
    state text not null,                      -- open, aside
    answers bytea not null,                   -- sealed JSON
    shown text,                               -- identity of the prompt that was shown
    draft bytea,                              -- half-made choices, sealed JSON
    updated_at bigint not null
);
create unique index dialogues_one_open on dialogues (person_id) where state = 'open';
create index dialogues_of_person on dialogues (person_id, updated_at);
