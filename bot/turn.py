"""The one transaction that handles one event.

Two parts with a savepoint between them. First: store the event, find the person, read the words; what danger needs
happens here. Second: everything else. If the second raises, it alone is rolled back, the event is kept as failed
without its content, and the person is told in plain words. No bug in a dialogue can swallow an alert.
"""

import re
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import structlog

from bot.clock import to_ms
from bot.events import Event, Message, Outcome, Presence, Tap, TimerDue, Unknown, Unreachable, Update
from bot.house import House
from bot.services.registry import DECISIONS, FOUND, LOOKS, LOST, OUTCOMES, TIMERS, VISITS, WORDS
from bot.site import Unit
from bot.speech import Speech
from bot.storage import events, memberships, people, timers
from bot.storage.database import StoreUnavailable, Transaction
from bot.storage.ids import new_id
from bot.storage.memberships import Membership
from bot.storage.people import Person
from conversations.care.alerts import Danger
from conversations.dialogue.steps import Decision, Look, Me
from conversations.everyone.apologies import something_went_wrong
from conversations.everyone.danger import numbers_whatever_happens

log = structlog.get_logger()

LINK = re.compile(r"/start( page-[a-z-]+(\.\d)?| [A-Za-z0-9_-]{16,64})?")  # what a link sends is nobody's words
RETRY_MINUTES = (1, 5, 15)  # a timer whose turn raised is due again after these, the last one repeated


@dataclass(slots=True)
class Turn:
    """What a service gets: the transaction, the moment, the person the event is about (None for timers at first)."""

    tx: Transaction
    house: House
    now: datetime
    person: Person | None = None
    me: Me | None = None
    danger: Danger | None = None  # what the words of this turn meant
    message_id: int | None = None  # of what was typed just now, in its writer's chat
    _speech: "Speech | None" = field(default=None)

    @property
    def now_ms(self) -> int:
        return to_ms(self.now)

    def new_id(self) -> int:
        return new_id(self.now_ms)

    @property
    def speech(self) -> Speech:
        """Everything that is said in this turn goes through here into the outbox."""
        if self._speech is None:
            self._speech = Speech(self.tx, self.house, self.now)
        return self._speech

    @property
    def somebody(self) -> Person:
        """The person this turn is about; an error where there is none."""
        if self.person is None:
            raise LookupError("this turn is about nobody")
        return self.person

    def look(self, look: Look[Any]) -> Any:
        return LOOKS[type(look)](self, look)

    def decide(self, decision: Decision[Any]) -> Any:
        return DECISIONS[type(decision)](self, decision)

    def about(self, person_id: int, membership: Membership | None = None) -> "Turn":
        """The same turn seen from another person (who gets a notice, whose pair it is)."""
        person = people.find(self.tx, person_id)
        if person is None:
            raise LookupError("no such person")
        hat = membership or memberships.current_of(self.tx, person.id, person.membership_id)
        return Turn(self.tx, self.house, self.now, person, me_of(person, hat))

    def refresh(self) -> None:
        """Read the person again after a service changed the row."""
        self.person = people.find(self.tx, self.somebody.id)

    def rehat(self) -> None:
        """Read person and current membership again: a service may have changed both."""
        self.refresh()
        chosen = self.somebody.membership_id
        self.me = me_of(self.somebody, memberships.current_of(self.tx, self.somebody.id, chosen))

    def unit(self, unit_id: str | None = None) -> Unit | None:
        """A unit by id, or the one of the hat the person wears."""
        return self.house.site.unit(unit_id or (self.me.unit if self.me else None))

    def zone(self, unit_id: str | None = None) -> ZoneInfo:
        """The person's own zone, else the unit's."""
        return self.house.zone_of(self.person, self.unit(unit_id))

    def set_timer(self, kind: str, subject: int, at: datetime, unit: str | None = None) -> None:
        """At that moment, once, that event; setting it again moves it."""
        timers.set_timer(self.tx, self.new_id(), kind, subject, unit, to_ms(at))

    def cancel_timer(self, kind: str, subject: int) -> None:
        timers.cancel(self.tx, kind, subject)


@dataclass(slots=True)
class Handled:
    """What the receiver does after the commit, best effort: the taps to answer. `failed` names what raised."""

    callbacks: list[str] = field(default_factory=list)
    failed: str | None = None


def handle(tx: Transaction, house: House, event: Event) -> Handled:
    """Handle one event in one transaction. Errors of the store come out; errors of our code do not."""
    turn = Turn(tx, house, house.clock.now())
    match event:
        case Update():
            return _update(turn, event)
        case TimerDue():
            return _timer(turn, event)
        case outcome:
            return Handled(failed=_outcome(turn, outcome))


