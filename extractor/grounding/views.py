"""One text, written in ever fewer ways, each character still knowing where it came from.

In: any text. Out: a `View` of it: folded, uncased, joined or bare, with original offsets. Refuses nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

# Every mark of quotation is one mark, so that a model that turns “…” into '…' inside JSON still quotes.
QUOTES = re.compile('["`´‘’‚‛“”„‟′″‹›«»〝〞〟＂＇ʼʹ״׳]')
DASHES = "‐‑‒–—―−"
JOINING = "\u0640\u1160-\u11ff\uff9e\uff9f"  # letters that are one with the letter before them
ALONE = "\u00a0«»،؛؟।\u2010-\u2027\u3000-\u3029\uff01-\uff60"  # what never joins the letter before it
DROPPED = {"\u0640"} | {chr(code) for code in range(0xFE00, 0xFE10)}  # tatweel, variation selectors
HALFWIDTH_VOICING = "\uff9e\uff9f"
_VARIANTS = {"ı": "i", "ی": "ي", "ى": "ي", "ک": "ك"}  # letters that keyboards, and models, write for one another
VIRAMA = 9  # marks of this combining class or a lower one are letters of their script (dakuten, nukta), not accents

_PIECE = re.compile(
    rf"(?P<plain>[!-,.-~]+(?:[ -][!-,.-~]+)*(?![^\x00-\x7f]))"
    rf"|(?P<letters>[^\W_]+(?: [^\W_]+)*(?=(?![{JOINING}])[^\W_]|[\x00-\x7f{ALONE}]|\Z))"
    rf"|(?P<broken>(?<=[^\W\d_])[-‐\u00ad][ \t]*\r?\n\s*(?=[^\W\d_]))"  # a word divided at the end of its line
    rf"|(?P<space>\s+)"
    rf"|(?P<dash>[-{DASHES}]+)"
    rf"|(?P<other>[^\s{DASHES}\u00ad-](?:(?!\s|[{DASHES}]|\u00ad[ \t]*\r?\n)(?:[^\x00-\x7f\w]|[{JOINING}]))*|.)",
    re.DOTALL,
)
_JOINED = re.compile(f"[{JOINING}]")
_INNER_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=\w)")


@dataclass(frozen=True)
class View:
    """A rewritten text; `starts[i]` and `ends[i]` bound the original characters behind `text[i]`."""

    text: str
    starts: list[int]
    ends: list[int]

    def origin(self, start: int, end: int) -> tuple[int, int] | None:
        """Original offsets of `text[start:end]`; None when an edge falls inside what was one original character.

        >>> view = fold("ﬁne — “so”")
        >>> view.text, view.origin(0, 4), view.origin(1, 4)
        ("fine - 'so'", (0, 3), None)
        """
        inside = start > 0 and self.starts[start] == self.starts[start - 1]
        if inside or (end < len(self.text) and self.starts[end] == self.starts[end - 1]):
            return None
        return self.starts[start], self.ends[end - 1]

    def stripped(self) -> str:
        """The text without outer white space."""
        return self.text.strip()


def fold(text: str) -> View:
    """The text in one Unicode form: NFKC, one kind of quotation mark and dash, single spaces, nothing invisible.

    >>> fold("the\\u00a0 Minis\\u00adter’s “visit”").text
    "the Minister's 'visit'"
    """
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for piece in _PIECE.finditer(QUOTES.sub("'", text)):
        start, end = piece.span()
        run = piece.group()
        if piece.lastgroup == "plain" or (piece.lastgroup == "letters" and _is_folded(run)):
            chars.append(run)
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
            continue
        for shown, left, right in _shown(piece):
            if shown in {" ", "-"} and chars and chars[-1] == shown:  # two runs with nothing visible between them
                ends[-1] = right
                continue
            if shown:
                chars.append(shown)
                starts += [left] * len(shown)
                ends += [right] * len(shown)
    return View("".join(chars), starts, ends)


def uncase(view: View) -> View:
    """The view without the difference of capital and small letters."""
    text = view.text.replace("İ", "i")  # Unicode's own rule leaves a dot behind the letter
    small = text.casefold()
    if len(small) == len(text):
        return View(small, view.starts, view.ends)
    return _respelt(View(text, view.starts, view.ends), {char: char.casefold() for char in set(text)})


def join(view: View) -> View:
    """The view without hyphens inside words: "co-operation", and words divided at the end of a line.

    >>> join(fold("co-operation of G-20 min-\\nisters - now")).text
    'cooperation of G20 ministers - now'
    """
    dropped = [found.start() for found in _INNER_HYPHEN.finditer(view.text)]
    if not dropped:
        return view
    kept = list(pairwise([-1, *dropped, len(view.text)]))
    starts = [offset for left, right in kept for offset in view.starts[left + 1 : right]]
    ends = [offset for left, right in kept for offset in view.ends[left + 1 : right]]
    return View("".join(view.text[left + 1 : right] for left, right in kept), starts, ends)


def bare(view: View) -> View:
    """The view without accents, vowel points and dots: "Çavuşoğlu" is "Cavusoglu".

    >>> bare(fold("Çavuşoğlu, Yıldız, Łódź")).text
    'Cavusoglu, Yildiz, Łodz'
    """
    if view.text.isascii():
        return view
    table = {char: _unaccented(char) for char in set(view.text) if not char.isascii()}
    return _respelt(view, table)


class Spellings:
    """The views of one text, each made when first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def folded(self) -> View:
        """One Unicode form."""
        return fold(self.text)

    @cached_property
    def uncased(self) -> View:
        """Folded, in small letters."""
        return uncase(self.folded)

    @cached_property
    def joined(self) -> View:
        """Uncased, without hyphens inside words."""
        return join(self.uncased)

    @cached_property
    def bare(self) -> View:
        """Uncased, without accents."""
        return bare(self.uncased)


