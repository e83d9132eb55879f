"""How many articles a second this pipeline finishes beside other clients, when a model costs its wait and nothing else.

In: generated articles, a server in a process of its own. Out: benchmarks/throughput.md. Run with `python -m benchmarks.throughput`
from the project's root. langextract gets an environment of its own on the first run, from benchmarks/peers.txt.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
import venv
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from benchmarks.load_clients import CLIENTS, IN_FLIGHT, OURS, RAW, ROOT, Load, task

PEERS = ROOT / "benchmarks" / "peers.txt"
WAITS_MS = (200, 0)
TARGETS = {
    "instructor": 1.5,
    "instructor, aiohttp": 1.5,
    "langextract": 4.0,
    "langextract, one batch": 4.0,
}  # times as fast, where a model takes its time
IDEAL_SHARE = 0.85  # of the replies that fit into a second


# ── measuring ─────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Taken:
    """What one client took for all articles."""

    rate: float  # articles a second
    cpu_ms: float  # an article
    busy: float  # cores
    failures: int
    server_ms: float  # processor time a request
    server_busy: float
    versions: dict[str, str]


Rounds = dict[str, list[Taken]]  # by client


def peers_python() -> Path:
    """The Python of an environment that holds the peers, made if it is not there yet."""
    place = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dragoman"
    folder = place / f"peers-{hashlib.sha256(PEERS.read_bytes()).hexdigest()[:12]}"
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        sys.stderr.write(f"making an environment for the peers in {folder} (once, a minute or two)\n")
        venv.create(folder, with_pip=True, clear=True)
        if subprocess.run([python, "-m", "pip", "install", "--quiet", "--requirement", PEERS], check=False).returncode:
            sys.exit(
                f"{PEERS} cannot be installed: name a Python that has it with --peers-python, or clients with --only"
            )
        (folder / "ready").touch()
    return python


def measured(name: str, wait_ms: int, count: int, python: Path) -> Taken:
    """Let a client work in a process and a folder of its own, against a server of its own."""
    from benchmarks.load_server import extractions, started
    from benchmarks.speed import news, reply_to
    from extractor import articles, prompts

    said_of = (lambda number: json.dumps(extractions(number))) if name.startswith("langextract") else reply_to
    with tempfile.TemporaryDirectory() as folder, started(wait_ms, said_of) as server:
        for part, numbers in (("first", range(1)), ("news", range(count))):
            Path(folder, part).mkdir()
            for number in numbers:
                Path(folder, part, f"{number:05d}.txt").write_text(news(number), encoding="utf-8")
        system = prompts.load(task().prompt_path).render(next(iter(articles.read([f"{folder}/first"]))))[0].content
        load = Load(server.url, folder, f"{folder}/news", system, {"text": news(0), **extractions(0)})
        words, given = [python, "-m", "benchmarks.load_clients", name], json.dumps(asdict(load))
        done = subprocess.run(words, input=given, stdout=subprocess.PIPE, text=True, cwd=ROOT, check=True)
    took = json.loads(done.stdout)
    if server.requests != count + 1:
        sys.stderr.write(f"{name} made {server.requests} calls for {count + 1} articles\n")
    seconds, cpu_s = took["seconds"], took["cpu_s"]
    return Taken(
        rate=count / seconds,
        cpu_ms=cpu_s / count * 1000,
        busy=cpu_s / seconds,
        failures=took["failures"],
        server_ms=server.cpu_s / server.requests * 1000,
        server_busy=server.cpu_s / seconds,
        versions=took["versions"],
    )


def rounds(names: list[str], wait_ms: int, options: argparse.Namespace) -> Rounds:
    """Every client once a round; each round begins with another one, since the machine may be busier then."""
    taken: Rounds = {name: [] for name in names}
    for turn in range(options.rounds):
        first = turn % len(names)
        for name in names[first:] + names[:first]:
            python = (
                (options.peers_python or peers_python()) if name.startswith("langextract") else Path(sys.executable)
            )
            taken[name].append(found := measured(name, wait_ms, options.count, python))
            sys.stderr.write(f"{wait_ms} ms, round {turn + 1}: {name}: {found.rate:.0f}/s, {found.cpu_ms:.2f} ms CPU\n")
    return taken


# ── the page ──────────────────────────────────────────────────────────────────────────────────────────────────────


def ratios(taken: Rounds, name: str) -> list[float]:
    """How many times as fast as a peer this pipeline was, round by round."""
    return [ours.rate / peer.rate for ours, peer in zip(taken[OURS], taken[name], strict=True)]


def spread(values: list[float], digits: int) -> str:
    """The median, then every round: `1.62 (1.55 1.62 1.70)`."""
    each = f" ({' '.join(f'{value:.{digits}f}' for value in values)})" if len(values) > 1 else ""
    return f"{median(values):.{digits}f}{each}"


def table(taken: Rounds, wait_ms: int) -> list[str]:
    """A row a client."""
    ideal = IN_FLIGHT / wait_ms * 1000 if wait_ms else median([one.rate for one in taken.get(RAW, ())] or [0.0])
    of = f"{ideal:.0f}/s" if wait_ms else "the raw client"
    head = ["client", "articles/s", f"share of {of}", "CPU, ms an article", "cores busy", "failures", "dragoman is faster by",
            "server: CPU, ms a request", "server: cores busy"]  # fmt: skip
    rows = [f"| {' | '.join(head)} |", "|---|" + "---:|" * (len(head) - 1)]
    for name, all_of in taken.items():
        rates = [one.rate for one in all_of]
        cells = [
            name,
            spread(rates, 0),
            f"{median(rates) / ideal:.2f}" if ideal else "",
            f"{median(one.cpu_ms for one in all_of):.2f}",
            f"{median(one.busy for one in all_of):.2f}",
            str(sum(one.failures for one in all_of)),
            spread(ratios(taken, name), 2) if OURS in taken and name != OURS else "",
            f"{median(one.server_ms for one in all_of):.2f}",
            f"{median(one.server_busy for one in all_of):.2f}",
        ]
        rows.append(f"| {' | '.join(cells)} |")
    return rows


def aims(taken: Rounds, wait_ms: int) -> list[str]:
    """What was aimed at, and whether it was reached."""
    share = median(one.rate for one in taken[OURS]) * wait_ms / 1000 / IN_FLIGHT
    rows = [("share of the ideal", IDEAL_SHARE, share)]
    rows += [(f"times as fast as {name}", least, median(ratios(taken, name))) for name, least in TARGETS.items()]
    head = ["| aim of dragoman | at least | measured | |", "|---|---:|---:|---|"]
    return head + [
        f"| {aim} | {least} | {got:.2f} | {'met' if got >= least else 'missed'} |" for aim, least, got in rows
    ]


def page(by_wait: dict[int, Rounds], options: argparse.Namespace, load: float) -> str:
    """The text of benchmarks/throughput.md."""
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    busiest = max(one.server_busy for taken in by_wait.values() for all_of in taken.values() for one in all_of)
    lines = [
        "# Throughput",
        "",
        f"Measured on {datetime.now(UTC):%Y-%m-%d} by `python -m benchmarks.throughput`: {machine}; load before: {load:.1f}.",
        "",
        f"{options.count:,} generated articles of 1,200 characters, one call each, {IN_FLIGHT} in flight, {options.rounds} rounds.",
        "In a round the clients work one after another, each in a process of its own, against a server in a process of its",
        f"own that answers after a constant wait and kept at most {busiest:.2f} of a core busy. Figures are medians, the rounds",
        "in brackets. Imports and one article for practice are not counted. The machine is shared: compare within a round.",
        "",
    ]
    for name, (work, _) in CLIENTS.items():
        versions = by_wait[WAITS_MS[0]][name][0].versions
        lines.append(f"- **{name}** ({', '.join(' '.join(pair) for pair in versions.items())}). {work.__doc__}")
    for wait_ms, taken in by_wait.items():
        lines += ["", f"## A model that takes {wait_ms} ms", "", *table(taken, wait_ms)]
        lines += ["", *aims(taken, wait_ms)] if wait_ms else []
    return "\n".join([*lines, ""])


def main() -> None:
    """Measure and write the page; with --only, print the rows and leave the page alone."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.throughput")
    parser.add_argument("--count", type=int, default=2000, help="articles")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", choices=CLIENTS, help="this client; repeat for more; writes no page")
    parser.add_argument(
        "--peers-python", type=Path, help="a Python that has benchmarks/peers.txt; default: one is made"
    )
    options = parser.parse_args()
    names, load = options.only or list(CLIENTS), os.getloadavg()[0]
    by_wait = {wait_ms: rounds(names, wait_ms, options) for wait_ms in WAITS_MS}
    text = "\n".join(line for wait_ms, taken in by_wait.items() for line in [*table(taken, wait_ms), ""])
    if not options.only:
        text = page(by_wait, options, load)
        (ROOT / "benchmarks" / "throughput.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