def _update(turn: Turn, event: Update) -> Handled:
    what = event.what
    handled = Handled(callbacks=[what.callback_id] if isinstance(what, Tap) else [])
    if not events.add(turn.tx, event.bot_id, event.update_id, turn.now_ms):
        return handled
    if isinstance(what, Unknown):
        log.info("skipped", kind=what.kind)
        return handled
    _meet(turn, what)
    turn.message_id = what.message_id if isinstance(what, Message) else None
    if isinstance(what, (Message, Tap)):
        for hear in VISITS:
            _guarded(turn, partial(hear, turn, what))
    answered, unread = _hear(turn, what)
    waiting = turn.somebody
    failed = _guarded(turn, lambda: turn.house.route(turn, what, answered))
    if failed:
        _apologize(turn, waiting)
    handled.failed = unread or failed
    if handled.failed:
        events.failed(turn.tx, event.bot_id, event.update_id, handled.failed)
    return handled


def _hear(turn: Turn, what: Message | Tap | Presence) -> tuple[bool, str | None]:
    """Whether the words are answered, and what raised while they were read.

    Words that could not be read may have been words of danger: the numbers are said, and everything else goes on.
    """
    answered = False

    def read() -> None:
        nonlocal answered
        answered = isinstance(what, Message) and _read_words(turn, what)

    unread = _guarded(turn, read)
    if unread:
        turn.refresh()
        turn.speech.reply(turn.somebody, numbers_whatever_happens())
        turn.refresh()
    return answered, unread


def _apologize(turn: Turn, waiting: Person) -> None:
    """In plain words; who types the answer again is still answering the question that was open."""
    turn.refresh()
    turn.speech.reply(turn.somebody, something_went_wrong())
    if waiting.prompt_is_last:
        people.prompt_shown(turn.tx, waiting.id, waiting.prompt_number)


def _meet(turn: Turn, what: Message | Tap | Presence) -> None:
    """Find the person, or write down that there is a new one. Who writes, or lets the bot in again, can be reached."""
    sender, sealer = what.sender, turn.house.sealer
    person = people.find_by_chat(turn.tx, sealer, sender.chat_id)
    if person is None:
        language, screens = turn.house.language_of(sender.language_code), turn.house.screens_of(sender.language_code)
        people.add(turn.tx, sealer, turn.new_id(), sender.chat_id, language, turn.now_ms, screens)
        person = people.find_by_chat(turn.tx, sealer, sender.chat_id)
    if person is None:
        raise LookupError("a person just written is not there")
    turn.person = person
    if isinstance(what, (Message, Tap)) or (isinstance(what, Presence) and what.reachable):
        people.seen(turn.tx, person.id, turn.now_ms)
    if isinstance(what, (Message, Tap)):
        turn.speech.catch_up(person)
    turn.rehat()
    if person.unreachable and not turn.somebody.unreachable:
        for hear in FOUND:
            _guarded(turn, partial(hear, turn, person.id))


def lose(turn: Turn, person_id: int) -> None:
    """Telegram says that nothing reaches this person any more: everybody who listens hears of it, once."""
    if people.unreachable(turn.tx, person_id, turn.now_ms):
        for hear in LOST:
            _guarded(turn, partial(hear, turn, person_id))


def _read_words(turn: Turn, message: Message) -> bool:
    """Every human text is screened first, edits, captions and command arguments too. True: the words are answered."""
    if not message.text or LINK.fullmatch(message.text):
        return False
    screening = turn.house.screen(message.text, turn.somebody.language, turn.unit())
    return any(react(turn, message, screening) for _order, react in WORDS)


def _outcome(turn: Turn, outcome: Outcome) -> str | None:
    """Everybody who listens hears of it; one that raises does not keep the others from hearing."""
    if isinstance(outcome, Unreachable):
        lose(turn, outcome.person)
    failures = [_guarded(turn, partial(hear, turn, outcome)) for hear in OUTCOMES]
    return next((why for why in failures if why), None)


def _timer(turn: Turn, event: TimerDue) -> Handled:
    tries = timers.attempts(turn.tx, event)
    failed = _guarded(turn, lambda: _take(turn, event))
    if failed:
        wait = RETRY_MINUTES[min(tries, len(RETRY_MINUTES) - 1)]
        timers.postpone(turn.tx, event.id, to_ms(turn.now + timedelta(minutes=wait)))
    return Handled(failed=failed)


def _take(turn: Turn, event: TimerDue) -> None:
    if timers.take(turn.tx, event):
        TIMERS[event.kind](turn, event)


def _guarded(turn: Turn, second_part: Callable[[], None]) -> str | None:
    """Run the second part; what raised, as class and place without any content, or None."""
    try:
        with turn.tx.savepoint():
            second_part()
    except StoreUnavailable:
        raise
    except Exception as problem:
        frame = traceback.extract_tb(problem.__traceback__)[-1]
        why = f"{type(problem).__name__} at {frame.name}:{frame.lineno}"
        log.error("turn failed", why=why, file=frame.filename.rpartition("/")[2])
        turn.tx.after_commit(lambda: turn.house.report(why))
        return why
    return None


def me_of(person: Person, hat: Membership | None) -> Me:
    return Me(person.id, hat.id, hat.unit_id, hat.role) if hat else Me(person.id)
