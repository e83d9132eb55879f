"""The words of one run: what was asked (`Plan`), what it works with (`Job`), how it ended (`Result`).

In: flags and parts. Out: values that a run, its manifest and its summary share. Nothing is read or called here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Protocol

from extractor.articles import Columns
from extractor.cache import CompletionCache
from extractor.models import Bill, EvidenceStatus, Frozen, Line, State
from extractor.prompts import Prompt
from extractor.providers import Calling, Provider
from extractor.settings import ProviderSettings
from extractor.store import RunFolder
from extractor.tasks import Task


class Plan(Frozen):
    """What one `extract run` was asked to do."""

    inputs: tuple[str, ...]
    columns: Columns = Columns()
    limit: int | None = None
    concurrency: int = 8
    budget_usd: float | None = None
    retry_failed: bool = False
    calling: Calling = Calling()


class Watcher(Protocol):
    """Whoever shows progress."""

    def ended(self, line: Line) -> None:
        """An input ended."""

    def kept(self) -> None:
        """An input had ended in an earlier run."""


@dataclass
class Result:
    """How a run ended."""

    counts: Counter[State]
    stopped: str | None = None  # why it stopped early
    listed: bool = True  # whether every input not reached is in the records as pending
    kept: int = 0
    cached: int = 0
    calls: int = 0
    bill: Bill = field(default_factory=Bill)
    answered_by: Counter[str] = field(default_factory=Counter)  # who answered in place of the provider asked
    cost_usd: float | None = 0.0  # None as soon as one call's price is unknown
    wall_s: float = 0.0
    models: set[str] = field(default_factory=set)
    quoted: Counter[EvidenceStatus] = field(default_factory=Counter)  # how the quotes of the records were found
    warned: Counter[str] = field(default_factory=Counter)  # warnings by code

    @property
    def exit_code(self) -> int:
        """0 every article ended well, 1 some did not, 3 stopped early and resumable."""
        unfinished = any(state.unfinished and count for state, count in self.counts.items())
        if self.stopped or unfinished:
            return 3
        return 0 if all(state.ended_well or not count for state, count in self.counts.items()) else 1


@dataclass
class Job:
    """What every article of one run shares."""

    plan: Plan
    task: Task
    prompt: Prompt
    provider: Provider
    settings: ProviderSettings
    cache: CompletionCache | None
    folder: RunFolder
    watcher: Watcher

    @property
    def identity(self) -> dict[str, str]:
        """What must be the same for two commands to continue one run."""
        hashes = self.task.hashes
        called = self.provider.kind != "rules"
        return {
            "task": self.task.name,
            "schema": self.task.schema_id,
            "schema file": hashes["schema"][:16],
            "prompt": self.prompt.version,
            "prompt file": hashes["prompt"][:16],
            "provider": self.provider.name,
            "model": str(self.provider.model),
            "endpoint": self.settings.endpoint if called else "none",
        }
