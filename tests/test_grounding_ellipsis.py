"""Quotes with words left out at an ellipsis: a row of evidence for each part."""

from typing import Annotated

import pytest
from pydantic import BaseModel

from extractor.fields import Verbatim
from extractor.grounding import locate
from extractor.grounding.ellipsis import OMISSION, chains, split
from extractor.models import Article, Block, BlockKind, Span

TEXT = (
    "LIMA — Foreign Minister Ilda Moreno received her colleague, Pavel Orr, in the old port on Thursday.\n"
    "“We talked… and we agreed,” she said. Pavel Orr thanked the hosts for the “warm” welcome on Thursday.\n"
    "两国外长在利马就双边关系深入交换了意见。 التقت الوزيرة إلدا زميلها في الميناء القديم يوم الخميس."
)


class Event(BaseModel):
    quote: Annotated[str, Verbatim()]
    when: Annotated[str | None, Verbatim()] = None
    side: Annotated[str | None, Verbatim(optional=True)] = None


class Reply(BaseModel):
    events: list[Event]


def told(quote: str, text: str = TEXT, tail: str = "") -> tuple[list[tuple[str, str, str | None]], list[str]]:
    """Each row's quote, status and words in the article; and the warnings, codes first."""
    blocks = (
        Block(kind=BlockKind.BODY, span=Span(start=0, end=len(text))),
        Block(kind=BlockKind.TAIL, span=Span(start=len(text), end=len(text + tail))),
    )
    article = Article(article_id="0", path="a.txt", text=text + tail, blocks=blocks)
    rows, warnings = locate(Reply(events=[Event(quote=quote)]), article)
    assert {"events[0].quote"} == {row.path for row in rows}
    found = [(row.quote, row.status.value, None if row.start is None else text[row.start : row.end]) for row in rows]
    return found, [f"{warning.code} {warning.message.removeprefix('events[0].quote: ')}" for warning in warnings]


def exact(*parts: str) -> list[tuple[str, str, str]]:
    """Rows of parts that stand there letter for letter."""
    return [(part, "exact", part) for part in parts]


@pytest.mark.parametrize(
    ("quote", "rows"),
    [
        pytest.param(
            "Ilda Moreno received … on Thursday", exact("Ilda Moreno received", "on Thursday"), id="character"
        ),
        pytest.param("Ilda Moreno received...on Thursday", exact("Ilda Moreno received", "on Thursday"), id="dots"),
        pytest.param(
            "Ilda Moreno received . . . on Thursday", exact("Ilda Moreno received", "on Thursday"), id="spaced"
        ),
        pytest.param(
            "Ilda Moreno received [...] on Thursday", exact("Ilda Moreno received", "on Thursday"), id="brackets"
        ),
        pytest.param("Ilda Moreno received <…> on Thursday", exact("Ilda Moreno received", "on Thursday"), id="angles"),
        pytest.param("her colleague, … Orr thanked", exact("her colleague", "Orr thanked"), id="comma-before-it"),
        pytest.param("…Pavel Orr … the old port…", exact("Pavel Orr", "the old port"), id="at-both-ends"),
        pytest.param("her ... on", [("her ... on", "absent", None)], id="little-remains"),
        pytest.param("in the old port…", exact("in the old port"), id="at-the-end-only"),
        pytest.param("Moreno … Orr … port", exact("Moreno", "Orr", "port"), id="three-parts"),
        pytest.param("Pavel … Orr", [("Pavel … Orr", "absent", None)], id="too-short"),
        pytest.param("两国外长……深入交换了意见", exact("两国外长", "深入交换了意见"), id="chinese"),
        pytest.param("التقت الوزيرة إلدا … يوم الخميس", exact("التقت الوزيرة إلدا", "يوم الخميس"), id="arabic"),
        pytest.param("We talked… and we agreed", exact("We talked… and we agreed"), id="printed"),
        pytest.param(
            "we talked... and we agreed",
            [("we talked... and we agreed", "normalized", "We talked… and we agreed")],
            id="printed-otherwise",
        ),
        pytest.param("We talked … she said", exact("We talked", "she said"), id="printed-and-more-left-out"),
        pytest.param(
            "thanked the hosts … the 'warm' welcome",
            [*exact("thanked the hosts"), ("the 'warm' welcome", "normalized", "the “warm” welcome")],
            id="each-part-its-own-status",
        ),
        pytest.param(
            "Foreign Minister Ilda Morena received … on Thursday",
            [
                ("Foreign Minister Ilda Morena received", "fuzzy", "Foreign Minister Ilda Moreno received"),
                *exact("on Thursday"),
            ],
            id="a-part-with-a-changed-word",
        ),
        pytest.param(
            "We talkedd… and we agreed,” she said",
            [("We talkedd… and we agreed,” she said", "fuzzy", "We talked… and we agreed,” she said")],
            id="printed-and-a-word-misspelt",
        ),
        pytest.param("[…]", [("[…]", "absent", None)], id="nothing-else"),
        pytest.param("[…] ”", [("[…] ”", "absent", None)], id="nothing-but-marks"),
    ],
)
def test_a_row_for_each_part(quote: str, rows: list[tuple[str, str, str | None]]) -> None:
    """The parts of a quote are rows of one path, each with its own words, place and status."""
    assert rows == told(quote)[0]


