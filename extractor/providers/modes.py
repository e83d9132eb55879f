"""How a schema travels to a model, and how a model is told what did not fit: the modes of structured output.

In: a task's schema, a mode. Out: the parameters of a call, the messages of a re-ask. The wording is instructor's; its loop stays
out, since it prepares the schema again for every call, and since retries have one owner.
"""

from __future__ import annotations

from copy import deepcopy
from functools import lru_cache
from typing import Any

from instructor.mode import Mode as InstructorMode
from instructor.utils.providers import Provider as Vendor
from instructor.v2.core.registry import ModeHandlers, mode_registry
from openai.types.chat import ChatCompletion
from pydantic import BaseModel

from extractor.presets import Mode

_MODES = {"json_schema": InstructorMode.JSON_SCHEMA, "tools": InstructorMode.TOOLS, "json": InstructorMode.JSON}


def prepared(reply: type[BaseModel], mode: Mode, system: str, *, strict: bool) -> tuple[str, dict[str, Any]]:
    """The system message and the parameters that carry a reply's schema in a mode."""
    given = {"messages": [{"role": "system", "content": system}]}
    _, parameters = _handlers(mode).request_handler(response_model=reply, kwargs=given)
    if strict and mode == "json_schema":
        parameters["response_format"]["json_schema"]["strict"] = True
    [message] = parameters.pop("messages")
    return str(message["content"]), parameters


def with_schema(parameters: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """The parameters of mode json_schema with another schema in them."""
    form = parameters["response_format"]
    return {**parameters, "response_format": {**form, "json_schema": {**form["json_schema"], "schema": schema}}}


def reasked(mode: Mode, messages: list[dict[str, Any]], body: dict[str, Any], complaint: str) -> list[dict[str, Any]]:
    """The original messages, the reply that did not fit, and what is wrong with it: a re-ask never grows."""
    call: dict[str, Any] = {"messages": list(messages)}
    answer = ChatCompletion.construct(**deepcopy(body))
    asked = _handlers(mode).reask_handler(kwargs=call, response=answer, exception=ValueError(complaint))
    return list(asked["messages"])


@lru_cache
def _handlers(mode: Mode) -> ModeHandlers:
    return mode_registry.get_handlers(Vendor.OPENAI, _MODES[mode])
