"""A reply's JSON Schema whose text fields may say nothing but what one article says.

In: the schema and, by field path, the texts allowed there. Out: a copy in which those fields are enums.
Refused (TaskError): a path the schema does not have, and one that leads to anything but free text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from extractor.errors import TaskError

# Constrained decoders bound their enums; the narrowest known bound is OpenAI's strict mode: 1,000 values in a schema,
# 15,000 characters in an enum of more than 250 values, 120,000 characters in all, no line break in a value.
FIELD_VALUES = 240  # choices of one field
ALL_VALUES = 840  # of all fields; the rest is left to the enums that the schema has of its own
ALL_CHARACTERS = 90_000
VALUE_CHARACTERS = 600  # a longer text is no name and hardly a sentence

_LISTED = "[]"  # the segment of a path that steps into a list
_REFERENCE = "#/$defs/"
_NULL = {"type": "null"}


def narrowed(schema: Mapping[str, Any], choices: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The schema with an enum in place of free text at every path of `choices`; the rest of it stays as it is.

    A path names fields from the root, lists by brackets: `events[].participants[].name`, `events[].subjects[]`. White space
    in a choice becomes single spaces, since strict mode refuses line breaks. A field without choices can only be null,
    and stays free if it cannot be null; a list of texts holds at most as many as there are choices, so none without any.
    Null stays allowed where it was. A definition that several fields share is narrowed for the path alone.

    The choices count in their order, so the likeliest come first. Cut off, without a word: a choice longer than
    `VALUE_CHARACTERS`; what follows the first `FIELD_VALUES` of a field; and, until all fields together keep within
    `ALL_VALUES` and `ALL_CHARACTERS`, the ends of the longest lists.

    >>> plain = {"type": "object", "properties": {"who": {"anyOf": [{"type": "string"}, {"type": "null"}]}}}
    >>> narrowed(plain, {"who": ["Ann Roe", "Li"]})["properties"]["who"]
    {'anyOf': [{'type': 'string', 'enum': ['Ann Roe', 'Li']}, {'type': 'null'}]}
    """
    definitions = schema.get("$defs", {})
    copy: dict[str, Any] = deepcopy({name: value for name, value in schema.items() if name != "$defs"})
    for path, texts in _kept(choices).items():
        segments = path.replace(_LISTED, f".{_LISTED}").split(".")
        if not _narrow(copy, segments, texts, definitions):
            raise TaskError(
                f"candidates name {path!r}, and the reply has no text field there; a path is written a[].b.c[]"
            )
    if "$defs" in schema:
        used = _used(copy, definitions, set())
        copy["$defs"] = deepcopy({name: value for name, value in definitions.items() if name in used})
    before = {name: copy.pop(name) for name in schema if name in copy}  # some decoders write in the order of the schema
    return {**before, **copy}


def _kept(choices: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The choices that fit the bounds, each once and on one line."""
    whole = {path: list(dict.fromkeys(filter(None, map(_on_one_line, texts)))) for path, texts in choices.items()}
    cut = whole
    for most in range(FIELD_VALUES, -1, -1):
        cut = {path: texts[:most] for path, texts in whole.items()}
        held = [text for texts in cut.values() for text in texts]
        if len(held) <= ALL_VALUES and sum(map(len, held)) <= ALL_CHARACTERS:
            break
    return cut


def _on_one_line(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= VALUE_CHARACTERS else ""


def _narrow(node: dict[str, Any], segments: list[str], texts: list[str], definitions: Mapping[str, Any]) -> bool:
    """Whether the path leads to a text from here, which then is an enum; what lies on the way is this path's own copy."""
    _unfold(node, definitions)
    union = next((word for word in ("anyOf", "oneOf") if word in node), None)
    if union:
        fits = [_narrow(branch, segments, texts, definitions) for branch in node[union] if branch != _NULL]
        if any(fits) and not segments and not texts and _NULL in node[union]:
            node[union] = [dict(_NULL)]
        return any(fits)
    if not segments:
        return _choose(node, texts)
    first, *rest = segments
    inner = node.get("items") if first == _LISTED else node.get("properties", {}).get(first)
    if not isinstance(inner, dict) or not _narrow(inner, rest, texts, definitions):
        return False
    if segments == [_LISTED]:
        node["maxItems"] = min(len(texts), node.get("maxItems", len(texts)))  # each text once; small models repeat
    return True


def _unfold(node: dict[str, Any], definitions: Mapping[str, Any]) -> None:
    """Put a definition's own words in the place of a reference to it."""
    while str(node.get("$ref", "")).startswith(_REFERENCE):
        beside = {name: value for name, value in node.items() if name != "$ref"}
        meant = deepcopy(definitions[node["$ref"].removeprefix(_REFERENCE)])
        node.clear()
        node.update({**meant, **beside})


def _choose(node: dict[str, Any], texts: list[str]) -> bool:
    """Allow these texts and nothing else, if the node is free text."""
    kinds = node.get("type")
    nullable = isinstance(kinds, list) and "null" in kinds
    if "string" not in (kinds if isinstance(kinds, list) else [kinds]) or "enum" in node or "const" in node:
        return False
    if texts:
        node["enum"] = [*texts, None] if nullable else list(texts)
    elif nullable:
        node["type"] = "null"
    return True


def _used(node: object, definitions: Mapping[str, Any], found: set[str]) -> set[str]:
    """The definitions that are still referred to, those that only others refer to included."""
    if isinstance(node, list):
        for item in node:
            _used(item, definitions, found)
    elif isinstance(node, dict):
        name = str(node.get("$ref", "")).removeprefix(_REFERENCE)
        if name in definitions and name not in found:
            found.add(name)
            _used(definitions[name], definitions, found)
        for value in node.values():
            _used(value, definitions, found)
    return found
