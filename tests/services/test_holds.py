"""The hardest moments: everything automatic stops at once, a person speaks first, and a mistake can be undone."""

from datetime import date

from bot.services.hold_tasks import voice_call_to_make
from bot.services.holds import is_held
from bot.services.rota import go_away
from bot.storage import holds, offers, pairs, profiles, requests, tasks
from bot.storage.outbox import Lane
from conversations.care.supervision import GoAway
from conversations.dialogue.notice import Notice
from conversations.dialogue.steps import Me
from conversations.dialogue.text import Wording, unasked
from tests.journeys.aps import an_ap, asks, with_unit
from tests.services.pairing import in_touch, make_pair, pair_of, supervisor
from tests.stage import Phone, Stage

WORDS_OF_DEATH = ("died", "death", "dead", "passed away", "mourning")


def never_reads_of_death(phone: Phone) -> bool:
    return not any(word in text.lower() for text in phone.texts for word in WORDS_OF_DEATH)


async def bad_news(stage: Stage) -> tuple[int, Phone, Phone, Phone]:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await camille.taps_data(f"s|bad-news|{pair}")
    return pair, zoe, camille, solene


async def the_hold(stage: Stage, pair: int) -> holds.Hold:
    return (await stage.turn(lambda turn: holds.of_pair(turn.tx, pair)))[-1]


async def confirm(solene: Phone, hold: int) -> None:
    await solene.taps_data(f"s|hold|{hold}")
    await solene.taps("Confirm")
    await solene.taps("I have checked it myself")
    await solene.taps("Yes, confirm")


async def done(stage: Stage, solene: Phone, pair: int) -> None:
    task = (await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair)))[0]
    await solene.taps_data(f"s|take-task|{task.id}")
    await solene.taps_data(f"s|done-task|{task.id}")


async def test_an_ap_who_has_learned_it_taps_once_and_everything_stops(stage: Stage) -> None:
    pair, zoe, camille, _solene = await bad_news(stage)
    assert "I am sorry" in camille.last.text and "gets in touch with you here before" in camille.last.text
    assert (await pair_of(stage, pair)).state == "held"
    assert await stage.turn(lambda turn: is_held(turn.tx, zoe.id, "tilleul"))
    before, read = len(zoe.bubbles), len(camille.bubbles)
    await stage.passes(days=40)
    assert len(zoe.bubbles) == before
    assert "I said that somebody would be in touch by now" in camille.bubbles[read].text, "the hour they read"
    assert all("Nobody has been in touch yet" in text for text in camille.texts[read + 1 :])


