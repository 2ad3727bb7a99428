"""What the safety words read in messages, from the plain ones to the awkward ones."""

import random
import time
import tomllib

import pytest

from bot.library.safety import CONTENT, book_data, screener
from bot.library.screen_command import screen_lines, screen_text
from conversations.policies.safety_words import SECOND_READER, Screening
from tests.safety.examples import COUNTED, LANGUAGES, PARTS, examples
from tests.safety.report import ALARMING, figures, report_lines

RULES = screener(second_reader=False)
SOME = 10
"""Of the many tuning messages every tenth stands for all where each is read twice."""


def read(text: str, language: str = "fr") -> Screening:
    return RULES.screen(text, language)


@pytest.mark.parametrize(
    ("text", "label", "kind"),
    [
        ("je veux mourir", "danger", "oneself"),
        ("mon mari veut mourir", "danger", "somebody-else"),
        ("mon mari me frappe", "danger", "violence"),
        ("j'ai de la fièvre", "medical", "medical"),
        ("je n'en peux plus", "distress", "distress"),
        ("mon mari est décédé", "distress", "death-news"),
        ("mon proche est mort hier", "distress", "death-news"),
        ("papa est parti ce matin", "distress", "death-news"),
        ("Où se garer ?", "none", None),
        ("Quiero morir", "unread", None),
    ],
)
def test_each_kind_in_plain_words(text: str, label: str, kind: str | None) -> None:
    found = read(text)
    assert (found.label, found.kind) == (label, kind)
    assert (found.rule is None) == (label in ("none", "unread"))


@pytest.mark.parametrize(
    "text",
    [
        "JE VEUX MOURIR",
        "jveu mourir",
        "je veux m0urir",
        "je veux mou\u200brir",
        "je veux\nmourir",
        "je veux mouriiiir",
        "je veux mоurir",
        "je veux vraiment juste mourir",
        "je veux  ..  bon, je veux mourrir",
        "j'ai plus envi de vivre",
        "‏je veux mourir‎",
    ],
)
def test_a_wish_to_die_is_read_however_it_is_typed(text: str) -> None:
    assert read(text).label == "danger"


def test_both_languages_are_read_whatever_the_reader_s_own() -> None:
    assert read("I want to die", "fr").label == "danger"
    assert read("je veux mourir", "en").label == "danger"
    assert read("please somebody, je veux mourir", "en").label == "danger"


def test_a_language_nobody_reads_is_never_none() -> None:
    for example in examples("tune", "fr"):
        if example.label == "unread":
            assert read(example.text).label == "unread", example.text


@pytest.mark.parametrize("text", ["ok", "👍", "Marie", "12", "...", "IRM mardi 14h", "asdf", "José García", "lol", ""])
def test_what_says_nothing_is_not_taken_for_another_language(text: str) -> None:
    assert read(text).label == "none"


def test_danger_comes_before_medical_and_before_mourning() -> None:
    assert read("J'ai de la fièvre. Je veux mourir.").kind == "oneself"
    assert read("Mon mari est mort hier, je veux mourir").kind == "oneself"
    assert read("Mon mari est mort hier et je crache du sang").kind == "medical"


def test_a_film_does_not_hide_what_follows_it() -> None:
    assert read("Dans le film il veut mourir.").label == "none"
    assert read("Dans le film il veut mourir. Je veux mourir.").label == "danger"


def test_the_past_is_set_aside_unless_it_comes_back() -> None:
    assert read("Il y a dix ans j'ai voulu mourir, aujourd'hui ça va bien").label not in ALARMING
    assert read("Il y a dix ans j'ai voulu mourir et ça recommence").label == "danger"


def test_a_book_of_100_kilobytes_is_read_at_both_ends_and_soon() -> None:
    filler = "la pluie tombe sur le jardin. " * 3_400
    begun = time.perf_counter()
    assert read("je veux mourir. " + filler).label == "danger"
    assert read(filler + " je veux mourir").label == "danger"
    assert read("je " * 33_000).label in ("none", "distress")
    assert read("mal " * 25_000).label != "unread"
    assert time.perf_counter() - begun < 10


def test_nothing_that_can_be_typed_stops_it() -> None:
    letters = "aeé ̀'’.?!\n\x00\u200b\u202eдب中😀ﷺ0123456789°,"
    dice = random.Random(5)
    for _ in range(500):
        text = "".join(dice.choice(letters) for _ in range(dice.randrange(60)))
        assert read(text).label in ("none", "unread", "distress", "danger", "medical")


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusing_treatment_never_alarms_and_a_wish_to_die_with_it_always_does(language: str) -> None:
    refusals = [example for example in examples("tune", language) if "-refusal-" in example.id]
    assert len(refusals) >= 80
    for example in refusals:
        assert (read(example.text, language).label in ALARMING) == (example.label == "danger"), example.text


