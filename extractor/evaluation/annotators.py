"""How far two readers of the same articles agree, before anything is reconciled.

In: two sets of gold over the same articles, of an independent first and second reader. Out: agreement by field; for classes
Krippendorff's alpha, which takes off what two readers would agree on by chance.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from extractor import score
from extractor.align_records import alternatives, is_unscored
from extractor.gold import Gold
from extractor.models import Frozen
from extractor.score import Outcome, Row


class FieldReading(Frozen):
    """Agreement of two readers on one field, over the objects that both have."""

    path: str
    slots: int  # filled by at least one of the two
    agree: int
    partly: int
    share: float | None
    alpha: float | None  # for classes only


class Readings(Frozen):
    """Agreement of two readers."""

    articles: int
    only_first: list[str]  # articles that only one of the two has read
    only_second: list[str]
    objects: dict[str, float | None]  # F of finding the same objects, by list
    fields: list[FieldReading]
    share: float | None  # over all fields


def readings(first: Sequence[Gold], second: Sequence[Gold], model: type[BaseModel]) -> Readings:
    """Compare two readers article by article. Where a reader allowed several answers, the one written first counts."""
    others = {gold.article_id: gold for gold in second}
    known = {gold.article_id for gold in first}
    both = [(gold, others[gold.article_id]) for gold in first if gold.article_id in others]
    rows = [row for one, other in both for row in _rows(one, other, model)]
    fields = [_field(path, held) for path, held in _by_path(rows).items()]
    slots = sum(one.slots for one in fields)
    return Readings(
        articles=len(both),
        only_first=[gold.path.name for gold in first if gold.article_id not in others],
        only_second=[gold.path.name for gold in second if gold.article_id not in known],
        objects={path: one.f for path, one in score.found(rows).items()},
        fields=fields,
        share=sum(one.agree for one in fields) / slots if slots else None,
    )


def _rows(one: Gold, other: Gold, model: type[BaseModel]) -> list[Row]:
    text = one.article.read_text(encoding="utf-8-sig")
    decided = one.model_copy(update={"record": plain(one.record)})
    return score.ledger(decided, plain(other.record), (), model, text)


def plain(value: Any) -> Any:
    """A gold record without marks: of several right answers the first, of an unscored slot none."""
    if isinstance(value, Mapping):
        if is_unscored(value):
            return None
        if "any_of" in value:
            return plain(alternatives(value)[0])
        return {name: plain(held) for name, held in value.items() if name != "required"}
    return [plain(member) for member in value] if isinstance(value, list) else value


def places_of(gold: Gold, model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """Every slot that a gold file scores, filled or empty, by article and path."""
    for row in score.ledger(gold, plain(gold.record), (), model, ""):
        if not row.is_slot:
            yield gold.article_id, ""  # an article of which gold says nothing has a place too
        elif row.gold_path and row.outcome is not Outcome.NSC:
            yield gold.article_id, row.gold_path


def _by_path(rows: Sequence[Row]) -> dict[str, list[Row]]:
    paths: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.is_slot and row.matched and row.outcome != Outcome.NSC:
            paths[row.path].append(row)
    return paths


def _field(path: str, rows: Sequence[Row]) -> FieldReading:
    filled = [row for row in rows if row.outcome != Outcome.NUL]
    agree = sum(row.outcome == Outcome.COR for row in filled)
    classes = all(row.comparator == "exact" for row in rows)
    pairs = [(str(row.gold), str(row.predicted)) for row in rows]
    return FieldReading(
        path=path,
        slots=len(filled),
        agree=agree,
        partly=sum(row.outcome == Outcome.PAR for row in filled),
        share=agree / len(filled) if filled else None,
        alpha=alpha(pairs) if classes else None,
    )


def alpha(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Krippendorff's alpha of two readers for classes without order; None where nothing varies.

    >>> round(alpha(list(zip("aabbdcccedda", "babbbcccedddd"[:12]))), 3)
    0.692
    """
    counts = Counter(value for pair in pairs for value in pair)
    total = sum(counts.values())
    expected = total * total - sum(count * count for count in counts.values())
    if not expected:
        return None
    observed = 2 * sum(one != other for one, other in pairs)
    return 1 - (total - 1) * observed / expected
