"""Somebody who chose a rhythm, and what was put to them: where the stories of check-ins begin."""

from bot.storage import check_in_plans, check_ins
from bot.storage.check_ins import CheckIn
from tests.stage import Phone, Stage

QUESTION = "A small question is waiting for you"


async def chooses(phone: Phone, rhythm: str = "Every week", hour: str = "11:00") -> None:
    await phone.says("/menu")
    await phone.taps("How I am, now and then")
    await phone.taps(rhythm)
    await phone.taps(hour)
    await phone.taps("Yes, ask me")


def questions(phone: Phone) -> int:
    return sum(QUESTION in text for text in phone.texts)


async def put_to(stage: Stage, phone: Phone, side: str = "patient") -> list[CheckIn]:
    """The last two questions that were put to somebody, newest first."""
    plan = await stage.turn(lambda turn: check_in_plans.of_person(turn.tx, phone.id, side))
    assert plan is not None
    return await stage.turn(lambda turn: check_ins.newest_of_plan(turn.tx, plan.id))


async def nothing() -> None:
    """The deliverer is away."""
