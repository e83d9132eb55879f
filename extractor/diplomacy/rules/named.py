"""Finds the places and offices of a text, corrected by the words around them.

In: a text. Out: places with a code or a mark each, and offices at their full length, both in text order.
A country's name within a person's, a dateline's city and a ministry that several states call alike are no places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from extractor.diplomacy import countries, offices
from extractor.diplomacy.countries import Mention, MentionKind
from extractor.diplomacy.offices import TitleMention
from extractor.diplomacy.people import fold
from extractor.diplomacy.rules import names

NO_CODE = "?"  # opens the mark of a side that has no code, or more than one

_A = re.compile(r"(?<![^\s“\"(‘])A(?= [A-Z])")
_LONGEST_ACRONYM = 4  # "USA", "U.S.": no dateline's capitals
_OF_THE = re.compile(r"\s+(?:of|for)\s+(?:the\s+)?$")
_SHARED = frozenset({"Foreign Office", "Treasury", "Home Office", "Cabinet Office", "Presidential Palace"})
_NAME_GOES_ON = re.compile(r" [A-Z][a-z’'-]+")
_GIVEN = re.compile(r"\b([A-Z][a-zà-ÿ]+ )$")
_ADDRESSED = re.compile(rf"(?:{names.honorifics()})$")
_LINE_OPENS = re.compile(r"(?:^|\n)$")
_LINE_GOES_ON = re.compile(r" (?:[A-Z][a-z]|The |A )")
_PLENIPOTENTIARY = re.compile(r" Extraordinary(?:,? (?:and|&) Plenipotentiary)?")
_ONE_ENVOY = re.compile(r"charg[eé] ", re.IGNORECASE)
_OWNED = re.compile(r"(?:[’'`]s?)?\s+(?=[A-Z])")
_FIELD = re.compile(r"(?:(?:[A-Z][a-z-]+|of|and|&)[, ]+){1,6}$")  # "Mines and Energy" before "Minister"
_OF_A_BODY = re.compile(  # "Assistant Secretary" + " for Western Hemisphere Affairs"
    r"\s+(?:for|of|at|in)\s+(?:the\s+)?((?:(?:[A-Z][^\W\d_]+|and|&|of|the|for)(?:,?[^\S\n]+|(?!\w)))+)(?:\([A-Z]{2,6}\))?"
)
_ADJECTIVE = re.compile(r"(?:ern|al|ic)$|^(?:North|South|East|West)$")  # of a region: "for Central Asia"
_ALSO = re.compile(r"\s*,?\s+(?:and\s+)?(?:the\s+|also\s+)?|\s*/\s*")
_BOTH = frozenset({"head_of_government", "foreign_minister", "other_minister", "deputy_foreign_minister", "legislator"})
_OTHER_OFFICE = re.compile(r"\b(?:crown|vice|deputy)\b|^(?!.*\b(?:prime|first)\b).*\bministers?\b", re.IGNORECASE)
_HEADS = ("head_of_state", "head_of_government", "foreign_minister")
_LAO = re.compile(r"\bLao(?= [A-Za-z])")
_STYLE = re.compile(r"\b(?:(?:[Hh]is|[Hh]er|[Tt]heir) (?:Majest(?:y|ies)|(?:Royal )?Highness)|H\.?[MH]\.?) (?:the )?$")
_COURTESIES = frozenset({"Sheikh", "Prince", "Princess"})
_RANK = (
    r"leader|ruler|strongman|chief|head|boss|commander|negotiator|diplomat|official|governor|czar|aide|deputy|delegate|representative|"
    r"coordinator|commissioner|director|chairman|chairwoman|chairperson|secretary|prosecutor|legislator|politician|attach[eé]|general|"
    r"speaker|chief executive|commissioner|adviser|advisor|lawmaker|mayor|facilitator|mediator|moderator|rapporteur"
)
_RANK_AFTER_SIDE = re.compile(
    rf"(?:[’'`]s?)? ((?:[a-z][a-z-]+ ){{0,3}}(?:{_RANK}))"
    rf"(?=(?: (?:for|on|in|to) [^.,;\n]{{3,40}})?,? (?:{names.honorifics()})*[A-Z][a-z])"
)
_SECRETARY = re.compile(
    r"(?<![A-Za-z-] )\bSecretary(?= [A-Z][a-z]+)|(?<=[a-z] )Secretary(?= [A-Z][a-z]+)"
)  # as the State Department writes
_RANK_ALONE = re.compile(r"\b((?:[a-z-]+ )?(?:leader|chief|commander|ruler|negotiator))(?= [A-Z][a-z]+ [A-Z][a-z])")


def read(text: str) -> tuple[list[Mention], list[TitleMention]]:
    """The places and the offices of the text."""
    places = _coded(countries.mentions(_A.sub("a", text)))  # the "A" of "A U.S. envoy" is no initial
    titles = [_whole(title, text) for title in _cut(offices.title_mentions(text), places) if not _courtesy(title, text)]
    places = _with_lao(text, places, titles)
    places = _but_shared(_but_names(text, places, titles))
    sides = [place for place in places if place.kind is not MentionKind.CITY]
    titles = [_styled(title, text) for title in titles]
    titles = [_of_a_body(title, text, sides) for title in _widened(text, titles, sides)]
    return places, _with_ranks(text, list(_held_together(text, titles)), sides)


def _with_lao(text: str, places: list[Mention], titles: list[TitleMention]) -> list[Mention]:
    """The places with the adjective "Lao" where an office follows it; elsewhere it may be a name."""
    starts = {title.start for title in titles}
    lao = [
        Mention(match.start(), match.end(), "LAO", MentionKind.DEMONYM, "Lao")
        for match in _LAO.finditer(text)
        if match.end() + 1 in starts
        or text.startswith(("side", "delegation", "government", "officials"), match.end() + 1)
    ]
    return sorted([*places, *lao], key=lambda place: place.start) if lao else places


def _courtesy(title: TitleMention, text: str) -> bool:
    """Whether the word is only how its bearer is addressed: "Prince X", unlike "Prince of Utopia"."""
    return title.words in _COURTESIES and not _OF_THE.match(text, title.end)


def _styled(title: TitleMention, text: str) -> TitleMention:
    """A monarch with the style: "His Majesty the King", which is no part of a name as in "Amir Khan"."""
    style = _STYLE.search(text, max(0, title.start - 30), title.start) if title.level == "head_of_state" else None
    return replace(title, start=style.start(), words=text[style.start() : title.end]) if style else title


def _of_a_body(title: TitleMention, text: str, sides: list[Mention]) -> TitleMention:
    """An office with the body that it belongs to: "Director General for European Affairs"."""
    match = None if title.plural else _OF_A_BODY.match(text, title.end)
    if match is None:
        return title
    words_in = re.finditer(r"\w+", match[1])
    ends = [
        match.start(1) + word.end()
        for word in words_in
        if names.institution(word.group()) and not _ADJECTIVE.search(word.group())
    ]
    if not ends or any(title.end < side.start < ends[-1] for side in sides):
        return title
    end = match.end() if match[0].endswith(")") else ends[-1]
    words = text[title.start : end]
    return replace(title, end=end, words=words, level=offices.level_of(words))


def _held_together(text: str, titles: list[TitleMention]) -> Iterator[TitleMention]:
    """The titles, offices of one holder joined: "Deputy Prime Minister and Minister of Defence", "Crown Prince, Premier"."""
    held: TitleMention | None = None
    for title in titles:
        if held is not None and _one_holder(held, title) and _ALSO.fullmatch(text, held.end, title.start):
            levels = (held.level, title.level)
            level = next((head for head in _HEADS if head in levels), held.level)
            held = replace(held, end=title.end, words=text[held.start : title.end], level=level)
            continue
        if held is not None:
            yield held
        held = title
    if held is not None:
        yield held


def _one_holder(first: TitleMention, second: TitleMention) -> bool:
    """Whether two offices are often one person's; a president is no minister."""
    if first.plural or second.plural:
        return False
    if first.level == "head_of_state" and "rown" not in first.words:
        return False
    return first.level in _BOTH | {"official", "head_of_state"} and _OTHER_OFFICE.search(second.words) is not None


