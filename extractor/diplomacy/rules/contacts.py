"""Finds the contacts that single sentences report: who, what act, with whom.

In: a `Page`. Out: `Contact`s in text order, each with actors of at least two sides.
Words for a contact without two sides beside them ("met the criteria", "held a meeting") give none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractor.diplomacy.countries import Mention, MentionKind
from extractor.diplomacy.rules import chains, clauses, cues, realis
from extractor.diplomacy.rules.actors import Actor, Kind
from extractor.diplomacy.rules.clauses import Clause
from extractor.diplomacy.rules.cues import TALKS, Cue
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Sentence, speech_spans


@dataclass(frozen=True, slots=True)
class Contact:
    """One mention of a contact: the subject on the left, the others on the right."""

    sentence: Sentence
    clause: Clause
    cue: Cue
    type: str
    channel: str
    realis: str
    left: tuple[Actor, ...]
    right: tuple[Actor, ...]
    goal: Mention | None = None  # where a visit leads
    separate: bool = False  # one contact with each on the right
    agents: tuple[Actor, ...] = ()  # "the meeting was requested by"
    echoed: bool = False  # "the two ministers": who is meant stands in another sentence

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Everybody who took part, left before right."""
        return self.left + self.right


WISHED = "wished"  # asked for, hoped for or possible: no event, but it may tell more of one that the article reports
_BOTH = re.compile(
    r"\b(?:(?:the|both|our|these) (?:two |both )?(?:foreign |prime |top |country’s |countries’ )?"
    r"(?:ministers|sides|leaders|presidents|officials|parties|diplomats|diplomat|countries|governments|counterparts|"
    r"top diplomats|secretaries)"
    r"|they|both|the (?:pair|duo)|the two)\b",
    re.IGNORECASE,
)
_FROM = re.compile(r"\bfrom\b[^.;,]{0,30}$")
_THIS = re.compile(r"\b(?:the|this)\s+(?:[a-z]+\s+)?$", re.IGNORECASE)
_NOUNS = frozenset({"call", "meeting", "talks", "visit", "conversation", "phone", "discussion"})
_HE = re.compile(
    r"^\W*(?:In (?:addition|turn), )?(?:he|she|the (?:[a-z]+ )?(?:minister|president|premier|secretary|diplomat|leader))\b",
    re.IGNORECASE,
)
_SEPARATELY = re.compile(r"\bseparate(?:ly)?\b|\bcalls with\b", re.IGNORECASE)
_PHONE = re.compile(
    r"\b(?:by|over the|on the|via) (?:tele)?phone\b|\b(?:tele)?phone (?:call|conversation|talk)|\btelephon",
    re.IGNORECASE,
)
_VIDEO = re.compile(
    r"\bvirtual(?:ly)?\b|\bvideo[- ]?(?:call|conference|link|tele|conversation|meeting|talk)|\bby video\b|\bvideoconferenc",
    re.IGNORECASE,
)
_NEXT = 45  # code points between a summons and the side it concerns
_REMOTE = frozenset({"call", TALKS, "meeting", "consultations", "negotiation"})


def find(page: Page) -> list[Contact]:
    """Every contact that the page's sentences report."""
    found: list[Contact] = []
    for sentence in page.sentences:
        found += _of_sentence(page, sentence, found)
    return found


def _of_sentence(page: Page, sentence: Sentence, earlier: list[Contact]) -> Iterator[Contact]:
    for cue in cues.find(sentence.words, sentence.start):
        clause = clauses.around(cue, sentence)
        asserted = realis.of(sentence, clause, cue) or WISHED
        contact = _attached(page, sentence, clause, cue, asserted) or _echo(
            page, sentence, clause, cue, asserted, earlier
        )
        if contact is not None:
            yield _channelled(contact)


def sides(actors: tuple[Actor, ...]) -> set[str]:
    """The codes of the actors' sides."""
    return {actor.code for actor in actors if actor.code}


def _attached(page: Page, sentence: Sentence, clause: Clause, cue: Cue, asserted: str) -> Contact | None:
    goal = _goal(page, clause, cue) if "place" in cue.attached else None
    right = chains.introduced(page, cue, clause.end, cue.attached)
    left = chains.subject(page, sentence, clause, cue)
    if chains.passive(page, cue):
        left, right = chains.agent(page, cue, sentence.end) or _summoner(page, cue, sentence), left or right
    if cue.type == "correspondence" and right and _FROM.search(page.text, cue.end, right[0].start):
        left, right = right, left
    if cue.type == "mediation" and (broker := chains.broker(page, cue, sentence.end)):
        left, right = broker, left or right
    left = tuple(actor for actor in left if not _within(actor, right))
    if cue.type in {"summons", "expulsion"} and not right:
        right = _expelled(page, cue, sentence, sides(left))
    if not right and "with" in cue.attached:
        right = _later_with(page, cue, sentence)
    if cue.type == "visit" and not right:
        right = chains.inviter(page, cue, sentence)
    contact = Contact(
        sentence, clause, cue, cue.type, cue.channel, asserted, left, right, goal, _separate(sentence, right)
    )
    known = sides(contact.actors) | ({goal.code} if goal and goal.code else set())
    return contact if len(known) >= 2 else None


