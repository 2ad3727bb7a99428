import json

from bot.library.pages import Library
from bot.library.search_command import search_json_lines, search_lines


def test_pages_are_listed_best_first_with_their_titles(library: Library) -> None:
    lines = search_lines("je suis tout le temps fatigué", "fr", library)
    assert "side-effect-fatigue" in lines[0]
    assert lines[0].endswith("La fatigue")


def test_where_nothing_fits_the_first_line_says_so(library: Library) -> None:
    assert search_lines("asdkjh", "fr", library) == ["nothing fits"]
    assert search_lines("horaires du train pour Lyon", "fr", library)[0] == "nothing fits; the nearest pages:"


def test_many_queries_come_back_in_their_order_with_their_ids() -> None:
    asked = [
        {"id": "b", "lang": "en", "query": "will i lose my hair"},
        {"id": "a", "lang": "fr", "query": "perdre mes cheveux"},
        {"id": 3, "lang": "fr", "query": "asdkjh"},
    ]
    answered = [json.loads(line) for line in search_json_lines([*map(json.dumps, asked), "\n"])]
    assert [answer["id"] for answer in answered] == ["b", "a", 3]
    assert answered[0]["pages"][0] == answered[1]["pages"][0] == "side-effect-hair-loss"
    assert answered[2]["pages"] == []
    assert set(answered[0]) == {"id", "pages"}
