"""Names of persons: spellings in, comparisons out.

In: names as articles write them, with titles, accents, transliterations, family name first or last. Out: a folded form, the
family name, and whether two names can be one person's. Knows no persons, only how names are built.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz import fuzz

from extractor.diplomacy.letters import plain
from extractor.diplomacy.places import rows

# romanised syllables, one or two to a given name: "jinping", "seok", "myung", "phuc"
_SYLLABLE = (
    r"(?:ngh?|nh|tr|th|ph|kh|qu|zh|ch|sh|hs|ts|[gkhmbpyrns]y|[bpmfdtnlgkhjqxrzcsywv])?"
    r"(?:[aeiou]{1,3}|y)(?:ng|nh|ch|[nmkptlrhwc])?"
)
_ROMANISED = re.compile(rf"(?:{_SYLLABLE}){{1,2}}")

# one person's name in two transliterations: what is spelled either way becomes one letter, in this order
_LETTERS = (
    ("^ye", "e"), ("^yo", "o"), ("tch", "ch"), ("sch", "sh"), ("dzh|dj", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("ck", "k"),
    ("x", "ks"), ("q", "k"), ("w", "v"), ("oo|ou", "u"), ("ee", "i"), ("ae", "a"), ("oe", "o"), ("ue", "u"), ("[yj]", "i"),
    (r"(.)\1+", r"\1"), ("ie", "e"), ("ei$", "e"), ("ia", "a"),
)  # fmt: skip


@cache
def _class(kind: str) -> frozenset[str]:
    return frozenset(word for label, words in rows("names.tsv") if label == kind for word in words.split())


@cache
def _forms() -> dict[str, str]:
    lists = [words.split() for label, words in rows("names.tsv") if label == "form"]
    return {form: usual for usual, *others in lists for form in others}


def fold(name: str) -> str:
    """The name in plain lower-case words, without titles, suffixes, hyphens and apostrophes.

    >>> fold("Foreign Minister Mevlüt Çavuşoğlu"), fold("Dr. Ban Ki-moon’s"), fold("Sarah O'Neil Jr.")
    ('mevlut cavusoglu', 'ban ki moon', 'sarah oneil')
    """
    return " ".join(_words(name)).replace("-", " ")


@lru_cache(maxsize=8192)
def _words(name: str) -> tuple[str, ...]:
    """The folded words, hyphens kept."""
    letters = re.sub(r"^\s*h\. ?e\.|['’ʼ`´]s?(?=\s|$|,)", "", plain(name))  # "H.E.", and possessive endings
    letters = re.sub(r"['’‘ʻʼ`´\"“”]", "", re.sub(r"[‐‑‒–]", "-", letters))
    words = [word.strip("-") for word in re.split(r"[\s.,;:()]+", letters)]
    words = [word for word in words if word]
    while len(words) > 1 and words[0] in _class("title"):
        words = words[1:]
    while len(words) > 1 and words[-1] in _class("suffix"):
        words = words[:-1]
    return tuple(words)


def surname(name: str) -> str:
    """The family name, folded, with its particles; the first word where family names stand first.

    >>> surname("Xi Jinping"), surname("Prince Faisal bin Farhan Al Saud"), surname("Ursula von der Leyen")
    ('xi', 'al saud', 'von der leyen')
    """
    words = _words(name)
    if not words:
        return ""
    if _family_first(words):
        return words[0]
    at = len(words) - 1
    while at > 1 and words[at - 1] in _class("particle"):
        at -= 1
    if len(words) == 2 and words[0] in _class("particle"):  # "al Sudani", "Le Drian": all there is is the family name
        at = 0
    return " ".join(words[at:]).replace("-", " ")


def _family_first(words: tuple[str, ...]) -> bool:
    if not 2 <= len(words) <= 4 or words[0] not in _class("family_first"):
        return False
    given = [part for word in words[1:] for part in word.split("-")]
    return all(_ROMANISED.fullmatch(part) or part in _class("given_last") for part in given)


@lru_cache(maxsize=8192)
def _sound(word: str) -> str:
    """A word with what transliterations spell either way made one."""
    word = _forms().get(word, word)
    for pattern, letter in _LETTERS:
        word = re.sub(pattern, letter, word)
    return word


def _sounds(folded: str) -> list[str]:
    return [_sound(word) for word in folded.split()]


def similarity(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1, whatever the order, titles, accents and transliteration.

    A name whose words all stand in the other is as good as equal ("Lavrov" and "Sergey Lavrov"). Two full names with
    different family names stay below 0.7, however much else they share.

    >>> similarity("Volodymyr Zelensky", "Volodymyr Zelenskyy"), similarity("Mohammed bin Salman", "Mohammed bin Zayed") < 0.7
    (1.0, True)
    """
    left, right = _sounds(fold(one)), _sounds(fold(other))
    if not left or not right:
        return 0.0
    score = fuzz.token_set_ratio(" ".join(left), " ".join(right)) / 100
    if set(left) <= set(right) or set(right) <= set(left):
        return score
    if len(left) > 1 and len(right) > 1 and _alike(surname(one), surname(other)) < 0.7:
        return min(score, 0.69)
    return score


def _alike(one: str, other: str) -> float:
    return fuzz.token_set_ratio(" ".join(_sounds(one)), " ".join(_sounds(other))) / 100


def same_person(one: str, other: str) -> bool:
    """Whether one name is a family-name-only or variant form of the other.

    >>> same_person("Blinken", "Antony J. Blinken"), same_person("Joe Biden", "Joseph R. Biden Jr.")
    (True, True)
    >>> same_person("Sergey Lavrov", "Sergei Shoigu"), same_person("Wang Yi", "Wang Wenbin")
    (False, False)
    """
    named = sorted(((_sounds(fold(name)), name) for name in (one, other)), key=lambda pair: (len(pair[0]), pair))
    (short, _), (long, full) = named
    if not short:
        return False
    if sorted(short) == sorted(long) or "".join(short) == "".join(long):
        return True
    family = _sounds(surname(full))
    if set(short) <= set(long):
        return set(short) <= set(family) or _carries_more_than_family(short, family) or _opens_arabic(short, full)
    if len(short) == 1:
        return len(family) == 1 and fuzz.ratio(short[0], family[0]) >= 85 and len(short[0]) > 3
    return _alike(surname(one), surname(other)) >= 0.85 and _given_agree(one, other)


def _carries_more_than_family(short: list[str], family: list[str]) -> bool:
    return len(short) > 1 and set(family) <= set(short)


def _opens_arabic(short: list[str], full: str) -> bool:
    """Whether the words open a name of given names and fathers' names: "Faisal bin Farhan" of "Faisal bin Farhan Al Saud"."""
    words = fold(full).split()
    return bool(_class("arabic") & set(words)) and _sounds(" ".join(words))[: len(short)] == short


def _given_agree(one: str, other: str) -> bool:
    left, right = (
        [word for word in _sounds(fold(name)) if word not in _sounds(surname(name))] for name in (one, other)
    )
    if not left or not right:
        return True
    if len(left[0]) == 1 or len(right[0]) == 1:
        return left[0][0] == right[0][0]
    return fuzz.ratio("".join(left), "".join(right)) >= 80 or fuzz.ratio(left[0], right[0]) >= 80
