"""Finds what participants said in or about an event.

In: a page, the event, the sentences that speak of it and its participants. Out: statements as the schema spells them.
Speakers who took no part, headlines, and who merely reports the event, give none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from extractor.diplomacy.openings import opening
from extractor.diplomacy.rules.actors import Actor
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part, Sentence

_HE = re.compile(
    r"^\W*(?:(?:In addition|Finally|Also|In turn|Moreover|Furthermore), )?(?:he|she|the (?:[A-Za-z]+ )?(?:minister|"
    r"president|secretary))\b",
    re.IGNORECASE,
)
_HE_SAID = re.compile(r"\b[Ss]?[Hh]e\s+(?:also\s+|then\s+)?$")
_HOLDER = re.compile(
    r"\bthe (?:visiting |[A-Z][a-z]+ )?(?P<office>(?:prime |deputy |foreign )?minister|president|premier|chancellor|"
    r"chair(?:person|man|woman)|ambassador|envoy|speaker|king|emir|guest|host|secretary(?:[- ]general| of state)?)\b"
    r"(?! of the [A-Z])",
    re.IGNORECASE,
)
# who says that the event happened is its attribution, not a participant's statement
_REPORTER = re.compile(
    r"\b(?:ministry|department|embassy|office|sources?|statement|agency|media|reports?|release|document|readout|palace|sides|"
    r"presidency|government|officials?|spokes(?:man|woman|person))(?: of (?:[A-Z]\w+ ?){1,3}| for (?:[A-Z]\w+ ?){1,3})?"
    r"(?: who [^.;,]{0,30})?\s*$",
    re.IGNORECASE,
)
_WRITING = re.compile(r"\b(?:telegram|letter|message|note)\s*$")
_ASIDE = re.compile(r"\b(?:which|who|that)\s(?:[^.;,]{0,40}\s)?had\s+$")
_SPOKEN = re.compile(r"“[^“”]*”?|\"[^\"\n]*\"?")
_LONG = 12  # code points of direct speech that is more than a word in quotation marks
_LIMIT = 12
_INVERTED = 3  # "…”, said the minister": the speaker stands right after the verb


@dataclass(frozen=True)
class Voices:
    """Whose words are looked for: the participants by their key in the cast, by the side that speaks, and by office."""

    names: Mapping[int, str]
    by_code: Mapping[str, str]
    people: Sequence[Mapping[str, str | None]]

    def holder(self, office: str) -> str | None:
        """The one participant who holds an office, or is the guest or the sender."""
        plain = office.lower()
        fits = [row["name"] for row in self.people if plain in (row["title"] or "").lower() or row["role"] == plain]
        return fits[0] if len(fits) == 1 else None


@cache
def _table() -> tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]]:
    """The verbs that carry a statement, a group a row; and what shows a stance in what is said."""
    text = resources.files("extractor.diplomacy").joinpath("data/rules_said.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    verbs = (
        f"(?P<{stance}_{at}>\\b(?:{words})\\b)" for at, (stance, where, words) in enumerate(rows) if where != "inside"
    )
    inside = tuple((stance, re.compile(rf"\b(?:{words})\b")) for stance, where, words in rows if where != "verb")
    opens = opening(
        (words for _, where, words in rows if where != "inside"), but=("to", "for", "on", "upon", "any", "that", "an")
    )
    return re.compile(rf"\b{opens}(?:{'|'.join(verbs)})"), inside


def of(page: Page, told: set[int], sentences: Sequence[Sentence], voices: Voices) -> list[dict[str, str]]:
    """The statements in these sentences; `told` are the numbers of those that report the event itself."""
    found: list[dict[str, str]] = []
    last: str | None = None
    spoken = [match.span() for match in _SPOKEN.finditer(page.text)] if sentences else []
    for sentence in sentences:
        if sentence.part is Part.HEADLINE:
            continue
        speech = [(start, end) for start, end in spoken if start < sentence.end and end > sentence.start]
        match = _verb(sentence, speech)
        last = _subject(page, sentence, speech, voices, last)
        if match is None or _reports(sentence, match, speech, told):
            continue
        speaker = _speaker(page, sentence, match, voices, last)
        if speaker and len(found) < _LIMIT:
            quote = _quote(page, sentence, speech)
            found.append({"speaker": speaker, "stance": _stance(match, sentence), "quote": quote})
        last = speaker or last
    return found


def _verb(sentence: Sentence, speech: list[tuple[int, int]]) -> re.Match[str] | None:
    """The first verb of saying outside direct speech."""
    words = sentence.words
    for start, end in speech:
        left, right = max(0, start - sentence.start), min(len(words), end - sentence.start)
        words = words[:left] + "·" * (right - left) + words[right:]
    found = _table()[0].finditer(words)
    return next((match for match in found if not _ASIDE.search(words, 0, match.start())), None)


def _reports(sentence: Sentence, match: re.Match[str], speech: list[tuple[int, int]], told: set[int]) -> bool:
    """Whether somebody merely reports the event here: a ministry, or anybody in the sentence that tells of it."""
    plain = _kind(match) in {"other", "offer"}
    quoted = any(end - start >= _LONG for start, end in speech)
    return _REPORTER.search(sentence.words, 0, match.start()) is not None or (
        sentence.number in told and plain and not quoted
    )


def _quote(page: Page, sentence: Sentence, speech: list[tuple[int, int]]) -> str:
    """The words that were said, from where they begin in an earlier sentence of the paragraph; else the sentence."""
    long = [(start, end) for start, end in speech if end - start >= _LONG]
    share = sum(min(end, sentence.end) - max(start, sentence.start) for start, end in long)
    opens = bool(long) and long[0][0] <= sentence.start + 1
    if not opens and 2 * share < sentence.end - sentence.start:
        return sentence.words
    return page.text[long[0][0] : long[-1][1]].strip(' “”",')


def _kind(match: re.Match[str]) -> str:
    return (match.lastgroup or "other").partition("_")[0]


def _stance(match: re.Match[str], sentence: Sentence) -> str:
    kind = _kind(match)
    if kind == "other":
        rest = (sentence.words[match.end() :], sentence.words[: match.start()])
        return next((name for name, pattern in _table()[1] for words in rest if pattern.search(words)), "other")
    return kind


def _speaker(page: Page, sentence: Sentence, match: re.Match[str], voices: Voices, last: str | None) -> str | None:
    verb, end = sentence.start + match.start(), sentence.start + match.end()
    before = sentence.words[: match.start()]
    if _HE_SAID.search(before):
        return last
    if _WRITING.search(before):
        return next((row["name"] for row in voices.people if row["role"] == "sender"), None)
    acting = [actor for actor in page.actors_in(sentence.start, verb) if _name(actor, voices)]
    after = [actor for actor in page.actors_in(end, sentence.end) if actor.start - end < _INVERTED]
    for actor in (*(after[:1] if _kind(match) == "other" else ()), *acting[:1]):
        if name := _name(actor, voices):
            return name
    holder = _HOLDER.search(before) or _HOLDER.match(sentence.words, match.end() + 1)
    return (voices.holder(holder["office"]) if holder else None) or (last if _HE.search(sentence.words) else None)


def _subject(
    page: Page, sentence: Sentence, speech: list[tuple[int, int]], voices: Voices, last: str | None
) -> str | None:
    """Whom "he" in the next sentence may mean: the participant named first here; nobody, where somebody else is."""
    named = (claim for claim in page.claims if sentence.start <= claim.start < sentence.end)
    first = next((claim for claim in named if not any(start <= claim.start < end for start, end in speech)), None)
    person = page.cast.of(first.name) if first is not None else None
    if first is None or (person is None and first.bare and " " not in first.name.words):
        return last
    return voices.names.get(person.key) if person is not None else None


def _name(actor: Actor, voices: Voices) -> str | None:
    return voices.names.get(actor.person) if actor.person is not None else voices.by_code.get(actor.code or "")
