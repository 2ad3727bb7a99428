"""The way from a wish to a pair in any order: what is held to account is what was READ.

At any moment the last thing a patient was told about what happens next and by when is true; every open request has a
next step, and once its date has passed a human has it to do. How people walk stands in walk.py.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from bot.clock import from_ms
from bot.services.guests import TELL
from bot.services.pairs import BACK, FIRST_CONTACT, PROPOSAL, REVIEW, contact_by
from bot.services.profiles import room_of
from bot.services.promises import every_search_has_its_clocks
from bot.services.silence import LATE
from bot.services.waves import DATE, IN_TOUCH, OPENED_BY, WAVE, is_held
from bot.storage import offers, pairs, people, requests, tasks, timers
from bot.storage.pairs import Pair
from bot.storage.requests import Request
from bot.storage.tasks import Task
from bot.telegram.render import Reader
from bot.turn import Turn
from tests.journeys import reading
from tests.journeys.reading import GOODBYE, HUMAN, NOTHING, PARIS, Read, last_read, times_in
from tests.journeys.walk import Walk
from tests.stage import Phone


class AnyOrder(Walk):
    # What was read is true.
    @invariant()
    def the_last_thing_a_patient_read_is_true(self) -> None:
        if not 8 <= self.now.astimezone(PARIS).hour < 21:
            return  # what is to be said waits for the morning
        for patient in self.patients:
            said = last_read(patient.bubbles)
            if said and not patient.blocked and patient.id not in self.left_alone:
                wrong = self.read(lambda turn, p=patient, s=said: self.what_is_wrong(turn, p, s))  # type: ignore[misc]
                assert not wrong, f"{wrong}: {said.text!r}, read {said.at}, now {self.now}"

    def what_is_wrong(self, turn: Turn, patient: Phone, said: Read) -> str | None:
        request = next(iter(requests.open_of_person(turn.tx, patient.id)), None)
        if request is None or is_held(turn, request):
            silent = request is not None or said.kind in (NOTHING, GOODBYE)
            return None if silent else "there is no request any more"
        mine = [pair for pair in pairs.of_request(turn.tx, request.id) if pair.state != "closed"]
        kept = said.kind == reading.STEP and any(_has_begun(pair) for pair in mine)
        if said.kind != HUMAN and not kept and said.is_over(turn.now):
            return "the time has passed"
        match said.kind:
            case reading.LOOKING:
                right = request.state == "searching" and said.says(from_ms(request.promised_at))
            case reading.CHOOSE:
                due = [timers.due_at(turn.tx, PROPOSAL, pair.id) for pair in mine if pair.state == "proposed"]
                right = any(at is not None and said.says(from_ms(at)) for at in due)
            case reading.STEP:
                right = any(_has_begun(pair) or said.says(contact_by(turn, pair)) for pair in mine)
            case reading.HUMAN:
                right = self.somebody_has_it(turn, patient, said)
            case reading.OVERDUE:
                right = request.overdue_at is not None and bool(_tasks_about(turn, request))
            case reading.RESTS:
                right = request.state == "resting"
            case reading.CONTACT:
                right = any(pair.is_open for pair in mine)
            case reading.STOPPED:
                right = request.state in ("resting", "searching", "proposed")
            case reading.NOTHING | reading.HELD:
                right = False
            case _:
                right = True
        return None if right else f"it is not so ({request.state})"

    def somebody_has_it(self, turn: Turn, patient: Phone, said: Read) -> bool:
        """Open with a time that is still to come, or done since."""
        opened = tasks.open_of_person(turn.tx, patient.id)
        if any(said.says(from_ms(task.due_at)) for task in opened):
            return not said.is_over(turn.now)
        done = tasks.ended_of_person(turn.tx, patient.id)
        return any(from_ms(task.done_at or 0) >= said.at for task in done)

    @invariant()
    def every_open_request_has_a_next_step(self) -> None:
        assert self.read(every_search_has_its_clocks) == []
        for request in self.open_requests():
            wrong = self.read(lambda turn, r=request: _no_next_step(turn, r))  # type: ignore[misc]
            assert not wrong, f"{wrong} ({request.state}, of {request.person_id or 'a guest'})"

    @invariant()
    def a_guest_is_called_once_with_what_is_true_now(self) -> None:
        for request in self.open_requests():
            about = self.read(lambda turn, r=request: _tasks_about(turn, r))  # type: ignore[misc]
            calls = [task for task in about if task.kind == TELL]
            assert len(calls) <= (1 if request.person_id is None else 0)
            for task in calls:
                words = self.read(lambda turn, task=task: _words(turn, task))  # type: ignore[misc]
                assert not any(time.is_over(self.now) for time in times_in(words, self.now)), words

    # Rows that must never be.
    @invariant()
    def nobody_is_above_their_room(self) -> None:
        for ap in self.aps:
            carried = self.read(lambda turn, ap=ap: len(pairs.of_ap(turn.tx, ap.id)))  # type: ignore[misc]
            assert carried <= self.read(lambda turn, ap=ap: room_of(turn, ap.id, "tilleul"))  # type: ignore[misc]

    @invariant()
    def requests_and_pairs_tell_the_same(self) -> None:
        for request in self.open_requests():
            states = [pair.state for pair in self.of_request(request)]
            assert states.count("proposed") == (1 if request.state == "proposed" else 0)
            running = sum(state in ("active", "paused", "held") for state in states)
            assert running == 1 if request.state == "matched" else running <= 1
            out = self.read(lambda turn, r=request: offers.of_request(turn.tx, r.id))  # type: ignore[misc]
            assert request.state == "searching" or not any(o.state == "open" for o in out)
            again = {(o.request_id, o.ap_id) for o in out if o.state == "open"}
            assert not again & self.declined

    @invariant()
    def nothing_raised(self) -> None:
        assert self.stage.failures == []


def _has_begun(pair: Pair) -> bool:
    return pair.is_open and pair.first_contact_at is not None


def _tasks_about(turn: Turn, request: Request) -> list[Task]:
    return [
        task
        for dialogue in OPENED_BY
        for task in tasks.open_that_open(turn.tx, request.unit_id, f"{dialogue}|{request.id}")
    ]


def _words(turn: Turn, task: Task) -> str:
    details = task.details(turn.house.sealer)
    return turn.house.renderer.plain(details, Reader("en", PARIS)) if details else ""


def _no_next_step(turn: Turn, request: Request) -> str | None:
    """What is missing. Nothing while a supervisor looks first, nor for somebody whom nothing reaches."""
    person = people.find(turn.tx, request.person_id) if request.person_id is not None else None
    if person and person.unreachable:
        return "nobody can be told" if request.state in ("searching", "proposed") else None
    if is_held(turn, request):
        return None

    def due(kind: str, subject: int) -> bool:
        return timers.due_at(turn.tx, kind, subject) is not None

    if request.state == "searching":
        if not due(WAVE, request.id):
            return "no next round"
        said = any(task.kind in IN_TOUCH for task in _tasks_about(turn, request))
        return None if (said if request.overdue_at else due(DATE, request.id)) else "no date, and nobody has it to do"
    for pair in pairs.of_request(turn.tx, request.id):
        if pair.state == "proposed" and not due(PROPOSAL, pair.id):
            return "a choice without an end"
        if pair.state == "active" and not due(REVIEW, pair.id):
            return "a contact without a review"
        steps = any(due(kind, pair.id) for kind in (FIRST_CONTACT, LATE, BACK))
        if pair.state == "active" and pair.first_contact_at is None and not steps:
            return "a first step without a time"
    return None


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
    play(sqlite_template, examples=20, steps=25)


@pytest.mark.torture
@pytest.mark.timeout(timedelta(hours=1).total_seconds())
def test_any_order_for_long(sqlite_template: Path) -> None:
    play(sqlite_template, examples=300, steps=60)
