"""Finds pages for words as people type them: lexical, and explainable word by word.

Two readings are added. The first asks what each word speaks for: how much more often does it stand on this page than
on the others? The second compares with every phrase in `asked_as`, title and summary: has somebody asked this before?
Words that mean the same (synonyms.toml) share a concept, mistyped ones are repaired from the words that occur. The
whole index is a few dictionaries, made at start in memory, the same on every database; a search takes about a
millisecond.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.library.page import Page
from bot.library.pages import CONTENT, Library
from bot.library.search_index import Alternatives, NearPhrases, WordEvidence
from bot.library.tone import SmallTalk, Tone
from bot.library.words import Speller, Synonyms, Vocabulary

CONCEPT_WEIGHT = 1.0
REPAIR_WEIGHTS = {1: 0.85, 2: 0.65}
EVIDENCE_WEIGHT = 0.8
PHRASE_WEIGHT = 1.2
SURE = 0.8
UNDERSTOOD = 0.6
"""Below this score, or with a smaller share of its longer words known, nothing fits: the nearest are offered as such.
With both, 94 of 100 queries of tests/library get an answer and 95 of 100 first pages are right; questions about
something else (a bicycle, a football match, a pizza) get none."""

LONGER = 4
"""Letters from which a word of a query should be known: the small ones are in any text."""

SURE_OF_A_GENTLE_PAGE = 1.25
"""A heavy page must be meant: every query for one in tests/library is above, "who won the match" is not."""

LONGEST = 4096
MOST_WORDS = 40
"""Characters and different words of a text that are read: a search stays short in the turn whatever somebody pastes."""

FITS_WELL = 1.4
"""From this score on a short remark is read as a question about that page."""

FITS_THE_BODY = 0.85
"""The same for pages on the body: "my gums bleed" is a way to ask."""

TOPICS_OF_THE_BODY = frozenset({"side-effects", "daily-life", "exams"})

TOPICS_OF_FEELINGS = frozenset({"emotions", "after", "relatives", "other"})
"""A remark whose nearest page stands here is a confidence, however well the page fits."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page, how well it fits, and whether it may be shown as an answer rather than as one of the nearest."""

    page_id: str
    score: float
    sure: bool


