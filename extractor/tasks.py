"""Find a task root, and load a task's schema and prompt from it.

In: a root folder and names. Out: `Task`. Refused: what does not load, and what lacks a part that the pipeline calls.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import BaseModel

from extractor.errors import TaskError
from extractor.models import Article, Warning
from extractor.settings import CONFIG_NAME

_VERSION = re.compile(r"v(\d+)$")


@dataclass(frozen=True)
class Task:
    """A schema with its derivation, and the prompt in force."""

    name: str
    root: Path
    schema_path: Path
    prompt_path: Path
    module: ModuleType

    @property
    def schema_id(self) -> str:
        """Task and schema version: `diplomatic_event@1.0`."""
        return f"{self.name}@{self.module.VERSION}"

    @property
    def prompt_version(self) -> str:
        """The prompt's version, from its file's name: `v1`."""
        return self.prompt_path.stem

    @property
    def reply(self) -> type[BaseModel]:
        """What the model fills."""
        return self.module.Reply  # type: ignore[no-any-return]  # checked on load

    @property
    def record(self) -> type[BaseModel]:
        """What the user gets."""
        return self.module.Record  # type: ignore[no-any-return]  # checked on load

    def derive(self, reply: BaseModel, article: Article) -> BaseModel:
        """The record that code computes from a reply."""
        return self.module.derive(reply, article)  # type: ignore[no-any-return]  # checked on load

    def warnings(self, record: BaseModel, article: Article) -> list[Warning]:
        """What the task wants a reviewer to look at: `warnings` of the schema, then of `checks.py` beside it, if they exist."""
        return [warning for find in self._checks for warning in find(record, article)]

    @cached_property
    def _checks(self) -> list[Callable[[BaseModel, Article], list[Warning]]]:
        own = getattr(self.module, "warnings", None)
        return [find for find in (own, self._beside("checks.py", "warnings")) if find]

    def candidates(self, article: Article) -> Mapping[str, Sequence[str]]:
        """By field of the reply, the article's own words that may stand there, for narrowed decoding."""
        find = self._candidates
        if find is None:
            path = self.schema_path.with_name("candidates.py")
            raise TaskError(f"narrow needs {path}, which defines 'candidates(article)': write it, or take narrow out")
        return find(article)  # type: ignore[no-any-return]  # a user's function

    @cached_property
    def _candidates(self) -> Callable[..., Any] | None:
        return self._beside("candidates.py", "candidates")

    def _beside(self, file: str, function: str) -> Callable[..., Any] | None:
        """A function of a file beside the schema's versions, which serves all of them; None if there is no such file."""
        path = self.schema_path.with_name(file)
        if not path.is_file():
            return None
        found = getattr(_run_file(path, self.name), function, None)
        if not callable(found):
            raise TaskError(f"{path} must define '{function}': write it, or remove the file")
        return found  # type: ignore[no-any-return]  # a user's function

    @property
    def baseline(self) -> Callable[[Article], BaseModel] | None:
        """The task's rule-based reader, if it has one."""
        return getattr(self.module, "baseline", None)

    @cached_property
    def reply_schema(self) -> dict[str, Any]:
        """The JSON Schema that travels to a model."""
        return self.reply.model_json_schema()

    @property
    def hashes(self) -> dict[str, str]:
        """SHA-256 of the schema file and the prompt file."""
        return {"schema": sha256_of(self.schema_path), "prompt": sha256_of(self.prompt_path)}

    @property
    def gold_folder(self) -> Path:
        """Where the task's hand-annotated articles are."""
        return self.root / "seeds" / self.name / "gold"


# ── roots ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def bundled_root() -> Path:
    """The task root that comes with the package: inside the wheel, or the checkout of an editable install."""
    package = Path(__file__).parent
    inside = package / "_bundled"
    return inside if inside.is_dir() else package.parent


def find_root(named: Path | None) -> Path:
    """The task root in force: --root, $EXTRACT_ROOT, the working directory if it holds extractor.toml, the bundled one."""
    from_env = os.environ.get("EXTRACT_ROOT")
    for folder, source in ((named, "--root"), (Path(from_env) if from_env else None, "$EXTRACT_ROOT")):
        if folder is not None:
            if not (folder / "schemas").is_dir():
                raise TaskError(f"{source} {str(folder)!r} is no task root: it has no folder 'schemas'")
            return folder.resolve()
    here = Path.cwd()
    if (here / CONFIG_NAME).is_file() and (here / "schemas").is_dir():
        return here
    return bundled_root()


