"""What words of danger, emergency, distress, violence, mourning, or of another language bring about.

The first part of a turn calls `react`; whatever happens in the second, the alert is written. Fixed answers by kind,
the same for every person; whom it told comes from the rota at this minute.
"""

import re

import structlog

from bot.clock import from_ms
from bot.events import Message
from bot.library.screens import own_name
from bot.open_question import answers_among_staff, answers_urgently
from bot.services import alerts, freezes, ladder, relay
from bot.services.holds import somebody_wrote
from bot.services.ladder import CLIMB
from bot.services.mourning import hear_of_a_death
from bot.services.pairs import other_name
from bot.services.presence import presence
from bot.services.registry import on_words
from bot.site import Unit
from bot.storage import alerts as rows
from bot.storage import freezes as freeze_rows
from bot.storage import holds
from bot.storage.database import StoreUnavailable
from bot.storage.pairs import Pair
from bot.talk import put_aside, start, waits
from bot.turn import Turn
from conversations.care.alerts import PERHAPS, Danger
from conversations.dialogue.prompts import numbered, plain
from conversations.dialogue.registry import ACCOMPANIED
from conversations.dialogue.steps import Say
from conversations.dialogue.text import Text, When, _
from conversations.everyone import danger, violence
from conversations.policies.safety_words import NOTHING, SECOND_READER, Screening

log = structlog.get_logger()

COMMAND = re.compile(r"/\w+(@\w+)?")
GONE_QUIET = frozenset({"menu", "aide", "help", "aide maintenant", "help now", "stop", "ok", "oui", "non", "yes", "no"})
"""Words that only steer (as a button's do), and say nothing that somebody would need to read."""


@on_words(10)
def react(turn: Turn, message: Message, screening: Screening) -> bool:
    """True: the words are answered. A failure here never leaves words of danger without numbers and an alert.

    It is tried twice: what two processes wrote at the same moment (an id, a row) goes well the second time.
    """
    if screening.rule == SECOND_READER and _steers(turn, message.text or ""):
        screening = NOTHING
    if screening.label == "danger":
        turn.danger = Danger(PERHAPS if screening.rule == SECOND_READER else screening.kind or "oneself")
    why = ""
    for _attempt in range(2):
        try:
            with turn.tx.savepoint():
                return _react(turn, message, screening)
        except StoreUnavailable:
            raise
        except Exception as problem:
            why = f"{type(problem).__name__} in words of {screening.label}"
            log.error("words could not be answered as they should", why=why)
    turn.tx.after_commit(lambda: turn.house.report(why))
    if screening.label not in ("danger", "medical"):
        return False
    if screening.kind == "violence":
        turn.speech.reply(turn.somebody, violence.first_answer(message.message_id))
        return True
    turn.speech.reply(turn.somebody, danger.numbers_whatever_happens(noted=_bare_alert(turn, screening)))
    return True


def _bare_alert(turn: Turn, screening: Screening) -> bool:
    """The least that must be there: the row and its first step, which the next sweep takes up. True: it is written.

    Only where the same words raise an alert without asking first.
    """
    unit = _unit_to_tell(turn)
    if screening.kind != "oneself" or screening.rule == SECOND_READER or unit is None:
        return False
    alert, person = turn.new_id(), turn.somebody.id
    rows.add(turn.tx, alert, unit.id, person, None, person, "danger-oneself", "now", screening.rule, turn.now_ms)
    turn.set_timer(CLIMB, alert, turn.now, unit.id)
    turn.danger = Danger("oneself", alert)
    return True


def _react(turn: Turn, message: Message, screening: Screening) -> bool:
    if _answers_among_staff(turn, message, screening) or _answers_what_goes_on(turn, message, screening):
        return False
    to = relay.writes_to(turn, message)
    relayed = to is not None
    if screening.label == "none":
        return _more_words(turn, message, relayed)
    if screening.label == "unread":
        return _unread(turn, message, relayed)
    if screening.rule == SECOND_READER and waits(turn):
        return _more_words(turn, message, relayed)
    if screening.rule == SECOND_READER:
        turn.speech.reply(turn.somebody, danger.perhaps(duty=_duty(turn)))
        _say_that_it_stays(turn, message)
        return not relayed
    match screening.kind:
        case "oneself" | "somebody-else":
            waits_for_whom = relay.waits_for_whom(turn, message)
            _danger(turn, message, screening, relayed)
            relayed = relayed or waits_for_whom
        case "violence":
            _violence(turn, message)
        case "medical":
            _medical(turn, joins=_keep(turn, message))
        case "death-news":
            if _death_stops_it(turn, message, screening, to or relay.stays_here(turn, message)):
                return True
        case _:
            _keep(turn, message)
            if not relayed:
                _distress(turn)
    if relayed:
        freezes.let_through(turn)
    else:
        _say_that_it_stays(turn, message)
    return not relayed


