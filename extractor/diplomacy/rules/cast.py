"""Finds the persons of an article, each with office and side.

In: what the text says around each name. Out: `Person`s by key.
A name that stands by no title and no side anywhere is nobody: it may be an author, a company or a street.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from extractor.diplomacy.people import fold
from extractor.diplomacy.rules.claim import Claim
from extractor.diplomacy.rules.names import Name


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named: the fullest form of the name, and the office and side it was seen with."""

    key: int
    name: str
    title: str | None = None
    level: str | None = None
    side: str | None = None
    code: str | None = None
    guessed: bool = False  # the side is the page's own, for want of a better one


class Cast:
    """The persons of one article; a surname alone finds the person introduced by the full name."""

    def __init__(self, found: Iterable[Claim]) -> None:
        self.persons: list[Person] = []
        self.moved = False  # whether a guess at somebody's side was changed
        self._keys: list[tuple[str, ...]] = []
        self._found: dict[str, int | None] = {}  # answers to `of`, which is asked once everybody is known
        ordered = list(found)
        for full in (True, False):  # full names first, so that a surname finds them
            for index, claim in enumerate(ordered):
                if not claim.bare and (len(claim.name.tokens) > 1) is full:
                    self._admit(claim, ordered[:index])
        for claim in ordered:
            self._lengthen(claim)

    def of(self, name: Name) -> Person | None:
        """The person whom these words name, or None."""
        if name.words not in self._found:
            self._found[name.words] = self._find(name)
        key = self._found[name.words]
        return None if key is None else self.persons[key]

    def place(self, key: int, side: str | None, code: str) -> None:
        """Gives a person the side it stands for."""
        self.moved = self.moved or self.persons[key].guessed
        self.persons[key] = replace(self.persons[key], side=side, code=code, guessed=True)

    def _admit(self, claim: Claim, earlier: list[Claim]) -> None:
        title, level = (claim.title.words, str(claim.title.level)) if claim.title else (None, None)
        if claim.counterpart and title is None:
            level = _peer_level(claim, earlier)
        side = claim.side
        seen = Person(-1, claim.name.words, title, level, side.words if side else None, side.code if side else None)
        key = self._find(claim.name)
        if key is None:
            self.persons.append(replace(seen, key=len(self.persons)))
            self._keys.append(_tokens(claim.name.words))
        else:
            self.persons[key] = _joined(self.persons[key], seen)

    def _lengthen(self, claim: Claim) -> None:
        """A fuller form of a known name counts wherever it stands: "Roe" … "Ann Roe"."""
        key = self._find(claim.name)
        if key is not None and len(claim.name.tokens) > len(self.persons[key].name.split()):
            self.persons[key] = replace(self.persons[key], name=claim.name.words)
            self._keys[key] = _tokens(claim.name.words)

    def _find(self, name: Name) -> int | None:
        asked = _tokens(name.words)
        return next((key for key, known in enumerate(self._keys) if _same(asked, known)), None)


_FATHERED = frozenset({"bin", "ibn", "bint", "al"})  # of names that are called by the first word
_RUN_IN = 6  # letters of a family name that a missing space left on the name before it: "AnnaLindqvist"


def _peer_level(claim: Claim, earlier: list[Claim]) -> str | None:
    """The rank of whose counterpart somebody is: of another side's principal named before, the nearest first."""
    own = claim.side.code if claim.side else None
    titled = [item for item in reversed(earlier) if item.title and item.title.level not in _VAGUE]
    others = [item for item in titled if item.side and item.side.code != own]
    return next((str(item.title.level) for item in (*others[:1], *titled) if item.title), None)


@lru_cache(maxsize=4096)
def _tokens(words: str) -> tuple[str, ...]:
    folded = (fold(word).strip(".") for word in words.replace(",", " ").split())
    return tuple(token for token in folded if token not in {"jr", "sr", ""})


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return (
            _alike(short[0], long[-1])
            or (len(short[0]) > _RUN_IN and long[-1].endswith(short[0]))
            or (len(long) > 1 and short[0] == long[0] and (len(long) == 2 or bool(_FATHERED & set(long))))
            or short[0] in long[1:]
        )
    if not _alike(short[-1], long[-1]):
        return set(short) <= set(long)
    return _alike(short[0], long[0]) or (short[0][:1] == long[0][:1] and len(short[0]) <= 2) or set(short) <= set(long)


def _alike(one: str, other: str) -> bool:
    """Whether two words are spellings of one name: equal, or apart only in the ending of a long word.

    >>> _alike("petrovsky", "petrovskyy"), _alike("lee", "li")
    (True, False)
    """
    return one == other or (
        min(len(one), len(other)) >= 5
        and abs(len(one) - len(other)) <= 1
        and one[:5] == other[:5]
        and one[-1] == other[-1]
    )


_VAGUE = frozenset({None, "other", "official", "other_minister"})


def _joined(old: Person, new: Person) -> Person:
    settled = old.level not in _VAGUE or (old.title or "").lower().startswith(("former", "ex-"))
    better = new.title is not None and (old.title is None or (not settled and new.level not in _VAGUE))
    named = new.name if len(new.name.split()) > len(old.name.split()) else old.name
    side_first = old.code is not None
    return replace(
        old,
        name=named,
        title=new.title if better else old.title,
        level=new.level if not settled and new.level else old.level,
        side=old.side if side_first else new.side,
        code=old.code if side_first else new.code,
    )
