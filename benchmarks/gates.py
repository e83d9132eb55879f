"""How often the gate for regressions rings: where nothing got worse, and where a field fell by five points.

In: simulated ledgers of two runs over the same articles, seeded. Out: benchmarks/gates.md.
Run with `python -m benchmarks.gates` from the project's root; with `--trials 20` it prints and writes nothing.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extractor.gates import Limits, Verdict, differences, flips, regressions
from extractor.score import Outcome, Row

ROOT = Path(__file__).parent.parent
FULL = 200
DRAWS = 500
LEVEL = 0.05
RIGHT = 0.8  # share of the slots that a run has right, on average
SPREAD = 6.0  # the smaller, the more the articles differ in how hard they are
AGAIN = 0.25  # share of the slots that the second run answers anew
FALL = 0.05
SEED = 7

Slots = npt.NDArray[np.bool_]  # articles x slots: right or not


def two_runs(chance: np.random.Generator, articles: int, slots: int, fall: float) -> tuple[Slots, Slots]:
    """Right and wrong slots of two runs. Hard articles are hard for both; the second loses a share of all slots besides."""
    easy = chance.beta(RIGHT * SPREAD, (1 - RIGHT) * SPREAD, size=(articles, 1))
    first, other = (chance.random((articles, slots)) < easy for _ in range(2))
    second = np.where(chance.random((articles, slots)) < AGAIN, other, first)
    return first, second & ~(chance.random((articles, slots)) < fall / RIGHT)


def rows_of(right: Slots, path: str) -> list[Row]:
    """The ledger of one field."""
    return [
        Row(
            f"a{article:03}",
            "~",
            f"{path}{slot}" if path == "field" else path,
            f"g{slot}",
            "p",
            outcome,
            outcome.credit,
            "set",
        )
        for (article, slot), held in np.ndenumerate(right)
        for outcome in [Outcome.COR if held else Outcome.INC]
    ]


def single(chance: np.random.Generator, articles: int, slots: int, fall: float) -> tuple[bool, bool]:
    """One field: whether the fall is significant, and whether the gate fails by either of its rules."""
    old, new = (rows_of(right, "one") for right in two_runs(chance, articles, slots, fall))
    moved = {"one": differences(old, new, {}, draws=DRAWS)["one"]}
    [gate] = regressions(moved, flips(old, new), {"one": 1.0}, Limits())
    return moved["one"].change < 0 and moved["one"].p_worse < LEVEL, gate.verdict is Verdict.FAILED


def family(chance: np.random.Generator, articles: int, fields: int) -> tuple[bool, bool]:
    """Several fields of one slot, none worse: whether any is significant after Holm, and whether any gate fails."""
    old, new = (rows_of(right, "field") for right in two_runs(chance, articles, fields, 0.0))
    moved, weights = differences(old, new, {}, draws=DRAWS), {f"field{at}": 1.0 for at in range(fields)}
    found = flips(old, new)
    by_p = regressions(moved, found, weights, Limits(headline=1, field=1))
    by_any = regressions(moved, found, weights, Limits())
    failed = [any(gate.verdict is Verdict.FAILED for gate in gates) for gates in (by_p, by_any)]
    return failed[0], failed[1]


def measured(trials: int) -> list[tuple[str, int, str, float, float]]:
    """What was simulated, how many articles, what happened to them, and how often either rule rang."""
    chance, found = np.random.default_rng(SEED), []
    for slots in (1, 6):
        for articles in (30, 100):
            for told, fall in (("equal", 0.0), (f"-{FALL:.2f}", FALL)):
                rang = np.mean([single(chance, articles, slots, fall) for _ in range(trials)], axis=0)
                found.append((f"one field of {slots} slot{'s' * (slots > 1)}", articles, told, *map(float, rang)))
    for articles in (30, 100):
        rang = np.mean([family(chance, articles, 10) for _ in range(trials)], axis=0)
        found.append(("ten fields of 1 slot, after Holm", articles, "equal", *map(float, rang)))
    return found


def page(trials: int, seconds: float, found: list[tuple[str, int, str, float, float]]) -> str:
    """The table."""
    told = "\n".join(f"| {name} | {count} | {what} | {p:.3f} | {gate:.3f} |" for name, count, what, p, gate in found)
    return f"""# The gate for regressions

Simulated on {datetime.now(UTC):%Y-%m-%d} by `python -m benchmarks.gates` in {seconds:.0f} s: {platform.machine()},
{os.cpu_count()} cores, Python {platform.python_version()}; {trials} pairs of runs a line, {DRAWS:,} draws each, seeded. A run has
{RIGHT:.0%} of the slots right; articles differ in how hard they are, alike for both runs; the second run answers {AGAIN:.0%} of
the slots anew, and where it fell loses five points besides. *p < .05*: the fall is significant. *gate*: it fails by its p,
or by more than its limit with at least three slots lost on balance.

| | articles | second run | p < .05 | gate |
|---|---:|---|---:|---:|
{told}

Where nothing got worse the test must ring in at most .05 of the pairs. With {trials} pairs a share of .05 is known to ±.03.
The second rule of the gate has no such level: of many fields with few slots some one loses three by chance. A failed gate
of a field whose p is large says "look at these slots", not "this is worse".
"""


def main() -> int:
    """Simulate, print, write; exit 1 if the test rings too often where nothing got worse."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=FULL)
    trials, began = parser.parse_args().trials, time.perf_counter()
    found = measured(trials)
    text = page(trials, time.perf_counter() - began, found)
    print(text)
    if trials == FULL:
        (ROOT / "benchmarks" / "gates.md").write_text(text, encoding="utf-8")
    return int(any(what == "equal" and p > LEVEL + 0.03 for _, _, what, p, _ in found))


if __name__ == "__main__":
    raise SystemExit(main())
