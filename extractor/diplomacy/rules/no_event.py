"""Says why an article holds no event, and which articles speak of sport or business in the words of diplomacy.

In: a page. Out: a reason of the schema.
"""

from __future__ import annotations

import re

from extractor.diplomacy.rules.page import Page

_TRIVIAL = frozenset(
    word
    for words in (
        "match matches goal goals league championship tournament coach striker midfielder player players stadium fixture",
        "qualifier qualifiers qualifying semi-final semi-finals semifinal semifinals football soccer basketball tennis fifa uefa",
        "olympic olympics medal medals shares shareholder shareholders startup ceo revenue acquisition ipo merger profit stock",
        "stocks film films festival concert concerts album singer actor actress museum exhibition novel recipe tourist tourists",
        "airline orchestra",
    )
    for word in words.split()
)
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_COMMENT = re.compile(
    r"\b(?:in my (?:view|opinion)|I (?:believe|think|argue)|analysts?|op-ed|opinion|the author|columnist|commentary|"
    r"should|must|arguably|it is time|scholars?|experts?)\b"
)
_SAID = re.compile(
    r"\b(?:said|says|stated|declared|condemn\w*|statement|told|announced|called on|expressed|stressed|urged|speech|"
    r"interview|remarks|address(?:ed)?)\b"
)
_CLOCK = re.compile(r"^\W*(?:\d{1,2}[:.]\d{2}|\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d{1,2})\b")
_PAST = re.compile(
    r"\b(?:century|ottoman|empire|in (?:1[0-9]|20)\d\d|history|historic\w*|decades|founded|anniversary)\b",
    re.IGNORECASE,
)


def trivial(page: Page) -> bool:
    """Whether sport, business or culture outweighs public office on the page."""
    hits = sum(word in _TRIVIAL for word in _WORD.findall(page.text.lower()))
    return hits >= 3 and hits > 2 * len(page.around.titles)


def reason(page: Page) -> str:
    """The reason that fits a page without an event best."""
    text = page.text
    words = sum(len(sentence.words) for sentence in page.sentences)
    if words < 30:
        return "unreadable"
    if trivial(page):
        return "non_diplomatic"
    clocks = sum(1 for sentence in page.sentences if _CLOCK.match(sentence.words))
    if clocks >= 3 and clocks * 2 > len(page.sentences):
        return "list_or_schedule"
    codes = {actor.code for actor in page.actors if actor.code}
    if not codes and not page.around.titles:
        return "non_diplomatic"
    said, comment, past = (len(pattern.findall(text)) for pattern in (_SAID, _COMMENT, _PAST))
    if comment >= 4 and comment > said:
        return "commentary"
    if said >= 2 or (said and not past):
        abroad = len(codes) != 1 or any("foreign" in title.level for title in page.around.titles)
        return "statement_only" if abroad else "domestic_only"
    return "background_only" if len(codes) > 1 else "domestic_only"
