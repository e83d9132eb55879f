"""The same question put in other ways, and several answers to one question."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor import prompts, tasks
from extractor.articles import read
from extractor.evaluation.agreement import agreed, agreement
from extractor.evaluation.probes import Probe, varied
from tests.conftest import ROOT, SEEDS
from tests.test_gates import row

HANDWRITTEN = sorted((ROOT / "tests" / "data" / "handwritten").glob("*.json"))


@pytest.fixture(scope="module")
def task():
    """The built-in task."""
    return tasks.load(ROOT, "diplomatic_event")


@pytest.fixture(scope="module")
def prompt(task):
    """Its prompt."""
    return prompts.load(task.prompt_path)


def told(path):
    """A whole reply that a person wrote."""
    return json.loads(path.read_text(encoding="utf-8"))["reply"]


# ── the form on the wire ──────────────────────────────────────────────────────────────────────────────────────────


def test_labels_are_listed_backwards(task, prompt):
    """Every class lists its labels from the last to the first; nothing else of the schema changes."""
    plain, turned = task.reply_schema, varied(task, prompt, Probe.LABEL_ORDER)[0].reply_schema
    classes = [name for name, found in plain["$defs"].items() if "enum" in found]
    assert len(classes) > 10
    for name in classes:
        assert turned["$defs"][name]["enum"] == plain["$defs"][name]["enum"][::-1]
    back = {
        **turned,
        "$defs": {
            name: {**found, "enum": found["enum"][::-1]} if "enum" in found else found
            for name, found in turned["$defs"].items()
        },
    }
    assert back == plain


def test_fields_are_listed_backwards(task, prompt):
    """Every object's properties stand in the opposite order, in the schema and in the examples' replies."""
    other, shown = varied(task, prompt, Probe.FIELD_ORDER)
    plain, turned = task.reply_schema, other.reply_schema
    assert list(turned["properties"]) == list(plain["properties"])[::-1]
    assert list(turned["$defs"]["EventReply"]["properties"]) == list(plain["$defs"]["EventReply"]["properties"])[::-1]
    assert {**turned, "$defs": 0, "required": 0} == {**plain, "$defs": 0, "required": 0}  # the same but for the order
    assert {name: sorted(found.get("required", [])) for name, found in turned["$defs"].items()} == {
        name: sorted(found.get("required", [])) for name, found in plain["$defs"].items()
    }
    for before, after in zip(prompt.examples, shown.examples, strict=True):
        assert list(json.loads(after.reply)) == list(json.loads(before.reply))[::-1]
        assert json.loads(after.reply) == json.loads(before.reply)


def test_labels_get_neutral_names(task, prompt):
    """No class keeps an old label; the descriptions that define labels, and the examples, use the new ones."""
    other, shown = varied(task, prompt, Probe.LABEL_NAMES)
    kinds = other.reply_schema["$defs"]["EventType"]["enum"]
    assert len(kinds) == len(set(kinds)) == 15
    assert not set(kinds) & set(task.reply_schema["$defs"]["EventType"]["enum"])
    meaning = other.reply_schema["$defs"]["EventReply"]["properties"]["event_type"]["description"]
    assert "meeting: sides came together" not in meaning
    assert f"{kinds[0]}: sides came together" in meaning
    used = [event["event_type"] for example in shown.examples for event in json.loads(example.reply)["events"]]
    assert used
    assert set(used) <= set(kinds)


def test_examples_stand_in_the_opposite_order(task, prompt):
    """The same examples, the last one first; the schema stays."""
    other, shown = varied(task, prompt, Probe.EXAMPLE_ORDER)
    assert other is task
    assert shown.examples == prompt.examples[::-1]
    assert shown.system_text != prompt.system_text


@pytest.mark.parametrize("probe", Probe, ids=lambda probe: probe.name)
@pytest.mark.parametrize("path", HANDWRITTEN, ids=lambda path: path.stem[:3])
def test_a_reply_in_another_form_is_the_same_reply(task, prompt, probe, path):
    """What a model says in the varied form is read back as the task's own reply, and derives the same record."""
    other, shown = varied(task, prompt, probe)
    reply = told(path)
    # the examples of the prompt are what the form of a reply is learned from: transform this one in the same way
    [example] = varied(task, _with_example(prompt, json.dumps(reply)), probe)[1].examples
    read_back = other.reply.model_validate_json(example.reply)
    assert read_back.model_dump(mode="json") == task.reply.model_validate(reply).model_dump(mode="json")
    assert isinstance(read_back, task.reply)
    article = next(iter(read([str(SEEDS / json.loads(path.read_text(encoding="utf-8"))["article"])])))
    assert other.derive(read_back, article) == task.derive(task.reply.model_validate(reply), article)
    assert shown.render(article)[1] == prompt.render(article)[1]


