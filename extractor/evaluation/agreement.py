"""Confidence by agreement: how often several answers to the same question give the same value.

In: one set of answers, and others to the same articles. Out: for each value of the first set the share of the others that agree
with it; with gold, how far that share can be trusted and what it saves a reviewer. What a model says of its own confidence is
never used.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence

from extractor.evaluation.report import Bounds
from extractor.gates import wilson
from extractor.models import Frozen
from extractor.score import PROSE, Outcome, Row

CAUGHT = 0.5  # share of the errors that a review is to find

Value = tuple[str, str, str]  # article, the value's place in the first record, the member of a set
AGREE = frozenset({Outcome.COR, Outcome.NUL})


class Reliability(Frozen):
    """Values of one level of agreement, and how many of them gold calls right."""

    agreement: float  # from 0 to 1
    values: int
    right: int
    share: Bounds | None  # 95 % interval of the share that is right


class FieldAgreement(Frozen):
    """Agreement on one field."""

    path: str
    values: int
    agreement: float
    right_if_all_agree: float | None
    right_else: float | None


class Agreement(Frozen):
    """What several answers tell of the first one."""

    answers: int  # sets of answers, the first one included
    values: int
    agreement: float | None
    reliability: list[Reliability]
    fields: list[FieldAgreement]
    errors: int
    reviewed: float | None  # share of the values to look at, the least agreed first, to find half of the errors
    reviewed_at_random: float  # what it takes without agreement


def agreed(others: Sequence[Sequence[Row]]) -> dict[Value, float]:
    """For each value of the first answers, the share of the others that have it too.

    `others` are ledgers of the other answers with the first ones taken for gold.
    """
    votes: dict[Value, list[bool]] = defaultdict(list)
    for rows in others:
        for row in rows:
            if _counts(row) and row.gold is not None and row.gold_path is not None:
                votes[(row.article_id, row.gold_path, _member(row, row.gold))].append(row.outcome in AGREE)
    return {value: sum(held) / len(held) for value, held in votes.items()}


def agreement(rows: Sequence[Row], others: Sequence[Sequence[Row]]) -> Agreement:
    """The whole report. `rows` is the ledger of the first answers against gold."""
    confidence = agreed(others)
    judged = [
        (row.path, confidence[value], row.outcome == Outcome.COR)
        for row in rows
        if _counts(row) and row.predicted is not None and row.predicted_path is not None
        if (value := (row.article_id, row.predicted_path, _member(row, row.predicted))) in confidence
    ]
    wrong = sum(not right for _, _, right in judged)
    return Agreement(
        answers=len(others) + 1,
        values=len(judged),
        agreement=sum(share for _, share, _ in judged) / len(judged) if judged else None,
        reliability=_reliability(judged),
        fields=_by_field(judged),
        errors=wrong,
        reviewed=_reviewed([(share, right) for _, share, right in judged], wrong),
        reviewed_at_random=CAUGHT,
    )


def _counts(row: Row) -> bool:
    return row.is_slot and row.comparator != PROSE and row.outcome != Outcome.NSC


def _member(row: Row, value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False) if row.comparator == "set" else ""


_Judged = Sequence[tuple[str, float, bool]]


def _reliability(judged: _Judged) -> list[Reliability]:
    levels: Mapping[float, list[bool]] = defaultdict(list)
    for _, share, right in judged:
        levels[round(share, 3)].append(right)
    found = []
    for level, rights in sorted(levels.items()):
        bounds = wilson(sum(rights), len(rights))
        shown = Bounds(low=bounds.low, high=bounds.high) if bounds else None
        found.append(Reliability(agreement=level, values=len(rights), right=sum(rights), share=shown))
    return found


def _by_field(judged: _Judged) -> list[FieldAgreement]:
    fields: Mapping[str, list[tuple[float, bool]]] = defaultdict(list)
    for path, share, right in judged:
        fields[path].append((share, right))
    return [
        FieldAgreement(
            path=path,
            values=len(held),
            agreement=sum(share for share, _ in held) / len(held),
            right_if_all_agree=_share([right for share, right in held if share == 1]),
            right_else=_share([right for share, right in held if share < 1]),
        )
        for path, held in fields.items()
    ]


def _share(rights: Sequence[bool]) -> float | None:
    return sum(rights) / len(rights) if rights else None


def _reviewed(judged: Sequence[tuple[float, bool]], wrong: int) -> float | None:
    """The share of the values to look at; values of equal agreement come in no order, so they are looked at evenly."""
    if not wrong:
        return None
    wanted, looked, found = CAUGHT * wrong, 0.0, 0.0
    levels: Mapping[float, list[bool]] = defaultdict(list)
    for share, right in judged:
        levels[share].append(right)
    for _, rights in sorted(levels.items()):
        errors = rights.count(False)
        if found + errors >= wanted:
            looked += len(rights) * (wanted - found) / errors
            break
        looked, found = looked + len(rights), found + errors
    return looked / len(judged)
