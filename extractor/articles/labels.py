"""The small lines at the top of a page: sections and menus, date lines, names of authors and agencies.

In: the units of a page and the dates at its top. Out: the kinds of those units, by index. Nothing is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.articles.body import is_sentence
from extractor.articles.lines import Unit
from extractor.articles.printed_dates import DAY_AND_MONTH, first_date
from extractor.articles.top_dates import TopDate, label_alone, without_date
from extractor.models import BlockKind

_NAME_WORDS = 5  # "Harbour News, Lima"
_MENU_WORDS = 4  # a line of a menu has no more
_MENU_LINES = 3  # and stands among others
_LABEL_WORDS = 20  # of any label or byline
_LABELS = (None, BlockKind.HEADER)

_READING_TIME = re.compile(
    r"(?:(?:(?:estimated )?read(?:ing)? time\W+)?\d+\s*-?\s*min(?:ute)?s?(?: read)?"
    r"|(?:estimated )?read(?:ing)? time\b.{0,30})\Z",
    re.IGNORECASE,
)
_AGO = re.compile(r"(?:(?:updated|published|posted)\W*)?\d+ (?:minute|hour|day|week)s? ago\Z", re.IGNORECASE)
_SECTION = re.compile(
    r"(?:home|news|world|politics|foreign policy|diplomacy|international|europe|asia|africa|americas|middle east|business"
    r"|press releases?|media releases?|opinion|top news|latest(?: news)?)(?:\s*[>/|»·]\s*[\w ]{2,30}){0,4}\Z",
    re.IGNORECASE,
)
_NAME = r"[^\W\d_a-z][\w.'’-]*"
_BYLINE = re.compile(
    rf"(?:[Bb]y|BY|Por|Par|Von|Di|De)\s*:?\s+{_NAME}(?:[ ,/|]+(?:and|y|et|e|de|und|with|avec|con|mit|for|in|{_NAME})){{0,8}}\Z"
)
_PERSON = re.compile(rf"{_NAME}(?: {_NAME}){{1,3}}\Z")
_INITIALS = re.compile(r"[^\W\d_a-z]{2,8}\Z")
_DAY_AND_CLOCK = re.compile(rf"{DAY_AND_MONTH},?\s+\d{{1,2}}:\d{{2}}", re.IGNORECASE)
_TWO_WAYS = re.compile(r"\b\d{1,2}([/-])\d{1,2}\1\d{4}\b")
_BRACKETED = re.compile(r"\([^()]{2,40}\)\Z")
_AGENCY = re.compile(
    r"(?:aa|ap|afp|ansa|apa|azertac|dpa|efe|interfax(?:-ukraine)?|irna|kyodo|reuters|tass|ukrinform|upi|xinhua|yonhap"
    r"|anadolu(?: agency)?|associated press|(?:\S+ )?staff(?: writer| report(?:er)?)?"
    r"|(?:\S+ )?(?:web|news|monitoring) desk|(?:(?:[a-z]\.){2,4}|our|news|agency|agencies|monitoring) report"
    r"|(?:from |by )?(?:our|a|special|own) (?:\w+ )?(?:correspondents?|reporters?|desk|bureau))\Z",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://|\bwww\.")
OFFICE = re.compile(
    rf"(?:The )?(?:Foreign )?(?:Ministry|Embassy|Office|Department|Government|Presidency|Permanent Mission|Press Service)"
    rf"(?: (?:of|for|and|the|to|in|{_NAME})){{1,9}}\Z"
)


def labels(
    page: Sequence[Unit], seen: Sequence[BlockKind], window: range, dates: dict[int, TopDate]
) -> dict[int, BlockKind]:
    """The lines that say when, where and by whom, and in which part of a site."""
    kinds: dict[int, BlockKind] = {}
    begun = False  # under a standfirst a name or a date can still stand, a section's name cannot
    for at in window:
        unit = page[at]
        begun = begun or (unit.is_prose and at not in dates and seen[at] is BlockKind.BODY)
        if at not in dates and unit.count > _LABEL_WORDS:
            continue
        followed = at + 1 < len(page) and not page[at + 1].is_prose
        label = _is_label(unit, followed) or _ADDRESS.search(unit.words)
        if at in dates:
            rest = without_date(unit, dates[at])
            if not rest.words or (len(rest.words) <= 80 and (dates[at].updated or at > 0)) or _is_label(rest, followed):
                kinds[at] = BlockKind.HEADER
        elif _BYLINE.match(unit.words) or _AGENCY.match(unit.words):
            kinds[at] = BlockKind.BYLINE
        elif unit.words.lower() in ("by", "by:") and followed and page[at + 1].count <= 6:
            kinds |= {at: BlockKind.BYLINE, at + 1: BlockKind.BYLINE}
        elif at in kinds:
            continue
        elif label_alone(unit) or _is_vague(unit) or (not begun and (label or not any(map(str.isalnum, unit.words)))):
            kinds[at] = BlockKind.HEADER
    return kinds


def _is_vague(unit: Unit) -> bool:
    """Whether the line is a date that two continents read differently, or a day and a clock without a year."""
    if unit.count > 8 or unit.ends_sentence:
        return False
    two_ways = _TWO_WAYS.search(unit.words) is not None and first_date(unit.words) is None
    return two_ways or _DAY_AND_CLOCK.match(unit.words) is not None


def _is_label(unit: Unit, followed: bool) -> bool:
    """Whether the line is a section's name or a reading time; capitals count only where a headline can still follow."""
    if any(pattern.match(unit.words) for pattern in (_READING_TIME, _AGO, _SECTION, _AGENCY)):
        return True
    return followed and unit.count <= 3 and unit.words.isupper() and "(" not in unit.words


def credit_lines(page: Sequence[Unit], free: Sequence[int], kinds: dict[int, BlockKind]) -> dict[int, BlockKind]:
    """The names and agencies that stand under the headline beside a date line or another of their kind."""
    found: dict[int, BlockKind] = {}
    under = max((at for at, kind in kinds.items() if kind is BlockKind.HEADLINE), default=len(page))
    for at in reversed(free):
        unit = page[at]
        if at <= under or at in kinds:
            continue
        beside = {kinds.get(at + 1), found.get(at + 1), kinds.get(at - 1)} & {BlockKind.HEADER, BlockKind.BYLINE}
        placed = at == under + 1 or beside
        under_name = kinds.get(at - 1) is BlockKind.BYLINE and unit.is_title and unit.count <= _NAME_WORDS
        if (
            under_name
            or _BRACKETED.match(unit.words)
            or _INITIALS.match(unit.words)
            or (placed and _PERSON.match(unit.words))
        ):
            found[at] = BlockKind.BYLINE
    return found


def menu_lines(
    page: Sequence[Unit], window: Sequence[int], kinds: dict[int, BlockKind], dates: dict[int, TopDate]
) -> dict[int, BlockKind]:
    """The short lines above the first sentence that are neither headline nor credit nor date, where there are several."""
    first = next((at for at in window if is_sentence(page[at]) and kinds.get(at) is not BlockKind.HEADLINE), len(page))
    left = [
        at for at in window if at < first and (at not in kinds or _SECTION.match(page[at].words)) and at not in dates
    ]
    short = [at for at in left if page[at].is_title and page[at].count <= _MENU_WORDS and kinds.get(at) in _LABELS]
    is_letterhead = any(OFFICE.match(page[at].words) for at in short)
    return dict.fromkeys(short if len(short) >= _MENU_LINES and not is_letterhead else [], BlockKind.FURNITURE)
