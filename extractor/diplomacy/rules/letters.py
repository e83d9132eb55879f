"""Reads a page that is itself a letter or a message: the contact is the page, though no sentence reports it.

In: a page. Out: a `Contact` between who signs and who is addressed, and where the letter begins; or None.
A speech ("Your Excellencies, ladies and gentlemen") and a letter to an editor or to everybody are refused.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.diplomacy.countries import side_name
from extractor.diplomacy.rules.actors import Actor, Kind
from extractor.diplomacy.rules.clauses import Clause
from extractor.diplomacy.rules.contact import Contact, sides
from extractor.diplomacy.rules.cues import Cue
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part, Sentence

_SALUTATION = re.compile(
    r"[“\"]?(?:(?:Your|His|Her) (?:Excellency|Majesty|Royal Highness|Highness|Holiness|Eminence|Beatitude)\b|(?:Your )?Excellency\b"
    r"|(?:My )?(?:Dear|Esteemed|Respected|Honou?red|Distinguished"
    r"|Highly esteemed) (?:and esteemed )?(?:Mr|Mrs|Ms|Madam|Mme|Sir|Dr|Your|"
    r"Foreign|Prime|President|Minister|Premier|Chancellor|Secretary|Ambassador|King|Emir|Excellency"
    r"|Brother|Colleague|Friend|[A-Z])\w*)"
)
_TO_ALL = re.compile(
    r"\b(?:ladies|gentlemen|guests|delegates|Excellencies|Editor|readers?|friends|Sirs?(?: or|/)"
    r"|Members|citizens|compatriots|students|"
    r"all|team|customers?|colleagues)\b",
    re.IGNORECASE,
)
_WRITTEN = re.compile(
    r"\b(?:letter|message|telegram|congratulat\w+|condolence\w*|felicitation\w*|greetings?|gratul\w+"
    r"|sincerely|yours (?:truly|faithfully)|"
    r"respectfully|please (?:accept|receive)|assurances of my)\b",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"(?:Yours|Sincerely|Respectfully|Faithfully|With (?:my |our )?(?:best|warm|kind|deep|high|sincere|brotherly|great))",
    re.IGNORECASE,
)
_BY = re.compile(r"\b(?:by|from|of)\s+(?:(?:His|Her) [A-Z]\w+ )?(?:the\s+)?$", re.IGNORECASE)
_TO = re.compile(r"\bto\s+(?:(?:His|Her) [A-Z]\w+,? )?(?:the\s+)?$", re.IGNORECASE)
_HEADING = 8  # sentences above a salutation
_LONGEST_LINE = 120


def of(page: Page) -> tuple[Contact, int] | None:
    """The letter that the page is, and the offset of its salutation."""
    at = next((number for number, sentence in enumerate(page.sentences[:_HEADING]) if _salutes(page, sentence)), None)
    if at is None or at + 1 >= len(page.sentences):
        return None
    salutation = page.sentences[at]
    if not _WRITTEN.search(page.text):
        return None
    sender, recipient = _parties(page, salutation)
    if not recipient or len(sides(sender + recipient)) < 2:
        return None
    told = replace(page.sentences[at + 1], part=Part.LEAD)
    cue = Cue(told.start, told.start, "letter", "correspondence", "letter", frozenset())
    clause = Clause(told.start, told.start, told.end)
    return Contact(told, clause, cue, cue.type, cue.channel, "actual", sender, recipient), salutation.start


def _salutes(page: Page, sentence: Sentence) -> bool:
    match = _SALUTATION.match(sentence.words)
    if match is None or _TO_ALL.search(sentence.words[:_LONGEST_LINE]):
        return False
    comma = re.compile(r"[^.;\n]{0,80}?[,!:]?(?:$|\n|[,!:]\s)").match(sentence.words, match.end())
    following = next((item for item in page.sentences if item.number == sentence.number + 1), sentence)
    return (
        comma is not None
        and not _TO_ALL.search(following.words[:60])
        and page.text[sentence.start - 1 : sentence.start] in ("", "\n")
    )


def _parties(page: Page, salutation: Sentence) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Who writes, and to whom: by the heading, the salutation and the signature, else by who is spoken of."""
    heading = page.actors_in(0, salutation.start)
    close = next((item.start for item in reversed(page.sentences) if _CLOSING.match(item.words)), None)
    signed = page.actors_in(close, len(page.text))[:2] if close else []
    sender = [actor for actor in heading if _BY.search(page.text, max(0, actor.start - 30), actor.start)] or signed
    addressed = [actor for actor in heading if _TO.search(page.text, max(0, actor.start - 30), actor.start)]
    named = page.actors_in(salutation.start, salutation.end) + [actor for actor in heading if actor not in sender]
    known = sides(tuple(sender))
    spoken = [actor for actor in page.actors if actor.start > salutation.end and actor not in signed]
    recipient = [actor for actor in addressed + named if actor.code and actor.code not in known] or [
        actor for actor in spoken if actor.code and actor.code not in known
    ]
    first = recipient[0].code if recipient else None
    recipient = [actor for actor in recipient if actor.code == first]
    sender = [actor for actor in sender if actor.code and actor.code != first]
    return tuple(sender) or _own(page, first), tuple(recipient)


def _own(page: Page, other: str | None) -> tuple[Actor, ...]:
    """The page's own side, where nobody signs with an office."""
    code = next((code for code in page.home if code != other), None)
    return (Actor(0, 0, Kind.SIDE, code, side_name(code)),) if code else ()
