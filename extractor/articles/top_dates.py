"""Dates at the top of a page: "Published : 2024-07-23 08:15", "date 2022-01-09 …", "January 19, 2023".

In: one unit. Out: its `TopDate`, or None. Refuses a sentence that merely holds a date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from extractor.articles.date_line import LONGEST, date_line, fields, label_of, opens_with_label
from extractor.articles.date_words import Label
from extractor.articles.lines import Unit
from extractor.articles.printed_dates import first_date, printed_dates
from extractor.models import DateSource

_CLOCK = re.compile(
    r"(?:T|[\s,|·•([–—-]|\bat\b)*\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:\.\d{1,9})?)?(?:\s?[ap]\.?m\b\.?)?"
    r"\]?(?:\s?\(?(?-i:Z|[A-Z]{2,4}(?:[+-]\d{1,2})?|[+-]\d{2}:?\d{2})(?!\w)\)?)?",
    re.IGNORECASE,
)
_LEAF = re.compile(r"\d{1,2}[.,]? [^\W\d]+[.,]? \d{4}|[^\W\d]+\.? \d{1,2},? \d{4}")
_FIGURES = re.compile(r"[0-9]{2}")
_GAP = re.compile(r"[\s.;]*")
_NAME_WORDS = 5  # of an author; a longer line is another headline
_PART = 12  # characters of a day, a month or a year that stands on a line of its own


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
        elif top := _in_parts(page[at : at + 3]):
            found |= dict.fromkeys(range(at, at + 3), top)
    lone = [at for at, top in found.items() if top.source is DateSource.DATE_LINE]
    if len({found[at].value for at in lone}) > 1:
        if _is_masthead(page, found, lone):
            found[lone[0]] = replace(found[lone[0]], updated=True)
        else:
            found = {at: top for at, top in found.items() if at not in lone}
    return found


def _is_masthead(page: Sequence[Unit], found: dict[int, TopDate], lone: Sequence[int]) -> bool:
    """Whether the first of two dates is the day on which the page was called up, above the headline, the article's below."""
    first, second = lone[0], lone[-1]
    if len(lone) != 2 or found[first].value <= found[second].value or second + 1 >= len(page):
        return False
    prose = [at for at in range(first + 1, second) if page[at].is_prose]
    under = prose[0] if prose else second
    headed = any(page[at].is_title and page[at].count > 1 for at in range(first + 1, under))
    headed = headed and not any(page[at].count > _NAME_WORDS for at in range(under + 1, second))
    return headed and (page[second + 1].is_prose or not page[second + 1].is_title)


def label_alone(unit: Unit) -> Label | None:
    """The label that a line is and nothing else, such as "PUBLISHED:", its date on the next line."""
    return label_of(unit.words)


def top_date(unit: Unit, *, opens_page: bool, label: Label | None = None) -> TopDate | None:
    """The date that a line at the top of a page gives; `label` is the line before it, if that is a label alone.

    >>> from extractor.articles.lines import units
    >>> top_date(units("Published : 2024-07-23 08:15:30")[0], opens_page=False).source.value
    'header'
    >>> top_date(units("January 19, 2023")[0], opens_page=False).source.value
    'date_line'
    >>> top_date(units("They met on January 19, 2023.")[0], opens_page=False) is None
    True
    """
    if not _FIGURES.search(unit.words, 0, LONGEST):
        return None
    whole = None if unit.is_prose else date_line(unit.words)
    if whole is None or opens_page:
        opened = _opened(unit, opens_page=opens_page)
        if whole is None or _carries_headline(unit, opened):
            return opened
    label = whole.label or label
    source = DateSource.HEADER if label else DateSource.DATE_LINE
    return TopDate(whole.value, source, label is Label.UPDATED, rest=len(unit.words))


def _in_parts(lines: Sequence[Unit]) -> TopDate | None:
    """The date whose day, month and year stand on three lines, as a calendar leaf."""
    if len(lines) < 3 or any(len(line.words) > _PART for line in lines):
        return None
    words = " ".join(line.words for line in lines)
    day = first_date(words) if all(first_date(line.words) is None for line in lines) else None
    whole = day is not None and _LEAF.fullmatch(words) is not None
    return TopDate(day, DateSource.DATE_LINE, updated=False, rest=_PART) if day and whole else None


def _opened(unit: Unit, *, opens_page: bool) -> TopDate | None:
    """The labelled date that a line begins with; only the first line of a page goes on with a headline, or its lead."""
    found = next(printed_dates(unit.words, 0, LONGEST), None) if opens_with_label(unit.words) else None
    line = date_line(unit.words[: found.end]) if found else None
    if found is None or line is None or line.label is None:
        return None
    rest = _after_clock(unit.words, found.end)
    carries_on = line.label is Label.DATE and opens_page
    if not carries_on and (len(unit.words) - rest > 80 or unit.ends_sentence):
        return None  # "Published on 7 September 2022, the report says …"
    return TopDate(line.value, DateSource.HEADER, line.label is Label.UPDATED, rest)


def _carries_headline(unit: Unit, opened: TopDate | None) -> bool:
    """Whether words that may be a headline follow "date 2022-01-09"."""
    rest = unit.words[opened.rest :] if opened else ""
    return any(len(field.split()) >= 3 for field in fields(rest)) and first_date(rest) is None


def _after_clock(words: str, end: int) -> int:
    """Where the words after the date and its time of day begin."""
    clock = _CLOCK.match(words, end)
    rest = clock.end() if clock else end
    gap = _GAP.match(words, rest)
    return gap.end() if gap else rest


def without_date(unit: Unit, top: TopDate | None) -> Unit:
    """The unit without the date words that it begins with."""
    if top is None or top.rest == 0:
        return unit
    return Unit(unit.start, unit.end, unit.at + top.rest, unit.words[top.rest :], unit.after_gap)
