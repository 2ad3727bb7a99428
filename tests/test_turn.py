"""One event, one transaction: repeats change nothing, and what breaks takes neither the alert nor the next event."""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.clock import to_ms
from bot.events import Delivered, Event, Message, Outcome, Presence, Sender, Tap, Unknown, Update
from bot.services.registry import DECISIONS, LOOKS, OUTCOMES
from bot.storage import events, memberships, people
from bot.storage.database import Database, StoreUnavailable, Transaction
from bot.turn import Handled, Turn, handle
from conversations.dialogue.prompts import ask_text, confirm
from conversations.dialogue.steps import Decision, Dialogue, Look, Me, Say
from conversations.dialogue.text import _
from conversations.policies.safety_words import Screening
from tests.invented import invented, picture
from tests.stage import BOT_ID, Phone, Stage

SECRET = "Mirabelle-of-nobody"
DANGER = "I want to kill myself"
SORRY = "Something went wrong on our side"


class Broken(Look[None]):
    """A look whose service raises, with somebody's words in the error."""

    __slots__ = ()


@pytest.fixture
def broken_service() -> Iterator[None]:
    def fail(turn: Turn, look: Broken) -> None:
        people.set_language(turn.tx, turn.somebody.id, "fr")
        raise ZeroDivisionError(f"{SECRET} is not a number")

    LOOKS[Broken] = fail
    with invented("t-broken", broken, command="tbroken"), invented("t-late", broken_late, command="tlate"):
        yield
    del LOOKS[Broken]


def broken(me: Me, subject: str | None) -> Dialogue:
    yield from Broken()
    return None


def broken_late(me: Me, subject: str | None) -> Dialogue:
    words = yield from ask_text(_("Which words?"))
    if "please" not in words:
        yield from Broken()
    yield from Say(_("Kept."))
    return None


@pytest.fixture
async def any_stage(database: Database) -> AsyncIterator[Stage]:
    """A stage on SQLite and then on PostgreSQL."""
    stage = Stage(database)
    yield stage
    assert not stage.failures, stage.failures


def says(phone: Phone, text: str, message_id: int = 500) -> Message:
    raw = {"message_id": message_id, "chat": {"id": phone.chat_id, "type": "private"}, "text": text}
    return Message(Sender(phone.chat_id, phone.language), message_id, "text", text, raw)


def taps(phone: Phone, label: str) -> Tap:
    data = next(data for bubble in reversed(phone.bubbles) for shown, data in bubble.buttons if shown == label)
    return Tap(Sender(phone.chat_id, phone.language), "callback", data, 1)


async def at_once(stage: Stage, *happened: Event) -> list[Handled]:
    """All of them without waiting for one another, as two replicas would."""
    turns = [stage.database.transact(lambda tx, e=e: handle(tx, stage.house, e)) for e in happened]  # type: ignore[misc]
    done = await asyncio.gather(*turns)
    await stage.deliver()
    return list(done)


# Repeats, and what comes late.


async def test_an_update_given_again_changes_nothing_and_says_nothing(any_stage: Stage) -> None:
    zoe = await any_stage.person("Zoé", consented=False)
    for number, act in enumerate(("/start", "Continue", "I understand", "Yes, I agree")):
        what: Any = says(zoe, act) if number == 0 else taps(zoe, act)
        await any_stage.take(Update(BOT_ID, number, what))
        shown, before = len(zoe.bubbles), await any_stage.database.read(lambda tx: picture(tx, without=()))
        for _again in range(3):
            handled = await any_stage.take(Update(BOT_ID, number, what))
            assert handled.callbacks == ([] if number == 0 else ["callback"]), "the waiting mark goes all the same"
        assert len(zoe.bubbles) == shown
        assert await any_stage.database.read(lambda tx: picture(tx, without=())) == before
    assert "What would you like to do?" in zoe.last.text


