"""Words of mourning, from whichever account: a hold that a supervisor sees, confirms or lifts, and one human task."""

from dataclasses import replace
from typing import Any

import pytest

from bot.auditor import look_over
from bot.services.holds import is_held
from bot.storage import alerts, holds, tasks
from conversations.care.profiles import Profile
from conversations.policies.safety_words import NOTHING, Screening
from tests.journeys.aps import an_ap, asks
from tests.services.asked import chooses, questions
from tests.services.pairing import in_touch, pair_of, supervisor
from tests.services.test_danger import adapt
from tests.services.unit import WEEK, has_hours
from tests.stage import Phone, Stage

DIED = "she died yesterday"


class OneDeath:
    """Reads mourning in one sentence only: the rules of words have their own tests."""

    def screen(self, text: str, language: str) -> Screening:
        return Screening("distress", "death-news", "died") if text == DIED else NOTHING


async def writes_of_a_death(stage: Stage, phone: Phone) -> None:
    rule: Any = OneDeath()
    stage.house = replace(stage.house, rules=rule, rules_and_reader=rule)
    await phone.says(DIED)


async def held(stage: Stage, phone: Phone) -> bool:
    return await stage.turn(lambda turn: is_held(turn.tx, phone.id, "tilleul"))


async def its_hold(stage: Stage, phone: Phone) -> holds.Hold:
    (one,) = await stage.turn(lambda turn: holds.of_person(turn.tx, phone.id, "tilleul"))
    return one


async def test_from_a_patients_account_the_contact_is_held_and_the_ap_learns_nothing(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await stage.passes(hours=49)  # what is typed now is for the bot
    before = len(camille.bubbles)

    await writes_of_a_death(stage, zoe)

    assert await held(stage, zoe) and (await pair_of(stage, pair)).state == "held"
    assert len(camille.bubbles) == before
    opened = await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair))
    assert [(task.kind, task.opens) for task in opened] == [
        ("death-tell-ap", f"hold|{(await its_hold(stage, zoe)).id}")
    ]
    await solene.taps_data("s|holds|")
    await solene.taps("Open 1")
    assert solene.last.text.startswith("Word that Zoé has died")
    assert solene.last.labels == ["Confirm", "Lift: all goes on", "My half-day"]


@pytest.mark.parametrize("paused", [False, True])
async def test_written_to_the_ap_they_are_answered_once_and_counted_once(stage: Stage, paused: bool) -> None:
    zoe, camille, solene = await stage.person("Zoé"), await stage.person("Camille", "ap"), await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    if paused:
        await camille.taps_data(f"s|pair-pause|{pair}")
        await camille.taps("One week")
    before, silent = len(zoe.bubbles), len(camille.bubbles)

    await writes_of_a_death(stage, zoe)

    answer, rest = zoe.texts[before:]
    assert answer.startswith("Our thoughts are with you.") and rest == "Camille has not received what you wrote."
    assert len(camille.bubbles) == silent
    (task,) = await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair))
    await solene.taps_data(f"s|take-task|{task.id}")
    await solene.taps_data(f"s|done-task|{task.id}")
    assert await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id)) == []
    await solene.taps_data(f"s|hold-lift|{(await its_hold(stage, zoe)).id}")
    await solene.taps("Lift")
    await stage.passes(minutes=1)
    assert zoe.last.text == "You can write to Camille again. Thank you for your patience."


async def test_that_is_not_it_leaves_the_hold_to_the_supervisor_who_reads_so(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await stage.passes(hours=49)
    await writes_of_a_death(stage, zoe)

    await zoe.taps("That is not it")

    assert any("My own messages stay stopped until a person there has looked." in text for text in zoe.texts)
    assert await held(stage, zoe)
    await solene.taps_data(f"s|hold|{(await its_hold(stage, zoe)).id}")
    assert "Somebody has written from this account since" in solene.last.text
    await solene.taps("Lift: all goes on")
    await solene.taps("Lift")
    assert not await held(stage, zoe) and (await pair_of(stage, pair)).state == "active"
    assert await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair)) == []
    assert zoe.last.text == "You can write to Camille again. Thank you for your patience."


async def test_a_patient_without_a_contact_is_held_too(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await writes_of_a_death(stage, zoe)
    assert await held(stage, zoe)
    (task,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id))
    assert task.kind == "hold"


