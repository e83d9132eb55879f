"""Finds where an event took place, and the larger gathering it belonged to.

In: a page, an event and the events that are kept. Out: a location as the schema spells it, or None; the frame's words, or None.
A dateline's city is no place of an event, nor is a capital that stands for its government.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.diplomacy.countries import Mention, MentionKind, place_country, place_key, side_name
from extractor.diplomacy.rules import retold, when
from extractor.diplomacy.rules.contact import UNDONE, Contact
from extractor.diplomacy.rules.events import Event
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part

_IN = re.compile(
    r"\b(?:in|at|à|en|visited|visits|visit|visiting|to|arrived in)\s+(?:the\s+)?(?:[A-Z]?[a-z]+\s+(?:capital|city|port|"
    r"resort)\s+(?:of\s+)?)?$"
)
_ABOUT = re.compile(
    r"\b(?:situation|developments?|war|conflict|crisis|events|interests|protests|tensions|ambassador|embassy|"
    r"mission|stability|opposition"
    r"|escalation|charg[eé]|elections?|ceasefire|hostilities|role)\s+(?:[a-z]+\s+)?(?:in|to|at)\s+(?:the\s+)?$"
)
_VENUE = re.compile(
    r"(?: [A-Z][\w’'-]*){0,3} (?:[Aa]irport|[Hh]otel|[Pp]alace|[Cc]astle|[Uu]niversity|[Cc]onvention [Cc]ent(?:re|er)|Marriott|"
    r"Hilton|Sheraton|Intercontinental|[Tt]own [Hh]all|[Cc]ity [Hh]all|[Pp]ort|[Hh]arbou?r|[Bb]ase)\b"
)
_CLOSES, _APART = re.compile(r"[.;]"), re.compile(r"\s*(?:,|on\b)")
_TO = re.compile(r"\bto\s+(?:the\s+)?$")
_NAME_GOES_ON = re.compile(r" [A-Z]")
_PRESENT = re.compile(
    r"\b(?:was|were|is|are|currently|remained|remains|stayed|stays)\s+in\s+(?:the\s+(?:[A-Z]?[a-z]+\s+)?(?:capital|city)\s+"
    r"(?:of\s+)?)?$"
)
_SPEAKING = re.compile(r"\b(?:[Ss]peaking|[Aa]ddressing) [^,.;]{0,60}$")
_TOWN = re.compile(  # a town that no list has
    r"\bin (?:the (?:[\w-]+ ){0,3}?(?:city|town|resort|port|village)(?: of)? )?"
    r"(?P<name>[A-Z][a-zà-ÿ]+[\w’'-]*(?: [A-Z][a-zà-ÿ]+)?)"
    r"(?=[.;,]| (?:on|last|this|next|to|for|from|between|and|where|with|over|after|before|ahead) )"
)
_NO_TOWN = re.compile(
    r"\b(?:(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber|[A-Z][a-z]+day|Parliament|Congress|"
    r"Central|(?:West|East|North|South)(?:ern)?|Africa|Asia|Europe|America|Arabic|English|French|Spanish|Russian|German|Ramadan)\b"
)
_MARGIN = re.compile(r"\bon the (?:sidelines|margins|fringes) of (?:the |a |an |this year’s |this year's )?")
_FRAME = re.compile(
    r"(?:(?:[A-Z]\.)+|[^,.;:()“”\"])+?(?=\s+(?:in|on|at|to|with|held|where|which|last|this|and|after|that)\b|[,.;:()“”\"]|$)"
)
_REMOTE = frozenset({"call", "correspondence"})
_MET = frozenset({"meeting", "visit", "negotiation", "mediation", "consultations", "signing", "ceremony"})

Location = dict[str, str | None]


def of(page: Page, event: Event, *, is_main: bool, kept: list[Event]) -> Location | None:
    """Where the event took place: what its mentions say, else what more the page tells of the main one; nowhere for a call."""
    if event.type in _REMOTE:
        return None
    told = sorted(event.contacts, key=lambda item: (item.sentence.part is Part.HEADLINE, item.sentence.number))
    found = [(contact, place) for contact in told if (place := _location(page, contact, event.codes))]
    if found:
        return _finest(found)
    met = event.type in _MET and event.realis not in UNDONE and event.channel not in {"phone", "video"}
    more = [*retold.mentions(page, event, kept), *retold.leads(page, event, kept)] if is_main and met else []
    return next((place for mention in more if (place := _location(page, mention, event.codes))), None)


def _finest(found: list[tuple[Contact, Location]]) -> Location:
    """The first place given; where it is a country, a city of it in which they met, told near the top."""
    first = found[0][1]
    near = [place for contact, place in found if contact.sentence.part is not Part.BODY and contact.type != "visit"]
    alike = (place for place in near if (place["country"], place["setting"]) == (first["country"], first["setting"]))
    return first if first["city"] else next((place for place in alike if place["city"]), first)


def _location(page: Page, contact: Contact, codes: set[str]) -> Location | None:
    """The place that the contact's sentence gives, with the setting it makes."""
    if contact.type in _REMOTE:
        return None
    place = (
        (contact.goal if contact.separate else None)
        or _goal_city(contact)
        or _place(page, contact)
        or _town(page, contact)
        or contact.goal
    )
    margin = _MARGIN.search(contact.sentence.words)
    if place is None:
        return None
    country = _country(page, place)
    code = place_country(country or place.words) or place.code
    listed = "/" in (place_key(place.words) or "")
    city = place.words if listed or (place.kind is MentionKind.CITY and place.code is None) else None
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
    """The first place that the sentence gives; for a country, a city of it that it gives too."""
    places = list(_places(page, contact))
    cities = (place for place in places if place.kind is not MentionKind.NAME and place.code == places[0].code)
    return next(cities, places[0]) if places else None


