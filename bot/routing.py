"""Who takes what somebody did: a button, a command, a word understood everywhere, an answer, the relay, search."""

import structlog

from bot import talk
from bot.events import Message, Presence, Tap
from bot.open_question import answers_urgently
from bot.services.people import open_code
from bot.services.presence import presence
from bot.services.registry import FREE_TEXT
from bot.turn import Turn, lose
from conversations.dialogue.prompts import Option, SharedPhone, Tapped, Typed, matching_option, plain
from conversations.dialogue.registry import all_dialogues
from conversations.dialogue.text import Text
from conversations.everyone import apologies

log = structlog.get_logger()

BACK_WORDS = frozenset({"retour", "back", "precedent"})
CANCEL_WORDS = frozenset({"annuler", "cancel"})
STARTS_BY_WORD = {
    "menu": "menu",
    "aide": "help-now",
    "help": "help-now",
    "aide maintenant": "help-now",
    "help now": "help-now",
    "stop": "stop",
}
PAGE_LINK = "page-"
LONGEST_SUBJECT = 40  # bytes: two ids and a sign between them; a longer one was never on a button of ours
LONGEST_LABEL = 6  # words; who types more is telling something
COMMANDS_BY_HABIT = {"aide": "help", "arreter": "stop", "langue": "language", "demarrer": "start"}


def route(turn: Turn, what: Message | Tap | Presence, answered: bool) -> None:
    """The second part of a turn. `answered`: the words were dealt with already and are no answer to anything."""
    match what:
        case Presence(reachable=False):
            lose(turn, turn.somebody.id)
        case Tap():
            _tap(turn, what.data)
        case Message() if not answered:
            _message(turn, what)


def _tap(turn: Turn, data: str) -> None:
    """Two kinds of button; anything else was never ours."""
    kind, _, rest = data.partition("|")
    first, _, second = rest.partition("|")
    if kind == "s":
        _start(turn, first, second or None)
    elif kind == "a" and first.isdecimal() and len(first) < 12:
        _answer_tap(turn, int(first), second)
    else:
        turn.speech.reply(turn.somebody, apologies.nothing_here())


def _answer_tap(turn: Turn, number: int, option: str) -> None:
    if talk.waits(turn) and not talk.asks_urgently(turn):
        talk.start(turn, "afterwards")
    elif option == "<":
        talk.step_back(turn, number)
    elif option == "x":
        talk.cancel(turn, number)
    else:
        talk.answer(turn, Tapped(option), number)


def _start(turn: Turn, name: str, subject: str | None) -> None:
    definition = all_dialogues().get(name)
    if subject and len(subject.encode("utf-8", "surrogatepass")) > LONGEST_SUBJECT:
        turn.speech.reply(turn.somebody, apologies.nothing_here())
    elif talk.waits(turn) and definition is not None and not definition.urgent:
        talk.start(turn, "afterwards")
    else:
        talk.start(turn, name, subject)


def _message(turn: Turn, message: Message) -> None:
    if message.kind == "contact":
        card = message.raw.get("contact")
        card = card if isinstance(card, dict) else {}
        own = card.get("user_id") == message.sender.chat_id
        number = str(card.get("phone_number", ""))
        if not message.edited and talk.answer(turn, SharedPhone(number, own)):
            return
    elif message.kind == "text" and message.text and not message.edited and _words(turn, message.text):
        return
    for _order, take in FREE_TEXT:
        if take(turn, message):
            return
    if message.edited:
        log.info("skipped", kind=f"edited {message.kind}")
        return
    if message.kind == "text":
        turn.speech.reply(turn.somebody, apologies.not_understood())
    else:
        unit = turn.unit()
        duty = unit is not None and bool(presence(turn, unit, turn.somebody.id).duty)
        turn.speech.reply(turn.somebody, apologies.cannot_hear_or_see(duty=duty))


def _words(turn: Turn, text: str) -> bool:
    """Commands, words understood everywhere, buttons typed, an answer to the open prompt. False: none of these."""
    if text.startswith("/"):
        _command(turn, text)
        return True
    bare = plain(text)
    if bare in STARTS_BY_WORD:
        _start(turn, STARTS_BY_WORD[bare], None)
        return True
    if talk.waits(turn) and not talk.asks_urgently(turn):
        typed = _typed_button(turn, text)
        if typed is None:
            talk.start(turn, "afterwards")
        else:
            _tap(turn, typed)
        return True
    asked = turn.somebody.prompt_is_last or answers_urgently(turn, text)
    if asked and bare in BACK_WORDS:
        talk.step_back(turn)
        return True
    if asked and bare in CANCEL_WORDS:
        talk.cancel(turn)
        return True
    if (typed := _typed_button(turn, text)) is not None:
        _tap(turn, typed)
        return True
    return asked and talk.answer(turn, Typed(text))


def _command(turn: Turn, text: str) -> None:
    """/start with a code opens a unit; the other commands are those dialogues name."""
    word, _, rest = text[1:].partition(" ")
    name = plain(word.partition("@")[0])
    name = COMMANDS_BY_HABIT.get(name, name)
    if name == "start":
        _begin(turn, rest.strip()[:64])
        return
    for definition in all_dialogues().values():
        if definition.command == name:
            _start(turn, definition.name, None)
            return
    turn.speech.reply(turn.somebody, apologies.not_understood())


def _begin(turn: Turn, code: str) -> None:
    """/start, with what a link carried: a page to read, a code that opens a unit, or nothing."""
    if code.startswith(PAGE_LINK):
        _start(turn, "page", code.removeprefix(PAGE_LINK))
        return
    if code and not open_code(turn, code):
        turn.speech.reply(turn.somebody, apologies.code_opens_nothing())
    talk.start(turn, "welcome")


def _typed_button(turn: Turn, text: str) -> str | None:
    """The data of the button of the last message that these words stand for: its number, first word, close spelling.

    Where the open prompt asks for words or a day, only an exact label counts: the text is most likely the answer.
    """
    takes_text, shown = turn.somebody.shown(turn.house.sealer)
    exact = next((data for data, label in shown if plain(label) == plain(text)), None)
    if exact or not shown or (takes_text and turn.somebody.prompt_is_last) or len(text.split()) > LONGEST_LABEL:
        return exact
    options = [Option(data, Text("{l}", {"l": label}), data) for data, label in shown]
    found = matching_option(Typed(text), options, lambda label: str(label.values["l"]))
    return found.value if found else None


def commands() -> list[tuple[str, Text]]:
    """(command, description) for Telegram's menu, from the dialogues that have one."""
    named = [d for d in all_dialogues().values() if d.command]
    return [(d.command or "", d.entry.label) for d in named if d.entry]
