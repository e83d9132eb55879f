"""The gazetteer: what is renamed, gone, unrecognised or ambiguous; residences and organs; names in other languages."""

from __future__ import annotations

import subprocess
import sys

import pytest

from extractor.diplomacy.countries import ambiguous, mentions, place_key, side_code, side_name
from extractor.diplomacy.places import FOREIGN, NO_CODE, foreign, gazetteer, rows, tokenize

ALIASES = [tuple(row[:3]) for row in rows("aliases.tsv")]
SIDES = [row for row in ALIASES if row[2] != FOREIGN]
ORGANISATIONS = [tuple(row[:3]) for row in rows("organisations.tsv")]


def known(name):
    """The entry of a name, with a code or without."""
    return gazetteer().side(tokenize(name))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Burma", "MMR"), ("Swaziland", "SWZ"), ("FYROM", "MKD"), ("Macedonia", "MKD"), ("Upper Volta", "BFA"), ("Ceylon", "LKA"),
        ("Persia", "IRN"), ("Siam", "THA"), ("Zaire", "COD"), ("Dahomey", "BEN"), ("Southern Rhodesia", "ZWE"), ("Rhodesia", "ZWE"),
        ("Northern Rhodesia", "ZMB"), ("East Timor", "TLS"), ("Kampuchea", "KHM"), ("New Hebrides", "VUT"), ("Byelorussia", "BLR"),
        ("Cape Verde", "CPV"), ("Ivory Coast", "CIV"), ("Transjordan", "JOR"), ("Nyasaland", "MWI"), ("Abyssinia", "ETH"),
    ],
)  # fmt: skip
def test_a_renamed_state_has_its_present_code(name, code):
    """A former name of a state that goes on is a name of it."""
    assert side_code(name) == code


@pytest.mark.parametrize(
    "name",
    [
        "Soviet Union", "USSR", "Czechoslovakia", "Yugoslavia", "Serbia and Montenegro", "East Germany",
        "German Democratic Republic", "GDR", "West Germany", "South Yemen", "North Vietnam",
        "Tanganyika", "United Arab Republic", "Ottoman Empire",
        "Netherlands Antilles", "Austria-Hungary",
    ],
)  # fmt: skip
def test_a_state_that_is_gone_is_a_side_without_a_code(name):
    """A state that was divided or merged is known by name and never taken for a successor."""
    assert known(name).kind == "name"
    assert (side_code(name), ambiguous(name)) == (None, ())


@pytest.mark.parametrize(
    "name",
    [
        "Abkhazia", "South Ossetia", "Northern Cyprus", "TRNC", "Transnistria", "Somaliland", "Nagorno-Karabakh", "Artsakh",
        "Republic of Artsakh", "Donetsk People's Republic", "Luhansk People's Republic", "DNR", "Republika Srpska", "Puntland",
    ],
)  # fmt: skip
def test_an_unrecognised_entity_is_a_side_without_a_code(name):
    """What ISO 3166 gives no code keeps its name, and is not the state that claims it."""
    assert known(name).kind == "name"
    assert (side_code(name), ambiguous(name)) == (None, ())


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kosovo", "XKX"),
        ("Palestine", "PSE"),
        ("Taiwan", "TWN"),
        ("Western Sahara", "ESH"),
        ("Holy See", "VAT"),
        ("Hong Kong", "HKG"),
    ],
)
def test_an_entity_with_a_code_has_it(name, code):
    """A code of ISO 3166, or XKX, says nothing about recognition."""
    assert side_code(name) == code


@pytest.mark.parametrize("name", sorted({name for code, name, _kind in SIDES if "|" in code}))
def test_an_ambiguous_name_is_never_resolved(name):
    """No wording around an ambiguous name makes it a code."""
    for words in (name, f"the {name}", f"{name}'s", f"{name} government", f"Government of {name}", f"the {name} side"):
        assert side_code(words) is None, words
        assert len(ambiguous(words)) > 1, words


