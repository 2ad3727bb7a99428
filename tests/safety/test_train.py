"""The weights in the repository are those the examples give."""

import pytest

from bot.library.safety import model_of
from tests.safety.examples import LANGUAGES
from tests.safety.train import fit, messages


def test_training_again_gives_the_same_weights() -> None:
    kept = model_of("fr")
    assert kept is not None
    danger = fit([one for language in LANGUAGES for one in messages(language)], 0)
    assert kept.bias[0] == pytest.approx(danger.bias, abs=0.001)
    for piece in sorted(danger.weights, key=lambda one: (-danger.weights[one], one))[:50]:
        assert kept.weights[piece][0] == pytest.approx(danger.weights[piece], abs=0.001)