def normalized(text: str) -> str:
    """The most that two texts may differ in and still be the same quote: Unicode form, case, hyphens inside words.

    >>> normalized("“Co-operation”\\u00a0NOW") == normalized("'cooperation'  now")
    True
    """
    return Spellings(text).joined.stripped()


def _is_folded(letters: str) -> bool:
    return letters.isascii() or (unicodedata.is_normalized("NFKC", letters) and not _JOINED.search(letters))


def _shown(piece: re.Match[str]) -> list[tuple[str, int, int]]:
    start, end = piece.span()
    match piece.lastgroup:
        case "broken":
            return [("" if piece.group()[0] == "\u00ad" else "-", start, end)]
        case "space":
            return [(" ", start, end)]
        case "dash":
            return [("-", start, end)]
        case _:
            return _clusters(piece.group(), start)


def _clusters(run: str, offset: int) -> list[tuple[str, int, int]]:
    """Characters that normalise together: a letter with its marks, a Hangul syllable with its parts."""
    edges = [at for at, char in enumerate(run) if at == 0 or not _continues(char)] + [len(run)]
    clusters = [(left, _visible(run[left:right])) for left, right in pairwise(edges)]
    return [(_composed(shown), offset + left, offset + left + len(shown)) for left, shown in clusters]


def _visible(cluster: str) -> str:
    """The cluster without what it ends in but does not show."""
    while cluster and _hidden(cluster[-1]):
        cluster = cluster[:-1]
    return cluster


def _hidden(char: str) -> bool:
    return unicodedata.category(char) == "Cf" or char in DROPPED


def _continues(char: str) -> bool:
    return (
        _hidden(char)
        or unicodedata.category(char)[0] == "M"
        or "\u1160" <= char <= "\u11ff"
        or char in HALFWIDTH_VOICING
    )


@lru_cache(maxsize=20_000)
def _composed(cluster: str) -> str:
    seen = "".join(char for char in cluster if not _hidden(char))
    # quotation marks first: NFKC would turn a lone acute accent into a space and a mark
    return QUOTES.sub("'", unicodedata.normalize("NFKC", QUOTES.sub("'", seen)))


@lru_cache(maxsize=20_000)
def _unaccented(char: str) -> str:
    if char in _VARIANTS or char.isdecimal():
        return _VARIANTS.get(char) or str(unicodedata.decimal(char))
    parts = unicodedata.normalize("NFD", char)
    return unicodedata.normalize("NFC", "".join(part for part in parts if unicodedata.combining(part) <= VIRAMA))


def _respelt(view: View, table: dict[str, str]) -> View:
    text = view.text.translate({ord(char): letters for char, letters in table.items()})
    if all(len(letters) == 1 for letters in table.values()):
        return View(text, view.starts, view.ends)
    lengths = [len(table.get(char, char)) for char in view.text]
    return View(text, _stretched(view.starts, lengths), _stretched(view.ends, lengths))


def _stretched(offsets: list[int], lengths: list[int]) -> list[int]:
    return [offset for offset, length in zip(offsets, lengths, strict=True) for _ in range(length)]
