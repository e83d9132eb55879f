"""Who calls again, when and how often."""

from __future__ import annotations

import asyncio

import pytest

from extractor.errors import InvalidOutput, RejectedError, TransientError
from extractor.retry import LONGEST_WAIT_S, Tries, retried


def attempt(outcomes, budget=6):
    """Make a call that fails as the script says; the result, the waits and the log."""
    waits, script, tries = [], iter(outcomes), Tries(budget)

    async def call():
        outcome = next(script)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    async def sleep(seconds):
        waits.append(seconds)

    try:
        result = asyncio.run(retried(call, tries, sleep))
    except Exception as error:
        result = error
    return result, waits, tries


def test_a_call_that_works_is_made_once():
    """No wait, no log of failures."""
    result, waits, tries = attempt(["ok"])
    assert (result, waits, tries.made, tries.log) == ("ok", [], 1, [])


def test_a_transient_error_is_tried_again_with_growing_jitter():
    """Waits are random, and bounded by half a second times a power of two."""
    result, waits, tries = attempt([TransientError("x")] * 3 + ["ok"])
    assert (result, tries.made) == ("ok", 4)
    assert len(waits) == 3
    assert all(0 <= wait <= 0.5 * 2**i for i, wait in enumerate(waits, 1))
    assert [one.outcome for one in tries.log] == ["transport"] * 3


def test_the_server_says_how_long_to_wait():
    """Retry-After is obeyed to the second."""
    _, waits, _ = attempt([TransientError("x", cause="rate", retry_after=7.0), "ok"])
    assert waits == [7.0]


def test_a_server_that_asks_for_too_long_a_wait_ends_the_run():
    """Nobody waits an hour, and what one article is told the others would be told too."""
    result, waits, tries = attempt([TransientError("x", cause="rate", retry_after=LONGEST_WAIT_S + 1), "never"])
    assert result.stops_run
    assert "asks for a pause of 121 s: run the same command again after it" in str(result)
    assert (waits, tries.made) == ([], 1)


def test_the_budget_ends_it_with_the_last_error():
    """No more calls are made than an article may cost, and every one is in the log."""
    result, _, tries = attempt([TransientError(str(n)) for n in range(9)], budget=3)
    assert str(result) == "2"
    assert (tries.made, [one.detail for one in tries.log]) == (3, ["0", "1", "2"])


def test_a_rejected_call_is_never_made_again():
    """A bad key stays a bad key."""
    result, waits, tries = attempt([RejectedError("no", cause="auth"), "never"])
    assert isinstance(result, RejectedError)
    assert (waits, tries.made) == ([], 1)


def test_re_asks_share_the_budget():
    """An article whose calls are spent is not asked again."""
    tries = Tries(1)
    tries.made = 1

    async def call():
        raise AssertionError("called")

    with pytest.raises(InvalidOutput, match="1 calls"):
        asyncio.run(retried(call, tries))
