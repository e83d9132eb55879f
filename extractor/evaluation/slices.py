"""Figures of parts of the gold: by tag, by origin, by a class such as the event's type.

In: `Scored` and what to slice by. Out: a `Slice` for each value. Refuses (UsageError) what neither gold files nor schema have.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from extractor import score
from extractor.align_records import Slot, leaves, slots
from extractor.errors import UsageError
from extractor.evaluation.scored import Scored
from extractor.gates import Interval, intervals
from extractor.gold import Gold
from extractor.score import Row

OF_GOLD = ("tag", "origin", "split")
_OBJECT = re.compile(r"^(\w+)\[(\d+)\]")


@dataclass(frozen=True)
class Slice:
    """The figures of one part."""

    by: str
    value: str
    articles: int
    headline: float | None
    micro_f: float | None
    interval: Interval | None  # of the micro F
    invention_rate: float | None


def slices(scored: Scored, by: Sequence[str]) -> list[Slice]:
    """A slice for every value of each thing named: `tag`, `origin`, `split`, or a class of the schema (`type`, `realis`)."""
    found: list[Slice] = []
    for name in by:
        groups = _of_gold(scored, name) if name in OF_GOLD else _of_class(scored, name)
        found += [_slice(scored, name, value, rows) for value, rows in sorted(groups.items())]
    return found


def _slice(scored: Scored, by: str, value: str, rows: list[Row]) -> Slice:
    weights = scored.standards.scoring.weights
    return Slice(
        by=by,
        value=value,
        articles=len({row.article_id for row in rows}),
        headline=score.headline(score.figures(rows), weights),
        micro_f=score.micro(rows).f,
        interval=intervals(rows, weights, draws=2000).get("micro_f"),
        invention_rate=score.invention_rate(rows),
    )


def _of_gold(scored: Scored, name: str) -> dict[str, list[Row]]:
    held: dict[str, set[str]] = defaultdict(set)
    for gold in scored.asked.golds:
        for value in _values(gold, name):
            held[value].add(gold.article_id)
    return {value: [row for row in scored.rows if row.article_id in ids] for value, ids in held.items()}


def _values(gold: Gold, name: str) -> Iterable[str]:
    if name == "tag":
        return gold.tags or ("untagged",)
    return (gold.origin.value,) if name == "origin" else (gold.split.value,)


def _of_class(scored: Scored, name: str) -> dict[str, list[Row]]:
    """Rows by the class that gold gives the article, or the object of a list, which they belong to."""
    slot = class_of(scored.parts.task.record, name)
    owner, _, leaf = slot.path.rpartition(".")
    in_list = any(one.path == owner and one.identity for one in slots(scored.parts.task.record))
    classes: dict[tuple[str, int | None], str] = {}
    for gold in scored.asked.golds:
        held = gold.record.get(owner) if owner else gold.record
        members = enumerate(held if isinstance(held, list) else []) if in_list else [(None, held)]
        for at, member in members:
            classes[gold.article_id, at] = _shown(member.get(leaf) if isinstance(member, Mapping) else None)
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in scored.rows:
        place = _OBJECT.match(row.pair.partition("~")[0]) if in_list else None
        if not in_list or (place and place[1] == owner):
            groups[classes.get((row.article_id, int(place[2]) if place else None), "–")].append(row)
    return groups


def _shown(value: object) -> str:
    """A class as a slice is called; gold that allows several answers, or scores none, is a slice of its own."""
    if value is None or value == []:
        return "–"
    return value if isinstance(value, str) else json.dumps(value) if isinstance(value, bool | int) else "several"


def class_of(record: type[BaseModel], name: str) -> Slot:
    """The field that a short name stands for: `type` is `events.event_type`. Raises UsageError with what there is."""
    known = [
        slot
        for slot in leaves(slots(record))
        if slot.path.count(".") < 2 and slot.compare and slot.compare.kind == "exact"
    ]
    fits = [slot for slot in known if name in (slot.path, re.split(r"[._]", slot.path)[-1])]
    if not fits:
        raise UsageError(f"--by {name!r}: expected one of {', '.join([*OF_GOLD, *(slot.path for slot in known)])}")
    return fits[0]


def check(record: type[BaseModel], by: Sequence[str]) -> None:
    """Refuse (UsageError) what nothing can be sliced by, before anything is asked."""
    for name in by:
        if name not in OF_GOLD:
            class_of(record, name)
