"""The gazetteer: what the tables in data/ say of a run of words.

In: the words of one name, as tokens. Out: the side they name and the city they name, or nothing. Case counts: "US" is a
country and "us" is not, "Turkey" is and "turkey" is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from extractor.diplomacy.letters import plain

NO_CODE = "-"  # in the tables: a side that exists and has no code
FOREIGN = "foreign"  # in the tables: a name in another language than English

# the languages of pycountry's translations that are read, and how long a name must be to be known without its accents
_LANGUAGES = ("ar", "de", "es", "fa", "fr", "it", "pl", "pt", "ru", "tr", "uk", "zh_CN")
_LONG = 5
_ARTICLES = frozenset(
    {"a", "das", "der", "die", "el", "gli", "i", "il", "l", "la", "las", "le", "les", "lo", "los", "o", "os"}
)
_CASE = re.compile(r"['’]\w{1,4}$")  # "Rusya'nın"
_VOWEL_SIGNS = re.compile(r"[\u064b-\u065f\u0670\u0640]")  # which Arabic may leave out

# a word (combining marks belong to it) or a comma, which counts in "Washington, D.C." and "Korea, Republic of"
TOKEN = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+|,")


class Token(NamedTuple):
    """One word of a text and its plain spelling."""

    start: int
    end: int
    words: str
    folded: str


@dataclass(frozen=True)
class Entry:
    """One row of a table: a way to write one thing.

    `codes` holds the code, several when the name is ambiguous, none when the thing has no code. A `shy` name is found
    in running text only when it is written with its accents, because its letters also spell something else.
    """

    name: str
    codes: tuple[str, ...]
    kind: str
    words: tuple[str, ...]
    key: str | None = None
    shy: bool = False
    as_written: bool = False  # an acronym, whose letters must agree in case

    @property
    def code(self) -> str | None:
        """The code, when there is exactly one."""
        return self.codes[0] if len(self.codes) == 1 else None

    def fits(self, tokens: list[Token]) -> bool:
        """Whether the words are written with the capitals that the name has."""
        if self.as_written:
            return all(token.words == word for token, word in zip(tokens, self.words, strict=True))
        return all(
            not word[0].isupper() or not token.words[0].islower()
            for token, word in zip(tokens, self.words, strict=True)
        )


@dataclass
class Gazetteer:
    """Every entry under the folded words that spell it."""

    sides: dict[tuple[str, ...], list[Entry]] = field(default_factory=dict)
    cities: dict[tuple[str, ...], list[Entry]] = field(default_factory=dict)
    reach: dict[str, int] = field(default_factory=dict)  # first word → length of the longest name that it opens
    names: dict[str, str] = field(default_factory=dict)  # code → readable name

    def add(self, table: dict[tuple[str, ...], list[Entry]], entry: Entry) -> None:
        """Enter one spelling; the first table to claim a spelling is asked first."""
        key = tuple(word.folded for word in tokenize(entry.name))
        table.setdefault(key, []).append(entry)
        if entry.shy and entry.name.isascii():
            return  # never found in running text
        self.reach[key[0]] = max(self.reach.get(key[0], 0), len(key))

    def side(self, tokens: list[Token]) -> Entry | None:
        """The side that exactly these words name."""
        return _fitting(self.sides, tokens)

    def city(self, tokens: list[Token]) -> Entry | None:
        """The city that exactly these words name."""
        return _fitting(self.cities, tokens)


def _fitting(table: dict[tuple[str, ...], list[Entry]], tokens: list[Token]) -> Entry | None:
    entries = table.get(tuple(word.folded for word in tokens), ())
    return next((entry for entry in entries if entry.fits(tokens)), None)


def token(match: re.Match[str]) -> Token:
    """One match of `TOKEN` with its plain spelling."""
    return Token(match.start(), match.end(), match[0], plain(match[0]))


def tokenize(text: str) -> list[Token]:
    """The words and commas of a text, in order.

    >>> [word.folded for word in tokenize("Türkiye’s côte, U.S.")]
    ['turkiye', 's', 'cote', ',', 'u', 's']
    """
    return [token(match) for match in TOKEN.finditer(text)]


def rows(table: str) -> Iterator[list[str]]:
    """The rows of one table in data/, without comments and the line of column names."""
    from importlib import resources  # only who looks a name up pays for it

    text = resources.files("extractor.diplomacy").joinpath("data", table).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    for line in lines[1:]:
        yield [cell.strip() for cell in line.split("\t")]


@cache
def gazetteer() -> Gazetteer:
    """The tables, read once."""
    gaz = Gazetteer()
    _read_aliases(gaz)
    _read_states(gaz)
    _read_cities(gaz)
    return gaz


def _read_aliases(gaz: Gazetteer) -> None:
    for table in ("aliases.tsv", "organisations.tsv"):
        for code, name, kind, *_note in rows(table):
            codes = () if code == NO_CODE else tuple(code.split("|"))
            if kind == FOREIGN:
                continue
            if kind == "organisation" and codes:
                gaz.names.setdefault(codes[0], name)
            gaz.add(gaz.sides, _entry(name, codes, kind))


def _read_states(gaz: Gazetteer) -> None:
    for code, short, *official in rows("iso3166.tsv"):
        gaz.names[code] = short
        for name in dict.fromkeys((short, *official)):
            bare = name.removeprefix("the ").removeprefix("The ")
            key = tuple(word.folded for word in tokenize(bare))
            if bare and key not in gaz.sides:  # an alias row, above all an ambiguous one, outranks the standard's name
                gaz.add(gaz.sides, _entry(bare, (code,), "name"))


def _read_cities(gaz: Gazetteer) -> None:
    for code, name, seat, aliases in rows("cities.tsv"):
        codes = () if code == NO_CODE else (code,)
        country = code if codes else ""
        for spelling in (name, *filter(None, (alias.strip() for alias in aliases.split(";")))):
            entry = _entry(
                spelling, codes, "metonym" if seat == "metonym" else "city", f"{country}/{name}", seat == "shy"
            )
            gaz.add(gaz.cities, entry)


def _entry(name: str, codes: tuple[str, ...], kind: str, key: str | None = None, shy: bool = False) -> Entry:
    words = tuple(word.words for word in tokenize(name))
    acronym = name.upper() == name and any(char.isalpha() for char in name)
    return Entry(name, codes, kind.removeprefix("shy "), words, key, shy or kind.startswith("shy "), acronym)


def foreign(words: str) -> Entry | None:
    """The state that exactly these words name in one of a dozen languages; several codes where languages disagree.

    An article before the name and a Turkish ending after it are no part of it.

    >>> [entry.codes for words in ("les États-Unis", "Rusya'nın", "الصّين", "Kongo") if (entry := foreign(words))]
    [('USA',), ('RUS',), ('CHN',), ('COD', 'COG')]
    """
    tokens = tokenize(_VOWEL_SIGNS.sub("", words).replace("،", ","))
    if (entry := _fitting(_foreign_names(), tokens)) is not None:
        return entry
    if tokens and tokens[0].folded in _ARTICLES:  # "la France" is English but for the article
        return _fitting(_foreign_names(), tokens[1:]) or _fitting(gazetteer().sides, tokens[1:])
    return _fitting(_foreign_names(), tokens[:-1]) if _CASE.search(words) else None


@cache
def _foreign_names() -> dict[tuple[str, ...], list[Entry]]:
    """Our own names first, then pycountry's; a name of one state in one language and of another in another is nobody's."""
    own = {name: code for code, name, kind, *_note in rows("aliases.tsv") if kind == FOREIGN}
    found = {name: {code} for name, code in own.items()}
    for name, codes in _translations():
        if name not in own:
            found.setdefault(name, set()).update(codes)
    table: dict[tuple[str, ...], list[Entry]] = {}
    for name, merged in found.items():
        words = tuple(TOKEN.findall(_VOWEL_SIGNS.sub("", name)))
        entry = Entry(name, tuple(sorted(merged)), "name", words, as_written=len(name) < _LONG or name.isupper())
        table.setdefault(tuple(map(plain, words)), []).append(entry)
    return table


def _translations() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The names of states in the catalogues that come with pycountry, whole and up to the comma of an inverted name."""
    from gettext import GNUTranslations  # only a name that is not English pays for it
    from importlib.util import find_spec
    from pathlib import Path

    names = [(code, name) for code, _short, *names in rows("iso3166.tsv") for name in filter(None, names[:2])]
    states = [(name, _could_be(name, code), _could_be(name.partition(",")[0], code)) for code, name in names]
    package = find_spec("pycountry")
    catalogues = (
        []
        if package is None or package.origin is None
        else Path(package.origin).parent.glob("locales/*/*/iso3166-1.mo")
    )
    for catalogue in sorted(path for path in catalogues if path.parts[-3] in _LANGUAGES):
        with catalogue.open("rb") as file:
            translated = GNUTranslations(file).gettext
        for name, codes, of_head in states:
            other = translated(name).replace("،", ",").strip()
            if other != name:
                yield other, codes
            if other != name and "," in other:
                yield other.partition(",")[0], of_head


def _could_be(name: str, code: str) -> tuple[str, ...]:
    """The codes of the English name; a translation of an ambiguous one is taken to be ambiguous too."""
    entry = gazetteer().side(tokenize(name))
    return entry.codes if entry and code in entry.codes else (code,)
