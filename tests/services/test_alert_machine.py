"""Whatever happens in whatever order: an open alert has a next step, after somebody took it nobody else is called, it
is never in hands that are gone, and what the person has read about whom it told and from when is so.

Alerts one by one and in storms, words, taking, taking over, declining, handing on, closing, weekly hours, exceptions,
roles lost and given, phones that block, clock moves, restarts; in a unit that is on call, and in one that is not.
"""

import asyncio
import re
import shutil
import tempfile
from collections.abc import Coroutine
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
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

from bot.clock import from_ms
from bot.house import PARIS
from bot.services import alert_hands as service
from bot.services import reach
from bot.services.alerts import raise_alert, told
from bot.services.ladder import CLIMB, STILL
from bot.services.presence import presence
from bot.services.rota import add_shift, drop_shift, go_away, take_duty
from bot.services.staff import can_be_told, is_staff
from bot.storage import alerts, memberships, rota, timers
from bot.storage.database import open_database
from bot.turn import Turn
from conversations.care.alerts import Done
from conversations.care.supervision import AddShift, DropShift, GoAway, TakeDuty
from tests.services.test_danger import ByHeart
from tests.services.unit import on_call
from tests.stage import Phone, Stage

T = TypeVar("T")

STAFF = ("Ana", "Ben", "Cleo")
NAMES = st.sampled_from(STAFF)
CLOCK_CHANGES = (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), datetime(2027, 10, 31, 0, 30, tzinfo=UTC))
PATIENTS = 9  # more than are told one by one
HOUR_READ = re.compile(r"(?:answer you before|message from|earlier, from|ask again from) (\w+ \d+ \w+ at \d\d:\d\d)")


