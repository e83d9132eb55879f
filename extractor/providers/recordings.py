"""Recorded completions: what `replay` answers from, with no server behind.

In: JSON Lines of cache entries, as `extract cache export` writes them. Out: entries by key. Refused: anything else.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import ValidationError

from extractor.cache import Entry
from extractor.errors import SettingsError


class Recordings:
    """Entries by key, read once."""

    def __init__(self, entries: dict[str, Entry]) -> None:
        self._entries = entries

    def get(self, key: str) -> Entry | None:
        """The entry under a key."""
        return self._entries.get(key)

    def put(self, entry: Entry) -> None:
        """Never reached: replay calls nothing, so nothing new can come in."""
        raise AssertionError(f"replay called a model for {entry.article_id}")

    def settled(self, about: str) -> str | None:  # noqa: ARG002  # recordings are of one endpoint
        """The mode that the completions were asked for in."""
        first = next(iter(self._entries.values()), None)
        return None if first is None else str(json.loads(first.parts["params"]).get("mode"))

    def settle(self, about: str, value: str) -> None:
        """Nothing is learned from recordings."""

    @classmethod
    def read(cls, name: str, source: Path | None) -> Recordings:
        """The recordings of a file or of every .jsonl in a folder. Raises SettingsError naming the file and the line."""
        if source is None or not source.exists():
            raise SettingsError(
                f"provider {name!r}: recordings {str(source)!r} do not exist; make them with 'extract cache export'"
            )
        files = sorted(source.glob("*.jsonl")) if source.is_dir() else [source]
        found = [entry for file in files for entry in _entries(file)]
        return cls({entry.key: entry for entry in found})


def _entries(file: Path) -> list[Entry]:
    entries: list[Entry] = []
    # a line ends at a line feed only: a reply may hold other characters that splitlines() takes for an end
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        if not line:
            continue
        try:
            entries.append(Entry.model_validate_json(line))
        except ValidationError as error:
            raise SettingsError(f"{file}:{number} is not a recorded completion: {error.errors()[0]['msg']}") from error
    return entries
