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
from extractor.diplomacy.rules import lists, names
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


_HONORS = names.honorifics()
_CONTACT = re.compile(
    r",?\s+(?:also |has |will |today |yesterday )*(?:met|meets?|held|holds|had (?:a|an|talks)|spoke|received|"
    r"visited|arrived|telephoned|sent|was (?:received|greeted|welcomed|met))\b"
)
_SIGNATURE = re.compile(r"[”\"’']*\s*$")  # the last words of a letter
_ADDRESS = re.compile(
    r"\b(?:Your Excellency|Your Majesty|Mr\.? President|Mr\.? Prime Minister|Dear [A-Z]|Excellency,"
    r"|Yours sincerely)\b"
)
_SLOT = re.compile(  # where whoever is met or signs stands
    r"(?:\b(?:met|meets|meeting|talks|talked|spoke|speaks|conversation|call|sat down|conferred|negotiations)"
    r"\s+(?:[a-z]+ ){0,3}?with|"
    r"\b(?:met|meets|hosted|hosts|telephoned|phoned|phones|summoned|congratulated)|"
    r"\b(?:led|headed|represented|signed|executed|chaired|co-chaired|accompanied)\s+(?:[^.;]{0,40}\b)?by)\s+$"
)
_COURTESY = re.compile(rf"(?:{_HONORS})+$")
_NOTHING = re.compile(
    rf"[\s,]*(?:\([^()\n]{{1,30}}\)[\s,]*)?(?:{_HONORS})*"
)  # "Minister (EAM) General X", "the minister, Mr X"
_OF = re.compile(r"\s+(?:of|for|from)\s+(?:the\s+)?")
_OF_ITS = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?(?:[Ee]mbassy\s+(?:of\s+)?(?:the\s+)?)?")
_TO = re.compile(r"(?:\s+[Ee]mbassy)?\s+(?:to|in)\s+(?:the\s+)?|\s+(?:[Ee]mbassy|[Hh]igh [Cc]ommission)\s+in\s+")
_PEER = r"(?:counterpart|opposite number|colleague|peer)s?"
_COUNTERPART = re.compile(rf"(?:[’']s)?\s+(?:[a-z]+\s+)?{_PEER}[\s,]*(?:{_HONORS})*")
_COUNTERPART_OF = re.compile(rf"\b{_PEER}\s+(?:from|in|of)\s+(?:the\s+)?$")
_OBJECT = re.compile(r"\b(?:by|with|to|met|meets?|received|thanked|told|between)\s+(?:the\s+)?$")
_COUNTERPART_ALONE = re.compile(rf"\b(?:his|her|the|their)\s+(?:new\s+)?{_PEER}[\s,]*$")
_APPOSED = re.compile(
    r"(?:\s+(?:is|was|became|becomes|has become|will be)\s+(?:the\s+)?(?:first\s+|second\s+)?"
    r"|,\s+(?:who is\s+|who serves as\s+|the\s+)?|\s+as\s+(?:its\s+)?|\s+to\s+(?:be|become"
    r"|serve\s+as)\s+(?:its\s+)?|\s+on\s+(?:his|her|the)\s+(?:[a-z-]+\s+){1,3}as\s+)" + FILLER
)
_ROLE = re.compile(  # "NAME, head of Utopia's ruling council, …"
    r",\s+(?:the\s+)?((?:[a-z-]+\s+){0,2}(?:head|chief|leader|commander|chair(?:man|woman|person)?"
    r"|member|director|governor|deputy|adviser|"
    r"aide|envoy|official|secretary)\s+(?:of|in|at|to|for)\s+[^,.;\n]{2,60}?)(?=[,.;]|\s+(?:met"
    r"|meets|held|has|had|said|will|arrived|spoke)\b)"
)
_ROLE_BEFORE = re.compile(  # "the head of the Utopian delegation, NAME"
    r"\b((?:(?:deputy|acting|chief)\s+)?(?:head|chief|leader|commander|chair(?:man|woman|person)?"
    r"|director|secretary|representative)\s+of\s+"
    rf"[^.,;:\n]{{3,60}}),\s+(?:{_HONORS})*$"
)
_ROYAL = frozenset({"King", "Queen", "Emir", "Amir", "Sultan", "Pope", "Emperor"})
_SPACE = re.compile(r" ")
_SENT = frozenset({"ambassador", "envoy", "official"})
_ENVOY_OF = re.compile(
    r"\b((?:(?:especial|special|personal)\s+)?(?:envoy|representative|emissary|advis[eo]r"
    r"|aide)\s+(?:of|to)\s+)(?:the\s+|an?\s+)?$",
    re.IGNORECASE,
)
_FORMER = re.compile(r"\b([Ff]ormer|[Ee]x|[Ll]ate|[Oo]usted|[Dd]eposed|[Oo]ne-time|[Tt]hen)[\s-]+(?:the\s+)?$")
_NAME_FOLLOWS = re.compile(r" [A-Z][^\W\d_]+")  # "NAME, Sheikh OTHER": the title is the next one's
_LED = re.compile(r"\b(?:led|headed|chaired|fronted)\s+by\s+(?:[a-z-]+\s+){0,4}$")
_SIGNS_FOR = re.compile(
    r"\s+(?:signed|spoke|speaking|attended|acted|acting|participated)\s+(?:[^.;,]{0,40}?\s)?(?:for|on behalf of)\s+(?:the\s+)?"
    r"(?:[Gg]overnment of\s+(?:the\s+)?)?"
)
_LEADS = re.compile(r"[^.;\n]{0,50}?\b(?:led|headed|heads|leads|represent(?:ed|ing|s))\s+(?:the\s+)?")
_COMMA = re.compile(rf",?\s+(?:[–—-]\s+)?(?:{_HONORS})*")
_AND = re.compile(rf"\s*(?:,|,?\s+and|,?\s+&)\s+(?:the\s+)?(?:{_HONORS})*")
_TEAM = re.compile(r"(?:[’']s?)?[\s-]+(?:[a-z-]+\s+){0,3}?(?:delegation|team|mission|group|side|part)\b[^.;\n]{0,60}")
_NAME_OF = re.compile(r"\s+(?:of|from)\s+(?:the\s+)?|\s*\(")
_POSSESSIVE = re.compile(r"[’']s?\s+(?:(?:new|former|own)\s+)?")
_POSTED = re.compile(rf"(?:\s+(?:to|at|in|for)\s+[^.;,\n]{{2,50}})?,\s+(?:{_HONORS})*")


