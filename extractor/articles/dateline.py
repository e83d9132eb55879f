"""The place and date that open a wire story: "Baku, 7 September 2022 (TDI):", "TEHRAN –", "ANKARA (Ankara)".

In: one unit of a page. Out: its dateline, or None. Refuses words that only look like a place: "NATO – the alliance …".
"""

from __future__ import annotations

import re
from functools import cache

from extractor.articles.date_words import names_event, weekday_names
from extractor.articles.lines import Unit
from extractor.articles.printed_dates import day_and_month
from extractor.models import Dateline, Span

_WORD = r"[^\W\d_][\w.'’-]*"
_PLACE = rf"{_WORD}(?:[ /]{_WORD}){{0,3}}?"

# a day in words, "4 March 2024", or in figures, whose year is never missing
_FIGURES = r"\d{1,2}[./-]\d{1,2}[./-]\d{4}(?!\d)|\d{4}-\d{2}-\d{2}(?!\d)"

_NEAR = (
    r"(?=[^\n0-9]{0,32}[0-9])"  # few words stand before a number; the rest is passed over without a look at the months
)


@cache
def _dateline() -> re.Pattern[str]:
    weekday = rf"(?:{weekday_names()}\.?,?\s+)"
    spoken = rf"{day_and_month()}(?:(?:,?\s+(?:del?\s+)?|/)\d{{4}}(?!\d)|/\d{{2}}(?!\d))?"
    date = rf"{_NEAR}(?i:{weekday}?(?:{spoken}|{_FIGURES}))"
    return re.compile(
        rf"""
        (?:\((?P<lead>[^()\n]{{2,60}})\)\s*(?:[-–—]+\s*)?)?
        (?P<place>{_PLACE})
        (?:,\s+(?P<region>(?!{date}|(?:le|a|den)\s+\d){_PLACE}))?
        (?:{_NEAR}(?:(?:,\s*|[.]?\s+)(?i:{weekday}?(?:le\s+|a\s+|den\s+)?)|\s*(?P<paren>\())
           (?P<date>(?i:{spoken}|{_FIGURES}))(?(paren)\)))?
        (?:[,.]?\s*(?:\((?P<agency>[^()\n]{{2,60}})\)|/(?P<slashed>[^/\n]{{2,40}})/)|,\s+(?P<wire>[A-Z][A-Z-]{{1,14}})\b)?
        (?P<sep>\s*:(?!\S)|\.\s?[-–—]+(?!\S)|(?<=\))\s*:(?=[^\W\d_a-z])|\s+[-–—]{{1,3}}(?!\S)|\s*—|\.(?!\S)|(?=\s*\Z)|(?(date)(?=\s+[^\W\d_a-z])|(?!)))
        """,
        re.VERBOSE,
    )


_AGENCY_NAMES = """aa ap afp ana-mpa anadolu ani ansa apa app azertac bbc belga bernama bss bta cnn ctk dpa efe gna hina ians ina
    interfax interfax-ukraine irna isna kazinform kuna kyodo lusa mena menafn mna mti nan nna pap petra pti qna reuters ria sana
    spa tanjug tass tdi trend ukrinform upi usia vna wam xinhua yonhap"""
_LOOKALIKES = """nato eu un us uk usa uae breaking update updated exclusive watch live analysis opinion explainer editorial video
    photo photos interview note correction factbox timeline who g7 g20 osce ministry minister president readout
    read see more also background summary abstract question answer source caption subject re release statement
    topic topics agenda participants venue place time moderator author title contact tags related reporting
    written writing by on in at since from until after before during monday tuesday wednesday thursday friday
    saturday sunday today yesterday"""
_AGENCIES = frozenset(_AGENCY_NAMES.split())
_NO_PLACES = frozenset(_LOOKALIKES.split())
_SMALL = frozenset({"of", "de", "del", "la", "le", "el", "al", "the", "and", "da", "do"})


def dateline_of(unit: Unit, *, opens_body: bool = False) -> Dateline | None:
    """The dateline at the start of a line; a place and a colon alone are one only where the body opens.

    >>> from extractor.articles.lines import units
    >>> found = dateline_of(units("WASHINGTON, Jan 3 (Reuters) — The talks began.")[0])
    >>> (found.place, found.date_text, found.span.end)
    ('WASHINGTON', 'Jan 3', 29)
    >>> dateline_of(units("NATO – the alliance – met on Monday.")[0]) is None
    True
    """
    match = _dateline().match(unit.words[:160])
    if match is None or not _is_dateline(match, unit, opens_body):
        return None
    span = Span(start=unit.at, end=unit.at + match.end())
    return Dateline(span=span, place=match["place"], date_text=match["date"])


def _is_dateline(match: re.Match[str], unit: Unit, opens_body: bool) -> bool:
    place, region, day, sep = match["place"], match["region"], match["date"], match["sep"].strip()
    source = match["agency"] or match["slashed"] or match["wire"] or match["lead"]
    known = source is not None and source.casefold() in _AGENCIES
    if not _is_place(place) or (region is not None and not _is_place(region)) or (day and names_event(place)):
        return False
    if not sep and day is None and match.end() != len(unit.words):
        return False  # only the part that was looked at ends here
    if day is not None:
        apart = unit.words[match.end("region" if region else "place") :].lstrip()[:1] in tuple(",.(")
        return apart or source is not None or sep not in ("", ".")
    if sep in ("", "."):
        return not sep and source is not None and place.isupper() and (known or source.casefold() == place.casefold())
    rest = unit.words[match.end() :].lstrip()
    if known or (place.isupper() and source is not None):
        return True
    if place.isupper() and sep != ":":
        return not rest or not unit.is_title  # "WEEKLY BRIEFING – TRANSCRIPT"
    return source is None and sep == ":" and opens_body and rest[:1].isupper()


def _is_place(words: str) -> bool:
    parts = re.split(r"[ /]", words)
    named = all(part[:1].isupper() or part in _SMALL for part in parts)
    known = words.casefold() in _AGENCIES or any(part.casefold() in _NO_PLACES for part in parts)
    return named and len(words) > 2 and not known
