"""An album is one message in several parts: its pictures, and the words that find no room under one of them."""

from bot.telegram.album import album, letters, of_picture, picture
from bot.telegram.relay import Mark, Parcel

HEAD = "Zoé writes:"


def pictures(*captions: str) -> list[Parcel]:
    return [Parcel(n, "photo", text, file=f"P{n}", album="A") for n, text in enumerate(captions, 7)]


def test_the_first_picture_carries_the_first_line_and_each_its_own_words() -> None:
    ((part, piece),) = album(pictures("", "The garden", ""), HEAD)
    assert (part, piece.method) == (0, "sendMediaGroup")
    media = piece.parameters["media"]
    assert [one["media"] for one in media] == ["P7", "P8", "P9"]
    assert [one["caption"] for one in media] == [HEAD, "The garden", ""]
    assert media[0]["caption_entities"] == [{"type": "bold", "offset": 0, "length": 11}]


def test_marks_stay_on_the_words_of_their_picture() -> None:
    first, second = pictures("", "The garden")
    marked = Parcel(8, "photo", second.text, (Mark("italic", 4, 6),), "P8", album="A")
    ((_part, piece),) = album([first, marked], HEAD)
    assert piece.parameters["media"][1]["caption_entities"] == [{"type": "italic", "offset": 4, "length": 6}]


def test_words_without_room_come_after_the_album_as_parts_of_their_picture() -> None:
    (_whole, piece), (part, rest) = album(pictures("", "a" * 1100), HEAD)
    assert piece.parameters["media"][1]["caption"] == ""
    assert (part, rest.text) == (11, "a" * 1100)
    assert of_picture(1, [0, 1, 11]) == [1, 11] and of_picture(0, [0, 1, 11]) == [0]


def test_a_picture_is_changed_by_itself() -> None:
    _first, second = pictures("", "The garden")
    ((part, piece),) = picture(second, 1, HEAD)
    assert (part, piece.text) == (1, "The garden")


def test_only_pictures_make_an_album_and_ten_at_most() -> None:
    assert [len(one) for one in letters(pictures(*[""] * 12))] == [10, 2]
    documents = [Parcel(n, "document", file="D", album="A") for n in (1, 2)]
    assert [len(one) for one in letters(documents)] == [1, 1]
    assert [len(one) for one in letters(pictures("alone"))] == [1]
