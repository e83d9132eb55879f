"""What code computes for one event, from its words and its page."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.diplomacy.derivation import event_date
from tests.conftest import article

PAGE = article("Words.").model_copy(update={"published": date(2023, 10, 9)})  # a Monday

CANCELLED = [
    ("on 12 October", "2023-10-12", "year_inferred"),
    ("on 3 October", "2023-10-03", "year_inferred"),
    ("on 2 January", "2024-01-02", "year_inferred"),
    ("on Thursday", "2023-10-12", "weekday"),
    ("on Thursday, 12 October", "2023-10-12", "year_inferred"),
    ("tomorrow", "2023-10-10", "deictic"),
    ("on 12 October 2022", "2022-10-12", "explicit"),
]


def event(realis: str, words: str | None, *, main: bool = True) -> dict[str, object]:
    """As much of an event as a date depends on."""
    return {"realis": realis, "date_text": words, "is_main": main}


@pytest.mark.parametrize(("words", "value", "method"), CANCELLED, ids=[row[0] for row in CANCELLED])
def test_a_cancelled_contact_was_fixed_for_a_day_ahead(words, value, method):
    """Weekdays look ahead; of a day and month the nearest one counts, since it may also be called off after its day."""
    found = event_date(event("cancelled", words), PAGE)
    assert (found.value, found.method) == (value, method)


TENSES = [
    ("actual", "on Thursday", "2023-10-05"),
    ("planned", "on Thursday", "2023-10-12"),
    ("postponed", "on Thursday", "2023-10-12"),
    ("denied", "on Thursday", "2023-10-05"),
    ("refused", "on Thursday", "2023-10-05"),
    ("actual", None, "2023-10-09"),
    ("planned", None, None),
    ("cancelled", None, None),
]


@pytest.mark.parametrize(("realis", "words", "value"), TENSES, ids=[f"{row[0]} {row[1]}" for row in TENSES])
def test_the_tense_follows_the_realis(realis, words, value):
    """What is still ahead looks ahead; only a main event that took place is dated by the publication alone."""
    assert event_date(event(realis, words), PAGE).value == value


def test_a_side_event_is_not_dated_by_the_publication():
    """Background without words for its day has no date."""
    assert event_date(event("actual", None, main=False), PAGE).value is None


def test_words_are_read_in_the_articles_language():
    """French words in a French article; the same words are nothing in an English one."""
    french = PAGE.model_copy(update={"language": "fr"})
    assert event_date(event("actual", "jeudi dernier"), french).value == "2023-10-05"
    assert event_date(event("actual", "jeudi dernier"), PAGE.model_copy(update={"language": "en"})).value is None
