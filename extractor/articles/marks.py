"""The words by which a page's furniture and tail give themselves away.

In: one unit of a page. Out: the mark it carries, or None. A line longer than `lines.SHORT` carries none.
"""

from __future__ import annotations

import re
from enum import StrEnum

from extractor.articles.lines import Unit


class Mark(StrEnum):
    """What a line announces."""

    LONE = "lone"  # itself and nothing after it: "Advertising", "Also read: …", a photo credit
    LIST = "list"  # perhaps a list of headlines, the body goes on after it: "Recommended"
    TAIL = "tail"  # the end of the body: "MORE ABOUT", "Leave a reply", "###"


def _whole(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(phrases)})\s*[:.…»>]*\Z", re.IGNORECASE)


def _opening(*phrases: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(phrases)})", re.IGNORECASE)


_POINTER = r"(?:also read|read also|read more|read next|see also|watch also|don['’]t miss|must read|more on this)"
_CAPITAL = r"(?-i:[^\W\d_a-z])"
_NAMES = rf"{_CAPITAL}[\w.’'-]*(?:[ ,;]+(?:and|in|by|with|for|the|{_CAPITAL}[\w.’'-]*))*[.;\s]*\Z"
_NETWORK = r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|e-?mail|print|copy link|listen)"
_AGENCY = r"(?:AA|AP|AFP|EPA|DHA|IHA|TASS|ANSA|Reuters|Getty(?: Images)?|Anadolu(?: Agency)?|Xinhua|Others|Archive)"
_PIECE = r"(?:story|article|page|post)"

_LISTS = _whole(
    r"recommended(?: for you| reading| stories| videos| articles)?",
    rf"{_POINTER}(?: stories)?",
    r"more stories",
    r"more on this (?:story|topic)",
    r"related",
    r"in case you missed it",
)
_LONE = _whole(
    r"\W*(?:advertis(?:ement|ing)s?|ads?|sponsored(?: content)?|promoted(?: content)?)\W*",
    rf"{_PIECE} continues (?:below|after)(?: this)?(?: advertisements?| ads?)?",
    r"continue reading",
    rf"share(?: this)?(?: {_PIECE})?(?: (?:on|via) {_NETWORK})?",
    rf"{_NETWORK}(?:[\s,|·]+{_NETWORK}){{0,6}}",
    r"(?:sign up|subscribe|download our app|click here)(?: now| here| today)?",
    r"follow us(?: on (?:\S+ ?){1,6})?",
)
_LONE_OPENINGS = _opening(
    rf"{_POINTER}\s*[:|»>–—]\s*\S",
    r"(?:related(?: article| story| news| video)?|watch(?: live| now)?|in pictures|editor['’]s picks?)\s*[:|»>]\s*\S",
    rf"(?:photo|image|picture|foto|video)s?(?: credit| courtesy)?(?:\s*[:©]| by {_NAMES})",
    rf"this {_PIECE} (?:has been|was) (?:updated|corrected|first published|originally)",
    rf"this {_PIECE} (?:first|originally) appeared",
    r"(?:with )?additional reporting (?:from|by)\b",
    rf"(?:reporting|writing|editing|edited|compiled) by {_NAMES}",
    r"(?:sign up|subscribe) (?:for|to|now)\b.{0,120}\b(?:newsletters?|e-?mails?|updates|alerts|inbox|briefing|channel)\b",
)
_CREDIT = re.compile(r"(?:source|credits?)\s*[:\-–—]\s*\S.{0,40}\Z", re.IGNORECASE)

# what a caption ends with: "… as part of the mechanism. / AA", "… in Rome. (Photo: Reuters)", "File photo: an agency"
_CAPTION = re.compile(
    rf"""(?:
        \s/\s?(?-i:{_AGENCY.replace(" ", "[ ]")})(?:\s(?:photo|archives?))?
      | [(\[](?:file\s)?(?:photo|image|picture|foto)\b[^()\[\]\n]{{0,60}}[)\]]
      | (?-i:File|FILE)\sphotos?\b\s?:?[^.\n]{{0,40}}
      | (?-i:Foto|FOTO)\s{_CAPITAL}\w*(?:\s*/\s*\w+)?
      | (?-i:Photo|PHOTO|Foto|FOTO)s?\s*[/:©]\s*[^.\n]{{1,40}}
      | ©\s?[^.\n]{{1,40}}
      | \b(?:handout|pool|office|service|ministry)\b.{{0,20}}\bvia\s(?-i:{_AGENCY.replace(" ", "[ ]")}|REUTERS)
    )\.?\Z""",
    re.VERBOSE | re.IGNORECASE,
)

_TAILS = _whole(
    r"more about(?: \S+){0,4}",
    r"more (?:news|from|on|in)(?: \S+){0,4}",
    r"(?:the )?latest(?: news| stories| articles| headlines| updates| posts)?",
    r"explore(?: more)?",
    r"related (?:articles|stories|news|topics|posts|content|coverage|links|items|tags|videos?)",
    r"most (?:read|popular|viewed|shared|commented)(?: \S+){0,3}",
    r"(?:top|popular|trending|other|featured|breaking) (?:stories|news|articles|posts|headlines)",
    r"trending(?: now)?",
    r"you (?:may|might) (?:also )?(?:like|be interested in)(?: this| these)?",
    rf"(?:previous|next) {_PIECE}",
    r"(?:leave|post|write|add) (?:a |your )?(?:reply|comment)s?(?: \S+){0,3}",
    r"(?:\d+ )?(?:comments?|replies)(?: \(\d+\))?",
    r"about (?:the|this) authors?",
    r"(?:contact|about) us",
    r"(?:privacy policy|terms (?:of use|of service|and conditions)|cookie policy)(?:\W+\w+){0,12}",
    r"back to top",
    r"(?:#\s*){3,}|-\s*30\s*-|-\s*ends?\s*-",
)
_TAIL_OPENINGS = _opening(
    r"(?:the )?comments? (?:you|that you) (?:share|post|write|leave)\b",
    r"(?:media|press) (?:inquir|enquir|contact|office|relations)\w*\s*:",
    r"for (?:media|press|further|more) (?:inquir|enquir|information|details)\w*[,:]? *(?:please )?(?:contact|visit|call|:)",
    r"your e-?mail address will not be published",
    r"(?:tags|keywords|filed under)\s*:",
    r"(?:©|\(c\)|copyright)\s*(?:©\s*)?\d{4}",
    rf"(?:the )?(?:views|opinions) expressed (?:in this {_PIECE}|here|by (?:the|this) author)",
    r"notes? to editors?\b",
)
_RIGHTS = re.compile(r"all rights reserved\.?\Z", re.IGNORECASE)

_TABLE = (
    (Mark.TAIL, (_TAILS.match, _TAIL_OPENINGS.match, _RIGHTS.search)),
    (Mark.LIST, (_LISTS.match,)),
    (Mark.LONE, (_LONE.match, _LONE_OPENINGS.match, _CREDIT.match, _CAPTION.search)),
)


def mark_of(unit: Unit) -> Mark | None:
    """The mark a line carries.

    >>> from extractor.articles.lines import units
    >>> [mark_of(unit) for unit in units("Also read: one thing\\n\\nRecommended\\n\\nLATEST\\n\\nLatest talks failed.")]
    [<Mark.LONE: 'lone'>, <Mark.LIST: 'list'>, <Mark.TAIL: 'tail'>, None]
    """
    if not unit.is_short:
        return None
    return next((mark for mark, tests in _TABLE if any(test(unit.words) for test in tests)), None)