def _answers_among_staff(turn: Turn, message: Message, screening: Screening) -> bool:
    """What a unit's staff types into their own screens (a reason, words to a patient) speaks of others: it raises
    nothing. Where it reads as their own danger, one quiet line says where help is."""
    if message.kind != "text" or message.edited or not answers_among_staff(turn, message.text or ""):
        return False
    if screening.kind == "oneself":
        turn.speech.aside(turn.somebody, danger.for_you_too())
        turn.refresh()
    turn.danger = None
    return True


def _answers_what_goes_on(turn: Turn, message: Message, screening: Screening) -> bool:
    """The number of a call, or the yes to /stop: no more words for the alert, nor for anybody else. Words that mean
    danger or an emergency are never only an answer."""
    if screening.label in ("danger", "medical") and screening.rule != SECOND_READER:
        return False
    if screening.label == "none" and turn.somebody.frozen_until is None:
        return False
    return answers_urgently(turn, message.text or "")


def _danger(turn: Turn, message: Message, screening: Screening, relayed: bool) -> None:
    """The full answer and an alert; one short line while that alert is open, or where again nobody can be told."""
    kind = screening.kind or "oneself"
    frozen = freeze_rows.find(turn.tx, turn.somebody.id)
    same = frozen if frozen and frozen.kind == kind else None
    standing = freezes.open_alert(turn, same)
    if standing is not None and standing.level == "now":
        alerts.add_words(turn, standing.id, message.text or "")
        turn.danger = Danger(kind, standing.id)
        start(turn, "afterwards")
        return
    unit = _unit_to_tell(turn)
    asks_first = kind == "somebody-else" and not relayed
    if same and same.alert_id is None and (unit is None or asks_first):
        start(turn, "afterwards")
        return
    alert = None if unit is None or asks_first else _raise(turn, message, screening, unit)
    turn.danger = Danger(kind, alert)
    freezes.freeze(turn, kind, alert)
    if kind == "oneself":
        turn.speech.reply(turn.somebody, _oneself(turn, alert))
    elif asks_first and unit is not None:
        turn.speech.reply(turn.somebody, danger.somebody_else(_when(turn, unit)))
    else:
        told = alerts.told(turn, alert) if alert else danger.NOBODY_TOLD
        turn.speech.reply(turn.somebody, danger.somebody_else_told(told, alert, duty=_duty(turn)))


def _death_stops_it(turn: Turn, message: Message, screening: Screening, pair: Pair | None) -> bool:
    """True: these very words have stopped the contact they were for, also one in a pause; nothing was written since."""
    _keep(turn, message)
    before = holds.of_pair(turn.tx, pair.id) if pair else []
    hear_of_a_death(turn, message.text or "", screening.rule)
    if pair is None or holds.of_pair(turn.tx, pair.id) == before:
        return False
    if not _after_violence(turn):
        _not_passed_on(turn, pair)
    return True


def _say_that_it_stays(turn: Turn, message: Message) -> None:
    """Words for somebody to whom nothing goes now: whoever wrote them does not believe that they were read there."""
    pair = relay.stays_here(turn, message)
    if pair is None or _after_violence(turn):
        return
    if pair.state == "held":
        somebody_wrote(turn, pair)
    _not_passed_on(turn, pair)
    if pair.state == "closed":
        relay.is_left(turn)


def _after_violence(turn: Turn) -> bool:
    """What is said stays harmless then, and names nobody."""
    frozen = freeze_rows.find(turn.tx, turn.somebody.id)
    return frozen is not None and frozen.kind == "violence"


def _not_passed_on(turn: Turn, pair: Pair) -> None:
    me = turn.somebody
    not_read = danger.has_not_received_it(other_name(turn, pair, me.id)) if me.id == pair.patient_id else danger.stays()
    turn.speech.aside(me, not_read)


def _raise(turn: Turn, message: Message, screening: Screening, unit: Unit) -> int:
    return alerts.raise_alert(
        turn,
        kind="danger-oneself" if screening.kind == "oneself" else "danger-somebody",
        level="now",
        unit=unit.id,
        person=turn.somebody.id,
        rule=screening.rule,
        message=message.text,
    )


