"""Promise 7 beside the relay: what reaches the other side by a card, a time, a file, a word at the end.

A whole life is played with every update written as Telegram would write it, markers in all that Telegram knows of the
writer. Nothing of it stands on the other phone, and the number of a call only where it is asked for.
"""

import base64
import json
from typing import Any

import pytest

from bot.events import Message, Presence, Tap
from bot.telegram.updates import read_update
from bot.turn import Handled
from tests.journeys.aps import an_ap, asks
from tests.services.pairing import OneRule
from tests.services.test_leaks import MARK, NUMBER, generous, planted, says_yes
from tests.stage import BOT_ID, Bubble, Phone, Stage

FOR_ONE_CALL = "06 39 98 12 34"


def as_telegram_writes_it(number: int, what: Message | Tap | Presence) -> dict[str, Any]:
    person = {"id": what.sender.chat_id, "is_bot": False, "first_name": MARK, "last_name": MARK, "username": MARK}
    chat = {"id": what.sender.chat_id, "type": "private", "first_name": MARK, "username": MARK}
    if isinstance(what, Tap):
        message = {"message_id": what.message_id or 1, "chat": chat, "from": planted(1)}
        tap = {"id": "callback", "from": person, "data": what.data, "message": message, "chat_instance": MARK}
        return {"update_id": number, "callback_query": tap}
    assert isinstance(what, Message)
    words = {} if what.text is None else {"text" if what.kind == "text" else "caption": what.text}
    beside = {"via_bot": planted(1), "forward_origin": planted(1), "author_signature": MARK, "quote": planted(1)}
    whole = {"message_id": what.message_id, "date": 1, "chat": chat, "from": person}
    reply = {"reply_to_message": planted(1) | {"message_id": what.reply_to}} if what.reply_to else {}
    raw = {**beside, **what.raw, **words, **whole, **reply}
    return {"update_id": number, "edited_message" if what.edited else "message": raw}


