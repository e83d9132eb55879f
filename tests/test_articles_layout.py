"""An article's layout: blocks, headline, dateline, dates."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.articles import layout
from extractor.models import Article, BlockKind, DateSource, text_id

SEEDS = Path(__file__).parent.parent / "seeds" / "diplomatic_event" / "articles"

LEAD = "The foreign ministers of Norway and Kenya met in Oslo on Thursday to talk about fish, the ministry said."
MORE = "They agreed to meet again in Mombasa in the autumn, when the harbour has been deepened and the rains are over."
LONG = (
    "The talks followed a year of letters between the two capitals, in which the price of herring was the hardest "
    "question. A first round had failed in the spring. Officials of both sides now expect a treaty before the year ends."
)


def laid_out(*lines: str) -> Article:
    """The layout of a page of these lines."""
    return layout("\n".join(lines), path="a.txt")


def words_of(article: Article, *kinds: BlockKind) -> list[str]:
    """The lines of an article that stand in blocks of these kinds."""
    return [
        line.strip()
        for block in article.blocks
        if block.kind in kinds
        for line in block.span.of(article.text).splitlines()
        if line.strip()
    ]


def seed(number: str) -> Article:
    """The layout of a hand-annotated article."""
    (path,) = SEEDS.glob(f"{number}_*.txt")
    return layout(path.read_bytes().decode(), path=path.name)


# ── the hand-annotated articles ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("number", "published", "source", "newest"),
    [
        ("000", date(2022, 1, 9), DateSource.HEADER, date(2025, 9, 23)),
        ("001", date(2022, 9, 7), DateSource.DATELINE, date(2022, 9, 7)),
        ("002", date(2023, 1, 19), DateSource.HEADER, date(2023, 1, 19)),
        ("003", None, None, None),
        ("004", None, None, date(2025, 3, 14)),
    ],
)
def test_dates_of_the_seeds(
    number: str, published: date | None, source: DateSource | None, newest: date | None
) -> None:
    """Each seed's publication day, where it was found, and the newest day on its page are right."""
    found = seed(number)
    assert (found.published, found.published_source, found.newest_printed) == (published, source, newest)


@pytest.mark.parametrize(
    ("number", "gone"),
    [
        ("001", ["Also read: Foreign Miniter of Japan and Morroco talk"]),
        ("002", ["Recommended", "READ MORE:", "SOURCE:AA", "Sanchez", "talks with Trump", "By Kazim Alam", "/ AA"]),
        ("003", ["Comments you share", "derogatory"]),
        ("004", ["Advertising", "MORE ABOUT", "16:01, 07.03.2025", "LATEST", "Rutte after meeting with Trump"]),
    ],
)
def test_the_tails_of_the_seeds_are_blanked(number: str, gone: list[str]) -> None:
    """Nobody and nothing of a seed's furniture and tail is left to be coded."""
    found = seed(number)
    assert [words for words in gone if words not in found.text] == []
    assert [words for words in gone if words in found.coded] == []


@pytest.mark.parametrize(
    ("number", "kept"),
    [
        (
            "000",
            ["On September 23, 2025, in the city of Osaka.", "In 2013, the level of political cooperation was raised"],
        ),
        ("001", ["Azerbaijan and Japan Relations", "inter-parliamentary friendship groups are also operating."]),
        (
            "002",
            ["'Positive bilateral agenda'", "To date, the top diplomats have met four times as part of the mechanism."],
        ),
        ("003", ["Context of the Strategic Alliance", "Importance of Continuous Dialogue", "at the highest levels."]),
        ("004", ["in a bilateral format or within NATO."]),
    ],
)
def test_the_bodies_of_the_seeds_stay_whole(number: str, kept: list[str]) -> None:
    """Section titles, quotes and what follows a marker are body."""
    body = "\n".join(words_of(seed(number), BlockKind.BODY))
    assert [words for words in kept if words not in body] == []


