"""Dialogues between two events: started, answered, put aside, gone on with."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.clock import to_ms
from bot.hats import allows, hat_for
from bot.services.registry import GATES
from bot.storage import dialogues, memberships
from bot.storage.dialogues import Row
from bot.turn import Turn, me_of
from conversations.dialogue.prompts import Drafted, Given, Json, Misread, Taken, Typed
from conversations.dialogue.registry import Definition, all_dialogues
from conversations.dialogue.replay import Ended, Place, Vanished, arrive, back, begin, go_on
from conversations.dialogue.steps import Dialogue, Say
from conversations.dialogue.text import Text
from conversations.everyone import apologies

ASIDE_DAYS = 7  # how long the menu offers to go on with a dialogue that was put aside
MOST_IN_A_ROW = 5  # dialogues that hand over to each other without a question in between


def start(turn: Turn, name: str, subject: str | None = None, *, in_a_row: int = 0) -> None:
    """Start a dialogue by name for the person of the turn, if they may."""
    if name == "resume":
        if waits(turn) and not asks_urgently(turn):
            start(turn, "afterwards")
        elif not resume(turn):
            start(turn, "menu" if turn.somebody.state in ("consented", "refused") else "welcome")
        return
    definition = all_dialogues().get(name)
    if definition is None:
        turn.speech.reply(turn.somebody, apologies.nothing_here())
        return
    if not definition.before_consent and turn.somebody.state != "consented":
        start(turn, "menu" if turn.somebody.state == "refused" else "welcome")
        return
    me = hat_for(turn, definition)
    if me is None:
        turn.speech.reply(turn.somebody, apologies.not_for_you())
        return
    if (instead := _said_instead(turn, definition, subject)) is not None:
        turn.speech.reply(turn.somebody, instead)
        return
    match begin(lambda: definition.make(me, subject), turn):
        case Ended() as end:
            _finish(turn, end, in_a_row)
        case Place() as place:
            _set_others_aside(turn, name, subject)
            row = dialogues.add(
                turn.tx, turn.house.sealer, turn.new_id(), turn.somebody.id, me.membership, name, subject, turn.now_ms
            )
            _show(turn, row, place)


def waits(turn: Turn) -> bool:
    """After danger, violence or a death everything else waits until that was ended: by the person, or by its timer,
    which looks at more than the clock (services/freezes.py)."""
    return turn.somebody.frozen_until is not None


def answer(turn: Turn, given: Given, number: int | None = None) -> bool:
    """Give the open prompt what the person did. `number` is that of the tapped prompt, None for typed words.

    False where typed words are no answer to it and nothing was said: they may mean something else.
    """
    row = dialogues.open_one(turn.tx, turn.house.sealer, turn.somebody.id)
    if row is None:
        if number is not None:
            turn.speech.reply(turn.somebody, apologies.question_closed())
        return number is not None
    make = _make(turn, row)
    if make is None:
        return True
    place = arrive(make, row.answers, turn)
    if isinstance(place, Vanished):
        _vanish(turn, row)
        return True
    if number is not None and number != turn.somebody.prompt_number:
        turn.speech.reply(turn.somebody, apologies.question_moved())
        _show(turn, row, place, keep_draft=True)
        return True
    if place.prompt.identity != row.shown:
        turn.speech.reply(turn.somebody, apologies.question_changed())
        _show(turn, row, place)
        return True
    return _take(turn, row, place, given)


def _take(turn: Turn, row: Row, place: Place, given: Given) -> bool:
    person = turn.somebody
    reader = turn.speech.reader(person)

    def words(text: Text) -> str:
        return turn.house.renderer.plain(text, reader)

    if place.prompt.is_secret and turn.message_id is not None:
        turn.speech.take_off(person, [turn.message_id])
    match place.prompt.take(given, row.draft, words):
        case Drafted(draft):
            dialogues.save(turn.tx, turn.house.sealer, row.id, place.answers, place.prompt.identity, draft, turn.now_ms)
            turn.speech.redraw(person, place.prompt, person.prompt_number, draft, first=not place.answers)
        case Taken(value):
            if any(b.shares_phone for b in place.prompt.buttons(row.draft)):
                turn.speech.thanks(person)
            _go_on(turn, row, place, value)
        case Misread(hint):
            if isinstance(given, Typed) and not place.prompt.takes_text and _tells(given.text):
                return False
            turn.speech.reply(person, apologies.hint(hint))
            _ask(turn, row, place, row.draft)
    return True


def _go_on(turn: Turn, row: Row, place: Place, value: Json) -> None:
    match go_on(place, value, turn):
        case Ended() as end:
            dialogues.end(turn.tx, row.id)
            _finish(turn, end, 0)
        case Place() as further:
            _show(turn, row, further)


def step_back(turn: Turn, number: int | None = None) -> None:
    """One question back; from the first question, out."""
    row = dialogues.open_one(turn.tx, turn.house.sealer, turn.somebody.id)
    if row is None or (number is not None and number != turn.somebody.prompt_number):
        turn.speech.reply(turn.somebody, apologies.question_closed())
        return
    make = _make(turn, row)
    if make is None:
        return
    if not row.answers:
        dialogues.end(turn.tx, row.id)
        start(turn, "menu")
        return
    match back(make, row.answers, turn):
        case Vanished():
            _vanish(turn, row)
        case Place() as place:
            _show(turn, row, place)


def cancel(turn: Turn, number: int | None = None) -> None:
    """Leave the open dialogue: nothing of it was carried out, nothing of it is kept."""
    row = dialogues.open_one(turn.tx, turn.house.sealer, turn.somebody.id)
    if row is None or (number is not None and number != turn.somebody.prompt_number):
        turn.speech.reply(turn.somebody, apologies.question_closed())
        return
    dialogues.end(turn.tx, row.id)
    turn.speech.reply(turn.somebody, apologies.cancelled())


def asks_urgently(turn: Turn) -> bool:
    """Whether the open question belongs to a dialogue that goes on while everything else waits (a call, /stop)."""
    row = dialogues.open_one(turn.tx, turn.house.sealer, turn.somebody.id)
    definition = all_dialogues().get(row.name) if row else None
    return definition is not None and definition.urgent


def resume(turn: Turn) -> bool:
    """Go on with the open dialogue, or the one put aside last; False where there is none."""
    since = to_ms(turn.now - timedelta(days=ASIDE_DAYS))
    row = dialogues.open_one(turn.tx, turn.house.sealer, turn.somebody.id)
    if row is None:
        row = dialogues.latest_aside(turn.tx, turn.house.sealer, turn.somebody.id, since)
        if row is None or not dialogues.reopen(turn.tx, row.id, turn.somebody.id, turn.now_ms):
            return False
    make = _make(turn, row)
    if make is None:
        return True
    match arrive(make, row.answers, turn):
        case Vanished():
            _vanish(turn, row)
        case Place() as place:
            _show(turn, row, place, keep_draft=place.prompt.identity == row.shown)
    return True


def put_aside(turn: Turn) -> bool:
    """Keep the open dialogue, out of the way: after danger it does not come back by itself."""
    return dialogues.set_aside(turn.tx, turn.somebody.id, turn.now_ms)


def _make(turn: Turn, row: Row) -> Callable[[], Dialogue] | None:
    """The function of a stored dialogue for its hat; None (and said so) where the role is gone or the code is."""
    definition = all_dialogues().get(row.name)
    hat = memberships.find(turn.tx, row.membership_id) if row.membership_id else None
    if definition is None or not allows(definition, row, hat):
        dialogues.end(turn.tx, row.id)
        turn.speech.reply(turn.somebody, apologies.not_for_you() if definition else apologies.nothing_here())
        return None
    turn.me = me_of(turn.somebody, hat)
    me = turn.me
    if (instead := _said_instead(turn, definition, row.subject)) is not None:
        dialogues.end(turn.tx, row.id)
        turn.speech.reply(turn.somebody, instead)
        return None

    def make() -> Dialogue:
        return definition.make(me, row.subject)

    return make


def _said_instead(turn: Turn, definition: Definition, subject: str | None) -> Say | None:
    said = (gate(turn, definition, subject) for gate in GATES)
    return next((words for words in said if words is not None), None)


def _set_others_aside(turn: Turn, name: str, subject: str | None) -> None:
    """One dialogue at a time; the same one started again begins anew."""
    row = dialogues.open_one(turn.tx, turn.house.sealer, turn.somebody.id)
    if row and (row.name, row.subject) == (name, subject) or row and not row.answers:
        dialogues.end(turn.tx, row.id)
    else:
        put_aside(turn)


def _show(turn: Turn, row: Row, place: Place, *, keep_draft: bool = False) -> None:
    turn.speech.reply(turn.somebody, *place.said)
    _ask(turn, row, place, row.draft if keep_draft else None)


def _ask(turn: Turn, row: Row, place: Place, draft: Json) -> None:
    """Show the prompt under a new number: buttons of the older one are stale from now on."""
    turn.refresh()
    number = turn.somebody.prompt_number + 1
    dialogues.save(turn.tx, turn.house.sealer, row.id, place.answers, place.prompt.identity, draft, turn.now_ms)
    turn.speech.ask(turn.somebody, place.prompt, number, draft, first=not place.answers)
    turn.refresh()


def _finish(turn: Turn, end: Ended, in_a_row: int) -> None:
    turn.refresh()
    said = end.said
    if not end.next and said and isinstance(said[-1], Say) and not said[-1].buttons:
        said = (*said[:-1], replace(said[-1], buttons=(apologies.MENU,)))
    turn.speech.reply(turn.somebody, *said)
    if end.next and in_a_row < MOST_IN_A_ROW:
        turn.rehat()
        subject = None if end.next.subject is None else str(end.next.subject)
        start(turn, end.next.dialogue, subject, in_a_row=in_a_row + 1)


def _vanish(turn: Turn, row: Row) -> None:
    dialogues.end(turn.tx, row.id)
    turn.speech.reply(turn.somebody, apologies.question_closed())


def _tells(text: str) -> bool:
    """More than three words are hardly a slip on a label: they may be for the relay, or a search."""
    return len(text.split()) > 3
