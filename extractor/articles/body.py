"""What is body on a page, what is furniture in it, where its tail begins.

In: the units of a page and their marks. Out: a kind for each. The rule above all others: no sentence of the body is
ever cut, so wherever running text goes on after a marker, only the marker's own lines are furniture.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.articles.lines import Unit
from extractor.articles.marks import Mark
from extractor.articles.printed_dates import DAY_AND_MONTH
from extractor.models import BlockKind

_TITLE_WORDS = 8  # a section title is shorter than a related headline

_NUMERIC = r"\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}-\d{2}"
_DATE = rf"(?:{_NUMERIC}|{DAY_AND_MONTH}(?:,?\s+\d{{4}})?)"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_STAMP = re.compile(
    rf"(?:{_CLOCK}(?:[\s,|·-]+{_DATE})?|{_DATE}(?:[\s,|·-]+{_CLOCK})?|\d+ (?:minute|hour|day|week)s? ago)\Z",
    re.IGNORECASE,
)


def is_stamp(unit: Unit) -> bool:
    """Whether the line is a time or a date and nothing else, as lists of headlines print it."""
    return len(unit.words) <= 40 and unit.words[-1] in "0123456789oO" and _STAMP.match(unit.words) is not None


def body_kinds(page: Sequence[Unit], marks: Sequence[Mark | None]) -> list[BlockKind]:
    """The kind of each unit, as if the page had no top."""
    end = _stamped_list(page)
    kinds: list[BlockKind] = []
    begun = False
    while len(kinds) < end:
        at = len(kinds)
        mark = marks[at]
        if mark is None:
            begun = begun or _is_sentence(page[at])
            kinds.append(BlockKind.BODY)
        elif mark is Mark.LONE or not begun:
            kinds.append(BlockKind.FURNITURE)
        else:
            resumed = _resumption(page, marks, at, end)
            kind = BlockKind.TAIL if resumed is None else BlockKind.FURNITURE
            kinds += [kind] * ((resumed if resumed is not None else end) - at)
    kinds += [BlockKind.TAIL] * (len(page) - end)
    return _closed(kinds)


def _closed(kinds: list[BlockKind]) -> list[BlockKind]:
    """What stands after the last line of the body is tail, whatever it would be inside."""
    last = max((at for at, kind in enumerate(kinds) if kind is BlockKind.BODY), default=len(kinds))
    return kinds[: last + 1] + [BlockKind.TAIL] * (len(kinds) - last - 1)


def _resumption(page: Sequence[Unit], marks: Sequence[Mark | None], marker: int, end: int) -> int | None:
    """Where the body goes on after a marker, None if it never does.

    After "Recommended" any full sentence is body. After "Most read" it takes running text that is no teaser in a list.
    """
    strict = marks[marker] is Mark.TAIL
    for at in range(marker + 1, end):
        if marks[at] is not None:
            strict = strict or marks[at] is Mark.TAIL
            continue
        goes_on = _is_running_text(page, marks, at, end) if strict else _is_sentence(page[at])
        if goes_on:
            return at - 1 if at - 1 > marker and _is_section_title(page[at - 1], marks[at - 1]) else at
    return None


def _is_sentence(unit: Unit) -> bool:
    return unit.is_prose or (unit.ends_sentence and unit.count >= 3)


def _is_running_text(page: Sequence[Unit], marks: Sequence[Mark | None], at: int, end: int) -> bool:
    """Whether a paragraph belongs to a body: another follows it, or it is too long for a teaser under a headline."""
    unit = page[at]
    if not unit.is_prose:
        return False
    beside = [page[near] for near in (at - 1, at + 1) if near < end]
    if any(is_stamp(near) for near in beside):
        return False
    if at + 1 < end and marks[at + 1] is None and page[at + 1].is_prose:
        return True
    listed = len(beside) == 2 and all(near.is_title for near in beside)
    if listed:
        return unit.sentences() >= 3 or (unit.sentences() == 2 and unit.count >= 45)
    return unit.sentences() >= 2 and unit.count >= 30


def _is_section_title(unit: Unit, mark: Mark | None) -> bool:
    return mark is None and unit.is_title and unit.count <= _TITLE_WORDS and not is_stamp(unit)


def _stamped_list(page: Sequence[Unit]) -> int:
    """Where a closing list of headlines with their times begins: the number of units if there is none."""
    at = len(page)
    stamps: list[int] = []
    while at > 0 and (is_stamp(page[at - 1]) or (page[at - 1].is_title and not page[at - 1].is_prose)):
        at -= 1
        if is_stamp(page[at]):
            stamps.append(at)
    if len(stamps) < 2:
        return len(page)
    title_first = stamps[0] == len(page) - 1
    return max(at, stamps[-1] - 1) if title_first else stamps[-1]
