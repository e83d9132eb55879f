"""Search for quotes in one text, from the strictest reading to the loosest.

In: a text, then quotes one by one. Out: a `Match` for each, with offsets into that text as it was given.
Refuses a fuzzy match of short quotes, of numbers that differ and of words that are other words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from extractor.grounding.fuzzy import WordIndex, long_enough
from extractor.grounding.views import Spellings, View
from extractor.grounding.words import occurrences
from extractor.models import EvidenceStatus

_ELLIPSIS = re.compile(r"\s*(?:\[\s*\.{3,}\s*\]|\(\s*\.{3,}\s*\)|\.{3,}|\.(?:\s\.){2,})\s*")
OMISSION = 500  # characters that an ellipsis may stand for: about one paragraph


@dataclass(frozen=True)
class Match:
    """Where a quote stands: half-open code-point offsets, null when it is absent."""

    start: int | None
    end: int | None
    status: EvidenceStatus

    @property
    def span(self) -> range | None:
        """The offsets as a range, or None."""
        return None if self.start is None or self.end is None else range(self.start, self.end)


Hits = list[tuple[int, int]]
ABSENT = Match(None, None, EvidenceStatus.ABSENT)


class Haystack:
    """One text to search many quotes in; each looser view of it is built once, when first needed.

    >>> stack = Haystack("The envoys met on Tuesday. “We agreed”, they said on Tuesday.")
    >>> stack.find("on Tuesday").span, stack.find("on Tuesday", near=range(27, 61)).span
    (range(15, 25), range(50, 60))
    >>> stack.find('"we agreed"').status.value, stack.find("We agreed, they said Tuesday").status.value
    ('normalized', 'fuzzy')
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._spelt = Spellings(text)

    def find(self, quote: str, near: range | None = None, *, verbatim: bool = False) -> Match:
        """The best occurrence of the quote; with `verbatim` never a fuzzy one.

        The first reading that finds it wins: exact; folded (Unicode form, white space, quotation marks, dashes);
        letter case; hyphens inside words; then, as fuzzy: accents; words left out at an ellipsis; a few words changed.
        Among several occurrences: the first inside `near`, else the one nearest to it, a gap before it counted double;
        without `near` the first. A stretch with changed words is the likest one, wherever it stands.
        """
        trimmed = bool(quote) and quote == quote.strip()
        # most quotes are letter for letter, and need no other spelling; what cannot be printed may fold to nothing
        if trimmed and quote.isprintable() and (hits := occurrences(self.text, quote)):
            return _chosen(hits, near, EvidenceStatus.EXACT)
        sought = Spellings(quote)
        if not sought.folded.stripped():
            return ABSENT
        if trimmed and (hits := occurrences(self.text, quote)):
            return _chosen(hits, near, EvidenceStatus.EXACT)
        if hits := self._normalized(sought):
            return _chosen(hits, near, EvidenceStatus.NORMALIZED)
        if not verbatim and (hits := self._fuzzy(sought.bare.stripped())):
            return _chosen(hits, near, EvidenceStatus.FUZZY)
        return ABSENT

    def _normalized(self, sought: Spellings) -> Hits:
        return (
            _places(self._spelt.folded, sought.folded.stripped())
            or _places(self._spelt.uncased, sought.uncased.stripped())
            or _places(self._spelt.joined, sought.joined.stripped())
        )

    def _fuzzy(self, quote: str) -> Hits:
        view = self._spelt.bare
        if hits := _places(view, quote) or _origins(view, self._elliptic(quote)):
            return hits
        closest = self._words.closest(quote)
        return _origins(view, [closest]) if closest else []

    def _elliptic(self, quote: str) -> Hits:
        """The hulls of the quote's parts, where they stand in order and close together."""
        pieces = _ELLIPSIS.split(quote)
        parts = [part for part in pieces if part]
        if len(pieces) == 1 or not long_enough(" ".join(parts)):
            return []
        text = self._spelt.bare.text
        hulls = occurrences(text, parts[0])
        for part in parts[1:]:
            following = occurrences(text, part)
            pairs = [(hull, next((hit for hit in following if hit[0] >= hull[1]), None)) for hull in hulls]
            hulls = [(hull[0], hit[1]) for hull, hit in pairs if hit and hit[0] - hull[1] <= OMISSION]
        shortest = {end: start for start, end in hulls}  # starts rise, so the last and closest one stays
        return [(start, end) for end, start in shortest.items()]

    @cached_property
    def _words(self) -> WordIndex:
        return WordIndex(self._spelt.bare.text)


def _places(view: View, phrase: str) -> Hits:
    return _origins(view, occurrences(view.text, phrase)) if phrase else []


def _origins(view: View, hits: Hits) -> Hits:
    return [origin for hit in hits if (origin := view.origin(*hit))]


def _chosen(hits: Hits, near: range | None, status: EvidenceStatus) -> Match:
    if near is None or len(hits) == 1:
        return Match(*hits[0], status)
    start, end = min(hits, key=lambda hit: (_distance(hit, near), hit))
    return Match(start, end, status)


def _distance(hit: tuple[int, int], near: range) -> int:
    """0 inside the range; outside, 1 + the gap to it: news first says that it happened, then tells the rest."""
    start, end = hit
    if near.start <= start and end <= near.stop:
        return 0
    return 1 + max(start - near.stop, 2 * (near.start - end), 0)
