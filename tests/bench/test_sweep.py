"""A due timer costs the same however many wait."""

from bot.bench.sweep import table


def test_the_cost_of_a_due_timer_does_not_grow_with_those_waiting() -> None:
    few, many = table((1_000, 30_000))
    assert few[0] == 1_000 and many[0] == 30_000
    assert many[1] < 4 * few[1]  # thirty times as many wait; generous, for a busy machine
    assert many[2] < 10 * few[2]
