"""From words and prompts to Bot API operations, in the reader's language and way of reading.

Everything that can be tapped can be typed: each message with buttons comes with the list of what it offers, in order
(`offers`), and in screen-reader mode that list stands numbered in the message itself (care requirement 20).
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from bot.library.catalogs import Catalogs
from bot.library.numbers import Numbers
from conversations.dialogue.notice import Notice
from conversations.dialogue.prompts import Button, Prompt
from conversations.dialogue.steps import Say, SendFile, Start
from conversations.dialogue.text import Text, _

BACK, CANCEL = "<", "x"
WIDE = 16  # two buttons share a row on a small phone when neither label is longer than this
HEARD_LABEL = 22  # letters of a button's label for a screen reader (care requirement 20)
HELP_NOW = Start("help-now", _("Help now"))
HELP_LINE = _("Help now: type “help”.")


@dataclass(frozen=True, slots=True)
class Reader:
    """How somebody reads: language, time zone, with a screen reader or not; `among_staff`: acting for a unit.

    `screens`: a language in which they read what the site has in it.
    """

    language: str
    zone: ZoneInfo
    screen_reader: bool = False
    screens: str | None = None
    among_staff: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A button in the last message: what it sends, and its label as shown."""

    data: str
    label: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One Bot API call without its chat: method, parameters, and what it is about (to be edited later by that name).

    `offers` are its buttons, `takes_text` whether words typed next are its answer rather than a label.
    """

    method: str
    parameters: dict[str, Any]
    about: str | None = None
    offers: tuple[Offer, ...] = field(default=())
    takes_text: bool = False


def offers_in(parameters: dict[str, Any]) -> tuple[Offer, ...]:
    """The buttons of a message, read from what is sent."""
    markup = parameters.get("reply_markup")
    rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
    return tuple(Offer(key["callback_data"], key["text"]) for row in rows for key in row if "callback_data" in key)


def start_data(start: Start) -> str:
    return f"s|{start.dialogue}|{'' if start.subject is None else start.subject}"


def answer_data(number: int, option: str) -> str:
    return f"a|{number}|{option}"


@dataclass(frozen=True, slots=True)
class Renderer:
    catalogs: Catalogs
    numbers: Numbers

    def html(self, text: Text, reader: Reader) -> str:
        return self.catalogs.words(text, reader.language, reader.zone, reader.screens)

    def plain(self, text: Text, reader: Reader) -> str:
        return self.catalogs.plain(text, reader.language, reader.zone, reader.screens)

    def say(self, say: Say, reader: Reader) -> list[Operation]:
        offers = self._starts(say.buttons, reader)
        if not say.harmless:
            offers = self._help_last(offers, reader)
        message = self._message(say.text, offers, reader, say.about)
        if say.protect:
            message.parameters["protect_content"] = True
        return [message, *(self._card(card, reader) for card in say.cards)]

    def notice(self, notice: Notice, reader: Reader) -> Operation:
        return self._message(notice.text, self._starts(notice.buttons, reader), reader, notice.about)

    def edit(self, text: Text, buttons: tuple[Start, ...], reader: Reader, about: str) -> Operation:
        """The message `about`, changed. With a screen reader a new message says it: an edit is not read aloud."""
        message = self._message(text, self._starts(buttons, reader), reader, about)
        if reader.screen_reader:
            return message
        return replace(message, method="editMessageText")

    def file(self, file: SendFile, reader: Reader) -> Operation:
        caption = self.html(file.caption, reader)
        upload = {"upload": base64.b64encode(file.content).decode(), "name": file.name}
        method, kind = ("sendVoice", "voice") if file.voice else ("sendDocument", "document")
        return Operation(method, {kind: upload, "caption": caption} | HTML)

    def prompt(self, prompt: Prompt[Any], number: int, draft: Any, *, first: bool, reader: Reader) -> list[Operation]:
        """The messages of a question: its text with buttons, and the reply keyboard where a phone can be shared."""
        buttons = prompt.buttons(draft)
        leave = [] if first else [Offer(answer_data(number, BACK), self.plain(_("Back"), reader))]
        leave.append(Offer(answer_data(number, CANCEL), self.plain(_("Cancel"), reader)))
        answers = [self._answer(number, b, reader) for b in buttons if not b.shares_phone]
        offers = self._help_last((*answers, *self._starts(prompt.beside, reader), *leave), reader)
        message = self._message(prompt.text, offers, reader, prompt.about or f"prompt:{number}")
        message = replace(message, takes_text=prompt.takes_text)
        sharing = [b for b in buttons if b.shares_phone]
        return [message, *(self._phone_keyboard(b, reader) for b in sharing)]

    def redrawn(self, prompt: Prompt[Any], number: int, draft: Any, *, first: bool, reader: Reader) -> Operation:
        """The same question after a choice was marked: its message edited, or said anew for a screen reader."""
        message = self.prompt(prompt, number, draft, first=first, reader=reader)[0]
        if reader.screen_reader:
            return message
        return replace(message, method="editMessageText")

    def thanks(self, reader: Reader) -> Operation:
        """Takes the contact keyboard away again (Telegram needs a message for that)."""
        words = self.html(_("Thank you."), reader)
        return Operation("sendMessage", {"text": words, "reply_markup": {"remove_keyboard": True}} | HTML)

    def _answer(self, number: int, button: Button, reader: Reader) -> Offer:
        label = self.plain(button.label, reader)
        if button.marked:
            label = self.plain(_("{label} (chosen)", label=label), reader) if reader.screen_reader else f"✓ {label}"
        return Offer(answer_data(number, button.option), label)

    def _starts(self, starts: Sequence[Start], reader: Reader) -> tuple[Offer, ...]:
        return tuple(Offer(start_data(s), self.plain(s.label, reader)) for s in starts)

    def _help_last(self, offers: tuple[Offer, ...], reader: Reader) -> tuple[Offer, ...]:
        """Help now is one tap from anywhere: the last button wherever there are some, and never twice.

        In screen-reader mode a line says it; the unit's staff acts for others.
        """
        help_now = Offer(start_data(HELP_NOW), self.plain(HELP_NOW.label, reader))
        if not offers or reader.screen_reader or reader.among_staff:
            return offers
        others = tuple(offer for offer in offers if offer != help_now)
        return others if any(offer.data == help_now.data for offer in others) else (*others, help_now)

    def _message(self, text: Text, offers: Sequence[Offer], reader: Reader, about: str | None) -> Operation:
        words = self.html(text, reader)
        if reader.screen_reader and offers:
            lines = [f"{i}. {self.html(Text('{label}', {'label': o.label}), reader)}" for i, o in enumerate(offers, 1)]
            words = "\n".join([words, "", *lines, self.html(HELP_LINE, reader)])
        parameters: dict[str, Any] = {"text": words, "link_preview_options": {"is_disabled": True}} | HTML
        if offers:
            rows = _numbered_rows(offers) if reader.screen_reader else _rows(offers)
            parameters["reply_markup"] = {"inline_keyboard": rows}
        return Operation("sendMessage", parameters, about, tuple(offers))

    def _phone_keyboard(self, button: Button, reader: Reader) -> Operation:
        words = self.html(_("You can tap the button below, or type the number."), reader)
        keys = [[{"text": self.plain(button.label, reader), "request_contact": True}]]
        markup = {"keyboard": keys, "resize_keyboard": True, "one_time_keyboard": True}
        return Operation("sendMessage", {"text": words, "reply_markup": markup} | HTML)

    def _card(self, card: str, reader: Reader) -> Operation:
        label = self.plain(Text("{label}", {"label": self.numbers.by_digits[card].label}), reader)
        return Operation("sendContact", {"phone_number": card, "first_name": f"{card} · {label}"})


HTML = {"parse_mode": "HTML"}


def _rows(offers: Sequence[Offer]) -> list[list[dict[str, str]]]:
    """Short labels two by two, long ones alone, in reading order."""
    rows: list[list[dict[str, str]]] = []
    for offer in offers:
        key = {"text": offer.label, "callback_data": offer.data}
        short = len(offer.label) <= WIDE
        if short and rows and len(rows[-1]) == 1 and len(rows[-1][0]["text"]) <= WIDE:
            rows[-1].append(key)
        else:
            rows.append([key])
    return rows


def _numbered_rows(offers: Sequence[Offer]) -> list[list[dict[str, str]]]:
    """For a screen reader: one a row, by its number and first words; the whole label stands in the message."""
    return [[{"text": _short(f"{i}. {offer.label}"), "callback_data": offer.data}] for i, offer in enumerate(offers, 1)]


def _short(label: str) -> str:
    """The first words of a label, as many as a screen reader should say of a button."""
    return label if len(label) <= HEARD_LABEL else label[: HEARD_LABEL + 1].rpartition(" ")[0]
