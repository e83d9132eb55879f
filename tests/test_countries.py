"""Sides and places: every row of the tables resolves, nothing ambiguous is guessed, mentions stand where they say."""

from __future__ import annotations

import subprocess
import sys

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.diplomacy.countries import (
    MentionKind,
    ambiguous,
    mentions,
    place_country,
    place_key,
    side_code,
    side_name,
)
from extractor.diplomacy.letters import plain
from extractor.diplomacy.places import NO_CODE, rows

ISO = [[*row, "", "", ""][:5] for row in rows("iso3166.tsv")]
ALIASES = [tuple(row[:3]) for table in ("aliases.tsv", "organisations.tsv") for row in rows(table)]
CITIES = [[*row, ""][:4] for row in rows("cities.tsv")]
ORGANISATIONS = ("EU", "UN", "NATO", "OSCE", "OIC", "AU", "ASEAN", "LAS", "GCC", "G7", "G20", "BRICS", "OTS")


def _spellings(row):
    return [row[1], *(alias.strip() for alias in row[3].split(";") if alias.strip())]


def test_the_iso_table_agrees_with_pycountry_on_every_row():
    """The committed table holds the standard's codes and names, and Kosovo besides."""
    expected = {
        c.alpha_3: (c.name, getattr(c, "common_name", ""), getattr(c, "official_name", "")) for c in pycountry.countries
    }
    actual = {code: (name, common, official) for code, _short, name, common, official in ISO if code != "XKX"}
    assert expected == actual


@pytest.mark.parametrize("row", ISO, ids=lambda row: row[0])
def test_every_state_resolves_by_its_own_names(row):
    """Short, standard, common and official names give the code, unless the name is ambiguous."""
    code, *names = row
    assert side_name(code) == names[0]
    assert side_code(code) == code
    for name in filter(None, names):
        assert side_code(name) == code or code in ambiguous(name), name


def test_every_alias_resolves_to_its_code():
    """An alias row gives its code; a row with several codes or none gives no code."""
    wrong = []
    for code, name, kind in ALIASES:
        codes = () if code == NO_CODE else tuple(code.split("|"))
        expected = codes[0] if len(codes) == 1 and kind != "nothing" else None
        assert expected is None or side_name(expected), name
        if side_code(name) != expected:
            wrong.append((name, expected, side_code(name)))
    assert wrong == []


def test_no_alias_maps_to_two_codes():
    """One spelling stands in one row only, so that no order of rows decides."""
    seen: dict[str, str] = {}
    for code, name, _kind in ALIASES:
        assert seen.setdefault(name, code) == code, name


def test_ambiguous_rows_list_their_candidates():
    """Every row with several codes answers with all of them, and with none of them as its code."""
    several = [(code, name) for code, name, _kind in ALIASES if "|" in code]
    assert len(several) > 10
    for code, name in several:
        assert ambiguous(name) == tuple(code.split("|"))


def test_every_city_resolves_by_every_spelling():
    """A city row gives one key under its name and aliases; with its country behind it even where the name is shared."""
    wrong = []
    for row in CITIES:
        code, name, _seat, _aliases = row
        country = "" if code == NO_CODE else code
        for spelling in _spellings(row):
            words = f"{spelling}, {side_name(country)}" if country else spelling
            if place_key(words) != f"{country}/{name}":
                wrong.append((words, place_key(words)))
    assert wrong == []


def test_every_city_lies_in_a_known_country():
    """The country of a city row is a code of the ISO table."""
    codes = {row[0] for row in ISO}
    assert [row[1] for row in CITIES if row[0] != NO_CODE and row[0] not in codes] == []


