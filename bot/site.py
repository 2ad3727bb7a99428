"""The site file: an institution, its oncology units, and what each unit adapts.

`site.toml` names the institution and its units; beside it `units/<id>/unit.toml` holds a unit's line, delays, texts
and choices. What is core is not here and no key turns it off (conversations/policies/core_components.py).
"""

import tomllib
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from conversations.care.people import THE_AP
from conversations.dialogue.text import Wording

Language = Literal["fr", "en"]
LANGUAGES: tuple[str, ...] = ("fr", "en")


def _wording(value: object) -> object:
    if isinstance(value, str):
        return Wording.of({"fr": value, "en": value})
    if isinstance(value, dict) and value and set(value) <= set(LANGUAGES):
        return Wording.of({k: str(v) for k, v in value.items()})
    return value


def _zone(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise ValueError(f"{value!r} is no IANA time zone") from problem


Words = Annotated[Wording, BeforeValidator(_wording)]
Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
ClockTime = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class WrongSite(Exception):
    """A site or unit file that cannot be used; the message names the file, the key and what is wrong."""


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class Line(Part):
    """The unit's phone line for health questions."""

    number: str
    hours: Words


class Coordination(Part):
    """Whom to ask without using the bot, and who calls when nobody fits."""

    who: Words
    phone: str
    hours: Words


class Opening(Part):
    """When promises of "working hours" can be kept."""

    days: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    opens: ClockTime = "09:00"
    closes: ClockTime = "17:00"
    holidays: tuple[str, ...] = ()


class Delays(Part):
    """design.md section 14 gives each default and where it comes from."""

    offer_hours: int = Field(default=48, ge=1, le=168)
    first_contact_hours: int = Field(default=72, ge=12, le=240)
    whole_wait_days: int = Field(default=7, ge=1, le=30)
    thinking_days: int = Field(default=2, ge=1, le=7)
    review_weeks: int = Field(default=12, ge=4, le=52)
    ladder_minutes: tuple[int, int, int] = (10, 10, 20)
    still_yours_minutes: int = Field(default=120, ge=30)
    alert_message_days: int = Field(default=7, ge=0, le=90)
    message_ids_days: int = Field(default=30, ge=0, le=365)


class Limits(Part):
    pairs_per_ap: int = Field(default=3, ge=0, le=5)
    offers_at_once: int = Field(default=3, ge=1, le=10)


class OnCall(Part):
    """`mode` says honestly whether *now* alerts reach anybody outside the opening hours."""

    mode: Literal["on-call", "hours-only"] = "hours-only"
    drill_people_weekly: bool = False
    emails: tuple[str, ...] = ()
    email_steps: tuple[Literal["duty", "next", "all", "coordinator"], ...] = ()
    pager_url: str | None = None
    pager_secret: str | None = None
    pager_steps: tuple[Literal["duty", "next", "all", "coordinator"], ...] = ()


class Choices(Part):
    """What a unit decides about how pairs and check-ins work."""

    approve_matches: bool = False
    choose_among_cards: bool = False
    photos: Literal["ask", "refuse"] = "ask"
    documents: Literal["ask", "refuse"] = "refuse"
    locations: Literal["ask", "refuse"] = "refuse"
    ap_locations: Literal["ask", "refuse"] = "refuse"
    contacts: Literal["ask", "refuse"] = "refuse"
    polls: Literal["ask", "refuse"] = "refuse"
    means: tuple[Literal["phone", "relay", "ward", "video"], ...] = ("phone", "relay")
    topics: tuple[str, ...] = ()
    evaluates: bool = False
    sister_units: tuple[str, ...] = ()
    scale: Literal["words", "0-10"] = "words"
    alert_on_danger: bool = True
    quiet_from: ClockTime = "21:00"
    quiet_to: ClockTime = "08:00"
    mirror_late_messages: int = Field(default=20, ge=1)
    second_reader: bool = False


class Calls(Part):
    """A line of the unit from which its APs call: its number is the one the patient sees. `where` it stands."""

    from_line: str
    where: Words


class Unit(Part):
    """`complaints` names who reads reports in words, `complaints_role` who that is here: "supervisor" only where those
    of the unit do not supervise its APs themselves. `group` says when its APs meet, as it goes on after "the group".
    """

    id: str = Field(pattern=r"^[a-z0-9-]{1,24}$")
    name: Words
    hospital: Words
    zone: Zone = ZoneInfo("Europe/Paris")
    line: Line
    coordination: Coordination
    word_for_ap: Words = THE_AP
    psychologist: Words = Wording.of({"fr": "la psychologue de l’unité", "en": "the unit’s psychologist"})
    complaints: Words = Wording.of({"fr": "la coordination", "en": "the coordination"})
    complaints_role: Literal["coordinator", "supervisor"] = "coordinator"
    opening: Opening = Opening()
    delays: Delays = Delays()
    limits: Limits = Limits()
    on_call: OnCall = OnCall()
    choices: Choices = Choices()
    calls: Calls | None = None
    group: Words | None = None
    places: tuple[Words, ...] = ()
    video: str | None = None


class Protection(Part):
    """What the data protection officer decided, for the texts and the privacy page."""

    controller: Words
    officer: str
    basis: Words
    retention: Words
    decided_by: str
    decided_on: str


class Site(Part):
    """`operations`: e-mail addresses of whoever keeps the program running, for what the auditor finds."""

    name: Words
    languages: tuple[Language, ...] = ("fr", "en")
    operations: tuple[str, ...] = ()
    protection: Protection | None = None
    units: tuple[Unit, ...] = ()
    folder: Path | None = None

    @cached_property
    def by_id(self) -> dict[str, Unit]:
        return {unit.id: unit for unit in self.units}

    def unit(self, unit_id: str | None) -> Unit | None:
        return self.by_id.get(unit_id) if unit_id else None

    @property
    def unit_folders(self) -> dict[str, Path]:
        """Where each unit's own pages are, for the library."""
        return {u.id: self.folder / "units" / u.id for u in self.units} if self.folder else {}


def load_site(file: Path | None) -> Site:
    """The site of a site.toml; without one, a built-in site that gives information only. Raises WrongSite."""
    if file is None:
        return Site(name=Wording.of({"fr": "Le compagnon", "en": "The companion"}))
    table = _read(file)
    names = table.pop("units", [])
    if not isinstance(names, list):
        raise WrongSite(f"{file}: units: must be a list of unit names.")
    folder = file.parent
    units = tuple(_unit(folder / "units" / str(name) / "unit.toml", str(name)) for name in names)
    try:
        return Site.model_validate({**table, "units": units, "folder": folder})
    except ValidationError as problem:
        raise WrongSite(_first(file, problem)) from None


def _unit(file: Path, name: str) -> Unit:
    try:
        return Unit.model_validate({"id": name, **_read(file)})
    except ValidationError as problem:
        raise WrongSite(_first(file, problem)) from None


def _read(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise WrongSite(f"{file}: cannot be read ({problem.strerror}).") from None
    except tomllib.TOMLDecodeError as problem:
        raise WrongSite(f"{file}: {problem}.") from None


def _first(file: Path, problem: ValidationError) -> str:
    error = problem.errors()[0]
    where = ".".join(str(part) for part in error["loc"])
    return f"{file}: {where}: {error['msg']}."
