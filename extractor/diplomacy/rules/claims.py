"""Says what the words around each name tell of its bearer: office, side, or that he acts in a contact.

In: names, and the titles and sides around them. Out: a `Claim` for each place that names somebody, in text order.
Nothing is guessed here: a name by which neither stands makes a bare claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.diplomacy.countries import Mention
from extractor.diplomacy.offices import TitleMention, level_of
from extractor.diplomacy.rules.names import Name
from extractor.diplomacy.rules.surroundings import FILLER, TO_TITLE, Surroundings


@dataclass(frozen=True, slots=True)
class Claim:
    """A place in the text that names somebody, and what the words around the name say of its bearer."""

    start: int
    end: int
    name: Name
    title: TitleMention | None = None
    side: Mention | None = None
    counterpart: bool = False  # the office is that of the person named before
    courtesy: bool = False  # "Mr", "Dr"

    @property
    def bare(self) -> bool:
        """Whether nothing but the name stands there."""
        return not (self.title or self.side or self.counterpart or self.courtesy)


_RANKS = (
    r"(?:Gen|General|Lt|Maj|Major|Col|Colonel|Admiral|Adm|Dr|Mr|Mrs|Ms|Prof|Professor|Eng|Sheikh|Prince|Sir|Lord|Hon)"
)
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
_COURTESY = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sir|Hon|Gen|Sheikh|H\.E|His Excellency|Her Excellency)\b\.?\s+)+$")
_NOTHING = re.compile(  # "Minister (EAM) General X", "the minister, Mr X"
    r"[\s,]*(?:\([^()\n]{1,30}\)[\s,]*)?"
    rf"(?:(?:{_RANKS}|H\.E|(?:His |Her )?Excellency|Sayyid|Datuk|Tun|Ambassador)\.?\s+)*"
)
_OF = re.compile(r"\s+(?:of|for|from)\s+(?:the\s+)?")
_TO = re.compile(r"\s+(?:to|in)\s+(?:the\s+)?")
_COUNTERPART = re.compile(rf"(?:[’']s)?\s+(?:[a-z]+\s+)?(?:counterpart|opposite number)s?[\s,]*(?:{_RANKS}\.?\s+)*")
_COUNTERPART_OF = re.compile(r"\b(?:counterpart|opposite number)\s+(?:from|in|of)\s+(?:the\s+)?$")
_COUNTERPART_ALONE = re.compile(r"\b(?:his|her|the)\s+(?:new\s+)?(?:counterpart|opposite number)[\s,]*$")
_APPOSED = re.compile(
    r"(?:\s+(?:is|was|became|becomes|has become|will be)\s+(?:the\s+)?(?:first\s+|second\s+)?"
    r"|,\s+(?:who is\s+|who serves as\s+|the\s+)?|\s+as\s+(?:its\s+)?|\s+on\s+(?:his|her|the)\s+(?:[a-z-]+\s+){1,3}as\s+)"
    + FILLER
)
_ROLE = re.compile(  # "NAME, head of Utopia's ruling council, …"
    r",\s+(?:the\s+)?((?:[a-z-]+\s+){0,2}(?:head|chief|leader|commander|chair(?:man|woman|person)?|member|director|governor|deputy|adviser|"
    r"aide|envoy|official|secretary)\s+(?:of|in|at|to|for)\s+[^,.;\n]{2,60}?)(?=[,.;]|\s+(?:met|meets|held|has|had|said|will|arrived|spoke)\b)"
)
_NAME_FOLLOWS = re.compile(r" [A-Z][^\W\d_]+")  # "NAME, Sheikh OTHER": the title is the next one's
_LED = re.compile(r"\b(?:led|headed|chaired|fronted)\s+by\s+(?:[a-z-]+\s+){0,4}$")
_SIGNS_FOR = re.compile(
    r"\s+signed\s+(?:[^.;,]{0,40}?\s)?(?:for|on behalf of)\s+(?:the\s+)?(?:[Gg]overnment of\s+(?:the\s+)?)?"
)
_LEADS = re.compile(r"[^.;\n]{0,50}?\b(?:led|headed|heads|leads|represented)\s+(?:the\s+)?")
_COMMA = re.compile(r",?\s+(?:[–—-]\s+)?")
_AND = re.compile(r"\s*(?:,|,?\s+and|,?\s+&)\s+(?:the\s+)?")
_TEAM = re.compile(r"[\s-]+(?:[a-z-]+\s+){0,3}?(?:delegation|team|mission|group|side)\b[^.;\n]{0,60}")
_NAME_OF = re.compile(r"\s+(?:of|from)\s+(?:the\s+)?|\s*\(")
_POSSESSIVE = re.compile(r"[’']s?\s+(?:(?:new|former|own)\s+)?")


def read(names: Iterable[Name], around: Surroundings) -> list[Claim]:
    """What the text around each name says of its bearer, in text order."""
    found = [_delegate(_leading(_after(_before(name, around), around), around), around) for name in names]
    return [_acting(claim, around.text) for claim in _colleagues(_shared(found, around), around.text)]


def _colleagues(found: list[Claim], text: str) -> list[Claim]:
    """Ministers of one government: the second of "Utopian Foreign Minister X and Defence Minister Y" has X's side."""
    done = list(found)
    for at, (before, claim) in enumerate(pairwise(done), 1):
        if (
            claim.side is None
            and claim.title
            and before.title
            and before.side
            and _AND.fullmatch(text, before.end, claim.start)
        ):
            ranks = {before.title.level, claim.title.level}
            if ranks == {"foreign_minister", "other_minister"}:
                done[at] = replace(claim, side=before.side)
    return done


