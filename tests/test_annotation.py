"""`extract gold`: gold in order, what it holds, how far two readers agree."""

from __future__ import annotations

import json
import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor import tasks
from extractor.evaluation.annotators import alpha, plain, readings
from extractor.gold import load_folder
from tests.conftest import ROOT
from tests.test_cli import extract

GOLD = ROOT / "seeds" / "diplomatic_event" / "gold"
READERS = ROOT / "seeds" / "diplomatic_event" / "annotations"

# two-reader examples whose alpha Krippendorff works out by hand in "Computing Krippendorff's Alpha-Reliability" (2011)
PUBLISHED = [
    ("binary", "0100000010", "1110010000", 0.095),
    ("five labels", "aabbdcccedda", "babbbcccedddd"[:12], 0.692),
]


@pytest.mark.parametrize(
    ("one", "other", "expected"), [row[1:] for row in PUBLISHED], ids=[row[0] for row in PUBLISHED]
)
def test_alpha_is_that_of_the_published_examples(one, other, expected):
    """The coefficient agrees with worked examples to three digits."""
    assert alpha(list(zip(one, other, strict=True))) == pytest.approx(expected, abs=5e-4)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1, max_size=30))
def test_alpha_is_one_only_where_all_agree(pairs):
    """At most one; one if and only if nothing differs; undefined if one label is all there is; readers may be swapped."""
    found = alpha(pairs)
    labels = {label for pair in pairs for label in pair}
    assert (found is None) == (len(labels) == 1)
    if found is not None:
        assert found <= 1
        assert (found == 1) == all(one == other for one, other in pairs)
        assert found == pytest.approx(alpha([(other, one) for one, other in pairs]))


def test_marks_are_taken_off():
    """Of several right answers the first counts, an unscored slot says nothing, an optional object is an object."""
    marked = {"a": {"any_of": [{"b": 1}, {"b": 2}]}, "c": {"unscored": "garbled"}, "d": [{"e": 3, "required": False}]}
    assert plain(marked) == {"a": {"b": 1}, "c": None, "d": [{"e": 3}]}


@pytest.fixture(scope="module")
def task():
    """The built-in task."""
    return tasks.load(ROOT, "diplomatic_event")


def test_a_reader_agrees_with_herself(task):
    """The same folder twice: every slot, every object."""
    first = load_folder(READERS / "first", task.record, task.schema_id)
    told = readings(first, first, task.record)
    assert told.share == 1
    assert {one.share for one in told.fields} <= {1.0, None}
    assert set(told.objects.values()) == {1.0}


def test_one_changed_label_is_seen(task, tmp_path):
    """A reader who calls one call a meeting: that slot differs, and what is computed from it stays as written."""
    shutil.copytree(READERS.parent / "articles", tmp_path / "articles")
    shutil.copytree(READERS / "first", tmp_path / "other")
    [path] = (tmp_path / "other").glob("003_*")
    whole = json.loads(path.read_text(encoding="utf-8"))
    whole["record"]["events"][0]["event_type"] = "meeting"
    path.write_text(json.dumps(whole), encoding="utf-8")
    first = load_folder(READERS / "first", task.record, task.schema_id)
    other = load_folder(tmp_path / "other", task.record, task.schema_id)
    told = {one.path: one for one in readings(first, other, task.record).fields}
    assert (told["events.event_type"].slots - told["events.event_type"].agree) == 1
    assert told["events.event_type"].alpha < 1
    assert told["events.realis"].share == 1


def test_the_gold_that_is_shipped_is_in_order():
    """No quote that its article lacks, no pin without a slot."""
    done = extract("gold", "check", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["faults"] == []


def broken(tmp_path, old, new):
    """The gold folder with one file changed."""
    shutil.copytree(GOLD.parent / "articles", tmp_path / "articles")
    shutil.copytree(GOLD, tmp_path / "gold")
    [path] = (tmp_path / "gold").glob("003_*")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path / "gold"


def test_a_misquoted_word_is_a_fault(tmp_path):
    """Exit 1, naming file, slot and quote."""
    done = extract("gold", "check", broken(tmp_path, '"name": "Hakan Fidan"', '"name": "Hakan Fidann"'))
    assert done.returncode == 1
    assert "003_" in done.stderr
    assert "'Hakan Fidann' is absent" in done.stderr


def test_a_value_that_code_computes_otherwise_is_noted(tmp_path):
    """Exit 0: one of the two is wrong, and a person decides which."""
    done = extract("gold", "check", broken(tmp_path, '"cameo": "041"', '"cameo": "040"'))
    assert done.returncode == 0, done.stderr
    assert "events[0].cameo: gold '040', computed '041'" in done.stderr


def test_the_counts_of_a_gold_set():
    """Articles by split and origin, labels by class; as many as there are files."""
    told = json.loads(extract("gold", "stats", "--json").stdout)
    assert told["files"] == len(list(GOLD.glob("*.json"))) == sum(told["by"]["split"].values())
    assert sum(told["classes"]["events.event_type"].values()) == told["slots"]["events.event_type"]


def test_readers_without_a_common_article_are_refused(tmp_path):
    """Exit 2 and the two folders."""
    (tmp_path / "empty").mkdir()
    done = extract("gold", "agree", READERS / "first", tmp_path / "empty")
    assert (done.returncode, "holds no *.json" in done.stderr) == (2, True)
