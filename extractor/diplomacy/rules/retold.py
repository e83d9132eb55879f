"""Finds what a page says of an event beside the mentions that name both sides: "the talks, held on 4 June", "he arrives today".

In: a page, an event and the events that are kept. Out: mentions in the order of the text, with nobody on either side.
Of another event's sentences, and of sentences in which others act, nothing is taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.diplomacy.rules import clauses, cues, realis
from extractor.diplomacy.rules.actors import Kind
from extractor.diplomacy.rules.contact import UNDONE, WISHED, Contact
from extractor.diplomacy.rules.cues import TALKS, Cue
from extractor.diplomacy.rules.events import Event
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part, Sentence

_FACE_TO_FACE = frozenset({"visit", "meeting", TALKS, "negotiation", "mediation", "consultations"})
_ALIKE = (_FACE_TO_FACE, frozenset({"call", TALKS}), frozenset({"summons", "meeting", TALKS}))
_THE = re.compile(r"\b(?:[Tt]he|[Tt]his|[Tt]heir|[Bb]oth|[Hh]is|[Hh]er)\s+(?:[\w-]+\s+){0,3}$")
_PAST = re.compile(r"[a-z-]+ed|met|held|spoke|sat|flew|went|left|sent|wrote|rang")
NEAR = 3  # sentences behind a mention that still speak of it


def mentions(page: Page, event: Event, kept: list[Event]) -> list[Contact]:
    """What else headline, lead and the sentences behind a mention say of the event in words for a contact."""
    return list(_more(page, event, [sentence for sentence in _own(page, event, kept) if _near(event, sentence)]))


def leads(page: Page, event: Event, kept: list[Event]) -> list[Contact]:
    """The lead, as far as somebody of an event that has happened acts in it, whatever he does."""
    if event.realis != "actual":
        return []
    found = []
    for sentence in _own(page, event, kept):
        acting = page.actors_in(sentence.start, sentence.end) if sentence.part is Part.LEAD else []
        actor = next((one for one in acting if one.code in event.codes), None)
        if actor is not None:
            clause = clauses.Clause(sentence.start, sentence.start, sentence.end)
            cue = Cue(actor.end, actor.end, "", event.type, event.channel, frozenset())
            found.append(Contact(sentence, clause, cue, event.type, event.channel, event.realis, (), ()))
    return found


def _own(page: Page, event: Event, kept: list[Event]) -> Iterator[Sentence]:
    """The sentences that belong to no other event and in which nobody of another side acts."""
    taken = {contact.sentence.number for other in kept if other is not event for contact in other.contacts}
    return (sentence for sentence in page.sentences if sentence.number not in taken and _alone(page, event, sentence))


def _near(event: Event, sentence: Sentence) -> bool:
    behind = (sentence.number - contact.sentence.number for contact in event.contacts)
    return sentence.part is not Part.BODY or any(0 <= distance <= NEAR for distance in behind)


def _more(page: Page, event: Event, sentences: list[Sentence]) -> Iterator[Contact]:
    known = {contact.cue for contact in event.contacts}
    for sentence in sentences:
        for cue in cues.find(sentence.words, sentence.start):
            if cue not in known and _alike(event, cue):
                mention = _mention(sentence, cue)
                if _about(page, event, mention) and _agree(event, mention):
                    yield mention


def _mention(sentence: Sentence, cue: Cue) -> Contact:
    clause = clauses.around(cue, sentence)
    asserted = realis.of(sentence, clause, cue) or WISHED
    return Contact(sentence, clause, cue, cue.type, cue.channel, asserted, (), ())


def _alone(page: Page, event: Event, sentence: Sentence) -> bool:
    """Whether nobody of another side acts in the sentence."""
    actors = page.actors_in(sentence.start, sentence.end)
    return all(actor.code in event.codes or actor.code is None or actor.kind is Kind.SIDE for actor in actors)


def _alike(event: Event, cue: Cue) -> bool:
    """Whether the cue may be one more word for what the event is."""
    return cue.type == event.type or any({cue.type, event.type} <= kinds for kinds in _ALIKE)


def _about(page: Page, event: Event, mention: Contact) -> bool:
    """Whether the words speak of this event: who took part stands by them, or they say "the meeting"."""
    cue, clause = mention.cue, mention.clause
    gone_to = page.places_in(cue.end, cue.end + 20) if cue.type == "visit" else []
    if any(place.code not in event.codes for place in gone_to):
        return False
    by = any(actor.code in event.codes for actor in page.actors_in(clause.start, clause.end))
    return by or _THE.search(page.text, max(clause.start, cue.start - 40), cue.start) is not None


def _agree(event: Event, mention: Contact) -> bool:
    """Whether the mention asserts what the event is; a visit ahead is also told of as "the visit" and "arrives"."""
    ahead = event.realis == "planned" and _PAST.fullmatch(mention.cue.word) is None
    return mention.realis == event.realis or event.realis in UNDONE or (ahead and mention.realis == "actual")
