"""The code before My data: who only holds the phone neither reads, takes nor destroys anything."""

from bot.storage import pins, requests
from tests.journeys.aps import asks
from tests.stage import Phone, Stage


async def has_code(phone: Phone, code: str = "2711") -> None:
    await phone.taps_data("s|set-pin|")
    await phone.says(code)
    await phone.says(code)
    assert "Without the code nobody opens your data" in phone.last.text


async def test_the_code_stands_before_everything_it_guards(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await has_code(zoe)
    for name in ("my-data", "my-copy", "erase-me", "set-pin", "remove-pin", "my-number", "new-number"):
        await stage.passes(minutes=11)
        await zoe.taps_data(f"s|{name}|")
        assert "Your code, please" in zoe.last.text, name


async def test_what_is_typed_as_a_code_does_not_stay_in_the_chat(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|set-pin|")
    await zoe.says("2711")
    typed = zoe._messages - 1
    assert typed in zoe.deleted


async def test_the_right_code_opens_for_ten_minutes(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await has_code(zoe)
    await stage.passes(minutes=11)
    await zoe.taps_data("s|my-data|")
    await zoe.says("2711")
    assert zoe.seen("What is kept about you")
    await stage.passes(minutes=9)
    await zoe.taps_data("s|my-data|")
    assert "Your code, please" not in zoe.last.text
    await stage.passes(minutes=2)
    await zoe.taps_data("s|my-data|")
    assert "Your code, please" in zoe.last.text


async def test_five_wrong_ones_close_it_for_an_hour_even_for_the_right_one(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await has_code(zoe)
    await stage.passes(minutes=11)
    await zoe.taps_data("s|my-data|")
    for left in (4, 3, 2, 1):
        await zoe.says("0000")
        assert f"Tries left: {left}" in zoe.last.text
        await zoe.taps("Try again")
    await zoe.says("0000")
    assert "Too many tries" in zoe.last.text
    await zoe.taps_data("s|pin|my-data")
    assert "Too many tries" in zoe.last.text
    await stage.passes(minutes=61)
    await zoe.taps_data("s|pin|my-data")
    await zoe.says("2711")
    assert zoe.seen("What is kept about you")


async def test_a_code_that_is_none_and_two_that_differ_are_said_plainly(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|set-pin|")
    await zoe.says("my birthday")
    assert "4 to 6 digits" in zoe.bubbles[-2].text
    await zoe.says("1234")
    await zoe.says("1243")
    assert "not the same" in zoe.last.text
    assert await stage.turn(lambda turn: pins.find(turn.tx, zoe.id)) is None


async def test_who_forgot_it_asks_and_says_yes_again_a_day_later(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await has_code(zoe)
    await stage.passes(minutes=11)
    await zoe.taps_data("s|remove-pin|")
    await zoe.taps("I have forgotten it")
    await zoe.taps("Yes")
    await zoe.taps_data("s|pin-forgotten|")
    assert "I ask you once more from" in zoe.last.text
    await stage.passes(days=1, hours=1)
    assert zoe.seen("Yesterday you asked me for something")
    await zoe.taps("Go on")
    await zoe.taps("Yes")
    assert "There is no code any more" in zoe.last.text
    await zoe.taps_data("s|my-data|")
    assert zoe.seen("What is kept about you")


async def test_with_the_code_a_copy_and_erasing_need_no_second_day(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await has_code(zoe)
    await zoe.taps_data("s|my-copy|")
    assert "Your copy is ready" in zoe.last.text
    await zoe.taps("Send it")
    assert any(bubble.method == "sendDocument" for bubble in zoe.bubbles)
    await zoe.taps_data("s|erase-me|")
    await zoe.taps("Erase everything now")
    assert zoe.seen("everything about you is erased here")


async def test_the_number_is_shown_by_its_end_changed_and_forgotten(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await zoe.taps_data("s|new-number|")
    await zoe.says("06 39 98 12 34")
    await zoe.taps_data("s|my-number|")
    assert "ends in 34" in zoe.last.text and "06 39" not in zoe.last.text
    await zoe.taps("Forget it")
    (request,) = await stage.database.read(lambda tx: requests.open_of_person(tx, zoe.id))
    assert "number" not in request.details(stage.house.sealer)


async def test_help_now_never_asks_for_a_code(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await has_code(zoe)
    await stage.passes(minutes=11)
    await zoe.says("help")
    assert zoe.seen("3114")
