"""What a run may still spend."""

from __future__ import annotations

import asyncio

import pytest

from extractor.budget import Budget
from extractor.errors import BudgetExceeded


def spending(limit, costs, together, calls=1):
    """Articles of these costs, so many at a time; how many began, how many flew at most, what was spent."""
    budget, flying, begun, most, spent = Budget(limit), 0, 0, 0, 0.0

    async def article(cost):
        nonlocal flying, begun, most, spent
        async with budget.article():
            flying, begun = flying + 1, begun + 1
            most = max(most, flying)
            await asyncio.sleep(0)
            flying -= 1
            spent += cost or 0.0
            budget.spend(cost, calls)

    async def worker(queue):
        while queue:
            await article(queue.pop(0))

    async def all_of_them():
        queue = list(costs)
        ends = await asyncio.gather(*(worker(queue) for _ in range(together)), return_exceptions=True)
        return [end for end in ends if isinstance(end, BaseException)]

    return asyncio.run(all_of_them()), begun, most, spent


@pytest.mark.parametrize("together", [1, 4, 32])
@pytest.mark.parametrize("limit", [1.0, 2.5, 9.99])
def test_equal_costs_never_cross_the_limit(limit, together):
    """However many fly at once; and the limit is used up but for less than one article."""
    stops, begun, _, spent = spending(limit, [0.3] * 100, together)
    assert spent <= limit
    assert spent > limit - 0.3 - 1e-9
    assert begun == round(spent / 0.3)
    assert all(isinstance(stop, BudgetExceeded) for stop in stops)


def test_the_first_article_goes_alone():
    """Until one was paid nobody knows how many may fly."""
    _, begun, most, spent = spending(1.0, [5.0] * 50, together=32)
    assert (begun, most, spent) == (1, 1, 5.0)


def test_completions_from_disk_hold_nobody_up_and_tell_nothing():
    """They cost nothing and are no price."""
    stops, begun, _, spent = spending(1.0, [0.0] * 40, together=8, calls=0)
    assert (stops, begun, spent) == ([], 40, 0.0)


def test_without_a_limit_everything_passes():
    """The purse only counts."""
    stops, begun, most, _ = spending(None, [7.0, None] * 20, together=8)
    assert (stops, begun, most) == ([], 40, 8)


def test_an_unknown_cost_ends_a_run_with_a_limit():
    """A server that counts no tokens could spend any amount."""
    stops, begun, _, _ = spending(100.0, [0.1, None, 0.1, 0.1], together=1)
    assert begun == 2
    assert "run without --budget" in str(stops[0])


def test_a_limit_of_nothing_buys_nothing():
    """A budget of 0 stops before the first article."""
    stops, begun, _, _ = spending(0.0, [1.0], together=1)
    assert begun == 0
    assert "exceed the budget of 0 USD" in str(stops[0])
