"""The picture of score against cost: where each evaluation stands.

In: the lines of a leaderboard. Out: `Chart`, geometry only. Costs stand on a logarithmic scale; what cost nothing, and what has no
known cost, have strips of their own beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.evaluation.report import Place
from extractor.reports.values import dollars, short

WIDTH, HEIGHT = 720, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 132, 16, 44  # margins; the right one is for names
_STRIP, _GAP, _LINE, _LETTER = 84, 28, 15, 6.6  # width of a strip, space beside it, height of a name, width of a letter
_NAME = 22
_STEPS = (0.02, 0.05, 0.1, 0.2)


@dataclass(frozen=True)
class Tick:
    """A line of the grid, and what it says."""

    at: float
    label: str


@dataclass(frozen=True)
class Dot:
    """One evaluation."""

    name: str
    label: str
    x: float
    y: float
    low: float  # of its interval, in the picture
    high: float
    label_y: float
    told: str  # the whole, for a screen reader
    frontier: bool  # nothing is both better and cheaper


@dataclass(frozen=True)
class Chart:
    """Everything the picture holds."""

    dots: list[Dot]
    across: list[Tick]
    beside: list[Tick]  # the strips, by their middles
    up: list[Tick]
    left: float = _LEFT
    right: float = WIDTH - _RIGHT
    top: float = _TOP
    bottom: float = HEIGHT - _BOTTOM
    strip: float = _STRIP
    width: int = WIDTH
    height: int = HEIGHT


def chart_of(places: Sequence[Place]) -> Chart | None:
    """The picture of two or more scored evaluations, else none."""
    scored = [place for place in places if place.headline is not None]
    if len(scored) < 2:
        return None
    across, up = _Costs.of(scored), _Scores.of(scored)
    dots: list[Dot] = []
    for place in scored:
        score = place.headline or 0.0
        low, high = (place.interval.low, place.interval.high) if place.interval else (score, score)
        x, y = across.at(place.cost_usd), up.at(score)
        dots.append(
            Dot(
                name=place.name,
                label=short(place.name, _NAME),
                x=x,
                y=y,
                low=up.at(low),
                high=up.at(high),
                label_y=_free(dots, x, y + 4),
                told=f"{place.name}: headline {score:.3f}, {low:.2f} to {high:.2f}, cost {dollars(place.cost_usd)}",
                frontier=_undominated(place, scored),
            )
        )
    return Chart(dots=dots, across=across.ticks(), beside=across.strips(), up=up.ticks())


def _undominated(place: Place, scored: Sequence[Place]) -> bool:
    cost, score = place.cost_usd, place.headline or 0.0
    if cost is None:
        return False
    rivals = ((other.cost_usd, other.headline or 0.0) for other in scored)
    return not any(
        other is not None and other <= cost and theirs >= score and (other, theirs) != (cost, score)
        for other, theirs in rivals
    )


def _free(dots: Sequence[Dot], x: float, y: float) -> float:
    """The next height at which a name does not stand on another one."""
    width = _NAME * _LETTER
    taken = sorted(dot.label_y for dot in dots if abs(dot.x - x) < width)
    for other in taken:
        if abs(other - y) < _LINE:
            y = other + _LINE
    return y


@dataclass(frozen=True)
class _Scores:
    low: float
    high: float
    step: float

    @classmethod
    def of(cls, places: Sequence[Place]) -> _Scores:
        heads = [place.headline or 0.0 for place in places]
        low = min([*heads, *(place.interval.low for place in places if place.interval)])
        high = max([*heads, *(place.interval.high for place in places if place.interval)])
        step = next((one for one in _STEPS if (high - low) / one <= 6), _STEPS[-1])
        low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
        return cls(low, max(high, low + step), step)

    def at(self, score: float) -> float:
        return round(_TOP + (self.high - score) / (self.high - self.low) * (HEIGHT - _BOTTOM - _TOP), 1)

    def ticks(self) -> list[Tick]:
        marks = [self.low + self.step * at for at in range(round((self.high - self.low) / self.step) + 1)]
        return [Tick(self.at(mark), f"{mark:.2f}") for mark in marks]


@dataclass(frozen=True)
class _Costs:
    """Costs as places from left to right: nothing, the powers of ten from `low` to `high`, unknown."""

    low: int
    high: int
    free: bool
    unknown: bool

    @classmethod
    def of(cls, places: Sequence[Place]) -> _Costs:
        costs = [place.cost_usd for place in places]
        paid = [math.log10(cost) for cost in costs if cost]
        low, high = (math.floor(min(paid)), math.ceil(max(paid))) if paid else (0, 0)
        return cls(low, max(high, low + 1) if paid else low, 0 in costs, None in costs)

    @property
    def _ends(self) -> tuple[float, float]:
        """Where the scale begins and ends."""
        left, right = _LEFT + (_STRIP + _GAP) * self.free, WIDTH - _RIGHT - (_STRIP + _GAP) * self.unknown
        return left, right

    def at(self, cost: float | None) -> float:
        left, right = self._ends
        if cost is None:
            return (right + _GAP if self.high > self.low else left) + _STRIP / 2
        if cost <= 0:
            return _LEFT + _STRIP / 2
        return round(left + (math.log10(cost) - self.low) / (self.high - self.low) * (right - left), 1)

    def strips(self) -> list[Tick]:
        """What stands beside the scale."""
        beside = [(0.0, "$0")] * self.free + [(None, "unknown")] * self.unknown
        return [Tick(self.at(cost), label) for cost, label in beside]

    def ticks(self) -> list[Tick]:
        """The scale's powers of ten."""
        powers = [10.0**power for power in range(self.low, self.high + 1)] if self.high > self.low else []
        return [Tick(self.at(cost), f"${cost:g}") for cost in powers]
