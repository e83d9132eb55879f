"""Gives a cue those who took part: who acts, with whom, and where a visit leads.

In: a page, a sentence and a cue in its clause. Out: a `Contact` of at least two sides, or None.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.diplomacy.countries import Mention, MentionKind, side_name
from extractor.diplomacy.rules import adverbials, agents, chains
from extractor.diplomacy.rules.actors import Actor, Kind
from extractor.diplomacy.rules.clauses import Clause
from extractor.diplomacy.rules.contact import Contact, sides
from extractor.diplomacy.rules.cues import TALKS, Cue
from extractor.diplomacy.rules.home import OWN
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part, Sentence

Sides = tuple[tuple[Actor, ...], tuple[Actor, ...]]  # left, right

_MUTUAL = frozenset({"meeting", TALKS, "call"})
_TALKED = frozenset({"signing", "negotiation", "consultations", TALKS, "meeting"})
_SENT_AWAY = frozenset({"summons", "expulsion"})
_NEXT = 45  # code points between a summons and the side it concerns
_NAMED = frozenset({"call", "calls", "conversation", "conversations", "visit", "visits", "trip", "phone", "telephone"})
_CALLING = frozenset({"phoned", "telephoned", "phones", "telephones", "rang", "rings", "called", "dialled", "dialed"})
_FROM = re.compile(r"\bfrom\b[^.;,]{0,30}$")
_TO = re.compile(r"\bto\s+(?:the\s+|his\s+|her\s+)?$")
_ORDERED = re.compile(r"\b(?:orders?|instructions?|decision|behalf|initiative) of (?:the )?(?:[a-z]+ )?$")
_HOSTS = re.compile(
    r"\bwith\s+(?:(?!the press)[a-z-]+\s+){0,4}?"
    r"(?:officials|leaders|leadership|hosts?|authorities|counterparts?|ministers|government)\b"
)
_ACCREDITED = re.compile(r"\b(?:to|in)\s+(?:the\s+)?$")
_SEPARATELY = re.compile(
    r"\bseparate(?:ly)?\b|\bcalls with\b|\bbilaterals?(?: talks| meetings| discussions)? with\b", re.IGNORECASE
)
_SAID = re.compile(  # whoever only speaks of "talks between A and B" takes no part in them
    r"\b(?:said|says|say|told|tells|announced|announces|according|confirmed|reported|stated|noted|added|informed|claimed|denied|denies|that)\b"
)
_VISITED = re.compile(  # between the visit and its goal: " southern ", " to the Utopian capital "
    r"(?:.{0,60}?\b(?:to|in|at)\s+|\s*)(?:the\s+)?(?:[a-z]+\s+(?:(?:city|capital)\s+(?:of\s+)?)?)?", re.DOTALL
)
_ANYBODY = re.compile(
    r"\b(?:nationals|citizens|tourists?|travell?ers?|visitors?|people|persons|those|anyone|passengers|fans|pilgrims|students|refugees|"
    r"migrants|workers|soldiers|troops|shoppers|customers)\s+(?:[a-z]+\s+)?$"
)
_HERE = re.compile(r"\bhere\b")


def attached(page: Page, sentence: Sentence, clause: Clause, cue: Cue, asserted: str) -> Contact | None:
    """The contact that the cue reports, when two sides stand with it."""
    if cue.type == "visit" and _ANYBODY.search(page.text, max(sentence.start, cue.start - 30), cue.start):
        return None
    goal = goal_of(page, sentence, clause, cue)
    left, right = _told(page, sentence, clause, cue)
    if len(sides(left + right) | _codes(goal)) < 2:
        left, right = adverbials.completed(page, sentence, clause, cue, left, right)
    if len(sides(left)) == 1 and not right and cue.type in _MUTUAL:
        right = _hosts(page, clause, cue, sides(left))
    if len(sides(left + right) | _codes(goal)) < 2:
        right += _host(page, left + right)
    if len(sides(left + right) | _codes(goal)) < 2:
        left = left or _unnamed(page, sentence, clause, cue, right, goal)
    left = tuple(actor for actor in left if not _within(actor, right))
    if len(sides(left + right) | _codes(goal)) == 1 and left + right:
        left, right = _told_apart(page, left, right, goal)
    apart = len(sides(right)) > 1 and _SEPARATELY.search(sentence.words) is not None
    directed = cue.type == "call" and (cue.word in _CALLING or _came_from(page, cue, left))
    contact = Contact(sentence, clause, cue, cue.type, cue.channel, asserted, left, right, goal, directed, apart)
    return contact if len(contact.sides) >= 2 else None


def _came_from(page: Page, cue: Cue, left: tuple[Actor, ...]) -> bool:
    """Whether those on the left stand behind a "from" after the cue: "a call from X"."""
    return bool(left) and left[0].start >= cue.end and _FROM.search(page.text, cue.end, left[0].start) is not None


def _told_apart(page: Page, left: tuple[Actor, ...], right: tuple[Actor, ...], goal: Mention | None) -> Sides:
    """The two sides where somebody's was only guessed, and guessed to be the other's: the next likely state is his."""
    for actors, others in ((left, right), (right, left)) if goal else ((right, left), (left, right)):
        known = (sides(others) if not goal else set()) | _codes(goal)
        person = page.cast.persons[actors[0].person] if actors and actors[0].person is not None else None
        at_home = page.here is not None and person is not None and page.here.code == person.code
        if person is not None and person.guessed and actors[0].code in known and not at_home:
            code = next((code for code in page.home if code not in known), OWN)
            if code == OWN:
                continue
            page.cast.place(person.key, side_name(code), code)
            moved = (replace(actors[0], code=code, side=side_name(code)), *actors[1:])
            return (moved, others) if actors is left else (others, moved)
    return left, right


def _codes(goal: Mention | None) -> set[str]:
    return {goal.code} if goal and goal.code else set()


def _told(page: Page, sentence: Sentence, clause: Clause, cue: Cue) -> Sides:
    """Who acts and with whom, as the words next to the cue tell."""
    right = chains.introduced(page, cue, clause.end, cue.attached) or (
        chains.inside(page, cue) if cue.type in _TALKED else ()
    )
    left = chains.subject(page, sentence, clause, cue)
    sent = bool(left and right) and _FROM.search(page.text, cue.end, right[0].start)
    if agents.passive(page, cue) and not sent:  # "was handed a letter from Y" is turned round below
        left, right = agents.agent(page, cue, sentence.end) or _summoner(page, cue, sentence), left or right
    if cue.type == "correspondence" and (both := _letter(page, cue, sentence, left)):
        return both
    if cue.type in {"correspondence", "call"} and right and _FROM.search(page.text, cue.end, right[0].start):
        left, right = right, left
    if cue.type == "mediation" and (broker := agents.broker(page, cue, sentence.end)):
        left, right = broker, left or right
    right = right or _further(page, cue, sentence, left)
    return _heard(page, cue, left, right)


def _further(page: Page, cue: Cue, sentence: Sentence, left: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The others, further off in the sentence."""
    if cue.type in _SENT_AWAY:
        return _expelled(page, cue, sentence, sides(left))
    if cue.type == "visit":
        return agents.inviter(page, cue, sentence)
    return chains.introduced(page, cue, sentence.end, frozenset({"with"})) if "with" in cue.attached else ()