async def test_what_already_waited_for_the_person_is_never_sent(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await stage.passes(hours=13)  # night: notices wait for the morning
    await stage.turn(
        lambda turn: turn.speech.notice(zoe.id, Notice(unasked("A question for you.")), lane=Lane.CHECK_IN)
    )
    await camille.taps_data(f"s|bad-news|{pair}")
    await stage.passes(days=2)
    assert not zoe.seen("A question for you.")


async def test_what_waited_for_the_other_side_about_this_contact_is_not_said_either(stage: Stage) -> None:
    zoe, yves, camille = await stage.person("Zoé"), await stage.person("Yves"), await stage.person("Camille", "ap")
    await supervisor(stage)
    pair, other = await in_touch(stage, zoe, camille), await make_pair(stage, yves, camille)
    await stage.passes(hours=20)  # early in the morning: notices wait
    for phone, contact in ((zoe, pair), (yves, other)):
        await phone.taps_data(f"s|agreement-change|{contact}")
        for label in ("Once a week", "By phone", "Whatever comes", "After a week"):
            await phone.taps(label)
    await camille.taps_data(f"s|bad-news|{pair}")
    await stage.passes(hours=6)
    assert camille.seen("Yves has written down") and not camille.seen("Zoé has written down")


async def test_what_an_ap_who_stops_means_is_confirmed_by_nothing_but_the_call(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await camille.taps_data("s|ap-stops|")
    await camille.taps("Yes, I have to stop")
    await solene.taps_data(f"s|hold-confirm|{(await the_hold(stage, pair)).id}")
    for label in ("I have checked it myself", "Yes, confirm"):
        if label in solene.last.labels:
            await solene.taps(label)
    await done(stage, solene, pair)
    assert zoe.last.text.startswith("Camille has to stop for now.")


async def test_until_it_is_done_who_writes_reads_the_words_of_every_pause(stage: Stage) -> None:
    pair, zoe, camille, solene = await bad_news(stage)
    await camille.says("Are you there, Zoé?")
    assert "this contact is on hold" in camille.last.text and "You have done nothing wrong" in camille.last.text
    assert "Solène gets in touch with you here before" in camille.last.text
    assert not zoe.seen("Are you there")
    assert never_reads_of_death(zoe)


async def test_a_call_is_promised_once_a_number_is_on_record_and_shown_to_who_makes_it(stage: Stage) -> None:
    pair, _zoe, camille, solene = await bad_news(stage)
    assert not camille.seen("calls you")
    await camille.taps("Give a number")
    await camille.says("06 39 98 12 34")
    await camille.taps("In the morning")
    assert camille.last.text.startswith("Thank you. Solène calls you before")
    await camille.says("Are you there, Zoé?")
    assert "Solène will call you before" in camille.last.text and "ask for an earlier call" in camille.last.text
    (task,) = await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair))
    await solene.taps_data(f"s|take-task|{task.id}")
    assert "Number: 06 39 98 12 34" in solene.last.text and "Can talk: In the morning" in solene.last.text
    assert "Word that Zoé has died" in solene.last.text


async def test_no_list_shows_a_change_before(stage: Stage) -> None:
    pair, zoe, camille, _solene = await bad_news(stage)
    await camille.says("/menu")
    assert "My contacts" in camille.last.labels
    await camille.taps("My contacts")
    assert camille.seen("Zoé") and "hold" not in camille.last.text and "pause" not in camille.last.text.lower()


async def test_confirmed_and_told_the_ap_reads_thanks_and_no_offer_comes(stage: Stage) -> None:
    pair, zoe, camille, solene = await bad_news(stage)
    await confirm(solene, (await the_hold(stage, pair)).id)
    assert "Confirmed" in solene.last.text
    assert not camille.seen("has spoken with you")
    await done(stage, solene, pair)
    assert camille.last.text.startswith("Solène has spoken with you. Thank you for having been there.")
    closed = await pair_of(stage, pair)
    assert (closed.state, closed.closed_why) == ("closed", "death")
    away = await stage.turn(lambda turn: profiles.caseload(turn.tx, camille.id))
    assert away is not None and away.away_until is not None
    assert never_reads_of_death(zoe) and never_reads_of_death(camille)
    assert camille.last.labels == ["Talk to Solène", "Time", "A word to the family"]
    await camille.taps("Time")
    assert "What you wrote to each other stays here until 10 February 2027." in camille.last.text
    await camille.taps("A word to the family")
    await camille.says("She laughed a lot with me.")
    assert "The unit reads it before" in camille.last.text
    left = await stage.turn(lambda turn: [task.kind for task in tasks.open_of_pair(turn.tx, pair)])
    assert left == ["family-word"]


async def test_where_the_unit_says_when_its_group_meets_the_ap_reads_it(stage: Stage) -> None:
    with_unit(stage, group=Wording.of({"fr": "du premier jeudi du mois", "en": "on the first Thursday of the month"}))
    pair, _zoe, camille, solene = await bad_news(stage)
    await confirm(solene, (await the_hold(stage, pair)).id)
    await done(stage, solene, pair)
    assert "come to the group on the first Thursday of the month, or take time" in camille.last.text
    await camille.taps("The group")
    assert "on the first Thursday of the month" in camille.last.text


async def test_the_call_first_and_the_confirmation_after_end_in_the_same(stage: Stage) -> None:
    pair, _zoe, camille, solene = await bad_news(stage)
    await done(stage, solene, pair)
    assert not camille.seen("Thank you for having been there")
    await confirm(solene, (await the_hold(stage, pair)).id)
    assert camille.seen("has spoken with you. Thank you for having been there")
    assert await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair)) == []


