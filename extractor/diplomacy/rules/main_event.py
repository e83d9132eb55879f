"""Decides which event the headline and lead carry, and which others are worth keeping.

In: the events of a page. Out: the main one, and the rest that have their own date or place.
"""

from __future__ import annotations

import re

from extractor.diplomacy.rules.events import Event
from extractor.diplomacy.rules.sentences import Part

_WEIGHT = {Part.HEADLINE: 3.0, Part.LEAD: 3.0, Part.BODY: 0.4}
_PLACE = re.compile(r"\b(?:meeting|met|talks|summit)\b.*\bin [A-Z]|\bon the (?:sidelines|margins) of\b")
_LONG_AGO = re.compile(
    r"\b(?:in|during|since) the (?:early |late |mid-)?(?:1[5-9]|20)\d0s\b|\bin the (?:\d\d(?:st|nd"
    r"|rd|th)|[a-z]+teenth|nineteenth|twentieth) century\b|\b(?:decades|centuries) ago\b"
)
_WEAK = frozenset(
    {"discussed", "discuss", "discusses", "discussing", "congratulated", "congratulates", "congratulate", "exchanged"}
)


def choose(events: list[Event]) -> Event | None:
    """The main event: the one that headline and lead speak of most, the earlier of two alike; history is none."""
    return max((event for event in events if not _bygone(event)), key=_weight, default=None)


def _bygone(event: Event) -> bool:
    """Whether the event is told of as long past: "in the 1970s", "decades ago"."""
    dated = event.date is not None and _LONG_AGO.search(event.date.words) is not None
    first = event.contacts[0]
    if all(contact.bygone for contact in event.contacts if not contact.echoed):
        return True
    return dated or _LONG_AGO.search(first.sentence.words, first.cue.end - first.sentence.start) is not None


def others(events: list[Event], main: Event) -> list[Event]:
    """The events beside the main one that the text tells with a date or a place of their own, or as its twin."""
    return [event for event in events if event is not main and (_twin(event, main) or _own(event, main))]


def _weight(event: Event) -> float:
    told: dict[int, float] = {}
    for contact in event.contacts:
        weight = _WEIGHT[contact.sentence.part]
        if contact.sentence.part is Part.LEAD:
            weight -= 0.5 * min(contact.sentence.number, 4)
        if contact.cue.word in _WEAK or contact.echoed:
            weight *= 0.5
        if contact.result:
            weight *= 0.5
        if contact.cue.start > contact.clause.head and contact.clause.start > contact.clause.head:
            weight *= 0.8  # told in a subordinate clause
        number = contact.sentence.number
        told[number] = max(told.get(number, 0.0), weight)
    return sum(told.values())


def _twin(event: Event, main: Event) -> bool:
    return any(one.separate and one.cue == other.cue for one in event.contacts for other in main.contacts)


def _on_the_same_trip(event: Event, main: Event) -> bool:
    """Whether somebody of the main event met somebody else by name: the guest's further meetings."""
    here = {person for people in event.persons.values() for person in people}
    there = {person for people in main.persons.values() for person in people}
    return len(event.persons) > 1 and bool(here & there) and bool(here - there) and event.realis == main.realis


def _own(event: Event, main: Event) -> bool:
    if event.type == "ties":
        return False  # history of the relationship: a milestone
    if _on_the_same_trip(event, main):
        return True
    if all(contact.cue.word in _WEAK or contact.echoed for contact in event.contacts):
        return False
    if (
        event.codes == main.codes
        and event.date is None
        and event.realis == main.realis
        and event.persons == main.persons
    ):
        return False
    placed = any(contact.goal is not None or _PLACE.search(contact.sentence.words) for contact in event.contacts)
    return event.date is not None or (placed and bool(event.persons))
