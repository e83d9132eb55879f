"""Names the sides of an event: persons where the article names them, else the office or the bare side.

In: a page and an event. Out: participants as the schema spells them, in the order of the text, with their roles.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractor.diplomacy.offices import level_of
from extractor.diplomacy.rules import companions, principals
from extractor.diplomacy.rules.actors import Actor, Kind
from extractor.diplomacy.rules.cast import Person
from extractor.diplomacy.rules.contact import GOES, Contact, sides
from extractor.diplomacy.rules.events import Event
from extractor.diplomacy.rules.home import OWN
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part

Participant = dict[str, str | None]

_FORMER = re.compile(r"(?:former|ex|late|ousted|deposed|then)\b|(?:[a-z]+ )*spokes", re.IGNORECASE)
_RECEIVED = re.compile(r"^(?:received?|receives|receiving|host(?:s|ed|ing)?|welcom(?:e[sd]?|ing))$")
_LEADING = frozenset({"head_of_state", "head_of_government", "foreign_minister"})
_ONE_WAY = frozenset({"expulsion", "summons"})
_VAGUE = frozenset({"other", "official", "other_minister", None})
_ROLES = {  # type → (role on the left, role on the right)
    "visit": ("guest", "host"),
    "correspondence": ("sender", "recipient"),
    "invitation": ("sender", "recipient"),
    "summons": ("initiator", "counterpart"),
    "expulsion": ("initiator", "counterpart"),
    "signing": ("signatory", "signatory"),
}


@dataclass(frozen=True, slots=True)
class _Part:
    code: str | None
    person: Person | None
    actor: Actor
    left: bool
    contact: Contact


def of(page: Page, event: Event) -> list[Participant]:
    """Everybody who took part in the event."""
    parts = _parts(page, event)
    named = {part.person.key: part for part in reversed(parts) if part.person}
    kept = sorted(named.values(), key=parts.index)
    kept += _companions(page, kept, {part.code for part in kept}, event)
    covered = {part.code for part in kept}
    if len(event.codes - {OWN}) > 1:
        covered.add(OWN)  # "the minister" of the headline is somebody of a side that is known by now
    for part in parts:
        if part.person is None and part.code not in covered:
            covered.add(part.code)
            kept.append(part)
    goal = event.first.goal
    found = [_participant(page, part, event) for part in kept]
    if event.type in GOES and goal is not None and goal.code and goal.code not in covered:
        found.append(
            _row(
                None,
                None,
                "other",
                page.side_words(goal.code) or goal.words,
                "host" if event.type == "visit" else "participant",
            )
        )
    return found


def _companions(page: Page, kept: list[_Part], covered: set[str | None], event: Event) -> list[_Part]:
    """Those who led, signed for or accompanied a side of the event, and who speaks for a side without a name."""
    keys = {part.person.key for part in kept if part.person}
    unnamed = {code for code in event.codes if code not in covered}
    first = event.first
    waiting = [actor.code for actor in first.actors if actor.code in unnamed]
    found = []
    added = list(companions.of(page, event, keys, unnamed))
    levels = {part.person.level for part in kept if part.person and part.person.level}
    rest = sorted(unnamed - {actor.code for actor in added} - {OWN})
    for actor in added + principals.of(page, event, rest, keys, levels):
        person = page.cast.persons[actor.person] if actor.person is not None else None
        code = actor.code
        if code not in event.codes:  # the page's own side was a guess: the signers stand in the order of the sides
            code = waiting.pop(0) if waiting else None
            person = replace(person, code=code, side=None) if person else None
        same = next((part for part in kept if part.code == code), None)
        left = same.left if same else code in {item.code for item in first.left}
        found.append(_Part(code, person, actor, left, same.contact if same else first))
    return found


def _parts(page: Page, event: Event) -> list[_Part]:
    contacts = [event.first, *(item for item in event.contacts if item is not event.first)]
    if event.type in _ONE_WAY:
        lead = next((item for item in event.contacts if item.sentence.part is Part.HEADLINE), event.first)
        contacts = [item for item in contacts if not _answers(item, lead)]
    parts = []
    for contact in contacts:
        for actor in contact.agents if contact.echoed else contact.actors:
            person = page.cast.persons[actor.person] if actor.person is not None else _holder(page, actor)
            code = person.code if person and person.code else actor.code
            if event.type in _ONE_WAY and actor.level in _LEADING and actor in contact.right:
                continue  # whoever answers for the expelled was not expelled
            parts.append(_Part(code, person, actor, actor in contact.left, contact))
    return parts


def _answers(contact: Contact, lead: Contact) -> bool:
    """Whether a contact goes the other way: the expulsion that a state answers with its own."""
    actor, target = sides(lead.left), sides(contact.right)
    return bool(actor) and bool(target & actor) and not target & (sides(lead.right) - actor - sides(contact.left))


def _holder(page: Page, actor: Actor) -> Person | None:
    """The person whom the article names elsewhere as the holder of an office of this side."""
    if actor.kind is not Kind.OFFICE or actor.code is None or actor.level in {"official", "other"}:
        return None
    fitting = [
        person for person in page.cast.persons if person.code == actor.code and not _FORMER.match(person.title or "")
    ]
    exact = [person for person in fitting if person.level == actor.level]
    if actor.level == "ambassador":  # there are many
        return exact[0] if len(exact) == 1 else None
    return next(iter(exact or [person for person in fitting if person.level in _VAGUE]), None)


def _participant(page: Page, part: _Part, event: Event) -> Participant:
    person, actor = part.person, part.actor
    title = person.title if person and person.title else actor.title
    level = (person.level if person else None) or actor.level or "other"
    if person and actor.level and level in _VAGUE:
        level = actor.level
    ruled = level_of(title, part.code)  # a secretary of state is another thing in another state
    if level not in _VAGUE and ruled not in _VAGUE:
        level = ruled
    country = page.side_words(part.code) or (person.side if person else actor.side)
    return _row(person.name if person else None, title, level, country, _role(part, event))


def _row(name: str | None, title: str | None, level: str, country: str | None, role: str) -> Participant:
    return {"name": name, "title": title, "level": level, "country": country, "role": role}


def _role(part: _Part, event: Event) -> str:
    left = part.left
    if _RECEIVED.match(part.contact.cue.word) and event.type in {"meeting", "visit"}:
        return "host" if left else "guest"
    if part.contact.directed and event.type == "call":
        return "initiator" if left else "counterpart"
    if event.type == "visit":
        goal = event.first.goal or next((item.goal for item in event.contacts if item.goal), None)
        if goal is not None and goal.code:
            return "host" if part.code == goal.code else "guest"
        return "participant"
    if event.type == "mediation":
        brokers = {actor.code for item in event.contacts if item.type == "mediation" for actor in item.left}
        return "mediator" if part.code in brokers else "participant"
    if event.type in _ROLES:
        return _ROLES[event.type][0 if left else 1]
    return "participant"
