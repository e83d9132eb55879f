"""The built-in task's schema: what a reply must be, and what code makes of it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from extractor import tasks
from extractor.fields import Compare, marker, model_of
from tests.conftest import ROOT, article

TASK = tasks.load(ROOT, "diplomatic_event")
HANDWRITTEN = sorted((ROOT / "tests" / "data" / "handwritten").glob("*.json"))


def reply() -> dict[str, Any]:
    """A reply with one event."""
    return json.loads(HANDWRITTEN[4].read_text(encoding="utf-8"))["reply"]


def test_nothing_found_needs_a_reason():
    """An empty list without a reason is no answer, and a reason beside events is none either."""
    nothing = {"events": [], "milestones": []}
    assert TASK.reply.model_validate({**nothing, "no_event_reason": "commentary"}).events == []
    with pytest.raises(ValidationError, match="name the reason"):
        TASK.reply.model_validate({**nothing, "no_event_reason": None})
    with pytest.raises(ValidationError, match="must be null if there are events"):
        TASK.reply.model_validate({**reply(), "no_event_reason": "commentary"})


@pytest.mark.parametrize("mains", [(False,), (True, True), (False, False)])
def test_exactly_one_event_is_the_main_one(mains):
    """None or two is an error that names the field."""
    said = reply()
    said["events"] = [{**said["events"][0], "is_main": main} for main in mains]
    with pytest.raises(ValidationError, match="exactly one event must have is_main true"):
        TASK.reply.model_validate(said)


def test_every_field_must_be_written_out():
    """A missing key is an error, as is one that the schema does not know."""
    for change in ("drop", "add"):
        said = reply()
        if change == "drop":
            del said["events"][0]["location"]
        else:
            said["events"][0]["mood"] = "good"
        with pytest.raises(ValidationError, match=r"location|mood"):
            TASK.reply.model_validate(said)


def walk(model, path=""):
    """Every field of a model and of the models in it."""
    for name, info in model.model_fields.items():
        yield f"{path}{name}", info
        inner = model_of(info.annotation)
        if inner is not None:
            yield from walk(inner, f"{path}{name}.")


def test_every_field_that_travels_is_described():
    """Descriptions are instructions to the model; none is missing, and evidence stands before the value it supports."""
    assert [path for path, info in walk(TASK.reply) if not info.description and model_of(info.annotation) is None] == []
    schema = TASK.reply_schema
    for name in ("EventReply", "Location", "Topic", "Statement", "Outcome", "Milestone"):
        assert next(iter(schema["$defs"][name]["properties"])) == "quote"


def test_every_leaf_of_the_record_says_how_it_is_compared():
    """Nothing escapes scoring by having no rule."""
    leaves = [(path, info) for path, info in walk(TASK.record) if model_of(info.annotation) is None]
    unmarked = [path for path, info in leaves if marker(info, Compare) is None and not path.startswith("events.date.")]
    assert unmarked == []


@pytest.mark.parametrize("path", HANDWRITTEN, ids=lambda path: path.stem[:3])
def test_derivation_changes_nothing_that_was_said(path):
    """The record holds every value of the reply as it was, and adds codes."""
    said = TASK.reply.model_validate(json.loads(path.read_text(encoding="utf-8"))["reply"])
    record = TASK.derive(said, article("Some text.")).model_dump()
    for event, derived in zip(said.model_dump()["events"], record["events"], strict=True):
        people = [{k: v for k, v in person.items() if k != "country_code"} for person in derived["participants"]]
        assert {**{k: derived[k] for k in event}, "participants": people} == event
        assert set(derived) - set(event) == {"date", "sides", "dyad", "plover", "cameo"}
