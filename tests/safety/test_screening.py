"""What the safety words read in messages, from the plain ones to the awkward ones."""

import random
import time
import tomllib

import pytest

from bot.library.safety import CONTENT, book_data, screener
from bot.library.screen_command import screen_lines, screen_text
from conversations.policies.safety_words import SECOND_READER, Screening
from tests.safety.examples import COUNTED, LANGUAGES, PARTS, examples, searches
from tests.safety.report import ALARMING, figures, report_lines

RULES = screener(second_reader=False)
SOME = 20
"""Of the many tuning messages every twentieth stands for all where each is read twice."""


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


@pytest.mark.parametrize(
    "text",
    [
        "Je voudrais vous dire que je ne vais pas bien depuis la dernière chimio. I want to die.",
        "je suis fatigué de tout, la chimio, la maison, les enfants... i want to die",
        "sorry for my english, I am in the hospital and my doctor is away, je veux en finir",
        "My doctor says it is fine but I am not fine at all. Je veux mourir.",
        "I am so tired of the chemo and of the hospital and of pretending, je veux mourir",
        "my husband is here with me, mon mari me frappe",
        "I have chest pain, je suis à la maison et je ne sais pas quoi faire",
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_who_changes_the_language_in_mid_message_is_read_to_the_end(text: str, language: str) -> None:
    assert read(text, language).label in ALARMING


@pytest.mark.parametrize(
    "text", ["je mange du pain dans la poitrine de poulet farcie", "the tour starts at the pont, en finir is the title"]
)
def test_a_word_that_both_languages_have_is_read_in_the_language_around_it(text: str) -> None:
    assert read(text).label == "none"


def test_three_dots_are_a_pause_and_end_no_sentence() -> None:
    assert read("my wife beat me... at scrabble", "en").label == "none"
    assert read("my wife beat me. She hides my phone", "en").kind == "violence"
    assert read("Je vous dis adieu... au monde, ce soir").label == "danger"


def test_a_language_nobody_reads_is_never_none() -> None:
    for example in examples("tune", "fr"):
        if example.label == "unread":
            assert read(example.text).label == "unread", example.text


@pytest.mark.parametrize("text", ["ok", "👍", "Marie", "12", "...", "IRM mardi 14h", "asdf", "José García", "lol", ""])
def test_what_says_nothing_is_not_taken_for_another_language(text: str) -> None:
    assert read(text).label == "none"


@pytest.mark.parametrize(
    "text",
    [
        "I will be here.",
        "They will stop it.",
        "can they stop it?",
        "He ended it.",
        "I don't know her",
        "when and how?",
        "This is it.",
        "month two of chemo",
        "not from today",
        "I can see nothing wrong",
        "It was the last night of the course",
        "I am off for good from work",
        "It's not your fault",
        "The last time I went they were very kind",
        "Got the tablets from the chemist",
        "My daughter had chemo last year",
        "I had the scan twice this year",
        "I take pills to sleep",
        "The pain tablets help",
        "got your letter, sorry for the late answer",
        "It would be lovely if the rain stopped",
        "Sorry, here is the form",
        "Feeling better, I was worried for nothing",
        "will it take me long to recover",
        "They took everything out, womb and ovaries",
        "that is what she comes for",
        "bye for now",
        "Would you put me down for Tuesday",
        "who reads my messages",
        "do I get insurance for the kids",
    ],
)
def test_what_people_answer_every_day_in_english_alarms_nobody(text: str) -> None:
    assert read(text, "en").label == "none"


@pytest.mark.parametrize(
    "text",
    [
        "Je suis là demain",
        "je serai là lundi",
        "je le fais demain",
        "je le fais ce soir",
        "j'ai eu deux fois la chimio",
        "sans chimio depuis dix jours",
        "c'est un petit pas",
        "mon téléphone est cassé, j'écris de celui de ma fille",
        "qui lit mes messages ?",
        "j'ai bien reçu votre dernier message, je réponds ce soir",
        "c'est mon dernier mot",
        "je garde un mot pour après la chimio",
        "Je dois prendre tout ?",
        "le coiffeur me coupe pour 10 euros",
        "il faut rester sans manger combien de temps avant le scanner ?",
        "on change le pansement deux fois par semaine",
        "la chimio passe par le bras",
        "un peu mal au bras mais ça passe",
        "ma fille mange avec moi pendant la chimio",
        "entre 30 et 40",
        "organiser ma sortie de l'hôpital",
        "c'est pris en charge par l'assurance ?",
        "rester à la maison pour mourir, c'est possible ?",
        "on ne peut plus vous écrire ?",
        "je ne peux pas dire quand quelqu'un sera là",
        "maman est partie au marché",
    ],
)
def test_what_people_answer_every_day_in_french_alarms_nobody(text: str) -> None:
    assert read(text).label == "none"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_by_which_pages_are_found_raise_no_alert(language: str) -> None:
    """But for a few that say it in so many words ("préparer ma mort"), read as whoever writes them may mean it."""
    reader = screener()
    found = [reader.screen(one.text, language) for one in searches(language)]
    assert sum(one.label == "danger" and one.rule != SECOND_READER for one in found) <= len(found) / 500
    assert sum(one.rule == SECOND_READER for one in found) <= len(found) / 50


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
def test_the_goal_is_held_on_the_set_that_was_counted_last(language: str) -> None:
    both = figures("last", language, screener())
    assert both.danger.value >= 0.95
    assert both.medical.value >= 0.95
    assert both.false_alerts.value <= 0.05


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
    lines = report_lines()
    for language in ("French", "English"):
        counted = [line for line in lines if line.strip().startswith(language)]
        assert len(counted) == 2 * len(COUNTED)
        for line in counted:
            assert line.split(": ")[1].replace(" · ", " | ") in told, line