@pytest.mark.parametrize(
    ("quote", "rows", "warnings"),
    [
        pytest.param(
            "Ilda Moreno received … a gift of carved wood",
            [*exact("Ilda Moreno received"), ("a gift of carved wood", "absent", None)],
            ["ungrounded 'a gift of carved wood' does not stand in the article"],
            id="the-second",
        ),
        pytest.param(
            "The queen of Norway … her colleague, Pavel Orr … flew to Oslo",
            [
                ("The queen of Norway", "absent", None),
                *exact("her colleague, Pavel Orr"),
                ("flew to Oslo", "absent", None),
            ],
            [
                "ungrounded 'The queen of Norway' does not stand in the article",
                "ungrounded 'flew to Oslo' does not stand in the article",
            ],
            id="all-but-one",
        ),
        pytest.param(
            "The queen … of Norway … flew to Oslo",
            [("The queen … of Norway … flew to Oslo", "absent", None)],
            ["ungrounded 'The queen … of Norway … flew to Oslo' does not stand in the article"],
            id="all",
        ),
        pytest.param(
            "The queen of Norway … in",
            [("The queen of Norway … in", "absent", None)],
            ["ungrounded 'The queen of Norway … in' does not stand in the article"],
            id="all-but-a-word-that-says-nothing",
        ),
        pytest.param(
            "thanked the hosts for the … Ilda Moreno received",
            [*exact("thanked the hosts for the"), ("Ilda Moreno received", "absent", None)],
            ["ungrounded 'Ilda Moreno received' does not stand near the rest of its quote, in its order"],
            id="wrong-order",
        ),
    ],
)
def test_a_missing_part_is_named(quote: str, rows: list[tuple[str, str, str | None]], warnings: list[str]) -> None:
    """What is found is located, what is not is absent, with a warning for each missing part and no other."""
    assert (rows, warnings) == told(quote)


def test_a_part_from_the_tail_is_absent() -> None:
    """A part that only the page's tail has is no part of the article, and its warning says so."""
    rows, warnings = told("Ilda Moreno received … the queen of Norway", tail="\nRead also: the queen of Norway in Lima")
    assert [*exact("Ilda Moreno received"), ("the queen of Norway", "absent", None)] == rows
    assert warnings == ["tail_only 'the queen of Norway' stands only outside the article's body"]


@pytest.mark.parametrize(("gap", "statuses"), [(OMISSION, ["exact", "exact"]), (OMISSION + 1, ["exact", "absent"])])
def test_an_ellipsis_is_bounded(gap: int, statuses: list[str]) -> None:
    """Parts further apart than a paragraph are not one quote: the longer one is located."""
    rows, _ = told("The envoys met … and agreed", f"The envoys met {'x' * (gap - 2)} and agreed.")
    assert statuses == [status for _, status, _ in rows]


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        pytest.param(
            "The envoys came early. The envoys met and in the end agreed on trade.", [23, 53], id="shortest-stretch"
        ),
        pytest.param(
            "The envoys met. The envoys agreed on trade. They agreed on trade.", [16, 27], id="first-of-several"
        ),
    ],
)
def test_repeated_parts_stand_close(text: str, starts: list[int]) -> None:
    """Where a part repeats, the repetitions next to each other are meant."""
    blocks = (Block(kind=BlockKind.BODY, span=Span(start=0, end=len(text))),)
    rows, _ = locate(
        Reply(events=[Event(quote="The envoys … agreed on trade")]),
        Article(article_id="0", path="a.txt", text=text, blocks=blocks),
    )
    assert starts == [row.start for row in rows]


def test_a_chain_may_skip_the_nearest_repetition() -> None:
    """A part is placed where the most of the quote stands around it, even if it repeats closer by."""
    text = f"The envoys met. {'x' * 300} in the port {'x' * 300} in the port and they agreed."
    rows, warnings = told("The envoys met … in the port … they agreed", text)
    assert ([status for _, status, _ in rows], warnings) == (["exact"] * 3, [])


def test_a_quote_of_parts_anchors_its_object() -> None:
    """The rest of the object is sought from the first part to the last."""
    text = "They left on Friday. The envoys met in Lima on Friday to sign, and agreed. They left on Friday."
    blocks = (Block(kind=BlockKind.BODY, span=Span(start=0, end=len(text))),)
    rows, _ = locate(
        Reply(events=[Event(quote="The envoys met … and agreed", when="on Friday")]),
        Article(article_id="0", path="a.txt", text=text, blocks=blocks),
    )
    assert [("events[0].when", text.index("on Friday to"))] == [(row.path, row.start) for row in rows[2:]]


def test_an_optional_quote_of_parts_is_silent_about_the_missing() -> None:
    """A value that may be in other words has rows for what stands there, and no warning for the rest."""
    blocks = (Block(kind=BlockKind.BODY, span=Span(start=0, end=len(TEXT))),)
    article = Article(article_id="0", path="a.txt", text=TEXT, blocks=blocks)
    rows, warnings = locate(Reply(events=[Event(quote="Pavel Orr", side="in the old port … of Atlantis")]), article)
    assert [row.quote for row in rows] == ["Pavel Orr", "in the old port"]
    assert warnings == []


@pytest.mark.parametrize("quote", ["at 10:30.", "U.S. Mr. Orr", "a.. b", "one. two. three."])
def test_full_stops_are_no_ellipsis(quote: str) -> None:
    """A quote without an ellipsis is one part, the quote itself."""
    assert [quote] == split(quote)


@pytest.mark.parametrize("count", [8, 9])
def test_too_many_parts_are_no_quote(count: int) -> None:
    """A quote cut into more than eight parts is one part, and stands nowhere."""
    words = ["Foreign", "Minister", "Ilda", "Moreno", "received", "her", "colleague", "Pavel", "Orr"][:count]
    statuses = [status for _, status, _ in told(" … ".join(words))[0]]
    assert statuses == (["exact"] * 8 if count == 8 else ["absent"])


def test_a_part_has_one_place() -> None:
    """Two occurrences of a part side by side are two ways to place it, not more of the quote."""
    assert chains([[(0, 4), (4, 8)], [(700, 706)]]) == [{1: (700, 706)}]
