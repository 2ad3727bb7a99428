"""Ten screens in a language the service does not speak: from people who translate, never from a machine."""

import ast
import inspect
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.check import Row, screens_row
from bot.library.pages import CONTENT
from bot.library.screen_checks import list_checks, screen_checks, screen_strings, template
from bot.library.screens import FOLDER, load_screens, own_name
from bot.sandbox.demo import SITE
from bot.services import alerts, danger
from bot.site import load_site
from conversations.everyone import danger as screen

ROOT = CONTENT.parent
NAMES = (
    "hello",
    "limits",
    "consent",
    "danger",
    "medical",
    "help-now",
    "interpreter",
    "request",
    "found",
    "stop",
)
TRANSLATOR = "Samia Exemple, sworn translator <samia@example.org>"


def filled(folder: Path, language: str = "ar", translator: str = TRANSLATOR, **changes: str) -> Path:
    """The template as a translator gives it back; each string between « », which stands for the other language."""
    (folder / "template.po").write_bytes(template(ROOT, CONTENT, language))
    with (folder / "template.po").open("rb") as words:
        catalog: Catalog = read_po(words, locale=language)
    for message in catalog:
        if message.id:
            message.string = changes.get(str(message.id), f"«{message.id}»")
    catalog.last_translator = translator
    file = folder / FOLDER / f"{language}.po"
    file.parent.mkdir(exist_ok=True)
    with file.open("wb") as out:
        write_po(out, catalog)
    return file


def problems(folder: Path) -> list[str]:
    return [finding.message for finding in screen_checks(folder, ROOT, CONTENT)]


def test_each_of_the_ten_screens_has_its_strings() -> None:
    assert set(screen_strings(ROOT, CONTENT).values()) == set(NAMES)
    assert list_checks(ROOT, CONTENT) == []


def says(shown: Callable[..., object]) -> set[str]:
    """The strings that stand in the code of a function."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(shown)))
    marked = (one for one in ast.walk(tree) if isinstance(one, ast.Call) and ast.unparse(one.func) == "_")
    return {str(ast.literal_eval(one.args[0])) for one in marked}


def test_the_answer_to_danger_is_there_with_whom_it_told_and_its_buttons() -> None:
    """A sentence of another language with half of it in French is read by nobody."""
    first = (screen.oneself_told, screen.oneself_later, screen.oneself, screen.somebody_else, screen.somebody_else_told)
    whole: tuple[Callable[..., object], ...] = (*first, screen.medical, alerts.told, danger._when, screen._not_it)
    shown = {words for one in whole for words in says(one)}
    shown |= {
        text.source for text in (screen.CALL_ME, screen.CALL_LATER, screen.NOBODY_TOLD, screen.THE_PERSON_ON_DUTY)
    }
    assert len(shown) > 20 and shown - set(screen_strings(ROOT, CONTENT)) == set()


def test_a_file_a_person_filled_is_fine_and_read(tmp_path: Path) -> None:
    filled(tmp_path)
    assert problems(tmp_path) == []
    words = load_screens(tmp_path)["ar"]
    assert words["I understand"] == "«I understand»"


@pytest.mark.parametrize(
    "translator",
    ["", "NAME, FUNCTION", "DeepL", "Google Translate, machine", "ChatGPT <x@example.org>", "Samia"],
)
def test_a_machine_and_nobody_are_refused(tmp_path: Path, translator: str) -> None:
    filled(tmp_path, translator=translator)
    assert any("Last-Translator" in problem for problem in problems(tmp_path))


def test_a_screen_that_is_missing_or_lost_a_placeholder_is_named(tmp_path: Path) -> None:
    strings = screen_strings(ROOT, CONTENT)
    hello = next(words for words, screen in strings.items() if screen == "hello")
    limits = next(words for words, screen in strings.items() if screen == "limits" and "{line}" in words)
    filled(tmp_path, **{hello: "", limits: "without its line"})
    found = problems(tmp_path)
    assert any(problem.startswith("screen hello: not translated") for problem in found)
    assert any("the placeholders differ" in problem for problem in found)


def test_a_file_that_is_none_and_a_language_that_is_spoken_here_are_said(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "ar.po").write_bytes(b"\xff\xfe is no text")
    (tmp_path / FOLDER / "fr.po").write_text("", encoding="utf-8")
    found = problems(tmp_path)
    assert any("cannot be read" in problem for problem in found)
    assert any("speaks this language" in problem for problem in found)
    assert "ar" not in load_screens(tmp_path)


def test_a_language_calls_itself_by_its_own_name() -> None:
    assert own_name("ar") == "العربية"
    assert own_name("pt") == "Português"
    assert own_name("xx-none") == "xx-none"


def test_companion_check_names_the_languages_and_refuses_what_is_wrong(tmp_path: Path) -> None:
    site = load_site(SITE).model_copy(update={"folder": tmp_path})
    filled(tmp_path)
    assert screens_row(site) == Row("screens", "العربية")
    filled(tmp_path, translator="DeepL")
    assert any("Last-Translator" in problem for problem in screens_row(site).problems)
