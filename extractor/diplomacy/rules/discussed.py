"""Finds what an event was about: themes, and the third countries that were talked of.

In: a page and the sentences of one event. Out: topics and subjects as the schema spells them.
Only sentences that report a discussion count; a theme named in passing does not.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources

from extractor.diplomacy.countries import MentionKind, side_code
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part, Sentence

_REPORT = re.compile(
    r"\b(?:discuss(?:ed|es|ing|ions?)?|talk(?:ed|s|ing)? about|talks? (?:on|covering|over|focused)|exchang(?:e|ed|es|"
    r"ing) (?:[a-z]+ ){0,2}(?:views|opinions)|addressed|touched (?:up)?on"
    r"|reviewed|to review|review(?:ing)?|covering|covered|focus(?:ed|es|ing)? on|raised|dealt with|consult(?:ed)? on|"
    r"conversation (?:on|about|focused)|considered|on the agenda|agenda (?:included|includes|will)"
    r"|subjects? of|spoke about|spoke on|negotiat\w+ (?:on|over)|underscored|emphasi[sz]ed|"
    r"expressed (?:[a-z]+ ){0,2}concerns?|explored?|items for discussion|mull(?:ed|s)?)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r",? (?:said|according to|the [A-Z][A-Za-z ]+ said|he said|she said|read)\b.*$|,? adding\b.*$", re.DOTALL
)


@cache
def _themes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    text = resources.files("extractor.diplomacy").joinpath("data/rules_topics.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple((theme, re.compile(rf"\b(?:{words})", re.IGNORECASE)) for theme, words in rows)


def reports(sentences: list[Sentence]) -> list[tuple[int, str]]:
    """The clauses that report a discussion: offset and words, from the reporting verb on."""
    found = []
    for sentence in sentences:
        if sentence.part is not Part.HEADLINE and (reported := _reported(sentence.words)):
            at, words = reported
            found.append((sentence.start + at, words))
    return found


@lru_cache(maxsize=512)  # themes and subjects of an event ask for the same sentences
def _reported(words: str) -> tuple[int, str] | None:
    match = _REPORT.search(words)
    if match is None:
        return None
    told = words[match.start() :]
    cut = _CUT.search(told, match.end() - match.start())
    return match.start(), (told[: cut.start()] if cut else told).rstrip(' .,;”"')


def topics(sentences: list[Sentence]) -> list[dict[str, str]]:
    """Each theme once, with the first clause that reports it as discussed."""
    found: dict[str, str] = {}
    for _, words in reports(sentences):
        named = [theme for theme, pattern in _themes() if pattern.search(words)]
        for theme in named:
            found.setdefault(theme, words)
    return [{"theme": theme, "quote": quote} for theme, quote in found.items()]


def subjects(page: Page, sentences: list[Sentence], codes: set[str]) -> list[str]:
    """Third countries and organisations named in the clauses that report a discussion."""
    found: dict[str, str] = {}
    for start, words in reports(sentences):
        for place in page.places_in(start, start + len(words)):
            code = place.code
            if (
                place.kind in (MentionKind.DEMONYM, MentionKind.CITY, MentionKind.METONYM)
                or code is None
                or code in codes
            ):
                continue
            if side_code(place.words) is not None:
                found.setdefault(code, place.words)
    return list(found.values())
