"""A schema as the grammar that llama.cpp decodes by.

In: the parameters of a call. Out: a grammar whose every sentence the schema accepts, without room for endless white space.
Refused: nothing; what it cannot spell out is left to llguidance, and what that cannot, to validation.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

VERSION = "grammar-1"  # changes with the rules below, since they change answers
TELLTALE = "QXJ"  # no reply begins like this by chance

# Between two tokens of JSON: nothing, a blank, or a line break with an indentation. It is how models write by themselves, with an
# end to it; so with blanks inside a string. A number's digits end before JSON readers differ (RFC 7493, section 2.2). Strings and
# lists end where the schema says, or at max_tokens, as truncated: an end invented here would cut a true quote, or pass a loop off
# as a value.
_TERMINALS = r"""
w: WS?
WS: /\x20|\n\x20{0,24}/
STRING: /"(\x20{0,16}([^"\\\x00-\x20\x7f]|\\(["\\\/bfnrt]|u[0-9a-fA-F]{4})))*\x20{0,16}"/
INTEGER: /-?(0|[1-9][0-9]{0,14})/
NUMBER: /-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,15})?([eE][+-]?[0-9]{1,2})?/
BOOLEAN: /true|false/
"""
_PLAIN = {"string": "STRING", "integer": "INTEGER", "number": "NUMBER", "boolean": "BOOLEAN", "null": '"null"'}
_OF_OBJECTS = {"required", "additionalProperties"}
_REMARKS = frozenset({"title", "description", "default", "examples", "deprecated", "discriminator", "$defs"})


def schema_of(params: Mapping[str, Any]) -> dict[str, Any] | None:
    """The schema that a reply is held to: a response_format's, the one tool's, any object; None where the reply is free."""
    if tools := params.get("tools"):
        return dict(tools[0]["function"]["parameters"])
    wanted = params.get("response_format") or {"type": "text"}
    if wanted["type"] == "json_schema":
        return dict(wanted["json_schema"]["schema"])
    return dict(wanted.get("schema", {"type": "object"})) if wanted["type"] == "json_object" else None


def grammar_of(schema: dict[str, Any]) -> str:
    """The grammar, in the dialect of the installed llama.cpp."""
    from xllamacpp import json_schema_to_grammar

    own = str(
        json_schema_to_grammar(schema)
    )  # without llguidance: llama.cpp's own dialect, which bounds white space itself
    return lark(schema) if own.startswith("%llguidance") else own


def trial_of(grammar: str) -> str | None:
    """The same grammar behind a telltale, to see whether it holds; None for the dialect that llama.cpp refuses aloud."""
    trial = grammar.replace("start: ", f'start: "{TELLTALE}" reply\nreply: ', 1)
    return trial if trial != grammar else None


def lark(schema: dict[str, Any]) -> str:
    r"""The grammar as llguidance reads it.

    >>> form = {"type": "object", "properties": {"a": {"enum": ["x", "y"]}}, "required": ["a"]}
    >>> print("\n".join(lark(form).splitlines()[-3:]))
    n0: "\"x\"" | "\"y\""
    n1: "\"a\"" w ":" w n0
    n2: "{" w n1 w "}"
    """
    rules = _Rules(schema)
    start = rules.node(schema)
    return f"%llguidance {{}}\nstart: {start}{_TERMINALS}" + "".join(f"{n}: {body}\n" for n, body in rules.made.items())


class _Rules:
    """The rules of one schema, named as they are made."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self.made: dict[str, str] = {}
        self._root = root
        self._refs: dict[str, str] = {}

    def node(self, schema: Any) -> str:
        """The name of what a schema allows."""
        if not isinstance(schema, dict):
            return self._left(schema)
        match {key: value for key, value in schema.items() if key not in _REMARKS}:
            case {"$ref": str(ref), **rest} if not rest and ref.startswith("#/$defs/"):
                return self._ref(ref)
            case {"anyOf": options, **rest} | {"oneOf": options, **rest} if not rest:
                return self._rule(" | ".join(self.node(option) for option in options))
            case {"type": "object", "properties": properties, **rest} if rest.keys() <= _OF_OBJECTS:
                return self._object(properties, rest.get("required", ()))
            case {"type": "array", "items": items, **rest} if rest.keys() <= {"minItems", "maxItems"}:
                return self._array(self.node(items), rest.get("minItems", 0), rest.get("maxItems"))
            case {"enum": values, **rest} if rest.keys() <= {"type"}:
                return self._rule(" | ".join(_literal(value) for value in values))
            case {"type": str(kind), **rest} if not rest and kind in _PLAIN:
                return _PLAIN[kind]
        return self._left(schema)

    def _rule(self, body: str) -> str:
        name = f"n{len(self.made)}"
        self.made[name] = body
        return name

    def _ref(self, ref: str) -> str:
        if ref not in self._refs:
            self._refs[ref] = self._rule("")  # named before it is made, since it may hold itself
            self.made[self._refs[ref]] = self.node(self._root["$defs"][ref.removeprefix("#/$defs/")])
        return self._refs[ref]

    def _object(self, properties: Mapping[str, Any], required: Sequence[str]) -> str:
        """The properties in their order, those not required left out at will."""
        first, later = "", ""  # what may stand from here on, as the first property and after another
        for name, schema in reversed(list(properties.items())):
            pair = self._rule(f'{_literal(name)} w ":" w {self.node(schema)}')
            here, more = f"{pair} {later}".strip(), f'w "," w {pair}'
            if name in required:
                first, later = here, f"{more} {later}".strip()
            else:
                first = self._rule(f"{here} | {first}") if first else self._rule(f"({here})?")
                later = self._rule(f"({more})? {later}".strip())
        return self._rule(f'"{{" w {first} w "}}"' if first else '"{" w "}"')

    def _array(self, item: str, least: int, most: int | None) -> str:
        if most == 0:
            return self._rule('"[" w "]"')
        times = f"{{{max(least - 1, 0)},{'' if most is None else most - 1}}}"
        items = f'{item} (w "," w {item}){times} w'
        return self._rule(f'"[" w {items} "]"' if least else f'"[" w ({items})? "]"')

    def _left(self, schema: Any) -> str:
        """What llguidance spells out itself, on one line: lengths, patterns, formats, ranges, maps."""
        if not isinstance(schema, dict):
            return self._rule("%json {}" if schema else '"nothing fits"')
        whole = {key: value for key, value in schema.items() if key not in _REMARKS}
        if whole.get("type") == "integer" and not whole.keys() & {"exclusiveMinimum", "exclusiveMaximum"}:
            whole = {"minimum": -(2**53) + 1, "maximum": 2**53 - 1, **whole}
        if "$ref" in json.dumps(whole):
            whole["$defs"] = self._root.get("$defs", {})
        whole["x-guidance"] = {"whitespace_flexible": False, "lenient": True}
        return self._rule("%json " + json.dumps(whole))


def _literal(value: object) -> str:
    """A JSON value as the grammar writes it."""
    return json.dumps(json.dumps(value, ensure_ascii=False), ensure_ascii=False)
