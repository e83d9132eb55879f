"""LiteLLM's proxy as the other side of the wire: what it changes on the way, and where that leaves an article.

Optional. Make an environment with tests/litellm-proxy.txt and name its Python in DRAGOMAN_LITELLM_PYTHON:

    python -m venv /tmp/litellm && /tmp/litellm/bin/pip install -r tests/litellm-proxy.txt
    DRAGOMAN_LITELLM_PYTHON=/tmp/litellm/bin/python .venv/bin/python -m pytest tests/test_litellm.py
"""

from __future__ import annotations

import json
import os

import pytest

from extractor import tasks
from extractor.store import read_traces
from tests.conftest import TINY
from tests.litellm_proxy import MASTER_KEY, MODEL, proxying
from tests.loopback import completion, fault, serving
from tests.test_cli import extract
from tests.test_run import answer_to, sentence

PYTHON = os.environ.get("DRAGOMAN_LITELLM_PYTHON")

pytestmark = pytest.mark.skipif(
    not PYTHON, reason="DRAGOMAN_LITELLM_PYTHON names no Python with tests/litellm-proxy.txt installed"
)


@pytest.fixture(scope="module")
def upstream():
    """The server behind the proxy."""
    with serving(lambda asked, _number: answer_to(asked)) as server:
        yield server


@pytest.fixture(scope="module")
def proxy(upstream, tmp_path_factory):
    """The proxy's base URL."""
    with proxying(PYTHON, upstream.url, tmp_path_factory.mktemp("litellm")) as url:
        yield url


@pytest.fixture
def read(proxy, upstream, tmp_path):
    """Run the command over three articles through the proxy, the server behind it following a script."""
    (tmp_path / "news").mkdir()
    for number in range(3):
        (tmp_path / "news" / f"{number}.txt").write_text(sentence(number), encoding="utf-8")

    def run(script, *, key=MASTER_KEY, **keys):
        upstream.follow(script)
        rows = {"kind": "openai", "preset": "litellm", "base_url": proxy, "model": MODEL, "attempts": 2}
        rows |= {"api_key_env": "PROXY_KEY", "concurrency": 1, **keys}
        config = tmp_path / "proxy.toml"
        config.write_text(
            'task = "harvest"\nprovider = "proxy"\n[providers.proxy]\n'
            + "\n".join(f"{name} = {json.dumps(value)}" for name, value in rows.items()),
            encoding="utf-8",
        )
        out = tmp_path / "out"
        done = extract(
            "run", tmp_path / "news", "--out", out, "--config", config, "--root", TINY,
            PROXY_KEY=key, EXTRACT_CACHE=str(tmp_path / "cache"),
        )  # fmt: skip
        records = out / "records.jsonl"
        lines = records.read_text(encoding="utf-8").splitlines() if records.exists() else []
        return done, [json.loads(line) for line in lines]

    return run


def good(asked, _number):
    """What a model would say."""
    return answer_to(asked)


def test_articles_come_through_the_proxy_with_record_and_bill(read, upstream):
    """Three articles, three calls behind the proxy, three records: the tokens arrive, the proxy's name for the model too."""
    done, lines = read(good)
    assert done.returncode == 0, done.stderr
    assert [line["state"] for line in lines] == ["ok"] * 3
    assert {line["model"] for line in lines} == {MODEL}
    assert [line["usage"] for line in lines] == [{"input": 1000, "output": 100, "cached_input": 200}] * 3
    assert len(upstream.requests) == 3


def test_the_schema_reaches_the_server_behind_the_proxy(read, upstream):
    """Mode json_schema passes through: the task's schema as it is, order included, with strict, limit and temperature."""
    read(good)
    for asked in upstream.requests:
        form = asked["response_format"]
        assert form["type"] == "json_schema"
        assert form["json_schema"]["strict"] is True
        given = form["json_schema"]["schema"]["properties"]
        wanted = tasks.load(TINY, "harvest").reply_schema["properties"]
        assert json.dumps(given) == json.dumps(wanted)
        assert (asked["model"], asked["temperature"], asked["max_tokens"]) == ("loopback-1", 0.0, 8000)


def test_a_tool_reaches_the_server_behind_the_proxy(read, upstream):
    """Mode tools passes through: one function, and the obligation to call it."""
    read(good, mode="tools")
    for asked in upstream.requests:
        [tool] = asked["tools"]
        assert asked["tool_choice"]["function"]["name"] == tool["function"]["name"]
        assert set(tool["function"]["parameters"]["properties"]) == {"quote", "crop", "tonnes"}


def test_too_many_requests_behind_the_proxy_are_asked_again(read, upstream, tmp_path):
    """A 429 is repeated by us alone, after the wait that the server asked for under a name that the proxy changes."""
    slow = fault(429, "rate_limit_exceeded", "slow down", {"retry-after": "3"})
    done, lines = read(lambda asked, number: slow if number == 1 else answer_to(asked))
    assert done.returncode == 0, done.stderr
    assert sorted(line["attempts"] for line in lines) == [1, 1, 2]
    assert len(upstream.requests) == 4
    tried = [attempt for trace in read_traces(tmp_path / "out") for attempt in trace.attempts]
    assert [attempt["waited_s"] for attempt in tried if attempt["outcome"] == "rate"] == [3.0]


@pytest.mark.parametrize(
    ("answer", "state", "error", "code", "calls"),
    [
        pytest.param(fault(429, "rate_limit_exceeded", "slow"), "transport", "TransientError", 1, 6, id="429 for ever"),
        pytest.param(fault(500, None, "boom"), "transport", "TransientError", 1, 6, id="500 for ever"),
        pytest.param(fault(401, "invalid_api_key", "no"), "pending", "RejectedError", 3, 1, id="the proxy's own key"),
        pytest.param(completion(None, finish="content_filter"), "refused", "RefusedError", 1, 3, id="filter"),
        pytest.param(completion(None, refusal="I will not."), "refused", "RefusedError", 1, 3, id="refusal"),
        pytest.param(completion('{"quote": "Far', finish="length"), "truncated", "TruncatedOutput", 1, 6, id="cut"),
    ],
)
def test_what_fails_behind_the_proxy_ends_in_its_own_state(read, upstream, answer, state, error, code, calls):
    """The proxy words errors in its own way; the state is the one that the same fault has without it."""
    done, lines = read(lambda asked, _number: answer)
    assert done.returncode == code, done.stderr
    assert {line["state"] for line in lines} == {state}
    assert lines[0]["error"]["type"] == error
    assert len(upstream.requests) == calls


def test_a_wrong_key_is_told_before_the_first_article(read, upstream):
    """Without a database the proxy answers a key that it does not know with 400, not 401: the knock sees through it."""
    done, lines = read(good, key="sk-of-somebody-else")
    assert done.returncode == 2, done.stderr
    assert "PROXY_KEY" in done.stderr
    assert (lines, upstream.requests) == ([], [])
