"""Where each field of an evaluation stands: its counts, its interval, how it moved and whether a gate minds.

In: a `Report`. Out: `FieldStanding`s, gates and flips in the order in which a reader wants them. Nothing is measured here.
"""

from __future__ import annotations

from dataclasses import dataclass

from extractor.evaluation.report import Bounds, Counted, FlipRow, GateResult, Matrix, Report
from extractor.gates import Kind, Verdict
from extractor.gates.uncertainty import GROUNDED, HEADLINE, INVENTION, MICRO, holm

ORDER = (Verdict.FAILED, Verdict.WARNING, Verdict.PASSED)
OVERALL = {
    HEADLINE: "headline",
    MICRO: "micro F",
    GROUNDED: "grounded F",
    INVENTION: "invention rate",
}
_OF_FIELDS = (Kind.FLOOR, Kind.REGRESSION)


@dataclass(frozen=True)
class FieldStanding:
    """One line of the table of fields."""

    path: str
    counts: Counted
    weight: float  # in the headline
    interval: Bounds | None
    change: float | None  # from the baseline
    p: float | None  # that it is no worse by chance; after Holm where the field is gated
    flag: Verdict | None  # the worst verdict of its floor and its regression gate, unless they passed


@dataclass(frozen=True)
class FigureStanding:
    """One figure over all fields."""

    name: str
    value: float | None
    interval: Bounds | None
    change: float | None
    p: float | None
    fewer_is_better: bool = False


def reports_in(told: Report | Matrix) -> list[Report]:
    """The evaluations of a report, the best first."""
    return list(told.entries) if isinstance(told, Matrix) else [told]


def fields_of(report: Report) -> list[FieldStanding]:
    """Every field, in the order of the schema."""
    corrected, flags = _corrected(report), _flags(report)
    found = []
    for path, counts in report.fields.items():
        moved = report.moved.get(path)
        found.append(
            FieldStanding(
                path=path,
                counts=counts,
                weight=_weight(report, path),
                interval=report.intervals.get(path),
                change=moved.change if moved else None,
                p=corrected.get(path, moved.p_worse) if moved else None,
                flag=flags.get(path),
            )
        )
    return found


def figures_of(report: Report) -> list[FigureStanding]:
    """The headline, and the figures over all fields."""
    corrected = _corrected(report)
    values = (report.headline, report.micro_f, report.grounded_f, report.invention_rate)
    return [
        FigureStanding(
            name=shown,
            value=value,
            interval=report.intervals.get(name),
            change=report.moved[name].change if name in report.moved else None,
            p=corrected.get(name, report.moved[name].p_worse) if name in report.moved else None,
            fewer_is_better=name == INVENTION,
        )
        for (name, shown), value in zip(OVERALL.items(), values, strict=True)
    ]


def gates_of(report: Report) -> list[GateResult]:
    """The gates, failed ones first."""
    return sorted(report.gates, key=lambda gate: ORDER.index(Verdict(gate.verdict)))


def flips_of(report: Report) -> list[FlipRow]:
    """The flips: what was lost, what was won, what is wrong in another way."""
    return sorted(report.flips, key=lambda flip: (not flip.lost, not flip.won))


def _weight(report: Report, path: str) -> float:
    counts = report.fields.get(path)
    return report.weights.get(path, 1.0) if counts is not None and counts.gates else 0.0


def _corrected(report: Report) -> dict[str, float]:
    """p-values as the gates see them: corrected for the number of figures that are held to the baseline."""
    gated = (name for name in report.moved if name == HEADLINE or _weight(report, name) > 0)
    return holm({name: report.moved[name].p_worse for name in gated})


def _flags(report: Report) -> dict[str, Verdict]:
    minded = [gate for gate in gates_of(report) if gate.kind in _OF_FIELDS and gate.verdict != Verdict.PASSED]
    return {gate.name: Verdict(gate.verdict) for gate in reversed(minded)}