async def test_the_call_without_a_decision_leaves_it_to_decide(stage: Stage) -> None:
    pair, _zoe, camille, solene = await bad_news(stage)
    await done(stage, solene, pair)
    (left,) = await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair))
    assert left.kind == "hold"
    await solene.taps_data(f"s|take-task|{left.id}")
    assert "please confirm it, or lift it" in solene.last.text
    await camille.says("Are you there, Zoé?")
    assert "still on hold. Solène has spoken with you" in camille.last.text
    await done(stage, solene, pair)
    (again,) = await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair))
    assert again.id != left.id
    await solene.taps_data(f"s|hold-lift|{(await the_hold(stage, pair)).id}")
    await solene.taps("Lift")
    (talk,) = await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair))
    assert talk.kind == "call-ap", "who was told by voice that it was so hears by voice that it was not"


async def test_who_has_the_call_to_make_reads_whom_by_when_and_hands_it_to_a_named_deputy(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene, ben = await supervisor(stage), await supervisor(stage, "Ben")
    pair = await in_touch(stage, zoe, camille)
    await camille.taps_data(f"s|bad-news|{pair}")
    told = next(phone for phone in (solene, ben) if phone.seen("Camille needs a voice call from you before"))
    other, name = (ben, "Ben") if told is solene else (solene, "Solène")
    assert "Camille has learned nothing from me" in told.last.text and never_reads_of_death(told)
    assert told.last.labels == ["Open", "Done", f"Hand to {name}"]
    await told.taps(f"Hand to {name}")
    (task,) = await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair))
    assert task.taken_by == other.id and "A colleague handed you something" in other.last.text


async def test_a_deputy_whom_nothing_reaches_any_more_does_not_take_it(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene, ben = await supervisor(stage), await supervisor(stage, "Ben")
    pair = await in_touch(stage, zoe, camille)
    await camille.taps_data(f"s|bad-news|{pair}")
    told = next(phone for phone in (solene, ben) if phone.seen("Camille needs a voice call from you before"))
    other, name = (ben, "Ben") if told is solene else (solene, "Solène")
    await other.blocks()
    await told.taps(f"Hand to {name}")
    assert told.last.text == "Your colleague cannot take it any more. Nothing was changed."
    (task,) = await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair))
    assert task.taken_by is None


async def test_an_ap_with_a_supervisors_hat_is_no_staff_of_a_contact_of_their_own(stage: Stage) -> None:
    pair, _zoe, camille, _solene = await bad_news(stage)
    await stage.also(camille, "supervisor")
    hold = await the_hold(stage, pair)
    await camille.taps_data("s|holds|")
    assert "Nothing is on hold" in camille.last.text
    for name in ("hold", "hold-confirm", "hold-lift"):
        await camille.taps_data(f"s|{name}|{hold.id}")
        assert "not open to you" in camille.last.text
    for task in await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair)):
        await camille.taps_data(f"s|task|{task.id}")
        assert "no such task for you" in camille.last.text
    assert (await the_hold(stage, pair)).state == "provisional"
    assert never_reads_of_death(camille)


