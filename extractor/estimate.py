"""What a run will take, told before it is made: calls, tokens and USD, each as an interval.

In: the sizes of the rendered requests, what completions on disk took, a tariff. Out: an `Estimate` that says what it
rests on. Refused: USD without a price. What the figures assume stands beside them here, and in docs/costs.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt
from random import Random
from statistics import fmean

from extractor.models import Frozen, Usage
from extractor.prices import ADVICE, Rates, Tariff, rate_for

ENOUGH = 5  # completions on disk, below which they are no basis
_Z = 1.645  # bounds hold nine in ten
_FEW = 40  # above so many, a mean is drawn from the normal distribution


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and its bounds."""

    low: float
    middle: float
    high: float

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.middle + other.middle, self.high + other.high)

    def __mul__(self, by: float) -> Interval:
        return Interval(self.low * by, self.middle * by, self.high * by)


_NONE = Interval(0.0, 0.0, 0.0)
_WIDE = re.compile("[\u2e80-\U0010ffff]")

# Characters to a token where tokens are fewest, in the middle, where they are most; vocabularies differ most outside Latin.
_ASCII = (
    5.8,
    4.4,
    2.7,
)  # English news 5.0 to 5.8, a JSON Schema 4.0 to 4.6, JSON replies 3.6; some vocabularies a third more
_LETTERS = (4.4, 2.4, 1.0)  # two bytes in UTF-8: Cyrillic, Greek, Arabic, Hebrew, accented Latin
_SYLLABLES = (4.0, 1.2, 0.45)  # three bytes: Indic, Thai, Georgian; also curly quotes and dashes
_IDEOGRAPHS = (1.5, 1.0, 0.6)  # Chinese, Japanese, Korean


def tokens_of(text: str) -> Interval:
    """How many tokens a text may have, by its scripts.

    >>> round(tokens_of("x" * 44).middle), round(tokens_of("北京").middle)
    (10, 2)
    """
    narrow = text if text.isascii() else _WIDE.sub("", text)
    ascii_only = len(narrow.encode("ascii", "ignore"))
    syllables = len(narrow.encode("utf-8", "surrogatepass")) - 2 * len(narrow) + ascii_only
    counts = (ascii_only, len(narrow) - ascii_only - syllables, syllables, len(text) - len(narrow))
    columns = zip(_ASCII, _LETTERS, _SYLLABLES, _IDEOGRAPHS, strict=True)
    return Interval(*(sum(count / per for count, per in zip(counts, column, strict=True)) for column in columns))


@dataclass(frozen=True)
class Sizes:
    """What a run would ask, each text as `tokens_of` sizes it."""

    requests: Sequence[Interval]  # one for each article to ask: all its messages
    served: int = 0  # articles whose completion is on disk
    schema: Interval = _NONE  # the JSON Schema that travels beside each request
    shared: Interval = _NONE  # what every request begins with
    examples: tuple[Interval, ...] = ()  # the prompt's few-shot replies, as JSON


@dataclass(frozen=True)
class Observed:
    """What one article took: its request, the tokens of the first call, and how many billed calls came after that."""

    request: Interval
    usage: Usage
    more_calls: int = 0


@dataclass(frozen=True)
class Seen:
    """What completions of the same task on disk took: of the model to be asked, and of others."""

    own: Sequence[Observed] = ()
    others: Sequence[Observed] = ()


class Estimate(Frozen):
    """What a dry run tells: for the whole run, re-asks included, with bounds that hold in nine of ten runs."""

    articles: int  # to be asked
    served: int  # answered from disk, at no cost
    calls: Interval
    input: Interval
    output: Interval
    usd: Interval | None  # None: the price is unknown
    basis: str
    price: str


# ── the estimate ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Case:
    """One way a run may go: its mildest, its middle, or its dearest."""

    factor: float  # tokens of a request, as a multiple of what the table says
    reply: float  # tokens of a reply, on average
    cached: float  # share of the input that the vendor has in its cache
    more: float  # further calls for an article: re-asks, repeats with more room

    def input(self, requests: Sequence[float]) -> float:
        """Tokens of input: a re-ask sends the request again, and the last reply with it."""
        return sum(requests) * self.factor * (1 + self.more) + len(requests) * self.more * self.reply

    def usd(self, requests: Sequence[float], rates: Rates) -> float:
        """Call by call, since a long prompt may have a rate of its own."""

        def cost(tokens: float) -> float:
            cached = tokens * self.cached
            return rate_for(tokens, rates).cost(tokens - cached, cached, self.reply)

        first = [tokens * self.factor for tokens in requests]
        return sum(cost(tokens) + self.more * cost(tokens + self.reply) for tokens in first)


def estimate(sizes: Sizes, seen: Seen, tariff: Tariff) -> Estimate:
    """What the run would take. With no article to ask it takes nothing, whatever the price."""
    requests = [request.middle + sizes.schema.middle for request in sizes.requests]
    articles, rates = len(requests), tariff.rates()
    cases, basis = _cases(sizes, seen) if requests else ((_Case(0, 0, 0, 0),) * 3, "every answer is on disk")

    def each(figure: Callable[[_Case], float]) -> Interval:
        return Interval(*map(figure, cases))

    return Estimate(
        articles=articles,
        served=sizes.served,
        calls=each(lambda case: articles * (1 + case.more)),
        input=each(lambda case: case.input(requests)),
        output=each(lambda case: articles * case.reply * (1 + case.more)),
        usd=each(lambda case: case.usd(requests, rates)) if rates or not requests else None,
        basis=basis,
        price=str(tariff) if rates else f"the price is unknown: {ADVICE}",
    )


