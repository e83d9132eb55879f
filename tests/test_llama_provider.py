"""A real model in this process: SmolLM2-135M under llama.cpp. What it says is poor; that it says it in the schema's form is not."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor import weights
from extractor.errors import RejectedError, SettingsError, TransientError
from extractor.models import Request
from extractor.providers import Calling, connect, llama
from extractor.providers.grammar import lark
from extractor.providers.llama import Llama
from extractor.settings import ProviderSettings
from tests.conftest import ROOT, article, configured

FLAGS = {
    "type": "object",
    "properties": {"dry": {"type": "boolean"}, "count": {"type": "integer"}},
    "required": ["dry", "count"],
    "additionalProperties": False,
}


def local(**changes: Any) -> ProviderSettings:
    """Settings of a small model, with room for small questions."""
    given = {"kind": "llama", "model": "smollm2-135m", "concurrency": 1, "context": 512, "timeout_s": 300.0}
    return ProviderSettings.model_validate({**given, **changes})


def asking(text: str, schema: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """The parameters of a call."""
    system = {"role": "system", "content": "Fill in the form as JSON."}
    params = {"model": "m", "temperature": 0.0, "max_tokens": 60, **changes}
    params["messages"] = [system, {"role": "user", "content": text}]
    if schema is not None:
        params["response_format"] = {"type": "json_schema", "json_schema": {"name": "Reply", "schema": schema}}
    return params


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    """One event loop for the model's life."""
    with asyncio.Runner() as running:
        yield running


@pytest.fixture(scope="module")
def model(runner: asyncio.Runner) -> Iterator[Llama]:
    """The model in memory."""
    loaded = Llama("local", local())
    runner.run(loaded.check())
    yield loaded
    runner.run(loaded.aclose())


@pytest.fixture
def ask(runner, model):
    """Ask the model."""
    return lambda params: runner.run(model.create(params))


# ── what it says ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_reply_has_the_form_of_its_schema_and_a_bill(ask):
    """Words, end, tokens and the file's name come back as from any endpoint."""
    said = ask(asking("It rained on 12 days.", FLAGS))
    assert set(json.loads(said.words)) == {"dry", "count"}
    assert (said.ended, said.model) == ("stop", "SmolLM2-135M-Instruct.Q4_1.gguf")
    assert said.usage.input > 20
    assert said.usage.output > 5


def test_the_same_request_gives_the_same_reply(ask):
    """Also after another article, when part of the prompt is in memory already."""
    first = ask(asking("Rain fell on 12 days in spring.", max_tokens=30))
    ask(asking("A short word about wheat.", max_tokens=5))
    again = ask(asking("Rain fell on 12 days in spring.", max_tokens=30))
    assert again.words == first.words
    assert again.usage.cached_input > 0
    assert ask(asking("Rain fell on 12 days in spring.", max_tokens=30)).words == first.words


def test_a_tool_is_answered_by_a_call_of_it(ask):
    """The one tool's parameters hold the decoding, and the words are its arguments."""
    function = {"name": "Reply", "parameters": FLAGS}
    choice = {"type": "function", "function": {"name": "Reply"}}
    said = ask(asking("Dry on 3 days.", tools=[{"type": "function", "function": function}], tool_choice=choice))
    assert set(json.loads(said.words)) == {"dry", "count"}
    assert said.body["choices"][0]["message"]["tool_calls"][0]["function"]["name"] == "Reply"


def test_json_without_a_schema_is_an_object(ask):
    """Mode json holds the reply to an object from the first letter."""
    said = ask(asking("Rye.", response_format={"type": "json_object"}, max_tokens=8))
    assert said.words.startswith("{")


# ── the grammar ───────────────────────────────────────────────────────────────────────────────────────────────────

PUSHED = [["\n", 30.0], [" ", 30.0], ["  ", 30.0], ["\n\n", 30.0], ["\n ", 30.0]]


def test_white_space_between_tokens_ends(ask):
    """A model pushed towards blanks and line breaks still ends: at most one break and 24 blanks stand between two tokens."""
    said = ask(asking("It rained.", FLAGS, logit_bias=PUSHED, max_tokens=400))
    assert said.ended == "stop"
    assert re.fullmatch(r"\S+( |\n {0,24})?(\S+( |\n {0,24})?)*", said.words)
    assert "\n " in said.words


def test_without_our_grammar_the_same_push_never_ends(ask, monkeypatch):
    """llama.cpp's own grammar of the schema lets white space run to the limit, so the test above can fail."""
    from xllamacpp import json_schema_to_grammar

    monkeypatch.setattr(llama, "grammar_of", json_schema_to_grammar)
    assert ask(asking("It rained.", FLAGS, logit_bias=PUSHED, max_tokens=60)).ended == "length"


