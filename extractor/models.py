"""The frozen values that pass from one stage to the next.

In and out: nothing is read or written here. What refuses to fit these shapes refuses to enter the pipeline.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from extractor.errors import ExtractorError


class Frozen(BaseModel):
    """A value that never changes after it was made and accepts no field it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


# ── articles ──────────────────────────────────────────────────────────────────────────────────────────────────────


class Span(Frozen):
    """Half-open range of code points in an article's original text: `text[start:end]`."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)

    def of(self, text: str) -> str:
        """The words the span covers."""
        return text[self.start : self.end]


class BlockKind(StrEnum):
    """What a run of lines is on the page."""

    HEADER = "header"  # date line, section label, "2 MIN READ"
    HEADLINE = "headline"
    BYLINE = "byline"
    BODY = "body"
    FURNITURE = "furniture"  # inside the body, not of it: "Recommended", "Also read: …", "Advertising"
    TAIL = "tail"  # after the body: related headlines, comment policy, contact block


class Block(Frozen):
    """One run of whole lines of one kind."""

    kind: BlockKind
    span: Span


class DateSource(StrEnum):
    """Where a publication date was found."""

    METADATA = "metadata"  # a column of the input, or a field of the page
    HEADER = "header"  # "date 2022-01-09"
    DATELINE = "dateline"  # "Baku, 7 September 2022 (TDI):"
    DATE_LINE = "date_line"  # a line that holds a date and nothing else


class Dateline(Frozen):
    """The place and date words that open the body: "Baku, 7 September 2022 (TDI):"."""

    span: Span
    place: str | None
    date_text: str | None


class Article(Frozen):
    """One article as read: its original text, and what its layout says.

    Every offset anywhere in the package counts code points of `text`.
    """

    article_id: str
    path: str  # where it came from: "news/a.txt", "news/all.jsonl#17", "-"
    text: str
    blocks: tuple[Block, ...]  # in order, without overlap
    headline: Span | None = None
    dateline: Dateline | None = None
    published: date | None = None
    published_source: DateSource | None = None
    newest_printed: date | None = None  # newest full date anywhere on the page, its tail included
    language: str | None = None  # ISO 639-1, of what is coded; None where there is too little to tell
    hidden: str = ""  # running text that a page keeps from its readers; never coded, looked at for instructions only
    suspicions: tuple[str, ...] = ()  # what of it reads like an instruction to a model: kind, place and words of each
    suspect: tuple[Span, ...] = ()  # those stretches, with the sentences or blocks that they speak in
    url: str | None = None

    @cached_property
    def coded(self) -> str:
        """The text with furniture and tail blanked out: same length, so offsets stay true."""
        parts: list[str] = []
        at = 0
        for block in self.blocks:
            words = block.span.of(self.text)
            kept = block.kind not in (BlockKind.FURNITURE, BlockKind.TAIL)
            parts += [self.text[at : block.span.start], words if kept else _blank(words)]
            at = block.span.end
        return "".join(parts) + self.text[at:]

    @cached_property
    def news(self) -> str:
        """What is coded, with what reads like an instruction blanked out too: all that the rules read."""
        text = self.coded
        for span in self.suspect:
            text = text[: span.start] + _blank(span.of(text)) + text[span.end :]
        return text


def _blank(words: str) -> str:
    return "".join("\n" if char == "\n" else " " for char in words)


def text_id(text: str) -> str:
    """The identity of an article: the first 16 hex digits of the SHA-256 of its text.

    >>> text_id("one")
    '7692c3ad3540bb80'
    """
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Unreadable(Frozen):
    """An input that holds no article: what it was, and why it cannot be read."""

    article_id: str  # of the raw bytes, since there is no text
    path: str
    reason: str


# ── requests and completions ──────────────────────────────────────────────────────────────────────────────────────


class Message(Frozen):
    """One chat message."""

    role: Literal["system", "user", "assistant"]
    content: str


class Request(Frozen):
    """What one article asks of a provider, before any provider's own parameters are added."""

    article: Article  # for a provider that reads text itself; a model sees the messages only
    messages: tuple[Message, ...]
    sample: int = 0  # index among several samples of the same request


class Usage(Frozen):
    """Tokens, as the provider counted them; zero where it did not say."""

    input: int = 0
    output: int = 0
    cached_input: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            input=self.input + other.input,
            output=self.output + other.output,
            cached_input=self.cached_input + other.cached_input,
        )


