"""Whether an evaluation may pass: resampling, flips, pins, floors, regressions, baselines."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from extractor import score
from extractor.comparators import Outcome
from extractor.errors import GoldError, StoreError
from extractor.gates import (
    Difference,
    Kind,
    Limits,
    Pin,
    Verdict,
    baselines,
    differences,
    flips,
    intervals,
    regressions,
    rules,
    standards,
    wilson,
)
from extractor.gates.flips import by_field, shared
from extractor.gates.uncertainty import Tally, holm, mcnemar, weighed
from extractor.ledger import Row

CREDIT = {"COR": 1.0, "PAR": 0.5}


def row(
    article: str, path: str, outcome: str, *, pair: str = "events[0]~events[0]", comparator: str = "exact", **values
) -> Row:
    """One slot; gold says "g" and the prediction "p" where the outcome has them."""
    gold = values.get("gold", "g" if outcome in ("COR", "PAR", "INC", "MIS") else None)
    predicted = values.get("predicted", gold if outcome == "COR" else "p" if outcome in ("PAR", "INC", "SPU") else None)
    return Row(
        article,
        pair,
        path,
        gold,
        predicted,
        Outcome(outcome),
        CREDIT.get(outcome, 0.0),
        comparator,
        values.get("grounded"),
    )


def run(*outcomes: str, path: str = "events.date") -> list[Row]:
    """One slot an article, articles numbered."""
    return [row(f"a{at:03}", path, outcome) for at, outcome in enumerate(outcomes)]


rows = st.lists(
    st.builds(
        row,
        st.sampled_from(["a", "b", "c", "d"]),
        st.sampled_from(["events.date", "events.type", "events.frame"]),
        st.sampled_from(["COR", "PAR", "INC", "MIS", "SPU", "NUL", "NSC"]),
        grounded=st.sampled_from([True, False, None]),
    ),
    min_size=1,
    max_size=30,
)


# ── resampling ────────────────────────────────────────────────────────────────────────────────────────────────────


@given(rows)
def test_a_tally_holds_the_same_figures_as_the_ledger(held):
    """Headline, micro F, grounded F and invention rate are sums over articles: the tally's are those of the score."""
    weights = {"events.date": 3.0, "events.frame": 0.5}
    tally = Tally.of(held, weighed(held, weights))
    told = dict(zip(tally.names, tally.headline_and_figures(tally.counts.sum(axis=0)[None])[0], strict=True))
    expected = {
        "headline": score.headline(score.figures(held), weights),
        "micro_f": score.micro(held).f,
        "grounded_f": score.grounded_f(held),
        "invention_rate": score.invention_rate(held),
        **{path: one.f for path, one in score.figures(held).items()},
    }
    assert {name: None if math.isnan(value) else pytest.approx(value) for name, value in told.items()} == expected


@given(rows)
@settings(max_examples=20)
def test_an_interval_lies_between_0_and_1_and_is_the_same_again(held):
    """Bounds are figures, and the draws are seeded."""
    first = intervals(held, {}, draws=200)
    assert first == intervals(held, {}, draws=200)
    assert all(0 <= one.low <= one.high <= 1 for one in first.values())


def test_nothing_is_uncertain_about_a_perfect_run():
    """If every article is right, so is every resampled set."""
    found = intervals(run(*["COR"] * 20), {})
    assert (found["headline"].low, found["headline"].high) == (1.0, 1.0)


def test_slots_of_one_article_are_not_independent():
    """Ten times the slots in the same articles narrow nothing; ten times the articles do."""
    outcomes = ["COR"] * 15 + ["INC"] * 5
    one = intervals(run(*outcomes), {}, draws=4000)["micro_f"]
    repeated = [held for held in run(*outcomes) for _ in range(10)]
    same = intervals(repeated, {}, draws=4000)["micro_f"]
    more = intervals(run(*outcomes * 10), {}, draws=4000)["micro_f"]
    assert (same.low, same.high) == (one.low, one.high)
    assert more.high - more.low < (one.high - one.low) / 2.5


@pytest.mark.parametrize(("hits", "of"), [(0, 10), (9, 10), (10, 10), (50, 80), (1, 1)])
def test_wilson_agrees_with_scipy(hits, of):
    """The interval of a rate is the one that scipy computes."""
    theirs = binomtest(hits, of).proportion_ci(method="wilson")
    assert (wilson(hits, of).low, wilson(hits, of).high) == pytest.approx((theirs.low, theirs.high))
    assert wilson(0, 0) is None


