"""What goes out on the second path (e-mail, pager) when an alert reaches a rung that the unit chose for it."""

import json
from collections.abc import Sequence
from datetime import timedelta

from bot.house import PARIS
from bot.services.registry import Finding, audits
from bot.site import Unit
from bot.storage import alerts, second_path
from bot.turn import Turn
from conversations.dialogue.text import Hour, Text, unasked
from conversations.policies.escalation import Rung

SUBJECT = unasked("Somebody is waiting for an answer")
ALARM_SUBJECT = unasked("The companion needs somebody to look at it")
DAY_MS = 86_400_000
KEPT_FOR = timedelta(days=30)


def write(turn: Turn, unit: Unit, alert: int, rungs: Sequence[Rung]) -> bool:
    """Queue what the unit wants on these rungs. True where something goes."""
    ways = [_ways(unit, rung) for rung in rungs]
    mails = next((mails for mails, _pager in ways if mails), ())
    pager = next((pager for _mails, pager in ways if pager), None)
    return _put(turn, unit, alert, mails, pager, SUBJECT, _waiting(turn), rungs[-1])


def wants(unit: Unit, rung: Rung) -> bool:
    """Whether something goes by the second path on that rung."""
    return any(_ways(unit, rung))


def _ways(unit: Unit, rung: Rung) -> tuple[tuple[str, ...], str | None]:
    """The addresses and the pager of a rung: from the coordination on, whatever the unit has."""
    last = rung in ("coordinator", "again")
    mails = unit.on_call.emails if last or rung in unit.on_call.email_steps else ()
    return mails, unit.on_call.pager_url if last or rung in unit.on_call.pager_steps else None


def alarm(turn: Turn, unit: Unit, alert: int | None, words: Text) -> bool:
    """Every way the unit has, for what the ladder alone does not solve. True where something goes."""
    text = _plain(turn, unit, words)
    return _put(turn, unit, alert, unit.on_call.emails, unit.on_call.pager_url, ALARM_SUBJECT, text, "again")


def to_operations(turn: Turn, lines: list[str]) -> None:
    """What the auditor found, to whoever keeps the program running."""
    site = turn.house.site
    subject = turn.house.renderer.catalogs.plain(ALARM_SUBJECT, site.languages[0], PARIS)
    letter = json.dumps({"subject": subject, "text": "\n".join(lines)}, ensure_ascii=False)
    for address in site.operations:
        _one(turn, None, None, "email", address, letter)


@audits
def what_never_went(turn: Turn) -> list[Finding]:
    """Letters that were tried for a day and given up."""
    since = turn.now_ms - DAY_MS
    return [
        Finding(f"{number} letters of {unit} were given up: nobody got them", unit)
        for unit, number in second_path.given_up(turn.tx, since)
    ]


def forget(turn: Turn) -> None:
    """At night, what has been done for long."""
    second_path.forget_done(turn.tx, turn.now_ms - int(KEPT_FOR.total_seconds() * 1000))


def _put(
    turn: Turn,
    unit: Unit,
    alert: int | None,
    mails: tuple[str, ...],
    pager: str | None,
    subject: Text,
    words: Text | str,
    rung: Rung,
) -> bool:
    text = words if isinstance(words, str) else _plain(turn, unit, words)
    letter = json.dumps({"subject": _plain(turn, unit, subject), "text": text}, ensure_ascii=False)
    for address in mails:
        _one(turn, unit, alert, "email", address, letter)
    if pager:
        call = {"unit": unit.id, "alert": str(alert or 0), "rung": rung, "at": turn.now.isoformat(), "text": text}
        _one(turn, unit, alert, "pager", pager, json.dumps(call, ensure_ascii=False))
    written = bool(mails or pager)
    if written and alert is not None:
        alerts.add_step(turn.tx, turn.new_id(), alert, "mailed", None, turn.now_ms)
    return written


def _one(turn: Turn, unit: Unit | None, alert: int | None, way: str, target: str, body: str) -> None:
    second_path.put(
        turn.tx,
        turn.house.sealer,
        turn.new_id(),
        unit=unit.id if unit else None,
        alert=alert,
        way=way,
        target=target,
        body=body,
        now=turn.now_ms,
    )


def _waiting(turn: Turn) -> Text:
    return unasked(
        "Somebody has been waiting for a human answer since {hour}. Please open the companion and take the alert.",
        hour=Hour(turn.now),
    )


def _plain(turn: Turn, unit: Unit, text: Text) -> str:
    """Letters go to addresses, not to readers: the site's first language."""
    return turn.house.renderer.catalogs.plain(text, turn.house.site.languages[0], unit.zone)
