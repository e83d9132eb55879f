"""An article's layout: what each line of a page is, when it was published, where its body ends.

In: the text and what the input says about it. Out: `Article`, its text untouched and every non-blank line in exactly one
block. Nothing is refused: any text has a layout.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from extractor.articles import instructions
from extractor.articles.body import body_kinds
from extractor.articles.front import front
from extractor.articles.language import language_of
from extractor.articles.lines import Unit, units
from extractor.articles.marks import mark_of
from extractor.articles.printed_dates import newest_date
from extractor.articles.published import address_date
from extractor.models import Article, Block, BlockKind, DateSource, Span, text_id


def layout(
    text: str, *, path: str, metadata_date: date | None = None, url: str | None = None, hidden: str = ""
) -> Article:
    """Find the blocks, the dates and the language of an article.

    The publication date is the metadata's, else a header's, else the dateline's, else that of a date line, last the address's.

    >>> page = "Envoys meet\\n\\nOSLO, 3 May 2021 (NTB) – Two envoys met in Oslo to talk about fish and forests.\\n\\nLeave a reply"
    >>> article = layout(page, path="a.txt")
    >>> [block.kind.value for block in article.blocks], article.published.isoformat(), article.published_source.value
    (['headline', 'body', 'tail'], '2021-05-03', 'dateline')
    >>> article.coded.endswith("forests.\\n\\n             ")
    True
    """
    page = units(text)
    marks = [mark_of(unit) for unit in page]
    kinds = body_kinds(page, marks)
    top = front(page, kinds, text)
    for at, kind in top.kinds.items():
        kinds[at] = kind
    told = metadata_date or (address_date(url) if url and top.published is None else None)
    found = instructions.finds(text)
    blocks = _blocks(page, kinds)
    return Article(
        article_id=text_id(text),
        path=path,
        text=text,
        blocks=blocks,
        headline=top.headline,
        dateline=top.dateline,
        published=told or top.published,
        published_source=DateSource.METADATA if told else top.source,
        newest_printed=newest_date(text),
        language=language_of("\n".join(_kept(blocks, text))),
        hidden=hidden,
        suspicions=instructions.messages(text, found, hidden),
        suspect=instructions.spans(text, found),
        url=url,
    )


def _kept(blocks: Sequence[Block], text: str) -> list[str]:
    """The words of what is coded."""
    return [block.span.of(text) for block in blocks if block.kind not in (BlockKind.FURNITURE, BlockKind.TAIL)]


def _blocks(page: Sequence[Unit], kinds: Sequence[BlockKind]) -> tuple[Block, ...]:
    """Neighbours of one kind as one block, the blank lines between them included."""
    found: list[Block] = []
    for kind, run in groupby(zip(kinds, page, strict=True), key=lambda pair: pair[0]):
        lines = [unit for _, unit in run]
        found.append(Block(kind=kind, span=Span(start=lines[0].start, end=lines[-1].end)))
    return tuple(found)
