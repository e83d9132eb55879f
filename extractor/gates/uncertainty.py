"""How sure a figure is, and whether a difference is one: resampling of articles.

In: ledger rows of one run over gold, or of two runs over the same gold. Out: intervals, p-values, counts of flips.
Articles are drawn, never slots: the slots of one article are right or wrong together. Everything is seeded.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from extractor.align_records import FIGURES
from extractor.comparators import Outcome
from extractor.gates.flips import shared
from extractor.ledger import Row
from extractor.score import PROSE

DRAWS = 10_000
SEED = 20220107
LEVEL = 0.95
HEADLINE, MICRO, GROUNDED, INVENTION = FIGURES
_BLOCK = 500  # draws at a time, so that memory does not grow with their number

Numbers: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """Bounds within which a figure lies in 95 of 100 resampled sets of articles."""

    low: float
    high: float


@dataclass(frozen=True)
class Difference:
    """How one figure moved between two runs over the same articles; positive is better for the second run."""

    change: float
    interval: Interval | None
    p_worse: float  # how often a change at least so bad comes about when the two runs are swapped by chance


# ── figures as sums over articles ─────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Tally:
    """Numerator and denominator of each figure, by article: every figure is a ratio of two sums over articles."""

    articles: tuple[str, ...]
    figures: tuple[str, ...]  # fields by path, then the figures over all fields
    counts: Numbers  # articles x figures x (numerator, denominator)
    weights: Numbers  # of each figure in the headline

    @classmethod
    def of(cls, rows: Sequence[Row], weights: Mapping[str, float]) -> Tally:
        """The tally of a ledger, over the fields that have a weight."""
        figures = (*weights, MICRO, GROUNDED, INVENTION)
        names = tuple(sorted({row.article_id for row in rows}))
        place, column = {name: at for at, name in enumerate(names)}, {name: at for at, name in enumerate(figures)}
        counts = np.zeros((len(names), len(figures), 2))
        for row in rows:
            if row.is_slot:
                for figure, above, below in _shares(row):
                    counts[place[row.article_id], column[figure]] += (above, below)
        return cls(names, figures, counts, np.array([*weights.values(), 0.0, 0.0, 0.0]))

    def headline_and_figures(self, sums: Numbers) -> Numbers:
        """Ratios of summed counts, the headline first: draws x (1 + figures). Undefined ones are NaN."""
        above, below = sums[..., 0], sums[..., 1]
        ratios = np.divide(above, below, out=np.full_like(above, np.nan), where=below > 0)
        weighing = np.where(np.isnan(ratios), 0.0, self.weights)
        total = weighing.sum(axis=-1)
        summed = (np.nan_to_num(ratios) * weighing).sum(axis=-1)
        headline = np.divide(summed, total, out=np.full_like(total, np.nan), where=total > 0)
        return np.concatenate([headline[..., None], ratios], axis=-1)

    @property
    def names(self) -> tuple[str, ...]:
        """The figures that `headline_and_figures` gives, in its order."""
        return (HEADLINE, *self.figures)


def weighed(rows: Iterable[Row], weights: Mapping[str, float]) -> dict[str, float]:
    """The weight of each field of a ledger in the headline: 1 unless it is named, 0 for prose."""
    fields: dict[str, float] = {}
    for row in rows:
        if row.is_slot and not fields.get(row.path):
            fields[row.path] = 0.0 if row.comparator == PROSE else weights.get(row.path, 1.0)
    return fields


def _shares(row: Row) -> Iterator[tuple[str, float, float]]:
    """What a row adds to numerator and denominator of its field's F and of the figures over all fields."""
    both = (row.outcome in _POS) + (row.outcome in _ACT)
    if both:
        yield row.path, 2 * row.credit, both
        if row.comparator != PROSE:
            yield MICRO, 2 * row.credit, both
            yield GROUNDED, 2 * row.credit * (row.grounded is not False), both
    if row.outcome in (Outcome.SPU, Outcome.NUL):
        yield INVENTION, float(row.outcome == Outcome.SPU), 1.0


_POS = frozenset({Outcome.COR, Outcome.PAR, Outcome.INC, Outcome.MIS})
_ACT = frozenset({Outcome.COR, Outcome.PAR, Outcome.INC, Outcome.SPU})


# ── one run ───────────────────────────────────────────────────────────────────────────────────────────────────────


def intervals(rows: Sequence[Row], weights: Mapping[str, float], draws: int = DRAWS) -> dict[str, Interval]:
    """Bootstrap interval of the headline, of each field's F and of the figures over all fields; none where undefined."""
    tally = Tally.of(rows, weighed(rows, weights))
    if not tally.articles:
        return {}
    drawn = np.concatenate([tally.headline_and_figures(sums) for (sums,) in _resampled([tally], draws)])
    return {name: found for at, name in enumerate(tally.names) if (found := _bounds(drawn[:, at]))}


