"""Dates as wire reports write them, and words that only look like dates."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.diplomacy.dates import Anchor, date_mentions, resolve

THURSDAY = date(2024, 3, 14)
PAGE = Anchor(published=THURSDAY, newest_printed=None, today=date(2026, 1, 1))

# words, tense, value, end, method: all told on Thursday, 14 March 2024
WIRE = [
    ("early Thursday", "past", "2024-03-14", None, "weekday"),
    ("late Wednesday", "past", "2024-03-13", None, "weekday"),
    ("Wednesday night", "past", "2024-03-13", None, "weekday"),
    ("Monday afternoon local time", "past", "2024-03-11", None, "weekday"),
    ("early Monday morning", "past", "2024-03-11", None, "weekday"),
    ("in the early hours of Monday", "past", "2024-03-11", None, "weekday"),
    ("late on Sunday night", "past", "2024-03-10", None, "weekday"),
    ("earlier Thursday", "past", "2024-03-14", None, "weekday"),
    ("later on Friday", "planned", "2024-03-15", None, "weekday"),
    ("on Tuesday, March 12", "past", "2024-03-12", None, "year_inferred"),
    ("Tuesday (March 12)", "past", "2024-03-12", None, "year_inferred"),
    ("Tuesday evening, March 12", "past", "2024-03-12", None, "year_inferred"),
    ("Tues, Mar 12", "past", "2024-03-12", None, "year_inferred"),
    ("last Thursday (March 7)", "past", "2024-03-07", None, "year_inferred"),
    ("March 12, Tuesday", "past", "2024-03-12", None, "year_inferred"),
    ("12 March (Tuesday)", "past", "2024-03-12", None, "year_inferred"),
    ("March 12 (Monday)", "past", "2024-03-12", None, "conflict"),
    ("Thu Mar 14 2024", "past", "2024-03-14", None, "explicit"),
    ("Thu, 14 Mar 2024 10:00:00 GMT", "past", "2024-03-14", None, "explicit"),
    ("Published: 14 March 2024, 15:00 GMT", "past", "2024-03-14", None, "explicit"),
    ("Tuesday (12.03.2024)", "past", "2024-03-12", None, "explicit"),
    ("2024-03-12 (Tuesday)", "past", "2024-03-12", None, "explicit"),
    ("14-03-2024", "past", "2024-03-14", None, "explicit"),
    ("12/03/2024", "past", None, None, "unanchored"),
    ("2024, March 12", "past", "2024-03-12", None, "explicit"),
    ("March 12, 1500 GMT", "past", "2024-03-12", None, "year_inferred"),
    ("at 1500 GMT on March 12", "past", "2024-03-12", None, "year_inferred"),
    ("January 5, 10 a.m.", "past", "2024-01-05", None, "year_inferred"),
    ("on the first of March", "past", "2024-03-01", None, "year_inferred"),
    ("the twenty-fifth of February", "past", "2024-02-25", None, "year_inferred"),
    ("the fourth of July 1976", "past", "1976-07-04", None, "explicit"),
    ("the second March meeting", "past", "2024-03", None, "year_inferred"),
    ("this March 5", "past", "2024-03-05", None, "year_inferred"),
    ("next Tuesday, April 2", "past", "2024-04-02", None, "year_inferred"),
    ("tomorrow, March 15", "past", "2024-03-15", None, "year_inferred"),
    ("yesterday, March 13", "planned", "2024-03-13", None, "year_inferred"),
    ("today (March 14)", "planned", "2024-03-14", None, "year_inferred"),
    ("tomorrow, Friday", "past", "2024-03-15", None, "deictic"),
    ("yesterday (Wednesday)", "past", "2024-03-13", None, "deictic"),
    ("tomorrow morning", "planned", "2024-03-15", None, "deictic"),
    ("this afternoon", "past", "2024-03-14", None, "deictic"),
    ("on Friday last week", "past", "2024-03-08", None, "weekday"),
    ("Friday of last week", "past", "2024-03-08", None, "weekday"),
    ("on Monday of this week", "past", "2024-03-11", None, "weekday"),
    ("last week's Monday", "past", "2024-03-04", None, "weekday"),
    ("on Friday next week", "planned", "2024-03-22", None, "weekday"),
    ("Thursday and Friday last week", "past", "2024-03-07", "2024-03-08", "weekday"),
    ("next Monday and Tuesday", "past", "2024-03-18", "2024-03-19", "weekday"),
    ("last Monday to Wednesday", "past", "2024-03-11", "2024-03-13", "weekday"),
    ("Friday through Sunday", "planned", "2024-03-15", "2024-03-17", "weekday"),
    ("Monday, Tuesday and Wednesday", "past", "2024-03-11", "2024-03-13", "weekday"),
    ("Tuesday-to-Thursday", "planned", "2024-03-19", "2024-03-21", "weekday"),
    ("on Monday or Tuesday", "planned", "2024-03-18", "2024-03-19", "weekday"),
    ("from Monday to Wednesday, March 13", "past", "2024-03-13", None, "year_inferred"),
    ("Monday to Wednesday, March 11-13", "past", "2024-03-11", "2024-03-13", "year_inferred"),
    ("on Monday and Tuesday, March 10 and 11", "past", "2024-03-10", "2024-03-11", "conflict"),
    ("over the past weekend", "past", "2024-03-09", "2024-03-10", "deictic"),
    ("at the weekend", "planned", "2024-03-16", "2024-03-17", "deictic"),
    ("March 5 or 6", "past", "2024-03-05", "2024-03-06", "year_inferred"),
    ("March 8th-10th", "past", "2024-03-08", "2024-03-10", "year_inferred"),
    ("8 & 9 March", "past", "2024-03-08", "2024-03-09", "year_inferred"),
    ("8, 9, and 10 March", "past", "2024-03-08", "2024-03-10", "year_inferred"),
    ("from the 8th to the 10th of March", "past", "2024-03-08", "2024-03-10", "year_inferred"),
    ("between March 8 and March 10", "past", "2024-03-08", "2024-03-10", "year_inferred"),
    ("Feb. 29-March 2", "past", "2024-02-29", "2024-03-02", "year_inferred"),
    ("March 31–April 2", "planned", "2024-03-31", "2024-04-02", "year_inferred"),
    ("the week of March 4", "past", "2024-03-04", "2024-03-10", "year_inferred"),
    ("in the week beginning 18 March", "planned", "2024-03-18", "2024-03-24", "year_inferred"),
    ("on the 5th of this month", "past", "2024-03-05", None, "offset"),
    ("the 29th of last month", "past", "2024-02-29", None, "offset"),
    ("the 31st of last month", "past", None, None, "unanchored"),
    ("in the first week of March", "past", "2024-03", None, "year_inferred"),
    ("in the second half of February", "past", "2024-02", None, "year_inferred"),
    ("in the first half of 2023", "past", "2023", None, "explicit"),
    ("in the last days of December 2023", "past", "2023-12", None, "explicit"),
    ("mid to late February", "past", "2024-02", None, "year_inferred"),
    ("in late-January", "past", "2024-01", None, "year_inferred"),
    ("late last month", "past", "2024-02", None, "offset"),
    ("early next week", "planned", "2024-03-18", "2024-03-24", "offset"),
    ("by year-end", "planned", "2024", None, "offset"),
    ("by the year's end", "planned", "2024", None, "offset"),
    ("January to March this year", "past", "2024-01", "2024-03", "offset"),
    ("in February of last year", "past", "2023-02", None, "offset"),
    ("last year, on March 5", "past", "2023-03-05", None, "offset"),
    ("last year in March", "past", "2023-03", None, "offset"),
    ("March 5, two years ago", "past", "2022-03-05", None, "offset"),
    ("two years ago on March 5", "past", "2022-03-05", None, "offset"),
    ("in 2019, on 5 March", "past", "2019-03-05", None, "explicit"),
    ("a year ago on Monday", "past", "2023", None, "offset"),
    ("25 years ago today", "past", "1999", None, "offset"),
    ("twenty-five years ago", "past", "1999", None, "offset"),
    ("fifteen days ago", "past", "2024-02-28", None, "offset"),
    ("a fortnight ago", "past", "2024-02-26", "2024-03-03", "offset"),
    ("two weeks from now", "planned", "2024-03-25", "2024-03-31", "offset"),
    ("in two weeks' time", "planned", "2024-03-25", "2024-03-31", "offset"),
    ("the week before last", "past", "2024-02-26", "2024-03-03", "offset"),
    ("the month after next", "planned", "2024-05", None, "offset"),
    ("in the month of January", "past", "2024-01", None, "year_inferred"),
    ("in the year 2023", "past", "2023", None, "explicit"),
    ("January-February 2024", "past", "2024-01", "2024-02", "explicit"),
    # nothing to count from, or nothing said that exactly
    ("half a year ago", "past", None, None, "unanchored"),
    ("a year and a half ago", "past", None, None, "unanchored"),
    ("a couple of weeks ago", "past", None, None, "unanchored"),
    ("24 hours ago", "past", None, None, "unanchored"),
    ("the previous Monday", "past", None, None, "unanchored"),
    ("the following Friday", "planned", None, None, "unanchored"),
    ("a week earlier", "past", None, None, "unanchored"),
    ("two days later", "past", None, None, "unanchored"),
    ("every Monday", "past", None, None, "unanchored"),
    ("on the last Friday of the month", "planned", None, None, "unanchored"),
    ("over the past two weeks", "past", None, None, "unanchored"),
    ("in the coming days", "planned", None, None, "unanchored"),
    ("in the 1990s", "past", None, None, "unanchored"),
    ("2000 years ago", "past", None, None, "unanchored"),
]


@pytest.mark.parametrize(("words", "told", "value", "end", "method"), WIRE, ids=[f"{row[0]}|{row[1]}" for row in WIRE])
def test_wire_phrasings_resolve_as_the_codebook_says(words, told, value, end, method):
    """Told on Thursday, 14 March 2024, the words give this value, end and method, in English and with no language named."""
    for language in (None, "en", "xx"):
        found = resolve(words, PAGE, planned=told == "planned", language=language)
        assert (value, end, method) == (found.value, found.end, found.method)


MENTIONED = [
    ("Officials said early Thursday that talks resume Friday.", ["early Thursday", "Friday"]),
    ("The Sunday Times reported on Sunday.", ["on Sunday"]),
    ("The Good Friday Agreement of 10 April 1998", ["10 April 1998"]),
    ("Black Friday, Easter Monday and Super Tuesday passed.", []),
    ("Theresa May met him in May; she may march in March.", ["in May", "in March"]),
    ("the second of May and the second visit", ["second of May"]),
    ("on May Day, March Madness", []),
    ("every Friday and each Monday; on Fridays", []),
    ("the following Monday; on Monday following the talks", ["on Monday"]),
    ("Monday's meeting, last year's summit and Tuesday’s call", ["Monday", "last year", "Tuesday"]),
    ("on March 12, 1500 GMT", ["on March 12"]),
    ("the week of March 4 and the 5th of this month", ["week of March 4", "5th of this month"]),
    ("in the first week of March and by the year's end", ["in the first week of March", "by the year's end"]),
    (
        "from Tuesday through to Thursday, on Friday of last week",
        ["from Tuesday through to Thursday", "on Friday of last week"],
    ),
    ("WASHINGTON, March 12 (Reuters) - The envoy", ["March 12"]),
    ("He left tomorrow, Friday, for Oslo", ["tomorrow, Friday"]),
    ("In 2016 May said; since 2019 March exports", ["In 2016", "since 2019"]),
    ("in 2019, on 5 March, they met", ["in 2019, on 5 March"]),
    ("since 5 January 2024, 10 May", ["since 5 January 2024", "10 May"]),
    ("last year in May and this year May said", ["last year in May", "this year"]),
    ("5. May", []),
    ("killed 12 last month and 7 this week", ["last month", "this week"]),
    ("12 from March, on 5 May, and 12 others", ["on 5 May"]),
    ("half a year ago and twenty-five years ago", ["twenty-five years ago"]),
    ("a week later, two days earlier, the year after", []),
    ("for two years now, in two weeks, since the 1990s", []),
    ("1,500 troops, a 2000-year-old city and 12/03/2024", []),
    ("They met in May 2023, in June and on 7-8 July.", ["in May 2023", "in June", "on 7-8 July"]),
]


@pytest.mark.parametrize(("text", "words"), MENTIONED, ids=[row[0][:40] for row in MENTIONED])
def test_running_text_gives_its_dates_and_no_others(text, words):
    """Names of papers and feasts, verbs, ordinals, clock times and habits are no dates."""
    assert words == [mention.words for mention in date_mentions(text)]
