"""Whether the words that a quote changes leave it the same statement.

In: the quote and the stretch of text it is close to, both in the bare view. Out: yes or no.
Refuses other numbers, other dates, a negation come or gone, and a name that the stretch does not have.
"""

from __future__ import annotations

import re
from functools import cache

from rapidfuzz.distance import LCSseq, Levenshtein

from extractor.grounding.views import Spellings
from extractor.grounding.words import tokens

PHRASE = 8  # below so many words each one must have its like: a changed word changes what a short quote says
OPENER = 3  # letters; a longer word that opens a sentence may be a name, "The" is none

_SOUND = str.maketrans("qcwz", "kkvs")
_SILENT = re.compile(r"[aeiouyjhаеиоуыэюяйьъ]|(.)(?=\1)")
_SENTENCE_ENDS = ".!?:'\""


class Quoted:
    """A quote's words in the bare view, and which of them are names."""

    def __init__(self, spelt: Spellings) -> None:
        self.text = spelt.bare.stripped()
        view, found = spelt.bare, tokens(spelt.bare.text)
        self.words = [word.group() for word in found]
        self.names = {
            word.group()
            for word in found
            if spelt.text[view.starts[word.start()]].isupper()
            and (len(word.group()) > OPENER or not _opens(view.text, word.start()))
        }

    def kept_by(self, stretch: str) -> bool:
        """Whether the stretch says the same but for words that may differ.

        >>> quoted = Quoted(Spellings("The two envoys of Peru did meet on Monday to discuss trade"))
        >>> quoted.kept_by("two envoys of peru did meet on monday to talk about trade")
        True
        >>> quoted.kept_by("the two envoys of peru did not meet on monday to discuss trade")
        False
        """
        found = [word.group() for word in tokens(stretch)]
        if fixed(self.text, self.words) != fixed(stretch, found):
            return False
        at, there = 0, 0
        blocks = LCSseq.opcodes(self.words, found).as_matching_blocks()
        for block in blocks:
            if any(not self._may_differ(word, found[there : block.b]) for word in self.words[at : block.a]):
                return False
            at, there = block.a + block.size, block.b + block.size
        return True

    def _may_differ(self, word: str, others: list[str]) -> bool:
        """Whether a word that the stretch lacks may stand where the stretch has these others."""
        if word in self.names:
            return any(_alike(word, other) and _sound(word) == _sound(other) for other in others)
        if any(_alike(word, other) for other in others):
            return True
        if _caseless(word):
            return word in _words("particle")
        opposite = any(_opposite(word, other) or _opposite(other, word) for other in others)
        return len(self.words) >= PHRASE and not opposite


def fixed(text: str, words: list[str]) -> list[str]:
    """What may neither change nor come or go, in order: numbers, words for them, months and days, negations.

    >>> fixed("they didn't meet on 5 may", ["they", "didn", "t", "meet", "on", "5", "may"])
    ['5', 'may', 'not']
    """
    kinds = _kinds()
    found = [kinds.get(word, word) for word in words if word in kinds or not word.isalpha()]
    return found + ["not"] * len(_inside().findall(text))


def _opens(text: str, at: int) -> bool:
    before = text[:at].rstrip()
    return not before or before[-1] in _SENTENCE_ENDS


def _alike(word: str, other: str) -> bool:
    """Whether two words are spellings of one: "sergei" and "sergey", but neither "iran" and "iraq" nor two numbers."""
    if word == other:
        return True
    shorter = min(len(word), len(other))
    allowed = 0 if shorter < 5 or word[0] != other[0] else 1 if shorter < 9 else 2
    return Levenshtein.distance(word, other, score_cutoff=allowed) <= allowed and word.isalpha()


def _sound(name: str) -> str:
    """The consonants that spellings of one name share; "iceland" and "ireland" do not."""
    return _SILENT.sub("", name.translate(_SOUND))


def _caseless(word: str) -> bool:
    return word.upper() == word or "\u10d0" <= word[0] <= "\u10ff"  # Georgian has capitals that nobody uses in a name


def _opposite(word: str, other: str) -> bool:
    return word.endswith(other) and word[: -len(other)] in _words("prefix")


@cache
def _rows() -> list[tuple[str, list[str]]]:
    from importlib import resources

    text = resources.files("extractor.grounding").joinpath("data", "words.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [(kind, words.split()) for kind, _, words in lines[1:]]


@cache
def _words(kind: str) -> frozenset[str]:
    spelt = (Spellings(word).bare.text for held, words in _rows() if held == kind for word in words)
    return frozenset(word.group() for text in spelt for word in tokens(text))


@cache
def _kinds() -> dict[str, str]:
    """What each fixed word counts as: itself, or "not"."""
    kept = {word: word for word in _words("calendar") | _words("number")}
    return kept | dict.fromkeys(_words("negation"), "not")


@cache
def _inside() -> re.Pattern[str]:
    parts = [Spellings(word).bare.text for kind, words in _rows() if kind == "inside" for word in words]
    return re.compile("|".join(sorted(map(re.escape, parts), key=len, reverse=True)))
