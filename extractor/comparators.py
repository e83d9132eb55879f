"""One rule a kind of field: how far a predicted value agrees with the gold value.

In: a field's `Compare`, two JSON values and, for quotes, the article's text. Out: an `Outcome`, or a likeness 0 to 1.
It knows no schema and refuses nothing: what it cannot read as its kind is compared as it is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import product

from rapidfuzz.fuzz import token_set_ratio

from extractor.fields import Compare

Key = Callable[[object], str | None]


class Outcome(StrEnum):
    """What became of one slot (Chinchor and Sundheim, MUC-5)."""

    COR = "COR"  # right
    PAR = "PAR"  # partly right
    INC = "INC"  # wrong
    MIS = "MIS"  # gold only
    SPU = "SPU"  # predicted only
    NUL = "NUL"  # both empty
    NSC = "NSC"  # not scored

    @property
    def credit(self) -> float:
        """1 for COR, 0.5 for PAR, else 0."""
        return 1.0 if self is Outcome.COR else 0.5 if self is Outcome.PAR else 0.0


_NOTHING_SAID = frozenset({"", "unspecified", "unstated"})
_NO_CLASS = _NOTHING_SAID | {"none"}  # a class called "none" claims nothing, so agreeing on it earns nothing


def filled(how: Compare, value: object) -> object | None:
    """The value as scored, or None when it is empty: null, "", [], `unspecified`, a date without a value.

    >>> filled(Compare("exact"), "unspecified"), filled(Compare("exact"), False)
    (None, False)
    """
    if how.kind == "date":
        if not isinstance(value, dict) or not value.get("value"):
            return None
        return {part: value.get(part) for part in ("value", "end", "precision")}
    if isinstance(value, str):
        nothing = _NO_CLASS if how.kind == "exact" else _NOTHING_SAID
        return None if value.strip().lower() in nothing else value
    return None if value is None or value in ([], (), {}) else value


def compare(how: Compare, gold: object, predicted: object, text: str = "") -> Outcome:
    """The outcome of one slot that holds one value; a `set` is matched by `members` instead."""
    return agreement(how, filled(how, gold), filled(how, predicted), text)


def agreement(how: Compare, gold: object | None, predicted: object | None, text: str = "") -> Outcome:
    """The same for two values as `filled` gives them."""
    if gold is None:
        return Outcome.NUL if predicted is None else Outcome.SPU
    if predicted is None:
        return Outcome.MIS
    if how.kind in ("name", "place"):
        return (same_name if how.kind == "name" else same_place)(gold, predicted, how.key)
    if how.kind == "quote":
        return same_quote(gold, predicted, text)
    return {"date": same_date, "prose": same_prose}.get(how.kind, same)(gold, predicted)


def same(gold: object, predicted: object) -> Outcome:
    """Enum, code, bool, integer: equality, and true is not 1."""
    equal = gold == predicted and isinstance(gold, bool) == isinstance(predicted, bool)
    return Outcome.COR if equal else Outcome.INC


# letters that NFKD leaves whole, and marks that stand inside a word without parting it
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ə": "e"}
    | dict.fromkeys("'’‘ʼʻ`´.", "")
)
# fmt: off
_TITLES = {
    "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "lord", "lady", "his", "her", "the", "of", "for",
    "and", "president", "vice", "deputy", "prime", "minister", "foreign", "defence", "defense", "interior",
    "premier", "chancellor", "secretary", "general", "state", "ambassador", "envoy", "senator", "governor",
    "speaker", "king", "queen", "prince", "princess", "crown", "emir", "sultan", "sheikh", "pope",
}
# fmt: on


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Words without case, accents and punctuation.

    >>> plain("Çavuşoğlu, O’Neill & al-Şimşek")
    'cavusoglu oneill al simsek'
    """
    letters = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    kept = (c if unicodedata.category(c)[0] in "LNM" else " " for c in letters if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


@lru_cache(maxsize=65536)
def folded(name: str) -> str:
    """A name's plain words without the titles in front; never empty because of them.

    >>> folded("Foreign Minister Dr. Işık Öztürk"), folded("King")
    ('isik ozturk', 'king')
    """
    words = plain(name).split()
    while len(words) > 1 and words[0] in _TITLES:
        words = words[1:]
    return " ".join(words)


def surname(name: str) -> str:
    """The last word of the folded name: what an article calls a person after the first mention."""
    return folded(name).rpartition(" ")[2]


def name_similarity(gold: object, predicted: object, key: Key | None = None) -> float:
    """Token-set similarity of two folded names, in their canonical spelling if there is one, from 0 to 1."""
    one, other = (folded(str((key and key(name)) or name)) for name in (gold, predicted))
    return token_set_ratio(one, other) / 100 if one != other else 1.0


def same_name(gold: object, predicted: object, key: Key | None = None) -> Outcome:
    """Similarity from .90 COR; from .70 PAR, if the surname of one is a word of the other."""
    likeness = name_similarity(gold, predicted, key)
    if likeness >= 0.9:
        return Outcome.COR
    one, other = folded(str(gold)).split(), folded(str(predicted)).split()
    shared = bool(one and other) and (one[-1] in other or other[-1] in one)
    return Outcome.PAR if likeness >= 0.7 and shared else Outcome.INC


def same_place(gold: object, predicted: object, key: Key | None = None) -> Outcome:
    """Both resolve: same key COR, same country (the key up to "/") PAR, else INC. Otherwise as names."""
    one, other = (key(place) if key else None for place in (gold, predicted))
    if one is None or other is None:
        return same_name(gold, predicted)
    if one == other:
        return Outcome.COR
    return Outcome.PAR if one.partition("/")[0] == other.partition("/")[0] else Outcome.INC


def same_prose(gold: object, predicted: object) -> Outcome:
    """Token-set similarity from .80 COR, from .50 PAR."""
    likeness = token_set_ratio(plain(str(gold)), plain(str(predicted))) / 100 if gold != predicted else 1.0
    return Outcome.COR if likeness >= 0.8 else Outcome.PAR if likeness >= 0.5 else Outcome.INC


def same_date(gold: object, predicted: object) -> Outcome:
    """Equal COR; one inside the other, or overlapping by half of the longer, PAR; else INC. No day of tolerance."""
    if gold == predicted:
        return Outcome.COR
    one, other = _days(gold), _days(predicted)
    if one is None or other is None:
        return Outcome.INC
    shared = _shared(one, other)
    inside = shared == min(one[1] - one[0], other[1] - other[0])
    return Outcome.PAR if inside or shared * 2 >= max(one[1] - one[0], other[1] - other[0]) else Outcome.INC


def _shared(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def _days(value: object) -> tuple[int, int] | None:
    """Half-open range of day ordinals that a typed date covers."""
    if not isinstance(value, dict):
        return None
    first = _range(str(value["value"]))
    last = _range(str(value["end"])) if value.get("end") else first
    return (first[0], last[1]) if first and last and first[0] < last[1] else None


def _range(edtf: str) -> tuple[int, int] | None:
    """Days of `2022`, `2022-04` or `2022-04-01`; None for anything else."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", edtf):
        return None
    year, month, day = (*map(int, edtf.split("-")), 0, 0)[:3]
    try:
        first = date(year, month or 1, day or 1)
        last = first if day else date(year, month or 12, 28) + timedelta(days=4)  # in the next month, if no day
    except (ValueError, OverflowError):
        return None
    return first.toordinal(), (last if day else last.replace(day=1) - timedelta(days=1)).toordinal() + 1


def same_quote(gold: object, predicted: object, text: str) -> Outcome:
    """Overlap by half of the longer COR, else INC."""
    return Outcome.COR if quote_overlap(str(gold), str(predicted), text) >= 0.5 else Outcome.INC


def quote_overlap(gold: str, predicted: str, text: str) -> float:
    """Shared part of two quotes, over the longer one: of their spans in the article, else of their words.

    Over the longer, so that neither the whole article nor a single word agrees with every quote.

    >>> quote_overlap("met Ann", "Ann met", "Ann met Bob. Cem met Ann.")
    0.0
    """
    if gold.split() == predicted.split():
        return 1.0
    ours, theirs = spans(gold, text), spans(predicted, text)
    if ours and theirs:
        return max(_shared(a, b) / max(a[1] - a[0], b[1] - b[0]) for a, b in product(ours, theirs))
    one, other = Counter(plain(gold).split()), Counter(plain(predicted).split())
    return (one & other).total() / max(one.total(), other.total(), 1)


@lru_cache(maxsize=4096)
def spans(quote: str, text: str) -> tuple[tuple[int, int], ...]:
    """Every place where the quote stands in the text, whatever white space parts its words."""
    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    return tuple(found.span() for found in re.finditer(pattern, text)) if pattern else ()


def member_key(how: Compare, value: object) -> str:
    """What a member of a set, or a part of an identity, denotes: its key, a person's surname, else its plain words."""
    known = how.key(value) if how.key else None
    if known is not None:
        return known
    return surname(str(value)) if how.kind == "name" else plain(str(value)) or str(value)


def members(how: Compare, gold: object, predicted: object) -> list[tuple[object | None, int | None]]:
    """Match two sets: (gold member or None, index of the predicted member or None), repeated members once.

    >>> members(Compare("set"), ["A", "B"], ["b", "C"])
    [('A', None), ('B', 0), (None, 1)]
    """
    ours, theirs = _keyed(how, gold), _keyed(how, predicted)
    both = [(member, theirs[key][0] if key in theirs else None) for key, (_, member) in ours.items()]
    return [*both, *((None, at) for key, (at, _) in theirs.items() if key not in ours)]


def _keyed(how: Compare, value: object) -> dict[str, tuple[int, object]]:
    """Filled members in order by what they denote, each with its index; the first of equals stands for all."""
    keyed: dict[str, tuple[int, object]] = {}
    for at, member in enumerate(value if isinstance(value, (list, tuple)) else ()):
        if filled(how, member) is not None:
            keyed.setdefault(member_key(how, member), (at, member))
    return keyed


def likeness(how: Compare, gold: object, predicted: object, text: str = "") -> float:
    """How much two filled values speak for the same object; names below .70 do not at all."""
    if how.kind == "name":
        alike = name_similarity(gold, predicted, how.key)
        return alike if alike >= 0.7 else 0.0
    if how.kind == "quote":
        return quote_overlap(str(gold), str(predicted), text)
    return agreement(how, gold, predicted, text).credit
