"""What a person sees while a run goes on: done, cached, failed, cost, rate, time left. On stderr only.

In: lines as they end, bytes as they come. Out: a live bar on a terminal, a short line every now and then elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from extractor.models import Line

HEARTBEAT_S = 15.0  # where there is no terminal, how often to say that work goes on


class Live:
    """Progress of one run, used as a context."""

    def __init__(self, console: Console, total: int | None, slowed: Callable[[], str] = str) -> None:
        self._console = console
        self._slowed = slowed  # why calls leave slower than they may
        self._counts = {"done": 0, "cached": 0, "failed": 0}
        self._cost: float | None = 0.0
        self._began = self._said = monotonic()
        self._bar = Progress(
            SpinnerColumn(),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("starting", total=total)

    def __enter__(self) -> Live:
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take the bar away; the summary follows."""
        self._bar.stop()

    def ended(self, line: Line) -> None:
        """Count an input that ended."""
        self._counts["done"] += 1
        self._counts["cached"] += line.cached
        self._counts["failed"] += not line.state.ended_well
        unknown = line.cost_usd is None or self._cost is None
        self._cost = None if unknown else (self._cost or 0.0) + (line.cost_usd or 0.0)
        self._show()

    def kept(self) -> None:
        """Count an input that had ended before."""
        self._counts["done"] += 1
        self._show()

    def _show(self) -> None:
        self._bar.update(self._task, completed=self._counts["done"], description=self._words())
        if not self._console.is_terminal and monotonic() - self._said > HEARTBEAT_S:
            self._said = monotonic()
            self._console.print(f"{self._counts['done']} done, {self._words()}", highlight=False)

    def _words(self) -> str:
        seconds = max(monotonic() - self._began, 1e-6)
        cost = "cost unknown" if self._cost is None else f"${self._cost:.4f}"
        counts = f"{self._counts['cached']} cached, {self._counts['failed']} failed"
        slowed = self._slowed()
        return f"{counts}, {cost}, {self._counts['done'] / seconds:.1f}/s{', ' + slowed if slowed else ''}"


class Fetching:
    """A download, used as a context."""

    def __init__(self, console: Console, name: str) -> None:
        self._console, self._name, self._said = console, name, monotonic()
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            DownloadColumn(),
            TransferSpeedColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task(name, total=None)

    def __enter__(self) -> Fetching:
        """Show the bar."""
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Take it away."""
        self._bar.stop()

    def moved(self, done: int, total: int | None) -> None:
        """So many bytes are here, of so many if that is known."""
        self._bar.update(self._task, completed=done, total=total)
        if not self._console.is_terminal and monotonic() - self._said > HEARTBEAT_S:
            self._said = monotonic()
            of = f" of {total / 1e6:.0f}" if total else ""
            self._console.print(f"{self._name}: {done / 1e6:.0f}{of} MB", highlight=False)
