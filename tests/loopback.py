"""A server on this machine that speaks the chat-completions wire as its documentation describes it, faults included.

A script decides the answer to each request; what was asked is kept for the test to read. For measurements, where the server
must cost nothing, there is benchmarks/load_server.py.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

MARK = re.compile(r"Village (\w+)")  # names the article in its own text, and so in every request about it
KNOCK = {"error": {"message": "'messages' is required", "type": "invalid_request_error"}}


@dataclass(frozen=True)
class Answer:
    """What goes back over the wire: JSON, or a str or bytes as they are."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    reset: bool = False  # close the connection instead of answering
    hang: bool = False  # never answer
    cut: Literal["length", "chunked"] | None = None  # close it after half of the body
    drip_s: float = 0.0  # seconds between one byte and the next
    content_type: str | None = None  # else what the body looks like

    @property
    def data(self) -> bytes:
        """The body's bytes."""
        if isinstance(self.body, bytes):
            return self.body
        return (self.body if isinstance(self.body, str) else json.dumps(self.body)).encode()

    @property
    def billed(self) -> bool:
        """Whether a vendor would charge for it and the caller could have kept it: a completion, whole."""
        if self.reset or self.hang or self.cut or self.drip_s or self.status != 200:
            return False
        try:
            body = json.loads(self.data)
        except ValueError:
            return False
        return isinstance(body, dict) and bool(body.get("choices"))


Script = Callable[[dict[str, Any], int], Answer]


def completion(
    content: Any, *, finish: str | None = "stop", refusal: str | None = None, model: str = "loopback-1"
) -> Answer:
    """A chat completion as a server returns it."""
    message: dict[str, Any] = {"role": "assistant", "content": content}
    if refusal is not None:
        message["refusal"] = refusal
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1700000000,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": finish, "logprobs": None}],
        "usage": {
            "prompt_tokens": 1000,
            "completion_tokens": 100,
            "total_tokens": 1100,
            "prompt_tokens_details": {"cached_tokens": 200},
        },
    }
    return Answer(body=body)


def tool_call(arguments: str, name: str = "Reply") -> Answer:
    """A completion that answers by calling the tool it was given."""
    answer = completion(None, finish="tool_calls")
    call = {"id": "call_1", "type": "function", "function": {"name": name, "arguments": arguments}}
    answer.body["choices"][0]["message"]["tool_calls"] = [call]
    return answer


def fault(
    status: int, code: str | None = None, message: str = "fault", headers: dict[str, str] | None = None
) -> Answer:
    """An error as OpenAI-compatible servers word it."""
    return Answer(
        status=status, body={"error": {"message": message, "type": "error", "code": code}}, headers=headers or {}
    )


def subject(asked: Mapping[str, Any]) -> str:
    """Which article a request is about: the mark in its user message, else nothing.

    >>> subject({"messages": [{"role": "system", "content": "Read."}, {"role": "user", "content": "Village 0007 …"}]})
    '0007'
    """
    user = next((message["content"] for message in asked["messages"] if message["role"] == "user"), "")
    found = MARK.search(user)
    return found[1] if found else ""


def by_article(answers: Callable[[str, int, dict[str, Any]], Answer]) -> Script:
    """A script that sees each article alone: its mark, which of its calls this is (from 1), and the request."""
    calls: Counter[str] = Counter()

    def script(asked: dict[str, Any], _number: int) -> Answer:
        mark = subject(asked)
        calls[mark] += 1
        return answers(mark, calls[mark], asked)

    return script


class Loopback:
    """A running server: its address, and the requests it saw (knocks with an empty body apart)."""

    def __init__(self, script: Script) -> None:
        self.url = ""
        self.follow(script)

    def follow(self, script: Script) -> None:
        """Answer by another script from now on, and forget what was asked."""
        self.script = script
        self.requests: list[dict[str, Any]] = []
        self.headers: list[Mapping[str, str]] = []
        self.billed: Counter[str] = Counter()  # by article: answers that a vendor would charge for
        self.knocks = 0
        self.in_flight = 0
        self.most_in_flight = 0

    @property
    def calls(self) -> Counter[str]:
        """How often each article was asked about."""
        return Counter(map(subject, self.requests))

    async def answer(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        if not asked:
            self.knocks += 1
            return web.json_response(KNOCK, status=400)
        self.requests.append(asked)
        self.headers.append(request.headers.copy())
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            answer = self.script(asked, len(self.requests))
            await asyncio.sleep(answer.delay_s)
            self.billed[subject(asked)] += answer.billed
            return await _sent(request, answer)
        finally:
            self.in_flight -= 1


async def _sent(request: web.Request, answer: Answer) -> web.StreamResponse:
    """Put an answer on the wire, as badly as it wants to be."""
    assert request.transport is not None
    if answer.hang:
        await asyncio.Event().wait()  # until the caller hangs up
    if answer.reset:
        request.transport.abort()
    kind = answer.content_type or ("text/html" if isinstance(answer.body, str) else "application/json")
    if not (answer.cut or answer.drip_s):
        return web.Response(body=answer.data, status=answer.status, headers=answer.headers, content_type=kind)
    response = web.StreamResponse(status=answer.status, headers={**answer.headers, "Content-Type": kind})
    if answer.cut == "chunked":
        response.enable_chunked_encoding()
    else:
        response.content_length = len(answer.data)
    await response.prepare(request)
    if answer.cut:
        await response.write(answer.data[: len(answer.data) // 2])
        request.transport.close()
    for byte in answer.data if answer.drip_s else b"":
        await response.write(bytes([byte]))
        await asyncio.sleep(answer.drip_s)
    return response


@contextmanager
def serving(script: Script) -> Iterator[Loopback]:
    """Run a server in a thread for as long as the block lasts."""
    loopback = Loopback(script)
    loop = asyncio.new_event_loop()
    started = threading.Event()

    async def listening() -> web.AppRunner:
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_post("/v1/chat/completions", loopback.answer)
        # a handler ends with its caller, and the server does not wait for the ones that never answer
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        loopback.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        return runner

    def serve() -> None:
        asyncio.set_event_loop(loop)
        runner = loop.run_until_complete(listening())
        started.set()
        loop.run_forever()
        loop.run_until_complete(runner.cleanup())
        loop.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    started.wait(10)
    try:
        yield loopback
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
