"""The texts of one article from which a narrowed reply may choose (`narrow = true`), for every version of this task.

In: an `Article`. Out: by field path, texts that its coded part holds, the likeliest first. Made by general rules of names,
offices, sides, dates and sentences; nothing is refused, and nothing made up but the plain name of a side named otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.diplomacy import countries, dates, offices
from extractor.diplomacy.countries import Mention, MentionKind
from extractor.diplomacy.offices import TitleMention
from extractor.diplomacy.people import fold
from extractor.diplomacy.rules import names, sentences
from extractor.diplomacy.rules.names import Name
from extractor.models import Article

_ARABIC_ARTICLE = re.compile(r"\b(?:al|el|ad|an|ar|as|ash|at|az)(?=[-‐‑][^\W\d_a-z])")
_WRAPPED = re.compile(r"(?<=[^\n]{50})\n(?=[^\W\d_])")  # a hard-wrapped line, not the end of a paragraph
_COURTESY = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Sir|Dame|Hon|H\.E)\.? $")
_RANK_NAMES = frozenset({"Amir", "Emir", "Sultan", "King", "Prince", "Pope", "Sheikh"})
_NAME_BEFORE = re.compile(r"[^\W\d][ ][A-ZÀ-Þ][a-zà-ÿ]+ $")
_INTRODUCING = re.compile(r"(?:[’']s)?,?[ \u00a0]$")  # between an office or a side and the name of who holds it
_SENTENCE_END = tuple(".!?…\"”’')")
_LONG_LINE = 2000  # letters to the end of a line; no heading is so long
_PLACES = (MentionKind.CITY, MentionKind.METONYM)
_NAMED = (MentionKind.NAME, MentionKind.ORGANISATION)
_LABEL = 5  # letters: a shorter name in capitals is an acronym, a longer one a section's label

_OF = re.compile(r"\s+(?:of|for|to)\s+(?:the\s+)?")
_WHERE = re.compile(
    r"\b(?:on the (?:sidelines|margins|fringes) of [^.;\n]{3,60} in|(?:in|at|to|visit(?:ed|ing)?)(?: the)?"
    r"(?: [A-Z]?[a-z]+ (?:capital|city|port|resort)(?: of)?)?) $"
)
_COUNTERPART = re.compile(r"(?:[’']s)?\s+((?:[a-z]+\s+)?(?:counterpart|opposite number))\b")
_COUNTERPART_ALONE = re.compile(r"\b(?:counterpart|opposite number)\b")

_CAPITAL = r"(?:(?:[A-Z]\.)+|[A-ZÀ-Þ0-9][\w’'&/–-]*)"
_CAPITALS = rf"(?:{_CAPITAL} (?:(?:of|for|on|and|in|the) ){{0,2}})"
_FRAME = re.compile(
    rf"\b(?!(?:The|This|That|These|A|An) ){_CAPITALS}{{1,7}}(?:[Ss]ummit|[Ff]orum|[Cc]onference|"
    r"[Aa]ssembly|[Cc]ongress|[Ss]ession|[Mm]echanism|[Cc]ommission|"
    r"[Cc]ommittee|[Cc]ouncil|[Dd]ialogue|[Ff]ormat|[Pp]rocess|[Cc]onsultations|[Nn]egotiations|[Ee]xpo|[Mm]eeting|[Tt]alks)\b"
    rf"(?: (?:of|on|for) (?:the )?{_CAPITAL}(?: {_CAPITAL}){{0,4}})?"
)
_TERRITORY = re.compile(
    rf"\b(?:{_CAPITAL} ){{1,3}}(?:[Pp]eninsula|[Rr]egion|[Ss]ea|[Ss]trait|[Ii]slands?|[Tt]erritor(?:y|ies)|[Cc]orridor|[Gg]ulf|"
    r"[Bb]asin|[Cc]oast|[Vv]alley|Caucasus|Balkans|East|Bank|Strip|Heights)\b|"
    r"\b(?:[Ss]trait|[Gg]ulf|[Hh]orn|[Bb]ay|[Ss]ea) of [A-ZÀ-Þ]\w+|"
    r"\b(?:Caucasus|Balkans|Middle East|Central Asia|Africa|Asia|Europe|Latin America)\b"
)
_MINISTRY = (
    r"(?:[Mm]inistr(?:y|ies)|MFA|[Ee]mbassy|[Cc]onsulate|[Dd]epartment|[Oo]ffice|[Pp]residency|[Gg]overnment|[Ss]ecretariat|"
    r"[Cc]hancellery|[Aa]dministration|[Cc]abinet|Kremlin|White House)\b"
    rf"(?: (?:of|for|in) (?:the )?{_CAPITAL}(?: (?:and )?{_CAPITAL}){{0,6}}){{0,2}}"
)
_SOURCE = re.compile(
    rf"\b(?:[Tt]he )?(?:{_CAPITAL} ){{0,4}}{_MINISTRY}|"
    rf"\b[Ss]ources (?:from|in|at|within|close to) (?:the )?(?:{_CAPITAL} ){{0,4}}(?:{_MINISTRY}|{_CAPITAL})|"
    rf"(?:{_CAPITAL} ){{0,3}}\b(?:diplomatic|official|government|ministry|security|informed|unnamed|local) (?:sources?|media)\b|"
    rf"\b(?:{_CAPITAL} ){{0,3}}(?:[Ss]pokes(?:person|man|woman)|[Oo]fficials?|[Dd]iplomats?|[Ss]ources|[Nn]ewspaper|[Aa]gency)\b|"
    r"\b(?:Twitter|X|Facebook|Telegram|Instagram|Truth Social|WhatsApp|social media|Reuters|AFP|AP|TASS|Xinhua|Interfax|"
    r"Bloomberg|CNN|BBC|Axios|Politico|press release|joint statement)\b|"
    rf"\b(?:{_CAPITAL} ){{1,3}}(?:Times|Post|News|Press|Journal|Agency|TV)\b"
)


@dataclass(frozen=True)
class _Page:
    """What stands in the article, found once."""

    article: Article
    text: str
    sides: list[Mention]  # states and organisations, capitals among them, and cities
    titles: list[TitleMention]


def candidates(article: Article) -> Mapping[str, Sequence[str]]:
    """By field of the reply, the texts it may hold."""
    text = _WRAPPED.sub(" ", article.coded)
    page = _Page(article, text, countries.mentions(text), offices.title_mentions(text))
    people, sides, when = _people(page), _sides(page), _dates(page)
    quotes = [sentence.words for sentence in sentences.split(article, article.coded, {})[0]]
    return {
        "events[].quote": quotes,
        "events[].date_text": when,
        "events[].location.quote": _wheres(page, quotes),
        "events[].location.city": _cities(page),
        "events[].location.country": sides,
        "events[].frame": _found(page, _FRAME),
        "events[].participants[].name": people,
        "events[].participants[].title": list(dict.fromkeys(_offices(page))),
        "events[].participants[].country": sides,
        "events[].topics[].quote": quotes,
        "events[].subjects[]": list(dict.fromkeys([*sides, *_found(page, _TERRITORY), *_cities(page)])),
        "events[].statements[].quote": quotes,
        "events[].statements[].speaker": [*people, *sides],
        "events[].outcomes[].quote": quotes,
        "events[].attribution.cited[]": [*_found(page, _SOURCE), *people],
        "milestones[].quote": quotes,
        "milestones[].date_text": when,
        "milestones[].countries[]": sides,
    }


# ── persons ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _people(page: _Page) -> list[str]:
    """Persons' names, each in its longest form; those that stand beside an office or a side first."""
    titles = [title for title in page.titles if not _within_name(title, page)]
    firm = [side for side in page.sides if side.kind not in _PLACES]
    soft = [side for side in page.sides if side.kind in _PLACES]
    # "al-Sabah" opens with a small letter and is a word of a name all the same
    capitalised = _ARABIC_ARTICLE.sub(lambda match: match[0].capitalize(), page.text)
    runs = names.find(capitalised, _spans([*titles, *firm]), _spans(soft))
    beside = {end for _, end in _spans([*titles, *page.sides])}
    ranked: dict[str, bool] = {}
    for run in runs:
        words, introduced = page.text[run.start : run.end], _stands_beside(page.text, run.start, beside)
        if introduced or _in_sentence(page.text, run):
            ranked[words] = ranked.get(words, False) or introduced
    parts = {part for words in ranked for part in _parts(words)}
    return sorted((words for words in ranked if fold(words) not in parts), key=lambda words: not ranked[words])


