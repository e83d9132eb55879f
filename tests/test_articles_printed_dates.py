"""Full dates as pages print them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.articles.printed_dates import day_of, newest_date, printed_dates

DAY = date(2022, 1, 9)
FORMS = {
    "iso": "2022-01-09",
    "iso with a clock": "2022-01-09T08:15:30Z",
    "iso with slashes": "2022/1/9",
    "points": "09.01.2022",
    "points without zeros": "9.1.2022",
    "day first": "9 January 2022",
    "ordinal": "9th January 2022",
    "of": "9th of January 2022",
    "month first": "January 9, 2022",
    "short month": "Jan. 9, 2022",
    "capitals": "JANUARY 9, 2022",
    "no comma": "January 9 2022",
    "no-break space": "9\xa0January\xa02022",
    "a clock without a space": "09.01.202212:48",
    "Spanish": "9 de enero de 2022",
    "French": "9 janvier 2022",
    "German": "9. Januar 2022",
    "Portuguese": "9 de janeiro de 2022",
    "Turkish": "9 Ocak 2022",
    "Russian": "9 января 2022",
    "Arabic": "9 يناير 2022",
    "spaces after points": "9. 1. 2022",
    "hyphens and a name": "9-Jan-2022",
    "hyphens and a short year": "09-Jan-22",
    "Colombian": "ene. 9/22",
    "Spanish, month first": "Enero 9, 2022",
    "Hungarian": "2022. január 9.",
    "Lithuanian": "2022 m. sausio 9",
    "Latvian": "2022. gada 9. janvārī",
    "Chinese": "2022年1月9日",
    "Korean": "2022년 1월 9일",
    "Romanian": "9 ianuarie 2022",
    "Polish": "9 stycznia 2022",
    "Czech": "9. ledna 2022",
    "Serbian": "9. јануара 2022",
    "Greek": "9 Ιανουαρίου 2022",
    "Levantine": "9 كانون الثاني/يناير 2022",
    "Catalan": "9 de gener de 2022",
}


@pytest.mark.parametrize("words", FORMS.values(), ids=FORMS.keys())
def test_every_printed_form_gives_the_day(words: str) -> None:
    """A full date is read in each form that pages use, inside a sentence as well as alone."""
    assert [found.value for found in printed_dates(words)] == [DAY]
    assert [found.value for found in printed_dates(f"It was signed on {words}, they said.")] == [DAY]


@pytest.mark.parametrize(
    "words",
    [
        "January 2022",
        "9 January",
        "03/04/2022",
        "31 February 2022",
        "9 January 1822",
        "32.01.2022",
        "1.2022",
        "12022-01-09",
        "09.01.20221",
        "9 aprıl 2022",
        "9 foobar 2022",
        "May 9/22",
        "4. listopada 2022",
        "97-01-09",
        "in May 2022 10 ships",
    ],
)
def test_what_is_no_full_date_gives_none(words: str) -> None:
    """Part dates, impossible days, far years and dates that two continents read differently are left alone."""
    assert list(printed_dates(words)) == []


def test_a_slashed_date_counts_when_only_one_reading_exists() -> None:
    """A number above twelve says which part is the day."""
    assert [found.value for found in printed_dates("23/09/2022 and 09/23/2022")] == [date(2022, 9, 23)] * 2


def test_spans_cover_the_words() -> None:
    """A printed date knows where it stands."""
    text = "Signed 7th September 1992, amended Jan. 9, 2022."
    assert [text[found.start : found.end] for found in printed_dates(text)] == ["7th September 1992", "Jan. 9, 2022"]


def test_the_newest_date_is_the_latest_and_not_the_last() -> None:
    """Order on the page does not matter for the newest date."""
    assert newest_date("14.03.2025 then 7 September 1992") == date(2025, 3, 14)
    assert newest_date("no date here, only 2025") is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2022-01-09", DAY),
        ("2022-01-09T10:00:00+03:00", DAY),
        ("Sun, 09 Jan 2022 10:00:00 GMT", DAY),
        ("20220109", DAY),
        (DAY, DAY),
        (datetime(2022, 1, 9, 10, 0, tzinfo=UTC), DAY),
        ("yesterday", None),
        ("", None),
        (None, None),
        (1641686400, None),
    ],
)
def test_a_date_column_is_read_in_any_usual_form(value: object, expected: date | None) -> None:
    """A column's date may be a string of many forms or a date itself; anything else is none."""
    assert day_of(value) == expected


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.text(max_size=30))
def test_an_iso_date_is_found_whatever_stands_around_it(day: date, around: str) -> None:
    """A date between spaces is found in any text."""
    assert day in [found.value for found in printed_dates(f"{around} {day.isoformat()} {around}")]
