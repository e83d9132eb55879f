"""Which files the named inputs stand for.

In: paths of folders and files, or "-". Out: `Listing`, each file once, in the order of their paths. Refuses a path that
does not exist, a single file of an unknown kind, and folders that hold nothing to read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractor.errors import ArticleError

STDIN = "-"
TEXTS = frozenset({".txt", ".md"})
PAGES = frozenset({".html", ".htm"})
TABLES = frozenset({".jsonl", ".ndjson", ".csv", ".tsv", ".parquet"})
READABLE = TEXTS | PAGES | TABLES


@dataclass(frozen=True, slots=True)
class Listing:
    """What the inputs hold: `files` to read, `skipped` that are no articles, `locked` folders nobody may open."""

    files: tuple[str, ...]
    skipped: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()

    @property
    def total(self) -> int | None:
        """How many inputs there are; None where a table or stdin has to be read to know."""
        if any(name == STDIN or kind_of(name) in TABLES for name in self.files):
            return None
        return len(self.files) + len(self.locked)


def kind_of(path: str) -> str:
    """The file's extension in lower case, which says how it is read.

    >>> kind_of("news/A.HTML")
    '.html'
    """
    return os.path.splitext(path)[1].lower()  # noqa: PTH122  # three times an article: a Path costs more than the answer


def inputs_of(paths: Sequence[str]) -> Listing:
    """The files that the paths stand for: each once, sorted, stdin first.

    Raises ArticleError for a path that does not exist or cannot be read as an article, and for folders without articles.
    """
    files: dict[str, str] = {}
    skipped: set[str] = set()
    locked: set[str] = set()
    for path in dict.fromkeys(paths):
        if path != STDIN and _is_folder(Path(path)):
            _add_folder(path, files, skipped, locked)
        else:
            files.setdefault(_identity(path), _named(path))
    if not files and not locked:
        raise _nothing(paths, skipped)
    return Listing(
        files=tuple(sorted(files.values(), key=_order)), skipped=tuple(sorted(skipped)), locked=tuple(sorted(locked))
    )


def shown(path: str) -> str:
    r"""A path as people and JSON can read it: bytes of a name that is not UTF-8 are spelled out.

    >>> shown("a\udce9.txt")
    'a\\xe9.txt'
    """
    return path.encode(errors="surrogateescape").decode(errors="backslashreplace")


def _order(path: str) -> tuple[bool, list[str]]:
    return path != STDIN, path.split("/")


def _posix(path: str) -> str:
    return Path(path).as_posix()


def _identity(path: str) -> str:
    """One name for a file that two inputs reach: a folder and a file in it. Two links to one file stay two inputs."""
    return os.path.abspath(path)  # noqa: PTH100  # resolve() would follow links


def _named(path: str) -> str:
    """A path that somebody typed, if it can be read."""
    if path == STDIN:
        return path
    status = _status(Path(path))
    if status is None:
        here = str(Path.cwd())
        raise ArticleError(f"{path!r} does not exist: expected a file, a folder, or - for stdin (seen from {here!r})")
    if kind_of(path) not in READABLE or not stat.S_ISREG(status.st_mode):
        raise ArticleError(
            f"{path!r} cannot be read as an article: expected one of {', '.join(sorted(READABLE))}, or a folder of them; "
            "convert it, or send its text through stdin with -"
        )
    return _posix(path)


def _status(path: Path) -> os.stat_result | None:
    """What a path is, links followed; None if nobody can say."""
    try:
        return path.stat()
    except (OSError, ValueError):
        return None


def _is_folder(path: Path) -> bool:
    status = _status(path)
    return status is not None and stat.S_ISDIR(status.st_mode)


def _nothing(paths: Sequence[str], skipped: set[str]) -> ArticleError:
    if not paths:
        return ArticleError("no input: name files, folders, or - for stdin")
    kinds = ", ".join(sorted({Path(name).suffix or "no ending" for name in skipped}))
    held = f"only {len(skipped)} other files ({kinds})" if skipped else "no files at all"
    named = ", ".join(repr(path) for path in paths)
    return ArticleError(f"{named} holds nothing to read, {held}: expected {', '.join(sorted(READABLE))}")


def _add_folder(folder: str, files: dict[str, str], skipped: set[str], locked: set[str]) -> None:
    """Walk one folder; a folder that links lead to twice is entered once, so that a loop ends."""
    entered: set[tuple[int, int]] = set()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            status = Path(here).stat()
            with os.scandir(here) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            locked.add(_posix(here))
            continue
        if (status.st_dev, status.st_ino) in entered:
            continue
        entered.add((status.st_dev, status.st_ino))
        folders = []
        for entry in inside:
            hidden = entry.name.startswith(".")
            if not hidden and _opens_as_folder(entry):
                folders.append(entry.path)
            elif not hidden and kind_of(entry.name) in READABLE and _opens_as_file(entry):
                files.setdefault(_identity(entry.path), _posix(entry.path))
            else:
                skipped.add(_posix(entry.path))
        waiting += reversed(folders)


def _opens_as_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _opens_as_file(entry: os.DirEntry[str]) -> bool:
    """Whether reading an entry ends: a link to nothing is tried and says so, a named pipe would wait for ever."""
    try:
        return entry.is_file() or (entry.is_symlink() and not Path(entry.path).exists())
    except OSError:
        return True
