"""The words dates are made of, as tables.

In and out: data only. Another language is another `Language`; nothing else knows a word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a token can be in a date expression; its letter stands for it in `Tokens.kinds`."""

    FULLDATE = "I"  # 2022-01-09, 07.03.2025; value: the day's ordinal
    YEARMONTH = "J"  # 2022-04; value: year * 12 + month - 1
    YEAR = "Y"
    DAY = "D"  # 1 to 31, "7th"; also a count
    NUMBER = "N"  # any other count, "two"
    MONTH = "M"
    WEEKDAY = "W"  # Monday is 0
    SHORTDAY = "w"  # "Mon."
    DAYPART = "P"  # morning 0, night 1
    DAYS = "G"  # units: value 1 in the singular
    WEEKS = "K"
    MONTHS = "O"
    YEARS = "A"
    WEEKEND = "E"
    SEASON = "S"
    DEICTIC = "d"  # value: days from today
    LAST = "l"
    NEXT = "n"
    THIS = "h"
    QUALIFIER = "Q"  # early, late, beginning
    AT = "p"  # on, in, over; value 1 for "in"
    BY = "y"  # by, for, before (-1), after (1)
    FROM = "f"
    BETWEEN = "b"
    TO = "t"
    AND = "j"
    DASH = "z"
    COMMA = ","
    THE = "k"
    OF = "o"
    ONE = "a"  # a, an
    AGO = "g"
    ROUGHLY = "r"  # nearly, almost
    OTHER = "x"


@dataclass(frozen=True)
class Language:
    """One language's date words; lists start at January, Monday, and one."""

    months: Sequence[str]
    short_months: Mapping[str, int]
    weekdays: Sequence[str]
    short_weekdays: Mapping[str, int]
    numbers: Sequence[str]
    words: Mapping[Kind, Mapping[str, int]]
    capitalised: bool  # whether month and weekday names are written with a capital
    table: dict[str, tuple[Kind, int]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        table = {word: (kind, value) for kind, words in self.words.items() for word, value in words.items()}
        table |= {word: (Kind.NUMBER, count) for count, word in enumerate(self.numbers, 1)}
        table |= {word: (Kind.MONTH, month) for word, month in self.short_months.items()}
        table |= {word: (Kind.MONTH, month) for month, word in enumerate(self.months, 1)}
        table |= {word: (Kind.SHORTDAY, day) for word, day in self.short_weekdays.items()}
        table |= {word: (Kind.WEEKDAY, day) for day, word in enumerate(self.weekdays)}
        object.__setattr__(self, "table", table)

    def abbreviates(self, word: str) -> bool:
        """Whether a full stop after this lower-case word belongs to it."""
        return word in self.short_months or word in self.short_weekdays


def _plain(words: str) -> dict[str, int]:
    return dict.fromkeys(words.split(), 0)


ENGLISH = Language(
    months=(
        *("january", "february", "march", "april", "may", "june"),
        *("july", "august", "september", "october", "november", "december"),
    ),
    short_months={"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8}
    | {"sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12},
    weekdays=("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    short_weekdays={"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3}
    | {"fri": 4, "sat": 5, "sun": 6},
    numbers=("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    words={
        Kind.DAYPART: {"morning": 0, "afternoon": 0, "evening": 0, "noon": 0, "night": 1},
        Kind.DAYS: {"day": 1, "days": 0},
        Kind.WEEKS: {"week": 1, "weeks": 0},
        Kind.MONTHS: {"month": 1, "months": 0},
        Kind.YEARS: {"year": 1, "years": 0},
        Kind.WEEKEND: _plain("weekend"),
        Kind.SEASON: _plain("spring summer autumn winter"),
        Kind.DEICTIC: {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1},
        Kind.LAST: _plain("last past"),
        Kind.NEXT: _plain("next coming upcoming"),
        Kind.THIS: _plain("this"),
        Kind.QUALIFIER: _plain("early earlier late later mid middle beginning start end"),
        Kind.AT: {"in": 1} | _plain("on at over during since around about"),
        Kind.BY: {"before": -1, "after": 1} | _plain("by for"),
        Kind.FROM: _plain("from"),
        Kind.BETWEEN: _plain("between"),
        Kind.TO: _plain("to until till through"),
        Kind.AND: _plain("and"),
        Kind.THE: _plain("the"),
        Kind.OF: _plain("of"),
        Kind.ONE: {"a": 1, "an": 1},
        Kind.AGO: _plain("ago"),
        Kind.ROUGHLY: _plain("nearly almost roughly some just"),
    },
    capitalised=True,
)
