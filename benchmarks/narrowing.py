"""What it does to a small model that an article's own words are its only choices (`narrow = true`).

In: the seeds and their gold, SmolLM2-135M-Instruct in this process, and by `--more FOLDER` further articles without gold.
Out: benchmarks/narrowing.md. Run with `python -m benchmarks.narrowing`; a busy machine takes minutes for an article.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from pydantic import BaseModel, ValidationError

from extractor import articles, grounding, prompts, tasks, weights
from extractor import gold as golden
from extractor.diplomacy.countries import mentions, side_code
from extractor.gold import Gold
from extractor.models import Article, Evidence, EvidenceStatus
from extractor.narrowing import narrowed
from extractor.score import figures, grounded_f, headline, invention_rate, ledger

ROOT = Path(__file__).parent.parent
TASK = tasks.load(ROOT, "diplomatic_event")
WEIGHTS = tomllib.loads((ROOT / "evals" / TASK.name / "scoring.toml").read_text(encoding="utf-8"))["weights"]
CONTEXT = 8192
LAYOUT = {"whitespace_flexible": False, "item_separator": ", ", "key_separator": ": "}
TEXT = 300  # letters of a free text where lists are short
KINDS = ("names", "countries", "dates", "quotes")
NUMBERS = {16: "Sixteen"}
FIELDS = (
    "events.event_type", "events.date", "events.sides", "events.participants.name", "events.participants.country_code",
    "events.participants.level", "events.channel", "events.realis", "events.topics.theme",
)  # fmt: skip
INTRO = """# Narrowed decoding and a small model

Written by `python -m benchmarks.narrowing` on {day}: Python {python}, {machine}, one thread of it, other programs running.
SmolLM2-135M-Instruct in this process, temperature 0, prompt {prompt}, one call an article, no re-ask. The JSON Schema of
the reply binds every setup, white space included. *narrowed*: the article's names, offices, sides, dates and sentences are
the only choices. *short lists*: in {short} tokens a list ends after {longest} entries and a free text after {text} letters;
otherwise the reply is cut at {plain} tokens. An article without a usable reply counts as lost; the shares of what is not in
the article are those of the usable replies. That narrowed replies name and quote nothing else is so by construction: what
they are worth is in the figures against gold. *rules* is the rule-based reader, which was made with the seeds in view.
Seconds are those of a shared machine, the whole prompt read once in the first column of a model: compare the tokens.
"""


@dataclass(frozen=True)
class Setup:
    """One way to decode."""

    name: str
    narrow: bool
    longest: int | None  # entries of a list; None: without end
    max_tokens: int


SHORT = (
    Setup("plain, short lists", narrow=False, longest=2, max_tokens=1200),
    Setup("narrowed, short lists", narrow=True, longest=2, max_tokens=1200),
)
FREE = (
    Setup("plain", narrow=False, longest=None, max_tokens=700),
    Setup("narrowed", narrow=True, longest=None, max_tokens=700),
)


@dataclass(frozen=True)
class Reading:
    """What came of one article."""

    state: str
    record: dict[str, Any] | None
    evidence: Sequence[Evidence]
    seconds: float
    tokens: int = 0


Reader = Callable[[Article], Reading]


# ── reading ───────────────────────────────────────────────────────────────────────────────────────────────────────


def served() -> Any:
    """The model in memory, with room for one call at a time."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(weights.found("smollm2-135m"))
    params.n_ctx, params.n_parallel, params.port, params.verbosity = CONTEXT, 1, 0, -1
    params.cpuparams.n_threads = 1  # several wait for each other, which on a busy machine takes ten times as long
    params.cache_ram_mib = 0
    return xllamacpp.Server(params)


def rules(article: Article) -> Reading:
    """The rule-based reader, the floor."""
    begun = perf_counter()
    assert TASK.baseline is not None
    reply = TASK.baseline(article)
    return _filled(reply, article, perf_counter() - begun, 0)


