"""What goes out on the second path (e-mail, pager) when an alert reaches a rung that the unit chose for it."""

import json
from datetime import timedelta

from bot.site import Unit
from bot.storage import alerts, second_path
from bot.turn import Turn
from conversations.dialogue.text import Hour, Text, unasked
from conversations.policies.escalation import Rung

SUBJECT = unasked("Somebody is waiting for an answer")
ALARM_SUBJECT = unasked("The companion needs somebody to look at it")
KEPT_FOR = timedelta(days=30)


def write(turn: Turn, unit: Unit, alert: int, rung: Rung) -> bool:
    """Queue what the unit wants on this rung; from the coordination on, whatever it has. True where something goes."""
    last = rung in ("coordinator", "again")
    mails = unit.on_call.emails if last or rung in unit.on_call.email_steps else ()
    pager = unit.on_call.pager_url if last or rung in unit.on_call.pager_steps else None
    return _put(turn, unit, alert, mails, pager, SUBJECT, _waiting(turn), rung)


def alarm(turn: Turn, unit: Unit, alert: int | None, words: Text) -> bool:
    """Every way the unit has, for what the ladder alone does not solve. True where something goes."""
    text = _plain(turn, unit, words)
    return _put(turn, unit, alert, unit.on_call.emails, unit.on_call.pager_url, ALARM_SUBJECT, text, "again")


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


def _one(turn: Turn, unit: Unit, alert: int | None, way: str, target: str, body: str) -> None:
    second_path.put(
        turn.tx,
        turn.house.sealer,
        turn.new_id(),
        unit=unit.id,
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