@pytest.fixture
def planting(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A stage on which every update is one of Telegram's, with a marker in all that it says of its sender."""

    async def event(what: Message | Tap | Presence) -> Handled:
        stage._updates += 1
        return await stage.take(read_update(BOT_ID, as_telegram_writes_it(stage._updates, what)))

    monkeypatch.setattr(stage, "event", event)
    rule: Any = OneRule()
    stage.house = type(stage.house)(
        **{**{name: getattr(stage.house, name) for name in stage.house.__slots__}, "rules": rule}
    )
    return stage


def shown(bubbles: list[Bubble]) -> str:
    """All that was queued for a phone, files opened."""
    files = [
        base64.b64decode(value["upload"]).decode(errors="replace")
        for bubble in bubbles
        for value in bubble.parameters.values()
        if isinstance(value, dict) and "upload" in value
    ]
    return json.dumps([[b.text, b.buttons, b.parameters] for b in bubbles], ensure_ascii=False) + "".join(files)


class Kept:
    """Every bubble that was ever on a phone, also those taken away again."""

    def __init__(self, *phones: Phone) -> None:
        self.phones, self.bubbles = phones, {phone.name: list(phone.bubbles) for phone in phones}

    def look(self) -> None:
        for phone in self.phones:
            known = {id(bubble) for bubble in self.bubbles[phone.name]}
            self.bubbles[phone.name] += [bubble for bubble in phone.bubbles if id(bubble) not in known]
            found = shown(self.bubbles[phone.name])
            assert MARK not in found and str(NUMBER) not in found, phone.name


async def test_nothing_of_a_whole_life_carries_a_marker_across(planting: Stage) -> None:
    stage = planting
    generous(stage)
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    kept = Kept(zoe, camille)

    # The wish, the offer, the card, the yes.
    await asks(zoe)
    await stage.passes(minutes=1)
    for label in ("Open", "I can"):
        await camille.taps(label)
        kept.look()
    await zoe.taps("Read their words")
    await zoe.taps("Yes")
    kept.look()
    pair = int(next(d for b in camille.bubbles for _l, d in b.buttons if d.startswith("s|pair|")).split("|")[2])

    # What waits for the question, and changes of it.
    await camille.taps_data(f"s|write-to|{pair}")
    await camille.says("Hello.")
    await camille.says("Hello, it is me.", edited=camille._messages - 1)
    await zoe.taps_data(f"s|write-to|{pair}")
    await zoe.sends("document", {"document": planted(2) | {"file_id": "F", "file_name": f"{MARK}.pdf"}})
    for number in (1, 2):
        photo = [planted(1) | {"file_id": f"P{number}"}]
        await zoe.sends("photo", {"photo": photo, "media_group_id": f"{MARK}1"}, text=f"picture {number}")
    await zoe.taps_data(f"s|relay-consent|{pair}")
    await zoe.taps("Write here")
    for bubble in list(zoe.bubbles):
        for label, data in bubble.buttons:
            if label == "Send anyway":
                await zoe.taps_data(data)
    kept.look()
    document = next(bubble for bubble in camille.bubbles if bubble.method == "sendDocument")
    assert document.parameters["document"] == {"fetch": "F", "name": "document.pdf"}

    # A time, its file, its number, and its end.
    await camille.taps_data(f"s|propose-time|{pair}")
    await camille.says("14/01/2027")
    await camille.taps("15:00")
    await zoe.taps("Yes")
    await zoe.says(FOR_ONE_CALL)
    await camille.taps("Open")
    kept.look()
    assert FOR_ONE_CALL not in shown(kept.bubbles["Camille"])
    await camille.taps("Show the number")
    assert FOR_ONE_CALL in camille.last.text and camille.last.parameters["protect_content"]
    kept.look()
    await stage.passes(days=4)
    kept.look()
    assert not camille.seen(FOR_ONE_CALL)
    assert sum(FOR_ONE_CALL in bubble.text for bubble in kept.bubbles["Camille"]) == 1

    # What they agree on, a pause, handing over, the goodbye.
    await camille.taps_data(f"s|agreement-change|{pair}")
    for label in ("Once a week", "By phone", "Whatever comes", "After a week"):
        await camille.taps(label)
    await zoe.taps("Yes, fine")
    await zoe.taps("No")
    await zoe.taps_data(f"s|pair-pause|{pair}")
    await zoe.taps("One week")
    await zoe.taps("End the pause")
    await camille.taps_data(f"s|pair-handover|{pair}")
    await camille.taps("Ask them")
    await zoe.taps("No, as it is")
    await zoe.taps_data(f"s|report|{pair}")
    kept.look()
    await zoe.taps_data(f"s|pair-end|{pair}")
    await zoe.taps("End")
    await zoe.taps("Leave a word")
    await zoe.says("Thank you.")
    await camille.taps("Read it")
    kept.look()


async def test_a_number_in_a_word_at_the_end_is_asked_about_like_any_other(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await zoe.taps("Yes")
    pair = int(next(d for b in camille.bubbles for _l, d in b.buttons if d.startswith("s|pair|")).split("|")[2])
    await zoe.taps_data(f"s|pair-end|{pair}")
    await zoe.taps("End")
    await zoe.taps("Leave a word")
    await zoe.says(f"Call me: {FOR_ONE_CALL}")
    assert "under which you can be found" in zoe.last.text
    await zoe.taps("Do not send")
    assert not camille.seen("left you a word")
    await zoe.taps("Leave a word")
    await zoe.says(f"Call me: {FOR_ONE_CALL}")
    await zoe.taps("Send anyway")
    await camille.taps("Read it")
    assert camille.seen(FOR_ONE_CALL)


async def test_neither_a_name_nor_an_aps_card_holds_a_number(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await camille.taps_data("s|ap-profile|")
    await camille.taps("A few words of mine")
    await camille.says(f"I like to listen, {FOR_ONE_CALL}")
    assert "Your charter asks" in camille.bubbles[-2].text
    await camille.says("I like to listen.")
    assert "I like to listen." in camille.last.text or camille.seen("I like to listen.")
    await zoe.taps_data("s|about-me|name")
    await says_yes(zoe)
    assert not zoe.seen(FOR_ONE_CALL)
