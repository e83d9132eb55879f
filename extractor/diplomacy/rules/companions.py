"""Finds who took part beside those named with the contact: who led, signed for or accompanied a side.

In: a page, an event and the actors it already has. Out: further actors of the event's own sides, each with the contact
that it belongs to. Nobody of a third side is added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.diplomacy.rules import chains, deeds
from extractor.diplomacy.rules.actors import Actor, Kind
from extractor.diplomacy.rules.events import Event
from extractor.diplomacy.rules.home import OWN
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part, Sentence

_BY = re.compile(
    r"\b(?:(?:(?:delegations?|team|mission|side|group|part)\b[^.;,]{0,40}?(?:led|headed))|joined|represented|chaired|"
    r"co-chaired|co-led|signed|inked|initialled|executed|performed|hosted|moderated|opened)\b"
    r"(?:[^.;]{0,90}?)\bby(?: (?:the|its|their|his|her))?\b|\b(?:delegation|side|team) by\b|"
    r"\b(?:delegations?|delegates|teams?|officials)\b[^.;]{0,40}?\b(?:including|comprising|among them)\b"
)
_RECEIVED = re.compile(
    r"\b(?:received|greeted|welcomed|met (?:on arrival|at)|seen off)\b[^.;]{0,60}?\bby(?: the| its| his| her)?\b"
)
_ACTIVE = re.compile(
    r"(?:,[^.;\n]{0,70}?)?\s+(?:also |jointly |both )?(?:signed (?:for|on behalf)\b|"
    r"(?:led|headed|heads|leads|represented|chaired|co-chaired|signed (?:the|on behalf|for)|"
    r"presided over|opened)\b(?=[^.;]{0,60}\b(?:delegations?|sides?|team|consultations|meeting|talks|round|agreement|memorandum|"
    r"mou|document|treaty|session|behalf|negotiations|parts?)\b))",
    re.IGNORECASE,
)
_TOGETHER = re.compile(r"\bjoined\b[^.;]{0,40}?\bby\b")
_SIGNED = re.compile(r"\b(?:signed|inked|initialled|executed|performed|chaired|co-chaired)\b")
_AFTERMATH = 2  # sentences after one that reports the event, in which its parties may be named
_SIGNERS = 3  # the same where a text is signed: the signers come after its praise
_LETTERS = frozenset({"correspondence", "invitation"})
_LEADING = frozenset({"head_of_state", "head_of_government", "foreign_minister", "io_head"})
_CARRIED = re.compile(
    r"\b(?:conveyed|delivered|handed over|brought|presented)\b[^.;]{0,60}?\bby(?: the| its| his| her)?\b"
)
_AHEAD = re.compile(
    r"\b(?:will|would|set|expected|scheduled|due|is|was) (?:to |also )?(?:to )?(?:be |meet|hold|call|visit|receive)"
)
_HOSTS = _LEADING | {"deputy_foreign_minister", "other_minister", "official"}  # not whoever waits at the airport
_ANNOUNCED = frozenset({"summons", "expulsion", "ties", "signing"})  # acts of a government, whoever carried them out
_SAYS = re.compile(r"[^.;]{0,60}?\b(?:said|told|announced|stated|added|wrote|confirmed|declared|stressed|expressed)\b")


def of(page: Page, event: Event, known: set[int], unnamed: set[str]) -> Iterator[Actor]:
    """Further actors; `known` are persons that the event has, `unnamed` the sides for which it has nobody."""
    near = _near(page, event) + [item for item in page.sentences if _brings(page, item, known)]
    for sentence in near:
        for actor in _named_by(page, sentence, event.type in _LETTERS):
            if actor.person is not None and actor.person not in known and _belongs(page, actor, event):
                known.add(actor.person)
                unnamed.discard(actor.code or "")
                yield actor
    for sentence in near if event.type == "visit" else ():
        for actor in page.actors_in(sentence.start, sentence.end):
            hosts = actor.level in _HOSTS and actor.code in event.codes - {OWN} and actor.person not in known
            ahead = _AHEAD.search(page.text, sentence.start, actor.start)
            met = not ahead and actor.code in _hosts(event) and deeds.met(page.text, actor.start)
            if hosts and met and actor.person is not None:
                known.add(actor.person)
                unnamed.discard(actor.code or "")
                yield actor
    for sentence in near if event.type in _ANNOUNCED else ():
        for actor in page.actors_in(sentence.start, sentence.end):
            fits = actor.person is not None and actor.person not in known and actor.code in unnamed
            if (
                fits
                and actor.level in _LEADING
                and _speaks(page, sentence, actor)
                and not deeds.aside(page.text, actor.start)
            ):
                unnamed.discard(actor.code or "")
                yield actor


def _hosts(event: Event) -> set[str]:
    """The states that a visit leads to."""
    return {item.goal.code for item in event.contacts if item.goal and item.goal.code}


def _near(page: Page, event: Event) -> list[Sentence]:
    """The sentences that report the event, and those right after one of the page's top."""
    reach = _SIGNERS if event.type == "signing" else _AFTERMATH
    mine = {item.sentence.number for item in event.contacts}
    top = {number + step for number in mine for step in range(1, reach + 1)} if _is_high(event) else set()
    return [item for item in page.sentences if item.part is not Part.HEADLINE and item.number in mine | top]


