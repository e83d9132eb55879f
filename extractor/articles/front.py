"""The top of a page: date lines, labels, bylines, the headline, the dateline.

In: the units of a page, with their furniture and tail told apart. Out: `Front`: the kinds of its first lines and what they
say. Nothing is refused: a page that starts straight with its body has no headline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from extractor.articles.dateline import dateline_of
from extractor.articles.lines import Unit
from extractor.articles.printed_dates import first_date
from extractor.articles.top_dates import TopDate, top_date
from extractor.models import BlockKind, Dateline, DateSource, Span

_WINDOW = 10  # a page's top has no more lines than this
_DATELINE_WINDOW = 6
_HEADLINE_LENGTH = 220

_READING_TIME = re.compile(
    r"(?:(?:reading time\W+)?\d+\s*-?\s*min(?:ute)?s?(?: read)?|reading time\b.{0,20})\Z", re.IGNORECASE
)
_AGO = re.compile(r"(?:(?:updated|published|posted)\W*)?\d+ (?:minute|hour|day|week)s? ago\Z", re.IGNORECASE)
_SECTION = re.compile(
    r"(?:home|news|world|politics|foreign policy|diplomacy|international|europe|asia|africa|americas|middle east|business"
    r"|press releases?|media releases?|opinion|top news|latest(?: news)?)(?:\s*[>/|»·]\s*[\w ]{2,30}){0,4}\Z",
    re.IGNORECASE,
)
_NAME = r"[^\W\d_a-z][\w.'’-]*"
_BYLINE = re.compile(rf"(?:[Bb]y|BY|Por|Par|Von)\s+{_NAME}(?:[ ,/|]+(?:and|y|de|{_NAME})){{0,8}}\Z")
_AGENCY = re.compile(
    r"(?:aa|ap|afp|ansa|apa|azertac|dpa|efe|interfax(?:-ukraine)?|irna|kyodo|reuters|tass|ukrinform|upi|xinhua|yonhap"
    r"|anadolu(?: agency)?|associated press|staff(?: writer| report)?|(?:web|news) desk)\Z",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://|\bwww\.")
# "The Hon Jane Doe  MINISTER FOR …", "Foreign Ministry of Norway"
_LETTERHEAD = re.compile(r"\S\s{2,}\S|[^\W\d_a-z]{4,} [^\W\d_a-z]{3,}")
_OFFICE = re.compile(
    rf"(?:The )?(?:Foreign )?(?:Ministry|Embassy|Office|Department|Government|Presidency|Permanent Mission|Press Service)"
    rf"(?: (?:of|for|and|the|to|in|{_NAME})){{1,9}}\Z"
)


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
    window = _window(page[:end])
    dates = _dates(page, window)
    kinds = _labels(page, window, dates)
    near = [at for at in range(min(end, _DATELINE_WINDOW)) if at not in kinds and seen[at] is BlockKind.BODY]
    dateline = next((found for at in near if (found := dateline_of(page[at]))), None)
    free = [at for at in window if at not in kinds and seen[at] is BlockKind.BODY]
    headline = free[0] if free and _is_headline(page, free[0], dates, dateline) else None
    if headline is not None and _is_letterhead(page, free, kinds, dates):
        kinds[headline] = BlockKind.HEADER
        headline = free[1]
    span = None
    if headline is not None:
        title = _rest(page[headline], dates.get(headline))
        kinds |= {at: BlockKind.HEADLINE for at in free if at == headline or page[at].words == title.words}
        span = Span(start=title.at, end=title.at + len(title.words))
    return Front(kinds, span, dateline, *_published(dates, dateline, text))


def _window(page: Sequence[Unit]) -> range:
    """The first units, up to the second that is running text: a standfirst may stand above the date."""
    prose = 0
    for at, unit in enumerate(page[:_WINDOW]):
        prose += unit.is_prose
        if prose == 2:
            return range(at)
    return range(min(len(page), _WINDOW))


def _dates(page: Sequence[Unit], window: range) -> dict[int, TopDate]:
    """The dates at the top; where lines of different dates stand there, it is a chronology and none of them counts."""
    found = {at: top for at in window if (top := top_date(page[at], opens_page=at == 0))}
    lone = {top.value for top in found.values() if top.source is DateSource.DATE_LINE}
    return {at: top for at, top in found.items() if top.source is DateSource.HEADER or len(lone) == 1}


def _labels(page: Sequence[Unit], window: range, dates: dict[int, TopDate]) -> dict[int, BlockKind]:
    kinds: dict[int, BlockKind] = {}
    begun = False  # under a standfirst a name or a date can still stand, a section's name cannot
    for at in window:
        unit = page[at]
        begun = begun or (unit.is_prose and at not in dates)
        followed = at + 1 < len(page) and not page[at + 1].is_prose
        if at in dates:
            rest = _rest(unit, dates[at])
            if not rest.words or (len(rest.words) <= 80 and (dates[at].updated or at > 0)) or _is_label(rest, followed):
                kinds[at] = BlockKind.HEADER
        elif _BYLINE.match(unit.words) or _AGENCY.match(unit.words):
            kinds[at] = BlockKind.BYLINE
        elif not begun and (_is_label(unit, followed) or _ADDRESS.search(unit.words)):
            kinds[at] = BlockKind.HEADER
    return kinds


def _is_label(unit: Unit, followed: bool) -> bool:
    """Whether the line is a section's name or a reading time; capitals count only where a headline can still follow."""
    if any(pattern.match(unit.words) for pattern in (_READING_TIME, _AGO, _SECTION)):
        return True
    return followed and unit.count <= 3 and unit.words.isupper() and "(" not in unit.words


def _is_headline(page: Sequence[Unit], at: int, dates: dict[int, TopDate], dateline: Dateline | None) -> bool:
    unit = _rest(page[at], dates.get(at))
    if len(unit.words) > _HEADLINE_LENGTH or at + 1 == len(page) or unit.count < 2:
        return False
    if dateline is not None and dateline.span.start <= unit.at:
        return False  # the body has begun
    if unit.is_title:
        return page[at + 1].after_gap or not unit.hangs
    return unit.ends_sentence and unit.sentences() == 1 and (at in dates or dateline is not None)


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
        and (_LETTERHEAD.search(page[first].words) or _OFFICE.match(page[first].words)) is not None
    )


def _published(
    dates: dict[int, TopDate], dateline: Dateline | None, text: str
) -> tuple[date, DateSource] | tuple[None, None]:
    """The publication date by rank: a header, the dateline, a date line; an update only when nothing else is printed."""
    found = dates.values()
    stamped = [top for top in found if top.source is DateSource.HEADER]
    original = next((top for top in stamped if not top.updated), None)
    if original is not None:
        return original.value, DateSource.HEADER
    wired = first_date(dateline.span.of(text)) if dateline else None
    if wired is not None:
        return wired, DateSource.DATELINE
    lone = next((top for top in found if top.source is DateSource.DATE_LINE), None) or next(iter(stamped), None)
    return (lone.value, lone.source) if lone else (None, None)


def _rest(unit: Unit, top: TopDate | None) -> Unit:
    """The unit without the date words that it begins with."""
    if top is None or top.rest == 0:
        return unit
    return Unit(unit.start, unit.end, unit.at + top.rest, unit.words[top.rest :], unit.after_gap)
