"""What `extract eval --probe` and `--samples` do: the same question asked in other ways, or several times.

In: a choice of parts, what is wished. Out: what was found, printed tables, files. Raises UsageError for what cannot be asked, and
Incomplete where articles have no answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from rich.console import Console

from extractor import contrasts
from extractor.assemble import Choice, assembled
from extractor.errors import UsageError
from extractor.evaluation import Asked, Scored, ask, changes_between, files, golds_of, score_answers
from extractor.evaluation.agreement import Agreement, agreement
from extractor.evaluation.asked import refuse_unanswered
from extractor.evaluation.diff import changed
from extractor.evaluation.flipping import Probed, Probes
from extractor.evaluation.probes import Probe, varied
from extractor.gates import wilson
from extractor.score import Outcome, Row
from extractor.trials import EvalWish, checked

PROBES, AGREEMENT = "probes.json", "agreement.json"


async def probe(choice: Choice, wish: EvalWish, console: Console) -> Probes:
    """Ask as the prompt stands, then in each other way; count the values that flip. Raises Incomplete."""
    _no_gates(wish, "--probe")
    checked([choice], wish)
    plain = await _asked(choice, wish, console)
    found = [_probed(one, plain, await _asked(choice, wish, console, one)) for one in Probe]
    told = Probes(name=plain.name, headline=plain.figures["headline"], probes=found)
    files.put(wish.out, {PROBES: told.model_dump_json(indent=2) + "\n"})
    contrasts.show_probes(console, told)
    return told


def _probed(one: Probe, plain: Scored, other: Scored) -> Probed:
    rows = _changes(plain, other.asked)
    counted = [row for row in rows if row.is_slot and row.outcome not in (Outcome.NSC, Outcome.NUL)]
    flipped = sum(row.outcome != Outcome.COR for row in counted)
    bounds = wilson(flipped, len(counted))
    return Probed(
        probe=one.value,
        values=len(counted),
        flipped=flipped,
        share=(bounds.low, bounds.high) if bounds else None,
        headline=other.figures["headline"],
        fields=changed(rows),
    )


async def sampled(choices: Sequence[Choice], samples: int, wish: EvalWish, console: Console) -> Agreement:
    """Ask one provider several times, or several providers once, and say how far agreement tells right from wrong."""
    _no_gates(wish, "--samples and --agreement")
    if len(set(choices)) * samples < 2:
        raise UsageError("agreement needs several answers: --samples 5, or more than one --provider or --prompt")
    asked = [(choice, sample) for choice in checked(choices, wish) for sample in range(samples)]
    first, *others = [await _asked(choice, wish, console, sample=sample) for choice, sample in asked]
    told = agreement(first.rows, [_changes(first, other.asked) for other in others])
    files.put(wish.out, {AGREEMENT: told.model_dump_json(indent=2) + "\n"})
    contrasts.show_agreement(console, first, told)
    return told


def _no_gates(wish: EvalWish, what: str) -> None:
    unused = {"--baseline": wish.baseline, "--update-baseline": wish.update_baseline, "--by": wish.by}
    named = [flag for flag, value in unused.items() if value]
    if named:
        raise UsageError(f"{what}: no use for {', '.join(named)}, which a plain 'extract eval' takes")


async def _asked(choice: Choice, wish: EvalWish, console: Console, one: Probe | None = None, sample: int = 0) -> Scored:
    vary = partial(varied, probe=one) if one is not None else None
    with assembled(choice, online=not wish.offline, vary=vary) as parts:
        golds = golds_of(parts, wish.gold, wish.part)
        if sample == 1 and parts.provider_settings.temperature == 0:
            console.print(
                "[yellow]temperature 0:[/] samples will hardly differ, so agreement says little; set 'temperature' of the provider"
            )
        how = one.value if one is not None else f"sample {sample + 1}" if sample else ""
        try:
            with contrasts.asking(parts, len(golds), console, how) as live:
                found = await ask(parts, golds, live, offline=wish.offline, sample=sample)
        finally:
            await parts.provider.aclose()
        refuse_unanswered(found.lines, ", ".join(filter(None, (parts.provider.name, parts.prompt.version, how))))
    return score_answers(parts, found)


def _changes(first: Scored, other: Asked) -> list[Row]:
    before, after = ({line.article_id: line for line in asked.lines} for asked in (first.asked, other))
    texts = {article.article_id: article for article in first.asked.articles}
    return changes_between(before, after, texts, first.parts.task.record)
