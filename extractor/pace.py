"""How fast calls leave: so many in flight, so many a minute, none while the server asked for a pause.

In: a provider's limits. Out: an async context that one call is made in.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import monotonic


class Pace:
    """One provider's pace, shared by every article of a run."""

    def __init__(
        self,
        concurrency: int,
        requests_per_minute: int | None = None,
        *,
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._slots = asyncio.Semaphore(concurrency)
        self._interval = 60.0 / requests_per_minute if requests_per_minute else 0.0
        self._next = 0.0  # no call starts before this moment
        self._clock = clock
        self._sleep = sleep

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """Wait for a place in flight and for the moment, then hold the place."""
        async with self._slots:
            while (wait := self._next - self._clock()) > 0:
                await self._sleep(wait)
            self._next = max(self._next, self._clock()) + self._interval
            yield

    def hold(self, seconds: float) -> None:
        """Start no call for so long: the server said that we are too fast."""
        self._next = max(self._next, self._clock() + seconds)
