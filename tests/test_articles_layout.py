"""An article's layout: blocks, headline, dateline, dates."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from extractor.articles import layout
from extractor.models import Article, BlockKind, DateSource, text_id

SEEDS = Path(__file__).parent.parent / "seeds" / "diplomatic_event" / "articles"

DATA = Path(__file__).parent / "data" / "articles"
MEANS = {"tail": "cut", "furniture": "cut", "dateline": "body"}  # what a label asks of a line

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


# ── pages of other makers, labelled line by line ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("stem", sorted(path.stem for path in (DATA / "pages").glob("*.txt")))
def test_every_line_of_a_labelled_page_is_what_its_label_says(stem: str) -> None:
    """Wire, ministry, embassy, blog, broadcaster and other pages: no body is lost, nothing else is coded as body."""
    labels = json.loads((DATA / "labels" / f"{stem}.json").read_text(encoding="utf-8"))["kinds"]
    text = (DATA / "pages" / f"{stem}.txt").read_text(encoding="utf-8")
    article = layout(text, path=stem)
    found = [
        (MEANS.get(block.kind.value, block.kind.value), line)
        for block in article.blocks
        for line in block.span.of(text).splitlines()
        if line.strip()
    ]
    expected = [(MEANS.get(label, label), line) for label, (_, line) in zip(labels, found, strict=True)]
    scored = [at for at, (label, _) in enumerate(expected) if label != "any"]
    assert [expected[at] for at in scored] == [found[at] for at in scored]


@pytest.mark.parametrize(
    ("stem", "published", "source", "language", "place"),
    [
        ("wire", date(2024, 3, 4), DateSource.HEADER, "en", "OSLO"),
        ("ministry", date(2021, 10, 12), DateSource.DATE_LINE, "en", None),
        ("embassy", date(2022, 11, 23), DateSource.HEADER, "en", None),
        ("blog", date(2019, 6, 3), DateSource.HEADER, "en", None),
        ("capitals", date(1998, 2, 6), DateSource.DATELINE, "en", "OSLO"),
        ("newsletter", None, None, "en", None),
        ("related_dates", date(2018, 5, 17), DateSource.DATE_LINE, "en", "LIMA"),
        ("scraped_menu", date(2018, 10, 11), DateSource.HEADER, "en", "OSLO"),
        ("scraped_site", date(2021, 7, 23), DateSource.HEADER, "en", "LIMA"),
        ("bullets_top", date(2018, 1, 20), DateSource.HEADER, "en", None),
        ("syndicated", date(2020, 1, 21), DateSource.HEADER, "en", "Nairobi"),
        ("local_paper", date(2019, 7, 13), DateSource.DATE_LINE, "en", "MOMBASA"),
        ("turkish", date(2024, 3, 4), DateSource.DATE_LINE, "tr", None),
        ("spanish", None, None, "es", "SANTIAGO"),
        ("arabic", date(2024, 3, 4), DateSource.DATE_LINE, "ar", None),
        ("russian", date(2024, 3, 4), DateSource.DATE_LINE, "ru", "ОСЛО"),
        ("french", None, None, "fr", None),
    ],
    ids=lambda value: value if isinstance(value, str) and value.islower() and len(value) > 2 else "",
)
def test_date_language_and_place_of_the_labelled_pages(
    stem: str, published: date | None, source: DateSource | None, language: str, place: str | None
) -> None:
    """A page's own day is found where it stands, and 12/10/2021 is left alone."""
    found = layout((DATA / "pages" / f"{stem}.txt").read_text(encoding="utf-8"), path=stem)
    assert (found.published, found.published_source) == (published, source)
    assert (found.language, found.dateline.place if found.dateline else None) == (language, place)


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
        ("23.07.202410:15", DateSource.DATE_LINE),
        ("23 July 2024 [10:15] - FJORD.POST", DateSource.DATE_LINE),
        ("Tue 23 Jul 2024 10.15 BST", DateSource.DATE_LINE),
        ("Published 10:15 AM GMT, July 23, 2024", DateSource.HEADER),
        ("- Published Date: 10:15 | 23 July 2024", DateSource.HEADER),
        ("News story | Date: 23/07/2024", DateSource.HEADER),
        ("23 de julio de 2024", DateSource.DATE_LINE),
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


