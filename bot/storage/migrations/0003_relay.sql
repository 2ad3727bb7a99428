-- The relay, contacts, appointments, holds. Words, numbers and answers are sealed; plain columns are ids, states, times
-- and counts. Of relayed words nothing is here but message ids (table sent) and what waits for its sender's yes.

-- One row a pair, from its first relayed message or logged contact on: who wrote last, and whether silence was seen.
create table relays (
    pair_id bigint primary key references pairs (id) on delete cascade,
    unit_id text not null,
    patient_wrote_at bigint,
    ap_wrote_at bigint,
    contact_at bigint,                        -- the last contact outside the relay
    nudged_at bigint                          -- the AP was nudged about this silence
);

-- To whom freely typed words go: the pair of the last "write to …", and that of the last message that came in.
create table relay_desks (
    person_id bigint primary key references people (id) on delete cascade,
    pair_id bigint references pairs (id) on delete cascade,      -- null: nobody was chosen yet
    came_from bigint,
    at bigint not null
);

-- Messages that wait for a yes of the one who wrote them. Sealed, and gone at the yes, the no, or the end of the time.
create table relay_held (
    id bigint primary key,
    unit_id text not null,
    pair_id bigint references pairs (id) on delete cascade,      -- null: to whom is the question
    person_id bigint not null references people (id) on delete cascade,
    why text not null,                        -- details, picture, document, place, choose, consent
    parcels bytea not null,                   -- sealed JSON
    made_at bigint not null,
    expires_at bigint not null
);
create index relay_held_of_person on relay_held (person_id, made_at);
create index relay_held_of_pair on relay_held (pair_id, why);

-- How much was written in a month and by whom, without a word of it: for the AP's own mirror.
create table relay_months (
    pair_id bigint not null references pairs (id) on delete cascade,
    month text not null,                      -- 2027-01
    by_ap boolean not null,
    messages bigint not null,
    late bigint not null,                     -- after 22 h on the writer's own clock
    overridden bigint not null,               -- contact details that left after the question
    primary key (pair_id, month, by_ap)
);

create table contacts (
    id bigint primary key,
    pair_id bigint not null references pairs (id) on delete cascade,
    unit_id text not null,
    ap_id bigint not null references people (id) on delete cascade,
    means text not null,                      -- phone, relay, ward, video
    minutes bigint not null,
    kind text not null,                       -- emotional, informational, navigational
    next_step text not null,                  -- again, appointment, team, none
    at bigint not null,
    debrief text not null,                    -- asked, nudged, done, skipped, missed
    debriefed_at bigint,
    feeling bytea                             -- sealed: how the AP is, in five words, and their own word if any
);
create index contacts_of_pair on contacts (pair_id, at);
create index contacts_of_ap on contacts (ap_id, at);

create table appointments (
    id bigint primary key,
    pair_id bigint not null references pairs (id) on delete cascade,
    unit_id text not null,
    by_id bigint not null,                    -- who proposed it as it is now
    state text not null,                      -- proposed, accepted, declined, cancelled, past
    means text not null,                      -- phone, ward, video
    at bigint not null,
    place bigint,                             -- which of the unit's places
    number bytea,                             -- the patient's number for this call, sealed; wiped when it is past
    sequence bigint not null,                 -- for the calendar: each change counts
    made_at bigint not null
);
create index appointments_of_pair on appointments (pair_id, state, at);

create table holds (
    id bigint primary key,
    unit_id text not null,
    pair_id bigint references pairs (id) on delete cascade,
    person_id bigint references people (id) on delete cascade,
    why text not null,                        -- death, mourning, doubt-identity, ap-stops
    state text not null,                      -- provisional, confirmed, lifted
    before text,                              -- the pair's state before it
    by_id bigint not null,
    at bigint not null,
    promised_at bigint not null,              -- by when a person speaks with whoever writes into it
    confirmed_by bigint,
    confirmed_at bigint,
    told_at bigint,                           -- "done": a person has told it by voice
    lifted_by bigint,
    lifted_at bigint,
    ap_wrote_at bigint,                       -- and was told that a person calls
    patient_wrote_at bigint                   -- from the account that is held: the person, or whoever has the phone
);
create index holds_of_pair on holds (pair_id, state);
create index holds_of_person on holds (person_id, state);
create index holds_of_unit on holds (unit_id, state, at);
