"""Search for quotes in one text, from the strictest reading to the loosest.

In: a text, then quotes one by one. Out: a `Match` for each, with offsets into that text as it was given.
Refuses a fuzzy match of short quotes, of numbers that differ and of words that are other words.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from extractor.grounding import ellipsis
from extractor.grounding.fuzzy import WordIndex, long_enough
from extractor.grounding.views import Spellings, View
from extractor.grounding.words import occurrences
from extractor.models import EvidenceStatus


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
        """The best occurrence of the quote as one stretch; with `verbatim` never a fuzzy one.

        The first reading that finds it wins: exact; folded (Unicode form, white space, quotation marks, dashes);
        letter case; hyphens inside words; then, as fuzzy: accents; a few words changed.
        Among several occurrences: the first inside `near`, else the one nearest to it, a gap before it counted double;
        without `near` the first. A stretch with changed words is the likest one, wherever it stands.
        """
        sought = Spellings(quote)
        status, hits = self._spelling(sought)
        if verbatim:
            return _chosen(hits, near, status) if status is not EvidenceStatus.FUZZY else ABSENT
        return _chosen(hits, near, status) if hits else _chosen(self._changed(sought), near, EvidenceStatus.FUZZY)

    def parts(self, quote: str, near: range | None = None) -> list[tuple[str, Match]]:
        """The quote's parts between its ellipses, each with its place, one after the other and close together.

        A quote that stands in the text as a whole, ellipsis and all, is one part; so is one of which nothing is found.
        A part that is not found is absent; then each other one must say enough to be told from chance.

        >>> Haystack("The envoys met in Rome on Thursday.").parts("The envoys met … on Thursday")[1]
        ('on Thursday', Match(start=23, end=34, status=<EvidenceStatus.EXACT: 'exact'>))
        """
        words = ellipsis.split(quote)
        if words in ([], [quote]) or self._spelling(Spellings(quote))[1]:
            return [(quote, self.find(quote, near))]
        readings = [self._reading(part) for part in words]
        places = self._placed([hits for _, hits in readings], near)
        if len(places) < len(words):
            whole = self.find(quote, near)
            places = {at: hit for at, hit in places.items() if long_enough(words[at])}
            if whole is not ABSENT or not places:
                return [(quote, whole)]
        elif len(words) > 1 and not long_enough(" ".join(words)):
            return [(quote, ABSENT)]
        return [
            (part, Match(*places[at], readings[at][0]) if at in places else ABSENT) for at, part in enumerate(words)
        ]

    def _placed(self, hits: list[Hits], near: range | None) -> dict[int, tuple[int, int]]:
        ways = ellipsis.chains(hits)
        hulls = [(min(way.values())[0], max(way.values())[1]) for way in ways]
        return ways[hulls.index(_nearest(hulls, near))] if ways else {}

    def _reading(self, quote: str) -> tuple[EvidenceStatus, Hits]:
        """The strictest reading that finds the quote, and all places where it does."""
        sought = Spellings(quote)
        status, hits = self._spelling(sought)
        return (status, hits) if hits else (EvidenceStatus.FUZZY, self._changed(sought))

    def _spelling(self, sought: Spellings) -> tuple[EvidenceStatus, Hits]:
        """The same, where no word is changed."""
        quote = sought.text
        trimmed = bool(quote) and quote == quote.strip()
        # most quotes are letter for letter, and need no other spelling; what cannot be printed may fold to nothing
        if trimmed and (quote.isprintable() or sought.folded.stripped()) and (hits := occurrences(self.text, quote)):
            return EvidenceStatus.EXACT, hits
        hits = (
            _places(self._spelt.folded, sought.folded.stripped())
            or _places(self._spelt.uncased, sought.uncased.stripped())
            or _places(self._spelt.joined, sought.joined.stripped())
        )
        return (EvidenceStatus.NORMALIZED, hits) if hits else (EvidenceStatus.FUZZY, self._unaccented(sought))

    def _unaccented(self, sought: Spellings) -> Hits:
        return _places(self._spelt.bare, sought.bare.stripped())

    def _changed(self, sought: Spellings) -> Hits:
        closest = self._words.closest(sought)
        return _origins(self._spelt.bare, [closest]) if closest else []

    @cached_property
    def _words(self) -> WordIndex:
        return WordIndex(self._spelt.bare.text)


def _places(view: View, phrase: str) -> Hits:
    return _origins(view, occurrences(view.text, phrase)) if phrase else []


def _origins(view: View, hits: Hits) -> Hits:
    return [origin for hit in hits if (origin := view.origin(*hit))]


def _chosen(hits: Hits, near: range | None, status: EvidenceStatus) -> Match:
    return Match(*_nearest(hits, near), status) if hits else ABSENT


def _nearest(hits: Hits, near: range | None) -> tuple[int, int]:
    return hits[0] if near is None or len(hits) == 1 else min(hits, key=lambda hit: (_distance(hit, near), hit))


def _distance(hit: tuple[int, int], near: range) -> int:
    """0 inside the range; outside, 1 + the gap to it: news first says that it happened, then tells the rest."""
    start, end = hit
    if near.start <= start and end <= near.stop:
        return 0
    return 1 + max(start - near.stop, 2 * (near.start - end), 0)
