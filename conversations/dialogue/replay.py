"""Running a dialogue from its stored answers.

Between two events nothing of a dialogue is in memory. `arrive` runs the function again with the stored answers up to
the question that is open; `go_on` gives that very run one new answer and lets it act. Three rules make this safe,
whatever was deployed in between:

1. An answer counts only where replay arrives at the prompt that was shown (the caller compares `Place.prompt`).
2. Only an answer given in this turn may let a dialogue decide or end: `arrive` never carries out anything.
3. A prompt's identity is its kind and source string. A stored answer whose prompt changed, or whose value no longer
   reads, is where replay stops and asks again; the answers from there on are dropped.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from conversations.dialogue.prompts import Json, Prompt, Unreadable
from conversations.dialogue.steps import Decision, Dialogue, Look, Say, SendFile, Start, Step

MOST_STEPS = 500  # a dialogue that takes more steps without a question is a loop


class DialogueError(Exception):
    """A dialogue broke the rules of dialogues: a question after a decision, something that is not a step, a loop."""


class World(Protocol):
    """What looks and decisions are answered by; bot/services in the service, a dictionary in a test."""

    def look(self, look: Look[Any]) -> Any: ...

    def decide(self, decision: Decision[Any]) -> Any: ...


@dataclass(frozen=True, slots=True)
class Answer:
    """A stored answer: to which prompt, and its value as JSON."""

    identity: str
    value: Json


Said = Say | SendFile


@dataclass(slots=True)
class Place:
    """Where a dialogue waits: its open prompt, the answers that lead there, what was said since the last of them."""

    prompt: Prompt[Any]
    answers: tuple[Answer, ...]
    said: tuple[Said, ...]
    run: Dialogue


@dataclass(frozen=True, slots=True)
class Ended:
    """A dialogue that came to its end, with the one that goes on from there, if any."""

    said: tuple[Said, ...]
    next: Start | None = None


@dataclass(frozen=True, slots=True)
class Vanished:
    """After a change of code no question is left to ask for the stored answers: nothing was carried out."""


@dataclass(slots=True)
class _Walk:
    """One run of the generator, step by step."""

    run: Dialogue
    world: World
    said: list[Said] = field(default_factory=list)
    decided: bool = False

    def to_prompt(self, value: Any, *, may_act: bool) -> Prompt[Any] | Ended | Vanished:
        """Send `value` and go on to the next prompt or the end; Vanished where acting is needed but not allowed."""
        for _ in range(MOST_STEPS):
            try:
                step: Step[Any] = self.run.send(value)
            except StopIteration as end:
                return Ended(tuple(self.said), end.value) if may_act else Vanished()
            match step:
                case Prompt():
                    if self.decided:
                        raise DialogueError(
                            f"asks {step.identity!r} after a decision: return the next dialogue instead"
                        )
                    return step
                case Say() | SendFile():
                    self.said.append(step)
                    value = None
                case Look():
                    value = self.world.look(step)
                case Decision():
                    if not may_act:
                        return Vanished()
                    self.decided = True
                    value = self.world.decide(step)
                case _:
                    raise DialogueError(f"yields {step!r}, which is no prompt, say, look or decision")
        raise DialogueError(f"took {MOST_STEPS} steps without a question")


def begin(make: Callable[[], Dialogue], world: World) -> Place | Ended:
    """Start a dialogue. Starting is an act of this turn, so one without questions may decide and end at once."""
    return _act(_Walk(make(), world), None, ())


def _act(walk: _Walk, value: Any, answers: tuple[Answer, ...]) -> Place | Ended:
    match walk.to_prompt(value, may_act=True):
        case Prompt() as prompt:
            return Place(prompt, answers, tuple(walk.said), walk.run)
        case Ended() as end:
            return end
        case Vanished():
            raise DialogueError("a walk that may act cannot vanish")


def arrive(make: Callable[[], Dialogue], answers: Sequence[Answer], world: World) -> Place | Vanished:
    """Replay stored answers up to the question that is open now. Nothing is carried out."""
    walk = _Walk(make(), world)
    arrived = walk.to_prompt(None, may_act=False)
    for count, answer in enumerate(answers):
        if not isinstance(arrived, Prompt):
            return _one_step_back(make, answers[:count], world)
        if answer.identity != arrived.identity:
            return Place(arrived, tuple(answers[:count]), tuple(walk.said), walk.run)
        try:
            value = arrived.read(answer.value)
        except Unreadable:
            return Place(arrived, tuple(answers[:count]), tuple(walk.said), walk.run)
        walk.said.clear()
        arrived = walk.to_prompt(value, may_act=False)
    if not isinstance(arrived, Prompt):
        return _one_step_back(make, answers, world)
    return Place(arrived, tuple(answers), tuple(walk.said), walk.run)


def _one_step_back(make: Callable[[], Dialogue], answers: Sequence[Answer], world: World) -> Place | Vanished:
    """Stored answers alone must not act: ask the last question again."""
    return arrive(make, answers[:-1], world) if answers else Vanished()


def go_on(place: Place, value: Json, world: World) -> Place | Ended:
    """Give the open prompt the answer of this turn (as JSON, from `Prompt.take`) and let the dialogue act.

    Raises Unreadable when the prompt does not read its own value, DialogueError when the dialogue breaks the rules.
    """
    answers = (*place.answers, Answer(place.prompt.identity, value))
    return _act(_Walk(place.run, world), place.prompt.read(value), answers)


def back(make: Callable[[], Dialogue], answers: Sequence[Answer], world: World) -> Place | Vanished:
    """The question before: the last answer is dropped."""
    return arrive(make, answers[:-1], world)
