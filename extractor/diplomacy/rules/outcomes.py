"""Finds the results that an article states of an event, and how long it lasted.

In: the sentences of one event. Out: outcomes as the schema spells them, and minutes. "Exchanged views" is no outcome.
"""

from __future__ import annotations

import re

from extractor.diplomacy.rules.sentences import Part, Sentence

_KINDS = (
    ("memorandum", r"(?:signed|inked|concluded|sign)\b[^.;]{0,80}?\b(?:memorand(?:um|a)|MoUs?)\b"),
    (
        "joint_statement",
        r"\b(?:issued|adopted|released|signed) (?:a |the )?joint (?:statement|declaration|communiqu[eé])",
    ),
    (
        "agreement",
        (
            r"(?:signed|inked|concluded|reached|struck)\b[^.;]{0,80}?\b(?:agreements?|treaty|deals?|accords?|pact|"
            r"protocols?|contracts?|convention)\b"
        ),
    ),
    (
        "next_meeting",
        (
            r"(?:agreed to (?:meet|hold|discuss at)|will meet again|next (?:meeting|round)[^.;]{0,40} will|"
            r"agreed[^.;]{0,40}(?:next|another|further) (?:meeting|round|talks|visit))"
        ),
    ),
    ("invitation_accepted", r"accepted (?:the |an |his |her )?invitation"),
    (
        "mechanism",
        (
            r"(?:agreed|decided) to (?:establish|launch|set up|create|form) (?:[a-z-]+ ){0,4}(?:mechanism|commission|"
            r"committee|working group|council|partnership|format|dialogue)|(?:launched|established|set up) (?:a |an |"
            r"the )(?:[a-z-]+ ){0,3}(?:mechanism|commission|committee|working group|council|format)"
        ),
    ),
    ("pledge", r"\b(?:pledged|promised|committed) (?:to |\$|€|[0-9])"),
    ("decision", r"\b(?:agreed (?:to|on|that|with)|have agreed|decided (?:to|on|that)|agreement (?:to|on))\b"),
)
_PATTERNS = tuple((kind, re.compile(words)) for kind, words in _KINDS)
_ANY = re.compile(  # a sentence without any of these stems states no result
    r"sign|ink|conclu|reach|struck|issue|adopt|releas|agree|again|next|accept|decid|launch|establ|set up|pledg|promis|commit"
)
_FUTURE = re.compile(r"\b(?:will|to be signed|expected to|plans? to|is set to|are set to|due to)\b")
_LASTED = re.compile(
    r"\b(?:last(?:ed|ing)|for|took|a)\s+(?:(?:about|around|approximately|nearly|almost|over|more than|some|roughly)\s+)?"
    r"(?P<number>\d+|an?|one|two|three|four|five|half an|one and a half)[\s-]+(?P<unit>minutes?|hours?)\b",
    re.IGNORECASE,
)
_NUMBERS = {
    "a": 1.0,
    "an": 1.0,
    "one": 1.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "half an": 0.5,
    "one and a half": 1.5,
}
_HISTORY = re.compile(r"\b(?:in|since|between|from) (?:1[89]|20)\d\d\b|\bmany agreements\b|\b(?:decades|years) ago\b")
_DONE = frozenset({"agreement", "memorandum", "joint_statement", "invitation_accepted"})


def of(sentences: list[Sentence]) -> list[dict[str, str]]:
    """At most one outcome a sentence, the most exact kind first."""
    found = []
    for sentence in sentences:
        if sentence.part is Part.HEADLINE or not _ANY.search(sentence.words) or _HISTORY.search(sentence.words):
            continue
        for kind, pattern in _PATTERNS:
            match = pattern.search(sentence.words)
            if match:
                found.append(
                    {"kind": kind, "status": _status(kind, sentence.words, match.start()), "quote": sentence.words}
                )
                break
    return found


def minutes(sentences: list[Sentence]) -> int | None:
    """How long the contact lasted, when a sentence says so.

    >>> from extractor.diplomacy.rules.sentences import Part
    >>> minutes([Sentence(0, 34, "The call lasted about two hours.", Part.BODY, 0, 0)])
    120
    """
    for sentence in sentences:
        match = _LASTED.search(sentence.words)
        if match and re.search(
            r"\b(?:meeting|call|talks|conversation|visit|it|which|discussion|they|conference)\b",
            sentence.words,
            re.IGNORECASE,
        ):
            number, unit = match["number"].lower(), match["unit"].lower()
            if match.group().lower().startswith(("for", "a ")) and not re.search(
                r"\b(?:met|spoke|talked|call|conversation|meeting|talks)\b", sentence.words[: match.end() + 20]
            ):
                continue
            amount = float(number) if number.isdigit() else _NUMBERS[number]
            return round(amount * (60 if unit.startswith("hour") else 1))
    return None


def _status(kind: str, words: str, at: int) -> str:
    if _FUTURE.search(words[max(0, at - 25) : at + 12]):
        return "planned"
    return "done" if kind in _DONE else "agreed"
