"""Numbers as English words write them.

In: a text. Out: every whole number in it, written in digits, as a word or as an ordinal. Nothing is refused.
"""

from __future__ import annotations

import re

_CARDINALS = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_IRREGULAR = {
    "once": 1,
    "first": 1,
    "twice": 2,
    "second": 2,
    "third": 3,
    "fifth": 5,
    "eighth": 8,
    "ninth": 9,
    "twelfth": 12,
}
_LARGER = {"dozen": 12, "decade": 10, "hundred": 100, "hundredth": 100, "centenary": 100, "century": 100}
_WORDS = {
    **{word: value for value, word in enumerate(_CARDINALS)},
    **{f"{word}th": value for value, word in enumerate(_CARDINALS)},
    **{word: 10 * value for value, word in enumerate(_TENS, 2)},
    **{f"{word[:-1]}ieth": 10 * value for value, word in enumerate(_TENS, 2)},
    **_IRREGULAR,
    **_LARGER,
}
_NUMBER = re.compile(r"\d{1,9}|[a-z]+", re.IGNORECASE)


def numbers(text: str) -> set[int]:
    """Every number of the text; of "twenty-five" each part too.

    >>> sorted(numbers("the 30th anniversary, their third meeting in twenty-five years"))
    [3, 5, 20, 25, 30]
    """
    found: set[int] = set()
    tens = 0
    for word in _NUMBER.findall(text.lower()):
        value = int(word) if word.isdigit() else _WORDS.get(word)
        if value is None:
            tens = 0
            continue
        found |= {value, tens + value} if tens and 0 < value < 10 else {value}
        tens = value if word in _TENS else 0
    return found
