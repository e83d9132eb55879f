"""What a person reads after an evaluation.

In: an `Outcome`. Out: the table of fields and the figures over all of them, on a console.
"""

from __future__ import annotations

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from extractor.evaluate import Outcome


def show(console: Console, outcome: Outcome) -> None:
    """Print the table, or what is missing for one."""
    report = outcome.report
    title = f"{report['task']} · prompt {report['prompt']} · provider {report['provider']} ({report['model'] or 'no model'})"
    console.print(f"[bold]{escape(title)}[/]", highlight=False)
    if outcome.missing:
        console.print(
            f"[yellow]incomplete:[/] {len(outcome.missing)} of {report['articles']} articles have no answer, so no score:"
        )
        for line in outcome.missing:
            reason = line.error.message if line.error else ""
            console.print(
                f"  {escape(line.path)}: {line.state.value}, {escape(reason)}", highlight=False, soft_wrap=True
            )
        return
    console.print(_table(outcome))
    console.print(f"headline (weighted mean F of fields)  [bold]{_rate(report['headline'])}[/]", highlight=False)
    console.print(
        f"micro F {_rate(report['micro_f'])} · mean of articles {_rate(report['per_article_mean'])} · "
        f"grounded F {_rate(report['grounded_f'])} · invention rate {_rate(report['invention_rate'])}",
        highlight=False,
    )
    if (detected := report["events_or_none"]) is not None:
        console.print(
            f"event or none: {detected['both']} both, {detected['gold_only']} missed, {detected['predicted_only']} invented, "
            f"{detected['neither']} rightly none",
            highlight=False,
        )
    if not report["model_called"]:
        console.print("[bold]No model was called[/]: these are the scores of the rules.")
    console.print(
        f"ledger {outcome.folder / 'ledger.jsonl'} · report {outcome.folder / 'report.json'}",
        highlight=False,
        soft_wrap=True,
    )


def _table(outcome: Outcome) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 1), header_style="bold")
    table.add_column("field", no_wrap=True, overflow="ignore")
    for name in ("POS", "COR", "PAR", "INC", "MIS", "SPU", "NUL", "P", "R", "F"):
        table.add_column(name, justify="right")
    for path, one in outcome.by_field.items():
        counts = (one.pos, one.cor, one.par, one.inc, one.mis, one.spu, one.nul)
        rates = (one.precision, one.recall, one.f)
        style = None if one.gates else "dim"
        table.add_row(path, *map(str, counts), *map(_rate, rates), style=style)
    return table


def _rate(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
