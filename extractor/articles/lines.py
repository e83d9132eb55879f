"""The lines of a page, and what each looks like.

In: any text. Out: its non-blank lines as units, a hard-wrapped paragraph being one unit. Nothing is refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

SHORT = 300  # a longer line is no label, headline or marker
_WRAP_WIDTH = 120  # hard-wrapped text has no longer lines
_FILLED = 0.45  # of the width is filled, in the mean

_BREAKS = "\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029"  # where str.splitlines breaks
_LABELLED = re.compile(r"(?:date|published|updated|posted|source)\b|https?:|www\.", re.IGNORECASE)
_CLOSERS = "\"'”’»)]*"
_STOPS = ".!。؟۔।"
_SENTENCE_BREAK = re.compile(r"[.!?][\"'”’»)]*\s+[\"'“‘«(]*[^\W\d_a-z]")
_CUT_SHORT = re.compile(r"(?:\.\.\.|…|\[(?:…|\.\.\.)\])$")
_SMALL_WORDS = "a an the of in on at to for and or by with from as that is are was were his her its their"
_HANGING = frozenset(_SMALL_WORDS.split())


@dataclass(frozen=True)
class Unit:
    """One line, or the lines of one hard-wrapped paragraph: `text[start:end]` is whole lines without the last break."""

    start: int
    end: int
    at: int  # where `words` begins
    words: str  # stripped
    after_gap: bool  # a blank line, or nothing, stands before it

    @cached_property
    def count(self) -> int:
        """How many words it has."""
        return len(self.words.split())

    @cached_property
    def is_short(self) -> bool:
        """Whether it could be anything but a paragraph."""
        return len(self.words) <= SHORT

    @cached_property
    def ends_sentence(self) -> bool:
        """Whether it closes with a full stop, quotation marks and brackets aside; "..." closes nothing."""
        tail = self.words[-8:].rstrip(_CLOSERS)
        return bool(tail) and tail[-1] in _STOPS and not _CUT_SHORT.search(self.words[-8:])

    @cached_property
    def is_prose(self) -> bool:
        """Whether it reads as a paragraph of running text: a full sentence, or simply long."""
        return not self.is_short or self.count >= 40 or (self.count >= 12 and self.ends_sentence)

    @cached_property
    def is_title(self) -> bool:
        """Whether it reads as a headline or a section title: short, and no sentence end."""
        return self.is_short and not self.ends_sentence and self.words[-1:] not in ("", ":", ",", ";")

    @cached_property
    def hangs(self) -> bool:
        """Whether its last word cannot end a headline: the line was wrapped."""
        return self.words.rsplit(maxsplit=1)[-1].lower() in _HANGING

    def sentences(self, most: int = 3) -> int:
        """How many sentences it has, counted no further than `most`."""
        found = 1
        for _ in _SENTENCE_BREAK.finditer(self.words):
            found += 1
            if found >= most:
                break
        return found


def units(text: str) -> list[Unit]:
    """The text's non-blank lines in order, hard-wrapped paragraphs joined.

    >>> [unit.words for unit in units("Title\\n\\nOne line.\\nThe next, and\\nits rest.")]
    ['Title', 'One line.', 'The next, and\\nits rest.']
    >>> [unit.words for unit in units("First line.\\nSecond line.")]
    ['First line.', 'Second line.']
    """
    found: list[Unit] = []
    group: list[Unit] = []
    at = 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        if words:
            start = at + line.index(words)
            group.append(Unit(at, at + len(line.rstrip(_BREAKS)), start, words, after_gap=not group))
        else:
            found += _unwrapped(group, text)
            group = []
        at += len(line)
    return found + _unwrapped(group, text)


def _unwrapped(group: list[Unit], text: str) -> list[Unit]:
    """The lines of one blank-separated group, those joined that one sentence runs through."""
    widest = max((len(line.words) for line in group), default=0)
    ragged = sum(len(line.words) for line in group) < widest * len(group) * _FILLED  # a menu with one long line
    if widest > _WRAP_WIDTH or ragged or not any(map(_continues, group[1:])):
        return group
    full = widest // 2
    paragraphs = [[group[0]]]
    for before, line in pairwise(group):
        open_end = not before.ends_sentence and not _LABELLED.match(before.words)
        full_line = len(before.words) >= full and not _LABELLED.match(line.words)
        if open_end and (full_line or _continues(line)):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [_one(lines, text) for lines in paragraphs]


def _one(lines: list[Unit], text: str) -> Unit:
    first, last = lines[0], lines[-1]
    return Unit(first.start, last.end, first.at, text[first.at : last.end].strip(), first.after_gap)


def _continues(line: Unit) -> bool:
    """Whether the line begins in the middle of a sentence."""
    return line.words[0].islower() and not _LABELLED.match(line.words)
