"""The words by which a page's furniture and tail give themselves away.

In: one unit of a page. Out: the mark it carries, or None. A line longer than `lines.SHORT` carries none, but for a link.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from importlib import resources

from extractor.articles.lines import Unit


class Mark(StrEnum):
    """What a line announces."""

    END = "end"  # the readers' own words: "Leave a reply", "3 thoughts on …"
    TAIL = "tail"  # the end of the body: "MORE ABOUT", "Most read", "###"
    LIST = "list"  # perhaps a list of headlines, the body goes on after it: "Recommended"
    LONE = "lone"  # itself and nothing after it: "Advertising", "Also read: …"
    CAPTION = "caption"  # of a photo; it says nothing about the lines beside it


_CAPITAL = r"(?-i:[^\W\d_a-z])"
_WORDS = {
    "pointer": r"(?:also read|read also|read|read more|read next|see also|see|watch also|don['’]t miss|must read|more on this)",
    "names": rf"{_CAPITAL}[\w.’'-]*(?:[ ,;/|]+(?:and|in|by|with|for|the|editing|writing|{_CAPITAL}[\w.’'-]*))*[-–—.;\s)]*\Z",
    "network": r"(?:facebook|twitter|x|whats?app|telegram|linkedin|instagram|reddit|pinterest|youtube|e-?mail|print|copy link"
    r"|copy|listen|share|tweet|save|threads|bluesky|messenger|viber|vk|odnoklassniki)",
    "agency": r"(?:AA|AP|AFP|EFE|EPA|DHA|IHA|TASS|ANSA|DPA|Reuters|Getty(?: Images)?|Anadolu(?: Agency)?|Xinhua|Others|Archive)",
    "piece": r"(?:story|article|page|post)",
    "capital": _CAPITAL,
}
_LAST = 140  # a closing is looked for in no more than the last characters of a line
# no closing and nothing inside without one of these: most lines of a body hold none, and are passed over quickly
_MAY_CLOSE = ("/", "(", "[", "©", "—", "–", "hoto", "foto", "ảnh", "eserv", "прав", "hakk", "ubscri", " via ")
_LINK = re.compile(r"(?:\d{1,2}\.|[-*•])\s*\[[^\]\n]{3,900}\]\((?:https?:|[/.])")  # an item of a list that is a link
_POINTS = "0123456789-*•"
_SIGNS = "←→«»<>*•▶►|# "  # may stand before any words
_AGENCY_ALONE = re.compile(rf"{_WORDS['agency']}(?:[/ ,·|-]+{_WORDS['agency']})?\Z")


def mark_of(unit: Unit) -> Mark | None:
    """The mark a line carries.

    >>> from extractor.articles.lines import units
    >>> [mark_of(unit) for unit in units("Also read: one thing\\n\\nRecommended\\n\\nLATEST\\n\\nLatest talks failed.")]
    [<Mark.LONE: 'lone'>, <Mark.LIST: 'list'>, <Mark.TAIL: 'tail'>, None]
    """
    words = unit.words
    if words[0] in _POINTS and _LINK.match(words):
        return Mark.LONE
    if not unit.is_short:
        return None
    begin, close, inside = _patterns()
    found = begin.match(words) or (begin.match(words.lstrip(_SIGNS)) if words[0] in _SIGNS else None)
    folded = words.lower()
    if found is None and any(sign in folded for sign in _MAY_CLOSE):
        found = close.search(words, max(0, len(words) - _LAST)) or inside.search(words)
    if found is not None:
        return Mark(str(found.lastgroup))
    return Mark.LONE if _AGENCY_ALONE.match(words) else None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What lines begin with, whole lines among it, what they end with, and what they hold; the order of `Mark` decides."""
    rows = resources.files("extractor.articles").joinpath("data", "furniture.tsv").read_text(encoding="utf-8")
    known: dict[str, dict[str, list[str]]] = {
        where: {mark: [] for mark in Mark} for where in ("opening", "closing", "inside")
    }
    for row in rows.splitlines():
        if row.startswith(("#", "mark\t")):
            continue
        mark, where, pattern = row.split("\t")
        for name, words in _WORDS.items():
            pattern = pattern.replace("{" + name + "}", words)
        if where == "whole":
            known["opening"][mark].append(rf"(?:{pattern})\s*[:.…»>!*←→]*\Z")
        else:
            known[where][mark].append(pattern)
    return _one(known["opening"], ""), _one(known["closing"], r"\.?\Z"), _one(known["inside"], "")


def _one(patterns: dict[str, list[str]], end: str) -> re.Pattern[str]:
    """One pattern whose last group is the mark."""
    groups = (f"(?P<{mark}>{'|'.join(f'(?:{each})' for each in rows)}){end}" for mark, rows in patterns.items() if rows)
    return re.compile("|".join(groups), re.IGNORECASE)
