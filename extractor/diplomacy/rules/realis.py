"""What a sentence asserts of the contact it names: that it happened, is to happen, was called off, refused or denied.

In: a sentence, the cue's clause, and whether it is a headline. Out: a `realis` word of the schema, or None for a mere wish,
demand or possibility, which is no event.
"""

from __future__ import annotations

import re

from extractor.diplomacy.rules.clauses import Clause
from extractor.diplomacy.rules.cues import Cue
from extractor.diplomacy.rules.sentences import Part, Sentence

_NEAR = 90  # code points on either side in which "cancelled" or "refused" still speaks of this contact

_CANCELLED = re.compile(
    r"\b(?:cancel(?:l?ed|s|ling|lation of)?|call(?:ed|s|ing)? off|scrapp?(?:ed|s)|axed|abandon(?:ed|s))\b",
    re.IGNORECASE,
)
_POSTPONED = re.compile(
    r"\b(?:postpone[sd]?|postponing|postponement|put off|puts off|delay(?:ed|s)|rescheduled|pushed back)\b",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"\b(?:refus(?:ed|es|ing) (?:to (?:meet|receive|hold|host|see|talk|speak|attend|visit|take|accept)|an? |the |his |"
    r"her |any )|refusal to (?:meet|receive)"
    r"|turn(?:ed|s|ing)? down|decline[sd]? (?:to (?:meet|receive|hold|host|attend|see|visit)|an? |the |his |her )|snub(?:s|bed)"
    r"|reject(?:ed|s) (?:an? |the |[A-Za-z]+[’']s )?(?:\w+ )?(?:invitation|request|offer|meeting|talks|visit|proposal|call)\b)",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:den(?:ied|ies|y|ying) (?:that|having|any|holding|meeting|reports?|a |the |claims?|media|it|he|she|they|talks|"
    r"rumours|rumors)"
    r"|did not (?:meet|speak|talk|hold|visit|call)|no (?:such )?(?:meeting|talks|call|contact|conversation)s? (?:was|"
    r"were|took|had|has|have|is|are|between))",
    re.IGNORECASE,
)
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
    r"\b(?:call(?:ed|s|ing)? (?:for|on)|urg(?:ed|es|ing)|propos(?:ed|es|ing|al)|hop(?:ed|es|ing)|want(?:ed|s)? to|"
    r"wish(?:ed|es)? to|could|may|might|should|must|if|possible"
    r"|possibility of|ready (?:for|to)|readiness|willing(?:ness)?|need(?:s|ed)? to|want to|seek(?:s|ing)?|sought|"
    r"offered to|demand(?:ed|s)?|can|cannot|push(?:ed|ing)? for|desire|appeal(?:ed)?"
    r"|ask(?:ed|s)? (?:for|to)|request(?:ed|s)? (?:for )?(?:a|to)|chance|prospects? (?:of|for)|unless|whether|until|"
    r"importance of|threat(?:ens|ened)? to)\b",
    re.IGNORECASE,
)
_DOUBTED = re.compile(r"[^.;,]{0,50}?\b(?:should|must|could|may|might) (?!have\b)")


def of(sentence: Sentence, clause: Clause, cue: Cue) -> str | None:
    """The realis of a cue in its clause; None when it is only wished for, asked for or possible."""
    words, at = sentence.words, cue.start - sentence.start
    near = words[max(0, at - _NEAR) : cue.end - sentence.start + _NEAR]
    for value, pattern in (
        ("cancelled", _CANCELLED),
        ("postponed", _POSTPONED),
        ("refused", _REFUSED),
        ("denied", _DENIED),
    ):
        if pattern.search(near):
            return value
    before = words[clause.start - sentence.start : at]
    whole = words[:at]
    if sentence.part is Part.HEADLINE and re.search(
        r"\bto (?:[a-z]+ ){0,3}$", whole[-30:].rstrip() + " ", re.IGNORECASE
    ):
        return "planned"
    if _IRREALIS.search(before) and cue.type not in {"summons", "expulsion"}:
        return None
    if _DOUBTED.match(words, cue.end - sentence.start):
        return None
    if _PLANNED_BEFORE.search(before) or _PLANNED_AFTER.search(words[cue.end - sentence.start :]):
        return "planned"
    return "actual"
