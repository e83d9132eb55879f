"""What a page of an evaluation is made of: the words behind values, the picture of costs, tables of confusions, safe data."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.evaluation.report import Bounds, Confused, Place
from extractor.ledger import Row
from extractor.models import Evidence, EvidenceStatus
from extractor.reports.chart import chart_of
from extractor.reports.confusion import LABELS, confusions_of
from extractor.reports.page import data
from extractor.reports.slots import Said
from extractor.reports.words import Side, Text, Words
from extractor.score import Outcome
from tests.test_reports import evaluated  # noqa: F401  # a fixture

TEXT = (
    "🌾 Envoys meet\n\nEnvoy Mara Lind met Tomas Brek in Rome on Tuesday. Ms. Lind thanked the hosts.\n\n"
    "A treaty on fishing was signed on 3 May, and on trade."
)
MEETING = "Envoy Mara Lind met Tomas Brek in Rome on Tuesday."
CUT = "Envoy Mara Lind met … on Tuesday"
NOWHERE = "no such words anywhere here"


def row(path, gold, predicted, comparator, pair="events[0]~events[0]"):
    """A slot of the ledger."""
    outcome = Outcome.COR if gold == predicted else Outcome.INC
    return Row("a", pair, path, gold, predicted, outcome, outcome.credit, comparator)


ROWS = [
    row("events.quote", MEETING, CUT, "quote"),
    row("events.date_text", "on Tuesday", "on 3 May", "quote"),
    row("events.date", {"value": "2026-11-24"}, {"value": "2026-05-03"}, "date"),
    row("events.people.name", "Tomas Brek", "Tomas Brek", "name", "events[0].people[0]~events[0].people[0]"),
    row(
        "events.topics.quote",
        "A treaty on fishing",
        NOWHERE,
        "quote",
        "events[0].topics[0]~events[0].topics[0]",
    ),
]
BEHIND = [
    ("a quote", Side.GOLD, "events[0].quote", MEETING, [MEETING]),
    ("a quote with words left out", Side.PREDICTED, "events[0].quote", CUT, ["Envoy Mara Lind met", "on Tuesday"]),
    ("a word inside the object's quote", Side.GOLD, "events[0].city", "Rome", ["Rome"]),
    ("a class of an object with a quote", Side.GOLD, "events[0].type", "meeting", [MEETING]),
    ("a class of an object with a name", Side.GOLD, "events[0].people[0].role", "guest", ["Tomas Brek"]),
    ("a class of an object with neither", Side.GOLD, "events[0].place.setting", "abroad", [MEETING]),
    ("a date, which was read from words beside it", Side.GOLD, "events[0].date", {"value": "2026-11-24"}, ["on Tuesday"]),
    ("the method of a date", Side.GOLD, "events[0].date.method", "relative", ["on Tuesday"]),
    ("another date on the other side", Side.PREDICTED, "events[0].date", {"value": "2026-05-03"}, ["on 3 May"]),
    ("a quote that stands nowhere", Side.PREDICTED, "events[0].topics[0].quote", NOWHERE, []),
    ("nothing said", Side.GOLD, "events[0].city", None, []),
    ("no such place on that side", Side.GOLD, None, "x", []),
]  # fmt: skip


@pytest.mark.parametrize(("_case", "side", "slot", "value", "expected"), BEHIND, ids=[row[0] for row in BEHIND])
def test_the_words_behind_a_value(_case, side, slot, value, expected):
    """Its own words, else those inside the nearest object around it, else that object's."""
    spans = Words(Text(TEXT), ROWS, side).behind(slot, value)
    assert [TEXT[start:end] for start, end in spans] == expected


def located(path, quote, status=EvidenceStatus.EXACT):
    """A row of evidence; the last occurrence, which a search from the start would not find."""
    start = TEXT.rindex(quote) if status is not EvidenceStatus.ABSENT else None
    return Evidence(
        path=path, quote=quote, start=start, end=None if start is None else start + len(quote), status=status
    )


def test_evidence_comes_before_a_search():
    """A value's own evidence, a member of a set by its words, else all members; an absent one says nothing."""
    evidence = [
        located("events[0].people[0].name", "Lind"),
        located("events[0].topics[0].words[0]", "fishing"),
        located("events[0].topics[0].words[1]", "trade"),
        located("events[0].city", "Rome", EvidenceStatus.ABSENT),
    ]
    words = Words(Text(TEXT), ROWS, Side.PREDICTED, evidence)
    assert words.behind("events[0].people[0].name", "Mara Lind") == ((TEXT.rindex("Lind"), TEXT.rindex("Lind") + 4),)
    assert words.behind("events[0].people[0].role", "host") == words.behind("events[0].people[0].name", "x")
    told = [[TEXT[a:b] for a, b in words.behind("events[0].topics[0].words", said)] for said in ("trade", "TRADE")]
    assert told == [["trade"], ["fishing", "trade"]]
    assert [TEXT[a:b] for a, b in words.behind("events[0].city", "Rome")] == []


