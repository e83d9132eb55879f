"""What a person reads after an evaluation.

In: a `Scored` with its report. Out: tables on a console: the fields with their intervals, the gates that did not pass.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from extractor.evaluation import Diff, Matrix, Report, Scored
from extractor.evaluation.report import Bounds, FlipRow, SliceRow
from extractor.gates import Gate, Verdict

FLIPS = 20  # shown on a console; --json has all
QUOTED = 70  # characters of a value or quote
_COLOURS = {Verdict.PASSED: "green", Verdict.WARNING: "yellow", Verdict.FAILED: "red"}


def show(console: Console, scored: Scored, report: Report, folder: Path) -> None:
    """Print the table, or what is missing for one."""
    title = f"{report.task} · prompt {report.prompt} · provider {report.provider} ({report.model or 'no model'})"
    console.print(f"[bold]{escape(title)}[/] · {report.articles} articles", highlight=False)
    if scored.missing:
        _show_missing(console, scored, report)
        return
    console.print(_table(report))
    console.print(
        f"headline (weighted mean F of fields)  [bold]{_rate(report.headline)}[/] {_bounds(report.intervals.get('headline'))}",
        highlight=False,
    )
    console.print(
        f"micro F {_rate(report.micro_f)} · mean of articles {_rate(report.per_article_mean)} · "
        f"grounded F {_rate(report.grounded_f)} · invention rate {_rate(report.invention_rate)}",
        highlight=False,
    )
    if (detected := report.events_or_none) is not None:
        console.print(
            f"event or none: {detected['both']} both, {detected['gold_only']} missed, {detected['predicted_only']} invented, "
            f"{detected['neither']} rightly none",
            highlight=False,
        )
    if report.slices:
        console.print(_slices(report.slices))
    if not report.model_called:
        console.print("[bold]No model was called[/]: these are the scores of the rules.")
    _show_gates(console, scored)
    console.print(
        f"ledger {folder / 'ledger.jsonl'} · report {folder / 'report.json'}", highlight=False, soft_wrap=True
    )


def leaderboard(console: Console, matrix: Matrix) -> None:
    """The evaluations, best first."""
    table = Table(box=None, padding=(0, 1, 0, 1), header_style="bold", title="leaderboard", title_justify="left")
    table.add_column("provider-prompt", no_wrap=True)
    for name in ("headline", "95 %", "grounded F", "invention", "cost", "seconds", "gates"):
        table.add_column(name, justify="right")
    for place in matrix.leaderboard:
        cost = "unknown" if place.cost_usd is None else f"${place.cost_usd:.4f}"
        gates = {True: "passed", False: "[red]failed[/]", None: "incomplete"}[place.passed]
        figures = (_rate(place.headline), _bounds(place.interval), _rate(place.grounded_f), _rate(place.invention_rate))
        table.add_row(escape(place.name), *figures, cost, f"{place.seconds:.1f}", gates)
    console.print(table)


def accepted(console: Console, folder: Path, forgiven: Sequence[Gate]) -> None:
    """What a new baseline forgives."""
    console.print(f"[bold]baseline accepted[/]: {folder}", highlight=False, soft_wrap=True)
    for gate in forgiven:
        console.print(
            f"  forgiven: {gate.kind.value} {escape(gate.name)}: {escape(gate.message)}",
            highlight=False,
            soft_wrap=True,
        )


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
    console.print(_moved(diff) if diff.moved else _changes(diff))
    for flip in diff.flips[:FLIPS]:
        console.print(_flip(flip), highlight=False, soft_wrap=True)
    if len(diff.flips) > FLIPS:
        console.print(f"… and {len(diff.flips) - FLIPS} more with --json", highlight=False)
    for gate in diff.gates:
        if gate.verdict != Verdict.PASSED.value:
            colour = _COLOURS[Verdict(gate.verdict)]
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


def _moved(diff: Diff) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 1), header_style="bold")
    table.add_column("figure", no_wrap=True)
    for name in ("before", "after", "change", "95 %", "p worse", "lost", "won"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in diff.moved:
        change = "–" if row.change is None else f"{row.change:+.3f}"
        p = "–" if row.p_worse is None else f"{row.p_worse:.3f}"
        bounds = "" if row.interval is None else f"{row.interval.low:+.3f} to {row.interval.high:+.3f}"
        slots = (str(row.lost or ""), str(row.won or ""))
        table.add_row(escape(row.name), _rate(row.before), _rate(row.after), change, bounds, p, *slots)
    return table


def _changes(diff: Diff) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 1), header_style="bold")
    table.add_column("field", no_wrap=True)
    for name in ("slots", "changed", "share, 95 %"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in diff.changed:
        table.add_row(escape(row.path), str(row.slots), str(row.changed), _bounds(row.share))
    return table


def _flip(flip: FlipRow) -> str:
    mark = "[red]lost[/]" if flip.lost else "[green]won[/] " if flip.won else "moved"
    told = f"{mark} {flip.article_id} {escape(flip.slot or flip.path)}: gold {escape(_short(flip.gold))}"
    sides = (("before", flip.before, flip.before_quote), ("after", flip.after, flip.after_quote))
    shown = (f"{name} {_short(value)}" + (f" “{_short(quote)}”" if quote else "") for name, value, quote in sides)
    return f"{told}; {escape('; '.join(shown))}"


def _short(value: object) -> str:
    words = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return words if len(words) <= QUOTED else f"{words[: QUOTED - 1]}…"


def _show_missing(console: Console, scored: Scored, report: Report) -> None:
    console.print(
        f"[yellow]incomplete:[/] {len(scored.missing)} of {report.articles} articles have no answer, so no score:"
    )
    for line in scored.missing:
        reason = line.error.message if line.error else ""
        console.print(f"  {escape(line.path)}: {line.state.value}, {escape(reason)}", highlight=False, soft_wrap=True)


def _show_gates(console: Console, scored: Scored) -> None:
    if scored.baseline:
        console.print(f"compared with {scored.baseline}", highlight=False, soft_wrap=True)
    for gate in scored.gates:
        if gate.verdict is not Verdict.PASSED:
            colour = _COLOURS[gate.verdict]
            console.print(
                f"[{colour}]{gate.verdict.value}[/] {gate.kind.value} {escape(gate.name)}: {escape(gate.message)}",
                highlight=False,
                soft_wrap=True,
            )
    passed = sum(gate.verdict is Verdict.PASSED for gate in scored.gates)
    console.print(f"{passed} of {len(scored.gates)} gates passed", highlight=False)


def _table(report: Report) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 1), header_style="bold")
    table.add_column("field", no_wrap=True, overflow="ignore")
    for name in ("POS", "COR", "PAR", "INC", "MIS", "SPU", "NUL", "P", "R", "F", "95 %", "change"):
        table.add_column(name, justify="right", no_wrap=True)
    for path, one in report.fields.items():
        counts = (one.pos, one.cor, one.par, one.inc, one.mis, one.spu, one.nul)
        moved = report.moved.get(path)
        change = f"{moved.change:+.3f}" if moved and moved.change else ""
        rates = (_rate(one.p), _rate(one.r), _rate(one.f), _bounds(report.intervals.get(path)), change)
        table.add_row(path, *map(str, counts), *rates, style=None if one.gates else "dim")
    return table


def _slices(rows: Sequence[SliceRow]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 1), header_style="bold")
    table.add_column("by", no_wrap=True)
    table.add_column("value", no_wrap=True)
    for name in ("articles", "headline", "micro F", "95 %", "invention"):
        table.add_column(name, justify="right")
    for row in rows:
        figures = (_rate(row.headline), _rate(row.micro_f), _bounds(row.interval), _rate(row.invention_rate))
        table.add_row(row.by, escape(row.value), str(row.articles), *figures)
    return table


def _rate(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _bounds(found: Bounds | None) -> str:
    return "" if found is None else f"{found.low:.2f}–{found.high:.2f}"
