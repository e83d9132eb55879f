"""The ledger of one article: one row a slot, and one for each object and article that was found or lost.

In: gold, a predicted record with its evidence, the record model and the article's text. Out: `Row`s.
Nothing is skipped: an article without a record has lost every filled gold slot.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Protocol

from pydantic import BaseModel

from extractor.align_records import Json, Kinship, Slot, align, alternatives, is_unscored, leaves, slots
from extractor.comparators import Outcome, agreement, filled, members
from extractor.fields import Compare, Identity
from extractor.models import Evidence, EvidenceStatus

ARTICLE, OBJECTS = "article", "objects"  # comparators of rows that hold no value


class Labels(Protocol):
    """What scoring needs of a gold file."""

    @property
    def article_id(self) -> str:
        """Hash of the article's text."""

    @property
    def record(self) -> Json:
        """The right record, with `any_of`, `unscored` and `required` as annotated."""


@dataclass(frozen=True, slots=True)
class Row:
    """One slot instance. Rows of comparator `article` and `objects` say that an answer, or an object, was found."""

    article_id: str
    pair: (
        str  # objects it belongs to, gold ~ predicted: "events[0]~events[1]", "events[0]~-", "~" for the record itself
    )
    path: str  # "events.participants.name"
    gold: object
    predicted: object
    outcome: Outcome
    credit: float
    comparator: str
    grounded: bool | None = None  # whether the predicted value stands in the article; None if nothing could show it

    @property
    def is_slot(self) -> bool:
        """Whether the row holds a value, and not the finding of an article or object."""
        return self.comparator not in (ARTICLE, OBJECTS)

    @property
    def matched(self) -> bool:
        """Whether the row's object stands on both sides."""
        return "-" not in self.pair.split("~")

    @property
    def gold_path(self) -> str | None:
        """Where the slot stands in gold, "events[0].participants[1].name": what a pin names; None if it does not."""
        owner = self.pair.partition("~")[0]
        return None if owner == "-" else _under(owner, self.path)

    @property
    def predicted_path(self) -> str | None:
        """Where the slot stands in the prediction; None if it does not."""
        owner = self.pair.partition("~")[2]
        return None if owner == "-" else _under(owner, self.path)

    def to_json(self) -> str:
        """The row as one line of ledger.jsonl."""
        return json.dumps({part.name: getattr(self, part.name) for part in fields(self)}, ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str) -> Row:
        """The row that `to_json` wrote."""
        read = json.loads(line)
        return cls(**{**read, "outcome": Outcome(read["outcome"])})


def _under(owner: str, path: str) -> str:
    """A generic path under an object whose own path has indices."""
    depth = len(owner.split(".")) if owner else 0
    return ".".join([*([owner] if owner else []), *path.split(".")[depth:]])


# ── the ledger ────────────────────────────────────────────────────────────────────────────────────────────────────


def ledger(
    gold: Labels, predicted: Json | None, evidence: Iterable[Evidence], model: type[BaseModel], text: str
) -> list[Row]:
    """Every slot of one article; `predicted` is None when the model gave no usable record."""
    located: dict[str, bool] = {}
    for found in evidence:  # a quote with an ellipsis has a row for each part, and is located if all of them are
        located[found.path] = located.get(found.path, True) and found.status != EvidenceStatus.ABSENT
    walk = _Walk(gold.article_id, text, located)
    at = _At("", "" if predicted is not None else "-")
    answered = Outcome.MIS if predicted is None else Outcome.COR
    head = Row(gold.article_id, f"{at.gold}~{at.predicted}", "", None, None, answered, answered.credit, ARTICLE)
    return [head, *walk.rows(slots(model), gold.record, predicted or {}, at)]


@dataclass(frozen=True)
class _At:
    """Where the walk stands on each side: an object's path, "" for the record, "-" for no object."""

    gold: str
    predicted: str
    quote: str | None = None  # path of the nearest quote on the predicted side


