"""Telegram's side of the house: what comes in, what goes out, and at what pace."""

import logging
import os

# PTB then gives every duration as a timedelta, as its next major version will, instead of warning at each use.
os.environ.setdefault("PTB_TIMEDELTA", "1")

# At DEBUG PTB logs the address with the token, and every parameter of every call. No setting of ours may turn that on.
logging.getLogger("telegram").setLevel(logging.INFO)