# ── two runs ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_equal_runs_do_not_differ():
    """No change, an interval without width, and a p-value of one."""
    same = run(*["COR", "INC", "MIS"] * 10)
    found = differences(same, same, {}, draws=500)["events.date"]
    assert (found.change, found.interval.low, found.interval.high, found.p_worse) == (0.0, 0.0, 0.0, 1.0)


def test_a_clear_fall_is_significant_and_its_opposite_is_not():
    """Ten of thirty articles lost cannot be chance; ten won are no fall."""
    good, bad = run(*["COR"] * 30), run(*["COR"] * 20 + ["INC"] * 10)
    assert differences(good, bad, {})["headline"].p_worse < 0.01
    assert differences(bad, good, {})["headline"].p_worse > 0.99
    assert differences(good, bad, {})["headline"].change == pytest.approx(-1 / 3)


def test_more_invention_is_worse():
    """For the invention rate a rise is the bad direction."""
    quiet, loud = run(*["NUL"] * 30), run(*["NUL"] * 15 + ["SPU"] * 15)
    found = differences(quiet, loud, {})["invention_rate"]
    assert (found.change, found.p_worse < 0.01) == (0.5, True)


def test_only_articles_of_both_runs_are_compared():
    """An article that one run lacks says nothing of the difference."""
    before, after = run("COR", "COR"), [*run("COR", "COR"), row("new", "events.date", "INC")]
    assert differences(before, after, {}, draws=100)["events.date"].change == 0.0
    assert differences(before, [row("new", "events.date", "INC")], {}) == {}


def test_only_fields_of_both_runs_are_compared():
    """A field that a later version of the schema added, or dropped, moves no figure and flips no slot."""
    before, after = run(*["COR"] * 10), [*run(*["COR"] * 10), *run(*["INC"] * 10, path="events.new")]
    for old, new in ((before, after), (after, before)):
        found = differences(old, new, {}, draws=100)
        assert set(found) == {"headline", "events.date", "micro_f", "grounded_f"}
        assert {one.change for one in found.values()} == {0.0}
        assert flips(*shared(old, new)) == []


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.floats(0, 1), min_size=1, max_size=8))
def test_holm_never_lowers_a_p_value_and_keeps_their_order(given_p):
    """Corrected values are at least the raw ones, at most one, and in the same order."""
    made = holm(given_p)
    assert all(given_p[name] <= made[name] <= 1 for name in given_p)
    order = sorted(given_p, key=lambda name: given_p[name])
    assert [made[name] for name in order] == sorted(made.values())


@pytest.mark.parametrize(("lost", "won"), [(5, 0), (4, 1), (3, 3), (0, 4), (12, 5)])
def test_mcnemar_agrees_with_scipys_binomial_test(lost, won):
    """The exact test of flips is a one-sided binomial test."""
    assert mcnemar(lost, won) == pytest.approx(binomtest(lost, lost + won, alternative="greater").pvalue)


def test_thousands_of_flips_take_no_time_to_count():
    """Exact for as many slots as a thousand articles can flip; half of them either way is what chance gives."""
    assert mcnemar(10_000, 10_000) == pytest.approx(binomtest(10_000, 20_000, alternative="greater").pvalue)
    assert mcnemar(0, 20_000) == 1.0


# ── flips ─────────────────────────────────────────────────────────────────────────────────────────────────────────

FLIPS = [
    ("right to wrong", [row("a", "events.date", "COR")], [row("a", "events.date", "INC")], (1, 0)),
    ("wrong to right", [row("a", "events.date", "MIS")], [row("a", "events.date", "COR")], (0, 1)),
    ("wrong to lost", [row("a", "events.date", "INC")], [row("a", "events.date", "MIS")], (0, 0)),
    ("empty slot filled", [row("a", "events.date", "NUL")], [row("a", "events.date", "SPU")], (1, 0)),
    ("invented object", [], [row("a", "events.date", "SPU", pair="-~events[1]")], (1, 0)),
    ("invented object gone", [row("a", "events.date", "SPU", pair="-~events[1]")], [], (0, 1)),
]


@pytest.mark.parametrize(("before", "after", "expected"), [case[1:] for case in FLIPS], ids=[case[0] for case in FLIPS])
def test_a_flip_is_lost_or_won(before, after, expected):
    """Slots are paired by their place in gold; what only one run invented counts as newly wrong, or as mended."""
    seen = row("a", "events.type", "COR")
    assert by_field(flips([*before, seen], [*after, seen])).get("events.date", (0, 0)) == expected


def test_members_of_a_set_are_told_apart():
    """One lost member of a set is one flip, and names the member."""
    before = [row("a", "events.sides", "COR", comparator="set", gold=code) for code in ("JPN", "TUR")]
    after = [before[0], row("a", "events.sides", "MIS", comparator="set", gold="TUR")]
    [flip] = flips(before, after)
    assert (flip.gold, flip.lost, flip.won) == ("TUR", True, False)


