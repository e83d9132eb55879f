"""What several replies add up to: fenced JSON, mended items, kept items, and what is never kept."""

from __future__ import annotations

import json
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, model_validator

from extractor.providers.drafts import Draft


class Field(BaseModel):
    model_config = ConfigDict(extra="forbid")
    crop: Literal["rye", "oats", "wheat"]
    tonnes: int


class Harvest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    fields: list[Field]
    notes: list[str]
    reason: str | None

    @model_validator(mode="after")
    def _one_or_the_other(self):
        if bool(self.fields) == bool(self.reason):
            raise ValueError("give a reason if there are no fields, and only then")
        return self


def field(crop="rye", tonnes=1):
    return {"crop": crop, "tonnes": tonnes}


def said(*fields, notes=(), reason=None):
    return json.dumps({"fields": list(fields), "notes": list(notes), "reason": reason})


WHOLE = said(field(), field("oats", 2))


@pytest.mark.parametrize(
    "words",
    [
        WHOLE,
        f"```json\n{WHOLE}\n```",
        f"Here is the form:\n{WHOLE}\nI hope that it helps.",
        f'An object {{"crop": "rye"}} was in the article.\n{WHOLE}',
    ],
    ids=["bare", "fenced", "among prose", "the last object counts"],
)
def test_json_is_found_wherever_a_model_puts_it(words):
    """A fence, prose around it, and an object quoted from the article do no harm."""
    assert Draft(Harvest).take(words).fields[1].tonnes == 2


@pytest.mark.parametrize("words", ["", "I cannot say.", "[]", "{", "null", '"text"', "[[[[" * 400])
def test_words_without_an_object_are_no_reply(words):
    """Nothing is made up from them, and the complaint says what is wrong."""
    draft = Draft(Harvest)
    assert draft.take(words) is None
    assert draft.salvaged() is None
    assert draft.complaint


def test_one_bad_item_of_five_is_asked_for_alone_and_put_in_its_place():
    """The complaint names the item and keeps the others; the corrected one lands where it was."""
    draft = Draft(Harvest)
    assert draft.take(said(field(), field("oats", 2), field("barley", 3), field("wheat", 4), field("rye", 5))) is None
    assert "fields[2]" in draft.complaint
    assert "crop" in draft.complaint
    assert "'barley'" in draft.complaint
    assert "kept" in draft.complaint
    whole = draft.take(said(field("wheat", 3)))
    assert [one.tonnes for one in whole.fields] == [1, 2, 3, 4, 5]
    assert whole.fields[2].crop == "wheat"
    assert draft.left_out == ()


def test_four_of_five_are_kept_when_the_fifth_never_fits():
    """And what is left out is said, with its place and its fault."""
    draft = Draft(Harvest)
    draft.take(said(field(), field("oats", 2), field("barley", 3), field("wheat", 4), field("rye", 5)))
    assert draft.take(said(field("maize", 3))) is None
    kept = draft.salvaged()
    assert [one.tonnes for one in kept.fields] == [1, 2, 4, 5]
    [sentence] = draft.left_out
    assert sentence.startswith("fields[2] of 5 left out: crop: ")
    assert "'maize'" in sentence


def test_a_model_that_sends_the_whole_again_is_taken_at_its_word():
    """Five items in place of one are a new reply, not five corrections."""
    draft = Draft(Harvest)
    draft.take(said(field(), field("barley", 2)))
    whole = draft.take(said(field("wheat", 7), field("oats", 8)))
    assert [one.tonnes for one in whole.fields] == [7, 8]


def test_items_of_several_lists_are_mended_together():
    """Each list brings as many items as it had bad ones."""
    draft = Draft(Harvest)
    assert draft.take(said(field(), field("barley", 2), notes=["good", 5])) is None
    whole = draft.take(said(field("oats", 2), notes=["mended"]))
    assert [one.crop for one in whole.fields] == ["rye", "oats"]
    assert whole.notes == ["good", "mended"]


def test_a_list_is_never_emptied_by_leaving_out():
    """Nothing found must not be what is left of an error."""
    draft = Draft(Harvest)
    draft.take(said(field("barley", 1)))
    assert draft.salvaged() is None


def test_a_reply_that_breaks_its_own_rules_without_the_item_is_not_kept():
    """The rules of the whole hold for what is salvaged too."""

    class TwoAtLeast(Harvest):
        @model_validator(mode="after")
        def _two(self):
            if len(self.fields) < 2:
                raise ValueError("two at least")
            return self

    draft = Draft(TwoAtLeast)
    draft.take(said(field(), field("barley", 2)))
    assert draft.salvaged() is None


def test_a_fault_of_the_whole_asks_for_the_whole():
    """A missing field, or a rule over all, keeps nothing."""
    draft = Draft(Harvest)
    assert draft.take(said(field(), reason="none")) is None
    assert "give a reason if there are no fields" in draft.complaint
    assert "kept" not in draft.complaint
    assert draft.take(json.dumps({"fields": [field("barley")]})) is None
    assert draft.salvaged() is None


def test_a_later_fault_of_the_whole_forgets_the_earlier_reply():
    """A worse reply is not mixed with a better one from before."""
    draft = Draft(Harvest)
    draft.take(said(field(), field("barley", 2)))
    draft.take("no idea")
    assert draft.salvaged() is None


def test_a_long_list_of_faults_is_told_in_part():
    """The complaint stays short, whatever a model invents."""
    draft = Draft(Harvest)
    draft.take(said(*(field("x" * 300, n) for n in range(40))))
    assert "more" in draft.problem
    assert len(draft.complaint) < 3000


@given(st.lists(st.booleans(), min_size=1, max_size=12))
def test_exactly_the_items_that_fit_are_kept_in_order(good):
    """Whatever the pattern of good and bad items."""
    draft = Draft(Harvest)
    whole = draft.take(said(*(field("rye" if fits else "barley", n) for n, fits in enumerate(good))))
    wanted = [n for n, fits in enumerate(good) if fits]
    if all(good):
        assert [one.tonnes for one in whole.fields] == wanted
    elif any(good):
        assert [one.tonnes for one in draft.salvaged().fields] == wanted
        assert len(draft.left_out) == len(good) - len(wanted)
    else:
        assert draft.salvaged() is None
