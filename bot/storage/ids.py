"""The ids of rows: made here, not by the database, so that a turn knows them before it writes and may run again.

63 bits: 41 of milliseconds since 2020 (enough until 2089), 22 of chance. Two replicas that each make 30 ids a second
meet about once in two months; such a turn is run again with new ids (see postgres.py).
"""

import secrets
import threading

EPOCH_MS = 1_577_836_800_000  # 2020-01-01T00:00:00Z
CHANCE_BITS = 22
# How far the next id of the same millisecond may lie from the last: small enough for thousands of them.
STEP = 256

_lock = threading.Lock()
_last = 0


def new_id(now_ms: int) -> int:
    """An id made at `now_ms` (milliseconds UTC): greater than all this process made before, whatever the clock does."""
    global _last
    fresh = (max(0, now_ms - EPOCH_MS) << CHANCE_BITS) | secrets.randbits(CHANCE_BITS)
    with _lock:
        _last = fresh if fresh > _last else _last + 1 + secrets.randbelow(STEP)
        return _last
