"""Gathers the mentions of one contact, spread over the article, into one event.

In: the contacts of a page. Out: `Event`s in the order of their first mention.
Mentions of other persons, another channel or another day are another event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from extractor.diplomacy.countries import Mention, MentionKind
from extractor.diplomacy.dates import DateMention
from extractor.diplomacy.rules import sameness, when
from extractor.diplomacy.rules.actors import Kind
from extractor.diplomacy.rules.contact import UNDONE, WISHED, Contact, sides
from extractor.diplomacy.rules.cues import TALKS
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part

_PRECEDENCE = (
    "expulsion", "summons", "ties", "ceremony", "signing", "mediation", "negotiation", "consultations", "visit", "call", "meeting",
    "correspondence", "invitation", "refusal", "other", "talks",
)  # fmt: skip
_FORMAL = frozenset(
    {"expulsion", "summons", "ties", "ceremony", "negotiation", "consultations"}
)  # the news itself, or only a topic of it
_COMMA = re.compile(r"\s*(?:,|,?\s+and)\s+(?:to\s+)?")
_ONE_SIDED = frozenset({"expulsion", "summons"})  # what two states do so are two events


@dataclass
class Event:
    """One contact and every mention of it, growing while the article is read."""

    contacts: list[Contact]
    date: DateMention | None
    wishes: list[Contact] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)
    persons: dict[str, set[int]] = field(default_factory=dict)
    levels: dict[str, set[str]] = field(default_factory=dict)
    _decided: tuple[int, str] = (0, "")  # how many mentions the type was decided by, and the type

    @property
    def first(self) -> Contact:
        """The mention that reports the event best: the earliest outside the headline, not an echo."""
        body = [item for item in self.contacts if item.sentence.part is not Part.HEADLINE and not item.echoed]
        return body[0] if body else self.contacts[0]

    @property
    def type(self) -> str:
        """The act that headline and first report name, if it is a form of its own; else the most specific one near the top."""
        if self._decided[0] != len(self.contacts):
            self._decided = len(self.contacts), self._act()
        return self._decided[1]

    def _act(self) -> str:
        weighty = self._weighty
        weighty = [item for item in weighty if "beside" not in item.cue.manner] or weighty
        kinds = {item.type for item in weighty}
        if kinds - {"signing"} and all(item.realis == "planned" for item in weighty if item.type == "signing"):
            kinds.discard("signing")  # "agreements are expected to be signed" during it
        number = next((item.sentence.number for item in weighty if item.sentence.part is not Part.HEADLINE), -1)
        top = {item.type for item in weighty if item.sentence.part is Part.HEADLINE or item.sentence.number == number}
        if kinds - _FORMAL:
            kinds -= _FORMAL - top  # what only a later sentence touches on
        if self.channel in {"phone", "video"} and kinds & {"meeting", TALKS, "call"}:
            kinds -= {"meeting", TALKS}
            kinds.add("call")
        if "meeting" in kinds and self.channel == "in_person":
            kinds.discard("call")
        found = next((kind for kind in _PRECEDENCE if kind in kinds), TALKS)
        return "meeting" if found == TALKS else found

    @property
    def _weighty(self) -> list[Contact]:
        """The mentions that headline and lead report in so many words, else all."""
        return [
            item
            for item in self.contacts
            if item.sentence.part is not Part.BODY and (not item.echoed or item.type == "signing")
        ] or self.contacts

    @property
    def channel(self) -> str:
        """The channel that the mentions name; a remote one wins over the plain word "met"."""
        channels = [item.channel for item in self.contacts]
        return next(
            (name for name in ("hybrid", "video", "phone", "letter", "social_media", "in_person") if name in channels),
            "unspecified",
        )

    @property
    def realis(self) -> str:
        """What the first mention outside the headline asserts, unless headline or lead say that it came to nothing."""
        told = [item for item in self.contacts if not item.echoed] or self.contacts
        undone = [
            item
            for item in told
            if item.realis in UNDONE and (item.sentence.part is not Part.BODY or self.first.realis != "actual")
        ]
        return next(
            (item.realis for item in undone if item.sentence.part is not Part.HEADLINE),
            undone[0].realis if undone else self.first.realis,
        )

    def take(self, contact: Contact, date: DateMention | None) -> None:
        """Adds a mention."""
        if contact not in self.contacts:
            self.contacts.append(contact)
        self.codes |= contact.sides
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
            home = next((event for event in events if sameness.same(event, single, date)), None)
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
    if contact.type in _ONE_SIDED and len(sides(contact.left)) > 1:
        return [replace(contact, left=(actor,)) for actor in contact.left]
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
