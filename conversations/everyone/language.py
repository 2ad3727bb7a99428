"""How somebody reads: language, easy pages, screen reader. One tap each, remembered."""

from conversations.care.people import MyStanding, ReadAs, Speak
from conversations.dialogue.prompts import Option, choose
from conversations.dialogue.registry import Entry, dialogue
from conversations.dialogue.steps import Decision, Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, _


@dialogue("language", before_consent=True, urgent=True, command="language", entry=Entry(80, _("Language and reading")))
def language(me: Me, subject: str | None) -> Dialogue:
    """With a language as subject it changes at once, and the open question comes again in it."""
    standing = yield from MyStanding(me)
    if subject and any(code == subject for code, _name in standing.other_languages):
        yield from Speak(me, subject)
        return Start("resume", _("Go on"))
    easy = _("Usual pages") if standing.easy_pages else _("Easy-to-read pages")
    reader = _("Without screen reader") if standing.screen_reader else _("For a screen reader")
    options: list[Option[Decision[None]]] = [
        Option(code, Text(name), Speak(me, code)) for code, name in standing.other_languages
    ]
    options.append(Option("easy", easy, ReadAs(me, easy_pages=not standing.easy_pages)))
    options.append(Option("reader", reader, ReadAs(me, screen_reader=not standing.screen_reader)))
    chosen = yield from choose(_("How would you like to read?"), options)
    yield from chosen
    yield from Say(_("Done. I will remember it."))
    return Start("menu", _("Menu"))
