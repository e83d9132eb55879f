"""Files, tables, pages and stdin as a stream of articles."""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from extractor.articles import Columns, read
from extractor.articles.tables import names_of
from extractor.articles.text import MAX_BYTES
from extractor.errors import ArticleError
from extractor.models import Article, DateSource, Unreadable, text_id

PAGES = Path(__file__).parent / "data" / "articles"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(name: str, content: str | bytes) -> str:
    """A file of the working directory."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return name


def told(found: Iterator[Article | Unreadable]) -> list[tuple[str, str]]:
    """The path of each input, and its text or the beginning of the reason why there is none."""
    return [(item.path, item.text if isinstance(item, Article) else item.reason.split(";")[0]) for item in found]


def only(found: Iterator[Article | Unreadable]) -> Article:
    """The one article of a stream."""
    (item,) = found
    assert isinstance(item, Article)
    return item


# ── files ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_folder_gives_articles_and_unreadable_files_in_order() -> None:
    """What is wrong with one file is said in its place, and the stream goes on."""
    write("news/a.txt", "One.")
    write("news/b.txt", b"caf\xe9")
    write("news/c.md", "  \n")
    write("news/d/e.txt", "Two.")
    assert told(read(["news"])) == [
        ("news/a.txt", "One."),
        ("news/b.txt", "not UTF-8 (byte 0xe9 at offset 3)"),
        ("news/c.md", "empty: it holds no words"),
        ("news/d/e.txt", "Two."),
    ]


def test_text_is_the_decoded_file() -> None:
    """Only a byte order mark is dropped; spaces, CRLF and composed letters stay, and the identity is that of the text."""
    text = " Title \r\n\r\nCafe\u0301 \xa0 talks.\r\n"
    found = only(read([write("a.txt", b"\xef\xbb\xbf" + text.encode())]))
    assert found.text == text
    assert found.article_id == text_id(text)


def test_an_unreadable_file_is_known_by_its_bytes() -> None:
    """Its identity is the hash of the raw bytes, also of a file too large to be read."""
    large = b"a " * (MAX_BYTES // 2 + 1)
    for raw in (b"caf\xe9", b"", large):
        (found,) = read([write("a.txt", raw)])
        assert found.article_id == hashlib.sha256(raw).hexdigest()[:16]


def test_a_large_file_names_both_sizes() -> None:
    """The reason says how large the file is and how large it may be."""
    (found,) = read([write("a.txt", b"a" * (MAX_BYTES + 100_000))])
    assert isinstance(found, Unreadable)
    assert found.reason.startswith("too large: 5.1 MB, and 5 MB is too much")


def test_a_file_that_vanishes_is_unreadable() -> None:
    """A file removed after the folder was listed, or a link to nothing, is one unreadable input."""
    write("news/a.txt", "One.")
    write("news/b.txt", "Two.")
    found = read(["news"])
    assert next(found).path == "news/a.txt"
    Path("news/b.txt").unlink()
    assert told(found) == [("news/b.txt", "a file that cannot be opened (No such file or directory)")]


def test_a_name_that_is_not_utf8_is_spelled_out() -> None:
    """A file is read whatever its name, and its path can be written to JSON."""
    write("news/a.txt", "One.")
    with Path(b"news/caf\xe9.txt".decode(errors="surrogateescape")).open("w", encoding="utf-8") as stream:
        stream.write("Two.")
    assert told(read(["news"])) == [("news/a.txt", "One."), ("news/caf\\xe9.txt", "Two.")]


def test_reading_is_lazy_and_limited() -> None:
    """Nothing is read before it is asked for, and a limit ends the stream."""
    for name in ("a", "b", "c"):
        write(f"{name}.txt", name)
    found = read(["."], limit=2)
    write("a.txt", "changed")
    assert told(found) == [("a.txt", "changed"), ("b.txt", "b")]


def test_a_missing_input_is_told_at_once() -> None:
    """A wrong path is an error of the call, not of the first article."""
    write("a.txt", "One.")
    with pytest.raises(ArticleError, match=r"'b\.txt' does not exist"):
        read(["a.txt", "b.txt"])


# ── pages ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_gives_its_main_text_date_and_address() -> None:
    """The article is the page's title and text; menus, lists and footers stay out; its markup dates it."""
    found = only(read([str(PAGES / "page.html")]))
    assert found.headline is not None
    assert found.headline.of(found.text) == "Norway and Kenya open ferry talks"
    assert "Mombasa & Nairobi" in found.text
    assert "herring" not in found.text
    assert "Sport" not in found.text
    assert (found.published, found.published_source) == (date(2021, 5, 3), DateSource.METADATA)
    assert found.url == "https://news.example.org/ferry-talks"


