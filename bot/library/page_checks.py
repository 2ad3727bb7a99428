"""Checks of the pages: what a reader would stumble over, and what a page must never say."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from statistics import median

from bot.library.catalogs import LANGUAGES
from bot.library.finding import Finding, line_of
from bot.library.numbers import Numbers, telephone_numbers
from bot.library.page import Page
from bot.library.page_file import read_body
from bot.library.page_ids import EASY_PAGE_IDS, PAGE_IDS
from bot.library.pages import Library
from bot.library.readability import EASY_WORDS_A_SENTENCE, LEAST, MEDIAN, readability, sentences_of
from bot.library.telegram_html import refusals

TITLE_LIMIT = 40
SUMMARY_LIMIT = 110
ASKED_AS_LEAST = 12
WORDS = range(250, 601)

LONGEST_LINE = "Unité de jour d’oncologie, 00 00 00 00 00, du lundi au vendredi de 8 h 30 à 18 h 30, sauf jours fériés"
"""A unit's phone line as long as they get, to measure a filled part."""

_THRESHOLD = re.compile(
    r"\b(?:3[5-9]|4[01])(?:[.,]\d)?\s*(?:°(?:\s*C)?|degr)|°\s*C\b|(?<![\d/.,-])38(?:[.,]\d)?(?![\d/-])", re.IGNORECASE
)


def page_checks(library: Library, numbers: Numbers, content: Path, on: date) -> list[Finding]:
    """Everything to say about the pages, the common ones and the units'."""
    pages = [*library.common.values(), *(page for shelf in library.of_units.values() for page in shelf.values())]
    found = [Finding(p.file, p.line, "error", p.message) for p in library.problems]
    found += _missing(library, content)
    for page in pages:
        found += _head(page, library)
        found += _words(page, numbers)
        found += _dates(page, on)
    found += _median(library.common.values(), content)
    return found


def _missing(library: Library, content: Path) -> Iterator[Finding]:
    for language in LANGUAGES:
        for page_id in PAGE_IDS:
            file = content / language / "pages" / f"{page_id}.md"
            page = library.common.get((page_id, language))
            if page is None and not file.exists():
                yield Finding(file, 1, "error", f"this page is missing in {language}")
            elif page and page_id in EASY_PAGE_IDS and not page.easy_parts:
                yield Finding(file, 1, "error", f"the easy version is missing in {language}")
    for unit, shelf in library.of_units.items():
        for page_id, language in shelf:
            for other in LANGUAGES:
                if library.page(page_id, other, unit) is None:
                    file = shelf[page_id, language].file
                    yield Finding(file, 1, "warning", f"the unit has this page in {language} only, not in {other}")


def _head(page: Page, library: Library) -> Iterator[Finding]:
    def at(key: str, message: str) -> Finding:
        return Finding(page.file, line_of(page.file, f"{key}:"), "error", message)

    if len(page.title) > TITLE_LIMIT:
        yield at("title", f"the title has {len(page.title)} characters, a button takes {TITLE_LIMIT}")
    if len(page.summary) > SUMMARY_LIMIT:
        yield at("summary", f"the summary has {len(page.summary)} characters, at most {SUMMARY_LIMIT}")
    if page.topic not in {topic.id for topic in library.topics}:
        yield at("topic", f"there is no topic {page.topic}")
    for moment in set(page.moments) - {heading.id for heading in library.moments}:
        yield at("moments", f"there is no moment {moment}")
    if len(page.asked_as) < ASKED_AS_LEAST:
        yield at("asked_as", f"{len(page.asked_as)} phrases, at least {ASKED_AS_LEAST} help people find the page")
    for other in dict.fromkeys((*page.related, *page.links)):
        linked = library.page(other, page.language) or _in_units(library, other, page.language)
        if linked is None:
            line = line_of(page.file, f"page:{other}" if other in page.links else "related:")
            yield Finding(page.file, line, "error", f"a link goes to {other}, which is no page in {page.language}")
        elif linked.gentle and not page.gentle:
            yield Finding(
                page.file, line_of(page.file, other), "error", f"{other} is a gentle page: it is not offered here"
            )
    if not page.sources:
        yield at("sources", "no source")


def _in_units(library: Library, page_id: str, language: str) -> Page | None:
    return next((shelf[page_id, language] for shelf in library.of_units.values() if (page_id, language) in shelf), None)


def _words(page: Page, numbers: Numbers) -> Iterator[Finding]:
    easy = _easy_file(page)
    for file, parts in ((page.file, page.parts), (easy, page.easy_parts)):
        for part in parts:
            filled = part.replace("{unit_line}", LONGEST_LINE).replace("{numbers}", numbers.lines(page.language))
            for refusal in refusals(filled):
                yield Finding(file, 1, "error", f"Telegram would refuse a part: {refusal}")
            for name in set(re.findall(r"\{(\w+)\}", part)) - {"unit_line", "numbers"}:
                yield Finding(file, line_of(file, f"{{{name}}}"), "error", f"there is nothing to put for {{{name}}}")
    shown = f"{page.title}\n{page.summary}\n{page.text}"
    yield from _never_said(page.file, shown, numbers)
    score = readability(page.text, page.language)
    if score < LEAST:
        yield Finding(page.file, 1, "error", f"readability {score:.0f}, at least {LEAST}")
    if page.words not in WORDS:
        yield Finding(page.file, 1, "warning", f"{page.words} words, {WORDS.start} to {WORDS.stop - 1} read well")
    if page.easy_parts:
        text = read_body(easy, page.language).plain
        yield from _never_said(easy, text, numbers)
        for sentence in sentences_of(text):
            if len(re.findall(r"[^\W_]+", sentence)) > EASY_WORDS_A_SENTENCE:
                line = line_of(easy, " ".join(sentence.split()[:3]))
                yield Finding(
                    easy, line, "warning", f"over {EASY_WORDS_A_SENTENCE} words for an easy page: {sentence[:60]}…"
                )


def _never_said(file: Path, words: str, numbers: Numbers) -> Iterator[Finding]:
    for digits in telephone_numbers(words):
        if digits not in numbers.by_digits:
            yield Finding(
                file, line_of(file, digits), "error", f"{digits} is not in numbers.toml: write the unit's line"
            )
    for threshold in _THRESHOLD.findall(words):
        message = f"a fever threshold ({threshold.strip()}): sources differ, the unit's instruction decides"
        yield Finding(file, line_of(file, threshold.strip()), "error", message)


def _dates(page: Page, on: date) -> Iterator[Finding]:
    if page.review_is_over(on) and page.reviewed:
        message = f"the review of {page.reviewed.on} is over 18 months old: read the page again"
        yield Finding(page.file, line_of(page.file, "reviewed:"), "warning", message)
    for source in page.sources:
        if source.looked_up > on:
            yield Finding(page.file, line_of(page.file, "looked_up:"), "error", "a source was looked up in the future")


def _median(pages: Iterable[Page], content: Path) -> Iterator[Finding]:
    scores: dict[str, list[float]] = {}
    for page in pages:
        scores.setdefault(page.language, []).append(readability(page.text, page.language))
    for language, figures in scores.items():
        if median(figures) < MEDIAN:
            message = f"median readability {median(figures):.0f}, at least {MEDIAN}"
            yield Finding(content / language / "pages", 1, "error", message)


def _easy_file(page: Page) -> Path:
    if page.file.parent.name == "pages":
        return page.file.parent.parent / "easy" / page.file.name
    return page.file.parents[2] / "easy" / page.language / page.file.name
