"""Finds those who took part where the contact itself stands beside the main verb: "X told Y in a phone call".

In: a page, a sentence, a cue and who was found next to it. Out: who acts and with whom.
"""

from __future__ import annotations

import re

from extractor.diplomacy.rules import chains
from extractor.diplomacy.rules.actors import Actor, Kind
from extractor.diplomacy.rules.clauses import Clause
from extractor.diplomacy.rules.contact import sides
from extractor.diplomacy.rules.cues import TALKS, Cue
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Sentence

_BESIDE = frozenset({"call", "meeting", TALKS, "visit", "correspondence", "consultations", "negotiation"})
_OPENING = re.compile(
    r"\W*(?:(?:In|During|At|On|Over|Following|After|Upon|Before|Speaking|Ahead of|Prior to|Receiving|Meeting|Visiting|Hosting|"
    r"Welcoming|Addressing|By|Through|As part of|On the sidelines of)\b[^,.;]{0,70})?$"
)
_CLOSING = re.compile(
    r"\b(?:(?:in|during|at|over|on|via|by|after|following|through)\s+(?:(?:a|an|the|their|his|her|this|today[’']s|what)\s+)?|"
    r"of\s+(?:a|the|their|his|her)\s+)(?:[a-z-]+\s+){0,3}$"
)
_OF_BOTH = re.compile(r"\s+(?:between|of)\s+(?:the|both)\b")
_MAIN = re.compile(r"[^.;]{0,160}?,\s+(?:(?:the|visiting|both)\s+)*")


def completed(
    page: Page, sentence: Sentence, clause: Clause, cue: Cue, left: tuple[Actor, ...], right: tuple[Actor, ...]
) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The two sides with what the main clause adds to them."""
    if cue.type not in _BESIDE:
        return left, right
    if right and not left and _OPENING.fullmatch(page.text, sentence.start, cue.start):
        return _main_subject(page, sentence, right[-1].end), right
    if _CLOSING.search(page.text, max(sentence.start, cue.start - 60), cue.start) and not _OF_BOTH.match(
        page.text, cue.end
    ):
        near = [actor for actor in page.actors_in(clause.head, cue.start) if actor.kind is not Kind.SIDE or not right]
        free = tuple(actor for actor in near if not chains.governed(page, clause, actor))
        if len(sides(free + right)) > 1:
            return free, right
    return left, right


def _main_subject(page: Page, sentence: Sentence, at: int) -> tuple[Actor, ...]:
    """The chain that the main clause begins with, after an opening such as "In a call with X, …"."""
    for actor in page.actors_in(at, sentence.end):
        if _MAIN.fullmatch(page.text, at, actor.start):
            return chains.chain(page, actor, sentence.end)
    return ()
