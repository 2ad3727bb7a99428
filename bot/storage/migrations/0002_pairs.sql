-- From a wish to a pair: profiles, requests, offers, pairs, and what a pair agreed.
-- Health words, names, numbers and wishes are sealed JSON; plain columns are ids, states, times and counts only.

-- What somebody chose to say about themself, once for each side: somebody may be a patient here and an AP there.
create table profiles (
    id bigint primary key,
    person_id bigint not null references people (id) on delete cascade,
    side text not null,                       -- patient, ap
    words bytea not null,                     -- sealed JSON
    updated_at bigint not null,
    unique (person_id, side)
);

-- How much an AP carries, over all units: only the AP's own row is shared between them.
create table caseloads (
    person_id bigint primary key references people (id) on delete cascade,
    capacity bigint not null,                 -- pairs at once, chosen by the AP; 0 is a pause
    away_until bigint,                        -- no offers until then; null: here
    paired_at bigint                          -- when the last pair began: who has waited longest is asked first
);

-- What a unit recorded before an AP meets anybody there. All three, or no offer.
create table clearances (
    membership_id bigint primary key references memberships (id) on delete cascade,
    person_id bigint not null references people (id) on delete cascade,
    unit_id text not null,
    charter_at bigint,
    trained_at bigint,
    cleared_at bigint
);
create index clearances_of_unit on clearances (unit_id);

-- A wish to be put in contact. person_id is null for somebody who is not on the bot: `guest` says who, sealed, and
-- the coordination member `opened_by` stands between.
create table requests (
    id bigint primary key,
    unit_id text not null,
    person_id bigint references people (id) on delete cascade,
    opened_by bigint,
    state text not null,                      -- searching, proposed, resting, matched, withdrawn, closed
    wave bigint not null,                     -- how many rounds of offers went out
    details bytea not null,                   -- sealed JSON: topics, moment, around when, means, who not
    guest bytea,                              -- sealed JSON: first name, number, safe time, spoken agreement
    promised_at bigint not null,              -- the one date the patient was told, from sending to first contact
    overdue_at bigint,                        -- when the date passed and the patient was told so
    created_at bigint not null,               -- keeps its place in the queue
    closed_at bigint
);
create index requests_of_person on requests (person_id, state);
create index requests_of_unit on requests (unit_id, state, created_at);
-- One open request for a person and unit, even when two devices send at once.
create unique index requests_one_open on requests (person_id, unit_id)
    where state in ('searching', 'proposed', 'resting', 'matched');

create table offers (
    id bigint primary key,
    request_id bigint not null references requests (id) on delete cascade,
    unit_id text not null,
    ap_id bigint not null references people (id) on delete cascade,
    state text not null,                      -- open, accepted, declined, expired, gone, passed
    wave bigint not null,
    expires_at bigint not null,
    created_at bigint not null,
    answered_at bigint,
    unique (request_id, ap_id)
);
create index offers_of_ap on offers (ap_id, state);

create table pairs (
    id bigint primary key,
    unit_id text not null,
    request_id bigint not null references requests (id) on delete cascade,
    patient_id bigint references people (id) on delete cascade,   -- null: not on the bot, see the request
    ap_id bigint not null references people (id) on delete cascade,
    state text not null,                      -- proposed, active, paused, held, closed
    accepted_at bigint not null,              -- the AP said yes
    agreed_at bigint,                         -- the patient said yes
    first_contact_at bigint,
    review_at bigint,
    renewals bigint not null,
    paused_by bigint,                         -- who asked for the pause; that side or a supervisor ends it
    closed_at bigint,
    closed_why text
);
create index pairs_of_patient on pairs (patient_id, state);
create index pairs_of_ap on pairs (ap_id, state);
create index pairs_of_request on pairs (request_id, state);
create index pairs_of_unit on pairs (unit_id, state);

-- What the two agreed at first contact; both see it, either changes it, and the other then says yes again.
create table agreements (
    pair_id bigint primary key references pairs (id) on delete cascade,
    words bytea not null,                     -- sealed JSON: rhythm, means, topics, after how many days to ask
    patient_agreed boolean not null,
    ap_agreed boolean not null,
    updated_at bigint not null
);

-- A word left at the end, and the answers to the three questions.
create table farewells (
    id bigint primary key,
    pair_id bigint not null references pairs (id) on delete cascade,
    unit_id text not null,
    from_id bigint not null,
    kind text not null,                       -- word, answers
    words bytea not null,
    created_at bigint not null,
    unique (pair_id, from_id, kind)
);

-- Who is never to be matched with whom; no reason is kept.
create table refusals (
    id bigint primary key,
    unit_id text not null,
    person_id bigint not null references people (id) on delete cascade,
    other_id bigint not null references people (id) on delete cascade,
    created_at bigint not null,
    unique (person_id, other_id)
);