def test_prose_and_unscored_slots_do_not_flip():
    """What never gates is not counted."""
    before = [
        row("a", "events.title", "COR", comparator="prose"),
        row("a", "events.date", "NSC"),
        row("a", "events.type", "COR"),
    ]
    after = [
        row("a", "events.title", "INC", comparator="prose"),
        row("a", "events.date", "COR"),
        row("a", "events.type", "COR"),
    ]
    assert [flip for flip in flips(before, after) if flip.lost] == []


# ── gates ─────────────────────────────────────────────────────────────────────────────────────────────────────────

PIN = Pin(article="a", slot="events[0].date", case="relative date")


def test_a_pin_holds_its_slot():
    """Right passes, wrong fails, wrong in the baseline too is a warning."""
    right, wrong = [row("a", "events.date", "COR")], [row("a", "events.date", "INC")]
    assert [
        rules.pins(now, [PIN], {PIN.place}, then)[0].verdict
        for now, then in ((right, None), (wrong, None), (wrong, right), (wrong, wrong))
    ] == [
        Verdict.PASSED,
        Verdict.FAILED,
        Verdict.FAILED,
        Verdict.WARNING,
    ]


def test_a_pin_that_names_nothing_is_refused():
    """A slot that gold does not have is a mistake in pins.toml, not a wrong answer."""
    with pytest.raises(GoldError, match=r"gold scores no such slot; mend pins\.toml"):
        rules.pins([row("a", "events.type", "COR")], [PIN], {("a", "events[0].type")})


def test_a_pin_on_an_event_that_was_missed_fails():
    """A missed event has no rows for the slots that gold leaves empty; that is a wrong answer, not a wrong pin."""
    [gate] = rules.pins([row("a", "events.type", "MIS")], [PIN], {PIN.place})
    assert (gate.verdict, "was not found" in gate.message) == (Verdict.FAILED, True)


def test_floors_hold_figures_up():
    """At the floor passes, below fails, undefined fails, an unknown name is refused."""
    told = {"headline": 0.8, "events.date": None, "events.type": 0.5}
    wanted = {"headline": 0.8, "events.date": 0.1, "events.type": 0.6}
    assert [gate.verdict for gate in rules.floors(told, wanted)] == [Verdict.PASSED, Verdict.FAILED, Verdict.FAILED]
    with pytest.raises(GoldError, match=r"floors\.'events\.day' is no figure"):
        rules.floors(told, {"events.day": 0.5})


REGRESSIONS = [
    ("better", ["INC"] * 3 + ["COR"] * 37, ["COR"] * 40, "passed"),
    ("equal", ["COR"] * 40, ["COR"] * 40, "passed"),
    ("one of forty lost", ["COR"] * 40, ["COR"] * 39 + ["INC"], "warning"),
    ("far, but two flips only", ["COR"] * 10, ["COR"] * 8 + ["INC"] * 2, "warning"),
    ("three flips and far", ["COR"] * 20, ["COR"] * 17 + ["INC"] * 3, "failed"),
    ("three flips, and as far as the limit", ["COR"] * 60, ["COR"] * 57 + ["INC"] * 3, "warning"),
    ("significant though less than the limit", ["COR"] * 400, ["COR"] * 390 + ["INC"] * 10, "failed"),
]


@pytest.mark.parametrize(
    ("before", "after", "expected"), [case[1:] for case in REGRESSIONS], ids=[case[0] for case in REGRESSIONS]
)
def test_a_regression_fails_if_significant_or_far(before, after, expected):
    """A fall stops a release if it is significant, or large with at least three slots lost; else it is a warning."""
    old, new = run(*before), run(*after)
    gates = regressions(differences(old, new, {}), flips(old, new), {"events.date": 1.0}, Limits())
    assert {gate.name: gate.verdict.value for gate in gates}["events.date"] == expected
    assert {gate.kind for gate in gates} == {Kind.REGRESSION}


def test_fields_without_weight_do_not_gate():
    """A field of weight zero may fall: it has no gate."""
    old = [*run(*["COR"] * 20), *run(*["COR"] * 20, path="events.frame")]
    new = [*run(*["COR"] * 20), *run(*["INC"] * 20, path="events.frame")]
    gates = regressions(
        differences(old, new, {"events.frame": 0}), flips(old, new), {"events.date": 1.0, "events.frame": 0.0}, Limits()
    )
    assert {gate.name: gate.verdict.value for gate in gates} == {"headline": "passed", "events.date": "passed"}


