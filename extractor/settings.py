"""What the user configured, checked before anything is read or paid for.

In: extractor.toml, flags, the environment. Out: frozen `Settings`. Refused: unknown keys, each with the nearest known one.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError, model_validator

from extractor import keys
from extractor.errors import SettingsError
from extractor.models import Frozen
from extractor.presets import PRESETS, LimitName, Mode, modes_of

CONFIG_NAME = "extractor.toml"


class Price(Frozen):
    """USD per million tokens."""

    input: float = Field(ge=0)
    output: float = Field(ge=0)
    cached_input: float | None = Field(default=None, ge=0)  # None: same as input


class ProviderSettings(Frozen):
    """One `[providers.NAME]` table."""

    kind: Literal["openai", "llama", "replay", "rules"]
    preset: str | None = None
    base_url: str | None = None
    model: str | None = None  # llama: a known name, the path of a .gguf file, or owner/repo:file on Hugging Face
    api_key_env: str | None = None
    fallback: tuple[str, ...] = ()  # providers asked in turn about an article that this one could not answer
    mode: Mode | None = None  # None: the preset's best, and a plainer one if the server does not know it
    strict: bool | None = None  # ask for strict decoding where the mode has such a switch; None: as the preset says
    narrow: bool = False  # names, places and date words are chosen among the article's own
    concurrency: int = Field(default=8, ge=1, le=1024)
    requests_per_minute: int | None = Field(default=None, ge=1)
    tokens_per_minute: int | None = Field(default=None, ge=1)
    timeout_s: float = Field(default=120.0, gt=0)
    max_tokens: int = Field(default=8000, ge=1)
    token_limit: LimitName | None = None  # the limit's name on the wire
    temperature: Annotated[float, Field(ge=0, le=2)] | Literal["default"] = 0.0  # "default": not sent
    attempts: int = Field(default=6, ge=1, le=20)  # calls an article may cost, re-asks included
    reasks: int = Field(default=2, ge=0, le=5)
    headers: dict[str, str] = Field(default_factory=dict)
    extra_body: dict[str, Any] = Field(default_factory=dict)  # whatever else the server understands
    price: Price | None = None
    recordings: Path | None = None  # replay: a file or folder of recorded completions
    threads: int | None = Field(default=None, ge=1)  # llama; None: one a core
    context: int = Field(default=8192, ge=512)  # llama: tokens of prompt and reply together

    @model_validator(mode="before")
    @classmethod
    def _one_at_a_time(cls, given: Any) -> Any:
        """A model in this process answers one article after the other: each further one takes a context of memory."""
        alone = isinstance(given, dict) and given.get("kind") == "llama"
        return {"concurrency": 1, **given} if alone else given

    @model_validator(mode="after")
    def _complete(self) -> ProviderSettings:
        if self.preset is not None and self.preset not in PRESETS:
            raise ValueError(f"preset {self.preset!r} is unknown{_nearest(self.preset, PRESETS)}")
        if self.kind != "rules" and not self.model:
            raise ValueError('model is missing: add model = "…"')
        if self.kind in ("openai", "replay") and not (self.base_url or (self.preset and PRESETS[self.preset].base_url)):
            example = f"; {PRESETS[self.preset].note}" if self.preset else f" or preset = one of {sorted(PRESETS)}"
            raise ValueError(f'base_url is missing: add base_url = "http://…/v1"{example}')
        if "@" in self.host or "?" in self.endpoint:
            raise ValueError(
                "base_url holds a password or a query: give the bare address, and the key by api_key_env or headers"
            )
        if self.kind == "replay" and self.recordings is None:
            raise ValueError('recordings is missing: add recordings = "path/to/recorded.jsonl"')
        if self.narrow and self.modes[0] != "json_schema":
            raise ValueError('narrow works through the schema: it needs mode = "json_schema"')
        return self

    @property
    def modes(self) -> tuple[Mode, ...]:
        """The modes to ask in, best first: the one configured, or what the preset's server may know."""
        if self.mode is not None:
            return (self.mode,)
        return ("json_schema",) if self.kind == "llama" or self.narrow else modes_of(self.preset)

    @property
    def sends_strict(self) -> bool:
        """Whether strict decoding is asked for."""
        return self.strict if self.strict is not None else self.preset is None or PRESETS[self.preset].strict

    @property
    def limit_name(self) -> LimitName:
        """What the server calls the token limit."""
        return self.token_limit or (PRESETS[self.preset].limit_name if self.preset else "max_tokens")

    @property
    def endpoint(self) -> str:
        """The base URL in force; for a model in this process, what runs it."""
        if self.kind == "llama":
            return "llama.cpp"
        return (self.base_url or (PRESETS[self.preset].base_url if self.preset else None) or "none").rstrip("/")

    @property
    def host(self) -> str:
        """Host and port of the endpoint."""
        return self.endpoint.split("//", 1)[-1].split("/", 1)[0]

    def key_variable(self) -> str | None:
        """The environment variable that holds the key, or None where no key is needed."""
        return self.api_key_env or (PRESETS[self.preset].key_variable if self.preset else None)


