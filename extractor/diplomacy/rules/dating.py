"""Finds the words for the day of an event, in its own mentions or in what else the page tells of it.

In: a page, an event, whether it is the main one, and the events that are kept. Out: words of the text, or None.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.diplomacy.dates import DateMention
from extractor.diplomacy.rules import retold, when
from extractor.diplomacy.rules.contact import Contact
from extractor.diplomacy.rules.cues import TALKS
from extractor.diplomacy.rules.events import Event
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part

_DECLARED = frozenset({"expulsion", "ties", "summons", "refusal"})  # what a state does on the day on which it says so
_ON_THIS_DAY = re.compile(r"\b(?:on this day|the same day|on the same day)\b", re.IGNORECASE)


def words(page: Page, event: Event, *, is_main: bool, kept: list[Event]) -> str | None:
    """The words that say when the event happened."""
    date = _of_the_main(page, event, kept) if is_main else event.date
    if date is not None:
        return date.words
    match = _ON_THIS_DAY.search(event.first.sentence.words)
    return match.group() if match else None


def _of_the_main(page: Page, event: Event, kept: list[Event]) -> DateMention | None:
    """The date that the surest words give: for what the event is, for what else it is called, for the telling of it."""
    kinds = {event.type, TALKS} if event.type == "meeting" else {event.type}
    if date := _best(page, [contact for contact in event.contacts if contact.type in kinds]):
        return date
    more, lead = retold.mentions(page, event, kept), retold.leads(page, event, kept)
    top = [contact for contact in event.contacts if contact.sentence.part is not Part.BODY]
    for mentions in ([mention for mention in more if mention.type in kinds], top, [*more, *lead]):
        if date := _best(page, mentions):
            return date
    tellings = (*top, *more, *lead) if event.realis == "actual" and event.type in _DECLARED else ()
    told = (date for mention in tellings if (date := when.of_telling(page, mention)))
    said = (date for mention in event.contacts if (date := when.of(page, mention, in_speech=True)))
    return next(told, None) or event.date or next(said, None)


def _best(page: Page, mentions: Sequence[Contact]) -> DateMention | None:
    """The first date; where it names no day, the first that does, of a mention near it or in full words."""
    found = [(mention, date) for mention in mentions if (date := when.of(page, mention))]
    if not found:
        return None
    first, date = found[0]
    days = (
        day
        for mention, day in found
        if when.precise(day) and (not mention.echoed or _after(first, mention) <= retold.NEAR)
    )
    return next(days, date)


def _after(first: Contact, mention: Contact) -> int:
    return mention.sentence.number - first.sentence.number
