"""The rows of vendors: whole, consistent, and in the documentation."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from extractor.presets import MODES, PRESETS, Preset, modes_of
from tests.conftest import ROOT

LOCAL = {"ollama", "vllm", "lmstudio", "litellm"}
DOCUMENTED = (ROOT / "docs" / "providers.md").read_text(encoding="utf-8")


def test_thirteen_vendors_are_known():
    """The presets are these and no others; taking one away breaks somebody's configuration."""
    assert set(PRESETS) == LOCAL | {
        "openai", "anthropic", "gemini", "mistral", "groq", "deepseek", "openrouter", "together", "azure",
    }  # fmt: skip


@pytest.mark.parametrize("name", PRESETS)
def test_a_preset_has_an_address_and_a_way_to_send_a_schema(name):
    """Servers on this machine need no key, vendors do; only Azure has no address for everybody."""
    preset = PRESETS[name]
    assert (preset.base_url is None) == (name == "azure")
    assert (preset.key_variable is None) == (name in LOCAL)
    assert (preset.base_url or "https://").startswith("http://127.0.0.1:" if name in LOCAL else "https://")
    assert not (preset.base_url or "").endswith("/")
    assert preset.modes
    assert len(set(preset.modes)) == len(preset.modes)
    assert set(preset.modes) <= set(MODES)
    assert preset.docs.startswith("https://")
    assert preset.note
    assert "\n" not in preset.note


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("openai", ("json_schema", "tools", "json")),
        ("anthropic", ("tools", "json")),
        ("deepseek", ("tools", "json")),
        ("ollama", ("json_schema", "json")),
        ("lmstudio", ("json_schema",)),
        (None, MODES),
    ],
)
def test_only_modes_that_an_endpoint_honours_are_tried(name, expected):
    """Best first; without a preset all of them in turn."""
    assert modes_of(name) == expected


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_documented(name):
    """Each has a heading of its own, its address or key variable, and a recipe that names it."""
    preset = PRESETS[name]
    assert f'preset = "{name}"' in DOCUMENTED
    assert (preset.base_url or "openai.azure.com/openai/v1") in DOCUMENTED
    assert preset.docs in DOCUMENTED
    assert preset.key_variable is None or preset.key_variable in DOCUMENTED


@pytest.mark.parametrize("name", PRESETS)
def test_the_documented_matrix_is_the_data(name):
    """The row of the matrix lists the modes in the order of trial, the limit's name and the key variable."""
    preset = PRESETS[name]
    modes = ", ".join(f"`{mode}`" for mode in preset.modes)
    key = f"`{preset.key_variable}`" if preset.key_variable else "none"
    assert f"| `{name}` | {modes} | {'yes' if preset.strict else 'no'} | `{preset.limit_name}` | {key} |" in DOCUMENTED


def test_a_preset_refuses_what_it_does_not_know():
    """A mistyped mode or field is an error where the row is written."""
    with pytest.raises(ValidationError):
        Preset.model_validate({**PRESETS["openai"].model_dump(), "modes": ["schema"]})
    with pytest.raises(ValidationError):
        Preset.model_validate({**PRESETS["openai"].model_dump(), "url": "https://example.org"})
