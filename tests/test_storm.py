"""A thousand articles, a fault on every third: each ends as the table of faults says, none is lost, none paid twice.

`pytest -s tests/test_storm.py` prints what came of it: states, articles, calls.
"""

from __future__ import annotations

import signal
from collections import Counter, defaultdict
from dataclasses import replace

import pytest

from extractor.models import State
from extractor.store import read_lines
from tests import test_run
from tests.faults import ATTEMPTS, FAULTS, OK, REASKS
from tests.loopback import by_article, fault
from tests.test_run import answer_to, manifest

world = test_run.world  # the fixture: a folder of articles, and a way to run over it against a scripted server

ARTICLES, CONCURRENCY = 1000, 32
SETTINGS = {"attempts": ATTEMPTS, "reasks": REASKS, "timeout_s": 2.0, "concurrency": CONCURRENCY}
MET = {f"{number:04d}": FAULTS[number // 3 % len(FAULTS)] for number in range(1, ARTICLES, 3)}  # article → its fault


@pytest.fixture(autouse=True)
def _watched(monkeypatch):
    """Pauses for everybody are short here, and a run that waits for ever is a failure, not a night without results."""
    for name in ("FIRST_HOLD_S", "LONGEST_HOLD_S"):
        monkeypatch.setattr(f"extractor.pace.{name}", 0.02)

    def late(*_):
        raise TimeoutError("the run did not end")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(180)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def weather():
    """A script that does to each article what is its lot."""

    def answers(mark, call, asked):
        answer = MET[mark].answer(call) if mark in MET else OK
        return answer_to(asked) if answer is OK else answer

    return by_article(answers)


def due(mark):
    """(state, calls) that an article must end with."""
    return (MET[mark].state, MET[mark].calls) if mark in MET else (State.OK, 1)


def by_mark(folder):
    return {line.path.rsplit("/", 1)[-1].removesuffix(".txt"): line for line in read_lines(folder)}


def table(lines, calls):
    """What came of a run, as a Markdown table: by state, and within it by what was met."""
    rows = defaultdict(lambda: [0, 0])
    for mark, line in lines.items():
        lot = "a fault" if mark in MET else "nothing"
        rows[line.state.value, lot][0] += 1
        rows[line.state.value, lot][1] += calls[mark]
    told = [f"| `{state}` | {lot} | {count} | {made} |" for (state, lot), (count, made) in sorted(rows.items())]
    return "\n".join(["| state | met | articles | calls |", "|---|---|---:|---:|", *told])


def test_a_storm_leaves_every_article_where_it_belongs(world):
    """Right states, budgets kept, counts that sum, neighbours untouched, nothing paid twice, now or by a later run."""
    world.write(ARTICLES)
    go = {"settings": SETTINGS, "concurrency": CONCURRENCY}
    result, server = world(weather(), **go)
    lines, calls, billed = by_mark(world.tmp / "out"), server.calls, server.billed
    print(f"\n{table(lines, calls)}\n\n{len(FAULTS)} kinds of faults, {result.wall_s:.0f} s")

    wrong = {mark: (got, due(mark)) for mark, line in lines.items() if (got := (line.state, calls[mark])) != due(mark)}
    assert {MET[mark].name if mark in MET else mark: what for mark, what in wrong.items()} == {}
    assert (len(lines), result.exit_code, result.stopped) == (ARTICLES, 1, None)
    found = manifest(world.tmp)
    assert (found["inputs_total"], sum(found["counts"].values()), len(found["inputs"])) == (ARTICLES,) * 3
    assert {state: count for state, count in found["counts"].items() if count} == Counter(
        due(mark)[0].value for mark in lines
    )
    assert found["this_run"]["calls"] == sum(line.attempts for line in lines.values()) == calls.total()
    well = [mark for mark, line in lines.items() if line.state == State.OK]
    assert [mark for mark in lines if mark not in MET and lines[mark].record["tonnes"] != int(mark)] == []
    assert [mark for mark in well if calls[mark] == 1 and billed[mark] != 1] == []

    _, server = world(weather(), **go)
    assert server.requests == []
    assert by_mark(world.tmp / "out") == lines

    world(weather(), out="elsewhere", concurrency=CONCURRENCY, settings=SETTINGS | {"attempts": 1})
    assert sorted(set(server.calls) & set(well)) == []
    again = by_mark(world.tmp / "elsewhere")
    assert [mark for mark in lines if again[mark].state != lines[mark].state] == []
    assert [mark for mark in well if again[mark].record != lines[mark].record] == []


def test_a_window_of_429s_halves_the_pace_once(world):
    """Every call in flight is told to slow down: that is one episode, half as many fly after it, and later more again."""
    flying = []

    def script(asked, number):
        flying.append(server.in_flight)
        if number <= CONCURRENCY:
            return replace(fault(429), delay_s=0.5)  # all of them are on their way before the first is told
        return replace(answer_to(asked), delay_s=0.05)

    world.write(1)
    _, server = world(lambda asked, _: answer_to(asked), out="before", task_cache="before")
    world.write(6 * CONCURRENCY)
    result, _ = world(script, settings=SETTINGS | {"timeout_s": 30.0}, concurrency=CONCURRENCY)
    half, after = CONCURRENCY // 2, flying[CONCURRENCY:]
    assert (result.exit_code, flying[CONCURRENCY - 1], len(after)) == (0, CONCURRENCY, 6 * CONCURRENCY)
    assert half // 2 < max(after[:half]) <= half
    assert half < max(after) < CONCURRENCY
