"""Finds who says that an event happened.

In: the sentences of one event and the article's headline. Out: an attribution as the schema spells it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.diplomacy.rules.sentences import Sentence

_OFFICE = (
    r"(?:[A-ZÀ-Þ][\w’'.-]*\s+){0,3}(?:[Mm]inistry|MFA|[Ee]mbassy|[Dd]epartment|[Oo]ffice|[Pp]residency|Kremlin|"
    r"White House|[Gg]overnment|[Ss]ecretariat|[Cc]hancellery)"
    r"(?:\s+of\s+(?:[A-ZÀ-Þ][\w’'-]*(?:\s+|\b))+)?"
)
_CUES = (
    (
        "diplomatic_sources",
        re.compile(
            r"(?P<cited>(?:[A-ZÀ-Þ]\w+ )?(?:diplomatic|ministry|official|government) sources|[Ss]ources (?:from|in|at|"
            r"within) (?:the )?[A-Z][\w’' ]+?(?:Ministry|Department|Office)|(?:a|unnamed) (?:[A-Z]\w+ )?diplomat)"
        ),
    ),
    (
        "official_release",
        re.compile(
            r"(?P<cited>joint (?:statement|communiqu[eé]|declaration))|(?P<by>"
            + _OFFICE
            + r")(?:[’']s)?[^.;]{0,30}?\b(?:statement|press release|release|readout|said|announced|reported|confirmed|"
            r"stated)\b|(?:statement|press release|readout)[^.;]{0,20}? (?:by|of|from) (?:the )?(?P<of>"
            + _OFFICE
            + r")"
        ),
    ),
    (
        "social_post",
        re.compile(
            r"(?:\b(?:said|wrote|posted|shared|announced|post|message) (?:in a (?:post |tweet )?|"
            r"a post )?on (?P<cited>Twitter|X\b|Facebook|Telegram|Instagram|Truth Social|social media)|"
            r"\bOn (?P<opening>Twitter|X|Facebook|Telegram|Truth Social)|\b(?P<tweet>tweeted|tweet)\b)"
        ),
    ),
    (
        "official_source",
        re.compile(
            r"(?P<cited>(?:[A-ZÀ-Þ][\w-]+ ){0,4}(?:[Ss]pokesperson|[Ss]pokesman|"
            r"[Ss]pokeswoman)(?: [A-ZÀ-Þ][\w’-]+){0,3}|(?:a |an )?(?:senior )?(?:[A-Z]\w+ )?official(?=,? (?:said|"
            r"told)))"
        ),
    ),
    (
        "media_report",
        re.compile(
            r"(?:according to|reported by|citing|reports?|told) (?:the )?(?P<cited>(?:[A-Z][\w.]+ )*(?:Reuters|AFP|AP|"
            r"TASS|Anadolu(?: Agency)?|Interfax|Bloomberg|CNN|BBC|Times|Post|news agency|media|newspaper|Axios|"
            r"Politico)(?: Agency)?)"
        ),
    ),
)
_STEMS = {  # a kind is looked for only where one of its stems stands
    "diplomatic_sources": ("ources", "diplomat"),
    "official_release": (
        "statement",
        "release",
        "readout",
        "inistry",
        "MFA",
        "epartment",
        "ffice",
        "mbassy",
        "joint",
        "Kremlin",
        "White House",
        "overnment",
        "residency",
        "hancellery",
        "ecretariat",
    ),
    "social_post": (" on ", "tweet", "On "),
    "official_source": ("pokes", "official"),
    "media_report": ("according", "reported", "citing", "report", "told"),
}
_READOUT = re.compile(
    r"\b(?:readout|statement (?:by|from|of)|joint statement|press release|media release|communiqu[eé])\b", re.IGNORECASE
)


def of(sentences: Iterable[Sentence], headline: str) -> dict[str, object]:
    """Who says it, from the event's own sentences: the first that names a source; a post only where nobody else is named."""
    post: dict[str, object] | None = None
    for sentence in sentences:
        for kind, pattern in _CUES:
            likely = any(stem in sentence.words for stem in _STEMS[kind])
            match = pattern.search(sentence.words) if likely else None
            if match is None:
                continue
            found: dict[str, object] = {"kind": kind, "cited": [] if match.lastgroup == "tweet" else [_cited(match)]}
            if kind != "social_post":
                return found
            post = post or found
            break
    unstated: dict[str, object] = {"kind": "official_release" if _READOUT.search(headline) else "unstated", "cited": []}
    return post or unstated


def _cited(match: re.Match[str]) -> str:
    words = next((value for value in match.groupdict().values() if value), match.group())
    return words.strip().removeprefix("The ").removeprefix("the ")
