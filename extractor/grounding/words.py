"""Whether a place in a text lies between words, and where a phrase stands on whole words.

In: a text and a phrase. Out: offsets of its occurrences that cut no number, no accent and no alphabetic word.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum

# Scripts written without spaces: every character is a word's edge.
SPACELESS = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
# Scripts that write particles onto the word ("and Iran" is one word): an edge inside a word is the second choice.
_AGGLUTINATED = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\uac00-\ud7af\ufb1d-\ufeff]")
_SPACELESS = re.compile(f"[{SPACELESS}]")
# Scripts in which a character says as much as a short word.
SYLLABIC = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_TOKEN = re.compile(rf"[{SPACELESS}\uac00-\ud7af]|[^\W_{SPACELESS}\uac00-\ud7af]+")


class Cut(IntEnum):
    """What an edge between two characters does to the word it stands in."""

    NONE = 0
    PARTICLE = 1  # parts a particle from its word, where the script writes them as one
    WORD = 2  # leaves half an alphabetic word behind
    BROKEN = 3  # leaves half a number, or a letter without its accent


def tokens(text: str) -> list[re.Match[str]]:
    """The words of a text; each character is one where the script has no spaces.

    >>> [found.group() for found in tokens("G-20 峰会")]
    ['G', '20', '峰', '会']
    """
    return list(_TOKEN.finditer(text))


def cut(text: str, at: int) -> Cut:
    """What an edge just before `text[at]` cuts.

    >>> cut("Iranian", 4).name, cut("Iran's", 4).name, cut("2022", 2).name
    ('WORD', 'NONE', 'BROKEN')
    """
    if at <= 0 or at >= len(text):
        return Cut.NONE
    left, right = text[at - 1], text[at]
    if right.isascii() and not right.isalnum():
        return Cut.NONE  # what follows almost every word
    if unicodedata.category(right)[0] == "M":
        return Cut.NONE if left.isspace() else Cut.BROKEN
    if not right.isalnum() or not (left.isalnum() or unicodedata.category(left)[0] == "M"):
        return Cut.NONE
    if left.isdigit() and right.isdigit():
        return Cut.BROKEN
    if _SPACELESS.match(left) or _SPACELESS.match(right):
        return Cut.NONE
    return Cut.PARTICLE if _AGGLUTINATED.match(left) and _AGGLUTINATED.match(right) else Cut.WORD


def occurrences(text: str, phrase: str) -> list[tuple[int, int]]:
    """Where the phrase stands on whole words; failing that, where it only parts a particle or drops an ending.

    One alphabetic word never matches inside another; a phrase of several may end inside one ("Foreign Minister" in
    "Foreign Ministers").

    >>> occurrences("Iranian envoys of Iran", "Iran"), occurrences("Iranian envoys", "Iran")
    ([(18, 22)], [])
    """
    whole: list[tuple[int, int]] = []
    inside: list[tuple[int, int]] = []
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        left, right = cut(text, at), cut(text, end)
        if left == right == Cut.NONE:
            whole.append((at, end))
        elif left <= Cut.PARTICLE and (right <= Cut.PARTICLE or (right == Cut.WORD and len(phrase.split()) > 1)):
            inside.append((at, end))
        at = text.find(phrase, at + 1)
    return whole or inside
