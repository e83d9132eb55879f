"""The shapes a date takes in words, each with its reader.

In: nothing. Out: `RULES`, from the most to the least telling shape: the first that fits is the one that reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from extractor.diplomacy.dates import named, relative
from extractor.diplomacy.dates.tokens import Found, shape
from extractor.diplomacy.dates.values import Date, Told

Reader = Callable[[Found, Told], Date]


@dataclass(frozen=True)
class Rule:
    """A shape of words and its reader; `alone` is the wider shape for words that are known to be a date."""

    shape: re.Pattern[str]
    read: Reader
    alone: re.Pattern[str]


# Words are kinds of tokens (see `Kind`); groups name the numbers that a reader takes: d m y w the day, month, year and
# weekday, in capitals those of a range's end; r last, this or next; n a count, u its unit.
_LEAD = "(?: ROUGHLY? [AT BY FROM TO BETWEEN] THE? )? (?: QUALIFIER [DASH OF AT]? THE? )?"
_TO = "[TO DASH AND] THE?"
_NAMED_DAY = "[WEEKDAY SHORTDAY]"
_ON = f"(?: DEICTIC COMMA? )? (?: (?P<w>{_NAMED_DAY}) COMMA? THE? )?"
_UNTIL = f"(?: (?P<W>{_NAMED_DAY}) COMMA? )?"
_STEP = "THIS? (?P<r>[LAST NEXT THIS])"
_FIRST_YEAR = "(?: [COMMA OF DASH]? (?P<y>YEAR) )?"
_YEAR = f"(?: [COMMA OF DASH]? (?P<y>YEAR) | [COMMA OF]? {_STEP} YEARS )"
_LAST_YEAR = _YEAR.replace("<y>", "<Y>") + "?"
_DAYS = "(?P<d>DAY) (?: COMMA DAY ){0,8}"
_UNITS = "(?P<u>[WEEKS MONTHS YEARS])"
_COUNT = "(?P<n>[NUMBER DAY ONE]) (?P<u>[DAYS WEEKS MONTHS YEARS])"


def _rule(source: str, read: Reader, *, alone: str | None = None) -> Rule:
    return Rule(shape(_LEAD + f"(?:{source})"), read, shape(_LEAD + f"(?:{alone or source})"))


RULES: tuple[Rule, ...] = (
    _rule(f"(?P<i>FULLDATE) {_TO} (?P<j>FULLDATE)", named.full_range),
    _rule(f"(?: (?P<w>{_NAMED_DAY}) COMMA? )? (?P<i>FULLDATE)", named.full_date),
    # 30 May – 2 June 2024
    _rule(
        f"{_ON} {_DAYS} OF? (?P<m>MONTH) {_FIRST_YEAR} COMMA? {_TO} {_UNTIL} (?P<D>DAY) OF? (?P<M>MONTH) {_LAST_YEAR}",
        named.days,
    ),
    # May 30 – June 2, 2024
    _rule(
        f"{_ON} (?P<m>MONTH) {_DAYS} {_FIRST_YEAR} COMMA? {_TO} {_UNTIL} (?P<M>MONTH) (?P<D>DAY) {_LAST_YEAR}",
        named.days,
    ),
    # Thursday 7 to Tuesday 12 May
    _rule(f"{_ON} {_DAYS} {_TO} {_UNTIL} (?P<D>DAY) OF? (?P<M>MONTH) {_LAST_YEAR}", named.days),
    # March 10-12, 2022
    _rule(f"{_ON} (?P<m>MONTH) {_DAYS} {_TO} {_UNTIL} (?P<D>DAY) {_LAST_YEAR}", named.days),
    # Friday, the 7th of September 2022
    _rule(f"{_ON} (?P<d>DAY) [OF DASH]? (?P<m>MONTH) {_YEAR}?", named.days),
    # Friday, January 7, 2022
    _rule(f"{_ON} (?P<m>MONTH) [THE DASH]? (?P<d>DAY) {_YEAR}?", named.days),
    _rule(f"(?P<m>MONTH) {_FIRST_YEAR} {_TO} (?P<M>MONTH) [COMMA OF]? (?P<Y>YEAR)", named.months),
    # "May and June" in running text may be two separate things; after "between" they are one
    _rule(
        f"(?<=[FROM BETWEEN]) (?P<m>MONTH) {_TO} (?P<M>MONTH)", named.months, alone=f"(?P<m>MONTH) {_TO} (?P<M>MONTH)"
    ),
    _rule(f"(?P<m>MONTH) {_YEAR}", named.months),
    _rule("(?P<m>YEARMONTH)", named.year_month),
    _rule("THIS? (?P<r>[LAST NEXT THIS]) (?P<m>MONTH)", relative.last_month),
    _rule(
        "(?P<y>YEAR) (?: (?<=[FROM BETWEEN] YEAR) [TO AND] | DASH ) (?P<Y>YEAR)",
        named.years,
        alone="(?P<y>YEAR) [TO DASH AND] (?P<Y>YEAR)",
    ),
    _rule(f"(?P<w>{_NAMED_DAY}) {_TO} (?P<W>{_NAMED_DAY})", relative.weekdays),
    _rule(f"(?P<w>WEEKDAY) DAYPART? AT? THE? {_STEP} WEEKS", relative.weekday_of_week),
    _rule(f"{_STEP} WEEKS [AT COMMA]? (?P<w>WEEKDAY)", relative.weekday_of_week),
    # not "the last Monday of March"
    _rule(
        f"(?: {_STEP} )? (?P<w>WEEKDAY) (?!OF)", relative.weekday, alone=f"(?: {_STEP} )? (?P<w>{_NAMED_DAY}) (?!OF)"
    ),
    _rule(f"(?: {_STEP} | (?<=THE) ) WEEKEND", relative.weekend, alone=f"(?: {_STEP} )? WEEKEND"),
    _rule("DAYS (?P<s>BY) (?P<d>DEICTIC)", relative.day_beside),
    _rule("(?P<d>DEICTIC) DAYPART? | THIS [DAYPART DAYS]", relative.deictic),
    _rule("LAST (?P<p>DAYPART)", relative.last_night),
    _rule(f"ROUGHLY? {_COUNT} AGO", relative.ago),
    # in running text "in two weeks" is more often a length of time
    Rule(shape("(?!)"), relative.ahead, shape(f"(?P<p>AT) {_COUNT}")),
    # "over the last week" counts seven days back, "last week" does not
    _rule(f"(?: (?<!THE) {_STEP} | (?<=QUALIFIER [OF AT] THE) ) {_UNITS} (?!OF)", relative.unit),
    _rule("THIS SEASON", relative.this_season),
    _rule(
        "(?: (?<=[AT BY TO QUALIFIER]) | (?<=QUALIFIER [OF DASH]) ) (?P<m>MONTH)", named.months, alone="(?P<m>MONTH)"
    ),
    _rule(
        "(?: (?<=[AT BY FROM TO BETWEEN OF QUALIFIER SEASON]) | (?<=QUALIFIER DASH) ) (?P<y>YEAR)",
        named.year,
        alone="(?P<y>YEAR)",
    ),
)