def test_a_label_and_its_date_may_stand_on_two_lines() -> None:
    """A date under "PUBLISHED:" is a header, and one under "UPDATED:" an update."""
    found = laid_out(
        "By", "Kari Aas", "UPDATED:", "10:52 EST, 5 October 2013", "PUBLISHED:", "4 October 2013", LEAD, MORE
    )
    assert (found.published, found.published_source) == (date(2013, 10, 4), DateSource.HEADER)
    assert words_of(found, BlockKind.BYLINE) == ["By", "Kari Aas"]
    assert words_of(found, BlockKind.BODY) == [LEAD, MORE]


def test_a_date_line_that_closes_a_letter_is_its_day() -> None:
    """The only date line of a page counts at its end too, but not under a headline of the tail."""
    found = laid_out("Message to Kenya", LEAD, MORE, "25.06.2009")
    assert (found.published, found.published_source) == (date(2009, 6, 25), DateSource.DATE_LINE)
    assert laid_out("Message to Kenya", LEAD, MORE, "Most read", "Ferry aground", "25.06.2009").published is None


def test_a_menu_is_not_the_headline() -> None:
    """Short lines above the first sentence go, and the headline is the first line long enough for one."""
    found = laid_out(
        "World", "World", "Norway and Kenya talk about fish", "Photo galleries", "Your corner", "Games", LEAD, MORE
    )
    assert words_of(found, BlockKind.HEADLINE) == ["Norway and Kenya talk about fish"]
    assert "Games" in words_of(found, BlockKind.FURNITURE)


def test_the_title_of_the_page_is_not_the_headline() -> None:
    """Where the first line is the headline with the site's name, the headline alone is it."""
    found = laid_out("Envoys meet over fish | The Fjord Post", "Rate it", "Envoys meet over fish", LEAD, MORE)
    assert found.headline is not None
    assert found.headline.start == found.text.rindex("Envoys meet over fish")


def test_a_lead_with_a_date_before_it_is_body() -> None:
    """A sentence behind "date 2024-07-23" is a headline only where a dateline opens the body under it."""
    assert words_of(laid_out(f"date 2024-07-23 {LEAD}", "", MORE), BlockKind.HEADLINE) == []


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
        ("OSLO, 4 MARCH 2024 -", "OSLO", "4 MARCH 2024"),
        ("MOMBASA:", "MOMBASA", None),
        ("New Oslo :", "New Oslo", None),
        ("Buenos Aires, Sep 21", "Buenos Aires", "Sep 21"),
        ("SANTIAGO (EFE).-", "SANTIAGO", None),
        ("Oslo, 4 December /FNA/ -", "Oslo", "4 December"),
        ("Lima (abr. 9/21).", "Lima", "abr. 9/21"),
        ("Paris, le 4 mars 2024 -", "Paris", "4 mars 2024"),
        ("SUVA (4 MARCH 2024) –", "SUVA", "4 MARCH 2024"),
        ("Oslo, 2024-03-04 (NTB) –", "Oslo", "2024-03-04"),
        ("Berlin, 4. März 2024 (dpa) -", "Berlin", "4. März 2024"),
        ("(Fjord Post / WAM - 18th Mar, 2023) OSLO,17th March, 2023 (WAM) –", "OSLO", "17th March, 2023"),
    ],
)
def test_datelines(words: str, place: str, day: str | None) -> None:
    """A dateline's span covers exactly its words, and a full date in it is the publication date."""
    found = laid_out("Envoys meet over fish", "", f"{words} {LEAD}", "", MORE)
    assert found.dateline is not None
    assert found.dateline.span.of(found.text) == words
    assert (found.dateline.place, found.dateline.date_text) == (place, day)
    assert (found.published_source is DateSource.DATELINE) == any(
        character in words for character in ("2021", "2022", "2023", "2024", "/21")
    )


