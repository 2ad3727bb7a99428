"""« Mes données »: what a person reads about themself, takes with them, and withdraws."""

import base64
import json
from typing import Any

from bot.services.alerts import raise_alert
from bot.services.my_data import COUNTS_FOR
from bot.storage import consents, openings, pairs
from tests.journeys.aps import accompanied, an_ap
from tests.stage import Phone, Stage


async def look(phone: Phone) -> str:
    return "\n".join(bubble.text for bubble in await phone.taps_data("s|my-data|"))


def file_on(phone: Phone) -> dict[str, Any]:
    """The newest file on the phone, read as JSON."""
    [sent] = [b.parameters["document"] for b in phone.bubbles if b.method == "sendDocument"][-1:]
    read: dict[str, Any] = json.loads(base64.b64decode(sent["upload"]))
    return read


async def test_the_menu_leads_to_what_is_kept_and_who_answers_for_it(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.says("/menu")
    assert "My data" in zoe.last.labels
    words = await look(zoe)
    assert "the first name you gave" in words
    assert "Patient · the Linden unit" in words
    assert "using this service: yes, Monday 11 January" in words
    assert "dpo@tilleuls.example" in words
    assert "until one year after the end" in words
    assert "Zoé" not in words


async def test_it_counts_and_shows_no_detail(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await accompanied(stage, zoe, camille)
    words = await look(zoe)
    assert "requests to be in contact with somebody: 1" in words
    assert "contacts: 1" in words
    assert "Camille" not in words


async def test_it_is_there_before_consent_and_after_a_no(stage: Stage) -> None:
    zoe = await stage.person("Zoé", consented=False)
    assert "You have not agreed to anything here." in await look(zoe)


async def test_somebody_who_opened_a_message_is_found_here_and_violence_is_not(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    nadia = await stage.person("Nadia", role="supervisor")
    assert "Nobody from the team has opened a message of yours." in await look(zoe)

    async def opened(kind: str) -> None:
        alert = await stage.turn(
            lambda t: raise_alert(t, kind=kind, level="now", unit="tilleul", person=zoe.id, message="words")
        )
        await stage.turn(
            lambda t: openings.add(t.tx, t.house.sealer, t.new_id(), alert, nadia.id, "to call back", None, t.now_ms)
        )

    await opened("violence")
    assert "Nobody from the team has opened a message of yours." in await look(zoe)
    await opened("danger-oneself")
    assert "Somebody from the team opened a message of yours" in await look(zoe)


async def test_the_copy_comes_after_a_second_yes_a_day_later(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await stage.turn(
        lambda t: raise_alert(t, kind="violence", level="now", unit="tilleul", person=zoe.id, message="he hits me")
    )
    await look(zoe)
    await zoe.taps("A copy of my data")
    await zoe.taps("Yes")
    assert "I write to you from Tuesday 12 January" in zoe.last.text
    await zoe.taps_data("s|my-copy|")
    assert "You have asked for it." in zoe.last.text
    await stage.passes(days=1)
    assert "Yesterday you asked me for something" in zoe.last.text
    assert "copy" not in zoe.last.text
    await zoe.taps("Go on")
    await zoe.taps("Send it")
    copy = file_on(zoe)
    assert copy["person"]["first_name"] == "Zoé"
    assert copy["roles"] == [
        {"unit_id": "tilleul", "role": "patient", "state": "active", "created_at": "2027-01-11T09:00:00+00:00"}
    ]
    assert copy["consents"][0]["given"] is True
    assert "violence" not in json.dumps(copy)
    assert "hits" not in json.dumps(copy)
    await zoe.taps_data("s|my-copy|")
    assert "The copy shows what you said here" in zoe.last.text, "each copy needs its two questions"


async def test_the_copy_opens_what_is_sealed_and_leaves_out_what_others_said(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    await stage.turn(
        lambda t: pairs.write_agreement(
            t.tx, t.house.sealer, pair.id, {"may_be_told": "yes"}, patient=True, ap=True, now=t.now_ms
        )
    )
    for phone in (zoe, camille):
        await phone.taps_data("s|my-copy|")
        await phone.taps("Yes")
    await stage.passes(days=1)
    for phone in (zoe, camille):
        await phone.taps_data("s|my-copy|")
        await phone.taps("Send it")
    of_zoe, of_camille = file_on(zoe), file_on(camille)
    assert of_zoe["agreements"][0]["words"] == {"may_be_told": "yes"}
    assert of_zoe["contacts_with"][0]["side"] == "is accompanied"
    assert "details" in of_zoe["requests"][0]
    assert "Camille" not in json.dumps(of_zoe)
    assert of_camille["contacts_with"][0]["side"] == "accompanies"
    assert of_camille["profiles"][0]["words"]["words"] == "I like to listen."
    assert "agreements" not in of_camille
    assert "Zoé" not in json.dumps(of_camille, ensure_ascii=False)


async def test_a_wish_is_forgotten_after_a_week(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|my-copy|")
    await zoe.taps("Yes")
    await stage.passes(days=1)
    await zoe.taps("Go on")
    assert "Your copy is ready" in zoe.last.text
    await stage.passes(days=COUNTS_FOR.days + 1)
    await zoe.taps("Send it")
    assert not any(bubble.method == "sendDocument" for bubble in zoe.bubbles)


async def test_withdrawing_the_yes_to_writing_keeps_everything_else(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    await stage.turn(lambda t: consents.add(t.tx, t.new_id(), zoe.id, "relay", "relay-1", True, t.now_ms), zoe)
    await look(zoe)
    await zoe.taps("Withdraw: writing here")
    await zoe.taps("Yes, withdraw")
    assert "Done." in zoe.last.text
    assert await stage.database.read(lambda tx: consents.given(tx, zoe.id, "relay")) is False
    assert await stage.database.read(lambda tx: consents.given(tx, zoe.id, "use")) is True
    still = await stage.database.read(lambda tx: pairs.find(tx, pair.id))
    assert still is not None
    assert still.state == "active"
    await look(zoe)
    assert "Withdraw: writing here" not in zoe.last.labels
    await zoe.taps_data("s|withdraw-consent|relay")
    await zoe.taps("Yes, withdraw")
    assert "nothing to withdraw" in zoe.last.text


async def test_withdrawing_the_use_of_it_all_is_stop(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await look(zoe)
    await zoe.taps("Withdraw: using this service")
    assert "all my messages to you end" in zoe.last.text
