"""People: who they are here, what they agreed to, what their menu offers, how everything ends."""

from bot.library.screens import own_name
from bot.services import reach
from bot.services.registry import ENDINGS, FACTS, JOINS, STOPS, answers, carries_out, facts
from bot.services.staff import units_of_staff
from bot.storage import consents, dialogues, memberships, people
from bot.turn import Turn, me_of
from conversations.care.people import (
    USE,
    Agree,
    Hat,
    MenuLines,
    MyHats,
    MyPlace,
    MyStanding,
    Place,
    ReadAs,
    Speak,
    Standing,
    StopEverything,
    Wear,
    WhatEnds,
)
from conversations.dialogue.registry import AP, COORDINATOR, PATIENT, RELATIVE, SUPERVISOR, Definition, all_dialogues
from conversations.dialogue.steps import Start
from conversations.dialogue.text import Text, _

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
ROLE_NAMES = {
    PATIENT: _("Patient"),
    RELATIVE: _("Relative"),
    AP: _("Accompanying patient"),
    SUPERVISOR: _("Supervisor"),
    COORDINATOR: _("Coordination"),
}


def open_code(turn: Turn, code: str) -> bool:
    """Use a start code: the person gets its membership and wears it. False for a code that opens nothing.

    Who came in by it before comes in again, and no use of the code is spent.
    """
    person, sealer = turn.somebody.id, turn.house.sealer
    known = memberships.find_code(turn.tx, sealer, code)
    if known is None or turn.house.site.unit(known[0]) is None:
        return False
    hat = memberships.of_role(turn.tx, person, *known)
    if hat is None or hat.state != "active":
        if memberships.use_code(turn.tx, sealer, code, turn.now_ms) is None:
            return False
        hat = memberships.add(turn.tx, turn.new_id(), person, *known, turn.now_ms)
        for react in JOINS:
            react(turn, hat)
    people.set_membership(turn.tx, person, hat.id)
    turn.rehat()
    return True


@answers(MyPlace)
def my_place(turn: Turn, look: MyPlace) -> Place | None:
    unit = turn.house.site.unit(look.me.unit)
    if unit is None:
        return None
    return Place(
        unit=unit.id,
        unit_name=unit.name,
        hospital=unit.hospital,
        line=unit.line.number,
        line_hours=unit.line.hours,
        coordination=unit.coordination.who,
        coordination_phone=unit.coordination.phone,
        coordination_hours=unit.coordination.hours,
        word_for_ap=unit.word_for_ap,
        alert_on_danger=unit.choices.alert_on_danger,
    )


@answers(MyStanding)
def my_standing(turn: Turn, look: MyStanding) -> Standing:
    person = turn.somebody
    known: dict[str, str] = {code: LANGUAGE_NAMES[code] for code in turn.house.site.languages}
    known |= {code: own_name(code) for code in turn.house.renderer.catalogs.screens}
    others = tuple((code, name) for code, name in known.items() if code != (person.screens or person.language))
    return Standing(person.state, person.language, others, person.screen_reader, person.easy_pages)


@answers(MenuLines)
def menu_lines(turn: Turn, look: MenuLines) -> tuple[Start, ...]:
    """Entries whose role, consent and facts fit, in their order; a dialogue put aside comes first."""
    holding: set[str] = set().union(*(tell(turn) for tell in FACTS))
    offered = [d for d in all_dialogues().values() if _is_offered(turn, d, look.me.role, holding)]
    offered.sort(key=lambda d: d.entry.order if d.entry else 0)
    lines = [Start(d.name, d.entry.label) for d in offered if d.entry]
    if "something-aside" in holding:
        lines.insert(0, Start("resume", _("Go on where I was")))
    return (*lines, Start("help-now", _("Help now")))


def _is_offered(turn: Turn, definition: Definition, role: str | None, holding: set[str]) -> bool:
    entry = definition.entry
    if entry is None or not definition.may_run(role):
        return False
    if turn.somebody.state != "consented" and not definition.before_consent:
        return False
    return (entry.when is None or entry.when in holding) and (entry.unless is None or entry.unless not in holding)


@facts
def of_the_person(turn: Turn) -> set[str]:
    holding = set()
    if len(memberships.of_person(turn.tx, turn.somebody.id)) > 1:
        holding.add("several-hats")
    since = turn.now_ms - 7 * 86_400_000
    if dialogues.latest_aside(turn.tx, turn.house.sealer, turn.somebody.id, since):
        holding.add("something-aside")
    if turn.unit():
        holding.add("in-a-unit")
    return holding


@answers(MyHats)
def my_hats(turn: Turn, look: MyHats) -> tuple[Hat, ...]:
    mine = memberships.of_person(turn.tx, turn.somebody.id)
    units = turn.house.site.by_id
    return tuple(Hat(m.id, ROLE_NAMES[m.role], units[m.unit_id].name) for m in mine if m.unit_id in units)


@answers(WhatEnds)
def what_ends(turn: Turn, look: WhatEnds) -> tuple[Text, ...]:
    lines = [line for tell in ENDINGS for line in tell(turn)]
    return tuple(lines) or (_("You have nothing under way here."),)


@carries_out(Agree)
def agree(turn: Turn, decision: Agree) -> None:
    person = turn.somebody
    consents.add(turn.tx, turn.new_id(), person.id, decision.purpose, decision.wording, decision.given, turn.now_ms)
    if decision.purpose == USE:
        people.set_state(turn.tx, person.id, "consented" if decision.given else "refused")
        turn.refresh()
        reach.changed(turn, person.id, units_of_staff(turn, person.id))


@carries_out(Speak)
def speak(turn: Turn, decision: Speak) -> None:
    """One of which there are the ten screens only is read beside the language spoken so far."""
    person = turn.somebody
    if decision.language in turn.house.renderer.catalogs.screens:
        people.set_language(turn.tx, person.id, person.language, decision.language)
    else:
        people.set_language(turn.tx, person.id, decision.language)
    turn.refresh()


@carries_out(ReadAs)
def read_as(turn: Turn, decision: ReadAs) -> None:
    person = turn.somebody
    screen_reader = person.screen_reader if decision.screen_reader is None else decision.screen_reader
    easy = person.easy_pages if decision.easy_pages is None else decision.easy_pages
    people.set_reading(turn.tx, person.id, screen_reader=screen_reader, easy_pages=easy)
    turn.refresh()


@carries_out(Wear)
def wear(turn: Turn, decision: Wear) -> bool:
    hat = memberships.find(turn.tx, decision.membership)
    if hat is None or hat.person_id != turn.somebody.id or hat.state != "active":
        return False
    people.set_membership(turn.tx, turn.somebody.id, hat.id)
    turn.refresh()
    turn.me = me_of(turn.somebody, hat)
    return True


@carries_out(StopEverything)
def stop_everything(turn: Turn, decision: StopEverything) -> tuple[Text, ...]:
    """Every service ends its part; then the memberships, the dialogues and everything still waiting to be said."""
    kept = [line for end in STOPS for line in end(turn)]
    person, units = turn.somebody, units_of_staff(turn, turn.somebody.id)
    dialogues.end_all(turn.tx, person.id)
    memberships.end_all(turn.tx, person.id)
    people.set_membership(turn.tx, person.id, None)
    people.set_state(turn.tx, person.id, "stopped")
    turn.speech.drop_waiting(person)
    turn.refresh()
    reach.changed(turn, person.id, units)
    kept.append(_("Your language and the fact that you stopped are kept, so that I stay silent."))
    return tuple(kept)
