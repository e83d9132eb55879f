"""The words and signs that stand beside the date of a page's own date line, as patterns.

In: nothing; the words are those of data/date_words.tsv. Out: patterns and sets. Nothing is refused.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from importlib import resources

from extractor.articles.printed_dates import day_and_month

MARK = "\x00"  # what stands for a date in a line
_WEAK = r"(?:[,;:()\[\]…]|\.{2,}|\s[-–—]+(?=\s|\Z)|\A[-–—]+\s|—|(?<!\S)[.–](?!\S))"
_COUNT = (
    r"\d[\d.,]*k?\s*-?(?:views?|reads?|hits|shares?|comments?|likes?|min(?:ute)?s?(?:[ -]read)?)\b"
    r"|(?:leave|no|add) (?:a )?comments?\b|\b(?:min(?:ute)?s?|reading time)\b"
    r"|(?:\bno|\bnr|\bn[º°o]|№|#|\bissue|\bvol(?:ume)?|\bpage|\bp|\bs)\.?\s*:?\s*\d+(?:[/-]\d+)*|\b\d{1,4}/\d{2,4}\b|\b\d{1,4}\b(?=\s*\Z)"
)
_CLOCK = (
    r"T?\b\d{1,2}\s?(?:[:.h]|\s:\s)\s?\d{2}(?:[:.]\d{2}(?:\.\d{1,9})?)?(?:\s?[ap]\.?\s?m\b\.?)?(?:\s?(?:hrs?|hours|uhr|h)\b\.?)?"
    r"(?:\s?\(?(?:z|(?-i:[A-Z]{2,4}T?)|utc|gmt)?\s?[+-]\d{1,2}(?::?\d{2})?(?!\d)\)?|\s?\(?(?-i:Z|UTC|GMT|[A-Z]{1,3}[SD]T|ET|PT|CT|BST|IST)\b\)?)?"
    r"|\b\d{1,2}\s?[ap]\.?m\b\.?|\b\d{4}\s?(?:hrs|gmt|utc)\b"
)


class Label(StrEnum):
    """What a line says of its date."""

    PUBLISHED = "published"
    UPDATED = "updated"
    DATE = "date"


def names_event(words: str) -> bool:
    """Whether the words tell of something that has its own day, such as a summit, or of a time before or after a day.

    >>> names_event("Norway-Kenya Summit"), names_event("Norway")
    (True, False)
    """
    return _event().search(words) is not None


def weekday_names() -> str:
    """A pattern for the name of a day of the week in any language."""
    return rf"(?<!\w)(?:{_any('weekday')})(?!\w)"


@cache
def _words() -> dict[str, list[str]]:
    """The words of each kind of the table."""
    rows = resources.files("extractor.articles").joinpath("data", "date_words.tsv").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for row in rows.splitlines():
        if not row.startswith(("#", "kind\t")):
            kind, words = row.split("\t")
            found.setdefault(kind, []).extend(words.split(","))
    return found


@cache
def words_of(kind: str) -> frozenset[str]:
    """The words of one kind."""
    return frozenset(_words()[kind])


def _any(kind: str) -> str:
    """A pattern for any word of a kind, the longest first."""
    words = sorted(_words()[kind], key=lambda word: len(word.split("}")[-1]), reverse=True)
    return "|".join(re.sub(r"\\{(.+?)\\}", r"(?:\1)?", re.escape(word)) for word in words)


@cache
def a_label() -> re.Pattern[str]:
    """The label of a date, its kind as the name of its group."""
    link = rf"(?:\s+(?:{_any('linked')})(?=[\s:{MARK}]|\Z))?\s*:?"
    return re.compile("|".join(rf"(?P<{kind}>(?:{_any(kind)})(?!\w){link})" for kind in Label), re.IGNORECASE)


@cache
def known_parts() -> re.Pattern[str]:
    """What is known beside a date, the kind of each as the name of its group."""
    return re.compile(
        rf"(?P<mark>{MARK}(?:\s?(?:г|год|року|р|r|d|m)\b\.?)?)|(?P<clock>{_CLOCK})|(?P<count>{_COUNT})|(?P<sep>{_WEAK})"
        rf"|(?P<weekday>{weekday_names()}\.?)|(?<!\w)(?:{a_label().pattern}|(?P<linked>(?:{_any('linked')})(?=[\s{MARK}])))"
        rf"|(?<![^\W\d])(?P<credit>(?:{_any('credit')})\s*:)",
        re.IGNORECASE,
    )


@cache
def not_range() -> re.Pattern[str]:
    """The clocks and weekdays, which may stand between the ends of a range and are none."""
    return re.compile(rf"{_CLOCK}|{weekday_names()}\.?,?", re.IGNORECASE)


@cache
def masthead() -> re.Pattern[str]:
    """A word of the name of a paper, an office or a release."""
    return re.compile(rf"(?<!\w)(?:{_any('masthead')})(?!\w)", re.IGNORECASE)


@cache
def _event() -> re.Pattern[str]:
    """A word of what has its own day."""
    return re.compile(rf"(?<!\w)(?:{_any('event')})(?!\w)", re.IGNORECASE)


@cache
def day_without_year() -> re.Pattern[str]:
    """A day and a month without their year, as the begin of a range has them."""
    return re.compile(rf"(?<![\w:]){day_and_month()}(?!\w)", re.IGNORECASE)