def names(root: Path) -> list[str]:
    """The tasks of a root, sorted."""
    return sorted(folder.name for folder in (root / "schemas").iterdir() if versions_in(folder, ".py"))


def prompt_versions(root: Path, name: str) -> list[str]:
    """The prompt versions of a task, oldest first."""
    return [path.stem for path in versions_in(root / "prompts" / name, ".md")]


# ── loading ───────────────────────────────────────────────────────────────────────────────────────────────────────


def load(root: Path, name: str, prompt: str | None = None) -> Task:
    """A task with a prompt version, the newest unless one is named. Raises TaskError with what there is instead."""
    if not (root / "schemas" / name).is_dir():
        raise TaskError(f"task {name!r} is not in {root}: there is {', '.join(names(root)) or 'none'}")
    prompts = versions_in(root / "prompts" / name, ".md")
    if not prompts:
        raise TaskError(f"task {name!r} has no prompt: add {root / 'prompts' / name / 'v1.md'}")
    chosen = prompts[-1] if prompt is None else next((p for p in prompts if p.stem == prompt), None)
    if chosen is None:
        raise TaskError(f"task {name!r} has no prompt {prompt!r}: there is {', '.join(p.stem for p in prompts)}")
    schema_path, minor = _schema_of(chosen, root, name)
    module = _module(schema_path, name)
    if minor > int(module.VERSION.partition(".")[2] or 0):
        raise TaskError(f"{chosen} was written for a newer schema than {schema_path}, which is {name}@{module.VERSION}")
    return Task(name=name, root=root, schema_path=schema_path, prompt_path=chosen, module=module)


def _schema_of(prompt: Path, root: Path, name: str) -> tuple[Path, int]:
    """The schema file and minor version that a prompt names: `schema: diplomatic_event@1.0` is schemas/…/v1.py and 0."""
    named = re.search(r"^schema:\s*(\S+)@(\d+)\.(\d+)\s*$", prompt.read_text(encoding="utf-8"), re.MULTILINE)
    if named is None or named[1] != name:
        raise TaskError(f"{prompt}: the front matter must name the schema, such as 'schema: {name}@1.0'")
    path = root / "schemas" / name / f"v{named[2]}.py"
    if not path.is_file():
        raise TaskError(f"{prompt} needs {path}, which does not exist")
    return path, int(named[3])


def _module(path: Path, name: str) -> ModuleType:
    module = _run_file(path, name)
    _check_interface(module, path)
    return module


def _run_file(path: Path, name: str) -> ModuleType:
    """Run a task's file as a module. Registered before it runs, since Pydantic looks annotations up by module name."""
    digest = hashlib.sha256(str(path).encode()).hexdigest()[:8]
    registered = f"_extractor_schema_{name}_{path.stem}_{digest}"
    if registered in sys.modules:
        return sys.modules[registered]
    spec = importlib.util.spec_from_file_location(registered, path)
    if spec is None or spec.loader is None:
        raise TaskError(f"{path} cannot be loaded as Python")
    module = importlib.util.module_from_spec(spec)
    sys.modules[registered] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:  # a user's schema may fail in any way
        del sys.modules[registered]
        raise TaskError(f"{path} does not load: {type(error).__name__}: {error}") from error
    return module


def _check_interface(module: ModuleType, path: Path) -> None:
    for required in ("Reply", "Record"):
        found = getattr(module, required, None)
        if not (isinstance(found, type) and issubclass(found, BaseModel)):
            raise TaskError(f"{path} must define a Pydantic model {required!r}")
    if not callable(getattr(module, "derive", None)):
        raise TaskError(f"{path} must define 'derive(reply, article)', which returns a Record")
    if not re.fullmatch(r"\d+\.\d+", str(getattr(module, "VERSION", ""))):
        raise TaskError(f"{path} must define VERSION, such as VERSION = '1.0'")


def versions_in(folder: Path, suffix: str) -> list[Path]:
    """The files v1, v2, … of a folder, oldest first."""
    found = [path for path in folder.glob(f"v*{suffix}") if _VERSION.match(path.stem)] if folder.is_dir() else []
    return sorted(found, key=lambda path: int(path.stem[1:]))


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
