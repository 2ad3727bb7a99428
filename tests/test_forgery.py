"""A forged or stale button, a command above one's role, another unit's row: refused in plain words, nothing changed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.services.alerts import raise_alert
from bot.services.tasks import add_task
from bot.site import Site
from bot.storage import memberships, people
from bot.storage.database import Transaction
from conversations.dialogue.registry import ROLES, all_dialogues
from tests.invented import Picture, can_act_on, picture
from tests.services.pairing import make_pair
from tests.stage import Phone, Stage

NOT_FOR_YOU = "This is not open to you here. Nothing was changed."

SUBJECTS = ("", "9" * 30, "\x00٣", "1|2", "x" * 40)


async def everything(stage: Stage) -> Picture:
    return await stage.database.read(picture)


@pytest.mark.parametrize("role", [*ROLES, None])
async def test_what_is_above_ones_role_is_refused_in_plain_words(stage: Stage, role: str | None) -> None:
    zoe = await stage.person("Zoé", role)
    before = await everything(stage)
    names = [d.name for d in all_dialogues().values() if not d.may_run(role)]
    assert names, "somebody here may do everything"
    for name in names:
        for subject in ("", "1"):
            await zoe.taps_data(f"s|{name}|{subject}")
            assert zoe.last.text == NOT_FOR_YOU, name
            assert zoe.last.labels == ["Menu", "Help now"]
    assert await everything(stage) == before


async def test_a_command_above_ones_role_is_refused_too(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    above = [d.command for d in all_dialogues().values() if d.command and not d.may_run("patient")]
    assert above
    for command in above:
        await zoe.says(f"/{command}")
        assert zoe.last.text == NOT_FOR_YOU


@pytest.mark.parametrize("state", ["new", "refused"])
async def test_before_consent_nothing_opens_but_what_needs_none(stage: Stage, state: str) -> None:
    zoe = await stage.person("Zoé", consented=False)
    await stage.turn(lambda turn: people.set_state(turn.tx, zoe.id, state))
    before = await stage.database.read(lambda tx: {k: v for k, v in picture(tx).items() if k != "dialogues"})
    for definition in all_dialogues().values():
        if not definition.before_consent:
            await zoe.taps_data(f"s|{definition.name}|1")
            assert ("I am a program" in zoe.last.text) if state == "new" else ("would you like to do" in zoe.last.text)
    after = await stage.database.read(lambda tx: {k: v for k, v in picture(tx).items() if k != "dialogues"})
    assert after == before


@pytest.mark.parametrize("role", ROLES)
async def test_every_dialogue_survives_any_subject(stage: Stage, role: str) -> None:
    zoe = await stage.person("Zoé", role)
    for definition in list(all_dialogues().values()):
        if definition.may_run(role) and definition.name != "stop":
            for subject in SUBJECTS:
                newest = zoe.last.message_id if zoe.bubbles else 0
                await zoe.taps_data(f"s|{definition.name}|{subject}")
                # Not what came back: one of them also takes messages off the phone.
                assert zoe.last.message_id > newest, (definition.name, subject)
                can_act_on(zoe.bubbles[-3:])


@pytest.fixture
async def two_units(stage: Stage) -> AsyncIterator[Stage]:
    """A second unit of the same hospital, with people, a pair, an alert and a task of its own."""
    first = stage.house.site.units[0]
    site = Site(name=stage.house.site.name, units=(first, first.model_copy(update={"id": "orme"})))
    searches = dict(stage.house.searches)
    for language in ("fr", "en"):
        searches[language, "orme"] = searches[language, None]
    stage.house = replace(stage.house, site=site, searches=searches)
    yield stage


def rows_of_the_other(tx: Transaction) -> Picture:
    """What the other unit holds, and all that hangs on it."""
    return picture(tx, without=("events", "outbox", "sent", "traces", "people", "dialogues", "timers"))


@pytest.mark.parametrize("role", ROLES)
async def test_nothing_of_another_unit_can_be_seen_or_changed(two_units: Stage, role: str) -> None:
    """Somebody of each role taps every button there is, with the ids of the other unit's rows."""
    stage = two_units
    patient = await stage.person("Mirabelle", unit="orme")
    ap = await stage.person("Anis", "ap", unit="orme")
    await stage.person("Solène", "supervisor", unit="orme")
    pair = await make_pair(stage, patient, ap, unit="orme")
    due = stage.clock.now() + timedelta(hours=2)
    alert = await stage.turn(
        lambda turn: raise_alert(
            turn, kind="ap-concern", level="now", unit="orme", person=patient.id, pair=pair, message="Clafoutis"
        )
    )
    task = await stage.turn(
        lambda turn: add_task(
            turn, kind="call-person", unit="orme", person=patient.id, pair=pair, due=due, number="+33639980001"
        )
    )
    request = (await stage.database.read(lambda tx: picture(tx)["requests"]))[0][0]
    hat = (await stage.database.read(lambda tx: memberships.of_person(tx, patient.id)))[0].id
    stranger = await stage.person("Zoé", role)
    before = await stage.database.read(rows_of_the_other)
    for definition in list(all_dialogues().values()):
        if definition.name == "stop" or not definition.may_run(role):
            continue
        for subject in (pair, alert, task, request, hat):
            await stranger.taps_data(f"s|{definition.name}|{subject}")
    after = await stage.database.read(rows_of_the_other)
    gone = {table: [row for row in rows if row not in after[table]] for table, rows in before.items()}
    theirs = {patient.id, ap.id, pair, alert, task, request}
    touched = {t: [r for r in rows if theirs & set(r)] for t, rows in gone.items()}
    added = {t: [r for r in rows if r not in before[t] and theirs & set(r)] for t, rows in after.items()}
    assert not any(touched.values()), touched
    assert not any(added.values()), added
    for secret in ("Mirabelle", "Anis", "Clafoutis", "+33639980001", "06 39 98 00 01"):
        assert not stranger.seen(secret), secret


