-- name: count!
insert into page_opinions (unit_id, page, language, answer, number)
values (:unit_id, :page, :language, :answer, 1)
on conflict (unit_id, page, language, answer) do update set number = page_opinions.number + 1

-- name: of_unit
select page, language, answer, number from page_opinions where unit_id = :unit_id
order by page, language, answer limit 2000
