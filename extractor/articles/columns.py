"""Which columns of a table are an article's text, id, date and address.

In: the names a user gave, or none. Out: the values of one row. Refuses a table that lacks a column it needs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from extractor.errors import ArticleError
from extractor.models import Frozen

TEXT_NAMES = ("text", "body", "content", "article")
DATE_NAMES = ("date", "published")
URL_NAMES = ("url",)

_SHOWN = 12  # columns named in an error


class Columns(Frozen):
    """Names of columns; None tries the usual ones.

    Text: text, body, content, article. Date: date, published. Address: url. A named `id` column takes the place of the
    row's number in the path of the article; unnamed, the number stands.
    """

    text: str | None = None
    id: str | None = None
    date: str | None = None
    url: str | None = None

    def text_in(self, names: Collection[str]) -> str | None:
        """The column of the text among a table's columns."""
        return _chosen(self.text, TEXT_NAMES, names)

    def text_of(self, row: Mapping[str, object]) -> object:
        """A row's text, None if it has none."""
        return _value(row, self.text_in(row))

    def date_of(self, row: Mapping[str, object]) -> object:
        """A row's publication date as written, None if it has none."""
        return _value(row, _chosen(self.date, DATE_NAMES, row))

    def url_of(self, row: Mapping[str, object]) -> str | None:
        """A row's address, None if it has none."""
        found = _value(row, _chosen(self.url, URL_NAMES, row))
        return _one_line(found) or None

    def label_of(self, row: Mapping[str, object], number: int) -> str:
        """What stands after "#" in the article's path: the row's id where a column is named for it, else its number."""
        found = _value(row, self.id) if self.id else None
        return _one_line(found) or str(number)

    def check(self, path: str, names: Collection[str]) -> None:
        """Raise ArticleError if a table lacks the text column, or any column that was named."""
        held = ", ".join(repr(name) for name in list(names)[:_SHOWN]) or "none"
        flags = (("text", self.text), ("id", self.id), ("date", self.date), ("url", self.url))
        missing = [f"{name!r} (--{flag}-column)" for flag, name in flags if name is not None and name not in names]
        if missing:
            raise ArticleError(f"{path!r} has no column {', '.join(missing)}: its columns are {held}")
        if self.text_in(names) is None:
            raise ArticleError(
                f"{path!r} has no column for the text, such as {', '.join(TEXT_NAMES)}: its columns are {held}; "
                "name the right one with --text-column"
            )


def _chosen(named: str | None, usual: tuple[str, ...], names: Collection[str]) -> str | None:
    if named is not None:
        return named if named in names else None
    return next((name for name in usual if name in names), None)


def _one_line(value: object) -> str:
    """A value as one line that any file can hold; empty for none."""
    words = " ".join(str(value).split()) if value is not None else ""
    return words.encode(errors="backslashreplace").decode()


def _value(row: Mapping[str, object], name: str | None) -> object:
    return row.get(name) if name is not None else None
