"""APs on a stage: ready to be asked, and what a patient does to ask."""

from dataclasses import replace
from typing import Any

from bot.services.pairs import first_contact
from bot.services.profiles import seed_ap
from bot.site import Calls, Site, Unit
from bot.storage import memberships, pairs, tasks
from bot.storage.database import Transaction
from bot.storage.pairs import Pair
from conversations.care.profiles import Profile
from conversations.dialogue.text import Wording
from tests.stage import Phone, Stage

LISTENS = Profile(languages=("en",), words="I like to listen.")


async def an_ap(
    stage: Stage, name: str, profile: Profile = LISTENS, *, carries: int = 3, unit: str = "tilleul"
) -> Phone:
    """An AP with charter, training and clearance recorded."""
    ap = await stage.person(name, role="ap", unit=unit)
    hat = await stage.database.read(lambda tx: memberships.of_person(tx, ap.id)[0])
    await stage.turn(lambda turn: seed_ap(turn, hat, profile, carries=carries), ap)
    return ap


async def asks(patient: Phone) -> None:
    """Two taps, and nothing more about oneself."""
    await patient.says("/menu")
    await patient.taps("Talk with somebody")
    await patient.taps("Choose for me")
    await patient.taps("Send")
    await passes_questions(patient)


async def passes_questions(patient: Phone) -> None:
    """Leave every question about oneself unanswered."""
    for _question in range(12):
        if patient.last.text.startswith("Thank you, that is all"):
            return
        await patient.says("skip")
    raise AssertionError(f"the questions do not end: {patient.last.text}")


async def accompanied(stage: Stage, patient: Phone, ap: Phone) -> Pair:
    """The patient asked, the AP said yes, the patient too."""
    await asks(patient)
    await stage.passes(minutes=1)
    await ap.taps("Open")
    await ap.taps("I can")
    await patient.taps("Yes")
    return await pair_of(stage, ap)


async def pair_of(stage: Stage, ap: Phone) -> Pair:
    """The newest pair of an AP that is not closed."""
    return (await stage.database.read(lambda tx: pairs.of_ap(tx, ap.id)))[-1]


async def in_touch(stage: Stage, pair: Pair) -> None:
    """The first contact, as the relay and the log of contacts tell it."""
    await stage.turn(lambda turn: first_contact(turn, pair.id))


def with_choices(stage: Stage, **choices: Any) -> None:
    """The demonstration unit with other choices, from now on."""
    (unit,) = stage.house.site.units
    with_unit(stage, choices=unit.choices.model_copy(update=choices))


def with_line(stage: Stage, number: str, where: str) -> None:
    """A unit whose APs call from a line of its own."""
    with_unit(stage, calls=Calls(from_line=number, where=Wording.of({"fr": where, "en": where})))


def with_unit(stage: Stage, *sisters: Unit, **changes: Any) -> None:
    """The demonstration unit with something else in its file, from now on, and other units beside it."""
    site: Site = stage.house.site
    units = (site.units[0].model_copy(update=changes), *sisters)
    changed = Site(name=site.name, languages=site.languages, protection=site.protection, units=units)
    stage.house = replace(stage.house, site=changed)


def kinds_of_tasks(tx: Transaction) -> list[str]:
    """What humans of the demonstration unit have to do."""
    return [task.kind for task in tasks.open_in(tx, "tilleul")]
