"""What a run may still spend.

In: a limit in USD, the cost of each article as it ends. Out: whether one more article may begin. Raises BudgetExceeded when
it would, together with those in flight and by the mean of those before, cross the limit.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from extractor.errors import BudgetExceeded


class Budget:
    """One run's purse; without a limit it lets everything pass."""

    def __init__(self, limit_usd: float | None) -> None:
        self._limit = limit_usd
        self._spent = 0.0
        self._uncounted = False  # an article cost nobody knows what
        self._called = 0  # articles that were asked about, whatever came of it
        self._flying = 0
        self._landed = asyncio.Event()

    @asynccontextmanager
    async def article(self) -> AsyncIterator[None]:
        """Begin one article if the limit allows it. The first to be asked about goes alone: it tells how many may fly."""
        if self._limit is not None:
            while self._flying and not self._called:
                self._landed.clear()
                await self._landed.wait()
            self._afford(self._limit)
        self._flying += 1
        try:
            yield
        finally:
            self._flying -= 1
            self._landed.set()

    def spend(self, cost_usd: float | None, calls: int) -> None:
        """An article ended, after so many calls."""
        self._uncounted = self._uncounted or cost_usd is None
        self._spent += cost_usd or 0.0
        self._called += calls > 0

    def _afford(self, limit: float) -> None:
        if self._uncounted:
            raise BudgetExceeded(
                "the server does not say what it counts, so that no budget can be kept: run without --budget"
            )
        mean = self._spent / self._called if self._called else 0.0
        if self._spent >= limit or self._spent + mean * (self._flying + 1) > limit:
            raise BudgetExceeded(
                f"one article more could exceed the budget of {limit:g} USD; {self._spent:.4f} are spent"
            )
