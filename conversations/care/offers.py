"""Offers: a request shown to one AP without the patient's identity; and the cards both sides read."""

from dataclasses import dataclass
from datetime import date, datetime

from conversations.care.profiles import FIELDS, MEANS, TOPICS, Name
from conversations.care.requests import AROUND
from conversations.dialogue.steps import Decision, Look, Me
from conversations.dialogue.text import Day, Hour, Text, Value, _, joined
from conversations.policies.matching import Point


@dataclass(frozen=True, slots=True)
class OfferView:
    """`state`: open, accepted, declined, expired, gone (somebody else was first, or it was withdrawn), passed."""

    offer: int
    state: str
    card: Text
    expires: datetime


@dataclass(frozen=True, slots=True)
class MyOffer(Look[OfferView | None]):
    """None where it is not this AP's."""

    me: Me
    offer: int


@dataclass(frozen=True, slots=True)
class MyOffers(Look[tuple[OfferView, ...]]):
    """The open ones."""

    me: Me


@dataclass(frozen=True, slots=True)
class Accepted:
    """`by`: when the AP hears at the latest whether it is them."""

    by: datetime


@dataclass(frozen=True, slots=True)
class SomebodyElseWas:
    """Somebody else said yes first."""


@dataclass(frozen=True, slots=True)
class TooLate:
    """The offer had expired, or the person has withdrawn."""


@dataclass(frozen=True, slots=True)
class NoRoom:
    """The AP carries as many pairs as they chose to."""

    room: int


@dataclass(frozen=True, slots=True)
class NoLongerFits:
    """Something was said meanwhile, on either side, that keeps the two apart."""


@dataclass(frozen=True, slots=True)
class NotYours:
    """There is no such offer for this person."""


@dataclass(frozen=True, slots=True)
class AcceptOffer(Decision[Accepted | SomebodyElseWas | TooLate | NoRoom | NoLongerFits | NotYours]):
    me: Me
    offer: int


@dataclass(frozen=True, slots=True)
class DeclineOffer(Decision[bool]):
    """No reason is asked and none is kept. False where there was nothing to decline."""

    me: Me
    offer: int


@dataclass(frozen=True, slots=True)
class TakeBack(Decision[bool]):
    """After "I can" and before the patient's choice: the AP cannot after all. No reason, no count."""

    me: Me
    offer: int


def offer_card(points: tuple[Point, ...], means: tuple[str, ...], until: datetime, hours: int, *, others: bool) -> Text:
    """What an AP reads before saying anything, and what the patient is shown of it: the same function for both.

    `points` come from policies.offers.points_to_show; the patient is shown all that could. `until` is when the offer
    ends, `hours` the delay to the first contact, `others` whether somebody else sees the request too.
    """
    card = _(
        "Someone would like to be accompanied. In common: {points}. Contact: {means}, within {days} days. Do you have "
        "the room and the energy right now? Answer before {day}, {hour}. “Not this time” is enough, no reason needed.",
        points=listed(tuple(word_of(p) for p in points)) if points else _("to be found out together"),
        means=means_in_words(means),
        days=-(-hours // 24),
        day=Day(until),
        hour=Hour(until),
    )
    return joined((card, _("Others see this request too.")), " ") if others else card


def person_card(
    name: Name,
    topics: tuple[str, ...],
    around: tuple[str, date] | None,
    said: tuple[Point, ...],
    means: tuple[str, ...],
) -> Text:
    """What the AP reads once the person has said yes, and what the person is shown beforehand: the same function."""
    lines: list[Text] = [_("First name: <b>{name}</b>", name=name)]
    lines.append(
        _("Would like to talk about: {topics}", topics=listed(tuple(TOPICS[t] for t in topics if t in TOPICS)))
    )
    if around:
        lines.append(_("A day that counts: {what}, {day}", what=AROUND[around[0]], day=around[1]))
    if said:
        lines.append(_("Said about themself: {points}", points=listed(tuple(word_of(p) for p in said))))
    lines.append(_("Contact: {means}", means=means_in_words(means)))
    return joined(lines)


def ap_card(name: Name, points: tuple[Point, ...], words: str | None, means: tuple[str, ...]) -> Text:
    """What the patient reads about an AP who said yes."""
    lines: list[Text] = [_("<b>{name}</b>", name=name)]
    if points:
        lines.append(_("In common: {points}", points=listed(tuple(word_of(p) for p in points))))
    if words:
        lines.append(_("“{words}”", words=words))
    lines.append(_("Contact: {means}", means=means_in_words(means)))
    return joined(lines)


def word_of(point: Point) -> Text:
    return FIELDS[point.kind].get(point.value, Text(point.value))


def means_in_words(means: tuple[str, ...]) -> Text:
    known = tuple(MEANS[m] for m in means if m in MEANS)
    return listed(known) if known else _("as you both agree")


def listed(texts: tuple[Text, ...]) -> Text:
    """One after the other, a dot between: reads the same in every language."""
    if not texts:
        return _("not said yet")
    values: dict[str, Value] = {f"t{n}": text for n, text in enumerate(texts)}
    return Text(" · ".join(f"{{t{n}}}" for n in range(len(texts))), values)
