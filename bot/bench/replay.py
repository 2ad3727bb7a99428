"""What it costs to keep no dialogue in memory: going again through the answers given, at every event."""

from functools import partial
from typing import Any

from bot.bench.yardstick import ratio, row_by_key
from conversations.dialogue.prompts import Option, choose
from conversations.dialogue.replay import Answer, arrive
from conversations.dialogue.steps import Decision, Dialogue, Look
from conversations.dialogue.text import Text

QUESTIONS = 11
ANSWERS = (0, 1, 5, 10)


class _Nothing:
    """A world in which nothing is looked up: what is measured is the replay alone."""

    def look(self, look: Look[Any]) -> Any:
        return None

    def decide(self, decision: Decision[Any]) -> Any:
        return None


def _long_dialogue() -> Dialogue:
    for number in range(QUESTIONS):
        options = [Option(str(n), Text(f"Answer {n}"), n) for n in range(4)]
        yield from choose(Text(f"Question {number}?"), options)
    return None


def figures() -> list[tuple[str, float, str]]:
    """(what, ratio, of what): replays up to ten answers."""
    beside = row_by_key()
    found = []
    for number in ANSWERS:
        answers = [Answer(f"choose|Question {n}?", "1") for n in range(number)]
        again = partial(arrive, _long_dialogue, answers, _Nothing())
        found.append((f"replay of {number} answers", ratio(again, beside), "times as long as a row read by its key"))
    return found
