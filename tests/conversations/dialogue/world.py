"""A world for dialogues in tests: looks answered from a table, decisions written down."""

from dataclasses import dataclass, field
from typing import Any

from conversations.dialogue.steps import Decision, Look


@dataclass(frozen=True, slots=True)
class Weather(Look[str]):
    """A look for tests."""


@dataclass(frozen=True, slots=True)
class Do(Decision[str]):
    """A decision for tests; its outcome is what was done."""

    what: str


@dataclass
class FakeWorld:
    weather: str = "sun"
    done: list[str] = field(default_factory=list)

    def look(self, look: Look[Any]) -> Any:
        assert isinstance(look, Weather)
        return self.weather

    def decide(self, decision: Decision[Any]) -> Any:
        assert isinstance(decision, Do)
        self.done.append(decision.what)
        return decision.what