class Search:
    """The index of one language, for the readers of one unit."""

    def __init__(self, library: Library, language: str, unit: str | None = None, content: Path = CONTENT) -> None:
        synonyms = Synonyms.load(content / language / "synonyms.toml")
        self._pages = library.pages(language, unit)
        self._gentle = {page.id for page in self._pages if page.gentle}
        self._bodily = {page.id for page in self._pages if page.topic in TOPICS_OF_THE_BODY}
        self._feelings = {page.id for page in self._pages if page.topic in TOPICS_OF_FEELINGS}
        self._tone = Tone(content / language / "tone.toml")
        self._speller = Speller(language, synonyms.spelling)
        self._concepts = self._read_concepts(synonyms)
        self._longest = max(map(len, self._concepts), default=1)
        self._vocabulary = self._read_vocabulary(synonyms)
        self._known = {self._speller.stem(word) for word in self._vocabulary}
        self._repair = Vocabulary(self._vocabulary)
        self._evidence = WordEvidence([self._fields(page) for page in self._pages])
        self._phrases = NearPhrases(
            [(place, self._tokens(phrase)) for place, page in enumerate(self._pages) for phrase in _phrases(page)]
        )

    def find(self, words: str, limit: int = 8) -> list[Found]:
        """Best first; where nothing is sure, the three nearest. A gentle page is only there when it is sure."""
        shown = [hit for hit in self.nearest(words, len(self._pages)) if hit.sure or hit.page_id not in self._gentle]
        return shown[: limit if shown and shown[0].sure else min(3, limit)]

    def nearest(self, words: str, limit: int) -> list[Found]:
        """Every page that shares something with the words, best first, gentle ones too: for reports."""
        terms = self._terms(words)
        known = self._evidence.scores(terms)
        asked = self._phrases.scores(terms)
        scores = {
            place: EVIDENCE_WEIGHT * known.get(place, 0.0) + PHRASE_WEIGHT * asked.get(place, 0.0)
            for place in {*known, *asked}
        }
        ranked = sorted(scores, key=lambda place: (-scores[place], place))
        understood = self._understands(words)
        return [self._found(place, scores[place], understood) for place in ranked[:limit]]

    def _found(self, place: int, score: float, understood: bool) -> Found:
        page = self._pages[place]
        return Found(page.id, score, understood and score >= (SURE_OF_A_GENTLE_PAGE if page.gentle else SURE))

    def _understands(self, words: str) -> bool:
        longer = [word for word in self._speller.split(words[:LONGEST])[:MOST_WORDS] if len(word) >= LONGER]
        known = sum(self._speller.stem(word) in self._known for word in longer)
        return not longer or known >= UNDERSTOOD * len(longer)

    def small_talk(self, text: str) -> SmallTalk | None:
        """Thanks, a greeting, "ok", "yes" and the like: answered, not searched."""
        return self._tone.small_talk(text)

    def is_confidence(self, text: str) -> bool:
        """True where the text tells rather than asks: one warm line and three choices, never a list of pages."""
        if self._tone.asks(text) or not self._tone.tells(text):
            return False
        return not (self._tone.is_short(text) and not self._tone.confides(text) and self._is_practical(text))

    def _is_practical(self, text: str) -> bool:
        """Whether a page that is not about feelings fits well enough to be what the remark asks for."""
        for best in self.find(text, 1):
            enough = FITS_THE_BODY if best.page_id in self._bodily else FITS_WELL
            return best.score >= enough and best.page_id not in self._feelings
        return False

    def _read_concepts(self, synonyms: Synonyms) -> dict[tuple[str, ...], list[str]]:
        concepts: dict[tuple[str, ...], list[str]] = defaultdict(list)
        for name, expressions in synonyms.concepts.items():
            for expression in expressions:
                stems = tuple(self._speller.stem(word) for word in self._speller.split(expression))
                concepts[stems].append(f"={name}")
        return dict(concepts)

    def _read_vocabulary(self, synonyms: Synonyms) -> set[str]:
        texts = [" ".join((page.title, page.summary, page.text, *page.asked_as)) for page in self._pages]
        texts += [" ".join(words) for words in synonyms.concepts.values()]
        return {word for text in texts for word in self._speller.split(text)}

    def _fields(self, page: Page) -> dict[str, list[list[str]]]:
        texts = {"title": [page.title], "summary": [page.summary], "asked_as": page.asked_as, "text": [page.text]}
        return {name: [self._tokens(words) for words in field] for name, field in texts.items()}

    def _tokens(self, words: str) -> list[str]:
        """The stems of a text and the concepts it names."""
        stems = [self._speller.stem(word) for word in self._speller.split(words)]
        return stems + [concept for _, concepts in self._named(stems) for concept in concepts]

    def _named(self, stems: Sequence[str]) -> list[tuple[tuple[str, ...], list[str]]]:
        spans = (
            tuple(stems[i : i + size]) for size in range(1, self._longest + 1) for i in range(len(stems) - size + 1)
        )
        return [(span, self._concepts[span]) for span in spans if span in self._concepts]

    def _terms(self, words: str) -> list[Alternatives]:
        """Each word of the query with what it may stand for, and how much that counts."""
        terms: list[Alternatives] = []
        stems: list[str] = []
        for word in list(dict.fromkeys(self._speller.split(words[:LONGEST])))[:MOST_WORDS]:
            meant = self._meant(word)
            stems.append(max(meant, key=lambda stem: meant[stem]))
            concepts = {
                concept: weight * CONCEPT_WEIGHT
                for stem, weight in meant.items()
                for concept in self._concepts.get((stem,), [])
            }
            terms.append({**meant, **concepts})
        expressions = [concepts for span, concepts in self._named(stems) if len(span) > 1]
        return terms + [dict.fromkeys(concepts, 1.0) for concepts in expressions]

    def _meant(self, word: str) -> dict[str, float]:
        stem = self._speller.stem(word)
        if stem in self._known or len(word) < 3:
            return {stem: 1.0}
        for rest in self._speller.unglued(word):
            if rest in self._vocabulary:
                return {self._speller.stem(rest): 1.0}
        repaired = {
            self._speller.stem(near): REPAIR_WEIGHTS[distance]
            for near, distance in reversed(self._repair.nearest(word))
        }
        return repaired or {stem: 1.0}


def _phrases(page: Page) -> tuple[str, ...]:
    return (page.title, page.summary, *page.asked_as)
