"""Gives a side to the persons whom the text names with an office but without a country.

In: the cast and what stands around the names. Out: nothing new; persons of the cast get a side. A press release or a national
paper leaves its own country out ("President X", "the Secretary"), so that is the country such persons stand for.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from extractor.diplomacy.countries import Mention, MentionKind, side_code, side_name
from extractor.diplomacy.rules.cast import Cast, Claim, Person
from extractor.diplomacy.rules.surroundings import Surroundings

_WEIGHT = {MentionKind.METONYM: 2.0, MentionKind.NAME: 1.0, MentionKind.DEMONYM: 1.0}
_OWN_OFFICE = 4.0  # an office with its country, and nobody named with it: "the next president of Utopia"
_INSTITUTION = 4.0  # "the White House", "the Kremlin": the home reader needs no country's name
_ENOUGH = 2.0  # a country named once is no home
_UNKNOWN = "?own"  # some side that the text never names
_STATE = 3  # letters of an ISO code


def settle(cast: Cast, claims: Iterable[Claim], around: Surroundings) -> None:
    """Gives every titled person without a side the side of the same office elsewhere, else the home side."""
    taken = {person.code for person in cast.persons if person.code}
    claimed = {claim.title.start for claim in claims if claim.title}
    for person in list(cast.persons):
        if person.code is None:
            code = (
                _organisation(person, around)
                or _same_office(person, cast, around)
                or _american(person)
                or _home(around, taken, claimed)
            )
            cast.place(person.key, side_name(code), code or _UNKNOWN)


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


def _home(around: Surroundings, taken: set[str], claimed: set[int]) -> str | None:
    """The state that the page speaks of most, those of the persons with a known side left out."""
    score: dict[str, float] = {}
    for side in around.sides:
        if side.code and side.code not in taken and len(side.code) == _STATE:
            weight = _INSTITUTION if _is_institution(side) else _WEIGHT.get(side.kind, 0.0)
            score[side.code] = score.get(side.code, 0.0) + weight
    for title in around.titles:
        found = around.side_of_title(title)
        if found and found.code in score and title.start not in claimed:
            score[found.code] += _OWN_OFFICE
    ranked = sorted(score.items(), key=lambda item: (-item[1], item[0]))
    return ranked[0][0] if ranked and ranked[0][1] >= _ENOUGH else None


def _is_institution(side: Mention) -> bool:
    return side.kind is MentionKind.METONYM and any(
        word in side.words for word in ("House", "Department", "Kremlin", "Street", "Palace", "Pentagon", "Capitol")
    )
