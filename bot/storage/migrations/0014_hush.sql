-- After words of violence nothing is pushed until the person says that it is a good time.

alter table freezes add column hushed boolean not null default false;
