"""What a pair agrees at first contact, so that nobody waits for what the other never meant to give."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conversations.care.profiles import Name
from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Text, _

RHYTHMS: Mapping[str, Text] = {
    "weekly": _("Once a week"),
    "fortnightly": _("Every two weeks"),
    "key-moments": _("At key moments only"),
    "when-i-write": _("Only when the patient writes"),
}
SILENCES: Mapping[int, Text] = {7: _("After a week"), 14: _("After two weeks"), 21: _("After three weeks")}
TELLING: Mapping[str, Text] = {
    "yes": _("Yes"),
    "no": _("No"),
    "rather-not": _("I would rather not think about it"),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """`topics`: what they would talk about (none: whatever comes). `silence_days`: after how many days without an
    answer the AP is nudged. `may_be_told`: whether the AP may learn from the team if something happened to the patient
    (None: not asked yet)."""

    rhythm: str = "fortnightly"
    means: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    silence_days: int = 14
    may_be_told: str | None = None


def to_json(terms: Terms) -> dict[str, Any]:
    return {
        "rhythm": terms.rhythm,
        "means": list(terms.means),
        "topics": list(terms.topics),
        "silence_days": terms.silence_days,
        "may_be_told": terms.may_be_told,
    }


def from_json(stored: Mapping[str, Any]) -> Terms:
    return Terms(
        str(stored.get("rhythm", "fortnightly")),
        tuple(stored.get("means", ())),
        tuple(stored.get("topics", ())),
        int(stored.get("silence_days", 14)),
        stored.get("may_be_told"),
    )


@dataclass(frozen=True, slots=True)
class AgreementView:
    """`mine`: whether this side has said yes to it as it is; `theirs`: the other. `as_patient`: which side I am.
    `by_phone`: the patient is not on the bot, and what is written was agreed aloud."""

    pair: int
    other: Name
    terms: Terms
    written: bool
    mine: bool
    theirs: bool
    as_patient: bool
    by_phone: bool
    means: tuple[str, ...]
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MyAgreement(Look[AgreementView | None]):
    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class Propose(Decision[bool]):
    """Write the agreement as this side would like it; the other side then sees it and says yes or changes it."""

    me: Me
    pair: int
    terms: Terms


@dataclass(frozen=True, slots=True)
class SayYesTo(Decision[bool]):
    """Say yes to the agreement as it is; False where there is none, or it changed meanwhile."""

    me: Me
    pair: int


@dataclass(frozen=True, slots=True)
class MayBeTold(Decision[bool]):
    """The patient's answer, given beforehand, whether the AP may learn from the team if something happened."""

    me: Me
    pair: int
    answer: str