def model(server: Any, setup: Setup, keep: Path | None) -> Reader:
    """The model under one setup: one call an article, so that what is scored is what decoding did."""
    prompt = prompts.load(TASK.prompt_path)

    def read(article: Article) -> Reading:
        schema = narrowed(TASK.reply_schema, TASK.candidates(article)) if setup.narrow else TASK.reply_schema
        if setup.longest is not None:
            schema = shortened(schema, setup.longest)
        answer = _answer(server, [message.model_dump() for message in prompt.render(article)], schema, setup, keep)
        seconds, tokens = answer["seconds"], answer["usage"]["completion_tokens"]
        choice = answer["choices"][0]
        if choice["finish_reason"] == "length":
            return Reading("truncated", None, (), seconds, tokens)
        try:
            return _filled(TASK.reply.model_validate_json(choice["message"]["content"]), article, seconds, tokens)
        except ValidationError:
            return Reading("invalid", None, (), seconds, tokens)

    return read


def _filled(reply: BaseModel, article: Article, seconds: float, tokens: int) -> Reading:
    evidence, _ = grounding.locate(reply, article)
    record = TASK.derive(reply, article).model_dump(mode="json")
    return Reading("no_event" if record["no_event_reason"] else "ok", record, evidence, seconds, tokens)


def _answer(
    server: Any, messages: list[dict[str, str]], schema: Any, setup: Setup, keep: Path | None
) -> dict[str, Any]:
    """The completion, from the folder of kept ones if this call was made before."""
    import xllamacpp

    body = {"messages": messages, "max_tokens": setup.max_tokens, "temperature": 0, "seed": 0}
    digest = hashlib.sha256(json.dumps([body, schema]).encode()).hexdigest()[:16]
    path = keep / f"{digest}.json" if keep else None
    if path is not None and path.is_file():
        return json.loads(path.read_text(encoding="utf-8"))
    body["grammar"] = xllamacpp.json_schema_to_grammar(json.dumps({**schema, "x-guidance": LAYOUT}))
    begun = perf_counter()
    answer = {**server.handle_chat_completions(body), "seconds": perf_counter() - begun}
    if path is not None:
        path.write_text(json.dumps(answer), encoding="utf-8")
    return answer


def shortened(schema: Any, longest: int) -> Any:
    """The schema with an end to every list and text: a small model that repeats itself never ends one by itself."""
    if isinstance(schema, list):
        return [shortened(part, longest) for part in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: shortened(value, longest) for name, value in schema.items()}
    if inner.get("type") == "array":
        inner["maxItems"] = min(longest, inner.get("maxItems", longest))
    if inner.get("type") == "string" and "enum" not in inner:
        inner["maxLength"] = TEXT
    return inner


# ── figures ───────────────────────────────────────────────────────────────────────────────────────────────────────


def counted(readings: Sequence[Reading], found: Sequence[Article]) -> dict[str, str]:
    """The figures that need no gold: how the articles ended, and what the records hold that the articles do not."""
    states = Counter(reading.state for reading in readings)
    held = [_owned(reading, article) for reading, article in zip(readings, found, strict=True) if reading.record]
    pooled = {kind: [own for values in held for own in values[kind]] for kind in KINDS}
    tokens = sum(reading.tokens for reading in readings)
    return {
        "states": ", ".join(f"{count} {state}" for state, count in sorted(states.items())),
        **{f"{kind} not in the article": _share([not own for own in pooled[kind]]) for kind in KINDS[:3]},
        "quotes located": _share(pooled["quotes"]),
        "seconds an article": f"{sum(reading.seconds for reading in readings) / len(readings):.2f}",
        "tokens written an article": f"{tokens / len(readings):.0f}" if tokens else "–",
    }


def _owned(reading: Reading, article: Article) -> dict[str, list[bool]]:
    """By kind, whether each value of a record is the article's own; a country also if anything names its side."""
    own = {one.path: one.status is not EvidenceStatus.ABSENT for one in reading.evidence}
    codes = {mention.code for mention in mentions(article.coded)} - {None}
    words = " ".join(article.coded.split()).casefold()
    record: Mapping[str, Any] = reading.record or {}
    sides = [person["country"] for event in record["events"] for person in event["participants"] if person["country"]]
    return {
        "names": [found for path, found in own.items() if path.endswith(".name")],
        "countries": [side.casefold() in words or side_code(side) in codes for side in sides],
        "dates": [found for path, found in own.items() if path.endswith(".date_text")],
        "quotes": [found for path, found in own.items() if path.endswith("quote")],
    }


