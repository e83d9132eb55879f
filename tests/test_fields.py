"""Markers on a schema's fields."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel

from extractor.fields import Compare, Verbatim, is_list, marker, model_of, verbatim_values


class Inner(BaseModel):
    """Part of a record."""

    name: Annotated[str | None, Verbatim()]
    country: Annotated[str, Verbatim(optional=True)]
    kind: str


class Outer(BaseModel):
    """A record with every way to mark a field."""

    quote: Annotated[str, Verbatim(), Compare("quote")]
    members: list[Annotated[str, Verbatim()]]
    whole: Annotated[list[str], Verbatim()]
    inner: list[Inner]
    one: Inner | None
    free: str


def test_verbatim_values_come_in_document_order_with_their_paths():
    """Strings, members of lists and fields of nested objects; empty ones and unmarked ones do not."""
    person = Inner(name="A", country="B", kind="C")
    outer = Outer(
        quote="q",
        members=["m", " "],
        whole=["w"],
        inner=[person, Inner(name=None, country="", kind="k")],
        one=person,
        free="f",
    )
    assert [(path, text, mark.optional) for path, text, mark in verbatim_values(outer)] == [
        ("quote", "q", False),
        ("members[0]", "m", False),
        ("whole[0]", "w", False),
        ("inner[0].name", "A", False),
        ("inner[0].country", "B", True),
        ("one.name", "A", False),
        ("one.country", "B", True),
    ]


def test_markers_do_not_travel():
    """The JSON Schema of a model knows nothing of them."""
    assert "erbatim" not in str(Outer.model_json_schema())
    assert marker(Outer.model_fields["quote"], Compare) == Compare("quote")


def test_a_fields_shape_is_read_off_its_annotation():
    """Models and lists are found inside unions."""
    assert model_of(list[Inner]) is Inner
    assert model_of(Inner | None) is Inner
    assert model_of(dict[str, int]) is None
    assert (is_list(list[str] | None), is_list(tuple[str, ...]), is_list(str | None)) == (True, True, False)
