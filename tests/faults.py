"""Every way a model server is known to fail, as data: what it answers, and what has to become of the article.

In: nothing. Out: `FAULTS`, a table of rows (answers in turn, the last one for ever → state, error, calls). `OK` in a row
stands for the good reply that the article at hand deserves.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from extractor.models import State
from tests.loopback import Answer, completion, fault

ATTEMPTS, REASKS = 3, 2  # what the tests configure: calls an article may cost, re-asks included
OK = Answer(body="the good reply of the article at hand")


@dataclass(frozen=True)
class Fault:
    """One row: what the server does to one article, and how that article must end."""

    name: str
    answers: tuple[Answer, ...]  # in turn, the last one for ever
    state: State
    error: str | None
    calls: int
    slow: bool = False  # costs a time-out for each call

    @property
    def exit_code(self) -> int:
        """Of a run in which all else goes well."""
        return 3 if self.state.unfinished else int(not self.state.ended_well)

    @property
    def heals(self) -> bool:
        """Whether the article is answered in the end."""
        return self.state.ended_well

    @property
    def stops(self) -> bool:
        """Whether the whole run stops for it."""
        return self.state.unfinished

    def answer(self, call: int) -> Answer:
        """What the server says to an article's call number `call`, from 1."""
        return self.answers[min(call, len(self.answers)) - 1]


def _json(**changes: Any) -> Answer:
    """A whole completion around a reply of the tiny task with some fields otherwise; None leaves a field out."""
    reply = {"quote": "Farmers cut rye.", "crop": "rye", "tonnes": 7} | changes
    return completion(json.dumps({name: value for name, value in reply.items() if value is not None}))


def _but(answer: Answer, **changes: Any) -> Answer:
    """The answer with other fields in its only choice; None as a value is JSON's null."""
    [choice] = answer.body["choices"]
    return replace(answer, body={**answer.body, "choices": [{**choice, **changes}]})


_GOOD = _json()
_TEXT = _GOOD.body["choices"][0]["message"]["content"]
_BODY = json.dumps(_GOOD.body)
_ROUTED = {"message": "the upstream model failed", "metadata": {"provider_name": "somebody"}}

# ── trouble that may pass: tried again within the budget ──────────────────────────────────────────────────────────

