"""Finds who speaks in a release written in the first person ("I met with …").

In: a text, and the names and titles in it. Out: the letterhead's person, and each "I" outside direct speech.
A text that nobody signs with an office has no such author.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.diplomacy.offices import TitleMention
from extractor.diplomacy.rules.claim import Claim
from extractor.diplomacy.rules.names import Name

_HEAD = 400  # code points of the page in which a letterhead stands
_NEAR = 40
_I = re.compile(r"\bI\b(?![.’'])")
_SPEECH = re.compile(r"[“\"][^”\"]*(?:[”\"]|$)")


def first_persons(text: str) -> list[tuple[int, int]]:
    """Each "I" outside direct speech."""
    if " I " not in text:
        return []
    spoken = [match.span() for match in _SPEECH.finditer(text)]
    found = [match.span() for match in _I.finditer(text)]
    return [span for span in found if not any(start <= span[0] < end for start, end in spoken)]


def signed(text: str, names: Iterable[Name], titles: Iterable[TitleMention]) -> Claim | None:
    """The person and office of the letterhead: a full name within a few words of a title."""
    ranks = [title for title in titles if title.end < _HEAD and " " in title.words]
    for name in names:
        if name.end > _HEAD or len(name.tokens) < 2:
            continue
        for title in ranks:
            between = text[min(name.end, title.end) : max(name.start, title.start)]
            if len(between) < _NEAR and "." not in between:
                return Claim(name.start, name.end, name, title)
    return None
