"""Finds the persons of an article, each with office and side.

In: names, and the titles and sides around them. Out: `Person`s by key, and a `Claim` for each place that names one.
A name that stands by no title and no side anywhere is nobody: it may be an author, a company or a street.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from extractor.diplomacy.countries import Mention
from extractor.diplomacy.offices import TitleMention
from extractor.diplomacy.people import fold
from extractor.diplomacy.rules.names import Name
from extractor.diplomacy.rules.surroundings import FILLER, TO_TITLE, Surroundings


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named: the fullest form of the name, and the office and side it was seen with."""

    key: int
    name: str
    title: str | None = None
    level: str | None = None
    side: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A place in the text that names somebody, and what the words around the name say of its bearer."""

    start: int
    end: int
    name: Name
    title: TitleMention | None = None
    side: Mention | None = None
    counterpart: bool = False  # the office is that of the person named before
    courtesy: bool = False  # "Mr", "Dr"

    @property
    def bare(self) -> bool:
        """Whether nothing but the name stands there."""
        return not (self.title or self.side or self.counterpart or self.courtesy)


_CONTACT = re.compile(
    r"\s+(?:also |has |will |today |yesterday )*(?:met|meets?|held|holds|had (?:a|an|talks)|spoke|received|"
    r"visited|arrived|telephoned|sent)\b"
)
_COURTESY = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sir|Hon|Gen|Sheikh|H\.E|His Excellency|Her Excellency)\b\.?\s+)+$")
_NOTHING = re.compile(r"[\s,]*")
_OF = re.compile(r"\s+(?:of|for|from)\s+(?:the\s+)?")
_TO = re.compile(r"\s+(?:to|in)\s+(?:the\s+)?")
_COUNTERPART = re.compile(r"(?:[’']s)?\s+(?:[a-z]+\s+)?(?:counterpart|opposite number)s?[\s,]*")
_COUNTERPART_OF = re.compile(r"\b(?:counterpart|opposite number)\s+(?:from|in|of)\s+(?:the\s+)?$")
_COUNTERPART_ALONE = re.compile(r"\b(?:his|her|the)\s+(?:new\s+)?(?:counterpart|opposite number)[\s,]*$")
_APPOSED = re.compile(rf",\s+(?:who is\s+|who serves as\s+)?{FILLER}")
_NAME_OF = re.compile(r"\s+(?:of|from)\s+(?:the\s+)?|\s*\(")
_POSSESSIVE = re.compile(r"[’']s?\s+(?:(?:new|former|own)\s+)?")


def claims(names: Iterable[Name], around: Surroundings) -> list[Claim]:
    """What the text around each name says of its bearer, in text order."""
    return [_acting(_after(_before(name, around), around), around.text) for name in names]


def _before(name: Name, around: Surroundings) -> Claim:
    text = around.text
    courtesy = _COURTESY.search(text, max(0, name.start - 30), name.start)
    at = courtesy.start() if courtesy else name.start
    claim = Claim(at, name.end, name, courtesy=courtesy is not None)
    if title := around.title_before(at, _NOTHING):
        side = around.side_of_title(title)
        return replace(claim, start=min(title.start, side.start if side else at), title=title, side=side)
    if side := around.side_before(at, _NOTHING):
        if accredited := _accredited(claim, side, around):
            return accredited
        if title := around.title_before(side.start, _OF):
            represented = around.side_before(title.start, TO_TITLE) or (None if title.level == "envoy" else side)
            start = min(title.start, represented.start if represented else title.start)
            return replace(claim, start=start, title=title, side=represented)
        if _COUNTERPART_OF.search(text, max(0, side.start - 40), side.start):
            return replace(claim, start=side.start, side=side, counterpart=True)
    if side := around.side_before(at, _COUNTERPART):
        return replace(claim, start=side.start, side=side, counterpart=True)
    if side := around.side_before(at, _POSSESSIVE):
        return replace(claim, start=side.start, side=side)
    if _COUNTERPART_ALONE.search(text, max(0, at - 40), at):
        return replace(claim, counterpart=True, side=around.side_after(name.end, _NAME_OF))
    return claim


def _accredited(claim: Claim, host: Mention, around: Surroundings) -> Claim | None:
    """The side of "Ambassador of Italy to Armenia NAME" and "US ambassador to Armenia NAME", which is not the host."""
    sent = around.side_before(host.start, _TO)
    title = around.title_before(sent.start, _OF) if sent else around.title_before(host.start, _TO)
    side = sent or (around.side_of_title(title) if title else None)
    if title is None or side is None:
        return None
    return replace(claim, start=min(title.start, side.start), title=title, side=side)


def _after(claim: Claim, around: Surroundings) -> Claim:
    """Adds what follows the name: "…, the foreign minister of Y", "… of Armenia"."""
    end = claim.name.end
    if claim.side is None and (side := around.side_after(end, _NAME_OF)) and not claim.bare:
        return replace(claim, end=side.end, side=side)
    if claim.title is not None or claim.counterpart:
        return claim
    match = _APPOSED.match(around.text, end)
    if match is None:
        return claim
    at = match.end()
    side = around.side_from.get(at)
    if side is not None:
        step = re.compile(rf"(?:[’']s?)?\s+{FILLER}").match(around.text, side.end)
        at = step.end() if step else at
    title = around.title_from.get(at)
    if title is None or title.plural:
        return claim
    side = side or around.side_of_title(title)
    return replace(claim, end=max(title.end, side.end if side else 0), title=title, side=side or claim.side)


def _acting(claim: Claim, text: str) -> Claim:
    """A full name without any office that is the subject of a contact, and comes again: the press office's own principal."""
    if (
        claim.bare
        and len(claim.name.tokens) > 1
        and _CONTACT.match(text, claim.end)
        and text.count(claim.name.tokens[-1]) > 1
    ):
        return replace(claim, courtesy=True)
    return claim


