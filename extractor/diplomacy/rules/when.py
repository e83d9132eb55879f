"""Picks the words that say when a contact happened.

In: a page and a contact. Out: the date expression of the contact's own sentence that belongs to it, or None.
A date that says when somebody spoke about it, or that dates something else in the sentence, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib import resources

from extractor.diplomacy.dates import DateMention
from extractor.diplomacy.rules import cues
from extractor.diplomacy.rules.actors import Kind
from extractor.diplomacy.rules.contact import Contact
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import speech_spans

_NOT_WHEN = re.compile(
    r"^(?:since|by|until|till|for(?! (?:today|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d|[A-Z]))|"
    r"over(?! the (?:past |last )?weekend)|recently|now|currently|so far)\b",
    re.IGNORECASE,
)
_STAMP = re.compile(r"\b(?:updated?|published|posted|created|modified|issued|date)(?: on| at)?\s*:\s*$", re.IGNORECASE)
_ATTRIBUTE = re.compile(  # "the 2019 deal", "Monday's vote"
    r"(?:’s|'s|-)?\s+(?:[a-z-]+ ){0,2}(?:deal|agreement|election|elections|accord|treaty|war|summit|sanctions|budget|"
    r"revolution|coup|invasion|statement|attack|attacks|vote)\b"
)
_RELATIVE = re.compile(
    r",\s+(?:who|which(?! (?:was|is|were|had been|has been) (?:[a-z]+ly )?(?:scheduled|planned|due|set|expected|to))|whose|where)"
    r"\b[^,]*(?:,|$)"
)
_WAS_CALLED_OFF = re.compile(
    r",?\s+(?:[a-z]+ ){0,2}(?:postpone|cancel|(?:call|put)(?:ed|s)? (?:[a-z]+ ){0,3}off|scrap|delay|defer|abandon|announced"
    r"|den(?:y|ied|ies)|reject|dismiss|refut|rubbish)"
)
_PUT_OFF = r"\b(?:postponed|put off|delayed|re-?scheduled|deferred|moved|pushed back)\s+(?:[^,.;]{0,30}\s)?"
_PUT_OFF_TO = (re.compile(rf"{_PUT_OFF}(?:to|until|till)\s$"), re.compile(rf"{_PUT_OFF}$"))
_DAY = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun|to|yester)day|tomorrow|tonight|weekend|\d\d?(?:st|nd|rd|th)?)\b",
    re.IGNORECASE,
)
_SAID_AFTER = re.compile(
    r"[^.;,]{0,40}\b(?:said|says|announced|told|tweeted|wrote|reported|confirmed|revealed|declared that)\b"
)
_STATEMENT_OF = re.compile(r"\b(?:statement|letter|note|order|decree|communiqu[eé]|report) (?:of|from) $")
_TO_DO = re.compile(r"\bto [a-z]")  # "told him to leave on Friday"
_FOR_TO = re.compile(r" for [^,;.]{0,60} to [a-z]")  # "named a date on Friday for the parties to meet"
_NOMINAL = re.compile(
    r"(?:meeting|talk|visit|call|conversation|summit|consultation|negotiation|session|dialogue|trip|tour|commission|"
    r"committee|discussion|ceremony|signing|round|stopover|lunch|dinner|encounter|audience)s?$",
    re.IGNORECASE,
)
_ASKED_TO = re.compile(
    r"\bto (?:visit|attend|take part|participate|pay|travel|come|meet|join|address|be)\b|\b(?:for|to) (?:a|the)\b"
)
_SHARED = re.compile(
    r"\b(?:at|during|in|on the (?:sidelines|margins|fringes) of|within|as part of|in the framework of|attend(?:ed|ing|s)?|"
    r"(?:held|holds?|holding|convened?|convenes|opened|began|concluded|hosted|(?:co-)?chaired))\s+"
    r"(?:(?:the|a|an|its|their|his|her|this|that)\s+)?(?:[\w’'.&-]+\s+){0,7}$"
)


@cache
def _words() -> Mapping[str, str]:
    """The rows of the table by their kind, as one alternative each."""
    text = resources.files("extractor.diplomacy").joinpath("data/rules_when.tsv").read_text("utf-8")
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kind, words = line.split("\t")
            found.setdefault(kind, []).append(words)
    return {kind: "|".join(words) for kind, words in found.items()}


@cache
def _shapes() -> Mapping[str, re.Pattern[str]]:
    """What stands before a date that is another's, by the kind of words."""
    words = _words()
    sources = {
        "said": rf"\b(?:{words['said']})\b[^.;“”\"]{{0,32}}$",
        "event": rf"\b(?:{words['event']})\s+(?:(?:in|at) [A-Z]\w+ |of (?:the |an? )?(?:[\w-]+ ){{1,3}}|(?:[a-z]+\s+){{0,2}})$",
        "made": rf"(?<!\band )\b(?:{words['made']})\s+(?:(?:by|in|at|on|for)\s+(?:[\w’'.-]+\s+){{0,4}})?$",
        "done": rf"(?:\b(?:was|were|been|is|are)|,)\s+(?:[a-z]+ly\s+)?(?!(?:{words['own']})\b)(?:{words['made']})\s+"
        r"(?:in [A-Z]\w+ )?$",
        "after": rf"\b(?:{words['after']})\b(?! (?:arriv|return|fly|land|conclud))[^,;]*$",
        "which": r"\b(?:that|which|who|whose|where|when)\s[^,;]*$",
        "its": rf"(?: (?:of|to|by|with|between|in|from|for)(?: the)?(?: [A-Z][\w.’'-]*| and|,)*){{0,4}},? (?:that|which)"
        rf" (?:[a-z]+ ){{0,3}}(?:{words['own']}|to|took place|takes place|beg[ai]n|started?|starts|ended|paid|made)\b",
        "next": r"\b(?:and|but|then)\s+(?:(?:then|later|also)\s+)*$",
        "later": rf"\b(?:{words['later']})\s+(?:[^,;]*?\s)?to\s[^;]*$|\b(?:will|would|shall)\s[^;]*$"
        r"|\bnext (?!to\b)[a-z]+\s[^;]*$",
        "own": rf"^[^;]*?\b(?:{words['own']})\s+(?:(?:by|in|at|for|on)\s+(?:[\w’'.-]+\s+){{0,4}})?$",
        "opening": rf"\W*(?:{words['after']}|speaking|addressing|responding|reacting)\b",
    }
    return {name: re.compile(source, re.IGNORECASE if name == "opening" else 0) for name, source in sources.items()}


