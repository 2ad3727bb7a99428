"""Erasing a person, in one transaction, and their chat as soon as the receipt has arrived.

What a human of the unit still has to deal with stays until they have (care requirement 13): it is looked at each day.
Afterwards the database's files are wiped too, by a timer that the service takes (WIPE), so that a crash in between
does not leave what was deleted in the log of the database.
"""

from datetime import timedelta

from bot.events import Outcome, TimerDue
from bot.services.leaving import pairs_end
from bot.services.my_data import has_said_yes_before
from bot.services.registry import carries_out, on_outcome, on_timer
from bot.storage import erasing, people
from bot.storage.outbox import Lane
from bot.turn import Turn
from conversations.care.my_data import ERASE, Erased, EraseMe, KeptForNow, TooEarly
from conversations.care.people import StopEverything
from conversations.everyone.erasing import RECEIPT, late_receipt, receipt

LATER, NOW, WIPE = "erase-later", "erase-now", "wipe"
THE_ONE = 0
LOOK_AGAIN = timedelta(days=1)
RECEIPT_BY = timedelta(hours=1)  # the chat is forgotten by then, whether the receipt could be delivered or not
LATE_RECEIPT_BY = timedelta(days=1)  # it waits for the end of a night
LANDED_BY = timedelta(minutes=1)


@carries_out(EraseMe)
def erase_me(turn: Turn, decision: EraseMe) -> Erased | KeptForNow | TooEarly:
    if not has_said_yes_before(turn, ERASE):
        return TooEarly()
    turn.decide(StopEverything(decision.me))
    kept = erasing.strip(turn.tx, turn.house.sealer, turn.somebody, turn.new_id(), turn.now_ms)
    turn.rehat()
    if kept:
        turn.set_timer(LATER, turn.somebody.id, turn.now + LOOK_AGAIN)
        return KeptForNow()
    person = turn.somebody
    [operation] = turn.house.renderer.say(receipt(), turn.speech.reader(person))
    turn.speech.put(person, operation, Lane.REPLY, tell=True)
    turn.set_timer(NOW, person.id, turn.now + RECEIPT_BY)
    return Erased()


@on_outcome
def receipt_ended(turn: Turn, outcome: Outcome) -> None:
    """It has arrived, or never will. Who writes again already is left alone until the hour is over."""
    if outcome.subject == RECEIPT and not erasing.is_busy(turn.tx, outcome.person):
        _forget(turn, outcome.person)


@on_timer(NOW)
def hour_is_over(turn: Turn, due: TimerDue) -> None:
    _forget(turn, due.subject)


def _forget(turn: Turn, person_id: int) -> None:
    """The last row. Somebody who has agreed anew in the meantime has begun again, and stays."""
    person = people.find(turn.tx, person_id)
    if person is None or person.state != "stopped":
        return
    if erasing.is_flying(turn.tx, person_id):
        turn.set_timer(NOW, person_id, turn.now + LANDED_BY)
        return
    erasing.erase(turn.tx, person_id)
    turn.set_timer(WIPE, THE_ONE, turn.now)


@on_timer(LATER)
def is_it_handled(turn: Turn, due: TimerDue) -> None:
    """Each day, until no human needs it any more; a contact that came back from a hold ends first."""
    person = people.find(turn.tx, due.subject)
    if person is None or person.state != "stopped":
        return
    pairs_end(turn.about(person.id))
    if erasing.strip(turn.tx, turn.house.sealer, person, turn.new_id(), turn.now_ms):
        turn.set_timer(LATER, person.id, turn.now + LOOK_AGAIN)
        return
    turn.set_timer(NOW, person.id, turn.now + LATE_RECEIPT_BY)
    if not person.unreachable:
        operation = turn.house.renderer.notice(late_receipt(), turn.speech.reader(person))
        turn.speech.put(person, operation, Lane.NOTICE, tell=True)


@on_timer(WIPE)
def wiped(turn: Turn, due: TimerDue) -> None:
    """Nothing is left to do: the service hands this timer on once the files hold nothing of what was deleted."""
