"""Bytes from an address into a file, counted and hashed on the way.

In: an address, and the size and hash to expect. Out: a whole file. Refused: anything else, which never gets the name.
"""

from __future__ import annotations

import hashlib
import http.client
import os
import ssl
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Protocol

from extractor.errors import SettingsError, StoreError
from extractor.models import Frozen

Report = Callable[[int, int | None], None]  # bytes so far, bytes in all

_CHUNK = 1 << 20
_SILENCE_S = 60.0  # a server that says nothing for so long is given up


class Readable(Protocol):
    """Where bytes come from."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, none at the end."""


class Pinned(Frozen):
    """What a file has to be."""

    what: str
    size: int
    sha256: str


class RefusedAddress(SettingsError):
    """A server answered, and not with the file."""

    def __init__(self, message: str, status: int, code: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow nothing."""


@contextmanager
def opened(
    url: str,
    headers: Mapping[str, str],
    *,
    method: str = "GET",
    cafile: str | None = None,
    proxy: str | None = None,
) -> Iterator[Any]:
    """The answer of an address; a HEAD is not redirected. Headers go to the first server only. Raises SettingsError."""
    if not url.startswith(("http://", "https://", "file://")):
        raise SettingsError(
            f"{url!r} is no address to fetch from: it begins with neither https:// nor http:// nor file://"
        )
    request = urllib.request.Request(url, method=method)  # noqa: S310  # checked above
    for name, value in headers.items():
        request.add_unredirected_header(name, value)
    handlers: list[urllib.request.BaseHandler] = [
        urllib.request.HTTPSHandler(
            context=ssl.create_default_context(cafile=cafile or os.environ.get("REQUESTS_CA_BUNDLE"))
        )
    ]
    if proxy:
        handlers.append(urllib.request.ProxyHandler({"http": proxy, "https": proxy}))
    if method == "HEAD":
        handlers.append(_Stay())
    with _answer(url, urllib.request.build_opener(*handlers), request) as answer:
        yield answer


@contextmanager
def _answer(url: str, opener: urllib.request.OpenerDirector, request: urllib.request.Request) -> Iterator[Any]:
    try:
        answer = opener.open(request, timeout=_SILENCE_S)
    except urllib.error.HTTPError as error:
        if not 300 <= error.code < 400:
            with error:
                raise RefusedAddress(
                    f"{url} answers {error.code}", error.code, error.headers.get("X-Error-Code", "")
                ) from None
        answer = error  # a HEAD that was to go elsewhere
    except (OSError, http.client.HTTPException) as error:
        raise SettingsError(f"{url} cannot be reached: {getattr(error, 'reason', error)}") from error
    with answer:
        yield answer


def text_of(answer: Readable, limit: int = 64 * 2**20) -> str:
    """A page, no longer than any index page is."""
    return _read(answer, limit, "the page").decode("utf-8", "replace")


def copied(answer: Readable, out: IO[bytes], pinned: Pinned, report: Report) -> None:
    """Copy what is expected and nothing else. Raises SettingsError naming both sizes or both hashes."""
    digest, done = hashlib.sha256(), 0
    report(0, pinned.size)
    while chunk := _read(answer, _CHUNK, pinned.what):
        done += len(chunk)
        if done > pinned.size:
            break
        digest.update(chunk)
        out.write(chunk)
        report(done, pinned.size)
    if done != pinned.size:
        came = f"more than {pinned.size}" if done > pinned.size else f"{done} of {pinned.size}"
        raise SettingsError(f"{pinned.what}: {came} bytes came, so none were kept; run the command again")
    if digest.hexdigest() != pinned.sha256:
        raise SettingsError(
            f"{pinned.what} is not what it should be and was deleted: its SHA-256 is {digest.hexdigest()}, expected {pinned.sha256}"
        )


def _read(answer: Readable, size: int, what: str) -> bytes:
    try:
        return answer.read(size)
    except (OSError, http.client.HTTPException) as error:
        raise SettingsError(f"{what}: the connection broke ({error}); run the command again") from error


@contextmanager
def landing(place: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name once it is whole and on disk; before that it is a hidden one, deleted if anything goes wrong."""
    part: Path | None = None
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.", suffix=".part")
        part = Path(name)
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        part.replace(place)
    except OSError as error:
        raise StoreError(
            f"{str(place)!r} cannot be written ({error.strerror or error}): make room, or name another folder in $XDG_CACHE_HOME"
        ) from error
    finally:
        if part is not None:
            part.unlink(missing_ok=True)


@contextmanager
def scratch(folder: Path) -> Iterator[IO[bytes]]:
    """A file without a name, which no crash can leave behind."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as out:
            yield out
    except OSError as error:
        raise StoreError(
            f"{str(folder)!r} cannot be written ({error.strerror or error}): make room, or name another folder in $XDG_CACHE_HOME"
        ) from error
