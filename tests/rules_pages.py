"""Invented articles for the tests of the rules, and what the tables of those tests say of a reply."""

from __future__ import annotations

from typing import Any

from extractor.diplomacy.countries import side_code
from extractor.models import Article, Block, BlockKind, Span, text_id


def page(headline: str, *paragraphs: str) -> Article:
    """An article of a headline and body paragraphs."""
    text = "\n\n".join((headline, *paragraphs))
    blocks, at = [], 0
    for index, words in enumerate((headline, *paragraphs)):
        kind = BlockKind.BODY if index else BlockKind.HEADLINE
        blocks.append(Block(kind=kind, span=Span(start=at, end=at + len(words))))
        at += len(words) + 2
    head = Span(start=0, end=len(headline))
    return Article(article_id=text_id(text), path="-", text=text, blocks=tuple(blocks), headline=head)


def main(reply: dict[str, Any]) -> dict[str, Any]:
    """The main event of a reply."""
    return next(event for event in reply["events"] if event["is_main"])


def seen(event: dict[str, Any]) -> dict[str, Any]:
    """What the tables below say of an event."""
    people = event["participants"]
    return {
        "type": event["event_type"],
        "realis": event["realis"],
        "channel": event["channel"],
        "when": event["date_text"],
        "names": {row["name"] for row in people if row["name"]},
        "sides": {side_code(row["country"]) for row in people},
        "city": (event["location"] or {}).get("city"),
        "setting": (event["location"] or {}).get("setting"),
        "frame": event["frame"],
        "roles": {side_code(row["country"]): row["role"] for row in people},
    }