@pytest.mark.parametrize("acronym", ORGANISATIONS)
def test_every_organisation_of_the_codebook_resolves_by_acronym_and_name(acronym):
    """The acronym and the full name of an organisation give the acronym."""
    name = side_name(acronym)
    assert name is not None
    assert (side_code(acronym), side_code(name), side_code(f"the {name}")) == (acronym, acronym, acronym)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Türkiye’s", "TUR"), ("Turkey", "TUR"), ("TURKEY", "TUR"), ("turkey", None), ("Turks", "TUR"), ("Ankara", "TUR"),
        ("US", "USA"), ("us", None), ("Us", None), ("U.S.", "USA"), ("the U.S.'s", "USA"), ("the White House", "USA"),
        ("Washington", "USA"), ("Republic of Korea", "KOR"), ("DPRK", "PRK"), ("North Korean", "PRK"), ("Korea", None),
        ("Georgia", None), ("Georgian", "GEO"), ("Republic of Georgia", "GEO"), ("Tbilisi", "GEO"), ("Guinea", None),
        ("Guinea-Bissau", "GNB"), ("Guinea‑Bissau", "GNB"), ("Equatorial Guinea", "GNQ"), ("Papua New Guinea", "PNG"),
        ("Congo", None), ("DR Congo", "COD"), ("DRC", "COD"), ("Zaire", "COD"), ("Congo-Brazzaville", "COG"),
        ("Republic of the Congo", "COG"), ("Congolese", None), ("Dominican", None), ("Dominican Republic", "DOM"),
        ("the Netherlands", "NLD"), ("Holland", "NLD"), ("Burma", "MMR"), ("Czech Republic", "CZE"), ("PRC", "CHN"),
        ("Taiwan", "TWN"), ("Republic of China", "TWN"), ("Holy See", "VAT"), ("Vatican", "VAT"), ("Kosovo", "XKX"),
        ("Palestinian Authority", "PSE"), ("Sahrawi", "ESH"), ("TRNC", None), ("Turkish Cypriot", None),
        ("Turkish Republic of Northern Cyprus", None), ("Soviet Union", None), ("Ceylon", "LKA"), ("Swaziland", "SWZ"),
        ("Macedonia", "MKD"), ("Brussels", None), ("Istanbul", None), ("Geneva", None), ("Santiago", None), ("Male", None),
        ("Government of Japan", "JPN"), ("Turkish Foreign Ministry", "TUR"), ("the Russian side", "RUS"), ("Élysée", "FRA"),
        ("Elysee Palace", "FRA"), ("Co\u0302te d'Ivoire", "CIV"), ("Cote d’Ivoire", "CIV"), ("eSwatini", "SWZ"),
        ("G-20", "G20"), ("Arab League", "LAS"), ("Turkic Council", "OTS"), ("Council of Europe", None), ("Hamas", None),
        ("the two Koreas", None), ("both Congos", None), ("the Islamic Republic", None), ("Gold Coast", None), ("America", "USA"),
        ("the Americas", None), ("Ireland", "IRL"), ("Micronesia", "FSM"), ("Samoa", "WSM"), ("Virgin Islands", None),
        ("the bloc", None), ("the Alliance", None), ("NATO headquarters", "NATO"), ("the Ukrainian leadership", "UKR"),
        ("the Embassy of Japan", "JPN"), ("State of Kuwait", "KWT"), ("Congo, Democratic Republic of the", "COD"),
        ("Bruselas", None), ("Turquía", "TUR"), ("Bruxelles", None),
        ("Persian Gulf", None), ("Latin American", None), ("", None), ("   ", None), ("Atlantis", None), (None, None),
    ],
    ids=repr,
)  # fmt: skip
def test_side_code(words, expected):
    """Names, demonyms and metonyms give their side's code; ambiguous, unknown and wrongly cased words give none."""
    assert side_code(words) == expected


