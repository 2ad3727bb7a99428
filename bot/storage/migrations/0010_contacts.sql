-- A pause has an end, an unanswered word a time since when it waits, and an AP an evening of their own.

alter table pairs add column paused_until bigint;        -- when both are asked how to go on
alter table relays add column unanswered_since bigint;   -- the oldest word of the patient that has had no answer
alter table caseloads add column resting_until bigint;   -- « not tonight »: nothing is expected of the AP until then
