"""Spelling: what two ways of writing the same word have in common.

In: words in any Latin spelling. Out: the same words in plain lower-case letters, so that tables need one spelling each.
"""

from __future__ import annotations

import unicodedata

# letters that no Unicode decomposition takes apart
_WHOLE = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ə": "a", "ħ": "h"}
)


def plain(words: str) -> str:
    """The words in lower case without accents; letters outside the Latin script stay as they are.

    >>> plain("Çavuşoğlu"), plain("İlham Əliyev"), plain("Łódź")
    ('cavusoglu', 'ilham aliyev', 'lodz')
    """
    if words.isascii():
        return words.lower()
    apart = unicodedata.normalize("NFKD", words.lower())
    return "".join(char for char in apart if not unicodedata.combining(char)).translate(_WHOLE)
