"""Finds where a contact took place, and the larger gathering it belonged to.

In: a page, a contact and the codes of its sides. Out: a location as the schema spells it, or None; the frame's words, or None.
A dateline's city is no place of an event, nor is a capital that stands for its government.
"""

from __future__ import annotations

import re

from extractor.diplomacy.countries import Mention, MentionKind, place_country, place_key, side_name
from extractor.diplomacy.rules.contact import Contact
from extractor.diplomacy.rules.page import Page

_IN = re.compile(
    r"\b(?:in|at|visited|visits|visit|visiting|to|arrived in)\s+(?:the\s+)?(?:[A-Z]?[a-z]+\s+(?:capital|city|port|"
    r"resort)\s+(?:of\s+)?)?$"
)
_ABOUT = re.compile(
    r"\b(?:situation|developments?|war|conflict|crisis|events|interests|protests|tensions|ambassador|embassy|"
    r"mission|stability|opposition"
    r"|escalation|charg[eé]|elections?|ceasefire|hostilities|role)\s+(?:[a-z]+\s+)?(?:in|to|at)\s+(?:the\s+)?$"
)
_MARGIN = re.compile(r"\bon the (?:sidelines|margins|fringes) of (?:the |a |an |this year’s |this year's )?")
_FRAME = re.compile(
    r"(?:(?:[A-Z]\.)+|[^,.;:()“”\"])+?(?=\s+(?:in|on|at|to|with|held|where|which|last|this|and|after|that)\b|[,.;:()“”\"]|$)"
)
_REMOTE = frozenset({"call", "correspondence"})

Location = dict[str, str | None]


def location(page: Page, contact: Contact, codes: set[str]) -> Location | None:
    """The place that the contact's sentence gives, with the setting it makes."""
    if contact.type in _REMOTE:
        return None
    place = (contact.goal if contact.separate else None) or _goal_city(contact) or _place(page, contact) or contact.goal
    margin = _MARGIN.search(contact.sentence.words)
    if place is None:
        return None
    country = _country(page, place)
    code = place_country(country or place.words) or place.code
    city = place.words if "/" in (place_key(place.words) or "") else None
    if margin:
        setting = "sidelines"
    elif code is None:
        setting = "unspecified"
    else:
        setting = "host_country" if code in codes else "third_country"
    if city is None and country is None and place.kind is MentionKind.NAME:
        country = place.words
    return {
        "quote": _quote(page, place, country),
        "city": city,
        "country": country or side_name(code),
        "setting": setting,
    }


def frame(contact: Contact) -> str | None:
    """The gathering on whose margins the contact took place: "G-20 summit"."""
    margin = _MARGIN.search(contact.sentence.words)
    found = _FRAME.match(contact.sentence.words, margin.end()) if margin else None
    return found.group().strip() if found else None


def _goal_city(contact: Contact) -> Mention | None:
    return contact.goal if contact.goal and contact.goal.kind in (MentionKind.CITY, MentionKind.METONYM) else None


def _place(page: Page, contact: Contact) -> Mention | None:
    for start, end in ((contact.cue.end, contact.sentence.end), (contact.sentence.start, contact.cue.start)):
        for place in page.places_in(start, min(end, start + 260)):
            lead = page.text[max(contact.sentence.start, place.start - 45) : place.start]
            if place.kind in (MentionKind.DEMONYM, MentionKind.ORGANISATION) or not _IN.search(lead):
                continue
            if re.match(r" [A-Z]", page.text[place.end : place.end + 2]):
                continue  # "at the Tbilisi Marriott": a part of another name
            hosts = {actor.code for actor in contact.left}
            if _ABOUT.search(lead) and not (contact.type == "summons" and place.code in hosts):
                continue
            if re.search(r"\bto\s+(?:the\s+)?$", lead) and contact.type != "visit":
                continue
            if start == contact.cue.end and place.start > contact.clause.end + 60:
                continue
            if start != contact.cue.end and not re.match(r"\s*(?:,|on\b)", page.text[place.end : place.end + 5]):
                continue
            return place
    return None


def _country(page: Page, place: Mention) -> str | None:
    """The country written after a city: "Tripoli, Lebanon"."""
    if place.kind is MentionKind.NAME:
        return None
    following = next(iter(page.places_in(place.end, place.end + 4)), None)
    if following and following.kind is MentionKind.NAME and page.text[place.end : following.start].strip() == ",":
        return following.words
    return None


def _quote(page: Page, place: Mention, country: str | None) -> str:
    start = place.start
    lead = re.search(r"\b(?:in|at|to|visited|visits|visit)\s+(?:the\s+)?$", page.text[max(0, start - 16) : start])
    if lead:
        start -= len(lead.group())
    end = (
        page.text.index(country, place.end) + len(country)
        if country and country in page.text[place.end : place.end + 40]
        else place.end
    )
    return page.text[start:end]
