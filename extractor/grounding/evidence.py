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
PARAGRAPH = 500  # characters
_LAST_INDEX = re.compile(r"\[\d+\](?!.*\[)")


def locate(reply: BaseModel, article: Article) -> tuple[list[Evidence], list[Warning]]:
    """Find every filled verbatim value of the reply in the article's own words, in document order.

    A value that occurs more than once goes to the occurrence that its place in the reply speaks for:

    1. An object's first located value, an event's quote or a participant's name, anchors the rest of the object and
       the objects in it: the first occurrence inside the anchor, else the nearest, a gap before it counted double.
    2. The same words again in a list of one anchor ("Foreign Minister" twice) go to the next occurrence inside the
       anchor, or within a paragraph where the anchor has none of them; they stay when there is no next one.
    3. An object without anchor above it, such as the next event, goes on after the one before it, if it can, and never
       back behind the same words.

    A quote with words left out at an ellipsis has a row for each part, all with its path, in document order.
    The warnings' codes are `ungrounded` and, for a quote from furniture or tail, `tail_only`. A value whose field
    may be in other words (`Verbatim(optional=True)`) leaves neither row nor warning when it is absent.
    """
    body = Haystack(article.coded)
    page = None if article.coded == article.text else Haystack(article.text)
    anchors = _Anchors(len(article.text))
    rows: list[Evidence] = []
    warnings: list[Warning] = []
    for path, quote, mark in verbatim_values(reply):
        parts = body.parts(quote, anchors.near(path, quote))
        for words, found in parts:
            match = _whole(found, article, body)
            if match is ABSENT and mark.optional:
                continue
            rows.append(Evidence(path=path, quote=words, start=match.start, end=match.end, status=match.status))
            if match is ABSENT:
                displaced = len(parts) > 1 and body.find(words) is not ABSENT
                warnings.append(_missing(path, words, page, displaced=displaced))
        if spans := [match.span for _, match in parts if match.span is not None]:
            anchors.add(path, quote, range(spans[0].start, spans[-1].stop))
    return rows, warnings


def _whole(match: Match, article: Article, body: Haystack) -> Match:
    """A match that runs across blanked-out furniture has words between that the quote lacks: it is fuzzy."""
    if match.start is None or article.text[match.start : match.end] == body.text[match.start : match.end]:
        return match
    return Match(match.start, match.end, EvidenceStatus.FUZZY)


def _missing(path: str, words: str, page: Haystack | None, *, displaced: bool) -> Warning:
    shown = repr(words if len(words) <= SHOWN else f"{words[: SHOWN - 1].rstrip()}…")
    if displaced:
        return Warning(
            code="ungrounded", message=f"{path}: {shown} does not stand near the rest of its quote, in its order"
        )
    if page and page.find(words, verbatim=True) is not ABSENT:
        return Warning(code="tail_only", message=f"{path}: {shown} stands only outside the article's body")
    return Warning(code="ungrounded", message=f"{path}: {shown} does not stand in the article")


@dataclass
class _Anchors:
    """Where the objects of the reply were found so far."""

    length: int
    objects: dict[str, range] = field(default_factory=dict)  # "events[0].participants[1]" → its first located value
    series: dict[str, range] = field(default_factory=dict)  # "events[].quote" → the last located one
    repeats: dict[tuple[str, str], range] = field(default_factory=dict)  # the same, of these very words

    def near(self, path: str, quote: str) -> range | None:
        owner, series = self._owner(path), _series(path)
        same = self.repeats.get((series, quote))
        if owner is None:
            last = self.series.get(series)
            return last and range(max(last.stop, same.stop if same else 0), self.length)
        anchor = self.objects[owner]
        if same is None or len(owner) > path.rfind("["):  # its own anchor tells an object from the others of its list
            return anchor
        within = anchor.start <= same.start and same.stop <= anchor.stop
        return range(same.stop, anchor.stop if within else same.stop + PARAGRAPH)

    def add(self, path: str, quote: str, span: range) -> None:
        self.series[_series(path)] = self.repeats[_series(path), quote] = span
        if not path.endswith("]"):  # a word of a list stands for itself, not for the object that holds the list
            self.objects.setdefault(path.rpartition(".")[0], span)

    def _owner(self, path: str) -> str | None:
        """The nearest object around the value that was found."""
        owner = path
        while "." in owner:
            owner = owner.rpartition(".")[0]
            if owner in self.objects:
                return owner
        return None


@lru_cache(maxsize=4096)  # the same paths in every reply
def _series(path: str) -> str:
    return _LAST_INDEX.sub("[]", path)