def _resampled(tallies: Sequence[Tally], draws: int) -> Iterator[list[Numbers]]:
    """Sums of the counts over articles drawn with replacement, the same articles for every tally."""
    generator = np.random.default_rng(SEED)
    size = len(tallies[0].articles)
    flat = [tally.counts.reshape(size, -1) for tally in tallies]
    for block in _blocks(draws):
        picked = generator.integers(0, size, size=(block, size)) + size * np.arange(block)[:, None]
        drawn = np.bincount(picked.ravel(), minlength=block * size).reshape(block, size).astype(np.float64)
        yield [(drawn @ counts).reshape(block, -1, 2) for counts in flat]


def _bounds(values: Numbers) -> Interval | None:
    held = values[~np.isnan(values)]
    if not held.size:
        return None
    low, high = np.quantile(held, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high))


def _blocks(draws: int) -> Iterator[int]:
    yield from [_BLOCK] * (draws // _BLOCK)
    if rest := draws % _BLOCK:
        yield rest


def wilson(hits: int, of: int) -> Interval | None:
    """The interval of a rate, for counts too small to resample; None of nothing.

    >>> found = wilson(9, 10)
    >>> round(found.low, 3), round(found.high, 3)
    (0.596, 0.982)
    """
    if not of:
        return None
    z = 1.959963984540054  # of the normal distribution, at 97.5 %
    middle, spread = (
        (hits + z * z / 2) / (of + z * z),
        z * math.sqrt(hits * (of - hits) / of + z * z / 4) / (of + z * z),
    )
    return Interval(max(0.0, middle - spread), min(1.0, middle + spread))


# ── two runs over the same articles ───────────────────────────────────────────────────────────────────────────────


def differences(
    before: Sequence[Row], after: Sequence[Row], weights: Mapping[str, float], draws: int = DRAWS
) -> dict[str, Difference]:
    """How each figure moved, with a paired interval and an approximate randomisation test, one-sided for "worse".

    Only articles and fields in both ledgers count. A figure that is undefined on a side is left out.
    """
    old, new = shared(before, after)
    fields = weighed([*old, *new], weights)
    first, second = Tally.of(old, fields), Tally.of(new, fields)
    if not first.articles:
        return {}
    moved = _figures(second) - _figures(first)
    better = np.array([-1.0 if name == INVENTION else 1.0 for name in first.names])
    drawn = np.concatenate(
        [
            second.headline_and_figures(two) - first.headline_and_figures(one)
            for one, two in _resampled([first, second], draws)
        ]
    )
    worse = _randomised(first, second, moved * better, better, draws)
    return {
        name: Difference(float(moved[at]), _bounds(drawn[:, at]), float(worse[at]))
        for at, name in enumerate(first.names)
        if not np.isnan(moved[at])
    }


def _figures(tally: Tally) -> Numbers:
    figures: Numbers = tally.headline_and_figures(tally.counts.sum(axis=0)[None])[0]
    return figures


def _randomised(first: Tally, second: Tally, gained: Numbers, better: Numbers, draws: int) -> Numbers:
    """How often the change is as bad or worse when each article's two answers are swapped by the toss of a coin."""
    generator = np.random.default_rng(SEED)
    size = len(first.articles)
    one, two = (tally.counts.reshape(size, -1) for tally in (first, second))
    beyond = np.zeros(len(gained))
    for block in _blocks(draws):
        swapped = generator.integers(0, 2, size=(block, size)).astype(np.float64)
        exchanged = swapped @ (two - one)
        left = (one.sum(axis=0) + exchanged).reshape(block, -1, 2)
        right = (two.sum(axis=0) - exchanged).reshape(block, -1, 2)
        change = (second.headline_and_figures(right) - first.headline_and_figures(left)) * better
        with np.errstate(invalid="ignore"):
            beyond += (change <= gained + 1e-12).sum(axis=0)
    return (beyond + 1) / (draws + 1)


def holm(p_values: Mapping[str, float]) -> dict[str, float]:
    """p-values made honest for the number of figures that were looked at (Holm's step-down).

    >>> holm({"date": 0.01, "sides": 0.04, "type": 0.03})
    {'date': 0.03, 'type': 0.06, 'sides': 0.06}
    """
    made: dict[str, float] = {}
    largest = 0.0
    for at, (name, p) in enumerate(sorted(p_values.items(), key=lambda pair: pair[1])):
        largest = max(largest, min(1.0, p * (len(p_values) - at)))
        made[name] = largest
    return made


def mcnemar(lost: int, won: int) -> float:
    """Exact one-sided p of losing at least so many of the slots that changed, if gain and loss were equally likely.

    >>> mcnemar(0, 0), mcnemar(5, 0), round(mcnemar(4, 1), 4)
    (1.0, 0.03125, 0.1875)
    """
    changed = lost + won
    ways = total = math.comb(changed, lost)
    for count in range(lost, changed):
        ways = ways * (changed - count) // (count + 1)
        total += ways
    return float(total / 2**changed)
