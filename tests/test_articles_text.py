"""From bytes to text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.articles.text import MAX_BYTES, Refusal, checked, decode, encoding_of

WORDS = "Türkiye – “ties”\r\nשלום\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings_give_the_same_text(encoding: str) -> None:
    """A byte order mark is obeyed and dropped, and line breaks stay as they are."""
    assert decode(WORDS.encode(encoding)) == WORDS


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        ("Çavuş".encode("cp1254"), "not UTF-8 (byte 0xc7 at offset 0)"),
        (b"one\x00two", "binary"),
        ("Äöü".encode("utf-16-le"), "binary, or UTF-16 without a byte order mark"),
        (b"\xff\xfea", "not UTF-16"),
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04...", "a ZIP archive or an office document"),
        (b"a" * (MAX_BYTES + 1), "too large: 5.0 MB"),
    ],
    ids=["nothing", "white space", "cp1254", "zero byte", "utf-16 unmarked", "half of utf-16", "pdf", "zip", "large"],
)
def test_what_is_no_text_says_what_it_is(raw: bytes, expected: str) -> None:
    """A refusal begins with what the bytes are and goes on with what to do."""
    found = decode(raw)
    assert isinstance(found, Refusal)
    assert found.reason.startswith(expected)
    assert ";" in found.reason or ":" in found.reason


def test_half_a_character_is_refused() -> None:
    """A lone surrogate, which JSON can smuggle in, can be written to no file."""
    assert checked("half \ud83d of a face") == Refusal(
        "damaged: it holds halves of characters (lone surrogates); export it again as UTF-8"
    )


def test_the_limit_counts_bytes() -> None:
    """A text of few characters but many bytes is too large as well."""
    assert isinstance(checked("ü" * (MAX_BYTES // 2)), Refusal)
    assert isinstance(checked("ü" * (MAX_BYTES // 2 - 1)), str)


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_refusal(raw: bytes) -> None:
    """Decoding raises nothing, and unmarked bytes that are text encode to what they were."""
    found = decode(raw)
    if isinstance(found, str) and encoding_of(raw) == "utf-8":
        assert found.encode() == raw


@given(st.text(max_size=100))
def test_text_survives_the_round_trip(text: str) -> None:
    """What is written as UTF-8 comes back, unless it is blank, holds zero bytes or looks like another format."""
    found = decode(text.encode())
    assert found == text.removeprefix("\ufeff") or isinstance(found, Refusal)
    assert isinstance(found, str) == bool(text.removeprefix("\ufeff").strip() and "\0" not in text)
