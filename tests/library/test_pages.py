from pathlib import Path

from bot.library.page_ids import EASY_PAGE_IDS, PAGE_IDS
from bot.library.pages import Library
from tests.library.conftest import Write


def test_the_library_has_every_page_in_both_languages(library: Library) -> None:
    for language in ("fr", "en"):
        assert [page.id for page in library.pages(language)] == list(PAGE_IDS)
    assert all(page.easy_parts for page in library.pages("fr") if page.id in EASY_PAGE_IDS)
    assert library.problems == ()


def test_every_page_stands_under_a_topic_and_is_found_there(library: Library) -> None:
    for language in ("fr", "en"):
        listed = {page.id for topic in library.topics for page in library.in_topic(topic.id, language)}
        assert listed == set(PAGE_IDS)


def test_gentle_pages_are_only_in_gentle_lists(library: Library) -> None:
    gentle = {page.id for page in library.pages("fr") if page.gentle}
    assert gentle == {"palliative-care", "end-of-life-advance-directives"}
    for heading in library.moments:
        if not heading.gentle:
            assert not gentle & {page.id for page in library.in_moment(heading.id, "fr")}
    assert gentle <= {page.id for page in library.in_topic("other", "fr")}


def test_no_path_of_two_taps_leads_from_the_announcement_to_a_gentle_page(library: Library) -> None:
    near = set(library.in_moment("announcement", "fr"))
    near |= {other for page in tuple(near) for other in library.related(page)}
    near |= {other for page in tuple(near) for other in library.related(page)}
    assert near
    assert not [page.id for page in near if page.gentle]


def test_an_unreadable_page_is_left_out_and_the_rest_works(write: Write, shelf: Path) -> None:
    write("sleep")
    broken = write("nutrition")
    broken.write_text(broken.read_text().replace("topic: daily-life", "topic:"))
    library = Library.load(shelf)
    assert [page.id for page in library.pages("fr")] == ["sleep"]
    assert [(p.file, p.line, p.message, p.left_out) for p in library.problems] == [
        (broken, 4, "topic is missing", True)
    ]


def test_an_unknown_key_is_a_problem_and_the_page_is_shown(write: Write, shelf: Path) -> None:
    write("sleep", more="tags: x\n")
    library = Library.load(shelf)
    assert library.page("sleep", "fr")
    assert [(p.line, p.message, p.left_out) for p in library.problems] == [(7, "unknown key tags", False)]


def test_a_unit_replaces_and_adds_pages_for_its_own_readers(write: Write, shelf: Path, tmp_path: Path) -> None:
    unit = tmp_path / "units" / "u1"
    write("sleep", "Le texte commun.")
    write("sleep", "Le texte de l’unité.", folder=unit)
    write("our-garden", title="Notre jardin", folder=unit)
    library = Library.load(shelf, {"u1": unit})
    ours, common = library.page("sleep", "fr", "u1"), library.page("sleep", "fr")
    assert ours and common
    assert (ours.text, common.text) == ("Le texte de l’unité.", "Le texte commun.")
    assert [page.id for page in library.in_topic("daily-life", "fr", "u1")] == ["sleep", "our-garden"]
    assert library.page("our-garden", "fr") is None
    assert library.page("our-garden", "fr", "u2") is None


def test_a_recording_of_the_unit_is_offered_with_the_page(write: Write, shelf: Path, tmp_path: Path) -> None:
    unit = tmp_path / "units" / "u1"
    write("sleep")
    recording = unit / "pages" / "fr" / "sleep.ogg"
    recording.parent.mkdir(parents=True)
    recording.write_bytes(b"OggS")
    (recording.parent / "nothing.ogg").write_bytes(b"OggS")
    library = Library.load(shelf, {"u1": unit})
    ours, common = library.page("sleep", "fr", "u1"), library.page("sleep", "fr")
    assert ours and common
    assert (ours.recording, common.recording) == (recording, None)
    assert [problem.message for problem in library.problems] == ["a recording without a page"]


def test_a_page_without_a_related_page_shows_the_others(write: Write, shelf: Path) -> None:
    write("sleep", related="nutrition, gone, palliative-care")
    write("nutrition", title="Manger")
    write("palliative-care", title="Les soins palliatifs", topic="other", more="gentle: true\n")
    library = Library.load(shelf)
    page = library.page("sleep", "fr")
    assert page
    assert [other.id for other in library.related(page)] == ["nutrition"]
