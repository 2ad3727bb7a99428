"""Words as people type them, brought back to the words the rules are written in."""

from collections.abc import Iterable, Iterator, Mapping

from rapidfuzz.distance import OSA

from conversations.policies.safety_text import QUESTION, STOP, stretches

SHORTEST = 6
"""Letters a word needs before a slip is mended: below, one letter away is too often another word."""

_REMEMBERED = 20_000


class Spelling:
    """The spelling habits of one language.

    ``rewrites`` turns a written form into the words it stands for ("jveux" → "je veux"); ``fillers`` are dropped;
    ``known`` are words never to be mended; ``targets`` are the words of the rules a slip of one letter is mended to.
    ``splits`` says whether an apostrophe separates two words (French) or belongs to the word (English).
    """

    def __init__(
        self,
        rewrites: Mapping[str, str],
        fillers: Iterable[str],
        known: Iterable[str],
        targets: Iterable[str],
        splits: bool,
    ) -> None:
        self._rewrites = {form: tuple(words.split()) for form, words in rewrites.items()}
        self._fillers = frozenset(fillers)
        self._targets = frozenset(targets)
        self._known = frozenset(known) | self._targets | frozenset(rewrites)
        self._splits = splits
        self._one_less: dict[str, list[str]] = {}
        for target in sorted(self._targets):
            if len(target) >= SHORTEST:
                for form in (target, *_shortened(target)):
                    self._one_less.setdefault(form, []).append(target)
        self._memory: dict[str, tuple[str, ...]] = {}

    def words(self, raw: Iterable[str]) -> list[str]:
        """The words the rules read, fillers dropped, between two sentence ends."""
        words = [STOP]
        for word in raw:
            if word in (STOP, QUESTION):
                words.append(word)
                continue
            plain = self._memory.get(word)
            if plain is None:
                if len(self._memory) > _REMEMBERED:
                    self._memory.clear()
                plain = self._memory[word] = tuple(self._plain(word))
            words.extend(plain)
        words.append(STOP)
        return words

    def _plain(self, word: str) -> Iterator[str]:
        for part in self._parts(word):
            for one in self._rewrites.get(part, (part,)):
                if one not in self._fillers:
                    yield one

    def _parts(self, word: str) -> Iterator[str]:
        if word in self._rewrites:
            yield word
        elif "'" not in word:
            yield self._mended(word)
        elif self._splits:
            for part in word.split("'"):
                yield self._mended(part)
        elif word.endswith("'s"):
            yield self._mended(word[:-2].replace("'", ""))
        else:
            yield self._mended(word.replace("'", ""))

    def _mended(self, word: str) -> str:
        if word in self._known:
            return word
        for shorter in stretches(word):
            if shorter in self._known:
                return shorter
            word = shorter
        if len(word) < SHORTEST or not word.isalpha() or len(word) > 20:
            return word
        for form in (word, *_shortened(word)):
            for target in self._one_less.get(form, ()):
                if target[0] == word[0] and OSA.distance(word, target, score_cutoff=1) <= 1:
                    return target
        return word


def _shortened(word: str) -> Iterator[str]:
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
