"""Two people who already accompany each other: where the stories of the relay, contacts and holds begin."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.clock import to_ms
from bot.storage import consents, pairs, profiles, requests
from bot.turn import Turn
from conversations.care.relay import RELAY
from conversations.policies.safety_words import NOTHING, Screening
from tests.stage import Phone, Stage

DANGEROUS = "I want to end it all"


class OneRule:
    """Reads danger in one sentence only: these stories are about people, not about the rules of words."""

    def screen(self, text: str, language: str) -> Screening:
        return Screening("danger", "oneself", "one-rule") if DANGEROUS in text else NOTHING


async def make_pair(
    stage: Stage, patient: Phone, ap: Phone, *, writes: bool | None = True, unit: str = "tilleul"
) -> int:
    """A pair in which the patient has said yes to the AP, and (unless told otherwise) to writing here."""
    rule: Any = OneRule()
    stage.house = replace(stage.house, rules=rule, rules_and_reader=rule)

    def begin(turn: Turn) -> int:
        request, pair = turn.new_id(), turn.new_id()
        promised = to_ms(turn.now + timedelta(days=7))
        requests.add(
            turn.tx,
            turn.house.sealer,
            request,
            unit,
            person=patient.id,
            opened_by=None,
            details={},
            guest=None,
            promised_at=promised,
            now=turn.now_ms,
        )
        requests.set_state(turn.tx, request, ("searching",), "matched")
        profiles.open_caseload(turn.tx, ap.id, 3)
        assert pairs.add(turn.tx, pair, unit, request, ap.id, 5, turn.now_ms)
        assert pairs.agree(turn.tx, pair, to_ms(turn.now + timedelta(weeks=12)), turn.now_ms)
        if writes is not None:
            consents.add(turn.tx, turn.new_id(), patient.id, RELAY, "stage", writes, turn.now_ms)
        return pair

    return await stage.turn(begin)


async def pair_of(stage: Stage, pair_id: int) -> pairs.Pair:
    found = await stage.turn(lambda turn: pairs.find(turn.tx, pair_id))
    assert found is not None
    return found


async def in_touch(stage: Stage, patient: Phone, ap: Phone) -> int:
    """A pair that has had its first words, so that what either types goes to the other."""
    pair = await make_pair(stage, patient, ap)
    await ap.taps_data(f"s|write-to|{pair}")
    await ap.says("Hello, I am here.")
    await patient.says("Hello, thank you.")
    return pair


async def supervisor(stage: Stage, name: str = "Solène") -> Phone:
    return await stage.person(name, "supervisor")
