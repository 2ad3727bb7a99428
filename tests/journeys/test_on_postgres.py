"""The stories of requests and pairs once more, on PostgreSQL."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.storage.database import open_database
from tests.journeys import test_eyes_of_the_unit as eyes
from tests.journeys import test_landline as landline
from tests.journeys import test_pair_to_goodbye as goodbye
from tests.journeys import test_wish_to_pair as wish
from tests.stage import Stage

Story = Callable[[Stage], Awaitable[None]]
SHORT: list[Story] = [
    wish.test_the_best_three_are_asked_and_the_first_yes_counts,
    goodbye.test_the_two_agree_on_how_often_and_how,
    eyes.test_choosing_among_cards,
]
LONG: list[Story] = [
    wish.test_when_the_date_passes_a_human_is_told_and_the_person_chooses,
    wish.test_one_tap_withdraws_and_everybody_is_told_kindly,
    eyes.test_a_unit_that_approves_asks_nobody_by_itself,
    goodbye.test_the_goodbye_thanks_and_leaves_room_for_a_word,
    goodbye.test_handing_over_needs_the_patients_yes_and_leaves_no_gap,
    goodbye.test_when_an_ap_leaves_a_human_tells_the_patient,
    landline.test_roger_is_accompanied_by_phone_to_the_end,
]


@pytest.fixture
async def postgres_stage(new_postgres: Callable[[str], str], postgres_template: str) -> AsyncIterator[Stage]:
    database = open_database(new_postgres(postgres_template))
    await database.open()
    stage = Stage(database)
    yield stage
    await database.close()
    assert not stage.failures, stage.failures


def name_of(story: Story) -> str:
    return str(getattr(story, "__name__", "")).removeprefix("test_")


@pytest.mark.parametrize("story", SHORT, ids=name_of)
async def test_the_same_story(postgres_stage: Stage, story: Story) -> None:
    await story(postgres_stage)


@pytest.mark.torture
@pytest.mark.parametrize("story", LONG, ids=name_of)
async def test_the_same_long_story(postgres_stage: Stage, story: Story) -> None:
    await story(postgres_stage)
