"""The laws of grounding: what holds for every text and every quote."""

import re
import unicodedata
from collections import defaultdict
from itertools import pairwise
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel
from rapidfuzz.distance import LCSseq

from extractor.fields import Verbatim
from extractor.grounding import Haystack, locate, normalized
from extractor.grounding.views import Spellings
from extractor.models import Article, Block, BlockKind, EvidenceStatus, Span

EXACT, NORMALIZED, FUZZY, ABSENT = (
    EvidenceStatus.EXACT,
    EvidenceStatus.NORMALIZED,
    EvidenceStatus.FUZZY,
    EvidenceStatus.ABSENT,
)
LETTERS = "abcdeXYZéüıİğßﬁ’“”.,—123東京会談ガالخارجيةאבגМоскваё회담विदेशกขไ😀𝒜"
WORD = st.text(st.sampled_from(LETTERS), min_size=1, max_size=8)
SPACE = st.sampled_from([" ", "\n", "  ", "\u00a0"])
ANYTHING = st.text(max_size=60)
PLAIN = st.text("bdgklmprtz", min_size=5, max_size=7)  # no vowels: no word of any table, no letter of OTHER
OTHER = st.text("fhjnqsvwxy", min_size=5, max_size=7)


class Item(BaseModel):
    words: Annotated[str, Verbatim()]


class Group(BaseModel):
    quote: Annotated[str | None, Verbatim()] = None
    names: Annotated[list[str], Verbatim()] = []
    items: list[Item] = []


class Reply(BaseModel):
    groups: list[Group] = []


def body(text: str) -> Article:
    """An article that is all body."""
    block = Block(kind=BlockKind.BODY, span=Span(start=0, end=len(text)))
    return Article(article_id="0", path="a.txt", text=text, blocks=(block,))


@st.composite
def text_and_quote(draw: st.DrawFn) -> tuple[str, str, str]:
    """A text of words, parted into what stands before some words in a row, those words, and what follows."""
    words = draw(st.lists(st.tuples(WORD, SPACE), min_size=1, max_size=30))
    first = draw(st.integers(0, len(words) - 1))
    last = draw(st.integers(first, len(words) - 1))
    pieces = [word + space for word, space in words]
    quote = "".join(pieces[first:last]) + words[last][0]
    return "".join(pieces[:first]), quote, words[last][1] + "".join(pieces[last + 1 :])


@given(text_and_quote())
def test_law_what_stands_there_is_exact(case: tuple[str, str, str]) -> None:
    """Any whole words of a text are found exact, and the span, in code points, holds those very words."""
    text, quote = "".join(case), case[1]
    match = Haystack(text).find(quote)
    assert (EXACT, quote) == (match.status, text[match.start : match.end])


RECODINGS = {
    "decomposed": lambda words: unicodedata.normalize("NFD", words),
    "doubled spaces": lambda words: words.replace(" ", "  "),
    "no-break spaces": lambda words: words.replace(" ", "\u00a0"),
    "line breaks": lambda words: re.sub("(?<![—-]) ", "\n", words),
    "straight quotes": lambda words: words.replace("“", '"').replace("”", '"').replace("’", "'"),
    "curly quotes": lambda words: words.replace("“", "‘").replace("”", "’"),
    "hyphens for dashes": lambda words: re.sub(r"—(?!\s)", "-", words),  # at a line's end it would divide a word
    "ligatures apart": lambda words: words.replace("ﬁ", "fi"),
    "soft hyphens": "\u00ad".join,
    "zero-width": "\u200b".join,
    "tatweel": lambda words: words.replace("خا", "خـا"),
    "fullwidth": lambda words: words.replace("b", "ｂ").replace(",", "，"),
    "capitals": lambda words: words.replace("a", "A").replace("é", "É"),
    "divided": lambda words: re.sub("([a-e])([a-e])", "\\1-\n\\2", words, count=1),
}
RECODED = st.sets(st.sampled_from(sorted(RECODINGS)), max_size=4)


def recoded(words: str, names: set[str]) -> str:
    """The words after these recodings, one after the other."""
    for name, recode in RECODINGS.items():
        words = recode(words) if name in names else words
    return words


