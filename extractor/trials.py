"""What `extract eval` does, once its flags are parsed.

In: a choice of parts and what is wished. Out: an exit code, printed tables, files. Raises UsageError.
"""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from extractor import reports, scorecard
from extractor.assemble import Choice, Parts, assembled
from extractor.errors import UsageError
from extractor.evaluation import (
    Matrix,
    Part,
    Report,
    Scored,
    against,
    ask,
    files,
    golds_of,
    matrix_of,
    report_of,
    score_answers,
)
from extractor.gates import baselines
from extractor.gates.baselines import Baseline
from extractor.models import Frozen
from extractor.progress import Live
from extractor.reports import Entry


class EvalWish(Frozen):
    """What the flags of `extract eval` ask for."""

    out: Path
    gold: Path | None = None
    part: Part = "all"
    baseline: Path | None = None
    update_baseline: bool = False
    by: tuple[str, ...] = ()
    offline: bool = False


class Trial(Frozen):
    """How an evaluation of one or several providers ended."""

    exit_code: int
    report: Report | Matrix


async def evaluate(choices: list[Choice], wish: EvalWish, console: Console) -> Trial:
    """Run each provider and prompt over gold, score, judge, print, write."""
    if wish.baseline and len(choices) > 1:
        raise UsageError("--baseline is one evaluation's; with several providers or prompts each is held to its own")
    entries = [await _evaluated(choice, wish, console) for choice in choices]
    several = len(entries) > 1
    for one in entries:
        folder = wish.out / one.scored.name if several else wish.out
        files.write(folder, one.scored, one.report)
        scorecard.show(console, one.scored, one.report, folder)
        if wish.update_baseline:
            _accepted(one.scored, console)
    files.put(wish.out, reports.texts(entries))
    told: Report | Matrix = matrix_of([one.report for one in entries]) if several else entries[0].report
    if isinstance(told, Matrix):
        files.put(wish.out, {files.REPORT: files.text_of(told)})
        scorecard.leaderboard(console, told)
    return Trial(exit_code=_exit_code([one.scored for one in entries], wish), report=told)


def _exit_code(scored: list[Scored], wish: EvalWish) -> int:
    """Incomplete before failed; what was accepted as the baseline is forgiven."""
    codes = {one.exit_code for one in scored}
    if 3 in codes:
        return 3
    return 0 if wish.update_baseline else max(codes)


async def _evaluated(choice: Choice, wish: EvalWish, console: Console) -> Entry:
    with assembled(choice, online=not wish.offline) as parts, Live(console, None) as live:
        try:
            golds = golds_of(parts, wish.gold, wish.part)
            baseline = _baseline(parts, wish)
            asked = await ask(parts, golds, live, offline=wish.offline)
        finally:
            await parts.provider.aclose()
    scored = against.judge(score_answers(parts, asked), baseline)
    return Entry(scored, report_of(scored, wish.by), baseline.rows if baseline else ())


def _baseline(parts: Parts, wish: EvalWish) -> Baseline | None:
    """The one named, else the provider's own if there is one."""
    own = baselines.folder_of(parts.root, parts.task.name, parts.provider.name, parts.prompt.version)
    if wish.baseline is None and not own.is_dir():
        return None
    return baselines.load(wish.baseline or own, parts.task.schema_id)


def _accepted(scored: Scored, console: Console) -> None:
    if scored.missing:
        raise UsageError("an incomplete evaluation is no baseline: complete it first")
    parts = scored.parts
    folder = baselines.folder_of(parts.root, parts.task.name, parts.provider.name, parts.prompt.version)
    forgiven = against.accept(scored, folder)
    scorecard.accepted(console, folder, forgiven)