BUILT_IN: dict[str, ProviderSettings] = {
    "rules": ProviderSettings(kind="rules"),
    "smollm2": ProviderSettings(kind="llama", model="smollm2-135m", concurrency=1, timeout_s=600.0, max_tokens=700),
}


class Settings(Frozen):
    """The whole of extractor.toml."""

    task: str = "diplomatic_event"
    prompt: str | None = None  # None: the newest
    provider: str = "rules"
    cache_dir: Path | None = None
    providers: dict[str, ProviderSettings] = Field(default_factory=dict)
    source: Path | None = None  # the file these settings came from

    def provider_settings(self, name: str) -> ProviderSettings:
        """The settings of a provider by name. Raises SettingsError for an unknown one."""
        known = {**BUILT_IN, **self.providers}
        if name not in known:
            where = (
                f"add [providers.{name}] to {self.source}"
                if self.source
                else f"add [providers.{name}] to {CONFIG_NAME}"
            )
            raise SettingsError(
                f"provider {name!r} is unknown{_nearest(name, known)}. Known: {', '.join(known)}; or {where}."
            )
        return known[name]


def load(path: Path | None) -> Settings:
    """Settings from a file; defaults when there is none. Raises SettingsError naming file, key and next step."""
    if path is None:
        return Settings()
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SettingsError(
            f"configuration {str(path)!r} does not exist: name an existing file with --config"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"configuration {str(path)!r} cannot be read: {error}") from error
    keys.refuse_in(table, path)
    try:
        settings = Settings.model_validate({**table, "source": path})
    except ValidationError as error:
        raise SettingsError(f"{path}: {_first_problem(error)}") from error
    for name, provider in settings.providers.items():
        for other in provider.fallback:
            settings.provider_settings(other)
            if other == name:
                raise SettingsError(f"{path}: providers.{name}.fallback names itself")
    return settings.model_copy(update={"providers": {n: _anchored(p, path) for n, p in settings.providers.items()}})


def cache_folder(settings: Settings) -> Path:
    """Where completions are kept: $EXTRACT_CACHE, then `cache_dir`, then the user's cache folder."""
    if named := os.environ.get("EXTRACT_CACHE"):
        return Path(named)
    if settings.cache_dir is not None:
        base = settings.source.parent if settings.source else Path()
        return base / settings.cache_dir
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dragoman" / "completions"


def _anchored(provider: ProviderSettings, path: Path) -> ProviderSettings:
    """Files are found beside the configuration that names them, wherever the command is typed."""
    anchored: dict[str, Any] = {}
    if provider.recordings is not None:
        anchored["recordings"] = path.parent / provider.recordings
    if provider.kind == "llama" and (provider.model or "").endswith(".gguf"):
        beside = path.parent / str(provider.model)
        anchored["model"] = str(beside) if beside.is_file() else provider.model
    return provider.model_copy(update=anchored)


def _first_problem(error: ValidationError) -> str:
    """The first thing wrong, in words that name the key and the next step."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        fields = ProviderSettings.model_fields if where.startswith("providers.") else Settings.model_fields
        return f"unknown key {where!r}{_nearest(str(first['loc'][-1]), fields)}"
    given = "" if first["type"] in ("missing", "value_error") else f" (given: {first['input']!r})"
    return f"{where}: {first['msg'].removeprefix('Value error, ')}{given}"


def _nearest(word: str, known: Any) -> str:
    letters = sorted(word)  # a swap of letters is nearer than a lost one
    names = sorted((name for name in known if name != "source"), key=lambda name: sorted(name) != letters)
    close = [name for name in names if sorted(name) == letters] or difflib.get_close_matches(
        word, names, n=1, cutoff=0.5
    )
    return f"; did you mean {close[0]!r}?" if close else f"; known: {', '.join(sorted(names))}"
