"""Finds the contacts that single sentences report: who, what act, with whom.

In: a `Page`. Out: `Contact`s in text order, each with actors of at least two sides.
Words for a contact without two sides beside them ("met the criteria", "held a meeting") give none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractor.diplomacy.rules import clauses, cues, realis
from extractor.diplomacy.rules.attaching import attached
from extractor.diplomacy.rules.contact import WISHED, Contact
from extractor.diplomacy.rules.cues import TALKS
from extractor.diplomacy.rules.echoes import echo
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Sentence

_PHONE = re.compile(
    r"\b(?:by|over the|on the|via) (?:tele)?phone\b|\b(?:tele)?phone (?:call|conversation|talk)|\btelephon",
    re.IGNORECASE,
)
_VIDEO = re.compile(
    r"\bvirtual(?:ly)?\b|\bvideo[- ]?(?:call|conference|link|tele|conversation|meeting|talk)|\bby video\b|\bvideoconferenc",
    re.IGNORECASE,
)
_PRESENT = re.compile(r"\bin[- ]person\b|\bface[- ]to[- ]face\b", re.IGNORECASE)
_REMOTE = frozenset({"call", TALKS, "meeting", "negotiation"})


def find(page: Page) -> list[Contact]:
    """Every contact that the page's sentences report."""
    found: list[Contact] = []
    for sentence in page.sentences:
        found += _of_sentence(page, sentence, found)
    return found


def _of_sentence(page: Page, sentence: Sentence, earlier: list[Contact]) -> Iterator[Contact]:
    found = cues.find(sentence.words, sentence.start)
    for number, cue in enumerate(found):
        clause = clauses.around(cue, sentence)
        asserted = realis.of(sentence, clause, cue) or WISHED
        contact = attached(page, sentence, clause, cue, asserted) or echo(
            page, sentence, clause, cue, asserted, earlier
        )
        if contact is not None:
            end = found[number + 1].start if number + 1 < len(found) else sentence.end
            start = max(clause.start, found[number - 1].end if number else 0)
            yield _channelled(contact, page.text[start : max(end, clause.end)])


def _channelled(contact: Contact, words: str) -> Contact:
    """Gives a contact the channel that the words around it name, and a remote one the type that goes with it."""
    kind = "call" if contact.type in _REMOTE else contact.type
    if contact.type not in _REMOTE | {"consultations"} or contact.channel in {"phone", "video"}:
        return contact
    if _VIDEO.search(words):
        return replace(contact, channel="video", type=kind)
    if _PHONE.search(words):
        return replace(contact, channel="phone", type=kind)
    if _PRESENT.search(words):
        return replace(contact, channel="in_person")
    return contact
