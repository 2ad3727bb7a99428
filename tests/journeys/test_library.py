"""Every way to a page, in both languages, through the real service; and every page, sent and taken without refusal."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.library.page import Page
from bot.library.page_ids import PAGE_IDS
from bot.sandbox.demo import Demo
from bot.sandbox.journey import TIRED
from bot.sandbox.screen import MessageView
from bot.sandbox.tour import Tour
from tests.journeys.conftest import LIBRARY, Arrives

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.parametrize("language", ["fr", "en"])]

MENU_TO_TOPIC = 2  # taps: the library, then a topic; the third opens the page
SMS = {"fr": "chui crevee tt le temps c normal ?", "en": "im so tierd all the time is it normal ?"}
NEVER_WRITTEN = {"fr": "comment réparer un carburateur de tondeuse ?", "en": "how do I fix a lawn mower carburettor?"}


@pytest_asyncio.fixture(loop_scope="module", autouse=True)
async def nothing_was_refused(demo: Demo) -> AsyncIterator[None]:
    """Whatever a story sends, the Bot API takes it."""
    yield
    assert [call for call in await demo.client.journal() if call["status"] not in (200, None)] == []


def labels(message: MessageView) -> list[str]:
    return [button.text for row in message.buttons for button in row]


def opening(part: str) -> str:
    """The first words of a part of a page, as the phone shows them."""
    plain = part.split("\n")[0].replace("<b>", "").replace("</b>", "").replace("<i>", "").replace("</i>", "")
    return plain.split("<")[0].split("{")[0].strip()


def in_language(page_id: str, language: str) -> Page:
    page = LIBRARY.page(page_id, language)
    assert page is not None
    return page


async def opens(tour: Tour, reader: str, heading: str) -> list[str]:
    """The labels under a heading whose button is on the phone, all its lists together."""
    await tour.taps(reader, heading)
    shown = labels(await tour.sees(reader, heading))
    while (more := tour.words("More pages")) in shown:
        shown.remove(more)
        await tour.taps(reader, more)
        shown += labels(await tour.sees(reader, heading))
    return shown


async def reads(tour: Tour, reader: str, page: Page) -> list[MessageView]:
    """Open a page by its button, then every further part; gives the messages that came."""
    await tour.taps(reader, page.title)
    parts = [await tour.sees(reader, page.title)]
    while (further := tour.words("Next part")) in labels(parts[-1]):
        after = await tour.demo.client.seq(tour.demo.phones[reader])
        await tour.taps(reader, further)
        parts.append(await tour.demo.client.wait_for(tour.demo.phones[reader], lambda m: bool(m.text), after=after))
    assert tour.words("Sources:") in parts[-1].text or not page.sources
    return parts


async def test_by_topic_every_page_is_three_taps_from_the_menu_and_all_of_it_arrives(
    language: str, arrives: Arrives
) -> None:
    found, parts = set(), 0
    for topic in LIBRARY.topics:
        tour, reader = await arrives(language)  # a phone for each topic, so that none shows a hundred pages at once
        await tour.taps(reader, "Find information")
        await tour.sees(reader, "What would you like to read about?")
        shown = await opens(tour, reader, topic.title.in_language(language))
        pages = LIBRARY.in_topic(topic.id, language)
        assert set(shown) >= {page.title for page in pages}
        for page in pages:
            parts += len(await reads(tour, reader, page))
            found.add(page.id)
    assert found == set(PAGE_IDS)
    print(f"{language}: {len(found)} pages in {parts} messages, each {MENU_TO_TOPIC + 1} taps from the menu")


async def test_by_moment_of_care(language: str, arrives: Arrives) -> None:
    tour, reader = await arrives(language)
    for moment in LIBRARY.moments:
        await tour.says(reader, "/menu")
        await tour.sees(reader, "What would you like to do?")
        await tour.taps(reader, "Find information")
        await tour.sees(reader, "What would you like to read about?")
        await tour.taps(reader, "By moment of care")
        await tour.sees(reader, "Which moment are you living through?")
        shown = await opens(tour, reader, moment.title.in_language(language))
        pages = LIBRARY.in_moment(moment.id, language)
        assert set(shown) >= {page.title for page in pages}
        assert moment.gentle or not set(shown) & {page.title for page in LIBRARY.pages(language) if page.gentle}
        await reads(tour, reader, pages[-1])


@pytest.mark.parametrize("asked", [TIRED, SMS], ids=["sentence", "sms"])
async def test_by_search(language: str, asked: dict[str, str], arrives: Arrives) -> None:
    tour, reader = await arrives(language)
    await tour.says(reader, asked[language])
    await tour.sees(reader, "Here is what I found:")
    await reads(tour, reader, in_language("side-effect-fatigue", language))


async def test_a_search_that_finds_nothing_says_so_and_offers_a_person(language: str, arrives: Arrives) -> None:
    tour, reader = await arrives(language)
    await tour.says(reader, NEVER_WRITTEN[language])
    said = await tour.sees(reader, "I found nothing")
    assert tour.words("Someone who has been there") in labels(said)
    assert tour.words("Help now") in labels(said)
    assert not set(labels(said)) & {page.title for page in LIBRARY.pages(language) if page.gentle}


async def test_by_related_pages_and_back_to_the_list(language: str, arrives: Arrives) -> None:
    tour, reader = await arrives(language)
    page = in_language("side-effect-fatigue", language)
    await tour.says(reader, TIRED[language])
    await tour.sees(reader, "Here is what I found:")
    end = (await reads(tour, reader, page))[-1]
    beside = [other for other in LIBRARY.related(page) if other.title in labels(end)]
    assert len(beside) == 3
    await reads(tour, reader, beside[-1])
    await tour.taps(reader, "Back to the list")
    topic = next(t for t in LIBRARY.topics if t.id == beside[-1].topic)
    shelf = await tour.sees(reader, topic.title.in_language(language))
    assert beside[-1].title in labels(shelf)


async def test_back_to_where_the_reader_was(language: str, arrives: Arrives) -> None:
    """A question is open, a doubt comes up, a page answers it, and the question is still there."""
    tour, reader = await arrives(language)
    await tour.says(reader, "/menu")
    await tour.sees(reader, "What would you like to do?")
    await tour.taps(reader, "Talk with somebody")
    asked = await tour.sees(reader, "What would you like to talk about?")
    await tour.says(reader, TIRED[language])
    await tour.sees(reader, "Here is what I found:")
    await reads(tour, reader, in_language("side-effect-fatigue", language))
    await tour.taps(reader, "Where I was")
    again = await tour.sees(reader, "What would you like to talk about?")
    assert labels(again) == labels(asked)
    await tour.taps(reader, "Choose for me")
    await tour.taps(reader, "Send")
    await tour.sees(reader, "Your request has been sent. I am looking until")


async def test_the_easy_version_is_chosen_with_one_tap_and_remembered(language: str, arrives: Arrives) -> None:
    tour, reader = await arrives(language)
    first, second = in_language("side-effect-fatigue", language), in_language("care-team", language)
    await tour.says(reader, f"/start page-{first.id}")
    assert opening(first.parts[0]) in (await tour.sees(reader, first.title)).text
    await tour.taps(reader, "Easy version")
    assert opening(first.easy_parts[0]) in (await tour.sees(reader, first.title)).text
    await tour.says(reader, f"/start page-{second.id}")
    assert opening(second.easy_parts[0]) in (await tour.sees(reader, second.title)).text
    await tour.taps(reader, "Usual version")
    assert opening(second.parts[0]) in (await tour.sees(reader, second.title)).text


async def test_every_easy_version_arrives(language: str, arrives: Arrives) -> None:
    tour, reader = await arrives(language)
    easy = [page for page in LIBRARY.pages(language) if page.easy_parts]
    assert len(easy) == 12
    await tour.says(reader, f"/start page-{easy[0].id}")
    await tour.sees(reader, easy[0].title)
    await tour.taps(reader, "Easy version")
    for page in easy:
        await tour.says(reader, f"/start page-{page.id}")
        shown = await tour.sees(reader, page.title)
        assert opening(page.easy_parts[0]) in shown.text
        assert tour.words("Usual version") in labels(shown)


async def test_a_page_is_given_to_a_friend_as_a_link(language: str, demo: Demo, arrives: Arrives) -> None:
    tour, reader = await arrives(language)
    page = in_language("nutrition", language)
    await tour.says(reader, f"/start page-{page.id}")
    await tour.sees(reader, page.title)
    await tour.taps(reader, "Send to someone")
    link = (await tour.sees(reader, "This link opens the page for anybody.")).text.split("\n")[-1]
    friend = f"a friend in {language}"
    demo.phones[friend] = await demo.client.person(friend, language)
    await tour.says(friend, f"/start {link.partition('?start=')[2]}")
    await tour.sees(friend, page.title)


@pytest.mark.parametrize("answer", ["It helped me", "Not really"])
async def test_whether_it_helped_is_one_tap_and_what_was_missing_one_more(
    language: str, answer: str, arrives: Arrives
) -> None:
    tour, reader = await arrives(language)
    page = in_language("transport", language)
    await tour.says(reader, f"/start page-{page.id}")
    await tour.sees(reader, page.title)
    await tour.taps(reader, answer)
    if answer == "Not really":
        await tour.sees(reader, "What was missing?")
        await tour.taps(reader, "It was not clear")
        await tour.sees(reader, "Noted, without your name.")
    else:
        await tour.sees(reader, "Thank you, that helps the next readers.")
