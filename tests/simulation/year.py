"""A year of many people, on the real services, with a clock that is moved and a service that is sometimes away.

Nothing is faked but time and the post: what the services put into the outbox is written into a ledger instead, with
the moment and the person. What the ledger may contain is judged in test_year.py, from what happened to each person.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import FixedClock, from_ms, to_ms
from bot.events import Unreachable
from bot.house import House
from bot.services import check_in_ends, check_in_plans
from bot.services.budget import may_write, wrote
from bot.services.check_ins import say_how_i_am
from bot.storage import alerts, check_ins, memberships, pairs, people, requests, timers
from bot.storage import check_in_plans as plans
from bot.storage.database import Transaction
from bot.storage.outbox import Lane
from bot.turn import Turn, handle
from conversations.care.check_in_plans import (
    HOURS,
    RHYTHMS,
    AskLessOften,
    ChoosePlan,
    NothingLeft,
    PausePlan,
    Planned,
    StopPlan,
)
from conversations.care.check_ins import LOW, Answered, SayHowIAm
from conversations.dialogue.notice import Notice
from conversations.dialogue.text import unasked
from tests.simulation.lives import Chosen, Life, Sent

START = datetime(2027, 1, 4, 0, 0, tzinfo=UTC)  # a Monday; the year passes both clock changes
UNIT = "tilleul"
HOLD = timedelta(days=10)
ELSEWHERE = ("Indian/Reunion", "America/Montreal", "Pacific/Noumea", "Europe/London")
OUTAGES = (10, 45, 100, 150, 360, 1500)  # minutes: within the late policy, just beyond it, a night, more than a day
HINT = Notice(unasked("Hello. There is something new in the menu, whenever you like."))


class Year:
    """`number` people. The same seed lives the same year, but for the seconds that random ids decide."""

    def __init__(self, tx: Transaction, house: House, seed: int, number: int) -> None:
        self.tx, self.random, self.number = tx, random.Random(seed), number
        self.clock = FixedClock(START)
        self.house = replace(house, clock=self.clock)
        self.lives: dict[int, Life] = {}
        self.happened: Counter[str] = Counter()
        self.outages: list[tuple[datetime, datetime]] = []
        self._releases: list[tuple[datetime, Life]] = []
        self._passing_on = False

    @property
    def now(self) -> datetime:
        return self.clock.now()

    def turn(self, life: Life | None = None) -> Turn:
        turn = Turn(self.tx, self.house, self.now)
        return turn.about(life.id) if life else turn

    def post(self, tx: Transaction, operation: int, person: int, lane: Lane, *_: Any, **more: Any) -> None:
        """Stands in for outbox.put. What is passed on from one person to another is no unasked message."""
        if lane in (Lane.NOTICE, Lane.CHECK_IN) and not self._passing_on:
            self.lives[person].sent.append(Sent(max(self.now, from_ms(more["not_before"])), lane))

    def live(self, days: int) -> None:
        """Day by day: what happens to people, then every timer at its time, except while the service is away."""
        self._arrive()
        everybody = list(self.lives.values())
        likely: tuple[tuple[Callable[[Life], None], float], ...] = (
            (self.choose, 0.004), (self.answer, 0.15), (self.hint, 0.02), (self.alert, 0.001), (self.rarer, 0.0005),
            (self.pause, 0.001), (self.stop_plan, 0.0005), (self.leave, 0.0003), (self.block, 0.0003),
            (self.hold, 0.0005), (self.end_pair, 0.0005),
        )  # fmt: skip
        for day in range(days):
            midnight = START + timedelta(days=day)
            self._run_until(midnight + timedelta(hours=self.random.randrange(2, 20)))
            self._lift()
            for happen, chance in likely:
                for life in self.random.sample(everybody, self._times(chance * self.number)):
                    if not life.left and (not life.calm or happen == self.choose):
                        happen(life)
            if self.random.random() < 0.12:
                self._be_away(timedelta(minutes=self.random.choice(OUTAGES)))
            self._run_until(midnight + timedelta(days=1))

    def _arrive(self) -> None:
        """Everybody is there on the first day; one in seven accompanies some of the others."""
        turn, aps = self.turn(), []
        for n in range(self.number):
            side = ("ap", "relative", "patient", "patient", "patient", "patient", "patient")[n % 7]
            person, zone = turn.new_id(), ELSEWHERE[n % 4] if n % 20 == 3 else None
            people.add(self.tx, self.house.sealer, person, 10_000 + n, "fr", turn.now_ms)
            people.set_state(self.tx, person, "consented")
            people.set_zone(self.tx, person, zone)
            hat = memberships.add(self.tx, turn.new_id(), person, UNIT, side, turn.now_ms)
            people.set_membership(self.tx, person, hat.id)
            life = self.lives[person] = Life(person, side, ZoneInfo(zone or "Europe/Paris"), calm=n % 5 == 0)
            if side == "ap":
                aps.append(person)
            elif n % 3 == 0:
                self._pair(life, self.random.choice(aps))

    def _pair(self, life: Life, ap: int) -> None:
        turn = self.turn(life)
        request, pair, now = turn.new_id(), turn.new_id(), turn.now_ms
        requests.add(
            self.tx, self.house.sealer, request, UNIT, person=life.id, opened_by=None, details={}, guest=None,
            promised_at=now, now=now,
        )  # fmt: skip
        assert pairs.add(self.tx, pair, UNIT, request, ap, 500, now) and pairs.agree(self.tx, pair, now, now)
        life.pair = pair
        check_in_ends.begin(turn, pair)

    # What may happen to somebody on any day.
    def choose(self, life: Life) -> None:
        turn = self.turn(life)
        if turn.me is None or life.side == "ap" or life.held or (life.calm and life.chosen):
            return
        people.seen(self.tx, life.id, turn.now_ms)
        kind, hour = self.random.choice(list(RHYTHMS)), self.random.choice(HOURS)
        day = life.day(self.now) + timedelta(days=self.random.randrange(-8, 60)) if kind == "moment" else None
        planned = check_in_plans.choose(turn, ChoosePlan(turn.me, kind, hour, "year", "surgery" if day else None, day))
        if isinstance(planned, Planned):
            life.comes_back(self.now)
            self._read(life, planned)
            life.chosen.append(Chosen(self.now, kind, hour, life.day(planned.first)))
            self.happened["chose a rhythm"] += 1

    def answer(self, life: Life) -> None:
        """The last question that was put is answered, if there is one."""
        turn, plan = self.turn(life), plans.of_person(self.tx, life.id, life.side)
        newest = check_ins.newest_of_plan(self.tx, plan.id) if plan else []
        if turn.me is None or not newest or newest[0].state != "asked":
            return
        feeling = self.random.choice((1, 2, 3, 3, 4, 4, 4, 5))
        self._passing_on = True
        said = say_how_i_am(turn, SayHowIAm(turn.me, newest[0].id, feeling, self.random.choice(("ap", "nothing"))))
        self._passing_on = False
        if isinstance(said, Answered):
            self.happened["answers"] += 1
            if feeling <= LOW:
                life.falls_silent(self.now)

    def hint(self, life: Life) -> None:
        """Another feature would like to say something unasked."""
        turn = self.turn()
        if may_write(turn, life.id):
            turn.speech.notice(life.id, HINT, unit=UNIT)
            wrote(turn, life.id)

    def alert(self, life: Life) -> None:
        turn = self.turn()
        alert = turn.new_id()
        alerts.add(self.tx, alert, UNIT, life.id, None, None, "call-me", "soon", None, turn.now_ms)
        alerts.resolve(self.tx, alert, "called", turn.now_ms, turn.now_ms)
        life.falls_silent(self.now)
        self.happened["alerts"] += 1

    def rarer(self, life: Life) -> None:
        if (me := self.turn(life).me) is not None:
            self._read(life, check_in_plans.ask_less_often(self.turn(life), AskLessOften(me)))

    def pause(self, life: Life) -> None:
        turn, until = self.turn(life), life.day(self.now) + timedelta(days=self.random.randrange(3, 40))
        if turn.me is not None:
            self._read(life, check_in_plans.pause(turn, PausePlan(turn.me, until)))

    def _read(self, life: Life, planned: Planned | NothingLeft) -> None:
        if isinstance(planned, Planned):
            life.named.add(life.day(planned.first))

    def stop_plan(self, life: Life) -> None:
        if (me := self.turn(life).me) is not None:
            check_in_plans.stop(self.turn(life), StopPlan(me))
            self._goes(life, "stopped the questions")

    def leave(self, life: Life) -> None:
        check_in_ends.end_everything(self.turn(life))
        memberships.end_all(self.tx, life.id)
        people.set_state(self.tx, life.id, "stopped")
        life.left = True
        self._goes(life, "left")

    def block(self, life: Life) -> None:
        """Cannot be reached any more, and the deliverer says so."""
        people.unreachable(self.tx, life.id, to_ms(self.now))
        check_in_ends.hear(self.turn(), Unreachable(life.id, None, int(Lane.CHECK_IN), "blocked"))
        self._goes(life, "out of reach")

    def hold(self, life: Life) -> None:
        if not life.held:
            check_in_ends.hold(self.turn(), life.id, None)
            life.held = True
            self._goes(life, "held")
            self._releases.append((self.now + HOLD, life))

    def end_pair(self, life: Life) -> None:
        if life.pair is not None and pairs.close(self.tx, life.pair, "ended", to_ms(self.now)):
            check_in_ends.end_with_pair(self.turn(), life.pair, "ended")
            self._goes(life, "contact ended")

    def _goes(self, life: Life, how: str) -> None:
        life.goes(self.now)
        self.happened[how] += 1

    def _lift(self) -> None:
        for at, life in [release for release in self._releases if release[0] <= self.now]:
            self._releases.remove((at, life))
            check_in_ends.release(self.turn(), life.id, None)
            life.held = False
            others = [gone for gone in life.away if gone[1] is None][1:]
            if not others:
                life.comes_back(self.now)

    def _times(self, expected: float) -> int:
        whole = int(expected)
        return whole + (self.random.random() < expected - whole)

    def _be_away(self, length: timedelta) -> None:
        """The service is down: what came due meanwhile is there at once when it is back."""
        before = self.now
        self.clock.move(length)
        self.outages.append((before, self.now))

    def _run_until(self, end: datetime) -> None:
        end = max(end, self.now)
        while due := timers.due(self.tx, to_ms(end), 500):
            for timer in due:
                self.clock.set(max(self.now, from_ms(timer.due_at)))
                handled = handle(self.tx, self.house, timer)
                assert handled.failed is None, handled.failed
        self.clock.set(max(end, self.now))
