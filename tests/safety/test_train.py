"""The weights in the repository are those the examples give."""

import pytest

from bot.library.safety import CONTENT, second_reader_of
from tests.safety.train import fit, messages


@pytest.mark.parametrize("language", ["fr", "en"])
def test_training_again_gives_the_same_weights(language: str) -> None:
    kept = second_reader_of(CONTENT / language / "second_reader.txt")
    danger = fit(messages(language), 0)
    assert kept.bias[0] == pytest.approx(danger.bias, abs=0.001)
    heaviest = sorted(danger.weights, key=lambda piece: (-danger.weights[piece], piece))[:50]
    for piece in heaviest:
        assert kept.weights[piece][0] == pytest.approx(danger.weights[piece], abs=0.001)
