"""An evaluation held to its standards, and to the one that was accepted before.

In: `Scored`, a baseline. Out: `Scored` with gates, differences and flips. A baseline is accepted in a step of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from extractor.evaluation.annotators import places_of
from extractor.evaluation.report import report_of
from extractor.evaluation.scored import Scored, of_articles
from extractor.gates import Gate, Verdict, baselines, differences, flips, judged, regressions
from extractor.gates.baselines import Baseline
from extractor.ledger import Row


def judge(scored: Scored, baseline: Baseline | None) -> Scored:
    """The evaluation with its gates. Pins and floors hold without a baseline; they ask nothing of an incomplete evaluation."""
    if scored.missing:
        return scored
    here = {gold.article_id for gold in scored.asked.golds}
    standards = scored.standards.model_copy(
        update={"pins": tuple(pin for pin in scored.standards.pins if pin.article in here)}
    )
    places = {place for gold in scored.asked.golds for place in places_of(gold, scored.parts.task.record)}
    gates = judged(scored.rows, scored.figures, standards, places, baseline.rows if baseline else None)
    if baseline is None:
        return replace(scored, gates=tuple(gates))
    return compared(replace(scored, gates=tuple(gates)), baseline.rows, str(baseline.path))


def compared(scored: Scored, before: Sequence[Row], name: str) -> Scored:
    """The evaluation with how it moved from an earlier one, over the articles that both have."""
    after = of_articles(scored.rows, {row.article_id for row in before})
    old = of_articles(before, {row.article_id for row in after})
    moved = differences(old, after, scored.standards.scoring.weights)
    flipped = flips(old, after)
    gates = regressions(moved, flipped, scored.weights, scored.standards.scoring.limits)
    return replace(scored, gates=(*scored.gates, *gates), baseline=name, moved=moved, flips=tuple(flipped))


def accept(scored: Scored, folder: Path) -> list[Gate]:
    """Make this evaluation the baseline. Returns what that forgives: the gates it does not pass."""
    baselines.save(folder, scored.rows, report_of(scored).model_dump(mode="json", by_alias=True))
    return [gate for gate in scored.gates if gate.verdict is not Verdict.PASSED]
