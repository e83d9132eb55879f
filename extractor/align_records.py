"""Which predicted object is which gold object, decided in one place for every figure.

In: a record model's scored slots, and two lists of JSON objects. Out: the best assignment, as pairs of indices.
It refuses a model whose lists of objects do not say how their objects are recognised.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from extractor.comparators import Outcome, compare, filled, likeness, member_key
from extractor.errors import TaskError
from extractor.fields import Compare, Identity, Verbatim, is_list, marker, model_of

Json = Mapping[str, object]
Pair = tuple[int | None, int | None]  # index in gold, index in predicted
FIGURES = ("headline", "micro_f", "grounded_f", "invention_rate")  # over all fields; in tables and gates beside these

# ── what a record model asks to be scored ─────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, eq=False)  # one object a field, so that a tree of slots is looked up by who it is
class Slot:
    """One field of a record model as scoring sees it.

    A leaf has `compare`; a single nested model has only `inner`; a list of objects has `compare`, `inner` and
    `identity`; a date is a leaf whose `inner` is its method.
    """

    name: str
    path: str  # from the record down, without indices: "events.participants.name"
    compare: Compare | None
    inner: tuple[Slot, ...] = ()
    identity: Identity | None = None
    verbatim: Verbatim | None = None


@lru_cache
def slots(model: type[BaseModel], prefix: str = "") -> tuple[Slot, ...]:
    """The scored fields of a record model, in the model's order."""
    found = (_slot(name, f"{prefix}{name}", info) for name, info in model.model_fields.items())
    return tuple(slot for slot in found if slot is not None)


def _slot(name: str, path: str, info: FieldInfo) -> Slot | None:
    how, model, identity = marker(info, Compare), model_of(info.annotation), marker(info, Identity)
    if how is not None and how.kind == "ignore":
        return None
    if path in FIGURES and (how is not None or model is not None):
        raise TaskError(
            f"field {path!r} has the name of a figure of the evaluation: rename it, or mark it Compare('ignore')"
        )
    if model is None:
        return Slot(name, path, how, verbatim=marker(info, Verbatim)) if how else None
    if how is not None and how.kind == "date":
        method = (Slot("method", f"{path}.method", Compare("exact")),) if "method" in model.model_fields else ()
        return Slot(name, path, how, method)
    if is_list(info.annotation) and (identity is None or how is None or how.kind != "objects"):
        raise TaskError(
            f"field {path!r} is a list of objects without Compare('objects') and Identity(…): say how two of them are "
            "recognised as the same one, or mark it Compare('ignore')"
        )
    return Slot(name, path, how, slots(model, f"{path}."), identity)


def leaves(tree: Iterable[Slot]) -> Iterator[Slot]:
    """Every slot below that holds a value of its own, in order; a weight or a floor may name the path of one."""
    for slot in tree:
        if slot.identity is None and slot.compare is not None:
            yield slot
        yield from leaves(slot.inner)


# ── gold's own marks ──────────────────────────────────────────────────────────────────────────────────────────────


def alternatives(value: object) -> list[object]:
    """The right answers of a gold slot: those of `any_of`, or the one that stands there."""
    return list(value["any_of"]) if isinstance(value, dict) and "any_of" in value else [value]


def is_unscored(value: object) -> bool:
    """Whether a gold slot is marked `{"unscored": "why"}`."""
    return isinstance(value, dict) and "unscored" in value


# ── identity ──────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Kinship:
    """How alike two objects of one list are, by the list's Identity."""

    tree: tuple[Slot, ...]  # the objects' own slots
    identity: Identity
    text: str = ""

    def between(self, gold: Json, predicted: Json) -> float:
        """Identity from 0 to 1, and 0 below the gate.

        A part that both leave empty tells nothing: its weight goes to the first part, so that two different calls are
        not the same one for want of a place; where the first part is empty too, the others share it.
        """
        gate, fallback = self.identity.gate, self.identity.fallback
        scores = [self._part(path, gold, predicted) for path, _ in self.identity.parts]
        if fallback and (scores[0] or 0.0) < gate and self._nameless(gold, predicted):
            return gate if self._agree(gold, predicted) else 0.0
        total = _weighed(scores, [weight for _, weight in self.identity.parts])
        return total if total >= gate - 1e-9 else 0.0

    def _part(self, path: str, gold: Json, predicted: Json) -> float | None:
        """Likeness of one part; None where both leave it empty or gold does not score it."""
        ways = _ways(path)
        how = _rule(self.tree, ways[0])
        if len(ways) > 1 or how.kind == "set" or any(slot.identity for slot in _way(self.tree, ways[0])):
            return self._jaccard(ways, gold, predicted)
        ours, theirs = (values(self.tree, ways[0], owner) for owner in (gold, predicted))
        if not ours or not ours[0] or not theirs:
            return None
        said = filled(how, theirs[0][0])
        right = [kept for value in ours[0] if (kept := filled(how, value)) is not None]
        if said is None:
            return None if len(right) < len(ours[0]) else 0.0
        return max((likeness(how, value, said, self.text) for value in right), default=0.0)

    def _jaccard(self, ways: Sequence[tuple[str, ...]], gold: Json, predicted: Json) -> float | None:
        ours: set[str] = set()
        theirs: set[str] = set()
        for way in ways:
            places = values(self.tree, way, gold)
            if places is None:
                continue
            how = _rule(self.tree, way)
            said = set().union(*(_keys(how, options[0]) for options in values(self.tree, way, predicted) or []))
            for options in places:
                ours |= max((_keys(how, option) for option in options), key=lambda keys: (len(keys & said), -len(keys)))
            theirs |= said
        return len(ours & theirs) / len(ours | theirs) if ours or theirs else None

    def _nameless(self, gold: Json, predicted: Json) -> bool:
        way = _ways(self.identity.parts[0][0])[0]
        how = _rule(self.tree, way)
        sides = [values(self.tree, way, owner) or [[None]] for owner in (gold, predicted)]
        return any(filled(how, option) is None for places in sides for options in places for option in options)

    def _agree(self, gold: Json, predicted: Json) -> bool:
        """Whether every fallback field is the same on both sides; two empty ones are."""
        for path in self.identity.fallback:
            how, said = _rule(self.tree, (path,)), predicted.get(path)
            options = [] if is_unscored(gold.get(path)) else alternatives(gold.get(path))
            outcomes = {compare(how, option, said, self.text) for option in options}
            if options and not outcomes & {Outcome.COR, Outcome.NUL}:
                return False
        return True