def _places(page: Page, contact: Contact) -> Iterator[Mention]:
    """The places behind the cue, then those before it, that the words lead to and nothing else has taken."""
    for start, end in ((contact.cue.end, contact.sentence.end), (contact.sentence.start, contact.cue.start)):
        for place in page.places_in(start, min(end, start + 260)):
            lead = page.text[max(contact.sentence.start, place.start - 45) : place.start]
            if place.kind in (MentionKind.DEMONYM, MentionKind.ORGANISATION) or not _IN.search(lead):
                continue
            venue = _VENUE.match(page.text, place.end)
            end_of_name = venue.end() if venue else place.end
            if _NAME_GOES_ON.match(page.text, end_of_name) or _of_a_topic(contact, place, lead):
                continue  # "the Minsk Group": a part of another name
            follows = page.text[end_of_name : end_of_name + 5]
            if start == contact.cue.end:
                near = place.start <= contact.clause.end + 60 and not when.taken(page.text, contact, place.start)
                fits = near and (
                    contact.cue.word != "" or _CLOSES.match(follows) is not None or _dated(page, end_of_name)
                )
            else:
                fits = not _SPEAKING.search(lead) and bool(_APART.match(follows) or _PRESENT.search(lead))
            if fits:
                yield place


def _of_a_topic(contact: Contact, place: Mention, lead: str) -> bool:
    """Whether the words before a place make it that of a topic, an envoy or a way: "the war in", "ambassador to"."""
    hosts = {actor.code for actor in contact.left}
    if _ABOUT.search(lead) and not (contact.type == "summons" and place.code in hosts):
        return True
    return _TO.search(lead) is not None and contact.type != "visit"


def _dated(page: Page, end: int) -> bool:
    """Whether a date follows at once: "in Vienna on Saturday"."""
    return any(date.start <= end + 2 for date in page.dates_in(end, end + 3))


def _town(page: Page, contact: Contact) -> Mention | None:
    """A town that no list has, where the contact's own words lead to it: "met in Springfield on Monday"."""
    cue = contact.cue
    for match in _TOWN.finditer(page.text, cue.end, min(contact.sentence.end, contact.clause.end + 60)):
        start, end = match.span("name")
        known = page.places_in(start, end) or page.actors_in(start, end)
        named = any(claim.start < end and start < claim.end for claim in page.claims if not claim.bare)
        if not (known or named or _NO_TOWN.search(match["name"]) or when.taken(page.text, contact, start)):
            return Mention(start, end, None, MentionKind.CITY, match["name"])
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
    lead = re.search(r"\b(?:in|at|à|en|to|visited|visits|visit)\s+(?:the\s+)?$", page.text[max(0, start - 16) : start])
    if lead:
        start -= len(lead.group())
    end = (
        page.text.index(country, place.end) + len(country)
        if country and country in page.text[place.end : place.end + 40]
        else place.end
    )
    return page.text[start:end]