def _oneself(turn: Turn, alert_id: int | None) -> Say:
    """Text 6 where somebody on duty was told, text 7 where it waits for the next, else what is true."""
    alert = rows.find(turn.tx, alert_id) if alert_id else None
    if alert is None:
        return danger.oneself(danger.NOBODY_TOLD, None, duty=_duty(turn))
    if ladder.whom_it_reached(turn, alert) == "duty":
        return danger.oneself_told(alert.id)
    if alert.state == "open" and alert.told_at is None and alert.promised_at is not None:
        return danger.oneself_later(from_ms(alert.promised_at), alert.id)
    return danger.oneself(alerts.told(turn, alert.id), alert.id, duty=_duty(turn))


def _violence(turn: Turn, message: Message) -> None:
    """Harmless, whatever was said before, and no alert: nobody is told without a yes, nor do the words join one."""
    if _after_violence(turn):
        start(turn, "afterwards")
        return
    freezes.freeze(turn, "violence", None)
    turn.speech.reply(turn.somebody, violence.first_answer(message.message_id))


def _medical(turn: Turn, *, joins: bool) -> None:
    unit = _unit(turn)
    put_aside(turn)
    line, hours = (unit.line.number, unit.line.hours) if unit else (None, None)
    turn.speech.reply(turn.somebody, danger.medical(line, hours, joins=joins))


def _distress(turn: Turn) -> None:
    """Not in a relay: there the words go to the person who accompanies them, which is what they were written for."""
    if waits(turn):
        start(turn, "afterwards")
        return
    role = turn.me.role if turn.me else None
    turn.speech.reply(turn.somebody, danger.distress(in_unit=_unit(turn) is not None, may_ask=role in ACCOMPANIED))


def _unread(turn: Turn, message: Message, relayed: bool) -> bool:
    """A name may be in any script, and so may what one person writes to another. All else gets text S3."""
    takes_text, _shown = turn.somebody.shown(turn.house.sealer)
    _keep(turn, message)
    if relayed:
        freezes.let_through(turn)
    if relayed or (takes_text and turn.somebody.prompt_is_last):
        return False
    screens = turn.house.renderer.catalogs.screens if turn.somebody.screens is None else ()
    languages = tuple((code, own_name(code)) for code in screens)
    turn.speech.reply(turn.somebody, danger.unread(languages, in_unit=_unit(turn) is not None))
    return True


def _more_words(turn: Turn, message: Message, relayed: bool) -> bool:
    """While everything waits, what is written joins the alert; routing says the one human line. What goes to a contact
    does not wait, and what does not reach one is said: a change of what was sent is answered by the relay."""
    _keep(turn, message)
    if relayed:
        freezes.let_through(turn)
    elif waits(turn) and not message.edited and not _steers(turn, message.text or ""):
        _say_that_it_stays(turn, message)
    return False


def _keep(turn: Turn, message: Message) -> bool:
    """Whether the words join an alert that a human has not finished with."""
    text = message.text or ""
    if not waits(turn) or text.startswith("/") or _steers(turn, text):
        return False
    frozen = freeze_rows.find(turn.tx, turn.somebody.id)
    alert = freezes.open_alert(turn, frozen)
    if frozen is None or alert is None or frozen.kind == "violence":
        return False
    alerts.add_words(turn, alert.id, text)
    return True


def _steers(turn: Turn, text: str) -> bool:
    """What stands on a button just shown, a command alone, or what is understood everywhere: it tells nothing."""
    if COMMAND.fullmatch(text.strip()):
        return True
    _takes_text, shown = turn.somebody.shown(turn.house.sealer)
    return plain(text) in GONE_QUIET or numbered(text) is not None or any(plain(b) == plain(text) for _d, b in shown)


def _unit(turn: Turn) -> Unit | None:
    return turn.unit()


def _duty(turn: Turn) -> bool | None:
    """Whether somebody is on duty who could call; None without a unit."""
    unit = turn.unit()
    return None if unit is None else bool(presence(turn, unit, turn.somebody.id).duty)


def _unit_to_tell(turn: Turn) -> Unit | None:
    """The unit that is told of danger: with consent, and where the unit's declared policy says so."""
    unit = turn.unit()
    if unit is None or turn.somebody.state != "consented" or not unit.choices.alert_on_danger:
        return None
    return unit


def _when(turn: Turn, unit: Unit) -> Text:
    here = presence(turn, unit, turn.somebody.id)
    if here.duty or here.next_at is None:
        return _("now") if here.duty else _("as soon as somebody is there")
    return _("from {when}", when=When(here.next_at))
