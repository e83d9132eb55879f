"""What a sentence asserts of the contact it names: that it happened, is to happen, was called off, refused or denied.

In: a sentence, the cue's clause, and whether it is a headline. Out: a `realis` word of the schema, or None for a mere wish,
demand or possibility, which is no event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from extractor.diplomacy.rules.clauses import Clause
from extractor.diplomacy.rules.cues import Cue
from extractor.diplomacy.rules.sentences import Part, Sentence

_STRAIGHT = r"(?:(?!\b(?:and|but|before|after|while|because|who|which|despite|over|as)\b)[^;:.]){0,60}$"
_DENIAL = re.compile(
    r"\b(?:den(?:y|ied|ies|ying|ial)|refut(?:ed|es|ing)|dismiss(?:ed|es|ing)|reject(?:ed|s|ing))\b[^.;]{0,60}?\b(?:claims?|reports?|"
    r"rumou?rs?|allegations?|that|having|any|holding|meeting|suggestions?|media|it|he|she|they)\b",
    re.IGNORECASE,
)
_HAPPENED = re.compile(r"\bno (?:such )?[a-z -]{0,30}$", re.IGNORECASE)
_NONE_OF_IT = re.compile(r"s? (?:was|were|took|had|has|have|is|are|between)\b")
_PLANNED_BEFORE = re.compile(
    r"\b(?:will|shall|’ll|'ll|is to|are to|was to|were to|due to|set to|expected to|plan(?:s|ned|ning)? (?:to|an?)|"
    r"scheduled|slated|going to"
    r"|intends? to|prepar(?:es|ing) (?:to|for)|upcoming|forthcoming|planned|next|looks? forward to|looking forward to|"
    r"is visiting .{0,20}next|would"
    r"|agreed to|ahead of|before|on the eve of|about to|announced (?:a|his|her)|to hold|to host|to receive|poised to)\b",
    re.IGNORECASE,
)
_PLANNED_AFTER = re.compile(
    r"^.{0,60}?\b(?:will (?:be|take|focus|begin|start|last|include|run)|is (?:scheduled|planned|due|expected|set)|"
    r"are (?:scheduled|planned|due|expected|set)|scheduled for"
    r"|planned for|due to take|set for|tomorrow|next (?:week|month|year|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
    r"|later this (?:week|month|year)|in the coming)\b",
    re.IGNORECASE | re.DOTALL,
)
_IRREALIS = re.compile(
    r"\b(?:call(?:ed|s|ing)? (?:for|on)|calls? (?:by [^.;,]{0,40} )?to(?= [a-z]|\s*$)|"
    r"urg(?:ed|es|ing)|propos(?:ed|es|ing|al)|hop(?:ed|es|ing)|want(?:ed|s)? to|"
    r"wish(?:ed|es)? to|could|(?-i:may)|might|should|must|if|possible"
    r"|possibility of|ready (?:for|to)|readiness|willing(?:ness)?|need(?:s|ed)? to|want to|seek(?:s|ing)?|sought|"
    r"offered to|demand(?:ed|s)?|can|cannot|push(?:ed|ing)? for|desire|appeal(?:ed)?"
    r"|ask(?:ed|s)? (?:for|to)|request(?:ed|s)? (?:for )?(?:a|to)|chance|prospects? (?:of|for)|unless|whether|until|"
    r"importance of|threat(?:ens|ened)? to)\b",
    re.IGNORECASE,
)
_HOPED = re.compile(
    r"\b(?:want(?:ed|s)?|hop(?:ed|es|ing)|wish(?:ed|es)?|could|(?-i:may)|might|if|possible|ready|willing|seek(?:s|ing)?)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:in|during|at|over|on|by|via|of) (?:an? |the |their |his |her )?(?:[a-z-]+ ){0,3}$"
)  # "urged X in a call"
_TO_BE = re.compile(r"\b(?:to|will|would|shall) be\b", re.IGNORECASE)
_PAST = re.compile(r"[a-z-]+ed|met|held|spoke|sent|wrote|sat|left|went|flew|brought|rang|told|gave", re.IGNORECASE)
_DOUBTED = re.compile(r"[^.;,]{0,50}?\b(?:should|must|could|(?-i:may)|might) (?!have\b)")


@dataclass(frozen=True, slots=True)
class _Undone:
    """One row of the table: words for a realis in which nothing took place."""

    realis: str
    governs: str
    after: str
    governing: re.Pattern[str]
    passive: re.Pattern[str]
    label: re.Pattern[str]  # in a headline, where "was" is left out


@cache
def _table() -> tuple[_Undone, ...]:
    text = resources.files("extractor.diplomacy").joinpath("data/rules_undone.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(
        _Undone(
            realis,
            before,
            after,
            re.compile(rf"\b(?:{before})\b{_STRAIGHT}", re.IGNORECASE),
            re.compile(
                rf"[^;]{{0,160}}?\b(?:was|were|is|are|be|been|being|get|got)\s+(?:[a-z]+ly\s+|again\s+)?(?:{after})\b",
                re.IGNORECASE,
            ),
            re.compile(rf"(?:[^.;,:]{{0,50}}?)\b(?:{after})\b", re.IGNORECASE),
        )
        for realis, before, after in rows
    )


def of(sentence: Sentence, clause: Clause, cue: Cue) -> str | None:
    """The realis of a cue in its clause; None when it is only wished for, asked for or possible."""
    words, at, end = sentence.words, cue.start - sentence.start, cue.end - sentence.start
    if _hinted(words) and (undone := _undone(sentence, words[:at], words[end:])):
        return undone
    before = words[clause.start - sentence.start : at]
    whole = words[:at]
    if sentence.part is Part.HEADLINE and re.search(
        r"\bto (?:[a-z]+ ){0,3}$", whole[-30:].rstrip() + " ", re.IGNORECASE
    ):
        return "planned"
    if (_HOPED if _BESIDE.search(before) else _IRREALIS).search(before) and cue.type not in {"summons", "expulsion"}:
        return None
    if _DOUBTED.match(words, cue.end - sentence.start):
        return None
    if cue.type == "signing" and _TO_BE.search(words[at:end]):
        return "planned"
    told = _PAST.fullmatch(cue.word) is not None and cue.type != "signing"  # "arrived for a visit that will include …"
    if _PLANNED_BEFORE.search(before) or (not told and _PLANNED_AFTER.search(words[end:])):
        return "planned"
    return "actual"


@lru_cache(maxsize=512)  # every cue of a sentence asks
def _hinted(words: str) -> bool:
    """Whether any word of the table stands in the sentence at all."""
    return _any().search(words) is not None


@cache
def _any() -> re.Pattern[str]:
    return re.compile(
        "|".join(f"{row.governs}|{row.after}" for row in _table()) + "|den(?:y|ie|ying)|refut|dismiss", re.IGNORECASE
    )


def _undone(sentence: Sentence, before: str, after: str) -> str | None:
    """Cancelled, postponed, refused or denied, where the words that say so govern the cue."""
    if _DENIAL.search(before):
        return "denied"
    for row in _table():
        if row.realis != "denied" and row.governing.search(before):
            return row.realis
        if row.passive.match(after) or (sentence.part is Part.HEADLINE and row.label.match(after)):
            return row.realis
    if _table()[-1].governing.search(before) and (not _HAPPENED.search(before) or _NONE_OF_IT.match(after)):
        return "denied"
    return None
