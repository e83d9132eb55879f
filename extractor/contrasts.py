"""What a person reads of comparisons: who is asked, two runs, the probes of a codebook, several answers to one question.

In: parts, a `Diff`, `Probes` or an `Agreement`. Out: lines and tables on a console.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from extractor.annotation import Stats
from extractor.assemble import Parts
from extractor.evaluation import Diff, Scored
from extractor.evaluation.agreement import Agreement
from extractor.evaluation.annotators import Readings
from extractor.evaluation.flipping import Probes
from extractor.evaluation.report import FlipRow
from extractor.gates import Verdict
from extractor.progress import Live
from extractor.reports.values import bounds, rate, short, shown
from extractor.scorecard import COLOURS

FLIPS = 20  # shown on a console; --json has all
QUOTED = 70  # characters of a value or quote


@contextmanager
def asking(parts: Parts, count: int, console: Console, how: str = "") -> Iterator[Live]:
    """Say who is asked about how many articles, and show how far that is."""
    name = ", ".join(filter(None, (f"{parts.provider.name}-{parts.prompt.version}", how)))
    console.print(f"{name}: {count} articles", highlight=False, markup=False)
    with Live(console, count) as live:
        yield live


def show_diff(console: Console, diff: Diff) -> None:
    """What moved, what flipped with the words behind it, and what asking everything again would cost."""
    gold = (
        f"{diff.with_gold} with gold"
        if diff.with_gold
        else "none with gold: only what changed can be told, not what is better"
    )
    console.print(
        f"[bold]{escape(diff.before)} → {escape(diff.after)}[/] · {diff.articles} articles, {gold}", highlight=False
    )
    if diff.unanswered:
        console.print(f"[yellow]left out:[/] {diff.unanswered} articles without an answer on a side", highlight=False)
    console.print(_moved(diff) if diff.moved else _changes(diff))
    for flip in diff.flips[:FLIPS]:
        console.print(_flip(flip, gold=bool(diff.moved)), highlight=False, soft_wrap=True)
    if len(diff.flips) > FLIPS:
        console.print(f"… and {len(diff.flips) - FLIPS} more with --json", highlight=False)
    for gate in diff.gates:
        if gate.verdict != Verdict.PASSED.value:
            colour = COLOURS[Verdict(gate.verdict)]
            console.print(
                f"[{colour}]{gate.verdict}[/] {escape(gate.name)}: {escape(gate.message)}",
                highlight=False,
                soft_wrap=True,
            )
    if diff.rerun is not None:
        cost = (
            "unknown"
            if diff.rerun.usd is None
            else f"${diff.rerun.usd.middle:,.4f} (${diff.rerun.usd.low:,.4f}–${diff.rerun.usd.high:,.4f})"
        )
        console.print(
            f"asking everything again: {diff.rerun.articles:,} articles to ask, {diff.rerun.served:,} on disk, cost {cost}",
            highlight=False,
        )
    if diff.passed is not None:
        console.print(
            "[green]not worse[/]" if diff.passed else "[red]worse[/] by the rules for a release", highlight=False
        )


def show_probes(console: Console, told: Probes) -> None:
    """For each way to put the question, how many values flip and what the headline becomes."""
    table = Table(box=None, padding=(0, 1, 0, 1), header_style="bold", title=told.name, title_justify="left")
    table.add_column("probe", no_wrap=True)
    for name in ("values", "flipped", "share", "95 %", "headline"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_row("as the prompt stands", "", "", "", "", rate(told.headline))
    for one in told.probes:
        share = rate(one.flipped / one.values if one.values else None)
        shares = f"{one.share[0]:.2f}–{one.share[1]:.2f}" if one.share else ""
        table.add_row(one.probe, str(one.values), str(one.flipped), share, shares, rate(one.headline))
    console.print(table)
    fields = sorted(
        (field.changed, field.path, one.probe) for one in told.probes for field in one.fields if field.changed
    )
    for count, path, name in fields[: -FLIPS - 1 : -1]:
        console.print(f"  {count} × {escape(path)}: {name}", highlight=False)


def show_agreement(console: Console, scored: Scored, told: Agreement) -> None:
    """How often values that agree are right, and how much a reviewer must read to find half of the errors."""
    console.print(
        f"[bold]{escape(scored.name)}[/]: {told.answers} answers to each article, {told.values} values, "
        f"{told.errors} of them wrong; they agree {rate(told.agreement)}",
        highlight=False,
    )
    table = Table(box=None, padding=(0, 1, 0, 1), header_style="bold")
    for name in ("agreement", "values", "right", "share right", "95 %"):
        table.add_column(name, justify="right")
    for level in told.reliability:
        share = rate(level.right / level.values)
        table.add_row(f"{level.agreement:.2f}", str(level.values), str(level.right), share, bounds(level.share))
    console.print(table)
    if told.reviewed is None:
        console.print("No value is wrong: there is nothing for a review to find.", highlight=False)
    else:
        console.print(
            f"Reading the least agreed {told.reviewed:.0%} of the values finds half of the errors; "
            f"without agreement it takes {told.reviewed_at_random:.0%}.",
            highlight=False,
        )


def show_readings(console: Console, told: Readings) -> None:
    """Agreement by field; alpha takes off what chance would give."""
    console.print(
        f"{told.articles} articles read by both, agreement {rate(told.share)} of filled slots", highlight=False
    )
    for path, found in told.objects.items():
        console.print(f"  the same {escape(path)} found: F {rate(found)}", highlight=False)
    table = Table(box=None, padding=(0, 1, 0, 1), header_style="bold")
    table.add_column("field", no_wrap=True)
    for name in ("slots", "agree", "partly", "share", "alpha"):
        table.add_column(name, justify="right")
    for one in told.fields:
        figures = (str(one.slots), str(one.agree), str(one.partly), rate(one.share), rate(one.alpha))
        table.add_row(one.path, *figures)
    console.print(table)
    for name, files in (("first", told.only_first), ("second", told.only_second)):
        if files:
            console.print(f"only read by the {name}: {', '.join(files)}", highlight=False, soft_wrap=True)


def show_stats(console: Console, told: Stats) -> None:
    """What a gold set holds."""
    console.print(f"[bold]{told.files} gold articles[/], {told.empty} of them without any object", highlight=False)
    for name, counts in told.by.items():
        listed = ", ".join(f"{value} {count}" for value, count in counts.items())
        console.print(f"{name:<10}{escape(listed)}", highlight=False, soft_wrap=True)
    table = Table(box=None, padding=(0, 1, 0, 1), header_style="bold")
    table.add_column("field", no_wrap=True)
    table.add_column("filled", justify="right")
    table.add_column("labels")
    for path, count in told.slots.items():
        labels = ", ".join(f"{label} {times}" for label, times in told.classes.get(path, {}).items())
        table.add_row(path, str(count), escape(labels))
    console.print(table)


def _moved(diff: Diff) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 1), header_style="bold")
    table.add_column("figure", no_wrap=True)
    for name in ("before", "after", "change", "95 %", "p worse", "lost", "won"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in diff.moved:
        change = "–" if row.change is None else f"{row.change:+.3f}"
        p = "–" if row.p_worse is None else f"{row.p_worse:.3f}"
        within = "" if row.interval is None else f"{row.interval.low:+.3f} to {row.interval.high:+.3f}"
        slots = (str(row.lost or ""), str(row.won or ""))
        table.add_row(escape(row.name), rate(row.before), rate(row.after), change, within, p, *slots)
    return table


def _changes(diff: Diff) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 1), header_style="bold")
    table.add_column("field", no_wrap=True)
    for name in ("slots", "changed", "share, 95 %"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in diff.changed:
        table.add_row(escape(row.path), str(row.slots), str(row.changed), bounds(row.share))
    return table


def _flip(flip: FlipRow, *, gold: bool) -> str:
    mark = "[red]lost[/]" if flip.lost else "[green]won[/] " if flip.won else "moved"
    sides = (("before", flip.before, flip.before_quote), ("after", flip.after, flip.after_quote))
    answers = (f"{name} {_short(value)}" + (f" “{_short(quote)}”" if quote else "") for name, value, quote in sides)
    told = [f"gold {_short(flip.gold)}"] if gold else []
    return f"{mark} {flip.article_id} {escape(flip.slot or flip.path)}: {escape('; '.join([*told, *answers]))}"


def _short(value: object) -> str:
    return short(shown(value), QUOTED)
