"""Completions on disk, kept for ever and readable as text only.

In: a key and an entry. Out: the entry, validated again. Refused: pickled rows, which stock diskcache would execute.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import diskcache
from pydantic import ValidationError

from extractor.errors import StoreError, UsageError
from extractor.models import Frozen

_HISTORY = 20  # completions remembered by article, newest last; the completions themselves are never dropped


class Entry(Frozen):
    """One completion as it came over the wire, and what it answered."""

    key: str
    parts: dict[str, str]
    article_id: str
    finish_reason: str
    body: dict[str, Any]  # the response's JSON

    @property
    def served(self) -> bool:
        """Whether the completion answers again: one that was cut or declined is kept for the record only."""
        return self.finish_reason in ("stop", "tool_calls", "function_call")


class TextDisk(diskcache.Disk):  # type: ignore[misc]  # diskcache ships no types
    """A diskcache Disk that stores str and nothing else."""

    def store(self, value: Any, read: bool, key: Any = diskcache.UNKNOWN) -> Any:
        """Refuse whatever the stock Disk would pickle."""
        if not isinstance(value, str) or read:
            raise TypeError(f"only text goes into the cache, not {type(value).__name__}")
        return super().store(value, read, key=key)

    def fetch(self, mode: int, filename: str, value: Any, read: bool) -> Any:
        """Refuse a row that would have to be unpickled: whoever can write the file could run code by it."""
        if mode == diskcache.core.MODE_PICKLE:
            raise StoreError(
                f"the cache in {self._directory} holds a pickled row, which is never read: delete the folder"
            )
        return super().fetch(mode, filename, value, read)

    def put(self, key: Any) -> Any:
        """Refuse keys that are not text, since the stock Disk pickles them."""
        if not isinstance(key, str):
            raise TypeError(f"cache keys are text, not {type(key).__name__}")
        return super().put(key)

    def get(self, key: Any, raw: bool) -> Any:
        """Refuse to unpickle a key."""
        if not raw:
            raise StoreError(
                f"the cache in {self._directory} holds a pickled key, which is never read: delete the folder"
            )
        return super().get(key, raw)


def key_parts(
    messages: list[dict[str, Any]], schema: str, params: str, *, model: str, host: str, sample: int
) -> dict[str, str]:
    """What decides a completion, part by part: hashes of the long ones, the short ones as they are.

    `schema` is its digest and `params` its canonical JSON: both stay the same for a whole run.
    """
    prompt = {message["role"]: message for message in messages[:2]}
    return {
        "system": _text_digest(prompt["system"]["content"]) if "system" in prompt else "",
        "user": _text_digest(prompt["user"]["content"]) if "user" in prompt else "",
        "reask": digest(messages[2:]) if len(messages) > 2 else "",
        "schema": schema,
        "params": params,
        "model": model,
        "host": host,
        "sample": str(sample),
    }


def key_of(parts: Mapping[str, str]) -> str:
    """The cache key: SHA-256 over the canonical JSON of the parts."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def digest(value: object) -> str:
    """The hash of a value's JSON, with its order kept: property order and descriptions steer a model."""
    return _text_digest(json.dumps(value, ensure_ascii=False))


def canonical(params: Mapping[str, Any]) -> str:
    """Parameters as JSON in which their order is no difference."""
    return json.dumps(params, sort_keys=True, ensure_ascii=False)


@lru_cache(maxsize=64)  # the system message is the same ten thousand characters for every article of a run
def _text_digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


class CompletionCache:
    """A folder of completions, shared by runs and processes, from which nothing is ever evicted."""

    def __init__(self, folder: Path) -> None:
        try:
            self._disk = diskcache.Cache(str(folder), disk=TextDisk, eviction_policy="none", cull_limit=0, timeout=60)
        except (OSError, sqlite3.Error) as error:
            raise UsageError(
                f"the completion cache {str(folder)!r} cannot be opened ({error}): name a writable folder in $EXTRACT_CACHE"
            ) from error
        self.folder = folder

    def get(self, key: str) -> Entry | None:
        """The entry under a key, or None. A row that is not a valid entry counts as none."""
        text = self._read(key)
        return None if text is None else _entry(text, key)

    def put(self, entry: Entry) -> None:
        """Keep an entry, and its place among those of its article."""
        try:
            with self._disk.transact():
                self._disk.set(entry.key, entry.model_dump_json())
                history = self._keys_of(entry.article_id)
                if entry.key not in history:
                    self._disk.set(f"article:{entry.article_id}", " ".join([*history, entry.key][-_HISTORY:]))
        except (OSError, sqlite3.Error, diskcache.Timeout) as error:
            raise StoreError(f"the completion cache {str(self.folder)!r} cannot be written: {error}") from error

    def settled(self, about: str) -> str | None:
        """What was settled about an endpoint."""
        return self._read(f"settled:{about}")

    def settle(self, about: str, value: str) -> None:
        """Remember something about an endpoint."""
        try:
            self._disk.set(f"settled:{about}", value)
        except (OSError, sqlite3.Error, diskcache.Timeout) as error:
            raise StoreError(f"the completion cache {str(self.folder)!r} cannot be written: {error}") from error

    def before(self, article_id: str, key: str) -> Entry | None:
        """The newest first-call completion of an article under another key, or None: what a miss is compared with."""
        for other in reversed(self._keys_of(article_id)):
            entry = self.get(other) if other != key else None
            if entry is not None and not entry.parts.get("reask"):
                return entry
        return None

    def of_dialogue(self, last_key: str) -> list[Entry]:
        """The completions of one article's dialogue, oldest first: the first reply, its re-asks, up to the one that counted."""
        last = self.get(last_key)
        if last is None:
            return []
        same = ("system", "user", "schema", "model", "host", "sample")
        entries = self.of_article(last.article_id)
        return [entry for entry in entries if all(entry.parts.get(part) == last.parts[part] for part in same)]

    def of_article(self, article_id: str) -> list[Entry]:
        """The newest completions of an article, oldest first."""
        return [entry for key in self._keys_of(article_id) if (entry := self.get(key)) is not None]

    def _keys_of(self, article_id: str) -> list[str]:
        return (self._read(f"article:{article_id}") or "").split()

    def close(self) -> None:
        """Release the files."""
        self._disk.close()

    def _read(self, key: str) -> str | None:
        try:
            value = self._disk.get(key)
        except (OSError, sqlite3.Error, diskcache.Timeout) as error:
            raise StoreError(f"the completion cache {str(self.folder)!r} cannot be read: {error}") from error
        return value if isinstance(value, str) else None


def _entry(text: str, key: str) -> Entry | None:
    try:
        entry = Entry.model_validate_json(text)
    except ValidationError:
        return None
    return entry if entry.key == key == key_of(entry.parts) else None
