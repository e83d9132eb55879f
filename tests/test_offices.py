"""Offices: the rank of a title, and the titles in a text."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.diplomacy.offices import level_of, title_mentions
from extractor.diplomacy.places import rows

SCHEMA = Path(__file__).parents[1] / "schemas" / "diplomatic_event" / "v1.py"


def _schema_levels():
    tree = ast.parse(SCHEMA.read_text(encoding="utf-8"))
    level = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Level")
    return {node.value.value for node in level.body if isinstance(node, ast.Assign)}


def test_the_table_knows_exactly_the_levels_of_the_schema():
    """Every level a row gives is one of the schema, and every level of the schema has a row."""
    assert {row[0] for row in rows("offices.tsv")} == _schema_levels()


FOREIGN = [
    ("Foreign Minister", None), ("foreign ministers", None), ("FM", None), ("Acting Foreign Minister", None),
    ("Minister of Foreign Affairs", None), ("Minister for Foreign Affairs and Trade", None), ("Foreign Secretary", "GBR"),
    ("Minister of Foreign and European Affairs", None), ("Minister for Europe and Foreign Affairs", "FRA"),
    ("Federal Minister for European and International Affairs", "AUT"), ("External Affairs Minister", "IND"),
    ("Minister of International Relations and Cooperation", "ZAF"), ("Secretary of State", "USA"),
    ("US Secretary of State", None), ("Secretary for Relations with States", "VAT"),
    ("State Councilor and Foreign Minister", "CHN"), ("canciller", "ARG"), ("Ministra de Asuntos Exteriores", None),
    ("Secretary of State for Foreign, Commonwealth and Development Affairs", "GBR"), ("top diplomat", None),
    ("Deputy Prime Minister and Foreign Minister", None), ("Vice-Chancellor and Foreign Minister", "DEU"),
    ("Cabinet Secretary for Foreign Affairs", "KEN"), ("Minister of Foreign Affairs, International Business and Diaspora", None),
    ("High Representative", "EU"), ("EU foreign policy chief", None),
    ("High Representative of the Union for Foreign Affairs and Security Policy", "EU"),
]  # fmt: skip

TITLES = {
    "foreign_minister": FOREIGN,
    "deputy_foreign_minister": [
        ("Deputy Foreign Minister", None), ("First Deputy Minister of Foreign Affairs", None), ("Vice Foreign Minister", "CHN"),
        ("Assistant Foreign Minister", "CHN"), ("Under Secretary of State for Political Affairs", "USA"),
        ("Undersecretary of State", "USA"), ("Deputy Secretary of State", "USA"), ("State Secretary", None),
        ("State Secretary at the Ministry of Foreign Affairs", None), ("Secretary of State for European Affairs", "ROU"),
        ("Secretary of State", "DEU"), ("Minister of State for Foreign Affairs", None), ("Foreign Secretary", "IND"),
    ],
    "head_of_state": [
        ("President", None), ("Turkish President", None), ("President of the Republic of Azerbaijan", None), ("King", "JOR"),
        ("Emir", "QAT"), ("Sultan", "OMN"), ("Pope", None), ("General Secretary", "CHN"), ("Chairman of the Presidency", "BIH"),
        ("Prince", "MCO"), ("Acting President", None), ("Presidente", None),
    ],
    "head_of_government": [
        ("Prime Minister", None), ("Chancellor", "DEU"), ("Taoiseach", "IRL"), ("Premier", "CHN"), ("Crown Prince", "SAU"),
        ("Prime Minister and Foreign Minister", "QAT"), ("President of the Government", "ESP"), ("Secretary of State", "VAT"),
        ("Chief Adviser", "BGD"),
    ],
    "io_head": [
        ("NATO Secretary-General", None), ("Secretary General", "NATO"), ("UN Secretary-General", None), ("President", "EU"),
        ("Secretary-General of the Organization of Turkic States", None), ("President of the European Commission", None),
        ("European Council President", None), ("IAEA Director General", None), ("African Union Commission Chairperson", None),
        ("UN High Commissioner for Refugees", None),
    ],
    "other_minister": [
        ("Defense Minister", None), ("Secretary of Defense", "USA"), ("Treasury Secretary", "USA"), ("Home Secretary", "GBR"),
        ("Secretary of State for Defence", "GBR"), ("Minister of Trade and Industry", None), ("Minister of Foreign Trade", None),
        ("Deputy Prime Minister", None), ("Vice Premier", "CHN"), ("Chief Cabinet Secretary", "JPN"), ("Attorney General", None),
        ("Minister of State", "ARE"),
    ],
    "ambassador": [
        ("ambassador to Türkiye", None), ("Chargé d’Affaires", None), ("Consul General", None), ("High Commissioner", "IND"),
        ("Permanent Representative to the UN", None), ("Minister-Counsellor", None), ("embajador de Egipto", None),
    ],
    "envoy": [
        ("Special Envoy", None), ("UN Special Representative of the Secretary-General", None), ("Special Presidential Envoy", None),
        ("chief negotiator", None), ("ambassador-at-large", None),
    ],
    "legislator": [
        ("Speaker of Parliament", None), ("Parliament Speaker", None), ("MP", None), ("Senator", None), ("Deputy Speaker", None),
        ("President of the Senate", None), ("Chairman of the State Duma", "RUS"),
    ],
    "official": [
        ("Former President", None), ("ex-Foreign Minister", None), ("President-elect", None), ("Vice President", None),
        ("National Security Adviser", None), ("Foreign Ministry spokesman", None), ("Director General", None),
        ("Deputy Defense Minister", None), ("Head of the President's Office", None), ("Under-Secretary-General", "UN"),
        ("Deputy Secretary General", "NATO"), ("Crown Prince", "KWT"), ("Governor", None),
        ("Secretary of the Security Council", "RUS"), ("presidente derrocado", None), ("senior diplomat", None),
        ("Prime Minister of the Kurdistan Region", None),
    ],
    "other": [("actor", None), ("headmaster", None), ("First Lady", None), ("", None), (None, None)],
}  # fmt: skip


@pytest.mark.parametrize(
    ("title", "country", "expected"),
    [(title, country, level) for level, titles in TITLES.items() for title, country in titles],
)
def test_level_of(title, country, expected):
    """A title has the rank its words and its country give it."""
    assert level_of(title, country) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("US Secretary of State Roe arrived.", [("Secretary of State", "foreign_minister", False)]),
        ("the Turkish and Malian foreign ministers", [("foreign ministers", "foreign_minister", True)]),
        (
            "Minister for Foreign Affairs and Trade Ann Roe",
            [("Minister for Foreign Affairs and Trade", "foreign_minister", False)],
        ),
        (
            "Secretary of State for Trade, Defence Secretary",
            [("Secretary of State for Trade", "other_minister", False), ("Defence Secretary", "other_minister", False)],
        ),
        (
            "Minister of Economy, Trade and Industry Roe",
            [("Minister of Economy, Trade and Industry", "other_minister", False)],
        ),
        (
            "former Prime Minister Roe and Deputy Foreign\nMinister Moe",
            [
                ("former Prime Minister", "official", False),
                ("Deputy Foreign\nMinister", "deputy_foreign_minister", False),
            ],
        ),
        (
            "the National Security Adviser and the top diplomat",
            [("National Security Adviser", "official", False), ("top diplomat", "foreign_minister", False)],
        ),
        ("King Roe spoke; the king and a speaker listened", [("King", "head_of_state", False)]),
        ("ambassadors and a special envoy", [("ambassadors", "ambassador", True), ("special envoy", "envoy", False)]),
        ("an ambassador-designate, presidential palaces, ministry, Kingston", []),
        ("", []),
    ],
)
def test_title_mentions(text, expected):
    """The longest office stands without its country; a plural says so; words that only begin like an office are none."""
    assert expected == [(m.words, m.level, m.plural) for m in title_mentions(text)]


_PIECES = st.sampled_from(
    ["Foreign", "Minister", "of", "State", "Secretary", ",", "and", "Trade", " ", "\n", "President", "é", "s"]
)


@given(st.one_of(st.text(), st.lists(_PIECES).map(" ".join)))
def test_a_title_stands_where_it_says(text):
    """Titles are in order, do not overlap, and their words are the text's own."""
    at = 0
    for title in title_mentions(text):
        assert at <= title.start < title.end
        assert text[title.start : title.end] == title.words
        at = title.end


@given(st.text(), st.sampled_from([None, "USA", "VAT", "EU"]))
def test_any_title_has_a_level_of_the_schema(title, country):
    """No words raise, and the answer is always a value of the schema."""
    assert level_of(title, country) in _schema_levels()
