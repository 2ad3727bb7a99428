-- People belong to no unit (memberships do), so no query here names one.

-- name: find_by_chat^
-- no unit: whoever writes, before we know to which unit they belong.
select * from people where chat_hash = :chat_hash limit 1

-- name: find^
-- no unit: a person may belong to several.
select * from people where id = :id limit 1

-- name: add!
-- no unit: nobody has one before a code is opened.
insert into people (id, chat_hash, chat, language, screens, state, screen_reader, easy_pages, prompt_number,
    prompt_is_last, created_at, seen_at)
values (:id, :chat_hash, :chat, :language, :screens, 'new', false, false, 0, false, :now, :now)
on conflict (chat_hash) do nothing

-- name: seen!
-- no unit: a person may belong to several.
update people set seen_at = :now, unreachable_at = null where id = :id

-- name: unreachable!
-- no unit: Telegram refuses a chat, whatever the unit.
update people set unreachable_at = :now where id = :id and unreachable_at is null

-- name: set_language!
-- no unit: a language is the person's.
update people set language = :language, screens = :screens where id = :id

-- name: set_zone!
-- no unit: a time zone is the person's.
update people set zone = :zone where id = :id

-- name: set_name!
-- no unit: a first name is the person's.
update people set name = :name where id = :id

-- name: set_state!
-- no unit: consent to use and /stop are about the whole service.
update people set state = :state where id = :id

-- name: set_membership!
-- no unit: chooses which unit and role is current.
update people set membership_id = :membership_id where id = :id

-- name: set_reading!
-- no unit: how somebody reads is theirs.
update people set screen_reader = :screen_reader, easy_pages = :easy_pages where id = :id

-- name: set_hides!
-- no unit: what is deleted in somebody's chat is theirs to say.
update people set hides = :hides where id = :id

-- name: freeze!
-- no unit: after danger everything waits, whatever the unit.
update people set frozen_until = :until where id = :id

-- name: prompt_shown!
-- no unit: one dialogue at a time, whatever the unit.
update people set prompt_number = :number, prompt_is_last = true where id = :id

-- name: prompt_passed!
-- no unit: one dialogue at a time, whatever the unit.
update people set prompt_is_last = false where id = :id and prompt_is_last

-- name: set_shown!
-- no unit: the last message somebody got, whatever the unit.
update people set shown = :shown where id = :id

-- name: unasked_sent!
-- no unit: the budget of unasked messages is over all kinds and units.
update people set last_unasked_at = :now where id = :id

-- name: erase!
-- no unit: erasing is about the person.
delete from people where id = :id
