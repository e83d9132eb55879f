"""Ranks the states of a page by what speaks for each being the page's own, which a national paper or a release leaves out.

In: the sides named on a page, those for whom somebody is known to speak, and the dateline's city. Out: states with weights,
the likeliest first, and the one that is likely enough; None where nothing stands out.
"""

from __future__ import annotations

import re
from itertools import pairwise

from extractor.diplomacy.countries import Mention, MentionKind
from extractor.diplomacy.rules import publisher
from extractor.diplomacy.rules.surroundings import Surroundings

Ranking = list[tuple[str, float]]

_WEIGHT = {MentionKind.METONYM: 2.0, MentionKind.NAME: 1.0, MentionKind.DEMONYM: 1.0}
_OWN_OFFICE = 4.0  # an office with its country, and nobody named with it: "the next president of Utopia"
_INSTITUTION = 4.0  # "the White House", "the Kremlin": the home reader needs no country's name
_SPEAKS_FOR_ITSELF = 1.5  # "the Utopian foreign ministry said": the source of the story
_PARTNER = 2.0  # "relations between Utopia and Lilliput", where somebody speaks for Lilliput
_ACTS = 1.0  # a state that is the subject of a sentence
_FIRST = 1.0  # the state named first
_A_TOPIC = 0.25  # "the situation in Utopia" says little of who speaks
_HALF = 0.5  # the state of somebody's counterpart
_ENOUGH = 2.0  # a country named once is no home
_NAMED = 1.0  # … unless it is the only one that nobody speaks for
_STATE = 3  # letters of an ISO code

_TALKED_OF = re.compile(
    r"\b(?:in|on|about|over|across|into|against|(?:relations|ties|cooperation|conflict|war|tensions?|trade|deal|dispute) with|"
    r"(?:visits?|trips?|travel) to)\s+(?:the\s+)?$"
)
_SUFFERS = re.compile(r"[’'`]s?\s+(?:aggression|attack|attacks|war|invasion|strikes?|threats?|occupation)\b")
_ABROAD = re.compile(
    r"(?:[’'`]s?)?\s+(?:[a-z]+\s+)?(?:ambassador|diplomat|envoy|charg[eé]|consul|embass|counterpart)", re.IGNORECASE
)
_SENT_FROM = re.compile(
    r"\b(?:ambassadors?|diplomats?|envoys?|delegations?|guests?|visitors?)\s+(?:of|from)\s+(?:the\s+)?$", re.IGNORECASE
)
_LISTED = re.compile(r"\s*(?:,|,?\s+and|\s?[-–])\s*(?:the\s+)?")
_IN_COUNTRY = re.compile(r", [A-Z]")
_COMMA = re.compile(r", ")
_SUBJECT = re.compile(r"(?:^|[.!?\n”\"]\s*|: |– |-- |\bthat )(?:[Tt]he\s+)?$")
_VERB = re.compile(r"\s+(?:has|have|had|will|would|is|was|[a-z]+(?:ed|s))\b")
_OWN_BODY = re.compile(
    r"(?:[’'`]s?)?\s+(?:[Ff]oreign\s+|[Pp]ermanent\s+)?(?:[Mm]inistry|[Pp]residency|[Mm]ission|[Gg]overnment|[Ee]mbassy|[Pp]resident|[Pp]rime)\b"
)
_BODY_OF = re.compile(
    r"\b(?:(?:Foreign )?(?:Office|Ministry) in|(?:Government|Ministry|Ministry (?:of|for) Foreign Affairs|Presidency|Parliament|"
    r"Cabinet|Embassy|Mission) of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_RELATED = re.compile(r"\b(?:to|with|between|and|from)\s+(?:the\s+)?$")
_JOINED = re.compile(r"\s+and\s+(?:the\s+)?|\s?[-–]\s?")
_HOUSES = ("House", "Department", "Kremlin", "Street", "Palace", "Pentagon", "Capitol")


def ranked(around: Surroundings, taken: set[str], halved: set[str], claimed: set[int], here: Mention | None) -> Ranking:
    """The states that the page speaks of, and how much it does.

    Left out are those `taken` by persons whose side is known; the side of a mere counterpart is `halved`. `claimed` are
    the places of offices whose holder is named.
    """
    named = {side.code for side in around.sides if here is None or side.start != here.start}
    score = publisher.evidence(around.text, here, named, taken)
    spoken = taken | halved
    last: Mention | None = None
    topic = False
    for side in around.sides:
        if (
            _IN_COUNTRY.match(around.text, side.end)
            and (after := around.side_after(side.end, _COMMA))
            and after.code == side.code
        ):
            continue  # "Utopia City, Utopia" is a place
        listed = last is not None and _JOINED.fullmatch(around.text, last.end, side.start) is not None
        in_list = last is not None and _LISTED.fullmatch(around.text, last.end, side.start) is not None
        topic = _is_topic(side, around) or (topic and in_list)
        if side.code and (side.code not in taken or side.code in score) and len(side.code) == _STATE:
            weight = _weight(side, around) * (_A_TOPIC if topic else 1.0) + _own_words(side, around)
            weight += _FIRST * (last is None)
            score[side.code] = score.get(side.code, 0.0) + weight * (_HALF if side.code in halved else 1.0)
        if listed and last:
            for one, other in ((last.code, side.code), (side.code, last.code)):
                if one in score and other in spoken - {one}:
                    score[one] += _PARTNER
        last = side
    for title in around.titles:
        found = around.side_of_title(title)
        free = title.start not in claimed and not title.plural and title.level != "ambassador"
        if found and found.code in score and free:
            score[found.code] += _OWN_OFFICE
    return sorted(score.items(), key=lambda item: (-item[1], item[0]))


def sure(order: Ranking, around: Surroundings, taken: set[str]) -> str | None:
    """The likeliest home: a state named more than once, or the only one left and named in one breath with another side."""
    if not order:
        return None
    code, score = order[0]
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
    alone = len(order) == 1 or (score >= _NAMED and order[1][1] <= score / 2)
    return code if alone and (joined or score >= _NAMED) else None


def _weight(side: Mention, around: Surroundings) -> float:
    """What the bare naming of a state says for the page's being its own."""
    if side.kind is MentionKind.METONYM and any(word in side.words for word in _HOUSES):
        return _INSTITUTION
    acts = _SUBJECT.search(around.text, max(0, side.start - 14), side.start) and _VERB.match(around.text, side.end)
    return _WEIGHT.get(side.kind, 0.0) + _ACTS * bool(acts)


def _own_words(side: Mention, around: Surroundings) -> float:
    """What a ministry or a government of the state adds: the source of the story is at home."""
    body = _OWN_BODY.match(around.text, side.end) or _BODY_OF.search(around.text, max(0, side.start - 40), side.start)
    return _SPEAKS_FOR_ITSELF * bool(body)


def _is_topic(side: Mention, around: Surroundings) -> bool:
    """Whether the state is only talked of, or has its people abroad: "its war on Utopia", "Utopia's ambassador"."""
    return bool(
        _TALKED_OF.search(around.text, max(0, side.start - 24), side.start)
        or _SUFFERS.match(around.text, side.end)
        or _ABROAD.match(around.text, side.end)
        or _SENT_FROM.search(around.text, max(0, side.start - 40), side.start)
    )
