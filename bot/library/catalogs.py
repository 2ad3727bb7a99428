"""The words of the code in the reader's language.

Catalogs are gettext .po files read at start with Babel: a newcomer edits one and restarts, there is no build step.
A missing or fuzzy translation shows the English source. The English catalog may be empty; a translation there is a
correction of the source's wording.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from html import escape, unescape
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.pofile import read_po

from bot.library.typography import typeset
from conversations.dialogue.text import Day, Hour, Markup, Text, Value, When, Wording

LANGUAGES = ("fr", "en")
PO_FILE = Path("LC_MESSAGES") / "companion.po"

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_TAG = re.compile(r"<[^>]*>")
_LOCALES = {"en": "en_GB"}
"""English readers here live in France: days before months, hours from 0 to 23."""


@dataclass(frozen=True, slots=True)
class Catalogs:
    """Per language: English source to translation. `screens`: the same for a few screens of other languages."""

    translations: Mapping[str, Mapping[str, str]]
    screens: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def load(cls, content: Path, screens: Mapping[str, Mapping[str, str]] | None = None) -> "Catalogs":
        """Read <content>/<language>/LC_MESSAGES/companion.po of every language that has one."""
        files = sorted(content.glob(f"*/{PO_FILE}"))
        return cls({file.parent.parent.name: translations_of(file) for file in files}, screens or {})

    def words(self, text: Text, language: str, zone: ZoneInfo, rather: str | None = None) -> str:
        """Telegram HTML: the source's own markup, every value escaped.

        `rather`: a language of which there are a few screens; each text that is one of them is said in it.
        """

        def nested(value: Text) -> str:
            return self.words(value, language, zone, rather)

        spoken, template = self._template(text, language, rather)

        def shown(value: Value) -> str:
            return _html(value, language if isinstance(value, Wording) else spoken, zone, nested)

        return _filled(template, text.values, shown)

    def plain(self, text: Text, language: str, zone: ZoneInfo, rather: str | None = None) -> str:
        """The same without markup, for buttons and places that show no HTML."""

        def nested(value: Text) -> str:
            return self.plain(value, language, zone, rather)

        spoken, template = self._template(text, language, rather)
        template = unescape(_TAG.sub("", template))

        def shown(value: Value) -> str:
            return _value(value, language if isinstance(value, Wording) else spoken, zone, nested)

        return _filled(template, text.values, shown)

    def _template(self, text: Text, language: str, rather: str | None) -> tuple[str, str]:
        """In which language it is said, and how."""
        screen = self.screens.get(rather or "", {}).get(text.source)
        if rather and screen:
            return rather, screen
        return language, typeset(self.translations.get(language, {}).get(text.source, text.source), language)


Nested = Callable[[Text], str]


def _html(value: Value, language: str, zone: ZoneInfo, nested: Nested) -> str:
    if isinstance(value, Text):
        return nested(value)
    if isinstance(value, Markup):
        return value.html
    if isinstance(value, tuple):
        return _listed([_html(item, language, zone, nested) for item in value], language)
    return escape(_value(value, language, zone, nested), quote=False)


def _value(value: Value, language: str, zone: ZoneInfo, nested: Nested) -> str:
    match value:
        case Text():
            return nested(value)
        case Markup(html):
            return unescape(_TAG.sub("", html))
        case Wording():
            return typeset(value.in_language(language), language)
        case Day(at):
            return _day(at.astimezone(zone), language)
        case Hour(at):
            return _hour(at.astimezone(zone).time(), language)
        case When(at):
            there = at.astimezone(zone)
            return f"{_day(there, language)} {_AT.get(language, '·')} {_hour(there.time(), language)}"
        case datetime():
            return _value(When(value), language, zone, nested)
        case date():
            return _date(value, "d MMMM y", language)
        case time():
            return _hour(value, language)
        case tuple():
            return _listed([_value(item, language, zone, nested) for item in value], language)
        case _:
            return str(value)


_AT = {"fr": "à", "en": "at"}


def translations_of(file: Path) -> dict[str, str]:
    """English source to translation, of a .po file; what is empty or fuzzy is left out."""
    with file.open("rb") as words:
        catalog = read_po(words)
    return {str(m.id): str(m.string) for m in catalog if m.id and m.string and not m.fuzzy}


def _filled(template: str, values: Mapping[str, Value], show: Callable[[Value], str]) -> str:
    """A placeholder nobody gave a value for stays visible: a wrong word is better than no answer."""
    return _PLACEHOLDER.sub(lambda found: show(values[found[1]]) if found[1] in values else found[0], template)


def _day(day: date, language: str) -> str:
    return _date(day, "EEEE d MMMM", language)


def _date(day: date, pattern: str, language: str) -> str:
    first_in_french = language == "fr" and day.day == 1
    return format_date(day, pattern.replace("d ", "'1er' ", 1) if first_in_french else pattern, _locale(language))


def _hour(at: time, language: str) -> str:
    """ "18 h 30" and "18 h" with no-break spaces in French, "18:30" elsewhere."""
    if language != "fr":
        return f"{at:%H:%M}"
    return f"{at.hour}\u00a0h\u00a0{at.minute:02}" if at.minute else f"{at.hour}\u00a0h"


def _listed(items: list[str], language: str) -> str:
    return format_list(items, locale=_locale(language))


def _locale(language: str) -> Locale:
    try:
        return Locale.parse(_LOCALES.get(language, language))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")
