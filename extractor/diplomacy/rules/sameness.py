"""Decides whether two mentions of a contact are one event.

In: an event as known so far and one more mention. Out: yes or no.
Other sides, other persons, another channel, or another day make another event.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.diplomacy.dates import DateMention
from extractor.diplomacy.rules import when
from extractor.diplomacy.rules.contact import UNDONE, WISHED, Contact, sides
from extractor.diplomacy.rules.cues import TALKS
from extractor.diplomacy.rules.home import OWN
from extractor.diplomacy.rules.sentences import Part

if TYPE_CHECKING:
    from extractor.diplomacy.rules.events import Event

_TOGETHER = frozenset(
    {"signing", "mediation", "negotiation", "consultations", "visit", "meeting", TALKS, "call", "ceremony"}
)
_REFUSALS = frozenset({"refused", "denied"})
_PAIR = 2
_PLAIN = frozenset({"meeting", TALKS, "call"})
_CALLED_IN = frozenset({"summons", "meeting", TALKS})  # the envoy was called in and met there
_SPOKEN = frozenset({"correspondence", "meeting", TALKS, "call"})
_WRITTEN = frozenset({"correspondence", "invitation"})
_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_PRINCIPAL = frozenset({"head_of_state", "head_of_government", "foreign_minister", "deputy_foreign_minister"})
_EARLIER = re.compile(
    r"\b(?:previously|earlier this (?:year|month)|last (?:year|month|week|april|january|february|march|may|june|july|"
    r"august|september|october|november|december)|years? ago|in (?:19|20)\d\d|at the time)\b",
    re.IGNORECASE,
)


def same(event: Event, contact: Contact, date: DateMention | None) -> bool:
    """Whether a mention, with the date it tells, is one more of the event's."""
    codes, known = contact.sides - {OWN}, event.codes - {OWN}
    if not (codes <= known or (known <= codes and (len(known) < _PAIR or _may_widen(event, contact)))):
        return False
    if contact.type == "expulsion" and event.type == "expulsion" and _answered(event, contact):
        return False
    return _kinds_fit(event, contact) and _people_fit(event, contact) and _times_fit(event, contact, date)


def _answered(event: Event, contact: Contact) -> bool:
    """Whether it is the other side that expels now."""
    first, then = sides(event.first.left), sides(contact.left)
    return bool(first and then) and first.isdisjoint(then)


def _may_widen(event: Event, contact: Contact) -> bool:
    """Whether a mention may add a side to an event of two: near the top of the page, or told in the same words."""
    if contact.realis != event.realis and not _headlined(event):
        return False
    return contact.sentence.part is not Part.BODY or contact.type in {item.type for item in event.contacts}


def _kinds_fit(event: Event, contact: Contact) -> bool:
    known, new = {item.type for item in event.contacts}, contact.type
    if new in known or ("refusal" in known | {new} and {event.realis, contact.realis} <= set(UNDONE)):
        return True
    if {event.realis, contact.realis} & _REFUSALS and event.realis != contact.realis and new != TALKS:
        return False  # the visit went on, only the meeting was refused
    headed = event.contacts[0].sentence.part is Part.HEADLINE
    if headed and (contact.realis == WISHED or (contact.echoed and new in _PLAIN)):
        return True
    every = known | {new}
    spoken = "correspondence" in every and every <= _SPOKEN and event.channel != "letter" != contact.channel
    if spoken or (new in _WRITTEN and known & _WRITTEN) or ("summons" in every and every <= _CALLED_IN):
        return True
    if new in _TOGETHER and known & _TOGETHER:
        remote = event.channel in {"phone", "video"}
        if new == "visit":
            return not remote
        return not (contact.channel in {"phone", "video"} and known & {"visit"})
    return False


def _people_fit(event: Event, contact: Contact) -> bool:
    for actor in contact.actors:
        if actor.code is None:
            continue
        known = event.persons.get(actor.code, set())
        mine = {item.person for item in contact.actors if item.code == actor.code and item.person is not None}
        if known and mine and not known & mine and not _several_hosts(event, contact, actor.code):
            return False
        levels = event.levels.get(actor.code, set())
        if _several_hosts(event, contact, actor.code):
            continue
        if not (known & mine) and actor.level in _PRINCIPAL and levels & _PRINCIPAL and actor.level not in levels:
            return False
    return True


def _several_hosts(event: Event, contact: Contact, code: str) -> bool:
    """Whether a guest known by name is met by another person of the country visited: one visit, several hosts."""
    goal = next((item.goal for item in event.contacts if item.goal), None)
    if goal is None or goal.code != code or event.type != "visit":
        return False
    guests = {person for other, people in event.persons.items() if other != code for person in people}
    return any(actor.person in guests for actor in contact.actors)


def _times_fit(event: Event, contact: Contact, date: DateMention | None) -> bool:
    known = event.realis
    if contact.result and contact.type in _TOGETHER - {"signing"} and {known, contact.realis} == {"actual", "planned"}:
        return False  # they met, and agreed to meet again
    if _stations(event, contact) and date is None:
        return True
    if contact.realis == WISHED or _headlined(event):
        pass  # a headline's present tense says little of the time
    elif _on_the_visit(event, contact):
        return date is None or date == event.date
    elif {known, contact.realis} == {"actual", "planned"} or (
        "actual" in {known, contact.realis} and {known, contact.realis} & set(UNDONE)
    ):
        return False
    if date is None or event.date is None:
        return not (date is not None and _EARLIER.search(date.words) and contact.sentence.part is Part.BODY)
    one, other = _keys(event.date.words), _keys(date.words)
    months = one & _MONTHS, other & _MONTHS
    if all(months) and months[0].isdisjoint(months[1]):
        return False
    return (
        bool(one & other)
        or not (one and other)
        or (when.precise(event.date) != when.precise(date) and not _EARLIER.search(date.words))
    )


def _on_the_visit(event: Event, contact: Contact) -> bool:
    """Whether a visit has begun and the talks are still to be held in it: one visit."""
    begun = event.type == "visit" and event.realis == "actual" and contact.realis == "planned"
    guests = {person for people in event.persons.values() for person in people}
    return begun and contact.type in _PLAIN and any(actor.person in guests for actor in contact.actors)


def _headlined(event: Event) -> bool:
    return all(item.sentence.part is Part.HEADLINE for item in event.contacts)


def _stations(event: Event, contact: Contact) -> bool:
    """Whether both lead to the same country, as the stations of one visit do."""
    goal, known = contact.goal, event.first.goal
    return goal is not None and known is not None and goal.code == known.code and contact.realis not in UNDONE


def _keys(words: str) -> set[str]:
    return {
        word
        for word in re.findall(r"[a-z]{3,}|\d+", words.lower())
        if word not in {"the", "this", "from", "last", "earlier", "late", "early"}
    }
