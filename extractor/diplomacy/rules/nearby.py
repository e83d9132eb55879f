"""Reads a contact at the top of the page by the company that its words keep, where the grammar does not say who took part.

In: a page, a sentence of headline or lead, and a cue. Out: a `Contact` of the sides that stand in its clause, or None.
Sides that are only a topic, a place of something else, or the source of the news are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractor.diplomacy.countries import MentionKind, side_name
from extractor.diplomacy.rules.actors import Actor, Kind
from extractor.diplomacy.rules.attaching import goal_of
from extractor.diplomacy.rules.clauses import Clause
from extractor.diplomacy.rules.contact import WISHED, Contact, sides
from extractor.diplomacy.rules.cues import TALKS, Cue
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part, Sentence, speech_spans

_TOPIC = re.compile(
    r"\b(?:on|about|over|regarding|concerning|against|into|towards?|amid|around|near|under|despite"
    r"|including|like|such as|for|in|at)"
    r"\s+(?:the\s+|its\s+)?$"
)
_SPEAKS = re.compile(
    r"(?:[’'`]s)?(?:[ -][a-z]+){0,3}?,? (?:said|says|told|announced|confirmed|reported|stated|added|denied|denies|refuted|"
    r"dismissed|rejected|rubbished|claimed)\b"
)
_OPINION = re.compile(
    r"\b(?:welcom|hail|prais|condemn|criticis|criticiz|applaud|commend|support|back|oppos|warn|urg|react|mark|recall|remember)"
    r"(?:s|es|ed|ing)\b"
)
_HIMSELF = re.compile(r"\b(?:it|they|he|she|its|their|his|her)\b")  # "A said that it had …": A did
_THEM = re.compile(r"\s+(?:with\s+)?(?:them|him|her|us)\b")
_OFFICE = re.compile(  # "The Secretary met …"
    r"(?:[A-Z][^,.]{0,60}, )?(?:[Tt]he|[Oo]ur) (?:[A-Z][a-z]+ ){0,2}(?:Secretary|Minister|President|Premier|Ambassador|"
    r"Commissioner|Emir|Amir|King|Speaker|Governor-General|Prime Minister)\b(?! (?:of|for|to) [A-Z])"
)
_AT_HOME = re.compile(r"\b(?:here|in(?:to)? the country|in town)\b")
_JOURNEYS = frozenset({"visit", "visits", "state-visit", "trip", "trips", "tour", "journey", "stopover"})
_PLACED = frozenset({"visit", "ties", "other", "ceremony"})  # whose place is one of the sides
_MUTUAL = frozenset({"visit", "meeting", "signing", "call", "consultations", "negotiation", TALKS})
_MOST = 9  # sides; more are a list


@dataclass(frozen=True, slots=True)
class _Around:
    """A cue and the stretch of its sentence whose sides may have taken part."""

    page: Page
    sentence: Sentence
    clause: Clause
    cue: Cue
    reported: bool  # what the speaker of the sentence says of himself

    def told_of(self, at: int, end: int) -> bool:
        """Whether the side at `at:end` is only the topic of the contact, or who reports it."""
        text = self.page.text
        topic = _TOPIC.search(text, max(self.sentence.start, at - 24), at) is not None
        return topic or (not self.reported and _SPEAKS.match(text, end) is not None)


def near(page: Page, sentence: Sentence, clause: Clause, cue: Cue, asserted: str) -> Contact | None:
    """The contact of those whose names stand in the cue's clause, when they are of two sides."""
    if sentence.part is Part.BODY or asserted == WISHED or "next" in cue.manner:
        return None
    if _OPINION.search(page.text, clause.start, cue.start):
        return None  # "hailed the agreement between A and B to …"
    goal = goal_of(page, sentence, clause, cue)
    if cue.type == "visit" and goal is None and not _journey(sentence, cue):
        return None  # "went to the polls"
    reported = (
        _THEM.match(page.text, cue.end) is not None or _HIMSELF.search(page.text, clause.start, cue.start) is not None
    )
    around = _Around(page, sentence, replace(clause, start=sentence.start) if reported else clause, cue, reported)
    found = _actors(around)
    for more in (_adjectives, _seats, _own):
        known = sides(tuple(found))
        if len(known) < 2:
            found = sorted(found + more(around, found), key=lambda actor: actor.start)
    if not 2 <= len(sides(tuple(found))) <= _MOST:
        return None
    left = tuple(actor for actor in found if actor.start < cue.start)
    right = tuple(actor for actor in found if actor.start >= cue.start)
    return Contact(sentence, clause, cue, cue.type, cue.channel, asserted, left, right, goal)


def _journey(sentence: Sentence, cue: Cue) -> bool:
    return cue.word in _JOURNEYS or "foreign" in cue.manner or _AT_HOME.search(sentence.words) is not None


def _actors(around: _Around) -> list[Actor]:
    spoken = speech_spans(around.sentence)
    return [
        actor
        for actor in around.page.actors_in(around.clause.start, around.clause.end)
        if actor.code
        and not any(start <= actor.start < end for start, end in spoken)
        and not around.told_of(actor.start, actor.end)
    ]


def _adjectives(around: _Around, found: list[Actor]) -> list[Actor]:
    """The sides that only an adjective or the cue's own words name: "Utopian-Lilliputian talks"."""
    known = sides(tuple(found))
    return [
        Actor(side.start, side.end, Kind.SIDE, side.code, side.words)
        for side in around.page.around.sides
        if around.clause.start <= side.start < around.clause.end
        and side.code
        and side.code not in known
        and not around.told_of(side.start, side.end)
    ]


def _seats(around: _Around, found: list[Actor]) -> list[Actor]:
    """The country of the first place named, where the act itself has a place: an embassy opened there."""
    if around.cue.type not in _PLACED:
        return []
    known = sides(tuple(found))
    places = around.page.places_in(around.clause.start, around.clause.end)
    place = next((place for place in places if place.code and place.code not in known), None)
    if place is None or place.kind not in {MentionKind.CITY, MentionKind.METONYM, MentionKind.NAME}:
        return []
    return [Actor(place.start, place.end, Kind.SIDE, place.code, side_name(place.code))]


def _own(around: _Around, found: list[Actor]) -> list[Actor]:
    """The page's own country, where a guest is "here", or an office without a country stands beside the other side."""
    known = sides(tuple(found))
    if around.cue.type not in _MUTUAL or len(known) != 1:
        return []
    if not (_AT_HOME.search(around.sentence.words) or _holder(around, found)):
        return []
    end = around.sentence.end
    code = next((code for code in around.page.home if code not in known), None)
    return [Actor(end, end, Kind.SIDE, code, side_name(code))] if code else []


def _holder(around: _Around, found: list[Actor]) -> bool:
    """Whether somebody in office acts whose country is not told: "the minister of the sea and A's minister"."""
    page, clause = around.page, around.clause
    return _OFFICE.match(page.text, clause.head) is not None or any(
        clause.start <= title.start < clause.end
        and not title.plural
        and not any(actor.start <= title.start < actor.end for actor in found)
        for title in page.around.titles
    )
