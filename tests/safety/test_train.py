"""The weights in the repository are those the examples give."""

import math
from collections import Counter, defaultdict

import pytest

from bot.library.safety import model_of
from conversations.policies.safety_text import cleaned, raw_words
from conversations.policies.second_reader import CLASSES, letters_of, words_of
from tests.safety.examples import LANGUAGES, learnt

STRENGTH = 20.0  # as in train.py, which needs libraries that only training needs
LOOKED_AT = 300  # the pieces that stand in most messages


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_weight_could_be_moved_to_fit_the_examples_better(language: str) -> None:
    """At the best fit each weight is balanced: what its piece still gets wrong, summed up over the messages, pulls as
    hard as the weight's own size pulls back (the gradient of the penalized likelihood is nought)."""
    reader = model_of(language)
    assert reader is not None
    seen = learnt(language)
    typed = [list(raw_words(cleaned(one.text))) for one in seen]
    stands = Counter(piece for words in typed for piece in {*words_of(words), *letters_of(words)})
    known = [piece for piece, _number in stands.most_common() if piece in reader.weights]
    looked_at = set(known[:LOOKED_AT])
    count = Counter(one.label for one in seen)
    pulls: dict[tuple[str, str], float] = defaultdict(float)
    for one, words in zip(seen, typed, strict=True):
        shares = dict(zip(CLASSES, reader.shares(words), strict=True))
        balance = len(seen) / (4 * count[one.label])
        for pieces in (set(words_of(words)), set(letters_of(words))):
            rarities = [reader.weights[piece].rarity for piece in pieces if piece in reader.weights]
            length = math.sqrt(sum(rarity * rarity for rarity in rarities))
            for piece in pieces & looked_at:
                for label in CLASSES:
                    wrong = shares[label] - (one.label == label)
                    pulls[piece, label] += balance * wrong * reader.weights[piece].rarity / length
    for piece in looked_at:
        weight = reader.weights[piece]
        against_none = [getattr(weight, label) / weight.rarity for label in CLASSES]
        none = -sum(against_none) / 4
        for label, found in zip(CLASSES, against_none, strict=True):
            assert pulls[piece, label] == pytest.approx(-(found + none) / STRENGTH, abs=0.5), (piece, label)
