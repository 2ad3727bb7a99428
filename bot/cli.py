"""The command line. Each command imports what it needs when it runs, so that `run` loads nothing another needs."""

import asyncio
import contextlib
import sys
from collections.abc import Iterable
from typing import Annotated

import typer

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its tracebacks show local values, and those can be people's words
    help="Peer support in oncology units, by chat.",
)

Language = Annotated[str, typer.Option("--lang", help="fr or en")]


@app.command()
def run() -> None:
    """Run the service."""
    from bot.logs import set_up_logs
    from bot.service import CannotStart
    from bot.service import run as run_service
    from bot.settings import load_settings

    try:
        settings = load_settings()
        set_up_logs(settings.log_level)
        asyncio.run(run_service(settings))
    except CannotStart as problem:
        _refuse(str(problem))


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Port of the page; 0 lets the system choose.")] = 8420,
    tour: Annotated[bool, typer.Option("--tour", help="Play the whole journey and print it.")] = False,
    lang: Language = "fr",
) -> None:
    """Try everything without a Telegram account: a sandbox with invented people."""
    from bot.logs import set_up_logs

    _known(lang)
    set_up_logs("WARNING")
    if tour:
        raise SystemExit(0 if asyncio.run(_tour(lang)) else 1)
    from bot.sandbox.demo import serve

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(lang, port))


async def _tour(language: str) -> bool:
    from rich.console import Console

    from bot.sandbox.demo import running_demo
    from bot.sandbox.journey import play

    async with running_demo(language) as running:
        return await play(running, language, Console(soft_wrap=True, highlight=False))


@app.command()
def search(
    words: Annotated[str, typer.Argument(help="What somebody types.")] = "",
    lang: Language = "fr",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read {id, lang, query} a line from standard input.")] = False,
) -> None:
    """Rank the pages for some words."""
    from bot.library.search_command import search_json_lines, search_lines

    _known(lang)
    _print_all(search_json_lines(sys.stdin, lang) if jsonl else search_lines(words, lang))


@app.command()
def screen(
    text: Annotated[str, typer.Argument(help="A message.")] = "",
    lang: Language = "fr",
    jsonl: Annotated[bool, typer.Option("--jsonl", help="Read {id, lang, text} a line from standard input.")] = False,
) -> None:
    """Read a message for safety words: its label, and the rule that matched."""
    from bot.library.screen_command import screen_lines, screen_text

    _known(lang)
    _print_all(screen_lines(sys.stdin) if jsonl else screen_text(text, lang))


@app.command()
def check(
    offline: Annotated[bool, typer.Option("--offline", help="Leave out database, keys and Telegram.")] = False,
    pages: Annotated[bool, typer.Option("--pages", help="List every page with its figures.")] = False,
) -> None:
    """Site, content, translations, numbers, reviews, database, keys, Telegram: exit 1 on any failure."""
    from rich.console import Console

    from bot.check import check as look
    from bot.service import CannotStart

    try:
        fine = look(Console(soft_wrap=True), offline=offline, pages=pages)
    except CannotStart as problem:
        _refuse(str(problem))
    raise SystemExit(0 if fine else 1)


@app.command()
def preview(
    page: Annotated[str, typer.Argument(help="The page's id.")],
    unit: Annotated[str | None, typer.Option("--unit", help="Read as somebody of this unit.")] = None,
    lang: Language = "fr",
    easy: Annotated[bool, typer.Option("--easy", help="The easy version.")] = False,
) -> None:
    """Print what a phone would show of a page."""
    from bot.library.commands import preview_page

    _known(lang)
    try:
        _print_all(preview_page(page, lang, unit, easy=easy))
    except KeyError:
        _refuse(f"There is no page {page!r} in {lang}.")


@app.command()
def review(
    page: Annotated[str, typer.Argument(help="The page's id.")],
    by: Annotated[str, typer.Option("--by", help="Name and function of who read it.")],
    unit: Annotated[str | None, typer.Option("--unit", help="The unit's own page.")] = None,
) -> None:
    """Record that somebody of the unit read a page and stands by it."""
    from bot.library.commands import record_review

    try:
        _print_all(record_review(page, by, unit))
    except (KeyError, ValueError) as problem:
        _refuse(f"Nothing was recorded: {problem}.")


@app.command()
def screens(
    language: Annotated[str, typer.Argument(help="The language's code, like ar or pt.")],
) -> None:
    """Print the ten screens for professional translators; the filled file goes beside the site file."""
    from bot.library.pages import CONTENT
    from bot.library.screen_checks import template

    sys.stdout.buffer.write(template(CONTENT.parent, CONTENT, language))


@app.command()
def code(
    unit: Annotated[str, typer.Argument(help="The unit's id in the site file.")],
    role: Annotated[str, typer.Argument(help="patient, relative, ap, supervisor or coordinator")] = "patient",
    uses: Annotated[int, typer.Option(help="How many people it may open the unit for.")] = 1,
    days: Annotated[int, typer.Option(help="For how many days.")] = 30,
) -> None:
    """Make an opaque start code for a unit and print its link."""
    from bot.codes import make_code
    from bot.service import CannotStart

    try:
        print(asyncio.run(make_code(unit, role, uses, days)))
    except CannotStart as problem:
        _refuse(str(problem))


@app.command()
def alerts(
    month: Annotated[str | None, typer.Option("--month", help="Like 2027-01; this month by default.")] = None,
) -> None:
    """What became of a month's alerts: how many, how many taken in time, how long it took, drills passed."""
    from bot.alerts_report import WrongMonth, report_of_month
    from bot.service import CannotStart

    try:
        print(asyncio.run(report_of_month(month)))
    except (*CannotStart, WrongMonth) as problem:
        _refuse(str(problem))


@app.command()
def bench() -> None:
    """The figures of docs/performance.md, as ratios, in one run."""
    from bot.bench import run_bench

    _print_all(run_bench())


def _print_all(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=False)


def _known(language: str) -> None:
    if language not in ("fr", "en"):
        _refuse(f"--lang is wrong: {language!r} is none of fr, en.")


def _refuse(line: str) -> None:
    print(line, file=sys.stderr)
    raise SystemExit(2)


def main() -> None:
    """The console script."""
    app()
