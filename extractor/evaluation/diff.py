"""What changed from one set of answers to another.

In: two ledgers over the same gold, or two sets of lines over the same articles. Out: `Diff`: figures moved, slots flipped with the
words behind both answers, and, where there is gold, whether the second may replace the first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import BaseModel

from extractor import score
from extractor.estimate import Estimate
from extractor.evaluation.asked import OURS, Incomplete
from extractor.evaluation.report import Bounds, FlipRow, GateResult, flip_row
from extractor.gates import Verdict, differences, flips, regressions, standards, wilson
from extractor.gates.flips import by_field, shared
from extractor.gates.uncertainty import weighed
from extractor.models import Article, Frozen, Line
from extractor.score import Outcome, Row


class FieldMoved(Frozen):
    """One figure before and after, over the articles that both sides answered."""

    name: str
    before: float | None
    after: float | None
    change: float | None
    interval: Bounds | None
    p_worse: float | None
    lost: int
    won: int


class FieldChanged(Frozen):
    """How many slots of one field hold another answer than before, right or wrong."""

    path: str
    slots: int
    changed: int
    share: Bounds | None  # 95 % interval of the share


class Diff(Frozen):
    """Two sets of answers, compared."""

    before: str
    after: str
    articles: int
    unanswered: int  # without an answer on a side, for a reason that is not the model's: left out
    with_gold: int
    passed: bool | None  # by the gate's rules for regressions; null without gold
    moved: list[FieldMoved]
    changed: list[FieldChanged]
    gates: list[GateResult]
    flips: list[FlipRow]
    rerun: Estimate | None = None  # of asking everything again as the second side does


@dataclass(frozen=True)
class Side:
    """One set of answers."""

    name: str
    lines: Mapping[str, Line]  # by article id
    rows: Sequence[Row] = ()  # against gold, where there is some


def between(
    before: Side, after: Side, held_to: standards.Standards, changes: Sequence[Row], rerun: Estimate | None = None
) -> Diff:
    """Compare two sides. `changes` is the ledger of the second side with the first one taken for gold."""
    weights = held_to.scoring.weights
    old, new = shared(before.rows, after.rows)
    moved = differences(old, new, weights)
    flipped = flips(old, new) if moved else flips(_unchanged(changes), changes)
    gates = regressions(moved, flipped, weighed(new, weights), held_to.scoring.limits) if moved else []
    figures = [_figures(rows, weights) for rows in (old, new)]
    counts, both = by_field(flipped), before.lines.keys() & after.lines.keys()
    compared = answered(before.lines).keys() & answered(after.lines).keys()
    if not compared:
        raise Incomplete(f"{before.name!r} and {after.name!r}: no article has an answer on both sides")
    told = [flip_row(flip, before.lines, after.lines) for flip in flipped]
    return Diff(
        before=before.name,
        after=after.name,
        articles=len(compared),
        unanswered=len(both - compared),
        with_gold=len({row.article_id for row in old}),
        passed=None if not moved else all(gate.verdict is not Verdict.FAILED for gate in gates),
        moved=[
            FieldMoved(
                name=name,
                before=figures[0].get(name),
                after=figures[1].get(name),
                change=one.change,
                interval=Bounds(**asdict(one.interval)) if one.interval else None,
                p_worse=one.p_worse,
                lost=counts.get(name, (0, 0))[0],
                won=counts.get(name, (0, 0))[1],
            )
            for name, one in moved.items()
        ],
        changed=changed(changes),
        gates=[GateResult.model_validate(asdict(gate)) for gate in gates],
        flips=[row if moved else row.model_copy(update=_UNJUDGED) for row in told],
        rerun=rerun,
    )


def _figures(rows: Sequence[Row], weights: Mapping[str, float]) -> dict[str, float | None]:
    fields = score.figures(rows)
    return {
        "headline": score.headline(fields, weights),
        "micro_f": score.micro(rows).f,
        "grounded_f": score.grounded_f(rows),
        "invention_rate": score.invention_rate(rows),
        **{path: one.f for path, one in fields.items()},
    }


# ── without gold ──────────────────────────────────────────────────────────────────────────────────────────────────


_UNJUDGED = {"gold": None, "old": None, "new": None, "lost": False, "won": False}  # what a flip is without gold


@dataclass(frozen=True)
class _Former:
    """A record taken for gold."""

    article_id: str
    record: Mapping[str, Any]


def changes_between(
    before: Mapping[str, Line], after: Mapping[str, Line], texts: Mapping[str, Article], model: type[BaseModel]
) -> list[Row]:
    """The ledger of the second answers with the first ones taken for gold.

    Where a model failed on one side, every value of the other side has changed; an article without an answer is left out.
    """
    rows: list[Row] = []
    for article_id in sorted(answered(before).keys() & answered(after).keys()):
        old, new = before[article_id].record, after[article_id].record
        if old is not None or new is not None:
            text = texts[article_id].text if article_id in texts else ""
            rows += score.ledger(_Former(article_id, old or {}), new, after[article_id].evidence, model, text)
    return rows


def answered(lines: Mapping[str, Line]) -> dict[str, Line]:
    """The lines of articles that the model answered, or failed on; the others say nothing about it."""
    return {article_id: line for article_id, line in lines.items() if line.state not in OURS}


def _unchanged(rows: Sequence[Row]) -> list[Row]:
    """The first side, scored against itself: every filled slot right, every invented one not there."""
    return [
        Row(row.article_id, _own_pair(row), row.path, row.gold, row.gold, Outcome.NUL if row.gold is None else Outcome.COR,
            0.0 if row.gold is None else 1.0, row.comparator)
        for row in rows
        if row.is_slot and row.gold_path is not None
    ]  # fmt: skip


def _own_pair(row: Row) -> str:
    owner = row.pair.partition("~")[0]
    return f"{owner}~{owner}"


def changed(rows: Sequence[Row]) -> list[FieldChanged]:
    """How many slots of each field hold another answer; of slots that both sides leave empty none is counted."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        if row.is_slot and row.outcome not in (Outcome.NSC, Outcome.NUL):
            counts[row.path].append(row.outcome != Outcome.COR)
    found = []
    for path, held in counts.items():
        share = wilson(sum(held), len(held))
        bounds = Bounds(**asdict(share)) if share else None
        found.append(FieldChanged(path=path, slots=len(held), changed=sum(held), share=bounds))
    return found
