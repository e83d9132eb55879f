"""Tells from the words around a name whether its bearer acted, spoke or was met.

In: a text and where a name begins or ends in it. Out: yes or no. Who is named only to say who another is did nothing.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

_BEFORE, _ASIDE = 130, 40  # code points looked back
_THEN = (  # between a name and its verb: "…, the Utopian minister, will on Monday also"
    r"(?:,[^,.;\n]{0,70},|,|\s+\([^()\n]{1,40}\))?(?:\s+and\s+(?!the two)[^.;,\n]{3,70}?)?(?:,?\s+(?:also|then|later|too|"
    r"both|who|has|have|had|will|would|was|is|to|today|yesterday|[a-z]+ly|on [A-Z][a-z]+day"
    r"|in return|in response|on (?:his|her) part|"
    r"for (?:his|her) part|together),?){0,4}\s+"
)
_IN_TURN = (
    r"[’']s (?:host|guest|(?:[a-z]+ ){0,3}(?:visit|trip|arrival|tour|delegation))\b|"
    r",? (?:for|on) (?:his|her) part\b|,? in (?:his|her) turn\b"
)


@cache
def _words(kind: str) -> str:
    """The patterns of one kind in the table data/rules_deeds.tsv, as one."""
    text = resources.files("extractor.diplomacy").joinpath("data/rules_deeds.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return "|".join(words for found, words in rows if found == kind)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    own = r"(?:the\s+|his\s+|her\s+|its\s+|their\s+|with\s+)?"
    letter = _words("letter")
    return {
        "acts": re.compile(rf"{_THEN}(?:{_words('act')})\b|{_IN_TURN}"),
        "speaks": re.compile(rf"{_THEN}(?:{_words('say')})\b"),
        "met": re.compile(
            rf"\b(?:{_words('by')})\b[^.;,]{{0,50}}?\bby\s+{own}$|\b(?:{_words('meet')})\s+{own}(?:[a-z]+,?\s+)?$|"
            rf"\b(?:{letter})\s+(?:of [a-z]+ )?(?:from|to|by|for)\s+(?:the\s+)?$|"
            rf"\b(?:{letter})\b[^.;]{{0,30}}\b(?:from|by)\b[^.;]{{3,80}}\bto\s+{own}$"
        ),
        "aside": re.compile(rf"\b(?:{_words('of')})s? (?:of|to|for) (?:the )?(?:[a-z]+ )?$"),
    }


def acts(text: str, end: int) -> bool:
    """Whether the words after a name say that its bearer received, met, signed, led or handed over.

    >>> acts("Roe, the minister, will on Monday also receive him.", 3), acts("Roe told reporters.", 3)
    (True, False)
    """
    return _patterns()["acts"].match(text, end) is not None


def speaks(text: str, end: int) -> bool:
    """Whether the words after a name say that its bearer spoke.

    >>> speaks("Roe said on Monday that he was glad.", 3), speaks("Roe left.", 3)
    (True, False)
    """
    return _patterns()["speaks"].match(text, end) is not None


def met(text: str, start: int) -> bool:
    """Whether the words before a name say that somebody met, told or received its bearer.

    >>> met("He was met on arrival by President Roe.", 25), met("He thought of Roe.", 14)
    (True, False)
    """
    return _patterns()["met"].search(text, max(0, start - _BEFORE), start) is not None


def aside(text: str, start: int) -> bool:
    """Whether somebody is named only to say who another is: "the wife of President NAME".

    >>> aside("the wife of President Roe", 12), aside("the visit of President Roe", 13)
    (True, False)
    """
    return _patterns()["aside"].search(text, max(0, start - _ASIDE), start) is not None
