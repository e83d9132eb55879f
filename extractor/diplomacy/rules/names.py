"""Finds what may be a person's name: runs of capitalised words.

In: text, and spans that are no names (titles, sides). Out: `Name`s in order. Institutions, days and months are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

_TOKEN = re.compile(r"[^\W\d_]+(?:[-’'`](?!s\b)[^\W\d_]+)*(?!\w)")


_ARTICLE = re.compile(r"(?:al|el|as|ash|ad|an|ar|at|az|ul|ud|bin|ibn|de|d|l)[-’'][A-ZÀ-Þ]")  # "al-Mansuri"


_EXCELLENCY = re.compile(r"H\.\s?E\.?\s+(?=\w)")


@cache
def _words() -> dict[str, frozenset[str]]:
    """The words of the table data/rules_names.tsv by what they are."""
    found: dict[str, set[str]] = {}
    text = resources.files("extractor.diplomacy").joinpath("data/rules_names.tsv").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kind, words = line.split("\t")
            found.setdefault(kind, set()).update(words.split())
    return {kind: frozenset(words) for kind, words in found.items()}


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words that may name a person."""

    start: int
    end: int
    words: str

    @property
    def tokens(self) -> list[str]:
        """The words of the name, particles included."""
        return self.words.replace(",", " ").split()


def find(text: str, taken: Iterable[tuple[int, int]], places: Iterable[tuple[int, int]] = ()) -> list[Name]:
    """Runs of capitalised words outside the `taken` spans, and not beginning in `places`: a city may be a surname.

    >>> [name.words for name in find("On Friday Anna M. de Souza met Li.", [])]
    ['Anna M. de Souza', 'Li']
    """
    blocked = bytearray(len(text) + 1)
    for start, end in taken:
        blocked[start:end] = b"\x01" * (end - start)
    for start, end in places:
        blocked[start:end] = b"\x02" * (end - start)
    names = [Name(start, end, text[start:end]) for start, end in _runs(text, blocked)]
    return [_plain(name) for name in names if not _institution(name)]


def _plain(name: Name) -> Name:
    """The name without the "H.E." that opens it."""
    match = _EXCELLENCY.match(name.words)
    return Name(name.start + match.end(), name.end, name.words[match.end() :]) if match else name


def _runs(text: str, blocked: bytearray) -> Iterator[tuple[int, int]]:
    deeds, particles, never = (_words()[kind] for kind in ("deed", "particle", "never"))
    start = end = -1
    pending = -1  # end of a particle that counts only if a capital follows
    for match in _TOKEN.finditer(text):
        word, at = match.group(), match.start()
        gap = text[max(end, pending, 0) : at]
        joined = start >= 0 and (gap in (" ", "  ", "\u00a0") or (gap in (". ", ".") and _initial(text, end)))
        barred = blocked[at] == 1 or (blocked[at] == 2 and not joined) or word.lower() in never
        capital = (
            (word[0].isupper() or (start >= 0 and _ARTICLE.match(word) is not None))
            and not barred
            and not (word.lower() in deeds and (start >= 0 or word.endswith("s")))
        )
        if start >= 0 and joined and word.lower() in particles and word[0].islower():
            pending = match.end()
        elif capital and joined:
            end, pending = match.end(), -1
        else:
            if start >= 0:
                yield start, _with_suffix(text, end)
            start, end, pending = (at, match.end(), -1) if capital else (-1, -1, -1)
    if start >= 0:
        yield start, _with_suffix(text, end)


def _initial(text: str, end: int) -> bool:
    return end < 2 or not text[end - 2].isalpha()


def _with_suffix(text: str, end: int) -> int:
    suffix = re.compile(r",? (?:Jr|Sr)\.").match(text, end)
    return suffix.end() if suffix else end


def _institution(name: Name) -> bool:
    words = [word.lower().strip(".") for word in name.tokens]
    return (
        any(word in _words()["institution"] for word in words)
        or (len(words) == 1 and len(words[0]) < 2)
        or len(words) > 6
    )