@given(text_and_quote(), RECODED)
def test_law_a_recoded_quote_is_the_same_quote(case: tuple[str, str, str], names: set[str]) -> None:
    """Any recoding of whole words is found, at a span that normalises to the same."""
    text, quote = "".join(case), recoded(case[1], names)
    match = Haystack(text).find(quote)
    assert match.status in (EXACT, NORMALIZED)
    assert normalized(text[match.start : match.end]) == normalized(quote)


@given(text_and_quote(), RECODED, RECODED)
def test_law_a_recoding_keeps_the_span(case: tuple[str, str, str], printed: set[str], said: set[str]) -> None:
    """However article and quote spell words that stand there once, the span is those words, none more, none fewer."""
    before, words, after = case
    before, after = f"{before}zq ", f" qz{after}"  # the words' own edges
    words = f"xa{words}ax"
    text = before + recoded(words, printed) + after
    match = Haystack(text).find(recoded(words, said))
    assert match.status in (EXACT, NORMALIZED)
    assert (len(before), len(text) - len(after)) == (match.start, match.end)


@given(ANYTHING, ANYTHING, st.none() | st.builds(range, st.integers(0, 60), st.integers(0, 60)))
def test_law_every_match_lies_in_the_text(text: str, quote: str, near: range | None) -> None:
    """No text and no quote raises; a match has a span in the text and keeps what its status promises."""
    for words, match in Haystack(text).parts(quote, near):
        if match.status is ABSENT:
            assert match.span is None
            continue
        assert 0 <= match.start < match.end <= len(text)
        there = text[match.start : match.end]
        if match.status is EXACT:
            assert there == words
        if match.status is NORMALIZED:
            assert normalized(there) == normalized(words)


@given(st.lists(st.text("abcdef", min_size=4, max_size=9), min_size=3, max_size=40), st.randoms(), st.booleans())
def test_law_unrelated_words_are_absent(words: list[str], order, elliptic: bool) -> None:
    """Words of which the text has none stand nowhere, in whatever order they come, with or without an ellipsis."""
    other = [word.translate(str.maketrans("abcdef", "uvwxyz")) for word in words]
    order.shuffle(other)
    parts = Haystack(" ".join(words)).parts((" … " if elliptic else " ").join(other))
    assert [match.span for _, match in parts] == [None]


