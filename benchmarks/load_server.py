"""A chat-completions server that costs next to nothing: one raw protocol, answers built beforehand, a constant wait.

In: a wait, and the form of the answers. Out: completions, and at the end what was served and the processor time it took.
An article is known by the number behind `MARK`; a request without one is refused (400).
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import process_time
from typing import Any

MARK = b"ministers talk by phone, round "  # in the headline of every generated article
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_NUMBER = re.compile(rb"\d+")
_REFUSED = b'{"error": {"message": "no numbered article in the request", "type": "invalid_request_error"}}'


@dataclass
class Served:
    """A running server, seen from outside; the figures are there once it has ended."""

    url: str
    requests: int = 0
    cpu_s: float = 0.0


def extractions(number: int) -> dict[str, Any]:
    """The reply to a generated article in langextract's form: every value that our reply quotes is a span there."""
    from benchmarks.speed import reply_to

    [event] = json.loads(reply_to(number))["events"]
    plain = {name: value for name, value in event.items() if isinstance(value, str) and name != "quote"}
    spans: list[tuple[str, str, dict[str, str]]] = [("event", event["quote"], plain), ("date", event["date_text"], {})]
    for person in event["participants"]:
        spans += [
            ("person", person["name"], {**person}),
            ("title", person["title"], {}),
            ("side", person["country"], {}),
        ]
    spans += [("topic", topic["quote"], {"theme": topic["theme"]}) for topic in event["topics"]]
    spans += [("source", cited, {}) for cited in event["attribution"]["cited"]]
    return {"extractions": [{kind: text, f"{kind}_attributes": attributes} for kind, text, attributes in spans]}


@contextmanager
def started(wait_ms: int, said_of: Callable[[int], str]) -> Iterator[Served]:
    """Run a server in a process of its own for as long as the block lasts. Of every fourth article it says the same."""
    from tests.loopback import completion

    bodies = [completion(said_of(number)).body for number in range(4)]
    words = [sys.executable, __file__, str(wait_ms)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(json.dumps(bodies) + "\n")
        process.stdin.flush()
        served = Served(process.stdout.readline().strip())
        try:
            yield served
        finally:
            process.stdin.close()
            figures = json.loads(process.stdout.readline())
            served.requests, served.cpu_s = figures["requests"], figures["cpu_s"]


class Answers:
    """What every connection shares: the wait, and the responses by an article's number."""

    def __init__(self, wait_s: float, bodies: list[dict[str, Any]]) -> None:
        self.requests = 0
        self._wait_s = wait_s
        self._responses = [_response(b"200 OK", json.dumps(body).encode()) for body in bodies]

    def to(self, body: bytes) -> tuple[float, bytes]:
        """How long to wait, and the response to one request."""
        at = body.rfind(MARK)  # the article is the last thing in a prompt; examples stand before it
        number = _NUMBER.match(body, at + len(MARK)) if at >= 0 else None
        if number is None:
            return 0.0, _response(b"400 Bad Request", _REFUSED)
        self.requests += 1
        return self._wait_s, self._responses[int(number[0]) % len(self._responses)]


def _response(status: bytes, body: bytes) -> bytes:
    return b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b" % (status, len(body), body)


class Wire(asyncio.Protocol):
    """One kept-alive connection."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._held = bytearray()
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where answers go."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answer a request as soon as its last byte is here."""
        self._held += data
        while (head := self._held.find(b"\r\n\r\n")) >= 0:
            length = _LENGTH.search(self._held, 0, head)
            end = head + 4 + (int(length[1]) if length else 0)
            if len(self._held) < end:
                return
            wait_s, response = self._answers.to(bytes(self._held[head + 4 : end]))
            del self._held[:end]
            self._loop.call_later(wait_s, self._write, response)

    def _write(self, response: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(response)


async def serve(answers: Answers) -> float:
    """Serve on a free port until stdin closes; the processor time it took."""
    loop, over = asyncio.get_running_loop(), asyncio.Event()
    server = await loop.create_server(lambda: Wire(answers), "127.0.0.1", 0, backlog=1024)
    sys.stdout.write(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1\n")
    sys.stdout.flush()
    began = process_time()
    loop.add_reader(sys.stdin.fileno(), over.set)
    await over.wait()
    return process_time() - began


def main() -> None:
    """Serve, then say what was served."""
    answers = Answers(float(sys.argv[1]) / 1000, json.loads(sys.stdin.readline()))
    cpu_s = asyncio.run(serve(answers))
    sys.stdout.write(json.dumps({"requests": answers.requests, "cpu_s": cpu_s}) + "\n")


if __name__ == "__main__":
    main()
