"""Whether, when and how often a failed call is made again: the only place that decides it.

In: a call and an article's budget. Out: its result. Raises the last error once the budget is spent.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type
from tenacity.wait import wait_random_exponential

from extractor.errors import InvalidOutput, ProviderError, TransientError
from extractor.models import Attempt

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]

_backoff = wait_random_exponential(multiplier=0.5, max=30)
LONGEST_WAIT_S = 120.0  # a server that asks for more than this is answered by giving the article up


class Tries:
    """The calls that one article may still make, and those it made."""

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.made = 0
        self.log: list[Attempt] = []

    @property
    def spent(self) -> bool:
        """Whether no call is left."""
        return self.made >= self.budget

    def note(self, outcome: str, detail: str = "", waited_s: float = 0.0) -> None:
        """Log one try."""
        self.log.append(Attempt(outcome=outcome, detail=detail, waited_s=round(waited_s, 3)))


async def retried(call: Callable[[], Awaitable[T]], tries: Tries, sleep: Sleep = asyncio.sleep) -> T:
    """Make the call, and again after a transient error, until the article's budget is spent."""
    if tries.spent:
        raise InvalidOutput(f"no valid reply after {tries.made} calls, which is all an article may cost")

    async def counted() -> T:
        tries.made += 1
        return await call()

    def log_failure(state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, TransientError):
            waits = state.next_action.sleep if state.next_action else 0.0
            tries.note(error.cause, str(error), waits)

    retrying = AsyncRetrying(
        sleep=sleep,
        stop=lambda state: tries.spent or _asked_to_wait(state) > LONGEST_WAIT_S,
        wait=lambda state: _asked_to_wait(state) or _backoff(state),
        retry=retry_if_exception_type(TransientError),
        before_sleep=log_failure,
        reraise=True,
    )
    try:
        return await retrying(counted)
    except ProviderError as error:
        tries.note(getattr(error, "cause", "refused"), str(error))
        raise


def _asked_to_wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    return error.retry_after or 0.0 if isinstance(error, TransientError) else 0.0
