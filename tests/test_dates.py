"""Dates are resolved as section 3 of the codebook says, method by method, on both sides of each boundary."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.diplomacy.dates import Anchor, Date, Method, Precision, date_mentions, resolve

TODAY = date(2026, 1, 1)
THURSDAY = date(2024, 3, 14)
NOWHERE = Anchor(published=None, newest_printed=None, today=TODAY)


def page(published: date | None, newest: date | None = None) -> Anchor:
    return Anchor(published=published, newest_printed=newest, today=TODAY)


def tense(anchor: Anchor, words: str, told: str) -> Date:
    return resolve(words, anchor, planned=told == "planned")


def rows(method: str, *table: tuple) -> list:
    """(words, published, tense, value) or (…, first, last) as parameters with readable ids."""
    return [
        pytest.param(words, published, told, value, end[0] if end else None, method, id=f"{words}|{published}|{told}")
        for words, published, told, value, *end in table
    ]


NEW_YEAR = date(2022, 1, 3)  # a Monday
SATURDAY, SUNDAY, MONDAY = date(2024, 3, 16), date(2024, 3, 17), date(2024, 3, 18)

RESOLVED = [
    *rows(
        "explicit",
        ("7 September 2022", None, "past", "2022-09-07"),
        ("on September 7, 2022", None, "past", "2022-09-07"),
        ("7th September 1992", THURSDAY, "past", "1992-09-07"),
        ("the 7th of September 1992", THURSDAY, "past", "1992-09-07"),
        ("September 7th, 1992", THURSDAY, "past", "1992-09-07"),
        ("Jan. 9, 2022", None, "past", "2022-01-09"),
        ("9 Sept. 2022", None, "past", "2022-09-09"),
        ("7-Sep-2022", None, "past", "2022-09-07"),
        ("2022-01-09", None, "past", "2022-01-09"),
        ("2022-01-09T16:01:00Z", None, "past", "2022-01-09"),
        ("16:01, 07.03.2025", None, "past", "2025-03-07"),
        ("14/03/2025", None, "past", "2025-03-14"),
        ("03/14/2025", None, "past", "2025-03-14"),
        ("Friday, 7 January 2022", None, "past", "2022-01-07"),
        ("Fri., January 7, 2022", None, "past", "2022-01-07"),
        ("29 February 2024", None, "past", "2024-02-29"),
        ("ON 7 SEPTEMBER 2022", None, "past", "2022-09-07"),
        ("7 September 2022", THURSDAY, "planned", "2022-09-07"),
        ("in May 2003", None, "past", "2003-05"),
        ("in early March 2022", None, "past", "2022-03"),
        ("at the end of May, 2022", None, "past", "2022-05"),
        ("in 2022-04", None, "past", "2022-04"),
        ("in 1924", None, "past", "1924"),
        ("by late 2022", None, "past", "2022"),
        ("mid-2022", None, "past", "2022"),
        ("in the summer of 2013", None, "past", "2013"),
        ("10-12 March 2022", None, "past", "2022-03-10", "2022-03-12"),
        ("March 10–12, 2022", None, "past", "2022-03-10", "2022-03-12"),
        ("10, 11 and 12 March 2022", None, "past", "2022-03-10", "2022-03-12"),
        ("from 30 May to 2 June 2022", None, "past", "2022-05-30", "2022-06-02"),
        ("28 December 2021 – 3 January 2022", None, "past", "2021-12-28", "2022-01-03"),
        ("December 28 - January 3, 2022", None, "past", "2021-12-28", "2022-01-03"),
        ("2022-01-06/2022-01-08", None, "past", "2022-01-06", "2022-01-08"),
        ("from Monday, June 3, 2024, to Friday, June 7, 2024", None, "past", "2024-06-03", "2024-06-07"),
        ("from 1 January 2022 to 31 December 2023", None, "past", "2022-01-01", "2023-12-31"),
        ("from May to November 2025", None, "past", "2025-05", "2025-11"),
        ("from May 2022 to June 2024", None, "past", "2022-05", "2024-06"),
        ("between 1992 and 2019", None, "past", "1992", "2019"),
    ),
    *rows(
        "weekday",
        ("on Thursday", date(2022, 1, 9), "past", "2022-01-06"),
        ("on Thursday", THURSDAY, "past", "2024-03-14"),
        ("on Thursday", THURSDAY, "planned", "2024-03-21"),
        ("on Friday", THURSDAY, "past", "2024-03-08"),
        ("on Friday", THURSDAY, "planned", "2024-03-15"),
        ("on Wednesday", THURSDAY, "past", "2024-03-13"),
        ("on Wednesday", THURSDAY, "planned", "2024-03-20"),
        ("last Thursday", THURSDAY, "past", "2024-03-07"),
        ("last Wednesday", THURSDAY, "past", "2024-03-13"),
        ("last Thursday", THURSDAY, "planned", "2024-03-07"),
        ("next Thursday", THURSDAY, "planned", "2024-03-21"),
        ("next Friday", THURSDAY, "past", "2024-03-15"),
        ("this Saturday", THURSDAY, "past", "2024-03-09"),
        ("this Saturday", THURSDAY, "planned", "2024-03-16"),
        ("this past Thursday", THURSDAY, "past", "2024-03-07"),
        ("this coming Thursday", THURSDAY, "planned", "2024-03-21"),
        ("Thursday", THURSDAY, "past", "2024-03-14"),
        ("on Tues.", THURSDAY, "past", "2024-03-12"),
        ("on Monday evening", THURSDAY, "past", "2024-03-11"),
        ("at 15:00 on Monday", THURSDAY, "past", "2024-03-11"),
        ("late on Monday at 3 pm local time", THURSDAY, "past", "2024-03-11"),
        ("on Friday", NEW_YEAR, "past", "2021-12-31"),
        ("on Saturday", date(2021, 12, 31), "planned", "2022-01-01"),
        ("on Thursday", date(2024, 3, 1), "past", "2024-02-29"),
        ("on Wednesday last week", THURSDAY, "past", "2024-03-06"),
        ("Monday this week", THURSDAY, "past", "2024-03-11"),
        ("next week on Tuesday", THURSDAY, "planned", "2024-03-19"),
        ("from Monday to Wednesday", THURSDAY, "past", "2024-03-11", "2024-03-13"),
        ("on Monday and Tuesday", THURSDAY, "planned", "2024-03-18", "2024-03-19"),
    ),
    *rows(
        "deictic",
        ("today", THURSDAY, "past", "2024-03-14"),
        ("today", THURSDAY, "planned", "2024-03-14"),
        ("earlier today", THURSDAY, "past", "2024-03-14"),
        ("on this day", THURSDAY, "past", "2024-03-14"),
        ("tonight", THURSDAY, "planned", "2024-03-14"),
        ("this morning", THURSDAY, "past", "2024-03-14"),
        ("yesterday evening", THURSDAY, "past", "2024-03-13"),
        ("yesterday", date(2024, 3, 1), "past", "2024-02-29"),
        ("yesterday", date(2022, 1, 1), "past", "2021-12-31"),
        ("last night", THURSDAY, "past", "2024-03-13"),
        ("tomorrow", date(2021, 12, 31), "planned", "2022-01-01"),
        ("the day before yesterday", THURSDAY, "past", "2024-03-12"),
        ("the day after tomorrow", THURSDAY, "planned", "2024-03-16"),
        ("over the weekend", date(2024, 3, 15), "past", "2024-03-09", "2024-03-10"),
        ("over the weekend", SATURDAY, "past", "2024-03-16", "2024-03-17"),
        ("over the weekend", SUNDAY, "past", "2024-03-16", "2024-03-17"),
        ("over the weekend", MONDAY, "past", "2024-03-16", "2024-03-17"),
        ("over the weekend", THURSDAY, "planned", "2024-03-16", "2024-03-17"),
        ("this weekend", SATURDAY, "planned", "2024-03-16", "2024-03-17"),
        ("this weekend", SUNDAY, "planned", "2024-03-16", "2024-03-17"),
        ("last weekend", SATURDAY, "past", "2024-03-09", "2024-03-10"),
        ("last weekend", SUNDAY, "past", "2024-03-09", "2024-03-10"),
        ("last weekend", MONDAY, "past", "2024-03-16", "2024-03-17"),
        ("next weekend", THURSDAY, "planned", "2024-03-16", "2024-03-17"),
        ("next weekend", SATURDAY, "planned", "2024-03-23", "2024-03-24"),
    ),
    *rows(
        "offset",
        ("two days ago", THURSDAY, "past", "2024-03-12"),
        ("10 days ago", THURSDAY, "past", "2024-03-04"),
        ("a week ago", THURSDAY, "past", "2024-03-04", "2024-03-10"),
        ("about three months ago", THURSDAY, "past", "2023-12"),
        ("nearly four years ago", THURSDAY, "past", "2020"),
        ("in two days", THURSDAY, "planned", "2024-03-16"),
        ("last April", date(2023, 1, 19), "past", "2022-04"),
        ("last April", date(2022, 4, 30), "past", "2021-04"),
        ("last April", date(2022, 5, 1), "past", "2022-04"),
        ("last December", NEW_YEAR, "past", "2021-12"),
        ("next April", date(2022, 4, 1), "planned", "2023-04"),
        ("next April", date(2022, 3, 31), "planned", "2022-04"),
        ("this April", date(2022, 7, 1), "past", "2022-04"),
        ("last month", NEW_YEAR, "past", "2021-12"),
        ("earlier this month", THURSDAY, "past", "2024-03"),
        ("next month", date(2021, 12, 31), "planned", "2022-01"),
        ("last week", SUNDAY, "past", "2024-03-04", "2024-03-10"),
        ("last week", MONDAY, "past", "2024-03-11", "2024-03-17"),
        ("earlier this week", THURSDAY, "past", "2024-03-11", "2024-03-17"),
        ("next week", SUNDAY, "planned", "2024-03-18", "2024-03-24"),
        ("this year", THURSDAY, "past", "2024"),
        ("later this year", THURSDAY, "planned", "2024"),
        ("late last year", THURSDAY, "past", "2023"),
        ("next year", THURSDAY, "planned", "2025"),
        ("by the end of the year", THURSDAY, "planned", "2024"),
        ("in February this year", date(2015, 5, 5), "past", "2015-02"),
        ("on 8 June last year", THURSDAY, "past", "2023-06-08"),
        ("this summer", THURSDAY, "planned", "2024"),
    ),
    *rows(
        "year_inferred",
        ("30 December", NEW_YEAR, "past", "2021-12-30"),
        ("30 December", NEW_YEAR, "planned", "2022-12-30"),
        ("on January 3", NEW_YEAR, "past", "2022-01-03"),
        ("on January 3", NEW_YEAR, "planned", "2022-01-03"),
        ("on January 4", NEW_YEAR, "past", "2021-01-04"),
        ("on January 2", NEW_YEAR, "planned", "2023-01-02"),
        ("5 January", date(2021, 12, 28), "planned", "2022-01-05"),
        ("today Tuesday 5 May", date(2015, 5, 5), "past", "2015-05-05"),
        ("on Monday, January 3", NEW_YEAR, "past", "2022-01-03"),
        ("on Monday (January 3)", NEW_YEAR, "past", "2022-01-03"),
        ("29 February", date(2023, 6, 1), "past", "2020-02-29"),
        ("29 February", date(2097, 1, 1), "planned", "2104-02-29"),
        ("from 4 to 6 October", date(2010, 10, 4), "past", "2010-10-04", "2010-10-06"),
        ("from 4 to 6 October", date(2010, 10, 3), "past", "2009-10-04", "2009-10-06"),
        ("from April 8 to 10", date(2017, 3, 1), "planned", "2017-04-08", "2017-04-10"),
        ("from April 8 to 10", date(2017, 4, 10), "planned", "2017-04-08", "2017-04-10"),
        ("from April 8 to 10", date(2017, 4, 11), "planned", "2018-04-08", "2018-04-10"),
        ("Thursday 7 to Tuesday 12 May", date(2015, 5, 8), "past", "2015-05-07", "2015-05-12"),
        ("from 30 December to 2 January", date(2022, 1, 1), "past", "2021-12-30", "2022-01-02"),
        ("from 30 December to 2 January", date(2022, 1, 1), "planned", "2021-12-30", "2022-01-02"),
        ("in June", date(2011, 6, 1), "past", "2011-06"),
        ("in June", date(2011, 5, 31), "past", "2010-06"),
        ("in June", date(2011, 6, 30), "planned", "2011-06"),
        ("in June", date(2011, 7, 1), "planned", "2012-06"),
        ("at the beginning of October", date(2017, 10, 20), "past", "2017-10"),
        ("mid-March", THURSDAY, "past", "2024-03"),
        ("between May and November", THURSDAY, "past", "2023-05", "2023-11"),
        ("between May and November", THURSDAY, "planned", "2024-05", "2024-11"),
        ("from November to February", date(2024, 1, 10), "past", "2023-11", "2024-02"),
    ),
    *rows(
        "conflict",
        ("Friday, 3 January 2022", None, "past", "2022-01-03"),
        ("Friday, 2022-01-03", None, "past", "2022-01-03"),
        ("on Friday, January 3", date(2022, 1, 5), "past", "2022-01-03"),
        ("Monday 7 to Tuesday 12 May", date(2015, 5, 8), "past", "2015-05-07", "2015-05-12"),
    ),
    *rows(
        "unanchored",
        ("on Thursday", None, "past", None),
        ("today", None, "past", None),
        ("over the weekend", None, "past", None),
        ("last April", None, "past", None),
        ("two days ago", None, "past", None),
        ("30 December", None, "past", None),
        ("from April 8 to 10", None, "planned", None),
        ("in June", None, "past", None),
        ("31 February", THURSDAY, "past", None),
        ("31 February 2022", THURSDAY, "past", None),
        ("29 February 2023", THURSDAY, "past", None),
        ("2022-13-45", THURSDAY, "past", None),
        ("03/04/2025", THURSDAY, "past", None),
        ("12-10 March 2022", THURSDAY, "past", None),
        ("from 12 to 10 March", THURSDAY, "planned", None),
        ("from 2019 to 1992", THURSDAY, "past", None),
        ("in two days", THURSDAY, "past", None),
        ("a few days ago", THURSDAY, "past", None),
        ("over the last week", THURSDAY, "past", None),
        ("the next day", THURSDAY, "past", None),
        ("5000 years ago", THURSDAY, "past", None),
        ("9999999 days ago", THURSDAY, "past", None),
        ("recently", THURSDAY, "past", None),
        ("…", THURSDAY, "past", None),
    ),
]


@pytest.mark.parametrize(("words", "published", "told", "value", "end", "method"), RESOLVED)
def test_words_resolve_as_the_codebook_says(words, published, told, value, end, method):
    """Every row of the table gives this value, end and method."""
    found = tense(page(published), words, told)
    assert (value, end, method) == (found.value, found.end, found.method)


BY_WEEKDAY = [
    ("Monday, January 3", date(2025, 3, 14), "2022-01-03"),
    ("Monday, January 3", date(2022, 1, 3), "2022-01-03"),
    ("Monday, January 3", date(2022, 1, 2), "2011-01-03"),
    ("Monday, January 3", None, "2022-01-03"),
    ("Monday, January 3", date(2035, 1, 1), "2022-01-03"),
    ("Thursday, 29 February", date(2023, 12, 31), "1996-02-29"),
    ("Thursday 7 to Tuesday 12 May", date(2019, 1, 1), "2015-05-07"),
    ("7 to Tuesday 12 May", date(2019, 1, 1), "2015-05-07"),
]


@pytest.mark.parametrize(("words", "newest", "value"), BY_WEEKDAY)
def test_a_weekday_gives_the_year_away(words, newest, value):
    """Without a publication day: the latest year that agrees, neither after the newest printed day nor after today."""
    found = resolve(words, page(None, newest))
    assert (value, Method.YEAR_FROM_WEEKDAY) == (found.value, found.method)


def test_a_weekday_that_never_agrees_gives_no_year():
    """A Thursday and a Wednesday never stand five days apart."""
    assert resolve("Thursday 7 to Wednesday 12 May", NOWHERE).value is None


@pytest.mark.parametrize(
    ("words", "value", "method"),
    [
        ("7 September 2022", "2022-09-07", Method.DATELINE),
        ("2022-09-07", "2022-09-07", Method.DATELINE),
        ("September 2022", "2022-09", Method.EXPLICIT),
        ("on Wednesday", "2022-09-07", Method.WEEKDAY),
        ("Friday, 7 September 2022", "2022-09-07", Method.CONFLICT),
    ],
)
def test_a_full_date_of_the_dateline_says_so(words, value, method):
    """Only a full and consistent date takes the method `dateline`."""
    found = resolve(words, page(date(2022, 9, 7)), in_dateline=True)
    assert (value, method) == (found.value, found.method)


@pytest.mark.parametrize("words", [None, "", "  \n"])
@pytest.mark.parametrize(
    ("published", "planned", "same_day_news", "value", "method"),
    [
        (THURSDAY, False, True, "2024-03-14", Method.PUBLICATION),
        (THURSDAY, True, True, None, Method.NONE),
        (THURSDAY, False, False, None, Method.NONE),
        (None, False, True, None, Method.NONE),
    ],
)
def test_no_words_mean_the_publication_day_of_same_day_news(words, published, planned, same_day_news, value, method):
    """What is planned, or not of the day, has no date without words."""
    found = resolve(words, page(published), planned=planned, same_day_news=same_day_news)
    assert (value, method) == (found.value, found.method)


def test_the_tail_never_anchors_relative_words():
    """The newest printed day bounds a year and does nothing else."""
    assert resolve("on Thursday", page(None, THURSDAY)).value is None


MENTIONS = [
    ("They met on Thursday.", ["on Thursday"]),
    ("Oslo announced Monday that", ["Monday"]),
    ("At Monday's talks and last week's summit", ["At Monday", "last week"]),
    ("last Wednesday, yesterday, today and tomorrow", ["last Wednesday", "yesterday", "today", "tomorrow"]),
    ("They spoke over the weekend, two days ago.", ["over the weekend", "two days ago"]),
    ("Since last April, and next month,", ["Since last April", "next month"]),
    ("met in early March and on January 5 in Lima", ["in early March", "on January 5"]),
    ("on Monday, January 3, the office said", ["on Monday, January 3"]),
    ("from 10 to 12 March; 10-12 March; March 10-12", ["from 10 to 12 March", "10-12 March", "March 10-12"]),
    ("between 3 and 5 May 2022", ["between 3 and 5 May 2022"]),
    (
        "on 7 September, in May 2003, 2022-01-09 and in 2013",
        ["on 7 September", "in May 2003", "2022-01-09", "in 2013"],
    ),
    ("later this year, this week, late last year", ["later this year", "this week", "late last year"]),
    ("on this day and earlier today", ["on this day", "earlier today"]),
    ("meets today Tuesday 5 May in Lima", ["today Tuesday 5 May"]),
    ("is due there from Thursday 7 to Tuesday 12 May.", ["from Thursday 7 to Tuesday 12 May"]),
    ("in February this year", ["in February this year"]),
    ("Nearly four years ago they met", ["Nearly four years ago"]),
    ("They may march 10 times; the sun sat over 12 hours.", []),
    ("May visited. March on! A second day, the next day.", []),
    ("2015 soldiers, 1,924 ships, 31 February 2022, room 2013b", []),
    ("over the last week and for two weeks in two days", []),
    ("the last Monday of March 2022", ["March 2022"]),
    ("It ended on 5 May.\n\nJune 7 was fine", ["on 5 May", "June 7"]),
]


@pytest.mark.parametrize(("text", "words"), MENTIONS, ids=[row[0][:30] for row in MENTIONS])
def test_mentions_are_the_longest_readable_words(text, words):
    """Each expression is found once, with its preposition, and nothing that is no date."""
    assert words == [mention.words for mention in date_mentions(text)]


@pytest.mark.parametrize(
    ("text", "relative"),
    [
        ("on 7 September 2022", False),
        ("in 2013", False),
        ("from 1992 to 2019", False),
        ("Friday, 3 January 2022", False),
        ("on 7 September", True),
        ("on Monday, January 3", True),
        ("yesterday", True),
        ("in March", True),
    ],
)
def test_a_mention_is_relative_if_the_page_must_place_it(text, relative):
    """Words with their own year need nothing else."""
    assert [relative] == [mention.relative for mention in date_mentions(text)]


# ── laws ──────────────────────────────────────────────────────────────────────────────────────────────────────────

DATE_WORDS = [
    *("on", "in", "at", "from", "to", "between", "and", "the", "of", "last", "next", "this", "past", "before", "after"),
    *(
        "week",
        "weeks",
        "month",
        "year",
        "days",
        "ago",
        "two",
        "a",
        "3",
        "7th",
        "12",
        "29",
        "31",
        "1999",
        "2022",
        "0000",
    ),
    *("Monday", "Friday", "Sun.", "January", "Feb.", "February", "March", "May", "December", "2022-04", "2022-01-09"),
    *(
        "today",
        "yesterday",
        "tomorrow",
        "weekend",
        "early",
        "end",
        "night",
        "morning",
        "nearly",
        "summer",
        "07.03.2025",
    ),
    *("-", ",", "/", ".", "(", "met", "9999", "\n\n"),
]
WORDS = st.lists(st.sampled_from(DATE_WORDS), max_size=9).map(" ".join)
DAYS = st.dates()
ANCHORS = st.builds(Anchor, published=st.none() | DAYS, newest_printed=st.none() | DAYS, today=DAYS)
EDTF_LENGTH = {Precision.DAY: {10}, Precision.MONTH: {7}, Precision.YEAR: {4}, Precision.RANGE: {4, 7, 10}}


@settings(deadline=None)
@given(words=st.text() | WORDS, anchor=ANCHORS, planned=st.booleans(), in_dateline=st.booleans())
def test_resolving_never_raises_and_never_invents(words, anchor, planned, in_dateline):
    """Any words on any page give a date whose value has the form of its precision, or none."""
    found = resolve(words, anchor, planned=planned, in_dateline=in_dateline)
    if found.value is None:
        assert (found.end, found.precision) == (None, Precision.NONE)
        assert found.method in (Method.UNANCHORED, Method.NONE)
    else:
        assert len(found.value) in EDTF_LENGTH[found.precision]
        assert (found.end is not None) == (found.precision == Precision.RANGE)
        assert found.end is None or (len(found.end) == len(found.value) and found.end > found.value)


@settings(deadline=None)
@given(
    weekday=st.sampled_from(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]),
    published=st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 1, 1)),
)
def test_a_weekday_lies_within_a_week(weekday, published):
    """Past: in the seven days up to the publication day. Planned: in the seven after it. Last: in the seven before."""
    past, planned, last = (
        date.fromisoformat(str(resolve(words, page(published), planned=ahead).value))
        for words, ahead in ((f"on {weekday}", False), (f"on {weekday}", True), (f"last {weekday}", False))
    )
    assert past.strftime("%A") == planned.strftime("%A") == last.strftime("%A") == weekday
    assert published - timedelta(7) < past <= published < planned <= published + timedelta(7)
    assert published - timedelta(7) <= last < published


@settings(deadline=None)
@given(
    when=st.dates(date(1000, 1, 1), date(2999, 12, 31)), shape=st.sampled_from(["%d %B %Y", "%B %d, %Y", "%Y-%m-%d"])
)
def test_a_printed_day_is_read_as_itself(when, shape):
    """Every day of the calendar survives printing and reading."""
    printed = when.strftime(shape)
    assert when.isoformat() == resolve(printed, NOWHERE).value


@settings(deadline=None)
@given(text=st.text() | WORDS)
def test_mentions_are_cut_from_the_text_and_can_be_read(text):
    """Offsets are exact, mentions do not overlap, and on some page each of them has a value."""
    last_end = 0
    for mention in date_mentions(text):
        assert mention.words == text[mention.start : mention.end]
        assert last_end <= mention.start < mention.end
        assert (
            resolve(mention.words, page(THURSDAY)).value or resolve(mention.words, page(THURSDAY), planned=True).value
        )
        last_end = mention.end