async def test_the_team_knows_first_and_the_ap_still_learns_it_from_a_person(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await solene.taps_data("s|holds|")
    await solene.taps("I have had bad news")
    before = len(camille.bubbles), len(zoe.bubbles)
    await solene.taps("Zoé and Camille")
    await solene.taps("Zoé")
    assert solene.seen("Camille has learned nothing from me: the call comes first.")
    assert (len(camille.bubbles), len(zoe.bubbles)) == before
    assert (await pair_of(stage, pair)).state == "held"
    stranger = await stage.person("Sven", "supervisor", unit="elsewhere")
    await stranger.taps_data("s|hold-start|")
    assert not any("Zoé" in label for bubble in stranger.bubbles for label in bubble.labels)


async def test_before_the_first_contact_who_wrote_in_vain_reads_one_message(stage: Stage) -> None:
    zoe, camille, solene = await stage.person("Zoé"), await an_ap(stage, "Camille"), await supervisor(stage)
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await zoe.taps("Yes")
    await zoe.taps("Write here")
    (pair,) = await stage.turn(lambda turn: pairs.of_ap(turn.tx, camille.id))
    await camille.taps_data(f"s|bad-news|{pair.id}")
    await zoe.taps_data(f"s|write-to|{pair.id}")
    before = len(zoe.bubbles)
    await solene.taps_data(f"s|hold-lift|{(await the_hold(stage, pair.id)).id}")
    await solene.taps("Lift")
    (said,) = zoe.bubbles[before:]
    assert said.text.startswith("Camille takes the first step by Thursday 14 January")


async def test_somebody_marked_wrongly_never_reads_the_word_and_all_goes_on(stage: Stage) -> None:
    pair, zoe, camille, solene = await bad_news(stage)
    await zoe.says("Hello Camille, my operation went well.")
    assert "on hold for now" in zoe.last.text and "It is not because of you" in zoe.last.text
    hold = await the_hold(stage, pair)
    await solene.taps_data(f"s|hold|{hold.id}")
    assert "Somebody has written from this account since" in solene.last.text
    await solene.taps("Lift: all goes on")
    await solene.taps("Lift")
    assert zoe.last.text == "You can write to Camille again. Thank you for your patience."
    assert (await pair_of(stage, pair)).state == "active"
    await zoe.taps("Write")
    await zoe.says("My operation went well.")
    assert camille.last.text.endswith("My operation went well.")
    assert await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair)) == []
    assert never_reads_of_death(zoe)


async def test_only_a_supervisor_of_the_unit_confirms_or_lifts(stage: Stage) -> None:
    pair, zoe, camille, _solene = await bad_news(stage)
    hold = await the_hold(stage, pair)
    coordinator = await stage.person("Karim", "coordinator")
    for phone in (zoe, camille, coordinator):
        for name in ("hold-confirm", "hold-lift"):
            await phone.taps_data(f"s|{name}|{hold.id}")
            assert "not open to you" in phone.last.text
    assert (await the_hold(stage, pair)).state == "provisional"


async def test_an_ap_who_must_stop_taps_and_each_patient_hears_it_from_a_person(stage: Stage) -> None:
    zoe, yves, camille = await stage.person("Zoé"), await stage.person("Yves"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    first = await in_touch(stage, zoe, camille)
    second = await make_pair(stage, yves, camille)
    await camille.taps_data("s|ap-stops|")
    await camille.taps("Yes, I have to stop")
    assert "You need tell nobody" in camille.last.text
    before = len(zoe.bubbles)
    for pair in (first, second):
        opened = await stage.turn(lambda turn, pair=pair: tasks.open_of_pair(turn.tx, pair))  # type: ignore[misc]
        assert [task.kind for task in opened] == ["ap-stops-tell-patient"]
    assert len(zoe.bubbles) == before
    await done(stage, solene, first)
    assert zoe.last.text.startswith("Camille has to stop for now. This is not about you.")
    assert zoe.last.labels == ["Wait", "Someone else", "Stop"]
    request = (await pair_of(stage, first)).request_id
    assert (await stage.turn(lambda turn: requests.find(turn.tx, request))).state == "resting"  # type: ignore[union-attr]
    await zoe.taps("Someone else")
    assert "I am looking for somebody else" in zoe.last.text
    assert (await stage.turn(lambda turn: requests.find(turn.tx, request))).state == "searching"  # type: ignore[union-attr]
    assert not yves.seen("has to stop")


async def test_who_has_to_stop_is_neither_asked_nor_chosen_any_more(stage: Stage) -> None:
    zoe, yves = await stage.person("Zoé"), await stage.person("Yves")
    camille = await an_ap(stage, "Camille")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await asks(yves)
    await stage.passes(minutes=1)
    await camille.says("/menu")
    await camille.taps("I have to stop")
    await camille.taps("Yes, I have to stop")
    assert "goes to somebody else" in camille.last.text
    assert zoe.seen("Camille") and "I go on looking" in zoe.last.text
    await zoe.taps("Yes")
    assert not zoe.seen("takes the first step by")
    await camille.taps("I can")
    assert not camille.seen("It is you")
    assert await stage.turn(lambda turn: offers.open_of_ap(turn.tx, camille.id)) == []


async def test_an_ap_who_has_left_cannot_be_given_back_by_lifting(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await camille.says("/stop")
    await camille.taps("Stop everything")
    hold = await the_hold(stage, pair)
    await solene.taps_data(f"s|hold|{hold.id}")
    assert "has left the bot" in solene.last.text and "Lift: all goes on" not in solene.last.labels
    await solene.taps_data(f"s|hold-lift|{hold.id}")
    assert "not open to you" in solene.last.text
    assert (await pair_of(stage, pair)).state == "held"


async def test_a_doubt_about_who_writes_says_nothing_on_that_phone(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    before = len(zoe.bubbles)
    await camille.taps_data(f"s|concern|{pair}")
    await camille.taps("Is it really them?")
    assert "nobody on that phone is told" in camille.last.text
    assert len(zoe.bubbles) == before
    opened = await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair))
    assert [task.kind for task in opened] == ["identity-doubt"]
    await confirm(solene, (await the_hold(stage, pair)).id)
    assert (await pair_of(stage, pair)).state == "closed"
    assert len(zoe.bubbles) == before


async def test_a_doubt_that_was_only_talked_about_is_still_to_be_decided(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await camille.taps_data(f"s|concern|{pair}")
    await camille.taps("Is it really them?")
    (task,) = await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair))
    await solene.taps_data(f"s|take-task|{task.id}")
    await solene.taps_data(f"s|done-task|{task.id}")
    assert (await pair_of(stage, pair)).state == "held"
    (again,) = await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair))
    assert (again.kind, again.id != task.id) == ("identity-doubt", True)


