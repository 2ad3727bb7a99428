"""Telegram's side of the house: what comes in, what goes out, and at what pace."""

import os

# PTB then gives every duration as a timedelta, as its next major version will, instead of warning at each use.
os.environ.setdefault("PTB_TIMEDELTA", "1")
