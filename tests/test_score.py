"""The scoring, tested as hard as the pipeline: every mutation of a record has the counts worked out by hand."""

from __future__ import annotations

import copy
import importlib.util
import json
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from extractor.fields import Compare, Identity, Verbatim
from extractor.gold import load_folder
from extractor.models import Evidence, text_id
from extractor.score import (
    Detection,
    Figures,
    Outcome,
    Row,
    detection,
    exact_article_rate,
    figures,
    found,
    grounded_f,
    headline,
    invention_rate,
    ledger,
    matched,
    micro,
    per_article_mean,
    undefined,
)

# ── a small schema ────────────────────────────────────────────────────────────────────────────────────────────────

PLACES = {"rome": "IT/rome", "milan": "IT/milan", "italy": "IT", "athens": "GR/athens", "greece": "GR", "cyprus": "CY"}


def place_key(value: object) -> str | None:
    return PLACES.get(str(value).lower())


Quote = Annotated[str, Verbatim(), Compare("quote")]


class Part(StrEnum):
    HOST = "host"
    GUEST = "guest"


class When(BaseModel):
    value: str | None
    end: str | None
    precision: str
    method: str


class Venue(BaseModel):
    quote: Quote
    city: Annotated[str | None, Compare("place", key=place_key)]
    country: Annotated[str | None, Compare("place", key=place_key)]


class Person(BaseModel):
    name: Annotated[str | None, Verbatim(), Compare("name")]
    side: Annotated[str | None, Verbatim(optional=True), Compare("place", key=place_key)]
    part: Annotated[Part, Compare("exact")]


class Deal(BaseModel):
    quote: Quote
    kind: Annotated[str, Compare("exact")]


class Event(BaseModel):
    quote: Quote
    kind: Annotated[str, Compare("exact")]
    date: Annotated[When, Compare("date")]
    venue: Venue | None
    people: Annotated[list[Person], Compare("objects"), Identity((("name", 1.0),), gate=0.7, fallback=("side", "part"))]
    sides: Annotated[list[str], Compare("set")]
    about: Annotated[str | None, Compare("prose")]
    deals: Annotated[list[Deal], Compare("objects"), Identity((("kind", 0.6), ("quote", 0.4)), gate=0.5)]


class Record(BaseModel):
    events: Annotated[
        list[Event],
        Compare("objects"),
        Identity((("sides+people.name", 0.45), ("kind", 0.30), ("date", 0.15), ("venue.city", 0.10)), gate=0.35),
    ]
    reason: Annotated[str | None, Compare("exact")]


TEXT = (
    "Ada Kaya received Bruno Conti in Rome, Italy on Thursday. "
    "A day earlier Greece had called Cem Demir. They agreed on a ferry line. "
    "Nothing else was said that week by anyone."
)


def when(value, precision="day", method="explicit"):
    return {"value": value, "end": None, "precision": precision, "method": method}


VISIT = {  # 16 filled values; 2 empty ones: quote and kind of a deal
    "quote": "Ada Kaya received Bruno Conti in Rome, Italy on Thursday.",
    "kind": "visit",
    "date": when("2022-01-06", method="weekday"),
    "venue": {"quote": "in Rome, Italy", "city": "Rome", "country": "Italy"},
    "people": [
        {"name": "Ada Kaya", "side": "Italy", "part": "host"},
        {"name": "Bruno Conti", "side": "Cyprus", "part": "guest"},
    ],
    "sides": ["CY", "IT"],
    "about": "the ferry talks",
    "deals": [],
}
CALL = {  # 13 filled values; 5 empty ones: venue's three, a name, what it was about
    "quote": "A day earlier Greece had called Cem Demir.",
    "kind": "call",
    "date": when("2022-01-05", method="offset"),
    "venue": None,
    "people": [
        {"name": None, "side": "Greece", "part": "host"},
        {"name": "Cem Demir", "side": "Cyprus", "part": "guest"},
    ],
    "sides": ["CY", "GR"],
    "about": None,
    "deals": [{"quote": "They agreed on a ferry line.", "kind": "agreement"}],
}
INVENTED = {  # 8 filled values
    "quote": "Nothing else was said that week by anyone.",
    "kind": "summit",
    "date": when("2021-03-01"),
    "venue": None,
    "people": [{"name": "Deniz Arslan", "side": "Italy", "part": "host"}],
    "sides": ["XX"],
    "about": None,
    "deals": [],
}
GOLD = {"events": [VISIT, CALL], "reason": None}  # 29 filled values, 8 empty ones
NOTHING = {"events": [], "reason": "statement"}


@dataclass(frozen=True)
class Labelled:
    record: dict
    article_id: str = "a" * 16