@pytest.mark.parametrize(
    "line",
    [
        "NATO – the alliance that was not in the room – sent no word to either side before the evening.",
        "Kari Aas – a lawyer by training – met her colleague in Oslo to talk about fish and the ferry.",
        "On Monday, January 3, the ministers met in Oslo to talk about fish, the ministry said in a note.",
        "UPDATE: the ministers have left the building and the talks will go on in the autumn in Mombasa.",
        "Norway, Kenya and Peru met in Oslo to talk about fish, forests and the ferry between them all.",
        "Background: The ministers of the three countries met to talk about fish, forests and the ferry line.",
        "On Monday, January 3 Norway told the others in Oslo that it would talk about fish and forests again.",
        "Oslo. The ministers of the three countries met to talk about fish, forests and the ferry line.",
    ],
)
def test_what_only_looks_like_a_dateline(line: str) -> None:
    """Organisations, names, day phrases and labels open sentences, not datelines."""
    assert laid_out("Envoys meet over fish", "", line, "", MORE).dateline is None


@pytest.mark.parametrize(
    "lines",
    [
        ["SPOKESPERSON KARI AAS: " + LEAD, "QUESTION: And the fish?", "SPOKESPERSON: No.", "QUESTION: Why?", MORE],
        ["Oslo: " + LEAD, "Lima: Visit of the king begins.", "Mombasa: Talks on fish.", MORE],
        ["WEEKLY PRESS BRIEFING – TRANSCRIPT", LEAD, MORE],
        ["Norway-Kenya Summit, 23 July 2024", LEAD, MORE],
        ["Kari Aas (1 May 1934 – 23 July 2024)", LEAD, MORE],
        ["MENAFN - " + LEAD, MORE],
    ],
    ids=lambda lines: lines[0][:12],
)
def test_speakers_entries_and_titles_are_no_datelines(lines: list[str]) -> None:
    """The names before colons of a transcript or a calendar, a title in capitals and the day of an event are none."""
    assert laid_out("Envoys meet over fish", "", *lines).dateline is None


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
        "READ: Minister resigns over herring",
        "See also  Minister resigns over herring",
        "Lea también: El ministro renuncia",
        "[1/2] Minister Halvorsen arrives in Oslo, March 4, 2024. REUTERS/Jane Lund",
        "Foreign Minister Halvorsen (L) greets her Kenyan counterpart (R) in Oslo",
        "© Per Dahl/HNS",
        "https://fjord.example/news/1",
        "Facebook | Twitter | WhatsApp | Copy link",
        "We use cookies to make this page better.",
        "#Norway #Kenya #fish",
        "More: Minister flies on to Lima on Sunday",
        "Also in this issue: Chess on the ferry · Letters",
        "Next issue: Who owns the lighthouse?",
        "Next week in this column: the customs house",
        "Follow us for news of the harbour and of fish.",
        "Sign in to read all of our articles!",
        "Translated by machine from the Norwegian.",
        '<image>data:image/png;base64,AAAA" alt="Envoys meet"</image>',
        "Telephone 555 0100 12",
        "Opening hours Monday to Thursday",
        "- [Minister resigns over herring](https://fjord.example/herring)",
        "Writing by Kari Aas -",
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
        "Read the treaty, she told them.",
        "He left Oslo on Monday (the king stayed).",
        "Topics of common interest",
        "Contacts between the two navies have grown.",
        "Azerbaijan and Japan Relations",
        "El ministerio de pesca publicó ayer una foto.",
        "For further information:",
        "Other materials were burned.",
        "News of the day reached Oslo late.",
        "Letters may be sent, she said.",
        "The end of the transcript is missing.",
        "More was to follow.",
        "Opinions differ in the two capitals.",
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
        ["ENDS///"],
        [
            "Also in this section",
            "Ferry aground off Bergen (23.04.2024)",
            "Minister to travel in June",
            "Comments are moderated.",
        ],
        ["THE MOST READ THINGS", "Minister resigns over herring", "10 recipes for May"],
        ["News of the day", "02.02.2024 Ferry aground", "01.02.2024 The minister with the envoy has met"],
        ["Other materials", "Minister opened the herring fair 13.06.2022"],
        [
            "END OF TRANSCRIPT",
            "Press office, Harbour Street 1. Photographs may be used free of charge if the source is named.",
        ],
        [
            "READ ALSO",
            "Minister resigns over herring",
            "Weather: fog over the fjord",
            "Like us on Twitter. Letters can be edited.",
        ],
        ["No posts to display", LONG, "Comments are closed."],
        ["Popular categories", "Latest news"],
        ["← Back to list"],
        ["Opinions are those of the author."],
        ["For the press only: +47 1 000 0000. Texts follow."],
        ["You must be logged in to post a comment."],
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


