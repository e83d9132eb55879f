"""What an article's replies add up to: a reply that fits the schema, or the part of it that does.

In: the words of one completion after the other. Out: a validated reply, or what to complain of. Items of a list that fit are kept
while the others are asked for again, and kept for good if the others never fit.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from instructor.v2.core.json import extract_json_from_codeblock
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

Item = tuple[str, int]  # a list of the reply, and a place in it

_SHOWN = 6  # problems told to the model, and to people


class Draft:
    """One article's reply in the making."""

    def __init__(self, model: type[BaseModel]) -> None:
        self._model = model
        self._held: dict[str, Any] | None = None  # the newest reply whose only faults are in some items
        self._broken: dict[Item, list[str]] = {}  # those items, and what is wrong with each
        self.problem = "no reply yet"  # for people
        self.complaint = ""  # for the model
        self.left_out: tuple[str, ...] = ()

    def take(self, words: str) -> BaseModel | None:
        """The reply, if these words complete it."""
        if self._held is None:
            with suppress(ValidationError):
                return self._model.model_validate_json(words)  # nearly always enough
        # corrections may look like a whole reply, so they are put in their places first
        value = _object(words)
        whole = None if value is None else self._mended(value)
        try:
            return self._model.model_validate_json(words if whole is None else json.dumps(whole))
        except ValidationError as error:
            faults = error.errors(include_url=False)
        if whole is None:
            self._object_to(faults)
        else:
            self._hold(whole, faults)
        return None

    def salvaged(self) -> BaseModel | None:
        """The reply without the items that never fitted; None if it is no reply without them, or if a list would be emptied."""
        if self._held is None:
            return None
        lists = {name for name, _ in self._broken}
        rest = {
            name: [item for place, item in enumerate(self._held[name]) if (name, place) not in self._broken]
            for name in lists
        }
        if not all(rest.values()):
            return None  # an empty list would say that there is nothing
        try:
            reply = self._model.model_validate_json(json.dumps({**self._held, **rest}))
        except ValidationError:
            return None
        self.left_out = tuple(
            f"{name}[{place}] of {len(self._held[name])} left out: {'; '.join(why[:_SHOWN])}"
            for (name, place), why in self._broken.items()
        )
        return reply

    def _mended(self, value: dict[str, Any]) -> dict[str, Any]:
        """The held reply with its broken items replaced, if the value brings exactly those; else the value."""
        if self._held is None:
            return value
        mended = {**self._held}
        for name in {name for name, _ in self._broken}:
            places = [place for other, place in self._broken if other == name]
            items = value.get(name)
            if not isinstance(items, list) or len(items) != len(places):
                return value
            new = dict(zip(places, items, strict=True))
            mended[name] = [new.get(place, item) for place, item in enumerate(self._held[name])]
        return mended

    def _hold(self, value: dict[str, Any], errors: Sequence[ErrorDetails]) -> None:
        broken: dict[Item, list[str]] = {}
        for error in errors:
            match error["loc"]:
                case (str(name), int(place), *rest) if isinstance(value.get(name), list):
                    broken.setdefault((name, place), []).append(_sentence(rest, error))
                case _:
                    self._object_to(errors)
                    return
        self._held, self._broken = value, broken
        self.problem = _joined([f"{name}[{place}]: {why}" for (name, place), all_ in broken.items() for why in all_])
        wanted = ", ".join(f"{name}[{place}]" for name, place in broken)
        self.complaint = (
            f"{self.problem}\nThe other items are right and kept. Send the same JSON object once more, its lists holding "
            f"nothing but the corrected {wanted}, in this order; any other list empty."
        )

    def _object_to(self, errors: Sequence[ErrorDetails]) -> None:
        """A fault of the whole: nothing of this reply is kept, and the whole is asked for."""
        self._held, self._broken = None, {}
        self.problem = self.complaint = _joined([_sentence(error["loc"], error) for error in errors])


def _object(words: str) -> dict[str, Any] | None:
    """The JSON object in a text, be it fenced or among prose."""
    try:
        value = json.loads(extract_json_from_codeblock(words))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _sentence(path: Sequence[int | str], error: ErrorDetails) -> str:
    where = ".".join(str(part) for part in path)
    given = error["input"]
    told = f" (given: {given!r})" if isinstance(given, str | int | float | bool) and len(repr(given)) < 80 else ""
    return f"{where + ': ' if where else ''}{error['msg'].removeprefix('Value error, ')}{told}"


def _joined(sentences: Sequence[str]) -> str:
    more = f"; and {len(sentences) - _SHOWN} more" if len(sentences) > _SHOWN else ""
    return "; ".join(sentences[:_SHOWN]) + more
