"""Gathers the mentions of one contact, spread over the article, into one event.

In: the contacts of a page. Out: `Event`s in the order of their first mention.
Mentions of other persons, another channel or another day are another event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extractor.diplomacy.countries import Mention, MentionKind
from extractor.diplomacy.dates import DateMention
from extractor.diplomacy.rules import when
from extractor.diplomacy.rules.actors import Kind
from extractor.diplomacy.rules.contacts import WISHED, Contact, sides
from extractor.diplomacy.rules.cues import TALKS
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part

_PRECEDENCE = (
    "expulsion", "summons", "ties", "signing", "mediation", "negotiation", "consultations", "visit", "call", "meeting",
    "ceremony", "correspondence", "invitation", "other", "talks",
)  # fmt: skip
_TOGETHER = frozenset(
    {"signing", "mediation", "negotiation", "consultations", "visit", "meeting", TALKS, "call", "ceremony"}
)
_COMMA = re.compile(r"\s*(?:,|,?\s+and)\s+(?:to\s+)?")
_PLAIN = frozenset({"meeting", TALKS, "call"})
_WRITTEN = frozenset({"correspondence", "invitation"})
_MONTHS = frozenset(
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
_PRINCIPAL = frozenset({"head_of_state", "head_of_government", "foreign_minister", "deputy_foreign_minister"})
_UNDONE = ("cancelled", "refused", "denied", "postponed")
_EARLIER = re.compile(
    r"\b(?:previously|earlier this (?:year|month)|last (?:year|month|week|april|january|february|march|may|june|july|"
    r"august|september|october|november|december)|years? ago|in (?:19|20)\d\d|at the time)\b",
    re.IGNORECASE,
)


@dataclass
class Event:
    """One contact and every mention of it, growing while the article is read."""

    contacts: list[Contact]
    date: DateMention | None
    wishes: list[Contact] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    persons: dict[str, set[int]] = field(default_factory=dict)
    levels: dict[str, set[str]] = field(default_factory=dict)

    @property
    def first(self) -> Contact:
        """The mention that reports the event best: the earliest outside the headline, not an echo."""
        body = [item for item in self.contacts if item.sentence.part is not Part.HEADLINE and not item.echoed]
        return body[0] if body else self.contacts[0]

    @property
    def type(self) -> str:
        """The most specific act among the prominent mentions, else among all."""
        weighty = [item for item in self.contacts if item.sentence.part is not Part.BODY and not item.echoed]
        kinds = {item.type for item in weighty or self.contacts}
        if self.channel in {"phone", "video"} and kinds & {"meeting", TALKS, "call"}:
            kinds -= {"meeting", TALKS}
            kinds.add("call")
        if "meeting" in kinds and self.channel == "in_person":
            kinds.discard("call")
        found = next((kind for kind in _PRECEDENCE if kind in kinds), TALKS)
        return "meeting" if found == TALKS else found

    @property
    def channel(self) -> str:
        """The channel that the mentions name; a remote one wins over the plain word "met"."""
        channels = [item.channel for item in self.contacts]
        return next(
            (name for name in ("video", "phone", "letter", "social_media", "in_person") if name in channels),
            "unspecified",
        )

    @property
    def realis(self) -> str:
        """What the first mention outside the headline asserts, unless a mention says that it came to nothing."""
        said = [item.realis for item in self.contacts if not item.echoed] or [self.first.realis]
        return next((value for value in _UNDONE if value in said), self.first.realis)

    def take(self, contact: Contact, date: DateMention | None) -> None:
        """Adds a mention."""
        if contact not in self.contacts:
            self.contacts.append(contact)
        goal = {contact.goal.code} if contact.goal and contact.goal.code and contact.type == "visit" else set()
        self.codes |= sides(contact.actors) | goal
        for actor in contact.actors:
            if actor.code and actor.person is not None:
                self.persons.setdefault(actor.code, set()).add(actor.person)
            if actor.code and actor.level and actor.kind is not Kind.SIDE:
                self.levels.setdefault(actor.code, set()).add(actor.level)
        if self.date is None or (not when.precise(self.date) and when.precise(date)):
            self.date = date or self.date


def gather(page: Page, contacts: list[Contact]) -> list[Event]:
    """The events that the contacts report."""
    events: list[Event] = []
    for contact in contacts:
        for single in _singles(page, contact):
            date = when.of(page, single)
            home = next((event for event in events if _same(event, single, date)), None)
            if single.realis == WISHED:
                if home is not None:
                    home.wishes.append(single)
                    home.date = home.date or date
                continue
            if home is None:
                home = Event([], None)
                events.append(home)
            home.take(single, date)
    return events


def _singles(page: Page, contact: Contact) -> list[Contact]:
    """One contact for each counterpart that was met separately, and for each country of a tour."""
    if contact.separate:
        return [replace(contact, right=(actor,)) for actor in contact.right]
    goals = _tour(page, contact)
    if len({goal.code for goal in goals}) < 2:
        return [contact]
    return [replace(contact, goal=goal, right=(), separate=True) for goal in goals]


def _tour(page: Page, contact: Contact) -> list[Mention]:
    """The countries that one visit leads to: "to Egypt, Jordan and Israel"."""
    if contact.type != "visit" or contact.goal is None or contact.goal.kind is not MentionKind.NAME:
        return []
    goals = [contact.goal]
    for place in page.places_in(contact.goal.end, contact.sentence.end):
        if place.kind is not MentionKind.NAME or not _COMMA.fullmatch(page.text, goals[-1].end, place.start):
            break
        goals.append(place)
    return goals


def _same(event: Event, contact: Contact, date: DateMention | None) -> bool:
    goal = {contact.goal.code} if contact.goal and contact.goal.code and contact.type == "visit" else set()
    codes = sides(contact.actors) | goal
    if not (codes <= event.codes or event.codes <= codes):
        return False
    return _kinds_fit(event, contact) and _people_fit(event, contact) and _times_fit(event, contact, date)


def _kinds_fit(event: Event, contact: Contact) -> bool:
    known, new = {item.type for item in event.contacts}, contact.type
    if new in known:
        return True
    if contact.echoed and new in _PLAIN and event.contacts[0].sentence.part is Part.HEADLINE:
        return True
    if contact.realis == WISHED and event.contacts[0].sentence.part is Part.HEADLINE:
        return True
    if new in _WRITTEN and known & _WRITTEN:
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
        if known and mine and not known & mine:
            return False
        levels = event.levels.get(actor.code, set())
        if actor.level in _PRINCIPAL and levels & _PRINCIPAL and actor.level not in levels:
            return False
    return True


def _times_fit(event: Event, contact: Contact, date: DateMention | None) -> bool:
    known = event.realis
    if _stations(event, contact) and date is None:
        return True
    if contact.realis == WISHED or _headlined(event):
        pass  # a headline's present tense says little of the time
    elif {known, contact.realis} == {"actual", "planned"} or (
        "actual" in {known, contact.realis} and {known, contact.realis} & set(_UNDONE)
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


def _headlined(event: Event) -> bool:
    return all(item.sentence.part is Part.HEADLINE for item in event.contacts)


def _stations(event: Event, contact: Contact) -> bool:
    """Whether both lead to the same country, as the stations of one visit do."""
    goal, known = contact.goal, event.first.goal
    return goal is not None and known is not None and goal.code == known.code and contact.realis not in _UNDONE


def _keys(words: str) -> set[str]:
    return {
        word
        for word in re.findall(r"[a-z]{3,}|\d+", words.lower())
        if word not in {"the", "this", "from", "last", "earlier", "late", "early"}
    }