def _within_name(title: TitleMention, page: _Page) -> bool:
    """Whether a word of rank is a part of somebody's name: "Ali Amir Hosseini"."""
    if title.words not in _RANK_NAMES or any(side.end == title.start - 1 for side in page.sides):
        return False
    return _NAME_BEFORE.search(page.text, max(0, title.start - 24), title.start) is not None


def _stands_beside(text: str, start: int, ends: set[int]) -> bool:
    gap = _INTRODUCING.search(text, max(0, start - 4), start)
    return (gap is not None and gap.start() in ends) or _COURTESY.search(text, max(0, start - 8), start) is not None


def _in_sentence(text: str, name: Name) -> bool:
    """Whether the name stands in running text, where a capital tells a name from other words; headings write many so."""
    end = text.find("\n", name.end, name.end + _LONG_LINE)
    if end >= 0 and not text[max(name.end - 1, end - 4) : end].rstrip().endswith(_SENTENCE_END):
        return False
    opens = text[max(0, name.start - 9) : name.start].rstrip(" “\"‘'(").endswith((*_SENTENCE_END, "\n", ":"))
    return " " in name.words or not (opens or name.start < 2)


def _parts(words: str) -> Iterator[str]:
    """What a name is shortened to: a family name alone, of somebody named in full elsewhere."""
    whole = fold(words).split()
    for start in range(len(whole)):
        yield from (" ".join(whole[start:end]) for end in range(start + 1, len(whole) + 1) if end - start < len(whole))


