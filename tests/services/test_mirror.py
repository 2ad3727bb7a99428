"""The AP's mirror: counts of a month, the AP first, the supervisor above the charter's threshold only."""

from datetime import date

import pytest

from bot.services.mirror import next_showing
from bot.storage import alerts, contacts, relay
from bot.turn import Turn
from tests.journeys.aps import with_choices
from tests.services.pairing import in_touch
from tests.stage import Phone, Stage


async def wrote_late(stage: Stage, pair: int, messages: int, late: int) -> None:
    await stage.turn(lambda turn: relay.count(turn.tx, pair, "2027-01", by_ap=True, messages=messages, late=late))


def mirrors(ap: Phone) -> list[str]:
    return [text for text in ap.texts if text.startswith("This month: ")]


async def test_the_ap_sees_their_month_near_its_end(stage: Stage) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    pair = await in_touch(stage, zoe, ap)
    await wrote_late(stage, pair, 11, 4)
    await stage.passes(days=16)
    assert not mirrors(ap)
    await stage.passes(days=3)
    assert len(mirrors(ap)) == 1
    assert "12 exchanges, 4 of them after 10 pm" in mirrors(ap)[0]  # with the one that began it
    assert ap.last.labels[:3] == ["Adjust", "Talk about it", "It suits me"]
    await ap.taps("It suits me")
    assert "Thank you for what you do" in ap.last.text


async def test_everything_that_is_counted_can_be_seen(stage: Stage) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    pair = await in_touch(stage, zoe, ap)
    await wrote_late(stage, pair, 2, 1)
    await ap.says("/menu")
    await ap.taps("My month in figures")
    assert "nobody reads what was said" in ap.last.text
    assert "3 exchanges, 1 of them after 10 pm" in ap.last.text
    await ap.taps("Adjust")
    assert "With Zoé" in ap.last.labels


@pytest.mark.parametrize(("late", "told"), [(19, []), (20, ["ap-carries-much"])])
async def test_the_supervisor_reads_of_it_above_the_threshold_only(stage: Stage, late: int, told: list[str]) -> None:
    with_choices(stage, mirror_late_messages=20)
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    pair = await in_touch(stage, zoe, ap)
    await wrote_late(stage, pair, 40, late)
    await stage.passes(days=19)
    routine = await stage.turn(lambda turn: alerts.routine_in(turn.tx, "tilleul"))
    assert [alert.kind for alert in routine if alert.person_id == ap.id] == told


@pytest.mark.parametrize(("words", "suggested"), [((2, 4), False), ((1, 2), True)])
async def test_heavy_debriefs_bring_the_suggestion_of_a_rest(
    stage: Stage, words: tuple[int, ...], suggested: bool
) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    pair = await in_touch(stage, zoe, ap)
    for word in words:
        await stage.turn(lambda turn, word=word: debriefed(turn, pair, ap.id, word))  # type: ignore[misc]
    await stage.passes(days=19)
    shown = next(bubble for bubble in ap.bubbles if bubble.text.startswith("This month: "))
    assert ("A rest" in shown.labels) == suggested


def debriefed(turn: Turn, pair: int, ap: int, word: int) -> None:
    """A logged contact, and how the AP said they were after it."""
    contact = turn.new_id()
    contacts.add(
        turn.tx,
        contact,
        pair,
        "tilleul",
        ap,
        means="phone",
        minutes=30,
        kind="emotional",
        next_step="none",
        now=turn.now_ms,
    )
    found = contacts.find(turn.tx, contact)
    assert found is not None
    contacts.debriefed(turn.tx, turn.house.sealer, found, {"word": word}, turn.now_ms)


async def test_who_accompanies_nobody_sees_no_mirror(stage: Stage) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    pair = await in_touch(stage, zoe, ap)
    await wrote_late(stage, pair, 11, 4)
    await ap.taps_data(f"s|pair-end|{pair}")
    await ap.taps(ap.last.labels[0])
    await stage.passes(days=25)
    assert not mirrors(ap)


@pytest.mark.parametrize(
    ("after", "shown"),
    [
        (date(2027, 1, 11), date(2027, 1, 28)),
        (date(2027, 1, 28), date(2027, 2, 26)),  # the 28th is a Sunday: the Friday before, still in February
        (date(2027, 2, 26), date(2027, 3, 26)),
        (date(2027, 12, 28), date(2028, 1, 28)),
        (date(2028, 2, 1), date(2028, 2, 28)),
    ],
)
def test_the_day_of_the_mirror_stays_in_its_month(after: date, shown: date) -> None:
    assert next_showing(after) == shown
