-- An AP of one unit who would accompany in another of the site too: not before a supervisor of each has said yes.

create table shared_aps (
    membership_id bigint primary key references memberships (id) on delete cascade,   -- in the further unit
    person_id bigint not null references people (id) on delete cascade,
    unit_id text not null,                    -- the further unit
    home_id text not null,                    -- where they accompany already
    asked_at bigint not null,
    here_at bigint,                           -- a supervisor of the further unit said yes
    home_at bigint,                           -- a supervisor of the first one did
    refused_at bigint
);
create index shared_aps_of_unit on shared_aps (unit_id);
