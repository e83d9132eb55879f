"""Reads what introduces a name: the office, the side and the honorifics that stand before it.

In: a name, and the titles and sides of the text. Out: a `Claim`, bare where nothing introduces the name.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.diplomacy.countries import Mention
from extractor.diplomacy.offices import TitleMention, level_of
from extractor.diplomacy.rules import names
from extractor.diplomacy.rules.claim import Claim, in_role
from extractor.diplomacy.rules.names import Name
from extractor.diplomacy.rules.surroundings import TO_TITLE, Surroundings

_HONORS = names.honorifics()
_COURTESY = re.compile(rf"(?:{_HONORS})+$")
_NOTHING = re.compile(  # "Minister (EAM) General X", "the minister, Mr X"
    rf"[\s,]*(?:\([^()\n]{{1,30}}\)[\s,]*)?(?:{_HONORS})*"
)
_OF = re.compile(r"\s+(?:of|for|from)\s+(?:the\s+)?")
_OF_ITS = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?(?:[Ee]mbassy\s+(?:of\s+)?(?:the\s+)?)?")
_TO = re.compile(r"(?:\s+[Ee]mbassy)?\s+(?:to|in)\s+(?:the\s+)?|\s+(?:[Ee]mbassy|[Hh]igh [Cc]ommission)\s+in\s+")
_PEER = r"(?:counterpart|opposite number|colleague|peer)s?"
_COUNTERPART = re.compile(rf"(?:[’']s)?\s+(?:[a-z]+\s+)?{_PEER}[\s,]*(?:{_HONORS})*")
_COUNTERPART_OF = re.compile(rf"\b{_PEER}\s+(?:from|in|of)\s+(?:the\s+)?$")
_COUNTERPART_ALONE = re.compile(rf"\b(?:his|her|the|their)\s+(?:new\s+)?{_PEER}[\s,]*$")
_NAME_OF = re.compile(r"\s+(?:of|from)\s+(?:the\s+)?|\s*\(")
_ROLE = re.compile(  # "the head of the Utopian delegation, NAME"
    r"\b((?:(?:deputy|acting|chief|vice)[\s-]+)?(?i:speaker|president|head|chief|leader|commander|chair(?:man|woman|person)?|director|"
    rf"secretary|representative)\s+of\s+[^.,;:\n]{{3,60}}),\s+(?:{_HONORS})*$"
)
_ROYAL = frozenset({"King", "Queen", "Emir", "Amir", "Sultan", "Pope", "Emperor"})
_SPACE = re.compile(r" ")
_AND = re.compile(rf"\s*(?:,|,?\s+and|,?\s+&)\s+(?:the\s+)?(?:{_HONORS})*")
_POSSESSIVE = re.compile(r"[’']s?\s+(?:(?:new|former|own)\s+)?")
_SENT = frozenset({"ambassador", "envoy", "official"})
_POSTED = re.compile(rf"(?:\s+(?:to|at|in|for)\s+[^.;,\n]{{2,50}})?,\s+(?:{_HONORS})*")
_LED = re.compile(r"\b(?:(?:led|headed|chaired|fronted)\s+)?by\s+(?:[a-z-]+\s+){0,4}$")
_TEAM = re.compile(r"(?:[’']s?)?[\s-]+(?:[a-z-]+\s+){0,3}?(?:delegation|team|mission|group|side|part)\b[^.;\n]{0,60}")


def before(name: Name, around: Surroundings) -> Claim:
    """What the words before a name say of its bearer."""
    courtesy = _COURTESY.search(around.text, max(0, name.start - 60), name.start)
    at = courtesy.start() if courtesy else name.start
    claim = Claim(at, name.end, name, courtesy=courtesy is not None)
    readers = (_titled, _crowned, _abroad, _counterpart, _possessed, _posted, _of_a_body, _unnamed_peer)
    return next((found for reader in readers if (found := reader(claim, around))), claim)


def leading(claim: Claim, around: Surroundings) -> Claim:
    """Who leads a side's delegation speaks for that side: "a Utopian delegation led by Deputy Minister NAME"."""
    if claim.side is not None or not (led := _LED.search(around.text, max(0, claim.start - 40), claim.start)):
        return claim
    for side in reversed(around.sides):
        near = max(0, led.start() - 100) <= side.start and side.end <= led.start()
        if near and _TEAM.match(around.text[side.end : led.start()]):
            return replace(claim, side=side)
    return claim