SEEN = (
    "<p>The foreign ministers of Norway and Kenya met in Oslo on Monday to open talks about a ferry line and fish quotas.</p>"
    "<p>Both sides agreed to meet again in Mombasa in the autumn, when the harbour there has been deepened at last.</p>"
)
UNSEEN = "The king of Peru resigned on Tuesday"


def page_with(part: str, body: str = "<body>") -> Article:
    """The article of a page that holds this beside its two paragraphs."""
    return only(
        read([write("a.html", f"<html>{body}<article><h1>Ferry talks</h1>{SEEN}{part}</article></body></html>")])
    )


@pytest.mark.parametrize(
    "part",
    [
        f"<p style='display: none'>{UNSEEN}</p>",
        f"<p style='color:red;DISPLAY:NONE !important'>{UNSEEN}</p>",
        f"<div style='visibility:hidden'><p>{UNSEEN}</p></div>",
        f"<p hidden>{UNSEEN}</p>",
        f"<p aria-hidden='true'>{UNSEEN}</p>",
        f"<p style='font-size:0px'>{UNSEEN}</p>",
        f"<p style='font-size: 0'>{UNSEEN}</p>",
        f"<p style='opacity:0;'>{UNSEEN}</p>",
        f"<p style='position:absolute;left:-9999px'>{UNSEEN}</p>",
        f"<p style='color:#FFF'>{UNSEEN}</p>",
        f"<p style='color:white;background-color:#ffffff'>{UNSEEN}</p>",
        f"<div style='background:#000'><p style='color: black'>{UNSEEN}</p></div>",
        f"<template><p>{UNSEEN}</p></template>",
        f"<noscript><p>{UNSEEN}</p></noscript>",
        f"<!-- {UNSEEN} -->",
        f"<!--<p>{UNSEEN}</p>-->",
        f"<div hidden><p style='display:none'>{UNSEEN}</p></div>",
    ],
)
def test_what_a_page_hides_is_kept_apart(part: str) -> None:
    """Words that no reader sees are no part of the article; they are handed on by themselves, once."""
    found = page_with(part)
    assert UNSEEN not in found.text
    assert "Mombasa" in found.text
    assert found.hidden == UNSEEN


@pytest.mark.parametrize(
    "style",
    [
        "color:#fff;background:navy",
        "font-size:10px;line-height:0.9;opacity:0.9",
        "height:100px;left:-1px;display:block",
        "color:#333",
        "border-color:white",
    ],
)
def test_what_a_page_shows_stays(style: str) -> None:
    """White on navy, small letters and odd places are seen."""
    found = page_with(f"<p style='{style}'>{UNSEEN} and flew to Oslo on the same day.</p>")
    assert UNSEEN in found.text
    assert not found.hidden


def test_a_hidden_word_leaves_its_sentence_whole() -> None:
    """What stands after a hidden piece stays where it is."""
    found = page_with(
        f"<p>Norway sent <span hidden>{UNSEEN}</span>two ships to Mombasa and one to Lima, the ministry said.</p>"
    )
    assert "Norway sent two ships to Mombasa" in found.text


@pytest.mark.parametrize("body", ["<body style='opacity:0'>", "<body hidden><div aria-hidden='true'>"])
def test_a_page_that_a_script_uncovers_is_read(body: str) -> None:
    """What holds most of the page is the page, whatever its markup says."""
    assert "Mombasa" in page_with("", body).text


@pytest.mark.parametrize(
    "part",
    [
        "<!-- nav --><!--[if IE]> old browsers only here <![endif]-->",
        "<p hidden>Share now</p>",
        "<!-- a = {b: 1}; c(d); e -->",
    ],
    ids=["comments of the maker", "a button", "code"],
)
def test_hidden_pieces_that_are_no_text_are_not_kept(part: str) -> None:
    """Names of parts, buttons and code say nothing to anybody."""
    assert not page_with(part).hidden


@pytest.mark.parametrize(
    "raw", [(PAGES / "menu.html").read_bytes(), b"\x00\x01\x02", b"<html>"], ids=["menu", "binary", "bare"]
)
def test_a_page_without_an_article_is_unreadable(raw: bytes) -> None:
    """A page of scripts, or no page at all, is told from an article."""
    ((_, reason),) = told(read([write("a.html", raw)]))
    assert reason.startswith("an HTML page without an article")


