"""Finds who says that an event happened.

In: a page, the sentences that report the event and those that speak of it. Out: an attribution as the schema spells it.
A page with an official letterhead is that office's release, whoever else is quoted in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractor.diplomacy.rules.actors import Kind
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part, Sentence

_OFFICE = (
    r"(?:the (?=[a-z]))?(?:[A-ZÀ-Þ][\w’'.-]*\s+){0,3}(?:[Mm]inistry|MFA|[Ee]mbassy|[Dd]epartment|[Oo]ffice|[Pp]residency|Kremlin|"
    r"White House|[Gg]overnment|[Ss]ecretariat|[Cc]hancellery|[Pp]ress (?:service|office)|(?:presidential |royal )?palace|"
    r"[Rr]oyal [Cc]ourt)"
    r"(?:\s+of\s+(?:the\s+|our\s+)?(?:[A-ZÀ-Þ][\w’'-]*(?:\s+|\b)|(?:ministry|foreign|president\w*)\s*)+|\s+in\s+[A-ZÀ-Þ]\w+)?"
)
_SAID = (
    r"\b(?:statement|press release|release|readout|said|says|announced|announces|reported|reports|confirmed|stated|"
    r"communicate[sd]|informed|informs)\b"
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
            r"(?:(?:said|says|saying|stated|announced|noted) in|according to) (?:an?|the|their) (?:[a-z]+ )?"
            r"(?P<cited>joint (?:statement|communiqu[eé]|declaration))|"
            r"(?P<joint>joint (?:statement|communiqu[eé]|declaration))(?: issued [^.;,]{0,60})? (?:said|says|reads?)\b|"
            r"said an? (?P<said>joint statement)|"
            r"(?P<by>"
            + _OFFICE
            + r")(?:[’']s)?[^.;,“\"]{0,30}?"
            + _SAID
            + r"|(?:statement|press release|readout)[^.;]{0,20}?"
            r" (?:by|of|from) (?:the )?(?P<of>" + _OFFICE + r")|according to (?:the )?(?P<source>" + _OFFICE + r")"
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
            r"(?:according to|reported by|citing|reports?|told|transmits|writes?) (?:the )?"
            r"(?:(?:portal|newspaper|daily|agency|website|channel|weekly) "
            r"(?P<outlet>[A-Z][\w.]*(?: (?:of the |of )?[A-Z][\w.]*){0,3})|(?P<cited>(?:[A-Z][\w.]+ )*(?:Reuters|AFP|AP|"
            r"TASS|Anadolu(?: Agency)?|Interfax|Bloomberg|CNN|BBC|Times|Post|news agency|media|newspaper|Axios|"
            r"Politico)(?: Agency)?))"
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
        "ress service",
        "alace",
        "ourt",
    ),
    "social_post": (" on ", "tweet", "On "),
    "official_source": ("pokes", "official"),
    "media_report": ("according", "reported", "citing", "report", "told", "transmits", "write"),
}
_READOUT = re.compile(
    r"\b(?:readout|statement (?:by|from|of)|joint statement|press release|media release|communiqu[eé])\b", re.IGNORECASE
)
_LETTERHEAD = re.compile(
    r"^[^\S\n]*(?:(?:press|media|news) release\b.*|official (?:web)?site of .*|(?:read-?out|communiqu[eé])\b.*|press statement\b.*"
    r"|(?:the )?(?:(?:federal|royal) )?(?:ministry of|office of the (?:president|prime|spokes)|embassy of|department of state|"
    r"presidency of|prime minister[’']s office|foreign ministry|permanent mission of)\b[^.!?\n]{0,80})$",
    re.IGNORECASE | re.MULTILINE,
)
_TRANSCRIPT = re.compile(r"\b(?:transcript|press briefing|press conference|interview)\b", re.IGNORECASE)
_TELLS = re.compile(r"\s+(?:has |have )?(?:announced|said|told|confirmed|stated|declared)\b")
_AHEAD = re.compile(r"(?:^|[,”\"]\s*)$")
_TOP = 600  # code points above the story in which a letterhead stands


def of(page: Page, told: Iterable[Sentence], sentences: Sequence[Sentence]) -> dict[str, object]:
    """Who says it: the letterhead, else the first source that a sentence names; a post only where nobody else is named."""
    body = next((sentence.start for sentence in page.sentences if sentence.part is not Part.HEADLINE), 0)
    top = page.text[: min(body + 1, _TOP)]
    headline = " ".join(sentence.words for sentence in page.sentences if sentence.part is Part.HEADLINE)
    if _LETTERHEAD.search(top):
        return {"kind": "official_source" if _TRANSCRIPT.search(top) else "official_release", "cited": []}
    reporting = list(told)
    post: dict[str, object] | None = None
    for sentence in (*reporting, *sentences):
        for kind, cited in _named(page, sentence, sentence in reporting):
            found: dict[str, object] = {"kind": kind, "cited": [cited] if cited else []}
            if kind != "social_post":
                return found
            post = post or found
            break
    unstated: dict[str, object] = {"kind": "official_release" if _READOUT.search(headline) else "unstated", "cited": []}
    return post or unstated


def _named(page: Page, sentence: Sentence, reporting: bool) -> Iterable[tuple[str, str | None]]:
    """The sources that a sentence names, by the order of kinds; an official by name only where he reports the event."""
    for kind, pattern in _CUES:
        likely = any(stem in sentence.words for stem in _STEMS[kind])
        match = pattern.search(sentence.words) if likely else None
        if match is not None and (reporting or kind not in {"official_source", "media_report"}):
            yield kind, None if match.lastgroup == "tweet" else _cited(match)
    for actor in (
        page.actors_in(sentence.start, sentence.end) if reporting and sentence.part is not Part.HEADLINE else ()
    ):
        opens = _AHEAD.search(page.text, sentence.start, actor.start)
        if actor.kind is Kind.PERSON and actor.person is not None and opens and _TELLS.match(page.text, actor.end):
            yield "official_source", page.cast.persons[actor.person].name


def _cited(match: re.Match[str]) -> str:
    words = next((value for value in match.groupdict().values() if value), match.group())
    return words.strip().removeprefix("The ")
