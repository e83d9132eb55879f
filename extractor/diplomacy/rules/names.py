"""Finds what may be a person's name: runs of capitalised words.

In: text, and spans that are no names (titles, sides). Out: `Name`s in order. Institutions, days and months are refused,
and so are honorifics, which stand before a name and are no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

_TOKEN = re.compile(r"[^\W\d_]+(?:[-’'`ʻ](?!s\b)[^\W\d_]+)*(?!\w)")
_ARTICLE = re.compile(r"(?:al|el|as|ash|ad|an|ar|at|az|ul|ud|bin|ibn|de|d|l)[-’'][A-ZÀ-Þ]")  # "al-Mansuri"
_SUFFIX = re.compile(r",? (?:Jr|Sr)\.")
_DAY = re.compile(r",? \d")  # "Theresa May", but "May 3"
_GERUND = 6  # letters that a word in -ing has at least where it is no name
_OPENS = re.compile(r"(?:^|[\n.!?”\"“])\s*$")
_LONGEST = 7  # words of a name
_TITLE_CASE = 5  # words of a line from which its capitals may be a headline's


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


@cache
def honorifics() -> str:
    """A pattern for one honorific with what follows it: "H.E. ", "the Right Honourable ", "Dr (Mrs) ", "Gen. (ret.) ".

    >>> bool(re.fullmatch(f"(?:{honorifics()})+", "His Excellency Lt. Gen. (rtd) Dato' Sri Dr. "))
    True
    """
    known = sorted(_words()["honorific"], key=len, reverse=True)
    words = "|".join(re.escape(word).replace("_", r"\s+") for word in known)
    return rf"(?:[Tt]he\s+|(?:His|Her|Their|Your)\s+)?(?<!\w)(?:{words})\b['’]?\.?(?:,?\s*\([^()\n]{{1,30}}\))?[\s,]+|U\s+(?=[A-Z])"


@cache
def _honorific() -> re.Pattern[str]:
    """The honorifics of a running text: each before a capital, else "Major" is a name like another."""
    known = sorted(_words()["honorific"], key=len, reverse=True)
    words = "|".join(re.escape(word).replace("_", r"\s+") for word in known)
    return re.compile(
        rf"(?<![\w.])(?=[A-Z])(?:{words})\b['’]?(?=\.?,?\s+[(“\"]?[^\W\da-z_]|\.?,?\s*\([A-Za-z.]+\)\s+[A-Z])"
    )


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

    >>> [name.words for name in find("On Friday H.E. Dr. Anna M. de Souza met Li.", [])]
    ['Anna M. de Souza', 'Li']
    """
    blocked = bytearray(len(text) + 1)
    for start, end in places:
        blocked[start:end] = b"\x02" * (end - start)
    for start, end in (*taken, *(match.span() for match in _honorific().finditer(text))):
        blocked[start:end] = b"\x01" * (end - start)
    found = [Name(start, end, text[start:end]) for start, end in _runs(text, blocked)]
    return list(_as_headlined(text, [name for name in found if not _institution(name)]))


def _as_headlined(text: str, found: list[Name]) -> Iterator[Name]:
    """The names, those of a line in title case cut to what the rest of the text has of them: "Roe Greeted"."""
    capitals = {line: _in_title_case(line) for line in text.splitlines()}
    lines = [
        (name, text[text.rfind("\n", 0, name.start) + 1 : (text.find("\n", name.end) + 1 or len(text) + 1) - 1])
        for name in found
    ]
    known = {token for name, line in lines if not capitals.get(line) for token in name.tokens}
    for name, line in lines:
        tokens = list(_TOKEN.finditer(name.words))
        kept = next((at for at, token in enumerate(tokens) if token.group() not in known), len(tokens))
        cut = capitals.get(line) and 0 < kept < len(tokens)
        yield (
            Name(name.start, name.start + tokens[kept - 1].end(), name.words[: tokens[kept - 1].end()]) if cut else name
        )


def _in_title_case(line: str) -> bool:
    if line.rstrip('"”’ ').endswith((".", "!")):
        return False
    words = [word for word in line.split() if len(word) > 3]
    return len(words) >= _TITLE_CASE and sum(word[0].islower() for word in words) <= len(words) // 6


def _runs(text: str, blocked: bytearray) -> Iterator[tuple[int, int]]:
    deeds, particles, never, maybe = (_words()[kind] for kind in ("deed", "particle", "never", "maybe"))
    start = end = -1
    pending = -1  # end of a particle that counts only if a capital follows
    for match in _TOKEN.finditer(text):
        word, at = match.group(), match.start()
        if start < 0 and not word[0].isupper():
            continue
        if len(word) > _GERUND and word.endswith("ing") and start < 0 and _OPENS.search(text, max(0, at - 3), at):
            continue  # "Addressing the minister"
        gap = text[max(end, pending, 0) : at]
        joined = start >= 0 and (gap in (" ", "  ", "\u00a0") or (gap in (". ", ".") and _initial(text, end)))
        if word == "U" and start < 0 and at > 1 and blocked[at - 2] == 1 and blocked[at - 1] == 0:
            continue  # the Burmese honorific, after an office
        called = at > 1 and (joined or (text[at - 1] == " " and blocked[at - 2] == 1))  # after a name, an office
        never_here = word.lower() in never and not (
            called and word.lower() in maybe and not _DAY.match(text, match.end())
        )
        barred = blocked[at] == 1 or (blocked[at] == 2 and not joined) or never_here
        capital = (
            (word[0].isupper() or (start >= 0 and _ARTICLE.match(word) is not None))
            and not barred
            and not (word.lower() in deeds and pending < 0 and (start >= 0 or word.endswith("s")))
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
    if text.startswith(".", end) and text[max(0, end - 3) : end] in {" Jr", " Sr"}:
        return end + 1
    suffix = _SUFFIX.match(text, end)
    return suffix.end() if suffix else end


def institution(word: str) -> bool:
    """Whether the word makes what it stands in no person's name."""
    return word.lower() in _words()["institution"]


def _institution(name: Name) -> bool:
    words = [word.strip(".") for word in name.tokens]
    return any(map(institution, words)) or (len(words) == 1 and len(words[0]) < 2) or len(words) > _LONGEST
