"""Offices: the rank of a title, and the titles in a text."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.diplomacy import offices
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


TITLES = {
    "foreign_minister": [
        ("Foreign Minister", None), ("foreign ministers", None), ("FM", None), ("Acting Foreign Minister", None),
        ("Minister of Foreign Affairs", None), ("Minister for Foreign Affairs and Trade", None), ("Foreign Secretary", "GBR"),
        ("Minister of Foreign and European Affairs", None), ("Minister for Europe and Foreign Affairs", "FRA"),
        ("Federal Minister for European and International Affairs", "AUT"), ("External Affairs Minister", "IND"),
        ("Minister of International Relations and Cooperation", "ZAF"), ("Secretary of State", "USA"),
        ("US Secretary of State", None), ("Secretary for Relations with States", "VAT"),
        ("State Councilor and Foreign Minister", "CHN"), ("canciller", "ARG"), ("Ministra de Asuntos Exteriores", None),
        ("Secretary of State for Foreign, Commonwealth and Development Affairs", "GBR"), ("top diplomat", None),
        ("Deputy Prime Minister and Foreign Minister", None), ("Vice-Chancellor and Foreign Minister", "DEU"),
        ("Cabinet Secretary for Foreign Affairs", "KEN"),
        ("Minister of Foreign Affairs, International Business and Diaspora", None), ("High Representative", "EU"),
        ("EU foreign policy chief", None), ("High Representative of the Union for Foreign Affairs and Security Policy", "EU"),
        ("Minister for Foreign Affairs", None), ("caretaker foreign minister", None),
        ("interim Minister of Foreign Affairs", None), ("United States Secretary of State", None),
        ("acting Secretary of State", "USA"), ("Secretary of State for Foreign, Commonwealth and Development Affairs", None),
        ("British Foreign Secretary", None), ("Foreign, Commonwealth and Development Secretary", None),
        ("EU High Representative", None),
        ("High Representative of the European Union for Foreign Affairs and Security Policy", None),
        ("EU High Representative/Vice President", None), ("Tánaiste and Minister for Foreign Affairs", None),
        ("Minister of Foreign Affairs and International Cooperation", None),
        ("Minister of Foreign Affairs, International Trade and Worship", "ARG"),
        ("Minister of Europe and Foreign Affairs", "FRA"), ("Vice Chancellor and Foreign Minister", "DEU"),
        ("Secretary of Foreign Affairs", "PHL"), ("Foreign Affairs Secretary", "PHL"), ("Foreign Affairs Minister", None),
        ("Head of the Federal Department of Foreign Affairs", "CHE"), ("Minister for External Relations", "ANG"),
        ("Minister of Foreign and European Affairs", "HRV"), ("Minister of the Exterior", None),
        ("Minister of Foreign Affairs and Deputy Prime Minister", None), ("top US diplomat", None),
        ("Chinese top diplomat", None), ("Russia's top diplomat", None),
        ("Cabinet Secretary for Foreign and Diaspora Affairs", "KEN"),
        ("Prime Cabinet Secretary and Cabinet Secretary for Foreign Affairs", "KEN"),
        ("Minister of Foreign Affairs and Expatriates", None), ("Minister of External Relations", None),
        ("Minister for Foreign Affairs and Emigrants", None), ("Foreign Affairs Minister ad interim", None),
        ("Member of the Politburo and Foreign Minister", "CHN"), ("foreign minister in the caretaker government", None),
        ("Minister of Foreign Relations", None), ("Minister of Foreign Affairs of the Russian Federation", None),
        ("Secretary of State for External Affairs", "CAN"),
    ],
    "deputy_foreign_minister": [
        ("viceministra de Relaciones Exteriores", None),
        ("Deputy Foreign Minister", None), ("First Deputy Minister of Foreign Affairs", None), ("Vice Foreign Minister", "CHN"),
        ("Assistant Foreign Minister", "CHN"), ("Under Secretary of State for Political Affairs", "USA"),
        ("Undersecretary of State", "USA"), ("Deputy Secretary of State", "USA"), ("State Secretary", None),
        ("State Secretary at the Ministry of Foreign Affairs", None), ("Secretary of State for European Affairs", "ROU"),
        ("Secretary of State", "DEU"), ("Minister of State for Foreign Affairs", None), ("Foreign Secretary", "IND"),
        ("First Deputy Foreign Minister", None), ("Vice Minister of Foreign Affairs", None),
        ("Vice-Minister for Foreign Affairs", None), ("Assistant Foreign Minister", None),
        ("Deputy Minister of Foreign Affairs", None), ("Undersecretary of State for Political Affairs", "USA"),
        ("Under Secretary of State", None), ("US Deputy Secretary of State", None),
        ("Assistant Secretary of State for European and Eurasian Affairs", "USA"), ("Permanent Under-Secretary", "GBR"),
        ("Permanent Under-Secretary at the Foreign Office", "GBR"),
        ("Permanent Secretary of the Ministry of Foreign Affairs", None), ("State Minister for Foreign Affairs", "JPN"),
        ("Minister of State for External Affairs", "IND"), ("Parliamentary Vice-Minister for Foreign Affairs", "JPN"),
        ("State Secretary", "NOR"), ("State Secretary at the Foreign Ministry", None),
        ("State Secretary for Foreign Affairs", None), ("Secretary of State at the Ministry of Foreign Affairs", None),
        ("Secretary General of the Ministry of Foreign Affairs", None),
        ("Secretary-General of the French Foreign Ministry", None), ("Foreign Secretary", "BGD"), ("Foreign Secretary", "PAK"),
        ("Undersecretary of the Ministry of Foreign Affairs", None), ("Deputy Minister for Foreign Affairs", None),
        ("acting deputy foreign minister", None), ("Foreign Office Minister", "GBR"),
        ("Minister of State at the Foreign Office", "GBR"), ("Minister of State at the Federal Foreign Office", "DEU"),
        ("First Vice-Minister of Foreign Affairs", "KOR"), ("Second Vice Foreign Minister", "KOR"),
        ("Senior Deputy Minister for Foreign Affairs", "JPN"), ("Vice Minister for Foreign Affairs", "JPN"),
        ("Deputy to the Foreign Minister", None), ("Deputy Head of the Foreign Ministry", None),
        ("Deputy Minister of Foreign and European Affairs", None), ("Deputy Minister of External Relations", None),
        ("Minister for Europe", "GBR"), ("Parliamentary Under-Secretary of State for Foreign Affairs", "GBR"),
        ("Foreign Ministry State Secretary", None), ("Deputy FM", None),
    ],
    "head_of_state": [
        ("President", None), ("Turkish President", None), ("President of the Republic of Azerbaijan", None), ("King", "JOR"),
        ("Emir", "QAT"), ("Sultan", "OMN"), ("Pope", None), ("General Secretary", "CHN"), ("Chairman of the Presidency", "BIH"),
        ("Prince", "MCO"), ("Acting President", None), ("Presidente", None), ("King", None), ("Queen", None), ("Emir", None),
        ("Amir", None), ("Sultan", None), ("Supreme Leader", "IRN"), ("Leader of the Islamic Revolution", "IRN"),
        ("Supreme Leader", None), ("General Secretary of the Communist Party", "VNM"),
        ("General Secretary of the CPC Central Committee", "CHN"), ("President of the Republic", None),
        ("interim president", None), ("caretaker president", None), ("President of the United States", None),
        ("Governor-General", "AUS"), ("Grand Duke", "LUX"), ("Emperor", "JPN"), ("Chairman of the Sovereignty Council", "SDN"),
        ("Chairman of the Presidential Leadership Council", "YEM"), ("Head of State", None), ("transitional president", None),
        ("Custodian of the Two Holy Mosques King", None), ("President and Supreme Commander", None),
        ("Chairman of State Affairs", "PRK"), ("President of the Swiss Confederation", None), ("Federal President", "DEU"),
        ("monarch", None), ("Co-Prince", "AND"), ("President of Russia", None), ("Chairman of the Presidential Council", "LBY"),
        ("Sovereign Council Chairman", "SDN"), ("Captain Regent", "SMR"), ("then-President", None), ("His Majesty King", None),
        ("North Korean leader", "PRK"), ("leader", "PRK"), ("President of the Transition", None),
        ("Transitional President", None), ("outgoing President", None), ("His Holiness Pope", None),
        ("Yang di-Pertuan Agong", None), ("Chinese President", None), ("Pontiff", None), ("King of Jordan", None),
        ("President of the State of Palestine", None),
    ],
    "head_of_government": [
        ("President", "ESP"), ("primer ministro", None), ("canciller", "DEU"),
        ("Prime Minister", None), ("Chancellor", "DEU"), ("Taoiseach", "IRL"), ("Premier", "CHN"), ("Crown Prince", "SAU"),
        ("Prime Minister and Foreign Minister", "QAT"), ("President of the Government", "ESP"), ("Secretary of State", "VAT"),
        ("Chief Adviser", "BGD"), ("PM", None), ("Premier of the State Council", "CHN"), ("Chinese Premier", None),
        ("Federal Chancellor", "AUT"), ("German Chancellor", None), ("Taoiseach", None),
        ("Crown Prince and Prime Minister", "SAU"), ("Crown Prince and Prime Minister", None),
        ("Cardinal Secretary of State", None), ("Vatican Secretary of State", None),
        ("Secretary of State of His Holiness", None), ("acting prime minister", None), ("caretaker prime minister", None),
        ("interim Prime Minister", None), ("Spanish Prime Minister", None), ("Head of Government", None),
        ("Chairman of the Council of Ministers", None), ("President of the Council of Ministers", "ITA"),
        ("Vice President and Prime Minister and Ruler of Dubai", "ARE"), ("Vice President and Prime Minister", "ARE"),
        ("Prime Minister and Minister of Foreign Affairs", "QAT"), ("Prime Minister and Foreign Minister", None),
        ("Minister-President", "NLD"), ("Minister of State", "MCO"), ("outgoing prime minister", None),
        ("Chairman of the Cabinet of Ministers", "KGZ"), ("Premier", "TWN"), ("State Counsellor", "MMR"),
        ("Prime Minister and Defense Minister", None), ("Head of the Government of National Unity", "LBY"),
        ("Prime Minister of the Russian Federation", None), ("Prime Minister of Israel", None), ("then-Prime Minister", None),
    ],
    "io_head": [
        ("NATO Secretary-General", None), ("Secretary General", "NATO"), ("UN Secretary-General", None), ("President", "EU"),
        ("Secretary-General of the Organization of Turkic States", None), ("President of the European Commission", None),
        ("European Council President", None), ("IAEA Director General", None), ("African Union Commission Chairperson", None),
        ("UN High Commissioner for Refugees", None), ("Secretary-General of the United Nations", None),
        ("Secretary General", "UN"), ("NATO Secretary General", None), ("Secretary General", "OIC"),
        ("OIC Secretary-General", None), ("Secretary General of the OIC", None), ("President of the European Council", None),
        ("European Commission President", None), ("Commission President", "EU"), ("President of the UN General Assembly", None),
        ("Director General of the IAEA", None), ("WHO Director-General", None),
        ("Director-General of the World Health Organization", None), ("IMF Managing Director", None),
        ("Managing Director of the International Monetary Fund", None), ("World Bank President", None),
        ("President of the World Bank", None), ("OSCE Secretary General", None), ("OSCE Chairperson-in-Office", None),
        ("Arab League Secretary-General", None), ("Secretary General of the Arab League", None),
        ("ASEAN Secretary-General", None), ("GCC Secretary-General", None),
        ("Chairperson of the African Union Commission", None), ("Chairperson of the African Union", None),
        ("President of the ECOWAS Commission", None), ("ECOWAS Commission President", None), ("SCO Secretary-General", None),
        ("CSTO Secretary General", None), ("Secretary-General of the Council of Europe", None),
        ("Secretary General of the Organization of Turkic States", None), ("UN chief", None), ("NATO chief", None),
        ("UN High Commissioner for Human Rights", None), ("UNESCO Director-General", None), ("ICRC President", None),
        ("President of the International Committee of the Red Cross", None), ("UNICEF Executive Director", None),
        ("Executive Director of UNICEF", None), ("WTO Director-General", None), ("OPEC Secretary General", None),
        ("Secretary-General of the Commonwealth", None), ("Commonwealth Secretary-General", None), ("UNDP Administrator", None),
        ("Chairman of the Eurasian Economic Commission", None), ("CIS Executive Secretary", None),
        ("EU Council President", None), ("acting Secretary-General of NATO", None),
        ("World Food Programme Executive Director", None), ("Chief of the UN", None), ("OECD Secretary-General", None),
        ("CARICOM Secretary-General", None), ("OAS Secretary General", None),
    ],
    "other_minister": [
        ("ministro de Defensa", None),
        ("Defense Minister", None), ("Secretary of Defense", "USA"), ("Treasury Secretary", "USA"), ("Home Secretary", "GBR"),
        ("Secretary of State for Defence", "GBR"), ("Minister of Trade and Industry", None),
        ("Minister of Foreign Trade", None), ("Deputy Prime Minister", None), ("Vice Premier", "CHN"),
        ("Chief Cabinet Secretary", "JPN"), ("Attorney General", None), ("Minister of State", "ARE"),
        ("Minister of Defence", None), ("Defence Secretary", "GBR"), ("Secretary of State for Defence", None),
        ("Secretary of State for Business and Trade", "GBR"), ("Chancellor of the Exchequer", "GBR"), ("Chancellor", "GBR"),
        ("Secretary of the Treasury", "USA"), ("Secretary of Commerce", None), ("Secretary of War", "USA"),
        ("First Deputy Prime Minister", None), ("Vice-Premier", None), ("State Councilor", "CHN"), ("Tánaiste", None),
        ("Vice Chancellor", "DEU"), ("Minister of Trade", None), ("Minister of Finance", None), ("Interior Minister", None),
        ("Minister of State for Trade", "GBR"), ("Attorney General", "USA"), ("Minister without Portfolio", None),
        ("acting defense minister", None), ("Minister of Industry and Trade", None), ("Minister of Economy", None),
        ("US Trade Representative", None), ("Homeland Security Secretary", None), ("Energy Secretary", None),
        ("Chancellor of the Duchy of Lancaster", "GBR"), ("Minister for Trade and Foreign Investment", None),
        ("Lord Chancellor", "GBR"), ("Northern Ireland Secretary", "GBR"), ("Secretary of State for Northern Ireland", "GBR"),
        ("Secretary of State for Northern Ireland", None), ("Secretary of State for Trade", None),
        ("Minister of the Interior", None), ("Minister for European Affairs", None),
        ("Minister for Development Cooperation", None), ("Federal Councillor", "CHE"),
        ("Deputy Prime Minister and Defence Minister", None), ("Prime Cabinet Secretary", "KEN"),
        ("Minister in the Prime Minister's Office", None), ("Minister for Presidential Affairs", None),
        ("Minister of the Presidential Court", "ARE"),
    ],
    "ambassador": [
        ("ambassador to Türkiye", None), ("Chargé d’Affaires", None), ("Consul General", None), ("High Commissioner", "IND"),
        ("Permanent Representative to the UN", None), ("Minister-Counsellor", None), ("embajador de Egipto", None),
        ("Ambassador", None), ("Ambassador to Türkiye", None), ("US Ambassador to the UN", None), ("Chargé d'Affaires", None),
        ("Chargé d’affaires a.i.", None), ("chargé d'affaires ad interim", None), ("consul", None), ("Honorary Consul", None),
        ("High Commissioner", "GBR"), ("High Commissioner to India", None), ("British High Commissioner", None),
        ("Permanent Representative", None), ("Permanent Representative to NATO", None),
        ("Permanent Representative of Türkiye to the United Nations", None), ("Apostolic Nuncio", None),
        ("Ambassador Extraordinary and Plenipotentiary", None), ("Head of Mission", None), ("deputy head of mission", None),
        ("acting ambassador", None), ("Deputy Permanent Representative", None), ("Minister Plenipotentiary", None),
        ("EU Ambassador", None), ("Head of the EU Delegation", None),
        ("head of the delegation of the European Union to Georgia", None), ("Deputy Ambassador", None), ("Vice-Consul", None),
        ("outgoing ambassador", None),
    ],
    "envoy": [
        ("enviado especial", None),
        ("Special Envoy", None), ("UN Special Representative of the Secretary-General", None),
        ("Special Presidential Envoy", None), ("chief negotiator", None), ("ambassador-at-large", None),
        ("UN Special Envoy for Syria", None), ("special envoy of the president", None),
        ("US Special Presidential Envoy for Climate", None), ("Special Representative", None),
        ("EU Special Representative for the South Caucasus", None), ("Personal Envoy of the Secretary-General", None),
        ("Special Representative of the Secretary-General", None), ("presidential envoy", None), ("Ambassador-at-Large", None),
        ("Ambassador at large", None), ("Special Coordinator", None), ("peace envoy", None), ("deputy special envoy", None),
        ("High Representative for Bosnia and Herzegovina", None), ("prime minister's special envoy", None),
        ("Special Envoy to the Middle East", None), ("Middle East envoy", None), ("acting special envoy", None),
        ("nuclear negotiator", None), ("UN envoy", None), ("Personal Representative of the President", None),
    ],
    "legislator": [
        ("Speaker of Parliament", None), ("Parliament Speaker", None), ("MP", None), ("Senator", None),
        ("Deputy Speaker", None), ("President of the Senate", None), ("Chairman of the State Duma", "RUS"), ("Speaker", None),
        ("Speaker of the House of Representatives", None), ("House Speaker", None),
        ("Speaker of the Grand National Assembly", None), ("Member of Parliament", None),
        ("Member of the European Parliament", None), ("MEP", None), ("US Senator", None), ("Congressman", None),
        ("Congresswoman", None), ("President of the National Assembly", None), ("Chairman of the State Duma", None),
        ("Chairwoman of the Federation Council", None), ("Chairman of the Senate Foreign Relations Committee", None),
        ("chair of the Foreign Affairs Committee", None), ("Chairman of the Foreign Affairs Committee of the Bundestag", None),
        ("Chair of the House Foreign Affairs Committee", None), ("head of the parliamentary foreign affairs committee", None),
        ("lawmaker", None), ("President of the European Parliament", "EU"), ("European Parliament President", "EU"),
        ("European Parliament President", None), ("NPC Chairman", "CHN"),
        ("Chairman of the Standing Committee of the National People's Congress", None), ("Majority Leader", None),
        ("Senate Majority Leader", None), ("opposition leader", None), ("member of the Bundestag", None),
        ("Speaker of the Milli Majlis", None), ("Member of Congress", None), ("Representative", None),
        ("chairman of the friendship group", None), ("Chair of the Defence Committee", None),
        ("parliamentary group leader", None), ("Deputy of the Rada", None), ("vice speaker", None),
        ("Vice-President of the European Parliament", None),
    ],
    "official": [
        ("Former President", None), ("ex-Foreign Minister", None), ("President-elect", None), ("Vice President", None),
        ("National Security Adviser", None), ("Foreign Ministry spokesman", None), ("Director General", None),
        ("Deputy Defense Minister", None), ("Head of the President's Office", None), ("Under-Secretary-General", "UN"),
        ("Deputy Secretary General", "NATO"), ("Crown Prince", "KWT"), ("Governor", None),
        ("Secretary of the Security Council", "RUS"), ("presidente derrocado", None), ("senior diplomat", None),
        ("Prime Minister of the Kurdistan Region", None), ("former President", None), ("Former Prime Minister", None),
        ("ex-president", None), ("former US Secretary of State", None), ("Prime Minister-designate", None),
        ("First Vice President", None), ("national security advisor", None), ("presidential adviser", None),
        ("Prime Minister's adviser", None), ("adviser to the prime minister", None), ("Adviser to the President", None),
        ("Chief of Staff", None), ("chief of general staff", None), ("Chief of the General Staff", None), ("Mayor", None),
        ("Governor of California", None), ("Deputy Governor", None), ("Foreign Ministry spokesperson", None),
        ("spokesman for the Foreign Ministry", None), ("Deputy Secretary-General", None),
        ("UN Under-Secretary-General for Political Affairs", None), ("Assistant Secretary-General", None),
        ("Deputy Defence Minister", None), ("Deputy Minister of Defense", None), ("Deputy Minister of Trade", None),
        ("Head of the Presidential Office", None), ("Head of the Presidential Administration", None),
        ("Deputy Head of the Presidential Administration", None), ("Assistant to the President", None),
        ("aide to the president", None), ("Kremlin aide", None), ("Secretary of the Security Council", None),
        ("Secretary of the National Security and Defense Council", None), ("Premier of Ontario", None),
        ("Ontario Premier", None), ("Premier of Quebec", None), ("Premier", "CAN"), ("Premier", "AUS"),
        ("Premier of Western Australia", None), ("First Minister of Scotland", None), ("First Minister", None),
        ("Chief Minister", None), ("President of the Kurdistan Region", None), ("Crown Prince", "JOR"),
        ("Ruler of Dubai", None), ("Ruler of Sharjah", None), ("Mayor of London", None),
        ("Director of the Foreign Affairs Department", None), ("Head of the Foreign Affairs Department", None),
        ("Director of the Office of the Central Commission for Foreign Affairs", "CHN"),
        ("Director of the Office of the Foreign Affairs Commission", "CHN"), ("Foreign Minister-designate", None),
        ("incoming foreign minister", None), ("former ambassador", None), ("former special envoy", None),
        ("late president", None), ("General", None), ("Commander", None), ("Central Bank Governor", None),
        ("President of the Central Bank", None), ("President of the Chamber of Commerce", None),
        ("President of the Bank", None), ("Director of the CIA", None),
        ("President of the International Court of Justice", None), ("Intelligence chief", None), ("Head of Intelligence", None),
        ("Director of the National Intelligence Organization", "TUR"), ("Commissioner for Enlargement", "EU"),
        ("European Commissioner for Trade", None), ("EU Commissioner", None), ("European Commissioner", None),
        ("Vice-President of the European Commission", None), ("Vice President of the European Commission", "EU"),
        ("Executive Vice-President of the European Commission", None), ("President of the Constitutional Court", None),
        ("Supreme Court President", None), ("Press Secretary", None), ("White House press secretary", None),
        ("political director", None), ("Deputy National Security Adviser", None), ("Deputy Director General", None),
        ("desk officer", None), ("counsellor", None), ("First Secretary", None), ("Lieutenant Governor", "CAN"),
        ("foreign minister candidate", None), ("presidential candidate", None), ("Permanent Secretary", None),
        ("Chancellor of Justice", None), ("Minister-President", "DEU"), ("Head of Unit", "EU"),
        ("former Secretary-General of NATO", None), ("Deputy Prime Minister's adviser", None),
        ("President's special assistant", None), ("General Secretary of the Party", None),
        ("Vice President of the World Bank", None), ("Deputy Managing Director of the IMF", None),
        ("Deputy Director-General of the IAEA", None), ("member of the State Council", None),
        ("Prime Minister of Quebec", None), ("Head of the Office of the Prime Minister", None),
        ("Prime Minister's chief of staff", None), ("Grand Imam", None), ("Director of the Prime Minister's Office", None),
        ("envoy-designate", None), ("ambassador-designate", None),
    ],
    "other": [
        ("actor", None), ("headmaster", None), ("First Lady", None), ("", None), (None, None), ("wife of the President", None),
        ("president's wife", None), ("husband", None), ("analyst", None), ("professor", None), ("journalist", None),
        ("CEO", None), ("businessman", None), ("singer", None), ("chief executive officer", None),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("title", "country", "expected"),
    [(title, country, level) for level, titles in TITLES.items() for title, country in titles],
)
def test_level_of(title, country, expected):
    """A title has the rank its words and its country give it."""
    assert level_of(title, country) == expected


def test_every_row_decides_a_title():
    """No row of the table is dead: each is the first to fit some title above."""
    decided = {id(offices._rule_of(title, country)) for titles in TITLES.values() for title, country in titles if title}
    assert [rule.pattern.pattern for rule in offices._rules() if id(rule) not in decided] == []


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
        (
            "State Minister for Foreign Affairs Roe and Permanent Under-Secretary Moe",
            [
                ("State Minister for Foreign Affairs", "deputy_foreign_minister", False),
                ("Permanent Under-Secretary", "official", False),
            ],
        ),
        (
            "Secretary-General of the Foreign Ministry Roe met Secretary-General of the UN Moe",
            [
                ("Secretary-General of the Foreign Ministry", "deputy_foreign_minister", False),
                ("Secretary-General", "io_head", False),
            ],
        ),
        (
            "Chairman of the Senate Foreign Relations Committee Roe met the Tánaiste",
            [
                ("Chairman of the Senate Foreign Relations Committee", "legislator", False),
                ("Tánaiste", "other_minister", False),
            ],
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
