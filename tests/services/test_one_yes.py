"""A hundred APs say yes to one request at once: one pair, ninety-nine kind answers, and nobody above their room."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.clock import FixedClock, to_ms
from bot.house import House
from bot.services.offers import accept
from bot.services.profiles import seed_ap
from bot.services.waves import send_offers
from bot.storage import memberships, offers, pairs, people, requests
from bot.storage.database import Database, StoreUnavailable, Transaction
from bot.turn import Turn, me_of
from conversations.care.offers import Accepted, AcceptOffer, NoRoom, SomebodyElseWas, TooLate
from conversations.care.profiles import Profile
from tests.stage import MONDAY, Stage, _demo_house

UNIT = "tilleul"
CROWD = 100
Answer = Accepted | SomebodyElseWas | TooLate | NoRoom


@pytest.fixture
def house() -> House:
    return replace(_demo_house(), clock=FixedClock(MONDAY))


def turn_of(tx: Transaction, house: House, person: int | None = None) -> Turn:
    turn = Turn(tx, house, house.clock.now())
    if person is not None:
        turn.person = people.find(tx, person)
        hat = memberships.of_person(tx, person)[0]
        turn.me = me_of(turn.somebody, hat)
    return turn


def add_person(turn: Turn, chat: int, role: str) -> int:
    person = turn.new_id()
    people.add(turn.tx, turn.house.sealer, person, chat, "en", turn.now_ms)
    people.set_state(turn.tx, person, "consented")
    hat = memberships.add(turn.tx, turn.new_id(), person, UNIT, role, turn.now_ms)
    if role == "ap":
        seed_ap(turn, hat, Profile(languages=("en",)))
    return person


def add_request(turn: Turn, person: int) -> int:
    request, until = turn.new_id(), turn.now_ms + 7 * 86_400_000
    requests.add(
        turn.tx,
        turn.house.sealer,
        request,
        UNIT,
        person=person,
        opened_by=None,
        details={},
        guest=None,
        promised_at=until,
        now=turn.now_ms,
    )
    return request


def open_offers(turn: Turn, request_id: int, aps: list[int]) -> dict[int, int]:
    request = requests.find(turn.tx, request_id)
    assert request is not None
    send_offers(turn, request, tuple(aps))
    return {o.ap_id: o.id for o in offers.of_request(turn.tx, request_id)}


def says_yes(tx: Transaction, house: House, ap: int, offer: int) -> Answer:
    turn = turn_of(tx, house, ap)
    assert turn.me is not None
    answer = accept(turn, AcceptOffer(turn.me, offer))
    assert isinstance(answer, (Accepted, SomebodyElseWas, TooLate, NoRoom))
    return answer


async def stored(database: Database, answer: Callable[[Transaction], Answer]) -> Answer:
    """As the receiver does with an event: what the store could not keep is tried again until it is."""
    while True:
        try:
            return await database.transact(answer)
        except StoreUnavailable:
            await asyncio.sleep(0)


async def test_a_hundred_say_yes_at_once_and_one_has_it(database: Database, house: House) -> None:
    def begin(tx: Transaction) -> dict[int, int]:
        turn = turn_of(tx, house)
        aps = [add_person(turn, chat, "ap") for chat in range(CROWD)]
        return open_offers(turn, add_request(turn, add_person(turn, 5000, "patient")), aps)

    offered = await database.transact(begin)
    assert len(offered) == CROWD
    runs = 0

    def counted(tx: Transaction, ap: int, offer: int) -> Answer:
        nonlocal runs
        runs += 1
        return says_yes(tx, house, ap, offer)

    answers = await asyncio.gather(
        *(stored(database, partial(counted, ap=ap, offer=offer)) for ap, offer in offered.items())
    )
    assert Counter(type(answer) for answer in answers) == {Accepted: 1, SomebodyElseWas: CROWD - 1}
    everybody = [await database.read(partial(pairs.of_ap, ap_id=ap)) for ap in offered]
    assert sum(len(mine) for mine in everybody) == 1
    assert runs < 2 * CROWD, "they wait for the first at one place, and do not wait for each other in a circle"


async def test_one_ap_says_yes_to_many_at_once_and_stays_within_their_room(database: Database, house: House) -> None:
    """Twelve requests, room for three: three pairs, nine kind answers that nothing was sent."""

    def begin(tx: Transaction) -> tuple[int, list[int]]:
        turn = turn_of(tx, house)
        ap = add_person(turn, 1, "ap")
        patients = [add_person(turn, 5000 + n, "patient") for n in range(12)]
        return ap, [open_offers(turn, add_request(turn, patient), [ap])[ap] for patient in patients]

    ap, offered = await database.transact(begin)
    answers = await asyncio.gather(
        *(stored(database, partial(says_yes, house=house, ap=ap, offer=offer)) for offer in offered)
    )
    assert Counter(type(answer) for answer in answers) == {Accepted: 3, NoRoom: 9}
    assert len(await database.read(partial(pairs.of_ap, ap_id=ap))) == 3
    assert sum(o.state == "open" for o in await database.read(partial(offers.open_of_ap, ap=ap))) == 9


async def test_after_its_time_an_offer_is_too_late(stage: Stage, house: House) -> None:
    def begin(tx: Transaction) -> tuple[int, int]:
        turn = turn_of(tx, house)
        ap = add_person(turn, 1, "ap")
        return ap, open_offers(turn, add_request(turn, add_person(turn, 2, "patient")), [ap])[ap]

    ap, offer = await stage.database.transact(begin)
    assert isinstance(house.clock, FixedClock)
    row = await stage.database.read(partial(offers.find, offer=offer))
    assert row is not None and row.expires_at > to_ms(house.clock.now())
    house.clock.move(timedelta(hours=48))
    answer = await stage.database.transact(partial(says_yes, house=house, ap=ap, offer=offer))
    assert isinstance(answer, TooLate)