PASSING: dict[str, Answer] = {
    "connection reset": Answer(reset=True, body=""),
    "cut by length": replace(_GOOD, cut="length"),
    "cut in chunks": replace(_GOOD, cut="chunked"),
    "empty 200": Answer(body=b""),
    "empty 500": Answer(status=500, body=b""),
    "error page": Answer(status=502, body="<html><h1>Bad Gateway</h1></html>"),
    "login page": Answer(body="<html><form>Sign in</form></html>"),
    "no content": Answer(status=204, body=b""),
    "half a body": Answer(body=_BODY[: len(_BODY) // 2].encode(), content_type="application/json"),
    "not UTF-8": Answer(body=_BODY.encode().replace(b"rye", b"r\xffe")),
    "not gzip": replace(_GOOD, headers={"Content-Encoding": "gzip"}),
    "event stream": Answer(body=b"data: {}\n\ndata: [DONE]\n\n", content_type="text/event-stream"),
    "other JSON": Answer(body={"detail": "warming up"}),
    "null": Answer(body=None),
    "a list": Answer(body=[1, 2]),
    "a number": Answer(body=7),
    "no choices": Answer(body={**_GOOD.body, "choices": []}),
    "choices null": Answer(body={**_GOOD.body, "choices": None}),
    "choices no list": Answer(body={**_GOOD.body, "choices": "none"}),
    "choice null": Answer(body={**_GOOD.body, "choices": [None]}),
    "choice empty": Answer(body={**_GOOD.body, "choices": [{}]}),
    "message null": _but(_GOOD, message=None),
    "error in a 200": Answer(body={"error": {"code": 502, **_ROUTED}}),
    "error in a choice": _but(completion(""), finish_reason="error", error={"code": 502, **_ROUTED}),
    "500": fault(500),
    "502": fault(502),
    "503": fault(503, headers={"Retry-After": "1"}),
    "504": fault(504),
    "529": Answer(status=529, body={"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}),
    "408": fault(408),
    "409": fault(409),
    "429": fault(429, "rate_limit_exceeded"),
    "429 in seconds": fault(429, headers={"Retry-After": "0.02"}),
    "429 in milliseconds": fault(429, headers={"retry-after-ms": "20"}),
    "429 as a date": fault(429, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}),
    "429 in words": fault(429, headers={"Retry-After": "soon"}),
    "429 below zero": fault(429, headers={"Retry-After": "-5"}),
    "429 not a number": fault(429, headers={"Retry-After": "nan"}),
    "429 without end": fault(429, headers={"Retry-After": "inf"}),
    "429 in a list": Answer(status=429, body=[{"error": {"code": 429, "status": "RESOURCE_EXHAUSTED"}}]),
    "429 in a 200": Answer(body={"error": {"code": 429, **_ROUTED}}),
}

SLOW: dict[str, Answer] = {
    "hangs": Answer(hang=True),
    "answers late": replace(_GOOD, delay_s=30.0),
    "drips": replace(_GOOD, drip_s=0.1),
}

# ── trouble that stays ────────────────────────────────────────────────────────────────────────────────────────────

_REJECTED: dict[str, Answer] = {
    "too long": fault(400, "context_length_exceeded", "the maximum context length is 8192 tokens"),
    "bad request": fault(400, "invalid_request_error"),
    "model gone": fault(404, "model_not_found"),
    "too large": Answer(status=413, body="<html>Request Entity Too Large</html>"),
    "unprocessable": Answer(status=422, body={"detail": [{"loc": ["body"], "msg": "wrong"}]}),
    "a code of no sense": Answer(status=400, body={"error": "just words"}),
}

_AZURE = {
    "message": "the prompt was filtered",
    "code": "content_filter",
    "status": 400,
    "innererror": {"code": "ResponsibleAIPolicyViolation", "content_filter_result": {"hate": {"filtered": True}}},
}
_FLAGGED = {
    "code": 403,
    "message": "this model requires moderation, and the input was flagged",
    "metadata": {"reasons": ["violence"], "flagged_input": "cut", "provider_name": "somebody"},
}

_REFUSED: dict[str, Answer] = {
    "refusal": completion(None, refusal="I would rather not."),
    "filtered reply": completion(None, finish="content_filter"),
    "filtered half": completion(_TEXT[:20], finish="content_filter"),
    "filtered prompt": Answer(status=400, body={"error": _AZURE}),
    "flagged by a router": Answer(status=403, body={"error": _FLAGGED}),
}

_STOPPING: dict[str, tuple[Answer, State]] = {
    "bad key": (fault(401, "invalid_api_key"), State.PENDING),
    "no permission": (fault(403), State.PENDING),
    "bad key as 400": (
        Answer(status=400, body=[{"error": {"code": 400, "details": [{"reason": "API_KEY_INVALID"}]}}]),
        State.PENDING,
    ),
    "no money": (fault(402), State.QUOTA),
    "quota used up": (fault(429, "insufficient_quota"), State.QUOTA),
    "429 for an hour": (fault(429, headers={"Retry-After": "3600"}), State.QUOTA),
    "503 for a day": (fault(503, headers={"Retry-After": "86400"}), State.QUOTA),
    "no money in a 200": (Answer(body={"error": {"code": 402, "message": "no credits"}}), State.QUOTA),
}

# ── replies that do not fit, or fit oddly ─────────────────────────────────────────────────────────────────────────

_INVALID: dict[str, tuple[Answer, ...]] = {  # three different replies each: one call and two re-asks
    "wrong values": (_json(tonnes=-1), _json(tonnes="many"), _json(crop=["rye"])),
    "fields missing": (_json(crop=None), _json(tonnes=None), completion("{}")),
    "extra fields": tuple(_json(**{name: 1}) for name in "abc"),
    "prose": tuple(completion(f"There were {n} tonnes.") for n in "123"),
    "cut JSON": tuple(completion(_TEXT[:end]) for end in (20, 30, 40)),
    "JSON of another kind": tuple(completion(text) for text in ("null", "[]", '"rye"')),
    "a pit of brackets": tuple(completion(bracket * 50_000) for bracket in ("[", "{", '{"a":')),
    "endless numbers": tuple(completion(_TEXT.replace("7", digit * 6_000)) for digit in "123"),
    "half a character": tuple(completion(_TEXT.replace("rye", f"{n}\\ud800")) for n in "123"),
}
_REPEATED: dict[str, Answer] = {  # the same again: the second re-ask is the first one, and not paid for twice
    "the same wrong value": _json(tonnes=-1),
    "no words": completion(None),
    "empty words": completion(""),
    "blank words": completion(" \n" * 500),
}

_ACCEPTED: dict[str, Answer] = {  # odd, and good all the same: one call
    "fenced": completion(f"```json\n{_TEXT}\n```"),
    "fenced without a word": completion(f"```\n{_TEXT}\n```"),
    "prose around": completion(f"Here it is:\n{_TEXT}\nAnything else?"),
    "prose before a fence": completion(f"Here it is:\n```json\n{_TEXT}\n```\nAnything else?"),
    "spaced": completion(f"\n\n  {_TEXT}\n"),
    "no reason to finish": completion(_TEXT, finish=None),
    "a reason of its own": completion(_TEXT, finish="eos"),
    "no usage": Answer(body={name: value for name, value in _GOOD.body.items() if name != "usage"}),
    "usage null": Answer(body={**_GOOD.body, "usage": None}),
    "usage of nulls": Answer(body={**_GOOD.body, "usage": {"prompt_tokens": None, "completion_tokens": None}}),
    "no names": Answer(body={"choices": _GOOD.body["choices"]}),
    "a field nobody knows": Answer(body={**_GOOD.body, "x_groq": {"id": "req_1"}, "service_tier": "odd"}),
    "a byte order mark": Answer(body=b"\xef\xbb\xbf" + _BODY.encode(), content_type="application/json"),
    "a line too many": completion(_TEXT.replace("rye.", "rye.\\u0000")),
    "quota nearly out": replace(
        _GOOD,
        headers={
            "x-ratelimit-remaining-requests": "1",
            "x-ratelimit-reset-requests": "20ms",
            "x-ratelimit-remaining-tokens": "0",
            "x-ratelimit-reset-tokens": "20ms",
        },
    ),
}

_CUT = completion(_TEXT[:20], finish="length")
_UNFIT = fault(400, "json_validate_failed", "the model wrote no valid JSON")  # by the server's own check
_TRANSPORT, _TRANSIENT = State.TRANSPORT, "TransientError"

FAULTS: tuple[Fault, ...] = (
    *(Fault(name, (answer,), _TRANSPORT, _TRANSIENT, ATTEMPTS) for name, answer in PASSING.items()),
    *(Fault(f"{name}, then well", (answer, OK), State.OK, None, 2) for name, answer in PASSING.items()),
    *(Fault(name, (answer,), State.TIMEOUT, _TRANSIENT, ATTEMPTS, slow=True) for name, answer in SLOW.items()),
    *(Fault(f"{name}, then well", (answer, OK), State.OK, None, 2, slow=True) for name, answer in SLOW.items()),
    Fault("503, reset, then well", (PASSING["503"], PASSING["connection reset"], OK), State.OK, None, 3),
    *(Fault(name, (answer,), _TRANSPORT, "RejectedError", 1) for name, answer in _REJECTED.items()),
    *(Fault(name, (answer,), State.REFUSED, "RefusedError", 1) for name, answer in _REFUSED.items()),
    *(Fault(name, answers, State.INVALID, "InvalidOutput", 1 + REASKS) for name, answers in _INVALID.items()),
    *(Fault(name, (answer,), State.INVALID, "InvalidOutput", 2) for name, answer in _REPEATED.items()),
    Fault("wrong value, then well", (_json(tonnes=-1), OK), State.OK, None, 2),
    Fault("prose, 500, then well", (completion("Well …"), fault(500), OK), State.OK, None, 3),
    Fault("cut", (_CUT,), State.TRUNCATED, "TruncatedOutput", 2),
    Fault("cut, then well", (_CUT, OK), State.OK, None, 2),
    Fault("cut, then wrong, then well", (_CUT, _json(tonnes=-1), OK), State.OK, None, 3),
    Fault("unfit by the server", (_UNFIT,), State.INVALID, _TRANSIENT, ATTEMPTS),
    Fault("unfit by the server, then well", (_UNFIT, OK), State.OK, None, 2),
    *(Fault(name, (answer,), State.OK, None, 1) for name, answer in _ACCEPTED.items()),
)
STOPPING: tuple[Fault, ...] = tuple(
    Fault(name, (answer,), state, "RejectedError", 1) for name, (answer, state) in _STOPPING.items()
)