def test_there_are_enough_messages_and_enough_pairs() -> None:
    everything = [one for part in PARTS for language in LANGUAGES for one in examples(part, language)]
    assert len({example.text for example in everything}) >= 1300
    assert len({example.id for example in everything}) == len(everything)
    tuned = [one for language in LANGUAGES for one in examples("tune", language)]
    assert sum(example.pair is not None for example in tuned) * 3 >= len(tuned)
    counted = {example.text for example in everything} - {example.text for example in tuned}
    assert len(counted) == len(everything) - len(tuned), "a counted message stands among those that were tuned on"


@pytest.mark.parametrize("second_reader", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_goal_is_held_on_the_part_that_was_written_first(language: str, second_reader: bool) -> None:
    """Half of its "none" were made to fool a reader; the rules alone are held to a little less recall."""
    found = figures("held-out", language, screener(second_reader=second_reader))
    assert found.danger.value >= (0.95 if second_reader else 0.93)
    assert found.medical.value >= 0.95
    assert found.false_alerts.value <= (0.1 if second_reader else 0.05)


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_and_emergencies_are_found_in_the_set_that_was_counted_last(language: str) -> None:
    """Where nothing is meant the rules raise few alerts; the second reader raises none, and asks a few more in vain."""
    rules, both = (figures("last", language, screener(second_reader=model)) for model in (False, True))
    assert both.danger.value >= 0.95
    assert both.medical.value >= 0.95
    assert rules.false_alerts.value <= 0.06
    assert both.false_alerts.value <= 0.1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_reader_finds_more_in_words_nobody_had_seen(language: str) -> None:
    rules, both = (figures("fresh", language, screener(second_reader=model)) for model in (False, True))
    assert both.danger.value > rules.danger.value >= 0.65
    assert both.medical.value >= 0.9
    assert both.false_alerts.value <= 0.2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "answer", ["06 39 98 12 34", "+33 6 39 98 12 34", "25/01/2027", "14:30", "9-12", "Zoé", "Camille"]
)
def test_a_number_a_date_and_a_name_are_answers_and_nothing_else(answer: str, language: str) -> None:
    assert screener().screen(answer, language).label == "none"


def test_what_the_model_alone_finds_says_so() -> None:
    for language in LANGUAGES:
        for example in examples("tune", language)[::SOME]:
            both, rules = screener().screen(example.text, language), RULES.screen(example.text, language)
            if both != rules:
                assert both.rule == SECOND_READER
                assert both.label in ALARMING
                assert rules.label not in ALARMING


def test_a_message_takes_less_than_a_millisecond() -> None:
    reader = screener()
    messages = [example.text for language in LANGUAGES for example in examples("tune", language)[::SOME]]
    for text in messages:
        reader.screen(text, "fr")
    begun = time.process_time()
    for text in messages:
        reader.screen(text, "fr")
    assert (time.process_time() - begun) / len(messages) < 0.003, "three times the promise: the machine may be busy"


def test_the_files_are_read_as_a_psychologist_left_them() -> None:
    for language in LANGUAGES:
        data = book_data(language)
        table = tomllib.loads((CONTENT / language / "safety_words.toml").read_text("utf-8"))
        assert [rule.id for rule in data.rules] == [rule["id"] for rule in table["rule"]]
        assert all(note.strip() for note in (*(one.note for one in data.rules), *(one.note for one in data.set_aside)))


def test_the_command_answers_in_words_and_in_lines() -> None:
    (line,) = screen_text("je veux mourir", "fr")
    assert line.split() == ["danger", "oneself", read("je veux mourir").rule]
    asked = [
        '{"id": 7, "lang": "en", "text": "where do I park?"}',
        "",
        '{"id": "b", "lang": "fr", "text": "fièvre à 39"}',
    ]
    lines = list(screen_lines(asked))
    assert lines == ['{"id":7,"label":"none","rule":null}', '{"id":"b","label":"medical","rule":"fievre"}']
    with pytest.raises(ValueError, match="line 1"):
        list(screen_lines(['{"id": 7}']))


def test_the_document_shows_what_the_report_counts() -> None:
    told = (CONTENT.parent / "docs" / "safety-words.md").read_text("utf-8")
    for language in ("French", "English"):
        counted = [line for line in report_lines() if line.strip().startswith(language)]
        assert len(counted) == 2 * len(COUNTED)
        for line in counted:
            assert line.split(": ")[1].replace(" · ", " | ") in told, line
