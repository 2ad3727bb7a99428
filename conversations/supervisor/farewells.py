"""What people answered at the end of a contact, as the unit reads it: counted, and in their own words, unnamed."""

from collections.abc import Mapping

from conversations.care.farewells import WhatPeopleSaid
from conversations.care.subjects import number_of
from conversations.dialogue.registry import STAFF, Entry, dialogue
from conversations.dialogue.steps import Dialogue, Me, Say, Start
from conversations.dialogue.text import Text, _, joined, verbatim

HALF_DAY = Start("half-day", _("My half-day"))
ON_A_PAGE = 3
HELPED: Mapping[str, Text] = {"yes": _("Yes"), "a-little": _("A little"), "no": _("No")}
MET: Mapping[str, Text] = {
    "right": _("Just right"),
    "too-little": _("Not often enough"),
    "too-much": _("Too often"),
}


@dialogue("people-said", roles=STAFF, entry=Entry(66, _("What people said at the end")))
def people_said(me: Me, subject: str | None) -> Dialogue:
    said = yield from WhatPeopleSaid(me)
    if not said.answered:
        yield from Say(_("Nobody has answered the three questions yet."), (HALF_DAY,))
        return None
    lines = [
        _("<b>{n} answers</b>", n=said.answered),
        _("Did it help? {counts}", counts=_counts(HELPED, said.helped)),
        _("In touch as often as wished? {counts}", counts=_counts(MET, said.met)),
    ]
    words = (Start("people-words", _("In their words"), 0),) if said.words else ()
    yield from Say(joined(lines), (*words, HALF_DAY))
    return None


@dialogue("people-words", roles=STAFF)
def people_words(me: Me, subject: str | None) -> Dialogue:
    said = yield from WhatPeopleSaid(me)
    first = number_of(subject)
    shown = said.words[first : first + ON_A_PAGE]
    if not shown:
        yield from Say(_("There is nothing more."), (HALF_DAY,))
        return None
    further = first + ON_A_PAGE
    more = (Start("people-words", _("More"), further),) if further < len(said.words) else ()
    yield from Say(joined([verbatim(f"– {words[:600]}") for words in shown], "\n\n"), (*more, HALF_DAY))
    return None


def _counts(labels: Mapping[str, Text], counted: Mapping[str, int]) -> Text:
    each = [_("{label}: {n}", label=label, n=counted.get(key, 0)) for key, label in labels.items()]
    return joined(each, " · ")
