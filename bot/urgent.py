"""Typed answers to a dialogue that goes on while everything else waits: a call that is asked for, /stop."""

from bot.hats import allows
from bot.storage import dialogues, memberships
from bot.talk import waits
from bot.turn import Turn, me_of
from conversations.dialogue.prompts import Misread, Typed
from conversations.dialogue.registry import all_dialogues
from conversations.dialogue.replay import Vanished, arrive

LONGEST_ANSWER = 6  # words; who types more to an older question is telling something


def answers_urgently(turn: Turn, text: str) -> bool:
    """Whether these words answer the open question of such a dialogue.

    While everything else waits it stays answerable although something else was said since (that a human has seen the
    alert, a message of the person who accompanies them): a number typed for a call must never go anywhere else.
    """
    person = turn.somebody
    if not person.prompt_is_last and (not waits(turn) or len(text.split()) > LONGEST_ANSWER):
        return False
    row = dialogues.open_one(turn.tx, turn.house.sealer, person.id)
    definition = all_dialogues().get(row.name) if row else None
    if row is None or definition is None or not definition.urgent:
        return False
    hat = memberships.find(turn.tx, row.membership_id) if row.membership_id else None
    if not allows(definition, row, hat):
        return False
    me = me_of(person, hat)
    place = arrive(lambda: definition.make(me, row.subject), row.answers, turn)
    if isinstance(place, Vanished) or place.prompt.identity != row.shown:
        return False
    reader = turn.speech.reader(person)
    read = place.prompt.take(Typed(text), row.draft, lambda words: turn.house.renderer.plain(words, reader))
    return not isinstance(read, Misread)
