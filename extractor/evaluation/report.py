"""The content of report.json, with a JSON Schema that is published beside the docs.

In: `Scored`. Out: `Report`, or `Matrix` of several. Names are a contract; docs/evaluation.md explains each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from pydantic import Field

from extractor import score
from extractor.evaluation.scored import Scored
from extractor.evaluation.slices import slices
from extractor.gates import Flip
from extractor.models import EvidenceStatus, Frozen, Line
from extractor.score import Figures


class Bounds(Frozen):
    """A 95 % interval."""

    low: float
    high: float


class Counted(Frozen):
    """Outcomes of one field, or of one list's objects, and what follows from them."""

    pos: int = Field(serialization_alias="POS", description="values in gold")
    cor: int = Field(serialization_alias="COR")
    par: int = Field(serialization_alias="PAR")
    inc: int = Field(serialization_alias="INC")
    mis: int = Field(serialization_alias="MIS")
    spu: int = Field(serialization_alias="SPU")
    nul: int = Field(serialization_alias="NUL")
    nsc: int = Field(serialization_alias="NSC")
    p: float | None = Field(serialization_alias="P")
    r: float | None = Field(serialization_alias="R")
    f: float | None = Field(serialization_alias="F")
    abstention: float | None
    gates: bool


class Moved(Frozen):
    """How a figure moved from the baseline."""

    change: float
    interval: Bounds | None
    p_worse: float


class GateResult(Frozen):
    """One rule applied to one thing."""

    kind: str
    name: str
    verdict: str
    message: str


class FlipRow(Frozen):
    """A slot that the baseline and this evaluation answered differently."""

    article_id: str
    path: str
    slot: str | None
    gold: Any
    before: Any
    after: Any
    old: str | None
    new: str | None
    before_quote: str | None = Field(description="The words behind the earlier answer, if its record is at hand.")
    after_quote: str | None
    lost: bool
    won: bool


class SliceRow(Frozen):
    """Figures of a part of the gold."""

    by: str
    value: str
    articles: int
    headline: float | None
    micro_f: float | None
    interval: Bounds | None
    invention_rate: float | None


class Confused(Frozen):
    """How often one value of a class met another; "–" for none."""

    gold: str
    predicted: str
    count: int


class Report(Frozen):
    """One provider with one prompt over one set of gold."""

    name: str
    task: str
    prompt: str
    provider: str
    model: str | None
    model_called: bool
    articles: int
    states: dict[str, int]
    complete: bool
    passed: bool | None = Field(description="Whether every gate passed; null if the evaluation is incomplete.")
    headline: float | None
    micro_f: float | None
    per_article_mean: float | None
    exact_articles: float | None
    grounded_f: float | None
    invention_rate: float | None
    events_or_none: dict[str, int] | None
    intervals: dict[str, Bounds]
    cost_usd: float | None
    seconds: float
    weights: dict[str, float]
    undefined: list[str]
    objects: dict[str, Counted]
    fields: dict[str, Counted]
    confusion: dict[str, list[Confused]]
    slices: list[SliceRow]
    baseline: str | None
    moved: dict[str, Moved]
    gates: list[GateResult]
    flips: list[FlipRow]


class Place(Frozen):
    """One line of a leaderboard."""

    name: str
    headline: float | None
    interval: Bounds | None
    grounded_f: float | None
    invention_rate: float | None
    cost_usd: float | None
    seconds: float
    passed: bool | None


class Matrix(Frozen):
    """Several providers or prompts over the same gold, the best headline first."""

    leaderboard: list[Place]
    entries: list[Report]


