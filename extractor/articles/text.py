"""From bytes to text, in one place.

In: the bytes of one article. Out: its text, a byte order mark dropped and nothing else touched, so that offsets stay
true; or a `Refusal` that says what the bytes are and what to do. Refuses what is not UTF-8 (or UTF-16/32 with its mark).
"""

from __future__ import annotations

import codecs
import hashlib
from dataclasses import dataclass

MAX_BYTES = 5_000_000  # of one article; a longer one is a book or a mistake

_MARKED = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_MAGIC = (
    (b"%PDF", "a PDF: turn it into text first, for example with pdftotext"),
    (b"PK\x03\x04", "a ZIP archive or an office document: unpack it, or save it as plain text"),
    (b"\x1f\x8b", "compressed: unpack it with gunzip first"),
    (b"\xd0\xcf\x11\xe0", "an old office document: save it as plain text"),
    (b"{\\rtf", "rich text (RTF): save it as plain text"),
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why bytes are no article, and what to do about it."""

    reason: str


def raw_id(raw: bytes) -> str:
    """The identity of an input that has no text: the first 16 hex digits of the SHA-256 of its bytes.

    >>> raw_id(b"one")
    '7692c3ad3540bb80'
    """
    return hashlib.sha256(raw).hexdigest()[:16]


def encoding_of(start: bytes) -> str:
    """The encoding that the first bytes of an input announce; UTF-8 if they announce none.

    >>> encoding_of("ü".encode("utf-16")), encoding_of(b"plain")
    ('utf-16', 'utf-8')
    """
    return next((name for mark, name in _MARKED if start.startswith(mark)), "utf-8")


def decode(raw: bytes) -> str | Refusal:
    """The text of one article.

    >>> decode(b"\\xef\\xbb\\xbfone\\r\\ntwo")
    'one\\r\\ntwo'
    >>> decode(b"%PDF-1.7").reason
    'a PDF: turn it into text first, for example with pdftotext'
    """
    if len(raw) >= MAX_BYTES:
        return too_large(len(raw))
    found = next((what for magic, what in _MAGIC if raw.startswith(magic)), None)
    if found is not None:
        return Refusal(found)
    encoding = encoding_of(raw)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        return _undecodable(raw, encoding, error)
    return checked(text)


def checked(text: str) -> str | Refusal:
    """The text itself, if it can be an article."""
    if not text.strip():
        return Refusal("empty: it holds no words; remove it, or fill it")
    if "\0" in text:
        return Refusal("binary: it holds zero bytes; save it as plain text in UTF-8")
    if not _is_whole(text):
        return Refusal("damaged: it holds halves of characters (lone surrogates); export it again as UTF-8")
    if len(text) >= MAX_BYTES // 4 and len(text.encode()) >= MAX_BYTES:
        return too_large(len(text.encode()))
    return text


def too_large(size: int) -> Refusal:
    """The refusal of an article that is longer than any article."""
    limit = MAX_BYTES // 1_000_000
    return Refusal(
        f"too large: {size / 1e6:.1f} MB, and {limit} MB is too much; split it into one file an article, or use .jsonl"
    )


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _undecodable(raw: bytes, encoding: str, error: UnicodeDecodeError) -> Refusal:
    if b"\0" in raw[:4096] and encoding == "utf-8":
        return Refusal("binary, or UTF-16 without a byte order mark; save it as plain text in UTF-8")
    name = encoding.removesuffix("-sig").upper()
    where = f"byte 0x{raw[error.start]:02x} at offset {error.start}"
    return Refusal(f"not {name} ({where}); convert it, for example: iconv -f WINDOWS-1252 -t UTF-8 FILE")
