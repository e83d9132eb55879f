"""Finds who stands with a cue: the subject before it, and the others after it.

In: a page, a clause and a cue. Out: the actors on the left and on the right, each a chain such as "A, B and C".
An actor that only some other word governs ("talks on Syria") is in no chain.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

from extractor.diplomacy.rules import names
from extractor.diplomacy.rules.actors import Actor, Kind
from extractor.diplomacy.rules.clauses import Clause, relative
from extractor.diplomacy.rules.cues import Cue
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Sentence, speech_spans

_LINK = re.compile(
    r"[\s,’'`s]*(?:\([^()]{1,30}\)[\s,]*)?(?:\s*(?:,|and|&|as well as|along with|alongside|together with|plus|"
    r"separately with|with)\s*)*"
    rf"(?:{names.honorifics()}|(?:an?|the|his|her|their|its|new|visiting|"
    r"foreign|fellow|two|three|four|five|six|seven|eight|nine|ten|several|other|host|guest|neighbour|colleague|"
    r"counterpart|(?:[Gg]overnments?|[Pp]eoples?|[Pp]arliaments?|[Ss]tates?|[Ee]mbassy|"
    r"[Mm]inistry of (?:[A-Z][a-z]+ (?:and )?){1,4}) of),?\s+)*"
)
_LINK_TO_OFFICE = re.compile(
    rf"{_LINK.pattern}(?:(?:[A-Z][a-z]+|and|of|&)\s+){{0,4}}"
)  # "… and Mines and Energy Minister X"
FILL = (  # what stands between a preposition and whom it introduces
    rf"\s*(?:{names.honorifics()}|(?:the|a|an|his|her|their|its|my|our|colleagues?|both|visiting|new|newly|fellow|then|former|leaders|leader|officials|"
    r"representatives|presidents|ministers|host|hosts|guest|guests|accredited|outgoing|incoming|resident|non-resident"
    r"|counterparts?|delegations?|of|from|several|senior|top|and|two|three|four|five|six|seven|eight|nine|ten|\d+|"
    r"dozens|late|in)\.?,?\s+)*"
)
_APPOSED = r"(?:(?!(?:to|that|which|who|on|in|at|about|over|after|and|by|with|from|for|of)\b)[A-Za-z][a-z-]*\s+){0,4}"
_FAR = frozenset({"with", "between", "from"})  # may stand further off: "discussed the war by phone with B"
_ON_A_DAY = (
    r"(?:,?\s+(?:on\s+)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday|here)"
    r"(?:,?\s+(?:[A-Z][a-z]+ \d+|\d+ [A-Z][a-z]+))?,?)?"
)
_WHERE = (  # "received in audience at the State House yesterday"
    r"(?:,?\s+(?:in audience|in (?:his|her) office|separately|here|earlier|also|jointly|again|"
    r"(?:at|in|inside)\s+(?:the\s+|his\s+|her\s+)?(?:[A-Z][\w’'-]*|office|palace|residence)"
    r"(?:\s+(?:[A-Z][\w’'-]*|of|the|de|al|office|palace|residence|headquarters|house)){0,5}),?){0,2}"
)
_DIRECT = re.compile(rf"{_ON_A_DAY}{FILL}{_APPOSED}")
_DIRECT_ELSEWHERE = re.compile(rf"{_ON_A_DAY}{_WHERE}{_ON_A_DAY}{FILL}")
_DIRECTLY = frozenset({"-", "person", "guest", "after"})
_FLAGS = _DIRECTLY | {"place", "pair"}
_GOVERNED = re.compile(
    r"\b(?:of|in|with|for|by|from|to|on|against|about|at|over|into|toward|towards|between|under|including)\s+(?:the\s+)?$"
)
_OWNER = re.compile(r"[’'`]s?\s+(?:[A-Za-z-]+\s+){0,5}|\s+(?:[a-z-]+\s+){0,2}")
_SPEAKS = re.compile(r"(?:'s|’s)?(?: [a-z]+)? (?:said|says|told|announced|added|confirmed|stated|wrote|reported)\b")
_FROM = re.compile(  # "officials from A and B met": the sides act through them
    r"\b(?:generals|officials|delegations?|representatives|diplomats|leaders|teams|envoys|negotiators|ministers|experts|officers|"
    r"presidents|governments?|parliaments?|ministr(?:y|ies)|affairs|embassy|people|sides|delegates|groups|militar(?:y|ies)|chiefs|heads|secretaries|premiers|"
    r"ambassadors|speakers|kings|lawmakers|parties|authorities|armies|capitals|peoples)"
    r" (?:from|of|for) (?:both )?(?:the )?(?:[a-z]+ of (?:the )?)?$"
    r"|\b(?:chair(?:man|woman|person)?|head|chief|director|leader|commander|president|speaker|deputy) of (?:the )?$"
    r"|\b(?:led|headed|chaired|fronted) by (?:the |its |their )?$",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"\W*(?:By|At|In|On|Upon|Following|After|During|Under|Through|With|Before)\b[^,;]*"
)  # "By order of X, …"
_SELF = re.compile(r"\b(?:I|We|we)\b")
_OWNED = re.compile(r"[’'`]s?\s+(?:(?!(?:in|of|on|at|to|by|for|with|from|and)\b)[a-z-]+\s+){0,3}")
_ARRANGED_BY = re.compile(
    r"\b(?:was|were)\s+(?:called|requested|arranged|convened|hosted|initiated|chaired|attended|led)\s+by\b"
)
_HYPHEN = re.compile(r"\s?[-‐‑–—/]\s?")
_NAMED_FOR = re.compile(r"\s+(?:[A-Za-z-]+\s+){0,5}")
REACH = 90  # a long title may stand between


def chain(page: Page, first: Actor, end: int) -> tuple[Actor, ...]:
    """The actor and those joined to it by commas, "and", "with"."""
    found = [first]
    for actor in page.actors_in(first.start, end):
        last = found[-1]
        if actor == last or actor in found:
            continue
        if _SPEAKS.match(page.text, actor.end) and "and" not in page.text[last.end : actor.start]:
            break  # "…, the minister said": not in the chain
        if actor.start - last.end > REACH:
            break
        guessed = actor.person is not None and page.cast.persons[actor.person].guessed
        link = _LINK_TO_OFFICE if guessed else _LINK
        if actor.start == last.start or link.fullmatch(page.text, last.end, actor.start):
            found.append(actor)
        else:
            break
    return tuple(found)


def introduced(page: Page, cue: Cue, end: int, prepositions: frozenset[str]) -> tuple[Actor, ...]:
    """The chain that stands directly after the cue, or after one of the prepositions."""
    actors = page.actors_in(cue.end, end)
    if prepositions & _DIRECTLY and actors and _DIRECT.fullmatch(page.text, cue.end, actors[0].start):
        wanted = not prepositions & {"person", "guest"} or actors[0].kind is not Kind.SIDE
        if wanted:
            return chain(page, actors[0], end)
    if prepositions & _DIRECTLY:
        for actor in actors[:2]:
            if actor.kind is not Kind.SIDE and _DIRECT_ELSEWHERE.fullmatch(page.text, cue.end, actor.start):
                return chain(page, actor, end)
    words = "|".join(sorted(prepositions - _FLAGS))
    if not words:
        return ()
    lead = _lead(words)
    for actor in actors:
        if lead.fullmatch(page.text, cue.end, actor.start):
            return chain(page, actor, end)
    return ()


@cache
def _lead(prepositions: str) -> re.Pattern[str]:
    far = "|".join(word for word in prepositions.split("|") if word in _FAR)
    near = "|".join(word for word in prepositions.split("|") if word not in _FAR)
    leads = [rf".*\b(?:{far})\b" if far else "", rf"[^,;]{{0,30}}?\b(?:{near})\b" if near else ""]
    return re.compile(rf"(?:{'|'.join(filter(None, leads))}){FILL}{_APPOSED}", re.DOTALL)


def inside(page: Page, cue: Cue) -> tuple[Actor, ...]:
    """The sides named within the cue's own words: "a round of Utopian-Lilliputian talks"."""
    found = [side for side in page.around.sides if cue.start <= side.start and side.end <= cue.end]
    return tuple(Actor(side.start, side.end, Kind.SIDE, side.code, side.words) for side in found)


