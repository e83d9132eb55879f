"""Estimates: what they rest on, and that their bounds hold what they promise to hold."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.estimate import ENOUGH, Estimate, Interval, Observed, Seen, Sizes, estimate, tokens_of
from extractor.models import Usage
from extractor.prices import Tariff, tariff_of
from extractor.settings import Price, ProviderSettings

UNKNOWN = tariff_of(ProviderSettings(kind="openai", base_url="http://127.0.0.1:8000/v1", model="house-model-2"))
PRICED = tariff_of(
    ProviderSettings(
        kind="openai",
        base_url="http://127.0.0.1:8000/v1",
        model="house-model-2",
        price=Price(input=1.0, output=4.0, cached_input=0.25),
    )
)
LONG = tariff_of(ProviderSettings(kind="openai", preset="gemini", model="gemini-2.5-pro"))


def size(tokens: float) -> Interval:
    """A text that has so many tokens in the middle."""
    return Interval(0.75 * tokens, tokens, 1.5 * tokens)


def took(request: float, tokens: int, reply: int, cached: int = 0, more_calls: int = 0) -> Observed:
    return Observed(size(request), Usage(input=tokens, output=reply, cached_input=cached), more_calls)


# ── tokens of a text ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "low", "middle", "high"),
    [
        ("", 0, 0, 0),
        ("a" * 4400, 759, 1000, 1630),
        ("Ж" * 2400, 545, 1000, 2400),
        ("ا" * 2400, 545, 1000, 2400),
        ("क" * 1200, 300, 1000, 2667),
        ("会" * 1000, 667, 1000, 1667),
        ("한" * 1000, 667, 1000, 1667),
        ("🌍" * 1000, 667, 1000, 1667),
        ("\ud83c" * 1000, 667, 1000, 1667),
        ("a" * 4400 + "Ж" * 2400 + "会" * 1000, 1971, 3000, 5696),
    ],
    ids=["empty", "ascii", "cyrillic", "arabic", "devanagari", "han", "hangul", "emoji", "lone surrogate", "mixed"],
)
def test_tokens_of(text: str, low: int, middle: int, high: int) -> None:
    """A text's tokens follow from its characters, script by script."""
    found = tokens_of(text)
    assert (round(found.low), round(found.middle), round(found.high)) == (low, middle, high)


@given(st.text(), st.text())
def test_tokens_add_up(one: str, other: str) -> None:
    """Two texts have as many tokens together as one after the other."""
    apart, together = tokens_of(one) + tokens_of(other), tokens_of(one + other)
    assert (apart.low, apart.middle, apart.high) == pytest.approx((together.low, together.middle, together.high))


# ── what it rests on ──────────────────────────────────────────────────────────────────────────────────────────────

SAME = [took(1000, 1100, 300)] * 212
FEW = SAME[: ENOUGH - 1]
UNCOUNTED = [took(1000, 0, 0)] * 50


@pytest.mark.parametrize(
    ("seen", "basis"),
    [
        (Seen(own=SAME), "from 212 completions of this model on disk"),
        (Seen(own=SAME, others=SAME), "from 212 completions of this model on disk"),
        (Seen(others=SAME), "from 212 completions of other models on disk; none of this model"),
        (Seen(own=FEW, others=SAME), "from 212 completions of other models on disk; 4 of this model, too few"),
        (Seen(own=FEW), "from the sizes alone, thinking not counted; only 4 of this model on disk"),
        (Seen(), "from the sizes alone, thinking not counted; no completion of this model is on disk"),
        (
            Seen(own=UNCOUNTED),
            "from the sizes alone, thinking not counted; no completion of this model is on disk",
        ),
    ],
    ids=["own", "own before others", "others", "own too few", "too few", "nothing", "server counted nothing"],
)
def test_basis(seen: Seen, basis: str) -> None:
    """One sentence says what the estimate rests on."""
    assert estimate(Sizes([size(1000)] * 10), seen, PRICED).basis == basis


@pytest.mark.parametrize("seen", [Seen(), Seen(own=SAME)], ids=["sizes alone", "completions on disk"])
def test_no_price_no_usd(seen: Seen) -> None:
    """Without a price there are tokens and no USD, and the words say where to put the price."""
    found = estimate(Sizes([size(1000)] * 10), seen, UNKNOWN)
    assert found.usd is None
    assert found.input.middle > 0
    assert "price is unknown: add price = {" in found.price


