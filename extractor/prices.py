"""What one call costs, and who says so: the only door to genai-prices, whose embedded list is read and never updated here.

In: a provider's settings. Out: a `Tariff`, by which a call's tokens become USD. Refused: a guess. A price that nobody
states is unknown (None), never 0; a gateway or a local server is not priced by the name of its model.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from extractor.models import Frozen, Usage
from extractor.settings import ProviderSettings

if TYPE_CHECKING:
    from genai_prices.types import ModelInfo, ModelPrice, TieredPrices

ADVICE = "add price = { input = …, output = … } (USD per million tokens) to the provider's table in extractor.toml"

# Who owns a host sells at the listed price. A host that is not here (a gateway, a proxy, this machine) may charge anything.
_VENDORS = {
    "api.openai.com": "openai",
    "api.anthropic.com": "anthropic",
    "generativelanguage.googleapis.com": "google",
    "api.mistral.ai": "mistral",
    "api.groq.com": "groq",
    "api.deepseek.com": "deepseek",
    "openrouter.ai": "openrouter",
    "api.together.xyz": "together",
    "api.together.ai": "together",
}
_AZURE = (".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com")
_STANDARD_TIERS = (None, "auto", "default")


class Rate(Frozen):
    """USD per million tokens, for calls with more than `above` tokens of input."""

    above: int = 0
    input: float
    output: float
    cached_input: float

    def cost(self, fresh: float, cached: float, output: float) -> float:
        """USD for so many tokens of input, of input that the vendor had cached, and of output.

        >>> Rate(input=2, cached_input=0.5, output=8).cost(1_000_000, 200_000, 50_000)
        2.5
        """
        return (fresh * self.input + cached * self.cached_input + output * self.output) / 1e6


Rates = tuple[Rate, ...]  # by rising `above`; empty: unknown


class Tariff:
    """What a provider's calls cost.

    Rates are looked up for the minute of the call, since prices have a first day and, with some vendors, a time of day.
    """

    def __init__(self, source: str, look_up: Callable[[datetime], Rates]) -> None:
        self.source = source  # "configured", "genai-prices 0.2.3", "no charge", "unknown"
        self._look_up = look_up
        self._minute: datetime | None = None
        self._rates: Rates = ()

    def rates(self, at: datetime | None = None) -> Rates:
        """The rates in force, the one for the shortest prompts first; empty where the price is unknown."""
        minute = (at or datetime.now(UTC)).replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute, self._rates = minute, self._look_up(minute)
        return self._rates

    def cost(self, usage: Usage, at: datetime | None = None) -> float | None:
        """USD for one call: the prompt's length decides the rate, so the tokens of several calls must not be added first.

        None if the price is unknown, or if the server counted no tokens for a call that has a price.
        """
        rates = self.rates(at)
        if not rates or (usage.input == 0 and rates != _FREE):
            return None
        cached = min(usage.cached_input, usage.input)
        return rate_for(usage.input, rates).cost(usage.input - cached, cached, usage.output)

    @property
    def known(self) -> bool:
        """Whether a budget can be kept with it."""
        return bool(self.rates())

    def __str__(self) -> str:
        """The price for people, in USD per million tokens, and where it is from."""
        if self.source in ("unknown", "no charge"):
            return self.source
        return "; ".join(map(_shown, self.rates())) + f" USD per million tokens ({self.source})"


def rate_for(input_tokens: float, rates: Rates) -> Rate:
    """The rate of a call whose whole prompt has so many tokens, out of a tariff's rates, of which there is at least one."""
    return next((rate for rate in reversed(rates) if input_tokens > rate.above), rates[0])


_FREE: Rates = (Rate(input=0, output=0, cached_input=0),)


def tariff_of(settings: ProviderSettings) -> Tariff:
    """The configured price; else none for what makes no paid call; else the vendor's listed one; else unknown."""
    if (own := settings.price) is not None:
        cached = own.input if own.cached_input is None else own.cached_input
        configured = (Rate(input=own.input, output=own.output, cached_input=cached),)
        return Tariff("configured", lambda _: configured)
    if settings.kind != "openai":
        return Tariff("no charge", lambda _: _FREE)
    vendor = _vendor(settings.endpoint)
    model = _listed(vendor, settings.model) if vendor and settings.model else None
    context = _service_tier(settings.extra_body.get("service_tier"), model)
    if model is None or context is None or not _rates(model.get_prices(datetime.now(UTC), context)):
        return Tariff("unknown", lambda _: ())
    # once a minute at most: what is listed for the moment
    return Tariff(f"genai-prices {version('genai-prices')}", lambda at: _rates(model.get_prices(at, context)))


def _vendor(endpoint: str) -> str | None:
    """Who sells at an address, as genai-prices calls them.

    >>> _vendor("https://api.groq.com/openai/v1"), _vendor("https://api.openai.com.example.org/v1")
    ('groq', None)
    """
    host = urlsplit(endpoint).hostname or ""
    return "azure" if host.endswith(_AZURE) else _VENDORS.get(host)


@lru_cache
def _listed(vendor: str, model: str) -> ModelInfo | None:
    """The list's entry for a vendor's model, dated names included."""
    import genai_prices  # half a second, paid by those who ask for a listed price

    nothing = genai_prices.Usage(input_tokens=0, output_tokens=0)
    try:
        return genai_prices.calc_price(nothing, model.removeprefix("models/"), provider_id=vendor).model
    except LookupError:
        return None


def _service_tier(asked: object, model: ModelInfo | None) -> dict[str, str] | None:
    """What a request asks of the price beyond the model; None if the list does not say what that costs."""
    if asked in _STANDARD_TIERS:
        return {}
    listed = [variant.when.get("service_tier") for variant in (model and model.price_variants) or ()]
    return {"service_tier": str(asked)} if asked in listed else None


def _rates(listed: ModelPrice) -> Rates:
    """A listed price as rates; none where it lacks a figure (the list would charge 0) or has one for what we do not count."""
    if listed.input_mtok is None or listed.output_mtok is None or listed.output_reasoning_mtok is not None:
        return ()
    cached_price = listed.input_mtok if listed.cache_read_mtok is None else listed.cache_read_mtok
    parts = (listed.input_mtok, listed.output_mtok, cached_price)
    steps = {0} | {tier.start for part in parts if not isinstance(part, Decimal) for tier in part.tiers}
    found = ((step, *(_above(step, part) for part in parts)) for step in sorted(steps))
    return tuple(Rate(above=step, input=fresh, output=out, cached_input=cached) for step, fresh, out, cached in found)


def _above(step: int, price: Decimal | TieredPrices) -> float:
    """What a million tokens cost in a call whose prompt is longer than `step` tokens."""
    if isinstance(price, Decimal):
        return float(price)
    return float(next((tier.price for tier in reversed(price.tiers) if tier.start <= step), price.base))


def _shown(rate: Rate) -> str:
    """One rate in words.

    >>> _shown(Rate(above=200_000, input=2.5, output=15, cached_input=0.25))
    'above 200,000 tokens of input: input 2.5, cached input 0.25, output 15'
    """
    bound = f"above {rate.above:,} tokens of input: " if rate.above else ""
    return f"{bound}input {rate.input:g}, cached input {rate.cached_input:g}, output {rate.output:g}"
