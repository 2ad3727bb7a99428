"""What the bot says unasked, and what a dialogue says about itself.

A notice is a pure function's result: `offer_arrived(card) -> Notice`. Timers and services send notices; a notice never
opens a dialogue, its buttons do.
"""

from dataclasses import dataclass

from conversations.dialogue.steps import Start
from conversations.dialogue.text import Text


@dataclass(frozen=True, slots=True)
class Notice:
    """Words and starts. `about` names the message for later edits; the first text must be `unasked` (care 18).

    `waits`: while its person is in danger or in mourning it waits with everything else (care 3). `covered`: it says no
    more than "Message" until it is opened, whoever it is for (care 15).
    """

    text: Text
    buttons: tuple[Start, ...] = ()
    about: str | None = None
    waits: bool = True
    covered: bool = False

    def __post_init__(self) -> None:
        if not self.text.unasked:
            raise ValueError(f"a notice is not a reply, mark its words with unasked(): {self.text.source!r}")


def work(text: Text, buttons: tuple[Start, ...] = (), about: str | None = None) -> Notice:
    """To somebody of a unit's staff, about what waits there for them. Others were told that it is read: it does not
    wait with everything else, no more than the screens on which it is done."""
    return Notice(text, buttons, about, waits=False)
