"""A pair's whole life, in any order: both write, pause, propose times; silence, bad news, an AP who stops; restarts.

The invariant: at any moment the patient has been told the truth about what happens next and by when.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.clock import from_ms
from bot.services.pairs import BACK, FIRST_CONTACT, contact_by
from bot.services.silence import LATE, SILENCE
from bot.storage import appointments, holds, pairs, requests, tasks, timers
from bot.storage.database import PACKAGE, open_database
from bot.storage.migrations import migrate_sqlite
from bot.storage.outbox import Lane
from tests.services.pairing import make_pair
from tests.stage import Phone, Stage

T = TypeVar("T")

TIMERS_OF_A_PAIR = (FIRST_CONTACT, LATE, BACK, SILENCE)
UNASKED = (Lane.NOTICE, Lane.CHECK_IN, Lane.RELAY)


class PairLife(RuleBasedStateMachine):
    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "life.sqlite"
        shutil.copy(self.template, self.path)
        self.told_nothing_since: int | None = None
        self.paused_or_held = False

    def do(self, what: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(what)

    @initialize()
    def a_pair_begins(self) -> None:
        self.do(self._begin())

    async def _begin(self) -> None:
        database = open_database(f"sqlite://{self.path}")
        await database.open()
        self.stage = Stage(database)
        self.zoe = await self.stage.person("Zoé")
        self.camille = await self.stage.person("Camille", "ap")
        self.solene = await self.stage.person("Solène", "supervisor")
        self.pair = await make_pair(self.stage, self.zoe, self.camille)
        await self.stage.turn(
            lambda turn: turn.set_timer(FIRST_CONTACT, self.pair, turn.now + timedelta(hours=72), "tilleul")
        )

    # What the two do.
    @rule(as_ap=st.booleans())
    def somebody_writes(self, as_ap: bool) -> None:
        writer, reader = (self.camille, self.zoe) if as_ap else (self.zoe, self.camille)
        state, there = self.state, crossed(reader)
        self.do(writer.taps_data(f"s|write-to|{self.pair}"))
        said = self.do(writer.says("I was at the market today."))
        assert crossed(reader) - there == (1 if state == "active" else 0)
        if state != "active":
            assert said, "whoever writes in vain reads why"

    @rule()
    def the_ap_logs_a_contact(self) -> None:
        self.do(self.camille.taps_data(f"s|log-contact|{self.pair}"))
        if self.camille.last.labels[:1] == ["By phone"]:
            for label in ("By phone", "About 20 minutes", "Listening", "Nothing for now", "Good"):
                self.do(self.camille.taps(label))

    @rule(as_ap=st.booleans(), name=st.sampled_from(["pair-pause", "pair-go-on"]))
    def a_pause_or_its_end(self, as_ap: bool, name: str) -> None:
        self.do((self.camille if as_ap else self.zoe).taps_data(f"s|{name}|{self.pair}"))

    @rule(days=st.integers(0, 20))
    def a_time_is_proposed(self, days: int) -> None:
        day = (self.stage.clock.now() + timedelta(days=days)).strftime("%d/%m/%Y")
        self.do(self.camille.taps_data(f"s|propose-time|{self.pair}"))
        if "Which day" in self.camille.last.text:
            self.do(self.camille.says(day))
            self.do(self.camille.taps("15:00"))

    @rule(yes=st.booleans())
    def a_time_is_answered(self, yes: bool) -> None:
        for one in self.read(lambda turn: appointments.open_of(turn.tx, self.pair)):
            self.do(self.zoe.taps_data(f"s|appointment-{'yes' if yes else 'no'}|{one.id}"))
            if "Rather write here" in self.zoe.last.labels:
                self.do(self.zoe.taps("Rather write here"))

    @rule()
    @precondition(lambda self: self.state in ("active", "paused"))
    def the_patient_ends(self) -> None:
        self.do(self.zoe.taps_data(f"s|pair-end|{self.pair}"))
        self.do(self.zoe.taps("End"))

    # The hardest moments.
    @rule(name=st.sampled_from(["bad-news", "doubt-identity"]))
    def a_hold(self, name: str) -> None:
        self.do(self.camille.taps_data(f"s|{name}|{self.pair}"))

    @rule()
    @precondition(lambda self: self.state in ("active", "paused", "held"))
    def the_ap_has_to_stop(self) -> None:
        self.do(self.camille.taps_data("s|ap-stops|"))
        self.do(self.camille.taps("Yes, I have to stop"))

    @rule(lift=st.booleans())
    def a_supervisor_decides(self, lift: bool) -> None:
        for one in self.read(lambda turn: holds.of_pair(turn.tx, self.pair)):
            self.do(self.solene.taps_data(f"s|hold-{'lift' if lift else 'confirm'}|{one.id}"))
            for label in ("Lift",) if lift else ("I have checked it myself", "Yes, confirm"):
                if label in self.solene.last.labels:
                    self.do(self.solene.taps(label))

    @rule()
    def a_supervisor_has_spoken(self) -> None:
        for task in self.read(lambda turn: tasks.open_of_pair(turn.tx, self.pair)):
            self.do(self.solene.taps_data(f"s|take-task|{task.id}"))
            self.do(self.solene.taps_data(f"s|done-task|{task.id}"))

    # The world.
    @rule(hours=st.integers(1, 200))
    def time_passes(self, hours: int) -> None:
        self.do(self.stage.passes(hours=hours))

    @rule()
    def the_service_starts_again(self) -> None:
        self.do(self._restart())

    async def _restart(self) -> None:
        await self.stage.database.close()
        self.stage.database = open_database(f"sqlite://{self.path}")
        await self.stage.database.open()

    # What holds at any moment.
    @invariant()
    def it_is_remembered_that_it_stood_still(self) -> None:
        self.paused_or_held = self.paused_or_held or self.state in ("paused", "held")

    @invariant()
    def the_first_step_has_a_date_that_is_still_to_come(self) -> None:
        pair = self.row
        if pair.state != "active" or pair.first_contact_at is not None:
            return
        promised = self.due(FIRST_CONTACT) or self.due(BACK)
        assert promised is not None and promised >= self.stage.clock.now()
        first = self.read(lambda turn: contact_by(turn, pair))
        if self.due(FIRST_CONTACT) is None:
            assert self.zoe.seen("has not been able to write yet"), "the first date has passed: they read the next"
        elif first < self.stage.clock.now():
            assert self.paused_or_held, "a date may only be put off by a pause they know, or by a hold"

    @invariant()
    def a_held_contact_says_nothing_unasked_and_somebody_has_it_to_do(self) -> None:
        if self.state != "held":
            self.told_nothing_since = None
            return
        now = unasked(self.zoe)
        if self.told_nothing_since is not None:
            assert now == self.told_nothing_since
        self.told_nothing_since = now
        opened = self.read(lambda turn: tasks.open_of_pair(turn.tx, self.pair))
        decided = self.read(
            lambda turn: [h.state == "confirmed" or h.told_at for h in holds.of_pair(turn.tx, self.pair)]
        )
        assert opened or any(decided)

    @invariant()
    def nobody_reads_the_word_and_nobody_learns_it_from_a_program(self) -> None:
        for phone in (self.zoe, self.camille):
            assert not any(word in text.lower() for text in phone.texts for word in ("died", "death", "deceased"))

    @invariant()
    def what_ended_is_over_and_was_said(self) -> None:
        pair = self.row
        if pair.state != "closed":
            return
        assert not any(self.due(kind) for kind in TIMERS_OF_A_PAIR)
        assert self.read(lambda turn: appointments.open_of(turn.tx, self.pair)) == []
        if pair.closed_why == "no-first-contact":
            request = self.read(lambda turn: requests.find(turn.tx, pair.request_id))
            assert request is not None and request.state != "matched"
            assert self.morning_after(pair.closed_at) or self.zoe.seen("I am looking again")
        if pair.closed_why == "ap-stops":
            assert self.morning_after(pair.closed_at) or self.zoe.seen("has to stop for now")

    @invariant()
    def nothing_raised(self) -> None:
        assert self.stage.failures == []

    def morning_after(self, closed_at: int | None) -> bool:
        """Whether what was to be said still waits for the end of the night."""
        return self.stage.clock.now() - from_ms(closed_at or 0) < timedelta(hours=12)

    @property
    def row(self) -> pairs.Pair:
        found: pairs.Pair | None = self.read(lambda turn: pairs.find(turn.tx, self.pair))
        assert found is not None
        return found

    @property
    def state(self) -> str:
        return self.row.state

    def read(self, look: Any) -> Any:
        return self.do(self.stage.turn(look))

    def due(self, kind: str) -> Any:
        at = self.read(lambda turn: timers.due_at(turn.tx, kind, self.pair))
        return from_ms(at) if at is not None else None

    def teardown(self) -> None:
        if hasattr(self, "stage"):
            self.do(self.stage.database.close())
        self.loop.close()
        self.folder.cleanup()


def crossed(phone: Phone) -> int:
    return sum("writes:\n" in text for text in phone.texts)


def unasked(phone: Phone) -> int:
    return sum(bubble.lane in UNASKED for bubble in phone.bubbles)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> type[PairLife]:
    path = tmp_path_factory.mktemp("life") / "template.sqlite"
    migrate_sqlite(path, PACKAGE / "migrations")
    PairLife.template = path
    return PairLife


CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large]


def test_the_patient_knows_the_truth_at_any_moment(machine: type[PairLife]) -> None:
    few = settings(max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=CHECKS)
    run_state_machine_as_test(machine, settings=few)


@pytest.mark.torture
@pytest.mark.timeout(1200)
def test_the_patient_knows_the_truth_at_any_moment_of_many_lives(machine: type[PairLife]) -> None:
    many = settings(max_examples=150, stateful_step_count=40, deadline=None, suppress_health_check=CHECKS)
    run_state_machine_as_test(machine, settings=many)
