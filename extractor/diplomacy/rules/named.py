"""Finds the places and offices of a text, corrected by the words around them.

In: a text. Out: places with a code or a mark each, and offices at their full length, both in text order.
A country's name within a person's, a dateline's city and a ministry that several states call alike are no places.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractor.diplomacy import countries, offices
from extractor.diplomacy.countries import Mention, MentionKind
from extractor.diplomacy.offices import TitleMention
from extractor.diplomacy.people import fold

NO_CODE = "?"  # opens the mark of a side that has no code, or more than one

_A = re.compile(r"(?<![^\s“\"(‘])A(?= [A-Z])")
_LONGEST_ACRONYM = 4  # "USA", "U.S.": no dateline's capitals
_OF_THE = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?$")
_SHARED = frozenset({"Foreign Office", "Treasury", "Home Office", "Cabinet Office", "Presidential Palace"})
_NAME_GOES_ON = re.compile(r" [A-Z][a-z’'-]+")
_LINE_OPENS = re.compile(r"(?:^|\n)$")
_LINE_GOES_ON = re.compile(r" (?:[A-Z][a-z]|The |A )")
_PLENIPOTENTIARY = re.compile(r" Extraordinary(?:,? (?:and|&) Plenipotentiary)?")
_ONE_ENVOY = re.compile(r"charg[eé] ", re.IGNORECASE)
_OWNED = re.compile(r"(?:[’'`]s?)?\s+(?=[A-Z])")
_FIELD = re.compile(r"(?:(?:[A-Z][a-z-]+|of|and|&)[, ]+){1,6}$")  # "Mines and Energy" before "Minister"
_RANK = (
    r"leader|ruler|strongman|chief|head|boss|commander|negotiator|diplomat|official|governor|czar|aide|deputy|delegate|representative|"
    r"coordinator|commissioner|director|chairman|chairwoman|chairperson|secretary|prosecutor|legislator|politician|attach[eé]|general|"
    r"speaker|chief executive|commissioner|adviser|advisor|lawmaker|mayor"
)
_RANK_AFTER_SIDE = re.compile(
    rf"(?:[’'`]s?)? ((?:[a-z][a-z-]+ ){{0,3}}(?:{_RANK}))(?=,? (?:(?:Gen|General|Lt|Maj|Mr|Ms|Mrs|Dr)\.? )*[A-Z][a-z])"
)
_RANK_ALONE = re.compile(r"\b((?:[a-z-]+ )?(?:leader|chief|commander|ruler|negotiator))(?= [A-Z][a-z]+ [A-Z][a-z])")


def read(text: str) -> tuple[list[Mention], list[TitleMention]]:
    """The places and the offices of the text."""
    places = _coded(countries.mentions(_A.sub("a", text)))  # the "A" of "A U.S. envoy" is no initial
    titles = [_whole(title, text) for title in _cut(offices.title_mentions(text), places)]
    places = _but_shared(_but_names(text, places, titles))
    sides = [place for place in places if place.kind is not MentionKind.CITY]
    return places, _with_ranks(text, _widened(text, titles, sides), sides)


def _coded(places: list[Mention]) -> list[Mention]:
    """The places, each with a code or a mark.

    A name that fits several states is the one that the text names otherwise too ("Congo" beside "Kinshasa"); one without any
    code gets a mark of its own, so that its mentions are one side.
    """
    firm = {
        place.code for place in places if place.code and (place.kind is not MentionKind.NAME or " of " in place.words)
    }
    found = []
    for place in places:
        code = place.code
        if code is None and place.kind in (MentionKind.NAME, MentionKind.DEMONYM):
            fitting = firm & set(countries.ambiguous(place.words))
            code = fitting.pop() if len(fitting) == 1 else None
        found.append(place if place.code else replace(place, code=code or f"{NO_CODE}{fold(place.words)[:4]}"))
    return found


def _but_shared(places: list[Mention]) -> list[Mention]:
    """The places without ministries that several states call alike, where nothing else names the state usually meant."""
    named = {place.code for place in places if place.words not in _SHARED}
    return [place for place in places if place.words not in _SHARED or place.code in named]


def _but_names(text: str, places: list[Mention], titles: list[TitleMention]) -> list[Mention]:
    """The places without those that open a name after an office ("Minister Jordan Roe") and those of a dateline in capitals."""
    ends = {title.end for title in titles if not title.plural}
    found = []
    for place in places:
        in_name = place.start - 1 in ends and " " not in place.words and _NAME_GOES_ON.match(text, place.end)
        capitals = place.words.isupper() and len(place.words) > _LONGEST_ACRONYM
        opens = capitals and _LINE_OPENS.search(text, max(0, place.start - 2), place.start)
        if not in_name and not (opens and _LINE_GOES_ON.match(text, place.end)):
            found.append(place)
    return found


def _cut(titles: list[TitleMention], places: list[Mention]) -> list[TitleMention]:
    """The titles, cut where a country's name begins within one, and where a line does.

    So "President of the Republic of Utopia" leaves "President", and an office is none of the headline above it.
    """
    starts = {place.start for place in places if place.kind is MentionKind.NAME}
    found = []
    for title in titles:
        inside = next((at for at in range(title.start + 1, title.end) if at in starts), None)
        words = _OF_THE.sub("", title.words[: inside - title.start]) if inside else title.words
        at = words.rfind("\n") + 1
        found.append(replace(title, start=title.start + at, end=title.start + len(words), words=words[at:]))
    return found


def _whole(title: TitleMention, text: str) -> TitleMention:
    """An ambassador with all his words; a chargé is one, whatever his title ends in."""
    if title.level != "ambassador":
        return title
    more = _PLENIPOTENTIARY.match(text, title.end)
    end = more.end() if more else title.end
    return replace(
        title, end=end, words=text[title.start : end], plural=title.plural and not _ONE_ENVOY.match(title.words)
    )


def _widened(text: str, titles: list[TitleMention], sides: list[Mention]) -> list[TitleMention]:
    """Ministers with the whole of their field, between a side and the office: "Utopian Energy and Mines Minister"."""
    owners = [side for side in sides if side.kind is MentionKind.DEMONYM or text[side.end : side.end + 1] in "’'"]
    starts = {match.end() for side in owners if (match := _OWNED.match(text, side.end))}
    taken = [title.start for title in titles] + [side.start for side in sides]
    found = []
    for title in titles:
        field = _FIELD.search(text, max(0, title.start - 60), title.start) if title.words[0].isupper() else None
        at = max((start for start in starts if field and field.start() <= start <= title.start), default=title.start)
        if any(at <= other < title.start for other in taken):
            at = title.start  # another office or side stands between
        found.append(replace(title, start=at, words=text[at : title.end]))
    return found


def _with_ranks(text: str, titles: list[TitleMention], sides: list[Mention]) -> list[TitleMention]:
    """The titles, and other words of rank that stand between a side and a name: "North Korean leader Kim", "army chief X"."""
    known = {at for title in titles for at in range(title.start, title.end)}
    found = []
    for match in filter(None, (_RANK_AFTER_SIDE.match(text, side.end) for side in sides)):
        words = match.group(1)
        if not known & set(range(match.start(1), match.end(1))):
            level = "head_of_state" if words == "leader" else offices.level_of(words)
            found.append(TitleMention(match.start(1), match.end(1), words, level, plural=False))
    known |= {at for title in found for at in range(title.start, title.end)}
    found += [
        TitleMention(match.start(1), match.end(1), match.group(1), "official", plural=False)
        for match in _RANK_ALONE.finditer(text)
        if not known & set(range(match.start(1), match.end(1)))
    ]
    return sorted([*titles, *found], key=lambda title: title.start) if found else titles
