"""`companion demo --tour`: the whole journey, played through the real bot, printed as a transcript.

Every expectation is a step: the tour ends well only if each happened. The script is written once, in the words of the
code; labels and expectations are looked up in the language of the tour.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape

from rich.console import Console
from rich.markup import escape

from bot.house import PARIS
from bot.library.catalogs import Catalogs
from bot.library.pages import CONTENT, Library
from bot.sandbox.cast import CAST
from bot.sandbox.client import SandboxError
from bot.sandbox.demo import Demo
from bot.sandbox.screen import MessageView
from conversations.dialogue.text import Text

LONG_LINES, SHOWN_LINES = 14, 6  # of a page only the beginning is printed
PATIENCE_S = 20.0  # of real time, for one answer on a slow machine
COLOURS = {"patient": "cyan", "camille": "green", "dominique": "yellow", "sacha": "magenta", "nour": "blue"}


class TourFailed(Exception):
    """A step did not happen; the message says which."""


@dataclass(slots=True)
class Tour:
    """The voice of the script: who says and taps what, what must appear, how time goes by."""

    demo: Demo
    language: str
    console: Console
    catalogs: Catalogs = field(default_factory=lambda: Catalogs.load(CONTENT))
    library: Library = field(default_factory=Library.load)
    steps: int = 0
    shown: dict[str, int] = field(default_factory=dict)
    before: dict[str, int] = field(default_factory=dict)

    def chapter(self, number: int, title: str) -> None:
        self.console.print(f"\n[bold]{number}. {escape(title)}[/bold]\n")

    def words(self, text: Text | str) -> str:
        return text if isinstance(text, str) else self.catalogs.plain(text, self.language, PARIS)

    async def says(self, who: str, words: Text | str) -> None:
        await self._mark(who)
        line = self.words(words)
        self._print_act(who, line)
        await self.demo.client.text(self.demo.phones[who], line)

    async def taps(self, who: str, label: Text | str) -> None:
        """Tap the newest button with that label, as soon as it is there."""
        await self._mark(who)
        wanted = self.words(label)
        await self._wait(who, lambda m: m.button(wanted) is not None, f"a button “{wanted}”", after=0)
        self._print_act(who, f"[ {wanted} ]")
        await self.demo.client.tap(self.demo.phones[who], wanted)

    async def presses(self, who: str, label: Text | str) -> None:
        """A key of the reply keyboard."""
        wanted = self.words(label)
        self._print_act(who, f"[ {wanted} ]")
        await self.demo.client.press(self.demo.phones[who], wanted)

    async def sees(self, who: str, text: Text | str, *, in_buttons: bool = False) -> MessageView:
        """A message with these words (or a button with them) must come, since the last act of this person."""
        pattern = self._pattern(text)
        after = self.before.get(who, 0)

        def fits(message: MessageView) -> bool:
            if in_buttons:
                return any(pattern.search(_flat(button.text)) for row in message.buttons for button in row)
            return bool(pattern.search(_flat(message.text)))

        seen = await self._wait(who, fits, f"“{self.words(text)}”", after=after)
        self.steps += 1
        await self.show(who)
        return seen

    async def writes(self, who: str, to: str, words: str) -> None:
        """Words for the other of a pair; where the bot asks for whom they are, they are for the other."""
        await self._mark(to)
        await self.says(who, words)
        name = _name(to)
        asks = await self._wait(who, lambda m: m.from_bot, "an answer", after=self.before[who])
        for_whom = next((b.text for row in asks.buttons for b in row if name in b.text), None)
        if for_whom:
            await self.taps(who, for_whom)
        await self.sees(to, words)

    def page(self, page_id: str) -> str:
        """The title of a page in the language of the tour."""
        page = self.library.page(page_id, self.language)
        if page is None:
            raise TourFailed(f"there is no page {page_id}")
        return page.title

    def title(self, kind: str, heading_id: str) -> str:
        """The title of a moment or topic in the language of the tour."""
        headings = self.library.moments if kind == "moment" else self.library.topics
        return next(h.title.in_language(self.language) for h in headings if h.id == heading_id)

    async def sees_not(self, who: str, text: Text | str) -> None:
        """Nothing with these words may have come since the last act of this person."""
        pattern = self._pattern(text)
        chat = await self.demo.client.chat(self.demo.phones[who])
        after = self.before.get(who, 0)
        if any(m.from_bot and m.seq > after and pattern.search(_flat(m.text)) for m in chat.messages):
            raise TourFailed(f"{who} sees “{pattern.pattern}”, and must not")
        self.steps += 1

    async def show(self, who: str) -> None:
        """Print what is new on a phone."""
        chat = await self.demo.client.chat(self.demo.phones[who])
        seen = self.shown.get(who, 0)
        for message in chat.messages:
            if message.from_bot and not message.deleted and message.seq > seen:
                self._print_bubble(who, message)
        self.shown[who] = chat.seq

    async def passes(self, what: str, **time: float) -> None:
        """Move the clock on."""
        await self.demo.client.advance(timedelta(**time).total_seconds())
        now = (await self.demo.client.now()).astimezone(PARIS)
        self.console.print(f"[dim]      … {escape(what)} ({now:%d/%m %H:%M}) …[/dim]")

    async def _mark(self, who: str) -> None:
        """From here on what comes is new for `sees`."""
        await self.show(who)
        self.before[who] = (await self.demo.client.chat(self.demo.phones[who])).seq

    async def _wait(self, who: str, fits: Callable[[MessageView], bool], what: str, after: int) -> MessageView:
        try:
            return await self.demo.client.wait_for(self.demo.phones[who], fits, PATIENCE_S, after)
        except SandboxError as problem:
            await self.show(who)
            raise TourFailed(f"{who} should see {what}, but: {problem}") from None

    def _pattern(self, text: Text | str) -> re.Pattern[str]:
        """The words of a catalog entry with anything in its placeholders; markup and space do not count."""
        words = self.words(text)
        plain = unescape(re.sub(r"<[^>]*>", "", words))
        parts = [re.escape(_flat(part)) for part in re.split(r"\{\w+\}", plain)]
        return re.compile(".*?".join(parts), re.DOTALL)

    def _print_act(self, who: str, line: str) -> None:
        name, colour = _name(who), COLOURS.get(who, "white")
        self.console.print(f"[{colour}]{name:>10} ▸ {escape(line)}[/{colour}]")

    def _print_bubble(self, who: str, message: MessageView) -> None:
        edited = " ✎" if message.edited else ""
        text = message.text.strip() or f"({message.kind})"
        head, *rest = text.split("\n")
        if len(rest) > LONG_LINES:
            rest = [*rest[:SHOWN_LINES], "[…]"]
        lines = [f"{_name(who):>10} ◂{edited} {escape(head)}", *(f"{'':>12} {escape(line)}" for line in rest)]
        labels = [button.text for row in message.buttons for button in row]
        if labels:
            lines.append(f"{'':>12} [dim]{escape(' · '.join(f'[{label}]' for label in labels))}[/dim]")
        self.console.print("\n".join(lines))


def _name(who: str) -> str:
    return next((part.name.split()[0] for part in CAST if part.key == who), who)


def _flat(text: str) -> str:
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())


async def play(demo: Demo, language: str, console: Console) -> bool:
    """Play the whole journey; True if every step happened."""
    from bot.sandbox.journey import CHAPTERS

    tour = Tour(demo, language, console)
    try:
        for number, (title, chapter) in enumerate(CHAPTERS, 1):
            tour.chapter(number, tour.words(title))
            await chapter(tour)
    except (TourFailed, SandboxError) as problem:
        console.print(f"\n[bold red]{escape(str(problem))}[/bold red]")
        return False
    console.print(f"\n[bold green]{tour.steps} ✓[/bold green]")
    return True
