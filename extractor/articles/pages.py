"""The article inside an HTML page.

In: the bytes of a page. Out: `Page`, the main text with the page's own date and address; or a `Refusal` for a page
without an article. The only module that knows trafilatura.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extractor.articles.printed_dates import day_of
from extractor.articles.text import MAX_BYTES, Refusal, checked, too_large

_TITLE_ROOM = 400  # the page's title, if its text has it, stands within its first characters


@dataclass(frozen=True, slots=True)
class Page:
    """The main text of a page and what its markup says about it."""

    text: str
    published: date | None
    url: str | None


def read_page(raw: bytes) -> Page | Refusal:
    """The article in a page: title, main text, date and address; menus, comments and scripts left out."""
    if len(raw) >= MAX_BYTES:
        return too_large(len(raw))
    if not raw.strip():
        return Refusal("empty: it holds no words; remove it, or fill it")
    import trafilatura  # half a second that a folder of plain text need not spend

    try:
        found = trafilatura.bare_extraction(
            raw,
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
    return text if isinstance(text, Refusal) else Page(text, day_of(found.date), found.url)


def _titled(title: str | None, text: str) -> str:
    """The text under its title, which many pages keep outside the main text."""
    if not title or title.strip() in text[:_TITLE_ROOM]:
        return text
    return f"{title.strip()}\n\n{text}"
