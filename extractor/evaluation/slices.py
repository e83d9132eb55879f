"""Figures of parts of the gold: by tag, by origin, by a class such as the event's type.

In: `Scored` and what to slice by. Out: a `Slice` for each value. Refuses (UsageError) what neither gold files nor schema have.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractor import score
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
    """Rows by the class that gold gives the object of a list which they belong to."""
    path = _path(scored, name)
    owner, _, leaf = path.rpartition(".")
    classes: dict[tuple[str, int], str] = {}
    for gold in scored.asked.golds:
        members = gold.record.get(owner)
        for at, member in enumerate(members if isinstance(members, list) else []):
            value = member.get(leaf) if isinstance(member, Mapping) else None
            classes[(gold.article_id, at)] = value if isinstance(value, str) else "several"
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in scored.rows:
        place = _OBJECT.match(row.pair.partition("~")[0])
        if place and place[1] == owner:
            groups[classes.get((row.article_id, int(place[2])), "–")].append(row)
    return groups


def _path(scored: Scored, name: str) -> str:
    """The class that a short name stands for: `type` is `events.event_type`."""
    known = [path for path in scored.confusions if path.count(".") == 1]
    fits = [path for path in known if path == name or re.split(r"[._]", path)[-1] == name]
    if not fits:
        raise UsageError(f"--by {name!r}: expected {', '.join(OF_GOLD)} or one of {', '.join(known)}")
    return fits[0]
