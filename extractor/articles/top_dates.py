"""Dates at the top of a page: "Published : 2024-07-23 08:15", "date 2022-01-09 …", "January 19, 2023".

In: one unit. Out: its `TopDate`, or None. Refuses a sentence that merely holds a date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractor.articles.lines import Unit
from extractor.articles.printed_dates import PrintedDate, first_date, printed_dates
from extractor.models import DateSource

_LOOKED_AT = 240  # a date further into a line does not head it
_ROOM = re.compile(  # "Published: Thursday, …", "Published 4:05 PM GMT, …"
    r"(?:[\s,|·–—-]|\bat\b|(?:mon|tue|tues|wed|wednes|thu|thurs|fri|sat|satur|sun)(?:day)?\b\.?|\d{1,2}[:.]\d{2}(?::\d{2})?"
    r"|[ap]\.?m\b\.?|(?-i:[A-Z]{2,4})\b){0,8}\Z",
    re.IGNORECASE,
)

_LABEL = re.compile(
    r"(?:[-–•*]\s+)?(?:(?P<updated>(?:last )?(?:updated?|modified|edited))(?: date)?\b(?: on| at)?[\s:]*"
    r"|(?P<published>(?:first )?(?:published|posted|issued)(?: date)?)\b(?: on| at)?[\s:]*"
    r"|(?:publication |release )?date\b(?: of (?:publication|issue|release))?[\s:]*)",
    re.IGNORECASE,
)
_PUBLISHED_TOO = re.compile(r"[\W_]{0,5}(?:first )?(?:published|posted|issued)\b", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?:T|[\s,|·•([–—-]|\bat\b)*\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:\.\d{1,9})?)?(?:\s?[ap]\.?m\b\.?)?"
    r"\]?(?:\s?\(?(?-i:Z|[A-Z]{2,4}(?:[+-]\d{1,2})?|[+-]\d{2}:?\d{2})(?!\w)\)?)?",
    re.IGNORECASE,
)
_GAP = re.compile(r"[\s.;]*")
_CLOCK_BEFORE = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?(?: (?-i:[A-Z]{2,4}))?[\s,|·–—-]*\Z", re.IGNORECASE
)
_NAME = r"[^\W\d_a-z][\w.'’-]*"
_DAY_OR_PLACE = re.compile(
    rf"(?:(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thurs|Fri|Sat|Satur|Sun)(?:day)?\.?,?|{_NAME}(?: {_NAME}){{0,2}},)\Z"
)
_LABEL_BEFORE = re.compile(r"(?:date|published|posted)(?: on)?\s*:?\s*\Z", re.IGNORECASE)
_APART = re.compile(r"(?:\s{2,}|[|·•–—/]\s*)\Z")
_LABEL_AFTER = re.compile(r"\s*[|·•–—/,-]\s*(?:[^.!?]|\.(?=\S)){2,40}\Z|\s*\Z")


@dataclass(frozen=True, slots=True)
class TopDate:
    """A date that heads a page; `rest` is where other words of the line begin, its length if there are none."""

    value: date
    source: DateSource
    updated: bool
    rest: int


def top_dates(page: Sequence[Unit], window: range) -> dict[int, TopDate]:
    """The dates at the top; where lines of different dates stand there, it is a chronology and none of them counts."""
    found: dict[int, TopDate] = {}
    for at in window:
        label = label_alone(page[at - 1]) if at else None
        if top := top_date(page[at], opens_page=at == 0, label=label):
            found[at] = top
    lone = {top.value for top in found.values() if top.source is DateSource.DATE_LINE}
    return {at: top for at, top in found.items() if top.source is DateSource.HEADER or len(lone) == 1}


def closing_date(page: Sequence[Unit]) -> TopDate | None:
    """The date line that closes a letter or release."""
    if len(page) < 2 or page[-1].is_prose or not any(unit.is_prose for unit in page):
        return None
    top = top_date(page[-1], opens_page=False)
    return top if top is not None and top.source is DateSource.DATE_LINE else None


def label_alone(unit: Unit) -> str | None:
    """The label that a line is and nothing else, such as "PUBLISHED:", its date on the next line."""
    label = _LABEL.match(unit.words)
    return label.group() if label and label.end() == len(unit.words) else None


def top_date(unit: Unit, *, opens_page: bool, label: str | None = None) -> TopDate | None:
    """The date that a line at the top of a page gives; `label` is the line before it, if that is a label alone.

    >>> from extractor.articles.lines import units
    >>> top_date(units("Published : 2024-07-23 08:15:30")[0], opens_page=False).source.value
    'header'
    >>> top_date(units("January 19, 2023")[0], opens_page=False).source.value
    'date_line'
    >>> top_date(units("They met on January 19, 2023.")[0], opens_page=False) is None
    True
    """
    found = _labelled(unit, opens_page=opens_page) or _alone(unit)
    if found is None or label is None:
        return found
    return TopDate(found.value, DateSource.HEADER, updated=_is_update(label), rest=found.rest)


def _is_update(label: str) -> bool:
    match = _LABEL.match(label)
    return match is not None and match["updated"] is not None


def _labelled(unit: Unit, *, opens_page: bool) -> TopDate | None:
    label = _LABEL.match(unit.words)
    if label is None:
        return None
    found = next(printed_dates(unit.words, label.end(), label.end() + _LOOKED_AT), None)
    if found is None or not _ROOM.match(unit.words[label.end() : found.start]):
        return None
    rest = _after_clock(unit.words, found)
    words = unit.words[rest:]
    carries_on = label["updated"] is None and label["published"] is None and opens_page
    if words and not carries_on and (len(words) > 80 or unit.ends_sentence):
        return None  # "Published on 7 September 2022, the report says …"
    original = _first_published(words) if label["updated"] else None
    if original is not None:
        return TopDate(original, DateSource.HEADER, updated=False, rest=rest)
    return TopDate(found.value, DateSource.HEADER, label["updated"] is not None, rest)


def _first_published(words: str) -> date | None:
    """The day in "| Published 23 July 2024", which follows that of an update on one line."""
    label = _PUBLISHED_TOO.match(words)
    return first_date(words[label.end() :]) if label else None


def _alone(unit: Unit) -> TopDate | None:
    if len(unit.words) > _LOOKED_AT:
        return None
    every = list(printed_dates(unit.words))
    if not every:
        return None
    found = every[-1]
    before = unit.words[: found.start]
    clock = _CLOCK_BEFORE.search(before)
    before = before[: clock.start()] if clock else before
    before = _LABEL_BEFORE.sub("", before)
    after = unit.words[_after_clock(unit.words, found) :]
    bare = not before or _DAY_OR_PLACE.match(before.rstrip())
    headed = not after and (before.isupper() or _APART.search(before))
    if not headed and not (bare and _LABEL_AFTER.match(after)):
        return None
    return TopDate(found.value, DateSource.DATE_LINE, updated=False, rest=len(unit.words))


def _after_clock(words: str, found: PrintedDate) -> int:
    """Where the words after the date and its time of day begin."""
    clock = _CLOCK.match(words, found.end)
    rest = clock.end() if clock else found.end
    gap = _GAP.match(words, rest)
    return gap.end() if gap else rest


def without_date(unit: Unit, top: TopDate | None) -> Unit:
    """The unit without the date words that it begins with."""
    if top is None or top.rest == 0:
        return unit
    return Unit(unit.start, unit.end, unit.at + top.rest, unit.words[top.rest :], unit.after_gap)
