"""Marks off the part of a sentence in which the words of a contact and those who took part stand together.

In: a sentence and a cue. Out: offsets. What was discussed, said or expected lies outside: its countries took no part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractor.diplomacy.rules.cues import Cue
from extractor.diplomacy.rules.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Clause:
    """A cue's surroundings: `start` to `end` hold the contact, `head` is where the sentence's own subject may begin."""

    head: int
    start: int
    end: int


_OPENS = re.compile(
    r";|: |[—–]\s| - |,? (?:while|whereas|after|before|when|where|during|following|ahead of|since|because|although|but|as) "
    r"|\b(?:said|says|told|announced|reported|added|noted|confirmed|denied|denies|stated|claimed)(?: [^.,;]{0,40}?)? that "
    r"|\bsa(?:id|ys) (?=[A-Z\u00c0-\u017f])"
)
_CLOSES = re.compile(
    r";|: |[—–]\s| - | (?:to (?:discuss|review|express|talk about|exchange|address|consider|mark|protest|coordinate|"
    r"explore|convey|prepare|find)"
    r"|about|regarding|concerning|amid|over (?!the (?:phone|telephone)|phone|a )|on the (?:issue|situation|war|crisis|"
    r"conflict|future|topic|subject|question|proposed)"
    r"|covering|following|ahead of|before|after|while|as part of|as well as (?:the )?(?:situation|issue|recent)|because|"
    r"despite|which|where|when|to review|aimed at|focus(?:ed|ing) on)\b"
    r"|, (?:said|says|told|according|as|but|who|highlighting|noting|adding|saying|in (?:which|response|reaction))\b"
)
_DASHES = frozenset({"— ", "– ", " - "})
_WHO = re.compile(r"\b(?:who|which)\s+(?:(?!(?:he|she|they|it|the)\b)[a-z]+\s+){0,3}$")


def around(cue: Cue, sentence: Sentence) -> Clause:
    """The clause of a cue within its sentence."""
    start = before = sentence.start
    aside = False
    for match in _OPENS.finditer(sentence.words, 0, cue.start - sentence.start):
        dash = match.group() in _DASHES
        closes = dash and aside  # "the four – A, B, C and D – met": the second dash goes back to where the first stands
        start, before = (before, before) if closes else (sentence.start + match.end(), start)
        aside = dash and not closes
    close = _CLOSES.search(sentence.words, cue.end - sentence.start)
    end = sentence.start + close.start() if close else sentence.end
    return Clause(sentence.start, start, end)


def relative(cue: Cue, sentence: Sentence) -> int | None:
    """Where the relative pronoun stands whose verb the cue is ("X, who met Y"), or None."""
    match = _WHO.search(sentence.words, 0, cue.start - sentence.start)
    return sentence.start + match.start() if match else None
