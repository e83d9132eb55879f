"""What a word can be in a date expression, whatever the language.

In and out: names only. A shape of words is written with these names, a table of words in data/dates_*.tsv too.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a token can be; its letter stands for it in `Tokens.kinds`."""

    FULLDATE = "I"  # 2022-01-09, 07.03.2025; value: the day's ordinal
    YEARMONTH = "J"  # 2022-04; value: year * 12 + month - 1
    YEAR = "Y"
    INYEAR = "V"  # a year with its "in" in the word: "2022'de"
    DAY = "D"  # 1 to 31, "7th"; also a count
    NTH = "H"  # a day of the month in letters
    NUMBER = "N"  # any other count, "two"
    TENS = "T"  # twenty, thirty: a count, and the first part of one
    MONTH = "M"  # a month that may stand before its day: "March 5"
    DMONTH = "%"  # one that never does: "5 mars"
    SHORTMONTH = "m"  # one that counts only beside a day or a year: "ago."
    INMONTH = "U"  # one with its "in" in the word: "Mart'ta"
    MONTHMARK = "C"  # the word "month" behind a name: "Mart ayında"
    YEARMARK = "Z"  # the word "year" where it may stand behind a number: "2024 года"
    WEEKDAY = "W"  # Monday is 0
    SHORTDAY = "w"  # one that counts only beside a date: "Mon."
    DAYWORD = "v"  # the word "day" beside a name or number: "Pazartesi günü", "el día 5"; also a unit
    DAYPART = "P"  # morning 0, night 1
    DAYS = (
        "G"  # units: 1 in the singular, 2 of a dual, 0 in the plural; -1 for what is one only beside "this" or "last"
    )
    WEEKS = "K"
    MONTHS = "O"
    YEARS = "A"
    WEEKEND = "E"
    WEEKENDS = "i"  # one that needs no article: "hafta sonu"
    SEASON = "S"
    DEICTIC = "d"  # value: days from today
    STEP = "l"  # last -1, next 1
    THIS = "h"
    TRAILING = "L"  # last, next or this that may also stand behind its noun: "lundi dernier"
    POSTPOSED = "&"  # one that stands behind its noun only: before it, it counts back or ahead from today
    QUALIFIER = "Q"  # early, late, beginning
    EDGE = "B"  # one that takes a noun without article, on either side: "Anfang März", "Mart başında"
    AT = "p"  # on, in, over; value 1 for an "in" that may mean "from now"
    BY = "y"  # by, for, before (-1), after (1)
    FROM = "f"
    OFFROM = "F"  # one word for of and from: de, von, من
    BETWEEN = "b"
    TO = "t"
    TOAT = "u"  # one word for to and at: à, a
    AND = "j"
    DASH = "z"
    COMMA = ","
    THE = "k"
    ARTICLE = "e"  # one that stands before any date: "le 5 mars", "am Montag", "в марте"
    OF = "o"
    ONE = "a"  # a, an
    HALF = "s"
    AGO = "g"
    BACK = "q"  # an "ago" before its number: "il y a"
    HENCE = "n"  # from now
    ROUGHLY = "r"  # nearly, almost
    EVERY = "R"
    ANAPHOR = "X"  # the following, the previous: counted from another day than the telling
    FOLLOWING = "c"  # the same behind its noun: "lundi suivant"
    OTHER = "x"


TELLING = "IJYVM%mUWwdGKOAZvEiSP"  # a date has one of these kinds; the others only stand beside them
