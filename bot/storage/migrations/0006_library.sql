-- What readers thought of pages: counts only, nobody's name.

create table page_opinions (
    unit_id text not null,          -- '' where the reader has no unit
    page text not null,
    language text not null,
    answer text not null,           -- helped, unclear, other, short, hard
    number bigint not null,
    primary key (unit_id, page, language, answer)
);
