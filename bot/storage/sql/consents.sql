-- name: add!
-- no unit: a consent is the person's; its wording names the controller.
insert into consents (id, person_id, purpose, wording, given, at)
values (:id, :person_id, :purpose, :wording, :given, :now)

-- name: latest^
-- no unit: a consent is the person's.
select * from consents where person_id = :person_id and purpose = :purpose order by at desc, id desc limit 1
