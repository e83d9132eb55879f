"""What the rules are used for: to resolve the words of one date, and to find such words in a text.

In: words, or a text, and what the page offers to anchor them. Out: `Date`, with the method that found it; mentions.
Words that cannot be read are never guessed at and never raise: they give no value.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from extractor.diplomacy.dates.rules import RULES, Rule
from extractor.diplomacy.dates.tokens import Found, Tokens, cut
from extractor.diplomacy.dates.values import NO_DATE, UNANCHORED, Anchor, Date, Method, Precision, Told, day


@dataclass(frozen=True)
class DateMention:
    """A date expression in a text: `words == text[start:end]`, its preposition included.

    `relative` says that the page's own date, or the tense, is needed to read it.
    """

    start: int
    end: int
    words: str
    relative: bool


@lru_cache(maxsize=4096)  # a day's news says "on Monday" a thousand times
def resolve(
    words: str | None, anchor: Anchor, *, planned: bool = False, same_day_news: bool = True, in_dateline: bool = False
) -> Date:
    """The date that the words mean on this page; of several dates in the words the most telling one.

    Without words, what was told on its own day happened on the publication day.

    >>> page = Anchor(published=date(2022, 1, 9), newest_printed=None, today=date(2026, 1, 1))
    >>> resolve("on Thursday", page).value, resolve("on Thursday", page, planned=True).value
    ('2022-01-06', '2022-01-13')
    >>> resolve("30 December", page).value
    '2021-12-30'
    """
    if words is None or not words.strip():
        if anchor.published is None or planned or not same_day_news:
            return NO_DATE
        return day(anchor.published, Method.PUBLICATION)
    tokens = cut(words)
    for rule in RULES:
        if match := rule.alone.search(tokens.kinds):
            found = _read(rule, Found(tokens, match), Told(anchor, planned))
            if in_dateline and found.method == Method.EXPLICIT and found.precision == Precision.DAY:
                return found.model_copy(update={"method": Method.DATELINE})
            return found
    return UNANCHORED


def _read(rule: Rule, found: Found, told: Told) -> Date:
    try:
        return rule.read(found, told)
    except (ValueError, OverflowError):  # 31 February, a range that ends before it began, the year 0
        return UNANCHORED


_SOME_DAY = date(2000, 1, 1)
_ANCHORED = Told(Anchor(_SOME_DAY, None, _SOME_DAY), planned=True)  # the telling in which most shapes can be read
_ADRIFT = Told(Anchor(None, None, _SOME_DAY))


def date_mentions(text: str) -> list[DateMention]:
    """Every expression in running text that `resolve` can read, in order, longest first where two overlap.

    >>> [mention.words for mention in date_mentions("They met on Thursday, and may meet in early March 2022.")]
    ['on Thursday', 'in early March 2022']
    """
    islands = cut(text, running=True).islands()
    return sorted(
        (mention for island in islands for mention in _mentions(text, island)), key=lambda mention: mention.start
    )


def _mentions(text: str, tokens: Tokens) -> Iterator[DateMention]:
    """What each rule finds in the words that no earlier rule has taken."""
    left = tokens.kinds
    for rule in RULES:
        taken = list(rule.shape.finditer(left))
        if taken:
            left = rule.shape.sub(lambda match: "x" * len(match[0]), left)
        for match in taken:
            if mention := _mention(text, Found(tokens, match), rule):
                yield mention


def _mention(text: str, found: Found, rule: Rule) -> DateMention | None:
    if _read(rule, found, _ANCHORED).value is None:
        return None
    spans = found.tokens.spans[found.match.start() : found.match.end()]
    start, end = spans[0][0], spans[-1][1]
    adrift = _read(rule, found, _ADRIFT).method in (Method.UNANCHORED, Method.YEAR_FROM_WEEKDAY)
    return DateMention(start, end, text[start:end], relative=adrift)
