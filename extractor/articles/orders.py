"""Orders in a text: word patterns of commands to a model, in many languages.

In: a folded text. Out: where orders stand in it. Refuses what only uses the same words: reports ("they ignored earlier
instructions") are no commands. The patterns are data/orders.tsv; none can look further than a few dozen words.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import accumulate

from extractor.articles.disguises import fold, spaced_out

_WORDS = re.compile(r"\w+")
_WRAPPED_WORDS = re.compile(r"\w+(?:-\n\w+)*+")
_NO_BLANKS = frozenset({"zh", "ja"})
_ANY_WORDS = "…"
_INSIDE = frozenset({"", "-", "'", "’", "‘", "`"})  # between the parts of one word; anything else opens a command


@dataclass(frozen=True)
class Order:
    """Where an order stands in a folded text; `apart` if its letters stand one by one."""

    start: int
    end: int
    apart: bool = False


@dataclass(frozen=True)
class _Rule:
    """One row of the table behind the first words that it is searched by."""

    source: str
    commands: bool  # only as a command
    colon: bool  # only before a colon

    @cached_property
    def rest(self) -> re.Pattern[str]:
        """The words after the first, compiled once a text has the first ones."""
        return re.compile(self.source)


@dataclass(frozen=True)
class Table:
    """The patterns by what they begin with."""

    spaced: dict[str, list[tuple[str, _Rule]]]  # first word → its phrase with blanks around, the rule
    solid: list[tuple[str, _Rule]]  # for scripts without blanks
    apart: list[tuple[str, _Rule]]  # all of them, for letters that stand one by one
    leads: tuple[str, ...]  # words after which a command may stand
    vocabulary: frozenset[str]


class Reading:
    """A folded text as a line of words, with the way back from the line to the text."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        # of equal length, so that offsets stay
        self._plain = folded.replace("_", " ").replace("%20", "   ")
        self._pattern = _WRAPPED_WORDS if "-\n" in folded else _WORDS
        self.words = self._pattern.findall(self._plain)
        if self._pattern is _WRAPPED_WORDS:
            self.words = [word.replace("-\n", "") for word in self.words]
        self.line = f" {' '.join(self.words)} "

    @cached_property
    def _starts(self) -> list[int]:
        """Where each word begins in the line."""
        return list(accumulate((len(word) + 1 for word in self.words), initial=1))

    @cached_property
    def _places(self) -> list[tuple[int, int]]:
        """Where each word stands in the folded text."""
        return [word.span() for word in self._pattern.finditer(self._plain)]

    def place(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the folded text for a stretch of the line, in whole words."""
        first, last = (bisect_right(self._starts, at) - 1 for at in (start, end - 1))
        return self._places[first][0], self._places[last][1]

    def opens_command(self, start: int, leads: tuple[str, ...]) -> bool:
        """Whether the word at `start` of the line can begin a command: after a mark, a line break or a leading word."""
        first = bisect_right(self._starts, start) - 1
        if first == 0 or self.line[max(0, start - 40) : start].endswith(leads):
            return True
        between = self.folded[self._places[first - 1][1] : self._places[first][0]]
        return between.strip(" \t\u00a0\u3000") not in _INSIDE


def orders(reading: Reading) -> Iterator[Order]:
    """The orders in a text, in no order of place."""
    known = table()
    line = reading.line
    for word in known.spaced.keys() & set(reading.words):
        for phrase, rule in known.spaced[word]:
            yield from _found(reading, line, 0, phrase, rule)
    if not line.isascii():
        for phrase, rule in known.solid:
            yield from _found(reading, line, 0, phrase, rule)
    for at, letters in spaced_out(line):
        for phrase, rule in known.apart:
            for order in _found(reading, letters, at, phrase, rule):
                yield Order(order.start, order.end, apart=True)


def _found(reading: Reading, line: str, offset: int, phrase: str, rule: _Rule) -> Iterator[Order]:
    """One rule in the line, or in a run of single letters that stands at `offset` of it with a blank after each."""
    at = line.find(phrase)
    while at >= 0:
        match = rule.rest.match(line, at + len(phrase))
        if match is not None:
            step = 2 if line is not reading.line else 1
            begins = at + (phrase[0] == " ")
            first, last = offset + begins * step, offset + (match.end() - (line[match.end() - 1] == " ")) * step
            start, end = reading.place(first, last)
            stands = not rule.commands or reading.opens_command(first, table().leads)
            if stands and (not rule.colon or reading.folded[end : end + 4].lstrip(" *_\"'”’)]")[:1] == ":"):
                yield Order(start, end)
        at = line.find(phrase, at + 1)


# ── the table ─────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def table() -> Table:
    """The patterns of data/orders.tsv, compiled."""
    spaced: dict[str, list[tuple[str, _Rule]]] = defaultdict(list)
    solid: list[tuple[str, _Rule]] = []
    apart: list[tuple[str, _Rule]] = []
    leads: list[str] = []
    text = resources.files("extractor.articles").joinpath("data/orders.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    for language, pattern in rows[1:]:
        if language == "lead":
            leads += [f" {_folded(word)} " for word in pattern.split()]
            continue
        tokens = pattern.removeprefix("! ").split()
        colon = tokens[-1] == ":"
        first, *rest = tokens[: len(tokens) - colon]
        close = _Rule(_pattern(rest, ""), pattern.startswith("! "), colon)
        phrases = [_folded(word) for word in first.split("|")]
        apart += [(phrase.replace(" ", ""), close) for phrase in phrases]
        if language in _NO_BLANKS:
            solid += [(phrase.replace(" ", ""), close) for phrase in phrases]
            continue
        rule = _Rule(_pattern(rest, " "), close.commands, colon)
        for phrase in phrases:
            spaced[phrase.partition(" ")[0]].append((f" {phrase} ", rule))
    vocabulary = frozenset(_WORDS.findall(fold(text)))
    return Table(dict(spaced), solid, apart, tuple(leads), vocabulary)


def _folded(words: str) -> str:
    return " ".join(_WORDS.findall(fold(words.replace("_", " "))))


def _pattern(tokens: list[str], blank: str) -> str:
    """The words after the first as a regular expression over a line of words, each with the blank after it."""
    return "".join(_group(token, blank) for token in tokens)


def _group(token: str, blank: str) -> str:
    if token == _ANY_WORDS:
        return "(?:[^ ]{1,30} ){0,4}?" if blank else ".{0,12}?"
    often = {"*": "{0,5}", "?": "?"}.get(token[-1], "")
    words = (token[:-1] if often else token).split("|")
    any_of = "|".join(_alternative(word, blank) for word in sorted(words, key=len, reverse=True))
    return f"(?:(?:{any_of}){blank or ' ?'}){often}"


def _alternative(word: str, blank: str) -> str:
    stem = re.escape(_folded(word.removesuffix("~")).replace(" ", blank)).replace(r"\ ", " ")
    return stem + ("[^ ]{0,15}" if word.endswith("~") else "")
