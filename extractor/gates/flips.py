"""Slots that two runs over the same gold answered differently.

In: two ledgers. Out: `Flip`s, one for each slot whose outcome changed. Articles in only one of the two say nothing.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from extractor.comparators import Outcome
from extractor.ledger import Row
from extractor.score import PROSE

RIGHT = frozenset({Outcome.COR, Outcome.NUL})


@dataclass(frozen=True)
class Flip:
    """One slot whose outcome changed. `slot` is its place in gold; None for a value of an object that gold lacks."""

    article_id: str
    path: str  # the field, "events.participants.name"
    slot: str | None  # "events[0].participants[1].name"
    gold: object
    before: object
    after: object
    old: Outcome | None  # None: the slot did not come up, as a value that only one run invented
    new: Outcome | None
    before_slot: str | None = None  # its place in each record, which its evidence is found by
    after_slot: str | None = None

    @property
    def lost(self) -> bool:
        """Whether it was right and no longer is, or was newly invented."""
        return _right(self.old) and not _right(self.new)

    @property
    def won(self) -> bool:
        """Whether it became right, or is no longer invented."""
        return _right(self.new) and not _right(self.old)


def _right(outcome: Outcome | None) -> bool:
    return outcome is None or outcome in RIGHT


def shared(before: Sequence[Row], after: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows of articles and fields that both ledgers have: nothing else can be compared."""
    articles = {row.article_id for row in before} & {row.article_id for row in after}
    fields = {row.path for row in before if row.is_slot} & {row.path for row in after if row.is_slot}
    old, new = (
        [row for row in rows if row.article_id in articles and (row.path in fields or not row.is_slot)]
        for rows in (before, after)
    )
    return old, new


def flips(before: Iterable[Row], after: Iterable[Row]) -> list[Flip]:
    """Every slot with another outcome, prose and unscored ones left out, by article and field."""
    old, new = _slots(before), _slots(after)
    both = {key[0] for key in old} & {key[0] for key in new}
    found = [
        Flip(
            article_id=key[0],
            path=key[1],
            slot=key[2],
            gold=next((row.gold for row in (new.get(key), old.get(key)) if row and row.gold is not None), None),
            before=_predicted(old.get(key)),
            after=_predicted(new.get(key)),
            old=_outcome(old.get(key)),
            new=_outcome(new.get(key)),
            before_slot=_place(old.get(key)),
            after_slot=_place(new.get(key)),
        )
        for key in dict.fromkeys([*old, *new])
        if key[0] in both and _outcome(old.get(key)) != _outcome(new.get(key))
    ]
    return sorted(found, key=lambda flip: (flip.article_id, flip.path, flip.slot or "~"))


def by_field(found: Iterable[Flip]) -> dict[str, tuple[int, int]]:
    """How many slots of each field were lost, and how many won."""
    counts: Mapping[str, Counter[str]] = defaultdict(Counter)
    for flip in found:
        counts[flip.path].update({"lost": flip.lost, "won": flip.won})
    return {path: (count["lost"], count["won"]) for path, count in counts.items()}


_Key = tuple[str, str, str | None, str, int]  # article, field, slot, what tells equal places apart, which of several


def _slots(rows: Iterable[Row]) -> dict[_Key, Row]:
    """Rows by the slot of gold that they are about; a value that gold has no place for, by itself."""
    found: dict[_Key, Row] = {}
    seen: Counter[tuple[str, str, str | None, str]] = Counter()
    for row in rows:
        if not row.is_slot or row.comparator == PROSE or row.outcome == Outcome.NSC:
            continue
        told = row.gold if row.gold is not None else row.predicted
        in_set = row.comparator == "set" or row.gold_path is None
        key = (row.article_id, row.path, row.gold_path, json.dumps(told, sort_keys=True) if in_set else "")
        found[(*key, seen[key])] = row
        seen[key] += 1
    return found


def _outcome(row: Row | None) -> Outcome | None:
    return None if row is None else row.outcome


def _place(row: Row | None) -> str | None:
    return None if row is None else row.predicted_path


def _predicted(row: Row | None) -> object:
    return None if row is None else row.predicted