def test_an_empty_page_is_unreadable() -> None:
    """A page of no bytes is empty rather than without an article."""
    assert told(read([write("a.htm", b" ")])) == [("a.htm", "empty: it holds no words")]


# ── tables ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_json_lines_are_numbered_by_line() -> None:
    """Each line is an article or says why not; blank lines count."""
    lines = [
        '{"text": "One.", "date": "2022-01-09T10:00:00Z", "url": "https://a.example", "id": "x1"}',
        "",
        '{"text": ',
        "[1, 2]",
        '{"text": " "}',
        '{"text": null}',
        '{"text": 5}',
        '{"text": "half \\ud83d"}',
        '{"body": "Two."}',
        '{"n": ' + "[" * 100_000 + "}",
    ]
    found = list(read([write("all.jsonl", "\n".join(lines))]))
    assert [item.path for item in found] == [f"all.jsonl#{number}" for number in (1, 3, 4, 5, 6, 7, 8, 9, 10)]
    first, *rest = found
    assert isinstance(first, Article)
    assert (first.text, first.published, first.published_source) == ("One.", date(2022, 1, 9), DateSource.METADATA)
    assert first.url == "https://a.example"
    assert [reason.split(" (")[0] for _, reason in told(iter(rest))] == [
        "broken JSON",
        'JSON, but no object: expected a line such as {"text": "…"}',
        "empty: it holds no words",
        "a row without text: each of text, body, content, article is missing or null",
        "a row whose text is no text but int",
        "damaged: it holds halves of characters",
        "Two.",
        "broken JSON",
    ]


def test_a_bad_line_is_known_by_its_bytes() -> None:
    """The identity of a broken JSON line is the hash of the line."""
    (found,) = read([write("all.ndjson", b'{"text"\n')])
    assert found.article_id == hashlib.sha256(b'{"text"\n').hexdigest()[:16]


def test_an_endless_line_is_one_unreadable_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a line that is too long only its beginning is held, and the next line is read."""
    monkeypatch.setattr("extractor.articles.tables._MAX_LINE", 30)
    name = write("all.jsonl", '{"text": "' + "a" * 95 + '"}\n{"text": "Two."}\n')
    assert [path for path, _ in told(read([name]))] == ["all.jsonl#1", "all.jsonl#2"]
    assert [text[:11] for _, text in told(read([name]))] == ["a line long", "Two."]


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("t.csv", 'id,text,date\r\n7,"One, and\r\n""two"".",14.03.2025\r\n'),
        ("t.csv", 'id;text;date\n7;"One, and\r\n""two"".";2025-03-14\n'),
        ("t.tsv", 'id\ttext\tdate\n7\t"One, and\r\n""two""."\t14 March 2025\n'),
        ("t.tsv", 'id\ttext\tdate\n7\t"One, and\r\n""two""."\t2025-03-14\n'.encode("utf-16")),
        ("t.csv", b'\xef\xbb\xbf\r\nid,text,date\r\n\r\n7,"One, and\r\n""two"".",2025-03-14\r\n\r\n'),
    ],
    ids=["comma", "semicolon", "tab", "utf-16 of a spreadsheet", "mark and blank lines"],
)
def test_a_quoted_cell_is_read_as_it_is(name: str, raw: str | bytes) -> None:
    """Delimiters, quotation marks and line breaks inside a cell are text; the row's date is the publication date."""
    found = only(read([write(name, raw)]))
    assert (found.path, found.text, found.published) == (f"{name}#1", 'One, and\r\n"two".', date(2025, 3, 14))


def test_rows_of_a_csv_file_that_hold_no_article() -> None:
    """Empty, overfull, wrongly quoted and wrongly encoded rows are told one by one, and good rows around them are read."""
    rows = [b"text,date", b"One.,", b",2022-01-09", b"Two, three, four", b'"Fi"ve.",', b"caf\xe9,", b"Six.,", b'"open']
    assert [(path, text.split(" (")[0]) for path, text in told(read([write("t.csv", b"\n".join(rows))]))] == [
        ("t.csv#1", "One."),
        ("t.csv#2", "empty: it holds no words"),
        ("t.csv#3", "3 values for 2 columns"),
        ("t.csv#4", "broken quotation marks"),
        ("t.csv#5", "not UTF-8"),
        ("t.csv#6", "Six."),
        ("t.csv#7", "broken quotation marks"),
    ]


def test_a_cell_may_be_longer_than_the_library_allows() -> None:
    """The csv module's limit of 128 KiB a cell is raised."""
    text = "a " * 100_000
    assert only(read([write("t.csv", f'text\n"{text}"\n')])).text == text