def _brings(page: Page, sentence: Sentence, known: set[int]) -> bool:
    """Whether somebody known came with others: "the minister was accompanied by …"."""
    match = _TOGETHER.search(sentence.words)
    before = page.actors_in(sentence.start, sentence.start + match.start()) if match else []
    return any(actor.person in known for actor in before)


def _is_high(event: Event) -> bool:
    return any(item.sentence.part is not Part.BODY for item in event.contacts)


def _named_by(page: Page, sentence: Sentence, letter: bool) -> Iterator[Actor]:
    """Those after "signed by", "led by", "on behalf of X by", and those who "led the delegation"."""
    actors = page.actors_in(sentence.start, sentence.end)
    for match in _BY.finditer(sentence.words):
        after = [actor for actor in actors if actor.start >= sentence.start + match.end()]
        if after and after[0].start - sentence.start - match.end() < _REACH:
            yield from chains.chain(page, after[0], sentence.end)
            if _SIGNED.search(match.group()):  # "… by X on behalf of A and by Y on behalf of B"
                yield from (actor for actor in after if actor.kind is Kind.PERSON)
    for pattern in (_RECEIVED, _CARRIED) if letter else (_RECEIVED,):
        for match in pattern.finditer(sentence.words):
            after = [actor for actor in actors if actor.start >= sentence.start + match.end()]
            if after and after[0].start - sentence.start - match.end() < _REACH:
                told = chains.chain(page, after[0], sentence.end)
                yield from (actor for actor in told if actor.level in _HOSTS or pattern is _CARRIED)
    for actor in actors:
        if actor.kind is Kind.PERSON and _ACTIVE.match(page.text, actor.end):
            yield from _joint(page, sentence, actor)


_REACH = 60


def _joint(page: Page, sentence: Sentence, last: Actor) -> Iterator[Actor]:
    """The chain that ends with the actor: "A and B co-chaired the session"."""
    for actor in page.actors_in(sentence.start, last.end):
        found = chains.chain(page, actor, last.end)
        if last in found:
            yield from found
            return


def _belongs(page: Page, actor: Actor, event: Event) -> bool:
    person = page.cast.persons[actor.person] if actor.person is not None else None
    return actor.code in event.codes or (person is not None and person.guessed)


def _speaks(page: Page, sentence: Sentence, actor: Actor) -> bool:
    """Whether the holder of a side's first offices speaks of the event: the one who announces what his side did."""
    return sentence.part is not Part.BODY and _SAYS.match(page.text, actor.end) is not None