def _titled(claim: Claim, around: Surroundings) -> Claim | None:
    """The bearer of an office that stands before the name."""
    title = around.title_before(claim.name.start, _NOTHING) or around.title_before(claim.start, _NOTHING)
    return _in_office(claim, title, around) if title else None


def _in_office(claim: Claim, title: TitleMention, around: Surroundings) -> Claim:
    """Who bears an office, with the side that stands before it, or before a first office that he has too."""
    side = around.side_of_title(title)
    if side is None and (side := around.side_before(title.start, _COUNTERPART)):
        return replace(claim, start=side.start, title=title, side=side, counterpart=True)
    first = around.title_before(title.start, _POSTED) if side is None else None
    if first and first.level in _SENT and not first.plural:
        side = around.side_before(first.start, TO_TITLE)
        title = first if side else title
    if (
        side is None
        and (own := around.side_before(title.start, _AND))
        and (first := around.title_before(own.start, _OF))
    ):
        side, title = own, first  # "Prime Minister of Utopia and Minister of Defence NAME"
    return replace(claim, start=min(title.start, side.start if side else claim.start), title=title, side=side)


def _crowned(claim: Claim, around: Surroundings) -> Claim | None:
    """The monarch of "Utopian King NAME"; without the country the word may be a name, as in "Sultan Roe"."""
    name = claim.name
    word = name.tokens[0]
    side = around.side_before(claim.start, _SPACE) if word in _ROYAL and len(name.tokens) > 1 else None
    if side is None:
        return None
    title = TitleMention(name.start, name.start + len(word), word, level_of(word), plural=False)
    bare = Name(title.end + 1, name.end, name.words[len(word) + 1 :])
    return replace(claim, start=side.start, name=bare, title=title, side=side)


def _abroad(claim: Claim, around: Surroundings) -> Claim | None:
    """The bearer of an office whose country stands between it and the name: "President of Utopia NAME"."""
    side = around.side_before(claim.start, _NOTHING)
    if side is None:
        return None
    if accredited := _accredited(claim, side, around):
        return accredited
    if title := around.title_before(side.start, _OF_ITS):
        represented = around.side_before(title.start, TO_TITLE) or (None if title.level == "envoy" else side)
        start = min(title.start, represented.start if represented else title.start)
        return replace(claim, start=start, title=title, side=represented)
    if _COUNTERPART_OF.search(around.text, max(0, side.start - 40), side.start):
        return replace(claim, start=side.start, side=side, counterpart=True)
    return None


def _accredited(claim: Claim, host: Mention, around: Surroundings) -> Claim | None:
    """The side of "Ambassador of Italy to Armenia NAME" and "US ambassador to Armenia NAME", which is not the host."""
    sent = around.side_before(host.start, _TO)
    title = around.title_before(sent.start, _OF) if sent else around.title_before(host.start, _TO)
    side = sent or (around.side_of_title(title) if title else None)
    if title is None or side is None:
        return None
    return replace(claim, start=min(title.start, side.start), title=title, side=side)


def _counterpart(claim: Claim, around: Surroundings) -> Claim | None:
    side = around.side_before(claim.start, _COUNTERPART)
    return replace(claim, start=side.start, side=side, counterpart=True) if side else None


def _possessed(claim: Claim, around: Surroundings) -> Claim | None:
    side = around.side_before(claim.start, _POSSESSIVE)
    return replace(claim, start=side.start, side=side) if side else None


def _posted(claim: Claim, around: Surroundings) -> Claim | None:
    """Who is sent somewhere: "the Utopian ambassador to the country, NAME"."""
    title = around.title_before(claim.start, _POSTED)
    return _in_office(claim, title, around) if title and title.level in _SENT else None


def _of_a_body(claim: Claim, around: Surroundings) -> Claim | None:
    role = _ROLE.search(around.text, max(0, claim.start - 90), claim.start)
    return in_role(claim, role, around) if role else None


def _unnamed_peer(claim: Claim, around: Surroundings) -> Claim | None:
    """Somebody's counterpart whose country follows, if it is named at all: "his counterpart NAME of Utopia"."""
    if not _COUNTERPART_ALONE.search(around.text, max(0, claim.start - 40), claim.start):
        return None
    return replace(claim, counterpart=True, side=around.side_after(claim.name.end, _NAME_OF))
