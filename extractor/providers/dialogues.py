"""What the calls for one article came to: the tries, the tokens and what they were for, the price, the key.

In: completions as they arrive. Out: the article's `Completion`.
"""

from __future__ import annotations

from pydantic import BaseModel

from extractor.cache import Entry
from extractor.errors import ExtractorError
from extractor.models import Bill, Completion, Request
from extractor.prices import Tariff
from extractor.providers import Calling
from extractor.providers.completions import Said
from extractor.retry import Tries


class Dialogue:
    """One article's exchange with one provider."""

    def __init__(self, request: Request, calling: Calling, attempts: int, max_tokens: int) -> None:
        self.request = request
        self.calling = calling
        self.tries = Tries(attempts)
        self.max_tokens = max_tokens
        self.grown = False  # a reply was cut, and the limit raised
        self.key: str | None = None
        self.parts: dict[str, str] = {}
        self.model: str | None = None
        self.left_out: tuple[str, ...] = ()
        self._bill = Bill()
        self._cost: float | None = 0.0

    def grow(self) -> None:
        """Give the reply twice the room, once."""
        self.max_tokens *= 2
        self.grown = True

    def asks(self, key: str, parts: dict[str, str]) -> None:
        """Which completion is wanted now."""
        self.key, self.parts = key, parts

    def entry(self, said: Said) -> Entry:
        """The completion as it is kept."""
        assert self.key is not None  # it was asked for
        return Entry(
            key=self.key,
            parts=self.parts,
            article_id=self.request.article.article_id,
            finish_reason=said.ended,
            body=said.body,
        )

    def paid(self, said: Said, tariff: Tariff, *, reask: bool) -> None:
        """A call was answered and billed."""
        self.model = said.model or self.model
        purpose = "reasked" if reask else "repeated" if self.grown else "first"
        self._bill += Bill(**{purpose: said.usage})
        cost = tariff.cost(said.usage) if said.charged is None else said.charged
        self._cost = None if cost is None or self._cost is None else self._cost + cost
        self.tries.note("ok" if said.ended == "stop" else said.ended)

    def served(self, said: Said) -> None:
        """A completion came from disk."""
        self.model = said.model or self.model
        self._bill += Bill(served=said.usage)
        self.tries.note("cached")

    def ended(self, reply: BaseModel | None, failure: ExtractorError | None = None) -> Completion:
        """The article's completion."""
        return Completion(
            reply=reply,
            failure=failure,
            model=self.model,
            key=self.key,
            key_parts=self.parts,
            bill=self._bill,
            cost_usd=self._cost,
            cached=reply is not None and all(attempt.outcome == "cached" for attempt in self.tries.log),
            attempts=tuple(self.tries.log),
            left_out=self.left_out,
        )
