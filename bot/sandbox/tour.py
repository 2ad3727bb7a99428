"""`companion demo --tour`: the whole journey, played through the real bot, printed as a transcript.

Every expectation is a step: the tour ends well only if each happened. The script is written once, in the words of the
code; labels and expectations are looked up in the language of the tour.
"""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time, timedelta
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
from conversations.dialogue.text import Text, When

CLOCK_READ_S = 0.6  # the service reads the sandbox's clock five times a second
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

    def words(self, english: str) -> str:
        """A string of the code in the language of the tour; anything else stays as it is."""
        return self.catalogs.plain(Text(english), self.language, PARIS)

    async def says(self, who: str, line: str) -> None:
        await self._mark(who)
        self._print_act(who, line)
        await self.demo.client.text(self.demo.phones[who], line)

    async def taps(self, who: str, label: str) -> None:
        """Tap the newest button with that label, as soon as it is there."""
        wanted = self.words(label)
        await self._wait(who, lambda m: wanted in _labels(m), f"a button “{wanted}”", after=0)
        await self._mark(who)
        self._print_act(who, f"[ {wanted} ]")
        await self.demo.client.tap(self.demo.phones[who], wanted)

    async def sees(self, who: str, text: str) -> MessageView:
        """A message with this part of a string of the code must come, since the last act of this person."""
        pattern = self._pattern(text)
        after = self.before.get(who, 0)
        seen = await self._wait(who, lambda m: bool(pattern.search(_flat(m.text))), f"“{text}”", after=after)
        self.steps += 1
        await self.show(who)
        return seen

    async def first_label(self, who: str) -> str:
        """The first button of the newest message with buttons."""
        chat = await self.demo.client.chat(self.demo.phones[who])
        return next(_labels(m)[0] for m in reversed(chat.messages) if m.from_bot and not m.deleted and m.buttons)

    async def takes_the_call(self, who: str, number: str) -> None:
        """The supervisor opens the task, sees the number, and closes it: two taps."""
        await self.taps(who, "I take it")
        await self.sees(who, number)
        await self.taps(who, "Done")
        await self.show(who)

    async def writes(self, who: str, to: str, words: str) -> None:
        """Words for the other of a pair; where the bot first asks for whom they are, they are for the other."""
        await self._mark(to)
        await self.says(who, words)
        for_whom = self.words("To {name}").format(name=_name(to))
        pattern, after, asked = self._pattern(words), self.before[to], self.before[who]
        arrives = asyncio.create_task(self._wait(to, lambda m: bool(pattern.search(_flat(m.text))), words, after))
        question = asyncio.create_task(self._wait(who, lambda m: for_whom in _labels(m), for_whom, asked))
        done, _pending = await asyncio.wait((arrives, question), return_when=asyncio.FIRST_COMPLETED)
        if question in done:
            await self.taps(who, for_whom)
        question.cancel()
        await arrives
        await self.sees(to, words)

    def page(self, page_id: str) -> str:
        """The title of a page in the language of the tour."""
        page = self.library.page(page_id, self.language)
        if page is None:
            raise TourFailed(f"there is no page {page_id}")
        return page.title

    def moment(self, moment_id: str) -> str:
        """The title of a moment of care in the language of the tour."""
        return next(h.title.in_language(self.language) for h in self.library.moments if h.id == moment_id)

    async def sees_not(self, who: str, text: str) -> None:
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

    async def passes(self, **time: float) -> None:
        """Move the clock on."""
        await self.demo.client.advance(timedelta(**time).total_seconds())
        await asyncio.sleep(CLOCK_READ_S)
        now = self.catalogs.plain(Text("{now}", {"now": When(await self.demo.client.now())}), self.language, PARIS)
        self.console.print(f"[dim]           ⏲ {escape(now)}[/dim]")

    async def passes_until(self, at: time) -> None:
        """Move the clock on to the next time it is that hour in Paris."""
        now = (await self.demo.client.now()).astimezone(PARIS)
        then = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
        await self.passes(seconds=((then if then > now else then + timedelta(days=1)) - now).total_seconds())

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

    def _pattern(self, part: str) -> re.Pattern[str]:
        """Whatever string of the code has this part, in the language of the tour, with anything in its placeholders."""
        sources = [part, *(source for source in self.catalogs.translations["fr"] if part in source)]
        return re.compile("|".join(self._template(source, part) for source in sources), re.DOTALL)

    def _template(self, source: str, part: str) -> str:
        words = self.words(source) if self.language != "en" or source == part else part
        plain = unescape(re.sub(r"<[^>]*>", "", words))
        return ".*?".join(re.escape(_flat(piece)) for piece in re.split(r"\{\w*\}?", plain))

    def _print_act(self, who: str, line: str) -> None:
        name, colour = _name(who), COLOURS.get(who, "white")
        self.console.print(f"[{colour}]{name:>10} ▸ {escape(line)}[/{colour}]")

    def _print_bubble(self, who: str, message: MessageView) -> None:
        edited = " ✎" if message.edited else ""
        text = message.text.strip() or _shown(message)
        head, *rest = text.split("\n")
        if len(rest) > LONG_LINES:
            rest = [*rest[:SHOWN_LINES], "[…]"]
        lines = [f"{_name(who):>10} ◂{edited} {escape(head)}", *(f"{'':>12} {escape(line)}" for line in rest)]
        if labels := _labels(message):
            lines.append(f"{'':>12} [dim]{escape(' · '.join(f'[{label}]' for label in labels))}[/dim]")
        self.console.print("\n".join(lines))


def _shown(message: MessageView) -> str:
    """What has no words: a contact card by its name and number, anything else by its kind."""
    if message.contact:
        return f"☎ {message.contact['first_name']} ({message.contact['phone_number']})"
    return f"({message.kind})"


def _labels(message: MessageView) -> list[str]:
    return [button.text for row in message.buttons for button in row]


def _name(who: str) -> str:
    return next((part.name.split()[0] for part in CAST if part.key == who), who)


def _flat(text: str) -> str:
    return " ".join(text.replace("\u202f", " ").replace("\u00a0", " ").split())
