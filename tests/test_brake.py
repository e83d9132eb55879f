"""Who gives up when a run stops, and who does not."""

from __future__ import annotations

import asyncio

import pytest

from extractor.brake import Brake
from extractor.errors import StoppedError


def test_whoever_waits_gives_up_and_whoever_works_comes_home():
    """Pulling the brake ends the waiting, not the call in the air."""
    brake, done = Brake(), []

    async def waits():
        with brake.waiting():
            await asyncio.sleep(3600)

    async def works():
        await asyncio.sleep(0.01)
        done.append("home")

    async def all_of_them():
        tasks = [asyncio.create_task(waits()), asyncio.create_task(waits()), asyncio.create_task(works())]
        await asyncio.sleep(0)
        brake.pull()
        return await asyncio.gather(*tasks, return_exceptions=True)

    first, second, third = asyncio.run(all_of_them())
    assert isinstance(first, StoppedError)
    assert isinstance(second, StoppedError)
    assert (third, done) == (None, ["home"])


def test_after_the_brake_nobody_begins_to_wait():
    """Who comes later gives up at once."""

    async def late():
        brake = Brake()
        brake.pull()
        with brake.waiting():
            pytest.fail("waited")

    with pytest.raises(StoppedError):
        asyncio.run(late())


def test_somebody_elses_cancellation_stays_one():
    """A task that is cancelled for another reason, before or together with the brake, ends as cancelled."""
    brake = Brake()

    async def waits():
        with brake.waiting():
            await asyncio.sleep(3600)

    async def cancelled(*, pull):
        task = asyncio.create_task(waits())
        await asyncio.sleep(0)
        task.cancel()
        if pull:
            brake.pull()
        await asyncio.gather(task, return_exceptions=True)
        return task.cancelled()

    assert asyncio.run(cancelled(pull=False))
    assert asyncio.run(cancelled(pull=True))


def test_a_task_goes_on_after_it_gave_up():
    """Giving up leaves no cancellation behind that would end the next wait."""

    async def going_on():
        brake = Brake()

        async def waits():
            try:
                with brake.waiting():
                    await asyncio.sleep(3600)
            except StoppedError:
                await asyncio.sleep(0.001)
                return "went on"

        async with asyncio.TaskGroup() as group:
            task = group.create_task(waits())
            await asyncio.sleep(0)
            brake.pull()
        return task.result()

    assert asyncio.run(going_on()) == "went on"
