"""Rows of the relay: where a person's words go, how much was written, and the ids by which messages are found again."""

from dataclasses import dataclass

from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Desk:
    """`pair_id`: chosen last, None before any choice; `came_from`: that, or whose message arrived since; `at`: when."""

    person_id: int
    pair_id: int | None
    came_from: int | None
    at: int


@dataclass(frozen=True, slots=True)
class Activity:
    """When each side wrote last and when the last contact outside the relay was, in milliseconds UTC.

    `unanswered_since`: the oldest word of the patient since the AP's last word or contact; `nudged_at`: when the AP was
    asked about this silence.
    """

    patient_wrote_at: int | None
    ap_wrote_at: int | None
    contact_at: int | None
    nudged_at: int | None
    unanswered_since: int | None

    @property
    def last(self) -> int | None:
        return max((t for t in (self.patient_wrote_at, self.ap_wrote_at, self.contact_at) if t), default=None)


@dataclass(frozen=True, slots=True)
class Known:
    """A message of a chat that belongs to the relay. `mine`: written in that chat; else it came in there."""

    mine: bool
    pair: int
    source: int
    part: int
    sent_at: int


@dataclass(frozen=True, slots=True)
class Month:
    month: str
    by_ap: bool
    messages: int
    late: int
    overridden: int


def relayed(pair: int, source: int) -> str:
    """What the receiver's copy is called; `source` is the message id in the writer's chat. The pictures of an album are
    the parts of one copy, called by the first."""
    return f"relay:{pair}:{source}"


def mine(pair: int, source: int) -> str:
    """What the writer's own message is called, for the sign that it left."""
    return f"mine:{pair}:{source}"


def parse(subject: str | None) -> tuple[str, int, int] | None:
    """("relay" or "mine", pair, source), or None for any other subject."""
    kind, _, rest = (subject or "").partition(":")
    pair, _, source = rest.partition(":")
    if kind in ("relay", "mine") and pair.isdecimal() and source.isdecimal():
        return kind, int(pair), int(source)
    return None


def desk(tx: Transaction, person: int) -> Desk | None:
    row = tx.query("relay", "desk", person_id=person)
    return Desk(row["person_id"], row["pair_id"], row["came_from"], row["at"]) if row else None


def set_desk(tx: Transaction, person: int, pair: int, now: int) -> None:
    tx.query("relay", "set_desk", person_id=person, pair_id=pair, now=now)


def came_in(tx: Transaction, person: int, pair: int, now: int) -> None:
    tx.query("relay", "came_in", person_id=person, pair_id=pair, now=now)


def leave_desk(tx: Transaction, person: int) -> None:
    tx.query("relay", "leave_desk", person_id=person)


def activity(tx: Transaction, pair: int) -> Activity:
    row = tx.query("relay", "activity", pair_id=pair)
    return Activity(**{name: row[name] if row else None for name in Activity.__dataclass_fields__})


def wrote(tx: Transaction, pair: int, unit: str, now: int, *, by_ap: bool) -> None:
    tx.query("relay", "ap_wrote" if by_ap else "patient_wrote", pair_id=pair, unit_id=unit, now=now)


def had_contact(tx: Transaction, pair: int, unit: str, now: int) -> None:
    tx.query("relay", "had_contact", pair_id=pair, unit_id=unit, now=now)


def began_anew(tx: Transaction, pair: int, now: int) -> None:
    """No silence is counted from before this time; what was unanswered still is."""
    tx.query("relay", "began_anew", pair_id=pair, now=now)


def nudged(tx: Transaction, pair: int, unit: str, now: int) -> None:
    tx.query("relay", "nudged", pair_id=pair, unit_id=unit, now=now)


def count(
    tx: Transaction, pair: int, month: str, *, by_ap: bool, messages: int = 0, late: int = 0, overridden: int = 0
) -> None:
    tx.query(
        "relay", "count", pair_id=pair, month=month, by_ap=by_ap, messages=messages, late=late, overridden=overridden
    )


def months(tx: Transaction, pair: int) -> list[Month]:
    """What was counted of a pair, oldest month first."""
    rows = tx.query("relay", "months", pair_id=pair)
    return [Month(r["month"], bool(r["by_ap"]), r["messages"], r["late"], r["overridden"]) for r in rows]


def by_message(tx: Transaction, person: int, message_id: int) -> Known | None:
    """What a message of somebody's own chat is in the relay; None where it is none of it, or its days are over."""
    row = tx.query("relay", "by_message", person_id=person, message_id=message_id)
    named = parse(row["subject"]) if row else None
    if row is None or named is None:
        return None
    kind, pair, source = named
    return Known(kind == "mine", pair, source, row["part"], row["sent_at"])


def is_undelivered(tx: Transaction, person: int, pair: int) -> bool:
    """Whether something relayed in a pair has left and is not in that person's chat: on its way, or to be opened."""
    return tx.query("relay", "undelivered", person_id=person, prefix=f"relay:{pair}:") is not None


def newest_mine(tx: Transaction, person: int, pair: int) -> Known | None:
    """The message somebody relayed last in a pair; of an album its last picture."""
    row = tx.query("relay", "newest_mine", person_id=person, prefix=f"mine:{pair}:")
    named = parse(row["subject"]) if row else None
    return Known(True, pair, named[2], row["part"], row["sent_at"]) if row and named else None


def remember_mine(
    tx: Transaction, person: int, pair: int, source: int, part: int, message_id: int, unit: str, now: int
) -> None:
    """`part`: which picture of the album that begins with `source`; 0 for anything else."""
    tx.query(
        "relay",
        "remember_mine",
        person_id=person,
        subject=mine(pair, source),
        part=part,
        message_id=message_id,
        unit_id=unit,
        now=now,
    )


def forget_message(tx: Transaction, person: int, subject: str, part: int) -> None:
    tx.query("relay", "forget_message", person_id=person, subject=subject, part=part)


def forget_pair(tx: Transaction, pair: int, before: int) -> int:
    """Forget the message ids of a pair up to that time; gives how many."""
    gone: int = tx.query("relay", "forget_pair", before=before, relayed=f"relay:{pair}:", mine=f"mine:{pair}:")
    return gone


def oldest_of_pair(tx: Transaction, pair: int) -> int | None:
    oldest: int | None = tx.query("relay", "oldest_of_pair", relayed=f"relay:{pair}:", mine=f"mine:{pair}:")
    return oldest