def evidence_of(record, text=TEXT):
    """What grounding would find: every quote, and every name that the text has."""
    found = []
    for i, event in enumerate(record["events"] if record else []):
        quotes = {"quote": event["quote"]}
        quotes |= {"venue.quote": event["venue"]["quote"]} if event["venue"] else {}
        quotes |= {f"people[{j}].name": person["name"] for j, person in enumerate(event["people"]) if person["name"]}
        quotes |= {f"deals[{j}].quote": deal["quote"] for j, deal in enumerate(event["deals"])}
        for path, quote in quotes.items():
            start = text.find(quote)
            place = {"start": start, "end": start + len(quote), "status": "exact"}
            place = place if start >= 0 else {"start": None, "end": None, "status": "absent"}
            found.append(Evidence.model_validate({"path": f"events[{i}].{path}", "quote": quote, **place}))
    return found


def rows_of(predicted, gold=GOLD, article="a" * 16):
    return ledger(Labelled(gold, article), predicted, evidence_of(predicted), Record, TEXT)


def counts(rows):
    """COR, PAR, INC, MIS, SPU, NUL of all slots, prose among them."""
    whole = Figures.of(row for row in rows if row.is_slot)
    return (whole.cor, whole.par, whole.inc, whole.mis, whole.spu, whole.nul)


def mutated(*changes):
    """The gold record with values set: ("events.0.kind", "call"); a change without a value deletes."""
    record = copy.deepcopy(GOLD)
    for path, *value in changes:
        *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
        owner = record
        for step in way:
            owner = owner[step]
        if value:
            owner[last] = copy.deepcopy(value[0])
        else:
            del owner[last]
    return record


STRANGER = {"name": "Deniz Arslan", "side": "Greece", "part": "guest"}

# ── the mutations ─────────────────────────────────────────────────────────────────────────────────────────────────

PERMUTED = {**GOLD, "events": [CALL, {**VISIT, "people": VISIT["people"][::-1], "sides": ["IT", "CY"]}]}
MUTATIONS = [  # name, record, (COR, PAR, INC, MIS, SPU, NUL)
    ("nothing changed", GOLD, (29, 0, 0, 0, 0, 8)),
    ("permuted", PERMUTED, (29, 0, 0, 0, 0, 8)),
    ("month only", mutated(("events.0.date", when("2022-01", "month", "weekday"))), (28, 1, 0, 0, 0, 8)),
    ("wrong day", mutated(("events.0.date.value", "2022-01-07")), (28, 0, 1, 0, 0, 8)),
    ("lost date", mutated(("events.0.date", when(None, "none", "none"))), (27, 0, 0, 2, 0, 8)),
    ("wrong method", mutated(("events.0.date.method", "explicit")), (28, 0, 1, 0, 0, 8)),
    ("wrong country", mutated(("events.0.venue.country", "Greece")), (28, 0, 1, 0, 0, 8)),
    ("city next door", mutated(("events.0.venue.city", "Milan")), (28, 1, 0, 0, 0, 8)),
    ("lost location", mutated(("events.0.venue", None)), (26, 0, 0, 3, 0, 8)),
    ("invented location", mutated(("events.1.venue", VISIT["venue"])), (29, 0, 0, 0, 3, 5)),
    ("lost participant", mutated(("events.0.people.1",)), (26, 0, 0, 3, 0, 8)),
    ("invented participant", mutated(("events.0.people", [*VISIT["people"], STRANGER])), (29, 0, 0, 0, 3, 8)),
    ("swapped participant", mutated(("events.0.people.1", STRANGER)), (26, 0, 0, 3, 3, 8)),
    ("lost name", mutated(("events.0.people.1.name", None)), (28, 0, 0, 1, 0, 8)),
    ("invented name", mutated(("events.1.people.0.name", "Deniz Arslan")), (29, 0, 0, 0, 1, 7)),
    ("surname only", mutated(("events.0.people.1.name", "Conti")), (29, 0, 0, 0, 0, 8)),
    ("cousin", mutated(("events.0.people.1.name", "Bruna Maria Conti")), (28, 1, 0, 0, 0, 8)),
    ("wrong part", mutated(("events.0.people.1.part", "host")), (28, 0, 1, 0, 0, 8)),
    ("wrong side in the set", mutated(("events.0.sides", ["CY", "GR"])), (28, 0, 0, 1, 1, 8)),
    ("wrong enum", mutated(("events.0.kind", "call")), (28, 0, 1, 0, 0, 8)),
    ("quote from elsewhere", mutated(("events.0.quote", INVENTED["quote"])), (28, 0, 1, 0, 0, 8)),
    ("other prose", mutated(("events.0.about", "weather")), (28, 0, 1, 0, 0, 8)),
    ("lost deal", mutated(("events.1.deals.0",)), (27, 0, 0, 2, 0, 8)),
    ("invented deal", mutated(("events.0.deals", CALL["deals"])), (29, 0, 0, 0, 2, 6)),
    ("lost event", mutated(("events.1",)), (16, 0, 0, 13, 0, 3)),
    ("duplicated event", mutated(("events", [VISIT, CALL, VISIT])), (29, 0, 0, 0, 16, 8)),
    ("invented event", mutated(("events", [VISIT, CALL, INVENTED])), (29, 0, 0, 0, 8, 8)),
    ("one lost, one invented", mutated(("events.1", INVENTED)), (16, 0, 0, 13, 8, 3)),
    ("invented reason", mutated(("reason", "statement")), (29, 0, 0, 0, 1, 7)),
    ("empty answer", {"events": [], "reason": None}, (0, 0, 0, 29, 0, 1)),
    ("missing keys", {}, (0, 0, 0, 29, 0, 1)),
    ("failed article", None, (0, 0, 0, 29, 0, 0)),
]  # fmt: skip


