"""What a pair agreed: written by either, seen by both, in force once both have said yes."""

from dataclasses import replace
from datetime import timedelta

from bot.events import TimerDue
from bot.services.pairs import of_person, other_name
from bot.services.registry import answers, carries_out, on_pair_ended, on_pair_started, on_timer
from bot.services.waves import unit_of
from bot.storage import pairs
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.care.agreements import (
    RHYTHMS,
    SILENCES,
    TELLING,
    AgreementView,
    MayBeTold,
    MyAgreement,
    Propose,
    SayYesTo,
    Terms,
    from_json,
    to_json,
)
from conversations.care.profiles import TOPICS
from conversations.patient.agreements import agreement_changed, agreement_settled, to_agree_on

TO_AGREE = "to-agree"
AFTER_FIRST_WORDS = timedelta(hours=1)  # nothing of the program between the first words, or into how the AP is


def terms_of(turn: Turn, pair_id: int) -> Terms:
    """The terms as written, agreed or not; the defaults where nothing is written."""
    row = pairs.agreement(turn.tx, turn.house.sealer, pair_id)
    return from_json(row.words) if row else Terms()


@on_pair_started
def something_to_agree_on(turn: Turn, pair_id: int) -> None:
    """Proposed at the first contact, once its first words have been said and noted."""
    pair = pairs.find(turn.tx, pair_id)
    if pair is not None:
        turn.set_timer(TO_AGREE, pair_id, turn.now + AFTER_FIRST_WORDS, pair.unit_id)


@on_timer(TO_AGREE)
def propose_it(turn: Turn, event: TimerDue) -> None:
    """To the AP; what they write is put to the patient, with the question that is theirs alone."""
    pair = pairs.find(turn.tx, event.subject)
    if pair is None or pair.state != "active" or pairs.agreement(turn.tx, turn.house.sealer, pair.id) is not None:
        return
    turn.speech.notice(pair.ap_id, to_agree_on(other_name(turn, pair, pair.ap_id), pair.id), unit=pair.unit_id)


@on_pair_ended
def nothing_left_to_agree_on(turn: Turn, pair_id: int, why: str) -> None:
    turn.cancel_timer(TO_AGREE, pair_id)


@answers(MyAgreement)
def my_agreement(turn: Turn, look: MyAgreement) -> AgreementView | None:
    pair = of_person(turn, look.pair)
    if pair is None:
        return None
    row = pairs.agreement(turn.tx, turn.house.sealer, pair.id)
    as_patient = turn.somebody.id == pair.patient_id
    patient, ap = (row.patient_agreed, row.ap_agreed) if row else (False, False)
    choices = unit_of(turn, pair.unit_id).choices
    return AgreementView(
        pair=pair.id,
        other=other_name(turn, pair, turn.somebody.id),
        terms=from_json(row.words) if row else Terms(),
        written=row is not None,
        mine=patient if as_patient else ap,
        theirs=ap if as_patient else patient,
        as_patient=as_patient,
        by_phone=pair.patient_id is None,
        means=choices.means,
        topics=tuple(topic for topic in choices.topics or TOPICS if topic in TOPICS),
    )


@carries_out(Propose)
def propose(turn: Turn, decision: Propose) -> bool:
    """Who writes has said yes; the other is asked. For a guest the AP settles it on the phone, alone."""
    pair = of_person(turn, decision.pair)
    terms = decision.terms
    if pair is None or terms.rhythm not in RHYTHMS or terms.silence_days not in SILENCES:
        return False
    as_patient = turn.somebody.id == pair.patient_id
    kept = replace(terms, may_be_told=terms_of(turn, pair.id).may_be_told)
    _write(turn, pair, kept, patient=as_patient or pair.patient_id is None, ap=not as_patient)
    other = pair.other(turn.somebody.id)
    if other is not None and pair.state != "held":
        turn.speech.notice(other, agreement_changed(other_name(turn, pair, other), pair.id), unit=pair.unit_id)
    return True


def _write(turn: Turn, pair: Pair, terms: Terms, *, patient: bool, ap: bool) -> None:
    pairs.write_agreement(turn.tx, turn.house.sealer, pair.id, to_json(terms), patient=patient, ap=ap, now=turn.now_ms)


@carries_out(SayYesTo)
def say_yes_to(turn: Turn, decision: SayYesTo) -> bool:
    pair = of_person(turn, decision.pair)
    if pair is None:
        return False
    as_ap = turn.somebody.id == pair.ap_id
    if not pairs.say_yes(turn.tx, pair.id, as_ap=as_ap):
        return False
    other = pair.other(turn.somebody.id)
    if other is not None and pair.state != "held":
        turn.speech.notice(other, agreement_settled(other_name(turn, pair, other), pair.id), unit=pair.unit_id)
    return True


@carries_out(MayBeTold)
def may_be_told(turn: Turn, decision: MayBeTold) -> bool:
    """Asked of the patient beforehand, and theirs alone: writing it asks nobody's yes."""
    pair = of_person(turn, decision.pair)
    if pair is None or turn.somebody.id != pair.patient_id or decision.answer not in TELLING:
        return False
    row = pairs.agreement(turn.tx, turn.house.sealer, pair.id)
    terms = replace(from_json(row.words) if row else Terms(), may_be_told=decision.answer)
    _write(turn, pair, terms, patient=bool(row and row.patient_agreed), ap=bool(row and row.ap_agreed))
    return True
