"""Released versions of schemas and prompts, held to their hashes.

In: a task root and a task's name. Out: what is wrong, one sentence each. Refused: a release over a file that was changed.
"""

from __future__ import annotations

import json
from pathlib import Path

from extractor.errors import TaskError
from extractor.tasks import sha256_of, versions_in

LOCK_NAME = "versions.lock"


def lock_path(root: Path, name: str) -> Path:
    """The file that holds the hashes of a task's released versions."""
    return root / "prompts" / name / LOCK_NAME


def locked(root: Path, name: str) -> dict[str, str]:
    """Released files and their SHA-256, by path below the root."""
    path = lock_path(root, name)
    if not path.is_file():
        return {}
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise TaskError(f"{path} is not JSON: {error}") from error
    return {str(file): str(digest) for file, digest in table.items()}


def _released(root: Path, name: str) -> dict[str, str]:
    files = versions_in(root / "schemas" / name, ".py") + versions_in(root / "prompts" / name, ".md")
    return {path.relative_to(root).as_posix(): sha256_of(path) for path in files}


def lock_problems(root: Path, name: str) -> list[str]:
    """Every released file that was changed or lost, and every version not yet released, one sentence each."""
    held, now = locked(root, name), _released(root, name)
    lock = lock_path(root, name)
    changed = [
        f"{file} was changed after its release: undo that, or save it as the next version"
        for file, digest in held.items()
        if file in now and now[file] != digest
    ]
    lost = [f"{file} was released and is gone: bring it back" for file in held if file not in now]
    new = [f"{file} is not in {lock}: release it with 'extract task lock {name}'" for file in now if file not in held]
    return changed + lost + new


def release(root: Path, name: str) -> list[str]:
    """Write the hashes of new versions into the lock. Raises TaskError if a released one was changed."""
    held, now = locked(root, name), _released(root, name)
    broken = [file for file, digest in held.items() if now.get(file) != digest]
    if broken:
        raise TaskError(f"{', '.join(broken)}: changed or gone since the release; a released version never changes")
    lock_path(root, name).write_text(json.dumps(now, indent=2) + "\n", encoding="utf-8")
    return [file for file in now if file not in held]
