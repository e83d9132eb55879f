"""The story of one article, from its text to its line in the ledger.

In: an Article, a task, its prompt, a provider. Out: a `Line` in exactly one state, and its trace. Raises StoreError only.
"""

from __future__ import annotations

from extractor import errors, grounding
from extractor.models import Article, Completion, Failure, Line, Request, State, Unreadable
from extractor.prompts import Prompt
from extractor.providers import Calling, Provider
from extractor.store import Trace
from extractor.tasks import Task


async def extract(
    article: Article, task: Task, prompt: Prompt, provider: Provider, calling: Calling
) -> tuple[Line, Trace]:
    """Ask, read the answer, locate its quotes, compute the rest."""
    request = Request(article=article, messages=prompt.render(article))
    completion = await provider.complete(request, calling)
    blank = _blank(article, task, prompt, provider, completion)
    trace = _trace(article, completion)
    if completion.reply is None:
        return blank, trace
    evidence, warnings = grounding.locate(completion.reply, article)
    try:
        record = task.derive(completion.reply, article)
        warnings += task.warnings(record, article)
    except Exception as error:  # a schema is somebody's code, and this article is not the others
        return blank.model_copy(update=_underivable(error, task)), trace
    filled = record.model_dump(mode="json")
    line = blank.model_copy(
        update={
            "state": State.NO_EVENT if filled.get("no_event_reason") else State.OK,
            "record": filled,
            "evidence": tuple(evidence),
            "warnings": tuple(warnings),
        }
    )
    return line, trace


def unreadable(found: Unreadable, task: Task, prompt: Prompt, provider: Provider) -> Line:
    """The line of an input that holds no article."""
    return Line(
        article_id=found.article_id,
        path=found.path,
        state=State.UNREADABLE,
        task=task.name,
        schema_=task.schema_id,
        prompt=prompt.version,
        provider=provider.name,
        model=None,
        record=None,
        error=Failure(type="Unreadable", message=found.reason),
        cost_usd=0.0,
    )


def state_of(failure: errors.ExtractorError) -> State:
    """The state that a failure leaves its article in."""
    match failure:
        case errors.NotRecordedError() | errors.RejectedError(cause="auth"):
            return State.PENDING  # nothing is known about the article yet
        case errors.RejectedError(cause="quota"):
            return State.QUOTA
        case errors.TransientError(cause="timeout"):
            return State.TIMEOUT
        case errors.RefusedError():
            return State.REFUSED
        case errors.TruncatedOutput():
            return State.TRUNCATED
        case errors.InvalidOutput():
            return State.INVALID
        case _:
            return State.TRANSPORT


def _blank(article: Article, task: Task, prompt: Prompt, provider: Provider, completion: Completion) -> Line:
    failure = completion.failure
    return Line(
        article_id=article.article_id,
        path=article.path,
        state=state_of(failure) if failure else State.PENDING,
        task=task.name,
        schema_=task.schema_id,
        prompt=prompt.version,
        provider=provider.name,
        model=completion.model,
        record=None,
        error=Failure(type=type(failure).__name__, message=str(failure)) if failure else None,
        attempts=completion.calls,
        usage=completion.usage,
        cost_usd=completion.cost_usd,
        cached=completion.cached,
    )


def _underivable(error: Exception, task: Task) -> dict[str, object]:
    message = f"{task.schema_path.name} failed on a valid reply: {type(error).__name__}: {error}"
    return {"state": State.INVALID, "error": Failure(type="DerivationError", message=message)}


def _trace(article: Article, completion: Completion) -> Trace:
    return Trace(
        article_id=article.article_id,
        path=article.path,
        key=completion.key,
        key_parts=dict(completion.key_parts),
        cached=completion.cached,
        published=article.published.isoformat() if article.published else None,
        published_source=article.published_source,
        attempts=tuple(attempt.model_dump() for attempt in completion.attempts),
    )
