"""Finds dated or counted facts about a relationship, anywhere in the body.

In: a page. Out: milestones as the schema spells them, one for each kind and sentence.
"""

from __future__ import annotations

import re

from extractor.diplomacy.countries import MentionKind, side_code
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part, Sentence

_KINDS = (
    (
        "anniversary",
        (
            r"\b(?P<n>\d+)(?:st|nd|rd|th)? (?:anniversary|years? of (?:diplomatic )?(?:relations|ties))|"
            r"relations will be (?P<m>\d+) years|(?P<k>\d+) years (?:of|since)[^.;]{0,30}relations"
        ),
    ),
    (
        "relations_established",
        (
            r"\bestablish(?:ed|ment of|ing)? (?:[a-z]+ ){0,3}?(?:relations|ties)\b|(?:diplomatic )?relations (?:were|was|"
            r"have been) established|relations[^.;]{0,40}since (?:1[89]|20)\d\d"
        ),
    ),
    (
        "mission_opened",
        (
            r"\b(?:embassy|consulate|mission)\b[^.;]{0,60}?\b(?:opened|was established|were established|reopened|"
            r"was opened)|\bopened (?:its |an? |the )?(?:first )?(?:embassy|consulate)"
        ),
    ),
    ("partnership_upgraded", r"\b(?:raised|elevated|upgraded|lifted)\b[^.;]{0,60}?\b(?:partnership|level)"),
    (
        "mechanism_launched",
        r"\b(?:mechanism|commission|dialogue|format|council)\b[^.;]{0,30}?\b(?:was|were) (?:launched|established|set up|created)",
    ),
    (
        "nth_meeting",
        (
            r"\b(?:met|meetings?|talks|spoken|spoke) (?P<n>once|twice|(?:two|three|four|five|six|seven|eight|nine|ten|"
            r"\d+)(?= times))|\b(?:their|the) (?P<m>second|third|fourth|fifth|sixth|seventh|\d+(?:st|nd|rd|th)) (?:meeting|"
            r"round|call|summit|visit)"
        ),
    ),
    (
        "first_since",
        (
            r"\bfirst (?:[a-z-]+ ){0,6}(?:since|in (?:over |more than |nearly |almost )?(?:a|two|three|\d+) (?:years?|"
            r"decades?)|in (?:years|decades)|in (?:over|more than) a decade)|\bfirst (?:official |bilateral |"
            r"state )*(?:visit|meeting|conversation)[^.;]{0,40}\b(?:by|since|to)\b"
        ),
    ),
    (
        "recognition",
        (
            r"\brecogni[sz]ed (?:the )?(?:independence|statehood|sovereignty)|\bfirst (?:countries|country|"
            r"states?) (?:which|that|to) recogni[sz]ed?"
        ),
    ),
    (
        "agreement_in_force",
        (
            r"\b(?:agreement|treaty|accord|convention|pact)s?\b[^.;]{0,40}?\b(?:signed in|entered into force|in force since|"
            r"concluded in)|signed (?:many|several|\d+) agreements"
        ),
    ),
)
_PATTERNS = tuple((kind, re.compile(words, re.IGNORECASE)) for kind, words in _KINDS)
_STEMS = {  # a kind is looked for only where one of its stems stands
    "anniversary": ("annivers", "years"),
    "relations_established": ("establish", "relations"),
    "mission_opened": ("embassy", "consulate", "mission"),
    "partnership_upgraded": ("raised", "elevated", "upgraded", "lifted"),
    "mechanism_launched": ("launched", "establish", "set up", "created"),
    "nth_meeting": ("met ", "meeting", "talks", "spoke", "round", "call", "summit", "visit"),
    "first_since": ("first",),
    "recognition": ("recogni",),
    "agreement_in_force": ("signed", "force", "concluded"),
}
_WORDS = {
    "once": 1, "twice": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
}  # fmt: skip
_BOTH = re.compile(
    r"\b(?:the |our |these )?two (?:countries|nations|states|sides)\b|\bdiplomatic relations\b|"
    r"\bpolitical cooperation\b|\bboth (?:sides|countries)\b|\btop diplomats\b",
    re.IGNORECASE,
)


def of(page: Page, sides: list[str]) -> list[dict[str, object]]:
    """Every milestone; `sides` are the words for the main sides, meant by "the two countries"."""
    found: list[dict[str, object]] = []
    for sentence in page.sentences:
        if sentence.part is Part.HEADLINE:
            continue
        low = sentence.words.lower()
        for kind, pattern in _PATTERNS:
            if not any(stem in low for stem in _STEMS[kind]) or (kind == "relations_established" and "annivers" in low):
                continue
            for match in pattern.finditer(sentence.words):
                row = _row(page, sentence, kind, match, sides)
                if not any(_key(row) == _key(old) for old in found):
                    found.append(row)
                break
    return found


def _key(row: dict[str, object]) -> tuple[object, ...]:
    codes = (
        frozenset(side_code(str(words)) or words for words in row["countries"])
        if isinstance(row["countries"], list)
        else None
    )
    return row["kind"], row["date_text"], row["value"], codes


def _row(page: Page, sentence: Sentence, kind: str, match: re.Match[str], sides: list[str]) -> dict[str, object]:
    at = sentence.start + match.start()
    dates = page.dates_in(sentence.start, sentence.end)
    date = min(dates, key=lambda item: abs(item.start - at), default=None)
    countries = _countries(page, sentence, kind)
    if len(countries) < 2 and (_BOTH.search(sentence.words) or not countries):
        countries = sides
    dated = kind not in {"anniversary", "nth_meeting", "first_since", "recognition"} or (
        date is not None and "ago" not in date.words
    )
    return {
        "quote": sentence.words,
        "kind": kind,
        "date_text": date.words if date and dated else None,
        "countries": countries,
        "value": _value(match),
    }


def _countries(page: Page, sentence: Sentence, kind: str) -> list[str]:
    """The states that the sentence names, each once; a capital counts where a mission was opened in it."""
    kinds = {MentionKind.NAME, MentionKind.DEMONYM} | ({MentionKind.METONYM} if kind == "mission_opened" else set())
    named: dict[str, str] = {}
    for place in page.places_in(sentence.start, sentence.end):
        if place.code and place.kind in kinds:
            named.setdefault(place.code, place.words)
    return list(named.values())


def _value(match: re.Match[str]) -> int | None:
    words = next((value for value in match.groupdict().values() if value), None)
    if words is None:
        return None
    digits = re.sub(r"\D", "", words)
    return int(digits) if digits else _WORDS.get(words.lower())
