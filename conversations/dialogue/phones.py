"""Reading a phone number as people type it."""

import re


def read_phone(typed: str) -> str | None:
    """The number in one spelling ("06 39 98 00 00", "+32470000000"), or None.

    French numbers have ten digits from 01 to 09; anything else must be international (E.164: 8 to 15 digits).
    """
    bare = re.sub(r"[\s.\-()/\u00a0\u202f]", "", typed).removeprefix("tel:")
    if bare.startswith("00"):
        bare = "+" + bare[2:]
    if french := re.fullmatch(r"(?:\+33|33)0?([1-9]\d{8})", bare):
        bare = "0" + french[1]
    if re.fullmatch(r"0[1-9]\d{8}", bare):
        return " ".join(bare[i : i + 2] for i in range(0, 10, 2))
    return bare if re.fullmatch(r"\+[1-9]\d{7,14}", bare) else None