def test_digits_end(ask):
    """A model pushed towards noughts writes an integer that every JSON reader keeps."""
    said = ask(asking("It rained.", FLAGS, logit_bias=[["0", 20.0], ["1", 18.0]], max_tokens=60))
    assert said.ended == "stop"
    assert abs(json.loads(said.words)["count"]) < 2**53


SCHEMAS = {
    "optional properties": {"type": "object", "properties": {"a": {"type": "null"}, "b": {"type": "string"}}},
    "no properties": {"type": "object", "properties": {}, "additionalProperties": False},
    "bounded list": {"type": "array", "items": {"type": "number"}, "minItems": 1, "maxItems": 2},
    "empty list": {"type": "array", "items": {}, "maxItems": 0},
    "letters beyond ASCII": {"enum": ['Çavuşoğlu "the" \\ minister', 7, None, True]},
    "constant": {"const": "v1"},
    "length": {"type": "string", "minLength": 2, "maxLength": 3},
    "pattern": {"type": "string", "pattern": "^[a-z]{3}$"},
    "a format that no grammar knows": {"type": "string", "format": "file-path"},
    "range": {"type": "integer", "minimum": 3, "exclusiveMaximum": 9},
    "map": {"type": "object", "additionalProperties": {"type": "integer"}},
    "recursion": {"$ref": "#/$defs/N", "$defs": {"N": {"type": "array", "items": {"$ref": "#/$defs/N"}}}},
    "intersection": {"allOf": [{"$ref": "#/$defs/A"}], "$defs": {"A": {"type": "boolean"}}},
}  # fmt: skip


@pytest.mark.parametrize("schema", SCHEMAS.values(), ids=SCHEMAS)
def test_schemas_of_many_shapes_hold(runner, model, schema):
    """llama.cpp takes the grammar of each; where it did not, `_try` would raise."""
    model._holds = False
    runner.run(model._try(model._server, lark(schema)))
    assert model._holds


def test_the_built_in_schema_holds(runner, model):
    """With its references, enumerations, nullable parts and closed objects."""
    from extractor import tasks

    model._holds = False
    runner.run(model._try(model._server, lark(tasks.load(ROOT, "diplomatic_event").reply_schema)))
    assert model._holds


def test_a_schema_that_cannot_hold_is_refused(runner, model):
    """llama.cpp would decode freely and say nothing."""
    model._holds = False
    with pytest.raises(RejectedError, match="cannot hold its decoding") as raised:
        runner.run(model.create(asking("Rye.", {"type": "wood"})))
    assert raised.value.cause == "mode"


def spelled(grammar: str) -> re.Pattern[str]:
    """A grammar without recursion as a regular expression, blanks left out."""
    rules = dict(line.split(": ", 1) for line in grammar.splitlines()[1:])

    def regex(body: str) -> str:
        parts = re.findall(r'"(?:[^"\\]|\\.)*"|\w+|[|()?]', body)
        return "".join(_part(part) for part in parts)

    def _part(part: str) -> str:
        if part.startswith('"'):
            return re.escape(json.loads(part))
        return {"w": ""}.get(part, f"(?:{regex(rules[part])})") if part in rules else part

    return re.compile(regex(rules["start"]))


@pytest.mark.parametrize("required", ["", "a", "b", "c", "ac", "abc"])
def test_optional_properties_may_be_left_out_in_any_combination(required):
    """Exactly those objects fit that hold the required ones, in their order."""
    nulls = {name: {"type": "null"} for name in "abc"}
    grammar = spelled(lark({"type": "object", "properties": nulls, "required": list(required)}))
    for chosen in ("", "a", "b", "c", "ab", "ac", "bc", "abc", "ba"):
        written = json.dumps(dict.fromkeys(chosen), separators=(",", ":"))
        assert bool(grammar.fullmatch(written)) == (set(required) <= set(chosen) and chosen != "ba"), written


# ── what goes wrong ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_request_beyond_the_context_names_it(ask):
    """No try can succeed, and the setting to change is named."""
    with pytest.raises(RejectedError, match=r"more than context = 512: raise context") as raised:
        ask(asking("rye " * 600))
    assert not raised.value.stops_run


def test_a_reply_that_fills_the_context_names_it(ask):
    """Asking again with more tokens would not help, so it does not count as truncated."""
    with pytest.raises(RejectedError, match="fill context = 512"):
        ask(asking("rye " * 440, max_tokens=400, logit_bias=[["<|im_end|>", False]]))


def test_a_bad_request_is_rejected_in_llama_cpps_words(runner, model):
    """What C++ throws becomes our error."""
    with pytest.raises(RejectedError, match="'messages' to be an array"):
        runner.run(model.create({"messages": "none"}))


