"""Packing and unpacking a message: words and their marks survive, and nothing else does."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.events import Message, Sender
from bot.telegram.relay import LONGEST_CAPTION, LONGEST_TEXT, MARKS, Mark, Parcel, changes, pack, sends, units, unpack

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)


def message(kind: str, raw: dict[str, Any], text: str | None = None) -> Message:
    return Message(Sender(1), 7, kind, text, raw)


def said(parcel: Parcel) -> str:
    """What the other side reads, first line apart."""
    return "".join(piece.text for piece in unpack(parcel, "Zoé writes:")).removeprefix("Zoé writes:").removeprefix("\n")


@given(WORDS)
def test_words_arrive_as_they_were_typed(text: str) -> None:
    parcel = pack(message("text", {"text": text}, text))
    assert parcel is not None and said(parcel) == text


@given(WORDS, st.data())
def test_a_mark_lies_on_the_same_words_after_the_first_line(text: str, data: st.DataObject) -> None:
    offset = data.draw(st.integers(0, units(text) - 1))
    length = data.draw(st.integers(1, units(text) - offset))
    entity = {"type": "bold", "offset": offset, "length": length}
    parcel = pack(message("text", {"text": text, "entities": [entity]}, text))
    assert parcel is not None
    piece = unpack(parcel, "Zoé writes:")[0]
    bold = piece.parameters["entities"][1]
    wide = piece.text.encode("utf-16-le")
    typed = text.encode("utf-16-le")
    there = wide[2 * bold["offset"] : 2 * (bold["offset"] + bold["length"])]
    assert there == typed[2 * offset : 2 * (offset + length)]


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "type": st.sampled_from([*MARKS, "text_link", "mention", "custom_emoji"]),
                "offset": st.integers(-5, 30),
                "length": st.integers(-5, 30),
            }
        )
    )
)
def test_only_known_marks_inside_the_text_survive(entities: list[dict[str, Any]]) -> None:
    parcel = pack(message("text", {"text": "twelve signs", "entities": entities}, "twelve signs"))
    assert parcel is not None
    assert all(m.kind in MARKS and m.offset >= 0 and m.offset + m.length <= 12 and m.length > 0 for m in parcel.marks)


@given(st.integers(LONGEST_TEXT - 30, 3 * LONGEST_TEXT), st.sampled_from("a😀é"))
def test_long_words_become_several_messages_and_lose_nothing(length: int, sign: str) -> None:
    text = sign * (length // units(sign))
    parcel = Parcel(7, "text", text, (Mark("italic", 0, units(text)),))
    pieces = unpack(parcel, "Zoé writes:")
    assert all(units(piece.text) <= LONGEST_TEXT for piece in pieces)
    assert said(parcel) == text
    for piece in pieces:
        assert all(e["offset"] + e["length"] <= units(piece.text) for e in piece.parameters["entities"])


def test_a_caption_too_long_for_a_picture_follows_in_words() -> None:
    pieces = unpack(Parcel(7, "photo", "a" * LONGEST_CAPTION, file="P"), "Zoé writes:")
    assert [piece.method for piece in pieces] == ["sendPhoto", "sendMessage"]
    assert pieces[0].parameters["caption"] == "Zoé writes:"


def test_a_parcel_that_waited_is_the_same_afterwards() -> None:
    parcel = Parcel(7, "photo", "look", (Mark("bold", 0, 4),), "P", (48.5, 2.5), 3, "album", True)
    assert Parcel.from_json(parcel.to_json()) == parcel


def test_links_under_words_are_not_links_any_more_and_previews_are_off() -> None:
    raw = {
        "text": "see here",
        "entities": [{"type": "text_link", "offset": 4, "length": 4, "url": "https://x.example"}],
    }
    parcel = pack(message("text", raw, "see here"))
    assert parcel is not None
    parameters = unpack(parcel, "Zoé writes:")[0].parameters
    assert "x.example" not in str(parameters)
    assert parameters["link_preview_options"] == {"is_disabled": True}
    assert "parse_mode" not in parameters  # what looks like markup stays words


def test_what_holds_nothing_that_can_cross_is_no_parcel() -> None:
    for kind in ("sticker", "video", "contact", "poll", "story", "other"):
        assert pack(message(kind, {kind: {"file_id": "F"}})) is None
    for kind in ("voice", "photo", "document", "location"):
        assert pack(message(kind, {kind: {}})) is None
        assert pack(message(kind, {kind: []})) is None


def test_a_longer_change_adds_a_message_and_a_shorter_one_takes_it_away() -> None:
    long = unpack(Parcel(7, "text", "a" * 5000), "Zoé writes:")
    short = unpack(Parcel(7, "text", "a"), "Zoé writes:")
    assert [(part, op.method) for part, op in changes(list(enumerate(long)), [0], "relay:1:7")] == [
        (0, "editMessageText"),
        (1, "sendMessage"),
    ]
    assert [(part, op.method) for part, op in changes(list(enumerate(short)), [0, 1], "relay:1:7")] == [
        (0, "editMessageText"),
        (1, "deleteMessage"),
    ]


def test_quiet_is_without_sound_and_an_answer_stands_under_its_message() -> None:
    long = list(enumerate(unpack(Parcel(7, "text", "a" * 5000), "Zoé:")))
    (_zero, first), (_one, second) = sends(long, "relay:1:7", quiet=False, reply_to=42)
    assert first.parameters["reply_parameters"] == {"message_id": 42, "allow_sending_without_reply": True}
    assert "disable_notification" not in first.parameters and second.parameters["disable_notification"]
    short = list(enumerate(unpack(Parcel(7, "text", "a"), "Zoé:")))
    ((_part, quiet),) = sends(short, "relay:1:7", quiet=True, reply_to=None)
    assert quiet.parameters["disable_notification"]
