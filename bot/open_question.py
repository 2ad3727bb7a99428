"""What is typed while a question is open: whether it is the answer, before the words are taken for anything else."""

from dataclasses import dataclass
from typing import Any

from bot.hats import allows
from bot.storage import dialogues, memberships
from bot.talk import waits
from bot.turn import Turn, me_of
from conversations.dialogue.prompts import AskText, Json, Misread, Prompt, Skippable, Typed
from conversations.dialogue.registry import STAFF, Definition, all_dialogues
from conversations.dialogue.replay import Vanished, arrive

LONGEST_ANSWER = 6  # words; who types more to an older question is telling something


def answers_urgently(turn: Turn, text: str) -> bool:
    """Whether these words answer the open question of a dialogue that goes on while everything else waits.

    It stays answerable then although something else was said since (that a human has seen the alert, a message of the
    person who accompanies them): a number typed for a call must never go anywhere else. A question that takes any words
    at all says nothing about what these are.
    """
    if not turn.somebody.prompt_is_last and (not waits(turn) or len(text.split()) > LONGEST_ANSWER):
        return False
    question = _open_question(turn)
    if question is None or not question.dialogue.urgent or _takes_anything(question.prompt):
        return False
    return _is_answer(turn, question, text)


def answers_among_staff(turn: Turn, text: str) -> bool:
    """Whether these words answer the open question, asked just now, of a dialogue that only a unit's staff may run."""
    if not turn.somebody.prompt_is_last or text.startswith("/"):
        return False
    question = _open_question(turn)
    if question is None or question.dialogue.roles is None or not question.dialogue.roles <= STAFF:
        return False
    return _is_answer(turn, question, text)


@dataclass(frozen=True, slots=True)
class _Question:
    dialogue: Definition
    prompt: Prompt[Any]
    draft: Json


def _open_question(turn: Turn) -> _Question | None:
    """The dialogue that is open, and its prompt as it was shown."""
    person = turn.somebody
    row = dialogues.open_one(turn.tx, turn.house.sealer, person.id)
    definition = all_dialogues().get(row.name) if row else None
    if row is None or definition is None:
        return None
    hat = memberships.find(turn.tx, row.membership_id) if row.membership_id else None
    if not allows(definition, row, hat):
        return None
    me = me_of(person, hat)
    place = arrive(lambda: definition.make(me, row.subject), row.answers, turn)
    if isinstance(place, Vanished) or place.prompt.identity != row.shown:
        return None
    return _Question(definition, place.prompt, row.draft)


def _is_answer(turn: Turn, question: _Question, text: str) -> bool:
    reader = turn.speech.reader(turn.somebody)
    read = question.prompt.take(Typed(text), question.draft, lambda words: turn.house.renderer.plain(words, reader))
    return not isinstance(read, Misread)


def _takes_anything(prompt: Prompt[Any]) -> bool:
    return isinstance(prompt.inner if isinstance(prompt, Skippable) else prompt, AskText)
