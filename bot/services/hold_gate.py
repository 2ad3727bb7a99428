"""A held contact stands still: whoever of the two taps on anything that would act on it reads the words of every pause.

No dialogue has to know it; each says in its registration what its subject is.
"""

from bot.services.holds import answer_to_writer
from bot.services.registry import gate
from bot.storage import appointments, pairs
from bot.storage.pairs import Pair
from bot.turn import Turn
from conversations.care.subjects import number_of
from conversations.dialogue.registry import Definition
from conversations.dialogue.steps import Say
from conversations.patient.hold_words import tapped_words


@gate
def stands_still(turn: Turn, definition: Definition, subject: str | None) -> Say | None:
    pair = _acted_on(turn, definition.acts_on, subject)
    if pair is None or pair.state != "held" or turn.somebody.id not in (pair.patient_id, pair.ap_id):
        return None
    return tapped_words(answer_to_writer(turn, pair))


def _acted_on(turn: Turn, what: str | None, subject: str | None) -> Pair | None:
    if what is None:
        return None
    if subject is None:
        mine = pairs.open_of(turn.tx, turn.somebody.id)
        return mine[0] if len(mine) == 1 else None
    if what == "appointment":
        appointment = appointments.find(turn.tx, number_of(subject))
        return pairs.find(turn.tx, appointment.pair_id) if appointment else None
    return pairs.find(turn.tx, number_of(subject))