def as_read(at: datetime) -> str:
    """A moment as the people of these stories read it, in Paris."""
    local = at.astimezone(PARIS)
    return f"{local:%A} {local.day} {local:%B} at {local:%H:%M}"


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

    @initialize(change=st.sampled_from((None, *CLOCK_CHANGES)), mode=st.sampled_from(("on-call", "hours-only")))
    def people(self, change: datetime | None, mode: str) -> None:
        if change:
            self.stage.clock.set(change)
        self.stage.house = replace(self.stage.house, rules=ByHeart(), rules_and_reader=ByHeart())
        on_call(self.stage, mode)
        for name in STAFF:
            self.staff[name] = self.run(self.stage.person(name, role="supervisor"))
        self.staff["Dora"] = self.run(self.stage.person("Dora", role="coordinator"))
        self.patients = [self.run(self.stage.person(f"P{n}")) for n in range(PATIENTS)]

    @rule(who=st.integers(0, 2), kind=st.sampled_from(("ap-urgent", "call-me")), soon=st.booleans())
    def somebody_needs_a_human(self, who: int, kind: str, soon: bool) -> None:
        person = self.patients[who].id

        def act(turn: Turn) -> int:
            level = "soon" if soon else "now"
            return raise_alert(turn, kind=kind, level=level, unit="tilleul", person=person, message="words")  # type: ignore[arg-type]

        self.note(self.run(self.stage.turn(act)))

    @rule(who=st.integers(0, 2))
    def somebody_writes_words_of_danger(self, who: int) -> None:
        self.run(self.patients[who].taps_data("s|go-on|"))
        self.run(self.patients[who].says("I want to end it all"))
        for alert in self.read(lambda tx: alerts.unfinished_of(tx, self.patients[who].id)):
            self.note(alert.id)

    @rule()
    def everybody_needs_a_human(self) -> None:
        def act(turn: Turn) -> list[int]:
            raised = partial(raise_alert, turn, kind="ap-urgent", level="now", unit="tilleul")
            return [raised(person=patient.id) for patient in self.patients]

        for alert in self.run(self.stage.turn(act)):
            self.note(alert)
        self.run(self.stage.sweep())

    def note(self, alert: int) -> None:
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
    @rule(name=NAMES, which=st.integers(0, 20))
    def somebody_takes_it_over(self, name: str, which: int) -> None:
        alert = self.alerts[which % len(self.alerts)]
        before = self.state(alert)
        self.run(self.staff[name].taps_data(f"s|take-over-alert|{alert}"))
        row = self.state(alert)
        may = self.here(lambda turn: is_staff(turn, self.staff[name].id, "tilleul")) and not self.staff[name].blocked
        if before.state != "resolved" and may:
            assert (row.state, row.taken_by) == ("taken", self.staff[name].id)
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

    @rule(name=NAMES, weekday=st.integers(0, 6), starts=st.integers(0, 23), hours=st.integers(1, 14))
    def somebody_has_weekly_hours(self, name: str, weekday: int, starts: int, hours: int) -> None:
        phone, ends = self.staff[name], time((starts + hours) % 24)
        shift = partial(AddShift, person=phone.id, weekday=weekday, starts=time(starts), ends=ends)
        self.run(self.stage.turn(lambda turn: turn.me and add_shift(turn, shift(turn.me)), self.staff["Dora"]))

    @rule(which=st.integers(0, 9))
    def hours_are_removed(self, which: int) -> None:
        written = self.read(lambda tx: rota.shifts(tx, "tilleul"))
        if written:
            drop = partial(DropShift, shift=written[which % len(written)][0])
            self.run(self.stage.turn(lambda turn: turn.me and drop_shift(turn, drop(turn.me)), self.staff["Dora"]))

    @rule(name=NAMES, active=st.booleans())
    def somebodys_role_changes(self, name: str, active: bool) -> None:
        def act(turn: Turn) -> None:
            hat = memberships.of_role(turn.tx, self.staff[name].id, "tilleul", "supervisor")
            assert hat is not None
            memberships.set_state(turn.tx, hat.id, "active" if active else "suspended")
            reach.changed(turn, self.staff[name].id, ["tilleul"])

        self.run(self.stage.turn(act))

    @rule(name=NAMES, blocked=st.booleans(), heard=st.booleans())
    def somebody_blocks_the_bot(self, name: str, blocked: bool, heard: bool) -> None:
        """Telegram says so at once, or when the next message is tried; who comes back writes."""
        self.staff[name].blocked = blocked
        if not blocked:
            self.run(self.staff[name].says("/menu"))
        elif heard:
            self.run(self.staff[name].blocks())

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

    def read(self, look: Any) -> Any:
        return self.run(self.stage.database.read(look))

    def here(self, look: Any) -> Any:
        """What a service sees at this minute; nothing is changed."""
        return self.read(lambda tx: look(Turn(tx, self.stage.house, self.stage.clock.now())))

    def have_it(self, alert: alerts.Alert) -> set[int]:
        """Whom it has really reached: on whose phone its message stands, its number, or that things wait. What is not
        urgent and was handed on by night is on its way to the morning."""
        take = f"s|take-alert|{alert.id}"
        found = set()
        for phone in self.staff.values():
            shown = [data for bubble in phone.bubbles for _label, data in bubble.buttons]
            many = any("alerts of one kind are waiting" in text for text in phone.texts)
            by_morning = alert.level == "soon" and self.waits_for(phone, alert)
            if take in shown or many or by_morning or alert.level == "soon" and "s|half-day|" in shown:
                found.add(phone.id)
        return found

    def waits_for(self, phone: Phone, alert: alerts.Alert) -> bool:
        about = {"person_id": phone.id, "subject": f"alert:{alert.id}"}
        return bool(self.run(self.stage.database.read(lambda tx: tx.query("outbox", "waiting_about", **about))))

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
    def it_is_in_no_hands_that_are_gone(self) -> None:
        for alert in self.alerts:
            row = self.state(alert)
            if row.state == "taken":
                there = self.here(lambda turn, by=row.taken_by: can_be_told(turn, by) and is_staff(turn, by, "tilleul"))
                assert there, "it lies with somebody who is gone"

    @invariant()
    def what_it_says_of_whom_it_told_is_so(self) -> None:
        for alert in self.alerts:
            row = self.state(alert)
            if row.state != "open":
                continue
            said = self.here(lambda turn, alert=alert: told(turn, alert)).source
            have = {p for p in self.have_it(row) if self.here(lambda turn, p=p: can_be_told(turn, p))}
            here = self.here(lambda turn, row=row: presence(turn, turn.house.site.units[0], row.person_id))
            if said.startswith("I have told {guard}"):
                assert have & set(here.duty), "nobody on duty has it"
            elif said.startswith("I have told the team"):
                assert have, "nobody has it"
            elif said.startswith("Your unit will read this from"):
                due = self.read(partial(timers.due_at, kind=CLIMB, subject=alert))
                assert row.promised_at is not None and due == row.promised_at, "another hour than the promised one"
                assert here.anybody, "an hour is promised, and nobody is there to keep it"
            else:
                assert said.startswith("I have not been able to reach anybody"), said
                assert not here.duty, "somebody on duty was not told"

    @invariant()
    def the_hour_that_was_read_last_is_the_one_that_holds(self) -> None:
        for patient in self.patients[:3] if hasattr(self, "patients") else ():
            for row in self.read(lambda tx, p=patient: alerts.unfinished_of(tx, p.id)):
                if row.kind == "danger-oneself" and row.state == "open" and row.step < 0 and row.promised_at:
                    read = [found[1] for text in patient.texts if (found := HOUR_READ.search(text))]
                    assert read and read[-1] == as_read(from_ms(row.promised_at)), (read[-1:], from_ms(row.promised_at))

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
