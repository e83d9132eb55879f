"""Says what the words around each name tell of its bearer: office, side, or that he acts in a contact.

In: names, and the titles and sides around them. Out: a `Claim` for each place that names somebody, in text order.
Nothing is guessed here: a name by which neither stands makes a bare claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from extractor.diplomacy.countries import Mention
from extractor.diplomacy.rules import appositions, introductions, lists, names
from extractor.diplomacy.rules.claim import Claim
from extractor.diplomacy.rules.names import Name
from extractor.diplomacy.rules.surroundings import Surroundings

__all__ = ["Claim", "read"]

_CONTACT = re.compile(
    r",?\s+(?:also |has |will |today |yesterday )*(?:met|meets?|held|holds|had (?:a|an|talks)|spoke|received|"
    r"visited|arrived|telephoned|sent|was (?:received|greeted|welcomed|met))\b"
)
_SLOT = re.compile(  # where whoever is met or signs stands
    r"(?:\b(?:met|meets|meeting|talks|talked|spoke|speaks|conversation|call|sat down|conferred|negotiations)"
    r"\s+(?:[a-z]+ ){0,3}?with|"
    r"\b(?:met|meets|hosted|hosts|telephoned|phoned|phones|summoned|congratulated)|"
    r"\b(?:led|headed|represented|signed|executed|chaired|co-chaired|accompanied)\s+(?:[^.;]{0,40}\b)?by)\s+$"
)
_SIGNATURE = re.compile(r"[”\"’']*\s*$")  # the last words of a letter
_ADDRESS = re.compile(
    r"\b(?:Your Excellency|Your Majesty|Mr\.? President|Mr\.? Prime Minister|Dear [A-Z]|Excellency,|Yours sincerely)\b"
)
_ENVOY_OF = re.compile(
    r"\b((?:(?:especial|special|personal)\s+)?(?:envoy|representative|emissary|advis[eo]r|aide)\s+(?:of|to)\s+)(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)
_FORMER = re.compile(r"\b([Ff]ormer|[Ee]x|[Ll]ate|[Oo]usted|[Dd]eposed|[Oo]ne-time|[Tt]hen)[\s-]+(?:the\s+)?$")
_OBJECT = re.compile(r"\b(?:by|with|to|met|meets?|received|thanked|told|between)\s+(?:the\s+)?$")
_COMMA = re.compile(rf",?\s+(?:[–—-]\s+)?(?:{names.honorifics()})*")
_AND = re.compile(rf"\s*(?:,|,?\s+and|,?\s+&)\s+(?:the\s+)?(?:{names.honorifics()})*")


def read(found: Iterable[Name], around: Surroundings) -> list[Claim]:
    """What the text around each name says of its bearer, in text order."""
    known = list(found)
    listed = lists.members(known, around)
    told = [_told(name, listed.get(name), around) for name in known]
    told = [_gone(_envoy(claim, told, around.text), around.text) for claim in told]
    return [_acting(claim, around.text) for claim in _colleagues(_shared(told, around), around.text)]


def _told(name: Name, member: lists.Member | None, around: Surroundings) -> Claim:
    claim = appositions.after(introductions.before(name, around), around)
    claim = appositions.delegate(introductions.leading(claim, around), around)
    return _listed(claim, member) if member else claim


def _listed(claim: Claim, member: lists.Member) -> Claim:
    """One of several: a side of the list's own is his, not the one that happens to stand next to the name."""
    own = claim.title if claim.title and not claim.title.plural else member.title
    start = claim.start if member.start == claim.name.start else member.start
    side = member.side
    end = side.end if side and claim.end <= side.start < claim.end + len(" of the ()") else claim.end
    return replace(claim, start=start, end=end, title=own, side=side or claim.side, counterpart=member.title is None)


def _colleagues(found: list[Claim], text: str) -> list[Claim]:
    """Ministers of one government: the second of "Utopian Foreign Minister X and Defence Minister Y" has X's side."""
    done = list(found)
    for at, (before, claim) in enumerate(pairwise(done), 1):
        open_ = claim.side is None and claim.title and before.title and before.side
        if open_ and claim.title and before.title and _AND.fullmatch(text, before.end, claim.start):
            ranks = {before.title.level, claim.title.level}
            met = _OBJECT.search(text, max(0, before.start - 30), before.start)
            if ranks == {"foreign_minister", "other_minister"} or (len(ranks) > 1 and met):
                done[at] = replace(claim, side=before.side)
    return done


def _shared(found: list[Claim], around: Surroundings) -> list[Claim]:
    """Names in the order of the sides before them: "the presidents of A and B, X and Y, …"."""
    done = list(found)
    for at, claim in enumerate(found):
        if claim.side is not None or claim.title is not None:
            continue
        run = [at]
        while (
            run[-1] + 1 < len(found)
            and found[run[-1] + 1].title is None
            and _AND.fullmatch(around.text, found[run[-1]].end, found[run[-1] + 1].start)
        ):
            run.append(run[-1] + 1)
        sides: list[Mention] = []
        side = around.side_before(claim.start, _COMMA) if len(run) > 1 else None
        while side is not None:
            sides.insert(0, side)
            side = around.side_before(side.start, _AND)
        if len(run) > 1 and len(sides) == len(run):
            for index, own in zip(run, sides, strict=True):
                done[index] = replace(found[index], side=own)
    return done


def _envoy(claim: Claim, found: list[Claim], text: str) -> Claim:
    """Whoever "envoy of the Utopian president, NAME" names; without the comma only if the president is somebody else."""
    match = _ENVOY_OF.search(text, max(0, claim.start - 60), claim.start) if claim.title and claim.side else None
    if match is None or claim.title is None or claim.side is None:
        return claim
    between = text[max(claim.title.end, claim.side.end) : claim.name.start]
    if "," in between or any(_rivals(claim, item) for item in found):
        title = replace(claim.title, words=text[match.start(1) : claim.title.end], level="envoy")
        return replace(claim, start=match.start(1), title=title)
    return claim


def _rivals(one: Claim, other: Claim) -> bool:
    """Whether two persons are said to hold one office of one side."""
    if one.name.tokens[-1] == other.name.tokens[-1] or not (one.title and other.title and one.side and other.side):
        return False
    return (one.title.level, one.side.code) == (other.title.level, other.side.code)


def _gone(claim: Claim, text: str) -> Claim:
    """Who once bore the office: "former Utopian President NAME"."""
    match = _FORMER.search(text, max(0, claim.start - 20), claim.start) if claim.title else None
    if match is None or claim.title is None:
        return claim
    title = replace(claim.title, words=f"{match[1]} {claim.title.words}", level="official")
    return replace(claim, start=match.start(1), title=title)


def _acting(claim: Claim, text: str) -> Claim:
    """A full name without any office that acts in a contact or signs a letter: as its subject, or where the others stand."""
    if not claim.bare or len(claim.name.tokens) < 2:
        return claim
    acts = _CONTACT.match(text, claim.end) or (_SIGNATURE.match(text, claim.end) and _ADDRESS.search(text))
    if acts or _SLOT.search(text, max(0, claim.start - 70), claim.start):
        return replace(claim, courtesy=True)
    return claim
