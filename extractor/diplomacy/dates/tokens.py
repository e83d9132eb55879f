"""The cutting of a text into tokens, one letter a token, so that a shape of words is a regular expression.

In: text. Out: `Tokens`, and `Found`, a shape in them. No calendar is judged: "31 February" is a day and a month here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from extractor.diplomacy.dates import language as languages
from extractor.diplomacy.dates.kinds import TELLING, Kind
from extractor.diplomacy.dates.language import Language, fold

_Meaning = tuple[Kind, int]
_MARKS = (
    dict.fromkeys("-–—−/‑", (Kind.DASH, 0)) | dict.fromkeys(",([،", (Kind.COMMA, 0)) | dict.fromkeys("&", (Kind.AND, 0))
)
_OTHER = (Kind.OTHER, 0)
_NAMES = frozenset("M%mUWw")
_IN = {"Y": Kind.INYEAR, "M": Kind.INMONTH, "%": Kind.INMONTH}
_JOINT = re.compile(r"[^\S\n]+|\n|[-‑'’]")  # what may stand between two words of a phrase
_CLOCK = re.compile(r"\s*(?:gmt|utc|hrs?|hours|local)\b", re.IGNORECASE)  # behind a number that is no year
_WORD = re.compile(r"[^\W\d_]\w*")
_DIGIT = re.compile(r"\d")
_PIECE = re.compile(r"\n[^\S\n]*\n|(?<=[a-z]{6}\.)\s")  # parts that no date spans; shorter words may be abbreviated
_ISLAND = re.compile(f"[^x{TELLING}]*+[{TELLING}][^x]*+")


@dataclass(frozen=True)
class Tokens:
    """A cut text: `kinds[i]` is the letter, `values[i]` the number, `spans[i]` the code points of token i."""

    kinds: str
    values: list[int]
    spans: list[tuple[int, int]]

    @property
    def has_names(self) -> bool:
        """Whether any token is a word that tells of time."""
        return not set(self.kinds).isdisjoint("M%mUWdGKOAZEiSP")

    def islands(self) -> Iterator[Tokens]:
        """The runs of date words between other words, where there is any to tell a date."""
        for run in _ISLAND.finditer(self.kinds):
            start, end = run.span()
            yield Tokens(run[0], self.values[start:end], self.spans[start:end])


@dataclass
class _Cut:
    """What is cut so far of a text."""

    text: str
    language: Language
    kinds: list[str] = field(default_factory=lambda: ["x"])
    values: list[int] = field(default_factory=lambda: [0])
    spans: list[tuple[int, int]] = field(default_factory=lambda: [(0, 0)])
    words: list[tuple[str, int, int, int]] = field(default_factory=list)  # of a phrase: start, end, tokens before

    def add(self, meaning: _Meaning, start: int, end: int) -> None:
        kind, value = meaning
        if kind is not Kind.OTHER or self.kinds[-1] != "x":
            self.kinds.append(kind.value)
            self.values.append(value)
            self.spans.append((start, end))

    def add_name(self, meaning: _Meaning, start: int, end: int) -> None:
        """Add a month or day; a month that is said twice is one: "مارس/آذار"."""
        twice = self.kinds[-1] == "z" and self.kinds[-2] == meaning[0] and self.values[-2] == meaning[1]
        if twice and self.text[start - 1] == "/":
            self.back_to(len(self.kinds) - 1)
            self.spans[-1] = (self.spans[-1][0], end)
        else:
            self.add(meaning, start, end)

    def back_to(self, length: int) -> None:
        del self.kinds[length:], self.values[length:], self.spans[length:]

    def look_up(self, start: int, end: int) -> tuple[_Meaning, int]:
        """What the words that end here mean, and where they start: the longest phrase there is."""
        word, table = fold(self.text[start:end]), self.language.table
        if self.words and not _JOINT.fullmatch(self.text, self.words[-1][2], start):
            self.words.clear()
        self.words.append((word, start, end, len(self.kinds)))
        for count in range(min(self.language.longest, len(self.words)), 1, -1):
            phrase = self.words[-count:]
            if found := table.get(" ".join(part[0] for part in phrase)):
                self.back_to(phrase[0][3])
                return found, phrase[0][1]
        stopped = table.get(word + ".") if self.text[end : end + 1] == "." else None
        if found := stopped or table.get(word):
            return found, start
        prefix = self.language.prefixes.get(word[:1])
        found = table.get(word[1:]) if prefix and len(word) > 2 else None
        if found and prefix is Kind.AND:  # written together, and still a word of its own
            self.add((prefix, 0), start, start + 1)
            start += 1
        return found or _OTHER, start

    def stop(self, match: re.Match[str]) -> bool:
        """Whether this is a full stop that belongs to the abbreviation or the ordinal before it, which then takes it in."""
        first, last = self.spans[-1]
        start, end = match.span()
        if last != start or match[0] != ".":
            return False
        ordinal = self.kinds[-1] == "D" and self.language.ordinal_stop
        if ordinal or fold(self.text[first:last]) in self.language.abbreviations:
            self.spans[-1] = (first, end)
            return True
        return False

    def inflect(self, ending: str) -> None:
        """Let a dropped ending change the word before it: "Mart'ta" is in March, "1990'larda" no year."""
        kind = self.language.endings.get(fold(ending))
        if kind is None or self.kinds[-1] == "x":
            return
        self.kinds[-1] = "x" if kind is Kind.OTHER else _IN.get(self.kinds[-1], self.kinds[-1])
        if kind is Kind.AND:  # "10 Mart'tan 12 Mart'a": what comes next is the end of a range
            self.add((kind, 0), *self.spans[-1])


def cut(
    text: str, *, running: bool = False, language: Language | None = None, within: tuple[int, int] | None = None
) -> Tokens:
    """Cut a text, or a stretch of it, into tokens; words that belong to no date make one `OTHER` together.

    In `running` text a name of a month or day needs its capital, where the language gives it one ("they may 10 times").

    >>> cut("They met on Monday, January 3").kinds
    'xpW,MD'
    """
    language = language or languages.of(languages.ENGLISH)
    done, table, plain = _Cut(text, language), language.table, language.plain
    kinds = done.kinds
    for match in language.pattern.finditer(text, *(within or ())):
        group = match.lastgroup
        if group == "word":
            meaning = table.get(match[0].lower(), _OTHER) if plain else _OTHER
            if plain and meaning is _OTHER and kinds[-1] == "x":
                continue
            start, end = match.span()
            if not plain:
                meaning, start = done.look_up(start, end)
            if meaning[0] not in _NAMES:
                done.add(meaning, start, end)
            elif language.is_name(text, start, match[0], running=running):
                done.add_name(meaning, start, end)
            else:
                done.add(_OTHER, start, end)
        elif group == "mark":
            meaning = _MARKS.get(match[0], _OTHER)
            if meaning is not _OTHER or (kinds[-1] != "x" and not done.stop(match)):
                done.add(meaning, *match.span())
        elif group == "dropped":
            done.inflect(match[0][1:])
        else:
            done.add(_numeral(match, language), *match.span())
    return Tokens("".join(kinds), done.values, done.spans)


def stretches(text: str, language: Language) -> Iterator[tuple[int, int]]:
    """The parts of a running text that may hold a date: all but those without a number and a word that tells of time.

    >>> english = languages.of("en")
    >>> text = "They agreed on fisheries. They met on Monday."
    >>> [text[start:end] for start, end in stretches(text, english)]
    ['They met on Monday.']
    """
    start = 0
    for end, following in [*(piece.span() for piece in _PIECE.finditer(text)), (len(text), len(text))]:
        part = text[start:end]
        if not language.plain or _DIGIT.search(part) or not language.telling.isdisjoint(_WORD.findall(part.lower())):
            yield start, end
        start = following


def _numeral(match: re.Match[str], language: Language) -> _Meaning:
    words = match.group()
    if match["number"]:
        number = int(words.removesuffix(match["ordinal"] or ""))
        if match["ordinal"] or _CLOCK.match(match.string, match.end()):
            return (Kind.DAY, number) if 1 <= number <= 31 else _OTHER
        return _number(number, language.first_year)
    parts = [int(part) for part in re.split(r"[-/.]", words)] if match["iso"] or match["dmy"] or match["month"] else []
    if match["iso"]:
        return _full(parts, language.first_year)
    if match["dmy"] and ("." in words or language.day_first or parts[0] > 12):
        return _full(parts[::-1], language.first_year)
    if match["dmy"] and parts[1] > 12:  # 03/04/2025 is a day in March here, in April there
        return _full([parts[2], parts[0], parts[1]], language.first_year)
    if match["month"] and 1 <= parts[1] <= 12:
        return Kind.YEARMONTH, parts[0] * 12 + parts[1] - 1
    return _OTHER


def _number(number: int, first_year: int) -> _Meaning:
    if 1 <= number <= 31:
        return Kind.DAY, number
    return (Kind.YEAR if first_year <= number <= 2999 else Kind.NUMBER), number


def _full(parts: list[int], first_year: int) -> _Meaning:
    year, month, day = parts
    try:
        return (Kind.FULLDATE, date(year, month, day).toordinal()) if year >= first_year else _OTHER
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

    def get(self, *names: str) -> int | None:
        """The number of the first of these tokens that is there; None if the shape has none of them, or left them out."""
        at = (self.match.start(name) for name in names if name in self.match.re.groupindex)
        return next((self.tokens.values[start] for start in at if start >= 0), None)

    def number(self, name: str) -> int:
        """The number of a named token that the shape always has."""
        return self.tokens.values[self.match.start(name)]

    def step(self) -> int | None:
        """Minus one, nought or one for last, this or next, before or behind its noun; None where no such word stands."""
        return self.get("r", "R")

    def side(self) -> int | None:
        """The same of a word that stands beside a named day, or of a day as seen from the telling: "next 5 April"."""
        return self.get("q", "Q", "t", "e")
