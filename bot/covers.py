"""Covers: what comes unasked to somebody discreet waits behind a "Message" that says nothing, until they open it."""

from datetime import datetime

from bot.clock import from_ms
from bot.storage import freezes, outbox
from bot.storage.database import Transaction
from bot.storage.outbox import ON_A_MESSAGE
from bot.storage.people import Person
from bot.telegram.render import Operation
from conversations.everyone.discretion import COVER
from conversations.policies.discretion import COVER_AGAIN_AFTER, HERE_FOR


def is_needed(
    tx: Transaction, person: Person, operation: Operation, part: int, now: datetime, *, discreet: bool
) -> bool:
    """Where its person or what it is about is `discreet`: not before the eyes of who is here, unless something older
    waits. What works on a message waits with it.

    After words of violence everything waits, for everybody, until they say that it is a good time.
    """
    hushed = freezes.is_hushed(tx, person.id)
    if not discreet and not hushed:
        return False
    if operation.method in ON_A_MESSAGE:
        return operation.about is not None and outbox.is_covered(tx, person.id, operation.about, part)
    is_here = now - from_ms(person.seen_at) <= HERE_FOR
    return hushed or not is_here or bool(outbox.covered(tx, person.id))


def stands(tx: Transaction, person: Person) -> bool:
    """Whether a cover is in the chat, or on its way there."""
    return bool(outbox.parts(tx, person.id, COVER))


def is_stale(tx: Transaction, person: Person, now: datetime) -> bool:
    """Whether one stands there that nobody has opened for long."""
    at = outbox.sent_at(tx, person.id, COVER)
    return at is not None and now - from_ms(at) > COVER_AGAIN_AFTER
