"""Tells the contacts that a page speaks of in passing or as history from those that it reports.

In: a page and a contact, or a cue. Out: yes or no; nothing is changed.
"""

from __future__ import annotations

import re

from extractor.diplomacy.rules import no_event, when
from extractor.diplomacy.rules.actors import Kind
from extractor.diplomacy.rules.contact import Contact
from extractor.diplomacy.rules.cues import Cue
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part, Sentence

_BODY = re.compile(r"(?:commission|committee|council|working group)$", re.IGNORECASE)
_SESSION = re.compile(
    r"\b(?:sessions?|meetings?|rounds?|sittings?|consultations|talks|held|holds?|met|meets?|convene[sd]?|"
    r"co-chair(?:ed|s)?|chair(?:ed|s)|wrapped up|conclude[sd]?|opened|began|took place|takes place)\b",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"\b(?:scientists|researchers|crews?|students|pupils|companies|firms|players|fans|tourists|planes?|aircraft|ships?|"
    r"vessels?|convoys?|cargo|tonnes|athletes|artists|journalists|musicians|teachers|farmers|doctors|workers|traders|"
    r"visitors|rowers|shoppers|investors)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:[Ii]n|[Ss]ince|[Dd]uring|[Bb]y|[Uu]ntil|[Ff]rom) ((?:1[5-9]|20)\d\d)\b")
_YEARS = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_OTHER_NEWS = frozenset({"commentary", "domestic_only", "non_diplomatic"})
_TOP = 6  # sentences


def body_only(sentence: Sentence, cue: Cue) -> bool:
    """Whether the cue names a commission that does not sit: it is only spoken of."""
    standing = cue.type == "consultations" and _BODY.search(sentence.words, 0, cue.end - sentence.start) is not None
    return standing and _SESSION.search(sentence.words) is None


def private(page: Page, contact: Contact) -> bool:
    """Whether those who act hold no office: scientists, crews, a plane with aid."""
    officials = any(actor.kind is not Kind.SIDE for actor in contact.actors)
    return not officials and _PRIVATE.search(page.text, contact.clause.head, contact.cue.start) is not None


def bygone(page: Page, contact: Contact) -> bool:
    """Whether the sentence dates the contact by a year alone, and the page is of a later year or names no day at all."""
    years = [int(match[1]) for match in _YEAR.finditer(contact.sentence.words)]
    dates = page.dates_in(contact.sentence.start, contact.sentence.end)
    if not years or contact.realis != "actual" or any(map(when.precise, dates)):
        return False
    newest = max(map(int, _YEARS.findall(page.text)))
    return newest > max(years) + 1 or not any(map(when.precise, page.dates))


def in_passing(page: Page, contacts: list[Contact]) -> bool:
    """Whether the contacts stand deep down on a page that is about something else."""
    near_the_top = any(item.sentence.part is not Part.BODY and item.sentence.number < _TOP for item in contacts)
    return not near_the_top and no_event.reason(page) in _OTHER_NEWS
