"""What each kind of field counts as right, half right and wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.comparators import (
    Outcome,
    compare,
    filled,
    folded,
    likeness,
    members,
    name_similarity,
    plain,
    quote_overlap,
    spans,
    surname,
)
from extractor.fields import Compare

COR, PAR, INC, MIS, SPU, NUL = (Outcome(word) for word in ("COR", "PAR", "INC", "MIS", "SPU", "NUL"))

PLACES = {"ankara": "TUR/ankara", "istanbul": "TUR/istanbul", "türkiye": "TUR", "turkey": "TUR", "rome": "ITA/rome"}


def place_key(value: object) -> str | None:
    """A gazetteer of five entries."""
    return PLACES.get(str(value).lower())


def day(value: str | None, end: str | None = None, precision: str = "day") -> dict[str, str | None]:
    """A typed date with a method, which is no part of the date."""
    return {"value": value, "end": end, "precision": precision, "method": "explicit"}


@pytest.mark.parametrize(("outcome", "credit"), [(COR, 1), (PAR, 0.5), (INC, 0), (MIS, 0), (SPU, 0), (NUL, 0)])
def test_credit(outcome, credit):
    """Only COR and PAR earn anything, and PAR half."""
    assert credit == outcome.credit


@pytest.mark.parametrize("kind", ["exact", "name", "place", "quote", "prose"])
@pytest.mark.parametrize("empty", [None, "", "  ", [], "unspecified", "Unstated"])
def test_empty_values(kind, empty):
    """Null, "", [] and the words for nothing said are one and the same empty value."""
    how = Compare(kind)
    assert [
        compare(how, empty, None),
        compare(how, "Ada Kaya", empty),
        compare(how, empty, "Ada Kaya"),
    ] == [NUL, MIS, SPU]


def test_class_none_is_empty():
    """Agreeing on a class called "none" earns nothing, while a name "None" stays a claim."""
    assert [filled(Compare("exact"), "none"), filled(Compare("name"), "None")] == [None, "None"]


@pytest.mark.parametrize("value", [False, 0], ids=["false", "zero"])
def test_false_and_zero_are_values(value):
    """False and 0 are answers, not gaps."""
    assert compare(Compare("exact"), value, value) == COR


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ("visit", "visit", COR),
        ("visit", "Visit", INC),
        (25, 25, COR),
        (25, 26, INC),
        (True, False, INC),
        (1, True, INC),
    ],
    ids=["equal", "case", "integer", "near", "bool", "true is not one"],
)
def test_exact(gold, predicted, expected):
    """Enum, code, bool and integer know equality only."""
    assert expected == compare(Compare("exact"), gold, predicted)


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        (day("2022-01-06"), day("2022-01-06"), COR),
        (day("2022-01-06"), {**day("2022-01-06"), "method": "weekday"}, COR),
        (day("2022-01-06"), day("2022-01-07"), INC),
        (day("2022-01-06"), day("2022-01", precision="month"), PAR),
        (day("2022", precision="year"), day("2022-02-28"), PAR),
        (day("2022-01", precision="month"), day("2022-02-01"), INC),
        (day("2024-02", precision="month"), day("2024-02-29"), PAR),
        (day("2023-02", precision="month"), day("2023-03-01"), INC),
        (day("2022-12", precision="month"), day("2022-12-31"), PAR),
        (day("2022-01-08", "2022-01-09", "range"), day("2022-01-09"), PAR),
        (day("2022-01-01", "2022-01-04", "range"), day("2022-01-03", "2022-01-06", "range"), PAR),
        (day("2022-01-01", "2022-01-04", "range"), day("2022-01-04", "2022-01-07", "range"), INC),
        (day("2022-01-01", "2022-01-31", "range"), day("2022-01", precision="month"), PAR),
        (day("1924", "1926", "range"), day("1927", precision="year"), INC),
        (day("2022-13-40"), day("2022-01-06"), INC),
        (day("soon"), day("soon"), COR),
        (day(None, precision="none"), day(None, precision="none"), NUL),
        (day(None, precision="none"), day("2022-01-06"), SPU),
        (None, day(None, precision="none"), NUL),
    ],
    ids=[
        "equal", "method is a slot of its own", "a day off", "coarser", "finer", "finer but elsewhere", "leap day",
        "after a short month", "last day of a year", "day in a range", "half of the longer", "less than half",
        "same days, other type", "years after", "unreadable", "unreadable twice", "both unknown", "invented", "null",
    ],
)  # fmt: skip
def test_date(gold, predicted, expected):
    """A date is equal, or consistent and finer or coarser, or half overlapping, or wrong: no day of tolerance."""
    assert expected == compare(Compare("date"), gold, predicted)


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ("Mevlüt Çelikoğlu", "Mevlut Celikoglu", COR),
        ("Işık Ayaz", "ISIK AYAZ", COR),
        ("Ada Kaya", "Kaya, Ada", COR),
        ("Ada Kaya", "Foreign Minister Ada Kaya", COR),
        ("Ada Kaya", "Kaya", COR),
        ("Sergei Marov", "Sergey Marov", COR),
        ("Ahmet Yilmaz", "Ali Yilmaz", PAR),
        ("Wen Yi", "Wen Li", INC),
        ("Ada Kaya", "Bruno Conti", INC),
    ],
    ids=["accents", "dotless i", "order", "title", "surname", "spelling", "same surname", "no shared surname", "other"],
)
def test_name(gold, predicted, expected):
    """A person's name is folded first, and half right only with a shared surname."""
    assert expected == compare(Compare("name"), gold, predicted)


