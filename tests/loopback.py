"""A server on this machine that speaks the chat-completions wire as its documentation describes it, faults included.

A script decides the answer to each request; what was asked is kept for the test to read.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web


@dataclass
class Answer:
    """What goes back over the wire."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    reset: bool = False  # close the connection instead of answering


Script = Callable[[dict[str, Any], int], Answer]


def completion(
    content: str | None, *, finish: str = "stop", refusal: str | None = None, model: str = "loopback-1"
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
        self.knocks = 0
        self.in_flight = 0
        self.most_in_flight = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        asked = await request.json()
        if not asked:
            self.knocks += 1
            return web.json_response(
                {"error": {"message": "'messages' is required", "type": "invalid_request_error"}}, status=400
            )
        self.requests.append(asked)
        self.headers.append(request.headers.copy())
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            answer = self.script(asked, len(self.requests))
            await asyncio.sleep(answer.delay_s)
        finally:
            self.in_flight -= 1
        if answer.reset:
            assert request.transport is not None
            request.transport.abort()
        text = answer.body if isinstance(answer.body, str) else json.dumps(answer.body)
        kind = "text/html" if isinstance(answer.body, str) else "application/json"
        return web.Response(text=text, status=answer.status, headers=answer.headers, content_type=kind)


@contextmanager
def serving(script: Script) -> Iterator[Loopback]:
    """Run a server in a thread for as long as the block lasts."""
    loopback = Loopback(script)
    loop = asyncio.new_event_loop()
    started = threading.Event()

    async def start() -> web.AppRunner:
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_post("/v1/chat/completions", loopback.answer)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        loopback.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        return runner

    def serve() -> None:
        asyncio.set_event_loop(loop)
        runner = loop.run_until_complete(start())
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