async def test_a_relative_in_mourning_is_left_in_peace_and_their_own_contact_goes_on(stage: Stage) -> None:
    rose, camille = await stage.person("Rose", "relative"), await stage.person("Camille", "ap")
    await supervisor(stage)
    pair = await in_touch(stage, rose, camille)
    await rose.says("/menu")
    await rose.taps("My relative has died")
    assert rose.last.text.startswith("Our thoughts are with you.")
    assert rose.last.labels == ["A call", "Do not write again", "That is not it", "Help now"]
    assert await stage.turn(lambda turn: is_held(turn.tx, rose.id, "tilleul"))
    assert (await stage.turn(lambda turn: pairs.find(turn.tx, pair))).state == "active"  # type: ignore[union-attr]
    await rose.taps("That is not it")
    assert not await stage.turn(lambda turn: is_held(turn.tx, rose.id, "tilleul"))


async def test_the_same_news_twice_is_one_hold_and_one_task(stage: Stage) -> None:
    pair, _zoe, camille, _solene = await bad_news(stage)
    await camille.taps_data(f"s|bad-news|{pair}")
    assert len(await stage.turn(lambda turn: holds.of_pair(turn.tx, pair))) == 1
    assert len(await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair))) == 1


async def test_two_reasons_at_once_the_contact_goes_on_only_when_both_are_lifted(stage: Stage) -> None:
    pair, zoe, camille, solene = await bad_news(stage)
    await camille.taps_data(f"s|doubt-identity|{pair}")
    both = await stage.turn(lambda turn: holds.of_pair(turn.tx, pair))
    for number, hold in enumerate(both, 1):
        await solene.taps_data(f"s|hold-lift|{hold.id}")
        await solene.taps("Lift")
        assert (await pair_of(stage, pair)).state == ("held" if number == 1 else "active")


async def news_of_camille(stage: Stage) -> tuple[int, int, Phone, Phone, Phone]:
    """The team has learned that Camille died; she accompanied Zoé and Yves."""
    zoe, yves, camille = await stage.person("Zoé"), await stage.person("Yves"), await stage.person("Camille", "ap")
    solene = await supervisor(stage)
    first, second = await in_touch(stage, zoe, camille), await make_pair(stage, yves, camille)
    await solene.taps_data("s|hold-start|")
    await solene.taps("Zoé and Camille")
    assert solene.last.text == "Of whom is the news?" and solene.last.labels[:2] == ["Zoé", "Camille"]
    await solene.taps("Camille")
    return first, second, zoe, camille, solene


