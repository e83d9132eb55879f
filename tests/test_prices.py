"""Prices: whose they are, what a call costs by them, and when nobody knows."""

from __future__ import annotations

import socket
from datetime import UTC, datetime

import genai_prices
import pytest
from genai_prices import data_snapshot
from hypothesis import given
from hypothesis import strategies as st

from extractor import prices
from extractor.models import Usage
from extractor.prices import Rate, Tariff, tariff_of
from extractor.settings import Price, ProviderSettings

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 2, 20, 0, tzinfo=UTC)
CALL = Usage(input=10_000, cached_input=4_000, output=500)

OPENAI = "https://api.openai.com/v1"
GOOGLE = "https://generativelanguage.googleapis.com/v1beta/openai"
CLAUDE = "https://api.anthropic.com/v1"
DEEPSEEK = "https://api.deepseek.com/v1"
ROUTER = "https://openrouter.ai/api/v1"
AZURE = "https://archive.openai.azure.com/openai/v1"


def tariff(url: str, model: str, **more: object) -> Tariff:
    return tariff_of(ProviderSettings.model_validate({"kind": "openai", "base_url": url, "model": model, **more}))


# The sums are done by hand, from the list's figures.
@pytest.mark.parametrize(
    ("url", "model", "usage", "at", "usd"),
    [
        # 6,000 at 0.40, 4,000 at 0.10, 500 at 1.60 a million
        pytest.param(OPENAI, "gpt-4.1-mini", CALL, NOON, 0.0036, id="openai"),
        pytest.param(OPENAI, "gpt-4.1-mini-2025-04-14", CALL, NOON, 0.0036, id="dated name"),
        pytest.param(ROUTER, "openai/gpt-4.1-mini", CALL, NOON, 0.0036, id="openrouter's vendor/model"),
        pytest.param(AZURE, "gpt-4.1-mini", CALL, NOON, 0.0036, id="azure, the deployment named as the model"),
        # 200,000 at 1.25 and 1,000 at 10; one token more, and all of it is at 2.50 and 15
        pytest.param(GOOGLE, "gemini-2.5-pro", Usage(input=200_000, output=1000), NOON, 0.26, id="long, not above"),
        pytest.param(GOOGLE, "gemini-2.5-pro", Usage(input=200_001, output=1000), NOON, 0.5150025, id="above"),
        pytest.param(
            GOOGLE, "models/gemini-2.5-pro", Usage(input=1000, output=100), NOON, 0.00225, id="models/ prefix"
        ),
        # 40,000 at 0.10, 10,000 at 0.01, 2,000 at 0.50; then 90,000 at 0.50, 30,000 at 0.05, 2,000 at 2.50
        pytest.param(
            CLAUDE, "claude-haiku-5-5", Usage(input=50_000, cached_input=10_000, output=2000), NOON, 0.0051, id="haiku"
        ),
        pytest.param(
            CLAUDE, "claude-haiku-5-5", Usage(input=120_000, cached_input=30_000, output=2000), NOON, 0.0515, id="tier"
        ),
        # 6,000 at 0.27, 4,000 at 0.07, 500 at 1.10; half of it at night
        pytest.param(DEEPSEEK, "deepseek-chat", CALL, NOON, 0.00245, id="by day"),
        pytest.param(DEEPSEEK, "deepseek-chat", CALL, NIGHT, 0.001225, id="by night"),
    ],
)
def test_listed_price(url: str, model: str, usage: Usage, at: datetime, usd: float) -> None:
    """A vendor's call costs what its page says, by the length of its prompt and the hour."""
    assert usd == pytest.approx(tariff(url, model).cost(usage, at), rel=1e-12)


@pytest.mark.parametrize(
    ("preset", "model"),
    [
        ("openai", "gpt-4.1-mini"),
        ("anthropic", "claude-haiku-4-5"),
        ("gemini", "gemini-2.5-flash"),
        ("mistral", "mistral-small-latest"),
        ("groq", "llama-3.3-70b-versatile"),
        ("deepseek", "deepseek-chat"),
        ("openrouter", "qwen/qwen3-8b"),
        ("together", "meta-llama/Llama-3.3-70B-Instruct-Turbo"),
    ],
)
def test_preset_is_its_vendor(preset: str, model: str) -> None:
    """A vendor's preset is priced, and the source names the list and its version."""
    found = tariff_of(ProviderSettings(kind="openai", preset=preset, model=model))
    assert found.known
    assert found.source == f"genai-prices {genai_prices.__version__}"


