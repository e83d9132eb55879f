"""What a person reads after a run, after an evaluation, and about one article.

In: lines, results, figures. Out: printed tables. Nothing is computed here that a file does not hold too.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from extractor.estimate import Estimate, Interval
from extractor.job import Result
from extractor.models import EvidenceStatus, Line, State
from extractor.store import MANIFEST, RECORDS, Trace

SHOWN = 25  # articles in the summary of a run; the rest is in the file

_COLOURS = {State.OK: "green", State.NO_EVENT: "cyan", State.PENDING: "yellow", State.OVER_BUDGET: "yellow"}


def summary(
    console: Console, lines: Sequence[Line], result: Result, folder: Path, *, model_called: bool, again: str
) -> None:
    """Each article's main finding, how the inputs ended, what it cost, where the files are, what to do next."""
    for line in lines:
        colour = _COLOURS.get(line.state, "red")
        console.print(f"[{colour}]{line.state.value:<10}[/] {escape(line.path)}", highlight=False)
        for finding in _findings(line):
            console.print(f"           {escape(finding)}", highlight=False)
    unshown = sum(result.counts.values()) - len(lines)
    if unshown > 0:
        console.print(f"… and {unshown} more in {folder / RECORDS}", highlight=False)
    console.print()
    console.print(_counted(result), highlight=False)
    for sentence in _traced(result):
        console.print(sentence, highlight=False)
    if not model_called:
        console.print(
            "[bold]No model was called[/]: the provider 'rules' reads with word tables and rules. It is a floor to measure "
            "models against. Choose a model with --provider NAME (see extractor.toml).",
            highlight=False,
        )
    console.print(f"Records   {folder / RECORDS}", highlight=False)
    console.print(f"Manifest  {folder / MANIFEST}", highlight=False)
    if result.stopped:
        more = "" if result.listed else " Inputs not reached are not all listed."
        console.print(
            f"[yellow]Stopped early:[/] {escape(result.stopped)}.{more} Nothing is lost. To continue:", highlight=False
        )
        console.print(f"  {again}", highlight=False, soft_wrap=True, markup=False)
    elif any(not state.ended_well and not state.unfinished for state, count in result.counts.items() if count):
        console.print("To ask again for those that failed, add --retry-failed:", highlight=False)
        console.print(f"  {again} --retry-failed", highlight=False, soft_wrap=True, markup=False)
    elif result.exit_code == 3:
        console.print("Some inputs have no answer yet. To continue:", highlight=False)
        console.print(f"  {again}", highlight=False, soft_wrap=True, markup=False)


def estimated(console: Console, told: Estimate) -> None:
    """What a run would take, with bounds."""
    rows = [
        ("articles", f"{told.articles:,} to ask, {told.served:,} answered from disk"),
        ("calls", _bounds(told.calls, "{:,.0f}")),
        ("input tokens", _bounds(told.input, "{:,.0f}")),
        ("output tokens", _bounds(told.output, "{:,.0f}")),
        ("cost", "unknown" if told.usd is None else _bounds(told.usd, "${:,.4f}")),
        ("price", told.price),
        ("resting on", told.basis),
    ]
    for name, told_of in rows:
        console.print(f"{name:<14}{escape(told_of)}", highlight=False, soft_wrap=True)
    console.print("Nothing was sent. In nine of ten runs each figure lies within its bounds.", highlight=False)


def _bounds(figure: Interval, form: str) -> str:
    middle, low, high = (form.format(value) for value in (figure.middle, figure.low, figure.high))
    return middle if low == high else f"about {middle}, between {low} and {high}"


def _counted(result: Result) -> str:
    states = ", ".join(f"{count} {state.value}" for state, count in sorted(result.counts.items()) if count)
    cost = "cost unknown" if result.cost_usd is None else f"${result.cost_usd:.4f}"
    cached = f", {result.cached} from cache" if result.cached else ""
    kept = f", {result.kept} kept from before" if result.kept else ""
    total = sum(result.counts.values())
    return f"{total} inputs: {states}{kept}{cached} · {result.calls} calls · {cost} · {result.wall_s:.1f} s"


