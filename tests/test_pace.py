"""How fast calls leave. Time is that of an event loop that jumps to its next timer instead of waiting for it."""

from __future__ import annotations

import asyncio
import math
import selectors
from contextlib import suppress
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.limits import Limits
from extractor.pace import LONGEST_HOLD_S, Pace, Ticket


class _Jump(selectors.DefaultSelector):
    """Never waits: passes the time on to the loop."""

    now = 0.0

    def select(self, timeout=None):
        assert timeout is not None, "every task waits for another one"
        self.now += max(0.0, timeout)
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    """An event loop in which an hour takes no time."""

    def __init__(self):
        self.jump = _Jump()
        super().__init__(self.jump)

    def time(self):
        return self.jump.now


def timeless(work):
    """What a coroutine function returns, with time that passes only where everything waits."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(work())


def paced(*limits, **more) -> Pace:
    """A pace on the running loop's clock."""
    return Pace(*limits, clock=asyncio.get_running_loop().time, **more)


def now():
    return asyncio.get_running_loop().time()


def starts(number, *limits, lasts=0.0, tokens=0):
    """When each of so many calls began, all asked for at once."""

    async def work():
        pace, began = paced(*limits), []

        async def call():
            async with pace.slot(tokens) as ticket:
                began.append(ticket.began)
                await asyncio.sleep(lasts)

        await asyncio.gather(*(call() for _ in range(number)))
        return began

    return timeless(work)


async def taken(pace, number=1, tokens=0):
    """Slots in flight, and the list of their tickets."""
    slots = [pace.slot(tokens) for _ in range(number)]
    return slots, [await slot.__aenter__() for slot in slots]


async def left(slots):
    """Give the slots back."""
    for slot in slots:
        await slot.__aexit__(None, None, None)


async def began_after(pace, number, seconds=0.0, tokens=0):
    """How many of so many new calls, which never end, have begun after some seconds."""
    began = []

    async def call():
        async with pace.slot(tokens):
            began.append(now())
            await asyncio.Event().wait()

    tasks = [asyncio.create_task(call()) for _ in range(number)]
    await asyncio.sleep(seconds)
    await asyncio.sleep(0.001)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return len(began)


# ── in flight ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_more_calls_fly_than_allowed():
    """A call waits until one of as many as may fly has ended."""
    assert starts(7, 3, lasts=10.0) == [0.0] * 3 + [10.0] * 3 + [20.0]


def test_nothing_waits_where_nothing_limits():
    """A free pace lets a call begin without a turn of the event loop."""

    async def work():
        slot = paced(2).slot().__aenter__()
        with pytest.raises(StopIteration) as begun:
            slot.send(None)
        return begun.value.value

    assert isinstance(timeless(work), Ticket)


def test_a_call_that_fails_gives_its_place_back():
    """An exception inside the slot frees the place."""

    async def work():
        pace = paced(1)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                async with pace.slot():
                    raise ZeroDivisionError
        return await began_after(pace, 2)

    assert timeless(work) == 1


# ── requests a minute ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_requests_leave_evenly():
    """Sixty a minute is one a second, not sixty at once."""
    assert starts(4, 10, 60) == [0.0, 1.0, 2.0, 3.0]


def test_an_idle_minute_earns_no_burst():
    """After a pause calls are as far apart as before it."""

    async def work():
        pace, began = paced(10, 60), []
        for pause in (0.0, 30.0, 0.0, 0.0):
            await asyncio.sleep(pause)
            async with pace.slot() as ticket:
                began.append(ticket.began)
        return began

    assert timeless(work) == [0.0, 30.0, 31.0, 32.0]


def test_late_timers_do_not_add_up():
    """A timer that rings late moves its own call, not the ones after it."""

    async def late(seconds):
        await asyncio.sleep(seconds + 0.01)

    async def work():
        pace, began = paced(10, 600, sleep=late), []

        async def call():
            async with pace.slot() as ticket:
                began.append(ticket.began)

        await asyncio.gather(*(call() for _ in range(6)))
        return began

    assert timeless(work) == pytest.approx([0.0, 0.11, 0.21, 0.31, 0.41, 0.51])