@dataclass(frozen=True)
class _Walk:
    article_id: str
    text: str
    located: Mapping[str, bool]

    def rows(self, tree: Sequence[Slot], gold: Json, predicted: Json, at: _At) -> list[Row]:
        quote = next((slot for slot in tree if slot.compare and slot.compare.kind == "quote"), None)
        if quote is not None:
            at = replace(at, quote=_under(at.predicted, quote.path))
        return [row for slot in tree for row in self.slot(slot, gold.get(slot.name), predicted.get(slot.name), at)]

    def slot(self, slot: Slot, gold: object, predicted: object, at: _At) -> list[Row]:
        if is_unscored(gold):
            return self._all(slot, Outcome.NSC, at)
        ways = [self._against(slot, option, predicted, at) for option in alternatives(gold)]
        return min(ways, key=_harm) if len(ways) > 1 else ways[0]

    def _against(self, slot: Slot, gold: object, predicted: object, at: _At) -> list[Row]:
        how = slot.compare
        if slot.identity is not None:
            return self._objects(slot, slot.identity, (_objects(gold), _objects(predicted)), at)
        if how is not None and how.kind == "set":
            return self._set(slot, how, (gold, predicted), at)
        inner = self.rows(slot.inner, _object(gold), _object(predicted), at) if slot.inner else []
        if how is None:
            return inner
        sides = filled(how, gold), filled(how, predicted)
        return [*self._row(slot, sides, agreement(how, *sides, self.text), at), *inner]

    def _set(self, slot: Slot, how: Compare, sides: tuple[object, object], at: _At) -> list[Row]:
        rows: list[Row] = []
        said = sides[1] if isinstance(sides[1], (list, tuple)) else ()
        for member, index in members(how, *sides):
            if index is None:
                rows += self._row(slot, (member, None), Outcome.MIS, at)
            else:
                outcome = Outcome.SPU if member is None else Outcome.COR
                rows += self._row(slot, (member, said[index]), outcome, at, f"[{index}]")
        return rows or self._row(slot, (None, None), Outcome.NUL, at)

    def _objects(self, slot: Slot, identity: Identity, sides: tuple[list[Json], list[Json]], at: _At) -> list[Row]:
        gold, predicted = sides
        if not gold and not predicted:
            return self._all(slot, Outcome.NUL, at)
        below: dict[tuple[int | None, int | None], list[Row]] = {}

        def credit(i: int, j: int) -> float:
            below[i, j] = self.rows(slot.inner, gold[i], predicted[j], _inside(at, slot, i, j))
            return sum(row.credit for row in below[i, j] if row.is_slot)

        rows: list[Row] = []
        for i, j in align(gold, predicted, Kinship(slot.inner, identity, self.text), credit):
            here = _inside(at, slot, i, j)
            names = (None if i is None else here.gold, None if j is None else here.predicted)
            if i is not None and j is None and gold[i].get("required") is False:
                rows += self._row(slot, names, Outcome.NSC, here)
                continue
            outcome = Outcome.SPU if i is None else Outcome.MIS if j is None else Outcome.COR
            ours, theirs = ({} if i is None else gold[i]), ({} if j is None else predicted[j])
            rows += self._row(slot, names, outcome, here)
            rows += below[i, j] if (i, j) in below else self.rows(slot.inner, ours, theirs, here)
        return rows

    def _all(self, slot: Slot, outcome: Outcome, at: _At) -> list[Row]:
        """The same outcome for every value the slot could hold."""
        held = [*([slot] if slot.identity else []), *leaves([slot])]
        return [row for leaf in held for row in self._row(leaf, (None, None), outcome, at)]

    def _row(self, slot: Slot, sides: tuple[object, object], outcome: Outcome, at: _At, index: str = "") -> list[Row]:
        if outcome is Outcome.NUL and "-" in (at.gold, at.predicted):
            return []  # an object that one side does not have leaves nothing empty
        kind = slot.compare.kind if slot.compare else ""
        known = None if sides[1] is None or slot.identity else self._grounded(slot, at, index)
        pair = f"{at.gold}~{at.predicted}"
        return [Row(self.article_id, pair, slot.path, *sides, outcome, outcome.credit, kind, known)]

    def _grounded(self, slot: Slot, at: _At, index: str) -> bool | None:
        """The value's own evidence decides, unless it may be in other words: then that of the nearest quote may too."""
        own = self.located.get(_under(at.predicted, slot.path) + index)
        sense = slot.verbatim is not None and slot.verbatim.optional
        if own or at.quote is None or (own is False and not sense):
            return own
        return self.located.get(at.quote, False)


def _inside(at: _At, slot: Slot, i: int | None, j: int | None) -> _At:
    """One step down, to a pair of a list's objects."""
    gold = "-" if i is None else f"{_under(at.gold, slot.path)}[{i}]"
    predicted = "-" if j is None else f"{_under(at.predicted, slot.path)}[{j}]"
    return _At(gold, predicted, at.quote)


def _object(value: object) -> Json:
    return value if isinstance(value, Mapping) else {}


def _objects(value: object) -> list[Json]:
    return [member for member in value if isinstance(member, Mapping)] if isinstance(value, (list, tuple)) else []


def _harm(rows: list[Row]) -> tuple[float, int]:
    """How far predicted values are from one of several right answers: lost F, then the number of slots it takes."""
    sides = sum(
        (row.gold is not None) + (row.predicted is not None)
        for row in rows
        if row.is_slot and row.outcome != Outcome.NSC
    )
    credit = sum(row.credit for row in rows if row.is_slot)
    return (1 - 2 * credit / sides if sides else 0.0), sides
