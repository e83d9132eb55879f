"""Dates counted from the telling: weekdays, weekends, "today", "last month", "two days ago".

In: a shape found in words, and the telling. Out: `Date`, without a value where the day of the telling is unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps

from extractor.diplomacy.dates import values
from extractor.diplomacy.dates.kinds import Kind
from extractor.diplomacy.dates.tokens import Found
from extractor.diplomacy.dates.values import UNANCHORED, Date, Method, Told

_DAY = timedelta(1)


def _anchored(read: Callable[[Found, Told, date], Date]) -> Callable[[Found, Told], Date]:
    """Give a reader the day of the telling, and no work where it is unknown."""

    @wraps(read)
    def read_if_anchored(found: Found, told: Told) -> Date:
        return UNANCHORED if told.on is None else read(found, told, told.on)

    return read_if_anchored


@_anchored
def weekday(found: Found, told: Told, on: date) -> Date:
    """A weekday, placed by the tense; "last Monday" is strictly before, "next Monday" strictly after, in any tense."""
    return values.day(_weekday(found.number("w"), found.step(), told, on), Method.WEEKDAY)


def _weekday(number: int, step: int | None, told: Told, on: date) -> date:
    if not step:
        return told.weekday(on, number)
    return values.weekday_before(on, number) if step < 0 else values.weekday_after(on, number)


@_anchored
def weekday_of_week(found: Found, _: Told, on: date) -> Date:
    """A weekday of a named week: "on Wednesday last week"."""
    monday = values.week(on, found.step() or 0)[0]
    return values.day(monday + found.number("w") * _DAY, Method.WEEKDAY)


@_anchored
def weekdays_of_week(found: Found, _: Told, on: date) -> Date:
    """Two weekdays of a named week and all that lies between: "Monday to Wednesday next week"."""
    monday = values.week(on, found.step() or 0)[0]
    return values.days(monday + found.number("w") * _DAY, monday + found.number("W") * _DAY, Method.WEEKDAY)


@_anchored
def weekdays(found: Found, told: Told, on: date) -> Date:
    """Two weekdays and all that lies between: the tense places the last of them, or the first if planned."""
    first, last, step = found.number("w"), found.number("W"), found.step()
    length = (last - first) % 7 * _DAY
    ahead = step > 0 if step else told.planned
    begin = _weekday(first, step, told, on) if ahead else _weekday(last, step, told, on) - length
    return values.days(begin, begin + length, Method.WEEKDAY)


@_anchored
def weekend(found: Found, told: Told, on: date) -> Date:
    """A weekend, placed by the tense; the last one was over before the telling, the next one begins after it."""
    step, saturday = found.step(), told.weekend(on)
    if step == -1:
        saturday = values.weekday_before(on, 6) - _DAY
    if step == 1:
        saturday = values.weekday_after(on, 5)
    return values.days(saturday, saturday + _DAY, Method.DEICTIC)


@_anchored
def deictic(found: Found, _: Told, on: date) -> Date:
    """A day as seen from the telling: "today", "yesterday evening", "this morning", "on this day"."""
    return values.day(on + (found.get("d") or 0) * _DAY, Method.DEICTIC)


@_anchored
def day_beside(found: Found, _: Told, on: date) -> Date:
    """A day beside one: "the day before yesterday", "the day after tomorrow"."""
    side = found.number("s")
    return values.day(on + (found.number("d") + side) * _DAY, Method.DEICTIC) if side else UNANCHORED


@_anchored
def last_night(found: Found, _: Told, on: date) -> Date:
    """Last night belongs to the day before; "last morning" is nobody's word."""
    return values.day(on - _DAY, Method.DEICTIC) if found.number("p") else UNANCHORED


@_anchored
def last_month(found: Found, _: Told, on: date) -> Date:
    """Last April is the latest that ended before the telling, next April the first that begins after it."""
    step, first, now = found.step(), (found.get("m", "M") or 0) - 1, values.month_number(on)
    year = on.year
    if step == -1:
        year = (now - 1 - first) // 12
    if step == 1:
        year = (now - first) // 12 + 1
    return values.month(year * 12 + first, Method.OFFSET)


@_anchored
def day_of_month(found: Found, _: Told, on: date) -> Date:
    """A day of this month or of one beside it: "the 5th of last month"."""
    month, day = values.month_number(on) + (found.step() or 0), found.number("d") + (found.get("C") or 0)
    return values.day(date(month // 12, month % 12 + 1, day), Method.OFFSET)


@_anchored
def this_season(_: Found, __: Told, on: date) -> Date:
    """Seasons differ between the hemispheres, so no more than the year is read."""
    return values.year(on.year, Method.OFFSET)


@_anchored
def ago(found: Found, _: Told, on: date) -> Date:
    """A time ago, as fine as its unit: "two days ago", "nearly four years ago", "il y a un an"."""
    count = _count(found)
    return _away(found.match["u"], -count, on) if count else UNANCHORED


@_anchored
def ahead(found: Found, told: Told, on: date) -> Date:
    """A time ahead: "in two weeks" is a date of what is planned; what has happened took two weeks."""
    count = _count(found)
    if not count or not told.planned or (found.match["p"] == Kind.AT and found.number("p") != 1):
        return UNANCHORED
    return _away(found.match["u"], count, on)


def _count(found: Found) -> int:
    """How many units are spoken of: a number, a dual, or a unit that stands alone for one of itself; 0 if none of these."""
    number, unit = found.get("n"), found.number("u")
    if number is None:
        return max(unit, 0)
    return (number + (found.get("c", "C") or 0)) * max(unit, 1)


@_anchored
def unit(found: Found, _: Told, on: date) -> Date:
    """A week, month or year: "later this year", "at the end of the month"; "in the next weeks" is no date."""
    return _away(found.match["u"], found.step() or 0, on) if abs(found.number("u")) == 1 else UNANCHORED


@_anchored
def unit_beside(found: Found, _: Told, on: date) -> Date:
    """A week, month or year beside the last or next one: "the week before last"."""
    side, step = found.number("s"), found.number("r")
    return _away(found.match["u"], side + step, on) if side == step and found.number("u") == 1 else UNANCHORED


def _away(letter: str, count: int, on: date) -> Date:
    if letter in (Kind.DAYS, Kind.DAYWORD):
        return values.day(on + count * _DAY, Method.OFFSET)
    if letter == Kind.WEEKS:
        return values.days(*values.week(on, count), Method.OFFSET)
    if letter == Kind.MONTHS:
        return values.month(values.month_number(on) + count, Method.OFFSET)
    return values.year(on.year + count, Method.OFFSET)
