"""A quote with words left out at an ellipsis, as the parts that stand in the article.

In: a quote, then for each of its parts the places where the part stands. Out: one place a part, in document order.
Refuses parts in another order than the quote's, and parts too far apart; they get None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

OMISSION = 500  # characters that an ellipsis may stand for: about one paragraph
MOST = 8  # parts; more of them is no quote any more

_DOTS = r"(?:[…⋯]+|\.{3,}|\.(?:\s\.){2,})"
_ELLIPSIS = re.compile(rf"[\[(<［（]\s*{_DOTS}\s*[\])>］）]|{_DOTS}")

_LOOSE = " ,;:，、；：،؛"  # what is written before an ellipsis, and need not stand before what it leaves out

Hit = tuple[int, int]


def split(quote: str) -> list[str]:
    """The parts between the ellipses of a quote; one part, the quote itself, where it has none or too many.

    >>> split("The envoys met, … on Thursday [...]"), split("... ”")
    (['The envoys met', 'on Thursday'], [])
    """
    if _ELLIPSIS.search(quote) is None:
        return [quote]
    parts = [part.strip().strip(_LOOSE) for part in _ELLIPSIS.split(quote) if any(char.isalnum() for char in part)]
    return parts if len(parts) <= MOST else [quote]


@dataclass(frozen=True)
class _Chain:
    """Places of some of the parts, as they follow each other in the text."""

    part: int  # the last one, and its place
    place: Hit
    start: int  # of the first one
    letters: int  # of all its places
    before: _Chain | None = None

    def places(self) -> dict[int, Hit]:
        """The place of each part in it."""
        return {**(self.before.places() if self.before else {}), self.part: self.place}


def chains(hits: Sequence[Sequence[Hit]]) -> list[dict[int, Hit]]:
    """Every best way to place the parts one after the other: the most letters placed, the least text between.

    >>> chains([[(0, 5), (20, 25)], [(30, 40)], []])
    [{0: (20, 25), 1: (30, 40)}]
    """
    nodes = sorted((hit, part) for part, places in enumerate(hits) for hit in places)
    reach = OMISSION * len(hits) + max((end - start for (start, end), _ in nodes), default=0)
    built: list[_Chain] = []
    for at, (hit, part) in enumerate(nodes):
        before: _Chain | None = None
        for earlier in range(at - 1, -1, -1):
            if hit[0] - nodes[earlier][0][0] > reach:
                break
            chain = built[earlier]
            fits = chain.part < part and 0 <= hit[0] - chain.place[1] <= OMISSION * (part - chain.part)
            if fits and (before is None or (chain.letters, chain.start) > (before.letters, before.start)):
                before = chain
        own = hit[1] - hit[0]
        built.append(
            _Chain(part, hit, before.start, before.letters + own, before) if before else _Chain(part, hit, hit[0], own)
        )
    most = max((chain.letters for chain in built), default=0)
    shortest = {chain.start: chain for chain in reversed(built) if chain.letters == most}
    return [chain.places() for _, chain in sorted(shortest.items())]
