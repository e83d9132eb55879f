"""The slots that a reader of an evaluation wants to see in the article: those that flipped, and all that are not right.

In: `Scored`, the baseline's ledger if there is one. Out: `Slots`, ready to be written into a page as JSON.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from extractor.evaluation import Scored
from extractor.gates import Flip
from extractor.ledger import Row
from extractor.models import Frozen, Line
from extractor.reports.values import shown
from extractor.reports.words import Side, Spans, Text, Words
from extractor.score import Outcome

WRONG = (Outcome.PAR, Outcome.INC, Outcome.MIS, Outcome.SPU)


class Said(Frozen):
    """One side's value, how it was judged, and where its words stand in the article."""

    value: str
    outcome: str | None = None
    spans: Spans = ()


class Slot(Frozen):
    """One slot with its two or three sides; `before` is null where it is not compared with a baseline."""

    article: str
    path: str  # the field
    slot: str  # its place in gold, else in the prediction
    kind: str  # "lost", "won", "changed", or an outcome
    gold: Said
    before: Said | None
    now: Said
    note: str | None = None  # why there is no answer, whether its words stand in the article


class Slots(Frozen):
    """Everything to look at in one evaluation."""

    flips: list[Slot]
    wrong: list[Slot]


class Paper(Frozen):
    """An article as a page shows it."""

    name: str
    tags: list[str]
    text: str


def papers_of(scored: Scored) -> dict[str, Paper]:
    """The gold articles by id."""
    return {
        article.article_id: Paper(name=gold.article.name, tags=list(gold.tags), text=article.text)
        for gold, article in zip(scored.asked.golds, scored.asked.articles, strict=True)
    }


def slots_of(scored: Scored, before: Sequence[Row] = ()) -> Slots:
    """The flips, lost ones first, and every slot with another outcome than COR, prose included, empty ones left out."""
    readings = _readings(scored, before)
    flips = sorted(scored.flips, key=lambda flip: (not flip.lost, not flip.won))
    wrong = (row for row in scored.rows if row.is_slot and row.outcome in WRONG)
    return Slots(
        flips=[_flip(flip, readings[flip.article_id]) for flip in flips if flip.article_id in readings],
        wrong=[_wrong(row, readings[row.article_id]) for row in wrong],
    )


class _Reading:
    """Where the values of each side stand in one article."""

    def __init__(self, line: Line, text: str, rows: Sequence[Row], before: Sequence[Row]) -> None:
        searched = Text(text)
        self.line = line
        self.gold = Words(searched, rows, Side.GOLD)
        self.before = Words(searched, before, Side.PREDICTED)
        self.now = Words(searched, rows, Side.PREDICTED, line.evidence)


def _readings(scored: Scored, before: Sequence[Row]) -> dict[str, _Reading]:
    now, then = _by_article(scored.rows), _by_article(before)
    pairs = zip(scored.asked.articles, scored.asked.lines, strict=True)
    return {
        article.article_id: _Reading(
            line, article.text, now.get(article.article_id, ()), then.get(article.article_id, ())
        )
        for article, line in pairs
    }


def _by_article(rows: Iterable[Row]) -> Mapping[str, Sequence[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.article_id].append(row)
    return found


def _flip(flip: Flip, reading: _Reading) -> Slot:
    return Slot(
        article=flip.article_id,
        path=flip.path,
        slot=flip.slot or flip.after_slot or flip.before_slot or flip.path,
        kind="lost" if flip.lost else "won" if flip.won else "changed",
        gold=Said(value=shown(flip.gold), spans=reading.gold.behind(flip.slot, flip.gold)),
        before=Said(
            value=shown(flip.before), outcome=flip.old, spans=reading.before.behind(flip.before_slot, flip.before)
        ),
        now=Said(value=shown(flip.after), outcome=flip.new, spans=reading.now.behind(flip.after_slot, flip.after)),
        note=_unanswered(reading.line),
    )


def _wrong(row: Row, reading: _Reading) -> Slot:
    return Slot(
        article=row.article_id,
        path=row.path,
        slot=(row.gold_path if row.gold is not None else row.predicted_path) or row.predicted_path or row.path,
        kind=row.outcome.value,
        gold=Said(value=shown(row.gold), spans=reading.gold.behind(row.gold_path, row.gold)),
        before=None,
        now=Said(
            value=shown(row.predicted),
            outcome=row.outcome.value,
            spans=reading.now.behind(row.predicted_path, row.predicted),
        ),
        note=_unanswered(reading.line)
        or ("The predicted words do not stand in the article." if row.grounded is False else None),
    )


def _unanswered(line: Line) -> str | None:
    if line.state.ended_well:
        return None
    return shown(f"No record: {line.state.value}" + (f", {line.error.message}" if line.error else ""))
