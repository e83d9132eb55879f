"""Tells whose page it is: what a dateline, a news agency and a ministry's letterhead say of the country of a story.

In: a text and the city of its dateline. Out: states with the weight of what speaks for each; nothing where nothing does.
"""

from __future__ import annotations

import re
from functools import cache

from extractor.diplomacy.countries import Mention, MentionKind
from extractor.diplomacy.places import rows

_PARTY = 4.0  # written in the capital of a state that the story names
_CAPITAL = 3.0  # the dateline is a capital, whose state the story need not name
_AGENCY = 3.0  # told by a state's own agency
_EDGE = 300  # code points at either end of a page in which an agency signs it
_ACRONYM = 5  # letters


def evidence(text: str, here: Mention | None, named: set[str | None], taken: set[str]) -> dict[str, float]:
    """What speaks for each state, before its namings are counted; `named` are the states that the text names otherwise."""
    score: dict[str, float] = {}
    if here is not None and here.code:
        if here.code in named:
            score[here.code] = _PARTY
        elif here.kind is MentionKind.METONYM and here.code not in taken:
            score[here.code] = _CAPITAL
    for code in agencies(text):
        score[code] = score.get(code, 0.0) + _AGENCY
    return score


def agencies(text: str) -> set[str]:
    """The states whose news agency signs the page at its top or at its end.

    >>> agencies("DUSHANBE, Jan 3 (Khovar) - The minister met his guest."), agencies("Use our APP or the MAP.")
    ({'TJK'}, set())
    """
    pattern, codes = _agencies()
    edges = (text[:_EDGE], text.rstrip()[-_EDGE:])
    return {codes[next(filter(None, match.groups()))] for edge in edges for match in pattern.finditer(edge)}


@cache
def _agencies() -> tuple[re.Pattern[str], dict[str, str]]:
    """Agencies by name; one of few letters, which are others' too, only where it stands as an agency does."""
    codes = {name: code for code, names in rows("agencies.tsv") for name in names.split(";")}
    ordered = sorted(codes, key=len, reverse=True)
    long = "|".join(re.escape(name) for name in ordered if len(name) > _ACRONYM)
    short = "|".join(re.escape(name) for name in ordered if len(name) <= _ACRONYM)
    signed = rf"[(/]({short})(?:\d[\d-]*)?[)/]|(?:^|\n|[Ss]ource: |[–—-] ?)({short})(?=\s*(?:$|\n|:|/))"
    cited = (
        rf"\b({short})(?= (?:reports|reported|news agency|said|learnt|correspondent)\b)|[Nn]ews [Aa]gency,? ({short})\b"
    )
    return re.compile(rf"(?<![\w@#/.-])({long})(?![\w@-])|{signed}|{cited}"), codes
