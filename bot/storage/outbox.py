"""Rows of outbox and sent: what is to be said, in which order, and what became of it.

Order: of one person's lane the first row only, one operation in flight per person, lanes from alert to check-in. An
operation on a message waits for everything earlier about that message. Times are milliseconds UTC.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from bot.storage import traces
from bot.storage.database import Transaction
from bot.storage.outcomes import REFUSED, UNREACHABLE
from bot.storage.outcomes import told as told
from bot.storage.outcomes import untold as untold
from bot.storage.sealing import Unreadable

# What works on a message that was sent before, and so needs its id. Everything else sends one.
EDITS = frozenset(("editMessageText", "editMessageCaption", "editMessageMedia", "editMessageReplyMarkup"))
ON_A_MESSAGE = EDITS | {"deleteMessage", "setMessageReaction"}
# Out of sight behind another row of the same person and lane; later than any clock will show.
BEHIND = 2**62
# An operation whose send is still to come is looked at again after this.
SEND_FIRST_MS = 500
# A claim puts at most so many windows of rows aside per lane, so that it stays a short turn.
WINDOWS = 8
NO_CHAT = "this person has no chat"

# The chat of a person, None where there is none; raises Unreadable where it does not open.
ChatOf = Callable[[Transaction, int], int | None]


class Lane(IntEnum):
    """Who goes first."""

    ALERT = 0
    REPLY = 1
    RELAY = 2
    NOTICE = 3
    CHECK_IN = 4


@dataclass(frozen=True, slots=True)
class Operation:
    """A claimed row, with everything the call needs. `body` is sealed; `attempts` counts this one too.

    `message_id` is that of the message it works on, None for one that sends.
    """

    id: int
    unit_id: str | None
    person_id: int
    chat_id: int
    lane: Lane
    method: str
    subject: str | None
    part: int
    body: bytes
    attempts: int
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of a lane are in a state (waiting, in_flight), and since when the oldest."""

    lane: Lane
    state: str
    number: int
    oldest: int


def put(
    tx: Transaction,
    operation: int,
    person: int,
    lane: Lane,
    method: str,
    body: bytes,
    now: int,
    *,
    unit: str | None = None,
    subject: str | None = None,
    part: int = 0,
    tell: bool = False,
    not_before: int = 0,
    expires_at: int | None = None,
    state: str = "waiting",
) -> None:
    """Queue one Bot API call; `operation` is its new id, larger than that of anything it must come after.

    `body` is the JSON of its parameters without chat_id and message_id, sealed for ("outbox", "body", operation); a
    file in it is {"upload": base64, "name": file name}. A message that will be edited, reacted to or deleted has a
    `subject`. With `tell`, its arrival comes back as an event; a failure always does. In the `state`
    "covered" it waits for its person to open it, as "frozen" until everything goes on for them. Raises ValueError where
    a subject is needed and missing.
    """
    if subject is None and (tell or method in ON_A_MESSAGE):
        raise ValueError(f"{method} needs to say what it is about")
    tx.query(
        "outbox",
        "put",
        id=operation,
        unit_id=unit,
        person_id=person,
        lane=lane,
        method=method,
        subject=subject,
        part=part,
        body=body,
        tell=tell,
        state=state,
        not_before=max(now, not_before),
        expires_at=expires_at,
        created_at=now,
    )


def claim(tx: Transaction, now: int, most: int, resting: Mapping[int, int], chat_of: ChatOf) -> list[Operation]:
    """Take up to `most` operations, the most urgent first, and mark them in flight.

    `resting` gives the persons who have had their share, and until when. What cannot go now is put aside: what waits
    for its own send, or for somebody resting. What has expired or has nothing to work on is dropped.
    """
    busy = {row["person_id"] for row in tx.query("outbox", "flying")}
    window = 2 * most + len(busy) + 16
    claimed: list[Operation] = []
    for lane in Lane:
        for _ in range(WINDOWS):
            if len(claimed) == most:
                return claimed
            changed = False
            for row in tx.query("outbox", "due", lane=lane, now=now, most=window):
                if len(claimed) == most:
                    return claimed
                # Asked again by the query itself: what was before it may have ended a moment ago.
                if row["behind"] and tx.query("outbox", "hide", id=row["id"], behind=BEHIND):
                    changed = True
                elif row["person_id"] not in busy:
                    changed = True
                    if operation := _take(tx, lane, row, now, resting, chat_of):
                        claimed.append(operation)
                        busy.add(operation.person_id)
            if not changed:
                break
    return claimed


