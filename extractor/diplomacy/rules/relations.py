"""Tells which persons cannot be of one side, and whose country stands close by though not next to the office.

In: the cast of an article, what is said of its names and what stands around them. Out: keys and codes; nothing is guessed
where no word says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from extractor.diplomacy.countries import Mention, MentionKind
from extractor.diplomacy.rules.cast import Cast
from extractor.diplomacy.rules.claim import Claim
from extractor.diplomacy.rules.surroundings import Surroundings

Others = dict[int, set[int | str]]  # a person → persons and codes of another side

_MEETS = re.compile(  # between a subject and whoever it meets: "told", "will visit the country to discuss with"
    r"[^.;\n]{0,120}?\b(?:told|informed|met|meets?|meeting|received|receives|thanked|wrote to|congratulated|invited|invites?|"
    r"hosted|hosts?|welcomed|spoke (?:with|to)|talks with|talked (?:with|to)|discuss(?:ed)? with"
    r"|telephoned|phoned|summoned|briefed|"
    r"conversation with|call with|meeting with|letter to|message to|by|and (?:his|her|its|[Tt]he (?:country|kingdom|republic|"
    r"island)[’'`]s))\s+(?:the\s+|his\s+|her\s+)?(?:host,?\s+|counterpart,?\s+|visiting\s+)?$"
)
_BESIDE = re.compile(r"\s+and\s+(?:the\s+)?")  # "NAME and Utopia's minister": the first is no Utopian
_TOGETHER = re.compile(r"\b(?:with|alongside)\s+(?:the\s+)?")
_WITH = re.compile(
    r"\b(?:with|by|met|meets?|hosts?,?|told|thanked|welcomed|received|to)\s+(?:the\s+|his\s+|her\s+)?(?:host,?\s+)?$"
)
_GONE_TO = re.compile(
    r"\b(?:visit(?:ed|s|ing)?(?: to)?|arriv(?:ed?|es|ing|al) (?:in|at)|trip to|tour of|travel(?:led|s|ed)? to|flew to|flies to|"
    r"heads? (?:to|for)|left for)\s+(?:the\s+)?(?:[A-Z]?[a-z]+ (?:city|capital)(?: of)?\s+)?$"
)
_ITS = re.compile(
    r"\b(?:its|[Tt]he (?:country|kingdom|republic|nation|state|island|emirate|sultanate)[’'`]s)\s+(?:[a-z]+\s+)?$"
)
_SUBJECT = re.compile(r"(?:^|[.!?\n“\"]\s*|: |– |-- )(?:[Tt]he\s+|[Aa]nd\s+)?$")
_AND = re.compile(r"\s*(?:,|,?\s+and)\s+(?:the\s+)?")
_OUR = re.compile(r"\b(?:our|my)\s+$")  # whoever says so was named before
_SENTENCE = 240  # code points to look back within a sentence


def apart(cast: Cast, claims: Sequence[Claim], around: Surroundings) -> Others:
    """Persons who stand for different sides: those who meet, and a person and "his Utopian counterpart"."""
    found: Others = {}
    for before, claim in pairwise(claims):
        one, other = cast.of(before.name), cast.of(claim.name)
        if one is None or one is other:
            continue
        beside = one.code is None and _BESIDE.fullmatch(around.text, before.end, claim.start)
        if claim.side and claim.side.code and (claim.counterpart or beside):
            found.setdefault(one.key, set()).add(claim.side.code)
        if other is not None and _MEETS.fullmatch(around.text, before.end, claim.start):
            found.setdefault(one.key, set()).add(other.key)
            found.setdefault(other.key, set()).add(one.key)
    for claim in claims:
        person = cast.of(claim.name)
        if person is not None and person.code is None:
            met = _subject(claim, claims, around) | _beside(claim, around)
            found.setdefault(person.key, set()).update(met)
    return found


def _subject(claim: Claim, claims: Sequence[Claim], around: Surroundings) -> set[str]:
    """The state that does something to the person, nobody being named between: "Utopia on Monday invited President NAME"."""
    last = max((item.end for item in claims if item.end <= claim.start), default=0)
    return {
        side.code
        for side in around.sides
        if last <= side.start < claim.start and side.code and side.kind is not MentionKind.DEMONYM
        if _SUBJECT.search(around.text, max(0, side.start - 14), side.start)
        if _MEETS.fullmatch(around.text, side.end, claim.start)
    }


def _beside(claim: Claim, around: Surroundings) -> set[str]:
    """The sides with whose holders of an office somebody is, in one sentence: "together with the presidents of A and B"."""
    text = around.text
    start = max(text.rfind(". ", 0, claim.start), text.rfind("\n", 0, claim.start)) + 1
    stops = [at for at in (text.find(". ", claim.end), text.find("\n", claim.end)) if at >= 0]
    found: set[str] = set()
    for match in _TOGETHER.finditer(text, start, min(stops, default=len(text))):
        title = around.title_from.get(match.end())
        side = around.side_after(title.end) if title else around.side_from.get(match.end())
        while side is not None and side.code:
            found.add(side.code)
            side = around.side_after(side.end, _AND)
    return found


def codes(others: Iterable[int | str], cast: Cast) -> set[str]:
    """The sides of those who are known to be of another side."""
    return {code for item in others if (code := item if isinstance(item, str) else cast.persons[item].code) is not None}


def hinted(cast: Cast, claims: Sequence[Claim], around: Surroundings) -> dict[int, str]:
    """The side of "the country's minister NAME", and of whoever receives a guest in the country he goes to."""
    found: dict[int, str] = {}
    for claim in claims:
        person = cast.of(claim.name)
        if person is None or person.code is not None or not claim.title:
            continue
        if _OUR.search(around.text, max(0, claim.start - 12), claim.start):
            spoke = [item.side.code for item in claims if item.start < claim.start and item.side and item.title]
            if spoke and spoke[-1]:
                found.setdefault(person.key, spoke[-1])
            continue
        side = _nearest(claim, around)
        its = _ITS.search(around.text, max(0, claim.start - 40), claim.start)
        if side and side.code and (its or _goal(side, claim, around)):
            found.setdefault(person.key, side.code)
    return found


def runs(claims: Sequence[Claim], text: str) -> Iterator[list[Claim]]:
    """Those who are named in one breath, two or more: "President X, Chancellor Y and Prime Minister Z"."""
    run: list[Claim] = []
    for claim in claims:
        if run and not _AND.fullmatch(text, run[-1].end, claim.start):
            if len(run) > 1:
                yield run
            run = []
        run.append(claim)
    if len(run) > 1:
        yield run


def listed_before(at: int, count: int, around: Surroundings) -> list[str]:
    """The sides of the last list of so many before a place of the text: "the leaders of A, B and C met. …"."""
    run: list[Mention] = []
    found: list[str] = []
    for side in [side for side in around.sides if at - _SENTENCE <= side.start and side.end <= at and side.code]:
        if run and not _AND.fullmatch(around.text, run[-1].end, side.start):
            run = []
        run.append(side)
        if len(run) == count:
            found = [str(item.code) for item in run]
    return found


def _nearest(claim: Claim, around: Surroundings) -> Mention | None:
    """The side named last before the name in its sentence, or in the one before."""
    before = [side for side in around.sides if claim.start - _SENTENCE <= side.start and side.end <= claim.start]
    return before[-1] if before else None


def _goal(side: Mention, claim: Claim, around: Surroundings) -> bool:
    gone = _GONE_TO.search(around.text, max(0, side.start - 40), side.start)
    return bool(gone and _WITH.search(around.text, max(0, claim.start - 30), claim.start))
