"""Taps and messages of each main task, counted and held to their limits. `pytest -s` prints the table."""

from dataclasses import dataclass

from bot.storage import pairs
from tests.journeys.aps import accompanied, an_ap, in_touch, passes_questions
from tests.stage import Phone, Stage


@dataclass
class Count:
    """What one task takes: `taps` by the person, `messages` they then have to read."""

    task: str
    taps: int
    messages: int
    at_most: int

    def __str__(self) -> str:
        return f"{self.task:<44} {self.taps:>4} {self.messages:>8}   at most {self.at_most}"


async def counted(phone: Phone, task: str, at_most: int, *labels: str, typed: bool = False) -> Count:
    """Tap these labels one after the other, and count what comes back."""
    before = len(phone.bubbles)
    for label in labels:
        await (phone.says(label) if typed else phone.taps(label))
    return Count(task, len(labels), len(phone.bubbles) - before, at_most)


async def test_each_main_task_keeps_within_its_taps(stage: Stage) -> None:
    camille = await an_ap(stage, "Camille")
    zoe, max_, lea = [await stage.person(name) for name in ("Zoé", "Max", "Léa")]
    table = []
    for patient in (zoe, max_, lea):
        await patient.taps_data("s|request|")
    table.append(await counted(zoe, "ask: choose for me", 2, "Choose for me", "Send"))
    table.append(
        await counted(
            max_,
            "ask: a topic, and whom not",
            6,
            "Work, money",
            "Not somebody who…",
            "Somebody who works here",
            "That is all",
        )
    )
    table.append(await counted(lea, "ask: by typing alone", 2, "1", "1", typed=True))
    for patient in (zoe, max_, lea):
        await passes_questions(patient)
    await stage.passes(minutes=1)
    table.append(await counted(camille, "AP: open an offer, say yes", 2, "Open", "I can"))
    table.append(await counted(lea, "read the card, say yes", 2, "Read their words", "Yes"))
    pair = (await stage.database.read(lambda tx: pairs.of_ap(tx, camille.id)))[-1]
    await in_touch(stage, pair)
    await camille.taps_data(f"s|pair|{pair.id}")
    table.append(
        await counted(
            camille,
            "agree on rhythm, means, topics, silence",
            6,
            "What we agreed",
            "Agree on it",
            "Once a week",
            "By phone",
            "Whatever comes",
            "After a week",
        )
    )
    table.append(await counted(lea, "say yes to the agreement", 1, "Yes, fine"))
    await lea.taps_data("s|my-pair|")
    table.append(await counted(lea, "pause, and until when", 2, "A pause", "One week"))
    table.append(await counted(lea, "end the pause", 1, "End the pause"))
    await lea.taps_data("s|my-pair|")
    table.append(await counted(lea, "end", 2, "End", "End"))
    table.append(await counted(lea, "three questions", 4, "Three questions", "Yes", "Just right", "Skip"))
    await zoe.taps_data("s|my-request|")
    table.append(await counted(zoe, "withdraw", 1, "Withdraw"))
    print("\n" + "\n".join(map(str, table)))
    assert not [str(one) for one in table if one.taps > one.at_most]
    assert all(one.messages <= 2 * one.taps + 3 for one in table)


async def test_a_pair_takes_few_messages_from_wish_to_first_contact(stage: Stage) -> None:
    """Nobody is buried: in two weeks a patient reads the yes unasked, and one offer of check-ins at most."""
    camille, zoe = await an_ap(stage, "Camille"), await stage.person("Zoé")
    pair = await accompanied(stage, zoe, camille)
    await in_touch(stage, pair)
    await stage.passes(days=14)
    unasked = [bubble.text for bubble in zoe.bubbles if bubble.lane > 1]
    assert "has said yes to your request" in unasked[0]
    assert len(unasked) <= 2, unasked