def _coded(places: list[Mention]) -> list[Mention]:
    """The places, each with a code or a mark.

    A name that fits several states is the one that the text names otherwise too ("Congo" beside "Kinshasa"); one without any
    code gets a mark of its own, so that its mentions are one side.
    """
    firm = {
        place.code for place in places if place.code and (place.kind is not MentionKind.NAME or " of " in place.words)
    }
    longer = {place.words.rpartition(" ")[2]: place.code for place in places if place.code and " " in place.words}
    found = []
    for place in places:
        code = place.code
        if code is None and place.kind in (MentionKind.NAME, MentionKind.DEMONYM):
            fitting = (firm | {longer.get(place.words)}) & set(countries.ambiguous(place.words))
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
        in_name = _opens_name(place, text, ends) or _closes_name(place, text, ends)
        capitals = place.words.isupper() and len(place.words) > _LONGEST_ACRONYM
        opens = capitals and _LINE_OPENS.search(text, max(0, place.start - 2), place.start)
        if not in_name and not (opens and _LINE_GOES_ON.match(text, place.end)):
            found.append(place)
    return found


def _opens_name(place: Mention, text: str, ends: set[int]) -> bool:
    """Whether a place is a given name: "Minister Jordan Roe"."""
    after = place.start - 1 in ends and " " not in place.words
    return after and _NAME_GOES_ON.match(text, place.end) is not None


def _closes_name(place: Mention, text: str, ends: set[int]) -> bool:
    """Whether a place is a family name: "Minister Ann Scotland", "Mrs Ann Scotland"."""
    given = _GIVEN.search(text, max(0, place.start - 60), place.start) if place.kind is MentionKind.NAME else None
    if given is None:
        return False
    at = given.start(1)
    return at - 1 in ends or _ADDRESSED.search(text, max(0, at - 40), at) is not None


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
    if any(side.code == "USA" for side in sides):
        found += [
            TitleMention(match.start(), match.end(), match.group(), "foreign_minister", plural=False)
            for match in _SECRETARY.finditer(text)
            if match.start() not in known
        ]
    found += [
        TitleMention(match.start(1), match.end(1), match.group(1), "official", plural=False)
        for match in _RANK_ALONE.finditer(text)
        if not known & set(range(match.start(1), match.end(1)))
    ]
    return sorted([*titles, *found], key=lambda title: title.start) if found else titles