def test_a_figure_that_only_rounding_lowers_has_not_fallen():
    """Two thirds are two thirds, whatever sums they are of."""
    moved = {"headline": Difference(-1.1e-16, None, 0.5)}
    assert [gate.verdict for gate in regressions(moved, [], {}, Limits())] == [Verdict.PASSED]
    assert rules.floors({"headline": 0.1 + 0.2 - 1e-16}, {"headline": 0.3})[0].verdict is Verdict.PASSED


# ── standards and baselines ───────────────────────────────────────────────────────────────────────────────────────

WRONG_STANDARDS = [
    ("scoring.toml", "[weights]\n'events.date' = 'much'", r"scoring\.toml: weights\.events\.date: "),
    ("scoring.toml", "[weights]\n'events.date' = -1", r"weights\.'events\.date' is negative"),
    ("scoring.toml", "[limit]\nheadline = 1", r"scoring\.toml: limit: Extra inputs"),
    ("scoring.toml", "[weights", r"scoring\.toml cannot be read"),
    ("pins.toml", "[[pin]]\narticle = 'a'", r"pins\.toml: pin\.0\.slot: Field required"),
]


@pytest.mark.parametrize(("name", "text", "message"), WRONG_STANDARDS)
def test_wrong_standards_are_refused_by_name(tmp_path, name, text, message):
    """The message names the file and the key."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(GoldError, match=message):
        standards.load(tmp_path)


def test_no_standards_ask_for_nothing(tmp_path):
    """A task without scoring.toml and pins.toml has weights of one, no floors and no pins."""
    loaded = standards.load(tmp_path)
    assert (loaded.scoring.weights, loaded.scoring.floors, loaded.pins) == ({}, {}, ())
    assert (loaded.scoring.limits.headline, loaded.scoring.limits.field, loaded.scoring.limits.flips) == (0.02, 0.05, 3)


@given(held=rows)
@settings(max_examples=20)
def test_a_baseline_comes_back_as_it_was_saved(tmp_path_factory, held):
    """Every row of the ledger survives the file."""
    folder = tmp_path_factory.mktemp("baseline") / "rules-v1"
    baselines.save(folder, held, {"task": "harvest@1.0"}, {"a": "digest"})
    assert list(baselines.load(folder, "harvest@1.2").rows) == held
    assert list(baselines.load(folder / "ledger.jsonl", "harvest@1.0").rows) == held
    assert baselines.load(folder, "harvest@1.0").gold == {"a": "digest"}


def test_line_breaks_of_other_scripts_stay_inside_a_value(tmp_path):
    """A value may hold U+2028 or U+0085, which some readers take for the end of a line."""
    held = [row("a", "quote", "COR", gold=f"one{chr(0x2028)}two{chr(0x85)}three{chr(0x1C)}four")]
    baselines.save(tmp_path / "b", held, {"task": "harvest@1.0"}, {})
    assert list(baselines.load(tmp_path / "b", "harvest@1.0").rows) == held


@pytest.mark.parametrize("report", ["[]", "{}", "{", '{"leaderboard": []}'])
def test_what_is_no_report_of_one_evaluation_is_refused(tmp_path, report):
    """A matrix, or anything else beside a ledger, is named with the next step."""
    baselines.save(tmp_path / "b", run("COR"), {"task": "harvest@1.0"}, {})
    (tmp_path / "b" / "report.json").write_text(report, encoding="utf-8")
    with pytest.raises(GoldError, match=r"holds no evaluation of one provider.*--update-baseline"):
        baselines.load(tmp_path / "b", "harvest@1.0")


def test_a_damaged_or_foreign_baseline_is_refused(tmp_path):
    """A missing one says how to write one, a broken line is named, another major version is not compared."""
    with pytest.raises(GoldError, match=r"no baseline in .*--update-baseline"):
        baselines.load(tmp_path / "none", "harvest@1.0")
    baselines.save(tmp_path / "b", run("COR"), {"task": "harvest@1.0"}, {})
    with pytest.raises(GoldError, match=r"scored as 'harvest@1\.0', this is 'harvest@2\.0'"):
        baselines.load(tmp_path / "b", "harvest@2.0")
    (tmp_path / "b" / "ledger.jsonl").write_text('{"article_id": "a"}\n', encoding="utf-8")
    with pytest.raises(GoldError, match=r"ledger\.jsonl, line 1: no ledger row"):
        baselines.load(tmp_path / "b", "harvest@1.0")


def test_a_baseline_that_cannot_be_written_stops(tmp_path):
    """A file in the way of the folder is a StoreError with its name."""
    (tmp_path / "b").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot write the baseline"):
        baselines.save(tmp_path / "b", run("COR"), {}, {})