@pytest.mark.parametrize(("record", "expected"), [row[1:] for row in MUTATIONS], ids=[row[0] for row in MUTATIONS])
def test_mutation(record, expected):
    """Each mutation of a perfect record has exactly the outcomes that were worked out by hand."""
    assert counts(rows_of(record)) == expected


@pytest.mark.parametrize("record", [row[1] for row in MUTATIONS[2:]], ids=[row[0] for row in MUTATIONS[2:]])
def test_mutation_lowers_a_figure(record):
    """No mutation hides: some field has an F below 1, but for a surname that stands for its bearer."""
    lowered = [path for path, one in figures(rows_of(record)).items() if one.f is not None and one.f < 1]
    assert bool(lowered) == (record != mutated(("events.0.people.1.name", "Conti")))


OBJECTS = [  # name, record, found events and people as (COR, MIS, SPU)
    ("perfect", GOLD, (2, 0, 0), (4, 0, 0)),
    ("swapped participant", mutated(("events.0.people.1", STRANGER)), (2, 0, 0), (3, 1, 1)),
    ("lost event", mutated(("events.1",)), (1, 1, 0), (2, 2, 0)),
    ("duplicated event", mutated(("events", [VISIT, CALL, VISIT])), (2, 0, 1), (4, 0, 2)),
    ("wrong enum", mutated(("events.0.kind", "call")), (2, 0, 0), (4, 0, 0)),
    ("failed article", None, (0, 2, 0), (0, 4, 0)),
]


@pytest.mark.parametrize(("record", "events", "people"), [row[1:] for row in OBJECTS], ids=[row[0] for row in OBJECTS])
def test_found(record, events, people):
    """Objects are found, lost or invented apart from what their attributes say."""
    by_list = found(rows_of(record))
    assert [(one.cor, one.mis, one.spu) for one in (by_list["events"], by_list["events.people"])] == [events, people]


def test_attributes_apart():
    """On matched pairs the lost event costs nothing, end to end it does."""
    rows = rows_of(mutated(("events.1",), ("events.0.kind", "call")))
    kind, whole = figures(matched(rows))["events.kind"], figures(rows)["events.kind"]
    assert [(kind.inc, kind.mis), (whole.inc, whole.mis)] == [(1, 0), (1, 1)]


def test_pairs_and_paths():
    """A row names the objects on both sides, and the place in gold that a pin would name."""
    rows = rows_of(mutated(("events", [CALL, VISIT]), ("events.1.people.1", STRANGER)))
    names = {(row.pair, row.gold_path, row.gold, row.predicted) for row in rows if row.path == "events.people.name"}
    assert names == {
        ("events[0].people[0]~events[1].people[0]", "events[0].people[0].name", "Ada Kaya", "Ada Kaya"),
        ("events[0].people[1]~-", "events[0].people[1].name", "Bruno Conti", None),
        ("-~events[1].people[1]", None, None, "Deniz Arslan"),
        ("events[1].people[0]~events[0].people[0]", "events[1].people[0].name", None, None),
        ("events[1].people[1]~events[0].people[1]", "events[1].people[1].name", "Cem Demir", "Cem Demir"),
    }
    methods = {row.gold_path for row in rows if row.path == "events.date.method"}
    assert methods == {"events[0].date.method", "events[1].date.method"}
    assert {row.gold_path for row in rows if row.path == "reason"} == {"reason"}


def test_leaves_choose_between_twins():
    """Of two events of one identity the one with more right leaves is taken; a nested object found is no leaf."""
    gold = {**GOLD, "events": [{**VISIT, "deals": CALL["deals"]}]}
    deal = {"quote": "Rome", "kind": "agreement"}  # one right leaf, and a deal found
    poorer = {**VISIT, "about": "a", "venue": {**VISIT["venue"], "country": "Greece"}, "deals": [deal]}
    rows = rows_of({**GOLD, "events": [poorer, VISIT]}, gold)  # in VISIT two right leaves more: about, country
    assert {row.pair for row in rows if row.path == "events.kind"} == {"events[0]~events[1]", "-~events[0]"}