def test_every_residence_stands_for_one_government():
    """Each metonym row is one state's, and naming the government after it changes nothing."""
    residences = [(code, name) for code, name, kind in SIDES if kind.endswith("metonym") and "|" not in code]
    assert len(residences) > 200
    wrong = [name for code, name in residences if side_code(f"the {name}’s") != code or side_name(code) is None]
    assert wrong == []


def test_every_organ_belongs_to_its_organisation():
    """An organ gives the acronym of its organisation; an organisation without a code is known by name."""
    for code, name, kind in ORGANISATIONS:
        assert side_code(f"the {name}") == (None if code == NO_CODE else code), name
        assert known(name).kind == kind.removeprefix("shy ") == "organisation", name


@pytest.mark.parametrize(
    "name",
    [
        "IMF", "World Bank", "WHO", "IAEA", "Council of Europe", "CIS", "SCO", "EAEU", "CSTO", "ECOWAS", "SADC", "Mercosur", "OAS",
        "CARICOM", "APEC", "OECD", "OPEC", "Red Cross", "ICRC", "Commonwealth", "ASEAN Regional Forum",
    ],
)  # fmt: skip
def test_other_organisations_keep_their_name(name):
    """An organisation that the codebook gives no acronym is a side without a code."""
    assert known(name).codes == ()
    assert side_code(name) is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Egipto", "EGY"), ("Allemagne", "DEU"), ("Türkei", "TUR"), ("die Türkei", "TUR"), ("Франция", "FRA"), ("تركيا", "TUR"),
        ("Россия", "RUS"), ("روسيا", "RUS"), ("США", "USA"), ("États-Unis", "USA"), ("les États-Unis", "USA"), ("la France", "FRA"),
        ("İngiltere", "GBR"), ("Almanya’nın", "DEU"), ("Georgien", "GEO"), ("Грузия", "GEO"), ("الصين", "CHN"), ("الصّين", "CHN"),
        ("Demokratische Republik Kongo", "COD"), ("Südkorea", "KOR"), ("Çin", "CHN"), ("中国", "CHN"), ("Österreich", "AUT"),
        ("Kongo", None), ("Géorgie", None), ("Guinée", None), ("Corée", None), ("Guinea Ecuatorial", "GNQ"), ("Cin", None),
        ("allemagne", None), ("Granada", None), ("die Atlantis", None), ("la", None),
    ],
    ids=repr,
)  # fmt: skip
def test_names_in_other_languages(words, code):
    """A state's name in another language gives its code, unless it is ambiguous, a city, or a short word without its accents."""
    assert side_code(words) == code


def test_every_foreign_row_resolves():
    """Our own names in other languages win over the catalogues, and no English name is among them."""
    own = [(code, name) for code, name, kind in ALIASES if kind == FOREIGN]
    assert len(own) > 100
    assert [name for code, name in own if side_code(name) != code] == []
    assert [name for _code, name in own if known(name) is not None] == []


@pytest.mark.parametrize("language", ["ar", "de", "es", "fr", "ru", "tr"])
def test_a_catalogue_never_resolves_to_another_state(language):
    """Every state's translated name gives that state's code, or none where the name is ambiguous or a city's."""
    import gettext

    import pycountry

    catalogue = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language])
    names = [(country.alpha_3, catalogue.gettext(country.name)) for country in pycountry.countries]
    wrong = [(code, name, side_code(name)) for code, name in names if side_code(name) not in (code, None)]
    silent = [name for code, name in names if side_code(name) is None and code not in ambiguous(name)]
    assert wrong == []
    assert silent in ([], ["Granada"])


def test_other_languages_are_not_looked_for_in_a_text():
    """A name in another language is no mention, though it is a side when it is given as one."""
    assert mentions("Allemagne, Rusya, Франция") == []
    assert foreign("Allemagne").code == "DEU"
    assert place_key("Allemagne") == "DEU"


def test_english_names_load_no_catalogue():
    """As long as English names are asked for, no other language is read."""
    code = (
        "from extractor.diplomacy import countries, places; countries.side_code('France'); countries.mentions('Allemagne, Italy');"
        "print(places._foreign_names.cache_info().currsize); countries.side_code('Allemagne');"
        "print(places._foreign_names.cache_info().currsize)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.split() == ["0", "1"]
