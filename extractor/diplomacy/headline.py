"""Where the headline says something else than the body does.

In: the main event of a record, and its Article. Out: a warning `headline_body_conflict` that says in what they differ.
The body counts: nothing is changed. An article without headline, or without a main event, has nothing to compare.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from extractor.diplomacy.countries import Mention, MentionKind, mentions
from extractor.diplomacy.derivation import participant_code
from extractor.models import Article, Block, BlockKind, Span, Warning

Json = Mapping[str, Any]

_UNDONE = frozenset({"postponed", "cancelled", "refused", "denied"})
_REMOTE = frozenset({"phone", "letter"})  # a headline may say "meet" of a video conference
_STATES = (MentionKind.NAME, MentionKind.DEMONYM)


def warnings(record: Json, article: Article) -> list[Warning]:
    """At most one warning, for the most telling difference."""
    main = next((at for at, event in enumerate(record["events"]) if event["is_main"]), None)
    if main is None or article.headline is None or article.language not in (None, "en"):
        return []
    event = record["events"][main]
    headline = article.headline.of(article.text)
    differs = _other_sides(headline, article, event) or _other_outcome(headline, event)
    if differs is None:
        return []
    return [Warning(code="headline_body_conflict", message=f"events[{main}]: the headline {headline!r} {differs}")]


def _other_sides(headline: str, article: Article, event: Json) -> str | None:
    """A state in the headline that the body never names, or no side of the event in a headline that names two."""
    named = {found.code: found for found in mentions(headline) if found.code and found.kind in _STATES}
    if not named or not event["sides"]:
        return None
    told = {found.code for found in mentions(_below(article))}
    unknown = [found for code, found in named.items() if code not in told]
    if unknown:
        return f"names {_listed(unknown)}, which the body never does"
    if len(named) > 1 and not named.keys() & set(event["sides"]):
        return f"names {_listed(list(named.values()))}; the body's main event is between {' and '.join(event['sides'])}"
    return None


def _other_outcome(headline: str, event: Json) -> str | None:
    """A contact that took place in one of the two and not in the other, or was remote in one and in person in the other."""
    from extractor.diplomacy import rules  # its word tables cost time that a task without headlines saves

    said = next((found for found in rules.read(_alone(headline))["events"] if found["is_main"]), None)  # type: ignore[attr-defined]
    if said is None or not _same_sides(said, event):
        return None
    if (said["realis"] in _UNDONE) != (event["realis"] in _UNDONE) and "planned" not in (
        said["realis"],
        event["realis"],
    ):
        return f"says {said['realis']!r} and the body {event['realis']!r}"
    channels = {said["channel"], event["channel"]}
    if "in_person" in channels and channels & _REMOTE:
        return f"says {said['channel']!r} and the body {event['channel']!r}"
    return None


def _same_sides(said: Json, event: Json) -> bool:
    sides = {participant_code(person["country"], person["title"]) for person in said["participants"]}
    return len(sides & set(event["sides"])) > 1


def _alone(headline: str) -> Article:
    span = Span(start=0, end=len(headline))
    block = Block(kind=BlockKind.BODY, span=span)
    return Article(article_id="", path="", text=headline, blocks=(block,))


def _below(article: Article) -> str:
    text = article.coded
    return "\n".join(block.span.of(text) for block in article.blocks if block.kind is BlockKind.BODY)


def _listed(found: list[Mention]) -> str:
    return " and ".join(repr(mention.words) for mention in found)
