"""A task's own rule-based reader as a provider: no model, no network, no cost.

In: a request's article. Out: whatever the task's `baseline` reads in it. Refused: tasks without one.
"""

from __future__ import annotations

from extractor.errors import InvalidOutput, SettingsError
from extractor.models import Completion, Request
from extractor.providers import Calling
from extractor.tasks import Task


class RulesProvider:
    """Words and tables instead of a model: the floor that every model must beat."""

    kind = "rules"
    model = None
    mode = None
    slowed = ""
    unpriced = ()

    def __init__(self, name: str, task: Task) -> None:
        self.name = name
        self._task = task

    async def check(self) -> None:
        """Raise SettingsError when the task has no rules."""
        if self._task.baseline is None:
            raise SettingsError(
                f"task {self._task.name!r} has no rules: {self._task.schema_path} defines no 'baseline(article)'. "
                "Choose a model with --provider NAME"
            )

    async def complete(self, request: Request, calling: Calling) -> Completion:  # noqa: ARG002  # nothing is called
        """The rules' reply; free, and the same every time."""
        assert self._task.baseline is not None  # check() ran
        try:
            return Completion(reply=self._task.baseline(request.article), model=None, cost_usd=0.0)
        except Exception as error:  # rules are a task's code, and this article is not the others
            failure = InvalidOutput(f"the rules failed: {type(error).__name__}: {str(error)[:200]}")
            return Completion(reply=None, model=None, failure=failure, cost_usd=0.0)

    def key_parts(self, request: Request) -> dict[str, str]:  # noqa: ARG002
        """Nothing is cached: reading again is faster."""
        return {}

    def stop(self) -> None:
        """Nothing is called."""

    async def aclose(self) -> None:
        """Nothing is held."""
