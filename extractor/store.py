"""One run's folder: records.jsonl, trace.jsonl and manifest.json.

In: lines, one an input. Out: the same lines again after any kind of stop. Refused: a folder that another run writes to, and
one that holds a run of another task, prompt or provider.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from io import FileIO
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from pydantic import ValidationError

from extractor.errors import ExtractorError, StoreError, UsageError
from extractor.models import Bill, Frozen, Line, State

RECORDS, TRACE, MANIFEST, LOCK = "records.jsonl", "trace.jsonl", "manifest.json", ".lock"


class Trace(Frozen):
    """What one line of records.jsonl came from, and how it was asked for."""

    article_id: str
    path: str
    key: str | None  # of the completion in the cache
    key_parts: dict[str, str]
    changed: tuple[str, ...] = ()  # parts that differ from the newest completion known for this article
    cached: bool
    published: str | None = None
    published_source: str | None = None
    attempts: tuple[dict[str, Any], ...] = ()
    bill: Bill = Bill()


class RunFolder:
    """The folder of one run, held by one process at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.done: dict[str, tuple[str, State]] = {}  # input → (article_id, state), from earlier runs and this one
        self._repeated = False  # whether an input has two lines by now
        self._records: FileIO | None = None
        self._trace: FileIO | None = None
        self._lock: TextIO | None = None

    def open(self, identity: dict[str, str], *, fresh: bool = False) -> None:
        """Take the folder and read what is in it. Raises StoreError, or UsageError for another run's folder."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._take_lock()
            if fresh:
                self._set_aside()
            self._check_identity(identity)
            self._recover()
            self._records = (self.folder / RECORDS).open("ab", buffering=0)
            self._trace = (self.folder / TRACE).open("ab", buffering=0)
        except OSError as error:
            self._release()
            raise UsageError(
                f"cannot write to {str(self.folder)!r}: {error.strerror}. Name another folder with --out"
            ) from error
        except ExtractorError:
            self._release()
            raise

    def append(self, line: Line, trace: Trace | None = None) -> None:
        """Write one line. It survives a kill at any moment after this returns."""
        assert self._records is not None  # open() ran
        assert self._trace is not None
        if trace is not None:
            _write(self._trace, trace.model_dump_json(), TRACE)
        _write(self._records, line.model_dump_json(by_alias=True), RECORDS)
        key = input_key(line.path, line.article_id)
        self._repeated = self._repeated or key in self.done
        self.done[key] = (line.article_id, line.state)

    @property
    def counts(self) -> Counter[State]:
        """How many inputs ended in each state."""
        return Counter(state for _, state in self.done.values())

    def write_manifest(self, manifest: dict[str, Any]) -> None:
        """Replace the manifest at once, so that a reader sees the old or the new one."""
        path = self.folder / MANIFEST
        temporary = path.with_suffix(".tmp")
        try:
            with temporary.open("w", encoding="utf-8") as file:
                json.dump(manifest, file, indent=2, ensure_ascii=False)
                file.write("\n")
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise StoreError(f"{path} cannot be written: {error.strerror}") from error

    def close(self) -> None:
        """Flush to the disk, leave one line an input, release the folder."""
        try:
            for file in (self._records, self._trace):
                if file is not None:
                    os.fsync(file.fileno())
                    file.close()
            if self._records is not None and self._repeated:
                compact(self.folder / RECORDS)
                compact(self.folder / TRACE)
        except OSError as error:
            raise StoreError(f"{self.folder} cannot be written: {error.strerror}") from error
        finally:
            self._release()

    # ── opening ───────────────────────────────────────────────────────────────────────────────────────────────────

    def _take_lock(self) -> None:
        self._lock = (self.folder / LOCK).open("a", encoding="utf-8")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise UsageError(
                f"another run is writing to {str(self.folder)!r}: wait for it, or name another --out"
            ) from error

    def _release(self) -> None:
        for file in (self._records, self._trace, self._lock):
            if file is not None:
                file.close()
        self._records = self._trace = self._lock = None

    def _set_aside(self) -> None:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        for name in (RECORDS, TRACE, MANIFEST):
            path = self.folder / name
            if path.exists():
                path.rename(path.with_name(f"{path.stem}.{stamp}{path.suffix}"))

    def _check_identity(self, identity: dict[str, str]) -> None:
        held = self._held_identity()
        other = [
            f"{name} {held[name]!r}, not {wanted!r}"
            for name, wanted in identity.items()
            if held.get(name, wanted) != wanted
        ]
        if other:
            raise UsageError(
                f"{str(self.folder)!r} holds a run with {'; '.join(other)}: name another --out (completions that are on "
                "disk cost nothing there), or start over with --fresh (the old records are kept beside the new)"
            )

    def _held_identity(self) -> dict[str, str]:
        """What the folder's run was made with: from its manifest, else as far as its first line tells."""
        try:
            held = json.loads((self.folder / MANIFEST).read_text(encoding="utf-8"))["identity"]
            return {str(name): str(value) for name, value in held.items()}
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            first = next(_lines(self.folder / RECORDS), None)
        if first is None:
            return {}
        return {"task": first.task, "schema": first.schema_, "prompt": first.prompt, "provider": first.provider}

    def _recover(self) -> None:
        for name in (RECORDS, TRACE):
            _cut_torn_line(self.folder / name)
        compact(self.folder / RECORDS)
        for line in _lines(self.folder / RECORDS):
            self.done[input_key(line.path, line.article_id)] = (line.article_id, line.state)


