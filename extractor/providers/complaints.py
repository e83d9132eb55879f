"""What a server complains about, told from the status, code and sentence of its error.

In: an error as it came over the wire, in any shape that the vendors of docs/providers.md use. Out: a `Complaint`. Refuses
nothing: what no rule knows is OTHER, and so is a rate limit, which the status alone tells.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

READ = 600  # characters of a sentence that are looked at: what follows is rather the request, echoed


class Kind(StrEnum):
    """What is wrong."""

    REPLY = "reply"  # the server threw away a reply that did not fit: the model's fault, another try may succeed
    LENGTH = "length"  # article, prompt and reply do not fit the model
    FILTER = "filter"  # a filter declined the article
    QUOTA = "quota"  # no money or no allowance is left; waiting does not help
    KEY = "key"
    MODE = "mode"  # this way of sending a schema is not understood, or not with this model or schema
    MODEL = "model"  # no such model
    OTHER = "other"


@dataclass(frozen=True)
class Complaint:
    """One error of a server."""

    status: int
    codes: tuple[str, ...]  # its code, type and status words, the most telling first
    message: str  # its own sentences; empty if it sent a page or nothing

    @classmethod
    def of(cls, status: int, body: object) -> Complaint:
        """Read an error's body, whole or already without its outer `error`.

        >>> Complaint.of(400, [{"error": {"code": 400, "message": "No.", "status": "INVALID_ARGUMENT"}}])
        Complaint(status=400, codes=('INVALID_ARGUMENT',), message='No.')
        >>> Complaint.of(400, {"error": "'response_format.type' must be 'json_schema'"}).message
        "'response_format.type' must be 'json_schema'"
        >>> Complaint.of(502, "<html>Bad gateway</html>").message
        ''
        """
        return cls(status, tuple(dict.fromkeys(_codes(body))), " ".join(dict.fromkeys(_sentences(body))))

    @property
    def kind(self) -> Kind:
        """What it is about.

        Codes decide before words, words before the status. Words of the mode are looked for last, so that a complaint
        about length or about a reply that mentions a schema is none about the mode.
        """
        if self.status == 401:
            return Kind.KEY
        told, head = {code.lower() for code in self.codes}, self.message[:READ]
        for kind, codes in CODES.items():
            if told & codes:
                return kind
        for kind, words in WORDS.items():
            if words.search(head) and (kind is not Kind.MODE or self.status in MODE_STATUSES):
                return kind
        return _BY_STATUS.get(self.status, Kind.OTHER)


def rejects_mode(status: int, code: str | None, message: str) -> bool:
    """Whether an error says that this way of sending a schema is not supported, so that another may be.

    >>> rejects_mode(400, "invalid_request_error", "This response_format type is unavailable now")
    True
    >>> rejects_mode(400, "json_validate_failed", "Failed to generate JSON. Please adjust your prompt.")
    False
    """
    return Complaint(status, (code,) if code else (), message).kind is Kind.MODE


# 5xx: LiteLLM, vLLM and OpenRouter pass a refusal of the server behind them on as if it were a fault
MODE_STATUSES = frozenset({400, 404, 422, 500, 501, 502})

_BY_STATUS = {402: Kind.QUOTA, 403: Kind.KEY, 413: Kind.LENGTH}

QUOTA_CODES = frozenset({
    "insufficient_quota",
    "credit_balance_exhausted",
    "organization_spend_limit_exceeded",
    "organization_usage_limit_exceeded",
    "project_spend_limit_exceeded",
    "billing_hard_limit_reached",
    "billing_not_active",
    "account_deactivated",
    "billing_error",  # Anthropic
    "credit_limit",  # Together
    "budget_exceeded",  # LiteLLM
    "payment_required",  # OpenRouter
})  # fmt: skip

CODES: dict[Kind, frozenset[str]] = {
    Kind.REPLY: frozenset({"json_validate_failed", "tool_use_failed"}),  # Groq
    Kind.LENGTH: frozenset({"context_length_exceeded", "exceed_context_size_error", "string_above_max_length"}),
    Kind.FILTER: frozenset({
        "content_filter", "content_policy_violation", "invalid_prompt", "responsibleaipolicyviolation",
    }),
    Kind.QUOTA: QUOTA_CODES,
    Kind.KEY: frozenset({"invalid_api_key", "api_key_invalid", "authentication_error", "no_db_connection"}),  # the last: LiteLLM
    # a schema that strict decoding cannot take is the task's, the same for every article: other modes take it
    Kind.MODE: frozenset({"invalid_json_schema", "invalid_function_parameters"}),
    Kind.MODEL: frozenset({
        "model_not_found", "model_not_available", "deploymentnotfound", "invalid_model", "unknown_model",
    }),
}  # fmt: skip

# What sends a schema, in spellings that a news text has not: "schema" alone, or "tools", would be none.
_CARRIER = (
    r"(?:response[_ ]format|response_?(?:json_?)?schema|json[_ ]schema|json_object|tool[_ ]choice|tool use|tool calling|"
    r"function calling|functiondeclaration|structured outputs?|schema for function|guided_json|xgrammar)"
)
_REFUSED = (
    r"(?:not (?:be )?(?:supported|available|permitted|allowed|implemented)|not support|unsupported|unavailable|extra_forbidden|"
    r"must be|may not be|cannot be|is invalid|invalid (?:schema|value|parameter)|unknown (?:name|parameter|field)|"
    r"unrecogni[sz]ed|allowed values|enabled only for|no endpoints found|failed to transform|requires --)"
)
FORMAT_WORDS = re.compile(
    rf"{_CARRIER}.{{0,100}}{_REFUSED}|{_REFUSED}.{{0,100}}{_CARRIER}|invalid {_CARRIER}"
    r"|too many states for serving|maximum allowed nesting depth"  # Gemini, of a schema
    r"|pars(?:e|ing) grammar|grammar error|grammar is too large"  # llama.cpp, vLLM, Anthropic
    r"|does not support tools|handle the requested parameters",  # Ollama, OpenRouter
    re.IGNORECASE | re.DOTALL,
)


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE | re.DOTALL)


WORDS: dict[Kind, re.Pattern[str]] = {
    Kind.REPLY: _any("failed_generation", "did not match schema", "model did not call", "match the expected schema"),
    Kind.LENGTH: _any(
        "context (?:length|window|size)",
        "prompt (?:is )?too long",
        "token count .{0,40}exceeds",
        "reduce the length",
        "request too large",
        r"must be <= \d+ tokens",
        r"tokens.{0,40}must not exceed",
    ),
    Kind.FILTER: _any(
        "content management policy", "content[ _]filter", "requires moderation", "(?:input|prompt) was flagged",
        "content exists risk", "our safety system",
    ),
    Kind.QUOTA: _any(
        "credit balance is too low",
        "reached your specified .{0,20}usage limits",
        "insufficient (?:account )?(?:balance|credits?|quota)",
        "credit limit exceeded",
        "requires more credits",
        "budget has been exceeded",
        r"free_tier\w*, limit: 0",  # Gemini: the plan has no allowance for this model at all
    ),
    Kind.KEY: _any("api[ _]key not valid", "(?:invalid|incorrect|expired) (?:api|x-api)[ -]key", "api key expired"),
    Kind.MODEL: _any(
        r"\bmodels?\b.{0,100}(?:does not exist|not found|not exist|not a valid model)",
        "not a valid model", "invalid model", "no endpoints found for", "deployment.{0,60}does not exist",
    ),
    Kind.MODE: FORMAT_WORDS,
}  # fmt: skip


# ── the shapes of an error: {"error": {…}}, {…}, [{"error": {…}}], {"error": "…"}, {"detail": […]}, "…" ──────────────


def _codes(body: object) -> Iterator[str]:
    for part in _parts(body):
        if isinstance(part, dict):
            for name in ("code", "type", "status", "reason"):
                value = part.get(name)
                if isinstance(value, str) and value != "error" and not value.isdigit():
                    yield value


def _sentences(body: object) -> Iterator[str]:
    for part in _parts(body):
        if isinstance(part, str):
            if not part.lstrip().startswith("<"):  # a page
                yield part.strip()
        elif isinstance(part, dict) and "loc" in part:  # one finding of a validator; its `input` echoes the request
            yield f"{part.get('type')}: {'.'.join(map(str, part['loc']))}: {part.get('msg')}"


def _parts(body: object) -> Iterator[object]:
    """Every object and sentence of an error, outermost first; JSON inside a string is opened."""
    if isinstance(body, list):
        for item in body:
            yield from _parts(item)
    elif isinstance(body, dict):
        yield body
        for name in ("error", "message", "detail", "details", "innererror", "metadata", "raw"):
            yield from _parts(body.get(name))
    elif isinstance(body, str) and body.strip():
        yield from _opened(body)


def _opened(text: str) -> Iterator[object]:
    if text.lstrip().startswith(("{", "[")):
        try:
            yield from _parts(json.loads(text))
        except ValueError:
            yield text
    else:
        yield text
