"""Rows of people: their chat, their language, where they stand."""

import json
from dataclasses import dataclass
from typing import Any

from bot.storage.database import Transaction
from bot.storage.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Person:
    """`state`: new, consented, refused or stopped. Times in milliseconds UTC. The name is opened only when asked.

    `screens`: the language of what the site has in one more. `hides`: when their chat is emptied by itself (after-use,
    every-night).
    """

    id: int
    language: str
    screens: str | None
    zone: str | None
    membership_id: int | None
    state: str
    unreachable: bool
    frozen_until: int | None
    screen_reader: bool
    easy_pages: bool
    hides: str | None
    prompt_number: int
    prompt_is_last: bool
    last_unasked_at: int | None
    sealed_shown: bytes | None
    sealed_chat: bytes
    sealed_name: bytes | None
    created_at: int
    seen_at: int

    def chat_id(self, sealer: Sealer) -> int:
        return int(sealer.open(self.sealed_chat, "people", "chat", self.id))

    def shown(self, sealer: Sealer) -> tuple[bool, list[tuple[str, str]]]:
        """Of the last message with buttons: whether words are its answer, and (data, label) of each button."""
        if self.sealed_shown is None:
            return False, []
        takes_text, offers, *_to_come = json.loads(sealer.open(self.sealed_shown, "people", "shown", self.id))
        return takes_text, [(data, label) for data, label in offers]

    def name(self, sealer: Sealer) -> str | None:
        return sealer.open(self.sealed_name, "people", "name", self.id) if self.sealed_name else None


def _person(row: dict[str, Any] | None) -> Person | None:
    if row is None:
        return None
    return Person(
        id=row["id"],
        language=row["language"],
        screens=row["screens"],
        zone=row["zone"],
        membership_id=row["membership_id"],
        state=row["state"],
        unreachable=row["unreachable_at"] is not None,
        frozen_until=row["frozen_until"],
        screen_reader=bool(row["screen_reader"]),
        easy_pages=bool(row["easy_pages"]),
        hides=row["hides"],
        prompt_number=row["prompt_number"],
        prompt_is_last=bool(row["prompt_is_last"]),
        last_unasked_at=row["last_unasked_at"],
        sealed_shown=bytes(row["shown"]) if row["shown"] is not None else None,
        sealed_chat=bytes(row["chat"]),
        sealed_name=bytes(row["name"]) if row["name"] is not None else None,
        created_at=row["created_at"],
        seen_at=row["seen_at"],
    )


def find(tx: Transaction, person: int) -> Person | None:
    return _person(tx.query("people", "find", id=person))


def find_by_chat(tx: Transaction, sealer: Sealer, chat_id: int) -> Person | None:
    return _person(tx.query("people", "find_by_chat", chat_hash=sealer.hash(str(chat_id))))


def add(
    tx: Transaction, sealer: Sealer, person: int, chat_id: int, language: str, now: int, screens: str | None = None
) -> None:
    """A new person; nothing changes where the chat is known already."""
    chat = sealer.seal(str(chat_id), "people", "chat", person)
    chat_hash = sealer.hash(str(chat_id))
    tx.query("people", "add", id=person, chat_hash=chat_hash, chat=chat, language=language, screens=screens, now=now)


def seen(tx: Transaction, person: int, now: int) -> None:
    """Somebody wrote: they can be reached again."""
    tx.query("people", "seen", id=person, now=now)


def unreachable(tx: Transaction, person: int, now: int) -> bool:
    """True the first time only."""
    return bool(tx.query("people", "unreachable", id=person, now=now))


def set_language(tx: Transaction, person: int, language: str, screens: str | None = None) -> None:
    """`screens`: the language of the ten screens, where that is another one."""
    tx.query("people", "set_language", id=person, language=language, screens=screens)


def set_zone(tx: Transaction, person: int, zone: str | None) -> None:
    tx.query("people", "set_zone", id=person, zone=zone)


def set_name(tx: Transaction, sealer: Sealer, person: int, name: str) -> None:
    tx.query("people", "set_name", id=person, name=sealer.seal(name, "people", "name", person))


def set_state(tx: Transaction, person: int, state: str) -> None:
    tx.query("people", "set_state", id=person, state=state)


def set_membership(tx: Transaction, person: int, membership: int | None) -> None:
    tx.query("people", "set_membership", id=person, membership_id=membership)


def set_reading(tx: Transaction, person: int, *, screen_reader: bool, easy_pages: bool) -> None:
    tx.query("people", "set_reading", id=person, screen_reader=screen_reader, easy_pages=easy_pages)


def set_hides(tx: Transaction, person: int, hides: str | None) -> None:
    tx.query("people", "set_hides", id=person, hides=hides)


def freeze(tx: Transaction, person: int, until: int | None) -> None:
    tx.query("people", "freeze", id=person, until=until)


def prompt_shown(tx: Transaction, person: int, number: int) -> None:
    tx.query("people", "prompt_shown", id=person, number=number)


def prompt_passed(tx: Transaction, person: int) -> None:
    """Something else was shown after the open prompt: free text is no answer to it any more."""
    tx.query("people", "prompt_passed", id=person)


def set_shown(tx: Transaction, sealer: Sealer, person: int, words: str) -> None:
    """What the last message's buttons offer, as JSON pairs of data and label."""
    tx.query("people", "set_shown", id=person, shown=sealer.seal(words, "people", "shown", person))


def unasked_sent(tx: Transaction, person: int, now: int) -> None:
    tx.query("people", "unasked_sent", id=person, now=now)


def erase(tx: Transaction, person: int) -> None:
    tx.query("people", "erase", id=person)
