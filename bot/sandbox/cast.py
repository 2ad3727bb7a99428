"""The people of the demonstration, with obviously made-up names, and what the unit knows of them beforehand."""

from dataclasses import dataclass, replace
from datetime import time, timedelta

from bot.clock import to_ms
from bot.house import House
from bot.services.profiles import seed_ap
from bot.storage import consents, memberships, people, rota
from bot.storage.database import Database, Transaction
from bot.storage.memberships import Membership
from bot.turn import Turn
from conversations.care.profiles import Profile
from conversations.dialogue.text import Wording
from conversations.policies.rota import Shift

UNIT = "tilleul"
PATIENT_CODE = "tilleul-demo-2v7kq9"  # opaque on purpose: neither unit nor role can be read from a real one


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody of the demonstration. `role` None: arrives by the unit's link, as a patient does."""

    key: str
    name: str
    role: str | None
    note: Wording


CAST = (
    Part("patient", "Zoé Essai", None, Wording.of({"fr": "Patiente", "en": "Patient"})),
    Part(
        "camille", "Camille Exemple", "ap", Wording.of({"fr": "Patiente accompagnante", "en": "Accompanying patient"})
    ),
    Part(
        "dominique",
        "Dominique Modèle",
        "ap",
        Wording.of({"fr": "Patiente accompagnante", "en": "Accompanying patient"}),
    ),
    Part("sacha", "Sacha Maquette", "supervisor", Wording.of({"fr": "Psychologue", "en": "Psychologist"})),
    Part("nour", "Nour Prototype", "supervisor", Wording.of({"fr": "Infirmière", "en": "Nurse"})),
    Part("alix", "Alix Canevas", "coordinator", Wording.of({"fr": "Coordination", "en": "Coordination"})),
)


PROFILES = {
    "camille": Profile(
        cancer="breast",
        moments=("surgery", "chemotherapy"),
        life=("children",),
        age="30-44",
        languages=("fr", "en"),
        means=("phone", "relay"),
    ),
    "dominique": Profile(
        cancer="blood",
        moments=("chemotherapy",),
        age="60-74",
        languages=("fr", "en"),
        means=("relay",),
    ),
}
WORDS = {
    "camille": {
        "fr": "J’ai été opérée il y a trois ans. J’aime marcher, et écouter.",
        "en": "I had an operation three years ago. I like to walk, and to listen.",
    },
    "dominique": {"fr": "Je prends le temps qu’il faut.", "en": "I take the time it needs."},
}
DUTY = ("sacha", "nour")  # both from Monday to Friday; the first is told first
OPENS, CLOSES = time(9), time(17)


async def seed(database: Database, house: House, chats: dict[str, int], language: str) -> None:
    """Write the unit's team into a fresh database; `chats` gives each part's chat id. The patient comes by the link."""

    def write(tx: Transaction) -> None:
        turn = Turn(tx, house, house.clock.now())
        expires = to_ms(turn.now + timedelta(days=365))
        code = turn.new_id()
        memberships.add_code(tx, house.sealer, code, PATIENT_CODE, UNIT, "patient", 1000, expires, turn.now_ms)
        for part in CAST:
            if part.role:
                join(turn, part, chats[part.key], language)

    await database.transact(write)


def join(turn: Turn, part: Part, chat: int, language: str) -> Membership:
    """Somebody of the unit's team, who has consented; with the profile and the duty that the cast gives them."""
    person = turn.new_id()
    people.add(turn.tx, turn.house.sealer, person, chat, language, turn.now_ms)
    people.set_name(turn.tx, turn.house.sealer, person, part.name.split()[0])
    people.set_state(turn.tx, person, "consented")
    consents.add(turn.tx, turn.new_id(), person, "use", "demonstration", True, turn.now_ms)
    hat = memberships.add(turn.tx, turn.new_id(), person, UNIT, part.role or "patient", turn.now_ms)
    people.set_membership(turn.tx, person, hat.id)
    if profile := PROFILES.get(part.key):
        seed_ap(turn, hat, replace(profile, words=WORDS[part.key][language]))
    if part.key in DUTY:
        for weekday in range(5):
            rota.add_shift(turn.tx, turn.new_id(), UNIT, Shift(person, weekday, OPENS, CLOSES))
    return hat
