"""What a sentence asserts of the contact it names: that it happened, is to happen, was called off, refused or denied.

In: a sentence, the cue's clause, and whether it is a headline. Out: a `realis` word of the schema, or None for a mere wish,
demand or possibility, which is no event.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from extractor.diplomacy.openings import opening
from extractor.diplomacy.rules.clauses import Clause
from extractor.diplomacy.rules.cues import Cue
from extractor.diplomacy.rules.sentences import Part, Sentence

_STRAIGHT = r"(?:(?!\b(?:and|but|before|after|while|because|who|which|despite|over|as|during)\b)[^;:]){0,60}$"
_SMOOTH = r"(?:(?!\b(?:after|before|because|when|while|since|who|as|but(?! (?:was|were|ha[sd] been|have been)))\b)[^;]){0,160}?"
_DENIAL = re.compile(
    r"\b(?:den(?:y|ied|ies|ying|ial)|refut(?:ed|es|ing)|dismiss(?:ed|es|ing)|reject(?:ed|s|ing)|rubbish(?:ed|es|ing)|"
    r"debunk(?:ed|s|ing))\b[^.;]{0,60}?\b(?:claims?|reports?|"
    r"rumou?rs?|allegations?|that|having|any|holding|meeting|suggestions?|media|it|he|she|they)\b",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\bden(?:y|ies|ied) (?!entry|visas?|access|involvement|role|charges)[^.;:]{0,60}$", re.IGNORECASE)
_NO = re.compile(r"\bno (?:[A-Za-z-]+ ){0,3}$", re.IGNORECASE)  # "no secret meeting", "No A-B talks"
_NONE_OF_IT = re.compile(
    r"s?(?: or [a-z]+)?(?:(?!\bplanned\b)[^;]){0,120}?\b(?:was held|were held|took place"
    r"|had taken place|has taken place|have taken place|occurred|"
    r"happened|between)\b"
)
_VERBLESS = re.compile(
    r"s?(?: (?:in|at|on|with|between|during)\b(?:(?!\b(?:is|are|was|were|will|planned|set|before|until)\b)[^.;]){0,80})?"
)
_NOT_YET = re.compile(
    r"\b(?:(?:has|have|had|is|are|was|were)(?: not|n[’']t)(?: [a-z]+){0,2}|(?:has|have|had) (?:yet|never)(?: to)?) $"
)
_INVITED_TO = re.compile(
    r"(?<!\b[Aa]t the )(?<!\b[Oo]n the )\binvit(?:es?|ed|ing|ation)\b(?:(?!\b(?:met|arrived|visited"
    r"|held|is|are|was|will)\b)[^.;]){0,140}?"
    r"\b(?:to (?:[a-z]+ ){0,5}|for (?:an? )?(?:[a-z]+ )?)$"
)
_SETTLED = re.compile(
    r"\b(?:agree[ds]?|decide[ds]?|decision|resolve[ds]?)\b[^.;]{0,40}? to (?:[a-z-]+ ){0,3}$", re.IGNORECASE
)
_TIMETABLE = re.compile(  # "arrives on Friday"
    r"\b(?:arrives|visits|travels|flies|heads|pays|comes|begins|starts|undertakes|leaves|departs)\b[^.;]{0,80}?"
    r"\b(?:on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|tomorrow|next |this (?:coming|week)|later )"
)
_FOREIGN = tuple(  # French and Spanish
    (realis, re.compile(rf"\b(?:{words})", re.IGNORECASE))
    for realis, words in (
        ("denied", r"dément|niega|negó|desmint|desmiente"),
        ("cancelled", r"annul|cancel[aóe]"),
        ("postponed", r"report(?:é|e à|er à)|ajourn|aplaz|pospus|pospon|suspend"),
        ("refused", r"refus|rechaz|declin"),
        (
            "planned",
            r"\w+(?:era|ront|ará|erá|irá|rán)\b|prévue?s?\b|attendue?s?\b|prochaine?|demain|previst|próxim|mañana",
        ),
    )
)
_DUE = frozenset({"due", "expected", "awaited"})
_PLANNED_BEFORE = re.compile(
    r"\b(?:will|shall|’ll|'ll|is to|are to|was to|were to|due to|set to|expected to|likely to|plan(?:s|ned|ning)? (?:to|an?)|"
    r"scheduled|slated|going to"
    r"|intends? to|prepar(?:es|ing) (?:to|for)|upcoming|forthcoming|planned|next|looks? forward to|looking forward to|"
    r"is visiting .{0,20}next|would"
    r"|agreed to|ahead of|before|on the eve of|about to|announced (?:a|his|her)|to hold|to host|to receive|poised to)\b",
    re.IGNORECASE,
)
_PLANNED_AFTER = re.compile(
    r"^.{0,60}?\b(?:will (?:be|take|focus|begin|start|last|include|run)|is (?:scheduled|planned|due|expected|set)|"
    r"are (?:scheduled|planned|due|expected|set)|scheduled for"
    r"|planned for|due to take|set for|tomorrow|next (?:week|month|year|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
    r"|later this (?:week|month|year)|in the coming)\b",
    re.IGNORECASE | re.DOTALL,
)
_IRREALIS = re.compile(
    r"\b(?:call(?:ed|s|ing)? (?:for|on)|calls? (?:by [^.;,]{0,40} )?to(?= [a-z]|\s*$)|"
    r"urg(?:ed|es|ing)|propos(?:ed|es|ing|al)|hop(?:ed|es|ing)|want(?:ed|s)?|"
    r"wish(?:ed|es)? to|could|(?-i:may)|might|should|must|if|possible"
    r"|possibility of|ready (?:for|to)|readiness|willing(?:ness)?|need(?:s|ed)? to|want to|seek(?:s|ing)?|sought|"
    r"offered to|demand(?:ed|s)?|can|cannot|push(?:ed|ing)? for|desire|appeal(?:ed)?"
    r"|ask(?:ed|s)? (?:for|to)|request(?:ed|s)? (?:for )?(?:a|to)|chance|prospects? (?:of|for)|unless|whether|until|"
    r"importance of|threat(?:ens|ened)? to)\b",
    re.IGNORECASE,
)
_HOPED = re.compile(
    r"\b(?:want(?:ed|s)?|hop(?:ed|es|ing)|wish(?:ed|es)?|could|(?-i:may)|might|if|possible|ready|willing|seek(?:s|ing)?)\b",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:in|during|at|over|on|by|via|of) (?:an? |the |their |his |her )?(?:[a-z-]+ ){0,3}$"
)  # "urged X in a call"
_INFINITIVE = re.compile(r"\bto (?:[a-z]+ ){0,3}$", re.IGNORECASE)
_TO_BE = re.compile(r"\b(?:to|will|would|shall) be\b", re.IGNORECASE)
_PERFECT = re.compile(r"\b(?<!will )(?:has|have|had) (?:[a-z]+ly |already |also |now )?$")
_MAY_BE = re.compile(r"\b(?:could|may|might|should|must|can) be\b")
_PAST = re.compile(r"[a-z-]+ed|met|held|spoke|sent|wrote|sat|left|went|flew|brought|rang|told|gave", re.IGNORECASE)
_DOUBTED = re.compile(
    r"[^.;,]{0,50}?\b(?:(?:should|must|could|(?-i:may)|might) (?!have\b)|(?:make|makes|have"
    r"|has) (?:no|little) (?:sense|point|chance)"
    r"|(?:is|are|remains?|seems?|looks?) (?:im)?(?:possible|pointless|necessary|inevitable|needed|unlikely|essential|the only))\b"
)
_SAYS_ON = re.compile(
    r"(?!Statement|Press|Release|Readout|Information|Briefing|Remarks|Communiqu|Update|Joint|Report)(?:[A-Z][\w’'-]* ){1,3}on $"
)
_GOVERNED = re.compile(  # what the contact is only the object of: a report, a wish, an opinion, an answer
    r"\b(?:(?:reports?|articles?|books?|essays?|documentary|films?|questions?|views?|opinions?"
    r"|debates?) (?:on|about)|anniversary of"
    r"|(?:support|back|favou?r|encourag|advocat|endors|criticis|criticiz|slamm|slam|denounc|condemn"
    r"|defend|oppos|blast|protest|lament)(?:s|es|ed|e|ing)?"
    r"|no (?:basis|grounds|reason|need|prospects?|question|point|sense|room|time) (?:for|of|in)|respon(?:d|ds|ded|se|ding) to"
    r"|(?:basis|conditions?|path|way|opportunit(?:y|ies)|chances?|format|venue|platform) (?:for|to)) (?:[a-z’'-]+ ){0,3}$",
    re.IGNORECASE,
)
_NEAR = 90  # code points before a cue in which the words that govern it stand
_DENIED_IT = re.compile(r"\b(?:den(?:y|ie|ying)|refut|dismiss|rubbish|debunk)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Undone:
    """One row of the table: words for a realis in which nothing took place."""

    realis: str
    governs: str
    after: str
    governing: re.Pattern[str]
    passive: re.Pattern[str]  # "was called off", "will not take place"
    label: re.Pattern[str]  # in a headline, where "was" is left out


@cache
def _table() -> tuple[_Undone, ...]:
    text = resources.files("extractor.diplomacy").joinpath("data/rules_undone.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(
        _Undone(
            realis,
            before,
            f"{after}|{active}",
            re.compile(rf"\b(?:{before})\b{_STRAIGHT}", re.IGNORECASE),
            re.compile(
                rf"{_SMOOTH}\b(?:(?:was|were|is|are|be|been|being|get|got)\s+(?:[a-z]+ly\s+"
                rf"|again\s+)?(?:{after})\b|(?:{active})\b)",
                re.IGNORECASE,
            ),
            re.compile(rf"(?:[^.;,:]{{0,50}}?)\b(?:{after})\b", re.IGNORECASE),
        )
        for realis, before, after, active in rows
    )


def of(sentence: Sentence, clause: Clause, cue: Cue) -> str | None:
    """The realis of a cue in its clause; None when it is only wished for, asked for, possible, or never came about so far."""
    words, at, end = sentence.words, cue.start - sentence.start, cue.end - sentence.start
    if cue.type == "refusal":
        return "refused"
    if "foreign" in cue.manner:
        return next((realis for realis, said in _FOREIGN if said.search(words)), "actual")
    if _GOVERNED.search(words[max(0, at - _NEAR) : at]) and not _DENIED_IT.search(words[:at]):
        return None
    told = _PAST.fullmatch(cue.word) is not None and cue.type != "signing"  # "arrived for a visit that will include …"
    if _hinted(words) and (undone := _undone(sentence, words, at, end, told)):
        return undone
    before = words[clause.start - sentence.start : at]
    if _wished(words, before, cue, end):
        return None
    headed = sentence.part is Part.HEADLINE and _INFINITIVE.search(words[max(0, at - 30) : at])
    return "planned" if headed or _planned(words, before, cue, end, told) else "actual"


def _wished(words: str, before: str, cue: Cue, end: int) -> bool:
    if _NOT_YET.search(before) or _SAYS_ON.match(before) or _DOUBTED.match(words, end):
        return True
    if (_HOPED if _BESIDE.search(before) else _IRREALIS).search(before) and cue.type not in {"summons", "expulsion"}:
        return True
    if cue.type == "signing" and _MAY_BE.search(words[end - cue.end + cue.start : end]):
        return True
    return cue.type != "invitation" and _INVITED_TO.search(before) is not None


def _planned(words: str, before: str, cue: Cue, end: int, told: bool) -> bool:
    if _PERFECT.search(before) and cue.type != "signing":
        return False
    if _PLANNED_BEFORE.search(before) or _SETTLED.search(before) or cue.word in _DUE:
        return True
    if cue.type == "signing" and _TO_BE.search(words[end - cue.end + cue.start : end]):
        return True
    timetable = _TIMETABLE.search(words, words.find(before))
    if timetable and timetable.start() <= end:
        return True
    return not told and _PLANNED_AFTER.search(words[end:]) is not None


@lru_cache(maxsize=512)  # every cue of a sentence asks
def _hinted(words: str) -> bool:
    """Whether any word of the table stands in the sentence at all."""
    return _any().search(words.lower()) is not None  # small letters are compared faster than letters of any case


@cache
def _any() -> re.Pattern[str]:
    every = "|".join(f"{row.governs}|{row.after}" for row in _table())
    every += "|den(?:y|ie)|refut|dismiss|rubbish|debunk|no "
    return re.compile(rf"\b{opening([every], but=('of', 'to', 'for', 'be', 'it', 'or'))}(?:{every})")


def _undone(sentence: Sentence, words: str, at: int, end: int, told: bool) -> str | None:
    """Cancelled, postponed, refused or denied, where the words that say so govern the cue."""
    before, after = words[:at], words[end:]
    if _DENIAL.search(before) or (sentence.part is Part.HEADLINE and _DENIES.search(before)):
        return "denied"
    verb = re.compile(r"\w+").match(words, at)
    whole = words[: verb.end()] if verb else before
    for row in _table():
        if (found := row.governing.search(whole)) and found.start() < at:
            return row.realis
        if not told and (row.passive.match(after) or (sentence.part is Part.HEADLINE and row.label.match(after))):
            return row.realis
    if none := _NO.search(before):
        label = (none.start() == 0 or before[none.start() - 2 : none.start()] == ": ") and _VERBLESS.fullmatch(
            after
        )  # "No A-B talks in Geneva: ministry"
        return "denied" if label or _NONE_OF_IT.match(after) else None
    return None
