"""Names of persons: spellings in, comparisons out.

In: names as articles write them, with titles, accents, transliterations, family name first or last. Out: a folded form, the
family name, and whether two names can be one person's. A name that says too little to tell is never one with another.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from rapidfuzz import fuzz

from extractor.diplomacy.letters import plain, sound, vague
from extractor.diplomacy.name_words import (
    Name,
    Word,
    is_family_first,
    taken_apart,
    two_families,
    usual_forms,
    word_class,
    words_of,
)

_ALIKE, _APART = 0.9, 0.69


def fold(name: str) -> str:
    """The name in plain lower-case words, without titles, suffixes, hyphens and apostrophes.

    >>> fold("Foreign Minister Mevlüt Çavuşoğlu"), fold("Dr. Ban Ki-moon’s"), fold("Sarah O'Neil Jr.")
    ('mevlut cavusoglu', 'ban ki moon', 'sarah oneil')
    """
    return " ".join(map(plain, words_of(name))).replace("-", " ")


def surname(name: str) -> str:
    """The family name, folded, with its particles; the first word where family names stand first.

    >>> surname("Xi Jinping"), surname("Prince Faisal bin Farhan Al Saud"), surname("Ursula von der Leyen")
    ('xi', 'al saud', 'von der leyen')
    """
    words = [plain(word) for word in words_of(name)]
    if not words:
        return ""
    if is_family_first(words):
        return words[0]
    at = len(words) - (2 if two_families(words) else 1)
    while at > 1 and words[at - 1] in word_class("particle"):
        at -= 1
    if len(words) == 2 and words[0] in word_class(
        "particle"
    ):  # "al Sudani", "Le Drian": all there is is the family name
        at = 0
    return " ".join(words[at:]).replace("-", " ")


def same_person(one: str, other: str) -> bool:
    """Whether two names can be one person's: a short form, an initial, another spelling or another order of the words.

    >>> same_person("Blinken", "Antony J. Blinken"), same_person("Joe Biden", "Joseph R. Biden Jr.")
    (True, True)
    >>> same_person("Sergey Lavrov", "Sergei Shoigu"), same_person("Wang Yi", "Wang Wenbin")
    (False, False)
    """
    return any(_same(left, right) for left in _readings(one) for right in _readings(other))


def _readings(name: str) -> tuple[Name, ...]:
    """The name without its title, and with it where the title may be a given name: "Sultan", "Amir"."""
    if not fold(name):
        return ()
    own, whole = taken_apart(name), taken_apart(name, titled=True)
    return (own,) if own == whole else (own, whole)


def _same(one: Name, other: Name) -> bool:
    short, long = sorted((one, other), key=lambda name: (len(name.words), name.words[0].plain))
    if short.number and long.number and short.number != long.number:
        return False
    if (short.ruler or long.ruler) and not _agree(short.words[0], long.words[0]):
        return False  # a ruler is called by the given name
    if len(short.words) == 1:
        return _called(short.words[0], long)
    if _run(short.words) == _run(long.words):
        return True
    return _reversed(short, long) or _within(short, long) or _both_agree(short, long)


def _run(words: Iterable[Word]) -> str:
    return "".join(word.said for word in words)


def _called(word: Word, long: Name) -> bool:
    """Whether the one word is what the bearer of a longer name is called by."""
    first, last = long.words[0], long.words[-1]
    if len(word.plain) == 1 or len(last.plain) == 1:
        return [word.plain] == [other.plain for other in long.words]
    if len(long.words) == 1:
        return _agree(word, last) and word.father is last.father
    if word.father:  # "bin Salman"
        return any(_agree(word, other) for other in long.words if other.father)
    if any(other.father for other in long.words):  # by the name of one's own, or of the house; never by the father's
        return _agree(word, first) or (not last.father and _agree(word, last))
    if long.family_first:
        return _agree(word, first) or (first.plain in word_class("vietnamese") and _agree(word, last))
    if any(other.linked for other in long.family):
        return False
    return any(_agree(word, other) for other in long.family)


def _reversed(short: Name, long: Name) -> bool:
    """Whether one name has the other's last word first; two given names are two persons either way round."""
    if len(short.words) != len(long.words) or all(word.heard & _given_names() for word in short.words):
        return False
    turned = ((*short.words[-1:], *short.words[:-1]), (*short.words[1:], short.words[0]))
    return any(all(map(_same_word, words, long.words)) for words in turned)


@cache
def _given_names() -> frozenset[str]:
    return frozenset(usual_forms().get(word, word) for word in word_class("given"))


def _same_word(one: Word, other: Word) -> bool:
    return bool(one.heard & other.heard)


def _within(short: Name, long: Name) -> bool:
    """Whether the words stand in the longer name in their order, from its first word or to its last."""
    if short.family_first or long.family_first or len(short.words) == len(long.words):
        return False
    rest = iter(long.words)
    if not all(any(_agree(word, other) for other in rest) for word in short.words):
        return False
    from_first = _agree(short.words[0], long.words[0])
    return from_first or (not long.arabic and _same_word(short.words[-1], long.words[-1]))


def _both_agree(one: Name, other: Name) -> bool:
    families = _families_agree(one, other, loosely=False)
    if families and _given_agree(one, other, loosely=True):
        return True
    return _families_agree(one, other, loosely=True) and _given_agree(one, other, loosely=False)


def _families_agree(one: Name, other: Name, *, loosely: bool) -> bool:
    short, long = sorted((one.family, other.family), key=len)
    if len(short) == len(long):
        return all(_agree(left, right, loosely) for left, right in zip(short, long, strict=True))
    return all(any(_agree(left, right, loosely) for right in long) for left in short)


def _given_agree(one: Name, other: Name, *, loosely: bool) -> bool:
    """Whether the first given names agree, and the further ones where both names have them."""
    short, long = sorted((one.given, other.given), key=len)
    if _run(short) == _run(long):
        return True
    if not short or one.family_first or other.family_first:
        return bool(short) and len(short) == len(long) and all(map(_agree, short, long))
    if not _agree(short[0], long[0], loosely):
        return False
    rest = iter(long[1:])
    return all(any(_agree(word, further, loosely) for further in rest) for word in short[1:])


def similarity(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1, whatever the order, titles, accents and transliteration.

    Names that can be one person's are alike by 0.9 at least; two full names with different family names stay below 0.7,
    however much else they share.

    >>> similarity("Volodymyr Zelensky", "Volodymyr Zelenskyy"), similarity("Mohammed bin Salman", "Mohammed bin Zayed") < 0.7
    (1.0, True)
    """
    left, right = (_heard(fold(name)) for name in (one, other))
    if not left or not right:
        return 0.0
    score = fuzz.token_set_ratio(left, right) / 100
    if same_person(one, other):
        return max(score, _ALIKE)
    if set(left.split()) <= set(right.split()) or set(right.split()) <= set(left.split()):
        return score
    surnames = fuzz.token_set_ratio(*(_heard(surname(name)) for name in (one, other))) / 100
    return min(score, _APART) if " " in left and " " in right and surnames < 0.7 else score


def _heard(folded: str) -> str:
    return " ".join(sound(usual_forms().get(word, word)) for word in folded.split())


def _agree(one: Word, other: Word, loosely: bool = False) -> bool:
    if len(one.plain) == 1 or len(other.plain) == 1:
        initials = [{word.plain[0], *(heard[0] for heard in word.heard if heard)} for word in (one, other)]
        return bool(initials[0] & initials[1])
    if one.heard & other.heard:
        return True
    return loosely and bool({vague(heard) for heard in one.heard} & {vague(heard) for heard in other.heard})
