"""Dates from the words of an article (codebook, section 3).

In and out: `resolve` reads the words of one date, `date_mentions` finds such words in running text.
Words that cannot be read are refused by a date without value, never by an exception.
"""

from extractor.diplomacy.dates.reading import DateMention, date_mentions, resolve
from extractor.diplomacy.dates.values import Anchor, Date, Method, Precision

__all__ = ["Anchor", "Date", "DateMention", "Method", "Precision", "date_mentions", "resolve"]
