"""Cuts an article into the sentences that the rules read.

In: an `Article`. Out: `Sentence`s in text order, headline first, with offsets into the original text.
Header, byline, furniture and tail give no sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from extractor.diplomacy.countries import Mention
from extractor.diplomacy.rules import opening
from extractor.models import Article, BlockKind, Span


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


Told = tuple[
    tuple[Sentence, ...], Mention | None, list[tuple[int, int]]
]  # sentences, the dateline's city, what datelines span
_LEAD_SENTENCES = 3  # wire style: who, what, when stand in the first sentences
_OPENINGS = 5  # paragraphs from the top that may begin with a dateline
_LONGEST = 1500  # code points; a page without full stops must not cost time without bound
_STOP = re.compile(r"[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'(\[]?[^\W_a-z])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sr|Jr|St|Gen|Col|Lt|Sen|Rep|Gov|Hon|H\.E|Amb|No|vs|Sta|Sto|Sgt|Capt|approx|Jan|Feb|Mar|Apr|Jun|Jul"
    r"|Aug|Sep|Sept|Oct|Nov|Dec|Rev|Msgr|Sra|Excmo)|(?:\b[A-Z]\.)*\b[A-Z])\.$"
)
_HOUR = re.compile(r"\b[ap]\.m\.$", re.IGNORECASE)  # "at 11 a.m. Tuesday" goes on
_DAY_FOLLOWS = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:GMT|UTC|[A-Z]{2,3}T)\b|\(|[A-Z][a-z]+ time")
_NARROW, _WIDE = 50, 120  # code points: the widths to which mail and releases are wrapped
_FILLED = re.compile(r"(?<![^\n])\S[^\n]*(?:\n\S[^\n]*)+")
_PARAGRAPH = re.compile(r"\n\s*\n|\n")
_FIRST_LINE = re.compile(r"\s*(\S[^\n]{9,200}[^\s.!?…])[ \t]*(?:\n|\Z)")
_SPEECH = re.compile(r"[“\"]([^“”\"]{12,}?)(?:[”\"]|$)")


def unwrapped(article: Article) -> str:
    """The article's news with the line breaks inside hard-wrapped paragraphs made spaces: same length, so offsets stay true.

    A line was wrapped by the width of the page when the next line's first word had no room on it.
    """
    text = article.news
    edges = {offset for block in article.blocks for offset in (block.span.start, block.span.end)}
    letters: list[str] | None = None
    for paragraph in _FILLED.finditer(text):
        lines = paragraph.group().split("\n")
        width = max(map(len, lines))
        if not _NARROW < width <= _WIDE:
            continue
        at = paragraph.start() - 1
        for line, following in pairwise(lines):
            at += len(line) + 1
            full = len(line) + 1 + len(following.partition(" ")[0]) > width
            if full and not edges & {at, at + 1}:
                letters = letters or list(text)
                letters[at] = " "
    return text if letters is None else "".join(letters)


def split(article: Article, text: str, places: Mapping[int, Mention]) -> Told:
    """Every sentence of headline and body, in order; `text` is the article's, unwrapped."""
    found: list[Sentence] = []
    here: Mention | None = None
    opened = [(article.dateline.span.start, article.dateline.span.end)] if article.dateline else []
    line = article.dateline.span if article.dateline else None
    if line is not None:
        here = next((place for at, place in places.items() if line.start <= at < line.end), None)
    leads = 0
    at_once = not places  # boilerplate above the story names no side, and is no lead
    for number, (first, end, is_headline) in enumerate(_paragraphs(article, text)):
        start, city = opening.story(text, first, end, places) if number < _OPENINGS else (first, None)
        here = here or city
        opened += [(first, start)] if start > first else []
        for left, right in _cut(text, start, end):
            part = Part.HEADLINE if is_headline else Part.BODY
            if part is Part.BODY and leads < _LEAD_SENTENCES:
                part = Part.LEAD
                leads += at_once or any(left <= start < right for start in places)
            found.append(Sentence(left, right, text[left:right], part, number, len(found)))
    return tuple(found), here, opened


def speech_spans(sentence: Sentence) -> list[tuple[int, int]]:
    """The stretches of direct speech in a sentence, as offsets into the article.

    >>> one = Sentence(0, 37, 'He said: “I met them at home on Monday.”', Part.BODY, 0, 0)
    >>> speech_spans(one)
    [(10, 39)]
    """
    if "“" not in sentence.words and '"' not in sentence.words:
        return []
    return [(sentence.start + m.start(1), sentence.start + m.end(1)) for m in _SPEECH.finditer(sentence.words)]


def _paragraphs(article: Article, text: str) -> Iterator[tuple[int, int, bool]]:
    headline = _headline(article, text)
    if headline is not None:
        yield headline.start, headline.end, True
    line = article.dateline.span if article.dateline else None
    blocks = [block.span for block in article.blocks if block.kind is BlockKind.BODY]
    if not article.blocks:
        blocks = []
        yield from ((start, end, False) for start, end in _lines(text, 0, len(text)))
    for span in blocks:
        for left, end in _lines(text, span.start, span.end):
            dated = line is not None and left <= line.start < line.end <= end
            start = line.end if dated and line else left  # the dateline is no part of the first sentence
            if headline is None or end <= headline.start or start >= headline.end:
                yield start, end, False
            elif start < headline.end < end:
                yield headline.end, end, False


def _headline(article: Article, text: str) -> Span | None:
    """The headline; where nothing of it is news, the first line that is, if it ends no sentence."""
    headline = article.headline
    if headline is None or text[headline.start : headline.end].strip():
        return headline
    line = _FIRST_LINE.match(text)
    return Span(start=line.start(1), end=line.end(1)) if line else headline


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
        if _HOUR.search(text, max(at, dot - 5), dot) and _DAY_FOLLOWS.match(text, match.end()):
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
