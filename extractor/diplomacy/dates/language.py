"""The words dates are made of, one table a language.

In: a code of ISO 639-1. Out: `Language`, read from data/dates_<code>.tsv and laid over the English one, so that English
names are read in any text. A code without a table is English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import product

from extractor.diplomacy.dates.kinds import TELLING, Kind
from extractor.diplomacy.letters import plain

ENGLISH = "en"
OTHERS = ("fr", "es", "de", "tr", "ru", "ar")  # in the order in which they are tried on words of no known language

_Rows = dict[str, dict[str, str]]  # kind of row → word → value
_ONE_SPELLING = str.maketrans({"ى": "ي", "ة": "ه", "ـ": None})
_CHOICE = re.compile(r"(\([^?()]*\))")

# The digits, letters and endings of a language are put in; what it drops is neither a word nor a mark between two.
_CUT = r"""(?P<word>[^\W\d_]MORE*)
      | (?P<iso>DIGIT{4}([-/.])DIGIT{1,2}\3DIGIT{1,2}(?!DIGIT))
      | (?P<dmy>DIGIT{1,2}([-/.])DIGIT{1,2}\5DIGIT{4}(?!DIGIT))
      | (?P<month>DIGIT{4}-DIGIT{2}(?![\w-]))
      | (?P<amount>DIGIT+(?:[.:]DIGIT+|,DIGIT{3}(?!DIGIT))+)
      | (?P<number>DIGIT{1,4}(?P<ordinal>ORDINAL)?(?:(?!\w)|(?=ERA\b)))
      | (?P<other>\w+|\n[^\S\n]*\n)
      | (?P<dropped>DROPPED)
      | (?P<mark>[^\s\w])"""


@dataclass(frozen=True)
class Language:
    """One language's date words and its ways of writing them."""

    table: Mapping[str, tuple[Kind, int]]  # plain words, and phrases of several
    pattern: re.Pattern[str]  # cuts a text
    longest: int  # words of the longest phrase
    abbreviations: frozenset[str]  # words that a full stop may belong to
    capitals: frozenset[str]  # names that need their capital in running text
    endings: Mapping[str, Kind]  # what a dropped ending makes of the word before it
    prefixes: Mapping[str, Kind]  # letters written together with the next word, and what they are
    titles: re.Pattern[str]  # where the name of a day or month is no date: "Sunday Times"
    settings: frozenset[str]

    @property
    def plain(self) -> bool:
        """Whether a word is looked up as it stands: no phrases, no endings, nothing written together."""
        return self.longest == 1 and not self.prefixes and not self.endings

    @cached_property
    def telling(self) -> frozenset[str]:
        """The words of the table that tell of time."""
        return frozenset(word.rstrip(".") for word, (kind, _) in self.table.items() if kind.value in TELLING)

    @property
    def day_first(self) -> bool:
        """Whether 12/03/2024 has one reading only."""
        return "day_first" in self.settings

    @property
    def first_year(self) -> int:
        """The first number that is a year of the common era: where years are counted from the Hijra too, 1445 is not."""
        return 1500 if "hijri" in self.settings else 1000

    @property
    def ordinal_stop(self) -> bool:
        """Whether a full stop makes a number an ordinal: "5. März"."""
        return "ordinal_stop" in self.settings

    def is_name(self, text: str, start: int, word: str, *, running: bool) -> bool:
        """Whether the name of a day or month is one here: with the capital that running text asks for, in no title."""
        if running and not word[0].isupper() and fold(word) in self.capitals:
            return False
        return self.titles.match(text, start) is None


@lru_cache(maxsize=8192)
def fold(word: str) -> str:
    """A word as the tables have it: small letters, no accents, one spelling of what Arabic spells either way.

    >>> fold("Février"), fold("SALI"), fold("أيار") == fold("ايار")
    ('fevrier', 'sali', True)
    """
    return plain(word).translate(_ONE_SPELLING)


@cache
def of(code: str | None) -> Language:
    """The language of this code, English if there is no table for it.

    >>> of("fr").table["mars"], of("fr").table["march"][1]
    ((<Kind.DMONTH: '%'>, 3), 3)
    """
    if code in OTHERS:
        return _language(_read(code), of(ENGLISH))
    return _language(_read(ENGLISH), None) if code == ENGLISH else of(ENGLISH)


def _language(rows: _Rows, english: Language | None) -> Language:
    known = english.table if english else {}
    table, own = dict(known), {fold(word.rstrip(".!")) for words in rows.values() for word in words}
    short = set(english.abbreviations if english else ())
    for kind in Kind:
        for word, value in rows.get(kind.name.lower(), {}).items():
            plain_word = fold(word.rstrip(".!"))
            if word.endswith("!") or known.get(plain_word) != (
                Kind.MONTH,
                int(value),
            ):  # "April 5" is English in a German article too
                table[plain_word + "." * word.endswith("!")] = (kind, int(value))
            if word != word.rstrip(".!"):
                short.add(plain_word)
    capitals = {fold(word) for word in rows.get("capital", {})}
    if english:  # a language's own words follow its own custom, even where they are spelled like English ones
        capitals |= english.capitals - own
    return Language(
        table=table,
        pattern=_pattern(rows, english),
        longest=max(1 + words.count(" ") for words in table),
        abbreviations=frozenset(short),
        capitals=frozenset(capitals),
        endings={fold(word): Kind[kind.upper()] for word, kind in rows.get("ending", {}).items()},
        prefixes={letter: Kind[kind.upper()] for letter, kind in rows.get("prefix", {}).items()},
        titles=english.titles if english else _titles(rows.get("title", {}), table),
        settings=frozenset(rows.get("setting", ())),
    )


def _pattern(rows: _Rows, english: Language | None) -> re.Pattern[str]:
    """What cuts a text into words, numbers and marks in this language."""
    more = r"\w" if english is None else r"[\w\u0300-\u036f]"
    own_digits = "own_digits" in rows.get("setting", {})
    parts = {
        "DIGIT": r"\d" if own_digits else "[0-9]",
        "MORE": r"(?:[^\W\d_]|[\u064b-\u0652\u0670])" if own_digits else more,
        "ORDINAL": "|".join(["st", "nd", "rd", "th", *map(re.escape, rows.get("ordinal", {}))]),
        "ERA": "|".join(rows.get("era", {"(?!)": ""})),
        "DROPPED": "|".join(rows.get("dropped", {"(?!)": ""})),
    }
    return re.compile(re.sub("|".join(parts), lambda part: parts[part[0]], _CUT), re.VERBOSE)


def _titles(titles: Mapping[str, str], table: Mapping[str, tuple[Kind, int]]) -> re.Pattern[str]:
    """A pattern that fits a name of a day or month inside a title, from that name on: the words before it look back."""
    shapes = []
    for title in titles:
        words = title.split()
        at = next(index for index, word in enumerate(words) if word.lower() in table)
        before = "".join(f"{word} " for word in words[:at])
        shapes.append((f"(?<={before})" if before else "") + " ".join(words[at:]) + r"\b")
    return re.compile("|".join(shapes))


def _read(code: str) -> _Rows:
    """The rows of one table, every word on its own."""
    from extractor.diplomacy.places import rows  # its reader of tables, not its gazetteer

    found: _Rows = {}
    for kind, value, words in rows(f"dates_{code}.tsv"):
        for word in words.split("; "):
            parts = [part[1:-1].split("|") if _CHOICE.fullmatch(part) else [part] for part in _CHOICE.split(word)]
            found.setdefault(kind, {}).update(("".join(parts), value) for parts in product(*parts))
    return found
