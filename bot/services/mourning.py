"""What somebody's word that a person has died brings about: a hold, as from any other account (care.md 6 and 7).

Every automatic message stops in this transaction, a human of the unit reads it in the next half-day, and only a
supervisor confirms or lifts it. Which death it is about is never guessed: from a patient's account it may be theirs.
"""

from bot.clock import from_ms
from bot.services import alerts, freezes
from bot.services.holds import hold
from bot.services.pairs import other_name
from bot.site import Unit
from bot.storage import alerts as rows
from bot.storage import freezes as freeze_rows
from bot.storage import holds, pairs
from bot.talk import start
from bot.turn import Turn
from conversations.care.holds import DEATH, MOURNING
from conversations.care.profiles import Name
from conversations.dialogue.registry import PATIENT, STAFF
from conversations.dialogue.text import Text, When, _
from conversations.everyone import danger


def hear_of_a_death(turn: Turn, words: str, rule: str | None) -> None:
    """Answer words of mourning of the person of this turn; `rule` is the one of the safety words that matched."""
    if (frozen := freeze_rows.find(turn.tx, turn.somebody.id)) and frozen.kind == "death":
        start(turn, "afterwards")
        return
    role = turn.me.role if turn.me else None
    if role in STAFF:
        turn.speech.reply(turn.somebody, danger.mourning_among_staff())
        return
    unit = turn.unit()
    if unit is None or turn.somebody.state != "consented":
        freezes.freeze(turn, "death", None)
        turn.speech.reply(turn.somebody, danger.mourning(None, None))
        return
    alert = _alert(turn, unit, words, rule)
    why = DEATH if role == PATIENT else MOURNING
    held = hold(turn, person=turn.somebody.id, pair=None, why=why, by=turn.somebody.id, alert=alert)
    freezes.freeze(turn, "death", alert)
    turn.speech.reply(turn.somebody, danger.mourning(_when_read(turn, alert, held), alert, _accompanied(turn)))


def _alert(turn: Turn, unit: Unit, words: str, rule: str | None) -> int | None:
    """With the words, for whoever must know what was written; not where the unit declared that no words raise one."""
    if not unit.choices.alert_on_danger:
        return None
    return alerts.raise_alert(
        turn, kind="death", level="soon", unit=unit.id, person=turn.somebody.id, rule=rule, message=words
    )


def _when_read(turn: Turn, alert_id: int | None, hold_id: int) -> Text:
    alert = rows.find(turn.tx, alert_id) if alert_id else None
    if alert is None:
        made = holds.find(turn.tx, hold_id)
        return _("before {when}", when=When(from_ms(made.promised_at) if made else turn.now))
    if alert.told_at is None and alert.promised_at is not None:
        return _("from {when}", when=When(from_ms(alert.promised_at)))
    return _("today")


def _accompanied(turn: Turn) -> tuple[tuple[int, Name], ...]:
    """(pair, first name) of those this person accompanies: it may be about one of them, and one tap says so."""
    me = turn.somebody.id
    mine = [pair for pair in pairs.open_of(turn.tx, me) if pair.ap_id == me]
    return tuple((pair.id, other_name(turn, pair, me)) for pair in mine)
