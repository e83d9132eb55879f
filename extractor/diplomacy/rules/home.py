"""Gives a side to the persons whom the text names with an office but without a country.

In: the cast and what stands around the names. Out: nothing new; persons of the cast get a side. A press release or a national
paper leaves its own country out ("President X", "the Secretary"), so that is the country such persons stand for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from extractor.diplomacy.countries import Mention, MentionKind, side_code, side_name
from extractor.diplomacy.rules import ranking, relations
from extractor.diplomacy.rules.cast import Cast, Person
from extractor.diplomacy.rules.claim import Claim
from extractor.diplomacy.rules.surroundings import Surroundings

OWN = "?own"  # some side that the text never names
_SERVANTS = frozenset({"official", "legislator"})  # a "White House press secretary" shows whose page it is
_ONE_HOLDER = frozenset({"head_of_state", "head_of_government", "foreign_minister"})
_WEIGHTY = 1.0  # what speaks for a state that is no mere topic
_PARTY = 3  # namings that make a state a party, though nothing makes it the home
_STATE = 3  # letters of an ISO code
_NEAR = 160  # code points before an office in the plural in which the sides of its holders may stand
_ITS_OWN = {
    "secretary of state": "USA",
    "secretary": "USA",
    "pope": "VAT",
    "pontiff": "VAT",
    "taoiseach": "IRL",
    "tánaiste": "IRL",
}
_HEAD_OF = re.compile(r"\s*(?:president|chief|secretary[- ]general|chair\w*|head of)\s*", re.IGNORECASE)


def settle(cast: Cast, claims: Sequence[Claim], around: Surroundings, here: Mention | None) -> tuple[str, ...]:
    """Gives every titled person without a side the side of the same office elsewhere, else the home side.

    Returned are the states that the page may leave out because they are its own, the likeliest first.
    """
    _in_plural(cast, claims, around)
    _in_lists(cast, claims, around)
    for key, hint in relations.hinted(cast, claims, around).items():
        cast.place(key, side_name(hint), hint)
    told = {claim.side.code for claim in claims if claim.side and not claim.counterpart and not _posted(claim, around)}
    known = {person.code for person in cast.persons if person.code and person.level not in _SERVANTS}
    claimed = {claim.title.start for claim in claims if claim.title}
    order = ranking.ranked(around, known & told, known - told, claimed, here)
    own = ranking.sure(order, around, known)
    counted = Counter(side.code for side in around.sides if side.code and len(side.code) == _STATE)
    others = relations.apart(cast, claims, around)
    for person in list(cast.persons):
        if person.code is None:
            barred = relations.codes(others.get(person.key, set()), cast) | _held(person, cast)
            code = _certain(person, cast, around)
            if (code is None or code in barred) and own is not None:
                likely = [state for state, weight in order if weight >= _WEIGHTY]
                code = next((state for state in (own, *likely, *_often(counted)) if state not in barred), None)
            elif code is None and others.get(
                person.key
            ):  # of another side than somebody, whose the text may name often
                code = next((state for state in _often(counted, _PARTY) if state not in barred), None)
            cast.place(person.key, side_name(code), code or OWN)
    rest = tuple(code for code, _ in order if code != own)
    return (own, *rest) if own else (OWN, *rest)


def _often(counted: Counter[str], least: int = 1) -> list[str]:
    """The states named so often, the most named first."""
    return [code for code, times in counted.most_common() if times >= least]


def _certain(person: Person, cast: Cast, around: Surroundings) -> str | None:
    return _organisation(person, around) or _same_office(person, cast, around) or _unmistakable(person)


def _posted(claim: Claim, around: Surroundings) -> bool:
    """Whether the words say where an ambassador serves: his own country's paper may write so too."""
    if claim.title is None or claim.title.level != "ambassador":
        return False
    return around.text[claim.title.end : claim.name.start].lstrip().startswith("to ")


def _in_plural(cast: Cast, claims: Sequence[Claim], around: Surroundings) -> None:
    """Holders of one office in the plural, in the order of the sides before it: "the A-B talks between Presidents X and Y"."""
    listed = (claim for claim in claims if claim.title and claim.side is None and not claim.title.plural)
    for at, group in groupby(listed, key=lambda claim: claim.title.start if claim.title else -1):
        people = [person for claim in group if (person := cast.of(claim.name)) is not None and person.code is None]
        taken = {person.code for person in cast.persons}
        line = around.text.rfind("\n", 0, at) + 1
        codes = [side.code for side in around.sides if max(line, at - _NEAR) <= side.start < at and side.code]
        free = [code for code in dict.fromkeys(codes) if code not in taken]
        if 1 < len(people) == len(free):
            for person, code in zip(people, free, strict=True):
                cast.place(person.key, side_name(code), code)


def _in_lists(cast: Cast, claims: Sequence[Claim], around: Surroundings) -> None:
    """Those named in one breath, in the order of the sides listed before: "the leaders of A and B. President X and Premier Y"."""
    for run in relations.runs(claims, around.text):
        people = [cast.of(claim.name) for claim in run]
        sides = relations.listed_before(run[0].start, len(run), around)
        if len(sides) == len(run) and all(
            one and one.code in (None, code) for one, code in zip(people, sides, strict=True)
        ):
            for person, code in zip(people, sides, strict=True):
                if person and person.code is None:
                    cast.place(person.key, side_name(code), code)


def _held(person: Person, cast: Cast) -> set[str]:
    """The sides whose office of this kind somebody else holds: no state has two presidents."""
    if person.level not in _ONE_HOLDER:
        return set()
    return {other.code for other in cast.persons if other.code and other.level == person.level and not other.guessed}


def _organisation(person: Person, around: Surroundings) -> str | None:
    """The organisation that the head of one heads: the one in the title, else the one named most."""
    if person.level != "io_head" or person.title is None:
        return None
    named = side_code(_HEAD_OF.sub(" ", person.title))
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


def _unmistakable(person: Person) -> str | None:
    """The state of an office that needs no country's name: a secretary of state is the American one (codebook, section 2)."""
    title = (person.title or "").lower()
    return "EU" if title.startswith(("european comm", "eu comm")) else _ITS_OWN.get(title)
