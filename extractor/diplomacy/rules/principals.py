"""Finds who spoke or acted for a side of an event where no word of the contact itself names anybody of it.

In: a page, an event and its sides without a person. Out: for such a side the one holder of a fitting office who receives,
hands over, leads or speaks in the sentences around; nobody where two are as likely.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.diplomacy.rules import attaching, clauses, cues
from extractor.diplomacy.rules.actors import Actor, Kind
from extractor.diplomacy.rules.cast import Person
from extractor.diplomacy.rules.claims import Claim
from extractor.diplomacy.rules.contact import sides
from extractor.diplomacy.rules.events import Event
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part, Sentence

_THEN = (  # between a name and its verb: "…, the Utopian minister, will on Monday also"
    r"(?:,[^,.;\n]{0,70},|,"
    r"|\s+\([^()\n]{1,40}\))?(?:\s+and\s+(?!the two)[^.;,\n]{3,70}?)?(?:,?\s+(?:also|then|later|too"
    r"|both|who|has|have|had|"
    r"will|would|was|is|to|today|yesterday|[a-z]+ly|on [A-Z][a-z]+day|in return|in response"
    r"|on (?:his|her) part|for (?:his|her) part|together),?){0,4}\s+"
)
_ACTS = re.compile(
    rf"{_THEN}(?:received|receives|receive|welcomed|welcomes|welcome|greeted|greets|hosted|hosts|host"
    rf"|handed|hands|gave|(?:told|briefed)(?! (?:[a-z]+ ){0, 3}(?:reporters|media|journalists|press"
    rf"|agency|parliament|lawmakers|newspaper|"
    r"television|[A-Z]{2,}\b))|informed|informs|assured|thanked|thanks|presented|presents|accepted"
    r"|signed|signs|sign|led|leads|headed|heads|chaired|co-chaired|represented|represents|"
    r"representing|spoke for|met|meets|meet|cut|agreed|agree|attended|attend|travelled|arrived"
    r"|invited|invites|conveyed|delivered|sat|talked|"
    r"held the|hold the|held talks|holds talks|had (?:a |an )?(?:[a-z]+ ){0,3}(?:exchange|meeting"
    r"|talks|conversation|call)|opened|inaugurated|unveiled|witness)\b"
    r"|[’']s (?:host|guest|interlocutor|(?:[a-z]+ ){0,3}(?:visit|trip|arrival|tour|delegation))\b"
    r"|,? (?:for|on) (?:his|her) part\b|,? in (?:his|her) turn\b"
)
_SAYS = re.compile(
    rf"{_THEN}(?:said|says|stressed|noted|added|stated|expressed|underlined|emphasi[sz]ed|confirmed"
    rf"|announced|reaffirmed|pointed|appeared|"
    r"described|wrote|issued|voiced|congratulated|warned|praised|offered|reiterated|highlighted"
    r"|hailed|commended|promised|declared)\b"
)
_MET = re.compile(  # before the name
    r"\b(?:received|welcomed|greeted|met|hosted|briefed|joined|seen off|addressed|conveyed|delivered"
    r"|handed over|represented|led|headed|chaired|signed)"
    r"\b[^.;,]{0,50}?\bby\s+(?:the\s+|his\s+|her\s+|its\s+)?$|\b(?:told|informed|informs|thanked"
    r"|addressed to|alongside|hosts?|guest|talks with|meeting with|"
    r"discuss with|convened with|received|welcomed|meet|meets|met|called on|invited|conferred with"
    r"|spoke with|held the [a-z]+ with)\s+"
    r"(?:the\s+|his\s+|her\s+|their\s+|with\s+)?(?:[a-z]+,?\s+)?$|\b(?:appointed|appoints"
    r"|appointment of|named|nominated)\s+(?:[a-z]+\s+){0,2}$|"
    r"\b(?:letter|message|note|telegram|invitation|proposal|congratulations|condolences"
    r"|greetings)\s+(?:of [a-z]+ )?(?:from|to|by|for)\s+(?:the\s+)?$"
    r"|\b(?:letter|message|note|telegram|invitation|proposal|addressed)\b[^.;]{0,30}\b(?:from"
    r"|by)\b[^.;]{3,80}\bto\s+(?:the\s+|his\s+)?$"
)
_JOINED = re.compile(r"\s*(?:,|,?\s+and)\s+(?:the\s+|his\s+|her\s+)?")
_BYGONE = re.compile(
    r"\b(?:ago|previous(?:ly)?|predecessor|successor|last (?:year|month|decade)|earlier this (?:year|month)|at the time|"
    r"(?:in|since|until|from) (?:[A-Z][a-z]+ )?(?:1[89]|20)\d\d)\b"
)
_NOBODY = re.compile(
    r"(?:[a-z]+ )*spokes|\b(?:former|ex|late|press|candidate|opposition|activist|analyst"
    r"|journalist)\b",
    re.IGNORECASE,
)
_NEGOTIATES = re.compile(r"\b(?:negotiat|mediat|facilitat|delegation)", re.IGNORECASE)
_STAFF = re.compile(
    r"\b(?:officials?|diplomats?|delegations?|negotiat|envoys?|experts?|teams?|deputy|working)", re.IGNORECASE
)
_FIRST = 9  # sentences of the body that make its first part
_NEAR = 2  # sentences after one that reports the event
_RANKS = frozenset(
    {"head_of_state", "head_of_government", "foreign_minister", "deputy_foreign_minister", "other_minister", "io_head"}
)
_HEADS = frozenset({"head_of_state", "head_of_government"})
_DONE_BY_STATES = frozenset({"summons", "expulsion", "ties"})  # whoever only speaks of it had no part in it
_PARTS = {
    "ties": ("signing", "ceremony", "ties"),
    "refusal": ("correspondence", "invitation"),
    "expulsion": ("summons",),
}
_POSTED = frozenset({"summons", "expulsion", "ceremony"})  # acts that concern an ambassador
_ACT, _PARITY, _SPEECH, _RANK = 3.0, 2.0, 1.0, 0.5


def of(page: Page, event: Event, unnamed: Iterable[str], known: set[int], levels: set[str]) -> list[Actor]:
    """An actor for each side without a person that somebody speaks or acts for; `levels` are those of the persons known."""
    near = [sentence for sentence in page.sentences if _at_hand(page, event, sentence)]
    found = []
    for code in unnamed:
        scores: dict[int, float] = {}
        where: dict[int, Claim] = {}
        for sentence in near:
            for claim in page.claims:
                person = page.cast.of(claim.name) if sentence.start <= claim.start < sentence.end else None
                if person is None or person.code != code or person.key in known or _NOBODY.search(person.title or ""):
                    continue
                value = _value(page, event, claim, person, levels)
                value += _PARITY * (value > 0 and person.level in levels)
                if value > scores.get(person.key, 0.0):
                    scores[person.key], where[person.key] = value, claim
        best = _best(scores)
        if best is not None:
            person, claim = page.cast.persons[best], where[best]
            found.append(
                Actor(claim.start, claim.end, Kind.PERSON, code, person.side, person.title, person.level, best)
            )
    return found


def _best(scores: dict[int, float]) -> int | None:
    """The person for whom most speaks."""
    ordered = sorted(scores, key=lambda key: -scores[key])
    if len(ordered) > 1 and (scores[ordered[0]] == scores[ordered[1]] or scores[ordered[0]] < _PARITY):
        return None
    return ordered[0] if ordered and scores[ordered[0]] >= _SPEECH else None


def met(page: Page, start: int) -> bool:
    """Whether the words before a name say that somebody met, told or received its bearer."""
    return _MET.search(page.text, max(0, start - 130), start) is not None


def _value(page: Page, event: Event, claim: Claim, person: Person, levels: set[str]) -> float:
    """How much speaks for somebody's having taken part, where the name stands here."""
    start, end = _company(page, claim)
    acts = met(page, start) or _ACTS.match(page.text, end)
    away = {actor.code for actor in event.first.right} - {actor.code for actor in event.first.left}
    posted = (
        person.level == "ambassador" and event.type in _POSTED and (person.code in away or event.type == "ceremony")
    )
    if person.level not in _RANKS and not posted and not _NEGOTIATES.search(person.title or ""):
        return _ACT if acts and person.level != "legislator" else 0.0
    by_staff = not levels and any(_STAFF.search(page.text[actor.start : actor.end]) for actor in event.first.actors)
    if not acts and (event.type in _DONE_BY_STATES or (by_staff and person.level in _HEADS)) and not posted:
        return 0.0
    speaks = _SAYS.match(page.text, claim.end) is not None
    return _ACT * bool(acts or posted) + _SPEECH * speaks + _RANK * (person.level in _RANKS)


