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

ROOT = Path(__file__).parent.parent
NAMES = ("dragoman", "langextract", "langextract, chosen options")
CASE, MARKS = "other letter case", "straight marks, hyphen, comma for “ ” « » — ，"
Spans = list[tuple[int, int]]
Asked = tuple[str, list[str]]  # an article's text, and quotes of it
Answer = tuple[list[Spans], float]  # what was found of each quote, and the processor's milliseconds for it
Aligner = Callable[[list[Asked]], list[Answer]]

# ── invented sentences ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Tongue:
    """Sentences of one language with places for names and numbers, and what may be done to their words."""

    names: list[str]
    sentences: list[str]
    repeated: str  # a phrase that any sentence may be given in front
    changed: list[tuple[str, str]]  # an ordinary word, another one for it
    dropped: list[str]
    negated: list[tuple[str, str]]
    space: str = " "


LENGTH = 10_000
# fmt: off
TONGUES = {
    "English": Tongue(
        names=["Arman Dalli", "Nino Vashadze", "Ingrid Halvorsen", "Peter Otieno", "Tomas Arriagada",
               "Duarte Figueira", "Zoë Lindqvist", "Émile Garneau", "Kaito Minamoto", "Wanja Kamau"],
        sentences=[
            (
                "Foreign Minister {a} told envoy {b} that the “first” river project — agreed in {n} — would receive new money and "
                "reach the official border districts before the ratification vote."
            ),
            (
                "In a long meeting of {n} minutes the two delegations of {a} and {b} did discuss the “final” port treaty — a file "
                "that both finance ministries want to close soon."
            ),
            (
                "President {a} will host {b} for a working dinner with {n} guests, where the “gulf” energy plan — still a draft — "
                "should be presented to the official press."
            ),
            (
                "The office of {a} said that {b} had been invited to the “field” visit — the first since {n} — and was expected to "
                "accept the official offer within days."
            ),
            "Envoy {a} and Minister {b} would sign the “pilot” fish accord — {n} official pages — at a dinner.",
            "{a} did tell {b} that the “filter” rule — now with {n} new articles — was expected to pass.",
        ],
        repeated="the joint border commission",
        changed=[("receive", "obtain"), ("discuss", "examine"), ("presented", "explained"), ("expected", "likely")],
        dropped=["new ", "long ", "working ", "official "],
        negated=[("would", "would not"), ("did", "did not"), ("will", "will not"), ("had", "had never")],
    ),
    "Russian": Tongue(
        names=["Арман Далли", "Нино Вашадзе", "Пётр Майский", "Ольга Зимняя", "Тимур Байгуров", "Лев Ройтман"],
        sentences=[
            (
                "Министр {a} сообщил, что посол {b} сегодня передал «новый» проект договора — его готовили {n} дней — и предложил "
                "созвать открытую комиссию по границе."
            ),
            (
                "На длинной встрече делегаций {a} и {b} стороны сегодня обсудили «майский» план торговли — в нём {n} пунктов — и "
                "решили продолжить работу в столице."
            ),
            "Посол {a} передал, что «осенний» договор — {n} страниц — и министр {b} предложил открытую дату.",
        ],
        repeated="совместная комиссия",
        changed=[("предложил", "попросил"), ("обсудили", "рассмотрели")],
        dropped=["открытую ", "длинной "],
        negated=[("передал", "не передал"), ("обсудили", "не обсудили")],
    ),
    "Arabic": Tongue(
        names=["أرمان دالي", "نينو واشادزه", "سمير الحلواني", "ليلى القاسمي", "طارق بن يعيش", "هدى المنصوري"],
        sentences=[
            (
                "قال الوزير {a} إن السفير {b} سلم اليوم مشروع اتفاقية جديدة حول المياه أعدت خلال {n} يوما واقترح عقد اجتماع عاجل "
                "للجنة الحدود في العاصمة."
            ),
            "ناقش وفدا {a} و {b} اليوم خطة تجارية واسعة تضم {n} بندا ثم اتفق الجانبان على مواصلة العمل في المدينة القديمة.",
        ],
        repeated="اللجنة المشتركة",
        changed=[("واقترح", "وطلب"), ("مواصلة", "متابعة")],
        dropped=["عاجل ", "واسعة "],
        negated=[("سلم", "لم يسلم"), ("ناقش", "لم يناقش")],
    ),
    "Chinese": Tongue(
        names=["阿尔曼", "林书远", "瓦沙泽", "高晓岚", "奥蒂诺", "白予墨"],
        sentences=[
            "外交部长{a}表示，特使{b}当天递交了新的水利协定草案，该草案历时{n}天完成，并且建议尽快召开边界委员会会议讨论有关安排。",
            "{a}和{b}率领的代表团当天讨论了全面贸易计划，其中包括{n}项内容，双方同意继续在首都开展工作并保持密切沟通。",
        ],
        repeated="联合边界机制",
        changed=[("建议", "提议"), ("保持", "维持")],
        dropped=["尽快", "密切"],
        negated=[("递交了", "没有递交"), ("讨论了", "没有讨论")],
        space="",
    ),
}
# fmt: on


