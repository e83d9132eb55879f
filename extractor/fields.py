"""What a schema's fields say about themselves beyond their type.

In: `Annotated[str, Verbatim(), Compare("name")]` in a task's schema. Out: markers that grounding and scoring read.
Markers never reach the JSON Schema that travels to a model.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

T = TypeVar("T")

Comparator = Literal[
    "exact",  # enum, code, bool, integer: equality
    "date",  # typed date {value, end, precision}
    "name",  # person name: folded, token-set similarity
    "place",  # both sides resolved to a key, else compared as a name
    "set",  # set of enums or codes: members matched, no substitution
    "objects",  # list of objects: aligned, then leaves
    "quote",  # verbatim: located or not; two agree when their spans overlap by half
    "prose",  # free words: reported, never gates
    "ignore",  # not scored
]


@dataclass(frozen=True)
class Verbatim:
    """The field's text must stand in the article; grounding locates it.

    `optional` marks a value that is usually verbatim but may be the article's sense in other words.
    """

    optional: bool = False


@dataclass(frozen=True)
class Compare:
    """How scoring compares two values of the field.

    `key` resolves a raw value to the thing it denotes (a place to a code, a name to its canonical spelling), so that
    scoring needs no knowledge of the domain; `None` from it means "unresolved, compare the words".
    """

    kind: Comparator
    key: Callable[[Any], str | None] | None = None


@dataclass(frozen=True)
class Identity:
    """How two objects of a list are recognised as the same one, for a field compared as `objects`.

    `parts` weighs paths inside the object; a path of several members joined by "+" is one set, compared by Jaccard.
    Pairs below `gate` are never aligned. `fallback` names fields that must all agree when the first part is empty on a side.
    """

    parts: tuple[tuple[str, float], ...]
    gate: float
    fallback: tuple[str, ...] = ()


def marker(info: FieldInfo, kind: type[T]) -> T | None:
    """The field's marker of this kind, or None."""
    return next((item for item in info.metadata if isinstance(item, kind)), None)


def model_of(annotation: Any) -> type[BaseModel] | None:
    """The Pydantic model inside an annotation such as `M`, `M | None` or `list[M]`, or None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) is None:
        return None
    return next((found for arg in get_args(annotation) if (found := model_of(arg))), None)


def is_list(annotation: Any) -> bool:
    """Whether the annotation is a list or tuple, `| None` allowed."""
    origin = get_origin(annotation)
    if origin in (list, tuple):
        return True
    if origin is Union or type(annotation).__name__ == "UnionType":
        return any(is_list(arg) for arg in get_args(annotation))
    return False


def verbatim_values(value: BaseModel) -> list[tuple[str, str, Verbatim]]:
    """Every filled verbatim text in document order: (path, text, marker).

    Paths are written `events[0].participants[1].name`.
    """
    found: list[tuple[str, str, Verbatim]] = []
    _gather(value, "", None, found)
    return found


def _gather(item: object, path: str, mark: Verbatim | None, found: list[tuple[str, str, Verbatim]]) -> None:
    if isinstance(item, str):
        if mark is not None and item.strip():
            found.append((path, item, mark))
    elif isinstance(item, BaseModel):
        for name, own in _marks(type(item)):
            _gather(getattr(item, name), f"{path}.{name}" if path else name, own, found)
    elif isinstance(item, (list, tuple)):
        for index, member in enumerate(item):
            _gather(member, f"{path}[{index}]", mark, found)


@cache
def _marks(model: type[BaseModel]) -> tuple[tuple[str, Verbatim | None], ...]:
    """A model's fields with their markers, leaving out those that can hold no verbatim text."""
    found = (
        (name, info, marker(info, Verbatim) or _member_marker(info.annotation))
        for name, info in model.model_fields.items()
    )
    return tuple(
        (name, mark) for name, info, mark in found if mark is not None or model_of(info.annotation) is not None
    )


def _member_marker(annotation: Any) -> Verbatim | None:
    """The marker of a list's members: `list[Annotated[str, Verbatim()]]`."""
    if get_origin(annotation) is Annotated:
        return next((item for item in annotation.__metadata__ if isinstance(item, Verbatim)), None)
    return next((found for arg in get_args(annotation) if (found := _member_marker(arg))), None)
