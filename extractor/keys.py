"""Keys: from the environment, and from nowhere else.

In: names of variables, a configuration's table. Out: values for headers. Raises SettingsError for a variable that is not set, and
for a secret in a file.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from extractor.errors import SettingsError

_SECRET_HEADERS = frozenset(
    {"authorization", "proxy-authorization", "api-key", "x-api-key", "x-goog-api-key", "cookie"}
)


def from_environment(name: str, variable: str | None) -> str | None:
    """The provider's key from the environment. Raises SettingsError when it is needed and not set."""
    if variable is None:
        return None
    key = os.environ.get(variable, "").strip()
    if not key:
        raise SettingsError(
            f"provider {name!r} needs a key: set the environment variable {variable} (export {variable}=…), "
            "or run with --provider rules, which needs none"
        )
    return key


def in_headers(name: str, configured: Mapping[str, str]) -> dict[str, str]:
    """The configured headers, those that begin with $ taken from the environment. Raises SettingsError for an unset one."""
    sent = {
        header: os.environ.get(value[1:], "") if value[:1] == "$" else value for header, value in configured.items()
    }
    missing = [configured[header][1:] for header, value in sent.items() if not value and configured[header]]
    if missing:
        raise SettingsError(
            f"provider {name!r} needs the environment variable {missing[0]} for a header: export {missing[0]}=…"
        )
    return sent


def refuse_in(table: Mapping[str, Any], path: Path) -> None:
    """Raise SettingsError for a key that stands in a configuration file."""
    providers = table.get("providers", {})
    for name, provider in providers.items() if isinstance(providers, dict) else ():
        for key in ("api_key", "key", "token", "secret"):
            if isinstance(provider, dict) and key in provider:
                raise SettingsError(
                    f"{path}: providers.{name}.{key} holds a key. Take it out of the file, put it in an environment "
                    f'variable and name that: api_key_env = "MY_KEY"'
                )
        headers = provider.get("headers", {}) if isinstance(provider, dict) else {}
        for header, value in headers.items() if isinstance(headers, dict) else ():
            if header.lower() in _SECRET_HEADERS and not str(value).startswith("$"):
                raise SettingsError(
                    f"{path}: providers.{name}.headers.{header} holds a secret. Put it in an environment variable and name "
                    f'that: {header} = "$MY_KEY"'
                )