# ── tokens a minute ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_tokens_wait_for_the_minute():
    """A thousand tokens a minute are two calls of 400, then two more a minute later."""
    assert starts(5, 10, None, 1000, tokens=400) == [0.0, 0.0, 60.0, 60.0, 120.0]


def test_a_call_above_the_whole_budget_goes_alone():
    """A call that costs more than a minute's budget begins once a minute has passed in which nothing did."""

    async def work():
        pace, began = paced(10, None, 1000), []

        async def call(tokens):
            async with pace.slot(tokens) as ticket:
                began.append((tokens, ticket.began))

        await asyncio.gather(*(call(tokens) for tokens in (10, 5000, 20, 30)))
        return began

    assert timeless(work) == [(10, 0.0), (5000, 60.0), (20, 120.0), (30, 120.0)]


def test_calls_that_cost_nothing_do_not_delay_a_large_one():
    """A minute whose calls were all uncharged is one in which nothing was spent."""

    async def work():
        pace = paced(10, None, 1000)
        _, (failed,) = await taken(pace, tokens=800)
        pace.spent(failed, 0)
        return await began_after(pace, 1, tokens=5000)

    assert timeless(work) == 1


def test_a_timer_that_rings_early_is_set_again():
    """A call does not begin before its moment because a sleep was short."""

    async def short(seconds):
        await asyncio.sleep(seconds / 2 if seconds > 0.01 else seconds)

    async def work():
        pace = paced(2, sleep=short)
        pace.hold(1.0)
        _, (ticket,) = await taken(pace)
        return ticket.began

    assert timeless(work) == pytest.approx(1.0)


def test_tokens_that_were_not_spent_are_free_at_once():
    """The server's count takes the place of the estimate, and whoever waits begins."""

    async def work():
        pace = paced(10, None, 1000)
        _, (ticket,) = await taken(pace, tokens=1000)
        waiting = asyncio.create_task(taken(pace, tokens=700))
        await asyncio.sleep(5.0)
        pace.spent(ticket, 400)
        unheard = waiting.done(), pace.waiting
        pace.spent(ticket, 300)
        _, (second,) = await waiting
        return unheard, second.began

    assert timeless(work) == ((False, 1), 5.0)


def test_tokens_counted_above_the_estimate_are_taken_off():
    """A call that cost more than it said leaves less for the others."""

    async def work():
        pace = paced(10, None, 1000)
        _, (ticket,) = await taken(pace, tokens=100)
        pace.spent(ticket, 950)
        return await began_after(pace, 1, 59.0, tokens=100), await began_after(pace, 1, 1.0, tokens=100)

    assert timeless(work) == (0, 1)


def test_a_count_that_comes_after_the_minute_changes_nothing():
    """A call that lasts longer than a minute has left the budget before its tokens are counted."""

    async def work():
        pace = paced(10, None, 1000)
        _, (ticket,) = await taken(pace, tokens=1000)
        await asyncio.sleep(61.0)
        pace.spent(ticket, 0)
        return await began_after(pace, 3, tokens=500)

    assert timeless(work) == 2


@settings(deadline=None, max_examples=60)
@given(
    budget=st.integers(1, 1000),
    calls=st.lists(
        st.tuples(st.integers(0, 1200), st.floats(0, 40), st.floats(0, 90), st.floats(0, 1)), min_size=1, max_size=30
    ),
)
def test_no_minute_spends_more_than_its_budget(budget, calls):
    """Over any sixty seconds the tokens stay within the budget, but for a call that is above it alone."""

    async def work():
        pace, spent = paced(50, None, budget), []

        async def call(tokens, arrives, lasts, share):
            await asyncio.sleep(arrives)
            async with pace.slot(tokens) as ticket:
                spent.append((ticket.began, int(tokens * share)))
                await asyncio.sleep(lasts)
                pace.spent(ticket, int(tokens * share))

        await asyncio.gather(*(call(*each) for each in calls))
        return spent

    spent = timeless(work)
    assert len(spent) == len(calls)
    for since, _ in spent:
        minute = [tokens for began, tokens in spent if since <= began < since + 59.999 and tokens]
        assert sum(minute) <= budget or len(minute) == 1