def subject(page: Page, sentence: Sentence, clause: Clause, cue: Cue) -> tuple[Actor, ...]:
    """The chain that the cue says something of: the owner ("X's visit"), the antecedent of "who", or the subject."""
    pronoun = relative(cue, sentence)
    if pronoun is not None and (before := page.actors_in(sentence.start, pronoun)):
        return _back(before)
    if speaker := _quoted(page, sentence, cue):
        return (speaker,)
    spoken = [span for span in speech_spans(sentence) if not span[0] <= cue.start < span[1]]
    inside = _aloud(page.actors_in(clause.start, cue.start), spoken)
    if inside and _OWNER.fullmatch(page.text, inside[-1].end, cue.start) and page.text[inside[-1].end] in "’'`":
        return (inside[-1],)
    if "pair" in cue.attached and (two := _pair(page, clause, cue)):
        return two
    if owner := _owner(page, cue):
        return (owner,)
    return _first(page, inside, clause, cue) or _first(
        page, _aloud(page.actors_in(clause.head, cue.start), spoken), clause, cue
    )


def _aloud(actors: list[Actor], spoken: list[tuple[int, int]]) -> list[Actor]:
    """The actors outside direct speech: whoever is talked of there does nothing here."""
    return [actor for actor in actors if not any(start <= actor.start < end for start, end in spoken)]


