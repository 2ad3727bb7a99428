"""Whatever happens in whatever order: an open alert has a next step, and after somebody took it nobody else is called.

Alerts, words, taking, declining, handing on, closing, the rota, roles lost, phones that block, clock moves, restarts.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from functools import partial
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

from bot.services import alert_hands as service
from bot.services.alerts import raise_alert
from bot.services.ladder import CLIMB, STILL
from bot.services.rota import go_away, take_duty
from bot.storage import alerts, memberships, people, timers
from bot.storage.database import open_database
from bot.turn import Turn
from conversations.care.alerts import Done
from conversations.care.supervision import GoAway, TakeDuty
from tests.stage import Phone, Stage

T = TypeVar("T")

STAFF = ("Ana", "Ben", "Cleo")
NAMES = st.sampled_from(STAFF)
CLOCK_CHANGES = (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 0, 30, tzinfo=UTC))


class AlertLife(RuleBasedStateMachine):
    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.mkdtemp()
        self.path = Path(self.folder) / "machine.sqlite"
        shutil.copy(self.template, self.path)
        self.stage = self.run(self._open())
        self.staff: dict[str, Phone] = {}
        self.alerts: list[int] = []
        self.called_since_taken: dict[int, dict[str, int]] = {}

    def run(self, what: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(what)

    async def _open(self) -> Stage:
        database = open_database(f"sqlite://{self.path}")
        await database.open()
        return Stage(database)

    @initialize(change=st.sampled_from((None, *CLOCK_CHANGES)))
    def people(self, change: datetime | None) -> None:
        if change:
            self.stage.clock.set(change)
        for name in STAFF:
            self.staff[name] = self.run(self.stage.person(name, role="supervisor"))
        self.staff["Dora"] = self.run(self.stage.person("Dora", role="coordinator"))
        self.patients = [self.run(self.stage.person(f"P{n}")) for n in range(3)]

    @rule(who=st.integers(0, 2), kind=st.sampled_from(("danger-oneself", "call-me")), soon=st.booleans())
    def somebody_needs_a_human(self, who: int, kind: str, soon: bool) -> None:
        person = self.patients[who].id

        def act(turn: Turn) -> int:
            level = "soon" if soon else "now"
            return raise_alert(turn, kind=kind, level=level, unit="tilleul", person=person, message="words")  # type: ignore[arg-type]

        alert = self.run(self.stage.turn(act))
        if alert not in self.alerts:
            self.alerts.append(alert)

    @precondition(lambda self: self.alerts)
    @rule(name=NAMES, which=st.integers(0, 20))
    def somebody_takes_it(self, name: str, which: int) -> None:
        alert = self.alerts[which % len(self.alerts)]
        before = self.state(alert)
        self.run(self.staff[name].taps_data(f"s|take-alert|{alert}"))
        row = self.state(alert)
        if before.state == "open" and row.state == "taken":
            assert row.taken_by == self.staff[name].id
            self.called_since_taken[alert] = {n: self.calls(n, alert) for n in self.staff}

    @precondition(lambda self: self.alerts)
    @rule(name=NAMES, which=st.integers(0, 20), act=st.sampled_from(("decline-alert", "keep-alert")))
    def somebody_answers(self, name: str, which: int, act: str) -> None:
        alert = self.alerts[which % len(self.alerts)]
        self.run(self.staff[name].taps_data(f"s|{act}|{alert}"))

    @precondition(lambda self: self.alerts)
    @rule(name=NAMES, to=NAMES, which=st.integers(0, 20))
    def somebody_hands_it_on(self, name: str, to: str, which: int) -> None:
        alert = self.alerts[which % len(self.alerts)]
        by, other = self.staff[name].id, self.staff[to].id
        done = self.run(self.stage.turn(lambda turn: service.hand(turn, alert, by, other)))
        if isinstance(done, Done):
            self.called_since_taken.pop(alert, None)

    @precondition(lambda self: self.alerts)
    @rule(name=NAMES, which=st.integers(0, 20))
    def somebody_closes_it(self, name: str, which: int) -> None:
        alert = self.alerts[which % len(self.alerts)]
        by = self.staff[name].id
        self.run(self.stage.turn(lambda turn: service.close(turn, alert, by, "called")))

    @rule(name=NAMES, hours=st.sampled_from((2, 8, 12)))
    def somebody_is_on_duty(self, name: str, hours: int) -> None:
        phone = self.staff[name]
        self.run(self.stage.turn(lambda turn: turn.me and take_duty(turn, TakeDuty(turn.me, hours)), phone))

    @rule(name=NAMES, deputy=st.one_of(st.none(), NAMES))
    def somebody_is_away(self, name: str, deputy: str | None) -> None:
        today = self.stage.clock.now().date()
        other = self.staff[deputy].id if deputy else None
        away = lambda turn: turn.me and go_away(turn, GoAway(turn.me, today, today + timedelta(days=1), other))  # noqa: E731
        self.run(self.stage.turn(away, self.staff[name]))

    @rule(name=NAMES, active=st.booleans())
    def somebodys_role_changes(self, name: str, active: bool) -> None:
        def act(turn: Turn) -> None:
            hat = memberships.of_role(turn.tx, self.staff[name].id, "tilleul", "supervisor")
            assert hat is not None
            memberships.set_state(turn.tx, hat.id, "active" if active else "suspended")

        self.run(self.stage.turn(act))

    @rule(name=NAMES, blocked=st.booleans())
    def somebody_blocks_the_bot(self, name: str, blocked: bool) -> None:
        self.staff[name].blocked = blocked
        if not blocked:
            self.run(self.stage.turn(lambda turn: people.seen(turn.tx, self.staff[name].id, turn.now_ms)))

    @rule(minutes=st.sampled_from((1, 10, 25, 130, 700)))
    def time_passes(self, minutes: int) -> None:
        self.run(self.stage.passes(minutes=minutes))

    @rule()
    def it_starts_again(self) -> None:
        self.run(self.stage.database.close())
        database = open_database(f"sqlite://{self.path}")
        self.run(database.open())
        self.stage.database = database

    def state(self, alert: int) -> alerts.Alert:
        row = self.run(self.stage.database.read(lambda tx: alerts.find(tx, alert)))
        assert row is not None
        return row

    def calls(self, name: str, alert: int) -> int:
        data = f"s|take-alert|{alert}"
        return len([b for b in self.staff[name].bubbles if any(d == data for _label, d in b.buttons) and b.lane == 0])

    @invariant()
    def an_open_alert_has_a_next_step(self) -> None:
        for alert in self.alerts:
            row = self.state(alert)
            kind = {"open": CLIMB, "taken": STILL}.get(row.state)
            if kind:
                due = self.run(self.stage.database.read(partial(timers.due_at, kind=kind, subject=alert)))
                assert due is not None, f"{row.state} without a timer"

    @invariant()
    def what_is_in_hands_calls_nobody(self) -> None:
        for alert, before in list(self.called_since_taken.items()):
            row = self.state(alert)
            if row.state != "taken" or row.step == 0 and row.taken_at is None:
                self.called_since_taken.pop(alert)
                continue
            for name, count in before.items():
                assert self.calls(name, alert) <= count, f"{name} was called after somebody took it"

    @invariant()
    def no_turn_raised(self) -> None:
        assert self.stage.failures == []

    def teardown(self) -> None:
        self.run(self.stage.database.close())
        self.loop.close()
        shutil.rmtree(self.folder)


SETTINGS = settings(
    max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


def test_an_alert_is_never_left_alone(sqlite_template: Path) -> None:
    AlertLife.template = sqlite_template
    run_state_machine_as_test(AlertLife, settings=SETTINGS)


@pytest.mark.torture
def test_an_alert_is_never_left_alone_for_long(sqlite_template: Path) -> None:
    AlertLife.template = sqlite_template
    run_state_machine_as_test(AlertLife, settings=settings(SETTINGS, max_examples=400, stateful_step_count=60))