# ── after a 429 ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_calls_refused_together_halve_the_window_once():
    """Sixty-four calls in flight that all come back with 429 are one episode."""

    async def work():
        pace = paced(64)
        slots, tickets = await taken(pace, 64)
        for ticket in tickets:
            pace.throttled(ticket, 1.0)
        await left(slots)
        return pace.window, pace.episodes

    assert timeless(work) == (32, 1)


def test_every_episode_halves_but_never_below_one():
    """A 429 for a call begun after the last decrease halves again, down to one call."""

    async def work():
        pace, windows = paced(9), []
        for _ in range(5):
            slots, (ticket,) = await taken(pace)
            pace.throttled(ticket, 1.0)
            await left(slots)
            windows.append(pace.window)
        return windows, pace.episodes

    assert timeless(work) == ([4, 2, 1, 1, 1], 5)


def test_a_window_of_successes_widens_it_by_one():
    """From 2 to the concurrency of 4 it takes 2 and then 3 successes, and more change nothing."""

    async def work():
        pace, windows = paced(4), []
        slots, (refused,) = await taken(pace)
        pace.throttled(refused, 1.0)
        await left(slots)
        for _ in range(8):
            async with pace.slot() as ticket:
                pace.succeeded(ticket)
                windows.append(pace.window)
        return windows

    assert timeless(work) == [2, 3, 3, 3, 4, 4, 4, 4]


def test_successes_from_before_the_decrease_do_not_count():
    """A call begun in the wide window says nothing of the narrow one."""

    async def work():
        pace = paced(8)
        slots, tickets = await taken(pace, 8)
        pace.throttled(tickets[0], 1.0)
        for ticket in tickets[1:]:
            pace.succeeded(ticket)
        await left(slots)
        return pace.window

    assert timeless(work) == 4


def test_every_decrease_starts_the_count_of_successes_anew():
    """Three of the four successes that would widen the window are worth nothing after the next 429."""

    async def work():
        pace = paced(8)
        for successes in (0, 3):
            for _ in range(successes):
                async with pace.slot() as ticket:
                    pace.succeeded(ticket)
            async with pace.slot() as ticket:
                pace.throttled(ticket, 1.0)
        async with pace.slot() as ticket:
            pace.succeeded(ticket)
        return pace.window

    assert timeless(work) == 2


def test_a_wider_window_lets_a_waiting_call_begin():
    """The call that a success makes room for does not wait for another one to end."""

    async def work():
        pace = paced(2)
        slots, (refused,) = await taken(pace)
        pace.throttled(refused, 1.0)
        await left(slots)
        _, (flying,) = await taken(pace)
        waiting = asyncio.create_task(taken(pace))
        await asyncio.sleep(5.0)
        pace.succeeded(flying)
        _, (ticket,) = await waiting
        return ticket.began

    assert timeless(work) == 6.0


def test_calls_resume_within_the_reduced_window():
    """After Retry-After half as many calls begin as before, not all that wait."""

    async def work():
        pace = paced(8)
        slots, tickets = await taken(pace, 8)
        for ticket in tickets:
            pace.throttled(ticket, 7.0)
        await left(slots)
        return await began_after(pace, 20, 6.9), await began_after(pace, 20, 0.2)

    assert timeless(work) == (0, 4)


def test_a_429_without_a_pause_holds_longer_each_time():
    """A second, then two, then four while no call succeeds; a success starts over."""

    async def work():
        pace, held = paced(4), []

        async def refused(*, first_succeeds=False):
            if first_succeeds:
                async with pace.slot() as ticket:
                    pace.succeeded(ticket)
            slots, (ticket,) = await taken(pace)
            pace.throttled(ticket, None)
            held.append(pace.held_s)
            await left(slots)

        for _ in range(7):
            await refused()
        await refused(first_succeeds=True)
        return held

    assert timeless(work) == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 32.0, 1.0]


def test_the_rest_of_an_episode_does_not_hold_anew():
    """A 429 without a pause that comes half a second after the first one of its episode changes nothing."""

    async def work():
        pace = paced(8)
        _, (first, second) = await taken(pace, 2)
        pace.throttled(first, None)
        await asyncio.sleep(0.5)
        pace.throttled(second, None)
        return pace.held_s

    assert timeless(work) == 0.5


