"""Full dates as pages print them.

In: any text. Out: every day, month and year that stand together in it, with where they stand. Refuses dates without a
year, impossible days, years outside 1900 to 2100, and 03/04/2022, which two continents read differently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

FIRST_YEAR, LAST_YEAR = 1900, 2100

_MONTH_NAMES = "january february march april may june july august september october november december"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), 1)}
_MONTHS |= {name[:3]: number for name, number in _MONTHS.items()} | {"sept": 9}

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"

DAY_AND_MONTH = rf"(?:{_DAY}\s+(?:of\s+)?{MONTH}|{MONTH}\s+{_DAY})(?![\d:])"

_END = r"(?:(?![0-9])|(?=[0-9]{2}:[0-9]{2}))"  # some pages leave no space before the clock
_YEAR = re.compile(  # or the last figures of a date with a short year
    r"[-/12][0-9]{2}(?:(?<=[-/]..)(?![0-9/-])|(?<=[12]..)[0-9](?:(?![0-9])|(?=[0-9]{2}:)))"
)
_FIRST = re.compile(
    r"[年년]|(?:\.|,| m\.)?[ -](?:gada )?[^\W_]{1,12}\.?[ -]\w"
)  # the rest of a date that begins with its year
_BEFORE_YEAR, _AFTER_YEAR, _AFTER_FIRST = 36, 8, 30  # room for the rest of a date, and for what must not follow it


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """One full date and the half-open span of its words."""

    start: int
    end: int
    value: date


def printed_dates(text: str, start: int = 0, end: int | None = None) -> Iterator[PrintedDate]:
    """Every full date between two offsets, in order.

    >>> [str(found.value) for found in printed_dates("7th September 1992; Jan. 9, 2022; 14.03.2025; 2024-07-23T10:00")]
    ['1992-09-07', '2022-01-09', '2025-03-14', '2024-07-23']
    >>> list(printed_dates("03/04/2022, 31 February 2022, May 2022"))
    []
    """
    for left, right in _near_years(text, start, len(text) if end is None else end):
        for match in _full().finditer(text, left, right):
            value = _value(match)
            if value is not None:
                yield PrintedDate(match.start(), match.end(), value)


def _near_years(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts of the text that a full date can stand in; most of an article is none, and is passed over quickly."""
    left = right = start
    for year in _YEAR.finditer(text, start, end):
        if year.start() - _BEFORE_YEAR > right:
            if right > left:
                yield left, right
            left = year.start() - _BEFORE_YEAR
        right = min(year.end() + (_AFTER_FIRST if _FIRST.match(text, year.end()) else _AFTER_YEAR), end)
    if right > left:
        yield left, right


@cache
def _months() -> dict[str, int]:
    """The number of a month by its name in lower case, in all languages of the table."""
    rows = resources.files("extractor.articles").joinpath("data", "months.tsv").read_text(encoding="utf-8")
    found = dict(_MONTHS)
    for row in rows.splitlines():
        if not row.startswith(("#", "language\t")):
            for number, names in enumerate(row.split("\t")[1:], 1):
                found |= {name: number for name in names.split(",") if name and name not in _MONTHS}
    return found


@cache
def month_names() -> str:
    """A pattern for the name of a month in any language, a full stop after it included."""
    return rf"(?:{'|'.join(sorted(map(re.escape, _months()), key=len, reverse=True))})\b\.?"


@cache
def day_and_month() -> str:
    """A pattern for a day with its month in any language, in either order."""
    name = month_names()
    return (
        rf"(?:\d{{1,2}}(?:st|nd|rd|th|er|º|\.)?\s+(?:of\s+|de\s+)?{name}|{name}\s+\d{{1,2}}(?:st|nd|rd|th)?)(?![\d:])"
    )