def of(page: Page, contact: Contact, *, in_speech: bool = False) -> DateMention | None:
    """The date expression that belongs to the contact, or None; days counted from a speaker's own only on request."""
    sentence, cue = contact.sentence, contact.cue
    dates = page.dates_in(sentence.start, sentence.end)
    if not dates or (contact.echoed and _others_act(page, contact)):
        return None
    speech = speech_spans(sentence)
    own = any(start <= cue.start < end for start, end in speech)
    others = [other for other in cues.find(sentence.words, sentence.start) if other.start != cue.start]
    if contact.realis == "postponed" and (new := next((date for date in dates if _put_off_to(page.text, date)), None)):
        return new
    best: tuple[float, DateMention] | None = None
    for date in dates:
        quoted = any(start <= date.start < end for start, end in speech)
        if quoted and not (own and (in_speech or not date.relative)):
            continue
        if _told_then(page.text, contact, date) or _anothers(page.text, contact, date):
            continue
        cost = _distance(contact, date)
        nearer = min((_gap(other.start, other.end, date) for other in others), default=999)
        if nearer < _gap(cue.start, cue.end, date) and not contact.clause.start <= date.start < contact.clause.end:
            cost += 60
        if best is None or cost < best[0]:
            best = (cost, date)
    return best[1] if best else None


def _put_off_to(text: str, date: DateMention) -> bool:
    """Whether the date is the new one of something put off: "postponed until next Wednesday"."""
    upto = date.words.startswith(("to ", "until ", "till ", "for "))
    return _PUT_OFF_TO[upto].search(text, max(0, date.start - 60), date.start) is not None


def of_telling(page: Page, contact: Contact) -> DateMention | None:
    """The day on which somebody told of the contact: "…, the ministry said on Thursday"."""
    sentence = contact.sentence
    told = (date for date in page.dates_in(sentence.start, sentence.end) if _told_then(page.text, contact, date))
    return next((date for date in told if precise(date)), None)


