"""The cutting of a text into tokens, one letter a token, so that a shape of words is a regular expression.

In: text. Out: `Tokens`, and `Found`, a shape in them. No calendar is judged: "31 February" is a day and a month here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extractor.diplomacy.dates.language import ENGLISH, Kind, Language

_MARKS = dict.fromkeys("-–—−/", (Kind.DASH, 0)) | dict.fromkeys(",(", (Kind.COMMA, 0))
_OTHER = (Kind.OTHER, 0)
_CUT = re.compile(
    r"""(?P<word>[^\W\d_]\w*)
      | (?P<iso>[0-9]{4}([-/.])[0-9]{1,2}\3[0-9]{1,2}(?![0-9]))
      | (?P<dmy>[0-9]{1,2}([/.])[0-9]{1,2}\5[0-9]{4}(?![0-9]))
      | (?P<month>[0-9]{4}-[0-9]{2}(?![\w-]))
      | (?P<amount>[0-9]+(?:[.:][0-9]+|,[0-9]{3}(?![0-9]))+)
      | (?P<number>[0-9]{1,4}(?P<ordinal>st|nd|rd|th)?(?!\w))
      | (?P<other>\w+|\n[^\S\n]*\n)
      | (?P<mark>[^\s\w])""",
    re.VERBOSE,
)
_TELLING = frozenset("IJYMWwdEGKOASP")  # a date has one of these kinds; the others only stand beside them


@dataclass(frozen=True)
class Tokens:
    """A cut text: `kinds[i]` is the letter, `values[i]` the number, `spans[i]` the code points of token i."""

    kinds: str
    values: list[int]
    spans: list[tuple[int, int]]

    def islands(self) -> Iterator[Tokens]:
        """The runs of date words between other words, where there is any to tell a date."""
        for run in re.finditer("[^x]+", self.kinds):
            if not _TELLING.isdisjoint(run.group()):
                start, end = run.span()
                yield Tokens(run.group(), self.values[start:end], self.spans[start:end])


def cut(text: str, *, running: bool = False, language: Language = ENGLISH) -> Tokens:
    """Cut a text into tokens; words that belong to no date make one `OTHER` together.

    In `running` text a name of a month or day needs its capital ("they may 10 times").

    >>> cut("They met on Monday, January 3").kinds
    'xpW,MD'
    """
    kinds, values, spans = ["x"], [0], [(0, 0)]
    table, names = language.table, language.capitalised and running
    for match in _CUT.finditer(text):
        group = match.lastgroup
        if group == "word":
            kind, value = table.get(match.group().lower(), _OTHER)
            if names and kind in "MWw" and not match.group()[0].isupper():
                kind = Kind.OTHER
        elif group == "mark":
            mark = match.group()
            if mark == "." and _abbreviated(text, spans[-1], match.start(), kinds[-1], language):
                spans[-1] = (spans[-1][0], match.end())
                continue
            kind, value = _MARKS.get(mark, _OTHER)
        else:
            kind, value = _numeral(match)
        if kind is not Kind.OTHER or kinds[-1] != "x":
            kinds.append(kind.value)
            values.append(value)
            spans.append(match.span())
    return Tokens("".join(kinds), values, spans)


def _abbreviated(text: str, span: tuple[int, int], at: int, kind: str, language: Language) -> bool:
    """Whether a full stop at this place belongs to the name of a month or day before it."""
    return kind in "Mw" and span[1] == at and language.abbreviates(text[span[0] : span[1]].lower())


def _numeral(match: re.Match[str]) -> tuple[Kind, int]:
    words = match.group()
    if match["number"]:
        return _number(int(words.removesuffix(match["ordinal"] or "")), ordinal=bool(match["ordinal"]))
    parts = [int(part) for part in re.split(r"[-/.]", words)] if match["iso"] or match["dmy"] or match["month"] else []
    if match["iso"]:
        return _full(parts[0], parts[1], parts[2])
    if match["dmy"] and "." in words:
        return _full(parts[2], parts[1], parts[0])
    if match["dmy"] and (parts[0] > 12) != (parts[1] > 12):  # 03/04/2025 is a day in March here, in April there
        return _full(parts[2], min(parts[:2]), max(parts[:2]))
    if match["month"] and 1 <= parts[1] <= 12:
        return Kind.YEARMONTH, parts[0] * 12 + parts[1] - 1
    return _OTHER


def _number(number: int, *, ordinal: bool) -> tuple[Kind, int]:
    if 1 <= number <= 31:
        return Kind.DAY, number
    if ordinal:
        return _OTHER
    return (Kind.YEAR, number) if 1000 <= number <= 2999 else (Kind.NUMBER, number)


def _full(year: int, month: int, day: int) -> tuple[Kind, int]:
    try:
        return Kind.FULLDATE, date(year, month, day).toordinal()
    except ValueError:
        return _OTHER


def shape(source: str) -> re.Pattern[str]:
    """Compile a shape written with the names of kinds: spaces mean nothing, `[MONTH DAY]` means either.

    >>> shape("(?P<m>MONTH) (?P<d>DAY) (?: COMMA? (?P<y>YEAR) )?").pattern
    '(?P<m>M)(?P<d>D)(?:,?(?P<y>Y))?'
    """
    return re.compile(re.sub(r"[A-Z]{2,}|\s+", lambda name: "" if name[0].isspace() else Kind[name[0]].value, source))


@dataclass(frozen=True)
class Found:
    """A rule's shape in a text's tokens."""

    tokens: Tokens
    match: re.Match[str]

    def get(self, name: str) -> int | None:
        """The number of a named token; None if the shape has none of that name, or left it out."""
        return self.tokens.values[self.match.start(name)] if self._letter(name) else None

    def number(self, name: str) -> int:
        """The number of a named token that the shape always has."""
        return self.tokens.values[self.match.start(name)]

    def _letter(self, name: str) -> str:
        return (self.match[name] or "") if self.shape_has(name) else ""

    def step(self) -> int | None:
        """Minus one, nought or one for last, this or next; None where no such word stands."""
        return {"l": -1, "h": 0, "n": 1}.get(self._letter("r"))

    def shape_has(self, name: str) -> bool:
        """Whether the shape has a token of this name at all."""
        return name in self.match.re.groupindex
