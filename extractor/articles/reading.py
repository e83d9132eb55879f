"""Files, folders, tables, pages and stdin as a lazy stream of articles.

In: paths and the names of columns. Out: `Article | Unreadable`, one an input, in a stable order. Refuses (ArticleError,
before anything is read) a path that does not exist and a named table that lacks its columns.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from extractor.articles.columns import TEXT_NAMES, Columns
from extractor.articles.inputs import PAGES, STDIN, TABLES, Listing, inputs_of, kind_of, shown
from extractor.articles.pages import read_page
from extractor.articles.printed_dates import day_of
from extractor.articles.structure import layout
from extractor.articles.tables import Row, json_rows, names_of, rows_of
from extractor.articles.text import MAX_BYTES, Refusal, checked, decode, raw_id, too_large
from extractor.errors import ArticleError
from extractor.models import Article, Unreadable

USUAL = Columns()

Found = Article | Unreadable


def read(
    inputs: Sequence[str], columns: Columns = USUAL, stdin: BinaryIO | None = None, limit: int | None = None
) -> Iterator[Found]:
    """The articles of files and folders, in the order of their paths, stdin first; read when they are asked for.

    Whatever is wrong with one file or row is an `Unreadable`, and the stream goes on. Raises ArticleError at once for a
    path that does not exist or is of no known kind, for a named table without the columns, and where nothing is found.
    """
    listing = inputs_of(inputs)
    for path in inputs:
        if kind_of(path) in TABLES and Path(path).is_file() and (names := names_of(path)):
            columns.check(path, names)
    return islice(_all(listing, columns, stdin), limit)


def _all(listing: Listing, columns: Columns, stdin: BinaryIO | None) -> Iterator[Found]:
    for path in listing.locked:
        reason = "a folder that cannot be opened: give yourself the right to read it"
        yield Unreadable(article_id=_path_id(path), path=shown(path), reason=reason)
    for path in listing.files:
        if path == STDIN:
            yield from _from_stdin(stdin or sys.stdin.buffer, columns)
        elif kind_of(path) in TABLES:
            yield from _from_table(path, columns)
        else:
            yield _from_file(path)


# ── one file ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _from_file(path: str) -> Found:
    try:
        with open(path, "rb") as stream:  # noqa: PTH123  # a Path for every file of a million costs more than it says
            raw = stream.read(MAX_BYTES)
            if len(raw) >= MAX_BYTES:
                stream.seek(0)
                digest = hashlib.file_digest(stream, "sha256").hexdigest()[:16]
                return Unreadable(article_id=digest, path=shown(path), reason=too_large(stream.tell()).reason)
    except OSError as error:
        return _closed(path, error)
    if kind_of(path) not in PAGES:
        return _plain(raw, path)
    page = read_page(raw)
    if isinstance(page, Refusal):
        return Unreadable(article_id=raw_id(raw), path=shown(path), reason=page.reason)
    return layout(page.text, path=shown(path), metadata_date=page.published, url=page.url, hidden=page.hidden)


def _plain(raw: bytes, path: str) -> Found:
    text = decode(raw)
    if isinstance(text, Refusal):
        return Unreadable(article_id=raw_id(raw), path=shown(path), reason=text.reason)
    return layout(text, path=shown(path))


def _closed(path: str, error: OSError) -> Unreadable:
    reason = f"a file that cannot be opened ({error.strerror or type(error).__name__})"
    return Unreadable(article_id=_path_id(path), path=shown(path), reason=reason)


def _path_id(path: str) -> str:
    """The identity of what has no bytes to hash: a folder or file that cannot be opened."""
    return raw_id(path.encode(errors="surrogateescape"))


# ── tables and stdin ──────────────────────────────────────────────────────────────────────────────────────────────


def _from_table(path: str, columns: Columns) -> Iterator[Found]:
    empty = True
    try:
        for row in rows_of(path):
            empty = False
            yield _from_row(row, path, columns)
    except OSError as error:
        yield _closed(path, error)
    except ArticleError as error:  # in a folder; a named table was refused before the first article
        yield Unreadable(article_id=_path_id(path), path=shown(path), reason=str(error))
    else:
        if empty:
            yield Unreadable(
                article_id=_path_id(path), path=shown(path), reason="a table without rows; remove it, or fill it"
            )


def _from_row(row: Row, path: str, columns: Columns) -> Found:
    place = f"{shown(path)}#{row.number}"
    if row.fields is None:
        return Unreadable(article_id=raw_id(row.raw), path=place, reason=row.reason)
    place = f"{shown(path)}#{columns.label_of(row.fields, row.number)}"
    text = _text(row, columns)
    if isinstance(text, Refusal):
        return Unreadable(article_id=raw_id(row.raw), path=place, reason=text.reason)
    published = day_of(columns.date_of(row.fields))
    return layout(text, path=place, metadata_date=published, url=columns.url_of(row.fields))


def _text(row: Row, columns: Columns) -> str | Refusal:
    text = columns.text_of(row.fields or {})
    if text is None:
        column = repr(columns.text) if columns.text else f"each of {', '.join(TEXT_NAMES)}"
        return Refusal(f"a row without text: {column} is missing or null; fill it, or remove it")
    if not isinstance(text, str):
        return Refusal(f"a row whose text is no text but {type(text).__name__}; write it as a string")
    return checked(text)


def _from_stdin(stream: BinaryIO, columns: Columns) -> Iterator[Found]:
    """One article, or JSON lines where the first character is a brace."""
    begun = [stream.readline(MAX_BYTES)]
    while begun[-1].isspace():
        begun.append(stream.readline(MAX_BYTES))
    if begun[-1].lstrip(b"\xef\xbb\xbf \t").startswith(b"{"):
        for row in json_rows(stream, begun):
            yield _from_row(row, STDIN, columns)
    else:
        yield _plain(b"".join(begun) + stream.read(MAX_BYTES + 1), STDIN)