def _within(actor: Actor, others: tuple[Actor, ...]) -> bool:
    return any(
        (actor.person is not None and actor.person == other.person)
        or (actor.start, actor.code) == (other.start, other.code)
        for other in others
    )


def _separate(sentence: Sentence, right: tuple[Actor, ...]) -> bool:
    return len(sides(right)) > 1 and _SEPARATELY.search(sentence.words) is not None


def _summoner(page: Page, cue: Cue, sentence: Sentence) -> tuple[Actor, ...]:
    """Whose ministry an ambassador was summoned to."""
    if cue.type != "summons":
        return ()
    to = replace(cue, attached=frozenset({"to", "by"}))
    return chains.introduced(page, to, sentence.end, to.attached)


def _later_with(page: Page, cue: Cue, sentence: Sentence) -> tuple[Actor, ...]:
    """A chain after "with" further on in the sentence: "discussed the war over the phone with B"."""
    wide = replace(cue, attached=frozenset({"with"}))
    return chains.introduced(page, wide, sentence.end, wide.attached)


def _expelled(page: Page, cue: Cue, sentence: Sentence, senders: set[str]) -> tuple[Actor, ...]:
    """The diplomats whom a summons or an expulsion meets, anywhere after it in the sentence, else the side named next."""
    after = page.actors_in(cue.end, sentence.end)
    for actor in after:
        if actor.level == "ambassador" or "diplomat" in page.text[actor.start : actor.end].lower():
            return (actor,)
    near = [actor for actor in after if actor.start - cue.end < _NEXT and actor.code not in senders]
    return tuple(near[:1])


def _goal(page: Page, clause: Clause, cue: Cue) -> Mention | None:
    """The place a visit leads to: directly after the verb, or after "to" or "in"."""
    for place in page.places_in(cue.end, clause.end):
        gap = page.text[cue.end : place.start]
        adjective = place.kind is MentionKind.DEMONYM
        if re.fullmatch(
            r"\s*(?:the\s+)?|.{0,60}?\b(?:to|in|at)\s+(?:the\s+)?(?:[a-z]+\s+(?:city|capital)\s+(?:of\s+)?)?", gap
        ) and (not adjective or re.match(r"\s+(?:capital|city|port)", page.text[place.end : place.end + 9])):
            return place
    return None


def _echo(
    page: Page, sentence: Sentence, clause: Clause, cue: Cue, asserted: str, earlier: list[Contact]
) -> Contact | None:
    """A contact whose sentence names its sides by "the two ministers" or "he": they are those of the contact before."""
    if not earlier or any(start <= cue.start < end for start, end in speech_spans(sentence)):
        return None
    before = earlier[-1]
    if _points_back(page, sentence, cue):
        agents = chains.arranger(page, cue, sentence)
        return replace(
            before,
            sentence=sentence,
            clause=clause,
            cue=cue,
            type=cue.type,
            channel=cue.channel,
            realis=asserted,
            goal=None,
            echoed=True,
            agents=tuple(actor for actor in agents if actor.code in sides(before.actors)),
        )
    if _HE.search(sentence.words):
        subject = tuple(actor for actor in before.left[:1] if actor.kind is Kind.PERSON)
        right = chains.introduced(page, cue, clause.end, cue.attached)
        goal = _goal(page, clause, cue) if "place" in cue.attached else None
        reached = sides(subject + right) | ({goal.code} if goal and goal.code else set())
        if subject and len(reached) >= 2:
            return Contact(sentence, clause, cue, cue.type, cue.channel, asserted, subject, right, goal)
    return None


def _points_back(page: Page, sentence: Sentence, cue: Cue) -> bool:
    """Whether the sentence speaks of those or of that named before: "the two ministers", "this call"."""
    if _BOTH.search(sentence.words, 0, cue.end - sentence.start + 25):
        return True
    return cue.word in _NOUNS and _THIS.search(page.text, max(0, cue.start - 20), cue.start) is not None


def _channelled(contact: Contact) -> Contact:
    """Gives a contact the channel that its sentence names, and a remote one the type that goes with it."""
    words = contact.sentence.words
    if contact.type not in _REMOTE:
        return contact
    if contact.channel in {"phone", "video"}:
        return contact
    if _VIDEO.search(words):
        return replace(contact, channel="video", type="call")
    if _PHONE.search(words):
        return replace(contact, channel="phone", type="call")
    return contact