async def test_a_relatives_own_contact_goes_on_while_nothing_automatic_is_said(stage: Stage) -> None:
    rose, camille = await stage.person("Rose", "relative"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, rose, camille)
    await stage.passes(hours=49)
    await writes_of_a_death(stage, rose)
    assert (await its_hold(stage, rose)).why == "mourning"
    assert (await pair_of(stage, pair)).state == "active"


async def test_an_ap_says_in_one_tap_that_it_is_about_somebody_they_accompany(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await in_touch(stage, zoe, camille)
    await stage.passes(hours=49)

    await writes_of_a_death(stage, camille)

    assert camille.last.labels == ["A call", "About Zoé", "Do not write again", "That is not it", "Help now"]
    assert (await its_hold(stage, camille)).why == "mourning"
    assert (await pair_of(stage, pair)).state == "active"
    await camille.taps("About Zoé")
    assert (await pair_of(stage, pair)).state == "held" and await held(stage, zoe)


async def test_nobody_of_the_team_is_silenced_by_words_of_their_own(stage: Stage) -> None:
    solene = await supervisor(stage)
    await writes_of_a_death(stage, solene)
    assert "I have told nobody and stopped nothing" in solene.last.text
    assert not await held(stage, solene)
    await solene.taps("I have had bad news")
    assert "no open contact" in solene.last.text


@pytest.mark.parametrize("role", [None, "patient"])
async def test_without_a_unit_or_consent_nobody_is_told_and_it_says_so(stage: Stage, role: str | None) -> None:
    zoe = await stage.person("Zoé", role=role, consented=role is None)
    await writes_of_a_death(stage, zoe)
    assert "I have told nobody" in zoe.last.text
    assert not await held(stage, zoe)


async def test_where_no_words_raise_an_alert_the_hold_is_still_somebodys_task(stage: Stage) -> None:
    zoe, _solene = await stage.person("Zoé"), await supervisor(stage)
    adapt(stage, lambda u: u.model_copy(update={"choices": u.choices.model_copy(update={"alert_on_danger": False})}))
    await writes_of_a_death(stage, zoe)
    assert await held(stage, zoe)
    assert "someone from the unit will read this before Tuesday 12 January at 17:00" in zoe.last.text


async def test_the_same_words_again_are_one_hold_and_one_short_line(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await writes_of_a_death(stage, zoe)
    await zoe.says(DIED)
    await its_hold(stage, zoe)
    assert "There is nothing you need to do here." in zoe.last.text


async def test_nobody_who_cannot_be_reached_is_said_to_read_it_today(stage: Stage) -> None:
    """By day and in the night: the only one of the team is out of reach."""
    solene = await supervisor(stage)
    await solene.blocks()
    for name, hours in (("Zoé", 0), ("Yan", 13)):
        phone = await stage.person(name)
        await stage.passes(hours=hours)
        await writes_of_a_death(stage, phone)
        assert "someone from the unit will read this as soon as I can reach somebody there." in phone.last.text


async def test_a_today_that_is_over_in_a_moment_is_not_promised(stage: Stage) -> None:
    zoe, _solene = await stage.person("Zoé"), await supervisor(stage)
    await stage.passes(hours=6, minutes=58)
    await writes_of_a_death(stage, zoe)
    assert "will read this from Tuesday 12 January at 09:00" in zoe.last.text


async def test_lifted_by_a_supervisor_everything_goes_on_and_a_death_that_is_true_is_heard(stage: Stage) -> None:
    zoe, solene = await stage.person("Zoé"), await supervisor(stage)
    await writes_of_a_death(stage, zoe)
    await solene.taps_data(f"s|hold-lift|{(await its_hold(stage, zoe)).id}")
    await solene.taps("Lift")
    await zoe.says("/menu")
    assert "What would you like to do?" in zoe.last.text

    await zoe.says(DIED)

    assert "someone from the unit will read this today" in zoe.last.text and await held(stage, zoe)
    (alert,) = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))
    assert alert.messages(stage.house.sealer) == [DIED]


async def test_once_its_alert_is_closed_the_same_words_raise_a_new_one(stage: Stage) -> None:
    zoe, solene = await stage.person("Zoé"), await supervisor(stage)
    await writes_of_a_death(stage, zoe)
    (first,) = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))
    await solene.taps_data(f"s|close-alert|{first.id}")
    await solene.taps("Others have taken over")

    await zoe.says(DIED)

    assert "someone from the unit will read this today" in zoe.last.text
    (again,) = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))
    assert again.id != first.id and again.messages(stage.house.sealer) == [DIED]
    await solene.taps_data("s|half-day|")
    assert len(solene.last.text.splitlines()) == 1, "it is one thing, and lifting ends both"
    await solene.taps_data(f"s|hold-lift|{(await its_hold(stage, zoe)).id}")
    await solene.taps("Lift")
    assert await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id)) == []