def test_a_reply_in_time_or_none(runner, model):
    """A call that takes too long is stopped, and the model is free for the next one."""
    hasty = Llama("hasty", local(timeout_s=0.05))
    hasty._server = model._server
    with pytest.raises(TransientError, match=r"no answer within 0\.05 s") as raised:
        runner.run(hasty.create(asking("Tell a long story.", max_tokens=400)))
    assert raised.value.cause == "timeout"
    runner.run(hasty.aclose())
    assert runner.run(model.create(asking("Dry.", FLAGS))).ended == "stop"


def test_others_get_their_turn_while_the_model_thinks(runner, model):
    """The event loop is not blocked."""

    async def both() -> int:
        turns, call = 0, asyncio.create_task(model.create(asking("Tell a story.", max_tokens=20)))
        while not call.done():
            await asyncio.sleep(0)
            turns += 1
        await call
        return turns

    assert runner.run(both()) > 10


def test_each_slot_has_the_whole_context(runner):
    """Two calls at once, each with more than half of what one slot would have if they shared."""

    async def both() -> list[str]:
        pair = Llama("pair", local(concurrency=2))
        try:
            calls = [pair.create(asking(f"{word} " * 300, max_tokens=2)) for word in ("rye", "oats")]
            return [said.ended for said in await asyncio.gather(*calls)]
        finally:
            await pair.aclose()

    assert runner.run(both()) == ["length", "length"]


# ── loading ───────────────────────────────────────────────────────────────────────────────────────────────────────


def head(path: Path, size: int) -> bytes:
    """The beginning of a file."""
    with path.open("rb") as opened:
        return opened.read(size)


FILES = [
    ("text.gguf", lambda: b"<html>Not found</html>", "is not a GGUF file: fetch the file itself again"),
    ("lfs.gguf", lambda: b"version https://git-lfs.github.com/spec/v1\n", "is a Git LFS pointer, not the weights"),
    (
        "cut.gguf",
        lambda: head(weights.found("smollm2-135m"), 4 << 20),
        "incomplete.*If the file is cut short, fetch it",
    ),
]


@pytest.mark.parametrize(("name", "content", "message"), FILES, ids=[row[0] for row in FILES])
def test_files_that_cannot_be_loaded(tmp_path, capfd, name, content, message):
    """Each says what is wrong and what to do, on one line, and llama.cpp writes nothing beside it."""
    (tmp_path / name).write_bytes(content())
    with pytest.raises(SettingsError, match=message) as raised:
        asyncio.run(Llama("local", local(model=name), tmp_path).check())
    assert "\n" not in str(raised.value)
    assert capfd.readouterr() == ("", "")


def test_weights_that_are_not_here_name_the_command(tmp_path, monkeypatch):
    """The next step is one line to type."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with pytest.raises(SettingsError, match=r"extract model pull owner/repo:small\.gguf"):
        asyncio.run(Llama("local", local(model="owner/repo:small.gguf")).check())


def test_the_missing_extra_is_named(monkeypatch):
    """Without xllamacpp the message is the command that installs it."""
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(SettingsError, match=r"pip install 'dragoman\[local\]'"):
        asyncio.run(Llama("local", local()).check())


def test_nobody_can_connect_and_nothing_is_printed(capfd):
    """llama.cpp's server listens on a Unix socket that no longer has a name, and keeps its log to itself."""

    async def loaded() -> str:
        quiet = Llama("quiet", local())
        await quiet.check()
        await quiet.create(asking("Dry.", FLAGS))
        address = str(quiet._server.listening_address)
        await quiet.aclose()
        return address

    address = asyncio.run(loaded())
    assert address.startswith("unix://")
    assert not Path(address.removeprefix("unix://")).exists()
    assert capfd.readouterr() == ("", "")


def test_identity_is_of_the_weights_not_of_their_place(tmp_path):
    """A copy under another name is the same model; another context is another answerer."""
    copy = tmp_path / "copy.gguf"
    copy.symlink_to(weights.found("smollm2-135m"))
    named = Llama("a", local()).identity
    assert Llama("b", local(model="copy.gguf"), tmp_path).identity == named
    assert named.startswith("llama.cpp:b179c9523d0e6a0f:512:")
    assert Llama("a", local(context=1024)).identity != named


# ── inside the onion ──────────────────────────────────────────────────────────────────────────────────────────────


def test_the_pipeline_asks_it_like_any_endpoint(tiny, tiny_prompt, cache):
    """A reply, then the same from disk without a call."""
    read = article("Rye\n\nFarmers cut 1200 tonnes of rye.")
    request = Request(article=read, messages=tiny_prompt.render(read))
    settings = configured(local(context=2048, max_tokens=120, reasks=0))

    async def twice() -> list[Any]:
        provider = connect("test", settings, tiny, cache)
        try:
            return [await provider.complete(request, Calling()) for _ in range(2)]
        finally:
            await provider.aclose()

    first, second = asyncio.run(twice())
    assert first.failure is None
    assert (first.cached, second.cached) == (False, True)
    assert second.reply == first.reply
