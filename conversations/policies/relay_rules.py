"""What may cross between two people who know each other by first names only.

A kind of message goes, is asked about once, or is refused with a sentence. What is not named here is refused: a kind
that Telegram invents tomorrow does not cross until somebody has thought about it.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from conversations.policies.contact_details import Detail
from conversations.policies.safety_text import cleaned

Side = Literal["patient", "ap"]
Policy = Literal["ask", "refuse"]
Why = Literal[
    "details",
    "picture",
    "picture-details",
    "document",
    "document-details",
    "place",
    "card",
    "poll",
    "choose",
    "consent",
]
Refusal = Literal[
    "details-of-ap", "picture", "document", "place", "card", "poll", "round-video", "video", "sticker", "sound", "other"
]

OPEN_FOR = timedelta(hours=48)
"""How long words typed freely go to the other side without asking, after the last exchange or "write to …". Later a
person who types has more likely turned to the bot, and words meant for it must not land with somebody else."""

HELD_FOR = timedelta(hours=72)
"""How long a message that waits for a yes is kept, sealed: the time in which a first contact is promised."""


@dataclass(frozen=True, slots=True)
class Goes:
    """It leaves now."""


@dataclass(frozen=True, slots=True)
class Asks:
    """It waits for the sender's yes."""

    why: Why


@dataclass(frozen=True, slots=True)
class Refuses:
    """It does not leave, and the sender reads why."""

    why: Refusal


@dataclass(frozen=True, slots=True)
class Unit:
    """What a unit decided about kinds that show more than words."""

    photos: Policy = "ask"
    documents: Policy = "refuse"
    locations: Policy = "refuse"
    ap_locations: Policy = "refuse"
    contacts: Policy = "refuse"
    polls: Policy = "refuse"

    def on(self, kind: str, side: Side) -> Policy:
        if kind == "location":
            return self.locations if side == "patient" else self.ap_locations
        return {"photo": self.photos, "document": self.documents, "contact": self.contacts, "poll": self.polls}[kind]


_SHOWS: dict[str, Literal["picture", "document", "place", "card", "poll"]] = {
    "photo": "picture",
    "document": "document",
    "location": "place",
    "contact": "card",
    "poll": "poll",
}
_WITH_DETAILS: dict[str, Why] = {"picture": "picture-details", "document": "document-details", "poll": "details"}
_REFUSED: dict[str, Refusal] = {
    "checklist": "poll",
    "video_note": "round-video",
    "video": "video",
    "animation": "sticker",
    "sticker": "sticker",
    "dice": "sticker",
    "audio": "sound",
    "venue": "place",
}


def rule(kind: str, side: Side, unit: Unit, details: Collection[Detail]) -> Goes | Asks | Refuses:
    """What happens to a message of this Telegram kind from this side; `details` were found in its words."""
    if kind in _REFUSED:
        return Refuses(_REFUSED[kind])
    if side == "ap" and (details or kind == "contact"):
        return Refuses("details-of-ap")
    if kind in ("text", "voice"):
        return Asks("details") if details else Goes()
    shows = _SHOWS.get(kind)
    if shows is None:
        return Refuses("other")
    if unit.on(kind, side) == "refuse":
        return Refuses(shows)
    return Asks(_WITH_DETAILS.get(shows, shows) if details else shows)


WITHDRAW_WORDS = frozenset({"retirer", "retire", "supprimer", "withdraw", "remove", "delete"})

_MEDICAL = re.compile(
    r"\b(?:dos(?:e|es|age|er)|mg|milligrammes?|comprimes?|cachets?|gelules?|medicaments?|ordonnance|antidouleurs?"
    r"|paracetamol|doliprane|dafalgan|ibuprofene|advil|aspirine|morphine|tramadol|cortisone|corticoides?|antibiotiques?"
    r"|effets? secondaires?|symptomes?|fievre|temperature|vomi\w*|nausees?|saigne\w*|douleurs?|brulures?|boutons?|plaie"
    r"|gonfl\w+|essouffl\w+|vertiges?|diarrhee|constip\w+|globules|plaquettes|prise de sang|scanner|irm"
    r"|huiles? essentielles?|complements? alimentaires?|curcuma|cbd|jeuner?"
    r"|pills?|tablets?|drugs?|medicines?|medication|prescription|painkillers?|ibuprofen|steroids?|antibiotics?"
    r"|side effects?|symptoms?|fever|vomit\w*|nausea|bleed\w*|pain|rash|swollen|swelling|dizz\w+|diarrhoea|breathless"
    r"|platelets|blood test|supplements?)\b"
)
_ASKS = re.compile(
    r"\?|\b(?:est ce que|combien|quelle? |dois je|faut il|puis je|je peux|peut on|tu sais|vous savez|que faire|normal"
    r"|how much|how many|should i|can i|may i|is it|do you know|what should|what do)\b"
)


def asks_about_health(text: str) -> bool:
    """Whether a patient asks about a dose, a drug or a symptom. The AP then reads what they may say; nobody else
    learns it. No advice depends on it: a miss leaves the AP with what the charter and the training say."""
    plain = re.sub(r"[-'’]", " ", cleaned(text))
    return bool(_MEDICAL.search(plain)) and bool(_ASKS.search(plain))