@pytest.mark.parametrize("content", ["", "text,date\n", "\n\n"])
def test_a_table_without_rows_is_one_unreadable_input(content: str) -> None:
    """No input ends without a trace."""
    assert told(read([write("t.csv", content)])) == [("t.csv", "a table without rows")]


def test_named_columns_are_used() -> None:
    """Text, date and address come from the columns that were named, and a named id stands in the path."""
    name = write("t.csv", 'key,story,day,link,text\n"a\n7",One.,2022-01-09,https://a.example,Other.\n,Two.,,,Other.\n')
    first, second = read([name], Columns(text="story", id="key", date="day", url="link"))
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.path, first.text, first.published, first.url) == (
        "t.csv#a 7",
        "One.",
        date(2022, 1, 9),
        "https://a.example",
    )
    assert (second.path, second.text, second.published, second.url) == ("t.csv#2", "Two.", None, None)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            Columns(),
            "'t.csv' has no column for the text, such as text, body, content, article: its columns are 'title', 'words'",
        ),
        (Columns(text="story"), "'t.csv' has no column 'story' (--text-column): its columns are 'title', 'words'"),
        (Columns(text="words", date="day"), "'t.csv' has no column 'day' (--date-column)"),
    ],
)
def test_a_named_table_without_its_columns_is_refused(columns: Columns, message: str) -> None:
    """The error names the table, the columns it has, and the flag to use."""
    write("t.csv", "title,words\nA,B\n")
    with pytest.raises(ArticleError) as caught:
        read(["t.csv"], columns)
    assert message in str(caught.value)


def test_a_table_of_a_folder_without_text_is_told_row_by_row() -> None:
    """A stray table beside the articles does not stop the run."""
    write("news/a.txt", "One.")
    write("news/labels.csv", "name,label\na,1\n")
    assert [path for path, _ in told(read(["news"]))] == ["news/a.txt", "news/labels.csv#1"]


def test_the_columns_of_json_lines_are_those_of_any_of_the_first_objects() -> None:
    """A first line without text does not condemn the table."""
    assert names_of(write("t.jsonl", '{"n": 1}\nbroken\n{"text": "One."}\n')) == ["n", "text"]


def test_a_parquet_file_needs_pyarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra a named .parquet file is refused with the command to run, one in a folder is unreadable."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    write("news/a.parquet", b"PAR1")
    with pytest.raises(ArticleError, match=r"pip install 'dragoman\[parquet\]'"):
        read(["news/a.parquet"])
    ((path, reason),) = told(read(["news"]))
    assert path == "news/a.parquet"
    assert "pip install 'dragoman[parquet]'" in reason


def test_parquet_rows_are_numbered_over_batches() -> None:
    """Rows of a real file come batch by batch with one count, and a damaged file is one unreadable input."""
    rows = [{"body": f"Row {at}.", "date": date(2022, 1, 9)} for at in range(1, 71)]
    parquet.write_table(pa.Table.from_pylist(rows), "t.parquet")
    found = [item for item in read(["t.parquet"]) if isinstance(item, Article)]
    assert [item.path for item in found] == [f"t.parquet#{at}" for at in range(1, 71)]
    assert (found[69].text, found[69].published) == ("Row 70.", date(2022, 1, 9))
    ((path, reason),) = told(read([write("u.parquet", b"PAR1")]))
    assert path == "u.parquet#1"
    assert reason.startswith("no .parquet file, or a damaged one")


# ── stdin ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"Title\n\nBody.\n", [("-", "Title\n\nBody.\n")]),
        (b"\n\n Title", [("-", "\n\n Title")]),
        ("Ü".encode("utf-16"), [("-", "Ü")]),
        (b'\n {"text": "One."}\n{"text": "Two."}', [("-#2", "One."), ("-#3", "Two.")]),
        (b'\xef\xbb\xbf{"text": "One."}', [("-#1", "One.")]),
        (b"", [("-", "empty: it holds no words")]),
    ],
    ids=["text", "leading blank lines", "utf-16", "json lines", "json lines with a mark", "nothing"],
)
def test_stdin_is_one_text_or_json_lines(raw: bytes, expected: list[tuple[str, str]]) -> None:
    """A brace as the first visible character means JSON lines."""
    assert told(read(["-"], stdin=io.BytesIO(raw))) == expected


def test_stdin_comes_before_files() -> None:
    """Stdin is one input among others, read once."""
    write("a.txt", "One.")
    found = told(read(["a.txt", "-", "-"], stdin=io.BytesIO(b"Zero.")))
    assert found == [("-", "Zero."), ("a.txt", "One.")]