def _heard(page: Page, cue: Cue, left: tuple[Actor, ...], right: tuple[Actor, ...]) -> Sides:
    """The two sides without those who only speak of the contact, and without a state that is only talked of."""
    if cue.type == "ties" and left and _SAID.search(page.text, left[-1].end, max(left[-1].end, cue.start)):
        left = ()  # "the ambassador said that the opening of the embassy …"
    if right and left and left[-1].end <= cue.start and ("pair" in cue.attached or cue.word in _NAMED):
        whole = len(sides(right)) > 1 or cue.type == "visit"
        if whole and chains.nominal(page, cue, right[0]) and _SAID.search(page.text, left[-1].end, cue.start):
            left = ()  # "X said that talks between A and B …", "… that a visit by A …"
    if len(sides(left)) > 1 and all(_bare(page, actor) for actor in right) and cue.type in _MUTUAL:
        right = ()  # "the two of them discussed the dialogue with Utopia"
    return left, right


def _letter(page: Page, cue: Cue, sentence: Sentence, carrier: tuple[Actor, ...]) -> Sides | None:
    """Sender and recipient where both are named: "delivered a letter from A to B", with whoever carries it."""
    senders = chains.introduced(page, cue, sentence.end, frozenset({"from"}))
    at = senders[-1].end if senders else cue.end
    recipients = [
        actor
        for actor in page.actors_in(at, sentence.end)
        if _TO.search(page.text, max(at, actor.start - 20), actor.start)
    ]
    if not senders or not recipients or recipients[0].start - at > _NEXT:
        return None
    carriers = tuple(actor for actor in carrier if actor.kind is Kind.PERSON and not _within(actor, senders))
    return (*senders, *carriers), chains.chain(page, recipients[0], sentence.end)


