"""The site file: what a unit adapts, and one line that names the file and the key where it cannot be used."""

import re
from pathlib import Path
from typing import Any

import pytest

from bot.site import Unit, WrongSite, load_site
from tests.stage import DEMO_SITE

UNIT = """
name = {fr = "Oncologie", en = "Oncology"}
hospital = "Hôpital d’Essai"
line = {number = "01 99 00 00 00", hours = "9-17"}
coordination = {who = "la coordination", phone = "01 99 00 00 01", hours = "9-17"}
"""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site with one unit, "erable", that has only what it must have."""
    (tmp_path / "site.toml").write_text('name = "Essai"\nunits = ["erable"]\n', encoding="utf-8")
    (tmp_path / "units" / "erable").mkdir(parents=True)
    (tmp_path / "units" / "erable" / "unit.toml").write_text(UNIT, encoding="utf-8")
    return tmp_path / "site.toml"


def unit_of(site: Path, more: str = "") -> Unit:
    (site.parent / "units" / "erable" / "unit.toml").write_text(UNIT + more, encoding="utf-8")
    return load_site(site).units[0]


def test_without_a_file_there_is_a_site_that_gives_information_only() -> None:
    built_in = load_site(None)
    assert not built_in.units
    assert built_in.unit("erable") is None
    assert built_in.unit_folders == {}


def test_what_a_unit_does_not_say_has_a_default(site: Path) -> None:
    unit = unit_of(site)
    assert (unit.delays.offer_hours, unit.limits.pairs_per_ap, unit.on_call.mode) == (48, 3, "hours-only")
    assert (unit.choices.quiet_from, unit.choices.quiet_to) == ("21:00", "08:00")
    assert unit.name.in_language("en") == "Oncology"
    assert unit.hospital.in_language("en") == unit.hospital.in_language("fr") == "Hôpital d’Essai"


def test_a_unit_has_a_folder_of_its_own_for_pages(site: Path) -> None:
    assert load_site(site).unit_folders == {"erable": site.parent / "units" / "erable"}


def test_the_demonstration_can_be_read() -> None:
    assert load_site(DEMO_SITE).unit("tilleul") is not None


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ("unknown = 1", "unknown"),
        ("zone = 'Europe/Nowhere'", "zone"),
        ("zone = '../../etc/passwd'", "zone"),
        ("zone = 5", "zone"),
        ("[delays]\noffer_hours = 0", "delays.offer_hours"),
        ("[delays]\nladder_minutes = [10, 10]", "delays.ladder_minutes"),
        ("[limits]\npairs_per_ap = 6", "limits.pairs_per_ap"),
        ("[choices]\nquiet_from = '25:00'", "choices.quiet_from"),
        ("[choices]\nmeans = ['pigeon']", "choices.means"),
        ("[opening]\ndays = ['monday']", "opening.days"),
        ("[on_call]\nmode = 'always'", "on_call.mode"),
        ("[choices]\nscale = '0-100'", "choices.scale"),
    ],
)
def test_what_cannot_be_is_one_line_with_file_and_key(site: Path, more: str, key: str) -> None:
    with pytest.raises(WrongSite) as refusal:
        unit_of(site, more)
    line = str(refusal.value)
    assert "\n" not in line
    assert re.match(rf"^\S+unit\.toml: {re.escape(key)}", line), line


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("name = ", "site.toml"),
        ("units = []", "name"),
        ("name = 'a'\nunits = 'erable'", "units"),
        ("name = 'a'\nunits = ['birch']", "birch"),
        ("name = 'a'\nunits = ['Not An Id']", "unit.toml"),
        ("name = 'a'\nlanguages = ['de']", "languages"),
        ("name = {de = 'a'}", "name"),
        ("name = 'a'\nmore = 1", "more"),
    ],
)
def test_a_site_that_cannot_be_used_says_what_is_wrong(site: Path, text: str, complaint: str) -> None:
    site.write_text(text, encoding="utf-8")
    with pytest.raises(WrongSite) as refusal:
        load_site(site)
    assert complaint in str(refusal.value)
    assert "\n" not in str(refusal.value).rstrip("\n")


def test_a_site_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongSite, match="cannot be read"):
        load_site(tmp_path / "site.toml")


def keys_of(part: Any) -> set[str]:
    """Every key a unit file may have."""
    found: set[str] = set()
    for name, field in part.model_fields.items():
        found.add(name)
        if hasattr(field.annotation, "model_fields"):
            found |= keys_of(field.annotation)
    return found


def test_no_key_switches_off_what_is_core() -> None:
    """Consent, charter, supervision, no advice, numbers, confidentiality, leaving: no setting is about whether."""
    words = ("consent", "charter", "clearance", "supervis", "debrief", "advice", "emergency", "confidential", "leave")
    keys = keys_of(Unit)
    assert "pairs_per_ap" in keys
    assert not [key for key in keys if any(word in key for word in words)]
