"""The subject of a button as an id. Buttons are never believed: the id is looked up for the person who taps."""

LONGEST_ID = 19  # digits of a 63-bit number


def number_of(subject: str | None) -> int:
    """The id; 0, which is nobody's and nothing's, where the subject is none."""
    return int(subject) if subject and subject.isdecimal() and len(subject) <= LONGEST_ID else 0
