"""A pair's whole life, in any order, on both phones: the question before the first word open or answered, what waits
for it, changes, pictures, pauses, times, an agreement, silence, reviews, handing over, holds, a supervisor, restarts.

The invariant is what was READ: whoever wrote knows what became of it, every date on a phone is still to come or was
corrected, nobody is told anything while a contact is held, and what ended was said.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Coroutine
from datetime import datetime, timedelta
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
from bot.services.pairs import BACK, FIRST_CONTACT
from bot.services.silence import LATE, SILENCE
from bot.storage import appointments, consents, holds, pairs, relay, relay_held, requests, tasks, timers
from bot.storage.database import PACKAGE, open_database
from bot.storage.migrations import migrate_sqlite
from bot.storage.outbox import Lane
from conversations.care.relay import RELAY
from conversations.dialogue.text import Text, Value, When
from tests.services.pairing import make_pair
from tests.stage import Phone, Stage

T = TypeVar("T")

NIGHT = timedelta(hours=12)  # what is to be said may wait for its end
TIMERS_OF_A_PAIR = (FIRST_CONTACT, LATE, BACK, SILENCE, "pair-pause", "pair-review", "to-agree")
NUMBER = "06 39 98 12 34"
THE_NEXT_DATE = ("has not been able to reach you yet", "has not answered your time yet", "Have you talked? If not")


class PairLife(RuleBasedStateMachine):
    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "life.sqlite"
        shutil.copy(self.template, self.path)
        self.words = 0
        self.written: dict[str, tuple[Phone, Phone, bool]] = {}  # token: writer, reader, whether anything was said
        self.last_of: dict[str, tuple[int, str]] = {}  # writer's name: message id and token
        self.quiet_since: tuple[int, int] | None = None
        self.was_held = self.agreed = False

    def do(self, what: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(what)

    @initialize(writes=st.sampled_from([None, True, False]))
    def a_pair_begins(self, writes: bool | None) -> None:
        self.do(self._begin(writes))

    async def _begin(self, writes: bool | None) -> None:
        database = open_database(f"sqlite://{self.path}")
        await database.open()
        self.stage = Stage(database)
        self.zoe = await self.stage.person("Zoé")
        self.camille = await self.stage.person("Camille", "ap")
        self.solene = await self.stage.person("Solène", "supervisor")
        self.pair = await make_pair(self.stage, self.zoe, self.camille, writes=writes)
        first = self.stage.clock.now() + timedelta(hours=72)
        await self.stage.turn(lambda turn: turn.set_timer(FIRST_CONTACT, self.pair, first, "tilleul"))
        pair = await self.stage.turn(lambda turn: pairs.find(turn.tx, self.pair))
        review = from_ms(pair.review_at or 0) if pair else first
        await self.stage.turn(lambda turn: turn.set_timer("pair-review", self.pair, review, "tilleul"))

    # What the two do.
    @rule(as_ap=st.booleans(), kind=st.sampled_from(["words", "number", "picture"]))
    def somebody_writes(self, as_ap: bool, kind: str) -> None:
        writer, reader = self.sides(as_ap)
        self.do(writer.taps_data(f"s|write-to|{self.pair}"))
        before, message_id, token = len(writer.bubbles), writer._messages + 1, self.token()
        words = f"{token} {NUMBER}" if kind == "number" else token
        if kind == "picture":
            self.do(writer.sends("photo", {"photo": [{"file_id": "P"}], "caption": words}, text=words))
        else:
            self.do(writer.says(words))
        self.written[token] = (writer, reader, len(writer.bubbles) > before)
        self.last_of[writer.name] = (message_id, token)

    @rule(as_ap=st.booleans(), number=st.booleans())
    def somebody_changes_what_they_wrote(self, as_ap: bool, number: bool) -> None:
        writer, reader = self.sides(as_ap)
        if writer.name not in self.last_of:
            return
        message_id, old = self.last_of[writer.name]
        there, before, token = reader.seen(old), len(writer.bubbles), self.token()
        self.do(writer.says(f"{token} {NUMBER}" if number else token, edited=message_id))
        if there and len(writer.bubbles) == before:
            assert reader.seen(token) and not reader.seen(old), (
                "a change that nothing is said about is on the other phone"
            )
            self.written[token] = (writer, reader, False)
            self.written.pop(old, None)
            self.last_of[writer.name] = (message_id, token)

    @rule(as_ap=st.booleans(), yes=st.booleans())
    def somebody_answers_the_question_about_it(self, as_ap: bool, yes: bool) -> None:
        phone = self.sides(as_ap)[0]
        label = "Send anyway" if yes else "Do not send"
        if any(label in bubble.labels for bubble in phone.bubbles[-3:]):
            self.do(phone.taps(label))

    @rule(label=st.sampled_from(["Write here", "Get a call", "Later"]))
    def the_patient_says_how(self, label: str) -> None:
        self.do(self.zoe.taps_data(f"s|relay-consent|{self.pair}"))
        if label in self.zoe.last.labels:
            self.do(self.zoe.taps(label))

    @rule()
    def the_ap_logs_a_contact(self) -> None:
        self.do(self.camille.taps_data(f"s|log-contact|{self.pair}"))
        if self.camille.last.labels[:1] == ["By phone"]:
            for label in ("By phone", "About 20 minutes", "Listening", "Nothing for now", "Good"):
                self.do(self.camille.taps(label))

    @rule()
    def the_patient_says_that_they_talked(self) -> None:
        self.do(self.zoe.taps_data("s|my-pair|"))
        if "We have talked" in self.zoe.last.labels:
            self.do(self.zoe.taps("We have talked"))

    @rule(as_ap=st.booleans(), length=st.sampled_from(["One week", "Two weeks", "A month"]))
    def a_pause(self, as_ap: bool, length: str) -> None:
        phone = self.sides(as_ap)[0]
        self.do(phone.taps_data(f"s|pair-pause|{self.pair}"))
        if length in phone.last.labels:
            self.do(phone.taps(length))

    @rule(as_ap=st.booleans())
    def going_on(self, as_ap: bool) -> None:
        self.do(self.sides(as_ap)[0].taps_data(f"s|pair-go-on|{self.pair}"))

    @rule(days=st.integers(0, 20), as_ap=st.booleans())
    def a_time_is_proposed(self, days: int, as_ap: bool) -> None:
        phone = self.sides(as_ap)[0]
        day = (self.stage.clock.now() + timedelta(days=days)).strftime("%d/%m/%Y")
        self.do(phone.taps_data(f"s|propose-time|{self.pair}"))
        if "Which day" in phone.last.text:
            self.do(phone.says(day))
            self.do(phone.taps("15:00"))
            self.gives_number(phone)

    @rule(yes=st.booleans(), as_ap=st.booleans())
    def a_time_is_answered(self, yes: bool, as_ap: bool) -> None:
        phone = self.sides(as_ap)[0]
        for one in self.read(lambda turn: appointments.open_of(turn.tx, self.pair)):
            self.do(phone.taps_data(f"s|appointment-{'yes' if yes else 'no'}|{one.id}"))
            self.gives_number(phone)

    @rule()
    def the_ap_looks_at_the_number(self) -> None:
        for one in self.read(lambda turn: appointments.open_of(turn.tx, self.pair)):
            self.do(self.camille.taps_data(f"s|appointment-number|{one.id}"))

    @rule(as_ap=st.booleans())
    def they_agree_on_something(self, as_ap: bool) -> None:
        phone, other = self.sides(as_ap)
        self.do(phone.taps_data(f"s|agreement-change|{self.pair}"))
        if "Once a week" in phone.last.labels:
            for label in ("Once a week", "By phone", "Whatever comes", "After two weeks"):
                self.do(phone.taps(label))
            self.do(other.taps_data(f"s|agreement-yes|{self.pair}"))

    @rule(answer=st.sampled_from(["handover-yes", "handover-no"]))
    def handing_over(self, answer: str) -> None:
        self.do(self.camille.taps_data(f"s|pair-handover|{self.pair}"))
        if "Ask them" not in self.camille.last.labels:
            return
        self.do(self.camille.taps("Ask them"))
        before = len(self.camille.bubbles)
        self.do(self.zoe.taps_data(f"s|{answer}|{self.pair}"))
        self.do(self.stage.passes(hours=12))
        if self.state in ("active", "paused"):
            assert any("stay with" in bubble.text for bubble in self.camille.bubbles[before:]), (
                "who asked has an answer"
            )

    @rule(as_ap=st.booleans())
    def the_review_is_answered(self, as_ap: bool) -> None:
        self.do(self.sides(as_ap)[0].taps_data(f"s|pair-renew|{self.pair}"))

    @rule(as_ap=st.booleans())
    def somebody_ends(self, as_ap: bool) -> None:
        phone = self.sides(as_ap)[0]
        self.do(phone.taps_data(f"s|pair-end|{self.pair}"))
        for label in ("Yes, end it now", "I cannot", "End"):
            if label in phone.last.labels:
                self.do(phone.taps(label))
                return

    # The hardest moments.
    @rule(name=st.sampled_from(["bad-news", "doubt-identity"]))
    def a_hold(self, name: str) -> None:
        self.do(self.camille.taps_data(f"s|{name}|{self.pair}"))

    @rule(of=st.sampled_from(["Zoé", "Camille"]))
    def the_team_has_bad_news(self, of: str) -> None:
        self.do(self.solene.taps_data("s|hold-start|"))
        if "Zoé and Camille" in self.solene.last.labels:
            self.do(self.solene.taps("Zoé and Camille"))
            self.do(self.solene.taps(of))

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
    def months_pass(self) -> None:
        self.do(self.stage.passes(days=40))

    @rule()
    def the_service_starts_again(self) -> None:
        self.do(self._restart())

    async def _restart(self) -> None:
        await self.stage.database.close()
        self.stage.database = open_database(f"sqlite://{self.path}")
        await self.stage.database.open()

    # What holds at any moment.
    @invariant()
    def whoever_wrote_knows_what_became_of_it(self) -> None:
        self.was_held = self.was_held or self.state == "held"
        self.agreed = self.agreed or self.read(lambda turn: consents.given(turn.tx, self.zoe.id, RELAY)) is True
        waiting = str([self.waiting(phone) for phone in (self.zoe, self.camille)])
        for token, (_writer, reader, said) in self.written.items():
            copies = sum(token in text for text in reader.texts)
            assert copies <= 1, "nothing arrives twice"
            assert not copies or self.agreed, "nothing crosses before the patient's yes"
            assert copies or token in waiting or said, "what neither crossed nor waits was answered"

    @invariant()
    def an_aps_number_is_on_no_phone_but_theirs(self) -> None:
        assert not self.zoe.seen(NUMBER), "the patient types it, and nothing repeats it to them"

    @invariant()
    def the_number_for_a_call_is_gone_with_the_call(self) -> None:
        shown = [b for b in self.camille.bubbles if NUMBER in b.text and b.parameters.get("protect_content")]
        assert all(self.now - bubble.at <= timedelta(hours=25) for bubble in shown)
        if self.state in ("closed", "held"):
            assert self.state == "held" or not shown

    @invariant()
    def the_first_step_has_a_date_that_was_read_and_is_still_to_come(self) -> None:
        pair = self.row
        if pair.state != "active" or pair.first_contact_at is not None:
            return
        due = self.due(FIRST_CONTACT) or self.due(BACK)
        assert due is not None and due >= self.now
        if self.due(FIRST_CONTACT) is None and not self.was_held:
            last = [text for text in self.zoe.texts if any(words in text for words in THE_NEXT_DATE)]
            assert last and self.shown(due) in last[-1], "the first date has passed: they read the next"

    @invariant()
    def a_pause_has_an_end_that_both_have_read(self) -> None:
        pair = self.row
        if pair.state != "paused" or pair.paused_until is None:
            return
        day = f"{from_ms(pair.paused_until):%-d %B %Y}"
        assert from_ms(pair.paused_until) >= self.now or self.was_held
        for phone in (self.zoe, self.camille):
            assert phone.seen(f"pause until {day}") or self.lately("pause until")

    @invariant()
    def a_held_contact_says_nothing_unasked_and_somebody_has_it_to_do(self) -> None:
        if self.state != "held":
            self.quiet_since = None
            return
        now = unasked(self.zoe), unasked(self.camille)
        assert self.quiet_since in (None, now)
        self.quiet_since = now
        assert self.read(lambda turn: tasks.open_of_pair(turn.tx, self.pair)), "undecided is nobody's pair"

    @invariant()
    def nobody_reads_the_word_and_nobody_learns_it_from_a_program(self) -> None:
        for phone in (self.zoe, self.camille):
            assert not any(word in text.lower() for text in phone.texts for word in ("died", "death", "deceased"))

    @invariant()
    def an_agreed_time_was_read_by_both(self) -> None:
        for one in self.read(lambda turn: appointments.open_of(turn.tx, self.pair)):
            if one.state == "accepted":
                assert all(phone.seen(self.shown(from_ms(one.at))) or self.lately("") for phone in self.phones)

    @invariant()
    def who_waits_for_an_answer_is_seen(self) -> None:
        last = self.read(lambda turn: relay.activity(turn.tx, self.pair))
        longest = timedelta(days=14) + NIGHT
        if self.state != "active" or last.unanswered_since is None:
            return
        if self.now - from_ms(last.unanswered_since) > longest:
            nudges = [b for b in self.camille.bubbles if "has had no word from you" in b.text]
            assert nudges and nudges[-1].at >= from_ms(last.unanswered_since)

    @invariant()
    def what_ended_is_over_and_was_said(self) -> None:
        pair = self.row
        if pair.state != "closed":
            return
        assert not any(self.due(kind) for kind in TIMERS_OF_A_PAIR)
        assert self.read(lambda turn: appointments.open_of(turn.tx, self.pair)) == []
        if self.now - from_ms(pair.closed_at or 0) < NIGHT:
            return
        request = self.read(lambda turn: requests.find(turn.tx, pair.request_id))
        match pair.closed_why:
            case "no-first-contact":
                said = ("have not been in touch. This is not", "Nobody has told me whether you and Camille have talked")
                read = [text for text in self.zoe.texts if any(words in text for words in said)]
                assert read and request.state != "matched" and "you have kept your place" in read[-1]
            case "ended":
                assert self.zoe.seen("Your time with Camille ends here")
                assert self.camille.seen("has chosen to end here") or self.camille.seen("with thanks")
            case "ap-stops":
                assert self.zoe.seen("has to stop for now")
            case "death":
                assert self.camille.seen("Thank you for having been there") and not self.zoe.seen("ends here")

    @invariant()
    def nothing_raised(self) -> None:
        assert self.stage.failures == []

    # How it is read.
    @property
    def phones(self) -> tuple[Phone, Phone]:
        return self.zoe, self.camille

    @property
    def now(self) -> datetime:
        return self.stage.clock.now()

    @property
    def row(self) -> pairs.Pair:
        found: pairs.Pair | None = self.read(lambda turn: pairs.find(turn.tx, self.pair))
        assert found is not None
        return found

    @property
    def state(self) -> str:
        return self.row.state

    def sides(self, as_ap: bool) -> tuple[Phone, Phone]:
        return (self.camille, self.zoe) if as_ap else (self.zoe, self.camille)

    def token(self) -> str:
        self.words += 1
        return f"Word-{self.words:04}."

    def gives_number(self, phone: Phone) -> None:
        if "Give my number" in str(phone.last.parameters) or "At which number" in phone.last.text:
            self.do(phone.says(NUMBER))

    def waiting(self, phone: Phone) -> Any:
        sealer = self.stage.house.sealer
        return self.read(lambda turn: [h.parcels for h in relay_held.held_of_person(turn.tx, sealer, phone.id)])

    def lately(self, words: str) -> bool:
        """Whether it may still wait for the end of the night."""
        newest = max((b.at for phone in self.phones for b in phone.bubbles if words in b.text), default=self.now)
        return self.now - newest < NIGHT

    def shown(self, at: datetime) -> str:
        value: Value = When(at)
        text = Text("{at}", {"at": value})

        def plainly(turn: Any) -> str:
            person = turn.about(self.zoe.id).somebody
            words: str = turn.house.renderer.plain(text, turn.speech.reader(person))
            return words

        found: str = self.read(plainly)
        return found

    def read(self, look: Any) -> Any:
        return self.do(self.stage.turn(look))

    def due(self, kind: str) -> datetime | None:
        at = self.read(lambda turn: timers.due_at(turn.tx, kind, self.pair))
        return from_ms(at) if at is not None else None

    def teardown(self) -> None:
        if hasattr(self, "stage"):
            self.do(self.stage.database.close())
        self.loop.close()
        self.folder.cleanup()


CORRECTIONS = (
    "I said that ",
    "Nobody has been in touch yet",
    "What was to be done about your contact",
    "A change: ",
    "I can name a time now: ",
)
"""Whoever was promised a person by an hour reads that it did not hold."""


def unasked(phone: Phone) -> int:
    said = [bubble for bubble in phone.bubbles if not bubble.text.startswith(CORRECTIONS)]
    return sum(bubble.lane in (Lane.NOTICE, Lane.CHECK_IN, Lane.RELAY) for bubble in said)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> type[PairLife]:
    path = tmp_path_factory.mktemp("life") / "template.sqlite"
    migrate_sqlite(path, PACKAGE / "migrations")
    PairLife.template = path
    return PairLife


CHECKS = [HealthCheck.too_slow, HealthCheck.data_too_large]


def test_what_was_read_is_true_at_any_moment(machine: type[PairLife]) -> None:
    few = settings(max_examples=8, stateful_step_count=25, deadline=None, suppress_health_check=CHECKS)
    run_state_machine_as_test(machine, settings=few)


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_what_was_read_is_true_at_any_moment_of_many_lives(machine: type[PairLife]) -> None:
    many = settings(max_examples=150, stateful_step_count=40, deadline=None, suppress_health_check=CHECKS)
    run_state_machine_as_test(machine, settings=many)
