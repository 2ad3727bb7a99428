"""A contact is logged in five taps, without a word of what was said; then the AP is asked how they are."""

from bot.storage import alerts, contacts, tasks
from tests.services.pairing import in_touch, make_pair, pair_of
from tests.stage import Phone, Stage


async def log(ap: Phone, pair: int, then: str = "We go on as agreed") -> None:
    await ap.taps_data(f"s|log-contact|{pair}")
    for label in ("By phone", "About 20 minutes", "Listening", then):
        await ap.taps(label)


async def test_five_taps_log_a_contact_and_the_sixth_says_how_i_am(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    pair = await make_pair(stage, zoe, camille)
    await log(camille, pair)
    assert "how are you now?" in camille.last.text
    assert (await pair_of(stage, pair)).first_contact_at is not None
    await camille.taps("Good")
    assert "Take care of yourself" in camille.last.text
    logged = (await stage.turn(lambda turn: contacts.of_pair(turn.tx, pair)))[0]
    assert (logged.means, logged.minutes, logged.kind, logged.debrief) == ("phone", 20, "emotional", "done")
    assert logged.feeling(stage.house.sealer) == {"word": 4}
    assert not any(word in text for text in zoe.texts for word in ("phone", "minutes", "Listening"))


async def test_a_low_word_offers_a_person_and_tells_nobody(stage: Stage) -> None:
    zoe, camille, solene = (
        await stage.person("Zoé"),
        await stage.person("Camille", "ap"),
        await stage.person("Solène", "supervisor"),
    )
    pair = await make_pair(stage, zoe, camille)
    await log(camille, pair)
    await camille.taps("Very bad")
    assert "I tell nobody without your agreement" in camille.last.text
    assert "Talk to Solène" in camille.last.labels
    await stage.passes(days=2)
    assert solene.bubbles == []
    await camille.taps("Talk to Solène")
    await camille.taps("It is about me")
    assert "Thank you for saying so" in camille.last.text
    assert await stage.turn(lambda turn: [a.kind for a in alerts.unfinished_of(turn.tx, camille.id)]) == ["ap-concern"]


async def test_words_that_are_left_are_a_task_with_a_date(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await stage.person("Solène", "supervisor")
    pair = await make_pair(stage, zoe, camille)
    await log(camille, pair)
    await camille.taps("So-so")
    await camille.taps("Say more")
    await camille.says("I think about it in the evening.")
    assert "Solène reads it before" in camille.last.text
    kinds = await stage.turn(lambda turn: [task.kind for task in tasks.open_of_pair(turn.tx, pair)])
    assert kinds == ["call-ap"]


async def test_one_reminder_then_silence_and_three_missing_are_seen(stage: Stage) -> None:
    zoe, camille = await stage.person("Zoé"), await stage.person("Camille", "ap")
    await stage.person("Solène", "supervisor")
    pair = await make_pair(stage, zoe, camille)
    for days in (10, 10, 7.1):
        await log(camille, pair)
        await stage.passes(days=days)
    reminders = [text for text in camille.texts if "how are you since your last contact" in text]
    assert len(reminders) == 3
    raised = await stage.turn(lambda turn: [a.kind for a in alerts.unfinished_of(turn.tx, camille.id)])
    assert "missed-debrief" in raised


async def test_nobody_logs_a_contact_of_somebody_else(stage: Stage) -> None:
    zoe, camille, denis = await stage.person("Zoé"), await stage.person("Camille", "ap"), await stage.person("D", "ap")
    pair = await in_touch(stage, zoe, camille)
    await denis.taps_data(f"s|log-contact|{pair}")
    assert "not yours" in denis.last.text
    await denis.taps_data(f"s|debrief|{pair}")
    assert "nothing to look back on" in denis.last.text
