"""The table of `companion bench`: every part is there, and the yardstick tells long from short."""

import importlib
import pkgutil

import pytest

from bot import bench
from bot.bench import reading, replay, yardstick

MEASURED = ("reading", "replay", "storage", "sweep")


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yardstick, "ROUNDS", 3)
    monkeypatch.setattr(yardstick, "SECONDS", 0.002)


def test_each_part_is_a_line_and_its_figures_follow(monkeypatch: pytest.MonkeyPatch) -> None:
    for found in pkgutil.iter_modules(bench.__path__):
        module = importlib.import_module(f"bot.bench.{found.name}")
        if hasattr(module, "figures"):
            figure = (f"something of {found.name}", 2.5, "times something else")
            monkeypatch.setattr(module, "figures", lambda figure=figure: [figure])
    lines = list(bench.run_bench())
    assert set(MEASURED) <= set(lines), "a part is missing"
    for name in MEASURED:
        below = lines[lines.index(name) + 1]
        assert below.split() == ["something", "of", name, "2.50", "times", "something", "else"]
    assert "yardstick" not in lines


def test_more_answers_take_longer_to_replay() -> None:
    ratios = [ratio for _what, ratio, _of in replay.figures()]
    assert len(ratios) == len(replay.ANSWERS)
    assert ratios[-1] > ratios[0] > 0


def test_a_longer_message_takes_longer_to_screen() -> None:
    by_name = {what: ratio for what, ratio, _of in reading.figures()}
    assert by_name["screening the longest message"] > by_name["screening a message"] > 0


def test_the_yardstick_tells_much_from_little() -> None:
    """Thirty times the work; how many times as long depends on what else the machine does."""
    once = yardstick.row_by_key()
    assert max(yardstick.ratio(lambda: [once() for _time in range(30)], once) for _run in range(3)) > 5
