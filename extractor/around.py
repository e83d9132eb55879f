"""What a run has around it: Ctrl-C, one error out of several, and a collector that looks less often.

In: a block. Out: the same block, ended cleanly or sooner done.
"""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Look for cyclic garbage less often: an article makes thousands of objects and next to no cycles. A seventh of the time."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


@contextmanager
def one_error() -> Iterator[None]:
    """Let the first error of several tasks through as itself: they all stopped because of it."""
    try:
        yield
    except BaseExceptionGroup as several:
        raise several.exceptions[0] from None


@contextmanager
def interrupts(stop: Callable[[str], None]) -> Iterator[None]:
    """Turn the first Ctrl-C into a clean stop; the second one is the usual KeyboardInterrupt."""
    loop = asyncio.get_running_loop()

    def first() -> None:
        loop.remove_signal_handler(signal.SIGINT)
        stop("interrupted")

    try:
        loop.add_signal_handler(signal.SIGINT, first)
        loop.add_signal_handler(signal.SIGTERM, lambda: stop("terminated"))
    except (NotImplementedError, RuntimeError, ValueError):  # no signals on this platform or thread
        yield
        return
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)
        loop.remove_signal_handler(signal.SIGTERM)
