"""How fast calls leave."""

from __future__ import annotations

import asyncio

from extractor.pace import Pace


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        self.now = max(self.now, self.now + seconds)
        await asyncio.sleep(0)


def starts(calls, **limits):
    """When each of so many calls started, and the most in flight."""
    clock = Clock()
    pace = Pace(limits.pop("concurrency", 10), clock=clock, sleep=clock.sleep, **limits)
    began, flying, most = [], 0, 0

    async def call():
        nonlocal flying, most
        async with pace.slot():
            began.append(clock.now)
            flying += 1
            most = max(most, flying)
            await asyncio.sleep(0)
            flying -= 1

    async def all_calls():
        await asyncio.gather(*(call() for _ in range(calls)))

    asyncio.run(all_calls())
    return began, most


def test_no_more_calls_fly_than_allowed():
    """The cap on calls in flight holds."""
    _, most = starts(20, concurrency=3)
    assert most == 3


def test_requests_per_minute_space_the_calls():
    """Sixty a minute is one a second."""
    began, _ = starts(4, requests_per_minute=60)
    assert began == [0.0, 1.0, 2.0, 3.0]


def test_a_hold_stops_every_call():
    """After a 429 nothing starts before the pause is over."""
    clock = Clock()
    pace = Pace(2, clock=clock, sleep=clock.sleep)

    async def call():
        async with pace.slot():
            return clock.now

    async def held():
        pace.hold(5.0)
        return await asyncio.gather(call(), call())

    assert asyncio.run(held()) == [5.0, 5.0]
