"""Rows of the relay, contacts, appointments and holds: each query runs on both databases, and a pair lives on both."""

from typing import Any

import pytest

from bot.storage import appointments, contacts, holds, relay
from bot.storage.database import PACKAGE, Database
from bot.storage.queries import load_queries
from tests.services.pairing import in_touch, supervisor
from tests.services.test_contacts import log
from tests.stage import Stage

NOUNS = ("relay", "relay_held", "contacts", "appointments", "holds")
VALUES: dict[str, Any] = {
    "parcels": b"x",
    "feeling": b"x",
    "number": b"x",
    "by_ap": True,
    "unit_id": "tilleul",
    "place": None,
    "before": 1,
    "person_id": None,
    "pair_id": None,
    "ap_id": None,
    "most": 3,
}
WORDS = {"why", "month", "means", "kind", "next_step", "state", "expected", "subject", "prefix", "relayed", "mine"}


async def test_every_query_runs(database: Database) -> None:
    stage = Stage(database)
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    known = {**VALUES, "person_id": zoe.id, "pair_id": pair, "ap_id": camille.id, "by_id": camille.id}
    queries = load_queries(PACKAGE / "sql", "sqlite3")
    ran = [(noun, name) for noun, name in queries if noun in NOUNS]
    for noun, name in ran:
        given = {value: known.get(value, "x" if value in WORDS else 7) for value in queries[noun, name].values}
        if (noun, name) == ("holds", "add"):
            given["before"] = "active"
        await database.transact(lambda tx, n=noun, m=name, g=given: tx.query(n, m, **g))  # type: ignore[misc]
    assert len(ran) > 40


async def test_a_pair_lives_its_life_on_both(database: Database) -> None:
    stage = Stage(database)
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await zoe.says("One.")
    await zoe.says("Two.", edited=zoe._messages)
    assert camille.last.text.endswith("Two.")
    await zoe.says("06 39 98 12 34")
    await zoe.taps("Send anyway")
    await zoe.says("withdraw", reply_to=zoe._messages - 2)
    await log(camille, pair)
    await camille.taps("Good")
    await camille.taps_data(f"s|bad-news|{pair}")
    hold = (await stage.turn(lambda turn: holds.of_pair(turn.tx, pair)))[0]
    await solene.taps_data(f"s|hold-lift|{hold.id}")
    await solene.taps("Lift")
    counted = await stage.turn(lambda turn: relay.months(turn.tx, pair))
    assert [(month.by_ap, month.messages, month.overridden) for month in counted] == [(False, 3, 1), (True, 1, 0)]
    assert (await stage.turn(lambda turn: contacts.of_pair(turn.tx, pair)))[0].debrief == "done"
    assert await stage.turn(lambda turn: appointments.open_of(turn.tx, pair)) == []


@pytest.mark.parametrize(
    ("subject", "parsed"),
    [
        ("relay:12:7", ("relay", 12, 7)),
        ("mine:12:7", ("mine", 12, 7)),
        ("relay:12", None),
        ("relay:x:7", None),
        ("offer:12", None),
        ("", None),
        (None, None),
    ],
)
def test_the_name_of_a_copy_is_read_or_is_another_noun(subject: str | None, parsed: object) -> None:
    assert relay.parse(subject) == parsed
