"""The top of a page: date lines, labels, bylines, the headline, the dateline.

In: the units of a page, with their furniture and tail told apart. Out: `Front`: the kinds of its first lines and what they
say. Nothing is refused: a page that starts straight with its body has no headline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractor.articles.body import ITEM, is_sentence
from extractor.articles.dateline import dateline_of
from extractor.articles.labels import OFFICE, credit_lines, labels, menu_lines
from extractor.articles.lines import Unit
from extractor.articles.printed_dates import first_date
from extractor.articles.published import published
from extractor.articles.top_dates import TopDate, top_dates, without_date
from extractor.models import BlockKind, Dateline, DateSource, Span

_WINDOW = 60  # a page's top has no more lines than this, menu and all
_DATELINE_WINDOW = 3  # paragraphs; a standfirst and a caption may stand above it
_HEADLINE_LENGTH = 220
_HEADLINE_WORDS = 20  # of one that is not the first line
_SECTION_WORDS = 4  # a section's name has no more
_ENTRY = re.compile(r"[^\W\d_a-z][\w.'’-]*(?:,? [^\W\d_a-z][\w.'’-]*){0,3}:\s")  # "SPOKESPERSON: …", "Hanoi: …"
_ENTRIES = 2  # paragraphs that open so; more are a transcript or a calendar
_TRAIL = re.compile(r"[^/|>»·]{2,40}(?:\s[/|>»·]\s?[^/|>»·]{2,40}){2,}\Z")  # Portuguese / Spanish / English
# "The Hon Jane Doe  MINISTER FOR …", "Foreign Ministry of Norway"
_LETTERHEAD = re.compile(r"\S\s{2,}\S|[^\W\d_a-z]{4,} [^\W\d_a-z]{3,}")


@dataclass(frozen=True)
class Front:
    """The kinds of the units at the top, by index, and what the top says."""

    kinds: dict[int, BlockKind]
    headline: Span | None
    dateline: Dateline | None
    published: date | None
    source: DateSource | None


def front(page: Sequence[Unit], seen: Sequence[BlockKind], text: str) -> Front:
    """Read the top of a page, `seen` being what each unit is as far as furniture and tail go."""
    end = next((at for at, kind in enumerate(seen) if kind is BlockKind.TAIL), len(page))
    window = _window(page[:end], seen)
    dates = top_dates(page, window)
    kinds = labels(page, seen, window, dates)
    wire, dateline = _dateline(page, [at for at in range(end) if at not in kinds and seen[at] is BlockKind.BODY], dates)
    free = [at for at in window if at not in kinds and at != wire and seen[at] is BlockKind.BODY]
    headline = _headline(page, free, kinds, dates, dateline)
    span = None
    if headline is not None:
        title = without_date(page[headline], dates.get(headline))
        kinds |= {at: BlockKind.HEADLINE for at in free if at == headline or page[at].words == title.words}
        span = Span(start=title.at, end=title.at + len(title.words))
    kinds |= credit_lines(page, free, kinds)
    kinds |= menu_lines(page, [at for at in window if at != wire], kinds, dates)
    kinds |= {at: BlockKind.HEADER for at in free if headline is not None and at < headline and at not in kinds}
    day = published(page, end, dates, first_date(dateline.span.of(text)) if dateline else None)
    if day is not None and day.closes is not None:
        kinds[day.closes] = BlockKind.HEADER
    return Front(kinds, span, dateline, day.value if day else None, day.source if day else None)


def _dateline(
    page: Sequence[Unit], body: Sequence[int], dates: dict[int, TopDate]
) -> tuple[int, Dateline] | tuple[None, None]:
    """The first dateline among the first units of the body, and where it stands."""
    opened = 0
    listed = sum(_ENTRY.match(page[at].words) is not None for at in body) > _ENTRIES
    for at in body:
        unit = without_date(page[at], dates.get(at))
        found = dateline_of(unit, opens_body=unit.is_prose and not opened and not listed)
        closes = at == body[-1] and opened  # a letter: "Oslo, 4 March 2024"
        if found is not None and not closes:
            return at, found
        opened += unit.is_prose and not ITEM.match(unit.words)  # a summary in points stands above the body
        if opened == _DATELINE_WINDOW:
            break
    return None, None


def _window(page: Sequence[Unit], seen: Sequence[BlockKind]) -> range:
    """The first units, up to the second that is running text: a standfirst may stand above the date."""
    prose = 0
    for at, unit in enumerate(page[:_WINDOW]):
        prose += unit.is_prose and seen[at] is BlockKind.BODY
        if prose == 2:
            return range(at)
    return range(min(len(page), _WINDOW))


def _headline(
    page: Sequence[Unit],
    free: Sequence[int],
    kinds: dict[int, BlockKind],
    dates: dict[int, TopDate],
    dateline: Dateline | None,
) -> int | None:
    """Which of the free units is the headline: the first, unless it is the name of an office, of a section, of the page."""
    if not free:
        return None
    if _is_letterhead(page, free, kinds, dates) and _is_headline(page, free[0], dates, dateline):
        return free[1]
    first_free = without_date(page[free[0]], dates.get(free[0]))
    words = first_free.words
    good = [at for at in free if _is_headline(page, at, dates, dateline)]
    titled = next((at for at in good if _is_titled(words, page[at].words)), None)
    if titled is not None:
        return titled
    short = first_free.is_title and first_free.count <= _SECTION_WORDS
    if short or _TRAIL.match(words) or OFFICE.match(words):
        first = next((at for at in free if is_sentence(page[at])), len(page))
        long = (
            at
            for at in good
            if free[0] < at < first and page[at].is_title and _SECTION_WORDS < page[at].count <= _HEADLINE_WORDS
        )
        apart = next((at for at in long if not _TRAIL.match(page[at].words)), None)
        if apart is not None:
            return apart
        twice = (at for at in good if free[0] < at < first - 1 and page[at].words == page[at + 1].words)
        return next((at for at in twice if page[at].count <= _SECTION_WORDS), free[0] if free[0] in good else None)
    return free[0] if free[0] in good else None


def _is_titled(title: str, words: str) -> bool:
    """Whether the first is the page's title that holds the second: "Ministers meet | The Fjord Post"."""
    return title.startswith(words) and title[len(words) :].lstrip()[:1] in tuple("|/-–—»·")


def _is_headline(page: Sequence[Unit], at: int, dates: dict[int, TopDate], dateline: Dateline | None) -> bool:
    unit = without_date(page[at], dates.get(at))
    if len(unit.words) > _HEADLINE_LENGTH or at + 1 == len(page) or unit.count < 2:
        return False
    if dateline is not None and dateline.span.start <= unit.at:
        return False  # the body has begun
    if unit.is_title:
        return page[at + 1].after_gap or not unit.hangs
    return unit.ends_sentence and unit.sentences() == 1 and dateline is not None


def _is_letterhead(
    page: Sequence[Unit], free: Sequence[int], kinds: dict[int, BlockKind], dates: dict[int, TopDate]
) -> bool:
    """Whether the first free line is an office's name, with a date line between it and the real headline."""
    if len(free) < 2 or free[1] + 1 >= len(page):
        return False
    first, second = free[0], free[1]
    between = range(first + 1, second)
    return (
        any(at in dates for at in between)
        and all(kinds.get(at) is BlockKind.HEADER for at in between)
        and page[second].is_title
        and page[second].words != page[first].words
        and (_LETTERHEAD.search(page[first].words) or OFFICE.match(page[first].words)) is not None
    )