def mark_sent(tx: Transaction, operation: Operation, now: int, message_ids: Sequence[int] = ()) -> None:
    """Telegram did it. `message_ids` are those it gave to a send; those of an album are parts one after another."""
    if operation.method == "deleteMessage":
        tx.query("outbox", "gone", **_message(operation))
    elif operation.method not in ON_A_MESSAGE:
        for number, message in enumerate(message_ids):
            traces.add(tx, operation.person_id, message, now)
            if operation.subject is not None:
                where = {**_message(operation), "part": operation.part + number}
                tx.query("outbox", "remember", **where, message_id=message, unit_id=operation.unit_id, now=now)
    _end(tx, operation.id, operation.person_id, operation.lane, now, "sent")


def mark_refused(tx: Transaction, operation: Operation, now: int, why: str) -> None:
    """Telegram will never do it; others to the same person may still arrive. It comes back as an event."""
    _end(tx, operation.id, operation.person_id, operation.lane, now, "failed", REFUSED + why)


def mark_unreachable(tx: Transaction, operation: Operation, now: int, why: str) -> None:
    """Nothing reaches this person any more. It comes back as an event."""
    _end(tx, operation.id, operation.person_id, operation.lane, now, "failed", UNREACHABLE + why)


def retry_later(tx: Transaction, operation: Operation, not_before: int, attempts: int) -> None:
    """Put it back to the head of its lane, to be taken again from `not_before`, as one that has had `attempts`."""
    tx.query("outbox", "again", id=operation.id, not_before=not_before, attempts=attempts)


def recover(tx: Transaction, now: int, flying: Set[int]) -> int:
    """Put back what is in flight in nobody's hands, all but the ids in `flying`; gives how many. For a new leader."""
    left = [row["id"] for row in tx.query("outbox", "flying") if row["id"] not in flying]
    for operation in left:
        tx.query("outbox", "release", id=operation, now=now)
    tx.query("outbox", "heal", now=now, behind=BEHIND)
    return len(left)


def drop_for_person(tx: Transaction, person: int, now: int, why: str) -> int:
    """Drop all that waits for `person`, alerts too; gives how many. What is in flight cannot be called back."""
    dropped: int = tx.query("outbox", "drop_person", person_id=person, now=now, failure=why)
    return dropped


def waiting_notices(tx: Transaction, person: int) -> list[tuple[int, str | None, bytes]]:
    """(id, what it is about, sealed body) of the notices and check-ins that still wait for `person`."""
    rows = tx.query("outbox", "waiting_notices", person_id=person)
    return [(row["id"], row["subject"], bytes(row["body"])) for row in rows]


def drop(tx: Transaction, operation: int, now: int, why: str) -> bool:
    """End one that still waits; False where it was taken already."""
    row = tx.query("outbox", "drop_one", id=operation, now=now, failure=why)
    if row is None:
        return False
    tx.query("outbox", "next", id=operation, lane=row["lane"], person_id=row["person_id"], now=now, behind=BEHIND)
    return True


def drop_about(tx: Transaction, person: int, subject: str, now: int, why: str) -> int:
    """Drop what waits to be said to `person` about `subject`; gives how many. What is in flight arrives."""
    waiting = tx.query("outbox", "waiting_about", person_id=person, subject=subject)
    return sum(drop(tx, row["id"], now, why) for row in waiting)


def waits_about(tx: Transaction, person: int, subject: str, since: int) -> bool:
    """Whether something put there since then still waits to be said to `person` about `subject`."""
    waiting = tx.query("outbox", "waiting_about", person_id=person, subject=subject)
    return any(row["created_at"] >= since for row in waiting)


def covered(tx: Transaction, person: int) -> list[tuple[int, bytes]]:
    """(id, sealed body) of what waits for `person` to open it, in order."""
    return [(row["id"], bytes(row["body"])) for row in tx.query("outbox", "covered", person_id=person)]


def is_covered(tx: Transaction, person: int, subject: str, part: int) -> bool:
    """Whether this very message waits for `person` to open it."""
    return tx.query("outbox", "covers", person_id=person, subject=subject, part=part) is not None


def freeze(tx: Transaction, person: int) -> None:
    """What the bot would say to `person` on its own, and has not yet, waits until everything goes on."""
    tx.query("outbox", "freeze", person_id=person)


def frozen(tx: Transaction, person: int) -> list[dict[str, Any]]:
    """The rows that wait for `person` until everything goes on, in order."""
    rows: list[dict[str, Any]] = tx.query("outbox", "frozen", person_id=person)
    return rows


def is_frozen(tx: Transaction, person: int, subject: str, part: int) -> bool:
    """Whether this very message waits until everything goes on."""
    return tx.query("outbox", "freezes", person_id=person, subject=subject, part=part) is not None