def report_of(scored: Scored, by: Sequence[str] = ()) -> Report:
    """Everything that is known of one evaluation."""
    rows, parts, lines = scored.rows, scored.parts, scored.asked.lines
    figures = scored.figures
    costs = [line.cost_usd for line in lines]
    return Report(
        name=scored.name,
        task=parts.task.schema_id,
        prompt=parts.prompt.version,
        provider=parts.provider.name,
        model=parts.provider.model,
        model_called=parts.provider.kind != "rules",
        articles=len(lines),
        states=dict(Counter(line.state.value for line in lines)),
        complete=bool(rows),
        passed=None if scored.missing else scored.exit_code == 0,
        headline=figures["headline"],
        micro_f=figures["micro_f"],
        per_article_mean=score.per_article_mean(rows),
        exact_articles=score.exact_article_rate(rows),
        grounded_f=figures["grounded_f"],
        invention_rate=figures["invention_rate"],
        events_or_none=asdict(score.detection(rows, "events")) if "events" in parts.task.record.model_fields else None,
        intervals={name: Bounds(**asdict(one)) for name, one in scored.intervals.items()},
        cost_usd=None if None in costs else sum(cost for cost in costs if cost is not None),
        seconds=round(scored.asked.seconds, 3),
        weights=scored.standards.scoring.weights,
        undefined=score.undefined(scored.by_field),
        objects={path: _counted(one) for path, one in score.found(rows).items()},
        fields={path: _counted(one) for path, one in scored.by_field.items()},
        confusion={path: _confused(counts) for path, counts in scored.confusions.items()},
        slices=[SliceRow.model_validate(asdict(one)) for one in (slices(scored, by) if rows else ())],
        baseline=scored.baseline,
        moved={name: Moved.model_validate(asdict(one)) for name, one in scored.moved.items()},
        gates=[GateResult.model_validate(asdict(gate)) for gate in scored.gates],
        flips=[flip_row(flip, {}, {line.article_id: line for line in lines}) for flip in scored.flips],
    )


def flip_row(flip: Flip, before: Mapping[str, Line], after: Mapping[str, Line]) -> FlipRow:
    """A flip with the quote of each side's value: its own words, else those of the object that holds it."""
    told = {name: value for name, value in asdict(flip).items() if name not in ("before_slot", "after_slot")}
    return FlipRow(
        **told,
        lost=flip.lost,
        won=flip.won,
        before_quote=_quote(before.get(flip.article_id), flip.before_slot),
        after_quote=_quote(after.get(flip.article_id), flip.after_slot),
    )


def _quote(line: Line | None, slot: str | None) -> str | None:
    """The located words behind a value."""
    if line is None or slot is None:
        return None
    located: dict[str, str] = {}
    for found in line.evidence:  # a quote with an ellipsis has a row for each of its parts
        if found.status is not EvidenceStatus.ABSENT:
            located[found.path] = f"{located[found.path]} … {found.quote}" if found.path in located else found.quote
    nearest = [f"{owner}.quote" if owner else "quote" for owner in _owners(slot)]
    return next((located[path] for path in (slot, *nearest) if path in located), None)


def _owners(slot: str) -> list[str]:
    """The objects that hold a slot, the nearest first; "" is the record."""
    found = []
    while slot:
        slot = slot.rpartition(".")[0]
        found.append(slot)
    return found


def matrix_of(entries: Sequence[Report]) -> Matrix:
    """A leaderboard; an incomplete evaluation stands last."""
    ranked = sorted(entries, key=lambda one: (one.headline is None, -(one.headline or 0.0), one.name))
    places = [
        Place(
            name=one.name,
            headline=one.headline,
            interval=one.intervals.get("headline"),
            grounded_f=one.grounded_f,
            invention_rate=one.invention_rate,
            cost_usd=one.cost_usd,
            seconds=one.seconds,
            passed=one.passed,
        )
        for one in ranked
    ]
    return Matrix(leaderboard=places, entries=list(ranked))


def _counted(one: Figures) -> Counted:
    return Counted(
        pos=one.pos, cor=one.cor, par=one.par, inc=one.inc, mis=one.mis, spu=one.spu, nul=one.nul, nsc=one.nsc,
        p=one.precision, r=one.recall, f=one.f, abstention=one.abstention, gates=one.gates,
    )  # fmt: skip


def _confused(counts: dict[tuple[str, str], int]) -> list[Confused]:
    return [
        Confused(gold=gold, predicted=predicted, count=count) for (gold, predicted), count in sorted(counts.items())
    ]
