"""The words of an article behind a value: of gold, of a prediction, of an earlier one.

In: ledger rows of one article, its text, evidence where it was kept. Out: half-open code-point spans of the text, in order.
Where a value has no words of its own, those of the nearest object around it that has some are taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cached_property

from extractor.grounding import Haystack
from extractor.ledger import Row
from extractor.models import Evidence, EvidenceStatus

Spans = tuple[tuple[int, int], ...]
_MEMBER = re.compile(r"\[\d+\]$")


class Side(StrEnum):
    """Whose values the rows are read for."""

    GOLD = "gold"
    PREDICTED = "predicted"


class Text:
    """An article's text, searched once for each quote."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._found: dict[str, Spans] = {}

    def spans(self, quote: str) -> Spans:
        """Where a quote stands, in parts where it has an ellipsis; nothing where it does not stand.

        >>> Text("The envoys met in Rome on Thursday.").spans("in Rome")
        ((15, 22),)
        """
        if quote not in self._found:
            at = self.text.find(quote) if quote else -1
            self._found[quote] = ((at, at + len(quote)),) if at >= 0 else self._loosely(quote)
        return self._found[quote]

    def _loosely(self, quote: str) -> Spans:
        found = (match for _, match in self._haystack.parts(quote))
        return tuple((match.start, match.end) for match in found if match.start is not None and match.end is not None)

    @cached_property
    def _haystack(self) -> Haystack:
        return Haystack(self.text)


class Words:
    """Where the values of one side stand in one article."""

    def __init__(self, text: Text, rows: Iterable[Row], side: Side, evidence: Sequence[Evidence] = ()) -> None:
        self._text = text
        self._quotes: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for row in rows:
            path, value = (row.gold_path, row.gold) if side is Side.GOLD else (row.predicted_path, row.predicted)
            if path is not None and isinstance(value, str) and row.comparator in ("quote", "name"):
                (self._quotes if row.comparator == "quote" else self._names)[path] = value
        self._located: dict[str, list[Evidence]] = {}
        self._absent = {found.path for found in evidence if found.status is EvidenceStatus.ABSENT}
        for found in evidence:
            if found.status is not EvidenceStatus.ABSENT:
                for path in {found.path, _MEMBER.sub("", found.path)}:  # a member of a set speaks for the set, too
                    self._located.setdefault(path, []).append(found)

    def behind(self, slot: str | None, value: object) -> Spans:
        """The spans behind the value at a place such as "events[0].participants[1].name".

        None without place or value, and none for words that were looked for and do not stand in the article.
        """
        if slot is None or value is None:
            return ()
        own = self._located.get(slot, [])
        if said := [found for found in own if found.quote == value] or own:
            return _spans(said)
        if slot in self._quotes or slot in self._absent:
            return self._quoted(slot)
        if quoted := self._quoted(f"{slot}_text"):
            return quoted
        around = self._around(slot.rpartition(".")[0])
        return self._inside(around, value) or around

    def _around(self, owner: str) -> Spans:
        """The words of an object: its quote, the words it was read from, its name, else those of the object that holds it."""
        inside = f"{owner}." if owner else ""
        for path in (f"{inside}quote", f"{owner}_text", f"{inside}name"):
            if quoted := self._quoted(path):
                return quoted
        if not owner:
            return ()
        around = self._around(owner.rpartition(".")[0])
        return self._inside(around, self._names.get(f"{inside}name")) or around

    def _quoted(self, path: str) -> Spans:
        quote = self._quotes.get(path)
        return _spans(self._located.get(path, ())) or (self._text.spans(quote) if quote else ())

    def _inside(self, around: Spans, value: object) -> Spans:
        """The value's own letters within the words around it."""
        if not isinstance(value, str) or not value:
            return ()
        places = ((self._text.text.find(value, start, end), len(value)) for start, end in around)
        return next((((at, at + length),) for at, length in places if at >= 0), ())


def _spans(found: Iterable[Evidence]) -> Spans:
    return tuple((one.start, one.end) for one in found if one.start is not None and one.end is not None)