def _traced(result: Result) -> list[str]:
    """How many quotes the articles hold, and what a reviewer should look at."""
    quotes, absent = result.quoted.total(), result.quoted[EvidenceStatus.ABSENT]
    found = [f"{quotes - absent:,} of {quotes:,} quotes located in the articles"] if quotes else []
    warned = ", ".join(f"{count:,} {code}" for code, count in result.warned.most_common())
    return [*found, *([f"To look at: {warned}"] if warned else [])]


def _findings(line: Line) -> list[str]:
    """The main event in a line or two, or the reason there is none. Works for any record that has events; else its size."""
    if line.error is not None:
        return [line.error.message]
    record = line.record or {}
    events = record.get("events")
    if not isinstance(events, list):
        return [f"{len(record)} fields, {len(line.evidence)} quotes located"]
    if not events:
        return [f"no event: {record.get('no_event_reason')}"]
    main = next((event for event in events if event.get("is_main")), events[0])
    return [_event_line(main, len(events)), *_people_line(main, line)]


def _event_line(event: dict[str, Any], total: int) -> str:
    date = event.get("date") or {}
    when = date.get("value") or "no date"
    if date.get("end"):
        when += f"/{date['end']}"
    place = (event.get("location") or {}).get("city") or (event.get("location") or {}).get("country")
    channel = event.get("channel")
    parts = [
        str(event.get("event_type")) + (f"/{channel}" if channel not in (None, "unspecified") else ""),
        f"{when} ({date.get('method')})",
        "–".join(event.get("sides") or []) or "sides unresolved",
        str(place) if place else "",
        str(event["realis"]) if event.get("realis") not in (None, "actual") else "",
        f"+{total - 1} more" if total > 1 else "",
    ]
    return " · ".join(part for part in parts if part)


def _people_line(event: dict[str, Any], line: Line) -> list[str]:
    names = [person["name"] for person in event.get("participants") or [] if person.get("name")]
    warned = f"  ⚠ {len(line.warnings)} warnings" if line.warnings else ""
    return [", ".join(names) + warned] if names or warned else []


def explain(console: Console, line: Line, trace: Trace | None, now: Sequence[str]) -> None:
    """What one record came from: its run, its completion, the words behind every value, and what a run now would do."""
    console.print(f"[bold]{escape(line.path)}[/]  {line.article_id}  {line.state.value}", highlight=False)
    facts = [
        ("task", f"{line.schema_}, prompt {line.prompt}"),
        ("provider", f"{line.provider}, model {line.model or 'none'}"),
        ("published", f"{trace.published} ({trace.published_source})" if trace and trace.published else "unknown"),
        ("completion", _origin(line, trace)),
        *([("error", f"{line.error.type}: {line.error.message}")] if line.error else []),
    ]
    for name, fact in facts:
        console.print(f"  {name:<11}{escape(fact)}", highlight=False, soft_wrap=True)
    for attempt in trace.attempts if trace else ():
        waited = f", then waited {attempt['waited_s']} s" if attempt["waited_s"] else ""
        console.print(f"  {'attempt':<11}{attempt['outcome']} {escape(attempt['detail'])}{waited}", highlight=False)
    if line.evidence:
        console.print(_evidence_table(line))
    for warning in line.warnings:
        console.print(f"  ⚠ {warning.code}: {escape(warning.message)}", highlight=False)
    for sentence in now:
        console.print(f"  {escape(sentence)}", highlight=False, soft_wrap=True)


def _origin(line: Line, trace: Trace | None) -> str:
    if trace is None or trace.key is None:
        return (
            "none: no model was called" if line.state is not State.UNREADABLE else "none: the input could not be read"
        )
    if trace.cached:
        return f"from the cache, key {trace.key[:12]}"
    changed = f"; new because of: {', '.join(trace.changed)}" if trace.changed else "; the first for this article"
    return f"{line.attempts} calls, key {trace.key[:12]}{changed}"


def _evidence_table(line: Line) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 2))
    for title in ("value", "words in the article", "offsets", "status"):
        table.add_column(title, no_wrap=title != "words in the article")
    for found in line.evidence:
        offsets = "–" if found.start is None else f"{found.start}:{found.end}"
        quote = found.quote if len(found.quote) <= 70 else found.quote[:67] + "…"
        table.add_row(escape(found.path), escape(quote), offsets, found.status.value)
    return table