async def in_mourning(stage: Stage) -> tuple[Phone, Phone, int]:
    """A relative who had asked for somebody has lost who they were close to; the task of it."""
    rose, solene = await stage.person("Rose", "relative"), await supervisor(stage)
    await asks(rose)
    await rose.taps_data("s|relative-died|")
    (task,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, rose.id))
    await solene.taps_data(f"s|take-task|{task.id}")
    return rose, solene, task.id


async def test_who_spoke_with_somebody_in_mourning_is_asked_how_it_goes_on(stage: Stage) -> None:
    rose, solene, task = await in_mourning(stage)
    await solene.taps_data(f"s|done-task|{task}")
    assert solene.last.labels[:2] == ["Go on", "Leave it so"]
    await solene.taps("Go on")
    assert not await held(stage, rose)
    assert rose.seen("I go on looking, and write to you by")


async def test_left_as_it_is_one_tap_of_theirs_goes_on(stage: Stage) -> None:
    rose, solene, task = await in_mourning(stage)
    await solene.taps_data(f"s|done-task|{task}")
    await solene.taps("Leave it so")
    said = len(rose.bubbles)
    await stage.passes(days=30)
    assert len(rose.bubbles) == said and await held(stage, rose)
    await rose.taps_data("s|my-request|")
    assert rose.last.text.startswith("In a pause since what you told me. Your place is kept")
    await rose.taps("Go on")
    assert not await held(stage, rose)
    assert rose.seen("I go on looking, and write to you by")


async def test_left_as_it_is_is_decided_and_comes_back_in_nobodys_list(stage: Stage) -> None:
    rose, solene, task = await in_mourning(stage)
    await solene.taps_data(f"s|done-task|{task}")
    await solene.taps("Leave it so")
    assert (await its_hold(stage, rose)).state == "confirmed"
    assert not (await stage.turn(lambda turn: look_over(turn.tx, stage.house))).lines
    assert await stage.turn(lambda turn: tasks.open_of_person(turn.tx, rose.id)) == []
    assert await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, rose.id)) == []


async def test_until_a_supervisor_has_said_how_it_goes_on_it_stays_somebodys_task(stage: Stage) -> None:
    rose, solene, task = await in_mourning(stage)
    await solene.taps_data(f"s|done-task|{task}")
    await solene.taps("Cancel")
    nadia = await stage.person("Nadia", "coordinator")
    await nadia.taps_data(f"s|done-task|{task}")
    (again,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, rose.id))
    assert again.kind == "mourning" and again.id != task
    assert not (await stage.turn(lambda turn: look_over(turn.tx, stage.house))).lines


async def test_left_as_it_is_no_ap_waits_for_who_is_in_mourning(stage: Stage) -> None:
    camille = await an_ap(stage, "Camille", Profile(languages=("en",), caregiver=True))
    rose, solene = await stage.person("Rose", "relative"), await supervisor(stage)
    await asks(rose)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await rose.taps_data("s|relative-died|")
    (task,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, rose.id))
    await solene.taps_data(f"s|done-task|{task.id}")
    said = len(rose.bubbles)
    await solene.taps("Leave it so")
    assert camille.last.text.startswith("No contact comes of it this time.")
    before = len(camille.bubbles)
    await stage.passes(days=20)
    assert len(camille.bubbles) == before
    assert [bubble.text for bubble in rose.bubbles[said:] if "seen your message" not in bubble.text] == []
    await rose.taps_data("s|my-request|")
    await rose.taps("Go on")
    assert rose.seen("I go on looking, and write to you by")


async def left_so(stage: Stage, phone: Phone) -> None:
    """Of somebody in mourning, a month later: spoken with, and left as it was."""
    solene = await supervisor(stage)
    await phone.taps_data("s|relative-died|")
    task = next(one for one in await stage.turn(lambda turn: tasks.open_of_person(turn.tx, phone.id)))
    await solene.taps_data(f"s|done-task|{task.id}")
    assert "in “My request” or in “How I am, now and then”" in solene.last.text
    await solene.taps("Leave it so")
    await stage.passes(days=30)


