"""What somebody may say about themself so that the right two people meet: every part optional, each said why.

The words are few and coarse on purpose: a cancer group instead of a diagnosis, an age band instead of a birthday.
Order of the questions: domain research section 2.1 (what other programmes match on, strongest first).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Text, _

GENETIC_RISK = "genetic-risk"

CANCERS: Mapping[str, Text] = {
    "breast": _("Breast"),
    "digestive": _("Digestive system"),
    "lung": _("Lung"),
    "gynaecological": _("Womb, ovaries"),
    "urological": _("Prostate, bladder, kidney"),
    "head-neck": _("Mouth, throat"),
    "blood": _("Blood, lymph nodes"),
    "skin": _("Skin"),
    "brain": _("Brain"),
    GENETIC_RISK: _("A genetic risk, no cancer"),
    "other": _("Another cancer"),
}
MOMENTS: Mapping[str, Text] = {
    "announcement": _("Announcement"),
    "surgery": _("Surgery"),
    "chemotherapy": _("Chemotherapy"),
    "radiotherapy": _("Radiotherapy"),
    "long-treatment": _("Long treatment at home"),
    "end-of-treatment": _("End of treatment"),
    "after": _("Life after"),
    "relapse": _("It came back"),
}
STAKES: Mapping[str, Text] = {
    "stoma": _("A stoma"),
    "mastectomy": _("A mastectomy"),
    "fertility": _("Having children later"),
    "hair": _("Losing one’s hair"),
    "fatigue": _("Great fatigue"),
    "neuropathy": _("Numb hands or feet"),
    "lymphoedema": _("A swollen arm or leg"),
    "intimacy": _("Intimate life"),
}
LIFE: Mapping[str, Text] = {
    "children": _("Children at home"),
    "work": _("Working"),
    "alone": _("Living alone"),
    "studies": _("Studying"),
    "caring": _("Caring for somebody"),
}
AGES: Mapping[str, Text] = {
    "18-29": _("18 to 29"),
    "30-44": _("30 to 44"),
    "45-59": _("45 to 59"),
    "60-74": _("60 to 74"),
    "75+": _("75 and over"),
}
GENDERS: Mapping[str, Text] = {"woman": _("A woman"), "man": _("A man")}
LANGUAGES: Mapping[str, Text] = {"fr": Text("Français"), "en": Text("English")}
MEANS: Mapping[str, Text] = {
    "phone": _("By phone"),
    "relay": _("In writing, here"),
    "ward": _("On the ward"),
    "video": _("By video"),
}
HOURS: Mapping[str, Text] = {
    "morning": _("In the morning"),
    "afternoon": _("In the afternoon"),
    "evening": _("In the evening"),
    "weekend": _("At the weekend"),
}
TOPICS: Mapping[str, Text] = {
    # One-choice lists first, "other" last (care requirement 23).
    "treatments": _("Living with treatments"),
    "body": _("The body that changes"),
    "family": _("Family, children"),
    "work": _("Work, money"),
    "intimacy": _("Couple, intimate life"),
    "fertility": _("Having a child later"),
    "fear": _("Fear that it comes back"),
    "after": _("When treatment is over"),
    "relapse": _("When it comes back"),
    "listening": _("Just talking"),
    "other": _("Something else"),
}
FIELDS: Mapping[str, Mapping[str, Text]] = {
    "cancer": CANCERS,
    "moments": MOMENTS,
    "stakes": STAKES,
    "life": LIFE,
    "age": AGES,
    "gender": GENDERS,
    "wants_gender": GENDERS,
    "languages": LANGUAGES,
    "means": MEANS,
    "hours": HOURS,
    "avoids": TOPICS,
}
Name = str | Text
"""A first name or alias as somebody gave it, or the words that stand for it where none was given."""

NO_NAME = _("this person")
WRITING = "writing"
LONGEST_NAME = 40
ONE_VALUE = frozenset({"cancer", "age", "gender", "wants_gender"})


@dataclass(frozen=True, slots=True)
class Profile:
    """Ids of the lists above. `wants_gender`: only where a patient asks for it. `avoids`, `words`, `works_here` and
    `caregiver` (lived it beside somebody) are an AP's; `passed` are questions left unanswered, not asked again.
    """

    cancer: str | None = None
    moments: tuple[str, ...] = ()
    stakes: tuple[str, ...] = ()
    life: tuple[str, ...] = ()
    age: str | None = None
    gender: str | None = None
    wants_gender: str | None = None
    languages: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    hours: tuple[str, ...] = ()
    avoids: tuple[str, ...] = ()
    words: str | None = None
    works_here: bool = False
    caregiver: bool = False
    passed: tuple[str, ...] = ()

    def with_field(self, field: str, value: Any) -> "Profile":
        """The profile with one part said, or (with an empty value) taken back and not asked again."""
        passed = tuple(f for f in self.passed if f != field)
        changed = replace(self, **{field: value or EMPTY[field]}) if field in EMPTY else self
        return replace(changed, passed=passed if value else (*passed, field))

    def has(self, field: str) -> bool:
        """Whether a part was said, or passed over."""
        return bool(getattr(self, field, None)) or field in self.passed


EMPTY: Mapping[str, Any] = {name: field.default for name, field in Profile.__dataclass_fields__.items()}


def to_json(profile: Profile) -> dict[str, Any]:
    """Only what was said, so that an empty profile is an empty object."""
    values = {name: getattr(profile, name) for name in Profile.__dataclass_fields__}
    return {name: list(v) if isinstance(v, tuple) else v for name, v in values.items() if v}


def from_json(stored: Mapping[str, Any]) -> Profile:
    """What an older version wrote and this one does not know is left out."""
    known: dict[str, Any] = {name: stored[name] for name in Profile.__dataclass_fields__ if name in stored}
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in known.items()}
    return Profile(**values)


QUESTIONS_OF_PATIENT = (
    "name",
    WRITING,
    "cancer",
    "moments",
    "stakes",
    "age",
    "wants_gender",
    "life",
    "hours",
    "number",
)
"""Asked after sending, one at a time. What matching weighs most comes first; `name` is what an AP would call them,
`writing` whether they would rather write here or be called (care requirement 16: asked at the request), `number` is for
the call that is promised where nobody is free."""

QUESTIONS_OF_AP = ("languages", "cancer", "moments", "stakes", "life", "age", "gender", "means", "hours", "avoids")


@dataclass(frozen=True, slots=True)
class NextQuestion(Look[str | None]):
    """The next question whose answer could still help to choose somebody, or None when none could."""

    me: Me


@dataclass(frozen=True, slots=True)
class MyName(Look[Name]):
    """The first name or alias this person gave, or the words that stand for it."""

    me: Me


@dataclass(frozen=True, slots=True)
class MyProfile(Look[Profile]):
    """`side`: patient or ap."""

    me: Me
    side: str


@dataclass(frozen=True, slots=True)
class Tell(Decision[None]):
    """Say one part about oneself; an empty value passes the question. `name` and `number` are parts too."""

    me: Me
    side: str
    field: str
    value: Any


@dataclass(frozen=True, slots=True)
class Availability:
    """`room`: pairs at once (0: none), of at most `greatest`; `carried` now; `away` until the AP says otherwise."""

    room: int
    greatest: int
    carried: int
    away: bool


@dataclass(frozen=True, slots=True)
class MyAvailability(Look[Availability]):
    me: Me


@dataclass(frozen=True, slots=True)
class CarryAtMost(Decision[None]):
    """The AP's own limit; never above the greatest."""

    me: Me
    room: int


@dataclass(frozen=True, slots=True)
class GoAway(Decision[None]):
    """No offers for that many days, None: until the AP says otherwise; 0: back now."""

    me: Me
    days: int | None


@dataclass(frozen=True, slots=True)
class MyRest(Look[bool]):
    """Whether this AP has said not to be there tonight."""

    me: Me


@dataclass(frozen=True, slots=True)
class RestTonight(Decision[datetime | None]):
    """Nothing is expected of this AP until the morning that comes back; `rest` False: they are here after all."""

    me: Me
    rest: bool
