"""What an input's line in the ledger says, however the input ended.

In: an article and what came of it. Out: a `Line` in exactly one state, and the `Trace` of where it came from.
"""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel

from extractor import errors
from extractor.articles import suspects
from extractor.models import Article, Completion, Evidence, Failure, Line, State, Unreadable, Warning
from extractor.prompts import Prompt
from extractor.providers import Provider
from extractor.store import Trace
from extractor.tasks import Task


def answered(article: Article, task: Task, prompt: Prompt, provider: Provider, completion: Completion) -> Line:
    """The line of an article that was asked about, its record still empty; what is suspicious in its text is said already."""
    failure = completion.failure
    return _blank(article, task, prompt, provider).model_copy(
        update={
            "state": state_of(failure) if failure else State.PENDING,
            "provider": completion.provider or provider.name,
            "model": completion.model,
            "error": Failure(type=type(failure).__name__, message=str(failure)) if failure else None,
            "attempts": completion.calls,
            "usage": completion.bill.paid,
            "cost_usd": completion.cost_usd,
            "cached": completion.cached,
            "warnings": tuple(suspects(article)),
        }
    )


def salvaged(completion: Completion) -> list[Warning]:
    """What of the reply is not in the record, because it never fitted the schema."""
    return [Warning(code="salvaged", message=sentence) for sentence in completion.left_out]


def filled(line: Line, record: BaseModel, evidence: Sequence[Evidence], warnings: Sequence[Warning]) -> Line:
    """The line with its record. It is `no_event` if the reply says so with a reason, for a task that knows reasons."""
    told = record.model_dump(mode="json")
    found = {"record": told, "evidence": tuple(evidence), "warnings": (*line.warnings, *warnings)}
    return line.model_copy(update={"state": State.NO_EVENT if told.get("no_event_reason") else State.OK, **found})


def underivable(line: Line, error: Exception, task: Task) -> Line:
    """The line of a valid reply on which the schema's own code failed."""
    message = f"{task.schema_path.name} failed on a valid reply: {type(error).__name__}: {error}"
    return line.model_copy(update={"state": State.INVALID, "error": Failure(type="DerivationError", message=message)})


def unreadable(found: Unreadable, task: Task, prompt: Prompt, provider: Provider) -> Line:
    """The line of an input that holds no article."""
    error = Failure(type="Unreadable", message=found.reason)
    return _blank(found, task, prompt, provider).model_copy(update={"state": State.UNREADABLE, "error": error})


def unreached(article: Article, task: Task, prompt: Prompt, provider: Provider, state: State, why: str) -> Line:
    """The line of an article that a run stopped before."""
    error = Failure(type="Stopped", message=why)
    return _blank(article, task, prompt, provider).model_copy(update={"state": state, "error": error})


def _blank(found: Article | Unreadable, task: Task, prompt: Prompt, provider: Provider) -> Line:
    """What every line of an input says: which input, and by what it is read. It cost nothing so far."""
    return Line(
        article_id=found.article_id,
        path=found.path,
        state=State.PENDING,
        task=task.name,
        schema_=task.schema_id,
        prompt=prompt.version,
        provider=provider.name,
        model=None,
        record=None,
        cost_usd=0.0,
    )


def traced(article: Article, completion: Completion) -> Trace:
    """Where the line of an article came from."""
    return Trace(
        article_id=article.article_id,
        path=article.path,
        key=completion.key,
        key_parts=dict(completion.key_parts),
        cached=completion.cached,
        published=article.published.isoformat() if article.published else None,
        published_source=article.published_source,
        attempts=tuple(attempt.model_dump() for attempt in completion.attempts),
        bill=completion.bill,
    )


def stops_run(line: Line) -> bool:
    """Whether every other article would meet the same answer: the key is refused, or the account is exhausted."""
    rejected = line.error is not None and line.error.type == "RejectedError"
    return rejected and line.state in (State.PENDING, State.QUOTA)


def state_of(failure: errors.ExtractorError) -> State:
    """The state that a failure leaves its article in."""
    match failure:
        case errors.NotRecordedError() | errors.StoppedError() | errors.RejectedError(cause="auth"):
            return State.PENDING  # nothing is known about the article yet
        case errors.RejectedError(cause="quota"):
            return State.QUOTA
        case errors.TransientError(cause="timeout"):
            return State.TIMEOUT
        case errors.RefusedError():
            return State.REFUSED
        case errors.TruncatedOutput():
            return State.TRUNCATED
        case errors.InvalidOutput() | errors.TransientError(cause="invalid"):
            return State.INVALID
        case _:
            return State.TRANSPORT
