"""An album: pictures that were sent together arrive together, the first with the first line.

It is one message in several parts, one a picture. Words that find no room under a picture come after the album, as
parts with the last digit of their picture: each can be changed or taken back with it, and alone.
"""

from collections.abc import Sequence

from bot.telegram.relay import Parcel, Piece, unpack

MOST = 10
"""Pictures in one album, as Telegram allows."""


def letters(parcels: Sequence[Parcel]) -> list[list[Parcel]]:
    """What leaves together: the pictures of an album; anything else alone."""
    if len(parcels) > 1 and all(parcel.kind == "photo" for parcel in parcels):
        return [list(parcels[first : first + MOST]) for first in range(0, len(parcels), MOST)]
    return [[parcel] for parcel in parcels]


def album(parcels: Sequence[Parcel], head: str) -> list[tuple[int, Piece]]:
    """The pieces of an album with the part each begins at: all the pictures in one, then what found no room."""
    pieces = [piece for number, parcel in enumerate(parcels) for piece in picture(parcel, number, head)]
    media = [
        {"type": "photo", "media": piece.parameters["photo"], **caption_of(piece)}
        for part, piece in pieces
        if part < MOST
    ]
    return [(0, Piece("sendMediaGroup", {"media": media}, head, ())), *(one for one in pieces if one[0] >= MOST)]


def picture(parcel: Parcel, number: int, head: str) -> list[tuple[int, Piece]]:
    """The pieces of one picture of an album, each with its part."""
    pieces = unpack(parcel, head if number == 0 else None)
    return [(number + MOST * further, piece) for further, piece in enumerate(pieces)]


def of_picture(number: int, parts: Sequence[int]) -> list[int]:
    """The parts that are this picture and its words, among those of its album. While the album is on its way it stands
    there as one."""
    return [number, *(part for part in parts if part >= MOST and part % MOST == number)]


def caption_of(piece: Piece) -> dict[str, object]:
    return {name: value for name, value in piece.parameters.items() if name.startswith("caption")}
