"""Erasing a person: what goes with their row by itself, what has to be told to go, and what stays for a while.

Every table that holds something of a person either names people in a foreign key that deletes with them, or is dealt
with here; a test fills every table of the schema on both databases and looks for what was forgotten.
"""

from bot.storage import people
from bot.storage.database import Database, StoreUnavailable, Transaction
from bot.storage.people import Person
from bot.storage.sealing import Sealer

FORGET = (
    # Timers and letters first: they are found through rows that go with the person.
    "forget_timers",
    "forget_letters",
    "forget_outbox",
    "forget_sent",
    "forget_traces",
    "forget_farewells",
    "forget_requests",
    "forget_pairs",
    "forget_appointments",
    "forget_own_steps",
    "forget_own_openings",
    "forget_own_alerts",
    "forget_alerts",
    "forget_steps",
    "forget_openings",
    "forget_tasks",
    "forget_drills",
    "forget_holds",
)
MOVES = (
    # In this order: tasks stay for the sake of alerts and contacts that have been moved before them.
    "move_requests",
    "move_pairs_of_patient",
    "move_pairs_of_ap",
    "move_holds",
    "move_alerts",
    "move_tasks",
)


def is_needed(tx: Transaction, person: int) -> bool:
    """Whether a human of a unit still has to deal with something of this person: an alert other than routine, a
    complaint, a contact that is held until somebody has spoken (care requirements 6, 8 and 13)."""
    return bool(tx.query("erasing", "needed", person_id=person))


def is_flying(tx: Transaction, person: int) -> bool:
    """Whether the deliverer has something for this person in its hands, and will write down how it went."""
    return bool(tx.query("erasing", "flying", person_id=person))


def is_busy(tx: Transaction, person: int) -> bool:
    """Whether something waits to be said to this person, or asks them something."""
    return bool(tx.query("erasing", "busy", person_id=person))


def alerts_in_hand(tx: Transaction, person: int) -> list[int]:
    """The alerts about others that this person took and has not closed."""
    return [row["id"] for row in tx.query("erasing", "taken_alerts", person_id=person)]


def tasks_in_hand(tx: Transaction, person: int) -> list[int]:
    return [row["id"] for row in tx.query("erasing", "taken_tasks", person_id=person)]


def strip(tx: Transaction, sealer: Sealer, person: Person, aside: int, now: int) -> bool:
    """Erase everything of a person but how to reach them; True where something stays that a human still needs.

    The row of `people` is deleted, and everything that hangs on it, and written again bare: chat, language, way of
    reading, state "stopped". What is needed is lifted aside before, to a row with the new id `aside`, and put back;
    the first name stays with it, because whoever calls asks for it.
    """
    needed = is_needed(tx, person.id)
    chat = person.chat_id(sealer)
    if needed:
        _bare(tx, person, aside, sealer.hash(f"aside {aside}"), person.sealed_chat, None, now)
        _move(tx, person.id, aside)
    _forget(tx, person.id)
    people.erase(tx, person.id)
    _bare(
        tx, person, person.id, sealer.hash(str(chat)), person.sealed_chat, person.sealed_name if needed else None, now
    )
    if needed:
        _move(tx, aside, person.id)
        people.erase(tx, aside)
    return needed


def erase(tx: Transaction, person: int) -> None:
    """The end: every row that still names this person. What is in flight must have landed (is_flying)."""
    _forget(tx, person)
    tx.query("erasing", "forget_flying", person_id=person)
    people.erase(tx, person)


async def files_are_wiped(database: Database) -> bool:
    """Make sure that what was deleted is not left in the database's files; False where that has to be tried again."""
    try:
        await database.wipe()
    except StoreUnavailable:
        return False
    return True


def _forget(tx: Transaction, person: int) -> None:
    for name in FORGET:
        tx.query("erasing", name, person_id=person)


def _move(tx: Transaction, from_id: int, to_id: int) -> None:
    for name in MOVES:
        tx.query("erasing", name, from_id=from_id, to_id=to_id)


def _bare(
    tx: Transaction, person: Person, row: int, chat_hash: bytes, chat: bytes, name: bytes | None, now: int
) -> None:
    tx.query(
        "erasing",
        "bare",
        id=row,
        chat_hash=chat_hash,
        chat=chat,
        name=name,
        language=person.language,
        screen_reader=person.screen_reader,
        prompt_number=person.prompt_number,
        now=now,
    )
