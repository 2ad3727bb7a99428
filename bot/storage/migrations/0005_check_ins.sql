-- Check-ins: how often somebody wishes to be asked, what was asked, what they answered; and what keeps it rare.
-- Answers, and the moment a plan turns around, are sealed; plain columns are ids, states, days, times and counts.

-- One row a person and side. None until somebody chooses.
create table check_in_plans (
    id bigint primary key,
    person_id bigint not null references people (id) on delete cascade,
    unit_id text not null,
    side text not null,                       -- patient, relative, ap
    state text not null,                      -- active, held, resting, done, ended
    rhythm text not null,                     -- once, weekly, fortnightly, monthly, moment
    start_day text not null,                  -- 2027-03-28 in the person's zone: the first day, or that of the moment
    hour text not null,                       -- wall time in the person's zone, 10:00
    weekends boolean not null,
    not_before text,                          -- a pause: no question before that day
    tell text not null,                       -- whom, after two unanswered questions, because the person chose so: nobody, ap, team
    told_silence boolean not null,
    moment bytea,                             -- sealed: which moment of their life it turns around
    next_day text,
    next_at bigint,                           -- the planned moment, as set in the timer
    promised boolean not null,                -- the next one was named to the person when they chose: an appointment they made
    chosen_at bigint not null,
    unique (person_id, side)
);
create index check_in_plans_of_unit on check_in_plans (unit_id, state);
create index check_in_plans_active on check_in_plans (state, next_at);

create table check_ins (
    id bigint primary key,
    plan_id bigint references check_in_plans (id) on delete cascade,     -- null: on the person's own initiative
    person_id bigint not null references people (id) on delete cascade,
    unit_id text not null,
    side text not null,
    day text not null,
    state text not null,                      -- asked, answered, later, late, night, withheld
    planned_at bigint not null,
    at bigint not null,                       -- when it was put, or expired
    answered_at bigint,
    answer bytea,                             -- sealed JSON: how they are, and their own sentence
    unique (plan_id, day)
);
create index check_ins_of_person on check_ins (person_id, at);
create index check_ins_of_plan on check_ins (plan_id, at);

-- Until when nothing unasked is written to somebody. Why is not kept.
create table quiet_weeks (
    person_id bigint primary key references people (id) on delete cascade,
    until_at bigint not null
);

-- The AP's mirror of a month was shown, and whether the AP said that the pace suits them.
create table mirrors (
    person_id bigint not null references people (id) on delete cascade,
    unit_id text not null,
    month text not null,                      -- 2027-01
    shown_at bigint not null,
    answer text,                              -- suits, adjust, talk
    primary key (person_id, month)
);