def _shared(found: list[Claim], around: Surroundings) -> list[Claim]:
    """Names in the order of the sides before them: "the presidents of A and B, X and Y, …"."""
    done = list(found)
    for at, claim in enumerate(found):
        if claim.side is not None or not claim.bare:
            continue
        run = [at]
        while (
            run[-1] + 1 < len(found)
            and found[run[-1] + 1].bare
            and _AND.fullmatch(around.text, found[run[-1]].end, found[run[-1] + 1].start)
        ):
            run.append(run[-1] + 1)
        sides: list[Mention] = []
        side = around.side_before(claim.start, _COMMA)
        while side is not None:
            sides.insert(0, side)
            side = around.side_before(side.start, _AND)
        if len(run) > 1 and len(sides) == len(run):
            for index, own in zip(run, sides, strict=True):
                done[index] = replace(found[index], side=own)
    return done


def _before(name: Name, around: Surroundings) -> Claim:
    text = around.text
    courtesy = _COURTESY.search(text, max(0, name.start - 30), name.start)
    at = courtesy.start() if courtesy else name.start
    claim = Claim(at, name.end, name, courtesy=courtesy is not None)
    if title := around.title_before(at, _NOTHING):
        side = around.side_of_title(title)
        return replace(claim, start=min(title.start, side.start if side else at), title=title, side=side)
    if side := around.side_before(at, _NOTHING):
        if accredited := _accredited(claim, side, around):
            return accredited
        if title := around.title_before(side.start, _OF):
            represented = around.side_before(title.start, TO_TITLE) or (None if title.level == "envoy" else side)
            start = min(title.start, represented.start if represented else title.start)
            return replace(claim, start=start, title=title, side=represented)
        if _COUNTERPART_OF.search(text, max(0, side.start - 40), side.start):
            return replace(claim, start=side.start, side=side, counterpart=True)
    if side := around.side_before(at, _COUNTERPART):
        return replace(claim, start=side.start, side=side, counterpart=True)
    if side := around.side_before(at, _POSSESSIVE):
        return replace(claim, start=side.start, side=side)
    if _COUNTERPART_ALONE.search(text, max(0, at - 40), at):
        return replace(claim, counterpart=True, side=around.side_after(name.end, _NAME_OF))
    return claim


def _leading(claim: Claim, around: Surroundings) -> Claim:
    """Who leads a side's delegation speaks for that side: "a Utopian delegation led by Deputy Minister NAME"."""
    if claim.side is not None or not (led := _LED.search(around.text, max(0, claim.start - 40), claim.start)):
        return claim
    for side in reversed(around.sides):
        near = max(0, led.start() - 100) <= side.start and side.end <= led.start()
        if near and _TEAM.match(around.text[side.end : led.start()]):
            return replace(claim, side=side)
    return claim


def _delegate(claim: Claim, around: Surroundings) -> Claim:
    """Who leads a side's delegation, told the other way: "NAME led the Utopian delegation"."""
    if claim.side is None and (match := _SIGNS_FOR.match(around.text, claim.end)):
        side = around.side_from.get(match.end())
        return replace(claim, side=side) if side else claim
    if claim.side is not None or not (match := _LEADS.match(around.text, claim.end)):
        return claim
    side = around.side_from.get(match.end())
    return replace(claim, side=side) if side and _TEAM.match(around.text[side.end : side.end + 40]) else claim


def _accredited(claim: Claim, host: Mention, around: Surroundings) -> Claim | None:
    """The side of "Ambassador of Italy to Armenia NAME" and "US ambassador to Armenia NAME", which is not the host."""
    sent = around.side_before(host.start, _TO)
    title = around.title_before(sent.start, _OF) if sent else around.title_before(host.start, _TO)
    side = sent or (around.side_of_title(title) if title else None)
    if title is None or side is None:
        return None
    return replace(claim, start=min(title.start, side.start), title=title, side=side)


def _after(claim: Claim, around: Surroundings) -> Claim:
    """Adds what follows the name: "…, the foreign minister of Y", "… of Armenia"."""
    end = claim.name.end
    if claim.side is None and (side := around.side_after(end, _NAME_OF)) and not claim.bare:
        return replace(claim, end=side.end, side=side)
    if claim.title is not None or claim.counterpart:
        return claim
    if role := _ROLE.match(around.text, end):
        side = next((side for side in around.sides if role.start(1) <= side.start and side.end <= role.end(1)), None)
        office = TitleMention(role.start(1), role.end(1), role[1], level_of(role[1]), plural=False)
        return replace(claim, end=role.end(1), title=office, side=side) if side and claim.side is None else claim
    match = _APPOSED.match(around.text, end)
    if match is None:
        return claim
    at = match.end()
    side = around.side_from.get(at)
    if side is not None:
        step = re.compile(rf"(?:[’']s?)?\s+{FILLER}").match(around.text, side.end)
        at = step.end() if step else at
    title = around.title_from.get(at)
    if title is None or title.plural or (title.end < len(around.text) and _NAME_FOLLOWS.match(around.text, title.end)):
        return claim
    side = side or around.side_of_title(title)
    return replace(claim, end=max(title.end, side.end if side else 0), title=title, side=side or claim.side)


def _acting(claim: Claim, text: str) -> Claim:
    """A full name without any office that acts in a contact: as its subject, or where the others stand."""
    if not claim.bare or len(claim.name.tokens) < 2:
        return claim
    acts = _CONTACT.match(text, claim.end)
    if acts or _SLOT.search(text, max(0, claim.start - 70), claim.start):
        return replace(claim, courtesy=True)
    return claim
