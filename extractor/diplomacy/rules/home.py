"""Gives a side to the persons whom the text names with an office but without a country.

In: the cast and what stands around the names. Out: nothing new; persons of the cast get a side. A press release or a national
paper leaves its own country out ("President X", "the Secretary"), so that is the country such persons stand for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extractor.diplomacy.countries import Mention, MentionKind, side_code, side_name
from extractor.diplomacy.rules.cast import Cast, Person
from extractor.diplomacy.rules.claims import Claim
from extractor.diplomacy.rules.surroundings import Surroundings

_WEIGHT = {MentionKind.METONYM: 2.0, MentionKind.NAME: 1.0, MentionKind.DEMONYM: 1.0}
_OWN_OFFICE = 4.0  # an office with its country, and nobody named with it: "the next president of Utopia"
_INSTITUTION = 4.0  # "the White House", "the Kremlin": the home reader needs no country's name
_SPEAKS_FOR_ITSELF = 1.5  # "the Utopian foreign ministry said": the source of the story
_CAPITAL = 3.0  # the dateline is a capital, whose state the story need not name
_ENOUGH = 2.0  # a country named once is no home
OWN = "?own"  # some side that the text never names
_TALKED_OF = re.compile(r"\b(?:in|on|about|over|across|into|against)\s+(?:the\s+)?$")
_A_TOPIC = 0.25  # "the situation in Utopia" says little of who speaks
_OWN_BODY = re.compile(
    r"(?:[’'`]s?)?\s+(?:[Ff]oreign\s+|[Pp]ermanent\s+)?(?:[Mm]inistry|[Pp]residency|[Mm]ission|[Gg]overnment|[Ee]mbassy|[Pp]resident|[Pp]rime)\b"
)
_RELATED = re.compile(r"\b(?:to|with|between|and|from)\s+(?:the\s+)?$")
_JOINED = re.compile(r"\s+and\s+(?:the\s+)?|\s?[-–]\s?")
_SERVANTS = frozenset({"official", "legislator"})  # a "White House press secretary" shows whose page it is
_STATE = 3  # letters of an ISO code


def settle(cast: Cast, claims: Sequence[Claim], around: Surroundings, here: Mention | None) -> tuple[str, ...]:
    """Gives every titled person without a side the side of the same office elsewhere, else the home side.

    Returned are the states that the page may leave out because they are its own, the likeliest first.
    """
    taken = {person.code for person in cast.persons if person.code and person.level not in _SERVANTS}
    claimed = {claim.title.start for claim in claims if claim.title}
    ranked = _ranked(around, taken, claimed, here)
    own = _sure(ranked, around, taken)
    others = _counterparts(cast, claims)
    for person in list(cast.persons):
        if person.code is None:
            code = _organisation(person, around) or _same_office(person, cast, around) or _american(person) or own
            if code in others.get(person.key, ()):
                code = next((rest for rest, _ in ranked if rest not in others[person.key]), None)
            cast.place(person.key, side_name(code), code or OWN)
    rest = tuple(code for code, _ in ranked if code != own)
    return (own, *rest) if own else (OWN, *rest)


def _organisation(person: Person, around: Surroundings) -> str | None:
    """The organisation that the head of one heads: the one in the title, else the one named most."""
    if person.level != "io_head" or person.title is None:
        return None
    named = side_code(
        re.sub(
            r"\s*(?:president|chief|secretary[- ]general|chair\w*|head of)\s*", " ", person.title, flags=re.IGNORECASE
        )
    )
    counted = Counter(side.code for side in around.sides if side.kind is MentionKind.ORGANISATION and side.code)
    return named or next((code for code, _ in counted.most_common(1)), None)


def _same_office(person: Person, cast: Cast, around: Surroundings) -> str | None:
    """The side of the same office where the text names it without its holder: "Utopia's trade minister"."""
    title = (person.title or "").lower()
    held = {other.code for other in cast.persons if other.title and other.title.lower() == title and other.code}
    found = {
        side.code for item in around.titles if item.words.lower() == title and (side := around.side_of_title(item))
    } - held
    return found.pop() if len(found) == 1 else None


def _american(person: Person) -> str | None:
    """A secretary of state without a country is the American one (codebook, section 2)."""
    return "USA" if (person.title or "").lower() == "secretary of state" else None


def _counterparts(cast: Cast, claims: Iterable[Claim]) -> dict[int, set[str]]:
    """The sides that a person cannot speak for: those of "his Utopian counterpart" named right after."""
    found: dict[int, set[str]] = {}
    for before, claim in pairwise(claims):
        person = cast.of(before.name)
        if person is not None and claim.counterpart and claim.side and claim.side.code:
            found.setdefault(person.key, set()).add(claim.side.code)
    return found


def _ranked(around: Surroundings, taken: set[str], claimed: set[int], here: Mention | None) -> list[tuple[str, float]]:
    """The states that the page speaks of, those of the persons with a known side left out, and how much it does."""
    named = {side.code for side in around.sides if here is None or side.start != here.start}
    written = here.code if here and here.code in named else None  # where the story was written, if it is a party to it
    score: dict[str, float] = {written: _INSTITUTION} if written else {}
    if (
        here is not None
        and here.code
        and here.kind is MentionKind.METONYM
        and written is None
        and here.code not in taken
    ):
        score[here.code] = _CAPITAL
    for side in around.sides:
        if side.code and side.code not in taken - {written} and len(side.code) == _STATE:
            weight = _INSTITUTION if _is_institution(side) else _WEIGHT.get(side.kind, 0.0)
            if _TALKED_OF.search(around.text, max(0, side.start - 14), side.start):
                weight *= _A_TOPIC
            weight += _SPEAKS_FOR_ITSELF * (_OWN_BODY.match(around.text, side.end) is not None)
            score[side.code] = score.get(side.code, 0.0) + weight
    for title in around.titles:
        found = around.side_of_title(title)
        if found and found.code in score and title.start not in claimed:
            score[found.code] += _OWN_OFFICE
    return sorted(score.items(), key=lambda item: (-item[1], item[0]))


def _sure(ranked: list[tuple[str, float]], around: Surroundings, taken: set[str]) -> str | None:
    """The likeliest home: a state named more than once, or the only one left and named in one breath with another side."""
    if not ranked:
        return None
    code, score = ranked[0]
    if score >= _ENOUGH:
        return code
    related = any(
        side.code == code and _RELATED.search(around.text, max(0, side.start - 14), side.start) for side in around.sides
    )
    joined = related or any(
        {one.code, other.code} & {code}
        and {one.code, other.code} & taken
        and _JOINED.fullmatch(around.text, one.end, other.start)
        for one, other in pairwise(around.sides)
    )
    return code if joined and len(ranked) == 1 else None


def _is_institution(side: Mention) -> bool:
    return side.kind is MentionKind.METONYM and any(
        word in side.words for word in ("House", "Department", "Kremlin", "Street", "Palace", "Pentagon", "Capitol")
    )
