"""Says why an article holds no event, and which articles hold none although the words of diplomacy stand in them.

In: a page. Out: a reason of the schema, by the words of data/rules_no_event.tsv and by the form of the page.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from importlib import resources

from extractor.diplomacy.rules.page import Page

_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_ENTRY = re.compile(  # a line of a calendar: a time, a day, a year, or a place and a colon
    r"\W*(?:\d{1,2}[:.]\d{2}\b|\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2}\b|(?:1[5-9]|20)\d\d\s*[–—:-]"
    r"|(?:MON|TUES|WEDNES|THURS|FRI|SATUR|SUN)DAY\b|"
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b[^.;]{0,20}:|[A-Z]\w+(?: [A-Z]\w+)?(?:, [A-Z]\w+)?: )"
)
_CALENDAR = re.compile(
    r"\b(?:week ahead|(?:on )?this day|today in history|diplomatic calendar|calendar of|agenda for"
    r"|diary|schedule of|programme of the)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:an? )?(?:opinions?|comment(?:ary)?|editorial|columns?|op-?ed|analysis|essay|viewpoint"
    r"|perspectives?|explainer|blog|letters?(?: to the editor)?|"
    r"profile|opinion ?[|:/–-].*|(?:comment|analysis|explainer|editorial|column) ?[|:–].*)\s*",
    re.IGNORECASE,
)
_WRITER = re.compile(
    r"\b(?:I (?:believe|think|argue|propose|suspect)|[Ii]n my (?:view|opinion)|[Tt]he (?:author"
    r"|writer) (?:is|teaches)|[Ii]t is time|One could)\b"
)
_SPEECH = re.compile(r"[“\"][^”\"]*(?:[”\"]|$)")
_SPEAKER = re.compile(r"^(?:Q|A|QUESTION|[A-Z][A-Z.’' -]{4,40}):\s", re.MULTILINE)
_SELF = re.compile(r"\b(?:I|my|we|We|us|our|let us|Let us)\b")
_ADVICE = re.compile(
    r"\b(?:travel (?:alert|warning|advis\w+)|security alert|(?:advis|alert|urg|warn)(?:es|ed"
    r"|ing)?\s(?:[A-Z.]+ |its |[a-z]+ )?(?:citizens|nationals|travell?ers)|"
    r"opening hours|visa applica\w+|open house|open(?:ed|s)? (?:their|its) (?:doors|chanceries))\b",
    re.IGNORECASE,
)
_SAID = re.compile(r"\b(?:said|says|told|announced|defended|appealed|congratulated|recalled|called (?:on|for))\b")
_STEMS = ("travel", "citizens", "nationals", "alert", "open", "visa")  # a sentence without any gives no advice
_OPENING = 4  # sentences
_HEAD = 250  # code points in which a page says what it is
_REASONS = ("commentary", "non_diplomatic", "domestic_only", "statement_only", "background_only")


@cache
def _table() -> dict[str, str]:
    text = resources.files("extractor.diplomacy").joinpath("data/rules_no_event.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {word: reason for reason, words in rows for word in words.split()}


def trivial(page: Page) -> bool:
    """Whether the page is a calendar, advice to travellers, an opinion, or of another field than public office."""
    if _listed(page) or _advises(page) or _labelled(page):
        return True
    hits = sum(_table().get(word) == "field" for word in _WORD.findall(page.text.lower()))
    return hits >= 3 and hits > 2 * len(page.around.titles)


def reason(page: Page) -> str:
    """The reason that fits a page without an event best."""
    if sum(len(sentence.words) for sentence in page.sentences) < 30:
        return "unreadable"
    if _listed(page):
        return "list_or_schedule"
    if _labelled(page):
        return "commentary"
    codes = Counter(side.code for side in page.around.sides if side.code)
    if _advises(page) or not (codes or page.around.titles):
        return "non_diplomatic"
    weights = _weights(page)
    weights["statement_only"] += 2 * any("foreign" in title.level for title in page.around.titles)
    if len(codes) < 2:
        weights["domestic_only"] += 2
    else:
        weights["statement_only"] += min(2, len(_SAID.findall(page.text)))
    best = max(_REASONS, key=lambda name: (weights[name], -_REASONS.index(name)))
    if weights[best] > 0:
        return best
    return "domestic_only" if max(codes.values(), default=1) * 2 > codes.total() else "statement_only"


def _weights(page: Page) -> Counter[str]:
    table = _table()
    counted = Counter(_WORD.findall(page.text.lower()))
    found: Counter[str] = Counter()
    for word, times in counted.items():
        if word in table:
            found[table[word]] += (times + 1) // 2
    found["non_diplomatic"] += found["field"]
    silent = _SPEECH.sub(" ", page.text)
    if not _SPEAKER.search(page.text):  # in a transcript everybody says "I"
        found["commentary"] += 2 * len(_WRITER.findall(silent)) + len(_SELF.findall(silent)) // 2
    return found


def _listed(page: Page) -> bool:
    entries = sum(1 for sentence in page.sentences if _ENTRY.match(sentence.words))
    named = _CALENDAR.search(page.text, 0, _HEAD) is not None
    return entries >= 3 and (entries * 2 > len(page.sentences) or (named and entries * 4 > len(page.sentences)))


def _advises(page: Page) -> bool:
    top = [sentence.words.lower() for sentence in page.sentences[:_OPENING]]
    return any(_ADVICE.search(words) for words in top if any(stem in words for stem in _STEMS))


def _labelled(page: Page) -> bool:
    """Whether the page calls itself an opinion, or speaks as one."""
    lines = page.text[:_HEAD].split("\n")[:6]
    if any(_LABEL.fullmatch(line.strip()) for line in lines):
        return True
    return not _SPEAKER.search(page.text) and len(_WRITER.findall(_SPEECH.sub(" ", page.text))) >= 2
