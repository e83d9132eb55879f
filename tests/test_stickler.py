"""The counts of flat records beside those of another library, stickler-eval: the same where the two mean the same."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from stickler import ComparableField, StructuredModel
from stickler.comparators import ExactComparator

from extractor import score
from extractor.fields import Compare
from extractor.score import Outcome

FIELDS = ("city", "day", "kind", "count")
OURS = {Outcome.COR: "tp", Outcome.INC: "fd", Outcome.MIS: "fn", Outcome.SPU: "fa", Outcome.NUL: "tn"}


class Flat(BaseModel):
    """Our record: four slots, each compared by equality."""

    city: Annotated[str | None, Compare("exact")]
    day: Annotated[str | None, Compare("exact")]
    kind: Annotated[str | None, Compare("exact")]
    count: Annotated[int | None, Compare("exact")]


class Theirs(StructuredModel):
    """The same record as stickler declares it."""

    city: str | None = ComparableField(comparator=ExactComparator(), threshold=1.0, default=None)
    day: str | None = ComparableField(comparator=ExactComparator(), threshold=1.0, default=None)
    kind: str | None = ComparableField(comparator=ExactComparator(), threshold=1.0, default=None)
    count: int | None = ComparableField(comparator=ExactComparator(), threshold=1.0, default=None)


class Labels:
    """A gold record."""

    def __init__(self, record):
        self.article_id, self.record = "a", record


words = st.one_of(st.none(), st.sampled_from(["oslo", "bergen", "malé"]))
records = st.fixed_dictionaries(
    {"city": words, "day": words, "kind": words, "count": st.one_of(st.none(), st.integers(1, 3))}
)


@given(records, records)
@settings(max_examples=200)
def test_flat_records_are_counted_alike(gold, predicted):
    """COR, INC, MIS, SPU and NUL of every field are stickler's TP, FD, FN, FA and TN."""
    ours = {
        row.path: Counter({OURS[row.outcome]: 1})
        for row in score.ledger(Labels(gold), predicted, (), Flat, "")
        if row.is_slot
    }
    told = Theirs(**gold).compare_with(Theirs(**predicted), include_confusion_matrix=True)["confusion_matrix"]["fields"]
    theirs = {name: Counter({key: told[name]["overall"][key] for key in OURS.values()}) for name in FIELDS}
    assert {name: +ours[name] for name in FIELDS} == {name: +theirs[name] for name in FIELDS}