def input_key(path: str, article_id: str) -> str:
    """What makes two lines the same input: the path, so that an edited file replaces its line; for stdin, the text.

    >>> input_key("news/a.txt", "77"), input_key("-", "77")
    ('news/a.txt', '-:77')
    """
    return f"{path}:{article_id}" if path.startswith("-") else path


def read_lines(folder: Path) -> list[Line]:
    """Every line of a run, the newest of each input. Raises UsageError if the folder holds no run."""
    path = folder / RECORDS
    if not path.is_file():
        raise UsageError(f"{str(folder)!r} holds no {RECORDS}: name the --out folder of a run")
    return list({input_key(line.path, line.article_id): line for line in _lines(path)}.values())


def first_lines(folder: Path, count: int) -> list[Line]:
    """The first lines of a run that is closed, without reading the rest."""
    return list(islice(_lines(folder / RECORDS), count))


def read_traces(folder: Path) -> list[Trace]:
    """The newest trace of each input of a run."""
    path = folder / TRACE
    if not path.is_file():
        return []
    kept: dict[str, Trace] = {}
    for text in _complete_lines(path):
        trace = Trace.model_validate_json(text)
        kept[input_key(trace.path, trace.article_id)] = trace
    return list(kept.values())


def compact(path: Path) -> None:
    """Keep only the newest line of each input, if any input has two."""
    if not path.is_file():
        return
    newest: dict[str, int] = {}
    total = 0
    for total, text in enumerate(_complete_lines(path), 1):
        try:
            row = json.loads(text)
            newest[input_key(row["path"], row["article_id"])] = total
        except (ValueError, KeyError, TypeError):
            return  # not ours: reading it says so, and nothing is rewritten
    if len(newest) == total:
        return
    kept = set(newest.values())
    temporary = path.with_suffix(".tmp")
    with temporary.open("w", encoding="utf-8", newline="\n") as file:
        for number, text in enumerate(_complete_lines(path), 1):
            if number in kept:
                file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _lines(path: Path) -> Iterator[Line]:
    if not path.is_file():
        return
    for number, text in enumerate(_complete_lines(path), 1):
        try:
            yield Line.model_validate_json(text)
        except ValidationError as error:
            problem = error.errors()[0]["msg"]
            raise StoreError(f"{path}:{number} is not a record line ({problem}): repair or move the file") from error


def _complete_lines(path: Path) -> Iterator[str]:
    """Lines that end in a newline; what follows the last one was cut while it was written."""
    with path.open(encoding="utf-8", newline="\n") as file:
        for text in file:
            if text.endswith("\n"):
                yield text[:-1]


def _cut_torn_line(path: Path) -> None:
    """Drop what a kill left after the last newline; its article is simply read again."""
    if not path.is_file():
        return
    with path.open("rb+") as file:
        end = file.seek(0, os.SEEK_END)
        while end > 0:
            step = min(65536, end)
            file.seek(end - step)
            at = file.read(step).rfind(b"\n")
            if at >= 0:
                file.truncate(end - step + at + 1)
                return
            end -= step
        file.truncate(0)


def _write(file: FileIO, text: str, name: str) -> None:
    """One line by one system call: a kill leaves it whole, absent, or torn at the end, where opening mends it."""
    data = (text + "\n").encode("utf-8", "surrogatepass")
    start = os.fstat(file.fileno()).st_size
    try:
        written = file.write(data)
        if written != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))  # noqa: TRY301  # a short write is how a full disk says so
    except OSError as error:
        os.ftruncate(file.fileno(), start)  # a half-written line would swallow the next one
        raise StoreError(
            f"{name} cannot be written: {error.strerror}. What is in it is whole; free space and run again"
        ) from error
