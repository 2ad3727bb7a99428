"""From the first contact to a low answer and the call it asks for: by tapping in English, by typing alone in French."""

from bot.storage import check_ins, tasks
from tests.services.pairing import in_touch, supervisor
from tests.services.unit import has_hours
from tests.stage import Stage


async def test_a_rhythm_is_offered_chosen_and_kept_and_a_low_answer_finds_a_human(stage: Stage) -> None:
    zoe, ap = await stage.person("Zoé"), await stage.person("Alex", "ap")
    eve = await supervisor(stage)
    await has_hours(eve, "9-17", ["Monday"])
    await in_touch(stage, zoe, ap)
    await stage.passes(days=1, hours=1)
    assert "Nothing comes unless you choose it" in zoe.texts[-2] + zoe.last.text
    await zoe.taps("Choose a rhythm")
    await zoe.taps("Every week")
    await zoe.taps("11:00")
    assert "tell nobody without your yes" in zoe.last.text
    await zoe.taps("Yes, ask me")
    assert "Friday 15 January, around 11:00" in zoe.last.text

    await stage.passes(days=4)
    assert zoe.last.text.startswith("Hello. A small question is waiting for you")
    await zoe.taps("Open")
    await zoe.taps("Bad")
    await zoe.taps("Yes, the team")
    await zoe.says("+33 6 39 98 00 00")
    await zoe.taps("In the afternoon")
    assert "Somebody calls you before" in zoe.last.text

    task = (await stage.turn(lambda turn: tasks.open_in(turn.tx, "tilleul")))[0]
    assert task.kind == "call-person" and task.person_id == zoe.id
    assert not any("Bad" in text or "bad" in text for text in eve.texts + ap.texts)
    await stage.passes(days=6)
    assert sum("A small question" in text for text in zoe.texts) == 1  # the week of silence


async def test_en_francais_et_au_clavier_seulement(stage: Stage) -> None:
    """Every answer is typed: a number, a first word, a close spelling."""
    zoe = await stage.person("Zoé", language="fr")
    await has_hours(await supervisor(stage), "9-17", ["Monday"])
    for words in ("/menu", "comment je vais", "chaque semaine", "11h", "oui"):
        await zoe.says(words)
    assert "jeudi 14 janvier" in zoe.last.text

    await stage.passes(days=4)
    assert zoe.last.text.startswith("Bonjour. Une petite question vous attend")
    for words in ("ouvrir", "tres mal"):
        await zoe.says(words)
    assert zoe.last.text.startswith("Merci de le dire. Je n’en tire aucune conclusion")
    await zoe.says("oui l'equipe")
    await zoe.says("06 39 98 00 00")
    await zoe.says("1")
    assert "lundi 18 janvier" in zoe.last.text
    kinds = [task.kind for task in await stage.turn(lambda turn: tasks.open_in(turn.tx, "tilleul"))]
    assert kinds == ["call-person"]

    await zoe.says("/menu")
    await zoe.says("comment je vais")
    await zoe.says("mes dernières réponses")
    assert "Très mal" in zoe.last.text
    assert len(await stage.turn(lambda turn: check_ins.answered_by(turn.tx, zoe.id, "patient"))) == 1
