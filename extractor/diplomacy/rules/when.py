"""Picks the words that say when a contact happened.

In: a page and a contact. Out: the date expression of the contact's own sentence that belongs to it, or None.
A date that says when somebody spoke about it, or that dates something else in the sentence, is refused.
"""

from __future__ import annotations

import re

from extractor.diplomacy.dates import DateMention
from extractor.diplomacy.rules import cues
from extractor.diplomacy.rules.contact import Contact
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import speech_spans

_REPORTED = re.compile(
    r"\b(?:said|says|say|told|tells|tweeted|announced|announces|wrote|writes|posted|reported|noted|added|confirmed|"
    r"informed|stated|published|released|issued"
    r"|statement|twitter|facebook|telegram|post|(?:press|news) conference|interview|release|briefing|reporters|"
    r"journalists|quoted)\b[^.;“”\"]{0,32}$",
    re.IGNORECASE,
)
_OTHER_HEAD = re.compile(
    r"\b(?:election|elections|invasion|war|deal|agreement|attack|attacks|vote|expo|cup|born|founded|established|"
    r"launched|appointed|elected"
    r"|attempt|assassination|debate|earthquake|referendum|crisis|independence|recognition|expires?|expired)\s+(?:[a-z]+\s+){0,2}$",
)
_ATTRIBUTE = re.compile(
    r"(?:’s|'s|-)?\s+(?:[a-z-]+ ){0,2}(?:deal|agreement|election|elections|accord|treaty|war|summit|sanctions|budget|"
    r"revolution|coup|invasion|statement)\b"
)
_NOT_WHEN = re.compile(
    r"^(?:since|by|until|till|for(?! (?:today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d|[A-Z]))|over|recently|now|"
    r"currently|so far)\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r",\s+(?:who|which(?! (?:was|is|were|had been|has been) (?:[a-z]+ly )?(?:scheduled|planned|due|set|expected|to))|whose|where)"
    r"\b[^,]*(?:,|$)"
)
_CALLED_OFF = frozenset({"cancelled", "postponed"})
_WAS_CALLED_OFF = re.compile(
    r",?\s+(?:[a-z]+ ){0,2}(?:postpone|cancel|call(?:ed|s) off|put(?:s)? off|scrap|delay|defer|abandon|announced)"
)
_DAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\d|\b(?:to|yester)day\b|\btomorrow\b", re.IGNORECASE)


def of(page: Page, contact: Contact) -> DateMention | None:
    """The date expression that belongs to the contact, or None."""
    sentence, cue = contact.sentence, contact.cue
    speech = speech_spans(sentence)
    own = next(((start, end) for start, end in speech if start <= cue.start < end), None)
    others = [other for other in cues.find(sentence.words, sentence.start) if other.start != cue.start]
    best: tuple[float, DateMention] | None = None
    for date in page.dates_in(sentence.start, sentence.end):
        quoted = any(start <= date.start < end for start, end in speech)
        if (quoted and own is None) or _foreign(page.text, contact, date) or _in_other_relative(contact, date):
            continue
        cost = _distance(contact, date)
        nearer = min((_gap(other.start, other.end, date) for other in others), default=999)
        if nearer < _gap(cue.start, cue.end, date) and not contact.clause.start <= date.start < contact.clause.end:
            cost += 60
        if best is None or cost < best[0]:
            best = (cost, date)
    return best[1] if best else None


def precise(date: DateMention | None) -> bool:
    """Whether the words name a day."""
    return date is not None and _DAY.search(date.words) is not None


def _foreign(text: str, contact: Contact, date: DateMention) -> bool:
    start, cue = contact.sentence.start, contact.cue
    before = text[max(start, date.start - 60, cue.end if cue.end <= date.start else 0) : date.start]
    before = before if cue.end <= date.start else text[max(start, date.start - 60) : date.start]
    if contact.realis in _CALLED_OFF and date.end <= cue.start and _WAS_CALLED_OFF.match(text, date.end):
        return True  # "on Sunday postponed his visit": the day of calling off
    if _NOT_WHEN.search(date.words) or _OTHER_HEAD.search(before) or _ATTRIBUTE.match(text, date.end):
        return True
    return (
        _REPORTED.search(before) is not None
        or re.match(r"[^.;,]{0,40}\b(?:said|announced|told|tweeted)\b", text[date.end : date.end + 60]) is not None
    )


def _in_other_relative(contact: Contact, date: DateMention) -> bool:
    """Whether the date stands in a ", who …," that the cue is no part of."""
    for match in _RELATIVE.finditer(contact.sentence.words):
        start, end = contact.sentence.start + match.start(), contact.sentence.start + match.end()
        if start <= date.start < end and not start <= contact.cue.start < end:
            return True
    return False


def _gap(start: int, end: int, date: DateMention) -> int:
    return start - date.end if date.end <= start else max(0, date.start - end)


def _distance(contact: Contact, date: DateMention) -> float:
    inside = contact.clause.start <= date.start < contact.clause.end
    opening = date.start - contact.sentence.start < 4
    return _gap(contact.cue.start, contact.cue.end, date) + (0 if inside else 25 if opening else 50)
