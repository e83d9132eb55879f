"""Finds what an event was about: themes, and the third countries that were talked of.

In: a page, an event and the sentences that speak of it. Out: topics and subjects as the schema spells them.
Only clauses that report a discussion count; a theme named in passing does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources

from extractor.diplomacy.countries import MentionKind, side_code
from extractor.diplomacy.rules.events import Event
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part, Sentence

_REPORT = re.compile(
    r"\b(?:discuss(?:ed|es|ing|ions?)?|talk(?:ed|s|ing)? about|talks? (?:on|covering|over|focused)|exchang(?:e|ed|es|"
    r"ing) (?:[a-z]+ ){0,2}(?:views|opinions)|exchanged by opinions|addressed|touched (?:up)?on"
    r"|reviewed|to review|review(?:ing)?|covering|covered|(?:focus|cent(?:re|er))(?:s|ed|es|ing)? on|raised|deal(?:s|t)? with|"
    r"consult(?:ed)? on|conversation (?:on|about|focused)|considered|on the agenda (?:are|were|is|was)|"
    r"agenda (?:included|includes|will)|bargain(?:ed|ing)? over|thanked [^.;,]{3,60}? for|demanded|asked [^.;,]{0,40}?(?:to|for)"
    r"|subjects? of|spoke about|spoke on|negotiat\w+ (?:on|over)|underscored|emphasi[sz]ed|revolved around|devoted to|"
    r"expressed (?:[a-z]+ ){0,2}concerns?|explored?|items for discussion|mull(?:ed|s)?|went (?:through|over)|"
    r"call concerned|talks concerned|topics? (?:of|were|was|included))\b"
)
_PASSIVE = re.compile(
    r"\W*(?:(?:In addition|Also|Besides|Finally), )?(?P<told>[^.;:“”\"]{4,240}?),?\s+(?:was|were|is|are|has been|have been)\s+"
    r"(?:(?!not|never)[a-z]+ ){0,2}?"
    r"(?:discussed|reviewed|addressed|raised|lifted|touched (?:up)?on|on the agenda|dealt with|considered)\b"
)
_PARTICIPLE = re.compile(r"\b(?:discussed|reviewed|addressed|raised|lifted|touched|agenda|dealt|considered)\b")
_CUT = re.compile(
    r",? (?:said|according to|the [A-Z][A-Za-z ]+ said|he said|she said|read)\b.*$|,? adding\b.*$", re.DOTALL
)
_NEXT = re.compile(  # where one item of a list ends and another begins
    r",\s+(?:and\s+|as well as\s+|or\s+)?|\s+as well as\s+|\s+and\s+(?=(?:the|an?|about|on|over|their|its|how|possible|other|in)\b)"
)
_OPENS = re.compile(r"\W*(?:on the agenda \w+|(?:[\w-]+ )*?(?:about|on|with))\s+|\W*\w+(?:ed|ing|es)\s+", re.IGNORECASE)
_WHOLE = 70  # code points: a clause as short as this is one quote, however many items it has
_PROTOCOL = re.compile(r"congratulat|condol|sympath|felicitat|national day", re.IGNORECASE)
_REGION = re.compile(
    r"\b(?:Sahel|Middle East|Western Balkans|South Caucasus|Central Asia|Horn of Africa|Indo-Pacific|Crimea|Kashmir|Donbas|Donbass|"
    r"West Bank|Gaza Strip|Golan Heights|(?:[A-Z][a-z]+ ){1,2}(?:[Pp]eninsula|Sea|Strait|Islands))\b"
)


@cache
def _themes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    text = resources.files("extractor.diplomacy").joinpath("data/rules_topics.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple((theme, re.compile(rf"\b(?:{words.lower()})")) for theme, words in rows)


def reports(sentences: Iterable[Sentence]) -> list[tuple[int, str]]:
    """The clauses that report a discussion: offset and words, from the reporting verb on, or up to a passive one."""
    found = []
    for sentence in sentences:
        if sentence.part is not Part.HEADLINE and (reported := _reported(sentence.words)):
            at, words = reported
            found.append((sentence.start + at, words))
    return found


@lru_cache(maxsize=512)  # themes and subjects of an event ask for the same sentences
def _reported(words: str) -> tuple[int, str] | None:
    small = words.lower() if len(words.lower()) == len(words) else words  # compared faster than letters of any case
    if _PARTICIPLE.search(small) and (passive := _PASSIVE.match(words)):
        return passive.start("told"), passive["told"]
    match = _REPORT.search(small)
    if match is None:
        return None
    told = words[match.start() :]
    cut = _CUT.search(told, match.end() - match.start())
    return match.start(), (told[: cut.start()] if cut else told).rstrip(' .,;”"')


def topics(page: Page, event: Event, sentences: Iterable[Sentence]) -> list[dict[str, str]]:
    """Each theme once, with the item of the first clause that reports it as discussed."""
    found: dict[str, str] = {}
    for _, words in reports(sentences):
        small = words.lower() if len(words.lower()) == len(words) else words
        for theme, pattern in _themes():
            if theme not in found and (match := pattern.search(small)):
                found[theme] = _item(words, match.start())
    for contact in event.contacts if event.type == "correspondence" else ():
        told = page.text[contact.cue.start : contact.sentence.end].rstrip(' .,;”"')
        if contact.sentence.part is not Part.HEADLINE and _PROTOCOL.search(told):
            found.setdefault("protocol", told)
    return [{"theme": theme, "quote": quote} for theme, quote in found.items()]


def _item(words: str, at: int) -> str:
    """The item of a list in which an offset lies, adjectives with their noun: "trade in grain", "political and economic ties"."""
    if len(words) <= _WHOLE:
        return words
    opens = _OPENS.match(words)
    start = opens.end() if opens and opens.end() <= at else 0
    for separator in _NEXT.finditer(words, start):
        if separator.start() > at and " " in words[start : separator.start()].strip():
            return words[start : separator.start()]
        if separator.end() <= at and " " in words[start : separator.start()].strip():
            start = separator.end()
    return words[start:]


def subjects(page: Page, sentences: Iterable[Sentence], codes: set[str]) -> list[str]:
    """Third countries, organisations and regions named in the clauses that report a discussion."""
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
        for region in _REGION.finditer(words):
            found.setdefault(region.group(), region.group())
    return list(found.values())