@pytest.mark.parametrize("tariff", [PRICED, UNKNOWN], ids=["priced", "unknown"])
def test_all_on_disk(tariff: Tariff) -> None:
    """With every answer on disk nothing is called and nothing is paid, whatever the price."""
    found = estimate(Sizes([], served=40), Seen(own=SAME), tariff)
    nothing = Interval(0, 0, 0)
    assert (found.calls, found.input, found.output, found.usd) == (nothing,) * 4
    assert (found.articles, found.served, found.basis) == (0, 40, "every answer is on disk")


# ── from the sizes alone ──────────────────────────────────────────────────────────────────────────────────────────


def test_sizes_alone() -> None:
    """Low leaves out the schema and re-asks, high takes the most tokens, twice the examples' length and a re-ask in four."""
    sizes = Sizes([size(1000)] * 100, schema=size(500), shared=size(800), examples=(size(200), size(400)))
    found = estimate(sizes, Seen(), PRICED)
    assert found.calls == Interval(100, 105, 125)
    # 100 × 750; 100 × 1500 and 5 re-asks of 1500 + 300; 100 × 2250 and 25 re-asks of 2250 + 600
    assert found.input == Interval(75_000, 159_000, pytest.approx(296_250))
    assert found.output == Interval(15_000, 31_500, 75_000)
    # low: 1300 of 1500 tokens from the vendor's cache, at a quarter of the price
    assert found.usd.low == pytest.approx((75_000 * (200 / 1500 + 1300 / 1500 / 4) + 4 * 15_000) / 1e6)
    assert found.usd.middle == pytest.approx((159_000 + 4 * 31_500) / 1e6)
    assert found.usd.high == pytest.approx((296_250 + 4 * 75_000) / 1e6)


def test_no_example() -> None:
    """A prompt without examples leaves the reply's length open by a factor of sixteen."""
    found = estimate(Sizes([size(1000)]), Seen(), PRICED)
    assert (found.output.low, found.output.middle, found.output.high) == (100, 420, 2000)


# ── from completions on disk ──────────────────────────────────────────────────────────────────────────────────────


def test_replies_all_alike() -> None:
    """Completions that all took the same leave only the number of re-asks open."""
    found = estimate(Sizes([size(1000)] * 1000), Seen(own=SAME), PRICED)
    assert found.input.low == found.input.middle == pytest.approx(1_100_000)
    assert found.output.low == found.output.middle == pytest.approx(300_000)
    assert found.usd.middle == pytest.approx(1.1 + 1.2)
    assert 1.0 < found.input.high / found.input.low < 1.03


def test_schema_is_in_what_was_seen() -> None:
    """Short and long requests that carry one schema are scaled by request and schema together."""
    seen = [took(request, 2 * (request + 500), 100) for request in (100, 1000, 3000) for _ in range(20)]
    found = estimate(Sizes([size(2000)] * 10, schema=size(500)), Seen(own=seen), PRICED)
    assert found.input.middle == pytest.approx(10 * 2 * 2500)


def test_cached_input_is_cheaper() -> None:
    """A share of input that the vendor had cached is expected again, at its own price."""
    seen = [took(1000, 1000, 100, cached=800) for _ in range(30)]
    found = estimate(Sizes([size(1000)] * 100), Seen(own=seen), PRICED)
    assert found.usd.middle == pytest.approx((20_000 + 80_000 / 4 + 4 * 10_000) / 1e6)


def test_long_prompts_have_their_own_rate() -> None:
    """USD are summed call by call: only the prompt above the threshold pays the higher rate."""
    seen = [took(1000, 1000, 1000)] * 50
    found = estimate(Sizes([size(150_000), size(250_000)]), Seen(own=seen), LONG)
    assert found.usd.middle == pytest.approx(0.15 * 1.25 + 0.001 * 10 + 0.25 * 2.5 + 0.001 * 15)


def test_another_model_is_a_weaker_basis() -> None:
    """What another model took gives the same middle and wider bounds."""
    seen = [took(1000, 1000 + 10 * i, 200 + 20 * i, more_calls=i % 7 == 0) for i in range(30)]
    own = estimate(Sizes([size(1000)] * 50), Seen(own=seen), PRICED)
    other = estimate(Sizes([size(1000)] * 50), Seen(others=seen), PRICED)
    for figure in ("input", "output", "usd"):
        near, far = getattr(own, figure), getattr(other, figure)
        assert far.middle == pytest.approx(near.middle)
        assert far.low < near.low
        assert near.high < far.high


