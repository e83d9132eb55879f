"""What the probes of a codebook found.

In: nothing; these are the shapes of probes.json. Out: `Probes`.
"""

from __future__ import annotations

from extractor.evaluation.diff import FieldChanged
from extractor.models import Frozen


class Probed(Frozen):
    """How one way to put the question changed the answers."""

    probe: str
    values: int
    flipped: int
    share: tuple[float, float] | None  # 95 % interval of the share that flipped
    headline: float | None
    fields: list[FieldChanged]


class Probes(Frozen):
    """Every probe of one provider."""

    name: str
    headline: float | None
    probes: list[Probed]
