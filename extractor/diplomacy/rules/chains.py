"""Finds who stands with a cue: the subject before it, and the others after it.

In: a page, a clause and a cue. Out: the actors on the left and on the right, each a chain such as "A, B and C".
An actor that only some other word governs ("talks on Syria") is in no chain.
"""

from __future__ import annotations

import re

from extractor.diplomacy.rules.actors import Actor, Kind
from extractor.diplomacy.rules.clauses import Clause, relative
from extractor.diplomacy.rules.cues import Cue
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Sentence, speech_spans

_LINK = re.compile(
    r"[\s,’'`s]*(?:\([^()]{1,30}\)[\s,]*)?(?:\s*(?:,|and|&|as well as|along with|alongside|together with|plus|"
    r"separately with|with)\s*)*"
    r"(?:(?:the|his|her|their|its|new|visiting|foreign|fellow)\s+)*"
)
_FILL = (
    r"\s*(?:(?:the|a|an|his|her|their|its|my|our|colleagues?|both|visiting|new|newly|fellow|then|former|leaders|leader|officials|"
    r"representatives|presidents|ministers"
    r"|counterparts?|delegations?|of|from|several|senior|top|and|two|three|four|five|six|seven|eight|nine|ten|\d+|"
    r"dozens|late|in|Mr|Ms|Mrs|Dr)\.?,?\s+)*"
)
_DIRECT = re.compile(_FILL)
_GOVERNED = re.compile(
    r"\b(?:of|in|with|for|by|from|to|on|against|about|at|over|into|toward|towards|between|under|including)\s+(?:the\s+)?$"
)
_OWNER = re.compile(r"[’'`]s?\s+(?:[A-Za-z-]+\s+){0,5}|\s+(?:[a-z-]+\s+){0,2}")
_SPEAKS = re.compile(r"(?:'s|’s)?(?: [a-z]+)? (?:said|says|told|announced|added|confirmed|stated|wrote|reported)\b")
_FROM = re.compile(  # "officials from A and B met": the sides act through them
    r"\b(?:generals|officials|delegations|representatives|diplomats|leaders|teams|envoys|negotiators|ministers|experts|officers|presidents)"
    r" (?:from|of) (?:the )?(?:governments of )?$",
    re.IGNORECASE,
)
_SELF = re.compile(r"\b(?:I|We|we)\b")
_OWNED = re.compile(r"[’'`]s?\s+(?:[a-z]+\s+){0,3}")
_PASSIVE = re.compile(r"\b(?:was|were|been|be|being|is|are)\s+(?:[a-z]+ly\s+)?$")
_INVITED_BY = re.compile(r"\bat (?:the|an) invitation of|\binvited by|\bat the invitation from")
_ARRANGED_BY = re.compile(
    r"\b(?:was|were)\s+(?:called|requested|arranged|convened|hosted|initiated|chaired|attended|led)\s+by\b"
)
_REACH = 90  # a long title may stand between
_BY = re.compile(rf"\bby{_FILL}$")


def chain(page: Page, first: Actor, end: int) -> tuple[Actor, ...]:
    """The actor and those joined to it by commas, "and", "with"."""
    found = [first]
    for actor in page.actors_in(first.start, end):
        last = found[-1]
        if actor == last or actor in found:
            continue
        if _SPEAKS.match(page.text, actor.end) and "and" not in page.text[last.end : actor.start]:
            break  # "…, the minister said": not in the chain
        if actor.start - last.end > _REACH:
            break
        if actor.start == last.start or _LINK.fullmatch(page.text, last.end, actor.start):
            found.append(actor)
        else:
            break
    return tuple(found)