@pytest.mark.parametrize(
    ("number", "headline", "dateline"),
    [
        (
            "000",
            "Foreign ministers from Turkey and Japan meet to discuss bilateral relations and cooperation.",
            ("ANKARA", None),
        ),
        ("001", None, ("Baku", "7 September 2022")),
        ("002", "Blinken underlines ‘continued coordination’ after meeting with Cavusoglu", None),
        ("003", "Turkish and Azerbaijani foreign ministers hold phone talks", None),
    ],
)
def test_headline_and_dateline_of_the_seeds(
    number: str, headline: str | None, dateline: tuple[str, str | None] | None
) -> None:
    """The headline is free of date words; an article that starts with its body has none."""
    found = seed(number)
    assert (found.headline.of(found.text) if found.headline else None) == headline
    assert ((found.dateline.place, found.dateline.date_text) if found.dateline else None) == dateline


# ── the top of a page ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Published : 2024-07-23 08:15:30 ", DateSource.HEADER),
        ("date: 2024-07-23", DateSource.HEADER),
        ("Updated: July 23, 2024 at 10:15 GMT", DateSource.HEADER),
        ("Published on Tuesday, 23 July 2024", DateSource.HEADER),
        ("Updated 24 July 2024 | Published 23 July 2024", DateSource.HEADER),
        ("July 23, 2024", DateSource.DATE_LINE),
        ("Tuesday, 23 July 2024", DateSource.DATE_LINE),
        ("23.07.2024 10:15", DateSource.DATE_LINE),
        ("23 July 2024 | World", DateSource.DATE_LINE),
        ("Oslo, 23 July 2024", DateSource.DATE_LINE),
        ("MEDIA RELEASE No 17             23 July 2024", DateSource.DATE_LINE),
        ("They last met on 23 July 2024", None),
        ("Published on 23 July 2024, the report names nobody and says little about the fish of the north.", None),
        ("Updated two hours ago", None),
    ],
)
def test_a_date_under_the_headline_is_the_publication_date(line: str, source: DateSource | None) -> None:
    """Header lines and lines that hold a date and nothing else give the day; sentences do not."""
    found = laid_out("Norway and Kenya talk about fish", "", line, "", LEAD, "", MORE)
    assert found.published_source == source
    assert found.published == (date(2024, 7, 23) if source else None)
    assert (line.strip() in words_of(found, BlockKind.HEADER)) == (source is not None)


def test_published_outranks_updated() -> None:
    """The day of first publication anchors the article, whichever stands first."""
    found = laid_out("Ministers meet", "Updated: 2024-07-25", "Published: 2024-07-23", LEAD)
    assert found.published == date(2024, 7, 23)


def test_metadata_outranks_the_page() -> None:
    """A date that the input gives is taken before any printed one."""
    found = layout("date 2024-07-23\nMinisters meet\n" + LEAD, path="a.txt", metadata_date=date(2020, 1, 2))
    assert (found.published, found.published_source) == (date(2020, 1, 2), DateSource.METADATA)


def test_a_chronology_has_no_publication_date() -> None:
    """Several lines of different dates are entries, not the day of the page."""
    found = laid_out("Norway and Kenya", "", "12 December 1963", "", LEAD, "", "4 March 2024", "", MORE)
    assert found.published is None
    assert "12 December 1963" in words_of(found, BlockKind.BODY)


def test_a_date_in_the_tail_is_no_publication_date() -> None:
    """Times of related headlines only bound the newest date of the page."""
    found = laid_out(
        "Ministers meet", LEAD, "Herring prices fall", "16:01, 07.03.2025", "Ferry aground", "11:22, 01.03.2025"
    )
    assert (found.published, found.newest_printed) == (None, date(2025, 3, 7))


