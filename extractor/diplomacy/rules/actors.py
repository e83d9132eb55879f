"""Finds who acts in the text: persons, offices whose holder is not named, and sides that speak as states.

In: an article's text with names, titles and sides. Out: `Actor`s in text order, without overlap.
A country that is only a place, a possessor or an adjective ("in Syria", "Iran's economy", "a Greek ship") is no actor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from extractor.diplomacy.countries import Mention, MentionKind
from extractor.diplomacy.offices import TitleMention
from extractor.diplomacy.rules.cast import Cast
from extractor.diplomacy.rules.claim import Claim
from extractor.diplomacy.rules.surroundings import Surroundings


class Kind(StrEnum):
    """How much the text says about who acts."""

    PERSON = "person"
    OFFICE = "office"
    SIDE = "side"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody at one place of the text; `person` is a key into the cast."""

    start: int
    end: int
    kind: Kind
    code: str | None
    side: str | None
    title: str | None = None
    level: str | None = None
    person: int | None = None

    @property
    def known(self) -> bool:
        """Whether the text says whom this actor is or stands for."""
        return self.person is not None or self.code is not None


_BODY = re.compile(
    r"(?:[’'`]s?)?\s+(?:(?:high-level|senior|top|foreign|defence|defense|interior|military|government|official|new|"
    r"visiting|interim|ruling|transitional|caretaker|joint|negotiating|parliamentary|opposition)\s+){0,2}"
    r"(?:officials?|delegations?|sides?|government|authorities|ministry|ministries|diplomats?|leaders?|leadership|"
    r"negotiators?|representatives?|counterparts?|administration|team|party|presidency|cabinet|regime|consul|embassy(?: staff)?|"
    r"consulate|attach[eé]s?|spies|lawmakers|parliamentarians|mediators?|military|working groups?|"
    r"junta|rulers?|council of ministers|royal court)\b",
    re.IGNORECASE,
)
_SENT_BY = re.compile(  # "a delegation from Utopia's ministry"
    r"\b(?:delegations?|teams?|officials|representatives|negotiators|envoys|diplomats|missions?|experts)\s+(?:from|of)\s+(?:the\s+)?$"
)
MANY = "?many"
_TOGETHER = re.compile(r"\b(?:world|major|global|European|Western|Arab|Gulf|African|Asian|regional) powers\b")
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|inside|near|across|throughout|around|within|into|toward|towards|on|over|against|about)\s+"
    r"(?:the\s+)?(?:(?:[A-Z]?[a-z]+\s+){0,2}(?:capital|city|town|port|resort|village|district|province)(?:\s+of)?\s+)?$",
    re.IGNORECASE,
)
_POSSESSED = re.compile(r"[’'`](?:s\b|\s)|-[A-ZÀ-Þa-z]")
_HYPHENED = re.compile(r"[A-Za-z]-$")
_AND = re.compile(r"\s*(?:,|,?\s+and|,?\s+&|,?\s+as well as)\s+(?:the\s+)?")
_SPOKES = re.compile(r"(?:[a-z]+ )*spokes", re.IGNORECASE)  # who speaks for a side took no part
_ADJECTIVES = re.compile(r"\s+")


def find(around: Surroundings, cast: Cast, found: Iterable[Claim]) -> list[Actor]:
    """Every actor of the text."""
    actors: list[Actor] = []
    used = bytearray(len(around.text) + 1)
    for maker in (_persons(cast, found), _offices(around), _sides(around), _many(around.text)):
        for actor in maker:
            group = bool(actors) and (actor.start, actor.end) == (actors[-1].start, actors[-1].end)
            if group or not any(used[actor.start : actor.end]):
                actors.append(actor)
                used[actor.start : actor.end] = b"\x01" * (actor.end - actor.start)
    return sorted(actors, key=lambda actor: actor.start)


def _persons(cast: Cast, found: Iterable[Claim]) -> Iterator[Actor]:
    for claim in found:
        person = cast.of(claim.name)
        if person is not None and not _SPOKES.match(person.title or ""):
            yield Actor(
                claim.start, claim.end, Kind.PERSON, person.code, person.side, person.title, person.level, person.key
            )


def _offices(around: Surroundings) -> Iterator[Actor]:
    for title in around.titles:
        if title.plural:
            yield from _college(title, around)
        elif side := around.side_of_title(title):
            start, end = min(side.start, title.start), max(side.end, title.end)
            yield Actor(start, end, Kind.OFFICE, side.code, side.words, title.words, str(title.level))


def _college(title: TitleMention, around: Surroundings) -> Iterator[Actor]:
    """One actor for each side of "Turkish and Japanese foreign ministers" or "the presidents of A, B and C"."""
    sides: list[Mention] = []
    at = title.start
    while side := around.side_before(at, _AND if sides else _ADJECTIVES):
        sides.insert(0, side)
        at = side.start
    if not sides:
        match = re.compile(r",?\s+(?:of|from)\s+(?:the\s+)?").match(around.text, title.end)
        following = around.side_from.get(match.end()) if match else None
        while following is not None:
            sides.append(following)
            following = around.side_after(following.end, _AND)
    if sides:
        start, end = min(title.start, sides[0].start), max(title.end, sides[-1].end)
        for side in sides:
            yield Actor(start, end, Kind.OFFICE, side.code, side.words, title.words, str(title.level))


def _sides(around: Surroundings) -> Iterator[Actor]:
    for side in around.sides:
        if end := _speaks(side, around):
            yield Actor(side.start, end, Kind.SIDE, side.code, side.words)


def _many(text: str) -> Iterator[Actor]:
    """States that are named together only: "six world powers"."""
    for match in _TOGETHER.finditer(text):
        yield Actor(match.start(), match.end(), Kind.SIDE, MANY, match.group())


def _speaks(side: Mention, around: Surroundings) -> int | None:
    """Where the actor ends, if the side acts here and is not merely a place or an attribute."""
    text = around.text
    if body := _BODY.match(text, side.end):
        return body.end()
    if _SENT_BY.search(text, max(0, side.start - 40), side.start):
        return side.end
    joined = _AND.match(text, side.end)
    other = around.side_from.get(joined.end()) if joined else None
    if other is not None and side.kind is MentionKind.DEMONYM and _BODY.match(text, other.end):
        return side.end  # "Ukrainian and Russian delegations"
    if (
        side.kind is MentionKind.DEMONYM
        or _POSSESSED.match(text, side.end)
        or _HYPHENED.search(text, max(0, side.start - 2), side.start)
    ):
        return None
    if _PLACE_BEFORE.search(text, max(0, side.start - 45), side.start):
        return None
    return side.end
