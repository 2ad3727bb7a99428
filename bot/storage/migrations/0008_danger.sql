-- Danger: what waits to be relayed remembers that its words meant it, and the words of an alert that is not urgent are
-- opened with a second person's yes.

alter table relay_held add column danger text;      -- what its words meant, as the safety words name it; null: nothing
alter table relay_held add column alert_id bigint;  -- the alert that has them, where there is one

-- asked (of told_person, for a yes), refused, allowed, opened; "at" is since when.
alter table openings add column state text not null default 'opened';