def test_name_key():
    """An alias table makes two spellings of one person equal."""
    aliases = {"Saint Ada": "Ada Kaya"}
    assert compare(Compare("name", key=aliases.get), "Ada Kaya", "Saint Ada") == COR


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ("Türkiye", "Turkey", COR),
        ("Ankara", "Istanbul", PAR),
        ("Ankara", "Turkey", PAR),
        ("Ankara", "Rome", INC),
        ("Lake Como", "lake como", COR),
        ("Ankara", "the Ankara", COR),
        ("Ankara", "Smallville", INC),
    ],
    ids=["alias", "same country", "country only", "other country", "unresolved", "half resolved", "unresolved other"],
)
def test_place(gold, predicted, expected):
    """Places that resolve are compared by what they denote, others as names."""
    assert expected == compare(Compare("place", key=place_key), gold, predicted)


TEXT = "Ada Kaya met Bruno Conti in Rome on Monday.\nThey met again\non Friday. Ada Kaya met Bruno Conti."


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ("They met again\non Friday", "They  met again on Friday", COR),
        ("Bruno Conti in Rome on Monday", "in Rome on Monday", COR),
        ("on Monday", "on Friday", INC),
        ("Rome", TEXT, INC),
        ("Ada Kaya met Bruno Conti.", "Ada Kaya met Bruno Conti", COR),
        ("in Rome on Monday", "in Rome, on a Monday", COR),
        ("in Rome on Monday", "at the ministry", INC),
    ],
    ids=["white space", "more than half", "elsewhere", "whole article", "repeated", "reworded", "absent"],
)
def test_quote(gold, predicted, expected):
    """Quotes agree when their places in the article share half of the longer; unlocated ones go by their words."""
    assert expected == compare(Compare("quote"), gold, predicted, TEXT)


def test_spans_of_repeats():
    """A quote that stands twice has two places, and a blank one has none."""
    assert [spans("Ada Kaya", TEXT), spans(" ", TEXT)] == [((0, 8), (70, 78)), ()]


@pytest.mark.parametrize(
    ("predicted", "expected"),
    [
        ("Summit of the Lakes", COR),
        ("the lakes summit meeting", COR),
        ("Summit about Rivers", PAR),
        ("bilateral talks", INC),
    ],
    ids=["equal", "reordered", "half", "other"],
)
def test_prose(predicted, expected):
    """Free words are rated by the words they share."""
    assert expected == compare(Compare("prose"), "Summit of the Lakes", predicted)


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        (["ITA", "TUR"], ["TUR", "ITA"], [("ITA", 1), ("TUR", 0)]),
        (["ITA", "TUR"], ["TUR", "GEO"], [("ITA", None), ("TUR", 0), (None, 1)]),
        (["TUR", "TUR"], ["TUR", "TUR"], [("TUR", 0)]),
        (["", "unstated"], None, []),
        ([], ["TUR"], [(None, 0)]),
    ],
    ids=["permuted", "lost and invented", "repeated", "empty members", "invented"],
)
def test_members(gold, predicted, expected):
    """Sets have members in both, lost ones and invented ones, never substitutes."""
    assert expected == members(Compare("set"), gold, predicted)


def test_members_by_key():
    """A key makes two spellings of one member equal."""
    assert members(Compare("set", key=place_key), ["Türkiye"], ["turkey"]) == [("Türkiye", 0)]


def test_folding():
    """Folding drops case, accents, punctuation and leading titles, and leaves other scripts whole."""
    assert [
        plain("O–Neill"),
        plain("O’Neill"),
        surname("Dr. Ada Kaya"),
        plain("محمد علي"),
    ] == ["o neill", "oneill", "kaya", "محمد علي"]


@pytest.mark.parametrize(
    ("kind", "other", "expected"),
    [
        ("name", "Bruno Conti", 0.0),
        ("name", "Kaya", 1.0),
        ("exact", "Ada Kaya", 1.0),
        ("quote", "Ada Kaya met", 8 / 12),
    ],
)
def test_likeness(kind, other, expected):
    """For alignment a name below .70 does not count at all, and a quote counts by its overlap."""
    assert pytest.approx(expected) == likeness(Compare(kind), "Ada Kaya", other, TEXT)


words = st.text(st.characters(codec="utf-8"), max_size=20)


@given(words, words)
def test_names_are_symmetric(one, other):
    """Likeness of names does not ask who is gold, and stays between 0 and 1."""
    assert name_similarity(one, other) == name_similarity(other, one)
    assert 0 <= name_similarity(one, other) <= 1


@given(words)
def test_folding_twice(name):
    """Folding what is folded changes nothing."""
    assert folded(name) == folded(folded(name))


@given(words, words, words)
def test_quotes_are_symmetric(one, other, text):
    """Overlap of quotes does not ask who is gold, and stays between 0 and 1."""
    assert quote_overlap(one, other, text) == quote_overlap(other, one, text)
    assert 0 <= quote_overlap(one, other, text) <= 1


@given(st.sampled_from(["exact", "date", "name", "place", "quote", "prose"]), words)
def test_same_value_is_right(kind, value):
    """Any value equals itself, or is empty on both sides."""
    assert compare(Compare(kind, key=place_key), value, value) in {COR, NUL}