def introduced(page: Page, cue: Cue, end: int, prepositions: frozenset[str]) -> tuple[Actor, ...]:
    """The chain that stands directly after the cue, or after one of the prepositions."""
    actors = page.actors_in(cue.end, end)
    if (
        prepositions & {"-", "person", "guest", "after"}
        and actors
        and _DIRECT.fullmatch(page.text, cue.end, actors[0].start)
    ):
        wanted = not prepositions & {"person", "guest"} or actors[0].kind is not Kind.SIDE
        if wanted:
            return chain(page, actors[0], end)
    words = "|".join(sorted(prepositions & {"with", "between", "to", "of", "by", "from"}))
    if not words:
        return ()
    lead = re.compile(rf"\b(?:{words})\b{_FILL}$")
    for actor in actors:
        if lead.search(page.text, cue.end - 1, actor.start):
            return chain(page, actor, end)
    return ()


def subject(page: Page, sentence: Sentence, clause: Clause, cue: Cue) -> tuple[Actor, ...]:
    """The chain that the cue says something of: the owner ("X's visit"), the antecedent of "who", or the subject."""
    pronoun = relative(cue, sentence)
    if pronoun is not None and (before := page.actors_in(sentence.start, pronoun)):
        return _back(before)
    if speaker := _quoted(page, sentence, cue):
        return (speaker,)
    inside = page.actors_in(clause.start, cue.start)
    if inside and _OWNER.fullmatch(page.text, inside[-1].end, cue.start) and page.text[inside[-1].end] in "’'`":
        return (inside[-1],)
    if owner := _owner(page, cue):
        return (owner,)
    return _first(page, inside, clause, cue) or _first(page, page.actors_in(clause.head, cue.start), clause, cue)


def inviter(page: Page, cue: Cue, sentence: Sentence) -> tuple[Actor, ...]:
    """The chain after "at the invitation of", or ()."""
    match = _INVITED_BY.search(page.text, cue.start, sentence.end)
    if match is None:
        return ()
    after = [actor for actor in page.actors_in(match.end(), sentence.end) if actor.start - match.end() < _REACH]
    return chain(page, after[0], sentence.end) if after else ()


def broker(page: Page, cue: Cue, end: int) -> tuple[Actor, ...]:
    """The chain directly after "mediated by", or ()."""
    actors = page.actors_in(cue.end, end)
    return chain(page, actors[0], end) if actors and _BY.search(page.text, cue.end, actors[0].start) else ()


def arranger(page: Page, cue: Cue, sentence: Sentence) -> tuple[Actor, ...]:
    """The chain after "was called by", said of the contact that the cue names, or ()."""
    match = _ARRANGED_BY.search(page.text, cue.end, sentence.end)
    if match is None:
        return ()
    after = [actor for actor in page.actors_in(match.end(), sentence.end) if actor.start - match.end() < _REACH]
    return chain(page, after[0], sentence.end) if after else ()


def agent(page: Page, cue: Cue, end: int) -> tuple[Actor, ...]:
    """The chain after "by" when the cue is passive: "was summoned by", or ()."""
    if not _PASSIVE.search(page.text, max(0, cue.start - 20), cue.start):
        return ()
    return next(
        (
            chain(page, actor, end)
            for actor in page.actors_in(cue.end, end)
            if _BY.search(page.text, cue.end, actor.start)
        ),
        (),
    )


def passive(page: Page, cue: Cue) -> bool:
    """Whether the cue is a passive verb."""
    return _PASSIVE.search(page.text, max(0, cue.start - 20), cue.start) is not None


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
    return Actor(side.start, side.end, Kind.SIDE, side.code, side.words) if side else None


def _first(page: Page, inside: list[Actor], clause: Clause, cue: Cue) -> tuple[Actor, ...]:
    governed: tuple[Actor, ...] = ()
    for actor in inside:
        if actor in governed:
            continue
        lead = page.text[max(clause.head, actor.start - 40) : actor.start]
        if not _GOVERNED.search(lead) or _FROM.search(lead):
            return chain(page, actor, cue.start)
        governed = chain(page, actor, cue.start)
    return ()


def _back(before: list[Actor]) -> tuple[Actor, ...]:
    last = before[-1]
    return tuple(actor for actor in before if (actor.start, actor.end) == (last.start, last.end))
