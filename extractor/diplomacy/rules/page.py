"""Reads an article once: its sentences, and everybody, every side and every date named in it.

In: an `Article`. Out: `Page`, which the rules ask what stands between two offsets.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.diplomacy import countries, dates, offices
from extractor.diplomacy.countries import Mention, MentionKind, side_name
from extractor.diplomacy.dates import DateMention
from extractor.diplomacy.offices import TitleMention
from extractor.diplomacy.people import fold
from extractor.diplomacy.rules import actors, author, cast, home, names, sentences
from extractor.diplomacy.rules.actors import Actor
from extractor.diplomacy.rules.cast import Cast
from extractor.diplomacy.rules.sentences import Sentence
from extractor.diplomacy.rules.surroundings import Surroundings
from extractor.models import Article

_ACRONYM = 4  # "USA", "UAE", "U.S."
NO_CODE = "?"  # opens the mark of a side that has no code, or more than one


@dataclass(frozen=True)
class Page:
    """One article as the rules see it; every list is in text order."""

    text: str
    sentences: tuple[Sentence, ...]
    around: Surroundings
    cast: Cast
    actors: list[Actor]
    places: list[Mention]  # countries, capitals and other cities
    dates: list[DateMention]

    def actors_in(self, start: int, end: int) -> list[Actor]:
        """The actors that stand wholly between two offsets."""
        at = bisect_left(self.actors, start, key=lambda actor: actor.start)
        found = []
        for actor in self.actors[at:]:
            if actor.start >= end:
                break
            if actor.end <= end:
                found.append(actor)
        return found

    def side_words(self, code: str | None) -> str | None:
        """What the text calls a side, a proper name before an adjective or a capital."""
        if code is None:
            return None
        named = [side.words for side in self.around.sides if side.code == code and side.kind is MentionKind.NAME]
        plain = [words for words in named if not words.isupper() or len(words) <= _ACRONYM]  # no section label
        return next(iter([*plain, *named]), None) or side_name(code)

    def dates_in(self, start: int, end: int) -> list[DateMention]:
        """The date expressions that start between two offsets."""
        return [date for date in self.dates if start <= date.start < end]

    def places_in(self, start: int, end: int) -> list[Mention]:
        """The countries and cities that start between two offsets."""
        at = bisect_left(self.places, start, key=lambda place: place.start)
        return [place for place in self.places[at : at + 60] if place.start < end]


def _marked(place: Mention) -> Mention:
    """The mention, with a mark of its own where no code exists: "Georgia" and "Georgian" are one side, whichever it is."""
    return place if place.code else replace(place, code=f"{NO_CODE}{fold(place.words)[:4]}")


def _with_leaders(text: str, titles: list[TitleMention], sides: list[Mention]) -> list[TitleMention]:
    """The titles, and "leader" where it stands between a side and a name: "North Korean leader Kim"."""
    ends = {side.end for side in sides}
    leaders = [
        TitleMention(match.start(1), match.end(1), match.group(1), "head_of_state", plural=False)
        for match in _LEADER.finditer(text)
        if match.start() in ends
    ]
    return sorted([*titles, *leaders], key=lambda title: title.start) if leaders else titles


def _spans(items: Sequence[Mention | TitleMention]) -> list[tuple[int, int]]:
    return [(item.start, item.end) for item in items]


def _within_name(title: TitleMention, text: str) -> bool:
    """Whether a word of rank is a part of somebody's name: "Ali Amir Hosseini"."""
    return (
        title.words in _RANK_NAMES and _CAPITAL_BEFORE.search(text, max(0, title.start - 20), title.start) is not None
    )


_LEADER = re.compile(r" (leader)(?= [A-Z])")
_RANK_NAMES = frozenset({"Amir", "Emir", "Sultan", "King", "Prince", "Pope", "Sheikh"})
_CAPITAL_BEFORE = re.compile(r"(?<!^)\b[A-Z][a-z]+ $")


def read(article: Article) -> Page:
    """The article's sentences, actors, places and dates."""
    text = article.coded
    places = [_marked(place) for place in countries.mentions(text)]
    sides = [place for place in places if place.kind is not MentionKind.CITY]
    titles = _with_leaders(text, offices.title_mentions(text), sides)
    around = Surroundings(text, titles, sides)
    titles = [title for title in titles if not _within_name(title, text)]
    soft = [place for place in places if place.kind in (MentionKind.CITY, MentionKind.METONYM)]
    firm = [place for place in places if place not in soft]
    called = names.find(text, _spans([*titles, *firm]), _spans(soft))
    found = cast.claims(called, around)
    speaking = author.first_persons(text)
    if speaking and (writer := author.signed(text, called, titles)):
        found += [writer, *(replace(writer, start=start, end=end) for start, end in speaking)]
    people = Cast(found)
    borne = {at for claim in found if people.of(claim.name) for at in range(claim.name.start, claim.name.end)}
    places = [place for place in places if place.start not in borne]
    home.settle(people, found, around)
    return Page(
        text=text,
        sentences=sentences.split(article),
        around=around,
        cast=people,
        actors=actors.find(around, people, found),
        places=places,
        dates=dates.date_mentions(text),
    )
