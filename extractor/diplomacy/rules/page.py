"""Reads an article once: its sentences, and everybody, every side and every date named in it.

In: an `Article`. Out: `Page`, which the rules ask what stands between two offsets.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractor.diplomacy import dates
from extractor.diplomacy.countries import Mention, MentionKind, side_code, side_name
from extractor.diplomacy.dates import DateMention
from extractor.diplomacy.offices import TitleMention
from extractor.diplomacy.rules import actors, author, claims, home, named, names, sentences
from extractor.diplomacy.rules.actors import Actor
from extractor.diplomacy.rules.cast import Cast
from extractor.diplomacy.rules.claims import Claim
from extractor.diplomacy.rules.sentences import Sentence
from extractor.diplomacy.rules.surroundings import Surroundings
from extractor.models import Article

_ACRONYM = 4  # "USA", "UAE", "U.S."
_SAID_AS = {MentionKind.NAME: 0, MentionKind.ORGANISATION: 0, MentionKind.DEMONYM: 1, MentionKind.METONYM: 2}


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
    claims: list[Claim]  # who is named where
    home: tuple[str, ...]  # the sides whose country the page may leave out, the likeliest first
    here: Mention | None  # the city of the dateline

    def again(self) -> Page:
        """The page with its actors found anew, after somebody's guessed side was changed."""
        return replace(self, actors=actors.find(self.around, self.cast, self.claims))

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
        best: tuple[int, str] | None = None
        for side in self.around.sides:
            if side.code != code:
                continue
            label = (
                side.words.isupper() and len(side.words) > _ACRONYM
            )  # "IRAN": a section label, used if there is no other
            rank = _SAID_AS.get(side.kind, len(_SAID_AS)) * 2 + label
            if (best is None or rank < best[0]) and side_code(side.words) == code:
                best = rank, side.words
        return best[1] if best else side_name(code)

    def dates_in(self, start: int, end: int) -> list[DateMention]:
        """The date expressions that start between two offsets."""
        return [date for date in self.dates if start <= date.start < end]

    def places_in(self, start: int, end: int) -> list[Mention]:
        """The countries and cities that start between two offsets."""
        at = bisect_left(self.places, start, key=lambda place: place.start)
        return [place for place in self.places[at : at + 60] if place.start < end]


def _spans(items: Sequence[Mention | TitleMention]) -> list[tuple[int, int]]:
    return [(item.start, item.end) for item in items]


def _within_name(title: TitleMention, text: str) -> bool:
    """Whether a word of rank is a part of somebody's name: "Ali Amir Hosseini"."""
    return (
        title.words in _RANK_NAMES and _CAPITAL_BEFORE.search(text, max(0, title.start - 20), title.start) is not None
    )


_RANK_NAMES = frozenset({"Amir", "Emir", "Sultan", "King", "Prince", "Pope", "Sheikh"})
_CAPITAL_BEFORE = re.compile(r"(?<!^)\b[A-Z][a-z]+ $")


def read(article: Article) -> Page:
    """The article's sentences, actors, places and dates."""
    text = sentences.unwrapped(article)
    places, titles = named.read(text)
    told, here, opened = sentences.split(article, text, {place.start: place for place in places})
    places = [place for place in places if not any(start <= place.start < end for start, end in opened)]
    sides = [place for place in places if place.kind is not MentionKind.CITY]
    around = Surroundings(text, titles, sides)
    titles = [title for title in titles if not _within_name(title, text)]
    soft = [place for place in places if place.kind in (MentionKind.CITY, MentionKind.METONYM)]
    firm = [place for place in places if place not in soft]
    called = names.find(text, _spans([*titles, *firm]), _spans(soft))
    found = claims.read(called, around)
    speaking = author.first_persons(text)
    if speaking and (writer := author.signed(text, called, titles)):
        found += [writer, *(replace(writer, start=start, end=end) for start, end in speaking)]
    people = Cast(found)
    borne = {at for claim in found if people.of(claim.name) for at in range(claim.name.start, claim.name.end)}
    places = [place for place in places if place.start not in borne]
    own = home.settle(people, found, around, here)
    return Page(
        text=text,
        sentences=told,
        around=around,
        cast=people,
        actors=actors.find(around, people, found),
        places=places,
        dates=dates.date_mentions(text, article.language),
        claims=found,
        home=own,
        here=here,
    )