@pytest.mark.parametrize("record", [GOLD, None, mutated(("events.1", INVENTED))], ids=["perfect", "failed", "mixed"])
def test_rows_as_json(record):
    """A ledger read back from its lines is the ledger that was written."""
    rows = rows_of(record)
    assert [Row.from_json(row.to_json()) for row in rows] == rows
    assert all("\n" not in row.to_json() for row in rows)


def test_gold_file_to_figures(tmp_path):
    """A gold file as loaded is what the ledger takes."""
    (tmp_path / "gold").mkdir()
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "ferry.txt").write_text(TEXT, encoding="utf-8")
    content = {"article": "ferry.txt", "article_id": text_id(TEXT), "schema": "ferries@1.0", "annotator": "first"}
    content |= {
        "origin": "written",
        "author": "the tests",
        "written": "2026-11-22",
        "tags": [],
        "doubts": [],
        "record": GOLD,
    }
    (tmp_path / "gold" / "ferry.json").write_text(json.dumps(content), encoding="utf-8")
    [gold] = load_folder(tmp_path / "gold", Record, "ferries@1.0")
    rows = ledger(gold, GOLD, evidence_of(GOLD), Record, TEXT)
    assert {row.article_id for row in rows} == {text_id(TEXT)}
    assert counts(rows) == (29, 0, 0, 0, 0, 8)


# ── gold's marks ──────────────────────────────────────────────────────────────────────────────────────────────────


SOMEWHERE = {"any_of": [None, VISIT["venue"]]}
ONE_OR_BOTH = {"any_of": [["CY"], ["CY", "IT"]]}


@pytest.mark.parametrize(
    ("mark", "predicted", "expected"),
    [
        (("events.0.kind", {"any_of": ["call", "visit"]}), GOLD, (29, 0, 0, 0, 0, 8)),
        (("events.0.kind", {"any_of": ["call", None]}), mutated(("events.0.kind", "unspecified")), (28, 0, 0, 0, 0, 9)),
        (("events.0.kind", {"any_of": ["call", "talk"]}), GOLD, (28, 0, 1, 0, 0, 8)),
        (("events.0.venue", SOMEWHERE), GOLD, (29, 0, 0, 0, 0, 8)),
        (("events.0.venue", SOMEWHERE), mutated(("events.0.venue", None)), (26, 0, 0, 0, 0, 11)),
        (("events.0.date", {"any_of": [when("2022"), VISIT["date"]]}), GOLD, (29, 0, 0, 0, 0, 8)),
        (("events.0.sides", {"any_of": [["IT"], ["CY", "IT"]]}), GOLD, (29, 0, 0, 0, 0, 8)),
        (("events.0.sides", ONE_OR_BOTH), mutated(("events.0.sides", ["CY"])), (28, 0, 0, 0, 0, 8)),
        (("events.1.deals", {"any_of": [CALL["deals"], []]}), mutated(("events.1.deals", [])), (27, 0, 0, 0, 0, 10)),
        (("events.1.deals", {"any_of": [CALL["deals"], []]}), None, (0, 0, 0, 27, 0, 0)),
        (("events.0.kind", {"unscored": "unclear"}), mutated(("events.0.kind", "call")), (28, 0, 0, 0, 0, 8)),
        (("events.0.venue", {"unscored": "unclear"}), mutated(("events.0.venue", None)), (26, 0, 0, 0, 0, 8)),
        (("events.0.people", {"unscored": "unclear"}), mutated(("events.0.people.0",)), (23, 0, 0, 0, 0, 8)),
        (("events.1.required", False), GOLD, (29, 0, 0, 0, 0, 8)),
        (("events.1.required", False), mutated(("events.1",)), (16, 0, 0, 0, 0, 3)),
        (("events.1.required", False), mutated(("events.1.kind", "visit")), (28, 0, 1, 0, 0, 8)),
        (("events.1.required", False), None, (0, 0, 0, 16, 0, 0)),
        (("events.0.people.1.required", False), mutated(("events.0.people.1",)), (26, 0, 0, 0, 0, 8)),
    ],
    ids=[
        "one of two", "empty is right", "none of two", "nested, filled", "nested, empty", "date", "larger set",
        "smaller set", "list, empty", "list, failed", "unscored", "unscored nested", "unscored list", "optional, found",
        "optional, missed", "optional, wrong", "optional, failed", "optional below",
    ],
)  # fmt: skip
def test_marks(mark, predicted, expected):
    """Of several right answers the best counts, unscored slots count nowhere, missed optional objects cost nothing."""
    assert counts(rows_of(predicted, mutated(mark))) == expected


