"""The words for the hardest moments, as they arrive on the phones of the sandbox, in French (care.md, section 2).

Numbers in brackets are those of the texts.
"""

from collections.abc import AsyncIterator
from datetime import time
from io import StringIO

import pytest
import pytest_asyncio
from rich.console import Console

from bot.house import PARIS
from bot.sandbox.demo import Demo
from bot.sandbox.journey import close_alert, hello, pair, request
from bot.sandbox.screen import MessageView
from bot.sandbox.tour import Tour
from tests.journeys.conftest import CATALOGS, LIBRARY, Arrives

pytestmark = pytest.mark.asyncio(loop_scope="module")

END_IT = "je veux en finir"
HE_HITS = "mon mari me frappe"
FEVER = "j’ai 40 de fièvre depuis hier soir"
TOO_MUCH = "je n’en peux plus, je pleure toute la journée"
STAFF = ("sacha", "nour", "alix")
NIGHT, OPENED, DAY = time(2), time(9, 1), time(10)
OPENS, CLOSES = 9, 17
IN_TOUCH: list[int] = []


@pytest_asyncio.fixture(loop_scope="module", autouse=True)
async def by_day(demo: Demo) -> AsyncIterator[None]:
    """Every story begins while somebody is on duty; the stories together stay within one working week."""
    now = (await demo.client.now()).astimezone(PARIS)
    if not OPENS <= now.hour < CLOSES:
        await Tour(demo, "fr", Console(file=StringIO()), CATALOGS, LIBRARY).passes_until(DAY)
    yield


def labels(message: MessageView) -> list[str]:
    return [button.text for row in message.buttons for button in row]


async def cards_after(demo: Demo, who: str, text: MessageView) -> list[str]:
    """The numbers of the contact cards that followed a text, once the one of 15 is there."""
    phone = demo.phones[who]
    await demo.client.wait_for(phone, lambda m: bool(m.contact and m.contact["phone_number"] == "15"), after=text.seq)
    messages = (await demo.client.chat(phone)).messages
    return [m.contact["phone_number"] for m in messages if m.contact and m.message_id > text.message_id]


async def calls_for_a_human(tour: Tour) -> int:
    """How many alerts are on the phones of the unit's staff."""
    words = tour.words(
        "Someone in your unit is waiting for a human reply ({kind}), received at {hour}. Can you take it?"
    ).partition("{")[0]
    chats = [await tour.demo.client.chat(tour.demo.phones[who]) for who in STAFF]
    return sum(words in message.text for chat in chats for message in chat.messages)


async def is_taken_and_closed(tour: Tour, lou: str) -> None:
    """A human sees it, and the person reads so; nothing of it is left for the next story."""
    alert = await tour.sees("sacha", "is waiting for a human reply")
    assert "finir" not in alert.text and "mourir" not in alert.text and lou not in alert.text
    await tour.taps("sacha", "I take it")
    await tour.sees(lou, "has seen your message, at {hour}.")
    await close_alert(tour, "sacha")


async def test_danger_while_somebody_is_on_duty(demo: Demo, arrives: Arrives) -> None:
    """[6] The numbers, whom it told, two contact cards; and when a human has seen it, the person reads so."""
    tour, lou = await arrives("fr")
    before = await calls_for_a_human(tour)
    await tour.says(lou, END_IT)
    said = await tour.sees(lou, "I have told {guard}.")
    for word in ("3114", "15", "SMS au 114", "la personne de garde"):
        assert word in said.text
    assert labels(said) == [tour.words(label) for label in ("Please call me", "That is not it", "Help now")]
    assert await cards_after(demo, lou, said) == ["3114", "15"]
    assert await calls_for_a_human(tour) == before + 1
    await is_taken_and_closed(tour, lou)


async def test_danger_at_two_in_the_morning(demo: Demo, arrives: Arrives) -> None:
    """[7] Nobody reads before nine, and it says so; the numbers answer now."""
    tour, lou = await arrives("fr")
    await tour.passes_until(NIGHT)
    await tour.says(lou, END_IT)
    said = await tour.sees(lou, "Nobody here can answer you before {hour}.")
    assert said.text.count("à 9\N{NO-BREAK SPACE}h") == 2
    for word in ("Le 3114 répond maintenant", "Danger immédiat", "SMS au 114"):
        assert word in said.text.replace("\u202f", " ")
    assert "J’ai prévenu" not in said.text
    assert await cards_after(demo, lou, said) == ["3114", "15"]
    await tour.passes_until(OPENED)
    await is_taken_and_closed(tour, lou)


async def test_violence_gets_a_harmless_answer_and_nothing_more_until_yes(demo: Demo, arrives: Arrives) -> None:
    """[10, 11] Whoever reads the screen learns nothing; nobody is told, and nothing comes by itself, all day."""
    tour, lou = await arrives("fr")
    before = await calls_for_a_human(tour)
    await tour.says(lou, HE_HITS)
    said = await tour.sees(lou, "Got it. Is this a good time to write?")
    assert labels(said) == [tour.words("Yes"), tour.words("Later")]
    await tour.passes(hours=5)
    chat = await demo.client.chat(demo.phones[lou])
    after = [m for m in chat.messages if m.message_id > said.message_id and m.from_bot]
    assert after == []
    for word in ("violence", "mal", "3919", "17", "danger", "frappe"):
        assert word not in said.text.lower()
    assert await calls_for_a_human(tour) == before

    await tour.taps(lou, "Yes")
    more = await tour.sees(lou, "Nobody has the right to hurt you.")
    for word in ("17", "SMS au 114 sans parler", "3919", "Je n’ai prévenu personne"):
        assert word in more.text
    await tour.taps(lou, "Delete these messages")
    await tour.sees(lou, "Done. To remove everything else")
    left = [m.text for m in (await demo.client.chat(demo.phones[lou])).messages if not m.deleted]
    assert not any("3919" in text or HE_HITS in text or "bon moment" in text for text in left)


