"""What a run would ask and cost, from the requests it would really send. Nothing is sent.

In: assembled parts and articles. Out: an `Estimate`. What completions on disk took, this model's or another's for the same
requests, is what it rests on where there are enough of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import lru_cache

from extractor.assemble import Parts
from extractor.cache import CompletionCache, Entry, key_of
from extractor.estimate import Estimate, Interval, Observed, Seen, Sizes, estimate, tokens_of
from extractor.models import Article, Message, Request, Unreadable
from extractor.prices import tariff_of
from extractor.providers.completions import read

_MOST = 500  # completions looked at: more would tell little more


def dry_run(parts: Parts, found: Iterable[Article | Unreadable]) -> Estimate:
    """Render every request and weigh it; look up which are answered already."""
    requests: list[Interval] = []
    own: list[Observed] = []
    others: list[Observed] = []
    served = 0
    for article in found:
        if isinstance(article, Unreadable):
            continue
        request = Request(article=article, messages=parts.prompt.render(article))
        key_parts = parts.provider.key_parts(request)
        weighed = _weighed(request.messages)
        if parts.cache is None or not key_parts:
            requests += [weighed] if parts.provider.kind == "openai" else []
            continue
        answered = (entry := parts.cache.get(key_of(key_parts))) is not None and entry.served
        if entry is not None and answered:
            served += 1
            own += [_observed(entry, weighed, parts.cache)] if len(own) < _MOST else []
            continue
        requests.append(weighed)
        if len(others) < _MOST:
            others += _of_others(parts.cache, article.article_id, key_parts, weighed)
    return estimate(_sizes(parts, requests, served), Seen(own, others), tariff_of(parts.provider_settings))


def _sizes(parts: Parts, requests: list[Interval], served: int) -> Sizes:
    return Sizes(
        requests=requests,
        served=served,
        schema=tokens_of(json.dumps(parts.task.reply_schema)),
        shared=tokens_of(parts.prompt.system_text),
        examples=tuple(tokens_of(example.reply) for example in parts.prompt.examples),
    )


def _weighed(messages: tuple[Message, ...]) -> Interval:
    first, *rest = messages
    return sum((tokens_of(message.content) for message in rest), _system(first.content))


@lru_cache(maxsize=2)  # the same for every article
def _system(text: str) -> Interval:
    return tokens_of(text)


def _observed(entry: Entry, weighed: Interval, cache: CompletionCache) -> Observed:
    return Observed(weighed, read(entry.body).usage, more_calls=len(cache.of_dialogue(entry.key)) - 1)


def _of_others(cache: CompletionCache, article_id: str, wanted: dict[str, str], weighed: Interval) -> list[Observed]:
    """What other models took for the very same messages and schema."""
    same = ("system", "user", "schema")
    entries = [entry for entry in cache.of_article(article_id) if entry.served and not entry.parts.get("reask")]
    alike = [entry for entry in entries if all(entry.parts.get(part) == wanted[part] for part in same)]
    return [_observed(entry, weighed, cache) for entry in alike if entry.parts["model"] != wanted["model"]]
