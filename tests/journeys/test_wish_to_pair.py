"""From a wish to a pair: what the patient, the APs and the team read, tap by tap."""

from bot.services.profiles import seed_ap
from bot.storage import memberships
from conversations.care.profiles import Profile
from tests.stage import Phone, Stage

CLOSE = Profile(cancer="breast", moments=("surgery",), languages=("en",), words="I like to listen.")


async def an_ap(stage: Stage, name: str, profile: Profile = CLOSE, *, carries: int = 3) -> Phone:
    ap = await stage.person(name, role="ap")
    hat = await stage.database.read(lambda tx: memberships.of_person(tx, ap.id)[0])
    await stage.turn(lambda turn: seed_ap(turn, hat, profile, carries=carries), ap)
    return ap


async def asks(patient: Phone) -> None:
    await patient.says("/menu")
    await patient.taps("Talk with somebody")
    await patient.taps("Choose for me")
    await patient.taps("Send")


async def test_two_taps_send_a_request_and_a_date_is_promised(stage: Stage) -> None:
    await an_ap(stage, "Camille")
    zoe = await stage.person("Zoé")
    await zoe.says("/menu")
    await zoe.taps("Talk with somebody")
    await zoe.taps("Choose for me")
    await zoe.taps("Send")
    print(zoe.texts, zoe.last.labels)
    assert zoe.seen("I am looking until")
