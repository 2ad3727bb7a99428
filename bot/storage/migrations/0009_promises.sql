-- What the person a task is for has read about when, and the one message that tells somebody of many alerts.

alter table tasks add column promised_at bigint;   -- by when they read that somebody is in touch; null: no hour was named
alter table tasks add column corrected_at bigint;  -- when they last read that it did not hold
alter table tasks add column safe_time text;       -- when they can talk undisturbed: any, morning, midday, …
update tasks set promised_at = due_at
where person_id is not null and kind in ('call-person', 'write-person', 'interpreter', 'psychologist', 'report');

-- Where very many alerts of one kind come from one unit, somebody has one message whose number changes.
create table gatherings (
    id bigint primary key,
    person_id bigint not null references people (id) on delete cascade,
    unit_id text not null,
    kind text not null,
    rang_at bigint,                                -- when it last came with a sound; null: there is none
    unique (person_id, unit_id, kind)
);
create index gatherings_of_unit on gatherings (unit_id, kind);
