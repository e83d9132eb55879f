"""Dates that name their day, month or year.

In: a shape found in words, and the telling. Out: `Date`; the year is inferred where the words leave it out.
An impossible date is a ValueError.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from extractor.diplomacy.dates import values
from extractor.diplomacy.dates.tokens import Found
from extractor.diplomacy.dates.values import UNANCHORED, Date, Method, Told


@dataclass(frozen=True)
class _Spoken:
    """A day as spoken, without its year."""

    day: int
    month: int
    weekday: int | None


@dataclass(frozen=True)
class _Days:
    """A first and a last day as spoken, and how many new years lie between; the same day twice for a single one."""

    first: _Spoken
    last: _Spoken
    new_years: int

    def in_year(self, year: int) -> tuple[date, date] | None:
        """The two days if the first lies in this year, None if the calendar has them not: 29 February 2023."""
        try:
            begin = date(year, self.first.month, self.first.day)
            return begin, date(year + self.new_years, self.last.month, self.last.day)
        except ValueError:
            return None

    def agree(self, when: tuple[date, date]) -> bool:
        """Whether these days fall on the weekdays that were spoken."""
        ends = zip((self.first, self.last), when, strict=True)
        return all(spoken.weekday in (None, day.weekday()) for spoken, day in ends)


def days(found: Found, told: Told) -> Date:
    """A day and month, or two of them with all that lies between."""
    month, last_day = found.number("m"), found.get("D")
    weekday = found.get("V", "w", "v") if last_day is None else found.get("w", "v")
    first = _Spoken(found.number("d") + (found.get("c") or 0) + (found.get("C") or 0), month, weekday)
    last = first if last_day is None else _Spoken(last_day, found.get("M") or month, found.get("W", "V"))
    new_years = _new_years(found, first.month, last.month)
    spoken = _Days(first, last, new_years)
    year, method = _year_of(found, told, new_years)
    when = spoken.in_year(year) if year is not None else None
    if year is None and told.on is not None:
        when, method = _nearest(spoken, told, told.on, found.side()), Method.YEAR_INFERRED
    elif year is None and (first.weekday, last.weekday) != (None, None):
        when, method = _by_weekday(spoken, told), Method.YEAR_FROM_WEEKDAY
    if when is None:
        return UNANCHORED
    method = method if spoken.agree(when) else Method.CONFLICT
    return values.day(when[0], method) if last_day is None else values.days(*when, method)


def week_of(found: Found, told: Told) -> Date:
    """The week in which a day lies: "the week of March 4"."""
    day = days(found, told)
    if day.value is None or found.number("u") != 1:
        return UNANCHORED
    return values.days(*values.week(date.fromisoformat(day.value), 0), day.method)


def _nearest(spoken: _Days, told: Told, on: date, side: int | None) -> tuple[date, date] | None:
    """The nearest such days that fit the tense; "next" or "tomorrow" is a tense of its own and leaves the day itself out."""
    if side:
        told, on = replace(told, planned=side > 0), on + timedelta(1 if side > 0 else -1)
    tried = (spoken.in_year(year) for year in told.nearest_years(on))
    return next((when for when in tried if when and told.fits(*when, on)), None)


def _by_weekday(spoken: _Days, told: Told) -> tuple[date, date] | None:
    bound = told.latest_possible
    tried = (spoken.in_year(year) for year in told.weekday_years())
    return next((when for when in tried if when and when[0] <= bound and spoken.agree(when)), None)


def _new_years(found: Found, first: int, last: int) -> int:
    """How many new years lie in a range of months: as its two years say, else one if it ends in an earlier month."""
    first_year, last_year = found.get("y"), found.get("Y")
    if first_year is not None and last_year is not None:
        return last_year - first_year
    return int(last < first)


def _year_of(found: Found, told: Told, new_years: int) -> tuple[int | None, Method]:
    """The year that the words give to the range's begin: as a number, or as this, last or next year."""
    first, last, step = found.get("y"), found.get("Y"), found.step()
    if first is not None:
        return first, Method.EXPLICIT
    if last is not None:
        return last - new_years, Method.EXPLICIT
    if (ago := found.get("n")) is not None:
        step = -ago
    if step is not None and told.on is not None:
        return told.on.year + step, Method.OFFSET
    return None, Method.EXPLICIT


def months(found: Found, told: Told) -> Date:
    """A month, or two of them with all that lies between, with or without a year."""
    first, last = found.number("m") - 1, (found.get("M", "m") or 0) - 1
    two = found.get("M") is not None
    new_years = _new_years(found, first, last)
    year, method = _year_of(found, told, new_years)
    length = new_years * 12 + last - first
    if year is None and told.on is not None:
        year, method = _month_year(first, length, told.on, planned=told.planned), Method.YEAR_INFERRED
    if year is None:
        return UNANCHORED
    begin = year * 12 + first
    return values.months(begin, begin + length, method) if two else values.month(begin, method)


def _month_year(first: int, length: int, on: date, *, planned: bool) -> int:
    """The nearest year in which the months have begun, or, if planned, are not over."""
    now = values.month_number(on)
    return -((first + length - now) // 12) if planned else (now - first) // 12


def year_month(found: Found, _: Told) -> Date:
    """A month in digits: 2022-04."""
    return values.month(found.number("m"), Method.EXPLICIT)


def full_date(found: Found, _: Told) -> Date:
    """A day in digits: 2022-01-09, 07.03.2025."""
    when, weekday = date.fromordinal(found.number("i")), found.get("w", "v")
    return values.day(when, Method.EXPLICIT if weekday in (None, when.weekday()) else Method.CONFLICT)


def full_range(found: Found, _: Told) -> Date:
    """Two days in digits and all between: 2022-01-09/2022-01-11."""
    first, last = date.fromordinal(found.number("i")), date.fromordinal(found.number("j"))
    return values.days(first, last, Method.EXPLICIT)


def year(found: Found, _: Told) -> Date:
    """A year alone: "in 2013"; "the years 1990" are ten."""
    if found.get("u") == 0:
        return UNANCHORED
    return values.year(found.number("y"), Method.EXPLICIT)


def years(found: Found, _: Told) -> Date:
    """Two years and all between: "from 1992 to 2019"."""
    return values.years(found.number("y"), found.number("Y"), Method.EXPLICIT)
