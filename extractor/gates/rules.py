"""Whether an evaluation may pass: coverage, pins, floors, and no regression from the baseline.

In: a ledger with its figures, the standards, and the ledger of a baseline if there is one. Out: `Gate`s.
A fall that is neither significant nor large passes with a warning: thirty articles cannot tell it from chance.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from extractor.comparators import Outcome
from extractor.errors import GoldError
from extractor.gates import uncertainty
from extractor.gates.flips import Flip, by_field
from extractor.gates.standards import Limits, Pin, Standards
from extractor.gates.uncertainty import HEADLINE, Difference
from extractor.ledger import Row

Place: TypeAlias = tuple[str, str]  # an article and a slot in its gold
ROUNDING = 1e-9  # what sums of fractions may be off by: .95 is not more than .05 below 1


class Kind(StrEnum):
    """Which rule a gate applies."""

    COVERAGE = "coverage"
    PIN = "pin"
    FLOOR = "floor"
    REGRESSION = "regression"


class Verdict(StrEnum):
    """How a gate ended."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True)
class Gate:
    """One rule applied to one thing."""

    kind: Kind
    name: str  # the slot, field or figure
    verdict: Verdict
    message: str


def coverage(scored: int, articles: int) -> Gate:
    """Every gold article ended in a state that can be scored."""
    verdict = Verdict.PASSED if scored == articles else Verdict.FAILED
    return Gate(Kind.COVERAGE, "articles", verdict, f"{scored} of {articles} gold articles were scored")


def pins(
    rows: Sequence[Row], wanted: Sequence[Pin], places: Collection[Place], before: Sequence[Row] | None = None
) -> list[Gate]:
    """Each pinned slot is right; one that the baseline `before` had wrong too is a warning only.

    `places` are the slots that gold has; an event that was missed has no rows for the slots that gold leaves empty.
    Raises GoldError for a pin whose slot gold does not have.
    """
    nowhere = next((pin for pin in wanted if pin.place not in places), None)
    if nowhere is not None:
        where = " ".join(nowhere.place)
        raise GoldError(f"pin {where!r} ({nowhere.case}): gold scores no such slot; mend pins.toml or the gold file")
    now, then = _pinned(rows, wanted), _pinned(before or (), wanted)
    return [_pin(pin, now.get(pin.place, []), None if before is None else then.get(pin.place, [])) for pin in wanted]


def _pinned(rows: Sequence[Row], wanted: Sequence[Pin]) -> dict[tuple[str, str], list[Row]]:
    held = {pin.article for pin in wanted}
    slots: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row.article_id in held and row.is_slot and row.gold_path:
            slots.setdefault((row.article_id, row.gold_path), []).append(row)
    return slots


def _pin(pin: Pin, rows: Sequence[Row], before: Sequence[Row] | None) -> Gate:
    name, wrong = " ".join(pin.place), _wrong(rows)
    if wrong is None:
        return Gate(Kind.PIN, name, Verdict.PASSED, f"{pin.case}: right")
    if before is not None and _wrong(before):
        return Gate(Kind.PIN, name, Verdict.WARNING, f"{pin.case}: {wrong}; the baseline has it wrong too")
    return Gate(Kind.PIN, name, Verdict.FAILED, f"{pin.case}: {wrong}")


def _wrong(rows: Sequence[Row]) -> str | None:
    """What is wrong with a pinned slot; None if it is right."""
    if not rows:
        return "what it belongs to was not found"
    wrong = next((row for row in rows if row.outcome not in (Outcome.COR, Outcome.NUL)), None)
    return None if wrong is None else f"{wrong.outcome.value}, gold {wrong.gold!r}, predicted {wrong.predicted!r}"


def floors(figures: Mapping[str, float | None], wanted: Mapping[str, float]) -> list[Gate]:
    """No figure is below its floor; one that is undefined is below any."""
    unknown = [name for name in wanted if name not in figures]
    if unknown:
        raise GoldError(
            f"scoring.toml: floors.{unknown[0]!r} is no figure of this evaluation; there is {', '.join(figures)}"
        )
    return [_floor(name, figures[name], floor) for name, floor in wanted.items()]


def _floor(name: str, value: float | None, floor: float) -> Gate:
    verdict = Verdict.PASSED if value is not None and value >= floor - ROUNDING else Verdict.FAILED
    shown = "undefined" if value is None else f"{value:.3f}"
    return Gate(Kind.FLOOR, name, verdict, f"{shown}, floor {floor:.3f}")


def regressions(
    moved: Mapping[str, Difference], flipped: Sequence[Flip], weights: Mapping[str, float], limits: Limits
) -> list[Gate]:
    """The headline and each field that weighs: none fell significantly, or far with enough slots lost on balance."""
    gated = {name: one for name, one in moved.items() if name == HEADLINE or weights.get(name, 0) > 0}
    corrected = uncertainty.holm({name: one.p_worse for name, one in gated.items()})
    changed = by_field(flipped)
    lost, won = (sum(pair[side] for path, pair in changed.items() if weights.get(path, 0) > 0) for side in (0, 1))
    changed[HEADLINE] = (lost, won)
    return [_regression(name, one, corrected[name], changed.get(name, (0, 0)), limits) for name, one in gated.items()]


def _regression(name: str, one: Difference, p: float, changed: tuple[int, int], limits: Limits) -> Gate:
    lost, won = changed
    limit = limits.headline if name == HEADLINE else limits.field
    far = -one.change > limit + ROUNDING and lost - won >= limits.flips
    verdict = Verdict.PASSED
    if one.change < -ROUNDING:
        verdict = Verdict.FAILED if p < limits.p or far else Verdict.WARNING
    shown = f" [{one.interval.low:+.3f}, {one.interval.high:+.3f}]" if one.interval else ""
    slots = f"{lost} slots lost, {won} won (McNemar p {uncertainty.mcnemar(lost, won):.3f})"
    return Gate(Kind.REGRESSION, name, verdict, f"{one.change:+.3f}{shown}, p {p:.3f} after Holm, {slots}")


def judged(
    rows: Sequence[Row],
    figures: Mapping[str, float | None],
    standards: Standards,
    places: Collection[Place],
    before: Sequence[Row] | None = None,
) -> list[Gate]:
    """Coverage, pins and floors. `places` are the slots that gold has, `before` is a baseline's ledger."""
    articles = {article for article, _ in places}
    scored = len({row.article_id for row in rows})
    return [
        coverage(scored, len(articles)),
        *pins(rows, standards.pins, places, before),
        *floors(figures, standards.scoring.floors),
    ]
