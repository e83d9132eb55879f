"""The shapes a date takes in words, each with its reader, whatever the language.

In: nothing. Out: `RULES`, from the most to the least telling shape: the first that fits is the one that reads.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from extractor.diplomacy.dates import named, relative
from extractor.diplomacy.dates.tokens import Found, shape
from extractor.diplomacy.dates.values import Date, Told

Reader = Callable[[Found, Told], Date]


@dataclass(frozen=True)
class Rule:
    """A shape of words and its reader; `wider` is the shape for words that are known to be a date, where it differs."""

    source: str
    read: Reader
    wider: str | None = None

    @cached_property
    def shape(self) -> re.Pattern[str]:
        """The shape in running text, with its preposition."""
        return shape(f"{_LEAD} (?: {self.source} )")

    @cached_property
    def alone(self) -> re.Pattern[str]:
        """The shape of words that are known to be a date."""
        return shape(f"{_LEAD} (?: {self.wider} )") if self.wider else self.shape

    @cached_property
    def needs(self) -> frozenset[str]:
        """Kinds of which one must be there, read off the shape: of the groups i m y w u the first is never left out."""
        kinds = (re.search(rf"\(\?P<{name}>\[?([^])]+)", self.alone.pattern) for name in "imywu")
        return frozenset(next((found[1] for found in kinds if found), ""))

    def may_fit(self, kinds: str) -> bool:
        """Whether there is any of the kinds that the shape needs."""
        return not self.needs or not self.needs.isdisjoint(kinds)


# Words are kinds of tokens (see `Kind`); groups name the numbers that a reader takes: d m y w the day, month, year and
# weekday, in capitals those of a range's end; v a weekday behind its date; r or R last, this or next, before or behind its
# noun, q Q or t the same of a day that has a month; e a day as seen from the telling; n a count, c the tens before it,
# u its unit.
_THE = "[THE ARTICLE]"
_OF = "[OF OFFROM]"
_PART = "(?: [QUALIFIER EDGE] | [NTH STEP] [HALF WEEKS DAYS] )"
_LEAD = (
    f"(?: ROUGHLY? [AT BY FROM TO BETWEEN BACK OFFROM TOAT] {_THE}? | ARTICLE )?"
    f"(?: (?: [QUALIFIER EDGE] [DASH TO] )? {_PART} [DASH OF AT OFFROM]? {_THE}? )?"
)
_TO = f"[TO DASH AND TOAT]{{1,3}} {_THE}?"
_STEP = "THIS? (?P<r>[STEP THIS TRAILING])"
_AFTER = "(?P<R>[TRAILING POSTPOSED])"


def _stepped(units: str) -> str:
    """A unit of time with its last, this or next."""
    return f"(?: {_STEP} {units} | {units} {_AFTER} )"


def _month(name: str, kinds: str = "MONTH DMONTH SHORTMONTH INMONTH") -> str:
    """A month's name, with or without the word "month" on either side."""
    return f"(?: MONTHS {_OF}? )? (?P<{name}>[{kinds}]) MONTHMARK?"


_YEARS = "[YEARS YEARMARK]"
_YEAR_NAME = f"[COMMA OF DASH OFFROM]? (?: {_THE}? YEARS )? (?P<y>[YEAR INYEAR]) YEARMARK?"
_COUNTED_YEAR = f"(?P<n>[NUMBER TENS DAY ONE]) {_YEARS} AGO"
_FIRST_YEAR = f"(?: {_YEAR_NAME} )?"
_YEAR = f"(?: {_YEAR_NAME} | [COMMA OF OFFROM]? ARTICLE? {_stepped(_YEARS)} | COMMA? {_COUNTED_YEAR} )"
_LAST_YEAR = _YEAR.replace("<y>", "<Y>")
_NO_YEAR = "(?! [COMMA OF DASH OFFROM]? [YEAR INYEAR] )"