def test_unscored_rows():
    """An unscored slot leaves one NSC row for each value it could hold, so that the ledger shows it."""
    rows = rows_of(
        GOLD, mutated(("events.0.venue", {"unscored": "unclear"}), ("events.0.people", {"unscored": "unclear"}))
    )
    unscored = [row.path for row in rows if row.outcome == Outcome.NSC]
    assert unscored == [
        *(f"events.venue.{leaf}" for leaf in ("quote", "city", "country")),
        *("events.people", "events.people.name", "events.people.side", "events.people.part"),
    ]


# ── figures ───────────────────────────────────────────────────────────────────────────────────────────────────────


def row(outcome, path="kind", article="a", comparator="exact", grounded=True):
    return Row(article, "~", path, None, None, Outcome(outcome), Outcome(outcome).credit, comparator, grounded)


def test_figures_by_hand():
    """P, R and F of 3 COR, 1 PAR, 1 INC, 2 MIS, 1 SPU; NUL and NSC enter none of them."""
    words = [*["COR"] * 3, "PAR", "INC", *["MIS"] * 2, "SPU", *["NUL"] * 3, "NSC"]
    one = figures([row(word) for word in words])["kind"]
    assert (one.pos, one.act, one.tp) == (7, 6, 3.5)
    assert (one.precision, one.recall, one.f) == (3.5 / 6, 0.5, 7 / 13)
    assert (one.abstention, one.nsc) == (0.75, 1)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", (None, None, None, None)),
        ("NUL NSC", (None, None, None, 1.0)),
        ("MIS", (None, 0.0, 0.0, None)),
        ("SPU", (0.0, None, 0.0, 0.0)),
        ("INC", (0.0, 0.0, 0.0, None)),
    ],
    ids=["no rows", "nothing there", "all lost", "all invented", "all wrong"],
)
def test_undefined_figures(words, expected):
    """A figure without a denominator is None, never 0 or 1."""
    one = Figures.of(row(word) for word in words.split())
    assert (one.precision, one.recall, one.f, one.abstention) == expected


def test_headline():
    """The headline weighs fields, leaves out undefined ones by name, and prose without a word."""
    rows = [row("COR", "a"), row("INC", "b"), row("NUL", "c"), row("INC", "d", comparator="prose")]
    by_field = figures(rows)
    assert [headline(by_field), headline(by_field, {"a": 3.0}), headline(by_field, {"b": 0.0})] == [0.5, 0.75, 1.0]
    assert [headline({}), headline(by_field, {"a": 0.0, "b": 0.0})] == [None, None]
    assert undefined(by_field) == ["c"]


def test_perfect():
    """A perfect answer is 1 by every figure there is."""
    rows = [*rows_of(GOLD), *rows_of(NOTHING, NOTHING, "b" * 16)]
    assert {one.f for one in [*figures(rows).values(), *found(rows).values(), micro(rows)]} <= {1.0, None}
    assert [headline(figures(rows)), per_article_mean(rows), exact_article_rate(rows), grounded_f(rows)] == [1.0] * 4
    assert [invention_rate(rows), micro(rows).abstention] == [0.0, 1.0]


@pytest.mark.parametrize("record", [{"events": [], "reason": None}, None], ids=["empty", "failed"])
def test_nothing_said(record):
    """An empty or failed answer has recall 0 in every field that gold fills, and no credit for silence."""
    rows = rows_of(record)
    assert {one.recall for one in figures(rows).values()} <= {0.0, None}
    assert [headline(figures(rows)), micro(rows).f, per_article_mean(rows), exact_article_rate(rows)] == [0.0] * 4
    assert micro(rows).precision is None


def test_failed_article_counts():
    """One perfect article of two: the failed one halves the means, it is not skipped."""
    rows = [*rows_of(GOLD), *rows_of(None, GOLD, "b" * 16)]
    assert [per_article_mean(rows), exact_article_rate(rows), micro(rows).recall] == [0.5, 0.5, 0.5]
    empty = {"events": [], "reason": None}
    assert per_article_mean([*rows_of(GOLD), *rows_of(None, empty, "c" * 16)]) == 0.5
    assert per_article_mean([*rows_of(GOLD), *rows_of(empty, empty, "c" * 16)]) == 1.0


def test_exact_articles():
    """An article is exact when nothing is wrong, prose aside; one that failed where gold is empty is not."""
    prose = rows_of(mutated(("events.0.about", "weather")))
    assert exact_article_rate(prose) == 1.0
    assert exact_article_rate(rows_of(mutated(("events.0.date", when("2022-01", "month"))))) == 0.0
    assert exact_article_rate(rows_of(None, {"events": [], "reason": None})) == 0.0
    assert exact_article_rate([]) is None


def test_prose_in_no_aggregate():
    """Prose moves its own field and nothing else."""
    rows, perfect = rows_of(mutated(("events.0.about", "weather"))), rows_of(GOLD)
    assert figures(rows)["events.about"].f == 0.0
    assert [micro(rows), headline(figures(rows)), grounded_f(rows)] == [micro(perfect), 1.0, 1.0]


