"""What free text gets that nobody else took: a courtesy, one warm line for a confidence, or pages."""

from conversations.care.library import PageLine
from conversations.dialogue.steps import Say, Start
from conversations.dialogue.text import Text, _

MENU = Start("menu", _("Menu"))
HELP_NOW = Start("help-now", _("Help now"))
SOMEONE = Start("request", _("Someone who has been there"))

COURTESIES = {
    "thanks": _("You are welcome. I am here whenever you like."),
    "greeting": _("Hello. I am a program; you can ask me something in your own words, or open the menu."),
    "farewell": _("Goodbye, take care. I am here whenever you like."),
    "fine": _("Good. I am here whenever you like."),
    "yes": _("I have no open question just now. You can ask me something, or open the menu."),
    "no": _("All right. I am here whenever you like."),
}


def courtesy(kind: str) -> Say:
    return Say(COURTESIES[kind], (MENU,))


def confidence(in_unit: bool, page: PageLine | None) -> Say:
    """Text that tells rather than asks: never a list (care requirement 30); a page that surely fits is a choice."""
    words = _(
        "Thank you for telling me. I am a program: I cannot answer as a person would, and I do not want to drown what "
        "you write in pages. What would do you good?"
    )
    someone = SOMEONE if in_unit else Start("page", _("Who can listen"), "psychological-support")
    read = _lines((page,))[0] if page else Start("library", _("Read something"))
    return Say(words, (someone, read, HELP_NOW))


def found_pages(pages: tuple[PageLine, ...]) -> Say:
    return Say(_("Here is what I found:"), (*_lines(pages), MENU))


def nothing_found(nearest: tuple[PageLine, ...], in_unit: bool) -> Say:
    if not nearest:
        return Say(
            _("I found nothing about that. You can say it in other words, or ask a person."),
            (*((SOMEONE,) if in_unit else ()), Start("library", _("All the pages")), HELP_NOW),
        )
    return Say(
        _("I found nothing that answers exactly. The nearest pages, and a person if you like:"),
        (*_lines(nearest), *((SOMEONE,) if in_unit else ()), HELP_NOW, MENU),
    )


def _lines(pages: tuple[PageLine, ...]) -> tuple[Start, ...]:
    return tuple(Start("page", Text("{t}", {"t": page.title}), page.id) for page in pages)
