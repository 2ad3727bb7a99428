"""APs on a stage: ready to be asked, and what a patient does to ask."""

from bot.services.profiles import seed_ap
from bot.storage import memberships
from conversations.care.profiles import Profile
from tests.stage import Phone, Stage

LISTENS = Profile(languages=("en",), words="I like to listen.")


async def an_ap(stage: Stage, name: str, profile: Profile = LISTENS, *, carries: int = 3) -> Phone:
    """An AP with charter, training and clearance recorded."""
    ap = await stage.person(name, role="ap")
    hat = await stage.database.read(lambda tx: memberships.of_person(tx, ap.id)[0])
    await stage.turn(lambda turn: seed_ap(turn, hat, profile, carries=carries), ap)
    return ap


async def asks(patient: Phone) -> None:
    """Two taps, and nothing more about oneself."""
    await patient.says("/menu")
    await patient.taps("Talk with somebody")
    await patient.taps("Choose for me")
    await patient.taps("Send")
    await passes_questions(patient)


async def passes_questions(patient: Phone) -> None:
    """Leave every question about oneself unanswered."""
    for _question in range(12):
        if patient.last.text.startswith("Thank you, that is all"):
            return
        await patient.says("skip")
    raise AssertionError(f"the questions do not end: {patient.last.text}")
