"""From a wish to a pair: what the patient, the APs and the team read, tap by tap."""

from bot.storage import offers, pairs, requests
from conversations.care.profiles import Profile
from tests.journeys.aps import accompanied, an_ap, asks, in_touch, pair_of, passes_questions
from tests.stage import Phone, Stage


async def state_of_request(stage: Stage, patient: Phone) -> str | None:
    found = await stage.database.read(lambda tx: requests.open_of_person(tx, patient.id))
    return found[0].state if found else None


async def test_two_taps_send_a_request_and_one_date_is_promised(stage: Stage) -> None:
    await an_ap(stage, "Camille")
    zoe = await stage.person("Zoé")
    await zoe.says("/menu")
    before = len(zoe.bubbles)
    await zoe.taps("Talk with somebody")
    await zoe.taps("Choose for me")
    await zoe.taps("Send")
    assert len(zoe.bubbles) - before <= 5
    assert zoe.seen("I am looking until Wednesday 20 January, 17:00")
    assert zoe.seen("the coordination will write to you here")
    assert not zoe.seen("will call you")


async def test_who_says_at_the_request_that_they_write_is_not_asked_again(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await zoe.taps_data("s|request|")
    await zoe.taps("Choose for me")
    await zoe.taps("Send")
    assert "Telegram keeps your messages on its servers" in zoe.last.text
    assert "“Zoé”, never your number" in zoe.last.text
    await zoe.taps("Write here")
    await passes_questions(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await zoe.taps("Yes")
    assert "Camille now knows" in zoe.last.text
    await camille.taps_data(f"s|write-to|{(await pair_of(stage, camille)).id}")
    await camille.says("Hello, I am here.")
    assert zoe.seen("Camille writes:\nHello, I am here.")


async def test_who_would_rather_be_called_is_offered_by_phone_alone_and_nothing_is_written(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await zoe.taps_data("s|request|")
    await zoe.taps("Choose for me")
    await zoe.taps("Send")
    await zoe.taps("Get a call")
    await passes_questions(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    assert "By phone" in camille.last.text and "In writing" not in camille.last.text
    await camille.taps("I can")
    await zoe.taps("Yes")
    assert "Camille now knows" in zoe.last.text
    await camille.taps_data(f"s|write-to|{(await pair_of(stage, camille)).id}")
    await camille.says("Hello, I am here.")
    assert not zoe.seen("Hello, I am here.")
    assert camille.seen("Zoé would rather have a call than write here")


async def test_who_leaves_the_question_for_later_is_asked_when_somebody_is_found(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    await camille.taps_data(f"s|write-to|{pair.id}")
    await camille.says("Hello, I am here.")
    assert zoe.seen("Camille would like to write to you here. One question first")


async def test_the_best_three_are_asked_and_the_first_yes_counts(stage: Stage) -> None:
    aps = [await an_ap(stage, name) for name in ("Camille", "Nour", "Sacha", "Lou")]
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    asked = [ap for ap in aps if ap.seen("A request is waiting for you")]
    assert len(asked) == 3
    first, second, _third = asked
    await first.taps("Open")
    assert "Zoé" not in first.last.text
    assert "within 3 days" in first.last.text
    await second.taps("Open")
    await first.taps("I can")
    assert "not yet “it is you”" in first.last.text
    assert "needs no answer any more" in second.last.text, "the opened card says so as well"
    await second.taps_data(f"s|offer-yes|{await _offer_of(stage, second)}")
    assert "just before you" in second.last.text
    assert zoe.seen("Camille has said yes to your request")
    assert zoe.last.labels == ["Read their words", "Yes", "Someone else", "Let me think"]
    await zoe.taps("Read their words")
    assert "I like to listen." in zoe.last.text
    await zoe.taps("Yes")
    assert zoe.seen("Camille now knows, and takes the first step by")
    assert first.seen("It is you: Zoé has said yes")
    await first.taps("Open")
    assert "Zoé" in first.last.text
    assert await state_of_request(stage, zoe) == "matched"
    others = [ap for ap in asked if ap is not first]
    assert all(ap.seen("needs no answer any more") or ap.seen("just before you") for ap in others)


async def test_a_decline_needs_no_reason_and_the_next_are_asked_at_once(stage: Stage) -> None:
    aps = [await an_ap(stage, name) for name in ("Camille", "Nour", "Sacha", "Lou")]
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    for ap in aps[:3]:
        await ap.taps("Not this time")
        assert "that is fine" in ap.last.text
    assert aps[3].seen("A request is waiting for you")
    await stage.passes(days=4)
    assert sum("A request is waiting" in text for text in aps[0].texts) == 1


async def test_after_two_days_without_an_answer_the_next_ones_are_asked(stage: Stage) -> None:
    aps = [await an_ap(stage, name) for name in ("Camille", "Nour", "Sacha", "Lou")]
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(hours=49)
    assert aps[3].seen("A request is waiting for you")
    await aps[0].taps_data(f"s|offer-yes|{await _offer_of(stage, aps[0])}")
    assert "over already" in aps[0].last.text
    assert await state_of_request(stage, zoe) == "searching"


async def _offer_of(stage: Stage, ap: Phone) -> int:
    def find(tx):  # type: ignore[no-untyped-def]
        open_requests = requests.open_of_unit(tx, "tilleul")
        return next(o.id for r in open_requests for o in offers.of_request(tx, r.id) if o.ap_id == ap.id)

    found: int = await stage.database.read(find)
    return found


async def test_someone_else_needs_no_reason_and_the_date_is_still_true(stage: Stage) -> None:
    camille = await an_ap(stage, "Camille", carries=1)
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    nour = await an_ap(stage, "Nour")
    await camille.taps("Open")
    await camille.taps("I can")
    await zoe.taps("Someone else")
    assert "you hear from me by Wednesday 20 January" in zoe.last.text
    assert camille.seen("No contact comes of it this time")
    assert nour.seen("A request is waiting for you")
    assert await stage.database.read(lambda tx: pairs.of_ap(tx, camille.id)) == []


async def test_a_choice_left_lying_frees_the_ap_and_keeps_the_place(stage: Stage) -> None:
    camille = await an_ap(stage, "Camille")
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    await zoe.taps("Let me think")
    assert "until Wednesday 13 January at 17:00" in zoe.last.text
    await stage.passes(days=3)
    assert camille.seen("No contact comes of it this time")
    assert zoe.seen("Your place is kept")
    said = len(zoe.bubbles)
    await stage.passes(days=20)
    assert len(zoe.bubbles) == said
    await zoe.taps("Look again")
    assert await state_of_request(stage, zoe) == "searching"


async def test_an_ap_who_cannot_after_all_is_not_asked_why(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    nour = await an_ap(stage, "Nour")
    await camille.taps("Open")
    await camille.taps("I can")
    await camille.taps("I cannot after all")
    assert "that is fine" in camille.last.text
    assert zoe.seen("Camille cannot after all, and is sorry")
    assert nour.seen("A request is waiting for you")
    await zoe.taps("Yes")
    assert "not open any more" in zoe.last.text


async def test_when_the_date_passes_a_human_is_told_and_the_person_chooses(stage: Stage) -> None:
    nadia = await stage.person("Nadia", role="coordinator")
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(days=9, hours=12)
    assert zoe.seen("I have not found the right person yet")
    assert zoe.seen("Expect a message here from the coordination before Thursday 21 January, 17:00")
    assert {"Widen", "Keep my place", "Stop"} <= set(zoe.last.labels)
    await zoe.taps("Other ways")
    assert {"Please call me", "Associations", "The psychologist"} <= set(zoe.last.labels)
    await zoe.taps_data("s|keep-place|")
    assert "your place is kept" in zoe.last.text
    camille = await an_ap(stage, "Camille")
    await stage.passes(days=1)
    assert nadia.bubbles, "nobody of the unit was told before the time that was promised"
    assert camille.seen("A request is waiting for you")


async def test_a_number_on_record_makes_it_a_call(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.says("/menu")
    await zoe.taps("Talk with somebody")
    await zoe.taps("Choose for me")
    await zoe.taps("Send")
    await zoe.taps("Get a call")
    assert zoe.seen("At which number")
    await zoe.says("06 39 98 12 34")
    await zoe.taps_data("s|my-request|")
    await stage.passes(days=9, hours=12)
    assert zoe.seen("Expect a call from the coordination")


async def test_a_number_goes_when_the_request_does(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|request|")
    await zoe.taps("Choose for me")
    await zoe.taps("Send")
    await zoe.taps("Get a call")
    await zoe.says("06 39 98 12 34")
    (request,) = await stage.database.read(lambda tx: requests.open_of_person(tx, zoe.id))
    assert "number" in request.details(stage.house.sealer)
    await zoe.taps_data("s|withdraw-request|")
    after = await stage.database.read(lambda tx: requests.find(tx, request.id))
    assert after and "number" not in after.details(stage.house.sealer)


async def test_one_tap_withdraws_and_everybody_is_told_kindly(stage: Stage) -> None:
    camille, nour = await an_ap(stage, "Camille"), await an_ap(stage, "Nour")
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await stage.passes(minutes=1)
    await camille.taps("Open")
    await camille.taps("I can")
    withdrawn_offer = await _offer_of(stage, nour)
    await zoe.taps_data("s|withdraw-request|")
    assert "It is withdrawn" in zoe.last.text
    assert camille.seen("No contact comes of it this time")
    assert nour.seen("needs no answer any more")
    assert "Open" not in nour.last.labels
    await nour.taps_data(f"s|offer-yes|{withdrawn_offer}")
    assert "over already" in nour.last.text
    assert await state_of_request(stage, zoe) is None
    await asks(zoe)
    assert await state_of_request(stage, zoe) == "searching"


async def test_what_the_ap_sees_is_what_the_person_was_shown(stage: Stage) -> None:
    """Made by the same functions: the card after the yes is found, word for word, in the preview."""
    camille = await an_ap(stage, "Camille")
    zoe = await stage.person("Zoé")
    await asks(zoe)
    await zoe.taps_data("s|what-ap-sees|")
    shown = zoe.last.text
    await stage.passes(minutes=1)
    await camille.taps("Open")
    offer = camille.last.text
    assert "Zoé" not in offer
    await camille.taps("I can")
    await zoe.taps("Yes")
    await camille.taps_data(f"s|pair|{(await stage.database.read(lambda tx: pairs.of_ap(tx, camille.id)))[0].id}")
    card = camille.last.text.split("\nThe first step")[0]
    assert card in shown
    assert "First name: <b>Zoé</b>" in card


async def test_forged_buttons_change_nothing(stage: Stage) -> None:
    camille, nour = await an_ap(stage, "Camille"), await an_ap(stage, "Nour", carries=0)
    zoe, eve = await stage.person("Zoé"), await stage.person("Eve")
    await asks(zoe)
    await stage.passes(minutes=1)
    offer = await _offer_of(stage, camille)
    await nour.taps_data(f"s|offer-yes|{offer}")
    assert "Nothing was changed" in nour.last.text
    await camille.taps_data(f"s|offer-yes|{offer}")
    (pair,) = await stage.database.read(lambda tx: pairs.of_ap(tx, camille.id))
    for phone in (eve, nour):
        for name in ("pair-yes", "pair-another", "ap-card", "pair-end", "agreement", "pair", "match", "guest-yes"):
            await phone.taps_data(f"s|{name}|{pair.id}")
            assert "Zoé" not in phone.last.text
    assert await state_of_request(stage, zoe) == "proposed"
    assert (await stage.database.read(lambda tx: pairs.find(tx, pair.id))).state == "proposed"  # type: ignore[union-attr]


async def test_nothing_stands_on_a_card_that_the_person_was_not_shown(stage: Stage) -> None:
    """Each AP reads what they share with the person, and that differs; the preview says all of it, and that it is two
    at a time."""
    many = Profile(languages=("en",), cancer="breast", moments=("surgery",), stakes=("stoma",), life=("children",))
    for number in range(5):
        await an_ap(stage, f"Ap{number}", many, carries=0)
    camille = await an_ap(stage, "Camille", Profile(languages=("en",), stakes=("stoma",), life=("children",)))
    await an_ap(stage, "Nour", Profile(languages=("en",), cancer="breast", moments=("surgery",)))
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|request|")
    await zoe.taps("Choose for me")
    await zoe.taps("Send")
    while "that is all I need" not in zoe.last.text:
        mine = [one for one in ("Breast", "Surgery", "A stoma", "Children at home") if one in zoe.last.labels]
        await (zoe.taps(mine[0]) if mine else zoe.says("skip"))
        if mine and "That is all" in zoe.last.labels:
            await zoe.taps("That is all")
    await zoe.taps_data("s|what-ap-sees|")
    before = zoe.bubbles[-2].text
    assert "In common: Breast · Surgery · A stoma · Children at home." in before
    assert "two things at most are shown" in before
    await stage.passes(minutes=1)
    await camille.taps("Open")
    assert "In common: A stoma · Children at home." in camille.last.text


async def test_what_a_topic_lets_guess_is_shown_as_well(stage: Stage) -> None:
    zoe = await stage.person("Zoé")
    await zoe.taps_data("s|request|")
    await zoe.taps("Having a child later")
    await zoe.taps("Send")
    await zoe.taps_data("s|what-ap-sees|")
    assert "In common: Having children later." in zoe.bubbles[-2].text


async def test_the_search_for_somebody_else_can_be_taken_back_and_the_contact_stays(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    await zoe.taps_data(f"s|seek-another|{pair.id}")
    await zoe.taps_data("s|withdraw-request|")
    assert "Your contact with Camille goes on as it is." in zoe.last.text
    assert await state_of_request(stage, zoe) == "matched"


async def test_the_first_word_of_somebody_does_not_end_the_date_of_the_search_for_another(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    await zoe.taps_data(f"s|seek-another|{pair.id}")
    await in_touch(stage, pair)
    await stage.passes(days=9, hours=12)
    assert zoe.seen("I have not found the right person yet")


async def test_silence_before_the_first_word_is_said_where_somebody_else_is_looked_for_already(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    await zoe.taps_data(f"s|seek-another|{pair.id}")
    await stage.passes(days=8)
    assert zoe.seen("You and Camille have not been in touch. This is not about you. I am looking again, until")
    assert zoe.seen("until Wednesday 20 January at 17:00, and you have kept your place")


async def test_silence_before_the_first_word_where_somebody_else_has_said_yes_already(stage: Stage) -> None:
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    await stage.passes(days=6)
    nour = await an_ap(stage, "Nour")
    await zoe.taps_data(f"s|seek-another|{pair.id}")
    await nour.taps("Open")
    await nour.taps("I can")
    await stage.passes(days=1, hours=12)
    assert zoe.seen("You and Camille have not been in touch.")
    assert "Somebody else has said yes meanwhile, and waits for your choice." in zoe.texts[-1]
    await zoe.taps("Read their words")
    await zoe.taps("Yes")
    assert zoe.seen("Nour now knows")
