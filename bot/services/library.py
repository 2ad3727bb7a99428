"""The library in a turn: pages for this reader, search by free text, and what readers thought."""

from bot.events import Message
from bot.library.search import Found, Search
from bot.services.registry import answers, carries_out, on_free_text
from bot.site import Unit
from bot.storage import page_opinions
from bot.turn import Turn
from conversations.care.library import (
    Heading,
    Headings,
    OpenPage,
    Opinion,
    PageLine,
    PagesToReview,
    ReadPage,
    Shelf,
    ShelfOf,
)
from conversations.dialogue.registry import ACCOMPANIED
from conversations.dialogue.text import Markup, Text, _
from conversations.everyone.search import confidence, courtesy, found_pages, nothing_found

MOST_FOUND = 5
MOST_RELATED = 3
NEAREST = 3


@answers(Headings)
def headings(turn: Turn, look: Headings) -> tuple[Heading, ...]:
    library, language = turn.house.library, turn.somebody.language
    every = library.moments if look.kind == "moment" else library.topics
    shelf = library.in_moment if look.kind == "moment" else library.in_topic
    return tuple(Heading(h.id, h.title) for h in every if shelf(h.id, language, look.me.unit))


@answers(ShelfOf)
def shelf_of(turn: Turn, look: ShelfOf) -> Shelf | None:
    library, language = turn.house.library, turn.somebody.language
    every = library.moments if look.kind == "moment" else library.topics
    heading = next((h for h in every if h.id == look.id), None)
    if heading is None:
        return None
    shelf = library.in_moment if look.kind == "moment" else library.in_topic
    lines = tuple(PageLine(page.id, page.title) for page in shelf(look.id, language, look.me.unit))
    return Shelf(Heading(heading.id, heading.title), lines)


@answers(ReadPage)
def read_page(turn: Turn, look: ReadPage) -> OpenPage | None:
    house, person = turn.house, turn.somebody
    page = house.library.page(look.id, person.language, look.me.unit)
    if page is None:
        return None
    unit, zone = turn.unit(look.me.unit), turn.zone()
    parts = page.rendered(
        line=line_of(unit, person.language, turn),
        numbers=house.renderer.numbers.lines(person.language),
        on=turn.now.astimezone(zone).date(),
        catalogs=house.renderer.catalogs,
        zone=zone,
        easy=person.easy_pages,
    )
    if not 1 <= look.part <= len(parts):
        return None
    related = house.library.related(page, look.me.unit)[:MOST_RELATED]
    return OpenPage(
        id=page.id,
        title=page.title,
        topic=page.topic,
        html=Markup(parts[look.part - 1]),
        part=look.part,
        further=look.part + 1 if look.part < len(parts) else None,
        related=tuple(PageLine(other.id, other.title) for other in related) if look.part == len(parts) else (),
        link=f"https://t.me/{house.bot_name}?start=page-{page.id}",
        has_easy=bool(page.easy_parts),
        reads_easy=person.easy_pages,
        recording=page.recording.read_bytes() if page.recording else None,
    )


def line_of(unit: Unit | None, language: str, turn: Turn) -> str:
    """The unit's line and hours in plain words; without a unit, the care team."""
    if unit is None:
        return turn.house.renderer.plain(_("your care team’s line"), turn.speech.reader(turn.somebody))
    return f"{unit.line.number} ({unit.line.hours.in_language(language)})"


@carries_out(Opinion)
def opinion(turn: Turn, decision: Opinion) -> None:
    if turn.house.library.page(decision.page, turn.somebody.language, decision.me.unit):
        page_opinions.count(turn.tx, decision.me.unit, decision.page, turn.somebody.language, decision.answer)


@answers(PagesToReview)
def pages_to_review(turn: Turn, look: PagesToReview) -> tuple[Text, ...]:
    """Reviews that no longer hold, and pages that cannot be read."""
    on = turn.now.astimezone(turn.zone()).date()
    library = turn.house.library
    lines = [
        _("{title}: reviewed on {day}, to be read again.", title=page.title, day=page.reviewed.on)
        for page in library.pages(turn.somebody.language, look.me.unit)
        if page.reviewed and page.review_is_over(on)
    ]
    lines += [_("{file}: cannot be read ({why}).", file=p.file.name, why=p.message) for p in library.problems]
    return tuple(lines)


@on_free_text(900)
def search_by_words(turn: Turn, message: Message) -> bool:
    """What nobody else took is a courtesy, a confidence or a question, in this order (care requirement 30)."""
    if message.kind != "text" or not message.text or message.edited:
        return False
    person = turn.somebody
    search = search_for(turn)
    in_unit = turn.unit() is not None and (turn.me.role if turn.me else None) in ACCOMPANIED
    if kind := search.small_talk(message.text):
        turn.speech.reply(person, courtesy(kind))
    elif search.is_confidence(message.text):
        found = _lines_of(turn, [hit for hit in search.find(message.text, 1) if hit.sure])
        turn.speech.reply(person, confidence(in_unit, found[0] if found else None))
    else:
        _answer_with_pages(turn, search, message.text, in_unit)
    return True


def _answer_with_pages(turn: Turn, search: Search, words: str, in_unit: bool) -> None:
    found = search.find(words, MOST_FOUND)
    if found and found[0].sure:
        turn.speech.reply(turn.somebody, found_pages(_lines_of(turn, found)))
    else:
        turn.speech.reply(turn.somebody, nothing_found(_lines_of(turn, found[:NEAREST]), in_unit))


def _lines_of(turn: Turn, found: list[Found]) -> tuple[PageLine, ...]:
    unit, language = turn.me.unit if turn.me else None, turn.somebody.language
    pages = (turn.house.library.page(hit.page_id, language, unit) for hit in found)
    return tuple(PageLine(page.id, page.title) for page in pages if page)


def search_for(turn: Turn) -> Search:
    """The index for this reader's language and unit."""
    unit = turn.unit()
    return turn.house.searches[turn.somebody.language, unit.id if unit else None]
