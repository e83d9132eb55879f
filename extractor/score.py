"""Every figure of an evaluation, each a sum over ledger rows.

In: the rows of any number of articles. Out: `Figures` a field, and the aggregates of docs/evaluation.md.
A figure whose denominator is zero is None, never 0 or 1. Of all aggregates only invention counts prose.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extractor.comparators import Outcome
from extractor.ledger import ARTICLE, Row, ledger

__all__ = [
    "Detection",
    "Figures",
    "Outcome",
    "Row",
    "detection",
    "exact_article_rate",
    "figures",
    "found",
    "grounded_f",
    "headline",
    "invention_rate",
    "ledger",
    "matched",
    "micro",
    "per_article_mean",
    "undefined",
]

PROSE = "prose"
RIGHT = frozenset({Outcome.COR, Outcome.NUL, Outcome.NSC})


@dataclass(frozen=True)
class Figures:
    """Counts of one field, or of many, and what follows from them (MUC-5)."""

    cor: int = 0
    par: int = 0
    inc: int = 0
    mis: int = 0
    spu: int = 0
    nul: int = 0
    nsc: int = 0
    gates: bool = True  # False for prose: reported, in no headline

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Figures:
        """The counts of these rows."""
        held = list(rows)
        counts = Counter(row.outcome.lower() for row in held)
        return cls(**counts, gates=any(row.comparator != PROSE for row in held))

    @property
    def pos(self) -> int:
        """Values in gold."""
        return self.cor + self.par + self.inc + self.mis

    @property
    def act(self) -> int:
        """Values predicted."""
        return self.cor + self.par + self.inc + self.spu

    @property
    def tp(self) -> float:
        """Credit: a PAR is half of a COR."""
        return self.cor + self.par / 2

    @property
    def precision(self) -> float | None:
        """Credit over what was predicted."""
        return _ratio(self.tp, self.act)

    @property
    def recall(self) -> float | None:
        """Credit over what was there."""
        return _ratio(self.tp, self.pos)

    @property
    def f(self) -> float | None:
        """Harmonic mean of the two; 0 where all is lost or all is invented."""
        return _ratio(2 * self.tp, self.pos + self.act)

    @property
    def abstention(self) -> float | None:
        """Share of the slots empty in gold that were left empty."""
        return _ratio(self.nul, self.nul + self.spu)


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None


# ── by field ──────────────────────────────────────────────────────────────────────────────────────────────────────


def figures(rows: Iterable[Row]) -> dict[str, Figures]:
    """Figures of each field, pooled over articles, in the order the fields appear."""
    return _by_path(row for row in rows if row.is_slot)


def found(rows: Iterable[Row]) -> dict[str, Figures]:
    """Figures of each list of objects: whether its objects were found, whatever they say."""
    return _by_path(row for row in rows if not row.is_slot and row.comparator != ARTICLE)


def matched(rows: Iterable[Row]) -> list[Row]:
    """The rows of objects that both sides have: attributes apart from the finding."""
    return [row for row in rows if row.matched]


def _by_path(rows: Iterable[Row]) -> dict[str, Figures]:
    paths: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        paths[row.path].append(row)
    return {path: Figures.of(held) for path, held in paths.items()}


def headline(by_field: Mapping[str, Figures], weights: Mapping[str, float] | None = None) -> float | None:
    """Weighted macro F over the fields that gate; a field without a weight weighs 1, one without an F is left out."""
    weighed = [
        (one.f, (weights or {}).get(path, 1.0)) for path, one in by_field.items() if one.gates and one.f is not None
    ]
    return _ratio(sum(f * weight for f, weight in weighed), sum(weight for _, weight in weighed))


def undefined(by_field: Mapping[str, Figures]) -> list[str]:
    """The fields that gate and have no F: neither gold nor any prediction fills them. The headline leaves them out."""
    return [path for path, one in by_field.items() if one.gates and one.f is None]


# ── over all fields ───────────────────────────────────────────────────────────────────────────────────────────────


def _gating(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row.is_slot and row.comparator != PROSE]


def _by_article(rows: Iterable[Row]) -> dict[str, list[Row]]:
    articles: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        articles[row.article_id].append(row)
    return articles


def micro(rows: Iterable[Row]) -> Figures:
    """All slots of all fields in one pot."""
    return Figures.of(_gating(rows))


def per_article_mean(rows: Iterable[Row]) -> float | None:
    """Mean of the articles' own micro F; one that failed counts 0, one without any filled slot does not count."""
    articles = _by_article(rows).values()
    scores = [score for held in articles if (score := micro(held).f if _answered(held) else 0.0) is not None]
    return _ratio(sum(scores), len(scores))


def _answered(rows: Iterable[Row]) -> bool:
    """Whether the model gave a record for the article of these rows, right or wrong."""
    return all(row.outcome == Outcome.COR for row in rows if row.comparator == ARTICLE)


def exact_article_rate(rows: Iterable[Row]) -> float | None:
    """Share of the articles that were answered with every slot right and every empty one left empty."""
    articles = _by_article(rows).values()
    exact = [all(row.outcome in RIGHT for row in held if row.comparator != PROSE) for held in articles]
    return _ratio(sum(exact), len(exact))


def grounded_f(rows: Iterable[Row]) -> float | None:
    """F that credits a value only if its quote was located too, where the schema asks for a quote at all."""
    held = _gating(rows)
    whole = Figures.of(held)
    return _ratio(2 * sum(row.credit for row in held if row.grounded is not False), whole.pos + whole.act)


def invention_rate(rows: Iterable[Row]) -> float | None:
    """Share of the slots empty in gold that were filled, prose included."""
    counts = Counter(row.outcome for row in rows if row.is_slot)
    return _ratio(counts[Outcome.SPU], counts[Outcome.SPU] + counts[Outcome.NUL])


@dataclass(frozen=True)
class Detection:
    """Articles by whether gold and the prediction have any object of a list."""

    both: int = 0
    gold_only: int = 0  # a failed article among them
    predicted_only: int = 0
    neither: int = 0
    unanswered: int = 0  # failed, where gold has none


def detection(rows: Iterable[Row], path: str) -> Detection:
    """Has it any, or none: `detection(rows, "events")`.

    An optional object asks for nothing: an article that has only such ones counts as gold has it when it was found.
    """
    counts: Counter[str] = Counter()
    for held in _by_article(rows).values():
        seen = {row.outcome for row in held if row.path == path and not row.is_slot}
        in_gold, in_predicted = seen & {Outcome.COR, Outcome.MIS}, seen & {Outcome.COR, Outcome.SPU}
        if in_gold:
            counts["both" if in_predicted else "gold_only"] += 1
        elif in_predicted:
            counts["predicted_only"] += 1
        else:
            counts["neither" if _answered(held) else "unanswered"] += 1
    return Detection(**counts)
