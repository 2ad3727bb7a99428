"""Ways to reach somebody are seen as people type them; a dose, a date and the unit's own number are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.policies.contact_details import contact_details


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("appelez-moi au 06 39 98 12 34", "phone"),
        ("0639981234", "phone"),
        ("06.39.98.12.34", "phone"),
        ("06-39-98-12-34 après 18 h", "phone"),
        ("+33 6 39 98 12 34", "phone"),
        ("0033639981234", "phone"),
        ("+32 470 12 34 56", "phone"),
        ("０６３９９８１２３４", "phone"),
        ("zéro six trente-neuf quatre-vingt-dix-huit douze trente-quatre", "phone"),
        ("oh six three nine nine eight one two", "phone"),
        ("zoe.martin@exemple.fr", "email"),
        ("zoe arobase exemple point fr", "email"),
        ("zoe at example dot com", "email"),
        ("je suis @zoe_martin", "name"),
        ("t.me/zoe_m", "link"),
        ("https://exemple.fr/moi", "link"),
        ("mon insta c’est zoe", "link"),
        ("my WhatsApp is the same", "link"),
        ("j’habite 12 rue des Lilas", "address"),
        ("12 bis avenue Foch", "address"),
        ("I live at 4 Baker Street", "address"),
        ("59000 Lille", "address"),
    ],
)
def test_ways_to_reach_somebody_are_seen(text: str, kind: str) -> None:
    assert kind in contact_details(text)


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour, comment allez-vous ?",
        "J’ai pris 1000 mg à 14:30 le 12/01/2027.",
        "Rendez-vous le 14 janvier 2027 à 15 h",
        "J’ai 67 ans et deux petits-enfants de trois et cinq ans",
        "Appelez le 3114 ou le 15",
        "un deux trois quatre cinq",
        "My blood pressure was 120 80 yesterday",
        "Ça coûte 12 500 euros",
        "Je marche 3 places plus loin, sur le cours",
        "I walked to the square and back",
        "",
    ],
)
def test_what_is_no_way_to_reach_anybody(text: str) -> None:
    assert contact_details(text) == ()


def test_the_units_own_number_may_be_passed_on_in_any_spelling() -> None:
    known = ("01 99 00 12 34",)
    assert contact_details("Appelez le 01.99.00.12.34", known) == ()
    assert contact_details("Appelez le +33 1 99 00 12 34", known) == ()
    assert contact_details("Le 01 99 00 12 34 ou le 06 39 98 00 01", known) == ("phone",)


@given(st.integers(0, 99_999_999), st.sampled_from(["", " ", ".", "-"]), st.sampled_from("123456789"))
def test_every_french_number_is_seen_however_it_is_spaced(rest: int, gap: str, first: str) -> None:
    digits = f"0{first}{rest:08d}"
    spaced = gap.join(digits[i : i + 2] for i in range(0, 10, 2))
    assert contact_details(f"Mon numéro : {spaced}.") == ("phone",)


@given(st.text(max_size=300))
def test_it_reads_anything(text: str) -> None:
    contact_details(text)
