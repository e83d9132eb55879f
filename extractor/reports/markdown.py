"""An evaluation as a page of Markdown, for a pull request or a file.

In: a `Report` or `Matrix`. Out: GitHub-flavoured Markdown. Values stand in `<code>` with every character that means something
escaped: an article cannot add a cell, a link, a picture, a mention or a tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractor.evaluation.report import FlipRow, Matrix, Report
from extractor.gates import Verdict
from extractor.reports import values
from extractor.reports.standing import FieldStanding, fields_of, figures_of, flips_of, gates_of, reports_in

FLIPS, QUOTE = 60, 160  # flips listed, characters of a value; the rest is in report.json
MARKS = {Verdict.FAILED: "❌ failed", Verdict.WARNING: "⚠️ warning", Verdict.PASSED: "✅ passed"}
_MEANS_SOMETHING = re.compile(r"[&<>|\\`*\[\]~#@!:$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?i:w)(?=ww\.)")


def report_md(told: Report | Matrix) -> str:
    """The whole page: a leaderboard if there are several evaluations, then each of them."""
    reports = reports_in(told)
    blocks = [_leaderboard(told)] if isinstance(told, Matrix) else []
    return "\n\n".join([*blocks, *(_evaluation(report) for report in reports)]) + "\n"


def escaped(text: str) -> str:
    """Words on one line that Markdown and GitHub take for nothing but words.

    >>> escaped("a|b\\n@you")
    'a&#124;b &#64;you'
    """
    words = " ".join(values.plain(text).split())
    return _MEANS_SOMETHING.sub(lambda found: f"&#{ord(found[0])};", words)


def code(value: object) -> str:
    """A value of a record: inside `<code>` GitHub makes no mentions and no references."""
    words = values.shown(value)
    return words if words == values.UNDEFINED else f"<code>{escaped(values.short(words, QUOTE))}</code>"


def _leaderboard(matrix: Matrix) -> str:
    rows = [
        (
            code(place.name), values.rate(place.headline), values.bounds(place.interval), values.rate(place.grounded_f),
            values.rate(place.invention_rate), values.dollars(place.cost_usd), f"{place.seconds:.1f}",
            values.verdict(place.passed),
        )
        for place in matrix.leaderboard
    ]  # fmt: skip
    head = ("evaluation", "headline", "95 %", "grounded F", "invention", "cost", "seconds", "gates")
    return "# Leaderboard\n\n" + _table(head, rows, numbers=range(1, 7))


def _evaluation(report: Report) -> str:
    blocks = [
        f"# {MARKS[_verdict(report)]}: {code(report.name)}"
        if report.complete
        else f"# ⏸️ incomplete: {code(report.name)}",
        _about(report),
    ]
    if report.complete:
        blocks += [_figures(report), _gates(report), _fields(report), _slices(report), _flips(report)]
    return "\n\n".join(block for block in blocks if block)


def _verdict(report: Report) -> Verdict:
    return Verdict.PASSED if report.passed else Verdict.FAILED


def _about(report: Report) -> str:
    states = ", ".join(f"{count} {escaped(state)}" for state, count in sorted(report.states.items()))
    model = code(report.model) if report.model else "no model"
    told = [
        f"{code(report.task)} · prompt {code(report.prompt)} · provider {code(report.provider)} ({model})",
        f"{report.articles} articles: {states} · {values.dollars(report.cost_usd)} · {report.seconds:.1f} s",
        f"compared with {code(report.baseline)}" if report.baseline else "no baseline",
    ]
    if not report.complete:
        told.append("**No score**: some articles have no answer for a reason that is not the model's.")
    elif not report.model_called:
        told.append("**No model was called**: these are the scores of the rules.")
    return "<br>\n".join(told)


def _figures(report: Report) -> str:
    rows = [
        (one.name, values.rate(one.value), values.bounds(one.interval), _signed(one.change), _p(one.p))
        for one in figures_of(report)
    ]
    rows += [
        ("mean of articles", values.rate(report.per_article_mean), "", "", ""),
        ("exact articles", values.rate(report.exact_articles), "", "", ""),
    ]
    return _table(("figure", "value", "95 %", "change", "p"), rows, numbers=range(1, 5))


def _gates(report: Report) -> str:
    gates = gates_of(report)
    minded = [gate for gate in gates if gate.verdict != Verdict.PASSED]
    head = f"## Gates: {len(gates) - len(minded)} of {len(gates)} passed"
    rows = [
        (MARKS[Verdict(gate.verdict)], escaped(gate.kind), code(gate.name), escaped(values.short(gate.message, 400)))
        for gate in minded
    ]
    return f"{head}\n\n{_table(('verdict', 'rule', 'of', 'why'), rows)}" if rows else head


def _fields(report: Report) -> str:
    compared = bool(report.moved)
    head = ["field", "POS", "COR", "PAR", "INC", "MIS", "SPU", "NUL", "P", "R", "F", "95 %"]
    rows = [_field(one, compared) for one in fields_of(report)]
    if compared:
        head += ["change", "p"]
    note = "p is after Holm for every field that is held to the baseline.\n\n" if compared else ""
    return f"## Fields\n\n{note}" + _table((*head, "flag"), rows, numbers=range(1, len(head)))


def _field(one: FieldStanding, compared: bool) -> list[str]:
    counts = one.counts
    cells = [
        code(one.path),
        *map(str, (counts.pos, counts.cor, counts.par, counts.inc, counts.mis, counts.spu, counts.nul)),
    ]
    cells += [values.rate(counts.p), values.rate(counts.r), values.rate(counts.f), values.bounds(one.interval)]
    if compared:
        cells += [_signed(one.change), _p(one.p)]
    return [*cells, MARKS[one.flag] if one.flag else "" if one.weight else "not in the headline"]


def _slices(report: Report) -> str:
    rows = [
        (
            escaped(row.by), code(row.value), str(row.articles), values.rate(row.headline), values.rate(row.micro_f),
            values.bounds(row.interval), values.rate(row.invention_rate),
        )
        for row in report.slices
    ]  # fmt: skip
    head = ("by", "value", "articles", "headline", "micro F", "95 %", "invention")
    return "## Slices\n\n" + _table(head, rows, numbers=range(2, 7)) if rows else ""


def _flips(report: Report) -> str:
    flips = flips_of(report)
    if not flips:
        return ""
    lost, won = sum(flip.lost for flip in flips), sum(flip.won for flip in flips)
    more = f"\n\n{len(flips) - FLIPS} more in `report.json`." if len(flips) > FLIPS else ""
    head = ("", "article", "slot", "gold", "before", "after", "quote")
    table = _table(head, [_flip(flip) for flip in flips[:FLIPS]])
    return f"## Flips: {lost} lost, {won} won, {len(flips)} in all\n\n{table}{more}"


def _flip(flip: FlipRow) -> tuple[str, ...]:
    sign = "❌ lost" if flip.lost else "✅ won" if flip.won else "changed"
    sides = (
        f"{outcome or values.UNDEFINED} {code(value)}"
        for outcome, value in ((flip.old, flip.before), (flip.new, flip.after))
    )
    quote = flip.after_quote or flip.before_quote
    return (
        sign,
        code(flip.article_id),
        code(flip.slot or flip.path),
        code(flip.gold),
        *sides,
        code(quote) if quote else "",
    )


def _signed(change: float | None) -> str:
    return "" if change is None else f"{change:+.3f}"


def _p(p: float | None) -> str:
    return "" if p is None else values.rate(p)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int] = ()) -> str:
    right = set(numbers)
    rule = ["---:" if at in right else "---" for at in range(len(head))]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (head, rule, *rows))
