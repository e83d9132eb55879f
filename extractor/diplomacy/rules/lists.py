"""Reads the lists that follow an office in the plural: "the presidents of A and B, X and Y", "Presidents X of A and Y of B".

In: a text with its names, sides and offices. Out: for each name of such a list its office and, where the list tells, its side.
A list whose names and sides do not pair gives no side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.diplomacy.countries import Mention
from extractor.diplomacy.offices import TitleMention
from extractor.diplomacy.rules import names as names_
from extractor.diplomacy.rules.names import Name
from extractor.diplomacy.rules.surroundings import Surroundings

_STEP = re.compile(  # what may stand between two members of a list
    r"\)?\s*(?:,|[–—-]\s|\()?\s*(?:(?:and|&|as well as|with)\s+)?(?:of\s+|from\s+|for\s+)?(?:the\s+)?"
    rf"(?:{names_.honorifics()})*[“\"(]?"
)
_STATES = re.compile(
    r"\s+of\s+(?:the\s+)?(?:[a-z]+\s+){0,3}(?:[A-Z][a-z]+\s+)?(?:states|countries|nations|republics|neighbou?rs)\b"
)
_BEFORE = re.compile(r"\s*(?:,|,?\s+and|,?\s+&|[-–/])\s*(?:the\s+)?|\s+")
_SPLIT = re.compile(r"s\b(?=(?:\s+(?:of|for|at|in)\b.*)?$)")
_PEERS = re.compile(r"\b(?:counterparts|colleagues|opposite numbers|peers)\b")
_IRREGULAR = (("secretaries", "secretary"), ("deputies", "deputy"), ("men", "man"), ("women", "woman"))


@dataclass(frozen=True, slots=True)
class Member:
    """What a list says of one of its names: office and side, and where the words that tell it begin."""

    start: int
    title: TitleMention | None
    side: Mention | None


def members(found: Sequence[Name], around: Surroundings) -> dict[Name, Member]:
    """The names that stand in a list; "his Utopian and Lilliputian counterparts, X and Y" tells no office."""
    starts = {name.start: name for name in found}
    heads = [(item.start, item.end, item) for item in around.titles if item.plural]
    peers = [(*match.span(), None) for match in _PEERS.finditer(around.text)]
    told: dict[Name, Member] = {}
    for start, end, plural in (*heads, *peers):
        people, sides = _list(end, starts, around)
        before = [] if len(people) == len(sides) else _before(start, around)
        if before and len(before) == len(people):
            sides = before
        title = replace(plural, words=_singular(plural.words), plural=False) if plural else None
        for at, name in enumerate(people):
            side = sides[at] if len(sides) == len(people) else None
            opens = before[0].start if before and side and at == 0 else name.start
            if title or side:
                told[name] = Member(opens, title, side)
    return told


def _list(at: int, starts: dict[int, Name], around: Surroundings) -> tuple[list[Name], list[Mention]]:
    """The names and sides after the office, as far as there are as many of one as of the other."""
    people: list[Name] = []
    sides: list[Mention] = []
    even = 0
    states = _STATES.match(around.text, at)
    at = states.end() if states else at
    while match := _STEP.match(around.text, at):
        name, side = starts.get(match.end()), around.side_from.get(match.end())
        if name is not None and "\n" not in match[0]:
            people.append(name)
            at = name.end
        elif side is not None and "\n" not in match[0]:
            sides.append(side)
            at = side.end
        else:
            break
        even = max(even, len(people)) if len(people) == len(sides) else even
    return (people[:even], sides[:even]) if even > 1 else (people, sides)


def _before(at: int, around: Surroundings) -> list[Mention]:
    """The sides that stand before the office: "the Utopian and Lilliputian foreign ministers"."""
    sides: list[Mention] = []
    while side := around.side_before(at, _BEFORE):
        sides.insert(0, side)
        at = side.start
    return sides


def _singular(words: str) -> str:
    """The office of one of them.

    >>> _singular("foreign ministers"), _singular("Ministers of Finance"), _singular("foreign secretaries")
    ('foreign minister', 'Minister of Finance', 'foreign secretary')
    """
    for many, one in _IRREGULAR:
        if words.lower().endswith(many):
            return words[: len(words) - len(many)] + one
    return _SPLIT.sub("", words, count=1)