def test_labels_and_bylines_are_not_the_headline() -> None:
    """Section, reading time and author stand above or below the headline and are told from it."""
    found = laid_out(
        "WORLD", "2 MIN READ", "Norway and Kenya talk about fish", "By Kari Aas and Amina Otieno", LEAD, MORE
    )
    assert words_of(found, BlockKind.HEADER) == ["WORLD", "2 MIN READ"]
    assert words_of(found, BlockKind.HEADLINE) == ["Norway and Kenya talk about fish"]
    assert words_of(found, BlockKind.BYLINE) == ["By Kari Aas and Amina Otieno"]


def test_a_letterhead_is_not_the_headline() -> None:
    """An office's name over a date line is a header; the headline follows."""
    found = laid_out(
        "Foreign Ministry of Norway", "", "4 March 2024", "", "Visit of the Kenyan minister", "", LEAD, MORE
    )
    assert found.headline is not None
    assert found.headline.of(found.text) == "Visit of the Kenyan minister"


@pytest.mark.parametrize("first", [LEAD, "OSLO (NTB) – Two envoys met", LONG, "Word"])
def test_a_page_that_starts_with_its_body_has_no_headline(first: str) -> None:
    """Sentences, datelines, long paragraphs and single words are no headlines."""
    assert laid_out(first, "", MORE).headline is None


# ── datelines ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "place", "day"),
    [
        ("Baku, 7 September 2022 (TDI):", "Baku", "7 September 2022"),
        ("(ANSA) - Rome, January 24 -", "Rome", "January 24"),
        ("WASHINGTON, Jan 3 (Reuters) —", "WASHINGTON", "Jan 3"),
        ("MOSCOW, January 3. /TASS/.", "MOSCOW", "January 3"),
        ("NEW YORK (AP) —", "NEW YORK", None),
        ("Nairobi (AFP) -", "Nairobi", None),
        ("PARIS, France —", "PARIS", None),
        ("KYIV, Ukraine, Feb. 24, 2022 (AP) —", "KYIV", "Feb. 24, 2022"),
        ("TEHRAN –", "TEHRAN", None),
        ("OSLO, Monday, 4 March 2024 –", "OSLO", "4 March 2024"),
    ],
)
def test_datelines(words: str, place: str, day: str | None) -> None:
    """A dateline's span covers exactly its words, and a full date in it is the publication date."""
    found = laid_out("Envoys meet over fish", "", f"{words} {LEAD}", "", MORE)
    assert found.dateline is not None
    assert found.dateline.span.of(found.text) == words
    assert (found.dateline.place, found.dateline.date_text) == (place, day)
    assert (found.published_source is DateSource.DATELINE) == any(
        part.isdecimal() and len(part) == 4 for part in words.split()
    )


@pytest.mark.parametrize(
    "line",
    [
        "NATO – the alliance that was not in the room – sent no word to either side before the evening.",
        "Kari Aas – a lawyer by training – met her colleague in Oslo to talk about fish and the ferry.",
        "On Monday, January 3, the ministers met in Oslo to talk about fish, the ministry said in a note.",
        "UPDATE: the ministers have left the building and the talks will go on in the autumn in Mombasa.",
        "Norway, Kenya and Peru met in Oslo to talk about fish, forests and the ferry between them all.",
        "Oslo. The ministers of the three countries met to talk about fish, forests and the ferry line.",
    ],
)
def test_what_only_looks_like_a_dateline(line: str) -> None:
    """Organisations, names, day phrases and labels open sentences, not datelines."""
    assert laid_out("Envoys meet over fish", "", line, "", MORE).dateline is None


