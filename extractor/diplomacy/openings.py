"""What long patterns of words can begin with, so that all other words are passed over at once.

In: patterns as written, in small letters. Out: a pattern that fits where one of theirs may begin.
It may fit elsewhere too; it never misses a beginning of three letters that stand in the pattern as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import reduce

_LETTERS = 4  # enough to pass over most words, few enough to stay before the first letter that may be left out
_NO_LETTER = re.compile(r"\\[A-Za-z]|[a-zà-ÿ][?*{]|\(\?(?:P<\w+>|[a-z-]+[:)]|[:=!]|<[=!])|\[\^[^]]*\]")
_CLASS = re.compile(r"([a-zà-ÿ]*)\[([^]]+)\]")
_RUN = re.compile(r"[a-zà-ÿ]{2,}")


def opening(sources: Iterable[str], but: Iterable[str] = ()) -> str:
    """A lookahead for the first letters of every word in these patterns, but for words that never begin one.

    >>> opens = opening(["(?:prime )?minister of (?:the )?state", "envoys?"], but=["of", "the"])
    >>> re.findall(rf"\\b{opens}\\w+", "the minister of envy")
    ['minister']
    """
    letters = _NO_LETTER.sub(" ", reduce(_spelled, range(3), "|".join(sources)))
    stems = sorted({run[:_LETTERS] for run in _RUN.findall(letters)} - set(but))
    firsts = {stem[0] for stem in stems}
    grouped = (f"{first}(?:{'|'.join(stem[1:] for stem in stems if stem[0] == first)})" for first in sorted(firsts))
    return f"(?={'|'.join(grouped)})"


def _spelled(pattern: str, _: int) -> str:
    """The pattern with the first class of letters of each word written out: "t[aá]n" becomes "tan|tán"."""
    return _CLASS.sub(lambda found: "|".join(found[1] + letter for letter in found[2]), pattern)
