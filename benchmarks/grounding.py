"""Where quotes are found in generated articles, right, wrong or not at all, beside langextract's aligner, and how long it takes.

In: nothing but invented sentences. Out: benchmarks/grounding.md. Run with `python -m benchmarks.grounding` from the project's root.
langextract gets an environment of its own on the first run, from benchmarks/peers.txt.
"""

# only the standard library up here: langextract's environment runs this file too, and lacks our packages
from __future__ import annotations

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import process_time

from benchmarks.grounding_news import (
    CASE,
    LENGTH,
    MARKS,
    NOWHERE,
    STANDS,
    TONGUES,
    Case,
    News,
    Spans,
    article,
    long_read,
)

ROOT = Path(__file__).parent.parent
NAMES = ("dragoman", "langextract", "langextract, chosen options")
Asked = tuple[str, list[str]]  # an article's text, and quotes of it
Answer = tuple[list[Spans], float]  # what was found of each quote, and the processor's milliseconds for it
Aligner = Callable[[list[Asked]], list[Answer]]

# ── aligners ──────────────────────────────────────────────────────────────────────────────────────────────────────


def dragoman(text: str, quotes: list[str]) -> Answer:
    """`locate` on a reply that is a list of quotes, every view of the article built anew."""
    from typing import Annotated

    from pydantic import create_model

    from extractor.fields import Verbatim
    from extractor.grounding import locate
    from extractor.models import Article, Block, BlockKind, Span

    reply = create_model("Reply", quotes=(list[Annotated[str, Verbatim()]], ...))(quotes=quotes)
    blocks = (Block(kind=BlockKind.BODY, span=Span(start=0, end=len(text))),)
    page = Article(article_id="0", path="-", text=text, blocks=blocks)
    began = process_time()
    rows, _ = locate(reply, page)
    took = (process_time() - began) * 1000
    by_path: dict[str, Spans] = {}
    for row in rows:
        by_path.setdefault(row.path, [])
        if row.start is not None and row.end is not None:
            by_path[row.path].append((row.start, row.end))
    return [by_path[f"quotes[{at}]"] for at in range(len(quotes))], took


def langextract(text: str, quotes: list[str], *, partial: bool, unicode: bool) -> Answer:
    """`WordAligner.align_extractions`, the quotes as one group in order; the other options at their defaults."""
    from langextract.core import data, tokenizer
    from langextract.resolver import WordAligner

    asked = [data.Extraction(extraction_class="quote", extraction_text=quote) for quote in quotes]
    kind = tokenizer.UnicodeTokenizer() if unicode else tokenizer.RegexTokenizer()
    began = process_time()
    [found] = WordAligner().align_extractions([asked], text, tokenizer_impl=kind, accept_match_lesser=partial)
    took = (process_time() - began) * 1000
    spans = [one.char_interval and (one.char_interval.start_pos, one.char_interval.end_pos) for one in found]
    return [[span] if span else [] for span in spans], took


def work() -> None:
    """Answer what stdin asks; this runs in langextract's environment."""
    asked = json.load(sys.stdin)
    found = [langextract(*one, partial=asked["partial"], unicode=asked["unicode"]) for one in asked["articles"]]
    json.dump({"found": found, "version": version("langextract")}, sys.stdout)


@dataclass(frozen=True)
class Peer:
    """langextract in a process of its own."""

    python: Path
    partial: bool = True  # accept_match_lesser
    unicode: bool = False

    def __call__(self, articles: list[Asked]) -> list[Answer]:
        """The articles in one process."""
        given = json.dumps({"articles": articles, "partial": self.partial, "unicode": self.unicode})
        words = [self.python, "-m", "benchmarks.grounding", "--work"]
        done = subprocess.run(words, input=given, stdout=subprocess.PIPE, text=True, cwd=ROOT, check=True)
        told = json.loads(done.stdout)
        return [([[tuple(span) for span in spans] for spans in found], took) for found, took in told["found"]]


def ours(articles: list[Asked]) -> list[Answer]:
    """Nine readings of each article, the median of their times."""
    rounds = [[dragoman(*one) for one in articles] for _ in range(9)]
    return [(found, median(turn[at][1] for turn in rounds)) for at, (found, _) in enumerate(rounds[0])]


# ── judging ───────────────────────────────────────────────────────────────────────────────────────────────────────


