"""From the verbatim values of a reply to evidence rows.

In: a reply and its article. Out: one row for each quoted value, and a warning for each that the article's body lacks.
Refuses nothing; what is only furniture or tail of the page counts as absent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from pydantic import BaseModel

from extractor.fields import verbatim_values
from extractor.grounding.haystack import ABSENT, Haystack, Match
from extractor.models import Article, Evidence, EvidenceStatus, Warning

SHOWN = 80  # characters of a quote in a message
_LAST_INDEX = re.compile(r"\[\d+\](?!.*\[)")


def locate(reply: BaseModel, article: Article) -> tuple[list[Evidence], list[Warning]]:
    """Find every filled verbatim value of the reply in the article's own words, in document order.

    A value that occurs more than once goes to the occurrence that its place in the reply speaks for:

    1. An object's first located value, an event's quote or a participant's name, anchors the rest of the object and
       the objects in it: the first occurrence inside the anchor, else the nearest, a gap before it counted double.
    2. The same words again in the next object of a list ("Foreign Minister" twice) go to the next occurrence inside
       the anchor, if there is one.
    3. An object without anchor above it, such as the next event, goes on after the one before it, if it can.

    The warnings' codes are `ungrounded` and, for a quote from furniture or tail, `tail_only`. A value whose field
    may be in other words (`Verbatim(optional=True)`) leaves neither row nor warning when it is absent.
    """
    body, page = Haystack(article.coded), Haystack(article.text)
    anchors = _Anchors(len(article.text))
    rows: list[Evidence] = []
    warnings: list[Warning] = []
    for path, quote, mark in verbatim_values(reply):
        match = _whole(body.find(quote, anchors.near(path, quote)), article, body)
        if match is ABSENT and mark.optional:
            continue
        rows.append(Evidence(path=path, quote=quote, start=match.start, end=match.end, status=match.status))
        if match.span is None:
            warnings.append(_missing(path, quote, page))
        else:
            anchors.add(path, quote, match.span)
    return rows, warnings


def _whole(match: Match, article: Article, body: Haystack) -> Match:
    """A match that runs across blanked-out furniture has words between that the quote lacks: it is fuzzy."""
    if match.start is None or article.text[match.start : match.end] == body.text[match.start : match.end]:
        return match
    return Match(match.start, match.end, EvidenceStatus.FUZZY)


def _missing(path: str, quote: str, page: Haystack) -> Warning:
    shown = quote if len(quote) <= SHOWN else f"{quote[: SHOWN - 1].rstrip()}…"
    if page.find(quote, verbatim=True) is ABSENT:
        return Warning(code="ungrounded", message=f"{path}: {shown!r} does not stand in the article")
    return Warning(code="tail_only", message=f"{path}: {shown!r} stands only outside the article's body")


@dataclass
class _Anchors:
    """Where the objects of the reply were found so far."""

    length: int
    objects: dict[str, range] = field(default_factory=dict)  # "events[0].participants[1]" → its first located value
    series: dict[str, tuple[str, range]] = field(default_factory=dict)  # "events[].quote" → the last located one

    def near(self, path: str, quote: str) -> range | None:
        anchor = self._anchor(path)
        said, last = self.series.get(_series(path), ("", None))
        if last is None:
            return anchor
        if anchor is None:
            return range(last.stop, self.length)
        return range(max(anchor.start, last.stop), anchor.stop) if said == quote and last.stop < anchor.stop else anchor

    def add(self, path: str, quote: str, span: range) -> None:
        self.series[_series(path)] = quote, span
        if not path.endswith("]"):  # a word of a list stands for itself, not for the object that holds the list
            self.objects.setdefault(path.rpartition(".")[0], span)

    def _anchor(self, path: str) -> range | None:
        owner = path
        while "." in owner:
            owner = owner.rpartition(".")[0]
            if owner in self.objects:
                return self.objects[owner]
        return None


@lru_cache(maxsize=4096)  # the same paths in every reply
def _series(path: str) -> str:
    return _LAST_INDEX.sub("[]", path)
