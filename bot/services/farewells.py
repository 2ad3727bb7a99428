"""What was answered at the end of contacts, for the unit that asked; and how much there was of one that ended."""

import json
from collections import Counter

from bot.clock import from_ms
from bot.services.registry import answers
from bot.services.sides import is_side
from bot.services.staff import units_of_staff
from bot.storage import contacts, pairs, relay
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.care.farewells import Recap, Said, WhatPeopleSaid
from conversations.policies.local_time import day_of

ANSWERS = "answers"


def recap_of(turn: Turn, pair: Pair) -> Recap | None:
    """None where the two have never been in touch."""
    if pair.first_contact_at is None:
        return None
    last = max(pair.first_contact_at, relay.activity(turn.tx, pair.id).last or 0)
    zone = turn.zone(pair.unit_id)
    messages = sum(month.messages for month in relay.months(turn.tx, pair.id))
    logged = len(contacts.of_pair(turn.tx, pair.id))
    return Recap(day_of(from_ms(pair.first_contact_at), zone), day_of(from_ms(last), zone), messages, logged)


@answers(WhatPeopleSaid)
def what_people_said(turn: Turn, look: WhatPeopleSaid) -> Said:
    me = turn.somebody.id
    found = [
        json.loads(words)
        for unit in units_of_staff(turn, me)
        for pair, words in pairs.farewells_in(turn.tx, turn.house.sealer, unit, ANSWERS)
        if not is_side(turn, me, pair)
    ]
    helped, met = (dict(Counter(str(one.get(key)) for one in found)) for key in ("helped", "met"))
    return Said(len(found), helped, met, tuple(one["words"] for one in found if one.get("words")))
