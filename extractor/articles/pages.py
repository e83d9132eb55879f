"""The article inside an HTML page.

In: the bytes of a page. Out: `Page`, the main text with the page's own date and address, and apart from it the running text
that the page hides from its readers; or a `Refusal` for a page without an article. The only module that knows trafilatura.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from extractor.articles.printed_dates import day_of
from extractor.articles.text import MAX_BYTES, Refusal, checked, too_large

_TITLE_ROOM = 400  # the page's title, if its text has it, stands within its first characters
_HIDDEN_MOST = 20_000  # characters of hidden text that are kept
_HIDDEN_WORDS = 4  # fewer say nothing

_UNSEEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden"
    r"|font-size\s*:\s*[01](?:\.\d+)?(?:px|pt|em|rem|%)?\s*(?:!important)?(?:;|$)"
    r"|opacity\s*:\s*0?\.?0+\s*(?:!important)?(?:;|$)"
    r"|(?:left|top|right|text-indent|margin-left)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*[01](?:px)?\b"
    r"|(?:max-)?(?:height|width)\s*:\s*0(?:px)?\s*(?:!important)?(?:;|$))",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)", re.IGNORECASE)
_BACKGROUND = re.compile(r"(?:^|;)\s*background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_SAME = {"#fff": "white", "#ffffff": "white", "rgb(255,255,255)": "white", "#000": "black", "#000000": "black"}
_TAGS = re.compile(r"<[^>]*>")
_CODE = re.compile(r"[{}=<>\\]|;\s*\S*;|\bfunction\b|\[if\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """The main text of a page and what its markup says about it."""

    text: str
    published: date | None
    url: str | None
    hidden: str  # the running text that its readers do not see, "" if there is none


def read_page(raw: bytes) -> Page | Refusal:
    """The article in a page: title, main text, date and address; menus, comments, scripts and hidden text left out."""
    if len(raw) >= MAX_BYTES:
        return too_large(len(raw))
    if not raw.strip():
        return Refusal("empty: it holds no words; remove it, or fill it")
    import trafilatura  # half a second that a folder of plain text need not spend

    try:
        tree = trafilatura.load_html(raw)
        hidden = _comments(raw) if tree is None else _comments(raw) + _take_hidden(tree)
        found = trafilatura.bare_extraction(
            raw if tree is None else tree,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            # only dates that the page marks as its own; a guess from its text would anchor every "on Thursday"
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # whatever a hostile page does to the parser, it is one unreadable page
        return Refusal(f"an HTML page that the parser gave up on ({type(error).__name__}); save its text as .txt")
    if not isinstance(found, trafilatura.settings.Document) or not (found.text or "").strip():
        return Refusal("an HTML page without an article: a menu, a search page or a script; save its text as .txt")
    text = checked(_titled(found.title, found.text or ""))
    return text if isinstance(text, Refusal) else Page(text, day_of(found.date), found.url, _joined(hidden))


# ── hidden text ───────────────────────────────────────────────────────────────────────────────────────────────────


def _take_hidden(tree: Any) -> list[str]:
    """Remove from a page what its markup hides, and give back its words.

    What holds most of the page is not hidden, whatever its style says: a script shows it, or a banner stood over it.
    """
    most = len("".join(tree.itertext())) / 2
    root = tree.getroottree().getroot()
    found: list[str] = []
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element is root or not _is_hidden(element):
            continue
        if [element, *element.iterancestors()][-1] is not root:
            continue  # it went with the one that held it
        words = " ".join(element.itertext())
        if len(words) <= most:
            found.append(words)
            _drop(element, element.getparent())
    return found


def _comments(raw: bytes) -> list[str]:
    """What stands in a page's comments, tags aside; the parser has dropped them."""
    found: list[str] = []
    text = raw.decode("utf-8", "replace")
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start + 4)) >= 0:
        found.append(_TAGS.sub(" ", text[start + 4 : end]))
        start = text.find("<!--", end)
    return found


def _is_hidden(element: Any) -> bool:
    if element.tag in ("template", "noscript") or "hidden" in element.attrib:
        return True
    if element.get("aria-hidden", "").strip().lower() == "true":
        return True
    style = element.get("style", "")
    return bool(style) and (_UNSEEN.search(style) is not None or _is_blended(element, style))


def _is_blended(element: Any, style: str) -> bool:
    """Whether the letters have the colour of what they stand on, white where nothing says otherwise."""
    colour = _COLOUR.search(style)
    if colour is None:
        return False
    grounds = (_ground(holder) for holder in (element, *element.iterancestors()))
    return _plain(colour[1]) in ("transparent", next((ground for ground in grounds if ground), "white"))


def _ground(element: Any) -> str:
    found = _BACKGROUND.search(element.get("style", ""))
    return _plain(found[1] if found else element.get("bgcolor", ""))


def _plain(colour: str) -> str:
    words = "".join(colour.lower().split())
    return _SAME.get(words, words)


def _joined(hidden: list[str]) -> str:
    """What of it is running text, each once."""
    read = (" ".join(words.split()) for words in hidden if _is_running_text(words))
    return "\n".join(dict.fromkeys(read))[:_HIDDEN_MOST]


def _is_running_text(words: str) -> bool:
    """Whether it is something to read, rather than code, a number or the name of a button."""
    letters = sum(char.isalpha() or char.isspace() for char in words)
    return len(words.split()) >= _HIDDEN_WORDS and letters >= 0.8 * len(words) and not _CODE.search(words)


def _drop(element: Any, parent: Any) -> None:
    """Take an element out and leave the text after it where it stands."""
    before = element.getprevious()
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _titled(title: str | None, text: str) -> str:
    """The text under its title, which many pages keep outside the main text."""
    if not title or title.strip() in text[:_TITLE_ROOM]:
        return text
    return f"{title.strip()}\n\n{text}"
