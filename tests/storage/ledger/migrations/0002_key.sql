alter table notes add column about text;
