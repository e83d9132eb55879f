"""The language of a text."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.articles import layout
from extractor.articles.language import language_of

ROWS = (Path(__file__).parent / "data" / "articles" / "languages.tsv").read_text(encoding="utf-8").splitlines()[2:]
TEXTS = dict(row.split("\t") for row in ROWS)


@pytest.mark.parametrize(("language", "text"), TEXTS.items(), ids=TEXTS.keys())
def test_one_sentence_of_news_is_enough(language: str, text: str) -> None:
    """The language of a single sentence is told, in thirty languages and ten scripts."""
    assert language_of(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Sirojiddin Qodirov, Mukhtar Seitkali and Rashid Durdyev met with Wang Yulan in Ashgabat on Friday, their ministries said.",
        "Elchin Rzayev and Nigar Abbasova held a phone call with Mehmet Yıldırım and İbrahim Çelik, the ministry said in Bakı.",
        "Jean-Luc de La Tour and Anne du Pont will be in Le Havre for the talks, and they are to meet the press there.",
        "FOREIGN MINISTER INGRID HALVORSEN RECEIVED THE AMBASSADOR OF CHILE IN OSLO ON MONDAY TO DISCUSS FISHERIES.",
        "外交部 said in a note that the ministers had met on Monday and that they would meet again in Beijing (北京) in May.",
        "norway kenya the talks were held in oslo and it was said that they will be held again in the spring",
    ],
    ids=[
        "Central Asia",
        "Azerbaijan",
        "French names",
        "capitals",
        "Chinese words",
        "no capitals",
    ],
)
def test_foreign_names_do_not_make_english_foreign(text: str) -> None:
    """English news stays English however many names, quotes and particles of other languages it holds."""
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2024-03-04 12:00",
        "Halvorsen, Otieno, Arriagada, Quispe, Figueira",
        "Oslo – Nairobi – Lima",
        "de la Vega de la Rosa de la Cruz",
        "Xqzt brrl vonk plim drast gork wenf tulm prax snib flork drem quast volp",
        "Tomás Arriagada de la Vega and María de los Ángeles Rodríguez met the envoy of La Paz and of El Alto by the lake.",
        "The minister will be here. Le ministre sera ici. The talks are on. La paix est là pour nous.",
    ],
    ids=["empty", "digits", "names", "cities", "a long name", "no language", "more names than words", "two languages"],
)
def test_too_little_or_no_clear_winner_is_none(text: str) -> None:
    """Names, digits and texts half in one language and half in another have no language."""
    assert language_of(text) is None


def test_capitals_change_nothing() -> None:
    """Turkish and French in capitals are told as in small letters, the dotted I included."""
    assert language_of("BAKAN, İKİLİ İLİŞKİLERİN İKİ ÜLKE İÇİN ÇOK ÖNEMLİ OLDUĞUNU VE SÜRECEĞİNİ İFADE ETTİ.") == "tr"
    assert language_of(TEXTS["fr"].upper()) == "fr"


def test_only_what_is_coded_counts() -> None:
    """Menus and tails in another language do not change that of the article."""
    tail = "\n\nRelated articles\n\n" + "\n\n".join(
        ["Le ministre et les pêcheurs de la mer", "La paix dans les ports"] * 9
    )
    found = layout(f"Premier in Lima\n\n{TEXTS['en']}{tail}", path="a.txt")
    assert found.language == "en"


def test_the_same_text_has_the_same_language() -> None:
    """An answer depends on nothing but the text, and words beyond the sample change nothing."""
    long = (TEXTS["pl"] + " ") * 60
    assert language_of(long) == language_of(long + TEXTS["en"] * 50) == "pl"


@given(st.text())
def test_any_text_has_a_language_or_none(text: str) -> None:
    """Nothing is refused, and a code is two letters."""
    found = language_of(text)
    assert found is None or (len(found) == 2 and found.isalpha())


def test_the_words_are_not_loaded_before_they_are_needed() -> None:
    """A command that reads no article does not pay for the table."""
    code = "import extractor.articles.language as l; print(l._table.cache_info().currsize)"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "0"
