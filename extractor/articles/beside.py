"""Reading in a process of its own, so that parsing pages does not hold up a run that waits for a thousand answers.

In: paths and columns, as for `read`. Out: the same stream. Refuses what `read` refuses, before the process starts.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice

from pydantic import TypeAdapter

from extractor.articles.columns import Columns
from extractor.articles.inputs import STDIN, inputs_of
from extractor.articles.reading import USUAL, read
from extractor.errors import StoreError
from extractor.models import Article, Frozen, Unreadable

MANY = 500  # files from which a second process pays for its start
FIRST = 256  # articles read here meanwhile, so that nobody waits for it

_LINE: TypeAdapter[Article | Unreadable] = TypeAdapter(Article | Unreadable)


class _Wish(Frozen):
    """What the second process is asked to read."""

    inputs: tuple[str, ...]
    columns: Columns
    limit: int | None
    skip: int  # read here already


@contextmanager
def reading(
    inputs: Sequence[str], columns: Columns = USUAL, limit: int | None = None
) -> Iterator[Iterator[Article | Unreadable]]:
    """What `read` gives: from a second process where there are many files; a few, and stdin, are read here."""
    here = read(inputs, columns, limit=limit)  # finds a wrong path or column at once
    many = STDIN not in inputs and (limit is None or limit >= MANY) and len(inputs_of(inputs).files) >= MANY
    if not many:
        yield here
        return
    wish = _Wish(inputs=tuple(inputs), columns=columns, limit=limit, skip=FIRST)
    # -P: a folder called `extractor` where the user stands is not this package. A session of its own: Ctrl-C is for the
    # run, which ends this process when it has what it needs
    command = [sys.executable, "-P", "-m", "extractor.articles.beside", wish.model_dump_json()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        try:
            yield chain(islice(here, FIRST), _lines(process))
        finally:
            process.kill()


def _lines(process: subprocess.Popen[bytes]) -> Iterator[Article | Unreadable]:
    assert process.stdout is not None
    for line in process.stdout:
        yield _LINE.validate_json(line)
    if process.wait() != 0:
        raise StoreError(f"the process that reads the articles ended early (exit {process.returncode})")


def main() -> None:
    """Write what is read as JSON, a line an input."""
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # the run has enough, or is gone
    wish = _Wish.model_validate_json(sys.argv[1])
    for found in islice(read(wish.inputs, wish.columns, limit=wish.limit), wish.skip, None):
        sys.stdout.buffer.write(_LINE.dump_json(found) + b"\n")


if __name__ == "__main__":
    main()
