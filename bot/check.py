"""`companion check`: is everything here that people will rely on? A table, and exit 1 on any failure.

Checks that need no network come first; those of the running installation (database, keys, Telegram) need the settings
and are left out with --offline, which is said.
"""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.clock import RealClock
from bot.house import PARIS, House, build_house
from bot.library.checks import Finding, content_checks, page_table
from bot.library.pages import CONTENT, Library
from bot.library.safety import screener
from bot.library.screen_checks import list_checks, screen_checks
from bot.library.screens import load_screens, own_name
from bot.settings import Settings, load_settings
from bot.site import Site, Unit, load_site
from bot.storage.database import Transaction

MOST_GAPS = 5  # of a week's rota that are shown


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `problems` is empty where all is well."""

    name: str
    fine: str
    problems: tuple[str, ...] = ()


def check(console: Console, *, offline: bool, pages: bool) -> bool:
    """Print the table; True where nothing failed. Raises what load_settings and load_site raise."""
    settings = None if offline else load_settings()
    site = load_site(settings.site if settings else _demonstration())
    today = RealClock().now().astimezone(PARIS).date()
    library = Library.load(CONTENT, site.unit_folders)
    rows = [*_content_rows(library, today), screens_row(site), _safety_row(), *_promise_rows(site)]
    rows.append(_operations_row(site))
    if settings:
        rows += asyncio.run(_installation_rows(settings, site))
    if pages:
        console.print(_pages(library))
    console.print(_table(rows))
    for row in rows:
        for problem in row.problems if len(row.problems) > 1 else ():
            console.print(problem, markup=False, highlight=False)
    if offline:
        console.print("Database, keys and Telegram were not looked at (--offline).")
    return not any(row.problems for row in rows)


def _demonstration() -> Path:
    from bot.sandbox.demo import SITE

    return SITE


def _content_rows(library: Library, today: date) -> Iterator[Row]:
    """Findings grouped by what they are about; warnings are shown and fail nothing."""
    root = CONTENT.parent if (CONTENT.parent / "pyproject.toml").exists() else None
    found = content_checks(library, today, CONTENT, root)
    groups: dict[str, Callable[[Finding], bool]] = {
        "numbers": lambda f: f.file.name == "numbers.toml",
        "translations": lambda f: f.file.suffix in (".po", ".py"),
        "content": lambda f: True,
    }
    left = list(found)
    for name, belongs in groups.items():
        mine = [f for f in left if belongs(f)]
        left = [f for f in left if not belongs(f)]
        errors = tuple(_relative(f) for f in mine if f.level == "error")
        warnings = [_relative(f) for f in mine if f.level != "error"]
        yield Row(name, "\n".join(warnings) or "fine", errors)
    every = list(library.common.values())
    reviewed = sum(page.reviewed is not None for page in every)
    yield Row("reviews", f"{reviewed} of {len(every)} pages were read by a unit; the others say that they were not")


def screens_row(site: Site) -> Row:
    """The screens in other languages that lie beside the site's file, and the list of what they say."""
    code = CONTENT.parent
    languages = ", ".join(own_name(language) for language in load_screens(site.folder))
    found = [*list_checks(code, CONTENT), *screen_checks(site.folder, code, CONTENT)]
    return Row("screens", languages or "in no other language", tuple(_relative(f) for f in found))


def _relative(finding: Finding) -> str:
    """With the file named from the content folder's parent, which is short and the same on every machine."""
    return str(finding).replace(f"{CONTENT.parent}/", "", 1)


def _safety_row() -> Row:
    try:
        reader = screener()
    except Exception as problem:
        return Row("safety words", "", (str(problem),))
    dangerous = reader.screen("je veux mourir", "fr").label == "danger"
    return Row("safety words", "read in both languages", () if dangerous else ("a plain wish to die is not found",))


def _promise_rows(site: Site) -> Iterator[Row]:
    """No delay shown to people may be one that opening hours cannot keep (care requirement 5)."""
    from bot.promises import broken_promises

    for unit in site.units:
        yield Row(f"promises of {unit.id}", "can be kept", tuple(broken_promises(unit)))
    if not site.units:
        yield Row("site", "built in: information only, nobody can be called")


def _operations_row(site: Site) -> Row:
    heard = ", ".join(site.operations) or "nobody by e-mail (operations in site.toml): only the log and the heartbeat"
    return Row("alarms of the program", heard)


async def _installation_rows(settings: Settings, site: Site) -> list[Row]:
    from telegram.error import TelegramError

    from bot.routing import route
    from bot.service import CannotStart, make_bot
    from bot.storage import keys
    from bot.storage.database import open_database
    from bot.storage.sealing import load_keys

    rows = []
    try:
        database = open_database(settings.database_url)
        sealer, _made = load_keys(settings.secret_key, settings.database_url)
        await database.open_beside()
        fits = await database.transact(lambda tx: keys.fits(tx, sealer))
        rows.append(Row("database and keys", "open", () if fits else ("the key is not this database's",)))
        house = build_house(site, sealer, RealClock(), route, print)
        for unit in site.units:
            rows += await database.read(partial(unit_rows, house=house, unit=unit))
        await database.close()
    except CannotStart as problem:
        rows.append(Row("database and keys", "", (str(problem),)))
    try:
        async with make_bot(settings) as bot:
            rows.append(Row("Telegram", f"answers as @{bot.username}"))
    except TelegramError as problem:
        rows.append(Row("Telegram", "", (f"does not answer: {type(problem).__name__}",)))
    return rows


def unit_rows(tx: Transaction, house: House, unit: Unit) -> list[Row]:
    """What only the people of a unit can make true: somebody in the rota at each hour it promises, a reader of reports.

    Gaps and a missing reader are shown and fail nothing: what people read is computed from them, and true. A delay that
    is not computed and that nobody keeps fails.
    """
    from bot.promises import delays_nobody_keeps, hours_without_anybody, nobody_reads_reports, nobody_there
    from bot.turn import Turn

    turn = Turn(tx, house, house.clock.now())
    nobody = nobody_there(turn, unit)
    broken = (nobody,) if nobody else tuple(delays_nobody_keeps(turn, unit))
    gaps = [] if nobody else hours_without_anybody(turn, unit)
    shown = gaps[:MOST_GAPS] + [f"… and {len(gaps) - MOST_GAPS} more this week"] * (len(gaps) > MOST_GAPS)
    unread = nobody_reads_reports(turn, unit)
    return [
        Row(f"rota of {unit.id}", "\n".join(shown) or "somebody is in it", broken),
        Row(f"reports of {unit.id}", unread or f"read by {unit.complaints_role}s"),
    ]


def _table(rows: list[Row]) -> Table:
    table = Table("", "what", "found", title="companion check")
    for row in rows:
        table.add_row("✗" if row.problems else "✓", row.name, _few(row))
    return table


def _few(row: Row) -> str:
    """What fits into the table; many findings are listed below it, a line each, with file and line."""
    if not row.problems:
        return row.fine
    return row.problems[0] if len(row.problems) == 1 else f"{len(row.problems)} findings, listed below"


def _pages(library: Library) -> Table:
    table = Table("page", "unit", "languages", "words", "readability", "easy", "reviewed", "sources", title="pages")
    for page in page_table(library):
        table.add_row(
            page.page_id,
            page.unit or "",
            " ".join(page.languages),
            " ".join(map(str, page.words)),
            " ".join(map(str, page.readability)),
            "yes" if page.easy else "",
            " ".join(str(day) if day else "no" for day in page.reviewed),
            str(page.sources),
        )
    return table