@pytest.mark.parametrize(
    ("asked", "held"),
    [([5.0, None], 5.0), ([5.0, 9.0], 9.0), ([9.0, 5.0], 9.0), ([None, None], 1.0), ([0.0], 1.0), ([0.25], 0.25)],
    ids=["named once", "a longer one", "a shorter one", "never named", "no time at all", "shorter than ours"],
)
def test_the_longest_pause_of_an_episode_counts(asked, held):
    """What servers ask for is obeyed, and what none asked for is a second for all the calls of an episode."""

    async def work():
        pace = paced(8)
        _, tickets = await taken(pace, len(asked))
        for ticket, seconds in zip(tickets, asked, strict=True):
            pace.throttled(ticket, seconds)
        return pace.held_s

    assert timeless(work) == held


# ── holds and quotas ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("seconds", "begins"),
    [(5.0, 5.0), (1e9, LONGEST_HOLD_S), (math.inf, LONGEST_HOLD_S), (0.0, 0.0), (-3.0, 0.0), (math.nan, 0.0)],
    ids=["seconds", "years", "infinity", "zero", "the past", "not a number"],
)
def test_a_hold_stops_every_call(seconds, begins):
    """Nothing begins before a pause is over, and no pause lasts longer than two minutes."""

    async def work():
        pace = paced(2)
        pace.hold(seconds)
        _, tickets = await taken(pace, 2)
        return [ticket.began for ticket in tickets]

    assert timeless(work) == [begins, begins]


def test_a_hold_that_comes_later_stops_those_who_wait():
    """A call that waits for its second of the minute waits for the pause too."""

    async def work():
        pace = paced(4, 60)
        await taken(pace)
        waiting = asyncio.create_task(taken(pace))
        await asyncio.sleep(0.5)
        pace.hold(10.0)
        _, (ticket,) = await waiting
        return ticket.began

    assert timeless(work) == 10.5


def quota(requests=None, tokens=None, reset=30.0):
    return Limits(remaining_requests=requests, remaining_tokens=tokens, reset_requests_s=reset, reset_tokens_s=reset)


@pytest.mark.parametrize(
    ("limits", "at_once", "after"),
    [
        (quota(requests=0), 0, 8),
        (quota(requests=3), 3, 8),
        (quota(requests=30), 8, 8),
        (quota(tokens=0), 0, 8),
        (quota(tokens=250), 2, 8),
        (quota(requests=5, tokens=100), 1, 8),
        (quota(requests=0, reset=None), 8, 8),
        (quota(requests=0, reset=86_400.0), 8, 8),
        (quota(requests=0, reset=0.0), 8, 8),
        (quota(), 8, 8),
    ],
    ids=[
        "no request left",
        "three left",
        "more than fly",
        "no token left",
        "tokens for two",
        "the scarcer",
        "no reset named",
        "quota of the day",
        "whole again",
        "nothing said",
    ],
)
def test_no_more_calls_begin_than_the_server_has_left(limits, at_once, after):
    """Until the reset as many begin as the server said; then as many as may fly."""

    async def work():
        pace = paced(8)
        pace.told(limits)
        waiting = asyncio.create_task(began_after(pace, 20, 29.9, tokens=100))
        return await waiting, await began_after(pace, 20, 0.2, tokens=100)

    assert timeless(work) == (at_once, after)


def test_calls_begun_since_are_taken_off():
    """A server counts when a call comes in: five left when the second of four did means three more."""

    async def work():
        pace = paced(20)
        _, tickets = await taken(pace, 4, tokens=100)
        pace.told(quota(requests=5, tokens=10_000), tickets[1])
        few = await began_after(pace, 20, tokens=100)
        pace.told(quota(requests=50, tokens=600), tickets[1])
        return few, await began_after(pace, 20, tokens=100)

    # the three calls begun in between are taken off as well
    assert timeless(work) == (3, 1)


def test_better_news_end_the_wait():
    """An answer that says there is more lets calls begin before the reset that an earlier one named."""

    async def work():
        pace = paced(8)
        pace.told(quota(requests=0))
        waiting = asyncio.create_task(taken(pace, 2))
        await asyncio.sleep(3.0)
        held = pace.held_s, pace.waiting
        pace.told(quota(requests=4))
        _, tickets = await waiting
        return held, [ticket.began for ticket in tickets], pace.held_s

    assert timeless(work) == ((27.0, 1), [3.0, 3.0], 0.0)


