"""Finds contacts whose sentence names its sides only by pointing back: "the two ministers", "he", "this call".

In: a page, a cue and the contacts found before it. Out: a `Contact` with the sides of the one before, or None.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.diplomacy.rules import chains
from extractor.diplomacy.rules.actors import Actor, Kind
from extractor.diplomacy.rules.attaching import goal_of
from extractor.diplomacy.rules.clauses import Clause
from extractor.diplomacy.rules.contact import Contact, sides
from extractor.diplomacy.rules.cues import Cue
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Sentence, speech_spans

_BOTH = re.compile(
    r"\b(?:(?:the|both|our|these) (?:two |three |four |five |both )?(?:foreign |prime |top |country’s |countries’ )?"
    r"(?:ministers|sides|leaders|presidents|officials|parties|diplomats|diplomat|countries|governments|counterparts|"
    r"top diplomats|secretaries|delegations|heads of state|interlocutors)"
    r"|they|both|the (?:pair|duo)|the two)\b",
    re.IGNORECASE,
)
_THIS = re.compile(r"\b(?:the|this)\s+(?:[a-z]+\s+)?$", re.IGNORECASE)
_THEIR = re.compile(r"\btheir\s+(?:[a-z-]+\s+){0,2}$", re.IGNORECASE)
_NOUNS = frozenset({"call", "meeting", "talks", "visit", "conversation", "phone", "discussion"})
_HE = re.compile(
    r"\b(?:he|she|the (?:[a-z]+ )?(?:minister|president|premier|secretary|diplomat|leader|envoy|ambassador))(?: [a-z]+){0,6} $",
    re.IGNORECASE,
)


def echo(
    page: Page, sentence: Sentence, clause: Clause, cue: Cue, asserted: str, earlier: list[Contact]
) -> Contact | None:
    """The contact of a cue that only points back, with the sides of the contact before."""
    if any(start <= cue.start < end for start, end in speech_spans(sentence)):
        return None
    if not earlier and _THEIR.search(page.text, max(0, cue.start - 30), cue.start):
        named = _listed(page, sentence, cue)
        return (
            Contact(sentence, clause, cue, cue.type, cue.channel, asserted, named, ())
            if len(sides(named)) > 1
            else None
        )
    if earlier and _points_back(page, sentence, cue):
        before = earlier[-1]
        agents = chains.arranger(page, cue, sentence)
        return replace(
            before,
            sentence=sentence,
            clause=clause,
            cue=cue,
            type=cue.type,
            channel=cue.channel,
            realis=asserted,
            goal=None,
            echoed=True,
            agents=tuple(actor for actor in agents if actor.code in sides(before.actors)),
        )
    if _HE.search(page.text, clause.head, cue.start):
        named = earlier[-1].left[:1] if earlier else _told_of(page, sentence)
        subject = tuple(actor for actor in named if actor.kind is Kind.PERSON)
        right = chains.introduced(page, cue, clause.end, cue.attached)
        goal = goal_of(page, sentence, clause, cue)
        contact = Contact(sentence, clause, cue, cue.type, cue.channel, asserted, subject, right, goal)
        return contact if subject and len(contact.sides) >= 2 else None
    return None


def _listed(page: Page, sentence: Sentence, cue: Cue) -> tuple[Actor, ...]:
    """Those whom the lines above "their meeting" name, each line a person: the heading of a transcript."""
    first = next((item.start for item in page.sentences if item.number >= sentence.number - 2), sentence.start)
    return tuple(actor for actor in page.actors_in(first, cue.start) if actor.kind is not Kind.SIDE and actor.code)


def _told_of(page: Page, sentence: Sentence) -> tuple[Actor, ...]:
    """Who "he" is where no contact was told before: the person that the sentence before begins with."""
    before = next((item for item in page.sentences if item.number == sentence.number - 1), None)
    actors = page.actors_in(before.start, before.end) if before else []
    return tuple(actors[:1])


def _points_back(page: Page, sentence: Sentence, cue: Cue) -> bool:
    """Whether the sentence speaks of those or of that named before: "the two ministers", "this call"."""
    if _BOTH.search(sentence.words, 0, cue.end - sentence.start + 25):
        return True
    return cue.word in _NOUNS and _THIS.search(page.text, max(0, cue.start - 20), cue.start) is not None
