"""Three questions after the second contact, where a unit evaluates; otherwise nothing is asked before the goodbye."""

import json
from datetime import timedelta

from bot.events import TimerDue
from bot.services.budget import may_write, next_try, wrote
from bot.services.pairs import of_person
from bot.services.presence import in_working_days
from bot.services.profiles import name_of
from bot.services.registry import answers, carries_out, on_timer
from bot.services.tasks import add_task
from bot.services.waves import unit_of
from bot.storage import contacts, pairs
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.care.evaluations import Evaluate, MyEvaluation
from conversations.care.profiles import Name
from conversations.dialogue.text import verbatim
from conversations.patient.evaluations import three_questions_now

EVALUATE, ANSWERS = "evaluate", "answers-underway"
AFTER_CONTACTS = 2
A_DAY_LATER = timedelta(days=1)
DAYS_TO_READ = 5  # working days: a week of the unit


def contact_logged(turn: Turn, pair: Pair) -> None:
    evaluates = unit_of(turn, pair.unit_id).choices.evaluates
    if evaluates and pair.patient_id is not None and len(contacts.of_pair(turn.tx, pair.id)) == AFTER_CONTACTS:
        turn.set_timer(EVALUATE, pair.id, turn.now + A_DAY_LATER, pair.unit_id)


@on_timer(EVALUATE)
def ask(turn: Turn, event: TimerDue) -> None:
    """Once, in a week in which nothing else came unasked."""
    pair = pairs.find(turn.tx, event.subject)
    if pair is None or pair.patient_id is None or not _is_asked(turn, pair):
        return
    if not may_write(turn, pair.patient_id):
        turn.set_timer(EVALUATE, pair.id, next_try(turn, pair.patient_id), pair.unit_id)
        return
    wrote(turn, pair.patient_id)
    turn.speech.notice(pair.patient_id, three_questions_now(name_of(turn, pair.ap_id), pair.id), unit=pair.unit_id)


def _is_asked(turn: Turn, pair: Pair) -> bool:
    answered = pairs.farewell(turn.tx, turn.house.sealer, pair.id, ANSWERS)
    return pair.state == "active" and unit_of(turn, pair.unit_id).choices.evaluates and answered is None


def _mine(turn: Turn, pair_id: int) -> Pair | None:
    pair = of_person(turn, pair_id)
    return pair if pair and pair.patient_id == turn.somebody.id and _is_asked(turn, pair) else None


@answers(MyEvaluation)
def my_evaluation(turn: Turn, look: MyEvaluation) -> Name | None:
    pair = _mine(turn, look.pair)
    return name_of(turn, pair.ap_id) if pair else None


@carries_out(Evaluate)
def evaluate(turn: Turn, decision: Evaluate) -> bool:
    """Kept sealed with the pair; words are for somebody of the unit to read, and go once they have. Words that were
    answered as danger are passed on to nobody."""
    pair = _mine(turn, decision.pair)
    if pair is None:
        return False
    me, said = turn.somebody.id, json.dumps({"helps": decision.helps, "often": decision.often})
    if decision.words and turn.danger is None:
        due = in_working_days(unit_of(turn, pair.unit_id), turn.now, DAYS_TO_READ)
        add_task(
            turn,
            kind="evaluation",
            unit=pair.unit_id,
            person=me,
            pair=pair.id,
            due=due,
            details=verbatim(decision.words),
        )
    return pairs.add_farewell(turn.tx, turn.house.sealer, turn.new_id(), pair, me, ANSWERS, said, turn.now_ms)