@pytest.mark.parametrize("window", [True, False], ids=["fixed minutes", "refilled bucket"])
def test_a_server_whose_quota_is_respected_refuses_nothing(window):
    """Ten minutes against a server of 60 requests a minute: no 429, and nine tenths of the quota used or more."""

    async def work():
        pace, server = paced(16), _Server(60, whole_minutes=window)

        async def worker():
            while now() < 600:
                async with pace.slot() as ticket:
                    limits = server.asked()
                    await asyncio.sleep(3.0)
                    pace.told(limits, ticket)

        await asyncio.gather(*(worker() for _ in range(16)))
        return server

    server = timeless(work)
    assert server.refused == 0
    assert server.answered >= 0.9 * 600


@dataclass
class _Server:
    """A server that counts a call when it comes in."""

    limit: int
    whole_minutes: bool
    level: float = 0.0
    seen: float = -60.0
    answered: int = 0
    refused: int = 0

    def asked(self) -> Limits:
        if self.whole_minutes:
            fresh, reset = now() // 60 > self.seen // 60, 60 - now() % 60
            self.level = self.limit if fresh else self.level
        else:
            self.level = min(self.limit, self.level + (now() - self.seen) * self.limit / 60)
            reset = (self.limit - self.level + 1) * 60 / self.limit
        self.seen = now()
        good = self.level >= 1
        self.level -= good
        self.answered, self.refused = self.answered + good, self.refused + (not good)
        return Limits(remaining_requests=int(self.level), reset_requests_s=reset)


# ── who is next ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_small_call_does_not_overtake_a_large_one():
    """A call that must wait for tokens is not passed by one that needs none."""

    async def work():
        pace, order = paced(10, None, 1000), []
        await taken(pace, tokens=600)

        async def call(tokens):
            async with pace.slot(tokens):
                order.append(tokens)

        await asyncio.gather(*(call(tokens) for tokens in (900, 1, 0)))
        return order

    assert timeless(work) == [900, 1, 0]


def test_a_cancelled_call_lets_the_next_one_go():
    """Whoever waits behind a call that is given up begins at once, if nothing else stops it."""

    async def work():
        pace = paced(10, None, 1000)
        await taken(pace, tokens=600)
        large = asyncio.create_task(taken(pace, tokens=900))
        small = asyncio.create_task(taken(pace, tokens=10))
        await asyncio.sleep(2.0)
        large.cancel()
        _, (ticket,) = await small
        return ticket.began, pace.waiting

    assert timeless(work) == (2.0, 0)


def test_a_call_cancelled_in_the_middle_waits_no_more():
    """The queue counts those who still want their turn, and passes the others by."""

    async def work():
        pace = paced(1)
        slots, _ = await taken(pace)
        waiting = [asyncio.create_task(taken(pace)) for _ in range(3)]
        await asyncio.sleep(1.0)
        waiting[1].cancel()
        await asyncio.sleep(1.0)
        counted = pace.waiting
        await left(slots)
        slots, _ = await waiting[0]
        await left(slots)
        _, (ticket,) = await waiting[2]
        return counted, ticket.began, pace.waiting

    assert timeless(work) == (2, 2.0, 0)


def test_a_turn_that_comes_in_the_moment_of_cancelling_is_given_back():
    """Place, tokens and quota of a call that was let in and cancelled at once go to the next one."""

    async def work():
        pace = paced(1, None, 1000)
        slots, _ = await taken(pace)
        pace.told(quota(requests=1, tokens=1000))
        waiting = [asyncio.create_task(taken(pace, tokens=1000)) for _ in range(2)]
        await asyncio.sleep(1.0)
        await left(slots)  # the first of them is let in here, and has not run yet
        waiting[0].cancel()
        _, (ticket,) = await waiting[1]
        return ticket.began, waiting[0].cancelled()

    assert timeless(work) == (1.0, True)


def test_a_pace_outlives_its_event_loop():
    """A run that was stopped while calls waited leaves a pace that the next one can use."""
    pace = Pace(4, 60)

    async def stopped():
        await taken(pace)
        waiting = asyncio.create_task(taken(pace))
        await asyncio.sleep(0)
        return pace.waiting, waiting.done()

    async def again():
        pace._clock = asyncio.get_running_loop().time
        _, (ticket,) = await taken(pace)
        return ticket.began

    pace._clock = lambda: 0.0
    assert timeless(stopped) == (1, False)
    assert (timeless(again), pace.waiting) == (1.0, 0)