def test_invention_rate():
    """Of the 8 slots that gold leaves empty, an invented location fills 3; an invented event adds 8 to both."""
    assert invention_rate(rows_of(mutated(("events.1.venue", VISIT["venue"])))) == 3 / 8
    assert invention_rate(rows_of(mutated(("events", [VISIT, CALL, INVENTED])))) == 8 / 16
    assert invention_rate([row("COR")]) is None


DETECTIONS = [
    ("found", GOLD, GOLD, Detection(both=1)),
    ("wrong one", {"events": [INVENTED], "reason": None}, GOLD, Detection(both=1)),
    ("missed", NOTHING, GOLD, Detection(gold_only=1)),
    ("failed", None, GOLD, Detection(gold_only=1)),
    ("false alarm", GOLD, NOTHING, Detection(predicted_only=1)),
    ("rightly none", NOTHING, NOTHING, Detection(neither=1)),
    ("failed on none", None, NOTHING, Detection(unanswered=1)),
    ("optional, missed", NOTHING, {"events": [{**CALL, "required": False}], "reason": None}, Detection(neither=1)),
    ("optional, found", GOLD, {"events": [{**CALL, "required": False}], "reason": None}, Detection(both=1)),
]


@pytest.mark.parametrize(
    ("predicted", "gold", "expected"), [case[1:] for case in DETECTIONS], ids=[case[0] for case in DETECTIONS]
)
def test_detection(predicted, gold, expected):
    """Every article falls into one cell: whether gold and the answer have an event at all."""
    assert detection(rows_of(predicted, gold), "events") == expected


def test_detection_over_articles():
    """Cells add up to the articles."""
    rows = [*rows_of(GOLD), *rows_of(None, GOLD, "b"), *rows_of(NOTHING, NOTHING, "c"), *rows_of(GOLD, NOTHING, "d")]
    assert detection(rows, "events") == Detection(both=1, gold_only=1, predicted_only=1, neither=1)


# ── grounding ─────────────────────────────────────────────────────────────────────────────────────────────────────


def grounded(record, path, pair):
    return next(row.grounded for row in rows_of(record) if (row.path, row.pair) == (path, pair))


@pytest.mark.parametrize(
    ("record", "path", "pair", "expected"),
    [
        (GOLD, "events.kind", "events[0]~events[0]", True),
        (GOLD, "events.people.name", "events[0].people[1]~events[0].people[1]", True),
        (GOLD, "events.people.part", "events[0].people[1]~events[0].people[1]", True),
        (GOLD, "events.venue.city", "events[0]~events[0]", True),
        (GOLD, "events.venue.city", "events[1]~events[1]", None),
        (GOLD, "reason", "~", None),
        (mutated(("events.0.quote", "They shook hands.")), "events.kind", "events[0]~events[0]", False),
        (mutated(("events.0.quote", "They shook hands.")), "events.venue.city", "events[0]~events[0]", True),
        (mutated(("events.0.venue.quote", "in Vienna")), "events.venue.city", "events[0]~events[0]", False),
        (mutated(("events.0.people.1", STRANGER)), "events.people.name", "-~events[0].people[1]", False),
        (mutated(("events.0.people.1",)), "events.people.name", "events[0].people[1]~-", None),
    ],
    ids=[
        "by the event's quote", "by itself", "by the nearest quote", "by the venue's quote", "empty",
        "no quote asked for", "event's quote absent", "venue's quote still there", "venue's quote absent",
        "name absent", "lost",
    ],
)  # fmt: skip
def test_grounded(record, path, pair, expected):
    """A value is grounded by its own evidence, else by the nearest quote around it."""
    assert grounded(record, path, pair) is expected


@pytest.mark.parametrize(
    ("side", "quote", "expected"),
    [("exact", "absent", True), ("absent", "exact", True), ("absent", "absent", False), (None, "exact", True)],
)
def test_optional_verbatim(side, quote, expected):
    """A value that may be in other words is grounded by itself or by the quote around it."""
    statuses = {"events[0].people[0].side": side, "events[0].quote": quote}
    evidence = [
        Evidence.model_validate({"path": path, "quote": "x", "start": 0, "end": 1, "status": status})
        for path, status in statuses.items()
        if status
    ]
    rows = ledger(Labelled(GOLD), GOLD, evidence, Record, TEXT)
    assert next(row.grounded for row in rows if row.path == "events.people.side") is expected


def test_grounded_f():
    """Right values whose quote is not in the article are lost to the grounded F, and to no other."""
    rows = ledger(Labelled(GOLD), GOLD, evidence_of(mutated(("events.1",))), Record, TEXT)
    assert micro(rows).f == 1.0
    assert grounded_f(rows) == pytest.approx(15 / 28)  # the visit's slots without prose, of all 28
    assert grounded_f([]) is None