def _with_example(prompt, reply):
    return replace(prompt, examples=(replace(prompt.examples[0], reply=reply),))


def test_an_unknown_label_is_still_wrong(task, prompt):
    """Reading labels back forgives nothing."""
    other, _ = varied(task, prompt, Probe.LABEL_NAMES)
    reply = {**told(HANDWRITTEN[0])}
    reply["events"][0]["event_type"] = "Z99"
    with pytest.raises(ValueError, match="event_type"):
        other.reply.model_validate_json(json.dumps(reply))


# ── agreement ─────────────────────────────────────────────────────────────────────────────────────────────────────


def first(outcomes: str) -> list:
    """The first answers against gold: one value an article."""
    return [
        row(f"a{at}", "events.date", outcome, gold="g", predicted=f"p{at}")
        for at, outcome in enumerate(outcomes.split())
    ]


def other(outcomes: str) -> list:
    """Another answer against the first one: COR where it has the same value."""
    return [row(f"a{at}", "events.date", outcome, gold=f"p{at}") for at, outcome in enumerate(outcomes.split())]


def test_agreement_is_the_share_of_the_other_answers():
    """Of three others, those that say the same."""
    found = agreed([other("COR INC"), other("COR COR"), other("COR MIS")])
    assert list(found.values()) == [1.0, pytest.approx(1 / 3)]


def test_a_review_reads_the_least_agreed_first():
    """Two wrong values of ten, the only ones on which the answers differ: one in ten must be read to find half."""
    rights = "COR " * 8 + "INC INC"
    told = agreement(first(rights), [other("COR " * 8 + "INC INC")])
    assert (told.values, told.errors, told.reviewed) == (10, 2, pytest.approx(0.1))
    assert [(level.agreement, level.values, level.right) for level in told.reliability] == [(0.0, 2, 0), (1.0, 8, 8)]
    assert (told.fields[0].right_if_all_agree, told.fields[0].right_else) == (1.0, 0.0)


def test_agreement_that_tells_nothing_saves_nothing():
    """If all answers agree on everything, half of the errors take half of the reading."""
    told = agreement(first("COR INC COR INC"), [other("COR COR COR COR")])
    assert told.reviewed == pytest.approx(0.5)


def test_nothing_wrong_leaves_nothing_to_find():
    """Without errors there is no budget for a review."""
    assert agreement(first("COR COR"), [other("COR INC")]).reviewed is None


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=40))
@settings(max_examples=60)
def test_a_review_never_takes_more_than_everything(judged):
    """The budget lies between 0 and 1, and every value is in one level of agreement."""
    rights = " ".join("COR" if right else "INC" for right, _ in judged)
    same = " ".join("COR" if agree else "INC" for _, agree in judged)
    told = agreement(first(rights), [other(same)])
    assert sum(level.values for level in told.reliability) == told.values == len(judged)
    assert told.errors == sum(not right for right, _ in judged)
    assert told.reviewed is None or 0 < told.reviewed <= 1
