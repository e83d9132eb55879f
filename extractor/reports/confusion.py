"""Which value of a class was taken for which.

In: a `Report`. Out: a heat table for each class with few values, the commonest mistakes for each class with many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.evaluation.report import Confused, Report
from extractor.reports.values import UNDEFINED

LABELS, PAIRS, STEPS = 14, 15, 8  # values of a table at most, mistakes listed at most, shades


@dataclass(frozen=True)
class Cell:
    """How often one value met another."""

    count: int
    shade: int  # from 0 to STEPS: the share of the gold value's occurrences
    right: bool


@dataclass(frozen=True)
class HeatRow:
    """What was predicted where gold has one value."""

    gold: str
    cells: list[Cell]


@dataclass(frozen=True)
class Confusion:
    """One class. `rows` is empty where it has too many values for a table."""

    path: str
    total: int
    wrong: int
    labels: list[str]
    rows: list[HeatRow]
    mistakes: list[Confused]  # the commonest first


def confusions_of(report: Report) -> list[Confusion]:
    """Every class, the most confused first."""
    found = [_confusion(path, counts) for path, counts in report.confusion.items()]
    return sorted(found, key=lambda one: (-one.wrong, one.path))


def _confusion(path: str, counts: Sequence[Confused]) -> Confusion:
    met = Counter({(one.gold, one.predicted): one.count for one in counts})
    labels = sorted({label for pair in met for label in pair}, key=lambda label: (label == UNDEFINED, label))
    mistakes = sorted((one for one in counts if one.gold != one.predicted), key=lambda one: -one.count)
    return Confusion(
        path=path,
        total=met.total(),
        wrong=sum(one.count for one in mistakes),
        labels=labels,
        rows=[_row(gold, labels, met) for gold in labels] if len(labels) <= LABELS else [],
        mistakes=mistakes[:PAIRS],
    )


def _row(gold: str, labels: Sequence[str], met: Counter[tuple[str, str]]) -> HeatRow:
    counts = [met[gold, predicted] for predicted in labels]
    total = sum(counts) or 1
    cells = [
        Cell(count, -(-count * STEPS // total), predicted == gold)
        for predicted, count in zip(labels, counts, strict=True)
    ]
    return HeatRow(gold, cells)