@pytest.mark.parametrize("goes_on", [True, False])
async def test_left_as_it_is_without_a_request_they_are_asked_again_once_they_wish(stage: Stage, goes_on: bool) -> None:
    rose = await stage.person("Rose", "relative")
    await chooses(rose)
    await left_so(stage, rose)
    await rose.taps_data("s|check-in-plan|")
    assert "In a pause since what you told me" in rose.last.text and "Next" not in rose.last.text
    if goes_on:
        await rose.taps("Go on")
    else:
        await chooses_anew(rose)
    assert not await held(stage, rose) and questions(rose) == 0
    await stage.passes(days=8)
    assert questions(rose) == 1


async def chooses_anew(phone: Phone) -> None:
    for label in ("Another rhythm or hour", "Once, in three days", "11:00", "Yes, ask me"):
        await phone.taps(label)


async def test_and_in_contact_with_somebody_their_request_says_so_and_goes_on(stage: Stage) -> None:
    rose, camille = await stage.person("Rose", "relative"), await stage.person("Camille", "ap")
    await in_touch(stage, rose, camille)
    await left_so(stage, rose)
    await rose.taps_data("s|my-request|")
    assert "My own messages are in a pause since what you told me" in rose.last.text
    await rose.taps("Go on")
    assert not await held(stage, rose)


async def test_who_asks_for_somebody_after_it_is_not_held_for_ever(stage: Stage) -> None:
    rose = await stage.person("Rose", "relative")
    await left_so(stage, rose)
    await asks(rose)
    assert not await held(stage, rose)


async def test_an_ap_in_mourning_is_asked_nothing_before_it_is_decided(stage: Stage) -> None:
    zoe, camille, solene = await stage.person("Zoé"), await an_ap(stage, "Camille"), await supervisor(stage)
    await writes_of_a_death(stage, camille)
    (alert,) = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, camille.id))
    await solene.taps_data(f"s|take-alert|{alert.id}")
    await solene.taps_data(f"s|close-alert|{alert.id}")
    await solene.taps("I wrote to the person")
    assert (await its_hold(stage, camille)).state == "provisional"
    await stage.passes(days=2)
    before = len(camille.bubbles)
    await asks(zoe)
    await stage.passes(hours=3)
    assert not [text for text in camille.texts[before:] if "request is waiting" in text]


async def test_an_ap_in_mourning_is_asked_nothing_until_they_turn_it_on_again(stage: Stage) -> None:
    zoe, camille, solene = await stage.person("Zoé"), await an_ap(stage, "Camille"), await supervisor(stage)
    await writes_of_a_death(stage, camille)
    (task,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, camille.id))
    await solene.taps_data(f"s|done-task|{task.id}")
    assert "Shall new requests reach Camille again, or wait?" in solene.last.text
    await solene.taps("Leave it so")
    before = len(camille.bubbles)
    await asks(zoe)
    await stage.passes(days=5)
    assert not [text for text in camille.texts[before:] if "request is waiting" in text]
    await camille.taps_data("s|availability|")
    await camille.taps("I am back")
    assert not await held(stage, camille)
    await asks(await stage.person("Lou"))
    await stage.passes(minutes=1)
    assert camille.seen("A request is waiting for you here")


UNREAD = "Nobody has read yet what you told me"


async def has_duty(stage: Stage) -> Phone:
    solene = await supervisor(stage)
    await has_hours(solene, "9-17", WEEK[:5])
    return solene


@pytest.mark.parametrize("accompanied", [True, False])
async def test_a_today_on_which_nobody_read_it_is_corrected_with_a_new_hour(stage: Stage, accompanied: bool) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await has_duty(stage)
    if accompanied:
        await in_touch(stage, zoe, camille)
        await stage.passes(hours=49)
    await writes_of_a_death(stage, zoe)
    before, silent = len(zoe.bubbles), len(camille.bubbles)
    await stage.passes(hours=5)
    assert len(zoe.bubbles) == before
    await stage.passes(hours=3)
    (said,) = zoe.texts[before:]
    assert UNREAD in said and "the new time is before" in said and len(camille.bubbles) == silent
    await stage.passes(days=15)
    assert len(zoe.bubbles) == before + 3, "then once a week"


async def test_an_hour_after_a_tap_that_passes_unread_is_corrected(stage: Stage) -> None:
    rose, _solene = await stage.person("Rose", "relative"), await has_duty(stage)
    await rose.taps_data("s|relative-died|")
    assert "will read this before Monday 11 January at 17:00" in rose.last.text
    await stage.passes(hours=9)
    assert UNREAD in rose.last.text and "the new time is before Tuesday 12 January at 17:00" in rose.last.text


