"""Answers scored against gold.

In: what a provider said of gold articles. Out: `Scored`: the ledger and every figure that follows from it.
An article that failed for the model's fault counts as lost; one that failed for ours leaves no ledger, and so no score.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from extractor import score
from extractor.assemble import Parts
from extractor.evaluation.asked import Asked
from extractor.gates import Difference, Flip, Gate, Interval, Standards, Verdict, intervals
from extractor.gates.standards import load as load_standards
from extractor.gates.uncertainty import HEADLINE, weighed
from extractor.gold import Gold
from extractor.models import Article, Line
from extractor.score import Figures, Row


@dataclass(frozen=True)
class Scored:
    """One provider with one prompt, over one set of gold."""

    parts: Parts
    asked: Asked
    standards: Standards
    rows: tuple[Row, ...]  # none if the evaluation is incomplete
    gates: tuple[Gate, ...] = ()
    baseline: str | None = None  # what it was compared with
    moved: Mapping[str, Difference] = field(default_factory=dict)
    flips: tuple[Flip, ...] = ()

    @property
    def name(self) -> str:
        """Provider and prompt, as in a leaderboard and in file names."""
        return f"{self.parts.provider.name}-{self.parts.prompt.version}"

    @property
    def missing(self) -> tuple[Line, ...]:
        """Articles without an answer, for a reason that is not the model's."""
        return self.asked.missing

    @property
    def exit_code(self) -> int:
        """0 scored and every gate passed, 1 a gate failed, 3 incomplete."""
        if self.missing:
            return 3
        return 1 if any(gate.verdict is Verdict.FAILED for gate in self.gates) else 0

    @property
    def weights(self) -> dict[str, float]:
        """The weight of each field of the ledger in the headline."""
        return weighed(self.rows, self.standards.scoring.weights)

    @cached_property
    def by_field(self) -> dict[str, Figures]:
        """Figures of each field."""
        return score.figures(self.rows)

    @cached_property
    def intervals(self) -> dict[str, Interval]:
        """Bootstrap intervals of the headline, each field and the figures over all fields."""
        return intervals(self.rows, self.standards.scoring.weights) if self.rows else {}

    @cached_property
    def figures(self) -> dict[str, float | None]:
        """The headline, the figures over all fields and the F of each field, by name."""
        if not self.rows:
            return dict.fromkeys((HEADLINE, "micro_f", "grounded_f", "invention_rate"))
        return {
            HEADLINE: score.headline(self.by_field, self.standards.scoring.weights),
            "micro_f": score.micro(self.rows).f,
            "grounded_f": score.grounded_f(self.rows),
            "invention_rate": score.invention_rate(self.rows),
            **{path: one.f for path, one in self.by_field.items()},
        }

    @property
    def confusions(self) -> dict[str, dict[tuple[str, str], int]]:
        """For each class of the schema, how often gold's value met which predicted one; "–" for none."""
        found: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for row in self.rows:
            if row.comparator == "exact" and row.outcome not in _UNCOUNTED and _is_class(row):
                found[row.path][(str(row.gold or "–"), str(row.predicted or "–"))] += 1
        return {path: dict(counts) for path, counts in found.items()}


_UNCOUNTED = frozenset({score.Outcome.NSC, score.Outcome.NUL})


def _is_class(row: Row) -> bool:
    return all(value is None or isinstance(value, str) for value in (row.gold, row.predicted))


def score_answers(parts: Parts, asked: Asked) -> Scored:
    """The ledger of what was said, if everything was answered that could be."""
    standards = load_standards(parts.root / "evals" / parts.task.name)
    rows = () if asked.missing else tuple(score_lines(parts, asked.golds, asked.articles, asked.lines))
    return Scored(parts, asked, standards, rows)


def score_lines(parts: Parts, golds: Sequence[Gold], read: Sequence[Article], lines: Sequence[Line]) -> list[Row]:
    """The ledger of lines against the gold of their articles; articles without gold, and gold without a line, are left out."""
    told = {line.article_id: line for line in lines}
    texts = {article.article_id: article.text for article in read}
    rows: list[Row] = []
    for gold in golds:
        line = told.get(gold.article_id)
        if line is not None and gold.article_id in texts:
            predicted = line.record if line.state.ended_well else None
            rows += score.ledger(gold, predicted, line.evidence, parts.task.record, texts[gold.article_id])
    return rows


def of_articles(rows: Sequence[Row], ids: set[str]) -> list[Row]:
    """The rows of some articles."""
    return [row for row in rows if row.article_id in ids]