def _others_act(page: Page, contact: Contact) -> bool:
    """Whether the sentence that points back to a contact tells what somebody else does: "he flew in on Monday for the meeting"."""
    acting = page.actors_in(contact.sentence.start, contact.sentence.end)
    return any(actor.kind is not Kind.SIDE and actor.code and actor.code not in contact.sides for actor in acting)


def precise(date: DateMention | None) -> bool:
    """Whether the words name a day."""
    return date is not None and _DAY.search(date.words) is not None


def _told_then(text: str, contact: Contact, date: DateMention) -> bool:
    """Whether the date says when somebody spoke of the contact."""
    before = _before(text, contact, date)
    spoken = _shapes()["said"].search(before)
    if spoken and not before.endswith((" of ", " from ")) and not _TO_DO.search(before, spoken.start()):
        return _NOT_WHEN.search(date.words) is None
    return _SAID_AFTER.match(text, date.end, min(date.end + 60, contact.sentence.end)) is not None


def _before(text: str, contact: Contact, date: DateMention) -> str:
    """The words before a date, from the cue on where it comes first."""
    start = contact.cue.end if contact.cue.end <= date.start else contact.sentence.start
    return text[max(start, date.start - 90) : date.start]


def _anothers(text: str, contact: Contact, date: DateMention) -> bool:
    """Whether the date is the time of something else."""
    cue, shapes = contact.cue, _shapes()
    if contact.realis != "refused" and date.end <= cue.start and _WAS_CALLED_OFF.match(text, date.end):
        return True  # "on Sunday postponed his visit": the day of calling off
    if cue.start <= date.start < cue.end:
        return False
    attribute = _ATTRIBUTE.match(text, date.end) if not date.words[0].islower() else None
    if _NOT_WHEN.search(date.words) or (attribute and not attribute.start() <= cue.start < attribute.end()):
        return True
    before = _before(text, contact, date)
    if _STAMP.search(before) or _in_other_relative(contact, date):
        return True
    event = shapes["event"].search(before) if contact.type != "signing" or date.start < cue.start else None
    if event and not _SHARED.search(before, 0, event.start()):
        return True
    if _STATEMENT_OF.search(before) or (date.end <= cue.start and _FOR_TO.match(text, date.end, cue.start)):
        return True
    if date.start < cue.end:
        opening = shapes["opening"].match(text, contact.sentence.start, date.start)
        return shapes["done"].search(before) is not None or (opening is not None and "," in text[date.end : cue.start])
    between = text[cue.end : date.start]
    return _shapes()["after"].search(between) is not None or taken(text, contact, date.start)


def taken(text: str, contact: Contact, at: int) -> bool:
    """Whether something between the contact and a later time or place has taken it for itself: "a pact signed in"."""
    shapes, between = _shapes(), text[contact.cue.end : at]
    nominal = _NOMINAL.search(text, contact.cue.start, contact.cue.end) is not None
    if contact.type == "invitation" and _ASKED_TO.search(between):
        return True  # what the guest is invited to
    if contact.realis == "actual" and shapes["later"].search(between):
        return True
    if shapes["next"].search(between):
        return True
    if shapes["which"].search(between) and not (nominal and shapes["its"].match(between)):
        return True
    return shapes["made"].search(between) is not None and not (nominal and shapes["own"].match(between))


def _in_other_relative(contact: Contact, date: DateMention) -> bool:
    """Whether the date stands in a ", who …," that the cue is no part of."""
    for match in _RELATIVE.finditer(contact.sentence.words):
        start, end = contact.sentence.start + match.start(), contact.sentence.start + match.end()
        if start <= date.start < end and not start <= contact.cue.start < end:
            return True
    return False


def _gap(start: int, end: int, date: DateMention) -> int:
    return start - date.end if date.end <= start else max(0, date.start - end)


def _distance(contact: Contact, date: DateMention) -> float:
    inside = contact.clause.start <= date.start < contact.clause.end
    opening = date.start - contact.sentence.start < 4
    return _gap(contact.cue.start, contact.cue.end, date) + (0 if inside else 25 if opening else 50)