def read(found: Iterable[Name], around: Surroundings) -> list[Claim]:
    """What the text around each name says of its bearer, in text order."""
    known = list(found)
    listed = lists.members(known, around)
    told = [_delegate(_leading(_after(_before(name, around), around), around), around) for name in known]
    told = [_listed(claim, listed[name]) if name in listed else claim for name, claim in zip(known, told, strict=True)]
    told = [_gone(_envoy(claim, told, around.text), around.text) for claim in told]
    return [_acting(claim, around.text) for claim in _colleagues(_shared(told, around), around.text)]


def _listed(claim: Claim, member: lists.Member) -> Claim:
    """One of several: a side of the list's own is his, not the one that happens to stand next to the name."""
    own = claim.title if claim.title and not claim.title.plural else member.title
    start = claim.start if member.start == claim.name.start else member.start
    return replace(claim, start=start, title=own, side=member.side or claim.side, counterpart=member.title is None)


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
    courtesy = _COURTESY.search(text, max(0, name.start - 60), name.start)
    at = courtesy.start() if courtesy else name.start
    claim = Claim(at, name.end, name, courtesy=courtesy is not None)
    if title := around.title_before(name.start, _NOTHING) or around.title_before(at, _NOTHING):
        return _in_office(claim, title, around)
    if name.tokens[0] in _ROYAL and len(name.tokens) > 1 and (side := around.side_before(at, _SPACE)):
        return _crowned(claim, side)
    if (side := around.side_before(at, _NOTHING)) and (told := _after_side(claim, side, around)):
        return told
    return _without_office(claim, at, around)


def _after_side(claim: Claim, side: Mention, around: Surroundings) -> Claim | None:
    """A name right after a side that belongs to something before it: "Minister of A NAME", "counterpart from A NAME"."""
    if accredited := _accredited(claim, side, around):
        return accredited
    if title := around.title_before(side.start, _OF_ITS):
        represented = around.side_before(title.start, TO_TITLE) or (None if title.level == "envoy" else side)
        start = min(title.start, represented.start if represented else title.start)
        return replace(claim, start=start, title=title, side=represented)
    if _COUNTERPART_OF.search(around.text, max(0, side.start - 40), side.start):
        return replace(claim, start=side.start, side=side, counterpart=True)
    return None


