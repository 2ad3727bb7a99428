"""A hundred people tap « Je peux » at the same moment: one has it, ninety-nine are told kindly, nobody carries more."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO

import pytest
from rich.console import Console

from bot.house import PARIS
from bot.sandbox.cast import UNIT, Part, join
from bot.sandbox.demo import Demo, behind, running_demo
from bot.sandbox.journey import hello, request
from bot.sandbox.screen import MessageView
from bot.sandbox.tour import Tour
from bot.services.profiles import room_of, seed_ap
from bot.services.waves import send_offers
from bot.storage import offers, pairs, people, requests
from bot.storage.database import Transaction
from bot.turn import Turn
from conversations.care.profiles import Profile
from conversations.dialogue.text import Text, Wording
from tests.journeys.conftest import CATALOGS, LIBRARY

AT_ONCE = 100
WITHOUT_ROOM = 10  # of them; they tap first, and must not have it
LISTENS = Profile(languages=("fr",), words="J’aime écouter.")
LISTENER = Part("listener", "Écoute Essai", "ap", Wording.of({}))
PATIENCE_S = 100.0  # of real time: on PostgreSQL a hundred turns that meet are run again, some of them often


def fr(source: str) -> str:
    return CATALOGS.plain(Text(source), "fr", PARIS)


def heart_of(source: str) -> str:
    """The longest words of a string in French that no value is put into."""
    return max(re.split(r"\{\w+\}", fr(source)), key=len)


OPEN, I_CAN = fr("Open"), fr("I can")
OVER = fr("This one needs no answer any more. Thank you for being there.")
SAID_YES = heart_of(
    "{ap} has said yes to your request. You can read a few words from them, then you choose: yes, someone else, or "
    "think it over until {day}. If it is yes, {ap} takes the first step, within {days} days."
)
ANSWERS = {
    "theirs": heart_of(
        "Thank you. “I can” is not yet “it is you”: the person now reads a few words about you and chooses. I write to "
        "you by {by} in any case. Until then there is nothing to do."
    ),
    "somebody else's": fr("Somebody else was able to say yes just before you. Thank you: it counts."),
    "no room": heart_of("You chose to accompany {room} at most, and your places are taken. Nothing was sent."),
}


@dataclass(frozen=True, slots=True)
class Button:
    """Where a phone shows the card's « Je peux », and what was the latest on it before the tap."""

    phone: int
    message: int
    data: str
    after: int


async def everybody_is_asked(demo: Demo, phones: list[int]) -> None:
    """A hundred accompanying patients join the unit, and the open request is offered to all of them at once."""
    async with behind(demo) as (database, house):

        def write(tx: Transaction) -> None:
            turn, aps = Turn(tx, house, house.clock.now()), []
            for number, phone in enumerate(phones):
                hat = join(turn, LISTENER, phone, "fr")
                seed_ap(turn, hat, LISTENS, carries=0 if number < WITHOUT_ROOM else 1)
                aps.append(hat.person_id)
            (wish,) = requests.open_of_unit(tx, UNIT)
            assert send_offers(turn, wish, tuple(aps)) == AT_ONCE

        await database.transact(write)


async def opens_the_card(demo: Demo, phone: int) -> Button:
    arrived = await demo.client.wait_for(phone, lambda m: m.button(OPEN) is not None, PATIENCE_S)
    await demo.client.tap(phone, OPEN)
    card = await demo.client.wait_for(phone, lambda m: m.button(I_CAN) is not None, PATIENCE_S, arrived.seq)
    button = card.button(I_CAN)
    assert button is not None and button.data is not None
    return Button(phone, card.message_id, button.data, await demo.client.seq(phone))


def what_it_says(message: MessageView) -> str | None:
    return next((kind for kind, words in ANSWERS.items() if words in message.text), None)


async def answer_to(demo: Demo, button: Button) -> str:
    """Which answer came after the tap; exactly one must."""
    await demo.client.wait_for(button.phone, lambda m: what_it_says(m) is not None, PATIENCE_S, button.after)
    messages = (await demo.client.chat(button.phone)).messages
    (kind,) = [kind for m in messages if m.from_bot and m.seq > button.after and (kind := what_it_says(m))]
    return kind


async def all_is_told_as_it_is(demo: Demo, buttons: list[Button], answers: list[str]) -> None:
    """Every offer but the one accepted is over on its phone, edited where it stood; the patient hears of one person."""
    for button, answer in zip(buttons, answers, strict=True):
        if answer != "theirs":
            await demo.client.wait_for(button.phone, lambda m: m.text == OVER and m.edited, PATIENCE_S)
    patient = demo.phones["patient"]
    await demo.client.wait_for(patient, SAID_YES, PATIENCE_S)
    said = [m for m in (await demo.client.chat(patient)).messages if SAID_YES in m.text]
    assert len(said) == 1


async def one_pair_and_nobody_above_their_room(demo: Demo, winner: int) -> None:
    async with behind(demo) as (database, house):

        def look(tx: Transaction) -> None:
            turn = Turn(tx, house, house.clock.now())
            (wish,) = requests.open_of_unit(tx, UNIT)
            (pair,) = pairs.of_request(tx, wish.id)
            somebody = people.find_by_chat(tx, house.sealer, winner)
            assert somebody is not None and (pair.ap_id, pair.state) == (somebody.id, "proposed")
            states = [offer.state for offer in offers.of_request(tx, wish.id)]
            assert states.count("accepted") == 1 and "open" not in states
            for offer in offers.of_request(tx, wish.id):
                assert len(pairs.of_ap(tx, offer.ap_id)) <= room_of(turn, offer.ap_id, UNIT)

        await database.read(look)


async def a_hundred_accepts(database_url: str | None) -> None:
    async with running_demo("fr", database_url=database_url) as demo:
        tour = Tour(demo, "fr", Console(file=StringIO()), CATALOGS, LIBRARY)
        await hello(tour)
        await request(tour)
        await demo.stop_bot()
        phones = [await demo.client.person(f"Écoute {n}", started=True) for n in range(AT_ONCE)]
        await everybody_is_asked(demo, phones)
        await demo.start_bot()
        buttons = await asyncio.gather(*(opens_the_card(demo, phone) for phone in phones))

        await asyncio.gather(*(demo.client.tap_data(b.phone, b.message, b.data) for b in buttons))

        answers = await asyncio.gather(*(answer_to(demo, button) for button in buttons))
        assert answers.count("theirs") == 1
        assert answers.index("theirs") >= WITHOUT_ROOM
        assert len(answers) - 1 == answers.count("somebody else's") + answers.count("no room") == AT_ONCE - 1
        await all_is_told_as_it_is(demo, buttons, answers)
        await demo.stop_bot()
        await one_pair_and_nobody_above_their_room(demo, phones[answers.index("theirs")])
        print({kind: answers.count(kind) for kind in ANSWERS})


async def test_a_hundred_accepts_of_one_request_on_sqlite() -> None:
    await a_hundred_accepts(None)


@pytest.mark.timeout(300)
async def test_a_hundred_accepts_of_one_request_on_postgres(
    new_postgres: Callable[[str], str], postgres_template: str
) -> None:
    await a_hundred_accepts(new_postgres(postgres_template))