def scored(readings: Sequence[Reading], golds: Sequence[Gold], found: Sequence[Article]) -> dict[str, str]:
    """The figures that need gold."""
    rows = []
    for gold, article, reading in zip(golds, found, readings, strict=True):
        rows += ledger(gold, reading.record, reading.evidence, TASK.record, article.text)
    by_field = figures(rows)
    top = {
        "headline": headline(by_field, WEIGHTS),
        "grounded F": grounded_f(rows),
        "invention rate": invention_rate(rows),
    }
    fields = {f"`{name}`": by_field[name].f for name in FIELDS}
    return {name: _rate(value) for name, value in {**top, **fields}.items()}


def _rate(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _share(held: Sequence[bool]) -> str:
    return f"{sum(held) / len(held):.2f} of {len(held)}" if held else "–"


# ── the page ──────────────────────────────────────────────────────────────────────────────────────────────────────


def table(columns: Mapping[str, Mapping[str, str]]) -> str:
    """Setups side by side."""
    names = list(next(iter(columns.values())))
    head = f"| | {' | '.join(columns)} |\n|---|{'---:|' * len(columns)}\n"
    return head + "".join(f"| {name} | {' | '.join(column[name] for column in columns.values())} |\n" for name in names)


def page(gold: Mapping[str, Mapping[str, str]], more: Mapping[str, Mapping[str, str]], count: int) -> str:
    """The measured figures and how they came about."""
    intro = INTRO.format(
        day=datetime.now(UTC).date(), python=platform.python_version(), machine=platform.machine(), prompt=TASK.prompt_version,
        plain=FREE[0].max_tokens, short=SHORT[0].max_tokens, longest=SHORT[0].longest, text=TEXT,
    )  # fmt: skip
    parts = [intro, "## The five seeds, against gold\n", table(gold)]
    if more:
        parts += [f"## {NUMBERS.get(count, str(count))} further news articles, without gold\n", table(more)]
    return "\n".join(parts)


def main() -> None:
    """Run every setup and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--more", type=Path, help="a folder of further articles, without gold")
    parser.add_argument("--keep", type=Path, help="a folder for completions, so that a broken-off run goes on")
    parser.add_argument("--out", type=Path, default=Path(__file__).with_suffix(".md"))
    given = parser.parse_args()
    if given.keep:
        given.keep.mkdir(parents=True, exist_ok=True)
    golds = golden.load_folder(TASK.gold_folder, TASK.record, TASK.schema_id)
    seeds = _articles([str(gold.article) for gold in golds])
    more = _articles([str(given.more)]) if given.more else []
    server = served()
    short: dict[str, Reader] = {setup.name: model(server, setup, given.keep) for setup in SHORT}
    free: dict[str, Reader] = {setup.name: model(server, setup, given.keep) for setup in FREE}
    on_seeds = {name: _run(name, reader, seeds) for name, reader in {"rules": rules, **short}.items()}
    on_more = {name: _run(name, reader, more) for name, reader in {"rules": rules, **short}.items()} if more else {}
    on_seeds |= {name: _run(name, reader, seeds) for name, reader in free.items()}
    against = {name: {**counted(found, seeds), **scored(found, golds, seeds)} for name, found in on_seeds.items()}
    given.out.write_text(
        page(against, {name: counted(found, more) for name, found in on_more.items()}, len(more)), "utf-8"
    )
    print(given.out.read_text(encoding="utf-8"))


def _run(name: str, reader: Reader, found: Sequence[Article]) -> list[Reading]:
    readings = []
    for number, article in enumerate(found, 1):
        readings.append(reader(article))
        print(
            f"{name}: {number} of {len(found)}, {readings[-1].state}, {readings[-1].seconds:.0f} s",
            file=sys.stderr,
            flush=True,
        )
    return readings


def _articles(paths: list[str]) -> list[Article]:
    return [found for path in paths for found in articles.read([path]) if isinstance(found, Article)]


if __name__ == "__main__":
    main()
