"""Cuts an article into the sentences that the rules read.

In: an `Article`. Out: `Sentence`s in text order, headline first, with offsets into the original text.
Header, byline, furniture and tail give no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from extractor.models import Article, BlockKind


class Part(StrEnum):
    """Where on the page a sentence stands."""

    HEADLINE = "headline"
    LEAD = "lead"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `words == text[start:end]`."""

    start: int
    end: int
    words: str
    part: Part
    paragraph: int
    number: int


_LEAD_SENTENCES = 3  # wire style: who, what, when stand in the first sentences
_LONGEST = 1500  # code points; a page without full stops must not cost time without bound
_STOP = re.compile(r"[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[]?[^\W_a-z])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sr|Jr|St|Gen|Col|Lt|Sen|Rep|Gov|Hon|H\.E|Amb|No|vs|Sgt|Capt|approx|Jan|Feb|Mar|Apr|Jun|Jul"
    r"|Aug|Sep|Sept|Oct|Nov|Dec|Rev|Msgr|Sra|Excmo)|(?:\b[A-Z]\.)*\b[A-Z])\.$"
)
_PARAGRAPH = re.compile(r"\n\s*\n|\n")
_SPEECH = re.compile(r"[“\"]([^“”\"]{12,}?)(?:[”\"]|$)")


def split(article: Article) -> tuple[Sentence, ...]:
    """Every sentence of headline and body, in order."""
    text = article.coded
    found: list[Sentence] = []
    for number, (start, end, is_headline) in enumerate(_paragraphs(article, text)):
        for left, right in _cut(text, start, end):
            part = Part.HEADLINE if is_headline else Part.BODY
            if part is Part.BODY and sum(item.part is Part.LEAD for item in found) < _LEAD_SENTENCES:
                part = Part.LEAD
            found.append(Sentence(left, right, text[left:right], part, number, len(found)))
    return tuple(found)


def speech_spans(sentence: Sentence) -> list[tuple[int, int]]:
    """The stretches of direct speech in a sentence, as offsets into the article.

    >>> one = Sentence(0, 37, 'He said: “I met them at home on Monday.”', Part.BODY, 0, 0)
    >>> speech_spans(one)
    [(10, 39)]
    """
    return [(sentence.start + m.start(1), sentence.start + m.end(1)) for m in _SPEECH.finditer(sentence.words)]


def _paragraphs(article: Article, text: str) -> Iterator[tuple[int, int, bool]]:
    headline = article.headline
    if headline is not None:
        yield headline.start, headline.end, True
    opening = article.dateline.span if article.dateline else None
    blocks = [block.span for block in article.blocks if block.kind is BlockKind.BODY]
    if not article.blocks:
        blocks = []
        yield from ((start, end, False) for start, end in _lines(text, 0, len(text)))
    for span in blocks:
        for left, end in _lines(text, span.start, span.end):
            dated = opening is not None and left <= opening.start < opening.end <= end
            start = opening.end if dated and opening else left  # the dateline is no part of the first sentence
            if headline is None or end <= headline.start or start >= headline.end:
                yield start, end, False
            elif start < headline.end < end:
                yield headline.end, end, False


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Lines, a hard-wrapped one joined to the next."""
    at = start
    for match in _PARAGRAPH.finditer(text, start, end):
        rest = text[match.end() : match.end() + 1]
        wrapped = (
            match.group() == "\n" and match.start() - at > 50 and (rest.islower() or text[match.start() - 1] == ",")
        )
        if not wrapped:
            yield at, match.start()
            at = match.end()
    yield at, end


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for match in _STOP.finditer(text, start, end):
        dot = match.start() + 1
        if match.group().startswith(".") and _ABBREVIATION.search(text, max(at, dot - 12), dot):
            continue
        yield from _trimmed(text, at, match.end())
        at = match.end()
    yield from _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without the space around it, cut where it is longer than any sentence that people write."""
    while end - start > _LONGEST:
        space = text.rfind(" ", start, start + _LONGEST)
        middle = space if space > start else start + _LONGEST
        yield from _trimmed(text, start, middle)
        start = middle
    words = text[start:end]
    left, right = start + len(words) - len(words.lstrip(" \t\n:–—-")), start + len(words.rstrip())
    if right > left:
        yield left, right