@dataclass(frozen=True)
class _Call:
    """A call as it will go."""

    arrives: float
    lasts: float
    refused: float | None  # a 429 with this Retry-After, or with none if it is zero
    gives_up: float | None  # seconds after which whoever asked for it cancels


CALLS = st.lists(
    st.builds(
        _Call,
        arrives=st.floats(0, 20),
        lasts=st.floats(0, 5),
        refused=st.one_of(st.none(), st.none(), st.sampled_from([0.0, 0.5, 3.0])),
        gives_up=st.one_of(st.none(), st.none(), st.floats(0, 6)),
    ),
    min_size=1,
    max_size=40,
)


@settings(deadline=None, max_examples=80)
@given(
    concurrency=st.integers(1, 9),
    per_minute=st.one_of(st.none(), st.integers(30, 6000)),
    tokens=st.one_of(st.none(), st.integers(500, 5000)),
    calls=CALLS,
)
def test_whatever_happens_the_gate_stays_whole(concurrency, per_minute, tokens, calls):
    """No more begin than the window, which stays within its bounds; in order of arrival; and all places come back."""

    async def work():
        pace = paced(concurrency, per_minute, tokens)
        asked, began, flying, narrowed = [], [], set(), -1.0

        async def call(number, each):
            nonlocal narrowed
            asked.append(number)
            async with pace.slot(100) as ticket:
                began.append(number)
                flying.add(number)
                # a call that was let in has its place, though another one narrows the window in the same moment
                assert len(flying) <= pace.window or narrowed == now()
                try:
                    await asyncio.sleep(each.lasts)
                finally:
                    flying.discard(number)
                if each.refused is None:
                    pace.succeeded(ticket)
                else:
                    pace.throttled(ticket, each.refused or None)
                    narrowed = now()
                assert 1 <= pace.window <= concurrency

        async def arriving(number, each):
            await asyncio.sleep(each.arrives)
            with suppress(TimeoutError):
                await asyncio.wait_for(call(number, each), each.gives_up)

        await asyncio.gather(*(arriving(number, each) for number, each in enumerate(calls)))
        await asyncio.sleep(LONGEST_HOLD_S)
        return pace, asked, began, await began_after(pace, 20, 60.0)

    pace, asked, began, places = timeless(work)
    assert [number for number in asked if number in began] == began
    assert (places, pace.waiting) == (pace.window, 0)


@settings(deadline=None, max_examples=60)
@given(concurrency=st.integers(2, 40), refused=st.integers(1, 40), data=st.data())
def test_an_episode_costs_half_and_successes_win_it_back(concurrency, refused, data):
    """However many calls of one window are refused it is halved once, and enough successes make it whole."""

    async def work():
        pace = paced(concurrency)
        slots, tickets = await taken(pace, concurrency)
        for ticket in data.draw(st.permutations(tickets))[:refused]:
            pace.throttled(ticket, 1.0)
        half = pace.window
        await left(slots)
        needed = sum(range(half, concurrency))
        for number in range(needed):
            assert pace.window < concurrency, number
            async with pace.slot() as ticket:
                pace.succeeded(ticket)
        return half, pace.window

    assert timeless(work) == (concurrency // 2, concurrency)


@settings(deadline=None, max_examples=40)
@given(window=st.integers(1, 6), halvings=st.integers(0, 3), waiting=st.integers(1, 30))
def test_no_call_begins_in_a_full_window(window, halvings, waiting):
    """What begins anew never brings the calls in flight above the window, however it was narrowed."""

    async def work():
        pace, flying, most = paced(window), 0, 0
        for _ in range(halvings):
            slots, (ticket,) = await taken(pace)
            pace.throttled(ticket, 1.0)
            await left(slots)

        async def call():
            nonlocal flying, most
            async with pace.slot():
                flying += 1
                most = max(most, flying)
                await asyncio.sleep(1.0)
                flying -= 1

        await asyncio.gather(*(call() for _ in range(waiting)))
        return most

    assert timeless(work) == min(waiting, max(1, window >> halvings))
