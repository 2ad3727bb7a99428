"""A walk from a wish to a pair: patients, a guest, APs, the team, blocked phones, restarts, the clock, in any order."""

import asyncio
import shutil
from collections.abc import Callable, Coroutine
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bot.services.holds import hold
from bot.services.pairs import first_contact
from bot.storage import holds, offers, pairs, requests, tasks
from bot.storage.database import open_database
from bot.storage.pairs import Pair
from bot.storage.requests import Request
from bot.turn import Turn
from tests.journeys.aps import an_ap
from tests.journeys.test_landline import opens_for_roger
from tests.stage import Phone, Stage

T = TypeVar("T")
APS, PATIENTS = 4, 3
SOMEBODY, ASKING, ANYBODY = st.integers(0, APS - 1), st.integers(0, PATIENTS - 1), st.integers(0, APS + PATIENTS - 1)
SELDOM = st.sampled_from([False, False, True])
OF_THE_REQUEST = ["withdraw-request", "widen", "keep-place", "search-again", "my-request", "cards", "my-pair"]
OF_A_PAIR = [
    "pair-yes",
    "pair-yes",
    "pair-another",
    "pair-think",
    "ap-card",
    "seek-another",
    "after-ap-wait",
    "after-ap-another",
]
OF_A_GUEST = ["guest-go-on", "guest-widen", "guest-close", "guest-yes", "guest-another", "guest-other-ap"]


def labels(phone: Phone) -> list[str]:
    """What can be tapped; nothing on a phone that let nothing in."""
    return phone.bubbles[-1].labels if phone.bubbles and not phone.blocked else []