class Bill(Frozen):
    """The tokens that one article took, by what they were for."""

    first: Usage = Usage()  # the first call
    repeated: Usage = Usage()  # asked again: more room after a cut reply, or another provider
    reasked: Usage = Usage()  # asked to mend a reply that did not fit the schema
    served: Usage = Usage()  # completions from disk: billed in an earlier run, not in this one

    @property
    def paid(self) -> Usage:
        """What was billed now."""
        return self.first + self.repeated + self.reasked

    def as_repeated(self) -> Bill:
        """The same tokens, of a provider that was not the first to be asked."""
        return Bill(repeated=self.first + self.repeated, reasked=self.reasked, served=self.served)

    def __add__(self, other: Bill) -> Bill:
        names = ("first", "repeated", "reasked", "served")
        return Bill(**{name: getattr(self, name) + getattr(other, name) for name in names})


class Attempt(Frozen):
    """One try at an article's request: what came of it, and how long the wait before the next was."""

    outcome: str  # "ok", "cached", or a cause: transport, timeout, rate, invalid, length, mode, …
    detail: str = ""
    waited_s: float = 0.0
    provider: str = ""  # who was asked, where several are configured


@dataclass(frozen=True)
class Completion:
    """What a provider said for one article, or why it said nothing usable, and what either took."""

    reply: BaseModel | None  # the task's Reply, validated; None exactly when there is a failure
    model: str | None  # as the provider returned it
    failure: ExtractorError | None = None
    provider: str | None = None  # who answered in place of the one that was asked
    key: str | None = None  # cache key of the last completion; None for a provider without completions
    key_parts: Mapping[str, str] = field(default_factory=dict)  # name of a part of the key → its hash or value
    bill: Bill = field(default_factory=Bill)
    cost_usd: float | None = None  # None: price unknown
    cached: bool = False
    attempts: tuple[Attempt, ...] = ()
    left_out: tuple[str, ...] = ()  # items of the reply that never fitted the schema, and why

    @property
    def calls(self) -> int:
        """Calls made over the wire for this article, in this run."""
        return sum(attempt.outcome != "cached" for attempt in self.attempts)


# ── records ───────────────────────────────────────────────────────────────────────────────────────────────────────


class State(StrEnum):
    """How an input ended. Every input ends in exactly one."""

    OK = "ok"
    NO_EVENT = "no_event"
    INVALID = "invalid"
    TRUNCATED = "truncated"
    REFUSED = "refused"
    TRANSPORT = "transport"
    TIMEOUT = "timeout"
    QUOTA = "quota"
    UNREADABLE = "unreadable"
    OVER_BUDGET = "over_budget"
    PENDING = "pending"

    @property
    def ended_well(self) -> bool:
        """Whether the article was read and answered."""
        return self in (State.OK, State.NO_EVENT)

    @property
    def unfinished(self) -> bool:
        """Whether a plain re-run asks again: nothing was answered and nothing is wrong with the article."""
        return self in (State.PENDING, State.OVER_BUDGET, State.QUOTA)


class EvidenceStatus(StrEnum):
    """How a quote was found in the article."""

    EXACT = "exact"
    NORMALIZED = "normalized"
    FUZZY = "fuzzy"
    ABSENT = "absent"


class Evidence(Frozen):
    """Where one value of the record stands in the article.

    `start` and `end` are null when the quote is absent; otherwise `text[start:end]` is what was found.
    """

    path: str  # "events[0].participants[1].name"
    quote: str
    start: int | None
    end: int | None
    status: EvidenceStatus


class Warning(Frozen):
    """Something a reviewer should look at. Codes are listed in docs/warnings.md."""

    code: str
    message: str


class Failure(Frozen):
    """Why an article has no record."""

    type: str
    message: str


class Line(Frozen):
    """One line of records.jsonl: one input, however it ended. The field names are a contract."""

    article_id: str
    path: str
    state: State
    task: str
    schema_: str = Field(alias="schema")
    prompt: str
    provider: str
    model: str | None
    record: dict[str, Any] | None
    evidence: tuple[Evidence, ...] = ()
    warnings: tuple[Warning, ...] = ()
    error: Failure | None = None
    attempts: int = 0
    usage: Usage = Usage()
    cost_usd: float | None = None
    cached: bool = False

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)
