"""Reads what follows a name: the office, the country, and the side that somebody leads or signs for.

In: a `Claim` and the titles and sides of the text. Out: the claim with what the words after the name add to it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.diplomacy.rules.claim import Claim, in_role
from extractor.diplomacy.rules.surroundings import FILLER, Surroundings

_APPOSED = re.compile(
    r"(?:\s+(?:is|was|became|becomes|has become|will be)\s+(?:the\s+)?(?:first\s+|second\s+)?"
    r"|,\s+(?:who is\s+|who serves as\s+|the\s+)?|\s+as\s+(?:its\s+)?|\s+to\s+(?:be|become|serve\s+as)\s+(?:its\s+)?"
    rf"|\s+on\s+(?:his|her|the)\s+(?:[a-z-]+\s+){{1,3}}as\s+){FILLER}"
)
_AFTER_SIDE = re.compile(rf"(?:[’']s?)?\s+{FILLER}")
_ROLE = re.compile(  # "NAME, head of Utopia's ruling council, …"
    r",\s+(?:the\s+)?((?:[a-z-]+\s+){0,2}(?:head|chief|leader|commander|chair(?:man|woman|person)?|member|director|governor|deputy|"
    r"adviser|aide|envoy|official|secretary)\s+(?:of|in|at|to|for)\s+[^,.;\n]{2,60}?)"
    r"(?=[,.;]|\s+(?:met|meets|held|has|had|said|will|arrived|spoke)\b)"
)
_NAME_OF = re.compile(r"\s+(?:of|from)\s+(?:the\s+)?|\s*\(")
_NAME_FOLLOWS = re.compile(r" [A-Z][^\W\d_]+")  # "NAME, Sheikh OTHER": the title is the next one's
_SIGNS_FOR = re.compile(
    r"\s+(?:signed|spoke|speaking|attended|acted|acting|participated)\s+(?:[^.;,]{0,40}?\s)?(?:for|on behalf of)\s+(?:the\s+)?"
    r"(?:[Gg]overnment of\s+(?:the\s+)?)?"
)
_LEADS = re.compile(r"[^.;\n]{0,50}?\b(?:led|headed|heads|leads|represent(?:ed|ing|s))\s+(?:the\s+)?")
_TEAM = re.compile(r"(?:[’']s?)?[\s-]+(?:[a-z-]+\s+){0,3}?(?:delegation|team|mission|group|side|part)\b")
_NEAR = 150  # code points before a name in which "its" state stands


def after(claim: Claim, around: Surroundings) -> Claim:
    """Adds what follows the name: "…, the foreign minister of Y", "… of Armenia"."""
    end = claim.name.end
    if claim.side is None and (side := around.side_after(end, _NAME_OF)) and not claim.bare:
        return replace(claim, end=side.end + around.text.startswith(")", side.end), side=side)
    if claim.title is not None or claim.counterpart:
        return claim
    if role := _ROLE.match(around.text, end):
        return in_role(claim, role, around)
    match = _APPOSED.match(around.text, end)
    return _apposed(claim, match, around) if match else claim


def _apposed(claim: Claim, match: re.Match[str], around: Surroundings) -> Claim:
    at = match.end()
    side = around.side_from.get(at)
    if side is not None:
        step = _AFTER_SIDE.match(around.text, side.end)
        at = step.end() if step else at
    elif "its" in match[0].split():
        before = (item for item in reversed(around.sides) if claim.start - _NEAR < item.start < claim.start)
        side = next(before, None)
    title = around.title_from.get(at)
    if title is None or title.plural or _NAME_FOLLOWS.match(around.text, title.end):
        return claim
    side = side or around.side_of_title(title)
    return replace(claim, end=max(title.end, side.end if side else 0), title=title, side=side or claim.side)


def delegate(claim: Claim, around: Surroundings) -> Claim:
    """Who leads a side's delegation or acts on its behalf: "NAME led the Utopian delegation", "NAME signed for Utopia"."""
    if claim.side is None and (match := _SIGNS_FOR.match(around.text, claim.end)):
        side = around.side_from.get(match.end())
        return replace(claim, side=side) if side else claim
    if claim.side is not None or not (match := _LEADS.match(around.text, claim.end)):
        return claim
    side = around.side_from.get(match.end())
    return replace(claim, side=side) if side and _TEAM.match(around.text, side.end) else claim
