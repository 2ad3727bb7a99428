"""Whatever people do in whatever order: nobody above their room, one pair a request, and a next step with a time."""

import asyncio
import shutil
from collections.abc import Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from bot.clock import to_ms
from bot.services.pairs import FIRST_CONTACT, PROPOSAL, REVIEW, first_contact
from bot.services.profiles import room_of
from bot.services.promises import every_search_has_its_clocks
from bot.services.silence import LATE
from bot.services.waves import DATE, WAVE
from bot.storage import offers, pairs, requests, timers
from bot.storage.database import open_database
from bot.storage.requests import Request
from bot.turn import Turn
from tests.journeys.aps import an_ap
from tests.stage import Phone, Stage

T = TypeVar("T")
APS, PATIENTS = 4, 2
SOMEBODY, ASKING = st.integers(0, APS - 1), st.integers(0, PATIENTS - 1)


class AnyOrder(RuleBasedStateMachine):
    """Taps in any order, stale ones included: every dialogue looks its subject up again."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = Path(mkdtemp(prefix="any-order-"))
        shutil.copy(self.template, self.folder / "stage.sqlite")
        self.database = open_database(f"sqlite://{self.folder}/stage.sqlite")
        self.declined: set[tuple[int, int]] = set()

    def do(self, act: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(act)

    def read(self, fn: Callable[[Turn], T]) -> T:
        return self.do(self.stage.turn(fn))

    @initialize(rooms=st.lists(st.integers(0, 2), min_size=APS, max_size=APS))
    def everybody_arrives(self, rooms: list[int]) -> None:
        self.do(self.database.open())
        self.stage = Stage(self.database)
        self.aps = [self.do(an_ap(self.stage, f"Ap{n}", carries=rooms[n])) for n in range(APS)]
        self.patients = [self.do(self.stage.person(f"Patient{n}")) for n in range(PATIENTS)]

    @rule(who=ASKING)
    def asks(self, who: int) -> None:
        patient = self.patients[who]
        self.do(patient.taps_data("s|request|"))
        if "Choose for me" in patient.last.labels:
            self.do(patient.taps("Choose for me"))
            self.do(patient.taps("Send"))

    @rule(who=ASKING, what=st.sampled_from(["withdraw-request", "widen", "keep-place", "search-again", "my-request"]))
    def decides_about_the_request(self, who: int, what: str) -> None:
        self.do(self.patients[who].taps_data(f"s|{what}|"))

    @rule(who=ASKING, what=st.sampled_from(["pair-yes", "pair-another", "pair-think", "pair-pause", "pair-go-on"]))
    def decides_about_somebody(self, who: int, what: str) -> None:
        for pair in self.pairs_of(self.patients[who]):
            self.do(self.patients[who].taps_data(f"s|{what}|{pair}"))

    @rule(who=ASKING, what=st.sampled_from(["seek-another", "pair-end"]))
    def would_like_a_change(self, who: int, what: str) -> None:
        for pair in self.pairs_of(self.patients[who]):
            self.do(self.patients[who].taps_data(f"s|{what}|{pair}"))
            if "End" in self.patients[who].last.labels:
                self.do(self.patients[who].taps("End"))

    @rule(who=SOMEBODY, yes=st.booleans())
    def answers_an_offer(self, who: int, yes: bool) -> None:
        for row in self.read(lambda turn: offers.open_of_ap(turn.tx, self.aps[who].id)):
            if not yes:
                self.declined.add((row.request_id, row.ap_id))
            self.do(self.aps[who].taps_data(f"s|{'offer-yes' if yes else 'offer-no'}|{row.id}"))

    @rule(who=SOMEBODY)
    def cannot_after_all(self, who: int) -> None:
        for pair in self.read(lambda turn: pairs.of_ap(turn.tx, self.aps[who].id)):
            row = self.read(lambda turn, p=pair: offers.between(turn.tx, p.request_id, p.ap_id))  # type: ignore[misc]
            if row is not None:
                self.do(self.aps[who].taps_data(f"s|offer-undo|{row.id}"))

    @rule(who=SOMEBODY, back=st.booleans())
    def takes_a_break_or_is_back(self, who: int, back: bool) -> None:
        if back:
            self.do(self.aps[who].taps_data("s|back-here|"))
        else:
            self.do(self.aps[who].taps_data("s|break|"))
            self.do(self.aps[who].taps("A week"))

    @rule(who=SOMEBODY)
    def is_in_touch(self, who: int) -> None:
        for pair in self.read(lambda turn: pairs.of_ap(turn.tx, self.aps[who].id)):
            self.read(lambda turn, pair=pair: first_contact(turn, pair.id))  # type: ignore[misc]

    @rule(hours=st.sampled_from([1, 20, 49, 24 * 9]))
    def time_passes(self, hours: int) -> None:
        self.do(self.stage.passes(hours=hours))

    @invariant()
    def nobody_is_above_their_room(self) -> None:
        for ap in self.aps:
            carried = self.read(lambda turn, ap=ap: len(pairs.of_ap(turn.tx, ap.id)))  # type: ignore[misc]
            assert carried <= self.read(lambda turn, ap=ap: room_of(turn, ap.id, "tilleul"))  # type: ignore[misc]

    @invariant()
    def requests_and_pairs_tell_the_same(self) -> None:
        for request in self.open_requests():
            states = self.read(lambda turn, r=request: [p.state for p in pairs.of_request(turn.tx, r.id)])  # type: ignore[misc]
            assert states.count("proposed") == (1 if request.state == "proposed" else 0)
            running = sum(state in ("active", "paused") for state in states)
            assert running == 1 if request.state == "matched" else running <= 1
            out = self.read(lambda turn, r=request: offers.of_request(turn.tx, r.id))  # type: ignore[misc]
            assert request.state == "searching" or not any(o.state == "open" for o in out)
            again = {(o.request_id, o.ap_id) for o in out if o.state == "open"}
            assert not again & self.declined

    @invariant()
    def what_was_promised_has_a_clock(self) -> None:
        """At any moment there is a next step by a time the person was told, or it is for them to say when."""
        assert self.read(every_search_has_its_clocks) == []
        now = to_ms(self.stage.clock.now())
        for request in self.open_requests():
            if request.state == "searching":
                assert self.due(WAVE, request.id)
                assert request.overdue_at is not None or (request.promised_at >= now and self.due(DATE, request.id))
            for pair in self.read(lambda turn, r=request: pairs.of_request(turn.tx, r.id)):  # type: ignore[misc]
                if pair.state == "proposed":
                    assert self.due(PROPOSAL, pair.id)
                elif pair.is_open:
                    assert self.due(REVIEW, pair.id)
                    waiting = self.due(FIRST_CONTACT, pair.id) or self.due(LATE, pair.id)
                    assert pair.first_contact_at is not None or waiting

    def due(self, kind: str, subject: int) -> bool:
        return self.read(lambda turn: timers.due_at(turn.tx, kind, subject) is not None)

    def open_requests(self) -> list[Request]:
        return self.read(lambda turn: requests.open_of_unit(turn.tx, "tilleul"))

    def pairs_of(self, patient: Phone) -> list[int]:
        def find(turn: Turn) -> list[int]:
            mine = requests.open_of_person(turn.tx, patient.id)
            return [p.id for r in mine for p in pairs.of_request(turn.tx, r.id) if p.state != "closed"]

        return self.read(find)

    def teardown(self) -> None:
        failures = self.stage.failures if hasattr(self, "stage") else []
        self.do(self.database.close())
        self.runner.close()
        shutil.rmtree(self.folder)
        assert not failures, failures


def play(template: Path, examples: int, steps: int) -> None:
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=examples < 100,
        suppress_health_check=list(HealthCheck),
    )
    AnyOrder.template = template
    run_state_machine_as_test(AnyOrder, settings=chosen)


def test_any_order(sqlite_template: Path) -> None:
    play(sqlite_template, examples=12, steps=18)


@pytest.mark.torture
@pytest.mark.timeout(timedelta(hours=1).total_seconds())
def test_any_order_for_long(sqlite_template: Path) -> None:
    play(sqlite_template, examples=300, steps=60)
