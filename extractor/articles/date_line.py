"""The date of a line that consists of a date and of what stands beside dates: clocks, weekdays, places, names, counts.

In: the words of one line. Out: the day and the label before it, or None. Refuses a sentence, a headline and a range that
hold a date, and what names an event: "Summit in Oslo, 4 March 2024".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from extractor.articles.date_words import (
    MARK,
    Label,
    a_label,
    day_without_year,
    known_parts,
    masthead,
    names_event,
    not_range,
    words_of,
)
from extractor.articles.printed_dates import printed_dates

LONGEST = 240  # characters of a date line
_NAME_WORDS = 4  # of a place, an author, an agency beside the date
_TITLE_WORDS = 8  # of an office or a paper there
_BEFORE = 9  # before the date, in all
_FIELD_WORDS = 12  # of what a bar sets apart from the date
_LABEL_LENGTH = 40
_RUNS = 5  # of names around one date


@dataclass(frozen=True, slots=True)
class DateLine:
    """The day of a date line, and its label if it has one."""

    value: date
    label: Label | None


_BAR = re.compile(r"\s*[|•·●»›\t¦]+\s*|\s{2,}|\s/\s|\s*\n\s*")
_RANGE_BEFORE = re.compile(
    r"\d(?:st|nd|rd|th|\.)?\s*(?:[-–—/&]|\b(?:and|to|until|till|y|al|et|au|bis|und|до|и|по|ile|ve|e|i|a)\b)\s*\Z"
)
_RANGE_AFTER = re.compile(r"\s*(?:[-–—]|\b(?:to|until|till|and|bis|au|al|до|по)\b)\s*\d{1,2}(?![\d:.])")
# these open a sentence; their like in other languages open a date line, "Oslo, le 4 mars 2024"
_ENGLISH = frozenset({"on", "On", "at", "At"})
_BYLINE = re.compile(
    r"(?:by|por|par|von|di|od|от|articol de|text|written by|staff|our|from our|(?:news|web) desk)\b", re.IGNORECASE
)
_DIGIT = re.compile(r"[0-9]")
_UNDER = re.compile(r"\A(?:in|under)\s+", re.IGNORECASE)
_CLOSED = re.compile(r"[^\W\d_]{2,}[.!?][\"'”’»)]*\Z")
_RIGHTS = re.compile(r"©|\(c\)|copyright|rights", re.IGNORECASE)


def date_line(words: str) -> DateLine | None:
    """The date of a date line.

    >>> date_line("10:15 | 23.07.2024 Category: Harbour").value.isoformat()
    '2024-07-23'
    >>> date_line("Updated 24 July 2024 | Published 23 July 2024")
    DateLine(value=datetime.date(2024, 7, 23), label=<Label.PUBLISHED: 'published'>)
    >>> [date_line(words) for words in ("They met on 4 March 2024", "THE WEEK AHEAD, 4–8 MARCH 2024")]
    [None, None]
    """
    if len(words) > LONGEST or MARK in words or _RIGHTS.search(words):
        return None
    values, frame = _framed(words)
    if not values or (_DIGIT.search(frame) and day_without_year().search(frame)):
        return None
    found: list[Label | None] = []
    label: Label | None = None  # "Published: 10:15 | 4 March 2024"
    for field in fields(frame):
        pieces = list(_pieces(field))
        if MARK in field:
            labels = _labels_of(pieces, label)
            if labels is None:
                return None
            found += labels
        elif not _is_apart(field):
            return None
        label = _label_left(pieces)
    return _best([DateLine(value, label) for value, label in zip(values, found, strict=True)])


def label_of(words: str) -> Label | None:
    """The label that a line is and nothing else, such as "PUBLISHED:", its date on the next line.

    >>> label_of("Veröffentlicht am:"), label_of("Published works")
    (<Label.PUBLISHED: 'published'>, None)
    """
    match = a_label().fullmatch(words.strip(" -–•*:")) if len(words) <= _LABEL_LENGTH else None
    return Label(str(match.lastgroup)) if match else None


def fields(words: str) -> list[str]:
    """The parts of a line that bars, bullets or wide gaps set apart."""
    return _BAR.split(words)


def opens_with_label(words: str) -> bool:
    """Whether a label such as "Published" begins a line."""
    return a_label().match(words.lstrip(" -–•*")) is not None


def _best(found: Sequence[DateLine]) -> DateLine | None:
    """The one that is most likely the first publication; two days without a label are a range."""
    for label in (Label.PUBLISHED, Label.DATE, None, Label.UPDATED):
        days = {line.value for line in found if line.label is label}
        if days:
            return DateLine(days.pop(), label) if len(days) == 1 else None
    return None


# ── the parts of a line ───────────────────────────────────────────────────────────────────────────────────────────

_LABELS = frozenset(Label)


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: str
    words: str


def _framed(words: str) -> tuple[list[date], str]:
    """The dates of a line, and the line with a mark for each; none at all where one is the end of a range."""
    values: list[date] = []
    frame, at = "", 0
    for found in printed_dates(words):
        before, after = not_range().sub("", words[at : found.start]), words[found.end :]
        if (at < found.start and _RANGE_BEFORE.search(before)) or _RANGE_AFTER.match(after):
            return [], ""
        frame += words[at : found.start] + MARK
        values.append(found.value)
        at = found.end
    return values, frame + words[at:]


def _label_left(pieces: Sequence[_Piece]) -> Label | None:
    """The label of a field that has no date itself, or none yet for its clock: "Published: 10:15"."""
    labels = [Label(piece.kind) for piece in pieces if piece.kind in _LABELS]
    return labels[0] if labels and all(piece.kind not in ("mark", "run") for piece in pieces) else None


def _labels_of(pieces: Sequence[_Piece], label: Label | None) -> list[Label | None] | None:
    """The label of each date of a field, None if it holds what no date line does."""
    labels: list[Label | None] = []
    free, linked = False, label is not None  # any words may follow "Category:"; "on" follows a label or an author
    runs = words = 0
    for at, piece in enumerate(pieces):
        beside = [pieces[near].kind for near in (at - 1, at + 1) if 0 <= near < len(pieces)]
        if piece.kind == "mark":
            labels.append(label)
            label, free = None, False
        elif piece.kind in _LABELS:
            label = label if label and piece.kind == Label.DATE else Label(piece.kind)  # "Published date:"
            linked, free = True, False
        elif piece.kind == "credit":
            free = linked = True
        elif piece.kind == "linked" and piece.words in _ENGLISH and not linked and "clock" not in beside:
            return None
        elif piece.kind == "run":
            runs += 1
            words += 0 if labels else len(piece.words.split())
            linked = linked or _BYLINE.match(piece.words) is not None
            known = free or _is_beside(piece.words, before=not labels, adjoins=beside[-1:] == ["mark"])
            if runs > _RUNS or words > _BEFORE or not known:
                return None
            free = False
    return labels


def _pieces(field: str) -> Iterator[_Piece]:
    """The field cut into its date marks, known parts, separators and runs of other words."""
    at = 0
    for match in known_parts().finditer(field):
        if run := field[at : match.start()].strip():
            yield _Piece("run", run)
        yield _Piece(str(match.lastgroup), match.group())
        at = match.end()
    if run := field[at:].strip():
        yield _Piece("run", run)


def _is_beside(words: str, *, before: bool, adjoins: bool) -> bool:
    """Whether a run of words can stand beside a date: the name of a place, a person, an agency, an office, a paper."""
    if not before:
        words, adjoins = _UNDER.sub("", words), False
    count = len(words.split())
    if words.split()[-1].casefold() in words_of("bound") and adjoins:
        return False  # "By 4 March 2024", "Message of 4 March 2024"
    if _BYLINE.match(words):
        return count <= _TITLE_WORDS and not _closed_sentence(words)
    titled = masthead().search(words) is not None or words.isupper()
    if not _is_named(words) or count > (_TITLE_WORDS if titled else _NAME_WORDS):
        return False
    return titled or not adjoins or count == 1


def _is_named(words: str) -> bool:
    """Whether all words are names as far as capitals tell, and none tells of an event."""
    small = words_of("small") | words_of("of_a_paper") if masthead().match(words) else words_of("small")
    plain = all(not word[:1].islower() or word in small or masthead().fullmatch(word) for word in words.split())
    return plain and not _closed_sentence(words) and not names_event(words)


def _is_apart(field: str) -> bool:
    """Whether a field without a date can stand on a date line."""
    return len(field.split()) <= _FIELD_WORDS and not _closed_sentence(field) and not names_event(field)


def _closed_sentence(words: str) -> bool:
    return _CLOSED.search(words) is not None and len(words.split()) > 2
