"""What `extract diff` does, once its arguments are parsed.

In: two folders, or two prompt versions. Out: a `Diff`, printed and as data. Raises UsageError for what cannot be compared.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from extractor import articles, contrasts, store
from extractor.assemble import Choice, Parts, assembled
from extractor.dryrun import dry_run
from extractor.errors import UsageError
from extractor.estimate import Estimate
from extractor.evaluation import Diff, Side, answers, ask, between, changes_between, golds_of, score_answers
from extractor.evaluation.files import LEDGER
from extractor.evaluation.scored import score_lines
from extractor.gates import baselines, standards
from extractor.gold import Gold
from extractor.models import Article, Frozen, Line
from extractor.progress import Live
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
    sides: list[Side] = []
    for version in (wish.before, wish.after):
        with (
            assembled(choice.with_prompt(version), online=not wish.offline) as parts,
            Live(console, None) as live,
        ):
            try:
                if wish.on:
                    lines = await answers(parts, picked, live, Calling(offline=wish.offline))
                    rows = tuple(score_lines(parts, _known_gold(parts, wish), picked, lines))
                else:
                    asked = await ask(parts, golds_of(parts, wish.gold), live, offline=wish.offline)
                    lines, rows, picked = asked.lines, score_answers(parts, asked).rows, list(asked.articles)
            finally:
                await parts.provider.aclose()
            _refuse_unanswered(lines, version)
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


def _refuse_unanswered(lines: Iterable[Line], version: str) -> None:
    missing = [line for line in lines if line.state.unfinished or line.state.value in ("transport", "timeout", "quota")]
    if missing:
        reason = missing[0].error.message if missing[0].error else missing[0].state.value
        raise UsageError(
            f"prompt {version!r}: {len(missing)} articles have no answer ({reason}); run the command again"
        )


# ── two folders ───────────────────────────────────────────────────────────────────────────────────────────────────


def _of_folders(choice: Choice, wish: DiffWish) -> Diff:
    with assembled(choice, online=False) as parts:
        before, after = (_lines(Path(name)) for name in (wish.before, wish.after))
        texts = list(_articles([*before.values(), *after.values()]))
        sides = [
            _side(parts, wish, Path(name), lines, texts) for name, lines in ((wish.before, before), (wish.after, after))
        ]
        if not before.keys() & after.keys():
            raise UsageError(f"{wish.before!r} and {wish.after!r} have no article in common")
        return _compared(parts, sides, texts, _rerun(choice, Path(wish.after), before.values()))


def _lines(folder: Path) -> dict[str, Line]:
    if not (folder / RECORDS).is_file():
        raise UsageError(
            f"{str(folder)!r} has no {RECORDS}: expected the --out folder of 'extract run' or 'extract eval'"
        )
    return {line.article_id: line for line in store.read_lines(folder)}


def _articles(lines: Iterable[Line]) -> Iterable[Article]:
    """The articles of these lines that are still where they were."""
    paths = sorted({line.path.partition("#")[0] for line in lines} - {"-"})
    wanted = {line.article_id for line in lines}
    for path in paths:
        if Path(path).is_file():
            yield from (
                found for found in articles.read([path]) if isinstance(found, Article) and found.article_id in wanted
            )


def _side(parts: Parts, wish: DiffWish, folder: Path, lines: dict[str, Line], texts: list[Article]) -> Side:
    if (folder / LEDGER).is_file() and wish.gold is None:
        return Side(str(folder), lines, baselines.load(folder, parts.task.schema_id).rows)
    known = [text for text in texts if text.article_id in lines]
    rows = score_lines(parts, _known_gold(parts, wish), known, [lines[text.article_id] for text in known])
    return Side(str(folder), lines, rows)


def _known_gold(parts: Parts, wish: DiffWish) -> list[Gold]:
    """The gold there is, or none."""
    folder = wish.gold or parts.task.gold_folder
    return golds_of(parts, folder) if folder.is_dir() else []


def _rerun(choice: Choice, folder: Path, lines: Iterable[Line]) -> Estimate | None:
    """What asking everything of the first folder would cost as the second was asked; None if that cannot be known here."""
    asked = next(iter(store.read_lines(folder)), None)
    inputs = sorted({line.path.partition("#")[0] for line in lines})
    if asked is None or not all(Path(path).is_file() for path in inputs):
        return None
    as_then = Choice(choice.root, choice.config, asked.task, asked.prompt, asked.provider)
    with assembled(as_then, online=False) as parts:
        return dry_run(parts, articles.read(inputs))


def _compared(parts: Parts, sides: list[Side], texts: Iterable[Article], rerun: Estimate | None) -> Diff:
    held_to = standards.load(parts.root / "evals" / parts.task.name)
    by_id = {text.article_id: text for text in texts}
    before, after = sides
    changes = changes_between(before.lines, after.lines, by_id, parts.task.record)
    return between(before, after, held_to, changes, rerun)