def arranger(page: Page, cue: Cue, sentence: Sentence) -> tuple[Actor, ...]:
    """The chain after "was called by", said of the contact that the cue names, or ()."""
    match = _ARRANGED_BY.search(page.text, cue.end, sentence.end)
    if match is None:
        return ()
    after = [actor for actor in page.actors_in(match.end(), sentence.end) if actor.start - match.end() < REACH]
    return chain(page, after[0], sentence.end) if after else ()


def _quoted(page: Page, sentence: Sentence, cue: Cue) -> Actor | None:
    """Who says "I met …" in direct speech: the person named beside the quotation."""
    speech = next(((start, end) for start, end in speech_spans(sentence) if start <= cue.start < end), None)
    if speech is None or not _SELF.search(page.text, speech[0], cue.start):
        return None
    outside = page.actors_in(speech[1], sentence.end) or page.actors_in(sentence.start, speech[0])
    return next((actor for actor in outside if actor.kind is Kind.PERSON), None)


def _owner(page: Page, cue: Cue) -> Actor | None:
    """The side whose meeting or visit it is: "Utopia's next meeting"."""
    side = page.around.side_before(cue.start, _OWNED)
    if side and any(side.end <= title.start < cue.start for title in page.around.titles):
        return None  # "Utopia's minister met": not the state, its minister
    return Actor(side.start, side.end, Kind.SIDE, side.code, side.words) if side else None


def _pair(page: Page, clause: Clause, cue: Cue) -> tuple[Actor, ...]:
    """The sides that a contact's name is made of: "the Utopian-Lilliputian commission", "A-B trade talks"."""
    near = [side for side in page.around.sides if max(clause.head, cue.start - REACH) <= side.start < cue.start]
    for at, (first, second) in enumerate(pairwise(near)):
        if _HYPHEN.fullmatch(page.text, first.end, second.start) and _NAMED_FOR.fullmatch(
            page.text, near[-1].end, cue.start
        ):
            joined = [first]
            for side in near[at + 1 :]:
                if _HYPHEN.fullmatch(page.text, joined[-1].end, side.start):
                    joined.append(side)
            return tuple(Actor(side.start, side.end, Kind.SIDE, side.code, side.words) for side in joined)
    return ()


def governed(page: Page, clause: Clause, actor: Actor) -> bool:
    """Whether a preposition makes the actor a detail of something else: "talks on Syria", unlike "officials from Syria"."""
    lead = page.text[max(clause.head, actor.start - 60) : actor.start]
    return _GOVERNED.search(lead) is not None and _FROM.search(lead) is None


def nominal(page: Page, cue: Cue, first: Actor) -> bool:
    """Whether the cue is a noun that names all who took part: "talks between A and B", "a meeting of A, B and C"."""
    return (
        re.match(
            r"\s+(?:[a-z]+ ){0,3}?(?:(?:in|at|on) [A-Z]\w+ )?(?:between|of|by)\b", page.text[cue.end : first.start]
        )
        is not None
    )


def _first(page: Page, inside: list[Actor], clause: Clause, cue: Cue) -> tuple[Actor, ...]:
    skipped: tuple[Actor, ...] = ()
    for actor in inside:
        if actor in skipped:
            continue
        if not governed(page, clause, actor):
            return chain(page, actor, cue.start)
        opens = _OPENS.fullmatch(page.text, clause.head, actor.start) and page.text[actor.end : actor.end + 1] == ","
        skipped = (actor,) if opens else chain(page, actor, cue.start)
    return ()


def _back(before: list[Actor]) -> tuple[Actor, ...]:
    last = before[-1]
    return tuple(actor for actor in before if (actor.start, actor.end) == (last.start, last.end))
