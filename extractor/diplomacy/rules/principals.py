"""Finds who spoke or acted for a side of an event where no word of the contact itself names anybody of it.

In: a page, an event and its sides without a person. Out: for such a side the one holder of a fitting office who receives,
hands over, leads or speaks in the sentences around; nobody where two are as likely.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from extractor.diplomacy.rules import attaching, clauses, cues, deeds
from extractor.diplomacy.rules.actors import Actor, Kind
from extractor.diplomacy.rules.cast import Person
from extractor.diplomacy.rules.claim import Claim
from extractor.diplomacy.rules.contact import sides
from extractor.diplomacy.rules.events import Event
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part, Sentence

_JOINED = re.compile(r"\s*(?:,|,?\s+and)\s+(?:the\s+(?:[a-z]+[’']s\s+)?|his\s+|her\s+)?")
_BYGONE = re.compile(
    r"\b(?:ago|previous(?:ly)?|predecessor|successor|last (?:year|month|decade)|earlier this (?:year|month)|at the time|"
    r"(?:in|since|until|from) (?:[A-Z][a-z]+ )?(?:1[89]|20)\d\d)\b"
)
_NOBODY = re.compile(
    r"(?:[a-z]+ )*spokes|\b(?:former|ex|late|press|candidate|opposition|activist|analyst|journalist)\b", re.IGNORECASE
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
    wanted = set(unnamed)
    scores: dict[str, dict[int, float]] = {code: {} for code in sorted(wanted)}
    where: dict[int, Claim] = {}
    for claim, person in _candidates(page, event, known) if wanted else ():
        if person.code not in wanted:
            continue
        value = _value(page, event, claim, person, levels)
        value += _PARITY * (value > 0 and person.level in levels)
        if value > scores[person.code].get(person.key, 0.0):
            scores[person.code][person.key], where[person.key] = value, claim
    found = []
    for code, ranked in scores.items():
        best = _best(ranked)
        if best is not None:
            person, claim = page.cast.persons[best], where[best]
            found.append(
                Actor(claim.start, claim.end, Kind.PERSON, code, person.side, person.title, person.level, best)
            )
    return found


def _candidates(page: Page, event: Event, known: set[int]) -> Iterator[tuple[Claim, Person]]:
    """The persons not known yet, wherever they are named near the event's own words."""
    near = cache(lambda sentence: _at_hand(page, event, sentence))
    for claim in page.claims:
        person = page.cast.of(claim.name)
        if (
            person is None
            or person.key in known
            or _NOBODY.search(person.title or "")
            or deeds.aside(page.text, claim.start)
        ):
            continue
        sentence = next((item for item in page.sentences if item.start <= claim.start < item.end), None)
        if sentence is not None and near(sentence):
            yield claim, person


def _best(scores: dict[int, float]) -> int | None:
    """The person for whom most speaks."""
    ordered = sorted(scores, key=lambda key: -scores[key])
    if len(ordered) > 1 and (scores[ordered[0]] == scores[ordered[1]] or scores[ordered[0]] < _PARITY):
        return None
    return ordered[0] if ordered and scores[ordered[0]] >= _SPEECH else None


def _value(page: Page, event: Event, claim: Claim, person: Person, levels: set[str]) -> float:
    """How much speaks for somebody's having taken part, where the name stands here."""
    start, end = _company(page, claim)
    acts = deeds.met(page.text, start) or deeds.acts(page.text, end)
    away = {actor.code for actor in event.first.right} - {actor.code for actor in event.first.left}
    posted = (
        person.level == "ambassador" and event.type in _POSTED and (person.code in away or event.type == "ceremony")
    )
    if person.level not in _RANKS and not posted and not _NEGOTIATES.search(person.title or ""):
        return _ACT if acts and person.level != "legislator" else 0.0
    by_staff = not levels and any(_STAFF.search(page.text[actor.start : actor.end]) for actor in event.first.actors)
    if not acts and (event.type in _DONE_BY_STATES or (by_staff and person.level in _HEADS)) and not posted:
        return 0.0
    speaks = deeds.speaks(page.text, claim.end)
    return _ACT * (acts or posted) + _SPEECH * speaks + _RANK * (person.level in _RANKS)


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
