"""Values that their quote does not show."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.diplomacy import quoted
from extractor.diplomacy.numbers import numbers
from extractor.models import Dateline, Span
from tests.conftest import article

QUOTE = "Norwegian Foreign Minister Kari Solberg received her colleague Ivo Marek of Slovenia in Bergen on Tuesday."
TEXT = f"OSLO, 3 May (NTB) – {QUOTE} They spoke of fish. The talks went well."


def event(**changes: Any) -> dict[str, Any]:
    """An event in which every value follows from its quote."""
    people = [
        {"name": "Kari Solberg", "title": "Foreign Minister", "country": "Norway"},
        {"name": "Ivo Marek", "title": None, "country": "Slovenia"},
    ]
    place = {"quote": "in Bergen", "city": "Bergen", "country": "Norway"}
    said = {
        "quote": QUOTE,
        "date_text": "on Tuesday",
        "duration_minutes": None,
        "participants": people,
        "location": place,
    }
    return {**said, **changes}


def person(**changes: Any) -> dict[str, Any]:
    """An event of one participant."""
    one = {"name": None, "title": None, "country": None, **changes}
    return event(participants=[one])


def flagged(told: dict[str, Any], text: str = TEXT, language: str | None = None) -> list[str]:
    """The paths of the values that are flagged."""
    page = article(text).model_copy(update={"language": language})
    record = {
        "events": [told] if "participants" in told else [],
        "milestones": [] if "participants" in told else [told],
    }
    found = quoted.warnings(record, page)
    assert {warning.code for warning in found} <= {"value_not_in_quote"}
    return [warning.message.partition(":")[0] for warning in found]


def test_values_that_follow_are_not_flagged() -> None:
    """Names, date, sides and place that stand in their quotes raise nothing."""
    assert flagged(event()) == []


PEOPLE = [
    ("family name alone in the quote", {"name": "Kari-Anne Solberg"}, []),
    ("another family name", {"name": "Kari Nilsen"}, ["name"]),
    ("given name only", {"name": "Ivo Novak"}, ["name"]),
    ("another transliteration", {"name": "Ivo Mareck"}, []),
    ("adjective of the country", {"country": "Norway"}, []),
    ("country only in the title", {"country": "Japan", "title": "Japanese ambassador"}, []),
    ("country nowhere", {"country": "Japan"}, ["country"]),
    ("capital for the state", {"country": "Ljubljana"}, []),
    ("a side without a code, as written", {"country": "Sápmi"}, ["country"]),
]


@pytest.mark.parametrize(("changes", "expected"), [row[1:] for row in PEOPLE], ids=[row[0] for row in PEOPLE])
def test_a_participant_must_follow_from_the_quote(changes: dict[str, Any], expected: list[str]) -> None:
    """A name needs its family name in the quote, a country any word for it there, in the title or near the name."""
    assert flagged(person(**changes)) == [f"events[0].participants[0].{field}" for field in expected]


def test_a_country_may_stand_where_the_name_does() -> None:
    """The words around a name elsewhere in the article show whom a person speaks for."""
    told = person(name="Kari Solberg", country="Denmark")
    assert flagged(told) == ["events[0].participants[0].country"]
    assert flagged(told, text=f"{TEXT} Danish negotiator Kari Solberg left.") == []


PLACES = [
    ("city in its quote", {"quote": "in Bergen", "city": "Bergen", "country": None}, []),
    ("another city", {"quote": "in Bergen", "city": "Oslo", "country": None}, ["city"]),
    ("another spelling of the city", {"quote": "in Kiev", "city": "Kyiv", "country": None}, []),
    ("country evident from its city", {"quote": "in Oslo", "city": "Oslo", "country": "Norway"}, []),
    ("country against its city", {"quote": "in Oslo", "city": "Oslo", "country": "Sweden"}, ["country"]),
    ("country from its adjective", {"quote": "the Norwegian port", "city": None, "country": "Norway"}, []),
]


@pytest.mark.parametrize(("place", "expected"), [row[1:] for row in PLACES], ids=[row[0] for row in PLACES])
def test_a_place_must_follow_from_its_quote(place: dict[str, Any], expected: list[str]) -> None:
    """A city stands in the place's quote in some spelling; a country there too, or follows from the city."""
    assert flagged(event(location=place)) == [f"events[0].location.{field}" for field in expected]


def test_date_words_stand_in_the_quote_or_the_dateline() -> None:
    """Words for the date from another sentence are flagged; those of the dateline tell the day of the whole report."""
    assert flagged(event(date_text="on Friday")) == ["events[0].date_text"]
    line = Dateline(span=Span(start=0, end=20), place="OSLO", date_text="3 May")
    page = article(TEXT).model_copy(update={"dateline": line})
    assert quoted.warnings({"events": [event(date_text="3 May")], "milestones": []}, page) == []


def test_a_duration_needs_a_length_of_time() -> None:
    """Minutes that no word of the article gives are flagged."""
    assert flagged(event(duration_minutes=25)) == ["events[0].duration_minutes"]
    assert flagged(event(duration_minutes=25), text=f"{TEXT} It took 25 minutes.") == []


MILESTONES = [
    (
        "number and date in the quote",
        {"quote": "the 30th anniversary in 2022", "date_text": "in 2022", "value": 30},
        [],
    ),
    ("number in words", {"quote": "their thirtieth year", "date_text": None, "value": 30}, []),
    ("number worked out by the model", {"quote": "ties since 1992", "date_text": "1992", "value": 30}, ["value"]),
    ("date from elsewhere", {"quote": "an embassy was opened", "date_text": "in 1999", "value": None}, ["date_text"]),
]


@pytest.mark.parametrize(("fact", "expected"), [row[1:] for row in MILESTONES], ids=[row[0] for row in MILESTONES])
def test_a_milestone_must_follow_from_its_quote(fact: dict[str, Any], expected: list[str]) -> None:
    """A milestone's number and date words stand in its own quote."""
    assert flagged(fact) == [f"milestones[0].{field}" for field in expected]


def test_sides_in_another_language_are_taken_as_named() -> None:
    """The adjectives of states are English words, so in another language a known name of a state is believed."""
    assert flagged(person(country="Slovenia"), text="Der Minister", language="de") == []
    assert flagged(person(country="Atlantis"), text="Der Minister", language="de") == [
        "events[0].participants[0].country"
    ]


NUMBERS = [
    ("two hundred and five", {2, 5, 100}),
    ("the twenty-first", {1, 20, 21}),
    ("the fortieth and the 41st", {40, 41}),
    ("twice in a decade", {2, 10}),
    ("someone often", set()),
    ("seventeenth", {17}),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERS, ids=[row[0] for row in NUMBERS])
def test_numbers_are_read_in_digits_and_words(text: str, expected: set[int]) -> None:
    """Digits, cardinals and ordinals are numbers; nothing else is."""
    assert numbers(text) == expected