@cache
def _full() -> re.Pattern[str]:
    """A full date in any of its forms, those that begin with a number first."""
    name, gap = month_names(), r"[ \t\xa0]"
    before_year = r"(?=[^0-9\n]{3,30}[0-9]{4})"  # most numbers are passed over without a look at the names
    return re.compile(
        rf"""(?=[0-9])(?<![0-9.])(?:
            (?P<iso_y>[0-9]{{4}})(?P<iso_sep>[-/.]|\.[ ])(?P<iso_m>[0-9]{{1,2}})(?P=iso_sep)(?P<iso_d>[0-9]{{1,2}}){_END}
          | (?P<num_d>[0-9]{{1,2}})(?P<num_sep>[./-]|\.{gap})(?P<num_m>[0-9]{{1,2}})(?P=num_sep)(?P<num_y>[0-9]{{4}}){_END}
          | (?P<dmy_d>[0-9]{{1,2}}){before_year}(?:st|nd|rd|th|er|º|°|ª|\.)?{gap}*(?:of[ ]|d[e’']?[ ]?)?(?P<dmy_m>{name})
            ,?{gap}*(?:del?[ ])?(?P<dmy_y>[0-9]{{4}})(?![0-9])
          | (?P<hyp_d>[0-9]{{1,2}})(?P<hyp_sep>[-/])(?=[^\W\d_])(?P<hyp_m>{name})(?P=hyp_sep)
            (?P<hyp_y>[0-9]{{4}}|[0-9]{{2}})(?![0-9/-])
          | (?P<ymd_y>[0-9]{{4}})(?:\.|,|[ ]m\.)?[ -](?=[^\W\d_]{{2,12}}\.?[ -][0-9])(?P<ymd_m>{name})[ -]
            (?P<ymd_d>[0-9]{{1,2}})(?![0-9:])
          | (?P<gad_y>[0-9]{{4}})\.[ ]gada[ ](?P<gad_d>[0-9]{{1,2}})\.[ ](?P<gad_m>{name})
          | (?P<cjk_y>[0-9]{{4}})[年년][ ]?(?P<cjk_m>[0-9]{{1,2}})[月월][ ]?(?P<cjk_d>[0-9]{{1,2}})[日일]
          )
        | \b(?=[^\W\d_]{{2,12}}\.?{gap}{{0,3}}[0-9])(?:
            (?P<mdy_m>{name}){gap}+(?P<mdy_d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,{gap}*|{gap}+)(?:de[ ])?
            (?P<mdy_y>[0-9]{{4}})(?![0-9:])
          | (?P<col_m>{name})(?<=\.){gap}?(?P<col_d>[0-9]{{1,2}})/(?P<col_y>[0-9]{{4}}|[0-9]{{2}})(?![0-9/])
          )""",
        re.VERBOSE | re.IGNORECASE,
    )


def newest_date(text: str) -> date | None:
    """The latest full date in the text, None without any.

    >>> newest_date("founded 12 June 2009, revised 1 May 2011, first drafted 2 May 2008").isoformat()
    '2011-05-01'
    """
    return max((found.value for found in printed_dates(text)), default=None)


def first_date(text: str) -> date | None:
    """The first full date in the text, None without any."""
    return next((found.value for found in printed_dates(text)), None)


def day_of(written: object) -> date | None:
    """The day that a date column or a page's markup gives, whatever clock follows it.

    >>> [str(day_of(value)) for value in ("2024-07-23T08:15:30Z", "Tue, 23 Jul 2024 10:00 GMT", "20240723", "soon", None)]
    ['2024-07-23', '2024-07-23', '2024-07-23', 'None', 'None']
    """
    words = str(written).strip()[:64] if written is not None else ""
    if len(words) == 8 and words.isdecimal():
        words = f"{words[:4]}-{words[4:6]}-{words[6:]}"
    return first_date(words)


def _value(match: re.Match[str]) -> date | None:
    """The date a match denotes, None for a day that does not exist or a year that no page is from."""
    form = str(match.lastgroup).split("_", maxsplit=1)[0]
    year, month, day = match[f"{form}_y"], match[f"{form}_m"], match[f"{form}_d"]
    if form == "num" and match["num_sep"][0] != "." and int(month) <= 12 and int(day) <= 12 and month != day:
        return None  # 03/04/2022
    if form == "num" and int(month) > 12:
        month, day = day, month  # 09/23/2025
    number = int(month) if month.isdecimal() else _months().get(month.rstrip(".").lower())
    if number is None:
        return None  # a letter that only folds to one of the name's, such as the dotless i
    try:
        value = date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
    except ValueError:
        return None
    return value if FIRST_YEAR <= value.year <= LAST_YEAR else None
