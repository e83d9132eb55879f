"""What is known of vendors and servers that speak the chat-completions wire, one row each.

In and out: data. Where a fact comes from, and what the vendors answer when something is wrong, stands in docs/providers.md.
"""

from __future__ import annotations

from typing import Literal

from extractor.models import Frozen

Mode = Literal["json_schema", "tools", "json"]
LimitName = Literal["max_tokens", "max_completion_tokens"]

MODES: tuple[Mode, ...] = ("json_schema", "tools", "json")  # the order of trial where nothing is known of the server


class Preset(Frozen):
    """One vendor's OpenAI-compatible endpoint."""

    base_url: str | None  # None: everybody has an address of their own
    key_variable: str | None  # the environment variable that holds the key; None: no key needed
    modes: tuple[Mode, ...] = MODES  # those that the endpoint honours, best first
    limit_name: LimitName = "max_tokens"  # what the endpoint calls the token limit
    strict: bool = True  # whether a schema may be sent with `strict: true`
    docs: str  # the vendor's page
    note: str  # what a user should know, in one line

    @property
    def line(self) -> str:
        """Address, key variable and modes, for a list."""
        where, key = self.base_url or "base_url needed", self.key_variable or "no key"
        return f"{where}  {key}  {' → '.join(self.modes)}"


PRESETS: dict[str, Preset] = {
    "openai": Preset(
        base_url="https://api.openai.com/v1",
        key_variable="OPENAI_API_KEY",
        limit_name="max_completion_tokens",
        docs="https://platform.openai.com/docs/guides/structured-outputs",
        note='reasoning models take no temperature but their own: temperature = "default"',
    ),
    "anthropic": Preset(
        base_url="https://api.anthropic.com/v1",
        key_variable="ANTHROPIC_API_KEY",
        modes=("tools", "json"),  # response_format is ignored without a word
        strict=False,
        docs="https://docs.claude.com/en/api/openai-sdk",
        note="a layer for trials, says the vendor: strict and response_format are ignored; temperature up to 1",
    ),
    "gemini": Preset(
        base_url="https://generativelanguage.googleapis.com/v1beta/openai",
        key_variable="GEMINI_API_KEY",
        docs="https://ai.google.dev/gemini-api/docs/openai",
        note='a large schema may be refused with no reason given: then mode = "tools"',
    ),
    "mistral": Preset(
        base_url="https://api.mistral.ai/v1",
        key_variable="MISTRAL_API_KEY",
        docs="https://docs.mistral.ai/capabilities/structured-output/custom_structured_output/",
        note="refuses every field it does not know, so extra_body holds its own fields only",
    ),
    "groq": Preset(
        base_url="https://api.groq.com/openai/v1",
        key_variable="GROQ_API_KEY",
        limit_name="max_completion_tokens",
        docs="https://console.groq.com/docs/structured-outputs",
        note="json_schema on some models only, decoded by the schema on gpt-oss only",
    ),
    "deepseek": Preset(
        base_url="https://api.deepseek.com",
        key_variable="DEEPSEEK_API_KEY",
        modes=("tools", "json"),  # json_schema: 400, "This response_format type is unavailable now"
        strict=False,
        docs="https://api-docs.deepseek.com/guides/thinking_mode",
        note='tools need thinking off: extra_body = { thinking = { type = "disabled" } }',
    ),
    "openrouter": Preset(
        base_url="https://openrouter.ai/api/v1",
        key_variable="OPENROUTER_API_KEY",
        docs="https://openrouter.ai/docs/structured-outputs",
        note="routes to hosts that honour the schema only with extra_body = { provider = { require_parameters = true } }",
    ),
    "together": Preset(
        base_url="https://api.together.xyz/v1",
        key_variable="TOGETHER_API_KEY",
        docs="https://docs.together.ai/docs/inference/chat/structured-outputs",
        note="which models decode by a schema stands in the vendor's catalogue",
    ),
    "azure": Preset(
        base_url=None,
        key_variable="AZURE_OPENAI_API_KEY",
        limit_name="max_completion_tokens",
        docs="https://learn.microsoft.com/en-us/azure/foundry/openai/api-version-lifecycle",
        note='base_url = "https://RESOURCE.openai.azure.com/openai/v1"; model is the name of your deployment',
    ),
    "ollama": Preset(
        base_url="http://127.0.0.1:11434/v1",
        key_variable=None,
        modes=("json_schema", "json"),  # takes tools, but cannot be made to call one
        docs="https://docs.ollama.com/api/openai-compatibility",
        note="cuts what does not fit its context without a word: start it with OLLAMA_CONTEXT_LENGTH=32768",
    ),
    "vllm": Preset(
        base_url="http://127.0.0.1:8000/v1",
        key_variable=None,
        docs="https://docs.vllm.ai/en/latest/features/structured_outputs/",
        note="decodes by the schema; if it was started with --api-key, name the variable in api_key_env",
    ),
    "lmstudio": Preset(
        base_url="http://127.0.0.1:1234/v1",
        key_variable=None,
        modes=("json_schema",),  # refuses json_object, and a tool chosen by name
        docs="https://lmstudio.ai/docs/advanced/structured-output",
        note="json_schema only; load the model with room for prompt and reply",
    ),
    "litellm": Preset(
        base_url="http://127.0.0.1:4000/v1",
        key_variable=None,
        docs="https://docs.litellm.ai/docs/completion/json_mode",
        note="honours what the model behind it honours; with drop_params it drops the schema without a word",
    ),
}


def modes_of(preset: str | None) -> tuple[Mode, ...]:
    """The modes to try, best first.

    >>> modes_of("anthropic"), modes_of(None)
    (('tools', 'json'), ('json_schema', 'tools', 'json'))
    """
    return PRESETS[preset].modes if preset else MODES
