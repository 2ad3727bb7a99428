"""Rows of dialogues: name, subject, answers so far and the prompt that was shown."""

import json
from dataclasses import dataclass
from typing import Any

from bot.storage.database import Transaction
from bot.storage.sealing import Sealer
from conversations.dialogue.replay import Answer


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    person_id: int
    membership_id: int | None
    name: str
    subject: str | None
    answers: tuple[Answer, ...]
    shown: str | None
    draft: Any


def _row(row: dict[str, Any] | None, sealer: Sealer) -> Row | None:
    if row is None:
        return None
    answers = json.loads(sealer.open(bytes(row["answers"]), "dialogues", "answers", row["id"]))
    draft = json.loads(sealer.open(bytes(row["draft"]), "dialogues", "draft", row["id"])) if row["draft"] else None
    return Row(
        row["id"],
        row["person_id"],
        row["membership_id"],
        row["name"],
        row["subject"],
        tuple(Answer(identity, value) for identity, value in answers),
        row["shown"],
        draft,
    )


def open_one(tx: Transaction, sealer: Sealer, person: int) -> Row | None:
    return _row(tx.query("dialogues", "open", person_id=person), sealer)


def latest_aside(tx: Transaction, sealer: Sealer, person: int, since: int) -> Row | None:
    return _row(tx.query("dialogues", "latest_aside", person_id=person, since=since), sealer)


def add(
    tx: Transaction,
    sealer: Sealer,
    dialogue: int,
    person: int,
    membership: int | None,
    name: str,
    subject: str | None,
    now: int,
) -> Row:
    """Open a dialogue; whatever was open must have been set aside or ended before."""
    answers = sealer.seal("[]", "dialogues", "answers", dialogue)
    tx.query(
        "dialogues",
        "add",
        id=dialogue,
        person_id=person,
        membership_id=membership,
        name=name,
        subject=subject,
        answers=answers,
        now=now,
    )
    return Row(dialogue, person, membership, name, subject, (), None, None)


def save(
    tx: Transaction, sealer: Sealer, dialogue: int, answers: tuple[Answer, ...], shown: str, draft: Any, now: int
) -> None:
    words = json.dumps([[a.identity, a.value] for a in answers])
    sealed = sealer.seal(words, "dialogues", "answers", dialogue)
    sealed_draft = sealer.seal(json.dumps(draft), "dialogues", "draft", dialogue) if draft is not None else None
    tx.query("dialogues", "save", id=dialogue, answers=sealed, shown=shown, draft=sealed_draft, now=now)


def set_aside(tx: Transaction, person: int, now: int) -> bool:
    return bool(tx.query("dialogues", "set_aside", person_id=person, now=now))


def reopen(tx: Transaction, dialogue: int, person: int, now: int) -> bool:
    return bool(tx.query("dialogues", "reopen", id=dialogue, person_id=person, now=now))


def end(tx: Transaction, dialogue: int) -> None:
    tx.query("dialogues", "end", id=dialogue)


def end_all(tx: Transaction, person: int) -> None:
    tx.query("dialogues", "end_all", person_id=person)


def forget_aside(tx: Transaction, before: int) -> None:
    tx.query("dialogues", "forget_aside", before=before)