def trimmed(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A span without punctuation and white space at its edges, on which no aligner is judged."""
    start, end = span
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not (text[end - 1].isalnum() or unicodedata.combining(text[end - 1])):
        end -= 1
    return start, end


def verdict(text: str, case: Case, found: Spans) -> str:
    """Whether a quote is right, wrong or absent; of a quote of parts the stretch from first to last is right too."""
    if not found:
        return "absent"
    want, got = ([trimmed(text, span) for span in spans] for spans in (case.spans, found))
    hull = [(want[0][0], want[-1][1])] if want else []
    return "right" if want and got in (want, hull) else "wrong"


# ── the page ──────────────────────────────────────────────────────────────────────────────────────────────────────

MIX = {
    "verbatim": 36,
    CASE: 6,
    MARKS: 6,
    "one word left out": 9,
    "number changed": 3,
}
LOADS = {
    "36 verbatim, 12 respelt, 9 with a word left out, 3 absent": MIX,
    "60 verbatim": {"verbatim": 60},
    "60 with a word left out": {"one word left out": 60},
    "60 absent: a number changed": {"number changed": 60},
}
INTRO = """# Grounding

Measured on {day} by `python -m benchmarks.grounding`: {machine}; load before: {load:.1f}. The machine is shared.
dragoman {ours} (rapidfuzz {rapidfuzz}) beside langextract {peer}, the same articles and quotes in one run.

Articles and quotes are generated from invented sentences; articles: {articles}.
The place of every quote is known; the quotes of an article are asked for in document order. *right*: located at its place,
edges compared without punctuation. *wrong*: located elsewhere, too long or too short, or located though it stands nowhere.

- **dragoman**: `locate` on a reply that is one list of quotes. It gives a quote of parts a span for each part.
- **langextract**: `WordAligner.align_extractions` with its defaults, the quotes as one group: fuzzy alignment on, algorithm
  `lcs`, threshold 0.75, minimum density 1/3, exact algorithm `dp`, `accept_match_lesser=True`, `RegexTokenizer`.
- **langextract, chosen options**: `accept_match_lesser=False`, so that a quote whose beginning matches is aligned whole, and
  `UnicodeTokenizer`, for other scripts; the rest the same. Below the first table stand the other combinations.
  langextract gives a quote one span; for a quote of parts, the stretch from the first to the last counts as right.

A changed number, an inserted negation or another name makes another statement: that such a quote should be absent is this
project's view. langextract aligns words and does not claim to judge what they say; no threshold of its own could, since a
changed number and a changed word are one token each. dragoman in turn refuses any changed word but particles where a script
has no capital letters: it could be a name. Its rules and these kinds of change were written by the same hand: the tables
show that a specification is met, not how often models make which mistake.
"""


def tally(news: list[News], answers: list[Answer]) -> dict[str, Counter[str]]:
    """Verdicts by kind."""
    counts: dict[str, Counter[str]] = {}
    for one, (found, _) in zip(news, answers, strict=True):
        for (kind, case), spans in zip(one.cases, found, strict=True):
            counts.setdefault(kind, Counter())[verdict(one.text, case, spans)] += 1
    return counts


def right_of(news: list[News], answers: list[Answer]) -> int:
    """How many of the quotes that stand in the articles are right."""
    return sum(count["right"] for kind, count in tally(news, answers).items() if kind in STANDS)


def asked(news: list[News]) -> list[Asked]:
    """What an aligner is given."""
    return [(one.text, [case.quote for _, case in one.cases]) for one in news]


def row(name: str, counts: list[Counter[str]], *, stands: bool) -> str:
    """A table's row: quotes, then right, wrong and absent of each aligner; right is absent where nothing stands."""
    order = ("right", "wrong", "absent") if stands else ("absent", "wrong")
    cells = [" / ".join(str(one[part]) for part in order) for one in counts]
    return f"| {name} | {counts[0].total()} | {' | '.join(cells)} |"


def table(title: str, by_name: dict[str, list[Counter[str]]], *, stands: bool) -> list[str]:
    """Rows and their sum."""
    parts = "right / wrong / absent" if stands else "absent, as it should / located"
    head = f"| {title} | quotes | {' | '.join(f'{name}: {parts}' for name in NAMES)} |"
    whole = [sum((counts[at] for counts in by_name.values()), Counter()) for at in range(3)]
    rows = [row(name, counts, stands=stands) for name, counts in [*by_name.items(), ("all", whole)]]
    return ["", head, "|---|" + "---:|" * 4, *rows]


def accuracy(aligners: list[Aligner], count: dict[str, int], python: Path) -> list[str]:
    """Four tables: what stands there and what stands nowhere, by kind and by language."""
    rng = random.Random(20)  # the same articles on every run
    news = {name: [article(rng, TONGUES[name]) for _ in range(articles)] for name, articles in count.items()}
    answers = {name: [aligner(asked(some)) for aligner in aligners] for name, some in news.items()}
    counts = {name: [tally(news[name], each) for each in answers[name]] for name in news}

    def summed(kinds: list[str], names: list[str]) -> list[Counter[str]]:
        return [
            sum((counts[name][at].get(kind, Counter()) for kind in kinds for name in names), Counter())
            for at in range(3)
        ]

    others = {
        "`accept_match_lesser=False` alone": Peer(python, partial=False),
        "`UnicodeTokenizer` alone": Peer(python, unicode=True),
    }
    right = {name: sum(right_of(some, peer(asked(some))) for some in news.values()) for name, peer in others.items()}
    lines = table("stands in the article", {kind: summed([kind], [*count]) for kind in STANDS}, stands=True)
    lines += ["", f"langextract, right of these: {', '.join(f'{name} {number}' for name, number in right.items())}."]
    lines += table("stands nowhere", {kind: summed([kind], [*count]) for kind in NOWHERE}, stands=False)
    lines += table(
        "by language: stands in the article", {name: summed([*STANDS], [name]) for name in count}, stands=True
    )
    lines += table("by language: stands nowhere", {name: summed([*NOWHERE], [name]) for name in count}, stands=False)
    quotes = sum(len(one.cases) for some in news.values() for one in some)
    spent = [sum(took for each in answers.values() for _, took in each[at]) / quotes for at in range(3)]
    told = ", ".join(f"{name} {ms:.2f}" for name, ms in zip(NAMES, spent, strict=True))
    return [
        *lines,
        "",
        f"Processor milliseconds a quote over these {quotes:,} quotes, the article's own preparation included: {told}.",
    ]


def applied(language: str, kind: str) -> str:
    """The kind itself, or `verbatim` where the language gives no occasion for it."""
    idle = {"Arabic": {CASE, MARKS}, "Chinese": {CASE}}
    return "verbatim" if kind in idle.get(language, ()) else kind


def speed(aligners: list[Aligner]) -> list[str]:
    """Processor milliseconds for 60 quotes of 10,000 characters."""
    lines = [
        "",
        f"| 60 quotes of {LENGTH:,} characters, processor ms | language | {' | '.join(NAMES)} |",
        "|---|---|---:|---:|---:|",
    ]
    for name, shares in LOADS.items():
        for language, tongue in TONGUES.items():
            wanted: Counter[str] = Counter()
            for kind, number in shares.items():
                wanted[applied(language, kind)] += number
            news = [long_read(random.Random(60), tongue, wanted)]
            # langextract takes minutes for the others
            some = aligners if shares is MIX or language == "English" else aligners[:1]
            spent = [f"{aligner(asked(news))[0][1]:,.1f}" for aligner in some] + ["–"] * (len(aligners) - len(some))
            lines.append(f"| {name} | {language} | {' | '.join(spent)} |")
    return lines


def main() -> None:
    """Measure and write the page."""
    from benchmarks.throughput import peers_python
    from extractor import __version__

    parser = argparse.ArgumentParser(prog="python -m benchmarks.grounding")
    parser.add_argument("--articles", type=int, default=8, help="in English; half as many in each other language")
    parser.add_argument(
        "--peers-python", type=Path, help="a Python that has benchmarks/peers.txt; default: one is made"
    )
    parser.add_argument("--work", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        work()
        return
    load, python = os.getloadavg()[0], options.peers_python or peers_python()
    aligners = [ours, Peer(python), Peer(python, partial=False, unicode=True)]
    count = {name: options.articles if name == "English" else options.articles // 2 for name in TONGUES}
    asking = "from importlib.metadata import version; print(version('langextract'))"
    told = subprocess.run([python, "-c", asking], stdout=subprocess.PIPE, text=True, check=True)
    intro = INTRO.format(
        day=f"{datetime.now(UTC):%Y-%m-%d}",
        machine=f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
        load=load, ours=__version__, rapidfuzz=version("rapidfuzz"), peer=told.stdout.strip(),
        articles=", ".join(f"{number} in {name}" for name, number in count.items()),
    )  # fmt: skip
    text = "\n".join([intro.rstrip(), *accuracy(aligners, count, python), *speed(aligners), ""])
    (ROOT / "benchmarks" / "grounding.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)


if __name__ == "__main__":
    main()
