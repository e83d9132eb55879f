"""One mention of a contact, as the rules pass it on.

In and out: nothing is read here; the values are made once and never change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.diplomacy.countries import Mention
from extractor.diplomacy.rules.actors import Actor
from extractor.diplomacy.rules.clauses import Clause
from extractor.diplomacy.rules.cues import Cue
from extractor.diplomacy.rules.sentences import Sentence

WISHED = "wished"  # asked for, hoped for or possible: no event, but it may tell more of one that the article reports

UNDONE = ("cancelled", "refused", "denied", "postponed")  # realis of what did not take place, the weightiest first
_AGREED = re.compile(r"\bagree(?:d|s)? (?:[a-z]+ ){0,5}?(?:to|that|on)\b", re.IGNORECASE)
GOES = frozenset({"visit", "ties"})  # an act whose place is one of its sides: a visit to it, an embassy opened there


@dataclass(frozen=True, slots=True)
class Contact:
    """One mention of a contact: the subject on the left, the others on the right."""

    sentence: Sentence
    clause: Clause
    cue: Cue
    type: str
    channel: str
    realis: str
    left: tuple[Actor, ...]
    right: tuple[Actor, ...]
    goal: Mention | None = None  # where a visit leads
    directed: bool = False  # the words say that the left asked for the contact: "called", "a call from"
    separate: bool = False  # one contact with each on the right
    agents: tuple[Actor, ...] = ()  # "the meeting was requested by"
    bygone: bool = False  # told as history: never what a page is about
    echoed: bool = False  # "the two ministers": who is meant stands in another sentence

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Everybody who took part, left before right."""
        return self.left + self.right

    @property
    def result(self) -> bool:
        """Whether the contact is what was agreed on: a result of the one that the article is about."""
        return _AGREED.search(self.sentence.words, 0, self.cue.start - self.sentence.start) is not None

    @property
    def sides(self) -> set[str]:
        """The codes of everybody who took part, and of the country that a visit leads to."""
        reached = self.goal is not None and self.goal.code is not None and self.type in GOES
        return sides(self.actors) | ({str(self.goal.code)} if self.goal and reached else set())


def sides(actors: tuple[Actor, ...]) -> set[str]:
    """The codes of the actors' sides."""
    return {actor.code for actor in actors if actor.code}
