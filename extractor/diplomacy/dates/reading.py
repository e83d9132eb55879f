"""What the rules are used for: to resolve the words of one date, and to find such words in a text.

In: words, or a text, and what the page offers to anchor them. Out: `Date`, with the method that found it; mentions.
Words that cannot be read are never guessed at and never raise: they give no value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from extractor.diplomacy.dates import language as languages
from extractor.diplomacy.dates.rules import RULES, Rule
from extractor.diplomacy.dates.tokens import Found, Tokens, cut, stretches
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
    words: str | None,
    anchor: Anchor,
    *,
    planned: bool = False,
    same_day_news: bool = True,
    in_dateline: bool = False,
    language: str | None = None,
) -> Date:
    """The date that the words mean on this page; of several dates in the words the most telling one.

    The language is the article's; without it English is tried first, and another language on words English has not.
    Without words, what was told on its own day happened on the publication day.

    >>> page = Anchor(published=date(2022, 1, 9), newest_printed=None, today=date(2026, 1, 1))
    >>> resolve("on Thursday", page).value, resolve("on Thursday", page, planned=True).value
    ('2022-01-06', '2022-01-13')
    >>> resolve("30 December", page).value, resolve("le 30 décembre", page, language="fr").value
    ('2021-12-30', '2021-12-30')
    """
    if words is None or not words.strip():
        if anchor.published is None or planned or not same_day_news:
            return NO_DATE
        return day(anchor.published, Method.PUBLICATION)
    tokens = cut(words, language=languages.of(language))
    if language is None and not tokens.has_names:
        tokens = next(filter(_readable, _in_other_languages(words)), tokens)
    found = _first_reading(tokens, Told(anchor, planned)) or UNANCHORED
    if in_dateline and found.method == Method.EXPLICIT and found.precision == Precision.DAY:
        return found.model_copy(update={"method": Method.DATELINE})
    return found


def _in_other_languages(words: str) -> Iterator[Tokens]:
    return (cut(words, language=languages.of(code)) for code in languages.OTHERS)


def _readable(tokens: Tokens) -> bool:
    """Whether these tokens hold a word that tells of time, and a shape to read it in."""
    return tokens.has_names and any(rule.may_fit(tokens.kinds) and rule.alone.search(tokens.kinds) for rule in RULES)


def _first_reading(tokens: Tokens, told: Told) -> Date | None:
    for rule in RULES:
        if rule.may_fit(tokens.kinds) and (match := rule.alone.search(tokens.kinds)):
            return _read(rule, Found(tokens, match), told)
    return None


def _read(rule: Rule, found: Found, told: Told) -> Date:
    try:
        return rule.read(found, told)
    except (ValueError, OverflowError):  # 31 February, a range that ends before it began, the year 0
        return UNANCHORED


_VERB = re.compile(r"(?:start|end|beginning)\s+(?=(?:on|in|at)\b)", re.IGNORECASE)  # "the visit is to start on Monday"
_CLOSING = {")": "(", "]": "["}
_SOME_DAY = date(2000, 1, 1)
_ANCHORED = Told(Anchor(_SOME_DAY, None, _SOME_DAY), planned=True)  # the telling in which most shapes can be read
_ADRIFT = Told(Anchor(None, None, _SOME_DAY))


def date_mentions(text: str, language: str | None = None) -> list[DateMention]:
    """Every expression in running text that `resolve` can read, in order, longest first where two overlap.

    >>> [mention.words for mention in date_mentions("They met on Thursday, and may meet in early March 2022.")]
    ['on Thursday', 'in early March 2022']
    >>> [mention.words for mention in date_mentions("La visite aura lieu du 10 au 12 mars.", "fr")]
    ['du 10 au 12 mars']
    """
    known = languages.of(language)
    parts = (cut(text, running=True, language=known, within=part) for part in stretches(text, known))
    return [mention for part in parts for island in part.islands() for mention in _mentions(text, island)]


def _mentions(text: str, island: Tokens) -> Iterator[DateMention]:
    for first, last, relative in _dates(island.kinds, tuple(island.values)):
        start, end = island.spans[first][0], island.spans[last - 1][1]
        if verb := _VERB.match(text, start, end):
            start = verb.end()
        if text[end : end + 1] in _CLOSING and _CLOSING[text[end]] in text[start:end]:
            end += 1  # "on Wednesday (23 November)"
        yield DateMention(start, end, text[start:end], relative=relative)


@lru_cache(maxsize=8192)  # most dates are said like one before
def _dates(kinds: str, numbers: tuple[int, ...]) -> tuple[tuple[int, int, bool], ...]:
    """The tokens of each date, and whether it is relative."""
    tokens = Tokens(kinds, list(numbers), [])
    dates = []
    for rule, match in _shapes(kinds):
        found = Found(tokens, match)
        if _read(rule, found, _ANCHORED).value is not None:
            adrift = _read(rule, found, _ADRIFT).method
            dates.append((*match.span(), adrift in (Method.UNANCHORED, Method.YEAR_FROM_WEEKDAY)))
    return tuple(sorted(dates))


@lru_cache(maxsize=8192)
def _shapes(kinds: str) -> tuple[tuple[Rule, re.Match[str]], ...]:
    """What each rule finds in these tokens that no earlier rule has taken."""
    left, found = kinds, []
    for rule in RULES:
        for match in rule.shape.finditer(left) if rule.may_fit(kinds) else ():
            start, end = match.span()
            left = left[:start] + "x" * (end - start) + left[end:]
            found.append((rule, match))
    return tuple(found)
