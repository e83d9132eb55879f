"""What `extract diff` does, once its arguments are parsed.

In: two folders, or two prompt versions. Out: a `Diff`, printed and as data. Raises UsageError for what cannot be compared, and
Incomplete for prompts under which articles have no answer.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from rich.console import Console

from extractor import articles, contrasts, store, tasks
from extractor.assemble import Choice, Parts, assembled
from extractor.dryrun import dry_run
from extractor.errors import UsageError
from extractor.estimate import Estimate
from extractor.evaluation import Diff, Side, answers, ask, between, changes_between, golds_of, score_answers
from extractor.evaluation.asked import article_of, refuse_unanswered
from extractor.evaluation.diff import answered
from extractor.evaluation.files import LEDGER
from extractor.evaluation.scored import score_lines
from extractor.gates import baselines, standards
from extractor.gold import Gold
from extractor.models import Article, Frozen, Line
from extractor.providers import Calling
from extractor.store import RECORDS

SEED = 20220107


class DiffWish(Frozen):
    """What the arguments of `extract diff` ask for."""

    before: str
    after: str
    gold: Path | None = None
    on: tuple[str, ...] = ()
    sample: int | None = None
    offline: bool = False

    @property
    def folders(self) -> list[bool]:
        """Which of the two is a folder."""
        return [Path(name).is_dir() for name in (self.before, self.after)]


async def diff(choice: Choice, wish: DiffWish, console: Console) -> Diff:
    """Compare two folders of answers, or two prompt versions on gold or on a sample of articles."""
    folders = wish.folders
    if all(folders):
        if wish.on or wish.sample:
            raise UsageError(
                "--on and --sample are for two prompt versions: two folders are compared on what they hold"
            )
        found = _of_folders(choice, wish)
    elif not any(folders):
        found = await _of_prompts(choice, wish, console)
    else:
        raise UsageError(
            f"{wish.before!r} and {wish.after!r}: expected two folders (of 'extract run' or 'extract eval') or two prompt versions"
        )
    contrasts.show_diff(console, found)
    return found


# ── two prompt versions ───────────────────────────────────────────────────────────────────────────────────────────


async def _of_prompts(choice: Choice, wish: DiffWish, console: Console) -> Diff:
    picked = _picked(wish)
    for version in (wish.before, wish.after):  # before the first of them is paid for
        with assembled(choice.with_prompt(version), online=False) as parts:
            known = _known_gold(parts, wish) if wish.on else golds_of(parts, wish.gold)
    sides: list[Side] = []
    for version in (wish.before, wish.after):
        with assembled(choice.with_prompt(version), online=not wish.offline) as parts:
            try:
                with contrasts.asking(parts, len(picked if wish.on else known), console) as live:
                    if wish.on:
                        lines = await answers(parts, picked, live, Calling(offline=wish.offline))
                    else:
                        asked = await ask(parts, known, live, offline=wish.offline)
                        lines, picked = asked.lines, list(asked.articles)
            finally:
                await parts.provider.aclose()
            refuse_unanswered(lines, f"prompt {version!r}")
            rows = tuple(score_lines(parts, known, picked, lines)) if wish.on else score_answers(parts, asked).rows
            sides.append(Side(f"{parts.provider.name}-{version}", {line.article_id: line for line in lines}, rows))
            rerun = dry_run(parts, articles.read(wish.on)) if wish.on and version == wish.after else None
    return _compared(parts, sides, picked, rerun)


def _picked(wish: DiffWish) -> list[Article]:
    """The articles to ask about: all that were named, or a sample of them that is the same every time."""
    if not wish.on:
        if wish.sample:
            raise UsageError("--sample takes articles from a folder: name it with --on")
        return []
    read = [found for found in articles.read(wish.on) if isinstance(found, Article)]
    if wish.sample is None or wish.sample >= len(read):
        return read
    return random.Random(SEED).sample(read, wish.sample)  # noqa: S311  # no secret


# ── two folders ───────────────────────────────────────────────────────────────────────────────────────────────────


def _of_folders(choice: Choice, wish: DiffWish) -> Diff:
    before, after = (_lines(Path(name)) for name in (wish.before, wish.after))
    if not before.keys() & after.keys():
        raise UsageError(f"{wish.before!r} and {wish.after!r} have no article in common")
    with assembled(_as_answered(choice, wish, before, after), online=False) as parts:
        golds = [gold for gold in _known_gold(parts, wish) if gold.article_id in before or gold.article_id in after]
        texts = {found.article_id: found for found in _articles([*before.values(), *after.values()])}
        texts |= {gold.article_id: article_of(gold) for gold in golds if gold.article_id not in texts}
        sides = [
            _side(parts, wish, Side(name, lines), golds, texts)
            for name, lines in ((wish.before, before), (wish.after, after))
        ]
        return _compared(parts, sides, texts.values(), _rerun(choice, after, before.values()))


def _lines(folder: Path) -> dict[str, Line]:
    if not (folder / RECORDS).is_file():
        raise UsageError(
            f"{str(folder)!r} has no {RECORDS}: expected the --out folder of 'extract run', or of 'extract eval' for one "
            "provider and prompt"
        )
    return {line.article_id: line for line in store.read_lines(folder)}


def _as_answered(choice: Choice, wish: DiffWish, before: Mapping[str, Line], after: Mapping[str, Line]) -> Choice:
    """The task that both folders answer, in the version of its schema that they were answered in."""
    told = [next(iter(lines.values())) for lines in (before, after)]
    forms = [line.schema_.partition(".")[0] for line in told]
    if forms[0] != forms[1] or choice.task not in (None, told[0].task):
        named = f", --task {choice.task!r}" if choice.task else ""
        raise UsageError(
            f"{wish.before!r} holds {told[0].schema_!r} and {wish.after!r} {told[1].schema_!r}{named}: "
            "records are compared within one task and one major version of its schema"
        )
    return replace(choice, task=told[1].task, prompt=_prompt(choice, told[1]))


def _prompt(choice: Choice, line: Line) -> str | None:
    """The prompt of a line, which names its schema; None, the newest, if it is not here any more."""
    return line.prompt if line.prompt in tasks.prompt_versions(tasks.find_root(choice.root), line.task) else None


def _articles(lines: Iterable[Line]) -> Iterable[Article]:
    """The articles of these lines that are still where they were."""
    paths = sorted({line.path.partition("#")[0] for line in lines} - {"-"})
    wanted = {line.article_id for line in lines}
    for path in paths:
        if Path(path).is_file():
            yield from (
                found for found in articles.read([path]) if isinstance(found, Article) and found.article_id in wanted
            )


def _side(parts: Parts, wish: DiffWish, side: Side, golds: list[Gold], texts: Mapping[str, Article]) -> Side:
    """The side with its ledger: the one that lies there, else of the articles that were answered and have gold."""
    folder = Path(side.name)
    if wish.gold is None and (folder / LEDGER).is_file() and (folder / LEDGER).stat().st_size:
        return replace(side, rows=baselines.load(folder, parts.task.schema_id).rows)
    told = answered(side.lines)
    return replace(side, rows=score_lines(parts, golds, [*texts.values()], [*told.values()]))


def _known_gold(parts: Parts, wish: DiffWish) -> list[Gold]:
    """The gold that was named, else what there is of the task's own."""
    own = any(parts.task.gold_folder.glob("*.json"))
    return golds_of(parts, wish.gold) if wish.gold or own else []


def _rerun(choice: Choice, after: Mapping[str, Line], lines: Iterable[Line]) -> Estimate | None:
    """What asking everything of the first folder would cost as the second was asked; None if that cannot be known here."""
    asked = next(iter(after.values()))
    inputs = sorted({line.path.partition("#")[0] for line in lines})
    if not all(Path(path).is_file() for path in inputs):
        return None
    try:
        with assembled(
            replace(choice, task=asked.task, prompt=asked.prompt, provider=asked.provider), online=False
        ) as parts:
            return dry_run(parts, articles.read(inputs))
    except UsageError:  # a provider or prompt that is not configured here
        return None


def _compared(parts: Parts, sides: list[Side], texts: Iterable[Article], rerun: Estimate | None) -> Diff:
    held_to = standards.load(parts.root / "evals" / parts.task.name)
    by_id = {text.article_id: text for text in texts}
    before, after = sides
    changes = changes_between(before.lines, after.lines, by_id, parts.task.record)
    return between(before, after, held_to, changes, rerun)
