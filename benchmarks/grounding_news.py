"""Invented news for the grounding benchmark: articles whose every quote has a known place, and what is done to the quotes.

In: a seeded generator. Out: `News`. Nothing here is real, and only the standard library is used.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

CASE, MARKS = "other letter case", "straight marks, hyphen, comma for “ ” « » — ，"
Spans = list[tuple[int, int]]

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
