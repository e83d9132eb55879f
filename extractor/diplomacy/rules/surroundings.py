"""What stands directly before and after a place in the text: titles and sides, found by where they end and start.

In: the text with its title and side mentions. Out: the mention next to an offset, or None; nothing is guessed at a distance.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import TypeVar

from extractor.diplomacy.countries import Mention
from extractor.diplomacy.offices import TitleMention

T = TypeVar("T")

FILLER = (
    r"(?:(?:the|a|an|his|her|former|new|newly|appointed|acting|outgoing|incoming|interim|visiting|current|then|caretaker|long-time"
    r"|far-right|veteran|top|senior|leading|powerful|high-ranking|newly-elected|re-elected|hardline|embattled|long-serving)\s+){0,3}"
)
TO_TITLE = re.compile(rf"(?:[’'`]s?)?[\s-]+{FILLER}")
_OF = re.compile(r"(?:,?\s+(?:of|for|from)\s+|,\s+)(?:the\s+)?")
_OF_STATE = re.compile(r",?\s+(?:of|for|from)\s+(?:the\s+)?")
_OF_SENDER = re.compile(r",?\s+(?:of|from)\s+(?:the\s+)?")  # an envoy "for Utopia" is not Utopia's
_REACH = 45  # no filler between a side and its office is longer


class Surroundings:
    """Titles and sides of a text, by where they start and end."""

    def __init__(self, text: str, titles: Iterable[TitleMention], sides: Iterable[Mention]) -> None:
        self.text = text
        self.titles = tuple(titles)
        self.sides = tuple(sides)
        self.title_to = {title.end: title for title in self.titles}
        self.title_from = {title.start: title for title in self.titles}
        self.side_to = {side.end: side for side in self.sides}
        self.side_from = {side.start: side for side in self.sides}
        self._title_ends = sorted(self.title_to)
        self._side_ends = sorted(self.side_to)

    def side_before(self, at: int, gap: re.Pattern[str]) -> Mention | None:
        """The side that ends before `at`, when nothing but `gap` stands between."""
        return self._before(at, gap, self.side_to)

    def title_before(self, at: int, gap: re.Pattern[str]) -> TitleMention | None:
        """The title that ends before `at`, when nothing but `gap` stands between."""
        return self._before(at, gap, self.title_to)

    def side_after(self, at: int, gap: re.Pattern[str] = _OF) -> Mention | None:
        """The side that starts after `at`, when nothing but `gap` stands between."""
        match = gap.match(self.text, at)
        if match and "\n\n" in match.group():
            return None
        return self.side_from.get(match.end()) if match else None

    def _before(self, at: int, gap: re.Pattern[str], ends: Mapping[int, T]) -> T | None:
        order = self._title_ends if ends is self.title_to else self._side_ends
        index = bisect_right(order, at) - 1
        while index >= 0 and order[index] > at - _REACH:
            end = order[index]
            if "\n" in self.text[end:at]:
                return None  # what stands in another line, say the headline, is not attached
            if gap.fullmatch(self.text, end, at):
                return ends[end]
            index -= 1
        return None

    def side_of_title(self, title: TitleMention) -> Mention | None:
        """The side that an office belongs to: "Turkish Foreign Minister", "President of Azerbaijan"."""
        gap = _OF_SENDER if title.level == "envoy" else _OF_STATE
        return self.side_before(title.start, TO_TITLE) or self.side_after(title.end, gap)
