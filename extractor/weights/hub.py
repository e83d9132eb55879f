"""Weights from Hugging Face, by repository and file.

In: `owner/repo:file.gguf`. Out: the file, checked against the SHA-256 that the hub gives for it. Refused: a file without one.
"""

from __future__ import annotations

import os
import re
import urllib.parse
from pathlib import Path

from extractor.errors import SettingsError
from extractor.weights.transfer import Pinned, RefusedAddress, Report, copied, landing, opened

_PART = r"\w[\w.-]*"  # no part of a name leads out of the folder
_NAME = re.compile(
    rf"(?:hf:(?P<repo>{_PART}/{_PART})[/:]|(?P<short>{_PART}/{_PART}):)(?P<file>(?:{_PART}/)*{_PART}\.gguf)", re.ASCII
)


def name_of(model: str) -> tuple[str, str] | None:
    """Repository and file of a Hugging Face name, or None.

    >>> name_of("owner/repo:model.gguf"), name_of("hf:owner/repo/sub/model.gguf"), name_of("folder/repo/model.gguf")
    (('owner/repo', 'model.gguf'), ('owner/repo', 'sub/model.gguf'), None)
    """
    named = _NAME.fullmatch(model)
    return (named["repo"] or named["short"], named["file"]) if named else None


def place_of(name: tuple[str, str], folder: Path) -> Path:
    """Where the file is kept."""
    return folder / name[0] / name[1]


def fetched(name: tuple[str, str], folder: Path, report: Report) -> Path:
    """The file as it is now on the main branch. Raises SettingsError or StoreError."""
    repo, file = name
    site = os.environ.get("HF_ENDPOINT", "https://huggingface.co").rstrip("/")
    url = f"{site}/{repo}/resolve/main/{file}"
    token = os.environ.get("HF_TOKEN", "").strip()
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    place = place_of(name, folder)
    try:
        url, pinned = _described(url, headers)
        with opened(url, headers) as answer, landing(place) as out:
            copied(answer, out, pinned, report)
    except RefusedAddress as error:
        raise SettingsError(_refusal(error, f"{site}/{repo}", file, token_given=bool(token))) from error
    return place


def _described(url: str, headers: dict[str, str]) -> tuple[str, Pinned]:
    """The file's own address and what it has to be: the hub says so before it sends one on to where the bytes are."""
    for _ in range(4):
        with opened(url, headers, method="HEAD") as answer:
            said = answer.headers
        if said.get("X-Linked-Etag"):
            break
        if not said.get("Location", "").startswith("/"):
            break
        url = urllib.parse.urljoin(url, said["Location"])  # the repository was renamed
    sha256, size = said.get("X-Linked-Etag", "").strip('"').lower(), said.get("X-Linked-Size", "")
    if not re.fullmatch(r"[0-9a-f]{64}", sha256) or not size.isdecimal():
        raise SettingsError(
            f"{url} comes without a SHA-256, so it could not be checked: fetch it yourself and name its path"
        )
    return url, Pinned(what=url.rsplit("/", 1)[-1], size=int(size), sha256=sha256)


def _refusal(error: RefusedAddress, page: str, file: str, *, token_given: bool) -> str:
    if error.status in (401, 403):  # the hub does not tell strangers whether a repository exists
        with_it = (
            "the token in HF_TOKEN does not open it" if token_given else "set HF_TOKEN to a token that may read it"
        )
        return f"{page} does not exist, is private, or asks for its terms to be accepted first: check the name, or {with_it}"
    if error.status == 404:
        what = "repository" if error.code == "RepoNotFound" else f"file {file!r}"
        return f"{page}: there is no such {what}"
    return f"{page} answers {error.status}: try again later"
