"""The stretch of a text that a quote with a few changed words was copied from.

In: a text in the bare view, then quotes. Out: offsets of the stretch in that view.
Refuses quotes too short to tell, stretches that leave out or add too much, and changes that say something else.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from rapidfuzz.distance import LCSseq

from extractor.grounding.changes import Quoted
from extractor.grounding.views import Spellings
from extractor.grounding.words import SYLLABIC, tokens

SHORTEST = 12  # letters, one that is a syllable or a word for three; or
FEWEST_WORDS = 3
KNOWN = 0.5  # share of the quote's letters in words that the text has at all; else no search
COVERAGE = 0.85  # share of the quote's characters that the stretch has in order
DENSITY = 0.70  # share of the stretch's characters that the quote has in order
OUTER = 3  # words at either end of a quote, one of which is as it was
MOST_SLACK = 30  # words
GAIN = 5  # letters of the text that a stretch may be longer for one more letter of the quote
VOTES = 120  # as many occurrences of words, the rarest words first, say where to look


def long_enough(quote: str) -> bool:
    """Whether a quote says enough to be told from another one.

    >>> long_enough("Lavrov"), long_enough("on 5 May"), long_enough("外长会谈")
    (False, True, True)
    """
    letters = len(quote) + 2 * len(SYLLABIC.findall(quote))
    return len(quote.split()) >= FEWEST_WORDS or (letters >= SHORTEST and len(tokens(quote)) > 1)


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

    def closest(self, spelt: Spellings) -> tuple[int, int] | None:
        """Offsets of the stretch that the quote is closest to, if it is close enough; the first among equals.

        >>> text = "the two ministers met in the old town of ankara on thursday to discuss trade"
        >>> start, end = WordIndex(text).closest(Spellings("the two ministers met in Ankara on Thursday"))
        >>> text[start:end]
        'the two ministers met in the old town of ankara on thursday'
        """
        if not long_enough(spelt.bare.stripped()):
            return None
        quoted = Quoted(spelt)
        words, quote = quoted.words, quoted.text
        known = sum(len(word) for word in words if word in self.places)
        if not known or known < KNOWN * sum(map(len, words)):
            return None
        low, high = self._window(words)
        span = self._edges(quote, words, low, high)
        if span is None:
            return None
        stretch = self.text[slice(*span)]
        shared = LCSseq.similarity(quote, stretch)
        close = shared >= COVERAGE * len(quote) and shared >= DENSITY * len(stretch)
        return span if close and quoted.kept_by(stretch) else None

    def _window(self, words: list[str]) -> tuple[int, int]:
        """The run of word positions where most of the quote's words stand in the quote's order.

        Each occurrence votes for the position at which the quote would begin; rarer and longer words weigh more.
        """
        votes: Counter[int] = Counter()
        counted = 0
        for often, at, word in sorted(
            (len(self.places[word]), at, word) for at, word in enumerate(words) if word in self.places
        ):
            if counted and counted + often > VOTES:
                break
            counted += often
            for place in self.places[word]:
                votes[place - at] += 1000 * len(word) // often
        slack = _slack(words)
        begins = sorted(votes)
        best = begins[0]
        heaviest = left = weight = 0
        for begin in begins:
            weight += votes[begin]
            while begins[left] < begin - slack:
                weight -= votes[begins[left]]
                left += 1
            if weight > heaviest:
                best, heaviest = begins[left], weight
        return max(0, best - 1), min(len(self.words), best + slack + len(words) + 1)

    def _edges(self, quote: str, words: list[str], low: int, high: int) -> tuple[int, int] | None:
        """The start and end inside the window that make the stretch most like the quote.

        One of the quote's first words, and one of its last, is where it was; a changed one stands in another's place.
        """
        firsts, lasts = set(), set()
        drift = 2 * (_slack(words) + OUTER)  # the window begins and ends so many words off at most
        for outer in range(min(OUTER, len(words))):
            for at in range(low, min(low + drift, high)):
                if self.words[at] == words[outer]:
                    firsts |= set(range(max(low, at - outer), at + 1))
            for at in range(max(low, high - drift), high):
                if self.words[at] == words[-1 - outer]:
                    lasts |= set(range(at, min(high, at + outer + 1)))
        if not firsts or not lasts:
            return None

        def likeness(start: int, end: int) -> int:
            """A word of the quote is worth the few that it may have left out before it."""
            return GAIN * LCSseq.similarity(quote, self.text[start:end]) - end + start

        start = max((self.spans[at][0] for at in sorted(firsts)), key=lambda at: likeness(at, self.spans[high - 1][1]))
        ends = [self.spans[at][1] for at in sorted(lasts) if self.spans[at][1] > start]
        return (start, max(ends, key=lambda at: likeness(start, at))) if ends else None


def _slack(words: list[str]) -> int:
    """How many words a quote may have more or fewer than its stretch, about."""
    return min(max(3, len(words) // 3), MOST_SLACK)
