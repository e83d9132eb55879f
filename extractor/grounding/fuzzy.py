"""The stretch of a text that a quote with a few changed words was copied from.

In: a text and a quote, both in the bare view. Out: offsets of the stretch.
Refuses quotes too short to tell, numbers that differ, and stretches that leave out or add too much.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from rapidfuzz.distance import Indel, LCSseq, Levenshtein

from extractor.grounding.words import tokens

SHORTEST = 12  # characters; or
FEWEST_WORDS = 3
KNOWN = 0.5  # share of the quote's letters in words that the text has at all; else no search
COVERAGE = 0.85  # share of the quote's characters that the stretch has in order
DENSITY = 0.70  # share of the stretch's characters that the quote has in order
PHRASE = 8  # below so many words each one must have its like: a changed word changes what a short quote says
COMMON = 40  # a word that stands more often than this says little about where


def long_enough(quote: str) -> bool:
    """Whether a quote says enough to be told from another one.

    >>> long_enough("Lavrov"), long_enough("on 5 May")
    (False, True)
    """
    return len(quote.split()) >= FEWEST_WORDS or (len(quote) >= SHORTEST and len(tokens(quote)) > 1)


class WordIndex:
    """Where each word of a text stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = tokens(text)
        self.words = [word.group() for word in found]
        self.spans = [word.span() for word in found]
        self.places: dict[str, list[int]] = defaultdict(list)
        for at, word in enumerate(self.words):
            self.places[word].append(at)

    def closest(self, quote: str) -> tuple[int, int] | None:
        """Offsets of the stretch that the quote is closest to, if it is close enough; the first among equals.

        >>> text = "the two ministers met in the old town of ankara on thursday to discuss trade"
        >>> start, end = WordIndex(text).closest("the two ministers met in ankara on thursday")
        >>> text[start:end]
        'the two ministers met in the old town of ankara on thursday'
        """
        if not long_enough(quote):
            return None
        words = [word.group() for word in tokens(quote)]
        if sum(len(word) for word in words if word in self.places) < KNOWN * sum(map(len, words)):
            return None
        low, high = self._window(words)
        span = self._edges(quote, words, low, high)
        return span if span and _faithful(quote, words, self.text[slice(*span)]) else None

    def _window(self, words: list[str]) -> tuple[int, int]:
        """The run of word positions where most of the quote's words stand in the quote's order.

        Each occurrence votes for the position at which the quote would begin; rarer and longer words weigh more.
        """
        held = [(at, word) for at, word in enumerate(words) if word in self.places]
        telling = [(at, word) for at, word in held if len(self.places[word]) <= COMMON] or held
        votes: Counter[int] = Counter()
        for at, word in telling:
            for place in self.places[word]:
                votes[place - at] += 1000 * len(word) // len(self.places[word])
        slack = max(3, len(words) // 3)
        begins = sorted(votes)
        best, heaviest, left, weight = begins[0], 0, 0, 0
        for begin in begins:
            weight += votes[begin]
            while begins[left] < begin - slack:
                weight -= votes[begins[left]]
                left += 1
            if weight > heaviest:
                best, heaviest = begins[left], weight
        return max(0, best - 1), min(len(self.words), best + slack + len(words) + 1)

    def _edges(self, quote: str, words: list[str], low: int, high: int) -> tuple[int, int] | None:
        """The start and end inside the window that make the stretch most like the quote."""
        blocks = LCSseq.opcodes(words, self.words[low:high]).as_matching_blocks()
        shared = [(block.a + step, low + block.b + step) for block in blocks for step in range(block.size)]
        if not shared:
            return None
        (first, opening), (last, closing) = shared[0], shared[-1]
        # a stray "the" may match too early or too late; the quote's outermost words may be the changed ones
        firsts = {place for _, place in shared[:3]} | set(range(max(low, opening - min(first, 3)), opening))
        lasts = {place for _, place in shared[-3:]}
        lasts |= set(range(closing + 1, min(high, closing + 1 + min(len(words) - 1 - last, 3))))
        spans = [
            (self.spans[start][0], self.spans[end][1])
            for start in sorted(firsts)
            for end in sorted(lasts)
            if start <= end
        ]
        return max(spans, key=lambda span: Indel.normalized_similarity(quote, self.text[slice(*span)]))


def _faithful(quote: str, words: list[str], stretch: str) -> bool:
    shared = LCSseq.similarity(quote, stretch)
    if shared < COVERAGE * len(quote) or shared < DENSITY * len(stretch):
        return False
    found = [word.group() for word in tokens(stretch)]
    if Counter(filter(str.isdigit, words)) - Counter(filter(str.isdigit, found)):
        return False
    return len(words) >= PHRASE or all(any(_alike(word, other) for other in found) for word in words)


def _alike(word: str, other: str) -> bool:
    """Whether two words are spellings of one: "sergei" and "sergey", but neither "iran" and "iraq" nor two numbers."""
    if word == other:
        return True
    shorter = min(len(word), len(other))
    allowed = 0 if shorter < 5 or word[0] != other[0] else 1 if shorter < 9 else 2
    return Levenshtein.distance(word, other, score_cutoff=allowed) <= allowed and word.isalpha()
