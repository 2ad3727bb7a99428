"""Discretion: what can be taken off a screen, when, and until when it is not shown at all."""

from datetime import timedelta
from typing import Literal

Hides = Literal["after-use", "every-night"]
"""When somebody's chat is emptied by itself."""

DELETABLE = timedelta(hours=47)
"""Telegram lets a bot delete for 48 hours; the last one is for the way there."""

AFTER_USE = timedelta(minutes=30)
"""A chat of "after-use" is emptied when nobody has touched it for so long: reading takes a while."""

NIGHT_HOUR = 3
"""The local hour at which every discreet chat is emptied: well before two days are over."""

HERE_FOR = timedelta(minutes=3)
"""Who touched the chat so recently has it before their eyes: nothing more need be hidden from them."""

COVER_AGAIN_AFTER = timedelta(hours=12)
"""One "Message" stands at a time; after so long unopened the next thing that comes says it anew."""

UNOPENED_FOR = timedelta(days=3)
"""What was not opened by then is deleted, and who wrote it reads that it did not arrive."""

HUSHED_FOR = timedelta(days=30)
"""The same for what waits after words of violence: who answers "is this a good time?" late finds what was written."""

DIGITS = (4, 5, 6)
"""How long a code may be."""

PIN_OPEN_FOR = timedelta(minutes=10)
WRONG_PINS = 5
PIN_LOCKED_FOR = timedelta(hours=1)
"""Five tries an hour: of ten thousand codes of four digits that leaves three months to guess one."""