_NAMED_DAY = "[WEEKDAY SHORTDAY]"
_ON = (
    f"(?: (?P<e>DEICTIC) COMMA? {_THE}? )? (?: THIS? (?P<q>[STEP THIS TRAILING]) )? DAYWORD?"
    f"(?: (?P<w>{_NAMED_DAY}) DAYWORD? DAYPART? (?P<Q>[TRAILING POSTPOSED])?"
    f" (?: {_TO} (?P<V>{_NAMED_DAY}) )? COMMA? {_THE}? DAYWORD? )?"
)
_UNTIL = f"(?: DAYWORD? (?P<W>{_NAMED_DAY}) COMMA? {_THE}? )?"
_WEEKDAY_BEHIND = f"(?: COMMA? DAYWORD? (?P<v>{_NAMED_DAY}) DAYWORD? (?! {_OF} | {_TO} ) )?"
_MORE_DAYS = "(?: (?: COMMA DAY ){1,8} COMMA? )?"
_DAY = f"(?P<d>DAY) (?: {_MORE_DAYS} {_TO} {_UNTIL} (?P<D>DAY) )?"
_LETTERED_DAY = f"(?: (?P<c>TENS) DASH? )? (?P<d>[NTH TENS]) (?: AND? (?P<C>TENS) )? {_OF}"
_MONTH_DAY = f"(?P<m>MONTH) [THE DASH]? {_DAY}"

_COUNT = (
    "(?: (?: (?P<c>TENS) [DASH AND]? )? (?P<n>[NUMBER TENS DAY ONE]) (?: AND (?P<C>TENS) )? )?"
    " (?P<u>[DAYS DAYWORD WEEKS MONTHS YEARS YEARMARK])"
)
_OF_WEEK = f"[AT OF OFFROM TOAT THE ARTICLE]{{0,2}} {_stepped('WEEKS')}"
_UNTIL_DAY = f"DAYPART? (?: COMMA {_NAMED_DAY} ){{0,5}} COMMA? {_TO} (?P<W>{_NAMED_DAY}) DAYPART?"
_UNITS = "(?P<u>[WEEKS MONTHS YEARS YEARMARK])"
_SOME_YEAR = (  # before its month, and not the year of a month or day that stands before it
    f"(?: (?<! [MONTH DMONTH INMONTH DAY] ) (?<! [MONTH DMONTH INMONTH DAY] [COMMA OF OFFROM DASH] )"
    f" (?P<y>[YEAR INYEAR]) YEARMARK? | {_stepped(_YEARS)} | {_COUNTED_YEAR} ) COMMA? [AT ARTICLE OF OFFROM TOAT]{{0,2}}"
)


def _weekday(kinds: str) -> str:
    """A weekday that is not every Monday, not the Monday of something, and not counted from another day."""
    return (
        f"(?<! EVERY ) (?<! [THE ARTICLE AT] ANAPHOR ) (?: {_STEP} )? DAYWORD? (?P<w>[{kinds}])"
        f" DAYWORD? (?: DAYPART? {_AFTER} )? (?! OF | FOLLOWING | OFFROM ARTICLE? [MONTH DMONTH INMONTH MONTHS] )"
    )


