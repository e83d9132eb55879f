"""Rows of .csv, .tsv, .jsonl and .parquet files.

In: a file, or a stream of JSON lines. Out: its rows one at a time, each a mapping of columns, or the reason why a row is
none. Refuses (ArticleError) only a .parquet file where pyarrow is not installed.
"""

from __future__ import annotations

import csv
import importlib
import io
import json
from codecs import BOM_UTF8
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from pathlib import Path
from types import ModuleType
from typing import BinaryIO

from extractor.articles.inputs import kind_of
from extractor.articles.text import MAX_BYTES, encoding_of
from extractor.errors import ArticleError

_MAX_LINE = 7 * MAX_BYTES  # an article all of escapes (\u0131) takes six bytes a character
_MAX_FIELD = 20 * MAX_BYTES
_HEADER = 65_536  # bytes that surely hold the header line
_PROBED = 20  # JSON objects whose keys are taken for the columns
_BATCH = 64  # rows of a .parquet file in memory at once


@dataclass(frozen=True, slots=True)
class Row:
    """One row, counted from 1. `fields` is None where the row cannot be read, and `reason` says why."""

    number: int
    raw: bytes
    fields: Mapping[str, object] | None
    reason: str = ""


def rows_of(path: str) -> Iterator[Row]:
    """The rows of a table. A fault of the whole file is one row with a reason; OSError means it cannot be opened."""
    kind = kind_of(path)
    if kind == ".parquet":
        yield from _parquet_rows(path)
    elif kind in (".csv", ".tsv"):
        yield from _csv_rows(path)
    else:
        with Path(path).open("rb") as stream:
            yield from json_rows(stream)


def names_of(path: str) -> list[str] | None:
    """The columns of a table: its header, or the keys of its first JSON objects; None if nothing can be read."""
    found: dict[str, None] = {}
    try:
        rows = (row.fields for row in rows_of(path) if row.fields is not None)
        for fields in islice(rows, _PROBED):
            found |= dict.fromkeys(fields)
    except OSError:
        return None
    return list(found) or None


# ── JSON lines ────────────────────────────────────────────────────────────────────────────────────────────────────


def json_rows(stream: BinaryIO, begun: Sequence[bytes] = ()) -> Iterator[Row]:
    """One row a line, `begun` being lines already taken from the stream; blank lines count and are no rows."""
    for number, (line, whole) in enumerate(_lines(stream, begun), 1):
        if line.strip():
            yield _json_row(number, line.removeprefix(BOM_UTF8), whole=whole)


def _lines(stream: BinaryIO, begun: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Each line, and whether it is whole: of an endless one only the beginning is kept in memory."""
    for line in chain(begun, iter(partial(stream.readline, _MAX_LINE), b"")):
        whole = len(line) < _MAX_LINE or line.endswith(b"\n")
        rest = line
        while len(rest) == _MAX_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(_MAX_LINE)
        yield line, whole


def _json_row(number: int, line: bytes, *, whole: bool) -> Row:
    if not whole:
        return Row(
            number, line, None, f"a line longer than {_MAX_LINE // 1_000_000} MB; is this one JSON object a line?"
        )
    try:
        found = json.loads(line.decode())
    except UnicodeDecodeError as error:
        return Row(number, line, None, f"not UTF-8 (byte 0x{line[error.start]:02x}); export the table again as UTF-8")
    except (ValueError, RecursionError) as error:
        return Row(number, line, None, f"broken JSON ({error}); mend the line or remove it")
    if not isinstance(found, dict):
        return Row(number, line, None, 'JSON, but no object: expected a line such as {"text": "…"}')
    return Row(number, line, found)


# ── .csv and .tsv ─────────────────────────────────────────────────────────────────────────────────────────────────


def _csv_rows(path: str) -> Iterator[Row]:
    csv.field_size_limit(_MAX_FIELD)
    with Path(path).open("rb") as raw:
        start = raw.read(_HEADER)
        raw.seek(0)
        encoding = encoding_of(start)
        stream = io.TextIOWrapper(raw, encoding=encoding, errors="surrogateescape", newline="")
        delimiter = _delimiter(path, start.decode(encoding, "replace"))
        yield from _csv_table(path, csv.reader(stream, delimiter=delimiter, strict=True))


def _csv_table(path: str, reader: Iterator[list[str]]) -> Iterator[Row]:
    header: list[str] | None = None
    number = 0
    while True:
        try:
            values = next(reader, None)
        except csv.Error as error:  # the reader starts afresh on the next line
            number += 1
            yield _lost(path, number, f"broken quotation marks ({error}); export the table again")
            continue
        except UnicodeError as error:
            yield _lost(path, number + 1, f"not readable from here on ({error}); export the table again as UTF-8")
            return
        if values is None:
            return
        if not values:
            continue
        if header is None:
            header = [name.strip() for name in values]
        else:
            number += 1
            yield _csv_row(number, header, values)


def _lost(path: str, number: int, reason: str) -> Row:
    """A row of which nothing was read, so that its place stands for its bytes."""
    return Row(number, f"{path}#{number}".encode(errors="surrogateescape"), None, reason)


def _delimiter(path: str, start: str) -> str:
    """The delimiter of the header line: a tab in .tsv; in .csv the most frequent of comma, semicolon, tab."""
    if kind_of(path) == ".tsv":
        return "\t"
    header = start.lstrip().split("\n", 1)[0]
    return max(",;\t", key=header.count)


def _csv_row(number: int, header: list[str], values: list[str]) -> Row:
    joined = "\x1f".join(values)
    raw = joined.encode(errors="surrogatepass")
    if any("\udc80" <= char <= "\udcff" for char in joined if char > "\ud7ff"):
        return Row(number, raw, None, "not UTF-8; export the table again as UTF-8")
    if any(values[len(header) :]):
        reason = f"{len(values)} values for {len(header)} columns; put text that holds the delimiter in quotation marks"
        return Row(number, raw, None, reason)
    return Row(number, raw, dict(zip(header, values, strict=False)))


# ── .parquet ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _parquet_rows(path: str) -> Iterator[Row]:
    parquet = _pyarrow_parquet(path)
    number = 0
    try:
        with parquet.ParquetFile(path) as table:
            for batch in table.iter_batches(batch_size=_BATCH):
                for fields in batch.to_pylist():
                    number += 1
                    yield Row(number, json.dumps(fields, default=str).encode(), fields)
    except ValueError as error:  # pyarrow's own errors
        yield _lost(path, number + 1, f"no .parquet file, or a damaged one ({error}); write it again")


def _pyarrow_parquet(path: str) -> ModuleType:
    try:
        return importlib.import_module("pyarrow.parquet")
    except ImportError:
        raise ArticleError(
            f"{path!r} needs pyarrow: pip install 'dragoman[parquet]', or convert the table to .jsonl"
        ) from None
