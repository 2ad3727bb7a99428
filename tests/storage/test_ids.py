"""Ids are unique, fit 63 bits and follow the clock, whatever it does."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.storage import ids
from bot.storage.ids import CHANCE_BITS, EPOCH_MS, new_id

NOW = 1_800_000_000_000  # January 2027


def test_ids_of_a_clock_that_stands_still_go_up() -> None:
    ids = [new_id(NOW) for _ in range(10_000)]
    assert ids == sorted(set(ids))


def test_ids_go_up_although_the_clock_goes_back() -> None:
    first = new_id(NOW + 1000)
    assert new_id(NOW) > first
    assert new_id(0) > first


def test_ids_follow_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ids, "_last", 0)
    later = NOW + 100 * 24 * 3600 * 1000
    assert (new_id(later) >> CHANCE_BITS) + EPOCH_MS == later


def test_threads_never_make_the_same_id() -> None:
    with ThreadPoolExecutor(8) as pool:
        batches = list(pool.map(lambda _: [new_id(NOW) for _ in range(2000)], range(8)))
    assert len({number for batch in batches for number in batch}) == 16_000


def test_processes_of_the_same_millisecond_hardly_ever_make_the_same_id() -> None:
    make = f"from bot.storage.ids import new_id; print(*(new_id({NOW} + ms) for ms in range(1000)))"
    runs = [subprocess.run([sys.executable, "-c", make], capture_output=True, check=True) for _ in range(2)]
    first, second = (set(map(int, run.stdout.split())) for run in runs)
    # A thousand chances of one in four million: more than one would mean that chance is not what it should be.
    assert len(first & second) <= 1


def test_ids_fit_a_bigint_until_2089() -> None:
    make = "from bot.storage.ids import new_id; print(new_id(3_770_000_000_000))"
    run = subprocess.run([sys.executable, "-c", make], capture_output=True, check=True)
    assert 2**62 < int(run.stdout) < 2**63