@pytest.mark.parametrize("preset", ["ollama", "vllm", "lmstudio", "litellm"])
def test_local_preset_has_no_price(preset: str) -> None:
    """A server of one's own is not priced by the name of its model."""
    assert not tariff_of(ProviderSettings(kind="openai", preset=preset, model="gpt-4.1-mini")).known


HOSTS = sorted({**prices._VENDORS, "archive.openai.azure.com": "azure"}.items())


@pytest.mark.parametrize(("host", "vendor"), HOSTS, ids=[host for host, _ in HOSTS])
def test_agrees_with_the_list(host: str, vendor: str) -> None:
    """For each listed model with a price for input and output, our sum is the library's, long prompts included."""
    models = next(one for one in data_snapshot.get_snapshot().providers if one.id == vendor).models
    compared = 0
    for model in models[:120]:
        ours = tariff(f"https://{host}/v1", model.id)
        for usage in (CALL, Usage(input=900_000, cached_input=100_000, output=30_000)):
            counted = genai_prices.Usage(
                input_tokens=usage.input, output_tokens=usage.output, cache_read_tokens=usage.cached_input
            )
            if ours.known:
                theirs = genai_prices.calc_price(counted, model.id, provider_id=vendor, genai_request_timestamp=NOON)
                assert float(theirs.total_price) == pytest.approx(ours.cost(usage, NOON), rel=1e-9), model.id
                compared += 1
    assert compared >= len(models[:120])


@pytest.mark.parametrize(
    ("url", "model", "more"),
    [
        pytest.param("https://llm.example.org/v1", "gpt-4.1-mini", {}, id="gateway"),
        pytest.param("http://127.0.0.1:11434/v1", "gpt-4.1-mini", {}, id="this machine"),
        pytest.param("https://llm.example.org/v1", "gpt-4.1-mini", {"preset": "openai"}, id="preset led elsewhere"),
        pytest.param("https://api.openai.com.example.org/v1", "gpt-4.1-mini", {}, id="host that looks alike"),
        pytest.param("https://eu.api.openai.com/v1", "gpt-4.1-mini", {}, id="region with a surcharge"),
        pytest.param(OPENAI, "gpt-4.1-mini-house", {}, id="model not listed"),
        pytest.param(OPENAI, "ft:gpt-4.1-mini:acme::a1", {}, id="fine-tuned model"),
        pytest.param(OPENAI, "text-embedding-3-small", {}, id="no price for output"),
        pytest.param(ROUTER, "deepseek/deepseek-r1:free", {}, id="listed without figures"),
        pytest.param(ROUTER, "perplexity/sonar-deep-research", {}, id="reasoning billed apart"),
        pytest.param(OPENAI, "gpt-4.1-mini", {"extra_body": {"service_tier": "gold"}}, id="service tier not listed"),
        pytest.param(OPENAI, "gpt-9", {"extra_body": {"service_tier": "flex"}}, id="service tier of no model"),
    ],
)
def test_unknown_is_not_nothing(url: str, model: str, more: dict[str, object]) -> None:
    """Where nobody states a price, the cost is None, not 0."""
    found = tariff(url, model, **more)
    assert (found.cost(CALL), found.source, str(found), found.known) == (None, "unknown", "unknown", False)


def test_service_tier_has_its_own_price() -> None:
    """A service tier asked for in extra_body is priced as listed; the default tier changes nothing."""
    flex = tariff(OPENAI, "gpt-5.5", extra_body={"service_tier": "flex"})
    plain = tariff(OPENAI, "gpt-5.5", extra_body={"service_tier": "auto"})
    assert 2 * flex.cost(CALL, NOON) == pytest.approx(plain.cost(CALL, NOON))
    assert tariff(OPENAI, "gpt-5.5").rates(NOON) == plain.rates(NOON)


@pytest.mark.parametrize(
    ("price", "usd"),
    [
        (Price(input=1, output=2, cached_input=0.5), 0.009),
        (Price(input=1, output=2), 0.011),
        (Price(input=0, output=0), 0.0),
    ],
    ids=["all three", "cached input costs as much as input", "free by configuration"],
)
@pytest.mark.parametrize("url", [OPENAI, "http://127.0.0.1:8000/v1"], ids=["vendor", "this machine"])
def test_configured_price_wins(url: str, price: Price, usd: float) -> None:
    """The configuration's price is used for any address, also where another is listed."""
    found = tariff(url, "gpt-4.1-mini", price=price)
    assert found.source == "configured"
    assert usd == pytest.approx(found.cost(CALL))


