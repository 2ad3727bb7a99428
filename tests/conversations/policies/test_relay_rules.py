"""What may cross: goes, is asked about, or is refused; what nobody thought of is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.updates import KINDS
from conversations.policies.contact_details import Detail
from conversations.policies.relay_rules import Asks, Goes, Refuses, Side, Unit, asks_about_health, rule

PHONE: tuple[Detail, ...] = ("phone",)
SIDES = st.sampled_from(["patient", "ap"])


@pytest.mark.parametrize("side", ["patient", "ap"])
def test_words_and_voices_go(side: Side) -> None:
    assert rule("text", side, Unit(), ()) == rule("voice", side, Unit(), ()) == Goes()


def test_contact_details_are_asked_of_the_patient_and_refused_from_the_ap() -> None:
    assert rule("text", "patient", Unit(), PHONE) == Asks("details")
    assert rule("text", "ap", Unit(), PHONE) == Refuses("details-of-ap")
    assert rule("photo", "ap", Unit(), PHONE) == Refuses("details-of-ap")


def test_pictures_documents_and_places_follow_the_unit() -> None:
    open_unit, closed = Unit("ask", "ask", "ask"), Unit("refuse", "refuse", "refuse")
    for kind, why in (("photo", "picture"), ("document", "document"), ("location", "place")):
        assert rule(kind, "patient", open_unit, ()) == Asks(why)  # type: ignore[arg-type]
        assert rule(kind, "patient", closed, ()) == Refuses(why)  # type: ignore[arg-type]
    assert rule("location", "ap", open_unit, ()) == Refuses("place")


@given(st.text(max_size=12) | st.sampled_from(KINDS), SIDES, st.sampled_from(["ask", "refuse"]))
def test_nothing_but_words_and_voices_leaves_without_a_question(kind: str, side: Side, policy: str) -> None:
    unit = Unit(policy, policy, policy)  # type: ignore[arg-type]
    if kind not in ("text", "voice"):
        assert not isinstance(rule(kind, side, unit, ()), Goes)


@pytest.mark.parametrize(
    "text",
    [
        "Combien de Doliprane je peux prendre ?",
        "Est-ce normal d’avoir de la fièvre après la chimio ?",
        "je dois arrêter mes comprimés ?",
        "Vous savez si le curcuma aide ?",
        "Should I stop the tablets?",
        "is it normal that my arm is swollen",
        "How much ibuprofen can I take",
    ],
)
def test_a_question_about_a_dose_a_drug_or_a_symptom_is_seen(text: str) -> None:
    assert asks_about_health(text)


@pytest.mark.parametrize(
    "text",
    [
        "Comment allez-vous aujourd’hui ?",
        "J’ai eu de la fièvre hier, c’était long.",
        "On se parle jeudi ?",
        "How did you tell your children?",
        "The tablets make me tired.",
        "",
    ],
)
def test_other_questions_and_plain_telling_are_left_alone(text: str) -> None:
    assert not asks_about_health(text)