def _company(page: Page, claim: Claim) -> tuple[int, int]:
    """From where to where those stand who are named in one breath: "Presidents X and Y"."""
    at = page.claims.index(claim)
    first = last = at
    while first > 0 and _JOINED.fullmatch(page.text, page.claims[first - 1].end, page.claims[first].start):
        first -= 1
    while last + 1 < len(page.claims) and _JOINED.fullmatch(
        page.text, page.claims[last].end, page.claims[last + 1].start
    ):
        last += 1
    return page.claims[first].start, page.claims[last].end


def _at_hand(page: Page, event: Event, sentence: Sentence) -> bool:
    """Whether the sentence reports the event, or follows in the article's first part and tells of no other contact."""
    mine = {item.sentence.number for item in event.contacts}
    if sentence.number in mine:
        return True
    first = next((item.number for item in page.sentences if item.part is not Part.HEADLINE), 0)
    close = sentence.number - first < _FIRST or any(sentence.number - step in mine for step in range(_NEAR + 1))
    return close and not _BYGONE.search(sentence.words) and not _another(page, event, sentence)


def _another(page: Page, event: Event, sentence: Sentence) -> bool:
    """Whether the sentence tells a contact of its own; a guest's meetings belong to the visit."""
    for cue in cues.find(sentence.words, sentence.start):
        contact = attaching.attached(page, sentence, clauses.around(cue, sentence), cue, event.realis)
        part = event.type == "visit" or (contact is not None and contact.type in _PARTS.get(event.type, ()))
        if contact is not None and not (part and contact.sides <= event.codes):
            return len(sides(contact.actors)) > 1
    return False
