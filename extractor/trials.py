"""What `extract eval` does, once its flags are parsed.

In: a choice of parts and what is wished. Out: an exit code, printed tables, files. Raises UsageError before anything is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from extractor import contrasts, reports, scorecard
from extractor.assemble import Choice, Parts, assembled
from extractor.errors import GoldError, UsageError
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
    slices,
)
from extractor.gates import baselines
from extractor.gates.baselines import Baseline
from extractor.models import Frozen
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


async def evaluate(choices: Sequence[Choice], wish: EvalWish, console: Console) -> Trial:
    """Run each provider and prompt over gold, score, judge, print, write: each as soon as it ends."""
    several = len(set(choices)) > 1
    if wish.baseline and several:
        raise UsageError("--baseline is one evaluation's; with several providers or prompts each is held to its own")
    entries: list[Entry] = []
    for choice in checked(choices, wish):
        one = await _evaluated(choice, wish, console)
        folder = wish.out / one.scored.name if several else wish.out
        files.write(folder, one.scored, one.report)
        scorecard.show(console, one.scored, one.report, folder)
        if wish.update_baseline:
            _accepted(one.scored, console)
        entries.append(one)
    files.put(wish.out, reports.texts(entries))
    told: Report | Matrix = matrix_of([one.report for one in entries]) if several else entries[0].report
    if isinstance(told, Matrix):
        files.clear(wish.out)
        files.put(wish.out, {files.REPORT: files.text_of(told)})
        scorecard.leaderboard(console, told)
    return Trial(exit_code=_exit_code([one.scored for one in entries], wish), report=told)


def checked(choices: Sequence[Choice], wish: EvalWish) -> list[Choice]:
    """The choices, each once. Raises UsageError for the first thing that would end an evaluation after others were paid for."""
    once = list(dict.fromkeys(choices))
    for choice in once:
        with assembled(choice, online=False) as parts:
            golds = golds_of(parts, wish.gold, wish.part)
            against.check_standards(parts, golds, own=wish.gold is None)
            slices.check(parts.task.record, wish.by)
            baseline = _baseline(parts, wish)
            if wish.baseline and baseline and not {gold.article_id for gold in golds} & baseline.articles:
                raise GoldError(
                    f"--baseline {str(wish.baseline)!r} has none of the {len(golds)} articles: name another"
                )
    files.ready(wish.out)
    return once


def _exit_code(scored: list[Scored], wish: EvalWish) -> int:
    """Incomplete before failed; what was accepted as the baseline is forgiven."""
    codes = {one.exit_code for one in scored}
    if 3 in codes:
        return 3
    return 0 if wish.update_baseline else max(codes)


async def _evaluated(choice: Choice, wish: EvalWish, console: Console) -> Entry:
    with assembled(choice, online=not wish.offline) as parts:
        golds, baseline = golds_of(parts, wish.gold, wish.part), _baseline(parts, wish)
        try:
            with contrasts.asking(parts, len(golds), console) as live:
                asked = await ask(parts, golds, live, offline=wish.offline)
        finally:
            await parts.provider.aclose()
    scored = against.judge(score_answers(parts, asked), baseline)
    return Entry(scored, report_of(scored, wish.by), baseline.rows if baseline else ())


def _baseline(parts: Parts, wish: EvalWish) -> Baseline | None:
    """The one named, else the provider's own if there is one; one of its own that is of no use may be replaced."""
    own = baselines.folder_of(parts.root, parts.task.name, parts.provider.name, parts.prompt.version)
    if wish.baseline is None and not own.is_dir():
        return None
    try:
        return baselines.load(wish.baseline or own, parts.task.schema_id)
    except GoldError:
        if wish.update_baseline and wish.baseline is None:
            return None
        raise


def _accepted(scored: Scored, console: Console) -> None:
    if scored.missing:
        console.print("[yellow]no baseline:[/] an incomplete evaluation is never accepted; complete it first")
        return
    parts = scored.parts
    folder = baselines.folder_of(parts.root, parts.task.name, parts.provider.name, parts.prompt.version)
    forgiven = against.accept(scored, folder)
    scorecard.accepted(console, folder, forgiven)
