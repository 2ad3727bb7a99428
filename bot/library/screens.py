"""Ten screens in a language that the service does not speak, from professional translators (care requirement 21).

Who reads little French meets at least these in their own language: hello, limits, consent, danger, medical, help now, a
call with an interpreter, a request, somebody found, stop. A site keeps them as `screens/<language>.po` beside its
site.toml; everything else is said in the person's other language. What must be in them: screen_checks.py.
"""

from collections.abc import Mapping
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.messages.pofile import PoFileError

from bot.library.catalogs import translations_of

FOLDER = "screens"


def load_screens(folder: Path | None) -> dict[str, Mapping[str, str]]:
    """The screens of a site folder, by language; what cannot be read is left out (`companion check` says why)."""
    found: dict[str, Mapping[str, str]] = {}
    for file in screen_files(folder):
        try:
            found[file.stem] = translations_of(file)
        except (PoFileError, UnicodeDecodeError, UnknownLocaleError, ValueError):
            continue
    return found


def own_name(language: str) -> str:
    """How a language calls itself: "العربية"."""
    try:
        name = Locale.parse(language).get_language_name(language)
    except (UnknownLocaleError, ValueError):
        return language
    return (name or language).capitalize()


def screen_files(folder: Path | None) -> list[Path]:
    return sorted((folder / FOLDER).glob("*.po")) if folder else []
