"""The figures of the storage say at least that sharing a commit pays; how much is the machine's affair."""

import pytest

from bot.bench import storage


def test_sharing_a_commit_and_a_hop_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "SECONDS", 0.1)
    monkeypatch.setattr(storage, "ROUNDS", 1)
    figures = storage.figures()
    assert [what for what, _, _ in figures] == ["group commit", "one thread hop a turn"]
    group_commit, one_hop = (ratio for _, ratio, _ in figures)
    assert group_commit > 1.5
    assert one_hop > 0.2  # both wait for the disk, and on a busy one the hop is lost in the noise