async def test_a_role_taken_away_in_the_middle_ends_what_it_allowed(stage: Stage) -> None:
    sacha = await stage.person("Sacha", "supervisor")
    hat = (await stage.database.read(lambda tx: memberships.of_person(tx, sacha.id)))[0]
    opened = await first_question(stage, sacha, "supervisor")
    await stage.database.transact(lambda tx: memberships.set_state(tx, hat.id, "ended"))
    before = await stage.database.read(lambda tx: {k: v for k, v in picture(tx).items() if k != "dialogues"})
    await sacha.taps_data(opened)
    assert sacha.last.text == NOT_FOR_YOU
    await sacha.taps_data(opened)
    assert "no longer open" in sacha.last.text
    after = await stage.database.read(lambda tx: {k: v for k, v in picture(tx).items() if k != "dialogues"})
    assert after == before


async def first_question(stage: Stage, phone: Phone, role: str) -> str:
    """Open any question that only this role is asked; gives the data of its first answer."""
    for definition in list(all_dialogues().values()):
        if definition.roles and role in definition.roles and "patient" not in definition.roles:
            await phone.taps_data(f"s|{definition.name}|")
            answers = [data for _label, data in phone.last.buttons if data.startswith("a|")]
            if answers:
                return answers[0]
    raise AssertionError(f"nothing is asked of a {role}")


async def test_an_answer_to_a_question_of_another_person_is_no_answer(stage: Stage) -> None:
    zoe, nour = await stage.person("Zoé", consented=False), await stage.person("Nour", consented=False)
    await zoe.says("/start")
    answer = next(data for label, data in zoe.last.buttons if label == "Continue")
    await nour.taps_data(answer)
    assert "no longer open" in nour.last.text
    await zoe.taps("Continue")
    assert "medical advice" in zoe.last.text


FORGED = (
    *("", "x", "s", "s||", "s|no-such|", "a", "a|", "a||", "a|x|y", "a|-1|yes", "a|1e3|yes", "a|٣|yes", "a|0|", "\x00"),
    *("\ud800", "a|99999999999|<", "a|1|x", "a|1|<", "z|menu|", "s|" + "n" * 62, "page-fatigue", "S|menu|"),
)


async def test_a_button_that_nobody_offered_changes_nothing(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    before = await everything(stage)
    for data in FORGED:
        await zoe.taps_data(data, message_id=987)
        assert "Nothing was changed" in zoe.last.text, data
        assert zoe.last.labels == ["Menu", "Help now"]
    assert await everything(stage) == before


async def test_another_bots_command_is_no_mystery(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    for text in ("/nothing", "/settings", "/", "/@x"):
        await zoe.says(text)
        assert "I did not understand" in zoe.last.text
        assert zoe.last.labels == ["Menu", "Help now"]