@pytest.mark.parametrize(
    ("words", "key", "country"),
    [
        ("Kiev", "UKR/Kyiv", "UKR"), ("Kyiv", "UKR/Kyiv", "UKR"), ("Nur-Sultan", "KAZ/Astana", "KAZ"),
        ("Washington, D.C.", "USA/Washington", "USA"), ("New York City", "USA/New York", "USA"), ("Male", "MDV/Malé", "MDV"),
        ("Brussels", "BEL/Brussels", "BEL"), ("İstanbul", "TUR/Istanbul", "TUR"), ("The Hague", "NLD/The Hague", "NLD"),
        ("Tripoli", "LBY/Tripoli", "LBY"), ("Tripoli, Lebanon", "LBN/Tripoli", "LBN"), ("Paris, Texas", None, None),
        ("Batumi, Georgia", "GEO/Batumi", "GEO"), ("St Petersburg", "RUS/St. Petersburg", "RUS"), ("Japan", "JPN", "JPN"),
        ("Singapore", "SGP", "SGP"), ("Jerusalem", "/Jerusalem", None), ("Georgia", None, None), ("nowhere", None, None),
        (None, None, None),
    ],
    ids=repr,
)  # fmt: skip
def test_places(words, key, country):
    """Spellings of one place share one key; a place that is unknown or contested has no country."""
    assert (place_key(words), place_country(words)) == (key, country)


def test_mentions_of_a_sentence():
    """Longest names win, possessives and articles stay outside, capitals are metonyms, other cities are cities."""
    text = "The United States' envoy and South Korea's Kim left Guinea-Bissau for Osaka; Brussels, NATO and Ankara (U.K.) agreed."
    expected = [
        ("United States", "USA", MentionKind.NAME),
        ("South Korea", "KOR", MentionKind.NAME),
        ("Guinea-Bissau", "GNB", MentionKind.NAME),
        ("Osaka", "JPN", MentionKind.CITY),
        ("Brussels", None, MentionKind.METONYM),
        ("NATO", "NATO", MentionKind.ORGANISATION),
        ("Ankara", "TUR", MentionKind.METONYM),
        ("U.K.", "GBR", MentionKind.NAME),
    ]
    assert expected == [(m.words, m.code, m.kind) for m in mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tell us about turkey and polish.", []),
        ("It cost US$100 million.", []),
        ("Ships crossed the Persian Gulf and the South China Sea.", []),
        ("The Vienna Convention and the Paris Agreement apply.", []),
        ("Nice weather, and Male voters in Santiago.", []),
        ("They met in Malé and Bogota.", ["MDV", "COL"]),
        ("Ties with Georgia, Guinea and Congo.", [None, None, None]),
        ("Turkish Cypriots met Greek Cypriots.", [None, "CYP"]),
        ("TurkeyMFA and Japanology", []),
        ("the Republic\nof Korea", ["KOR"]),
        ("the south. Sudan agreed", ["SDN"]),
        ("Serbia and Montenegro agreed.", ["SRB", "MNE"]),
        ("Allemagne, Rusya and Франция are no English.", []),
        ("No. 10 of the English on the Gold Coast", []),
        ("The European Central Bank and the African Union Peace and Security Council agreed.", ["EU", "AU"]),
        ("", []),
    ],
)
def test_mentions_know_what_is_no_side(text, expected):
    """Money, seas, treaties, common words and parts of words are no mentions; ambiguous names have no code."""
    assert expected == [mention.code for mention in mentions(text)]


_PIECES = st.lists(
    st.sampled_from(
        ["Türkiye", "U.S.", "’s", " ", ", ", "South", "Korea", "\n", "-", "Guinea", "Bissau", "met", "ı́", ".", "Malé"]
    )
)


@given(st.one_of(st.text(), _PIECES.map("".join)))
def test_a_mention_stands_where_it_says(text):
    """Mentions are in order, do not overlap, and their words are the text's own."""
    at = 0
    for mention in mentions(text):
        assert at <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.words
        at = mention.end


@given(st.text())
def test_any_words_may_be_asked(words):
    """No words raise, and a code comes only with a readable name."""
    code = side_code(words)
    assert code is None or side_name(code)
    assert place_key(words) is None or plain(words)


def test_the_import_reads_no_table():
    """Importing the module loads neither the tables nor pycountry."""
    code = (
        "import sys; from extractor.diplomacy import countries, places; "
        "print('pycountry' in sys.modules, places.gazetteer.cache_info().currsize)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["False", "0"]