def uncover(tx: Transaction, person: int, now: int) -> int:
    """Let all that was covered go, in its order; gives how many."""
    number: int = tx.query("outbox", "uncover", person_id=person, now=now)
    return number


def cover_anew(tx: Transaction, person: int, now: int) -> int:
    """What waits for `person` to open it has its whole time from now on; gives how many."""
    number: int = tx.query("outbox", "cover_anew", person_id=person, now=now)
    return number


def drop_unopened(tx: Transaction, before: int, hushed_before: int, now: int) -> int:
    """End what nobody opened since that time, or since the other where nothing is pushed to them before their yes. It
    comes back as an event, as what was refused does; gives how many."""
    old = tx.query("outbox", "unopened", before=before, hushed_before=hushed_before)
    for row in old:
        _end(tx, row["id"], row["person_id"], Lane(row["lane"]), now, "failed", REFUSED + "not opened")
    return len(old)


def counts(tx: Transaction) -> list[Count]:
    """The rows that are not done, by lane and state; reads them all, so not for every turn."""
    rows = tx.query("outbox", "counts")
    return [Count(Lane(row["lane"]), row["state"], row["number"], row["oldest"]) for row in rows]


def find_message(tx: Transaction, person: int, subject: str, part: int = 0) -> int | None:
    """The message id under which `subject` stands in the chat of `person`; None if it never arrived or was deleted."""
    found: int | None = tx.query("outbox", "message", person_id=person, subject=subject, part=part)
    return found


def parts(tx: Transaction, person: int, subject: str) -> list[int]:
    """The parts of a message that stand in somebody's chat, are on the way there, or wait to be opened."""
    return [row["part"] for row in tx.query("outbox", "parts", person_id=person, subject=subject)]


def sent_at(tx: Transaction, person: int, subject: str) -> int | None:
    """When the first part of a message was sent; None where it never was, or is forgotten."""
    at: int | None = tx.query("outbox", "sent_at", person_id=person, subject=subject)
    return at


def forget_done(tx: Transaction, before: int) -> int:
    """Delete rows that were done before that time and told; gives how many."""
    gone: int = tx.query("outbox", "forget", before=before)
    return gone


def forget_sent(tx: Transaction, unit: str | None, before: int) -> int:
    """Delete the message ids of `unit` (None: of messages of no unit) that were sent before that time."""
    gone: int = tx.query("outbox", "forget_sent", unit_id=unit, before=before)
    return gone


def _take(
    tx: Transaction, lane: Lane, row: dict[str, Any], now: int, resting: Mapping[int, int], chat_of: ChatOf
) -> Operation | None:
    """Claim this first row of its lane, or put it aside, or end it."""
    operation, person = row["id"], row["person_id"]
    where = {"person_id": person, "subject": row["subject"], "part": row["part"]}
    if row["expires_at"] is not None and row["expires_at"] <= now:
        _end(tx, operation, person, lane, now, "dropped", "expired")
        return None
    if (rested := resting.get(person, now)) > now:
        tx.query("outbox", "move", id=operation, not_before=rested)
        return None
    message = None
    if row["method"] in ON_A_MESSAGE:
        if tx.query("outbox", "earlier", id=operation, **where):
            tx.query("outbox", "move", id=operation, not_before=now + SEND_FIRST_MS)
            return None
        message = tx.query("outbox", "message", **where)
        if message is None:
            _end(tx, operation, person, lane, now, "dropped", "its message is not there")
            return None
    try:
        chat = chat_of(tx, person)
    except Unreadable:
        # One damaged row must not stop the deliveries to everybody else.
        _end(tx, operation, person, lane, now, "failed", REFUSED + "its chat cannot be read")
        return None
    if chat is None:
        _end(tx, operation, person, lane, now, "failed", UNREACHABLE + NO_CHAT)
        return None
    taken = tx.query("outbox", "claim", id=operation, now=now)
    return Operation(**{**taken, "lane": lane, "body": bytes(taken["body"])}, chat_id=chat, message_id=message)


def _end(
    tx: Transaction, operation: int, person: int, lane: Lane, now: int, state: str, failure: str | None = None
) -> None:
    """Write how it ended, wipe the words, and let the next of this person's lane come forward."""
    tx.query("outbox", "finish", id=operation, state=state, now=now, failure=failure)
    tx.query("outbox", "next", id=operation, lane=lane, person_id=person, now=now, behind=BEHIND)


def _message(operation: Operation) -> dict[str, object]:
    return {"person_id": operation.person_id, "subject": operation.subject, "part": operation.part}
