"""Headlines that say something else than their body."""

from __future__ import annotations

from typing import Any

import pytest

from extractor.diplomacy import headline
from extractor.models import Article, Block, BlockKind, Span, text_id

BODY = "Norwegian Foreign Minister Kari Solberg met her Slovenian counterpart Ivo Marek in Bergen on Tuesday."
SIDES = [
    {"name": "Kari Solberg", "title": "Norwegian Foreign Minister", "country": "Norway"},
    {"name": "Ivo Marek", "title": "counterpart", "country": "Slovenia"},
]


def page(title: str, body: str = BODY) -> Article:
    """A headline over a body."""
    text = f"{title}\n\n{body}"
    top, rest = Span(start=0, end=len(title)), Span(start=len(title) + 2, end=len(text))
    blocks = (Block(kind=BlockKind.HEADLINE, span=top), Block(kind=BlockKind.BODY, span=rest))
    return Article(article_id=text_id(text), path="a.txt", text=text, blocks=blocks, headline=top)


def record(**changes: Any) -> dict[str, Any]:
    """What the body says."""
    event = {
        "is_main": True,
        "realis": "actual",
        "channel": "in_person",
        "sides": ["NOR", "SVN"],
        "participants": SIDES,
    }
    return {"events": [{**event, **changes}]}


SAME = [
    "Norway and Slovenia talk fish",
    "Slovenian foreign minister in Bergen",
    "Solberg meets Marek",
    "Norwegian, Slovenian ministers meet",
    "A quiet day in the fjords",
]


@pytest.mark.parametrize("title", SAME)
def test_a_headline_that_agrees_is_not_flagged(title: str) -> None:
    """A headline may say less than the body, and in other words."""
    assert headline.warnings(record(), page(title)) == []


DIFFERENT = [
    ("a state that the body never names", "Norwegian and Polish ministers meet in Bergen", "'Polish'"),
    ("cancelled above, held below", "Norway cancels meeting with Slovenia", "'cancelled'"),
    ("telephone above, in person below", "Norwegian, Slovenian foreign ministers hold phone call", "'phone'"),
]


@pytest.mark.parametrize(("title", "named"), [row[1:] for row in DIFFERENT], ids=[row[0] for row in DIFFERENT])
def test_a_headline_that_disagrees_is_flagged(title: str, named: str) -> None:
    """The warning quotes the headline and says in what the two differ."""
    found = headline.warnings(record(), page(title))
    assert [warning.code for warning in found] == ["headline_body_conflict"]
    assert repr(title) in found[0].message
    assert named in found[0].message


def test_a_headline_about_other_sides_than_the_main_event() -> None:
    """Two states in the headline, both in the body, neither a side of the main event: the event may be a minor one."""
    body = f"{BODY} Poland and Japan sent observers."
    assert headline.warnings(record(), page("Poland and Japan watch", body)) != []
    assert headline.warnings(record(), page("Poland and Norway watch", body)) == []


def test_nothing_to_compare() -> None:
    """No event, no headline, or a language whose headlines the rules cannot read: nothing is flagged."""
    title = "Norway cancels meeting with Slovenia"
    assert headline.warnings({"events": []}, page(title)) == []
    assert headline.warnings(record(), page(title).model_copy(update={"headline": None})) == []
    assert headline.warnings(record(), page(title).model_copy(update={"language": "de"})) == []