observed = st.builds(
    took, st.floats(10, 1e5), st.integers(1, 10**6), st.integers(0, 10**5), st.integers(0, 10**6), st.integers(0, 6)
)


@settings(max_examples=40, deadline=None)
@given(st.lists(observed, max_size=60), st.lists(st.floats(1, 1e6).map(size), max_size=60), st.booleans())
def test_bounds_are_in_order(seen: list[Observed], requests: list[Interval], own: bool) -> None:
    """Whatever was seen, low, middle and high stand in that order, none below nothing, and come out the same twice."""
    group = Seen(own=seen) if own else Seen(others=seen)
    found = estimate(Sizes(requests), group, PRICED)
    for interval in (found.calls, found.input, found.output, found.usd):
        assert 0 <= interval.low <= interval.middle * (1 + 1e-9)
        assert interval.middle <= interval.high * (1 + 1e-9)
    assert found == estimate(Sizes(requests), group, PRICED)


# ── the promise: nine in ten ──────────────────────────────────────────────────────────────────────────────────────

Taken = tuple[Interval, list[Usage]]  # an article's request, and the tokens of each call it took


def world(rng: Random) -> Callable[[], Taken]:
    """A made-up model and newsroom: some articles without an event, some replies that need asking again."""
    reasked, without, spread = rng.choice([0, 0.03, 0.1, 0.25]), rng.uniform(0, 0.5), rng.uniform(0.1, 0.8)
    factor, cached = rng.uniform(0.8, 1.3), rng.choice([0, 0, 0.6])

    def article() -> Taken:
        said = 6000 + rng.lognormvariate(6.5, 0.7)
        sent = int(said * factor * rng.gauss(1, 0.03))
        reply = 60 if rng.random() < without else int(600 * rng.lognormvariate(0, spread))
        kept = int(sent * cached) if rng.random() < 0.8 else 0
        calls = [Usage(input=sent, output=reply, cached_input=kept)]
        while rng.random() < reasked and len(calls) < 3:
            again = int(reply * rng.uniform(0.8, 1.2))
            calls.append(Usage(input=sent + calls[-1].output, output=again, cached_input=kept))
        return size(said), calls

    return article


SHAPES = [(5, 3), (5, 100), (12, 30), (40, 100), (200, 10), (200, 300)]  # completions on disk, articles to ask


def simulated(seed: int) -> tuple[Estimate, list[Usage]]:
    """One folder: the estimate from some articles of a world, and what others of the same world then took."""
    many, count = SHAPES[seed % len(SHAPES)]
    article = world(Random(seed))
    seen = [Observed(request, calls[0], len(calls) - 1) for request, calls in (article() for _ in range(many))]
    new = [article() for _ in range(count)]
    told = estimate(Sizes([request for request, _ in new]), Seen(own=seen), PRICED)
    return told, [usage for _, calls in new for usage in calls]


def test_bounds_hold_in_nine_of_ten_folders() -> None:
    """Over 300 simulated folders, tokens, calls and USD end within their bounds in at least 85 of 100."""
    held = {"calls": 0, "input": 0, "output": 0, "usd": 0}
    for seed in range(300):
        told, calls = simulated(seed)
        truth = {
            "calls": len(calls),
            "input": sum(usage.input for usage in calls),
            "output": sum(usage.output for usage in calls),
            "usd": sum(PRICED.cost(usage) or 0.0 for usage in calls),
        }
        for figure, value in truth.items():
            bounds: Interval = getattr(told, figure)
            held[figure] += bounds.low - 1e-9 <= value <= bounds.high + 1e-9
    assert min(held.values()) >= 0.85 * 300, held


def test_bounds_are_no_wider_than_worth_having() -> None:
    """With 200 completions on disk and 300 articles to ask, high is less than 1.7 times low."""
    told = [simulated(seed)[0] for seed in range(5, 65, 6)]
    for figure in ("input", "output", "usd"):
        widths = sorted(getattr(one, figure).high / getattr(one, figure).low for one in told)
        assert widths[len(widths) // 2] < 1.7, figure