# ── furniture and tail ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "line",
    [
        "Recommended",
        "Recommended Videos",
        "More stories:",
        "Advertising",
        "ADVERTISEMENT",
        "Also read: Minister resigns over herring",
        "READ MORE:\xa0Minister resigns over herring",
        "Related: Minister resigns over herring",
        "Share this article",
        "SOURCE:AA",
        "Source: The Fjord Post and agencies",
        "The ministers before the talks in Oslo. / AA",
        "The ministers in Oslo. (Photo: Fjord Post)",
        "File photo: Fjord Post",
        "Photo by Kari Aas",
        "Story continues below",
        "Sign up for our newsletter and never miss a herring",
        "This story has been updated with a quote.",
        "With additional reporting from Kari Aas and Amina Otieno",
        "Reporting by Kari Aas; Editing by Amina Otieno",
        "LATEST",
        "Most read",
    ],
)
def test_one_line_of_furniture_takes_only_itself(line: str) -> None:
    """A marker in the middle of the body is blanked, and both neighbours are body."""
    found = laid_out("Envoys meet over fish", "", LEAD, "", line, "", MORE, "", LONG)
    assert words_of(found, BlockKind.FURNITURE) == [line]
    assert words_of(found, BlockKind.BODY) == [LEAD, MORE, LONG]


@pytest.mark.parametrize(
    "line",
    [
        "Latest figures show that trade has doubled",
        "Related talks continue in Geneva.",
        "Subscribe to the treaty, she urged the others.",
        "Reporting by the ministry showed that trade had doubled.",
        "The two leaders posed for a photo by the fountain.",
        "The newspaper printed a file photo of the minister.",
        "The statement was released via Reuters.",
        "Comments were exchanged at the margin of the summit.",
        "The views expressed by the minister were welcome in Oslo.",
        "Copyright law was on the agenda too.",
        "The report was updated in March, she said.",
        "Shares of the ferry line rose.",
        "By Friday they had agreed.",
        "Azerbaijan and Japan Relations",
        "El ministerio de pesca publicó ayer una foto.",
    ],
)
def test_body_that_sounds_like_furniture_is_kept(line: str) -> None:
    """Sentences and section titles that begin or end like a marker are body, in the middle and at the end."""
    assert line in words_of(laid_out("Envoys meet", "", LEAD, "", line, "", MORE), BlockKind.BODY)
    assert line in words_of(laid_out("Envoys meet", "", LEAD, "", line), BlockKind.BODY)


@pytest.mark.parametrize(
    "tail",
    [
        ["MORE ABOUT", "Minister resigns over herring", "16:01, 07.03.2025", "LATEST", "Ferry aground", "16"],
        ["Explore", "Minister resigns over herring", "By Kari Aas", "Ferry aground off Bergen"],
        [
            "Related articles",
            "Herring prices fall",
            "Prices of herring fell on Friday for the third week, traders in Bergen said.",
        ],
        ["Most read", "Why is the herring so dear in the harbours of the north this winter?", "Ferry aground"],
        ["Recommended", "Minister resigns over herring", "Ferry aground off Bergen"],
        ["Comments you share on our site are read by others. Please be polite to them. Rude words are taken out."],
        ["Leave a reply", "Your email address will not be published."],
        ["Media inquiries: Kari Aas 555 0100"],
        ["###"],
        ["© 2024 The Fjord Post. All rights reserved."],
        ["With additional reporting from Kari Aas"],
        ["This story has been updated."],
        ["Advertising", "Share this", "SOURCE:AA"],
        ["Minister resigns over herring", "10:15, 04.03.2024", "Ferry aground", "09:15, 04.03.2024"],
    ],
    ids=lambda tail: tail[0][:20],
)
def test_what_follows_the_body_is_tail(tail: list[str]) -> None:
    """From its first marker on a tail is blanked to the end of the page."""
    found = laid_out("Envoys meet over fish", LEAD, MORE, *tail)
    assert words_of(found, BlockKind.TAIL) == tail
    assert found.coded.rstrip().endswith(MORE)


def test_a_list_in_the_middle_goes_and_the_body_goes_on() -> None:
    """Related headlines are blanked up to the section title under which running text resumes."""
    found = laid_out(
        "Envoys meet over fish",
        LEAD,
        "Related articles",
        "Minister resigns over herring in the north",
        "What comes next",
        LONG,
        MORE,
    )
    assert words_of(found, BlockKind.FURNITURE) == ["Related articles", "Minister resigns over herring in the north"]
    assert words_of(found, BlockKind.BODY) == [LEAD, "What comes next", LONG, MORE]