@pytest.mark.parametrize(
    "settings",
    [
        ProviderSettings(kind="rules"),
        ProviderSettings(kind="llama", model="smollm2-135m"),
        ProviderSettings(kind="replay", preset="openai", model="gpt-4.1-mini", recordings="recorded"),
    ],
    ids=lambda settings: settings.kind,
)
def test_no_paid_call_no_charge(settings: ProviderSettings) -> None:
    """What makes no paid call costs 0, and says so."""
    found = tariff_of(settings)
    assert (found.cost(CALL), found.cost(Usage()), found.source, str(found)) == (0.0, 0.0, "no charge", "no charge")


@pytest.mark.parametrize(("price", "usd"), [(Price(input=1, output=2), None), (Price(input=0, output=0), 0.0)])
def test_uncounted_call(price: Price, usd: float | None) -> None:
    """A call whose tokens the server did not count has an unknown cost, unless tokens cost nothing."""
    assert usd == tariff(OPENAI, "gpt-4.1-mini", price=price).cost(Usage())


def test_rate_is_by_call() -> None:
    """Two calls below a threshold cost less than one call of their length."""
    pro = tariff(GOOGLE, "gemini-2.5-pro")
    half = Usage(input=150_000, output=500)
    assert pytest.approx(2 * pro.cost(half, NOON)) == 0.385
    assert pytest.approx(pro.cost(half + half, NOON)) == 0.765


tokens = st.integers(1, 10**7)
usages = st.builds(lambda a, b, c: Usage(input=a + b, cached_input=b, output=c), tokens, tokens, tokens)


@given(usages, usages)
def test_flat_price_adds_up(one: Usage, other: Usage) -> None:
    """By one flat price, the sum of two calls' costs is the cost of their tokens."""
    flat = tariff(OPENAI, "any", price=Price(input=0.4, output=1.6, cached_input=0.1))
    assert flat.cost(one + other) == pytest.approx(flat.cost(one) + flat.cost(other))


@given(usages)
def test_what_the_vendor_cached_is_never_dearer(usage: Usage) -> None:
    """Input from the vendor's cache costs no more than fresh input."""
    mini = tariff(OPENAI, "gpt-4.1-mini")
    assert mini.cost(usage, NOON) <= mini.cost(usage.model_copy(update={"cached_input": 0}), NOON)


def test_more_cached_than_sent() -> None:
    """A server that counts more cached tokens than tokens is read as: all were cached."""
    mini = tariff(OPENAI, "gpt-4.1-mini")
    assert mini.cost(Usage(input=1000, cached_input=1000), NOON) == mini.cost(
        Usage(input=1000, cached_input=2000), NOON
    )


def test_price_is_looked_up_once_a_minute() -> None:
    """Calls within one minute share a look-up, and the next minute's call makes its own."""
    asked: list[datetime] = []

    def look_up(at: datetime) -> tuple[Rate, ...]:
        asked.append(at)
        return (Rate(input=1, output=1, cached_input=1),)

    found = Tariff("list", look_up)
    for second in (0, 30, 59, 60, 61):
        found.cost(CALL, NOON.replace(minute=second // 60, second=second % 60))
    assert [NOON, NOON.replace(minute=1)] == asked


def test_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """A price is found on a machine without a network."""

    def refused(*args: object, **kwargs: object) -> None:
        raise AssertionError("a socket was opened")

    prices._listed.cache_clear()
    monkeypatch.setattr(socket, "socket", refused)
    assert tariff(OPENAI, "gpt-4.1-mini").known
    assert data_snapshot._custom_snapshot is None


def test_shown() -> None:
    """People see each rate with its bound, the unit and the source."""
    text = str(tariff(CLAUDE, "claude-haiku-5-5"))
    assert text == (
        "input 0.1, cached input 0.01, output 0.5; above 100,000 tokens of input: input 0.5, cached input 0.05, output 2.5 "
        f"USD per million tokens (genai-prices {genai_prices.__version__})"
    )
