"""What a record came from, compared with what a run now would ask.

In: a run's lines, a trace, a choice of parts. Out: sentences. Refuses a name that fits no article or several.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from extractor import articles
from extractor.assemble import Choice, assembled
from extractor.errors import UsageError
from extractor.models import Article, Line, Request
from extractor.store import Trace

_LIMITS = ("max_tokens", "max_completion_tokens")


def find(lines: Sequence[Line], wanted: str, folder: Path) -> Line:
    """The line of an article: by path, by id, by the end or a part of its file's name, by the start of its id."""
    for fits in (
        lambda line: wanted in (line.path, line.article_id),
        lambda line: line.path.endswith(wanted) or line.article_id.startswith(wanted),
        lambda line: wanted in Path(line.path).name,
    ):
        found = [line for line in lines if fits(line)]
        if len(found) == 1:
            return found[0]
        if found:
            some = ", ".join(line.path for line in found[:5])
            raise UsageError(f"{wanted!r} fits {len(found)} articles: {some}; write more of it")
    some = ", ".join(line.path for line in lines[:3])
    raise UsageError(f"no article {wanted!r} in {str(folder)!r}: name a path or an id from its records, such as {some}")


def now(choice: Choice, line: Line, trace: Trace | None) -> list[str]:
    """Which parts of the completion's key a run now would have otherwise; nothing for a record without a completion."""
    if trace is None or trace.key is None:
        return []
    article = next((item for item in _read_again(line) if item.article_id == line.article_id), None)
    if article is None:
        return ["now: the input is gone or its text was changed, so a run now would ask again"]
    same = Choice(choice.root, choice.config, line.task, line.prompt, line.provider)
    with assembled(same, online=False) as parts:
        new = parts.provider.key_parts(Request(article=article, messages=parts.prompt.render(article)))
    changed = [part for part, value in new.items() if part != "reask" and _differs(part, value, trace.key_parts)]
    if not changed:
        return ["now: nothing that decides the completion has changed, so a run now would be answered from the cache"]
    shown = [part for part in changed if part in ("params", "model", "host", "sample")]
    details = [f"     {part}: {trace.key_parts.get(part)} → {new[part]}" for part in shown]
    return [f"now: a run would ask again, because this changed: {', '.join(changed)}", *details]


def _differs(part: str, value: str, before: Mapping[str, str]) -> bool:
    """Whether a part of the key is another one. A limit that was doubled for a cut reply is the same request, grown."""
    if part != "params":
        return before.get(part) != value
    new, old = json.loads(value), json.loads(before.get(part, "{}"))
    limit = next((name for name in _LIMITS if name in new), "")
    grown = old.get(limit) in (new.get(limit), 2 * new.get(limit, 0))
    return not grown or {**new, limit: 0} != {**old, limit: 0}


def _read_again(line: Line) -> list[Article]:
    source = line.path.split("#", 1)[0]
    return [item for item in articles.read([source]) if isinstance(item, Article)] if Path(source).exists() else []
