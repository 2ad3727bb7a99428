"""Finding and reading pages: by moment, by topic, by related pages; every page at most three taps from the menu."""

from conversations.care.library import Headings, OpenPage, Opinion, PagesToReview, ReadPage, ShelfOf
from conversations.care.people import MyPlace, MyStanding, ReadAs
from conversations.dialogue.prompts import Option, choose
from conversations.dialogue.registry import ACCOMPANIED, COORDINATOR, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, SendFile, Start
from conversations.dialogue.text import Text, _, joined
from conversations.everyone import apologies

MENU = Start("menu", _("Menu"))
LIBRARY = Start("library", _("Other pages"))
A_FEW = 9  # pages in one list: more do not fit on a phone's screen. No topic has more, so that three taps are enough
MISSING = (
    Option("unclear", _("It was not clear"), "unclear"),
    Option("other", _("Not what I was looking for"), "other"),
    Option("short", _("It did not say enough"), "short"),
    Option("hard", _("It was too hard to read"), "hard"),
)


@dialogue("library", before_consent=True, entry=Entry(20, _("Find information")))
def library(me: Me, subject: str | None) -> Dialogue:
    topics = yield from Headings(me, "topic")
    yield from Say(
        _("What would you like to read about? You can also simply type your question."),
        (
            Start("moments", _("By moment of care")),
            *(Start("topic", Text("{t}", {"t": topic.title}), topic.id) for topic in topics),
        ),
    )
    return None


@dialogue("moments", before_consent=True)
def moments(me: Me, subject: str | None) -> Dialogue:
    found = yield from Headings(me, "moment")
    yield from Say(
        _("Which moment are you living through?"),
        (*(Start("moment", Text("{t}", {"t": moment.title}), moment.id) for moment in found), LIBRARY),
    )
    return None


@dialogue("moment", before_consent=True)
def moment(me: Me, subject: str | None) -> Dialogue:
    return (yield from _shelf(me, "moment", subject))


@dialogue("topic", before_consent=True)
def topic(me: Me, subject: str | None) -> Dialogue:
    return (yield from _shelf(me, "topic", subject))


def _shelf(me: Me, kind: str, subject: str | None) -> Dialogue:
    """A few pages at a time; the subject is the heading's id, with ".2" for the second few."""
    heading_id, _dot, few = (subject or "").partition(".")
    shelf = yield from ShelfOf(me, kind, heading_id)
    if shelf is None:
        yield from apologies.nothing_here()
        return None
    number = int(few) if few.isdecimal() and 0 < int(few) < 100 else 1
    shown = shelf.pages[(number - 1) * A_FEW : number * A_FEW]
    pages = tuple(Start("page", Text("{t}", {"t": page.title}), page.id) for page in shown)
    more = (Start(kind, _("More pages"), f"{heading_id}.{number + 1}"),) if number * A_FEW < len(shelf.pages) else ()
    yield from Say(Text("<b>{t}</b>", {"t": shelf.heading.title}), (*pages, *more, LIBRARY, MENU))
    return None


@dialogue("page", before_consent=True)
def page(me: Me, subject: str | None) -> Dialogue:
    """The subject is a page's id, with ".2" for its second part."""
    page_id, _dot, part = (subject or "").partition(".")
    found = yield from ReadPage(me, page_id, int(part) if part.isdecimal() else 1)
    if found is None:
        yield from apologies.nothing_here()
        return None
    place = yield from MyPlace(me)
    yield from Say(
        Text("{page}", {"page": found.html}), _under(found, talk=place is not None and me.role in ACCOMPANIED)
    )
    return None


def _under(found: OpenPage, *, talk: bool) -> tuple[Start, ...]:
    """The buttons of a page, the way on first."""
    buttons = []
    if found.further:
        buttons.append(Start("page", _("Next part"), f"{found.id}.{found.further}"))
    if found.recording:
        buttons.append(Start("listen", _("Listen"), found.id))
    buttons += [Start("page", Text("{t}", {"t": line.title}), line.id) for line in found.related]
    if found.has_easy:
        buttons.append(Start("easy", _("Usual version") if found.reads_easy else _("Easy version"), found.id))
    if talk:
        buttons.append(Start("request", _("Talk about it with someone")))
    buttons += [
        Start("helped", _("It helped me"), found.id),
        Start("not-helped", _("Not really"), found.id),
        Start("share", _("Send to someone"), found.id),
        Start("topic", _("Back to the list"), found.topic),
        Start("resume", _("Where I was")),
    ]
    return tuple(buttons)


@dialogue("helped", before_consent=True)
def helped(me: Me, subject: str | None) -> Dialogue:
    yield from Opinion(me, subject or "", "helped")
    yield from Say(_("Thank you, that helps the next readers. Nobody knows who said it."), (LIBRARY, MENU))
    return None


@dialogue("not-helped", before_consent=True)
def not_helped(me: Me, subject: str | None) -> Dialogue:
    missing = yield from choose(_("Thank you for saying so. What was missing?"), MISSING)
    yield from Opinion(me, subject or "", missing)
    yield from Say(_("Noted, without your name. The unit reads these answers."), (LIBRARY, MENU))
    return None


@dialogue("share", before_consent=True)
def share(me: Me, subject: str | None) -> Dialogue:
    """A link, not a forward: a forward would say who sent it."""
    found = yield from ReadPage(me, subject or "")
    if found is None:
        yield from apologies.nothing_here()
        return None
    yield from Say(
        _("This link opens the page for anybody. It says nothing about you:\n{link}", link=found.link), (LIBRARY, MENU)
    )
    return None


@dialogue("easy", before_consent=True)
def easy(me: Me, subject: str | None) -> Dialogue:
    """The other version of a page; the choice is remembered."""
    standing = yield from MyStanding(me)
    yield from ReadAs(me, easy_pages=not standing.easy_pages)
    return Start("page", _("Read"), subject)


@dialogue("listen", before_consent=True)
def listen(me: Me, subject: str | None) -> Dialogue:
    found = yield from ReadPage(me, subject or "")
    if found is None or found.recording is None:
        yield from apologies.nothing_here()
        return None
    yield from SendFile(f"{found.id}.ogg", found.recording, Text("{t}", {"t": found.title}), voice=True)
    return None


@dialogue("pages-to-review", roles=frozenset({COORDINATOR}), entry=Entry(70, _("Pages to review")))
def pages_to_review(me: Me, subject: str | None) -> Dialogue:
    lines = yield from PagesToReview(me)
    yield from Say(joined(lines) if lines else _("No page waits for you."))
    return None