# ── laws ──────────────────────────────────────────────────────────────────────────────────────────────────────────

NAMES = ["Ada Kaya", "Bruno Conti", "Cem Demir", "Deniz Arslan"]
SIDES = ["Italy", "Greece", "Cyprus", "Atlantis", None]
dates = st.builds(
    when, st.sampled_from(["2022-01-06", "2022-01", "2021", None]), st.just("day"), st.sampled_from(["none", "offset"])
)
quotes = st.sampled_from([VISIT["quote"], CALL["quote"], "Rome", "", "not in the text"])
persons = st.fixed_dictionaries(
    {
        "name": st.sampled_from([*NAMES, None]),
        "side": st.sampled_from(SIDES),
        "part": st.sampled_from(["host", "guest"]),
    }
)
venues = st.fixed_dictionaries(
    {"quote": quotes, "city": st.sampled_from(["Rome", "Milan", None]), "country": st.sampled_from(SIDES)}
)
events = st.fixed_dictionaries(
    {
        "quote": quotes,
        "kind": st.sampled_from(["visit", "call", "unspecified"]),
        "date": dates,
        "venue": st.none() | venues,
        "people": st.lists(persons, max_size=3),
        "sides": st.lists(st.sampled_from(["IT", "GR", "CY"]), max_size=3),
        "about": st.sampled_from(["ferries", "the ferry talks", None]),
        "deals": st.lists(
            st.fixed_dictionaries({"quote": quotes, "kind": st.sampled_from(["pledge", "agreement"])}), max_size=2
        ),
    }
)
records = st.fixed_dictionaries(
    {"events": st.lists(events, max_size=3), "reason": st.sampled_from(["statement", None])}
)


def shuffled(value, random):
    """The same record with every list in another order."""
    if isinstance(value, dict):
        return {key: shuffled(inner, random) for key, inner in value.items()}
    if isinstance(value, list):
        return random.sample([shuffled(inner, random) for inner in value], len(value))
    return value


@settings(deadline=None)
@given(records)
def test_itself(record):
    """Any record scored against itself is right in every slot, however degenerate it is."""
    whole = Figures.of(row for row in rows_of(record, record) if row.outcome not in (Outcome.COR, Outcome.NUL))
    assert whole == Figures(gates=False)


@settings(deadline=None)
@given(records, records, st.randoms(use_true_random=False))
def test_order_free(gold, predicted, random):
    """The order of any list, in gold or in the answer, changes no figure."""
    one, other = rows_of(predicted, gold), rows_of(shuffled(predicted, random), shuffled(gold, random))
    assert figures(one) == figures(other)
    assert found(one) == found(other)


@settings(deadline=None)
@given(records, st.none() | records)
def test_bounded(gold, predicted):
    """Every figure stands between 0 and 1, or is undefined."""
    rows = rows_of(predicted, gold)
    shares = [
        headline(figures(rows)),
        per_article_mean(rows),
        exact_article_rate(rows),
        grounded_f(rows),
        invention_rate(rows),
    ]
    for one in [*figures(rows).values(), *found(rows).values(), micro(rows)]:
        shares += [one.precision, one.recall, one.f, one.abstention]
    assert all(share is None or 0 <= share <= 1 for share in shares)


@settings(deadline=None)
@given(records, records)
def test_every_value_once(gold, predicted):
    """Each filled value of gold stands in one row, and so does each of the answer, however they were aligned."""
    rows = [row for row in rows_of(predicted, gold) if row.is_slot]
    lost = [row for row in rows_of(None, gold) if row.is_slot]
    invented = [row for row in rows_of(predicted, {"events": [], "reason": None}) if row.is_slot]
    assert Figures.of(rows).pos == Figures.of(lost).mis
    assert Figures.of(rows).act == Figures.of(invented).spu


LEAVES = [
    ("events.0.quote", "Rome"), ("events.0.kind", "call"), ("events.0.kind", None),
    ("events.0.date.value", "2022-01-09"), ("events.0.date", when(None, "none", "none")),
    ("events.0.venue.city", "Athens"), ("events.0.venue", None),
    ("events.0.people.0.name", None), ("events.0.people.0.name", "Deniz Arslan"), ("events.0.people.1.side", "Greece"),
    ("events.0.sides", ["GR"]), ("events.1.venue", VISIT["venue"]), ("events.1.people.1.part", "host"),
    ("events.1.people.0.name", "Deniz Arslan"), ("events.1.deals", []), ("events.1.date.value", "2022-01"),
    ("reason", "statement"),
]  # fmt: skip


def slot_of(leaf):
    """What two changes must not both touch: a field of an event, or of one person."""
    way = leaf[0].split(".")
    return tuple(way[:4] if "people" in way else way[:3])