class Walk(RuleBasedStateMachine):
    """Taps in any order, stale ones included: every dialogue looks its subject up again."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(mkdtemp(prefix="any-order-"))
        shutil.copy(self.template, self.folder / "stage.sqlite")
        self.declined: set[tuple[int, int]] = set()
        self.left_alone: set[int] = set()  # who left, or of whom a supervisor confirmed something

    def do(self, act: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(act)

    def tap(self, phone: Phone, data: str) -> None:
        """Whoever has blocked the bot taps nothing of it."""
        if not phone.blocked:
            self.do(phone.taps_data(data))

    def read(self, fn: Callable[[Turn], T]) -> T:
        return self.do(self.stage.turn(fn))

    @initialize(rooms=st.lists(st.integers(1, 2), min_size=APS, max_size=APS))
    def everybody_arrives(self, rooms: list[int]) -> None:
        self.stage = Stage(self.do(self._open()))
        self.aps = [self.do(an_ap(self.stage, f"Ap{n}", carries=rooms[n])) for n in range(APS)]
        self.patients = [self.do(self.stage.person(f"Patient{n}")) for n in range(PATIENTS - 1)]
        self.do(self.stage.also(self.aps[0], "patient"))
        self.patients.append(self.aps[0])  # somebody who accompanies others, and asks for themself
        self.nadia = self.do(self.stage.person("Nadia", "coordinator"))
        self.solene = self.do(self.stage.person("Solène", "supervisor"))
        self.asks(0)

    async def _open(self) -> Any:
        database = open_database(f"sqlite://{self.folder}/stage.sqlite")
        await database.open()
        return database

    # What patients do.
    @rule(who=ASKING)
    def asks(self, who: int) -> None:
        patient = self.patients[who]
        self.tap(patient, "s|request|")
        if "Choose for me" in labels(patient):
            self.do(patient.taps("Choose for me"))
            self.do(patient.taps("Send"))
            self.do(self.stage.passes(minutes=30))

    @rule(who=ASKING, what=st.sampled_from(OF_THE_REQUEST))
    def decides_about_the_request(self, who: int, what: str) -> None:
        self.tap(self.patients[who], f"s|{what}|")

    @rule(who=ASKING, what=st.sampled_from(OF_A_PAIR))
    def decides_about_somebody(self, who: int, what: str) -> None:
        for pair in self.pairs_of(self.patients[who])[-2:]:
            self.tap(self.patients[who], f"s|{what}|{pair.id}")

    @rule(who=ASKING)
    def says_yes(self, who: int) -> None:
        for pair in self.pairs_of(self.patients[who]):
            self.tap(self.patients[who], f"s|pair-yes|{pair.id}")

    @rule(who=ASKING)
    def would_rather_not_meet_somebody_who_works_here(self, who: int) -> None:
        self.tap(self.patients[who], "s|not-somebody|")
        for label in ("Choose anew", "Somebody who works here", "That is all"):
            if label in labels(self.patients[who]):
                self.do(self.patients[who].taps(label))

    @rule(who=ASKING)
    def says_goodbye(self, who: int) -> None:
        for pair in self.pairs_of(self.patients[who]):
            self.tap(self.patients[who], f"s|pair-end|{pair.id}")
            if "End" in labels(self.patients[who]):
                self.do(self.patients[who].taps("End"))

    # What APs do.
    @rule(who=SOMEBODY, yes=st.sampled_from([True, True, False]))
    def answers_an_offer(self, who: int, yes: bool) -> None:
        for row in self.read(lambda turn: offers.open_of_ap(turn.tx, self.aps[who].id)):
            if not yes and not self.aps[who].blocked:
                self.declined.add((row.request_id, row.ap_id))
            self.tap(self.aps[who], f"s|{'offer-yes' if yes else 'offer-no'}|{row.id}")

    @rule(who=SOMEBODY)
    def cannot_after_all(self, who: int) -> None:
        for pair in self.read(lambda turn: pairs.of_ap(turn.tx, self.aps[who].id)):
            row = self.read(lambda turn, p=pair: offers.between(turn.tx, p.request_id, p.ap_id))  # type: ignore[misc]
            if row is not None:
                self.tap(self.aps[who], f"s|offer-undo|{row.id}")

    @rule(who=SOMEBODY, back=st.booleans())
    def takes_a_break_or_is_back(self, who: int, back: bool) -> None:
        self.tap(self.aps[who], "s|back-here|" if back else "s|break|")
        if "A week" in labels(self.aps[who]):
            self.do(self.aps[who].taps("A week"))

    @rule(who=SOMEBODY)
    def is_in_touch(self, who: int) -> None:
        for pair in self.read(lambda turn: pairs.of_ap(turn.tx, self.aps[who].id)):
            if pair.state == "active":
                self.read(lambda turn, pair=pair: first_contact(turn, pair.id))  # type: ignore[misc]

    @rule(who=SOMEBODY, why=st.sampled_from(["bad-news", "doubt-identity", "ap-stops"]), happens=SELDOM)
    def a_hard_moment(self, who: int, why: str, happens: bool) -> None:
        ap = self.aps[who]
        for pair in self.read(lambda turn: pairs.open_of(turn.tx, ap.id)) if happens else []:
            self.tap(ap, f"s|{why}|{'' if why == 'ap-stops' else pair.id}")
            if "Yes, I have to stop" in labels(ap):
                self.do(ap.taps("Yes, I have to stop"))

    @rule(who=SOMEBODY, happens=SELDOM)
    def leaves(self, who: int, happens: bool) -> None:
        if happens and not self.aps[who].blocked:
            self.do(self.aps[who].says("/stop"))
        if happens and "Stop everything" in labels(self.aps[who]):
            self.left_alone.add(self.aps[who].id)
            self.do(self.aps[who].taps("Stop everything"))

    # What the team does.
    @rule()
    def somebody_on_the_phone_asks(self) -> None:
        if not any(request.person_id is None for request in self.open_requests()):
            self.do(opens_for_roger(self.nadia))

    @rule(what=st.sampled_from(OF_A_GUEST))
    def the_guest_decides(self, what: str) -> None:
        for request in self.open_requests():
            if request.person_id is None:
                about = [pair.id for pair in self.of_request(request)][-1:] or [0]
                subject = request.id if what in ("guest-go-on", "guest-widen", "guest-close") else about[0]
                self.do(self.nadia.taps_data(f"s|{what}|{subject}"))

    @rule(who=ASKING, happens=SELDOM)
    def a_death_is_heard_of(self, who: int, happens: bool) -> None:
        if happens and self.open_request_of(self.patients[who]):
            self.read(lambda t: hold(t, person=self.patients[who].id, pair=None, why="death", by=self.solene.id))

    @rule(lift=st.booleans())
    def a_supervisor_decides(self, lift: bool) -> None:
        for one in self.read(lambda turn: holds.provisional_in(turn.tx, "tilleul")):
            self.do(self.solene.taps_data(f"s|hold-{'lift' if lift else 'confirm'}|{one.id}"))
            for label in ("Lift",) if lift else ("I have checked it myself", "Yes, confirm"):
                if label in labels(self.solene):
                    self.do(self.solene.taps(label))
            pair = self.read(lambda turn, one=one: pairs.find(turn.tx, one.pair_id or 0))  # type: ignore[misc]
            if not lift and one.why != "ap-stops":
                self.left_alone.add((pair.patient_id if pair else one.person_id) or 0)

    @rule(staff=st.booleans())
    def what_there_is_to_do_is_done(self, staff: bool) -> None:
        hand = self.solene if staff else self.nadia
        for task in self.read(lambda turn: tasks.open_in(turn.tx, "tilleul")):
            self.do(hand.taps_data(f"s|take-task|{task.id}"))
            self.do(hand.taps_data(f"s|done-task|{task.id}"))

    # The world.
    @rule(who=ANYBODY, told=st.booleans(), happens=SELDOM)
    def blocks_the_bot(self, who: int, told: bool, happens: bool) -> None:
        """Telegram says so at once, or only when something cannot be delivered."""
        phone = [*self.aps, *self.patients][who]
        phone.blocked = phone.blocked or happens
        if told and phone.blocked:
            self.do(phone.blocks())

    @rule(who=ANYBODY)
    def is_there_again(self, who: int) -> None:
        phone = [*self.aps, *self.patients][who]
        if phone.blocked:
            phone.blocked = False
            self.do(phone.says("/menu"))

    @rule(hours=st.sampled_from([1, 20, 49, 24 * 9]))
    def time_passes(self, hours: int) -> None:
        self.do(self.stage.passes(hours=hours))

    @rule()
    def the_service_starts_again(self) -> None:
        self.do(self.stage.database.close())
        self.stage.database = self.do(self._open())

    # To look at.
    @property
    def now(self) -> datetime:
        return self.stage.clock.now()

    def open_requests(self) -> list[Request]:
        return self.read(lambda turn: requests.open_of_unit(turn.tx, "tilleul"))

    def open_request_of(self, patient: Phone) -> bool:
        return bool(self.read(lambda turn: requests.open_of_person(turn.tx, patient.id)))

    def of_request(self, request: Request) -> list[Pair]:
        return self.read(lambda turn: pairs.of_request(turn.tx, request.id))

    def pairs_of(self, patient: Phone) -> list[Pair]:
        mine = self.read(lambda turn: requests.open_of_person(turn.tx, patient.id))
        return [pair for request in mine for pair in self.of_request(request)]

    def teardown(self) -> None:
        if hasattr(self, "stage"):
            self.do(self.stage.database.close())
        self.runner.close()
        shutil.rmtree(self.folder)
