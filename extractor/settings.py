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

from extractor.errors import SettingsError
from extractor.models import Frozen

CONFIG_NAME = "extractor.toml"

# One row a vendor: where its OpenAI-compatible endpoint is and which variable holds the key (None: no key needed).
PRESETS: dict[str, tuple[str, str | None]] = {
    "openai": ("https://api.openai.com/v1", "OPENAI_API_KEY"),
    "anthropic": ("https://api.anthropic.com/v1", "ANTHROPIC_API_KEY"),
    "gemini": ("https://generativelanguage.googleapis.com/v1beta/openai", "GEMINI_API_KEY"),
    "ollama": ("http://127.0.0.1:11434/v1", None),
    "vllm": ("http://127.0.0.1:8000/v1", None),
}


class Price(Frozen):
    """USD per million tokens."""

    input: float = Field(ge=0)
    output: float = Field(ge=0)
    cached_input: float | None = Field(default=None, ge=0)  # None: same as input


class ProviderSettings(Frozen):
    """One `[providers.NAME]` table."""

    kind: Literal["openai", "replay", "rules"]
    preset: str | None = None
    base_url: str | None = None
    model: str | None = None
    api_key_env: str | None = None
    mode: Literal["json_schema", "tools", "json"] = "json_schema"
    strict: bool = True  # ask for strict decoding where the mode has such a switch
    concurrency: int = Field(default=8, ge=1, le=1024)
    requests_per_minute: int | None = Field(default=None, ge=1)
    timeout_s: float = Field(default=120.0, gt=0)
    max_tokens: int = Field(default=8000, ge=1)
    token_limit: Literal["max_tokens", "max_completion_tokens"] | None = None  # the limit's name on the wire
    temperature: Annotated[float, Field(ge=0, le=2)] | Literal["default"] = 0.0  # "default": not sent
    attempts: int = Field(default=6, ge=1, le=20)  # calls an article may cost, re-asks included
    reasks: int = Field(default=2, ge=0, le=5)
    headers: dict[str, str] = Field(default_factory=dict)
    extra_body: dict[str, Any] = Field(default_factory=dict)  # whatever else the server understands
    price: Price | None = None
    recordings: Path | None = None  # replay: a file or folder of recorded completions

    @model_validator(mode="after")
    def _complete(self) -> ProviderSettings:
        if self.preset is not None and self.preset not in PRESETS:
            raise ValueError(f"preset {self.preset!r} is unknown{_nearest(self.preset, PRESETS)}")
        if self.kind in ("openai", "replay"):
            if not self.model:
                raise ValueError('model is missing: add model = "…"')
            if self.preset is None and not self.base_url:
                raise ValueError(
                    f'base_url is missing: add base_url = "http://…/v1" or preset = one of {sorted(PRESETS)}'
                )
        if self.kind == "replay" and self.recordings is None:
            raise ValueError('recordings is missing: add recordings = "path/to/recorded.jsonl"')
        return self

    @property
    def limit_name(self) -> str:
        """What the server calls the token limit: OpenAI renamed it, the others did not."""
        return self.token_limit or ("max_completion_tokens" if self.preset == "openai" else "max_tokens")

    @property
    def endpoint(self) -> str:
        """The base URL in force."""
        return (self.base_url or PRESETS[self.preset or ""][0]).rstrip("/")

    def key_variable(self) -> str | None:
        """The environment variable that holds the key, or None where no key is needed."""
        return self.api_key_env or (PRESETS[self.preset][1] if self.preset else None)


BUILT_IN: dict[str, ProviderSettings] = {"rules": ProviderSettings(kind="rules")}


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
    _refuse_secrets(table, path)
    try:
        settings = Settings.model_validate({**table, "source": path})
    except ValidationError as error:
        raise SettingsError(f"{path}: {_first_problem(error)}") from error
    return settings.model_copy(update={"providers": {n: _anchored(p, path) for n, p in settings.providers.items()}})


def api_key(name: str, settings: ProviderSettings) -> str | None:
    """The provider's key from the environment. Raises SettingsError when it is needed and not set."""
    variable = settings.key_variable()
    if variable is None:
        return None
    key = os.environ.get(variable, "").strip()
    if not key:
        raise SettingsError(
            f"provider {name!r} needs a key: set the environment variable {variable} (export {variable}=…), "
            "or run with --provider rules, which needs none"
        )
    return key


def cache_folder(settings: Settings) -> Path:
    """Where completions are kept: $EXTRACT_CACHE, then `cache_dir`, then the user's cache folder."""
    if named := os.environ.get("EXTRACT_CACHE"):
        return Path(named)
    if settings.cache_dir is not None:
        base = settings.source.parent if settings.source else Path()
        return base / settings.cache_dir
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dragoman" / "completions"


def _anchored(provider: ProviderSettings, path: Path) -> ProviderSettings:
    """Recordings are found beside the configuration that names them, wherever the command is typed."""
    if provider.recordings is None:
        return provider
    return provider.model_copy(update={"recordings": path.parent / provider.recordings})


def _refuse_secrets(table: dict[str, Any], path: Path) -> None:
    providers = table.get("providers", {})
    for name, provider in providers.items() if isinstance(providers, dict) else ():
        for key in ("api_key", "key", "token", "secret"):
            if isinstance(provider, dict) and key in provider:
                raise SettingsError(
                    f"{path}: providers.{name}.{key} holds a key. Take it out of the file, put it in an environment "
                    f'variable and name that: api_key_env = "MY_KEY"'
                )


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
