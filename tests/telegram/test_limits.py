"""How fast we may speak, with a clock that only moves when it is told to."""

import pytest

from bot.telegram.limits import CHATS_KEPT, Limits, growing


def start_as_many_as_allowed(limits: Limits[str], seconds: int, step: float = 0.01) -> list[float]:
    """When operations to ever new chats start, if one starts whenever there is room."""
    started: list[float] = []
    for tick in range(int(seconds / step)):
        now = tick * step
        for _ in range(limits.room(now)):
            limits.take(f"chat {len(started)}", now)
            started.append(now)
    return started


def test_in_all_we_stay_at_the_rate_and_below_telegrams_thirty_in_any_second() -> None:
    started = start_as_many_as_allowed(Limits(25, 1, now=0), 10)

    assert len(started) == pytest.approx(25 * 10, abs=6)
    for begin in started:
        assert sum(begin <= moment < begin + 1 for moment in started) <= 30


def test_a_chat_gets_three_at_once_and_then_one_a_second() -> None:
    limits: Limits[str] = Limits(25, 1, now=100)
    for _ in range(3):
        assert "ada" not in limits.resting(100)
        limits.take("ada", 100)

    assert limits.resting(100) == {"ada": pytest.approx(101)}
    assert limits.resting(100.9) == {"ada": pytest.approx(101)}
    assert limits.resting(101.01) == {}
    limits.take("ada", 101.01)
    assert list(limits.resting(101.5)) == ["ada"]


def test_nothing_starts_while_telegram_says_wait() -> None:
    limits: Limits[str] = Limits(25, 1, now=0)
    limits.refused(retry_after=7, now=1)

    assert limits.room(1) == 0
    assert limits.room(7.99) == 0
    assert limits.next_at(1) == 8
    assert limits.room(8.2) >= 1


def test_after_a_429_we_go_half_as_fast_and_are_back_after_a_minute() -> None:
    limits: Limits[str] = Limits(20, 1, now=0)
    limits.refused(retry_after=2, now=0)

    assert limits.speed(2) == pytest.approx(0.5)
    assert limits.speed(17) == pytest.approx(0.75)
    assert limits.speed(62) == 1


def test_several_429_of_one_pause_slow_down_once_and_many_pauses_stop_at_a_tenth() -> None:
    limits: Limits[str] = Limits(20, 1, now=0)
    for _ in range(8):
        limits.refused(retry_after=1, now=0)
    assert limits.speed(1) == pytest.approx(0.5)

    for second in range(1, 20):
        limits.refused(retry_after=1, now=second)
    assert limits.speed(20) == pytest.approx(0.1)


def test_a_429_says_nothing_about_an_earlier_longer_pause() -> None:
    limits: Limits[str] = Limits(20, 1, now=0)
    limits.refused(retry_after=30, now=0)
    limits.refused(retry_after=1, now=0)
    assert limits.room(29) == 0


def test_a_pause_for_the_network_does_not_slow_us_down_afterwards() -> None:
    limits: Limits[str] = Limits(20, 1, now=0)
    limits.pause(5, now=0)
    assert limits.room(4.9) == 0
    assert limits.room(5) > 0
    assert limits.speed(5) == 1


def test_a_clock_that_is_put_back_neither_gives_nor_takes_anything() -> None:
    limits: Limits[str] = Limits(10, 1, now=1000)
    limits.take("ada", 1000)
    limits.take("ada", 1000)
    before = limits.room(1000)
    assert limits.room(400) == before
    assert limits.room(400.5) >= 1


def test_chats_that_have_rested_are_forgotten() -> None:
    limits: Limits[int] = Limits(1e6, 1, now=0)
    for chat in range(CHATS_KEPT):
        limits.take(chat, 0)
    limits.take(-1, 100)
    assert list(limits.resting(100)) == []
    assert len(limits._chats) == 1


def test_pauses_double_up_to_the_longest() -> None:
    assert [growing(attempt, 1, 60) for attempt in (1, 2, 3, 6, 7, 8, 5000)] == [1, 2, 4, 32, 60, 60, 60]
