"""Whether, when and how often a failed call is made again: the only place that decides it.

In: a call and an article's budget. Out: its result. Raises the last error once the budget is spent, StoppedError if the run ends.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type
from tenacity.wait import wait_random_exponential

from extractor.brake import Brake
from extractor.errors import InvalidOutput, ProviderError, RejectedError, StoppedError, TransientError
from extractor.models import Attempt

T = TypeVar("T")
Sleep = Callable[[float], Awaitable[None]]

_backoff = wait_random_exponential(multiplier=0.5, max=30)
LONGEST_WAIT_S = 120.0  # a server that asks for more than this is asked again by a later run


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


async def retried(
    call: Callable[[], Awaitable[T]], tries: Tries, sleep: Sleep = asyncio.sleep, brake: Brake | None = None
) -> T:
    """Make the call, and again after a transient error, until the article's budget is spent or the run ends."""
    if tries.spent:
        raise InvalidOutput(f"no valid reply after {tries.made} calls, which is all an article may cost")

    async def counted() -> T:
        tries.made += 1
        return await call()

    retrying = AsyncRetrying(
        sleep=_interruptible(sleep, brake),
        stop=lambda state: tries.spent or _asked_to_wait(state) > LONGEST_WAIT_S,
        wait=lambda state: _asked_to_wait(state) or _backoff(state),
        retry=retry_if_exception_type(TransientError),
        before_sleep=lambda state: _log_failure(state, tries),
        reraise=True,
    )
    try:
        try:
            return (
                await counted()
            )  # nearly always enough, and tenacity costs as much as the rest of our work for a call
        except TransientError as error:
            failed = error
        return await retrying(_after(failed, counted))
    except StoppedError:
        raise  # no call was made
    except ProviderError as error:
        tries.note(getattr(error, "cause", "refused"), str(error))
        if isinstance(error, TransientError) and (error.retry_after or 0.0) > LONGEST_WAIT_S:
            pause = f"{error}, and asks for a pause of {error.retry_after:.0f} s"
            raise RejectedError(f"{pause}: run the same command again after it", cause="quota") from error
        raise


def _after(failed: TransientError, call: Callable[[], Awaitable[T]]) -> Callable[[], Awaitable[T]]:
    """The call for tenacity to repeat: its first try is the one that failed already."""
    tried = False

    async def again() -> T:
        nonlocal tried
        if not tried:
            tried = True
            raise failed
        return await call()

    return again


def _interruptible(sleep: Sleep, brake: Brake | None) -> Sleep:
    async def rest(seconds: float) -> None:
        with brake.waiting() if brake else nullcontext():
            await sleep(seconds)

    return rest


def _log_failure(state: RetryCallState, tries: Tries) -> None:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, TransientError):
        tries.note(error.cause, str(error), state.next_action.sleep if state.next_action else 0.0)


def _asked_to_wait(state: RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    return error.retry_after or 0.0 if isinstance(error, TransientError) else 0.0
