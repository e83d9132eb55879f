"""Finds who stands behind a contact that happens to somebody: "summoned by", "at the invitation of", "mediated by".

In: a page, a cue and the sentence's end. Out: a chain of actors, or ().
"""

from __future__ import annotations

import re

from extractor.diplomacy.rules.actors import Actor
from extractor.diplomacy.rules.chains import FILL, REACH, chain
from extractor.diplomacy.rules.cues import Cue
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Sentence

_INVITED_BY = re.compile(
    r"\b[Aa]t (?:the|an) (?:kind |official )?invitation (?:of|from)|\binvited by|\b[Uu]pon (?:the )?invitation of"
)
_BY = re.compile(rf"\bby{FILL}$")
_PASSIVE = re.compile(r"\b(?:was|were|been|be|being|is|are)\s+(?:[a-z]+ly\s+)?$")


def inviter(page: Page, cue: Cue, sentence: Sentence) -> tuple[Actor, ...]:
    """The chain after "at the invitation of", or ()."""
    match = _INVITED_BY.search(page.text, sentence.start, sentence.end)
    if match is None:
        return ()
    end = cue.start if match.start() < cue.start else sentence.end
    after = [actor for actor in page.actors_in(match.end(), end) if actor.start - match.end() < REACH]
    return chain(page, after[0], sentence.end) if after else ()


def broker(page: Page, cue: Cue, end: int) -> tuple[Actor, ...]:
    """The chain directly after "mediated by", or ()."""
    actors = page.actors_in(cue.end, end)
    return chain(page, actors[0], end) if actors and _BY.search(page.text, cue.end, actors[0].start) else ()


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
    return not cue.word.endswith("ing") and _PASSIVE.search(page.text, max(0, cue.start - 20), cue.start) is not None