async def test_news_of_an_ap_is_told_to_each_patient_by_a_person(stage: Stage) -> None:
    first, second, zoe, camille, solene = await news_of_camille(stage)
    assert solene.seen("Camille cannot go on accompanying Zoé")
    said = len(zoe.bubbles), len(camille.bubbles)
    assert {(await pair_of(stage, pair)).state for pair in (first, second)} == {"held"}
    (task,) = await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, first))
    assert task.kind == "ap-stops-tell-patient"
    await solene.taps_data(f"s|take-task|{task.id}")
    assert "Please tell Zoé in person" in solene.last.text and "Reported by Solène" in solene.last.text
    assert never_reads_of_death(solene)
    await stage.passes(days=2)
    assert (len(zoe.bubbles), len(camille.bubbles)) == said
    await done(stage, solene, first)
    assert "As agreed with the coordination, you can wait" in zoe.last.text and "on the phone" not in zoe.last.text
    away = await stage.turn(lambda turn: profiles.caseload(turn.tx, camille.id))
    assert away is not None and away.away_until is not None


async def test_where_no_supervisor_is_there_the_coordination_begins_a_sentence(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap", language="fr")
    pair = await in_touch(stage, zoe, camille)
    await camille.taps_data(f"s|bad-news|{pair}")
    assert ". La coordination" in camille.last.text
    await camille.says("Zoé ?")
    assert ". La coordination" in camille.last.text


async def test_an_hour_that_the_ap_has_not_read_is_not_corrected(stage: Stage) -> None:
    zoe, camille, solene = await stage.person("Zoé"), await stage.person("Camille", "ap"), await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await solene.taps_data("s|hold-start|")
    await solene.taps("Zoé and Camille")
    await solene.taps("Zoé")
    said = len(camille.bubbles)
    await stage.passes(days=3)
    assert len(camille.bubbles) == said
    await camille.taps_data(f"s|write-to|{pair}")
    await stage.passes(days=3)
    assert camille.seen("I said that somebody would be in touch by now")


async def test_while_the_supervisor_is_away_the_ap_reads_the_deputy(stage: Stage) -> None:
    zoe, camille, solene = await stage.person("Zoé"), await stage.person("Camille", "ap"), await supervisor(stage)
    ben = await supervisor(stage, "Ben")
    pair = await in_touch(stage, zoe, camille)
    first, last = date(2027, 1, 11), date(2027, 1, 29)
    await stage.turn(lambda turn: go_away(turn, GoAway(turn.me or Me(0), first, last, ben.id)), solene)
    await camille.taps_data(f"s|bad-news|{pair}")
    assert "Ben gets in touch with you here before" in camille.last.text
    task = (await stage.turn(lambda turn: tasks.open_of_pair(turn.tx, pair)))[0]
    notice = await stage.turn(lambda turn: voice_call_to_make(turn, task, ben.id))
    assert "hand-task-to" not in {button.dialogue for button in notice.buttons}, "nothing is handed to who is away"


async def test_whom_nothing_reaches_is_not_promised_to_an_ap(stage: Stage) -> None:
    zoe, camille, solene = await stage.person("Zoé"), await stage.person("Camille", "ap"), await supervisor(stage)
    pair = await in_touch(stage, zoe, camille)
    await solene.blocks()
    await camille.taps_data(f"s|bad-news|{pair}")
    assert "The unit’s team gets in touch with you here before" in camille.last.text


async def test_the_only_supervisor_accompanies_them_and_the_coordination_speaks(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await stage.also(camille, "supervisor")
    pair = await in_touch(stage, zoe, camille)
    await camille.taps_data(f"s|bad-news|{pair}")
    assert "The coordination gets in touch with you here before" in camille.last.text