def _weighed(scores: Sequence[float | None], weights: Sequence[float]) -> float:
    known = [(score, weight) for score, weight in zip(scores, weights, strict=True) if score is not None]
    held = sum(weight for _, weight in known)
    total = sum(score * weight for score, weight in known)
    if scores[0] is not None:
        return total + scores[0] * (sum(weights) - held)
    return total / held if known else 1.0


@lru_cache
def _ways(path: str) -> tuple[tuple[str, ...], ...]:
    """The paths of an identity's part: "sides+participants.name" are two."""
    return tuple(tuple(step.split(".")) for step in path.split("+"))


@lru_cache
def _way(tree: tuple[Slot, ...], way: tuple[str, ...]) -> list[Slot]:
    """The slots along a path."""
    found: list[Slot] = []
    for name in way:
        slot = next((slot for slot in tree if slot.name == name), None)
        if slot is None:
            raise TaskError(f"Identity names {'.'.join(way)!r}, of which {name!r} is no scored field: name one that is")
        found.append(slot)
        tree = slot.inner
    return found


def _rule(tree: tuple[Slot, ...], way: tuple[str, ...]) -> Compare:
    return _way(tree, way)[-1].compare or Compare("exact")


def values(tree: tuple[Slot, ...], way: tuple[str, ...], owner: Json) -> list[list[object]] | None:
    """Every place that a path reaches in an object, each with its right answers; None where gold does not score it."""
    slot, value = _way(tree, way[:1])[0], owner.get(way[0])
    if is_unscored(value):
        return None
    options = alternatives(value)
    if len(way) == 1:
        return [options]
    if slot.identity is None:
        reached = [values(slot.inner, way[1:], option if isinstance(option, dict) else {}) for option in options]
        return [[value for places in reached if places for value in places[0]]]
    members = options[0] if isinstance(options[0], list) else []
    return [place for member in members for place in values(slot.inner, way[1:], member) or []]


def _keys(how: Compare, value: object) -> set[str]:
    held = value if isinstance(value, list) else [value]
    return {member_key(how, member) for member in held if filled(how, member) is not None}


# ── assignment ────────────────────────────────────────────────────────────────────────────────────────────────────


def align(
    gold: Sequence[Json], predicted: Sequence[Json], kinship: Kinship, credit: Callable[[int, int], float]
) -> list[Pair]:
    """The assignment with the most identity (× 1000) plus leaf credit: pairs and lost gold in order, then the rest.

    Pairs below the gate are never made. Ties go by the objects' content, so the order of a list changes no figure,
    and by position between equal objects, so that two runs agree to the byte.
    """
    rows, columns = _ranked(gold), _ranked(predicted)
    weights = [[0.0] * len(columns) for _ in rows]
    step = min(1e-6, 0.1 / max(len(rows), len(columns), 1) ** 3)  # all steps together weigh less than any credit
    for (x, i), (y, j) in product(enumerate(rows), enumerate(columns)):
        identity = kinship.between(gold[i], predicted[j])
        if identity > 0:
            weights[x][y] = identity * 1000 + credit(i, j) - (x - y) ** 2 * step
    partner = {rows[x]: columns[y] for x, y in _assignment(weights) if weights[x][y] > 0}
    unmatched = sorted(set(range(len(predicted))) - set(partner.values()))
    return [*((i, partner.get(i)) for i in range(len(gold))), *((None, j) for j in unmatched)]


def _assignment(weights: list[list[float]]) -> list[tuple[int, int]]:
    if not weights or not weights[0]:
        return []
    from scipy.optimize import linear_sum_assignment  # a third of a second that only scoring should pay

    return list(zip(*linear_sum_assignment(weights, maximize=True), strict=True))


def _ranked(objects: Sequence[Json]) -> list[int]:
    if len(objects) < 2:
        return list(range(len(objects)))
    return sorted(range(len(objects)), key=lambda at: json.dumps(objects[at], sort_keys=True, default=str))