@settings(deadline=None)
@given(st.lists(st.sampled_from(LEAVES), min_size=1, max_size=8, unique_by=slot_of))
def test_better_leaf(changes):
    """Mending one wrong value of a recognised event, whatever else is wrong, never lowers the F of all slots."""
    worse, better = (rows_of(mutated(*kept)) for kept in (changes, changes[1:]))
    assume(
        found(worse)["events"].cor == 2
    )  # what is right about an event that is not recognised is invented all the same
    assert micro(worse).f <= micro(better).f


# ── the built-in task ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def diplomatic() -> type[BaseModel]:
    """The record model of diplomatic_event, loaded by path as a task is."""
    path = Path(__file__).parents[1] / "schemas" / "diplomatic_event" / "v1.py"
    spec = importlib.util.spec_from_file_location("schema_under_score", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module.Record


PAGE = (
    "Foreign Minister Ada Kaya of Türkiye met her Italian counterpart Bruno Conti in Rome on 6 January 2022. "
    "They discussed bilateral relations and agreed to meet again. Kaya thanked Italy for its support."
)


def side(name, title, country, code, level="foreign_minister"):
    return {
        "name": name,
        "title": title,
        "level": level,
        "country": country,
        "role": "participant",
        "country_code": code,
    }


def meeting():
    """A full record of PAGE: 36 filled values; 7 empty ones, and the 5 that a milestone could hold."""
    return {
        "events": [
            {
                "quote": PAGE[:103],
                "is_main": True,
                "event_type": "meeting",
                "realis": "actual",
                "channel": "in_person",
                "date_text": "on 6 January 2022",
                "location": {"quote": "in Rome", "city": "Rome", "country": "Italy", "setting": "host_country"},
                "frame": None,
                "participants": [
                    side("Ada Kaya", "Foreign Minister", "Türkiye", "TUR"),
                    side("Bruno Conti", None, "Italy", "ITA"),
                ],
                "topics": [{"quote": "They discussed bilateral relations", "theme": "bilateral_relations"}],
                "subjects": [],
                "statements": [{"quote": "Kaya thanked Italy", "speaker": "Ada Kaya", "stance": "thank"}],
                "outcomes": [{"quote": "agreed to meet again", "kind": "next_meeting", "status": "agreed"}],
                "duration_minutes": None,
                "attribution": {"kind": "unstated", "cited": []},
                "date": {"value": "2022-01-06", "end": None, "precision": "day", "method": "explicit"},
                "sides": ["ITA", "TUR"],
                "dyad": "ITA-TUR",
                "plover": "CONSULT",
                "cameo": "040",
            }
        ],
        "no_event_reason": None,
        "milestones": [],
    }


def diplomatic_counts(model, change):
    record = meeting()
    change(record["events"][0])
    model.model_validate(record)
    return counts(ledger(Labelled(meeting()), record, [], model, PAGE))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda _: None, (36, 0, 0, 0, 0, 12)),
        (lambda e: e["date"].update(value="2022-01", precision="month"), (35, 1, 0, 0, 0, 12)),
        (lambda e: e["date"].update(value="2022-01-07"), (35, 0, 1, 0, 0, 12)),
        (lambda e: e.update(event_type="visit"), (35, 0, 1, 0, 0, 12)),
        (lambda e: e["location"].update(country="Greece"), (35, 0, 1, 0, 0, 12)),
        (lambda e: e["location"].update(city="Milan"), (35, 1, 0, 0, 0, 12)),
        (lambda e: e["participants"][0].update(country="Turkey"), (36, 0, 0, 0, 0, 12)),
        (lambda e: e["participants"].pop(), (31, 0, 0, 5, 0, 11)),
        (lambda e: e["participants"].append(side("Cem Demir", None, "Italy", "ITA")), (36, 0, 0, 0, 5, 12)),
        (lambda e: e["participants"].__setitem__(1, side("Cem Demir", None, "Italy", "ITA")), (31, 0, 0, 5, 5, 11)),
        (lambda e: e.update(sides=["GRC", "TUR"]), (35, 0, 0, 1, 1, 12)),
        (lambda e: e["topics"].append({"quote": "in Rome", "theme": "energy"}), (36, 0, 0, 0, 2, 12)),
        (lambda e: e["attribution"].update(cited=["Rome"]), (36, 0, 0, 0, 1, 11)),
    ],
    ids=[
        "perfect", "month only", "wrong day", "wrong type", "wrong country", "other city", "country's other name",
        "lost participant", "invented participant", "swapped participant", "wrong side", "invented topic",
        "invented source",
    ],
)  # fmt: skip
def test_diplomatic_event(diplomatic, change, expected):
    """The built-in schema's markers score its mutations as the codebook means them."""
    assert diplomatic_counts(diplomatic, change) == expected
