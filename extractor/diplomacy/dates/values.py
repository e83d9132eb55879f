"""What a resolved date is, and the calendar the resolving is done on.

In: an anchor, a tense, numbers. Out: `Date`. A day outside the calendar raises ValueError or OverflowError, for the
caller to turn into "could not be read".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from extractor.models import Frozen


class Precision(StrEnum):
    """How fine a date is; never finer than its words."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"
    NONE = "none"


class Method(StrEnum):
    """How a date was computed (codebook, section 3)."""

    EXPLICIT = "explicit"
    WEEKDAY = "weekday"
    DEICTIC = "deictic"
    OFFSET = "offset"
    YEAR_INFERRED = "year_inferred"
    YEAR_FROM_WEEKDAY = "year_from_weekday"
    DATELINE = "dateline"
    PUBLICATION = "publication"
    UNANCHORED = "unanchored"
    CONFLICT = "conflict"
    NONE = "none"


class Date(Frozen):
    """A date in EDTF: `2022-01-06`, `2022-04` or `1924`; `end` is filled for a range and has the form of `value`."""

    value: str | None
    end: str | None
    precision: Precision
    method: Method


UNANCHORED = Date(value=None, end=None, precision=Precision.NONE, method=Method.UNANCHORED)
NO_DATE = Date(value=None, end=None, precision=Precision.NONE, method=Method.NONE)


@dataclass(frozen=True)
class Anchor:
    """What a page offers to hang a date on: its own day, the newest day printed on it, and the day it is read."""

    published: date | None
    newest_printed: date | None
    today: date


def day(when: date, method: Method) -> Date:
    """A date of one day."""
    return Date(value=when.isoformat(), end=None, precision=Precision.DAY, method=method)


def month(when: int, method: Method) -> Date:
    """A date of one month, given as year * 12 + month - 1."""
    return Date(value=_edtf_month(when), end=None, precision=Precision.MONTH, method=method)


def year(when: int, method: Method) -> Date:
    """A date of one year."""
    return Date(value=_edtf_year(when), end=None, precision=Precision.YEAR, method=method)


def days(first: date, last: date, method: Method) -> Date:
    """A range of days, both included."""
    return _between(first.isoformat(), last.isoformat(), method)


def months(first: int, last: int, method: Method) -> Date:
    """A range of months, both included."""
    return _between(_edtf_month(first), _edtf_month(last), method)


def years(first: int, last: int, method: Method) -> Date:
    """A range of years, both included."""
    return _between(_edtf_year(first), _edtf_year(last), method)


def _between(first: str, last: str, method: Method) -> Date:
    if last <= first:
        raise ValueError(f"a range must end after it began: {first!r} to {last!r}")
    return Date(value=first, end=last, precision=Precision.RANGE, method=method)


def _edtf_year(when: int) -> str:
    return f"{date(when, 1, 1).year:04d}"


def _edtf_month(when: int) -> str:
    return date(when // 12, when % 12 + 1, 1).isoformat()[:7]


@dataclass(frozen=True)
class Told:
    """A telling: the page's anchor, and whether the event was still ahead when it was told."""

    anchor: Anchor
    planned: bool = False

    @property
    def on(self) -> date | None:
        """The day of the telling, if known."""
        return self.anchor.published

    def nearest_years(self, on: date) -> Iterator[int]:
        """Years to try for a date without one, nearest first; eight of them reach over a leap day lost in 1900 or 2100.

        One year on the other side is tried first: a range may have begun in the last year and not be over.
        """
        step = 1 if self.planned else -1
        return (on.year + step * distance for distance in range(-1, 9))

    def fits(self, first: date, last: date, on: date) -> bool:
        """Whether a date fits the tense: what happened has begun, what is planned is not over."""
        return last >= on if self.planned else first <= on

    def weekday_years(self) -> Iterator[int]:
        """Years to try for a date that only its weekday can place, latest first; weekdays repeat within 40 years."""
        newest = self.latest_possible.year
        return iter(range(newest, newest - 41, -1))

    @property
    def latest_possible(self) -> date:
        """The newest day that the page can be telling of when its own day is unknown."""
        return min(self.anchor.newest_printed or self.anchor.today, self.anchor.today)

    def weekday(self, on: date, number: int) -> date:
        """The day meant by "on Monday": the latest one, `on` included, or the first one after `on` if planned."""
        return weekday_after(on, number) if self.planned else weekday_before(on + timedelta(1), number)

    def weekend(self, on: date) -> date:
        """The Saturday of "the weekend": of the current one, else of the latest, or of the next if planned."""
        saturday = on - timedelta((on.weekday() - 5) % 7)
        if self.planned and on.weekday() < 5:
            saturday += timedelta(7)
        return saturday


def weekday_before(on: date, number: int) -> date:
    """The latest such weekday strictly before a day.

    >>> weekday_before(date(2022, 1, 6), 3)
    datetime.date(2021, 12, 30)
    """
    return on - timedelta((on.weekday() - number - 1) % 7 + 1)


def weekday_after(on: date, number: int) -> date:
    """The first such weekday strictly after a day.

    >>> weekday_after(date(2022, 1, 6), 3)
    datetime.date(2022, 1, 13)
    """
    return on + timedelta((number - on.weekday() - 1) % 7 + 1)


def week(on: date, distance: int) -> tuple[date, date]:
    """Monday and Sunday of the week that is `distance` weeks from the one a day lies in.

    >>> week(date(2022, 1, 9), -1)
    (datetime.date(2021, 12, 27), datetime.date(2022, 1, 2))
    """
    monday = on + timedelta(7 * distance - on.weekday())
    return monday, monday + timedelta(6)


def month_number(on: date) -> int:
    """The month of a day as year * 12 + month - 1, so that months can be counted."""
    return on.year * 12 + on.month - 1
