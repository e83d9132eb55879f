"""Finds where a story begins behind the source, city and date that open it: "KUANTAN, Feb 16 (Agency):".

In: a text, an offset and the places of the text. Out: the offset of the story's first word, and the city, or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractor.diplomacy.countries import Mention

_STAMP = re.compile(r"\W*date\s+\d{4}-\d\d(?:-\d\d)?\s+", re.IGNORECASE)
_SOURCE = re.compile(r"\W*\([^()\n]{3,90}\)\s*")
_CAPITALS = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ’'.-]+(?:[ ][A-ZÀ-Þ][A-ZÀ-Þ’'.-]+){0,3}(?=[\W\d])")
_DETAIL = re.compile(  # date, agency, country: nothing that a sentence begins with
    r"(?:\s*[,/.|-]?\s*(?:[A-Z][a-z]{2,8}day|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?|\d{1,4}(?:st|nd|rd|th)?|"
    r"[A-ZÀ-Þ][A-ZÀ-Þ./-]+|(?:[A-Z][a-z]+\s?){1,2}(?=\s*[,(–—:-])|\([^()\n]{2,40}\)))*"
)
_CLOSED = re.compile(r"\s*(?:[–—:]+|-{1,2}(?=\s)|\.?\s*/[A-Za-z.\s]+/\.?\s*[–—:-]*)\s*|(?<=\))\s+(?=[A-Z“\"])")


def story(text: str, start: int, end: int, places: Mapping[int, Mention]) -> tuple[int, Mention | None]:
    """Where the story of a paragraph starts, and the city that its dateline names."""
    at = start
    for lead in (_STAMP, _SOURCE):
        match = lead.match(text, at, end)
        at = match.end() if match else at
    place = places.get(at)
    city = place.end if place else None
    if capitals := _CAPITALS.match(text, at, end):
        city = max(city or 0, capitals.end())
    if city is None:
        return at, None
    detail = _DETAIL.match(text, city, end)
    closed = _CLOSED.match(text, detail.end() if detail else city, end)
    if closed is None or closed.end() - at > 110 or closed.end() >= end:
        return at, None
    return closed.end(), place
