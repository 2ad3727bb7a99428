"""A unit and the people of its team: where the stories about who is there begin."""

from collections.abc import Callable, Iterable
from typing import Any

from bot.services.alerts import raise_alert, told
from bot.site import Unit
from bot.storage import alerts
from bot.storage.alerts import Alert
from tests.services.test_danger import adapt
from tests.stage import Phone, Stage

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def on_call(stage: Stage, mode: str = "on-call", **more: Any) -> None:
    """The unit is on call, or open in its hours only."""
    change = {"mode": mode, **more}
    adapt(stage, lambda u: u.model_copy(update={"on_call": u.on_call.model_copy(update=change)}))


def two_units(stage: Stage, change: Callable[[Unit], Unit] = lambda unit: unit) -> None:
    """Beside the unit a second one, "chene"."""
    first = stage.house.site.units[0]
    second = change(first.model_copy(update={"id": "chene"}))
    site = stage.house.site.model_copy(update={"units": (first, second)})
    site.__dict__.pop("by_id", None)
    stage.house = type(stage.house)(**{f: getattr(stage.house, f) for f in stage.house.__slots__} | {"site": site})


async def has_hours(phone: Phone, hours: str, days: Iterable[str], whose: str = "Me") -> None:
    """Weekly hours, written in the chat as people do."""
    for day in days:
        await phone.taps_data("s|add-shift|")
        await phone.taps(whose)
        await phone.taps(day)
        await phone.says(hours)
    phone.bubbles.clear()


async def in_danger(stage: Stage, person: Phone, unit: str = "tilleul") -> int:
    return await stage.turn(
        lambda turn: raise_alert(
            turn, kind="danger-oneself", level="now", unit=unit, person=person.id, message="the sealed words"
        )
    )


async def alert_of(stage: Stage, alert: int) -> Alert:
    found = await stage.turn(lambda turn: alerts.find(turn.tx, alert))
    assert found is not None
    return found


async def what_they_read(stage: Stage, alert: int) -> str:
    """The sentence about whom an alert has reached, as the person would read it at this minute."""
    text = await stage.turn(lambda turn: told(turn, alert))
    return text.source


def can_take(phone: Phone) -> bool:
    return any("I take it" in bubble.labels for bubble in phone.bubbles)
