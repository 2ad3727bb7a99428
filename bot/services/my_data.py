"""My data: what is kept of a person, their copy, their consents, and the two questions before copy and erasing."""

import json
from datetime import datetime, timedelta

from bot.clock import from_ms
from bot.events import TimerDue
from bot.services.people import ROLE_NAMES
from bot.services.registry import answers, carries_out, on_timer
from bot.storage import consents, memberships, my_data, pairs, pins, timers
from bot.storage.outbox import Lane
from bot.turn import Turn
from conversations.care.my_data import (
    COPY,
    ERASE,
    Account,
    AskFor,
    Consent,
    MyData,
    MyWish,
    Responsible,
    TakeCopy,
    Wish,
    WithdrawConsent,
)
from conversations.care.people import RELAY
from conversations.care.pins import PIN
from conversations.care.relay import AgreeToWrite
from conversations.dialogue.text import Text
from conversations.everyone.my_data import ask_once_more

ASKED = {COPY: "copy-asked", ERASE: "erase-asked", PIN: "pin-asked"}
OPEN = {COPY: "copy-open", ERASE: "erase-open", PIN: "pin-open"}
SECOND_YES_AFTER = timedelta(days=1)  # care requirement 15
COUNTS_FOR = timedelta(days=7)  # a second yes later than that begins again
WORDING = "my-data-1"
"""What a withdrawal was said to (consents keep the wording of each answer)."""


@answers(MyData)
def account(turn: Turn, look: MyData) -> Account:
    person = turn.somebody
    rows = my_data.rows_of(turn.tx, person.id)
    newest = {row["purpose"]: row for row in rows["consents"]}
    counts = [(noun, len(entries)) for noun, entries in rows.items() if entries]
    if ids := my_data.message_ids(turn.tx, person.id):
        counts.append(("message_ids", ids))
    return Account(
        since=from_ms(person.created_at),
        has_name=person.sealed_name is not None,
        roles=_roles(turn),
        counts=tuple(counts),
        consents=tuple(Consent(row["purpose"], bool(row["given"]), from_ms(row["at"])) for row in newest.values()),
        opened=tuple(from_ms(row["at"]) for row in rows["openings"]),
        responsible=_responsible(turn),
    )


def _roles(turn: Turn) -> tuple[Text, ...]:
    units = turn.house.site.by_id
    return tuple(
        Text("{role} · {unit}", {"role": ROLE_NAMES[hat.role], "unit": units[hat.unit_id].name})
        for hat in memberships.of_person(turn.tx, turn.somebody.id)
        if hat.unit_id in units
    )


def _responsible(turn: Turn) -> Responsible | None:
    decided = turn.house.site.protection
    return Responsible(decided.controller, decided.officer, decided.basis, decided.retention) if decided else None


@answers(MyWish)
def my_wish(turn: Turn, look: MyWish) -> Wish:
    me = turn.somebody.id
    if (given_until := _pin_given(turn, look.what)) is not None:
        return Wish("open", given_until)
    if (until := timers.due_at(turn.tx, OPEN[look.what], me)) is not None:
        return Wish("open", from_ms(until))
    if (at := timers.due_at(turn.tx, ASKED[look.what], me)) is not None:
        return Wish("asked", from_ms(at))
    return Wish("none")


@carries_out(AskFor)
def ask_for(turn: Turn, decision: AskFor) -> datetime:
    at = turn.now + SECOND_YES_AFTER
    turn.set_timer(ASKED[decision.what], turn.somebody.id, at)
    return at


@on_timer(ASKED[COPY])
def ask_again_about_copy(turn: Turn, due: TimerDue) -> None:
    _ask_again(turn, COPY, due.subject)


@on_timer(ASKED[PIN])
def ask_again_about_pin(turn: Turn, due: TimerDue) -> None:
    _ask_again(turn, PIN, due.subject)


@on_timer(ASKED[ERASE])
def ask_again_about_erasing(turn: Turn, due: TimerDue) -> None:
    _ask_again(turn, ERASE, due.subject)


def _ask_again(turn: Turn, what: str, person_id: int) -> None:
    """Somebody who said /stop in between is asked too: they wait for this one. After danger it waits for its day."""
    person = turn.about(person_id).somebody
    if person.frozen_until is not None:
        turn.set_timer(ASKED[what], person_id, turn.now + SECOND_YES_AFTER)
        return
    turn.set_timer(OPEN[what], person_id, turn.now + COUNTS_FOR)
    if not person.unreachable:
        operation = turn.house.renderer.notice(ask_once_more(what), turn.speech.reader(person))
        turn.speech.put(person, operation, Lane.NOTICE)


@on_timer(OPEN[COPY])
@on_timer(OPEN[ERASE])
@on_timer(OPEN[PIN])
def wish_is_over(turn: Turn, due: TimerDue) -> None:
    """A week without the second yes: the timer was the wish, and it is gone with this turn."""


def has_said_yes_before(turn: Turn, what: str) -> bool:
    """Whether the code was given just now, or the first yes is a day old and still counts; that counts once."""
    given = _pin_given(turn, what) is not None
    return timers.cancel(turn.tx, OPEN[what], turn.somebody.id) or given


def _pin_given(turn: Turn, what: str) -> datetime | None:
    """Until when the code given counts for a day's wait; None where none is set or it was not given."""
    pin = pins.find(turn.tx, turn.somebody.id) if what != PIN else None
    given = pin is not None and pin.open_until is not None and pin.open_until > turn.now_ms
    return from_ms(pin.open_until) if pin and pin.open_until and given else None


@carries_out(TakeCopy)
def take_copy(turn: Turn, decision: TakeCopy) -> bytes | None:
    if not has_said_yes_before(turn, COPY):
        return None
    person, sealer = turn.somebody, turn.house.sealer
    copy = {
        "copied_at": turn.now.isoformat(),
        "person": {
            "first_name": person.name(sealer),
            "chat_at_telegram": person.chat_id(sealer),
            "language": person.language,
            "time_zone": person.zone,
            "screen_reader": person.screen_reader,
            "easy_pages": person.easy_pages,
            "since": from_ms(person.created_at).isoformat(),
        },
        **my_data.in_words(my_data.rows_of(turn.tx, person.id), sealer),
        "message_numbers_in_this_chat": my_data.message_ids(turn.tx, person.id),
    }
    return json.dumps(copy, ensure_ascii=False, indent=1).encode()


@carries_out(WithdrawConsent)
def withdraw(turn: Turn, decision: WithdrawConsent) -> bool:
    """Without the yes to writing nothing leaves any more; the AP reads that a call is preferred."""
    person = turn.somebody
    if not consents.given(turn.tx, person.id, decision.purpose):
        return False
    told = False
    for pair in pairs.open_of(turn.tx, person.id):
        if decision.purpose == RELAY and pair.patient_id == person.id and pair.state != "held":
            told = bool(turn.decide(AgreeToWrite(decision.me, pair.id, write=False, name=None))) or told
    if not told:
        consents.add(turn.tx, turn.new_id(), person.id, decision.purpose, WORDING, False, turn.now_ms)
    return True
