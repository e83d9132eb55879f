"""Finds what participants said in or about an event.

In: a page, the event's sentences and its participants. Out: statements as the schema spells them.
Speakers who took no part, and headlines, give none.
"""

from __future__ import annotations

import re

from extractor.diplomacy.rules.actors import Actor
from extractor.diplomacy.rules.page import Page
from extractor.diplomacy.rules.sentences import Part, Sentence

_STANCES = (
    ("thank", r"thank(?:ed|s|ing)?|(?:expressed|voiced) (?:[a-z]+ ){0,2}(?:gratitude|appreciation)|appreciated"),
    ("congratulate", r"congratulat(?:ed|es|ing)|wish(?:ed|es) (?:[A-Z]\w+ )*(?:[a-z]+ ){0,2}(?:well|success)"),
    ("condole", r"(?:expressed|extended|offered|conveyed) (?:[a-z]+ ){0,3}(?:condolences|sympathy)|condoled"),
    ("condemn", r"condemn(?:ed|s|ing)?|denounced?|slammed|blasted|deplored"),
    ("warn", r"warn(?:ed|s|ing)"),
    ("urge", r"urg(?:ed|es|ing)|called (?:on|for|upon)|calls (?:on|for)|appealed|demanded"),
    ("concern", r"(?:expressed|voiced|raised|conveyed) (?:[a-z]+ ){0,4}concerns?|worried|regrets?|regretted"),
    ("deny", r"den(?:ied|ies) (?:that|having|any)"),
    ("oppose", r"oppos(?:ed|es|ing)|rejected|objected"),
    (
        "reaffirm",
        r"reaffirm(?:ed|s)|reiterat(?:ed|es)|underscored|underlined|stressed|emphasi[sz]ed|confirmed|recommitted",
    ),
    (
        "support",
        (
            r"(?:expressed|voiced|pledged|offered) (?:[a-z]+ ){0,4}support|supports?|supported|welcom(?:ed|es)|backed|"
            r"praised|hailed|commended"
        ),
    ),
    ("offer", r"offered|proposed|pledged|promised"),
    (
        "other",
        (
            r"said|says|told|added|noted|stated|wrote|tweeted|posted|concluded|continued|declared|pointed out|explained|"
            r"outlined|announced|conveyed|remarked"
        ),
    ),
)
_VERB = re.compile("|".join(rf"(?P<{name}>\b(?:{words})\b)" for name, words in _STANCES))
_INSIDE = tuple(
    (name, re.compile(rf"\b(?:{words})\b")) for name, words in _STANCES if name not in {"other", "support", "offer"}
)
_HE = re.compile(
    r"^\W*(?:(?:In addition|Finally|Also|In turn|Moreover|Furthermore), )?(?:he|she|the (?:[A-Za-z]+ )?(?:minister|"
    r"president|secretary))\b",
    re.IGNORECASE,
)
# who says that the event happened is its attribution, not a participant's statement
_REPORTER = re.compile(
    r"\b(?:ministry|department|embassy|office|sources?|statement|agency|media|reports?|release|document|readout|"
    r"spokes(?:man|woman|person))(?: of (?:[A-Z]\w+ ?){1,3}| for (?:[A-Z]\w+ ?){1,3})?\s*$",
    re.IGNORECASE,
)
_LIMIT = 12
_INVERTED = 3  # "…”, said the minister": the speaker stands right after the verb


def of(page: Page, sentences: list[Sentence], names: dict[int, str], by_code: dict[str, str]) -> list[dict[str, str]]:
    """The statements in these sentences.

    `names` are the participants by their key in the cast; `by_code` says who is meant when a side's office speaks.
    """
    found: list[dict[str, str]] = []
    last: str | None = None
    for sentence in sentences:
        if sentence.part is Part.HEADLINE:
            continue
        match = _verb_outside_speech(sentence)
        if match and _REPORTER.search(sentence.words[: match.start()]):
            continue
        speaker = _speaker(page, sentence, match, names, by_code) if match else None
        if speaker is None and match and _HE.search(sentence.words):
            speaker = last
        if match and speaker and len(found) < _LIMIT:
            found.append({"speaker": speaker, "stance": _stance(match, sentence), "quote": sentence.words})
        last = speaker or last
    return found


def _verb_outside_speech(sentence: Sentence) -> re.Match[str] | None:
    masked = re.sub(r"[“\"][^”\"]*[”\"]", lambda quote: "·" * len(quote.group()), sentence.words)
    return _VERB.search(masked)


def _stance(match: re.Match[str], sentence: Sentence) -> str:
    stance = match.lastgroup or "other"
    if stance == "other":
        rest = sentence.words[match.end() :]
        return next((name for name, pattern in _INSIDE if pattern.search(rest)), "other")
    return stance


def _speaker(
    page: Page, sentence: Sentence, match: re.Match[str], names: dict[int, str], by_code: dict[str, str]
) -> str | None:
    verb, end = sentence.start + match.start(), sentence.start + match.end()
    before = [actor for actor in page.actors_in(sentence.start, verb) if _names(actor, names, by_code)]
    says = match.lastgroup == "other"
    after = [actor for actor in page.actors_in(end, sentence.end) if says and actor.start - end < _INVERTED]
    for actor in (*after[:1], *before[:1]):
        if actor.person is not None and actor.person in names:
            return names[actor.person]
        if actor.person is None and actor.code in by_code:
            return by_code.get(actor.code or "")
    return None


def _names(actor: Actor, names: dict[int, str], by_code: dict[str, str]) -> bool:
    return (actor.person in names) if actor.person is not None else actor.code in by_code
