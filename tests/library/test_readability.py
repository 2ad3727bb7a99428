from bot.library.readability import readability, sentences_of


def test_short_words_in_short_sentences_read_more_easily() -> None:
    easy = "Le chat dort. Il est bien. Il fait bon."
    hard = "L’administration hospitalière communiquera ultérieurement les modalités organisationnelles correspondantes."
    assert readability(easy, "fr") > 100 > 50 > readability(hard, "fr")


def test_the_english_figure_is_flesch() -> None:
    # 6 words, 1 sentence, 6 syllables: 206.835 − 1.015 × 6 − 84.6 × 1
    assert round(readability("The cat sat on the mat.", "en"), 3) == 116.145


def test_the_french_figure_is_kandel_and_moles() -> None:
    # 4 words, 1 sentence, 5 syllables (de-main): 207 − 1.015 × 4 − 73.6 × 1.25
    assert round(readability("Il dort bien demain.", "fr"), 3) == 110.94


def test_headings_and_items_are_sentences_and_placeholders_are_not() -> None:
    assert sentences_of("Un titre\nUne phrase. Une autre !\n{unit_line}\n• un point") == [
        "Un titre",
        "Une phrase",
        "Une autre",
        "• un point",
    ]


def test_no_words_no_figure() -> None:
    assert readability("", "fr") == 0
