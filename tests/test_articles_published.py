"""The publication date of a page, by rank."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.articles import layout
from extractor.articles.published import address_date
from extractor.models import Article, BlockKind, DateSource

TITLE = "Norway and Kenya talk about fish"
LEAD = "The foreign ministers of Norway and Kenya met in Oslo on Thursday to talk about fish, the ministry said."
MORE = "They agreed to meet again in Mombasa in the autumn, when the harbour has been deepened and the rains are over."
DAY = date(2024, 7, 23)


def laid_out(*lines: str, url: str | None = None) -> Article:
    """The layout of a page of these lines."""
    return layout("\n".join(lines), path="a.txt", url=url)


@pytest.mark.parametrize(
    ("lines", "source"),
    [
        (
            [TITLE, "Published: 23 July 2024", "25 July 2024", f"OSLO, 22 July 2024 (FNA) – {LEAD}", MORE],
            DateSource.HEADER,
        ),
        ([TITLE, "25 July 2024", f"OSLO, 23 July 2024 (FNA) – {LEAD}", MORE], DateSource.DATELINE),
        ([TITLE, "23 July 2024", f"OSLO, July 22 (FNA) – {LEAD}", MORE], DateSource.DATE_LINE),
        ([TITLE, "Updated: 25 July 2024", "23 July 2024", LEAD, MORE], DateSource.DATE_LINE),
        ([TITLE, f"23 July 2024 – {LEAD}", MORE], DateSource.DATELINE),
        ([TITLE, f"(23 July 2024) - {LEAD}", MORE], DateSource.DATELINE),
        ([TITLE, LEAD, MORE, "Oslo, 23 July 2024"], DateSource.DATE_LINE),
        ([TITLE, LEAD, MORE, "Source: The Fjord Post", "Posted on: July 23, 2024"], DateSource.HEADER),
        (["23", "July", "2024", TITLE, LEAD, MORE], DateSource.DATE_LINE),
        ([TITLE, "https://fjord.example/2024/07/23/talks", LEAD, MORE], DateSource.HEADER),
        ([TITLE, f"Bogotá (jul. 23/24). {LEAD}", MORE], DateSource.DATELINE),
        ([TITLE, f"ANKARA, 23 Temmuz 2024 (FNA) - {LEAD}", MORE], DateSource.DATELINE),
        ([TITLE, f"Oslo, 23.07.2024 – {LEAD}", MORE], DateSource.DATELINE),
    ],
    ids=lambda value: value.value if isinstance(value, DateSource) else value[1][:20],
)
def test_the_day_by_rank(lines: list[str], source: DateSource) -> None:
    """A header, the dateline, a date line, the day before the lead, a closing line, a line at the foot, an address."""
    found = laid_out(*lines)
    assert (found.published, found.published_source) == (DAY, source)


@pytest.mark.parametrize(
    "lines",
    [
        [TITLE, f"OSLO, 23 July (FNA) – {LEAD}", MORE],
        [TITLE, f"OSLO, 23 July (FNA) – {LEAD}", MORE, "Most read", "Ferry aground, 25 July 2024"],
        [TITLE, f"OSLO, 23 July (FNA) – {LEAD}", f"The treaty of 3 March 2021 is in force. {MORE}"],
        [TITLE, LEAD, MORE, "Related news", "Ferry aground off Bergen", "Published: 23 July 2024"],
        [TITLE, LEAD, MORE, "Updated: 23 July 2024", "Most read"],
        [TITLE, f"23 July 2024 – {LEAD}", f"24 July 2024 – {MORE}"],
        [TITLE, f"23 July 2024 was a day of fish for {LEAD}", MORE],
        [TITLE, LEAD, "https://fjord.example/2024/07/23/talks", MORE],
        [TITLE, "23 July 2024", LEAD, "Ferry aground off Bergen", "21 July 2024", MORE],
    ],
    ids=lambda lines: lines[1][:20],
)
def test_what_does_not_date_a_page(lines: list[str]) -> None:
    """A day without its year, the days of other stories and of a chronology, an update at the foot, a link in the text."""
    assert laid_out(*lines).published is None


def test_the_day_a_page_was_called_up_is_not_its_day() -> None:
    """Of a later date over the headline and an earlier one under it the lower counts, a standfirst between them or not."""
    top = ["Thursday, 25 July 2024", "The Fjord Post of Bergen", TITLE]
    assert laid_out(*top, "23 July 2024", LEAD, MORE).published == DAY
    found = laid_out(*top, LEAD, "By Kari Aas", "July 23, 2024", MORE)
    assert found.published == DAY
    assert {"Thursday, 25 July 2024", "July 23, 2024"} <= {
        line
        for block in found.blocks
        if block.kind is BlockKind.HEADER
        for line in block.span.of(found.text).split("\n")
    }


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://fjord.example/2024/07/23/talks", DAY),
        ("https://fjord.example/news/2024-07-23/talks", DAY),
        ("https://fjord.example/2024/jul/23/talks", DAY),
        ("https://fjord.example/a/20240723.html", DAY),
        ("https://fjord.example/2024/7/23", DAY),
        ("https://fjord.example/2024/07/talks", None),
        ("https://fjord.example/talks-of-23-july-2024", None),
        ("https://fjord.example/talks-2024-07-23", None),
        ("https://archive.example/web/20240723101500/https://fjord.example/talks", None),
        ("https://fjord.example/2024/13/41/talks", None),
        ("https://fjord.example/id/20249999", None),
        ("", None),
    ],
)
def test_the_day_in_an_address(address: str, day: date | None) -> None:
    """A whole day that is a part of the path counts; a month, a slug, a number and the stamp of an archive do not."""
    assert address_date(address) == day


def test_the_address_of_the_input_comes_last() -> None:
    """It is taken as metadata where the page prints no day, and gives way where it does."""
    url = "https://fjord.example/2024/07/23/talks"
    found = laid_out(TITLE, LEAD, MORE, url=url)
    assert (found.published, found.published_source) == (DAY, DateSource.METADATA)
    assert laid_out(TITLE, "25 July 2024", LEAD, MORE, url=url).published == date(2024, 7, 25)
