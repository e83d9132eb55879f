"""An evaluation held to its standards, and to the one that was accepted before.

In: `Scored`, a baseline. Out: `Scored` with gates, differences and flips. A baseline is accepted in a step of its own.
Refuses (GoldError) standards that name what neither schema nor gold has, before anything is asked.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from extractor import gold as golden
from extractor.align_records import FIGURES, leaves, slots
from extractor.assemble import Parts
from extractor.errors import GoldError
from extractor.evaluation.annotators import places_of
from extractor.evaluation.report import report_of
from extractor.evaluation.scored import Scored, of_articles
from extractor.gates import (
    Gate,
    Kind,
    Standards,
    Verdict,
    baselines,
    differences,
    flips,
    judged,
    regressions,
    rules,
    standards,
)
from extractor.gates.baselines import Baseline
from extractor.gates.flips import shared
from extractor.gates.uncertainty import INVENTION
from extractor.gold import Gold
from extractor.models import text_id
from extractor.score import PROSE


def check_standards(parts: Parts, golds: Sequence[Gold], *, own: bool) -> None:
    """Refuse weights, floors and pins that name nothing. `own`: the gold is the task's, so every pin has its article there."""
    folder = parts.root / "evals" / parts.task.name
    held = standards.load(folder)
    kinds = {slot.path: slot.compare.kind for slot in leaves(slots(parts.task.record)) if slot.compare}
    gating = [path for path, kind in kinds.items() if kind != PROSE]
    _known(folder / standards.SCORING, "weights", held.scoring.weights, list(kinds))
    _known(
        folder / standards.SCORING,
        "floors",
        held.scoring.floors,
        [*(name for name in FIGURES if name != INVENTION), *gating],
    )
    there = golden.article_ids(parts.task.gold_folder) if own else {pin.article for pin in held.pins}
    stray = next((pin for pin in held.pins if pin.article not in there), None)
    if stray is not None:
        raise GoldError(
            f"{folder / standards.PINS}: article {stray.article!r} ({stray.case}): no gold file annotates it; mend the pin, "
            "or take it out"
        )
    rules.pins((), _here(held, golds).pins, _places(golds, parts))


def _known(path: Path, table: str, names: Sequence[str] | dict[str, float], known: Sequence[str]) -> None:
    wrong = next((name for name in names if name not in known), None)
    if wrong is not None:
        near = difflib.get_close_matches(wrong, known, 1)
        hint = f"did you mean {near[0]!r}?" if near else f"there is {', '.join(known)}"
        raise GoldError(f"{path}: {table}.{wrong!r} is no figure that has {table}; {hint}")


def _here(held: Standards, golds: Sequence[Gold]) -> Standards:
    here = {gold.article_id for gold in golds}
    return held.model_copy(update={"pins": tuple(pin for pin in held.pins if pin.article in here)})


def _places(golds: Sequence[Gold], parts: Parts) -> set[tuple[str, str]]:
    return {place for gold in golds for place in places_of(gold, parts.task.record)}


def judge(scored: Scored, baseline: Baseline | None) -> Scored:
    """The evaluation with its gates. Pins and floors hold without a baseline; they ask nothing of an incomplete evaluation."""
    if scored.missing:
        return scored
    golds = scored.asked.golds
    held = _here(scored.standards, golds)
    figures = {**dict.fromkeys(held.scoring.floors), **scored.figures}  # a field that never came up is undefined
    gates = judged(scored.rows, figures, held, _places(golds, scored.parts), baseline.rows if baseline else None)
    found = replace(scored, gates=tuple(gates))
    return found if baseline is None else compared(found, baseline)


def compared(scored: Scored, baseline: Baseline) -> Scored:
    """The evaluation with how it moved from its baseline, over the articles and fields that both have."""
    now = _digests(scored.asked.golds)
    rewritten = {name for name, digest in baseline.gold.items() if now.get(name, digest) != digest}
    known = baseline.articles - rewritten
    old, new = shared(of_articles(baseline.rows, known), scored.rows)
    moved = differences(old, new, scored.standards.scoring.weights)
    flipped = flips(old, new)
    gates = [
        *_uncompared(now, known, rewritten),
        *regressions(moved, flipped, scored.weights, scored.standards.scoring.limits),
    ]
    return replace(
        scored, gates=(*scored.gates, *gates), baseline=str(baseline.path), moved=moved, flips=tuple(flipped)
    )


def _digests(golds: Sequence[Gold]) -> dict[str, str]:
    """What gold says of each article, to see whether it was rewritten."""
    return {gold.article_id: text_id(json.dumps(gold.record, sort_keys=True)) for gold in golds}


def _uncompared(now: dict[str, str], known: set[str], rewritten: set[str]) -> list[Gate]:
    """A warning if not every article can be held to the baseline."""
    if now.keys() <= known:
        return []
    message = (
        f"{len(now.keys() & known)} of {len(now)} articles are held to the baseline: it lacks "
        f"{len(now.keys() - known - rewritten)}, and was scored with other gold for {len(now.keys() & rewritten)}; "
        "accept a new one with --update-baseline"
    )
    return [Gate(Kind.REGRESSION, "articles", Verdict.WARNING, message)]


def accept(scored: Scored, folder: Path) -> list[Gate]:
    """Make this evaluation the baseline. Returns what that forgives: gates it does not pass, articles it no longer has."""
    forgiven = [gate for gate in scored.gates if gate.verdict is not Verdict.PASSED]
    try:
        former = baselines.load(folder, scored.parts.task.schema_id).rows if folder.is_dir() else ()
        gone = {row.article_id for row in former} - {row.article_id for row in scored.rows}
        if gone:
            message = f"{len(gone)} articles of the former baseline are not in this evaluation"
            forgiven.append(Gate(Kind.COVERAGE, "baseline", Verdict.WARNING, message))
    except GoldError as error:
        forgiven.append(Gate(Kind.REGRESSION, "baseline", Verdict.WARNING, f"nothing was held to it: {error}"))
    report = report_of(scored).model_dump(mode="json", by_alias=True)
    baselines.save(folder, scored.rows, report, _digests(scored.asked.golds))
    return forgiven
