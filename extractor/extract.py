"""The story of one article, from its text to its line in the ledger.

In: an Article, a task, its prompt, a provider. Out: a `Line` in exactly one state, and its trace. Raises StoreError only.
"""

from __future__ import annotations

from extractor import grounding, lines
from extractor.models import Article, Line, Request
from extractor.prompts import Prompt
from extractor.providers import Calling, Provider
from extractor.store import Trace
from extractor.tasks import Task


async def extract(
    article: Article, task: Task, prompt: Prompt, provider: Provider, calling: Calling
) -> tuple[Line, Trace]:
    """Ask, read the answer, locate its quotes, compute the rest."""
    request = Request(article=article, messages=prompt.render(article), sample=calling.sample)
    completion = await provider.complete(request, calling)
    line = lines.answered(article, task, prompt, provider, completion)
    trace = lines.traced(article, completion)
    if completion.reply is None:
        return line, trace

    evidence, warnings = grounding.locate(completion.reply, article)
    warnings += lines.salvaged(completion)
    try:
        record = task.derive(completion.reply, article)
        warnings += task.warnings(record, article)
    except Exception as error:  # a schema is somebody's code, and this article is not the others
        return lines.underivable(line, error, task), trace
    return lines.filled(line, record, evidence, warnings), trace
