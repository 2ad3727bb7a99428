"""Long lists, ten lines at a time: the most urgent ones first, the others one tap further."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from conversations.dialogue.steps import Start
from conversations.dialogue.text import Text, _

T = TypeVar("T")
MOST_LINES = 10  # of a message, that which says how many more there are included


class Page(Generic[T]):
    """What is shown of a list; `first` is the number of its first line in the whole."""

    def __init__(self, every: Sequence[T], subject: str | None) -> None:
        room = MOST_LINES if len(every) <= MOST_LINES else MOST_LINES - 1
        wanted = int(subject) if subject and subject.isdecimal() and len(subject) < 6 else 1
        number = min(max(wanted, 1), max(-(-len(every) // room), 1))
        self._number, self.first = number, (number - 1) * room + 1
        self.shown = every[self.first - 1 : self.first - 1 + room]
        self._after = len(every) - (self.first - 1) - len(self.shown)

    def foot(self) -> tuple[Text, ...]:
        """The line that says how many more there are."""
        return (_("… and {n} more.", n=self._after),) if self._after else ()

    def turns(self, dialogue: str) -> tuple[Start, ...]:
        """Buttons to the other pages of the same list."""
        further = (Start(dialogue, _("The next ones"), self._number + 1),) if self._after else ()
        return (*further, Start(dialogue, _("The first ones"), 1)) if self._number > 1 else further
