"""Counts of what readers thought of pages, without the readers."""

from typing import Any

from bot.storage.database import Transaction


def count(tx: Transaction, unit: str | None, page: str, language: str, answer: str) -> None:
    tx.query("page_opinions", "count", unit_id=unit or "", page=page, language=language, answer=answer)


def of_unit(tx: Transaction, unit: str | None) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tx.query("page_opinions", "of_unit", unit_id=unit or "")
    return rows
