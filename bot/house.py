"""What every turn stands on: the site, the words, the keys, the clock. Built once at start, changed by nobody."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.library.catalogs import Catalogs
from bot.library.numbers import Numbers
from bot.library.pages import CONTENT, Library
from bot.library.safety import screener
from bot.library.screens import load_screens
from bot.library.search import Search
from bot.site import LANGUAGES, Site, Unit
from bot.storage.people import Person
from bot.storage.sealing import Sealer
from bot.telegram.render import Reader, Renderer
from conversations.policies.safety_words import Screener, Screening

if TYPE_CHECKING:
    from bot.events import Message, Presence, Tap
    from bot.turn import Turn

    Route = Callable[["Turn", "Message | Tap | Presence", bool], None]

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True, slots=True)
class House:
    """`route` is the second part of a turn; `report` tells operations what raised (class and place, no content)."""

    site: Site
    renderer: Renderer
    library: Library
    searches: Mapping[tuple[str, str | None], Search]
    rules: Screener
    rules_and_reader: Screener
    sealer: Sealer
    clock: Clock
    route: "Route"
    report: Callable[[str], None]
    bot_name: str = ""

    def screen(self, text: str, language: str, unit: Unit | None) -> Screening:
        """Read the words. Rules decide; a unit may let the second reader add its gentle questions (off by default)."""
        screener = self.rules_and_reader if unit and unit.choices.second_reader else self.rules
        return screener.screen(text, language)

    def language_of(self, code: str | None) -> str:
        """The language to begin with: the phone's where we have it, else the site's first."""
        spoken = (code or "").split("-")[0].lower()
        return spoken if spoken in self.site.languages else self.site.languages[0]

    def screens_of(self, code: str | None) -> str | None:
        """The phone's language, where the site has the ten screens in it."""
        spoken = (code or "").split("-")[0].lower()
        return spoken if spoken in self.renderer.catalogs.screens else None

    def zone_of(self, person: Person | None, unit: Unit | None) -> ZoneInfo:
        if person and person.zone:
            return ZoneInfo(person.zone)
        return unit.zone if unit else PARIS

    def reader_of(self, person: Person, unit: Unit | None) -> Reader:
        zone = self.zone_of(person, unit)
        return Reader(person.language, zone, person.screen_reader, person.screens)


def build_house(
    site: Site, sealer: Sealer, clock: Clock, route: "Route", report: Callable[[str], None], bot_name: str = ""
) -> House:
    """Read content once. A page that cannot be read is missing in its place; the rest works."""
    library = Library.load(CONTENT, site.unit_folders)
    return House(
        site=site,
        renderer=Renderer(Catalogs.load(CONTENT, load_screens(site.folder)), Numbers.load(CONTENT)),
        library=library,
        searches=_searches(library, site),
        rules=screener(second_reader=False),
        rules_and_reader=screener(),
        sealer=sealer,
        clock=clock,
        route=route,
        report=report,
        bot_name=bot_name,
    )


def _searches(library: Library, site: Site) -> dict[tuple[str, str | None], Search]:
    """An index per language, and one of its own for each unit that has pages of its own."""
    searches: dict[tuple[str, str | None], Search] = {}
    for language in LANGUAGES:
        common = searches[language, None] = Search(library, language)
        for unit in site.by_id:
            searches[language, unit] = Search(library, language, unit) if library.of_units.get(unit) else common
    return searches