def sentence(rng: random.Random, tongue: Tongue) -> str:
    """One of the sentences, with two names and a number of its own."""
    one, other = rng.sample(tongue.names, 2)
    return rng.choice(tongue.sentences).format(a=one, b=other, n=rng.randint(13, 89) * 11)


# ── what models and printers do to them ───────────────────────────────────────────────────────────────────────────


@dataclass
class Case:
    """A sentence as the article prints it, and what a model quotes of it."""

    printed: str
    quote: str
    spans: Spans  # of the quote's words in `printed`, later in the article; empty if they stand nowhere


Making = Callable[[random.Random, Tongue, str], Case | None]  # None where the sentence gives no occasion


def cut(rng: random.Random, tongue: Tongue, words: str) -> tuple[int, int]:
    """Whole words of a sentence, most of it."""
    if not tongue.space:
        return rng.randint(0, 2), len(words) - rng.randint(1, 3)
    edges = [-1, *(at for at, char in enumerate(words) if char == " "), len(words)]
    return edges[rng.randint(0, 1)] + 1, edges[-1 - rng.randint(0, 2)]


def respelt(said: Callable[[str], str], printed: Callable[[str], str] = str) -> Making:
    """The quote is spelt in another way than the article, or the article than the quote."""

    def making(rng: random.Random, tongue: Tongue, words: str) -> Case | None:
        start, end = cut(rng, tongue, words)
        before, inside, after = printed(words[:start]), printed(words[start:end]), printed(words[end:])
        quote = said(words[start:end])
        spans = [(len(before), len(before) + len(inside))]
        return Case(before + inside + after, quote, spans) if quote != inside or said is printed else None

    return making


def replaced(pairs_of: Callable[[Tongue], list[tuple[str, str]]], *, stands: bool) -> Making:
    """The quote has another word for one, or none; it still stands there, or says something else."""

    def making(rng: random.Random, tongue: Tongue, words: str) -> Case | None:
        old, new = next((pair for pair in pairs_of(tongue) if pair[0] in words), ("", ""))
        if not old:
            return None
        start, end = cut(rng, tongue, words)
        at = words.index(old)
        if at <= start or at + len(old) >= end:
            return None
        return Case(words, words[start:at] + new + words[at + len(old) : end], [(start, end)] if stands else [])

    return making


def renamed(rng: random.Random, tongue: Tongue, words: str) -> Case:
    """The quote names another person of the same article."""
    said = next(name for name in tongue.names if name in words)
    return Case(words, words.replace(said, rng.choice([name for name in tongue.names if name not in words])), [])


def renumbered(_rng: random.Random, _tongue: Tongue, words: str) -> Case:
    """The quote has another number."""
    number = "".join(char for char in words if char.isdigit())
    return Case(words, words.replace(number, str(int(number) + 1)), [])


