"""The four things a dialogue can do: ask, say, look, decide.

Each is a `Step[T]`: a dialogue writes `value = yield from step` and gets a T. What carries it out is replay.py (with
a `World` for looks and decisions); a dialogue never sees a database, a clock or Telegram.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from conversations.dialogue.text import Text

T_co = TypeVar("T_co", covariant=True)


class Step(Generic[T_co]):
    """Something a dialogue waits for; `yield from` it to get its value."""

    __slots__ = ()

    def __iter__(self) -> Generator["Step[Any]", Any, T_co]:
        value: T_co = yield self
        return value


class Look(Step[T_co]):
    """What a dialogue wants to know: read in the turn's transaction, afresh at every replay, never stored."""

    __slots__ = ()


class Decision(Step[T_co]):
    """What a dialogue wants done: carried out at once in the turn's transaction; its outcome comes back typed."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Me:
    """For whom a dialogue runs: ids only. `membership`, `unit` and `role` are of the hat the person wears for it."""

    person: int
    membership: int | None = None
    unit: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Start:
    """A button that starts a dialogue. The subject is looked up again for the person who taps: it is never believed."""

    dialogue: str
    label: Text
    subject: str | int | None = None


@dataclass(frozen=True, slots=True)
class Say(Step[None]):
    """Words without a question; they go out with the next prompt or the end.

    `cards` are ids of content/numbers.toml sent as contact cards after the text. `about` names the message, so that a
    later edit finds it ("offer:12"); `protect` asks Telegram to refuse forwarding and saving; `harmless`: nothing on it
    may tell somebody who reads over a shoulder what it is about, "Help now" neither.
    """

    text: Text
    buttons: tuple[Start, ...] = ()
    cards: tuple[str, ...] = ()
    about: str | None = None
    protect: bool = False
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class SendFile(Step[None]):
    """A small file made by a service (an .ics, an export, a recording), always said in words as well."""

    name: str
    content: bytes
    caption: Text
    voice: bool = False


Dialogue = Generator[Step[Any], Any, "Start | None"]
"""What a dialogue function returns: it may end with the `Start` of the next one (the label is not shown then)."""
