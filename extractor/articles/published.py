"""The publication date of a page, by rank.

In: the units of a page, the dates at its top, its dateline's day. Out: the day and where it was found, or None. Refuses a day
and month whose year only another date of the page could tell: it may be another year's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from extractor.articles.date_line import date_line
from extractor.articles.lines import Unit
from extractor.articles.marks import Mark, mark_of
from extractor.articles.printed_dates import first_date, printed_dates
from extractor.articles.top_dates import TopDate, top_date
from extractor.models import DateSource

_LISTS = (Mark.TAIL, Mark.LIST, Mark.END)
_OPENS = re.compile(r"[)\]]?\s*(?:[-–—:|]+\s*)+[\"'“‘«]?[^\W\d_]")  # what follows the day that opens a lead
_ADDRESS = re.compile(r"(?:https?://|\bwww\.|\A/)\S+", re.IGNORECASE)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)([/-]?)(\d\d?|[a-z]{3})\2(\d\d?)(?=[/_.?#]|\Z)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Published:
    """The day, where it was found, and the unit that is its line if that closes the page."""

    value: date
    source: DateSource
    closes: int | None = None


def published(page: Sequence[Unit], end: int, dates: Mapping[int, TopDate], wired: date | None) -> Published | None:
    """The publication date of a page whose tail begins at `end`, `wired` being the day of its dateline.

    A header comes first, then the dateline, a date line, an update, the day that opens the lead, a line that closes the
    text, a labelled line under it, and last the page's own address.
    """
    stamped = [top for top in dates.values() if top.source is DateSource.HEADER]
    original = next((top for top in stamped if not top.updated), None)
    if original is not None:
        return Published(original.value, DateSource.HEADER)
    if wired is not None:
        return Published(wired, DateSource.DATELINE)
    alone = (top for top in dates.values() if top.source is DateSource.DATE_LINE and not top.updated)
    lone = next(alone, None) or next(iter(stamped), None)
    if lone is not None:
        return Published(lone.value, lone.source)
    return _opening(page[:end]) or _closing(page[:end]) or _foot(page[end:]) or _printed_address(page[:end])


def address_date(address: str) -> date | None:
    """The day in the path of an address; a month alone, or a day in words, is none.

    >>> [str(address_date("https://fjord.example" + path)) for path in ("/2024/03/04/talks", "/a/20240304.html", "/2024/mar/04/x")]
    ['2024-03-04', '2024-03-04', '2024-03-04']
    >>> address_date("https://fjord.example/2024/03/talks-of-4-march"), address_date("https://fjord.example/id/20249999")
    (None, None)
    """
    for match in _IN_ADDRESS.finditer(address):
        year, sign, month, day = match.groups()
        if sign or len(month + day) == 4:
            found = first_date(f"{day} {month} {year}" if month.isalpha() else f"{year}-{month}-{day}")
            if found is not None:
                return found
    return None


def _opening(body: Sequence[Unit]) -> Published | None:
    """The day before the first words of the lead: "4 March 2024 – The ministers met …"; entries of a chronology have several."""
    prose = [unit for unit in body if unit.is_prose]
    found = next(printed_dates(prose[0].words, 0, 60), None) if prose else None
    if found is None or prose[0].words[: found.start].strip("([ ") or not _OPENS.match(prose[0].words, found.end):
        return None
    entries = sum(
        unit.words[:1].isdecimal() or next(printed_dates(unit.words, 0, 40), None) is not None for unit in prose[1:]
    )
    return None if entries else Published(found.value, DateSource.DATELINE)


def _closing(body: Sequence[Unit]) -> Published | None:
    """The date line that closes a letter or release."""
    if len(body) < 2 or body[-1].is_prose or not any(unit.is_prose for unit in body):
        return None
    line = date_line(body[-1].words)
    return (
        Published(line.value, DateSource.DATE_LINE, len(body) - 1) if line is not None and line.label is None else None
    )


def _foot(tail: Sequence[Unit]) -> Published | None:
    """The labelled date right under the text; what stands under the title of a list is that of another story."""
    for unit in tail:
        top = None if unit.is_prose else top_date(unit, opens_page=False)
        if top is not None:
            return Published(top.value, top.source) if top.source is DateSource.HEADER and not top.updated else None
        if mark_of(unit) in _LISTS:
            return None
    return None


def _printed_address(body: Sequence[Unit]) -> Published | None:
    """The day in an address that is printed over the first words of the text."""
    for unit in body:
        if unit.is_prose:
            return None
        found = _ADDRESS.search(unit.words)
        day = address_date(found.group()) if found else None
        if day is not None:
            return Published(day, DateSource.HEADER)
    return None