def joined(rng: random.Random, tongue: Tongue, words: str) -> Case:
    """The quote leaves out the middle third at an ellipsis."""
    start, end = cut(rng, tongue, words)
    one, two = start + (end - start) // 3, end - (end - start) // 3
    if tongue.space:
        one, two = words.index(" ", one), words.rindex(" ", one, two) + 1
    return Case(words, tongue.space.join((words[start:one], "…", words[two:end])), [(start, one), (two, end)])


def repeated(_rng: random.Random, tongue: Tongue, words: str) -> Case:
    """The quote is a phrase of many sentences; meant is the one between the quotes before it and after it."""
    return Case(f"({tongue.repeated}){tongue.space}{words}", tongue.repeated, [(1, 1 + len(tongue.repeated))])


def scattered(_rng: random.Random, _tongue: Tongue, words: str) -> Case:
    """The quote is twelve words of the whole article in its order; `article` fills it in."""
    return Case(words, "", [])


def divided(words: str) -> str:
    """Every second long word divided at the end of a line."""
    for word in [word for word in words.split(" ") if len(word) > 7 and word.isalpha()][::2]:
        words = words.replace(word, f"{word[:4]}-\n{word[4:]}", 1)
    return words


ASCII = str.maketrans("“”«»—，", '""""-,')
STANDS: dict[str, Making] = {
    "verbatim": respelt(str, str),
    MARKS: respelt(lambda words: words.translate(ASCII)),
    "printed with no-break spaces": respelt(str, lambda words: words.replace(" ", "\u00a0")),
    "printed with ligatures": respelt(str, lambda words: words.replace("fi", "ﬁ")),
    "printed decomposed (NFD)": respelt(str, lambda words: unicodedata.normalize("NFD", words)),
    CASE: respelt(str.upper),
    "printed with words divided at line ends": respelt(str, divided),
    "repeated phrase, the k-th meant": repeated,
    "joined at an ellipsis": joined,
    "one word changed": replaced(lambda tongue: tongue.changed, stands=True),
    "one word left out": replaced(lambda tongue: [(word, "") for word in tongue.dropped], stands=True),
}
NOWHERE: dict[str, Making] = {
    "number changed": renumbered,
    "negation inserted": replaced(lambda tongue: tongue.negated, stands=False),
    "other name": renamed,
    "words scattered over the text": scattered,
}


@dataclass
class News:
    """An article, and quotes of it by kind, in document order."""

    text: str
    cases: list[tuple[str, Case]]


def article(rng: random.Random, tongue: Tongue) -> News:
    """Two sentences for each kind, in any order; many have the repeated phrase before them, unquoted."""
    made = [(kind, making(rng, tongue, sentence(rng, tongue))) for kind, making in [*(STANDS | NOWHERE).items()] * 2]
    cases = [(kind, case) for kind, case in made if case]
    rng.shuffle(cases)
    text = ""
    for number, (kind, case) in enumerate(cases):
        unquoted = number % 2 == 0 and kind in STANDS and STANDS[kind] is not repeated
        text += f"({tongue.repeated}){tongue.space}" if unquoted else ""
        case.spans = [(start + len(text), end + len(text)) for start, end in case.spans]
        text += case.printed + "\n"
    words = text.split() if tongue.space else [text[at : at + 2] for at in range(0, len(text), 2)]
    for number, case in enumerate(case for kind, case in cases if NOWHERE.get(kind) is scattered):
        case.quote = tongue.space.join(words[number + len(words) // 24 :: len(words) // 12])
    return News(text, cases)


def long_read(rng: random.Random, tongue: Tongue, shares: dict[str, int]) -> News:
    """10,000 characters, and quotes of as many sentences, by kind; only kinds that leave the article as it is."""
    cases: list[tuple[str, Case]] = []
    for kind in [kind for kind, count in shares.items() for _ in range(count)]:
        case = None
        while case is None:
            case = (STANDS | NOWHERE)[kind](rng, tongue, sentence(rng, tongue))
        cases.append((kind, case))
    rng.shuffle(cases)
    sentences = [case.printed for _, case in cases]
    while sum(map(len, sentences)) + len(sentences) < LENGTH:
        sentences.insert(rng.randint(0, len(sentences)), sentence(rng, tongue))
    return News("\n".join(sentences), cases)


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