# ── score against cost ────────────────────────────────────────────────────────────────────────────────────────────


def place(name, headline, cost):
    """A line of a leaderboard."""
    bounds = Bounds(low=headline - 0.1, high=headline + 0.05) if headline is not None else None
    return Place(
        name=name, headline=headline, interval=bounds, grounded_f=None, invention_rate=None, cost_usd=cost, seconds=1,
        passed=True,
    )  # fmt: skip


def test_costs_stand_on_a_logarithmic_scale_between_nothing_and_unknown():
    """Tenfold cost is the same step anywhere; what is free stands left of all, what is unknown right of all."""
    chart = chart_of(
        [place("a", 0.9, 0.01), place("b", 0.8, 0.1), place("c", 0.7, 1.0), place("d", 0.6, 0.0), place("e", 0.5, None)]
    )
    x = {dot.name: dot.x for dot in chart.dots}
    assert x["b"] - x["a"] == pytest.approx(x["c"] - x["b"], abs=0.2)
    assert chart.left < x["d"] < x["a"] < x["c"] < x["e"] < chart.right
    assert [tick.label for tick in chart.across] == ["$0.01", "$0.1", "$1"]
    assert [tick.label for tick in chart.beside] == ["$0", "unknown"]


COSTS = [(0.0, 0.0), (None, None), (0.0, None), (0.02, 0.02), (1e-9, 900.0), (0.5, 0.0)]


@pytest.mark.parametrize("costs", COSTS)
@pytest.mark.parametrize("scores", [(0.5, 0.5), (0.0, 1.0), (0.912, 0.913)])
def test_every_dot_stands_inside_the_picture(costs, scores):
    """Equal, free and unknown costs too; a better score stands higher; names do not stand on each other."""
    chart = chart_of([place(f"p{at}", score, cost) for at, (score, cost) in enumerate(zip(scores, costs, strict=True))])
    for dot in chart.dots:
        assert chart.left <= dot.x <= chart.right
        assert chart.top <= dot.high <= dot.y <= dot.low <= chart.bottom
    first, second = chart.dots
    assert (first.y > second.y) == (scores[0] < scores[1])
    assert abs(first.x - second.x) > 100 or abs(first.label_y - second.label_y) >= 15


def test_the_frontier_is_what_nothing_beats():
    """Cheaper or better than every other one; an unknown cost is never on it."""
    chart = chart_of(
        [place("best", 0.9, 1.0), place("cheap", 0.7, 0.1), place("dear", 0.7, 0.5), place("dark", 0.95, None)]
    )
    assert {dot.name for dot in chart.dots if dot.frontier} == {"best", "cheap"}


def test_one_evaluation_has_no_picture():
    """Nor has one beside others without a score."""
    assert chart_of([place("a", 0.9, 1.0), place("b", None, None)]) is None


# ── confusions ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_heat_table_has_gold_in_rows(evaluated):  # noqa: F811
    """Shades are shares of the row; "none" stands last; the most confused class first."""
    counts = [("a", "a", 6), ("a", "b", 2), ("b", "b", 1), ("–", "a", 1)]
    confused = [Confused(gold=gold, predicted=predicted, count=count) for gold, predicted, count in counts]
    fine = [Confused(gold="x", predicted="x", count=3)]
    report = evaluated["good"].report.model_copy(update={"confusion": {"fine": fine, "kind": confused}})
    first, second = confusions_of(report)
    assert (first.path, first.wrong, first.total, second.wrong) == ("kind", 3, 10, 0)
    assert first.labels == ["a", "b", "–"]
    assert [(row.gold, [cell.count for cell in row.cells]) for row in first.rows] == [
        ("a", [6, 2, 0]), ("b", [0, 1, 0]), ("–", [1, 0, 0]),
    ]  # fmt: skip
    assert [(cell.shade, cell.right) for cell in first.rows[0].cells] == [(6, True), (2, False), (0, False)]


def test_a_class_of_many_values_lists_its_mistakes(evaluated):  # noqa: F811
    """A table of that size could not be read."""
    confused = [Confused(gold=f"v{at}", predicted="v0", count=at + 1) for at in range(LABELS + 1)]
    [found] = confusions_of(evaluated["good"].report.model_copy(update={"confusion": {"kind": confused}}))
    assert found.rows == []
    assert [one.gold for one in found.mistakes][:2] == [f"v{LABELS}", f"v{LABELS - 1}"]
    assert "v0" not in {one.gold for one in found.mistakes}


# ── data in the page ──────────────────────────────────────────────────────────────────────────────────────────────


ODD = st.text(st.characters(exclude_categories=()) | st.sampled_from("<>&\u202e\u2028\ud800"))


@given(ODD)
@example("</script><!--")
def test_data_survives_and_cannot_leave_its_element(value):
    """No character that begins a tag, a comment or an entity, and none that hides; read back it is what it was."""
    written = data(Said(value=value))
    assert json.loads(written)["value"] == value
    assert not set("<>&\u202e\u2028\u2066\ud800") & set(written)