Cases = tuple[_Case, ...]  # mildest, middle, dearest


def _cases(sizes: Sizes, seen: Seen) -> tuple[Cases, str]:
    """The three cases, and the sentence that says what they rest on."""
    counted, foreign = ([one for one in group if one.usage.input] for group in (seen.own, seen.others))
    own, others = len(counted), len(foreign)
    if own >= ENOUGH:
        return _observed(sizes, counted), f"from {own:,} completions of this model on disk"
    if others >= ENOUGH:
        few = f"{own} of this model, too few" if own else "none of this model"
        return _widened(_observed(sizes, foreign)), f"from {others:,} completions of other models on disk; {few}"
    few = f"only {own} of this model on disk" if own else "no completion of this model is on disk"
    return _assumed(sizes), f"from the sizes alone, thinking not counted; {few}"


def _together(factor: Interval, reply: Interval, cached: Interval, more: Interval) -> Cases:
    """All that makes a run cheap at once, and all that makes it dear: wider than chance, never narrower."""
    return (
        _Case(factor.low, reply.low, cached.high, more.low),
        _Case(factor.middle, reply.middle, cached.middle, more.middle),
        _Case(factor.high, reply.high, cached.low, more.high),
    )


_REPLY = Interval(0.5, 1.0, 2.0)  # a reply's length, as a multiple of the few-shot replies' mean
_NO_EXAMPLE = Interval(100.0, 400.0, 1600.0)  # tokens of a reply, where the prompt shows none
_MORE_CALLS = Interval(0.0, 0.05, 0.25)  # for an article


def _assumed(sizes: Sizes) -> Cases:
    """At the low end the schema counts nothing, as on servers that keep it out of the prompt, and what is shared is cached."""
    articles = len(sizes.requests)
    requests, schema = sum(sizes.requests, _NONE), sizes.schema * articles
    whole = (requests.middle + schema.middle) or 1.0
    shared = (sizes.shared.middle * articles + schema.middle) / whole
    shown = fmean(example.middle for example in sizes.examples) if sizes.examples else 0.0
    return _together(
        factor=Interval(requests.low / whole, 1.0, (requests.high + schema.high) / whole),
        reply=_REPLY * shown if shown else _NO_EXAMPLE,
        cached=Interval(0.0, 0.0, min(1.0, shared)),
        more=_MORE_CALLS,
    )


def _observed(sizes: Sizes, seen: Sequence[Observed]) -> Cases:
    count = len(sizes.requests)
    billed = [float(one.usage.input) for one in seen]
    cached = _ratio([min(one.usage.cached_input, one.usage.input) for one in seen], billed, count)
    return _together(
        factor=_ratio(billed, [one.request.middle + sizes.schema.middle for one in seen], count),
        reply=_ratio([float(one.usage.output) for one in seen], [1.0] * len(seen), count),
        cached=Interval(cached.low, cached.middle, min(1.0, cached.high)),
        more=_share(sum(one.more_calls for one in seen), len(seen), count),
    )


def _widened(cases: Cases) -> Cases:
    """By what another model's vocabulary (1.3) and length of reply (2) may differ; its vendor may cache all or nothing."""
    low, middle, high = cases
    return (
        _Case(low.factor / 1.3, low.reply / 2, 1.0, 0.0),
        middle,
        _Case(high.factor * 1.3, high.reply * 2, 0.0, max(high.more, _MORE_CALLS.high)),
    )


def _ratio(values: Sequence[float], weights: Sequence[float], count: int) -> Interval:
    """Sum of values over sum of weights, as `count` new articles will have it: a bootstrap of new sample over old."""
    many, ratio = len(values), sum(values) / (sum(weights) or 1.0)
    if ratio == 0:
        return _NONE
    rng, weight = Random(many), fmean(weights) or 1.0  # noqa: S311  # the same figures for the same folder
    off = [(value - ratio * own) / weight for value, own in zip(values, weights, strict=True)]
    spread = sqrt(sum(one * one for one in off) / (many - 1))

    def drawn(size: int) -> float:
        chance = sum(rng.choices(off, k=size)) / size if size <= _FEW else rng.gauss(0, spread / sqrt(size))
        return max(0.0, ratio + chance)

    times = sorted(drawn(count) / old for _ in range(300) if (old := drawn(many)) > 0)
    tail = len(times) // 20
    # as much as Student's t is wider than the normal, and the true spread than that of so few: right to 0.02
    stretch = 1 + 1.7 / (many - 1)
    low, high = min(1.0, times[tail]), max(1.0, times[-1 - tail])
    return Interval(ratio * low**stretch, ratio, ratio * high**stretch)


def _share(found: int, many: int, count: int) -> Interval:
    """Further calls an article: Wilson's interval, as wide as `many` articles seen and `count` new ones make it."""
    share, size = min(1.0, found / many), many * count / (many + count)
    centre = (share + _Z**2 / (2 * size)) / (1 + _Z**2 / size)
    half = _Z / (1 + _Z**2 / size) * sqrt(share * (1 - share) / size + _Z**2 / (4 * size**2))
    low, high = max(0.0, centre - half), max(centre + half, found / many)
    return Interval(floor(low * count) / count, found / many, ceil(high * count) / count)  # calls are whole
