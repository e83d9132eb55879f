"""Finds the words of a sentence that may report a contact.

In: a sentence. Out: `Cue`s with the type and channel that the table data/rules_contacts.tsv gives to the words.
A cue alone is no event: two sides must stand by it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

TALKS = "talks"  # contact of some kind; more exact words nearby decide which


@dataclass(frozen=True, slots=True)
class Pattern:
    """One row of the table."""

    follows: re.Pattern[str]
    type: str
    channel: str
    attached: frozenset[str]
    manner: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that may report a contact, at `start:end` of the article."""

    start: int
    end: int
    word: str
    type: str
    channel: str
    attached: frozenset[str]
    manner: frozenset[str] = frozenset()  # what the table says besides


MANNERS = frozenset({"next", "beside", "foreign"})
_MOST = 12  # in a sentence; more is a list or noise
_ANNIVERSARY = re.compile(
    r"\b(?:anniversary|jubilee|years)\b(?: \w+){0,3}? (?:of|since) (?:the |their )?$"
)  # "… of the signing"
_AT_THE = re.compile(
    r"\b(?:at|on|upon) (?:the|an|his|her) (?:kind |official )?$", re.IGNORECASE
)  # "at the invitation of"
_BEFORE = {  # where the words report nothing
    "invitation": _AT_THE,
    "consultation": re.compile(r"\bin (?:close |full )?$", re.IGNORECASE),
    "invitación": re.compile(r"\b(?:por|a|en respuesta a(?: una)?) $"),
    "consultations": re.compile(
        r"\b(?:recall|home|back|ambassador|envoy)[^.;]{0,80}\bfor (?:urgent |further )?$", re.IGNORECASE
    ),
}
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@cache
def table() -> dict[str, tuple[Pattern, ...]]:
    """Rows of the table by their first word."""
    rows: dict[str, list[Pattern]] = {}
    text = resources.files("extractor.diplomacy").joinpath("data/rules_contacts.tsv").read_text("utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            first, follows, kind, channel, attached = line.split("\t")
            flags = frozenset(attached.split())
            pattern = Pattern(re.compile(follows, re.IGNORECASE), kind, channel, flags - MANNERS, flags & MANNERS)
            for word in first.split():
                rows.setdefault(word, []).append(pattern)
    return {word: tuple(patterns) for word, patterns in rows.items()}


@lru_cache(maxsize=512)  # dates and contacts of a page ask for the same sentences
def find(words: str, offset: int = 0) -> tuple[Cue, ...]:
    """Every cue in the words, in order; the longest of several that start together.

    >>> [(cue.type, cue.channel) for cue in find("They held a phone call after the signing.")]
    [('call', 'phone')]
    """
    rows = table()
    cues: list[Cue] = []
    for match in _WORD.finditer(words):
        candidates = [
            (follow.end(), pattern)
            for pattern in rows.get(match.group().lower(), ())
            if (follow := pattern.follows.match(words, match.end()))
        ]
        if candidates:
            end, pattern = max(candidates, key=lambda found: found[0])
            before = _BEFORE.get(match.group().lower(), _ANNIVERSARY)
            if not before.search(words, max(0, match.start() - 40), match.start()) and (
                not cues or offset + match.start() >= cues[-1].end
            ):
                cues.append(
                    Cue(
                        offset + match.start(),
                        offset + end,
                        match.group().lower(),
                        pattern.type,
                        pattern.channel,
                        pattern.attached,
                        pattern.manner,
                    )
                )
    return tuple(cues[:_MOST])
