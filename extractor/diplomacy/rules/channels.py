"""Gives a contact the channel that the words around it name, and a remote one the type that goes with it.

In: a contact and the words around its cue. Out: the contact, changed or not. "Spoke with" alone says no channel.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.diplomacy.rules.contact import Contact
from extractor.diplomacy.rules.cues import TALKS

_PHONE = re.compile(
    r"\b(?:by|over the|on the|via) (?:tele)?phone\b|\b(?:tele)?phone (?:call|conversation|talk)|\btelephon",
    re.IGNORECASE,
)
_VIDEO = re.compile(
    r"\bvirtual(?:ly)?\b|\bvideo[- ]?(?:call|conference|link|tele|conversation|meeting|talk)|\bby video\b|\bvideoconferenc",
    re.IGNORECASE,
)
_PRESENT = re.compile(r"\bin[- ]person\b|\bface[- ]to[- ]face\b", re.IGNORECASE)
_MARGIN = re.compile(r"\b(?:on|at) the (?:sidelines|margins?|fringes?) of\b", re.IGNORECASE)
_JOINED = re.compile(  # some were in the room
    r"\b(?:joined|joining|joins|dialled in|connected)(?: [a-z]+){0,4}? "
    r"(?:(?:by|via|through|over) video|virtually|remotely|online)"
)
_REMOTE = frozenset({"call", TALKS, "meeting", "negotiation"})


def channelled(contact: Contact, words: str) -> Contact:
    """The contact with the channel of the words around its cue."""
    if contact.type not in _REMOTE | {"consultations"}:
        return contact
    together = contact.type if contact.type in {"consultations", "negotiation"} else "meeting"
    if (contact.channel == "video" or _VIDEO.search(words)) and _JOINED.search(contact.sentence.words):
        return replace(contact, channel="hybrid", type=together)
    if contact.channel in {"phone", "video"}:
        return contact
    apart = "call" if contact.type in _REMOTE else contact.type
    if _VIDEO.search(words):
        return replace(contact, channel="video", type=apart)
    if _PHONE.search(words):
        return replace(contact, channel="phone", type=apart)
    met = contact.type == "call" and contact.channel == "unspecified" and _MARGIN.search(words)
    return replace(contact, channel="in_person", type=together) if met or _PRESENT.search(words) else contact
