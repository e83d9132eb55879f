"""One place in the text that names somebody, as the rules pass it on.

In and out: nothing is read here but what the words of a role say; the values are made once and never change.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from extractor.diplomacy.countries import Mention
from extractor.diplomacy.offices import TitleMention, level_of
from extractor.diplomacy.rules.names import Name
from extractor.diplomacy.rules.surroundings import Surroundings


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


def in_role(claim: Claim, role: re.Match[str], around: Surroundings) -> Claim:
    """Who has a part in a side's body, which the match's first group tells: "head of Utopia's ruling council"."""
    side = next((side for side in around.sides if role.start(1) <= side.start and side.end <= role.end(1)), None)
    if side is None or claim.side is not None:
        return claim
    office = TitleMention(role.start(1), role.end(1), role[1], level_of(role[1]), plural=False)
    start, end = min(claim.start, role.start(1)), max(claim.end, role.end(1))
    return replace(claim, start=start, end=end, title=office, side=side)
