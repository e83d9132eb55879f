"""Finds the contacts that single sentences report: who, what act, with whom.

In: a `Page`. Out: `Contact`s in text order, each with actors of at least two sides.
Words for a contact without two sides beside them ("met the criteria", "held a meeting") give none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from extractor.diplomacy.rules import clauses, cues, doubtful, letters, realis
from extractor.diplomacy.rules.attaching import attached
from extractor.diplomacy.rules.channels import channelled
from extractor.diplomacy.rules.clauses import Clause
from extractor.diplomacy.rules.contact import UNDONE, WISHED, Contact
from extractor.diplomacy.rules.cues import Cue
from extractor.diplomacy.rules.echoes import echo
from extractor.diplomacy.rules.nearby import near
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Sentence

Reading = Callable[[Page, Sentence, Clause, Cue, str], Contact | None]

_MEDIATORS = frozenset({"mediator", "mediators", "mediating"})


def find(page: Page) -> list[Contact]:
    """Every contact that the page's sentences report."""
    found: list[Contact] = []
    letter = letters.of(page)
    for sentence in page.sentences:
        if letter and sentence.start >= letter[1]:
            return [*found, letter[0]]  # what the letter tells of is not this page's news
        told = list(_of_sentence(page, sentence, partial(_told, earlier=found)))
        told = told or list(_of_sentence(page, sentence, near))
        found += _implied(sentence, told, "mediation")
        found += told
        found += _implied(sentence, told, "signing")
    return [] if doubtful.in_passing(page, found) else found


def _implied(sentence: Sentence, told: list[Contact], kind: str) -> Iterator[Contact]:
    """What those who met did besides, where the sentence does not say again who they are.

    "received B and signed with him …"; "mediators from A met B and C".
    """
    if not told or told[0].echoed:
        return
    spoken = {contact.cue.start for contact in told}
    for cue in cues.find(sentence.words, sentence.start):
        if cue.type != kind or cue.start in spoken or (kind == "mediation" and cue.word not in _MEDIATORS):
            continue
        clause = clauses.around(cue, sentence)
        asserted = realis.of(sentence, clause, cue) or WISHED
        yield replace(
            told[0], clause=clause, cue=cue, type=kind, channel=cue.channel, realis=asserted, goal=None, separate=False
        )


def _told(
    page: Page, sentence: Sentence, clause: Clause, cue: Cue, asserted: str, earlier: list[Contact]
) -> Contact | None:
    beside = attached(page, sentence, clause, cue, asserted) or echo(page, sentence, clause, cue, asserted, earlier)
    return beside or (near(page, sentence, clause, cue, asserted) if asserted in UNDONE else None)


def _of_sentence(page: Page, sentence: Sentence, reading: Reading) -> Iterator[Contact]:
    found = cues.find(sentence.words, sentence.start)
    for number, cue in enumerate(found):
        if doubtful.body_only(sentence, cue):
            continue
        clause = clauses.around(cue, sentence)
        asserted = realis.of(sentence, clause, cue) or WISHED
        contact = reading(page, sentence, clause, cue, asserted)
        if contact is not None and not doubtful.private(page, contact):
            end = found[number + 1].start if number + 1 < len(found) else sentence.end
            start = cue.start if number and found[number - 1].start >= clause.start else clause.start
            contact = replace(contact, bygone=doubtful.bygone(page, contact))
            yield channelled(contact, page.text[start : max(end, clause.end)])