# ── fuzzy ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@st.composite
def sentence(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """Thirty different words, and the twelve in their middle."""
    words = draw(st.lists(PLAIN, min_size=30, max_size=30, unique=True))
    return words, words[9:21]


@pytest.mark.parametrize("change", ["left out", "added", "changed"])
@given(sentence(), st.integers(2, 9), OTHER)
def test_law_one_word_of_twelve_may_differ(change: str, case, at: int, word: str) -> None:
    """A quote with one word left out, added or changed is fuzzy, at the words that it was copied from."""
    words, quote = case
    said = quote[:at] + ([] if change == "left out" else [word]) + quote[at + (change != "added") :]
    text = " ".join(words)
    match = Haystack(text).find(" ".join(said))
    assert (FUZZY, " ".join(quote)) == (match.status, text[slice(match.start, match.end)])


@given(sentence(), st.lists(OTHER, min_size=4, max_size=4))
def test_law_four_words_of_twelve_may_not(case, others: list[str]) -> None:
    """A quote with every third word changed is absent."""
    words, quote = case
    said = [others[at // 3] if at % 3 == 1 else word for at, word in enumerate(quote)]
    assert Haystack(" ".join(words)).find(" ".join(said)).status is ABSENT


@given(
    sentence(), st.integers(1, 11), st.sampled_from(["not", "never", "7", "three", "May", "Ortega", "не", "لم", "不"])
)
def test_law_no_negation_number_date_or_name_is_added_or_lost(case, at: int, word: str) -> None:
    """What turns a statement into another one is neither added to a quote nor, names apart, left out of it."""
    words, quote = case
    more = " ".join([*quote[:at], word, *quote[at:]])
    assert Haystack(" ".join(words)).find(more).status is ABSENT
    if word != "Ortega":
        text = " ".join(words).replace(" ".join(quote), more)
        assert Haystack(text).find(" ".join(quote)).status is ABSENT


@given(st.lists(st.one_of(PLAIN, OTHER, st.integers(0, 99).map(str)), max_size=40), st.data())
def test_law_a_fuzzy_stretch_is_close(words: list[str], data) -> None:
    """A fuzzy stretch has most of the quote in order, little else, and the same numbers in the same order."""
    text = " ".join(words)
    quote = " ".join(data.draw(st.lists(st.sampled_from(words or ["none"]), max_size=15)))
    match = Haystack(text).find(quote)
    if match.status is FUZZY:
        said, there = (Spellings(part).bare.text for part in (quote, text[match.start : match.end]))
        shared = LCSseq.similarity(said, there)
        assert shared >= 0.85 * len(said)
        assert shared >= 0.70 * len(there)
        assert re.findall(r"\d+", said) == re.findall(r"\d+", there)


# ── an ellipsis ───────────────────────────────────────────────────────────────────────────────────────────────────


@given(st.lists(PLAIN, min_size=20, max_size=40, unique=True), st.integers(3, 5), st.integers(9, 12))
def test_law_parts_stand_where_they_were_cut_out(words: list[str], one: int, two: int) -> None:
    """Three runs of words joined by ellipses have three places, each its own words, in the order of the text."""
    runs = [words[1:one], words[one + 2 : two], words[two + 1 : 18]]
    text = " ".join(words)
    parts = Haystack(text).parts(" … ".join(" ".join(run) for run in runs))
    assert [match.status for _, match in parts] == [EXACT] * 3
    assert [" ".join(run) for run in runs] == [text[match.start : match.end] for _, match in parts]
    assert all(left.end < right.start for (_, left), (_, right) in pairwise(parts))


# ── repeats ───────────────────────────────────────────────────────────────────────────────────────────────────────

PHRASES = ["red envoy", "blue envoy", "grey port"]
STORY = st.lists(st.sampled_from([*PHRASES, "and", "then"]), min_size=1, max_size=25).map(" ".join)
SAID = st.lists(st.sampled_from(PHRASES), max_size=8)


def starts_by_words(reply: Reply, text: str, path: str) -> dict[str, list[int]]:
    """Where each phrase of a list was found, in the list's order."""
    found = defaultdict(list)
    for row in locate(reply, body(text))[0]:
        if re.fullmatch(path, row.path) and row.start is not None:
            found[row.quote].append(row.start)
    return found


REPLIES = {
    "objects of the reply": (
        lambda said: Reply(groups=[Group(quote=words) for words in said]),
        r"groups\[\d+\]\.quote",
    ),
    "words of a list": (lambda said: Reply(groups=[Group(names=said)]), r".*names\[\d+\]"),
    "objects of an object": (
        lambda said: Reply(groups=[Group(items=[Item(words=words) for words in said])]),
        r".*items.*",
    ),
    "objects under a quote": (
        lambda said: Reply(groups=[Group(quote="then", items=[Item(words=words) for words in said])]),
        r".*items.*",
    ),
}


@pytest.mark.parametrize("shape", REPLIES)
@given(STORY, SAID)
def test_law_repeats_never_go_back(shape: str, text: str, said: list[str]) -> None:
    """The same words later in a list stand at the same place or further on, whatever stands between them."""
    reply_of, path = REPLIES[shape]
    for starts in starts_by_words(reply_of(said), text, path).values():
        assert sorted(starts) == starts


@pytest.mark.parametrize("shape", ["objects of the reply", "words of a list", "objects of an object"])
@given(STORY, st.sampled_from(PHRASES), st.integers(1, 8))
def test_law_repeats_take_one_place_each(shape: str, text: str, words: str, count: int) -> None:
    """The k-th repetition in a list is the k-th in the text; when there are no more, the last one."""
    places = [found.start() for found in re.finditer(words, text)]
    reply_of, path = REPLIES[shape]
    starts = starts_by_words(reply_of([words] * count), text, path)[words]
    assert (places + places[-1:] * count)[: count if places else 0] == starts


@given(STORY, st.sampled_from(PHRASES), st.integers(1, 8))
def test_law_repeats_under_a_quote_stay_in_it(text: str, words: str, count: int) -> None:
    """Repetitions under a quote take the places inside it, one each, and never leave it while it has any."""
    quote = f"said {words} met {words} there"
    whole = f"{text} {quote} {text}"
    reply = Reply(groups=[Group(quote=quote, items=[Item(words=words) for _ in range(count)])])
    first, second = (len(text) + 1 + at for at in (quote.index(words), quote.rindex(words)))
    assert [first, *[second] * (count - 1)] == starts_by_words(reply, whole, r".*items.*")[words]