class Cast:
    """The persons of one article; a surname alone finds the person introduced by the full name."""

    def __init__(self, found: Iterable[Claim]) -> None:
        self.persons: list[Person] = []
        self._keys: list[tuple[str, ...]] = []
        ordered = list(found)
        for full in (True, False):  # full names first, so that a surname finds them
            for index, claim in enumerate(ordered):
                if not claim.bare and (len(claim.name.tokens) > 1) is full:
                    self._admit(claim, ordered[:index])
        for claim in ordered:
            self._lengthen(claim)

    def of(self, name: Name) -> Person | None:
        """The person whom these words name, or None."""
        key = self._find(name)
        return None if key is None else self.persons[key]

    def place(self, key: int, side: str | None, code: str) -> None:
        """Gives a person the side it stands for."""
        self.persons[key] = replace(self.persons[key], side=side, code=code)

    def _admit(self, claim: Claim, earlier: list[Claim]) -> None:
        title, level = (claim.title.words, str(claim.title.level)) if claim.title else (None, None)
        if claim.counterpart and title is None:
            level = next((str(item.title.level) for item in reversed(earlier) if item.title), None)
        side = claim.side
        seen = Person(-1, claim.name.words, title, level, side.words if side else None, side.code if side else None)
        key = self._find(claim.name)
        if key is None:
            self.persons.append(replace(seen, key=len(self.persons)))
            self._keys.append(_tokens(claim.name))
        else:
            self.persons[key] = _joined(self.persons[key], seen)

    def _lengthen(self, claim: Claim) -> None:
        """A fuller form of a known name counts wherever it stands: "Roe" … "Ann Roe"."""
        key = self._find(claim.name)
        if key is not None and len(claim.name.tokens) > len(self.persons[key].name.split()):
            self.persons[key] = replace(self.persons[key], name=claim.name.words)
            self._keys[key] = _tokens(claim.name)

    def _find(self, name: Name) -> int | None:
        asked = _tokens(name)
        for key, known in enumerate(self._keys):
            if _same(asked, known):
                return key
        return None


def _tokens(name: Name) -> tuple[str, ...]:
    return tuple(token for word in name.tokens if (token := fold(word).strip(".")) not in {"jr", "sr", ""})


def _same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return False
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return (
            _alike(short[0], long[-1])
            or (len(long) > 1 and short[0] == long[0] and len(long) == 2)
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
