"""Puts a page's events and milestones together as a reply.

In: an `Article`. Out: a dict with every field of the task's `Reply`; quotes are exact stretches of the text.
"""

from __future__ import annotations

from extractor.diplomacy.countries import side_code
from extractor.diplomacy.rules import (
    attribution,
    contacts,
    dating,
    discussed,
    events,
    main_event,
    milestones,
    no_event,
    outcomes,
    participants,
    statements,
    where,
)
from extractor.diplomacy.rules import page as pages
from extractor.diplomacy.rules.cues import TALKS
from extractor.diplomacy.rules.events import Event
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part, Sentence
from extractor.models import Article


def read(article: Article) -> dict[str, object]:
    """The rule-based reply to an article."""
    page = pages.read(article)
    told = [] if no_event.trivial(page) else contacts.find(page)
    if page.cast.moved:
        page = page.again()
        told = contacts.find(page)
    found = events.gather(page, told)
    main = main_event.choose(found)
    kept = [] if main is None else [main, *main_event.others(found, main)]
    rows = [_event(page, event, event is main, kept) for event in kept]
    sides = [str(row["country"]) for row in rows[0]["participants"] if row["country"]] if rows else []  # type: ignore[attr-defined]
    reply: dict[str, object] = {
        "events": rows,
        "no_event_reason": None if rows else no_event.reason(page),
        "milestones": milestones.of(page, sides),
    }
    return (
        reply if page.text == article.news else {key: _as_written(value, page, article) for key, value in reply.items()}
    )


def _as_written(value: object, page: Page, article: Article) -> object:
    """The value with the line breaks that its words have in the article, where the rules read them as spaces."""
    if isinstance(value, str):
        at = -1 if value in article.news else page.text.find(value)
        return value if at < 0 else article.news[at : at + len(value)]
    if isinstance(value, dict):
        return {key: _as_written(member, page, article) for key, member in value.items()}
    return [_as_written(member, page, article) for member in value] if isinstance(value, list) else value


def _event(page: Page, event: Event, is_main: bool, kept: list[Event]) -> dict[str, object]:
    own = _sentences(page, event, is_main, kept)
    people = participants.of(page, event)
    keys = {
        person.key: person.name for person in page.cast.persons if any(person.name == row["name"] for row in people)
    }
    place = where.of(page, event, is_main=is_main, kept=kept)
    told = {contact.sentence.number for contact in event.contacts}
    return {
        "quote": _quote(page, event, people),
        "is_main": is_main,
        "event_type": event.type,
        "realis": event.realis,
        "channel": _channel(event, place),
        "date_text": dating.words(page, event, is_main=is_main, kept=kept),
        "location": place,
        "frame": next((name for contact in event.contacts if (name := where.frame(contact))), None),
        "participants": people,
        "topics": discussed.topics(page, event, own),
        "subjects": discussed.subjects(page, own, event.codes),
        "statements": statements.of(page, told, own, statements.Voices(keys, _voices(people), people)),
        "outcomes": outcomes.of(own),
        "duration_minutes": outcomes.minutes(own),
        "attribution": attribution.of(page, _told(event), own),
    }


def _quote(page: Page, event: Event, people: list[participants.Participant]) -> str:
    """The sentence that reports the event; one that names who took part, or it and the next one, where it names nobody."""
    names = [row["name"].split()[-1] for row in people if row["name"]]
    first = event.first.sentence
    if any(name in first.words for name in names):
        return first.words
    told = [
        item.sentence
        for item in event.contacts
        if item.sentence.part is Part.LEAD and not item.echoed and item.type in {event.type, TALKS, "meeting"}
    ]
    naming = next((sentence for sentence in told if any(name in sentence.words for name in names)), None)
    if naming is not None:
        return naming.words
    following = next((sentence for sentence in page.sentences if sentence.number == first.number + 1), None)
    if following and following.paragraph == first.paragraph and any(name in following.words for name in names):
        return page.text[first.start : following.end]
    return first.words


def _channel(event: Event, place: where.Location | None) -> str:
    """The event's channel; sides whose meeting has a city were in it."""
    if event.channel == "unspecified" and event.type == "meeting" and place and place["city"]:
        return "in_person"
    return event.channel


def _voices(people: list[participants.Participant]) -> dict[str, str]:
    """Whose words those of a side's office are: its only named person's, or the side's where nobody is named."""
    voices: dict[str, str] = {}
    for row in people:
        code = side_code(row["country"])
        if code is not None and (row["name"] or row["country"]):
            voices.setdefault(code, str(row["name"] or row["country"]))
    return voices


def _told(event: Event) -> list[Sentence]:
    """The sentences that report the event in so many words, then those that only point back to it."""
    return [contact.sentence for contact in sorted(event.contacts, key=lambda contact: contact.echoed)]


def _sentences(page: Page, event: Event, is_main: bool, kept: list[Event]) -> list[Sentence]:
    """The sentences that speak of the event: all that no other event claims for the main one, else its own."""
    mine = {contact.sentence.number for contact in event.contacts}
    if not is_main:
        return [sentence for sentence in page.sentences if sentence.number in mine]
    theirs = {contact.sentence.number for other in kept if other is not event for contact in other.contacts}
    return [sentence for sentence in page.sentences if sentence.number in mine or sentence.number not in theirs]
