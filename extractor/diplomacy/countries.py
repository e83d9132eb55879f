"""Sides and places: the words of an article in, codes out.

In: any way to name a state, an organisation or a city. Out: ISO 3166-1 alpha-3, `XKX` or an organisation's acronym for a
side, "TUR/Ankara" for a city. Refuses to guess: an ambiguous name (Georgia, Guinea, Congo, Korea) has no code.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice

from extractor.diplomacy.letters import plain
from extractor.diplomacy.places import TOKEN, Entry, Gazetteer, Token, foreign, gazetteer, token, tokenize

# words around a name that change nothing about the side: "the government of Japan", "Japanese side", "Japan's"
_BEFORE = re.compile(
    r"^\s*(?:(?:the|governments? of|embassy of|foreign ministry of|ministry of foreign affairs of|delegation of|people of|"
    r"leadership of|side of|state of|presidency of)\s+)+",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?:['’ʼ`´]s?|\s+(?:government|side|authorities|embassy|delegation|presidency|administration|leadership|regime|"
    r"headquarters|foreign ministry|foreign office|ministry of foreign affairs|mfa))\s*$",
    re.IGNORECASE,
)
_EDGES = ' \t\n\u00a0"“”«»()[]:;!?'

# what may stand between two words of one name: a space or one line break, a hyphen, an apostrophe, an inner full stop
_GAP = re.compile(r"[^\S\n]*\n?[^\S\n]*|[-‐‑‒–'’‘ʻʼ`´.]|\s?&\s?|\.[ \u00a0]")
# the next word of `TOKEN` that is not all small letters: no other begins a name
_CAPITALISED = re.compile(
    r"(?:(?:[^\w\u0300-\u036f]|_)++|[a-z]++(?![^\W_]|[\u0300-\u036f]))*+(?P<word>(?:[^\W_]|[\u0300-\u036f])+)"
)
_ABBREVIATION = 2  # "St. Petersburg": a full stop and a space join only after words this short


class MentionKind(StrEnum):
    """How a text names a side."""

    NAME = "name"
    DEMONYM = "demonym"
    METONYM = "metonym"
    ORGANISATION = "organisation"
    CITY = "city"


@dataclass(frozen=True)
class Mention:
    """One naming of a side or city in a text: `text[start:end] == words`.

    `code` is None when the name is ambiguous or names something without a code.
    """

    start: int
    end: int
    code: str | None
    kind: MentionKind
    words: str


def side_code(words: str | None) -> str | None:
    """The code of the side that the words name, or None if they name none or more than one.

    >>> side_code("Türkiye’s"), side_code("the Kremlin"), side_code("Republic of Korea"), side_code("G-20")
    ('TUR', 'RUS', 'KOR', 'G20')
    >>> side_code("Korea"), side_code("turkey"), side_code("Brussels")
    (None, None, None)
    """
    entry = _side(words)
    return entry.code if entry else None


def ambiguous(words: str | None) -> tuple[str, ...]:
    """The codes that an ambiguous name could stand for; empty for any other words.

    >>> ambiguous("Congo")
    ('COD', 'COG')
    """
    entry = _side(words)
    return entry.codes if entry and len(entry.codes) > 1 else ()


def side_name(code: str | None) -> str | None:
    """The short English name of a code.

    >>> side_name("KOR"), side_name("EU"), side_name("ZZZ")
    ('South Korea', 'European Union', None)
    """
    return gazetteer().names.get(code) if code else None


def place_key(words: str | None) -> str | None:
    """One key for every spelling of a place: "UKR/Kyiv" for a city, the code for a country or organisation.

    A city may be followed by its country ("Tripoli, Lebanon").

    >>> place_key("Kiev"), place_key("Turkey"), place_key("San José, Costa Rica"), place_key("Atlantis")
    ('UKR/Kyiv', 'TUR', 'CRI/San José', None)
    """
    entry = _place(words)
    return (entry.key or entry.code) if entry else None


def place_country(words: str | None) -> str | None:
    """The country a place lies in; a country's own code for a country.

    >>> place_country("Istanbul"), place_country("Brussels"), place_country("Japan")
    ('TUR', 'BEL', 'JPN')
    """
    entry = _place(words)
    return entry.code if entry else None


def mentions(text: str) -> list[Mention]:
    """Every side and city named in the text, from left to right, longest first, without overlap.

    A possessive ending and a leading "the" stay outside. A capital has the kind metonym and its state's code: whether it
    stands for the government or for the place, the context must say.

    >>> [(m.words, m.code) for m in mentions("South Korea's envoy met U.S. and Turkish officials in Geneva.")]
    [('South Korea', 'KOR'), ('U.S.', 'USA'), ('Turkish', 'TUR'), ('Geneva', 'CHE')]
    """
    gaz = gazetteer()
    found: list[Mention] = []
    at = 0
    while word := _CAPITALISED.match(text, at):
        at = word.end()
        reach = 0 if word["word"].islower() else gaz.reach.get(plain(word["word"]), 0)
        window = islice(TOKEN.finditer(text, word.start("word")), reach) if reach else ()
        match = _longest(gaz, text, [token(one) for one in window]) if reach else None
        if match is not None:
            tokens, entry = match
            at = tokens[-1].end
            if entry.kind != "nothing":
                found.append(_mention(text, tokens[0], tokens[-1], entry))
    return found


def _longest(gaz: Gazetteer, text: str, window: list[Token]) -> tuple[list[Token], Entry] | None:
    whole = 1
    while whole < len(window) and _joined(text, window[whole - 1], window[whole]):
        whole += 1
    for size in range(whole, 0, -1):
        tokens = window[:size]
        for entry in filter(None, (gaz.side(tokens), gaz.city(tokens))):
            if _visible(entry, tokens) and text[tokens[-1].end : tokens[-1].end + 1] != "$":  # "US$" is money
                return tokens, entry
    return None


def _joined(text: str, left: Token, right: Token) -> bool:
    gap = text[left.end : right.start]
    if not _GAP.fullmatch(gap):
        return False
    return len(gap) < 2 or gap[0] != "." or len(left.words) <= _ABBREVIATION


def _visible(entry: Entry, tokens: list[Token]) -> bool:
    if not entry.shy:
        return True
    return not entry.name.isascii() and tuple(word.words for word in tokens) == entry.words


def _mention(text: str, first: Token, last: Token, entry: Entry) -> Mention:
    end = last.end
    initials = len(last.words) == 1 and last is not first and text[last.start - 1] == "."
    if initials and text[end : end + 1] == ".":  # the full stop of "U.S." is a part of the name
        end += 1
    return Mention(first.start, end, entry.code, MentionKind(entry.kind), text[first.start : end])


def _side(words: str | None) -> Entry | None:
    return _resolved(words, _side_entry) or _resolved(words, _foreign_entry)


def _place(words: str | None) -> Entry | None:
    return _resolved(words, _place_entry) or _resolved(words, _foreign_entry)


def _resolved(words: str | None, find: Callable[[str], Entry | None]) -> Entry | None:
    """Try the words as they stand, then without what surrounds the name."""
    if not words:
        return None
    while words:
        words = words.strip(_EDGES)
        entry = find(words)
        if entry is not None:
            return entry
        bare = _AFTER.sub("", _BEFORE.sub("", words))
        if bare == words:
            return None
        words = bare
    return None


@lru_cache(maxsize=4096)
def _side_entry(words: str) -> Entry | None:
    gaz = gazetteer()
    tokens = tokenize(words)
    entry = gaz.side(tokens)
    if entry is None and (city := gaz.city(tokens)) is not None and city.kind == "metonym":
        entry = city
    if entry is None and words in gaz.names:  # a code is an unambiguous name of its side
        entry = Entry(words, (words,), "name", (words,))
    return None if entry is None or entry.kind == "nothing" else entry


@lru_cache(maxsize=4096)
def _foreign_entry(words: str) -> Entry | None:
    """The state in another language; a city of that name is the likelier thing."""
    return foreign(words) if gazetteer().city(tokenize(words)) is None else None


@lru_cache(maxsize=4096)
def _place_entry(words: str) -> Entry | None:
    gaz = gazetteer()
    city = gaz.city(tokenize(words))
    if city is not None:
        return city
    head, comma, tail = words.rpartition(",")
    if comma and (country := _side(tail)) is not None and (city := _city_in(head, country)) is not None:
        return city
    return _side_entry(words)


def _city_in(words: str, country: Entry) -> Entry | None:
    """The city of this name in this country; in an unknown or another country it is a different city."""
    tokens = tokenize(words.strip(_EDGES))
    folded = tuple(word.folded for word in tokens)
    entries = (entry for entry in gazetteer().cities.get(folded, ()) if entry.fits(tokens))
    return next((entry for entry in entries if set(entry.codes) & set(country.codes)), None)
