"""What a quote, though it stands in the article, does not show.

In: the events and milestones of a record, and their Article. Out: warnings `value_not_in_quote`, one a value.
Nothing is refused, and no value is changed: the words may stand elsewhere in the article, and a reviewer should look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extractor.diplomacy.countries import mentions, place_country, place_key, side_code
from extractor.diplomacy.letters import plain
from extractor.diplomacy.numbers import numbers
from extractor.diplomacy.people import fold, similarity, surname
from extractor.models import Article, Warning

Json = Mapping[str, Any]

SPELLING = 0.9  # from here on two words are one name in two transliterations
NEAR_NAME = (120, 60)  # characters before and after a name in which its country or office is usually given
_WORD = re.compile(r"[^\W_]+")
_LENGTH = re.compile(r"\b(?:minutes?|hours?|hour-long|half-hour)\b", re.IGNORECASE)


def warnings(record: Json, article: Article) -> list[Warning]:
    """Names whose family name their quote lacks, dates whose words it lacks, sides and numbers that it never names."""
    found = [
        *(
            missing
            for at, event in enumerate(record["events"])
            for missing in _of_event(f"events[{at}]", event, article)
        ),
        *(
            missing
            for at, fact in enumerate(record["milestones"])
            for missing in _of_milestone(f"milestones[{at}]", fact)
        ),
    ]
    return [
        Warning(code="value_not_in_quote", message=f"{path}: {value!r} does not follow from {where}")
        for path, value, where in found
    ]


Missing = tuple[str, object, str]  # path, value, and the words that should have shown it


def _of_event(path: str, event: Json, article: Article) -> Iterator[Missing]:
    quote = event["quote"]
    own = f"{path}.quote"
    if event["date_text"] and not _holds(quote, event["date_text"]) and not _in_dateline(event["date_text"], article):
        yield f"{path}.date_text", event["date_text"], own
    if event["duration_minutes"] is not None and not _LENGTH.search(article.coded):
        yield f"{path}.duration_minutes", event["duration_minutes"], "any word of a length of time in the article"
    for at, person in enumerate(event["participants"]):
        if person["name"] and not _names(quote, person["name"]):
            yield f"{path}.participants[{at}].name", person["name"], own
        shown = [quote, person["title"] or "", *_around(person["name"], article.coded)]
        if person["country"] and not _shows_side(shown, person["country"], article):
            yield f"{path}.participants[{at}].country", person["country"], f"{own}, the title or the words at the name"
    place = event["location"]
    if place and place["city"] and not _shows_city(place["quote"], place["city"]):
        yield f"{path}.location.city", place["city"], f"{path}.location.quote"
    if place and place["country"] and not _shows_country(place, article):
        yield f"{path}.location.country", place["country"], f"{path}.location.quote"


def _of_milestone(path: str, fact: Json) -> Iterator[Missing]:
    quote = fact["quote"]
    if fact["date_text"] and not _holds(quote, fact["date_text"]):
        yield f"{path}.date_text", fact["date_text"], f"{path}.quote"
    if fact["value"] is not None and fact["value"] not in numbers(quote):
        yield f"{path}.value", fact["value"], f"{path}.quote"


# ── what words show ───────────────────────────────────────────────────────────────────────────────────────────────


def _words(text: str) -> list[str]:
    return _WORD.findall(plain(text))


def _holds(text: str, phrase: str) -> bool:
    """Whether the phrase's words stand in the text, in a row."""
    return f" {' '.join(_words(phrase))} " in f" {' '.join(_words(text))} "


def _names(quote: str, name: str) -> bool:
    """Whether the quote has the family name, in any transliteration.

    >>> _names("Lavrov's talks with Fidan", "Sergey Lavrov"), _names("The two ministers met.", "Sergey Lavrov")
    (True, False)
    """
    held = _words(quote)
    return any(
        all(word in held or any(similarity(word, other) >= SPELLING for other in held) for word in family)
        for family in _families(name)
    )


def _families(name: str) -> list[list[str]]:
    """What a short form of the name may consist of: the family name, or of three words and more any but the first."""
    later = fold(name).split()[1:]
    return [surname(name).split(), *([word] for word in later if len(later) > 1 and len(word) > 2)]


def _around(name: str | None, text: str) -> list[str]:
    """The words near each place where the name stands: "the Turkish minister, Hakan Fidan, said"."""
    before, after = NEAR_NAME
    if not name:
        return []
    return [text[max(0, found.start() - before) : found.end() + after] for found in re.finditer(re.escape(name), text)]


def _shows_side(shown: Sequence[str], side: str, article: Article) -> bool:
    """Whether any of the texts names the side: by its name, its adjective, its capital or a house of its government."""
    if any(_holds(text, side) for text in shown):
        return True
    code = side_code(side)
    if code is None or article.language not in (None, "en"):  # the names of sides in running text are English
        return code is not None
    return any(mention.code == code for text in shown for mention in mentions(text))


def _shows_city(quote: str, city: str) -> bool:
    key = place_key(city)
    if _holds(quote, city):
        return True
    return key is not None and any(place_key(mention.words) == key for mention in mentions(quote))


def _shows_country(place: Json, article: Article) -> bool:
    """A country may be evident from its city."""
    code = side_code(place["country"])
    if code is not None and place["city"] and place_country(place["city"]) == code:
        return True
    return _shows_side([place["quote"]], place["country"], article)


def _in_dateline(words: str, article: Article) -> bool:
    line = article.dateline
    return line is not None and _holds(line.span.of(article.text), words)
