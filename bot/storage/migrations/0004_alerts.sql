-- Alerts, tasks, who is on duty, and the proof that the chain works.
-- Message, number, details and reasons are sealed; plain columns are ids, kinds, states, times and counts.

create table alerts (
    id bigint primary key,
    unit_id text,                             -- null: the service itself, operations only
    person_id bigint references people (id) on delete cascade, -- about whom; null for what the machine raised
    pair_id bigint,
    raised_by bigint,                         -- who reads that a human has seen it; null: nobody
    kind text not null,                       -- danger-oneself, call-me, ap-concern, delivery-failed, …
    level text not null,                      -- now, soon, routine
    rule text,                                -- the rule of the safety words that matched
    state text not null,                      -- open, taken, resolved
    times bigint not null,                    -- how often it was raised while open: a storm is one alert
    step bigint not null,                     -- how far up the ladder it is; -1 before anybody was told
    raised_at bigint not null,
    promised_at bigint,                       -- when the person was told that the unit reads it; null: at once, or never
    told_at bigint,                           -- when the first human was told
    taken_by bigint,
    taken_at bigint,
    first_taken_at bigint,                    -- for the month's figures: handing over does not change it
    resolved_at bigint,
    outcome text,                             -- called, wrote, handed-on, nothing-needed, digest, drill
    remark text,                              -- not-it: the person said the words did not mean that
    corrected_at bigint,                      -- when the person read that nobody has answered yet
    message bytea,                            -- sealed JSON list: the words that raised it, until some days after the end
    keep_until bigint                         -- when those words go; null while it is not resolved
);
create index alerts_open on alerts (unit_id, level, raised_at) where state <> 'resolved';
create index alerts_of_person on alerts (person_id, kind, state);
create index alerts_by_month on alerts (raised_at);
create index alerts_to_wipe on alerts (keep_until) where message is not null;

-- Why an alert is where it is, without content: told, climbed, declined, taken, handed, failed, opened, …
create table alert_steps (
    id bigint primary key,
    alert_id bigint not null references alerts (id) on delete cascade,
    what text not null,
    person_id bigint,                         -- the staff member concerned
    at bigint not null
);
create index alert_steps_of_alert on alert_steps (alert_id, id);
create index alert_steps_of_person on alert_steps (person_id, what, at);

-- Break-glass: who opened the message of an alert, why, and who was told afterwards.
create table openings (
    id bigint primary key,
    alert_id bigint not null references alerts (id) on delete cascade,
    by_person bigint not null,
    reason bytea not null,                    -- sealed
    told_person bigint,
    at bigint not null
);
create index openings_of_alert on openings (alert_id, id);

-- What everything waits for after danger, violence or a death.
create table freezes (
    person_id bigint primary key references people (id) on delete cascade,
    kind text not null,
    alert_id bigint,
    since bigint not null,
    answered bigint not null                  -- how many times it was said that everything waits: never twice the same
);

create table tasks (
    id bigint primary key,
    unit_id text not null,
    kind text not null,                       -- call-person, tell-patient, death-tell-ap, report, …
    person_id bigint references people (id) on delete cascade,
    pair_id bigint,
    alert_id bigint,
    state text not null,                      -- open, taken, done, closed
    step bigint not null,
    due_at bigint not null,
    made_at bigint not null,
    taken_by bigint,
    taken_at bigint,
    done_at bigint,
    done_by bigint,
    opens text,                               -- "dialogue|subject" of what deals with it, where that is more than "done"
    details bytea,                            -- sealed JSON of a text
    number bytea                              -- sealed; shown only to who took it, erased with the end of the task
);
create index tasks_open on tasks (unit_id, due_at) where state in ('open', 'taken');
create index tasks_of_person on tasks (person_id, state);
create index tasks_of_pair on tasks (pair_id, state);

-- Who is on duty in a week, in the unit's wall time. "22:00" to "08:00" passes midnight.
create table shifts (
    id bigint primary key,
    unit_id text not null,
    person_id bigint not null references people (id) on delete cascade,
    weekday bigint not null,                  -- 0 Monday
    starts text not null,
    ends text not null
);
create index shifts_of_unit on shifts (unit_id, weekday, id);

-- Exceptions: somebody is there instead, or is away (holidays, sick). The newest wins.
create table overrides (
    id bigint primary key,
    unit_id text not null,
    person_id bigint not null references people (id) on delete cascade,
    present boolean not null,
    starts_at bigint not null,
    ends_at bigint not null
);
create index overrides_of_unit on overrides (unit_id, ends_at);

create table swaps (
    id bigint primary key,
    unit_id text not null,
    asked_by bigint not null references people (id) on delete cascade,
    asked_of bigint not null references people (id) on delete cascade,
    starts_at bigint not null,
    ends_at bigint not null,
    state text not null,                      -- asked, accepted, refused, expired
    asked_at bigint not null
);
create index swaps_open on swaps (unit_id, state, ends_at);

-- The one message that opens a half-day, by person and unit: the next of the same day changes it instead of ringing.
create table half_days (
    person_id bigint not null references people (id) on delete cascade,
    unit_id text not null,
    told_at bigint not null,
    primary key (person_id, unit_id)
);

create table drills (
    id bigint primary key,
    unit_id text not null,
    kind text not null,                       -- machine, human
    person_id bigint,
    state text not null,                      -- asked, passed, missed, failed
    why text,
    asked_at bigint not null,
    ended_at bigint
);
create index drills_by_month on drills (unit_id, asked_at);

-- The second path: e-mail and pager, each row tried until it is gone or too old to help.
create table second_path (
    id bigint primary key,
    unit_id text,
    alert_id bigint,
    way text not null,                        -- email, pager
    target bytea not null,                    -- sealed address
    body bytea,                               -- sealed; wiped once sent
    state text not null,                      -- waiting, sent, failed, dropped
    attempts bigint not null,
    not_before bigint not null,
    made_at bigint not null,
    done_at bigint
);
create index second_path_waiting on second_path (not_before, id) where state = 'waiting';
create index second_path_of_alert on second_path (alert_id);
