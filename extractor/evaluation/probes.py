"""Codebook probes: the same question in other ways, to see whether a model reads definitions or their order and names.

In: a task and its prompt. Out: the same question put another way. A varied reply is read back into the task's own labels, so
nothing after it knows of the probe. Nothing is refused: a schema without classes has nothing to rename.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import Enum, StrEnum
from typing import Any, get_args

from pydantic import BaseModel, model_validator

from extractor.fields import model_of
from extractor.prompts import Prompt
from extractor.tasks import Task

Json = dict[str, Any]
Schema = Callable[[Json], Json]


class Probe(StrEnum):
    """One way to put the same question."""

    LABEL_ORDER = "label order reversed"
    LABEL_NAMES = "neutral label names"
    EXAMPLE_ORDER = "examples reversed"
    FIELD_ORDER = "fields reversed"


@dataclass(frozen=True)
class VariedTask(Task):
    """A task whose reply has another form on the wire."""

    varied: type[BaseModel]

    @property
    def reply(self) -> type[BaseModel]:
        """What the model fills; it is read back into the task's own reply."""
        return self.varied


def varied(task: Task, prompt: Prompt, probe: Probe) -> tuple[Task, Prompt]:
    """Task and prompt as the probe puts them."""
    if probe is Probe.EXAMPLE_ORDER:
        return task, replace(prompt, examples=prompt.examples[::-1])
    neutral = _neutral_names(task.reply) if probe is Probe.LABEL_NAMES else {}
    forms: dict[Probe, Schema] = {Probe.LABEL_ORDER: _labels_reversed, Probe.FIELD_ORDER: _fields_reversed}
    schema = forms.get(probe, lambda found: _renamed(found, neutral))
    shown = [replace(example, reply=_shown(example.reply, task.reply, probe, neutral)) for example in prompt.examples]
    parts = {part.name: getattr(task, part.name) for part in fields(task)}
    another = VariedTask(**parts, varied=_form(task.reply, schema, neutral))
    return another, replace(prompt, examples=tuple(shown))


def _shown(reply: str, model: type[BaseModel], probe: Probe, neutral: Mapping[type[Enum], Mapping[str, str]]) -> str:
    """An example's reply in the varied form."""
    value = json.loads(reply)
    if probe is Probe.FIELD_ORDER:
        value = _backwards(value)
    if probe is Probe.LABEL_NAMES:
        value = _relabelled(model, value, neutral)
    return json.dumps(value, ensure_ascii=False)


# ── the schema on the wire ────────────────────────────────────────────────────────────────────────────────────────


def _labels_reversed(schema: Json) -> Json:
    return {**schema, "$defs": {name: _reversed(found) for name, found in schema.get("$defs", {}).items()}}


def _reversed(found: Json) -> Json:
    return {**found, "enum": found["enum"][::-1]} if "enum" in found else found


def _fields_reversed(schema: Json) -> Json:
    """Every object's properties from the last to the first; `required` follows."""
    turned = _turned(schema)
    return {**turned, "$defs": {name: _turned(found) for name, found in schema.get("$defs", {}).items()}}


def _turned(found: Json) -> Json:
    if "properties" not in found:
        return found
    turned = {**found, "properties": dict(reversed(found["properties"].items()))}
    return {**turned, "required": found["required"][::-1]} if "required" in found else turned


def _renamed(schema: Json, neutral: Mapping[type[Enum], Mapping[str, str]]) -> Json:
    """Classes with neutral names, the old names kept as a legend where the prompt still speaks of them."""
    by_name = {label.__name__: names for label, names in neutral.items()}
    kept = {}
    for name, found in schema.get("$defs", {}).items():
        names = by_name.get(name)
        kept[name] = _relabelled_class(found, names) if names and "enum" in found else _redescribed(found, by_name)
    return _redescribed({**schema, "$defs": kept}, by_name)


