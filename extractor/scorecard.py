"""What a person reads after an evaluation.

In: a `Scored` with its report. Out: tables on a console: the fields with their intervals, the gates that did not pass.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from extractor.evaluation import Matrix, Report, Scored
from extractor.evaluation.report import SliceRow
from extractor.gates import Gate, Verdict
from extractor.reports.values import bounds, rate

GATES = 20  # shown on a console
COLOURS = {Verdict.PASSED: "green", Verdict.WARNING: "yellow", Verdict.FAILED: "red"}


def show(console: Console, scored: Scored, report: Report, folder: Path) -> None:
    """Print the table, or what is missing for one."""
    title = f"{report.task} · prompt {report.prompt} · provider {report.provider} ({report.model or 'no model'})"
    console.print(f"[bold]{escape(title)}[/] · {report.articles} articles", highlight=False)
    if scored.missing:
        _show_missing(console, scored, report)
        return
    console.print(_table(report))
    console.print(
        f"headline (weighted mean F of fields)  [bold]{rate(report.headline)}[/] "
        f"{bounds(report.intervals.get('headline'))}",
        highlight=False,
    )
    console.print(
        f"micro F {rate(report.micro_f)} · mean of articles {rate(report.per_article_mean)} · "
        f"grounded F {rate(report.grounded_f)} · invention rate {rate(report.invention_rate)}",
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
        figures = (
            rate(place.headline),
            bounds(place.interval),
            rate(place.grounded_f),
            rate(place.invention_rate),
        )
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
    wrong = [gate for verdict in (Verdict.FAILED, Verdict.WARNING) for gate in scored.gates if gate.verdict is verdict]
    for gate in wrong[:GATES]:
        colour = COLOURS[gate.verdict]
        console.print(
            f"[{colour}]{gate.verdict.value}[/] {gate.kind.value} {escape(gate.name)}: {escape(gate.message)}",
            highlight=False,
            soft_wrap=True,
        )
    if len(wrong) > GATES:
        console.print(f"… and {len(wrong) - GATES} more in report.md", highlight=False)
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
        rates = (
            rate(one.p),
            rate(one.r),
            rate(one.f),
            bounds(report.intervals.get(path)),
            change,
        )
        table.add_row(path, *map(str, counts), *rates, style=None if one.gates else "dim")
    return table


def _slices(rows: Sequence[SliceRow]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 1), header_style="bold")
    table.add_column("by", no_wrap=True)
    table.add_column("value", no_wrap=True)
    for name in ("articles", "headline", "micro F", "95 %", "invention"):
        table.add_column(name, justify="right")
    for row in rows:
        figures = (
            rate(row.headline),
            rate(row.micro_f),
            bounds(row.interval),
            rate(row.invention_rate),
        )
        table.add_row(row.by, escape(row.value), str(row.articles), *figures)
    return table
