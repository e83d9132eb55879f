"""The date of a line that consists of a date and of what stands beside dates."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.articles import layout
from extractor.articles.date_line import date_line, label_of
from extractor.articles.date_words import Label

TITLE = "Norway and Kenya talk about fish"
LEAD = "The foreign ministers of Norway and Kenya met in Oslo on Thursday to talk about fish, the ministry said."
MORE = "They agreed to meet again in Mombasa in the autumn, when the harbour has been deepened and the rains are over."
DAY = date(2024, 7, 23)

LINES = [
    "10:15 | 23.07.2024 Category: Harbour",
    "News from Oslo July 23  2024 ...Search",
    "Oslo | Tuesday, 23 July 2024, 10:15",
    "23. 7. 2024",
    "FNA | Oslo | Updated: 24-07-2024 20:10 IST | Created: 23-07-2024 19:05 IST",
    "Kari Aas Published July 23, 2024 | 10:15 PM",
    "By FNA Updated at 2024-07-23 10:15:30 +0000",
    "Articol de Kari Aas, 23 Iulie 2024, 10:15",
    "July 23, 2024 10:15 am | Updated 05:20 pm IST - OSLO",
    "Yayınlanma: 23.07.2024 - 10:15 Güncelleme: 24.07.2024 - 08:00",
    "Publicado el 23 de julio de 2024 a las 10:15",
    "Publié le 23 juillet 2024 à 10h15 - Mis à jour le 24 juillet 2024 à 08h00",
    "Veröffentlicht am 23. Juli 2024, 10:15 Uhr | Stand: 24.07.2024",
    "Опубликовано: 23 июля 2024, 10:15",
    "вторник, 23 июля 2024 г., 10:15",
    "Martes, 23 de julio de 2024",
    "mardi 23 juillet 2024",
    "Dienstag, 23. Juli 2024",
    "23 Temmuz 2024 Salı",
    "الثلاثاء 23 يوليو 2024 - 10:15",
    "2024年7月23日 10:15",
    "wtorek, 23 lipca 2024",
    "23 липня 2024, 10:15",
    "World / Europe / 23 July 2024",
    "Oslo, July 23, 2024 (FNA)",
    "Tuesday July 23, 2024 5:32 pm PDT by Kari Aas",
    "1,204 views | 23 July 2024 | 3 comments",
    "Jul 23, 2024, 10:15 AM ET · 4 min read",
    "Press release 57/24 | 23 July 2024",
    "Category: Politics Date: 23.07.2024 Views: 312",
    "Posted by Kari Aas on July 23, 2024 in World",
    "Ministry of Foreign Affairs of Norway, 23 July 2024",
    "Press statement  •  July 23, 2024  •  Oslo, Norway",
    "The Fjord Post - Tuesday, 23 July 2024 - Page 3",
    "(23 July 2024)",
    "[23/07/2024 - 10:15]",
    "Tue, Jul 23, 2024 at 10:15",
    "AFP-Oslo / 23 July 2024",
    "No. 112/2024 – Oslo, 23 July 2024",
    "FJORD NEWS BULLETIN 23 JULY 2024",
    "Date of publication: 23 July 2024",
    "July 23rd, 2024 | Kari Aas | Diplomacy",
    "Read time: 3 min | Tue 23-Jul-2024",
    "23-Jul-24 10:15",
    "Last update: 23 Jul 2024, 10:15 GMT+2",
    "Created on Tuesday, 23 July 2024 10:15",
    "23.07.2024., 10:15h",
    "Oslo (23 July 2024)",
    "By Kari Aas - July 23, 2024",
    "July 23, 2024 By Kari Aas Leave a Comment",
    "terça-feira, 23 de julho de 2024 | 10h15",
    "martedì 23 luglio 2024",
    "Mis à jour : 23/07/2024",
    "23 iul. 2024",
    "Fjord TV, Tuesday 23 July 2024 10:15 UTC+3",
    "2024-07-23 10:15:08 Source: Fjord News Agency Editor: Kari Aas",
    "Kari Aas, Oslo; 23 July 2024",
    "dated July 23, 2024",
    "Home » News » 23 July 2024",
    "MFA Press Service, 23.07.2024, 14:05",
    "23.07.2024 / 10:15 / FNA",
    "Released on: 23 July 2024 | Ref: PR/2024/57",
    "OSLO: Tuesday, July 23, 2024",
    "Published: Tue 23 Jul 2024, 10:15 AM Last updated: Wed 24 Jul 2024, 8:00 AM",
    "23 July 2024 -- Fjord Wire Service",
    "Web Desk July 23, 2024",
    "10:15:30, 23-07-2024",
    "Source: Fjord News Agency| 2024-07-23 10:15:30|Editor: kaas",
    "FNA, Tuesday 23 Jul 2024",
    "Tuesday 23rd July 2024 10:15 EDT",
    "23/7/2024",
    "23. jul 2024. 10:15",
    "Objavljeno: 23. 7. 2024. u 10:15",
    "pondelok 23. júla 2024 10:15",
    "23 липня 2024 р., 10:15",
    "Oslo, 23 de julio de 2024 (FNA).-",
    "Comunicado de prensa | 23 de julio de 2024",
    "Lima, 23 Jul. 2024",
    "Kari Aas | Updated 23 Jul 2024 10:15 IST",
    "Oslo/Nairobi, July 23, 2024",
    "| 23 July 2024 |",
    "» 23 July 2024",
    "By Kari Aas and Amina Otieno, FNA, 23 July 2024",
    "KARI AAS 23 JULY 2024",
    "July 23, 2024 | 10:15 am | FNA",
    "Posted: 23 July, 2024 10:15:22",
    "July 23 2024, Oslo (FNA)",
    "Tuesday, July 23, 2024 - 10:15 | Modified: Wednesday, July 24, 2024 - 08:00",
    "Date: Tuesday, 23 July 2024",
    "Oslo, 23rd July, 2024.",
    "FOR IMMEDIATE RELEASE July 23, 2024",
    "Statement No. 57  Oslo, 23 July 2024",
    "Ref. 112/2024, 23 July 2024",
    "News Alert | Oslo | 23rd July 2024",
    "WAM Tue 23-07-2024 10:15 AM",
    "Copenhagen (FNA) 23 July 2024",
    "بتاريخ 23 يوليو 2024",
    "Oslo, le 23 juillet 2024",
    "Am 23. Juli 2024 um 10:15 Uhr",
    "Oslo, den 23. Juli 2024",
    "En Oslo, a 23 de julio de 2024",
    "New York, 23 July 2024 (UN News)",
    "Embassy of Norway in Nairobi | 23 July 2024",
    "2024/07/23 10:15",
    "First published on Tue 23 Jul 2024 10.15 BST",
    "Press Office / 23 July 2024",
    "Diplomacy, Politics - 23 July 2024",
]

NO_LINES = [
    "THE WEEK AHEAD, 22–28 JULY 2024",
    "Summit in Oslo, 23 July 2024",
    "Talks in Oslo on 23 July 2024",
    "22 July – 23 July 2024",
    "Oslo, 22-23 July 2024",
    "From 22 to 23 July 2024",
    "Norway-Kenya Summit, 23 July 2024",
    "Copyright © 23 July 2024 The Fjord Post",
    "© Fjord Post, 23 July 2024",
    "Statement by the ministers of Norway and Kenya after their talks of 23 July 2024",
    "Ministers Meet in Oslo 23 July 2024",
    "Elections 23 July 2024",
    "Conference calendar | 23 July 2024 – 25 July 2024",
    "Ministers to meet by 23 July 2024",
    "Valid until 23 July 2024",
    "They last met on 23 July 2024",
    "On 23 July 2024 they signed in Oslo",
    "Kenya joins fish treaty (signed 23 July 2024)",
    "Independence Day, 23 July 2024",
    "Kari Aas, born 23 July 1924",
    "Meeting of the Joint Committee, Oslo, 23 July 2024",
    "Deadline: 23 July 2024",
    "Event date: 23 July 2024",
    "Next session: 23 July 2024",
    "23 July 2024 marks ten years of the treaty",
    "Visit of the Kenyan minister: 23 July 2024",
    "Published in the Gazette of Norway on 23 July 2024, the law names no fish and no ferry at all, they said.",
    "Tuesday 23 and Wednesday 24 July 2024",
    "Oslo, 23 July 2024 to 25 July 2024",
    "By 23 July 2024",
    "From 23 July 2024",
    "Oslo Accord (23 July 2024)",
    "The Treaty of Oslo, 23 July 1924",
    "Norway national day 23 July 2024",
    "Prime Minister Kari Aas in Nairobi, 23 July 2024",
    "Kari Aas at the UN General Assembly, New York, 23 July 2024",
    "Battle of Bergen – 23 July 1924",
    "Oslo | Summit of the Fjord States, 23 July 2024",
    "Kenya and Norway: Ten Years of Friendship, 23 July 2014",
    "Timeline: 23 July 2024",
    "As of 23 July 2024",
    "Last meeting: 23 July 2024",
    "Kari Aas (1 May 1934 – 23 July 2024)",
    "Photo taken on 23 July 2024",
    "Foreign Minister Kari Aas (right) in Oslo, 23 July 2024",
    "Voting day: 23 July 2024",
    "State Visit, 23 July 2024",
    "Joint communiqué of Norway and Kenya of 23 July 2024",
    "Agreement between Norway and Kenya, Oslo, 23 July 2024",
    "Talks resume Tuesday, July 23, 2024",
    "Starts: 23 July 2024",
    "Until Tuesday, 23 July 2024",
    "Flight of 23 July 2024",
    "Founded 23 July 1924",
    "Established: 23 July 1924",
]


def published(*lines: str) -> date | None:
    """The publication date of a page of these lines."""
    return layout("\n".join(lines), path="a.txt").published


@pytest.mark.parametrize("line", LINES)
def test_a_date_line_of_any_site_gives_the_day(line: str) -> None:
    """Clock, weekday, place, agency, author, category, counts and labels may stand beside the date, in many languages."""
    found = date_line(line)
    assert found is not None
    assert found.value == DAY
    assert published(TITLE, "", line, "", LEAD, "", MORE) == DAY


@pytest.mark.parametrize("line", NO_LINES)
def test_a_date_of_an_event_is_no_publication_date(line: str) -> None:
    """Sentences, headlines, ranges, rights, deadlines and days of events do not date a page, under its headline or as it."""
    assert date_line(line) is None
    assert published(TITLE, "", line, "", LEAD, "", MORE) is None
    assert published(line, "", LEAD, "", MORE) is None


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("23 July 2024", None),
        ("Published 23 July 2024", Label.PUBLISHED),
        ("Updated: 23 July 2024", Label.UPDATED),
        ("Updated: 24 July 2024 | Created: 23 July 2024", Label.PUBLISHED),
        ("Published: 23 July 2024, updated: 25 July 2024", Label.PUBLISHED),
        ("Date: 23 July 2024 Updated: 25 July 2024", Label.DATE),
        ("23 July 2024 | Updated: 25 July 2024", None),
        ("Stand: 23.07.2024", Label.UPDATED),
        ("Güncelleme: 24.07.2024 Yayınlanma: 23.07.2024", Label.PUBLISHED),
    ],
)
def test_the_first_publication_is_taken(line: str, label: Label | None) -> None:
    """Of several labelled dates the first publication counts, an update only where it stands alone."""
    found = date_line(line)
    assert found is not None
    assert (found.value, found.label) == (DAY, label)


@pytest.mark.parametrize(
    ("words", "label"),
    [
        ("PUBLISHED:", Label.PUBLISHED),
        ("- Last updated:", Label.UPDATED),
        ("Fecha", Label.DATE),
        ("Veröffentlicht am", Label.PUBLISHED),
        ("Published works", None),
        ("Oslo", None),
    ],
)
def test_a_label_alone(words: str, label: Label | None) -> None:
    """A line that is a label and nothing else names the date of the next line."""
    assert label_of(words) is label


@given(st.text(max_size=80))
def test_any_words_are_read(words: str) -> None:
    """Whatever a line holds, it is a date line or none."""
    found = date_line(words)
    assert found is None or 1900 <= found.value.year <= 2100