def test_what_stands_between_two_markers_goes() -> None:
    """Buttons without a known word go with the known ones around them; sentences and list items do not."""
    bar = ["Share this article", "Bigger", "To anyone", "Copy link"]
    found = laid_out("Envoys meet over fish", LEAD, *bar, MORE, LONG)
    assert words_of(found, BlockKind.FURNITURE) == bar
    kept = laid_out("Envoys meet over fish", LEAD, "Share this article", "- a treaty on fish", "Copy link", MORE, LONG)
    assert "- a treaty on fish" in words_of(kept, BlockKind.BODY)


def test_the_readers_own_words_are_tail() -> None:
    """Under the list of comments nothing is body, however long a reader writes."""
    comments = ['2 thoughts on "Envoys meet"', "Old Salt says:", LONG, LONG]
    assert words_of(laid_out("Envoys meet over fish", LEAD, MORE, *comments), BlockKind.TAIL) == comments


def test_a_bar_under_the_standfirst_ends_no_article() -> None:
    """Where most of the text stands below a marker, the marker is no tail."""
    found = laid_out(
        "Envoys meet over fish", LEAD, "12 Comments", "Most read", MORE, "Photo by Kari Aas", MORE, LONG, LONG
    )
    assert words_of(found, BlockKind.BODY) == [LEAD, MORE, MORE, LONG, LONG]


@pytest.mark.parametrize("marker", ["Most read", "Latest news", "Related articles", "Recommended", "Comments"])
def test_short_paragraphs_behind_a_marker_are_not_lost(marker: str) -> None:
    """Where sentences follow without a headline among them, the body goes on from the first, however short."""
    short = "The harbour is shallow."
    found = laid_out("Envoys meet over fish", LEAD, MORE, marker, short, short, MORE, LONG)
    assert words_of(found, BlockKind.BODY) == [LEAD, MORE, short, short, MORE, LONG]


def test_a_page_without_full_stops_keeps_its_end() -> None:
    """Machine-made sentences without a stop are body behind a pointer to another story."""
    run_on = "the minister of Norway made the visit in Kenya and the sides spoke on the ferry and the fish and also on the lakes"
    last = "the next meeting is waited in the spring of the year in Oslo"
    found = laid_out("Visit in Kenya", "", run_on, "", run_on, "", "Read more: Ferry aground", "", last)
    assert words_of(found, BlockKind.BODY) == [run_on, run_on, last]


def test_labelled_captions_without_a_stop_go_when_they_are_many() -> None:
    """Three scattered lines "Warm welcome: …" are captions; one alone may be anything and stays."""
    captions = [
        f"{word}: The minister of Norway lands in {city} on a rainy day before the talks on fish"
        for word, city in (("Warm welcome", "Oslo"), ("On the road", "Lima"), ("Last stop", "Mombasa"))
    ]
    page = ["Envoys meet over fish"]
    for caption in captions:
        page += ["", LEAD, "", MORE, "", LONG, "", caption]
    assert words_of(laid_out(*page, "", LONG), BlockKind.FURNITURE) == captions
    assert captions[0] in words_of(laid_out("Envoys meet", "", LEAD, "", captions[0], "", MORE), BlockKind.BODY)


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