def _spans(items: Iterable[Mention | TitleMention]) -> list[tuple[int, int]]:
    return [(item.start, item.end) for item in items]


# ── offices ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _offices(page: _Page) -> Iterator[str]:
    """Offices as written: alone, with the side that stands before or after them, and "counterpart" with its side."""
    ends = {side.end: side for side in page.sides}
    starts = {side.start: side for side in page.sides}
    for title in page.titles:
        if title.plural or title.words.lower().startswith("spokes"):
            continue
        before = ends.get(title.start - 1)
        after = _OF.match(page.text, title.end)
        owner = starts.get(after.end()) if after else None
        if before and owner:
            yield page.text[before.start : owner.end]
        if before:
            yield page.text[before.start : title.end]
        if owner:
            yield page.text[title.start : owner.end]
        yield title.words
    for match in _COUNTERPART_ALONE.finditer(page.text):
        side = next((ends[end] for end in range(match.start(), max(0, match.start() - 20), -1) if end in ends), None)
        if side and _COUNTERPART.match(page.text, side.end):
            yield page.text[side.start : match.end()]
        yield match.group()


# ── sides, places, dates, sources ─────────────────────────────────────────────────────────────────────────────────


def _sides(page: _Page) -> list[str]:
    """Names of states and organisations as written; the plain name of a state told only by adjective, capital or city."""
    written = {side.code for side in page.sides if side.kind in _NAMED and not _is_label(side.words)}
    named: dict[str, None] = {}
    for side in page.sides:
        if side.kind in _NAMED:
            if not _is_label(side.words) or side.code not in written:
                named[side.words] = None
        elif side.code not in written and (name := countries.side_name(side.code)):
            named[name] = None
    return list(named)


def _is_label(words: str) -> bool:
    return words.isupper() and len(words) >= _LABEL


def _cities(page: _Page) -> list[str]:
    cities = (side.words for side in page.sides if "/" in (countries.place_key(side.words) or ""))
    return list(dict.fromkeys(cities))


def _wheres(page: _Page, quotes: Sequence[str]) -> list[str]:
    """Words that say where ("in Geneva"), and the sentences for what such words leave out."""
    leads = ((_WHERE.search(page.text, max(0, place.start - 90), place.start), place) for place in page.sides)
    found = [page.text[lead.start() : place.end] for lead, place in leads if lead]
    return list(dict.fromkeys([*found, *quotes]))


def _dates(page: _Page) -> list[str]:
    """Date words, with their preposition; those of the dateline last, since they seldom date the event."""
    line = page.article.dateline
    own = dates.date_mentions(page.text, page.article.language)
    found = [mention.words for mention in own if line is None or not line.span.start <= mention.start < line.span.end]
    return list(dict.fromkeys([*found, *([line.date_text] if line and line.date_text else [])]))


def _found(page: _Page, pattern: re.Pattern[str]) -> list[str]:
    """What the pattern finds, in the order of the text."""
    return list(dict.fromkeys(match.group().strip() for match in pattern.finditer(page.text)))
