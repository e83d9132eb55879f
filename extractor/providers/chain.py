"""Providers asked in turn about an article that the ones before could not answer.

In: a `Request`. Out: the first usable `Completion`, which names who gave it, with the tries and the bill of all who were asked. A
bad key or an empty account ends the run and is never passed on: it would be every article's, and the next account's bill.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.errors import (
    ExtractorError,
    InvalidOutput,
    NotRecordedError,
    RefusedError,
    RejectedError,
    StoppedError,
    TransientError,
    TruncatedOutput,
)
from extractor.models import Completion, Request
from extractor.providers import Calling, Provider


class Chain:
    """A provider and those it falls back on."""

    def __init__(self, members: Sequence[Provider]) -> None:
        self._members = members
        first = members[0]
        self.name, self.kind, self.model = first.name, first.kind, first.model

    @property
    def mode(self) -> str | None:
        """How the schema travels to the first."""
        return self._members[0].mode

    @property
    def slowed(self) -> str:
        """Who is slowed down, and why."""
        return "; ".join(f"{member.name} {member.slowed}" for member in self._members if member.slowed)

    @property
    def unpriced(self) -> tuple[str, ...]:
        """Those of all whose price is unknown."""
        return tuple(name for member in self._members for name in member.unpriced)

    async def check(self) -> None:
        """Knock at all: a chain whose end is broken is found before it is needed."""
        for member in self._members:
            await member.check()

    async def complete(self, request: Request, calling: Calling) -> Completion:
        """The first usable answer; if there is none, the last failure, with what the others said."""
        asked: list[tuple[Provider, Completion]] = []
        for member in self._members:
            completion = await member.complete(request, calling)
            asked.append((member, completion))
            if completion.failure is None or _ends(completion.failure):
                break
        return _summed(asked)

    def key_parts(self, request: Request) -> dict[str, str]:
        """The first one's key."""
        return self._members[0].key_parts(request)

    def stop(self) -> None:
        """No further call by anybody."""
        for member in self._members:
            member.stop()

    async def aclose(self) -> None:
        """Release all connections."""
        for member in self._members:
            await member.aclose()


def _ends(failure: ExtractorError) -> bool:
    """Whether nobody else is asked: the run ends, or the account does."""
    return isinstance(failure, StoppedError) or (isinstance(failure, RejectedError) and failure.stops_run)


def _summed(asked: Sequence[tuple[Provider, Completion]]) -> Completion:
    """The last answer, with the tries and the bill of all."""
    (first, _), (last, answer) = asked[0], asked[-1]
    costs = [completion.cost_usd for _, completion in asked]
    bill = sum((completion.bill.as_repeated() for _, completion in asked[1:]), asked[0][1].bill)
    return replace(
        answer,
        provider=None if last is first else last.name,
        failure=_told(asked) if answer.failure else None,
        bill=bill,
        cost_usd=None if None in costs else sum(cost for cost in costs if cost is not None),
        cached=answer.reply is not None and all(completion.calls == 0 for _, completion in asked),
        attempts=tuple(
            attempt.model_copy(update={"provider": member.name})
            for member, completion in asked
            for attempt in completion.attempts
        ),
    )


def _told(asked: Sequence[tuple[Provider, Completion]]) -> ExtractorError:
    """The failure that decides the article's state, in the words of everybody who was asked."""
    failures = [(member.name, completion.failure) for member, completion in asked if completion.failure]
    decides = failures[-1][1]
    if _ends(decides) or len(failures) == 1:
        return decides
    words = "; ".join(f"{name}: {failure}" for name, failure in failures)
    match decides:
        case TransientError():
            return TransientError(words, cause=decides.cause)
        case NotRecordedError() | RefusedError() | TruncatedOutput() | InvalidOutput():
            return type(decides)(words)
        case _:
            return RejectedError(words)