async def test_who_wishes_to_read_nothing_more_is_not_told_that_nobody_has_read_it(stage: Stage) -> None:
    rose, _solene = await stage.person("Rose", "relative"), await has_duty(stage)
    await rose.taps_data("s|relative-died|")
    await rose.taps("Do not write again")
    before = len(rose.bubbles)
    await stage.passes(days=15)
    assert len(rose.bubbles) == before


async def test_who_said_that_it_is_not_so_is_not_told_that_nobody_has_read_it(stage: Stage) -> None:
    zoe, _solene = await stage.person("Zoé"), await has_duty(stage)
    await writes_of_a_death(stage, zoe)
    await zoe.taps("That is not it")
    await stage.passes(days=15)
    assert not zoe.seen(UNREAD)


async def test_nor_is_who_wrote_words_that_somebody_has_opened(stage: Stage) -> None:
    zoe, solene = await stage.person("Zoé"), await has_duty(stage)
    await writes_of_a_death(stage, zoe)
    (alert,) = await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, zoe.id))
    await solene.taps_data(f"s|alert|{alert.id}")
    await solene.taps("Read the message")
    await solene.says("to know whom to call")
    assert DIED in solene.last.text
    await stage.passes(days=2)
    assert not zoe.seen(UNREAD)


@pytest.mark.parametrize("reads", ["take-task", "done-task", "take-alert", "hold-lift"])
async def test_what_somebody_has_read_is_not_said_to_be_unread(stage: Stage, reads: str) -> None:
    zoe, solene = await stage.person("Zoé"), await has_duty(stage)
    await writes_of_a_death(stage, zoe)
    (task,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id))
    subject = {"take-alert": task.alert_id, "hold-lift": (await its_hold(stage, zoe)).id}.get(reads, task.id)
    await solene.taps_data(f"s|{reads}|{subject}")
    if reads == "hold-lift":
        await solene.taps("Lift")
    await stage.passes(days=15)
    assert not zoe.seen(UNREAD)


async def test_a_tap_taken_back_leaves_nothing_for_the_team(stage: Stage) -> None:
    rose, solene = await stage.person("Rose", "relative"), await has_duty(stage)
    await rose.taps_data("s|relative-died|")
    await rose.taps("That is not it")
    assert rose.last.text == "Thank you for saying so. Everything goes on as before."
    assert await stage.turn(lambda turn: alerts.unfinished_of(turn.tx, rose.id)) == []
    await solene.taps_data("s|half-day|")
    assert solene.last.text.startswith("Nothing is waiting for you.")


async def test_words_or_an_alert_in_hand_stay_with_the_remark_that_it_was_not_so(stage: Stage) -> None:
    rose, ines = await stage.person("Rose", "relative"), await stage.person("Inès", "relative")
    solene = await has_duty(stage)
    await writes_of_a_death(stage, rose)
    await rose.taps_data("s|relative-died|")
    await ines.taps_data("s|relative-died|")
    (task,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, ines.id))
    await solene.taps_data(f"s|take-task|{task.id}")
    for phone in (rose, ines):
        await phone.taps_data("s|not-that|")
    both = await stage.turn(lambda turn: [one for p in (rose, ines) for one in alerts.unfinished_of(turn.tx, p.id)])
    assert [alert.remark for alert in both] == ["not-it", "not-it"]


async def test_a_choice_that_waits_is_said_again_once_a_supervisor_has_lifted_it(stage: Stage) -> None:
    zoe, camille, solene = await stage.person("Zoé"), await an_ap(stage, "Camille"), await supervisor(stage)
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await writes_of_a_death(stage, zoe)
    await zoe.taps("Yes")
    before = len(zoe.bubbles)
    await solene.taps_data(f"s|hold-lift|{(await its_hold(stage, zoe)).id}")
    await solene.taps("Lift")
    await stage.passes(minutes=1)
    (said,) = [bubble for bubble in zoe.bubbles[before:] if "Yes" in bubble.labels]
    assert "Camille has said yes to your request" in said.text
    await zoe.taps("Yes")
    assert zoe.seen("Camille now knows")


async def test_word_of_the_death_of_somebody_without_a_contact_is_somebodys_until_it_is_decided(stage: Stage) -> None:
    zoe, solene = await stage.person("Zoé"), await supervisor(stage)
    await writes_of_a_death(stage, zoe)
    (task,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id))
    await solene.taps_data(f"s|take-task|{task.id}")
    await solene.taps_data(f"s|done-task|{task.id}")
    (again,) = await stage.turn(lambda turn: tasks.open_of_person(turn.tx, zoe.id))
    assert again.kind == "hold" and again.id != task.id
