"""Evaluations as one page that needs neither network nor server.

In: scored evaluations with their reports. Out: HTML with style, script and data inside. What articles and models say is data: it is
escaped in the tables, and the script writes it as text only, which the page's own policy holds it to.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pydantic import BaseModel

from extractor.evaluation import Report, Scored, matrix_of
from extractor.evaluation.report import GateResult
from extractor.gates import Verdict
from extractor.ledger import Row
from extractor.reports import values
from extractor.reports.chart import chart_of
from extractor.reports.confusion import Confusion, confusions_of
from extractor.reports.slots import Slots, papers_of, slots_of
from extractor.reports.standing import FieldStanding, FigureStanding, fields_of, figures_of, gates_of

_FOLDER = Path(__file__).parent
# what could end the script element, and what an editor or a reviewer would not see
_UNSAFE = re.compile(
    "[<>&\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


@dataclass(frozen=True)
class Entry:
    """One evaluation to show; `before` is the ledger of its baseline."""

    scored: Scored
    report: Report
    before: Sequence[Row] = ()


@dataclass(frozen=True)
class _View:
    """What the template shows of one evaluation."""

    id: str
    report: Report
    figures: list[FigureStanding]
    minded: list[GateResult]
    passed: list[GateResult]
    fields: list[FieldStanding]
    confusions: list[Confusion]
    slots: Slots


def report_html(entries: Sequence[Entry]) -> str:
    """The page. The same evaluations give the same bytes."""
    papers = {name: paper for entry in entries for name, paper in papers_of(entry.scored).items()}
    places = matrix_of([entry.report for entry in entries]).leaderboard
    numbers = {entry.report.name: at for at, entry in enumerate(entries)}
    style, script = _asset("page.css"), _asset("page.js")
    return (
        _environment()
        .get_template("page.html")
        .render(
            policy=_policy(style, script),
            style=style,
            script=script,
            views=[_view(at, entry) for at, entry in enumerate(entries)],
            places=[(f"e{numbers[place.name]}", place) for place in places],
            chart=chart_of(places),
            papers=papers,
        )
    )


def _view(at: int, entry: Entry) -> _View:
    gates = gates_of(entry.report)
    return _View(
        id=f"e{at}",
        report=entry.report,
        figures=figures_of(entry.report),
        minded=[gate for gate in gates if gate.verdict != Verdict.PASSED],
        passed=[gate for gate in gates if gate.verdict == Verdict.PASSED],
        fields=fields_of(entry.report),
        confusions=confusions_of(entry.report),
        slots=slots_of(entry.scored, entry.before),
    )


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "rate": values.rate,
        "bounds": values.bounds,
        "dollars": values.dollars,
        "verdict": values.verdict,
        "shown": values.shown,
        "data": data,
    }
    return made


def _asset(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing is fetched, sent or framed; only this very style and script apply, and the script never parses HTML."""
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def data(value: BaseModel | Mapping[str, BaseModel]) -> str:
    """JSON that can stand inside a script element whatever the texts in it are.

    >>> from extractor.reports.slots import Said
    >>> data(Said(value="</script>"))
    '{"value":"\\\\u003c/script\\\\u003e","outcome":null,"spans":[]}'
    """
    plain = (
        value.model_dump() if isinstance(value, BaseModel) else {name: one.model_dump() for name, one in value.items()}
    )
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
