"""The configuration file and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import keys, settings
from extractor.errors import SettingsError
from tests.conftest import ROOT


def load(tmp_path: Path, text: str):
    path = tmp_path / "extractor.toml"
    path.write_text(text, encoding="utf-8")
    return settings.load(path)


def test_without_a_file_the_rules_are_the_provider():
    """The default needs no key and no network."""
    assert settings.load(None).provider_settings("rules").kind == "rules"


def test_the_projects_own_file_is_valid():
    """What the README tells people to edit loads as it stands."""
    loaded = settings.load(ROOT / "extractor.toml")
    assert loaded.provider == "rules"
    assert {name: one.endpoint for name, one in loaded.providers.items()} == {
        "mini": "https://api.openai.com/v1",
        "local": "http://127.0.0.1:11434/v1",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('provder = "x"', r"unknown key 'provder'; did you mean 'provider'\?"),
        ('[providers.a]\nkind = "openai"\nmodle = "m"', r"unknown key 'providers.a.modle'; did you mean 'model'\?"),
        (
            '[providers.a]\nkind = "opnai"',
            r"providers.a.kind: Input should be 'openai', 'llama', 'replay' or 'rules'.*'opnai'",
        ),
        ('[providers.a]\nkind = "openai"\nbase_url = "http://x/v1"', r"model is missing"),
        ('[providers.a]\nkind = "openai"\nmodel = "m"', r"base_url is missing.*preset"),
        (
            '[providers.a]\nkind = "openai"\nmodel = "m"\npreset = "olama"',
            r"preset 'olama' is unknown; did you mean 'ollama'\?",
        ),
        ('[providers.a]\nkind = "replay"\nmodel = "m"\npreset = "openai"', r"recordings is missing"),
        (
            '[providers.a]\nkind = "openai"\nmodel = "m"\npreset = "openai"\nconcurrency = 0',
            r"concurrency: .*greater than or equal to 1",
        ),
        ('[providers.a]\nkind = "openai"\napi_key = "sk-1"', r"holds a key.*api_key_env"),
        ("task = [", r"cannot be read"),
    ],
)
def test_a_wrong_file_is_an_error_that_names_key_and_next_step(tmp_path, text, message):
    """Every mistake is found before anything is read."""
    with pytest.raises(SettingsError, match=message) as caught:
        load(tmp_path, text)
    assert "extractor.toml" in str(caught.value)
    assert "sk-1" not in str(caught.value)


def test_a_missing_file_is_an_error(tmp_path):
    """--config names a file that must exist."""
    with pytest.raises(SettingsError, match="does not exist"):
        settings.load(tmp_path / "none.toml")


def test_an_unknown_provider_names_the_known_ones(tmp_path):
    """And the table to add, with the file it belongs into."""
    loaded = load(tmp_path, '[providers.mini]\nkind = "openai"\nmodel = "m"\npreset = "openai"')
    with pytest.raises(
        SettingsError, match=r"did you mean 'mini'\?.*Known: rules, smollm2, mini; or add \[providers.mni\]"
    ):
        loaded.provider_settings("mni")


def test_a_key_comes_from_the_environment_only(tmp_path, monkeypatch):
    """The variable is the preset's, or the one that the configuration names."""
    loaded = load(tmp_path, '[providers.a]\nkind = "openai"\nmodel = "m"\npreset = "openai"\napi_key_env = "MINE"')
    monkeypatch.setenv("MINE", " secret \n")
    assert keys.from_environment("a", loaded.providers["a"].key_variable()) == "secret"
    monkeypatch.setenv("MINE", "")
    with pytest.raises(SettingsError, match="MINE"):
        keys.from_environment("a", loaded.providers["a"].key_variable())


def test_the_cache_is_where_it_was_told_to_be(tmp_path, monkeypatch):
    """The variable wins over the file, the file over the user's cache folder."""
    monkeypatch.delenv("EXTRACT_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert settings.cache_folder(settings.Settings()) == tmp_path / "xdg" / "dragoman" / "completions"
    loaded = load(tmp_path, 'cache_dir = "kept"')
    assert settings.cache_folder(loaded) == tmp_path / "kept"
    monkeypatch.setenv("EXTRACT_CACHE", str(tmp_path / "env"))
    assert settings.cache_folder(loaded) == tmp_path / "env"


def test_recordings_are_found_beside_the_file_that_names_them(tmp_path):
    """A relative path does not depend on where the command is typed."""
    text = '[providers.a]\nkind = "replay"\nmodel = "m"\npreset = "openai"\nrecordings = "said.jsonl"'
    assert load(tmp_path, text).providers["a"].recordings == tmp_path / "said.jsonl"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            'headers = { Authorization = "Bearer sk-1" }',
            r'headers.Authorization holds a secret.*Authorization = "\$MY_KEY"',
        ),
        ('headers = { api-key = "1" }', "headers.api-key holds a secret"),
        ('base_url = "https://me:secret@example.org/v1"', "base_url holds a password or a query"),
        ('base_url = "https://example.org/v1?key=1"', "base_url holds a password or a query"),
    ],
)
def test_no_secret_gets_in_by_another_door(tmp_path, line, message):
    """Headers that carry keys come from the environment; an address carries none."""
    with pytest.raises(SettingsError, match=message):
        load(tmp_path, f'[providers.a]\nkind = "openai"\nmodel = "m"\npreset = "openai"\n{line}')


def test_a_header_from_the_environment_that_is_not_set_is_named(tmp_path, monkeypatch):
    """Before the first article."""
    loaded = load(
        tmp_path, '[providers.a]\nkind = "openai"\nmodel = "m"\npreset = "vllm"\nheaders = { X-Api-Key = "$NO_SUCH" }'
    )
    with pytest.raises(SettingsError, match="needs the environment variable NO_SUCH for a header"):
        keys.in_headers("a", loaded.providers["a"].headers)
    monkeypatch.setenv("NO_SUCH", "7")
    assert keys.in_headers("a", loaded.providers["a"].headers) == {"X-Api-Key": "7"}
