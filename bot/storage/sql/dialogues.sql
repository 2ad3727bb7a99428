-- name: open^
-- no unit: a person runs one dialogue at a time, whatever the unit.
select * from dialogues where person_id = :person_id and state = 'open' limit 1

-- name: add!
-- no unit: the membership says which.
insert into dialogues (id, person_id, membership_id, name, subject, state, answers, updated_at)
values (:id, :person_id, :membership_id, :name, :subject, 'open', :answers, :now)

-- name: save!
-- no unit: an id found on the person's own row.
update dialogues set answers = :answers, shown = :shown, draft = :draft, updated_at = :now where id = :id

-- name: set_aside!
-- no unit: a person runs one dialogue at a time.
update dialogues set state = 'aside', updated_at = :now where person_id = :person_id and state = 'open'

-- name: reopen!
-- no unit: an id found on the person's own row.
update dialogues set state = 'open', updated_at = :now where id = :id and person_id = :person_id and state = 'aside'

-- name: latest_aside^
-- no unit: what the menu offers to go on with.
select * from dialogues where person_id = :person_id and state = 'aside' and updated_at >= :since
order by updated_at desc, id desc limit 1

-- name: end!
-- no unit: an id found on the person's own row.
delete from dialogues where id = :id

-- name: end_all!
-- no unit: /stop ends everything of the person.
delete from dialogues where person_id = :person_id

-- name: forget_aside!
-- no unit: at night, those put aside more than seven days ago.
delete from dialogues where state = 'aside' and updated_at < :before
