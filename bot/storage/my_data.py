"""Everything kept about one person, read for that very person: by noun, with what is sealed opened."""

import json
from dataclasses import dataclass
from typing import Any

from bot.clock import from_ms
from bot.storage.database import Transaction
from bot.storage.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Noun:
    """A query of my_data.sql and the table it is about; `sealed` is its sealed column."""

    name: str
    table: str
    sealed: str | None = None


NOUNS = (
    Noun("consents", "consents"),
    Noun("roles", "memberships"),
    Noun("profiles", "profiles", "words"),
    Noun("availability", "caseloads"),
    Noun("clearances", "clearances"),
    Noun("further_units", "shared_aps"),
    Noun("requests", "requests", "details"),
    Noun("offers", "offers"),
    Noun("contacts_with", "pairs"),
    Noun("agreements", "agreements", "words"),
    Noun("farewells", "farewells", "words"),
    Noun("logged_contacts", "contacts", "feeling"),
    Noun("appointments", "appointments", "number"),
    Noun("check_in_plans", "check_in_plans", "moment"),
    Noun("check_ins", "check_ins", "answer"),
    Noun("calls", "tasks", "number"),
    Noun("alerts", "alerts", "message"),
    Noun("openings", "openings"),
    Noun("shifts", "shifts"),
    Noun("absences", "overrides"),
    Noun("mirrors", "mirrors"),
)
YES_OR_NO = frozenset({"given", "weekends", "present"})  # SQLite gives booleans as 0 and 1

Rows = dict[str, list[dict[str, Any]]]


def rows_of(tx: Transaction, person: int) -> Rows:
    """By noun, as they are in the database; what is sealed stays sealed."""
    return {noun.name: list(tx.query("my_data", noun.name, person_id=person)) for noun in NOUNS}


def message_ids(tx: Transaction, person: int) -> int:
    """How many messages in this person's chat can still be found again."""
    number: int = tx.query("my_data", "message_ids", person_id=person)
    return number


def in_words(rows: Rows, sealer: Sealer) -> dict[str, list[dict[str, Any]]]:
    """The same as a reader understands it: opened, times as ISO 8601 in UTC, without ids and without what is empty."""
    told = {noun.name: [_told(noun, row, sealer) for row in rows[noun.name]] for noun in NOUNS}
    return {name: entries for name, entries in told.items() if entries}


def _told(noun: Noun, row: dict[str, Any], sealer: Sealer) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for column, value in row.items():
        if value is None or column == "id":
            continue
        if column == noun.sealed:
            told[column] = _opened(noun, row, sealer)
        elif column in YES_OR_NO:
            told[column] = bool(value)
        elif column == "at" or column.endswith(("_at", "_until")):
            told[column] = from_ms(value).isoformat()
        else:
            told[column] = value
    return told


def _opened(noun: Noun, row: dict[str, Any], sealer: Sealer) -> Any:
    """Sealed for its table, column and row; a profile for its side instead of a column. JSON where it is JSON."""
    column = str(row["side"]) if noun.name == "profiles" else str(noun.sealed)
    words = sealer.open(bytes(row[str(noun.sealed)]), noun.table, column, row["id"])
    try:
        return json.loads(words)
    except ValueError:
        return words
