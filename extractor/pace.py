"""How fast calls leave: so many in flight, so many a minute, fewer after a 429, none while the server asked for a pause.

In: a provider's limits, and what its answers say of them. Out: an async context that one call is made in; first come, first served.
"""

from __future__ import annotations

import asyncio
import math
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic

from extractor.limits import Limits, Quota

MINUTE_S = 60.0
LONGEST_HOLD_S = 120.0  # what lies further away is a quota of the day, which no pace can wait for
FIRST_HOLD_S, LAST_HOLD_S = 1.0, 32.0  # after a 429 that names no pause; doubled while no call succeeds
LATE_S = 0.05  # a timer's lateness that does not move the calls after it
_INSTANT = 1e-6  # two moments nearer than this are one: sums of floats differ by less


@dataclass(slots=True, eq=False)
class Ticket:
    """One call under way."""

    began: float  # on the pace's clock
    tokens: int  # what it costs: an estimate, until the server has counted
    episode: int  # the 429 episodes before it
    calls: int  # the calls begun up to this one
    asked: int  # their tokens


class Pace:
    """One provider's pace, shared by every article of a run.

    `window` is how many calls may be in flight now: half after a 429 episode, one more after a window of successes, never
    above the concurrency. `episodes` counts the 429 episodes. Requests leave evenly and not in a burst, since servers hold a
    limit of the minute against one or ten seconds (https://learn.microsoft.com/en-us/azure/foundry-classic/openai/how-to/quota).
    """

    def __init__(
        self,
        concurrency: int,
        requests_per_minute: int | None = None,
        tokens_per_minute: int | None = None,
        *,
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.window = concurrency
        self.episodes = 0
        self._concurrency = concurrency
        self._interval = MINUTE_S / requests_per_minute if requests_per_minute else 0.0
        self._minute = _Minute(tokens_per_minute) if tokens_per_minute else None
        self._requests, self._tokens = Quota(), Quota()  # what the server said is left
        self._clock, self._sleep = clock, sleep
        self._flying = 0
        self._next = self._held = -math.inf  # no call begins before these moments
        self._successes = 0  # since the window last changed, of calls begun in this episode
        self._unanswered = 0  # episodes since a call last succeeded
        self._queue: deque[tuple[int, asyncio.Future[Ticket]]] = deque()  # tokens, turn
        self._timer: asyncio.Task[None] | None = None
        self._due = math.inf  # when the timer rings

    @property
    def waiting(self) -> int:
        """Calls that wait for their turn."""
        return sum(not turn.done() for _, turn in self._queue)

    @property
    def held_s(self) -> float:
        """Seconds for which no call begins, because the server asked for a pause or its quota is spent."""
        opens = max(self._held, self._requests.opens(1), self._tokens.opens(1))
        return max(0.0, opens - self._clock())

    @asynccontextmanager
    async def slot(self, tokens: int = 0) -> AsyncIterator[Ticket]:
        """Wait for a place in flight, and for the minute's budget; `tokens`: the input and the room for the output."""
        ticket = await self._turn(max(0, tokens))
        try:
            yield ticket
        finally:
            self._flying -= 1
            self._admit()

    # ── what answers say ──────────────────────────────────────────────────────────────────────────────────────────

    def spent(self, ticket: Ticket, tokens: int) -> None:
        """Put what the server counted in place of the estimate; 0 for a call that was not charged."""
        if self._minute is not None:
            self._minute.correct(ticket, max(0, tokens), self._clock())
            self._admit()

    def succeeded(self, ticket: Ticket) -> None:
        """Count a call that was answered."""
        if ticket.episode != self.episodes:
            return  # it began before the window was halved, and says nothing of the half
        self._unanswered = 0
        if self.window < self._concurrency:
            self._successes += 1
            if self._successes >= self.window:
                self.window, self._successes = self.window + 1, 0
                self._admit()

    def throttled(self, ticket: Ticket, retry_after: float | None) -> None:
        """Slow down after a 429: half the window, once for all the calls that were in flight together.

        A 429 that names no pause holds the calls for a second, and twice as long each time that none succeeded in between:
        without it a server that refuses in milliseconds would bring the window down to one before its quota can refill.
        """
        fresh = ticket.episode == self.episodes
        if fresh:
            self.episodes += 1
            self._unanswered += 1
            self.window, self._successes = max(1, self.window // 2), 0
        if retry_after and retry_after > 0:
            self.hold(retry_after)
        elif fresh:
            self.hold(min(LAST_HOLD_S, FIRST_HOLD_S * 2 ** min(self._unanswered - 1, 10)))

    def told(self, limits: Limits, ticket: Ticket | None = None) -> None:
        """Begin no more before the reset than the server has left.

        Servers count a call when it comes in, so those begun after the ticket's are taken off.
        """
        calls, asked = (ticket.calls, ticket.asked) if ticket else (self._requests.begun, self._tokens.begun)
        self._requests.told(limits.remaining_requests, self._reset(limits.reset_requests_s), calls)
        self._tokens.told(limits.remaining_tokens, self._reset(limits.reset_tokens_s), asked)
        self._admit()

    def hold(self, seconds: float) -> None:
        """Begin no call for so long, two minutes at most. A longer hold stands."""
        self._held = max(self._held, self._clock() + min(seconds, LONGEST_HOLD_S))  # NaN is never the larger one

    def _reset(self, seconds: float | None) -> float:
        """The moment to wait for; long past if none is known, or none near enough."""
        return -math.inf if seconds is None or seconds > LONGEST_HOLD_S else self._clock() + seconds

    # ── the gate ──────────────────────────────────────────────────────────────────────────────────────────────────

    async def _turn(self, tokens: int) -> Ticket:
        now = self._clock()
        if not self._queue and self._opens(tokens, now) <= now + _INSTANT:
            return self._begin(tokens, now)
        turn: asyncio.Future[Ticket] = asyncio.get_running_loop().create_future()
        self._queue.append((tokens, turn))
        self._admit()
        try:
            return await turn
        except asyncio.CancelledError:
            if not turn.cancelled():
                self._give_back(turn.result())  # its turn came in the moment it was cancelled
            self._admit()  # which leaves out whoever is cancelled
            raise

    def _opens(self, tokens: int, now: float) -> float:
        """The moment from which such a call may begin; inf: not before another one ends."""
        if self._flying >= self.window:
            return math.inf
        opens = max(self._held, self._next, self._requests.opens(1), self._tokens.opens(tokens))
        return opens if self._minute is None else max(opens, self._minute.opens(tokens, now))

    def _begin(self, tokens: int, now: float) -> Ticket:
        self._flying += 1
        if self._interval:
            on_time = now - self._next < LATE_S
            self._next = (self._next if on_time else now) + self._interval
        self._requests.take(1)
        self._tokens.take(tokens)
        ticket = Ticket(now, tokens, self.episodes, self._requests.begun, self._tokens.begun)
        if self._minute is not None:
            self._minute.add(ticket)
        return ticket

    def _give_back(self, ticket: Ticket) -> None:
        self._flying -= 1
        self._requests.take(-1)
        self._tokens.take(-ticket.tokens)
        if self._minute is not None:
            self._minute.correct(ticket, 0, self._clock())

    def _admit(self) -> None:
        """Let begin whoever may, in order of arrival, and see to it that the next one is woken in time."""
        if not self._queue and self._timer is None:
            return
        now, opens = self._clock(), math.inf
        while self._queue:
            tokens, turn = self._queue[0]
            if not turn.done():  # else it is cancelled
                opens = self._opens(tokens, now)
                if opens > now + _INSTANT:
                    break
                turn.set_result(self._begin(tokens, now))
            self._queue.popleft()
        self._wake_at(opens if self._queue else math.inf)

    def _wake_at(self, due: float) -> None:
        if self._timer is not None:
            if due == self._due:
                return
            self._timer.cancel()
        self._due = due
        self._timer = asyncio.get_running_loop().create_task(self._ring(due)) if due < math.inf else None

    async def _ring(self, due: float) -> None:
        await self._sleep(due - self._clock())
        self._timer = None
        self._admit()


class _Minute:
    """The tokens of the calls begun in the last sixty seconds.

    A bucket that is full at the start would let twice the budget through in the first minute; this never does.
    """

    def __init__(self, budget: int) -> None:
        self._budget = budget
        self._calls: deque[Ticket] = deque()  # in order of their beginning
        self._total = 0

    def opens(self, tokens: int, now: float) -> float:
        """When to look again. A call above the whole budget goes alone, after a minute in which nothing was spent."""
        self._forget(now)
        if self._total == 0 or self._total + tokens <= self._budget:
            return -math.inf
        return self._calls[0].began + MINUTE_S

    def add(self, ticket: Ticket) -> None:
        """Count a call that begins now."""
        self._calls.append(ticket)
        self._total += ticket.tokens

    def correct(self, ticket: Ticket, tokens: int, now: float) -> None:
        """Count a call with other tokens than before."""
        self._forget(now)
        if ticket.began + MINUTE_S > now + _INSTANT:
            self._total += tokens - ticket.tokens
        ticket.tokens = tokens

    def _forget(self, now: float) -> None:
        while self._calls and self._calls[0].began + MINUTE_S <= now + _INSTANT:
            self._total -= self._calls.popleft().tokens