async def test_words_of_an_emergency_get_the_units_own_line(demo: Demo, arrives: Arrives) -> None:
    """[12] No supervisor is made a nurse, and nobody is told."""
    tour, lou = await arrives("fr")
    before = await calls_for_a_human(tour)
    await tour.says(lou, FEVER)
    said = await tour.sees(lou, "Nobody here can judge this.")
    for word in ("01 99 00 12 34", "du lundi au vendredi", "15 ou 112", "Je n’ai prévenu personne"):
        assert word in said.text.replace("\u202f", " ").replace("\u00a0", " ")
    assert labels(said) == [tour.words("The numbers"), tour.words("That is not it")]
    assert await calls_for_a_human(tour) == before
    await tour.taps(lou, "The numbers")
    await tour.sees(lou, "Numbers that answer")


async def test_distress_gets_people_who_can_listen_and_no_alert(demo: Demo, arrives: Arrives) -> None:
    """[13] Four choices, one of them nothing; nobody is told."""
    tour, lou = await arrives("fr")
    before = await calls_for_a_human(tour)
    await tour.says(lou, TOO_MUCH)
    said = await tour.sees(lou, "What you write is heavy.")
    assert "3114" in said.text
    offered = ("Someone who has been there", "The psychologist", "A page", "Nothing for now", "Help now")
    assert labels(said) == [tour.words(label) for label in offered]
    await tour.taps(lou, "Nothing for now")
    await tour.sees(lou, "All right. I am here whenever you like.")
    assert await calls_for_a_human(tour) == before


async def in_touch(demo: Demo) -> Tour:
    """The demonstration's patient and Camille write to each other; once for all the stories of the relay."""
    tour = Tour(demo, "fr", Console(file=StringIO()), CATALOGS, LIBRARY)
    if not IN_TOUCH:
        for chapter in (hello, request, pair):
            await chapter(tour)
        IN_TOUCH.append(demo.phones["patient"])
    return tour


async def goes_on(tour: Tour) -> None:
    """What happened in the story before does not hold this one back."""
    await tour.says("patient", "/menu")
    await tour.taps("patient", "I feel better, go on")
    await tour.sees("patient", "We go on, at your pace.")


async def opens_the_card(tour: Tour, beginning: str) -> MessageView:
    """The AP sees a neutral line, and behind it what to do."""
    line = await tour.sees("camille", "please open this first.")
    for word in ("mourir", "danger", "violence", "frappe"):
        assert word not in line.text.lower()
    await tour.taps("camille", "Open")
    return await tour.sees("camille", beginning)


async def test_danger_in_a_relay_reaches_the_ap_with_what_to_do(demo: Demo) -> None:
    """[25] The message still arrives; a neutral line opens the card; the sentence is sent with one tap."""
    tour = await in_touch(demo)
    await tour.writes("patient", "camille", "j’ai vraiment envie de mourir")
    said = await tour.sees("patient", "Thank you for writing it.")
    assert await cards_after(demo, "patient", said) == ["3114", "15"]
    card = await opens_the_card(tour, "This message suggests danger.")
    for word in ("et la personne de garde est prévenue", "Pouvez-vous appeler le 3114", "appelez le 15"):
        assert word in card.text
    assert len(labels(card)) == 4
    assert await cards_after(demo, "camille", card) == ["3114", "15"]
    await tour.taps("camille", "Send this sentence")
    await tour.sees("patient", "I am reading you. Can you call 3114?")
    await is_taken_and_closed(tour, "patient")


async def test_danger_in_a_relay_by_night_says_who_will_know_and_when(demo: Demo) -> None:
    """[25, nobody on duty] The hour takes the place of who was told; in the morning somebody takes it."""
    tour = await in_touch(demo)
    await goes_on(tour)
    await tour.passes_until(NIGHT)
    await tour.writes("patient", "camille", "je veux mourir")
    said = await tour.sees("patient", "Nobody here can answer you before {hour}.")
    assert await cards_after(demo, "patient", said) == ["3114", "15"]
    card = await opens_the_card(tour, "This message suggests danger.")
    assert "et la personne de garde le saura le" in card.text and "à 9\N{NO-BREAK SPACE}h" in card.text
    assert "est prévenue" not in card.text
    await tour.passes_until(OPENED)
    await is_taken_and_closed(tour, "patient")


async def test_violence_in_a_relay_has_a_card_of_its_own(demo: Demo) -> None:
    """[10, 25] The patient reads the harmless line; the AP no sentence to send, no 3114, and that nobody was told."""
    tour = await in_touch(demo)
    await goes_on(tour)
    before = await calls_for_a_human(tour)
    await tour.writes("patient", "camille", HE_HITS)
    said = await tour.sees("patient", "Got it. Is this a good time to write?")
    assert labels(said) == [tour.words("Yes"), tour.words("Later")]
    card = await opens_the_card(tour, "This message speaks of violence.")
    for word in ("je n’ai prévenu personne", "17", "SMS au 114", "3919"):
        assert word in card.text
    assert "3114" not in card.text and tour.words("Send this sentence") not in labels(card)
    assert await calls_for_a_human(tour) == before