def _relabelled_class(found: Json, names: Mapping[str, str]) -> Json:
    legend = "; ".join(f"{new}: {old}" for old, new in names.items())
    described = f"{found.get('description', '')} {legend}.".strip()
    return {**found, "enum": [names[label] for label in found["enum"]], "description": described}


def _redescribed(found: Json, by_name: Mapping[str, Mapping[str, str]]) -> Json:
    """A model whose field descriptions define the neutral names instead of the old ones."""
    properties = {
        name: {**field, "description": _redefined(field["description"], _class_of(field, by_name))}
        if "description" in field
        else field
        for name, field in found.get("properties", {}).items()
    }
    return {**found, "properties": properties} if properties else found


def _class_of(field: Json, by_name: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    text = json.dumps(field)
    return next((names for name, names in by_name.items() if f'"#/$defs/{name}"' in text), {})


def _redefined(description: str, names: Mapping[str, str]) -> str:
    """The description with each label's name, where it is defined or listed, replaced."""
    for old, new in names.items():
        description = re.sub(rf"\b{re.escape(old)}\b(?=[:,.;]| \()", new, description)
    return description


# ── labels there and back ─────────────────────────────────────────────────────────────────────────────────────────


def _neutral_names(model: type[BaseModel]) -> dict[type[Enum], dict[str, str]]:
    """For each class of the reply, a letter of its own and a number for each label."""
    classes = dict.fromkeys(_classes(model, set()))
    return {
        found: {str(label.value): f"{_letters(at)}{number}" for number, label in enumerate(found, 1)}
        for at, found in enumerate(classes)
    }


def _letters(at: int) -> str:
    return (chr(64 + at // 26) if at >= 26 else "") + chr(65 + at % 26)


def _classes(model: type[BaseModel], seen: set[type[BaseModel]]) -> Iterator[type[Enum]]:
    if model in seen:
        return
    seen.add(model)
    for info in model.model_fields.values():
        inner, label = model_of(info.annotation), _enum_of(info.annotation)
        if label is not None:
            yield label
        if inner is not None:
            yield from _classes(inner, seen)


def _enum_of(annotation: Any) -> type[Enum] | None:
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return annotation
    return next((found for part in get_args(annotation) if (found := _enum_of(part))), None)


def _relabelled(model: type[BaseModel], value: Any, names: Mapping[type[Enum], Mapping[str, str]]) -> Any:
    """A reply with its labels replaced; what is no known label stays, and fails validation as it would have."""
    if not isinstance(value, dict):
        return value
    made = dict(value)
    for name, info in model.model_fields.items():
        if name in made:
            label, inner = _enum_of(info.annotation), model_of(info.annotation)
            if label is not None:
                made[name] = _each(made[name], lambda held, label=label: names.get(label, {}).get(held, held))  # type: ignore[misc]
            elif inner is not None:
                made[name] = _each(made[name], lambda held, inner=inner: _relabelled(inner, held, names))  # type: ignore[misc]
    return made


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, list):
        return [_each(member, change) for member in value]
    return change(value) if isinstance(value, str | dict) else value


def _backwards(value: Any) -> Any:
    if isinstance(value, list):
        return [_backwards(member) for member in value]
    return {name: _backwards(held) for name, held in reversed(value.items())} if isinstance(value, dict) else value


def _form(reply: type[BaseModel], schema: Schema, neutral: Mapping[type[Enum], Mapping[str, str]]) -> type[BaseModel]:
    """A reply of the task whose schema is another, and whose labels are read back."""
    back = {label: {new: old for old, new in names.items()} for label, names in neutral.items()}

    class Varied(reply):  # type: ignore[misc, valid-type]
        @model_validator(mode="before")
        @classmethod
        def _read_back(cls, value: Any) -> Any:
            return _relabelled(reply, value, back)

        @classmethod
        def model_json_schema(cls, *_: Any, **__: Any) -> Json:
            return schema(reply.model_json_schema())

    Varied.__name__, Varied.__doc__ = reply.__name__, reply.__doc__
    return Varied
