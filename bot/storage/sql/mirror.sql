-- What an AP did in a month, as counts alone: no word, no name, no time of a single message.

-- name: written^
-- no unit: an AP's own counts, over all their pairs.
select coalesce(cast(sum(m.messages) as bigint), 0) as messages, coalesce(cast(sum(m.late) as bigint), 0) as late,
    coalesce(cast(sum(m.overridden) as bigint), 0) as overridden
from relay_months m join pairs p on p.id = m.pair_id
where p.ap_id = :ap_id and m.month = :month and m.by_ap
limit 1

-- name: logged^
-- no unit: an AP's own counts, over all their pairs.
select count(*) as contacts, coalesce(cast(sum(minutes) as bigint), 0) as minutes,
    coalesce(cast(sum(case when debrief = 'missed' then 1 else 0 end) as bigint), 0) as without_debrief
from contacts
where ap_id = :ap_id and at >= :since and at < :until
limit 1

-- name: shown!
insert into mirrors (person_id, unit_id, month, shown_at) values (:person_id, :unit_id, :month, :now)
on conflict (person_id, month) do nothing

-- name: answered!
-- no unit: only the AP whose mirror it is answers.
update mirrors set answer = :answer where person_id = :person_id and month = :month and answer is null
