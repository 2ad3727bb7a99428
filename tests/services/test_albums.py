"""Pictures sent together: one question, one album on the other side, and each still its own message."""

from typing import Any

import pytest

from bot.storage import people
from tests.services.pairing import DANGEROUS, in_touch
from tests.services.test_relay_held import NUMBER
from tests.stage import Phone, Stage


async def sends_album(phone: Phone, *captions: str) -> list[int]:
    """Each picture comes as a message of its own; gives their ids."""
    ids = []
    for number, caption in enumerate(captions, 1):
        photo = [{"file_id": f"small{number}"}, {"file_id": f"P{number}"}]
        raw: dict[str, Any] = {"photo": photo, "media_group_id": "A", **({"caption": caption} if caption else {})}
        ids.append(phone._messages + 1)
        await phone.sends("photo", raw, text=caption or None)
    return ids


async def captions(phone: Phone, number: int) -> list[str]:
    return [bubble.text for bubble in phone.bubbles[-number:]]


async def an_album(stage: Stage, *words: str) -> tuple[Phone, Phone, list[int]]:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    ids = await sends_album(zoe, *words)
    await zoe.taps("Send anyway")
    return zoe, camille, ids


async def test_it_is_one_question_and_arrives_as_one_album_with_the_name_once(stage: Stage) -> None:
    zoe, camille, _ids = await an_album(stage, "", "The garden", "")
    assert len([bubble for bubble in zoe.bubbles if "A picture can show" in bubble.text]) == 1
    assert [b.parameters["media"] for b in camille.bubbles[-3:]] == ["P1", "P2", "P3"]
    assert await captions(camille, 3) == ["Zoé writes:", "The garden", ""]
    assert not any(bubble.silent for bubble in camille.bubbles[-3:])


async def test_each_picture_can_be_taken_back_alone(stage: Stage) -> None:
    zoe, camille, ids = await an_album(stage, "", "The garden", "")
    await zoe.says("withdraw", reply_to=ids[1])
    assert "Taken back" in zoe.last.text
    assert [b.parameters.get("media") for b in camille.bubbles[-2:]] == ["P1", "P3"]
    await zoe.says("withdraw", reply_to=ids[1])
    assert "P3" in [b.parameters.get("media") for b in camille.bubbles]


async def test_the_command_takes_back_the_whole_album(stage: Stage) -> None:
    zoe, camille, _ids = await an_album(stage, "", "The garden")
    await zoe.says("/withdraw")
    await zoe.taps("Take it back")
    assert not any(bubble.method == "sendPhoto" for bubble in camille.bubbles)


async def test_a_change_changes_the_words_of_the_right_picture(stage: Stage) -> None:
    zoe, camille, ids = await an_album(stage, "The house", "The garden")
    again = {"photo": [{"file_id": "P2"}], "media_group_id": "A", "caption": "The old garden"}
    await zoe.sends("photo", again, text="The old garden", edited=ids[1])
    assert await captions(camille, 2) == ["Zoé writes:\nThe house", "The old garden"]
    first = {"photo": [{"file_id": "P1"}], "media_group_id": "A", "caption": "Our house"}
    await zoe.sends("photo", first, text="Our house", edited=ids[0])
    assert await captions(camille, 2) == ["Zoé writes:\nOur house", "The old garden"]


async def test_a_number_slipped_under_a_picture_by_a_change_is_asked_about(stage: Stage) -> None:
    zoe, camille, ids = await an_album(stage, "The house", "The garden")
    again = {"photo": [{"file_id": "P2"}], "media_group_id": "A", "caption": NUMBER}
    await zoe.sends("photo", again, text=NUMBER, edited=ids[1])
    assert "can be found" in zoe.last.text and not camille.seen(NUMBER)
    await zoe.taps("Send anyway")
    assert await captions(camille, 2) == ["Zoé writes:\nThe house", NUMBER]


async def test_an_answer_to_a_picture_stands_under_that_picture(stage: Stage) -> None:
    zoe, camille, ids = await an_album(stage, "", "The garden")
    await camille.says("How it has grown!", reply_to=camille.last.message_id)
    assert zoe.last.parameters["reply_parameters"]["message_id"] == ids[1]
    await zoe.says("Since June.", reply_to=ids[0])
    album = camille.bubbles[-3:-1] if camille.last.text.endswith("Since June.") else camille.bubbles[-2:]
    assert camille.last.parameters["reply_parameters"]["message_id"] == album[0].message_id


async def test_words_of_danger_under_a_picture_reach_the_ap_with_their_line(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await sends_album(zoe, "", DANGEROUS)
    await zoe.taps_data("s|go-on|")
    await zoe.taps("Send anyway")
    assert camille.last.text == "Before you answer Zoé: please open this first."


async def test_a_question_about_a_dose_under_a_picture_gives_the_ap_the_card(stage: Stage) -> None:
    _zoe, camille, _ids = await an_album(stage, "", "How many of these pills may I take?")
    assert "What to take, what to stop" in camille.last.text


async def test_taken_back_before_it_left_a_picture_never_stays(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    ids = await sends_album(zoe, "", "The garden")

    async def nothing() -> None:
        """The deliverer is away."""

    monkeypatch.setattr(stage, "deliver", nothing)
    await zoe.taps("Send anyway")
    await zoe.says("withdraw", reply_to=ids[1])
    monkeypatch.undo()
    await stage.passes(seconds=2)
    assert [b.parameters.get("media") for b in camille.bubbles if b.method == "sendPhoto"] == ["P1"]


async def test_taken_back_behind_a_cover_a_picture_is_not_there_when_it_is_opened(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await in_touch(stage, zoe, camille)
    await stage.turn(lambda turn: people.set_hides(turn.tx, camille.id, "every-night"))
    await stage.passes(hours=1)
    ids = await sends_album(zoe, "", "The garden")
    await zoe.taps("Send anyway")
    assert camille.last.text == "Message"
    await zoe.says("withdraw", reply_to=ids[1])
    await camille.taps_data(camille.last.buttons[0][1])
    await stage.passes(seconds=2)
    assert [b.parameters.get("media") for b in camille.bubbles if b.method == "sendPhoto"] == ["P1"]
