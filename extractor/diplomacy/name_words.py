"""Takes the name of a person apart.

In: a name as an article writes it. Out: its words without titles, particles and patronymic marks, what each of them sounds
like, and where the family name stands. Knows no persons, only how names are built.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from extractor.diplomacy.letters import plain, sound, sounds
from extractor.diplomacy.places import rows

# romanised syllables, one or two to a given name: "jinping", "seok", "myung", "phuc"
_SYLLABLE = (
    r"(?:ngh?|nh|tr|th|ph|kh|qu|zh|ch|sh|hs|ts|[gkhmbpyrns]y|[bpmfdtnlgkhjqxrzcsywv])?"
    r"(?:[aeiou]{1,3}|y)(?:ng|nh|ch|[nmkptlrhwc])?"
)
_ROMANISED = re.compile(rf"(?:{_SYLLABLE}){{1,2}}")
_OPENING = frozenset(
    {"ben", "san", "an", "abu", "ad", "at"}
)  # a given name at the head of a name, a particle elsewhere
_OF = frozenset({"da", "de", "del", "do", "dos"})
_DIGRAPH = re.compile(r"\b(?:y[aeu]|[ckstz]h|ts)\.")  # one Cyrillic initial each
_SERVANTS = frozenset({"abd", "abdel", "abdul", "abdal", "abdol", "abdoul", "abder", "abdur", "abdus"})
_SERVANT = re.compile(r"abd[aeiou]?u?(?:l|([rsnztd])(?=\1))?(.{3,})")  # any of these with what it serves
_PATRONYMIC = re.compile(r".{3,}(?:[oe]vich|ovych|[oey]vna|ivna)|(?:il|kuzm|nikit|luk)y?ich|il.inichna")


@dataclass(frozen=True)
class Word:
    """One word of a name: its plain spelling, its usual sound, and every sound that it may have.

    It is a `father` after "bin", and `linked` after a hyphen.
    """

    plain: str
    said: str
    heard: frozenset[str]
    father: bool = False
    linked: bool = False


@dataclass(frozen=True)
class Name:
    """A name taken apart: its words without particles, in order, and where the family name begins."""

    words: tuple[Word, ...]
    at: int  # the family name is words[at:], or words[0] alone where `family_first`
    family_first: bool
    arabic: bool
    number: str | None
    ruler: bool  # the words follow a title such as "Sultan"

    @property
    def family(self) -> tuple[Word, ...]:
        """The words of the family name or names."""
        return self.words[:1] if self.family_first else self.words[self.at :]

    @property
    def given(self) -> tuple[Word, ...]:
        """All other words."""
        return self.words[1:] if self.family_first else self.words[: self.at]


@cache
def word_class(kind: str) -> frozenset[str]:
    """The words of one kind in data/names.tsv."""
    return frozenset(word for label, words in rows("names.tsv") if label == kind for word in words.split())


@cache
def usual_forms() -> dict[str, str]:
    """The spellings of given names, each with the usual one."""
    lists = [words.split() for label, words in rows("names.tsv") if label == "form"]
    return {form: usual for usual, *others in lists for form in others}


def words_of(name: str) -> tuple[str, ...]:
    """The words in small letters, without titles and suffixes, hyphens and accents kept.

    >>> words_of("H.E. Gen. (ret.) Âşık al-Öz Jr.")
    ('âşık', 'al-öz')
    """
    return _kept(name, titled=False)


@lru_cache(maxsize=8192)
def _kept(name: str, titled: bool) -> tuple[str, ...]:
    words = _all_words(name)
    while len(words) > 1 and _is_title(list(map(plain, words)), titled):
        words = words[1:]
    while len(words) > 1 and plain(words[-1]) in word_class("suffix"):
        words = words[:-1]
    return tuple(words)


def _all_words(name: str) -> list[str]:
    letters = re.sub(r"^\s*h\. ?e\.|['’ʼ`´]s?(?=\s|$|,)", "", name.lower())  # "H.E.", and possessive endings
    letters = _DIGRAPH.sub(lambda match: f"{match[0][0]}.", letters)
    letters = re.sub(r"['’‘ʻʼʿʾ`´\"“”]", "", re.sub(r"[‐‑‒–]", "-", letters))
    words = [word.strip("-") for word in re.split(r"[\s.,;:()]+", letters)]
    return [word for word in words if plain(word)]


def _is_title(words: list[str], titled: bool) -> bool:
    first, following = words[:2]
    if first in word_class("ruler"):
        return not titled and following.partition("-")[0] not in word_class("particle")
    soft = first in word_class("soft_title") and sum(word not in word_class("particle") for word in words[1:]) > 1
    return soft or first in word_class("title")


def is_family_first(words: Sequence[str]) -> bool:
    """Whether the first of these plain words is a family name: "xi jinping", but not "kim beazley"."""
    if not 2 <= len(words) <= 4 or words[0] not in word_class("family_first"):
        return False
    given = [part for word in words[1:] for part in word.split("-")]
    return all(_ROMANISED.fullmatch(part) or part in word_class("given_last") for part in given)


def two_families(words: Sequence[str]) -> bool:
    """Whether the last two words are both family names, as in Spanish; "Juan Carlos Pérez" has one."""
    if len(words) < 3 or "-" in words[-1] or usual_forms().get(words[-2], words[-2]) in word_class("given"):
        return False
    return words[-2] in word_class("hispanic") or (words[-1] in word_class("hispanic") and words[-2].endswith("ez"))


@lru_cache(maxsize=8192)
def taken_apart(name: str, titled: bool = False) -> Name:
    """The name as its words, given and family apart; `titled` keeps "Sultan" and the like, which may be given names.

    >>> name = taken_apart("Dr. Faisal bin Omar al-Rawi")
    >>> [(word.plain, word.father) for word in name.words], [word.plain for word in name.family]
    ([('faisal', False), ('omar', True), ('rawi', False)], ['rawi'])
    """
    split = _kept(name, titled)
    bare = [plain(word) for word in split]
    first, last = is_family_first(bare), len(bare) > 1 and is_family_first(bare[-1:] + bare[:-1])
    literal = (first or last) and not set(bare[1:]) & word_class("given_last")  # one letter more is another syllable
    words = _joined(split, literal)
    count = len(words)
    if count == 3 and _PATRONYMIC.fullmatch(words[2].plain) and not _PATRONYMIC.fullmatch(words[1].plain):
        words = (*words[1:], words[0])  # "Petrov Ivan Ilyich"
    double = not first and count > 2 and (two_families(bare) or (count > 3 and bare[-2] in _OF))  # "… Roe da Silva"
    at = count - (2 if double else 1)
    while at > 0 and words[at].linked:
        at -= 1
    tail = [plain(word) for word in _all_words(name)][1:]
    number = next((word for word in tail if word in word_class("number")), None)
    arabic = bool(word_class("arabic") & {part for word in bare for part in word.split("-")})
    ruler = split != _kept(name, titled=True)
    return Name(words, at, first, arabic, number, ruler)


def _joined(split: Sequence[str], literal: bool) -> tuple[Word, ...]:
    """The words without particles; "Abd al-X" is one word, and an article leaves its mark on the word after it."""
    parts = [(part, at > 0) for word in split for at, part in enumerate(word.split("-")) if part]
    found: list[Word] = []
    prefix, father = "", False
    for index, (part, linked) in enumerate(parts):
        bare, more = plain(part), index + 1 < len(parts)
        if more and bare in _SERVANTS:
            prefix = "abdul"
        elif more and bare in word_class("article"):
            prefix = prefix or bare
        elif more and not literal and _dropped(bare, index):
            father = father or bare in word_class("father")
        else:
            found.append(_word(part, prefix, literal, father, linked and not prefix))
            prefix, father = "", False
    return tuple(found)


def _dropped(bare: str, index: int) -> bool:
    if index == 0 and bare in _OPENING:
        return False
    return any(bare in word_class(kind) for kind in ("particle", "connector", "father"))


def _word(part: str, prefix: str, literal: bool, father: bool, linked: bool) -> Word:
    bare = plain(part)
    if prefix.startswith("abd"):
        bare = part = "abdul" + bare
    if match := _SERVANT.fullmatch(bare):
        bare = part = "abd" + match.group(2)
    usual = usual_forms().get(bare, bare)
    said = usual if literal else sound(usual)
    heard = frozenset((bare, usual)) if literal else sounds(part if usual == bare else usual) | {bare}
    if prefix and not prefix.startswith("abd"):  # "Al Sudani" is "Alsudani"
        heard |= {sound(prefix + bare)}
    return Word(bare, said, heard, father, linked)
