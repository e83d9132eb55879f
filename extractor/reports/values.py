"""How values and figures are written for a reader.

In: any value of a record, any figure. Out: one line of plain words. Control and bidirectional characters, which could show a reader
something else than what is there, are spelt out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractor.evaluation.report import Bounds

UNDEFINED = "–"
# C0 and C1 controls, marks and overrides of direction, invisible operators, lone surrogates, characters that are none
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)


def shown(value: object) -> str:
    """A value of gold or of a prediction on one line; an object by its filled parts.

    >>> shown(None), shown(True), shown(1200), shown(["JPN", "TUR"])
    ('–', 'true', '1200', 'JPN, TUR')
    >>> shown({"value": "2022-01-06", "end": None, "precision": "day"})
    '2022-01-06, precision day'
    >>> shown("left " + chr(0x202E) + "right")
    'left ⟨U+202E⟩right'
    """
    if value is None:
        return UNDEFINED
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        filled = {plain(str(name)): shown(part) for name, part in value.items() if part not in (None, "", [])}
        return ", ".join(told if name == "value" else f"{name} {told}" for name, told in filled.items()) or UNDEFINED
    if isinstance(value, (list, tuple)):
        return ", ".join(shown(part) for part in value) or UNDEFINED
    return " ".join(plain(str(value)).split()) or UNDEFINED


def plain(text: str) -> str:
    """Text whose every character can be seen: unseen ones are named by their number, line breaks stay."""
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def short(text: str, limit: int) -> str:
    """The beginning of a text, with an ellipsis where something was left out.

    >>> short("The ministers met", 14), short("met", 14)
    ('The ministers…', 'met')
    """
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def rate(value: float | None) -> str:
    """A figure with three digits; a dash where it is undefined."""
    return UNDEFINED if value is None else f"{value:.3f}"


def bounds(found: Bounds | None) -> str:
    """An interval; nothing where there is none."""
    return "" if found is None else f"{found.low:.2f}–{found.high:.2f}"


def dollars(cost: float | None) -> str:
    """A sum in US dollars, with the digits that it needs.

    >>> dollars(None), dollars(0.0), dollars(12.5), dollars(0.00123)
    ('unknown', '$0', '$12.50', '$0.0012')
    """
    if cost is None:
        return "unknown"
    return "$0" if cost == 0 else f"${cost:,.2f}" if cost >= 1 else f"${cost:.2g}" if cost < 1e-4 else f"${cost:.4f}"


def verdict(passed: bool | None) -> str:
    """How an evaluation ended, in a word."""
    return {True: "passed", False: "failed", None: "incomplete"}[passed]