def _hosts(page: Page, clause: Clause, cue: Cue, known: set[str]) -> tuple[Actor, ...]:
    """Those met without a name in a capital: "held talks in Utopia City with senior officials"."""
    match = _HOSTS.search(page.text, cue.end, clause.end)
    if match is None:
        return ()
    for place in page.places_in(clause.start, clause.end):
        there = place.kind is MentionKind.METONYM and page.text[max(0, place.start - 3) : place.start] == "in "
        if there and place.code and place.code not in known:
            return (Actor(match.start(), match.end(), Kind.SIDE, place.code, side_name(place.code)),)
    return ()


def _host(page: Page, known: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The state to which an ambassador is accredited: "recalled its ambassador to Utopia"."""
    for actor in known:
        if actor.level == "ambassador":
            for place in page.places_in(actor.start, actor.end + _NEXT):
                to = _ACCREDITED.search(page.text, max(0, place.start - 12), place.start)
                near = place.start < actor.end or page.text[actor.end : place.start].strip() in {"to", "to the"}
                if to and near and place.code and place.code not in sides(known):
                    return (Actor(place.start, place.end, Kind.SIDE, place.code, place.words),)
    return ()


def _bare(page: Page, actor: Actor) -> bool:
    """Whether nothing but a state's name stands there, behind a preposition."""
    return actor.kind is Kind.SIDE and " with " in page.text[max(0, actor.start - 10) : actor.start + 1]


def _within(actor: Actor, others: tuple[Actor, ...]) -> bool:
    return any(
        (actor.person is not None and actor.person == other.person)
        or (actor.start, actor.code) == (other.start, other.code)
        for other in others
    )


def _summoner(page: Page, cue: Cue, sentence: Sentence) -> tuple[Actor, ...]:
    """Whose ministry an ambassador was summoned to."""
    if cue.type != "summons":
        return ()
    return chains.introduced(page, cue, sentence.end, frozenset({"to", "by"}))


def _expelled(page: Page, cue: Cue, sentence: Sentence, senders: set[str]) -> tuple[Actor, ...]:
    """The diplomats whom a summons or an expulsion meets, anywhere after it in the sentence, else the side named next."""
    after = page.actors_in(cue.start, sentence.end)
    for actor in after:
        if actor.level == "ambassador" or "diplomat" in page.text[actor.start : actor.end].lower():
            return (actor,)
    near = [actor for actor in after if actor.start - cue.end < _NEXT and actor.code not in senders]
    return tuple(near[:1])


def goal_of(page: Page, sentence: Sentence, clause: Clause, cue: Cue) -> Mention | None:
    """The place a visit leads to: directly after the verb, or after "to" or "in"; "here" is the dateline's."""
    if "place" not in cue.attached:
        return None
    for place in page.places_in(cue.end, clause.end):
        gap = page.text[cue.end : place.start]
        adjective = place.kind is MentionKind.DEMONYM
        if _VISITED.fullmatch(gap) and (
            not adjective or re.match(r"\s+(?:capital|city|port)", page.text[place.end : place.end + 9])
        ):
            return place
    if page.here is not None and _HERE.search(sentence.words, 0, clause.end - sentence.start):
        return page.here
    return None


def _unnamed(
    page: Page, sentence: Sentence, clause: Clause, cue: Cue, right: tuple[Actor, ...], goal: Mention | None
) -> tuple[Actor, ...]:
    """The page's own side, where a title without a country or nobody at all acts on the one other side."""
    if len(sides(right) | _codes(goal)) != 1:
        return ()
    for title in page.around.titles:
        if clause.start <= title.start < cue.start and not title.plural and not page.around.side_of_title(title):
            code = OWN if sentence.part is Part.HEADLINE else page.home[0]
            if _ORDERED.search(page.text, max(0, title.start - 40), title.start):
                continue  # "by order of the minister": whoever carries it out is somebody else
            return (Actor(title.start, title.end, Kind.OFFICE, code, None, title.words, title.level),)
    arriving = cue.type == "visit" and right and not goal and sentence.part is not Part.BODY
    if cue.type in _SENT_AWAY or arriving:
        seats = [place for place in page.places_in(cue.end, sentence.end) if place.kind is MentionKind.METONYM]
        codes = [code for code in (*(place.code for place in seats), *page.home) if code not in sides(right) | {OWN}]
        return (Actor(sentence.start, sentence.start, Kind.SIDE, (codes or [OWN])[0], None),)
    return ()
