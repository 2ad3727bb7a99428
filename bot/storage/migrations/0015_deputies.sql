-- Who stands in for somebody who is away: what others read names them.

alter table overrides add column deputy_id bigint references people (id) on delete set null;
