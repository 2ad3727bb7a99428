"""The figures of the storage say at least that sharing a commit pays; how much is the machine's affair."""

import pytest

from bot.bench import storage


def test_sharing_a_commit_and_a_hop_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "SECONDS", 0.1)
    monkeypatch.setattr(storage, "ROUNDS", 1)
    runs = [storage.figures() for _ in range(3)]
    assert [what for what, _, _ in runs[0]] == ["group commit", "one thread hop a turn"]
    group_commit, one_hop = (max(run[place][1] for run in runs) for place in (0, 1))
    assert group_commit > 1.5, "the best of three: one run can meet a busy disk"
    assert one_hop > 0.2  # both wait for the disk, and on a busy one the hop is lost in the noise