RULES: tuple[Rule, ...] = (
    Rule(f"(?P<i>FULLDATE) {_TO} (?P<j>FULLDATE)", named.full_range),
    Rule(
        f"(?: DAYWORD? (?P<w>{_NAMED_DAY}) DAYWORD? COMMA? {_THE}? )? (?P<i>FULLDATE) {_WEEKDAY_BEHIND}",
        named.full_date,
    ),
    # the week of March 4
    Rule(
        f"(?P<u>WEEKS) [OF OFFROM ARTICLE THE QUALIFIER]{{1,3}} (?: {_ON} (?P<d>DAY) {_OF}? {_month('m')} {_YEAR}? )",
        named.week_of,
    ),
    Rule(f"(?P<u>WEEKS) [OF QUALIFIER] THE? {_ON} (?P<m>MONTH) (?P<d>DAY) {_YEAR}?", named.week_of),
    # last year on 5 March
    Rule(f"{_SOME_YEAR} {_ON} {_DAY} {_OF}? {_month('m')} {_NO_YEAR}", named.days),
    Rule(f"{_SOME_YEAR} {_ON} {_MONTH_DAY} {_NO_YEAR}", named.days),
    # 30 May – 2 June 2024
    Rule(
        f"{_ON} (?P<d>DAY) {_MORE_DAYS} {_OF}? {_month('m')} {_FIRST_YEAR} COMMA? {_TO} {_UNTIL} (?P<D>DAY)"
        f" {_OF}? {_month('M')} {_LAST_YEAR}?",
        named.days,
    ),
    # May 30 – June 2, 2024
    Rule(
        f"{_ON} (?P<m>MONTH) (?P<d>DAY) {_MORE_DAYS} {_FIRST_YEAR} COMMA? {_TO} {_UNTIL} (?P<M>MONTH) (?P<D>DAY)"
        f" {_LAST_YEAR}?",
        named.days,
    ),
    # Friday, the 7th of September 2022; Thursday 7 to Tuesday 12 May
    Rule(
        f"{_ON} {_DAY} DAYWORD? [OF OFFROM DASH]? {_month('m')} (?P<t>[TRAILING POSTPOSED])? {_YEAR}? {_WEEKDAY_BEHIND}",
        named.days,
    ),
    Rule(f"{_ON} {_LETTERED_DAY} {_month('m')} (?P<t>[TRAILING POSTPOSED])? {_YEAR}? {_WEEKDAY_BEHIND}", named.days),
    # Friday, January 7, 2022; March 10-12, 2022
    Rule(f"{_ON} {_MONTH_DAY} {_YEAR}? {_WEEKDAY_BEHIND}", named.days),
    # the 5th of last month
    Rule(
        f"(?P<d>[DAY NTH TENS]) (?: AND? (?P<C>TENS) )? DAYWORD? {_OF} ARTICLE? {_stepped('MONTHS')}",
        relative.day_of_month,
    ),
    Rule(f"{_month('m')} {_FIRST_YEAR} {_TO} {_month('M')} {_LAST_YEAR}", named.months),
    # "May and June" in running text may be two separate things; after "between" they are one
    Rule(
        f"(?<= [FROM BETWEEN OFFROM] ) {_month('m')} {_TO} {_month('M')}",
        named.months,
        wider=f"{_month('m')} {_TO} {_month('M')}",
    ),
    Rule(f"{_month('m')} {_YEAR}", named.months),
    # last year in March
    Rule(
        f"{_SOME_YEAR} (?: (?<= [AT ARTICLE TOAT YEARMARK] ) | (?= INMONTH | DMONTH MONTHMARK ) ) {_month('m')}"
        f" {_NO_YEAR} (?! DAY )",
        named.months,
    ),
    Rule("(?P<m>YEARMONTH)", named.year_month),
    Rule(f"{_STEP} {_month('m')} | {_month('M')} {_AFTER}", relative.last_month),
    Rule(
        "(?P<y>[YEAR INYEAR]) (?: (?<= [FROM BETWEEN OFFROM] [YEAR INYEAR] ) [TO AND TOAT] | DASH ) (?P<Y>[YEAR INYEAR])"
        " YEARMARK?",
        named.years,
        wider="(?P<y>[YEAR INYEAR]) YEARMARK? [TO DASH AND TOAT] (?P<Y>[YEAR INYEAR]) YEARMARK?",
    ),
    Rule(f"ROUGHLY? (?<! [HALF ONE NUMBER TENS DAY] ) {_COUNT} AGO", relative.ago),
    Rule(f"BACK ROUGHLY? {_COUNT} (?! AND? HALF )", relative.ago),
    Rule(f"(?P<w>{_NAMED_DAY}) {_UNTIL_DAY} {_OF_WEEK}", relative.weekdays_of_week),
    Rule(f"(?: {_STEP} )? (?P<w>{_NAMED_DAY}) {_UNTIL_DAY} {_AFTER}?", relative.weekdays),
    Rule(f"(?P<w>WEEKDAY) DAYWORD? DAYPART? {_OF_WEEK}", relative.weekday_of_week),
    Rule(f"{_stepped('WEEKS')} [AT COMMA ARTICLE TOAT]{{0,2}} DAYWORD? (?P<w>WEEKDAY)", relative.weekday_of_week),
    Rule(f"(?P<d>DEICTIC) DAYPART? COMMA? [THE ARTICLE AT TOAT]? DAYWORD? {_NAMED_DAY}", relative.deictic),
    Rule(_weekday("WEEKDAY"), relative.weekday, wider=_weekday("WEEKDAY SHORTDAY")),
    Rule(
        f"(?: {_STEP} )? (?: (?<= [THE ARTICLE TOAT STEP THIS TRAILING] ) WEEKEND | WEEKENDS ) {_AFTER}?",
        relative.weekend,
        wider=f"(?: {_STEP} )? [WEEKEND WEEKENDS] {_AFTER}?",
    ),
    Rule("DAYS (?P<s>BY) (?P<d>DEICTIC)", relative.day_beside),
    Rule("(?P<d>DEICTIC) DAYPART? | THIS [DAYPART DAYS DAYWORD]", relative.deictic),
    Rule(
        "(?: [STEP TRAILING] (?= DAYPART ) | (?= DAYPART [TRAILING POSTPOSED] ) ) (?P<p>DAYPART) [TRAILING POSTPOSED]?",
        relative.last_night,
    ),
    Rule(f"{_UNITS} {_AFTER}", relative.unit),
    # "over the last week" counts seven days back, "last week" does not
    Rule(
        f"(?: (?<! THE ) {_STEP} | (?<= [QUALIFIER HALF] [OF AT] THE ) | (?<= EDGE ) | (?<= EDGE [OFFROM ARTICLE] )"
        f" | (?<= EDGE OFFROM ARTICLE ) ) {_UNITS} (?! OF | OFFROM [MONTH DMONTH INMONTH] | DMONTH )",
        relative.unit,
    ),
    Rule(f"{_UNITS} EDGE", relative.unit),
    # by the year's end
    Rule("(?: (?<= BY ) | (?<= BY THE ) ) (?P<u>[MONTHS YEARS]) DASH? QUALIFIER", relative.unit),
    Rule(f"{_UNITS} (?P<s>BY) (?P<r>STEP)", relative.unit_beside),
    Rule("THIS SEASON", relative.this_season),
    Rule(
        f"(?: (?<= [AT BY TO TOAT QUALIFIER EDGE] ) | (?<= [QUALIFIER EDGE] [OF DASH OFFROM] )"
        f" | (?<= [NTH STEP] [HALF WEEKS DAYS] OF ) | (?= MONTHS | INMONTH | DMONTH [MONTHMARK EDGE] ) )"
        f" {_month('m', 'MONTH DMONTH INMONTH')} EDGE?",
        named.months,
        wider=_month("m", "MONTH DMONTH INMONTH"),
    ),
    Rule(
        "(?: (?<= [AT BY FROM TO BETWEEN OF QUALIFIER EDGE SEASON] ) | (?<= [QUALIFIER EDGE] DASH ) | (?<= SEASON OFFROM )"
        " | (?P<u>YEARS) | (?= INYEAR | YEAR [YEARMARK EDGE] ) ) (?P<y>[YEAR INYEAR]) YEARMARK? EDGE?",
        named.year,
        wider="(?P<u>YEARS)? (?P<y>[YEAR INYEAR]) YEARMARK?",
    ),
    # in running text "in two weeks" is more often a length of time
    Rule("(?!)", relative.ahead, wider=f"(?P<p>AT) {_COUNT}"),
    Rule("(?!)", relative.ahead, wider=f"{_COUNT} FROM? (?P<p>HENCE)"),
)
