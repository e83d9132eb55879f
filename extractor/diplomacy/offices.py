"""Offices: how a text titles people in, and the rank of the office, out.

In: a title ("Minister of Foreign Affairs") or a running text. Out: a value of the schema's `Level`, as a plain string, or the
places where titles stand. A former office ranks as `official`; an unknown word is `other`, never a guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from extractor.diplomacy.letters import plain
from extractor.diplomacy.openings import opening
from extractor.diplomacy.places import NO_CODE, rows

# a portfolio: what stands before "Minister", and after "Minister of"
_FIELD = (
    r"(?:foreign|external|european|eu|home|internal|interior|defen[cs]e|finance|financial|econom(?:y|ic)|trade|commerce|"
    r"energy|power|oil|petroleum|gas|natural|mineral|water|resources|agriculture|agricultural|food|fisheries|forestry|"
    r"health|education|higher|culture|cultural|tourism|sports?|youth|justice|law|legal|transport(?:ation)?|railways?|"
    r"infrastructure|communications?|digital|information|technology|technologies|science|scientific|research|innovation|"
    r"industry|industrial|industrialization|environment(?:al)?|climate|ecology|ecological|change|labou?r|social|family|"
    r"women|welfare|employment|planning|development|international|regional|cooperation|co-operation|integration|"
    r"immigration|migration|diaspora|expatriates?|emigrants|citizenship|religious|endowments|public|works|housing|"
    r"construction|urban|urbani[sz]ation|emergency|emergencies|emergency situations|situations|security|national|"
    r"investments?|budget|treasury|business|enterprise|customs|maritime|aviation|civil|veterans|affairs|relations|"
    r"europe|worship|commonwealth|overseas|nationals|abroad|policy|human|rights|growth|transition|protection|"
    r"mining|mines|heavy|light|sea|ports?|shipping|marine|ocean|blue|lands?|livestock|animal|rural|regions|local|government|"
    r"decentrali[sz]ation|territorial|administration|district|provincial|state|property|supply|antiquities|heritage|arts|"
    r"media|broadcasting|posts?|telecommunications?|space|electricity|hydrocarbons|irrigation|nature|conservation|wildlife|"
    r"solidarity|population|reforms?|manpower|vocational|training|recreation|exports?|industries|constitutional|peace|"
    r"reconciliation|reconstruction|refugees|equality|gender|children|elderly|disaster|risk|management|resilience|"
    r"africa|asia|(?:latin\s+)?americas?|middle\s+east|near\s+east|pacific|indo-pacific|caribbean|arctic|"
    r"meteorology|statistics|strategic|consumer|competition|entrepreneurship|enlargement|neighbou?rhood|insular|indigenous|territories)\b"
)
_JOIN = r"(?:\s*,\s*(?:and\s+|&\s+)?|\s+and\s+(?:the\s+|of\s+|for\s+)?|\s*&\s*|\s+of\s+|\s+for\s+|\s+|-)"
_FIELDS = rf"{_FIELD}(?:{_JOIN}{_FIELD}){{0,8}}"
# "Secretary of State for Trade, Defence Secretary" are two offices
_OWN_FIELDS = rf"{_FIELDS}(?!\s+(?:minister|secretar))"
_MINISTRY = r"(?:foreign\s+(?:ministry|office)|ministry\s+(?:of|for)\s+foreign\s+affairs)"
_RANK = (
    r"(?:(?:first\s+)?(?:deputy|vice|assistant|acting|interim|caretaker|junior|former|ex|then|outgoing|incoming|senior|"
    r"federal|permanent|parliamentary|joint|honorary|late|state)[\s-]+)"
)
_OF_THE_BODY = (
    r"\s+of\s+(?:the\s+)?(?:european\s+(?:commission|council|parliament)|government|state|council\s+of\s+ministers|"
    r"un\s+general\s+assembly|general\s+assembly|national\s+assembly|senate|parliament|milli\s+majlis|presidency|"
    r"house(?:\s+of\s+(?:representatives|commons|lords))?|republic|state\s+duma|african\s+union(?:\s+commission)?|assembly)"
)

# the alternatives in the order in which a text is searched at one position: the longer before what it begins with
_ANY_CASE = (
    rf"ministers?\s+of\s+state(?:\s+(?:for|of|at)\s+(?:the\s+)?{_OWN_FIELDS})?",
    rf"ministers?\s+(?:of|for)\s+(?:the\s+)?{_OWN_FIELDS}",
    r"ministers?[\s-]counsell?ors?",
    r"prime[\s-]ministers?",
    rf"{_FIELDS}\s+ministers?",
    r"ministers?[\s-]presidents?",
    rf"permanent\s+(?:under[\s-]?)?secretar(?:y|ies)(?:\s+(?:of|at|in|for)\s+(?:the\s+)?{_MINISTRY})?",
    rf"under[\s-]?secretar(?:y|ies)\s+(?:(?:of|at|in)\s+the\s+{_MINISTRY}|of\s+state(?:\s+for\s+{_FIELDS})?|of\s+(?:the\s+)?{_OWN_FIELDS}|for\s+{_FIELDS})",
    r"(?:under|assistant|deputy)[\s-]?secretar(?:y|ies)[\s-]general",
    rf"(?:parliamentary\s+)?secretar(?:y|ies)\s+of\s+state(?:\s+for\s+(?:the\s+)?{_OWN_FIELDS})?",
    rf"secretar(?:y|ies)\s+(?:of|for)\s+(?:the\s+)?(?:relations\s+with\s+states|{_FIELDS})",
    rf"state\s+secretar(?:y|ies)(?:\s+(?:for|of|at|in)\s+(?:the\s+)?{_OWN_FIELDS})?",
    rf"(?:cabinet|principal)\s+secretar(?:y|ies)(?:\s+(?:for|of)\s+(?:the\s+)?(?:ministry\s+(?:of|for)\s+)?{_OWN_FIELDS})?",
    r"(?:foreign|home|defen[cs]e|treasury|commerce|homeland\s+security|energy|press)\s+secretar(?:y|ies)",
    rf"secretar(?:y|ies)[\s-]general(?:\s+(?:of|at|in)\s+the\s+(?:\w+\s+)?{_MINISTRY})?",
    r"(?:first|second|third)\s+secretar(?:y|ies)",
    r"general\s+secretar(?:y|ies)(?:\s+of\s+the\s+communist\s+party)?",
    r"(?:european\s+|eu\s+)?(?:commission|council)\s+president",
    rf"(?:european\s+|eu\s+)(?:\w+\s+)?commissioners?(?:\s+for\s+{_FIELDS})?",
    rf"(?:vice[\s-])?presidents?(?:{_OF_THE_BODY})?(?:[\s-]elect)?",
    r"(?:vice[\s-])?chair(?:man|woman|person)?\s+of\s+the\s+(?:\w+\s+){1,5}committee",
    rf"(?:chair(?:man|woman|person)|head){_OF_THE_BODY}",
    r"heads?\s+of\s+(?:state|government|mission|diplomacy)",
    r"chair(?:man|woman|person)[\s-]in[\s-]office",
    r"(?:vice[\s-])?(?:premiers?|chancellors?(?:\s+of\s+the\s+exchequer)?)",
    r"taoiseach|t[aá]naiste|crown\s+princes?|supreme\s+leaders?|grand\s+duke|governor[\s-]generals?|state\s+counc?s?ill?ors?",
    r"state\s+counsell?ors?|chief\s+advis[eo]r|emperors?|pontiff",
    r"(?:national\s+security|foreign\s+policy|presidential|senior|special)\s+advis[eo]rs?",
    r"(?:foreign\s+policy|foreign\s+affairs|un|nato|iaea|eu)\s+chiefs?|(?:top|chief)\s+diplomats?",
    r"high\s+representatives?(?:\s+for\s+foreign\s+affairs(?:\s+and\s+security\s+policy)?)?|high\s+commissioners?",
    r"ambassadors?[\s-]at[\s-]large|ambassadors?|charg[eé]s?\s+d['’]affaires|consuls?[\s-]general|consuls?",
    r"permanent\s+(?:representative|delegate)s?|(?:apostolic\s+)?nuncio",
    r"(?:(?:special|personal|presidential|peace|climate|nuclear|chief|special\s+presidential)\s+)?envoys?",
    r"(?:special|personal)\s+(?:presidential\s+)?(?:representative|coordinator)s?|(?:chief|lead|top|nuclear)\s+negotiators?",
    r"spokes(?:man|woman|person|people|men|persons)|chiefs?\s+of\s+(?:general\s+)?staff|directors?[\s-]general",
    r"attorney[\s-]generals?|trade\s+representative|(?:managing|executive)\s+director",
    r"(?:parliament(?:ary)?|house|senate)\s+(?:speaker|chair(?:man|woman|person)|president|leader)s?",
    r"members?\s+of\s+parliament|lawmakers?|parliamentarians?|senators?|congress(?:man|woman|men|women)",
    r"(?:majority|minority|opposition)\s+leaders?",
    r"ministers?|monarchs?",
)
_CAPITAL = r"Kings?|Queens?|Pope|Sultan|Emir|Amir|Prince|Princess|Speaker|Governor|Director|MPs?|MEPs?|FMs?|PMs?|Sheikh|Chairman"


@dataclass(frozen=True)
class TitleMention:
    """One office named in a text: `text[start:end] == words`; `plural` for "foreign ministers"."""

    start: int
    end: int
    words: str
    level: str
    plural: bool


@dataclass(frozen=True)
class _Rule:
    level: str
    countries: frozenset[str]
    excluding: bool
    pattern: re.Pattern[str]

    def fits(self, title: str, country_code: str | None) -> bool:
        if self.countries and (country_code in self.countries) is self.excluding:
            return False
        return self.pattern.search(title) is not None


def level_of(title: str | None, country_code: str | None = None) -> str:
    """The rank of an office: a value of the schema's `Level`; `country_code` decides titles that differ by state.

    >>> level_of("Minister of Foreign Affairs"), level_of("Secretary of State", "USA"), level_of("Secretary of State", "VAT")
    ('foreign_minister', 'foreign_minister', 'head_of_government')
    >>> level_of("Former President"), level_of(None)
    ('official', 'other')
    """
    return _level(title, country_code) if title else "other"


@lru_cache(maxsize=4096)
def _level(title: str, country_code: str | None) -> str:
    rule = _rule_of(title, country_code)
    return rule.level if rule else "other"


def _rule_of(title: str, country_code: str | None) -> _Rule | None:
    """The first rule that fits."""
    words = " ".join(re.sub(r"[-‐‑–.'’ʼ&]+", lambda m: " and " if "&" in m.group() else " ", plain(title)).split())
    return next((rule for rule in _rules() if rule.fits(words, country_code)), None)


def title_mentions(text: str) -> list[TitleMention]:
    """Every office named in the text, from left to right, longest first, without overlap.

    The adjective of a country before an office is no part of it, a rank ("Deputy", "former") is. The level is the one of
    the words alone, so "Secretary of State" has the American one.

    >>> [(m.words, m.level, m.plural) for m in title_mentions("US Secretary of State Ann Roe met the two foreign ministers.")]
    [('Secretary of State', 'foreign_minister', False), ('foreign ministers', 'foreign_minister', True)]
    """
    in_any_case, capitalised = _titles()
    # small letters are compared several times faster than letters of any case
    spans = [match.span() for match in in_any_case.finditer(_lowered(text))]
    spans += [match.span() for match in capitalised.finditer(text)]
    found: list[TitleMention] = []
    for start, end in sorted(spans, key=lambda span: span[0]):
        if not found or start >= found[-1].end:
            words = text[start:end]
            found.append(TitleMention(start, end, words, level_of(words), _is_plural(words)))
    return found


def _lowered(text: str) -> str:
    """The text in small letters, of the same length: a letter whose small form is two stays as it is."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def _is_plural(words: str) -> bool:
    head = re.split(r"\s+(?:of|for|at|in)\s+", words, maxsplit=1)[0].lower()
    return bool(
        re.search(r"(?:ministers|presidents|secretaries|heads|[^sc]s|[a-z]men|[a-z]women|people)$", head)
        or re.match(r"secretaries|ministers|ambassadors|chiefs|consuls|charg[eé]s|attorneys", head)
    )


@cache
def _titles() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Offices in small letters, and those that only a capital tells from other words."""
    every = "|".join(_ANY_CASE)
    opens = opening((_RANK, every), but=("of", "the", "and", "for", "at", "in", "with"))
    titles = rf"\b(?<!-){opens}(?:{_RANK}{{0,3}}(?:{every}))(?![\w]|-\w)"
    return re.compile(titles), re.compile(rf"(?<![\w-])(?:{_CAPITAL})(?![\w]|-\w)")


@cache
def _rules() -> tuple[_Rule, ...]:
    return tuple(_rule(*row) for row in rows("offices.tsv"))


def _rule(level: str, countries: str, pattern: str) -> _Rule:
    codes = frozenset() if countries == NO_CODE else frozenset(countries.removeprefix("!").split("|"))
    return _Rule(level, codes, countries.startswith("!"), re.compile(rf"\b(?:{pattern})(?!\w)"))
