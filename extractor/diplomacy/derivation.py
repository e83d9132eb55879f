"""Everything code computes for one event: date, sides, dyad, ontology codes, and what a reviewer should look at.

In: the event as a reply states it, and its Article. Out: the computed fields. Nothing the reply says is changed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

from extractor.diplomacy import ontology
from extractor.diplomacy.countries import ambiguous, mentions, side_code
from extractor.diplomacy.dates import Anchor, Date, Method, Precision, resolve
from extractor.models import Article, Warning

_AHEAD = {"planned", "postponed", "cancelled"}  # what was fixed for a later day, whatever became of it


def participant_code(country: str | None, title: str | None) -> str | None:
    """The code of the side a participant speaks for: from the country, else from a country named in the office.

    >>> participant_code("Türkiye", None), participant_code(None, "Turkish Foreign Minister")
    ('TUR', 'TUR')
    """
    if country:
        return side_code(country)
    named = {mention.code for mention in mentions(title or "") if mention.code}
    return named.pop() if len(named) == 1 else None


def computed(event: Mapping[str, Any], article: Article) -> dict[str, Any]:
    """The computed fields of an event: date, sides, dyad, plover, cameo."""
    participants: Sequence[Mapping[str, Any]] = event["participants"]
    sides = sorted({p["country_code"] for p in participants if p["country_code"]})
    location = event["location"]
    plover, cameo = ontology.codes(
        event_type=event["event_type"],
        realis=event["realis"],
        channel=event["channel"],
        setting=location["setting"] if location else None,
        sides=sides,
        roles=[p["role"] for p in participants],
        quote=event["quote"],
    )
    return {
        "date": event_date(event, article),
        "sides": sides,
        "dyad": "-".join(sides) if len(sides) == 2 else None,
        "plover": plover,
        "cameo": cameo,
    }


def event_date(event: Mapping[str, Any], article: Article) -> Date:
    """When the event happened, from its own words and the page's anchors."""
    words: str | None = event["date_text"]
    anchor = Anchor(published=article.published, newest_printed=article.newest_printed, today=_today())
    told = partial(
        resolve,
        words,
        anchor,
        same_day_news=bool(event["is_main"]) and event["realis"] == "actual",
        in_dateline=_in_dateline(words, article),
        language=article.language,
    )
    found = told(planned=event["realis"] in _AHEAD)
    if event["realis"] != "cancelled" or found.method != Method.YEAR_INFERRED:
        return found
    return min(found, told(planned=False), key=lambda date: _distance(date, article.published))


def _distance(found: Date, published: date | None) -> int:
    """Days between the publication and a day; a contact may be called off before its day or, in a report of it, after."""
    if published is None or found.value is None or found.precision not in (Precision.DAY, Precision.RANGE):
        return 0
    return abs((date.fromisoformat(found.value) - published).days)


def _in_dateline(words: str | None, article: Article) -> bool:
    """Whether these words stand in the dateline and nowhere else in what is coded."""
    line = article.dateline
    if not words or line is None or words not in line.span.of(article.text):
        return False
    return article.coded.count(words) == line.span.of(article.text).count(words)


def _today() -> date:
    """The last bound of a year that only a weekday gives away."""
    return datetime.now(UTC).date()


def warnings(events: Sequence[Mapping[str, Any]]) -> list[Warning]:
    """Dates whose words contradict each other, sides whose name fits several states."""
    found: list[Warning] = []
    for index, event in enumerate(events):
        if event["date"]["method"] == Method.CONFLICT:
            message = (
                f"events[{index}].date_text: weekday and date in {event['date_text']!r} disagree; the date was kept"
            )
            found.append(Warning(code="date_conflict", message=message))
        for at, participant in enumerate(event["participants"]):
            country = participant["country"]
            choices = ambiguous(country) if country else ()
            if choices and not participant["country_code"]:
                message = f"events[{index}].participants[{at}].country: {country!r} may be {' or '.join(choices)}; not guessed"
                found.append(Warning(code="ambiguous_country", message=message))
    return found