async def test_an_update_given_twice_at_once_is_handled_once(any_stage: Stage) -> None:
    zoe = await any_stage.person("Zoé")
    again = Update(BOT_ID, 9, says(zoe, "/menu"))
    await at_once(any_stage, *[again] * 5)
    assert len(zoe.bubbles) == 1


@pytest.mark.parametrize("seed", range(4))
async def test_updates_repeated_at_random_end_where_each_given_once_ends(stage: Stage, seed: int) -> None:
    """Two people with the same updates; for one of them every update comes again, at once or much later."""
    chance = random.Random(seed)
    acts = ["/menu", "/language", "1", "/start", "/help", "hello", "/stop", "2", "/language", "annuler", "2"]
    once, again = await stage.person("Zoé"), await stage.person("Zoé")
    for number, text in enumerate(acts):
        await stage.take(Update(BOT_ID, number, says(once, text)))
        for past in sorted(chance.sample(range(number), chance.randint(0, number))):
            await stage.take(Update(BOT_ID, 1000 + past, says(again, acts[past])))
        for _time in range(chance.randint(1, 3)):
            await stage.take(Update(BOT_ID, 1000 + number, says(again, text)))
    assert again.texts == once.texts
    assert again.last.buttons == once.last.buttons


async def test_the_same_number_from_another_bot_is_another_update(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await stage.take(Update(1, 9, says(zoe, "/menu")))
    await stage.take(Update(2, 9, says(zoe, "/menu")))
    assert len(zoe.bubbles) == 2


async def test_a_block_that_is_told_late_does_not_silence_who_writes_again(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await stage.event(Presence(Sender(zoe.chat_id), reachable=False))
    await zoe.says("/menu")
    person = await stage.turn(lambda turn: turn.somebody, zoe)
    assert not person.unreachable
    assert "What would you like to do?" in zoe.last.text


async def test_two_taps_at_once_on_the_same_answer_count_once(any_stage: Stage) -> None:
    zoe = await any_stage.person("Zoé", consented=False)
    await zoe.says("/start")
    await zoe.taps("Continue")
    await zoe.taps("I understand")
    yes = taps(zoe, "Yes, I agree")
    await at_once(any_stage, *(Update(BOT_ID, 900 + n, yes) for n in range(4)))
    given = await any_stage.database.read(lambda tx: picture(tx)["consents"])
    assert len(given) == 1
    assert zoe.seen("What would you like to do?")
    assert sum("Nothing was changed" in text for text in zoe.texts) == 3


async def test_a_tap_on_an_answer_given_before_shows_where_we_are_and_changes_nothing(stage: Stage) -> None:
    zoe = await stage.person("Zoé", consented=False)
    await zoe.says("/start")
    old = taps(zoe, "Continue")
    await zoe.taps("Continue")
    dialogues = await stage.database.read(
        lambda tx: picture(tx, without=("events", "outbox", "sent", "traces", "people"))
    )
    new = await stage.event(old)
    assert not new.failed
    assert "older question" in zoe.texts[-2]
    assert "medical advice" in zoe.last.text
    after = await stage.database.read(lambda tx: picture(tx, without=("events", "outbox", "sent", "traces", "people")))
    assert {k: v for k, v in after.items() if k != "dialogues"} == {
        k: v for k, v in dialogues.items() if k != "dialogues"
    }
    await zoe.taps("I understand")
    assert "Do you agree?" in zoe.last.text


async def test_a_code_for_one_person_opens_for_one_of_two_who_use_it_at_once(any_stage: Stage) -> None:
    people_here = [await any_stage.person(name, role=None, consented=False) for name in ("Zoé", "Nour")]
    expires = to_ms(any_stage.clock.now() + timedelta(days=1))
    sealer = any_stage.house.sealer
    await any_stage.database.transact(
        lambda tx: memberships.add_code(tx, sealer, 1, "once", "tilleul", "supervisor", 1, expires, 0)
    )
    await at_once(any_stage, *(Update(BOT_ID, n, says(phone, "/start once")) for n, phone in enumerate(people_here)))
    hats = [await any_stage.database.read(lambda tx, p=p: memberships.of_person(tx, p.id)) for p in people_here]  # type: ignore[misc]
    assert sorted(len(of_one) for of_one in hats) == [0, 1]
    assert sum(phone.seen("no longer opens a unit") for phone in people_here) == 1


# What breaks.


async def fails(stage: Stage, phone: Phone, text: str) -> Handled:
    handled = await stage.event(says(phone, text))
    assert handled.failed
    return handled


async def test_a_service_that_raises_is_undone_kept_without_words_and_told(
    any_stage: Stage, broken_service: None
) -> None:
    zoe = await any_stage.person("Zoé")
    with capture_logs() as logs:
        handled = await fails(any_stage, zoe, "/tbroken")
    assert zoe.last.text.startswith(SORRY)
    assert zoe.last.labels == ["Menu", "Help now"]
    assert handled.failed is not None
    assert handled.failed.startswith("ZeroDivisionError at fail:")
    kept = await any_stage.database.read(lambda tx: events.failures(tx, 0))
    assert [row["failed"] for row in kept] == [handled.failed]
    person = await any_stage.turn(lambda turn: turn.somebody, zoe)
    assert person.language == "en", "what the service had written before is undone"
    assert SECRET not in repr(logs) + repr(kept) + repr(any_stage.failures)
    assert [entry["event"] for entry in logs] == ["turn failed"]
    assert any_stage.failures == [handled.failed], "operations are told once"
    any_stage.failures.clear()


async def test_the_next_event_works_and_a_repeat_of_the_broken_one_is_silent(
    stage: Stage, broken_service: None
) -> None:
    zoe = await stage.person("Zoé")
    broken_one = Update(BOT_ID, 77, says(zoe, "/tbroken"))
    await stage.take(broken_one)
    shown = len(zoe.bubbles)
    await stage.take(broken_one)
    assert len(zoe.bubbles) == shown
    assert len(stage.failures) == 1
    await zoe.says("/menu")
    assert "What would you like to do?" in zoe.last.text
    stage.failures.clear()


async def test_who_types_the_answer_again_after_a_failure_is_still_answering(
    stage: Stage, broken_service: None
) -> None:
    zoe = await stage.person("Zoé")
    await zoe.says("/tlate")
    await fails(stage, zoe, "radiotherapy and its effects on the skin")
    assert zoe.last.text.startswith(SORRY)
    await zoe.says("radiotherapy and its effects on the skin, please")
    assert "Kept." in zoe.last.text
    stage.failures.clear()


async def test_words_of_danger_are_answered_and_the_alert_stays_whatever_breaks_after(
    any_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    sacha, zoe = await any_stage.person("Sacha", "supervisor"), await any_stage.person("Zoé")

    def breaks(turn: Turn, what: object, answered: bool) -> None:
        people.freeze(turn.tx, turn.somebody.id, None)
        raise RuntimeError(SECRET)

    any_stage.house = replace(any_stage.house, route=breaks)
    handled = await any_stage.event(says(zoe, DANGER))
    assert handled.failed is not None
    assert zoe.seen("3114")
    assert zoe.last.text.startswith(SORRY)
    alerts = await any_stage.database.read(lambda tx: picture(tx)["alerts"])
    assert len(alerts) == 1
    assert sacha.bubbles
    person = await any_stage.turn(lambda turn: turn.somebody, zoe)
    assert person.frozen_until is not None, "only the second part is undone"
    any_stage.failures.clear()


class Deaf:
    """A reader of words that fails on every one of them."""

    def screen(self, text: str, language: str) -> Screening:
        raise RecursionError(text)


async def test_words_that_cannot_be_read_get_the_numbers_and_are_answered_all_the_same(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    deaf: Any = Deaf()
    stage.house = replace(stage.house, rules=deaf, rules_and_reader=deaf)
    await fails(stage, zoe, DANGER)
    assert zoe.seen("3114")
    await fails(stage, zoe, "/menu")
    assert "What would you like to do?" in zoe.last.text
    kept = await stage.database.read(lambda tx: events.failures(tx, 0))
    assert len(kept) == 2
    assert "kill" not in repr(kept)
    stage.failures.clear()


async def test_what_the_store_cannot_do_comes_out_and_nothing_is_acknowledged(any_stage: Stage) -> None:
    zoe = await any_stage.person("Zoé")
    works = any_stage.house.route

    def lost(turn: Turn, what: object, answered: bool) -> None:
        works(turn, what, answered)  # type: ignore[arg-type]
        raise StoreUnavailable("disk full")

    any_stage.house = replace(any_stage.house, route=lost)
    update = Update(BOT_ID, 5, says(zoe, "/menu"))
    with pytest.raises(StoreUnavailable):
        await any_stage.take(update)
    assert not zoe.bubbles
    any_stage.house = replace(any_stage.house, route=works)
    await any_stage.take(update)
    assert len(zoe.bubbles) == 1


async def test_one_who_listens_to_deliveries_and_raises_keeps_nobody_from_hearing(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    heard: list[Outcome] = []

    def deaf(turn: Turn, outcome: Outcome) -> None:
        raise KeyError(SECRET)

    def hears(turn: Turn, outcome: Outcome) -> None:
        heard.append(outcome)

    OUTCOMES[:] = [deaf, *OUTCOMES, hears]
    try:
        happened = Delivered(zoe.id, "somewhere", 1, 12)
        handled = await stage.take(happened)
    finally:
        OUTCOMES.remove(deaf)
        OUTCOMES.remove(hears)
    assert heard == [happened]
    assert handled.failed is not None
    assert handled.failed.startswith("KeyError at deaf:")
    assert stage.failures == [handled.failed]
    stage.failures.clear()


async def test_an_update_nobody_handles_is_kept_as_seen_and_logged(stage: Stage) -> None:
    with capture_logs() as logs:
        await stage.take(Update(BOT_ID, 1, Unknown("telepathy")))
    assert [(entry["event"], entry["kind"]) for entry in logs] == [("skipped", "telepathy")]


async def test_a_question_after_a_decision_is_refused_and_nothing_of_it_is_kept(stage: Stage) -> None:
    """A dialogue against the rules is a bug like any other: told, undone, and over."""

    class Freeze(Decision[None]):
        __slots__ = ()

    def act(turn: Turn, decision: Freeze) -> None:
        people.freeze(turn.tx, turn.somebody.id, turn.now_ms + 10**9)

    def wrong(me: Me, subject: str | None) -> Dialogue:
        yield from Freeze()
        yield from confirm(_("Are you sure?"))
        return None

    DECISIONS[Freeze] = act
    zoe = await stage.person("Zoé")
    with invented("t-wrong", wrong, command="twrong"):
        await fails(stage, zoe, "/twrong")
    del DECISIONS[Freeze]
    person = await stage.turn(lambda turn: turn.somebody, zoe)
    assert person.frozen_until is None
    assert not zoe.seen("Are you sure?")
    stage.failures.clear()


async def test_somebody_new_is_met_once_although_their_first_two_messages_come_at_once(any_stage: Stage) -> None:
    zoe = await any_stage.person("Zoé", role=None, consented=False)
    stranger = Sender(999_999, "fr")

    def hello(number: int) -> Update:
        return Update(BOT_ID, number, Message(stranger, number, "text", "bonjour", {"text": "bonjour"}))

    turns = [
        any_stage.database.transact(lambda tx, n=n: handle(tx, any_stage.house, hello(n)))  # type: ignore[misc]
        for n in range(3)
    ]
    await asyncio.gather(*turns)

    def strangers(tx: Transaction) -> int:
        return sum(row[0] != zoe.id for row in picture(tx, without=())["people"])

    assert await any_stage.database.read(strangers) == 1