def test_a_body_of_titles_and_long_paragraphs_survives_a_list() -> None:
    """Paragraphs of several sentences are body even where a title stands over each of them."""
    found = laid_out(
        "Envoys meet over fish", LEAD, "Most read", "Ferry aground", "The first round", LONG, "The second round", LONG
    )
    assert words_of(found, BlockKind.BODY) == [LEAD, "The first round", LONG, "The second round", LONG]


def test_a_closing_list_of_the_body_is_body() -> None:
    """What was signed is listed without full stops, and without times it is no list of headlines."""
    items = ["Memorandum on fisheries", "Agreement on visas", "Programme of exchange for 2024"]
    assert words_of(laid_out("Envoys meet", LEAD, *items), BlockKind.BODY) == [LEAD, *items]


def test_hard_wrapped_paragraphs_are_not_cut() -> None:
    """The lines of a wrapped paragraph hold no full stop and are body all the same."""
    wrapped = [
        "The two sides agreed to meet again in Mombasa in May",
        "when the rains have ended and the",
        "harbour is deep.",
    ]
    found = laid_out("ENVOYS MEET", "", LEAD[:60], LEAD[60:], "", "Recommended", "", *wrapped)
    assert words_of(found, BlockKind.BODY)[-3:] == wrapped
    assert words_of(found, BlockKind.FURNITURE) == ["Recommended"]


def test_windows_line_breaks_change_nothing() -> None:
    """Blocks are the same with CRLF, and the text keeps it."""
    lines = ["Envoys meet over fish", "date: 2024-03-04", "", LEAD, "Recommended", MORE, "Leave a reply"]
    unix, windows = layout("\n".join(lines), path="a"), layout("\r\n".join(lines), path="a")
    assert [block.kind for block in windows.blocks] == [block.kind for block in unix.blocks]
    assert windows.published == unix.published == date(2024, 3, 4)
    assert "\r\n" in windows.text


# ── laws ──────────────────────────────────────────────────────────────────────────────────────────────────────────

PIECES = st.sampled_from(
    [LEAD, MORE, LONG, "Envoys meet", "Recommended", "LATEST", "16:01, 07.03.2025", "date 2022-01-09", "By Kari Aas", "###",
     "ANKARA (Ankara)", "Advertising", "", "  ", "OSLO –", "January 19, 2023", "(", "a,", "…", "continued in lower case"]
)  # fmt: skip
PAGES = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=14).map("\n".join))


@given(PAGES)
@example("\r\n\x0b\x0c\x1c\x85\u2028a\u2029b")
@example("date 2022-01-09")
def test_every_line_stands_in_exactly_one_block(text: str) -> None:
    """Blocks are ordered and apart, and hold every visible character; any text has a layout."""
    found = layout(text, path="a")
    assert all(before.span.end <= after.span.start for before, after in pairwise(found.blocks))
    covered = "".join(block.span.of(text) for block in found.blocks)
    assert "".join(covered.split()) == "".join(text.split())


@given(PAGES)
def test_coded_text_keeps_every_offset(text: str) -> None:
    """The coded text is as long as the original and differs from it only inside furniture and tail."""
    found = layout(text, path="a")
    assert found.text == text
    assert found.article_id == text_id(text)
    assert len(found.coded) == len(text)
    gone = (BlockKind.FURNITURE, BlockKind.TAIL)
    blanked = {at for block in found.blocks if block.kind in gone for at in range(block.span.start, block.span.end)}
    assert all(found.coded[at] == text[at] for at in range(len(text)) if at not in blanked)


@given(PAGES)
def test_spans_stand_where_they_say(text: str) -> None:
    """Headline and dateline are visible words of the text, inside a block that is kept."""
    found = layout(text, path="a")
    for span in (found.headline, found.dateline.span if found.dateline else None):
        if span is not None:
            assert span.of(text) == span.of(found.coded)
            assert span.of(text).strip() == span.of(text) != ""