def _without_office(claim: Claim, at: int, around: Surroundings) -> Claim:
    """A name with no office right before it: its side, its role, or that it is somebody's counterpart."""
    text = around.text
    if side := around.side_before(at, _COUNTERPART):
        return replace(claim, start=side.start, side=side, counterpart=True)
    if side := around.side_before(at, _POSSESSIVE):
        return replace(claim, start=side.start, side=side)
    if (title := around.title_before(at, _POSTED)) and title.level in _SENT:
        return _in_office(claim, title, around)
    if role := _ROLE_BEFORE.search(text, max(0, at - 90), at):
        return _in_role(claim, role, around)
    if _COUNTERPART_ALONE.search(text, max(0, at - 40), at):
        return replace(claim, counterpart=True, side=around.side_after(claim.name.end, _NAME_OF))
    return claim


def _crowned(claim: Claim, side: Mention) -> Claim:
    """The monarch of "Utopian King NAME"; without the country the word may be a name, as in "Sultan Roe"."""
    name = claim.name
    word = name.tokens[0]
    title = TitleMention(name.start, name.start + len(word), word, level_of(word), plural=False)
    bare = Name(title.end + 1, name.end, name.words[len(word) + 1 :])
    return replace(claim, start=side.start, name=bare, title=title, side=side)


def _envoy(claim: Claim, found: list[Claim], text: str) -> Claim:
    """Whoever "envoy of the Utopian president, NAME" names; without the comma only if the president is somebody else."""
    match = _ENVOY_OF.search(text, max(0, claim.start - 60), claim.start) if claim.title and claim.side else None
    if match is None or claim.title is None or claim.side is None:
        return claim
    between = text[max(claim.title.end, claim.side.end) : claim.name.start]
    rivals = (item for item in found if item.side and item.title and item.name.tokens[-1] != claim.name.tokens[-1])
    if "," in between or any(
        (item.side.code, item.title.level) == (claim.side.code, claim.title.level)
        for item in rivals
        if item.side and item.title
    ):
        title = replace(claim.title, words=text[match.start(1) : claim.title.end], level="envoy")
        return replace(claim, start=match.start(1), title=title)
    return claim


def _gone(claim: Claim, text: str) -> Claim:
    """Who once bore the office: "former Utopian President NAME"."""
    match = _FORMER.search(text, max(0, claim.start - 20), claim.start) if claim.title else None
    if match is None or claim.title is None:
        return claim
    title = replace(claim.title, words=f"{match[1]} {claim.title.words}", level="official")
    return replace(claim, start=match.start(1), title=title)


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


def _in_role(claim: Claim, role: re.Match[str], around: Surroundings) -> Claim:
    """Who has a part in a side's body: "head of Utopia's ruling council"."""
    side = next((side for side in around.sides if role.start(1) <= side.start and side.end <= role.end(1)), None)
    if side is None or claim.side is not None:
        return claim
    office = TitleMention(role.start(1), role.end(1), role[1], level_of(role[1]), plural=False)
    return replace(
        claim, start=min(claim.start, role.start(1)), end=max(claim.end, role.end(1)), title=office, side=side
    )


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
        return replace(claim, end=side.end + around.text.startswith(")", side.end), side=side)
    if claim.title is not None or claim.counterpart:
        return claim
    if role := _ROLE.match(around.text, end):
        return _in_role(claim, role, around)
    match = _APPOSED.match(around.text, end)
    if match is None:
        return claim
    at = match.end()
    side = around.side_from.get(at)
    if side is not None:
        step = re.compile(rf"(?:[’']s?)?\s+{FILLER}").match(around.text, side.end)
        at = step.end() if step else at
    if side is None and "its" in match[0].split():
        side = next((side for side in reversed(around.sides) if claim.start - 150 < side.start < claim.start), None)
    title = around.title_from.get(at)
    if title is None or title.plural or (title.end < len(around.text) and _NAME_FOLLOWS.match(around.text, title.end)):
        return claim
    side = side or around.side_of_title(title)
    return replace(claim, end=max(title.end, side.end if side else 0), title=title, side=side or claim.side)


def _acting(claim: Claim, text: str) -> Claim:
    """A full name without any office that acts in a contact: as its subject, or where the others stand."""
    if not claim.bare or len(claim.name.tokens) < 2:
        return claim
    acts = _CONTACT.match(text, claim.end) or (_SIGNATURE.match(text, claim.end) and _ADDRESS.search(text))
    if acts or _SLOT.search(text, max(0, claim.start - 70), claim.start):
        return replace(claim, courtesy=True)
    return claim
