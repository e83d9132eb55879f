"""What `extract gold` does: is the gold in order, what is in it, how far do two readers agree.

In: a choice of parts, folders of gold. Out: findings, counts, agreement; printed by the caller. Raises GoldError for files that
are not whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from extractor import gold as golden
from extractor import grounding, score, tasks
from extractor.assemble import Choice, configured
from extractor.errors import GoldError
from extractor.evaluation.annotators import Readings, places_of, plain, readings
from extractor.evaluation.asked import article_of
from extractor.fields import is_list, model_of
from extractor.gates import standards
from extractor.gold import Gold
from extractor.models import Article, EvidenceStatus, Frozen
from extractor.score import Outcome
from extractor.tasks import Task

PINNED = 2  # slots that each tag should hold


class Findings(Frozen):
    """What a check of gold found."""

    files: int
    faults: list[str]  # quotes that their article lacks, pins without a slot
    notes: list[str]  # where code computes something else, tags without pins: to be looked at


class Stats(Frozen):
    """What a gold set holds."""

    files: int
    empty: int  # articles in which no list of objects has any
    by: dict[str, dict[str, int]]  # split, origin, annotator, tag
    slots: dict[str, int]  # filled slots by field
    classes: dict[str, dict[str, int]]  # how often each label stands in gold


def check(choice: Choice, folder: Path | None) -> Findings:
    """Read every gold file, then hold it against its article, against the code that derives records, and against the pins."""
    task, found = _loaded(choice, folder)
    faults: list[str] = []
    notes: list[str] = []
    for gold in found:
        article = article_of(gold)
        faults += [f"{gold.path.name}: {fault}" for fault in _misquoted(task, gold, article)]
        notes += [f"{gold.path.name}: {note}" for note in _computed_otherwise(task, gold, article)]
    pins = standards.load(task.root / "evals" / task.name).pins
    slots = {place for gold in found for place in places_of(gold, task.record)}
    known = {gold.article_id for gold in found}
    faults += [
        f"pins.toml: {pin.article} {pin.slot}: gold scores no such slot"
        for pin in pins
        if pin.place not in slots and (pin.article in known or folder is None)  # other gold is not what is pinned
    ]
    notes += _unpinned(found, Counter(pin.case for pin in pins))
    return Findings(files=len(found), faults=faults, notes=notes)


def stats(choice: Choice, folder: Path | None) -> Stats:
    """Count what a gold set holds."""
    task, found = _loaded(choice, folder)
    slots: Counter[str] = Counter()
    classes: dict[str, Counter[str]] = {}
    for gold in found:
        for row in score.ledger(gold, None, (), task.record, ""):
            if row.is_slot and row.outcome == Outcome.MIS:
                slots[row.path] += 1
                if row.comparator == "exact" and isinstance(row.gold, str):
                    classes.setdefault(row.path, Counter())[row.gold] += 1
    return Stats(
        files=len(found),
        empty=sum(not any(isinstance(held, list) and held for held in gold.record.values()) for gold in found),
        by={
            "split": dict(Counter(gold.split.value for gold in found)),
            "origin": dict(Counter(gold.origin.value for gold in found)),
            "annotator": dict(Counter(gold.annotator.value for gold in found)),
            "tag": dict(Counter(tag for gold in found for tag in gold.tags).most_common()),
        },
        slots=dict(slots),
        classes={path: dict(counts.most_common()) for path, counts in classes.items()},
    )


def agree(choice: Choice, first: Path, second: Path) -> Readings:
    """Compare two readers' folders. Raises GoldError if they share no article."""
    task, one = _loaded(choice, first)
    other = golden.load_folder(second, task.record, task.schema_id)
    told = readings(one, other, task.record)
    if not told.articles:
        raise GoldError(f"{str(first)!r} and {str(second)!r} have no article in common")
    return told


def _loaded(choice: Choice, folder: Path | None) -> tuple[Task, list[Gold]]:
    root, chosen = configured(choice)
    task = tasks.load(root, chosen.task, chosen.prompt)
    return task, golden.load_folder(folder or task.gold_folder, task.record, task.schema_id)


# ── against the article, the code and the pins ────────────────────────────────────────────────────────────────────


def _misquoted(task: Task, gold: Gold, article: Article) -> Iterator[str]:
    """Quotes of gold that do not stand in the article letter for letter."""
    reply = _reply(task, gold)
    if isinstance(reply, str):
        yield reply
        return
    evidence, _ = grounding.locate(reply, article)
    for found in evidence:
        if found.status is not EvidenceStatus.EXACT:
            yield f"{found.path}: {found.quote!r} is {found.status.value} in the article: copy it letter for letter"


def _computed_otherwise(task: Task, gold: Gold, article: Article) -> Iterator[str]:
    """Computed values of gold that the code derives otherwise from gold's own words: one of the two is wrong."""
    reply = _reply(task, gold)
    if isinstance(reply, str):
        return
    derived = task.derive(reply, article).model_dump(mode="json")
    for row in score.ledger(gold, derived, (), task.record, article.text):
        if row.is_slot and row.outcome not in (Outcome.COR, Outcome.NUL, Outcome.NSC):
            yield f"{row.gold_path or row.path}: gold {row.gold!r}, computed {row.predicted!r}"


def _reply(task: Task, gold: Gold) -> BaseModel | str:
    try:
        return task.reply.model_validate(_only(task.reply, plain(gold.record)))
    except ValidationError as error:
        fault = error.errors()[0]
        return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"


def _only(model: type[BaseModel], value: Any) -> Any:
    """The part of a record that a reply says."""
    if not isinstance(value, Mapping):
        return value
    made = {}
    for name, info in model.model_fields.items():
        held, inner = value.get(name), model_of(info.annotation)
        if inner is not None and is_list(info.annotation) and isinstance(held, list):
            held = [_only(inner, member) for member in held]
        elif inner is not None:
            held = _only(inner, held)
        made[name] = held
    return made


def _unpinned(found: list[Gold], pinned: Counter[str]) -> Iterator[str]:
    tags = Counter(tag for gold in found for tag in gold.tags)
    for tag in tags:
        if pinned[tag] < PINNED:
            yield f"tag {tag!r}: {pinned[tag]} pinned slots, {PINNED} wanted (pins.toml, case = {tag!r})"
