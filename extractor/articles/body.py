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
_STAMP_ENDS = "0123456789oO]mM."
_BEGUN = 2  # of an article's body: one paragraph, or two short sentences
_LONG = 25  # words that no headline has, in a language whose sentences end with no stop that is known here

_NUMERIC = r"\d{1,2}[./-]\d{1,2}[./-]\d{4}|\d{4}-\d{2}-\d{2}"
_DATE = rf"(?:{_NUMERIC}|{DAY_AND_MONTH}(?:,?\s+\d{{4}})?)"
_CLOCK = r"\[?\d{1,2}:\d{2}(?::\d{2})?\]?(?: ?[ap]\.?m\.?)?"
_STAMP = re.compile(
    rf"(?:{_CLOCK}(?:[\s,|·-]+{_DATE})?|{_DATE}(?:(?:[\s,|·-]| at )*{_CLOCK})?|\d+ (?:minute|hour|day|week)s? ago)\Z",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"[^\W\d_a-z][\w ’'-]{2,40}: [\"'“‘]?[^\W\d_a-z]")
_CAPTION_LABEL = re.compile(r"(?:image|photo|picture) caption[,:]?\Z", re.IGNORECASE)
_CUT = (BlockKind.BODY, BlockKind.FURNITURE, BlockKind.TAIL)  # the later, the further from the article
ITEM = re.compile(r"[-–—•●▪◦*·]\s|\(?[0-9a-z][.)]\s")  # of a list that the body itself prints


def is_stamp(unit: Unit) -> bool:
    """Whether the line is a time or a date and nothing else, as lists of headlines print it."""
    return len(unit.words) <= 40 and unit.words[-1] in _STAMP_ENDS and _STAMP.match(unit.words) is not None


def body_kinds(page: Sequence[Unit], marks: Sequence[Mark | None]) -> list[BlockKind]:
    """The kind of each unit, as if the page had no top."""
    captions = _captions(page) | {
        at for at in range(1, len(page)) if page[at].is_title and _CAPTION_LABEL.match(page[at - 1].words)
    }
    marks = [Mark.CAPTION if mark is None and at in captions else mark for at, mark in enumerate(marks)]
    end = _stamped_list(page)
    kinds: list[BlockKind] = []
    loose = _is_loose(page)
    above, below = 0, sum(unit.is_prose for unit in page[:end])
    while len(kinds) < end:
        at = len(kinds)
        mark = marks[at]
        below -= page[at].is_prose
        if mark is None:
            above += 2 if page[at].is_prose else is_sentence(page[at])
            kinds.append(BlockKind.BODY)
        elif mark is Mark.CAPTION or above < _BEGUN:
            kinds.append(BlockKind.FURNITURE)
        else:
            early = above == _BEGUN and below >= 3  # what stands above is a standfirst
            ended = mark is Mark.END and not early
            resumed = None if ended else _resumption(page, marks, at, end, loose=loose, early=early)
            kind = BlockKind.TAIL if resumed is None else BlockKind.FURNITURE
            until = end if resumed is None else at + 1 if mark is Mark.LONE else resumed
            below -= sum(unit.is_prose for unit in page[at + 1 : until])
            kinds += [kind] * (until - at)
    kinds += [BlockKind.TAIL] * (len(page) - end)
    return _closed(_between(page, marks, kinds))


def _between(page: Sequence[Unit], marks: Sequence[Mark | None], kinds: list[BlockKind]) -> list[BlockKind]:
    """Under the first sentence, what stands between two markers is furniture too, if it is no sentence and no list item."""
    last, begun = None, False
    for at, (unit, mark) in enumerate(zip(page, marks, strict=True)):
        if mark is None and (is_sentence(unit) or ITEM.match(unit.words)):
            last, begun = None, True
        elif mark is not None and mark is not Mark.CAPTION and begun:
            if last is not None:
                kinds[last + 1 : at] = [max(kind, BlockKind.FURNITURE, key=_CUT.index) for kind in kinds[last + 1 : at]]
            last = at
    return kinds


def _is_loose(page: Sequence[Unit]) -> bool:
    """Whether the page writes its sentences without a stop, so that its absence tells nothing."""
    long = [unit.ends_sentence for unit in page if unit.count >= 20]
    return bool(long) and 2 * sum(long) < len(long)


def _captions(page: Sequence[Unit]) -> set[int]:
    """Long lines such as "Warm welcome: The minister lands in Oslo on", open at the end, scattered among sentences.

    One or two of them may be anything, and several in a row are a list.
    """
    found = {
        at
        for at, unit in enumerate(page)
        if unit.after_gap
        and unit.is_short
        and unit.count >= 12
        and (unit.words[-1].isalnum() or unit.words[-1] == ")")
        and _LABELLED.match(unit.words)
    }
    in_a_row = any(at + 1 in found and at + 2 in found for at in found)
    sentences = sum(unit.ends_sentence for unit in page)
    return found if len(found) >= 3 and not in_a_row and sentences >= 3 * len(found) else set()


def _closed(kinds: list[BlockKind]) -> list[BlockKind]:
    """What stands after the last line of the body is tail, whatever it would be inside."""
    last = max((at for at, kind in enumerate(kinds) if kind is BlockKind.BODY), default=len(kinds))
    return kinds[: last + 1] + [BlockKind.TAIL] * (len(kinds) - last - 1)


def _resumption(
    page: Sequence[Unit], marks: Sequence[Mark | None], marker: int, end: int, *, loose: bool, early: bool
) -> int | None:
    """Where the body goes on after a marker, None if it never does.

    After "Recommended" any full sentence is body. After "Most read" it takes running text that is no teaser in a list.
    """
    strict = marks[marker] in (Mark.TAIL, Mark.END) and not early
    for at in range(marker + 1, end):
        if marks[at] is not None:
            strict = strict or (marks[at] in (Mark.TAIL, Mark.END) and not early)
            continue
        open_end = loose and page[at].count >= _TITLE_WORDS
        listed = marks[marker] is Mark.LONE and (open_end or ITEM.match(page[at].words))
        goes_on = _is_running_text(page, marks, at, end) if strict else is_sentence(page[at]) or listed
        if not goes_on:
            continue
        passed = [between for between in range(marker + 1, at) if marks[between] is None]
        if all(is_sentence(page[between]) for between in passed):
            return passed[0] if passed else at  # nothing of a list stands under the marker
        # right under the marker a title is what it points to, later it may be a section's
        return at - 1 if at - 1 > marker + 1 and _is_section_title(page[at - 1], marks[at - 1]) else at
    return None


def is_sentence(unit: Unit) -> bool:
    """Whether the line reads as a sentence, however short."""
    return unit.is_prose or unit.count >= _LONG or (unit.ends_sentence and unit.count >= 3)


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
