"""How much memory a long run takes: what it holds must not grow with the number of its articles.

In: generated articles, a server in a process of its own. Out: benchmarks/memory.md. Run with `python -m benchmarks.memory` from the
project's root; with `--articles 2000` it prints and writes nothing. Exit 1 if the growth is above the limit.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.load_server import started
from benchmarks.speed import news, reply_to

ROOT = Path(__file__).parent.parent
FULL, IN_FLIGHT, WAIT_MS = 20_000, 64, 200
WARM = 200  # articles after which everything is loaded that will be
LIMIT_MB = 150.0  # over the start
EVERY_S = 0.05
ROWS = 10


@dataclass
class Measured:
    """One run, seen from outside: (records written, resident MB) over time, and how it ended."""

    samples: list[tuple[int, float]] = field(default_factory=list)
    peak: float = 0.0  # as the kernel counted it, so that no spike falls between two samples
    exit_code: int = -1
    wall_s: float = 0.0

    @property
    def start(self) -> float:
        """When the first articles were through."""
        return self.at(WARM)

    def at(self, records: int) -> float:
        """The first sample with so many records."""
        return next((held for written, held in self.samples if written >= records), self.samples[-1][1])


def resident_mb(pid: int, name: str = "VmRSS") -> float:
    """A figure of /proc/PID/status in MB; 0 once the process has ended."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(name + ":"):
            return int(line.split()[1]) / 1024
    return 0.0


def written(path: Path, at: int) -> tuple[int, int]:
    """How many lines were added since an offset, and the offset now."""
    if not path.exists():
        return 0, at
    with path.open("rb") as file:
        file.seek(at)
        new = file.read()
    return new.count(b"\n"), at + len(new)


def measured(folder: Path, articles: int) -> Measured:
    """Run the command over so many articles and watch it from outside."""
    inputs = folder / "news"
    inputs.mkdir()
    for number in range(articles):
        (inputs / f"{number:06d}.txt").write_text(news(number), encoding="utf-8")
    found, records, lines, offset = Measured(), folder / "out" / "records.jsonl", 0, 0
    with started(WAIT_MS, reply_to) as server:
        config = folder / "extractor.toml"
        config.write_text(
            f'provider = "load"\n[providers.load]\nkind = "openai"\nbase_url = "{server.url}"\nmodel = "load-1"\n'
            f"concurrency = {IN_FLIGHT}\n",
            encoding="utf-8",
        )
        words = ["run", inputs, "--out", folder / "out", "--config", config, "--root", ROOT]
        env = {**os.environ, "EXTRACT_CACHE": str(folder / "cache")}
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "extractor", *map(str, words)], env=env, cwd=ROOT, stderr=subprocess.DEVNULL
        )
        while process.poll() is None:
            new, offset = written(records, offset)
            lines += new
            if held := resident_mb(process.pid):
                found.samples.append((lines, held))
                found.peak = max(found.peak, resident_mb(process.pid, "VmHWM"))
            time.sleep(EVERY_S)
        found.exit_code, found.wall_s = process.returncode, time.monotonic() - began
    return found


def told(found: Measured, articles: int) -> str:
    """The page."""
    last = max(count for count, _ in found.samples)
    during = next(held for count, held in reversed(found.samples) if count < last)
    steps = [WARM, *(articles * part // ROWS for part in range(1, ROWS + 1))]
    rows = [f"| {count:,} | {found.at(count):.0f} | {found.at(count) - found.start:+.0f} |" for count in steps]
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    return "\n".join([
        "# Memory",
        "",
        f"Measured on {datetime.now(UTC):%Y-%m-%d} by `python -m benchmarks.memory`: {machine}.",
        "",
        f"{articles:,} generated articles of 1,200 characters, the built-in task, one run with {IN_FLIGHT} calls in flight,",
        f"a server that answers after {WAIT_MS} ms. Resident memory of the run's process, from /proc.",
        "",
        "| records written | MB | over the start |",
        "|---:|---:|---:|",
        *rows,
        "",
        f"- start, after {WARM} articles: {found.start:.0f} MB",
        f"- with the last article: {during:.0f} MB; at the end, manifest and summary included: {found.samples[-1][1]:.0f} MB",
        f"- peak: {found.peak:.0f} MB, {found.peak - found.start:.0f} MB over the start; the limit is {LIMIT_MB:.0f} MB",
        f"- exit {found.exit_code} after {found.wall_s:.0f} s",
        "",
    ])  # fmt: skip


def main() -> None:
    """Measure, print, and write the page if it is the full run."""
    flags = argparse.ArgumentParser(description=main.__doc__)
    flags.add_argument("--articles", type=int, default=FULL)
    articles = flags.parse_args().articles
    with tempfile.TemporaryDirectory() as folder:
        found = measured(Path(folder), articles)
    page = told(found, articles)
    sys.stdout.write(page)
    if articles == FULL:
        (ROOT / "benchmarks" / "memory.md").write_text(page, encoding="utf-8")
    sys.exit(int(found.exit_code != 0 or found.peak - found.start > LIMIT_MB))


if __name__ == "__main__":
    main()
