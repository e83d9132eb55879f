"""Ends the waiting of a run that stops: for a place in flight, for a minute's budget, for a server's pause.

In: a block that only waits. Out: StoppedError from it as soon as the brake is pulled. A call in the air is left to come home.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from extractor.errors import StoppedError


class Brake:
    """One provider's brake, shared by every article of a run."""

    def __init__(self) -> None:
        self.pulled = False
        self._waiting: set[asyncio.Task[Any]] = set()

    def pull(self) -> None:
        """Let nobody wait from now on."""
        self.pulled = True
        for task in self._waiting:
            task.cancel()

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Whatever waits inside is given up when the brake is pulled, or at once if it is. Raises StoppedError."""
        task = asyncio.current_task()
        assert task is not None  # only coroutines wait
        self.check()
        self._waiting.add(task)
        try:
            yield
        except asyncio.CancelledError:
            if not self.pulled or task.uncancel():
                raise  # somebody else ends this task
            raise StoppedError("the run stopped before this call") from None
        finally:
            self._waiting.discard(task)

    def check(self) -> None:
        """Raise StoppedError if the brake is pulled."""
        if self.pulled:
            raise StoppedError("the run stopped before this call")
