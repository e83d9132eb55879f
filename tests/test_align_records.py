"""Which predicted object is taken for which gold object."""

from __future__ import annotations

from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, create_model

from extractor.align_records import Kinship, Slot, align, alternatives, is_unscored, leaves, slots
from extractor.errors import TaskError
from extractor.fields import Compare, Identity, Verbatim


class When(BaseModel):
    value: str | None
    end: str | None
    precision: str
    method: str


class Place(BaseModel):
    city: Annotated[str | None, Compare("place")]
    note: str | None


class Player(BaseModel):
    name: Annotated[str | None, Verbatim(), Compare("name")]
    club: Annotated[str | None, Compare("exact")]
    part: Annotated[str, Compare("exact")]


class Match(BaseModel):
    players: Annotated[
        list[Player], Compare("objects"), Identity((("name", 1.0),), gate=0.7, fallback=("club", "part"))
    ]
    clubs: Annotated[list[str], Compare("set")]
    sport: Annotated[str, Compare("exact")]
    date: Annotated[When, Compare("date")]
    place: Place | None
    remark: Annotated[str, Compare("ignore")]


class Report(BaseModel):
    matches: Annotated[
        list[Match],
        Compare("objects"),
        Identity((("clubs+players.name", 0.45), ("sport", 0.30), ("date", 0.15), ("place.city", 0.10)), gate=0.35),
    ]
    league: Annotated[str | None, Compare("exact")]


TREE = slots(Report)
MATCHES = TREE[0]
PLAYERS = MATCHES.inner[0]


def when(value):
    return {"value": value, "end": None, "precision": "day" if value else "none", "method": "explicit"}


def player(name, club="A", part="guest"):
    return {"name": name, "club": club, "part": part}


def match(clubs, sport="chess", date=None, city=None, names=()):
    return {
        "players": [player(name) for name in names],
        "clubs": clubs,
        "sport": sport,
        "date": when(date),
        "place": {"city": city, "note": None} if city else None,
        "remark": "",
    }


def kinship(slot: Slot) -> Kinship:
    assert slot.identity is not None
    return Kinship(slot.inner, slot.identity)


def no_credit(i: int, j: int) -> float:
    return 0.0


def test_scored_leaves():
    """Marked fields are walked to their leaves, a date has its method beside it, unmarked fields are left out."""
    assert [leaf.path for leaf in leaves(TREE)] == [
        "matches.players.name",
        "matches.players.club",
        "matches.players.part",
        "matches.clubs",
        "matches.sport",
        "matches.date",
        "matches.date.method",
        "matches.place.city",
        "league",
    ]


def test_list_without_identity():
    """A list of objects that does not say how they are recognised is refused, with its path."""

    class Team(BaseModel):
        members: list[Player]

    with pytest.raises(TaskError, match="'members' is a list of objects without"):
        slots(Team)


def test_identity_without_field():
    """An identity that names no scored field is refused by name."""

    class Clubs(BaseModel):
        players: Annotated[list[Player], Compare("objects"), Identity((("nick", 1.0),), gate=0.5)]

    with pytest.raises(TaskError, match="Identity names 'nick', of which 'nick' is no scored field"):
        kinship(slots(Clubs)[0]).between(player("Ada Kaya"), player("Ada Kaya"))


def test_marks():
    """Gold may give several right answers for a slot, or none at all."""
    assert alternatives({"any_of": ["a", None]}) == ["a", None]
    assert alternatives({"value": "a"}) == [{"value": "a"}]
    assert [is_unscored({"unscored": "illegible"}), is_unscored("unscored")] == [True, False]


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        (player("Ada Kaya"), player("Ada Kaya", "B", "host"), 1.0),
        (player("Ada Kaya"), player("Bruno Conti"), 0.0),
        (player(None), player("Bruno Conti"), 0.7),
        (player("Ada Kaya"), player(None), 0.7),
        (player(None), player(None), 0.7),
        (player(None), player("Bruno Conti", "B"), 0.0),
        (player(None), player(None, part="host"), 0.0),
        (player(None, None), player(None, None), 0.7),
        (player({"any_of": ["Ada Kaya", "Ada Demir"]}), player("Ada Demir", "B"), 1.0),
        (player({"any_of": ["Ada Kaya", None]}), player(None), 0.7),
        (player({"any_of": ["Ada Kaya", None]}), player("Bruno Conti"), 0.7),
        (player({"unscored": "garbled"}), player("Bruno Conti"), 0.7),
        (player(None, {"unscored": "garbled"}), player(None, "B"), 0.7),
        (player(None, {"any_of": ["A", "B"]}), player(None, "B"), 0.7),
    ],
    ids=[
        "same name", "other name", "gold unnamed", "predicted unnamed", "both unnamed", "unnamed, other club",
        "unnamed, other part", "nothing but the part", "one of two names", "unnamed is right", "unnamed would be right",
        "name not scored", "fallback not scored", "one of two clubs",
    ],
)  # fmt: skip
def test_fallback(gold, predicted, expected):
    """Names decide; where one is missing, the fallback fields must all agree: then the pair just passes the gate."""
    assert kinship(PLAYERS).between(gold, predicted) == expected


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        (match(["A", "B"], date="2022-01-06", city="Rome"), match(["A", "B"], date="2022-01-06", city="Rome"), 1.0),
        (match(["A", "B"], city="Rome"), match(["A", "C"], city="Rome"), 0.6 / 3 + 0.3 + 0.1),
        (match(["A", "B"]), match(["C", "D"]), 0.0),
        (match(["A", "B"]), match(["A", "B"], "golf"), 0.7),
        (match(["A", "B"], date="2022-01-06"), match(["C"], date="2022-01-06"), 0.45),
        (match(["A", "B"], date="2022-01-06"), match(["A", "B"], date="2022-01"), 0.55 + 0.3 + 0.075),
        (match(["A", "B"], date="2022-01-06"), match(["A", "B"], date="2022-01", city="Rome"), 0.45 + 0.3 + 0.075),
        (match([]), match([]), 1.0),
        (match([], date="2022-01-06"), match([], date="2022-01-07"), 0.3 / 0.45),
        (match(["A"], names=["Ada Kaya"]), match(["A"], names=["Dr. A. Kaya"]), 1.0),
        (match(["A"], names=["Ada Kaya"]), match(["A"], names=["Bruno Conti"]), 0.7 / 3 + 0.3),
        (match(["A", "B"]), match([], city="Rome"), 0.0),
    ],
    ids=[
        "all", "third of the sides", "type alone", "sides alone", "type and day", "no place on either",
        "place on one", "only the type is known", "shared weight", "surnames", "other surname", "nothing shared",
    ],
)  # fmt: skip
def test_identity(gold, predicted, expected):
    """Parts are weighed; what neither side fills strengthens the first part; the type alone never passes the gate."""
    assert kinship(MATCHES).between(gold, predicted) == pytest.approx(expected)


def test_identity_with_marks():
    """Several right answers count by the best, an unscored part counts for nothing."""
    gold = match({"any_of": [["A", "B"], ["A", "C"]]}, {"unscored": "unclear"}, "2022-01-06")
    gold["place"] = {"any_of": [None, {"city": "Rome", "note": None}]}
    assert kinship(MATCHES).between(gold, match(["A", "C"], "golf", "2022-01-06", "Rome")) == pytest.approx(1.0)


def test_unscored_inside():
    """A part that is not scored inside a nested object tells nothing either."""
    gold = match(["A", "B"], city="Rome")
    gold["place"]["city"] = {"unscored": "unclear"}
    assert kinship(MATCHES).between(gold, match(["A", "B"], city="Milan")) == pytest.approx(1.0)


def test_identity_without_the_union():
    """Where gold scores no part of the union, its weight is shared by the others."""
    gold = match({"unscored": "unclear"}, names=[])
    assert kinship(MATCHES).between(gold, match(["A", "B"])) == 1.0


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ([], [], []),
        (["Ada Kaya"], [], [(0, None)]),
        ([], ["Ada Kaya"], [(None, 0)]),
        (["Ada Kaya", "Bruno Conti"], ["Bruno Conti", "Ada Kaya"], [(0, 1), (1, 0)]),
        (["Ada Kaya", "Bruno Conti"], ["Cem Demir", "Bruno Conti"], [(0, None), (1, 1), (None, 0)]),
        (["Ada Kaya"], ["Ada Kaya", "Ada Kaya"], [(0, 0), (None, 1)]),
        (["Ada Kaya"] * 3, ["Ada Kaya"] * 2, [(0, 0), (1, 1), (2, None)]),
        (["Ada Kaya", "Adam Kaya"], ["Adam Kaya"], [(0, None), (1, 0)]),
        (["Ada Kaya"], ["Bruno Conti"], [(0, None), (None, 0)]),
    ],
    ids=["empty", "lost", "invented", "permuted", "swapped", "doubled", "tripled", "better of two", "none in common"],
)
def test_align(gold, predicted, expected):
    """Pairs come in gold's order, lost objects among them, invented ones after; strangers are never paired."""
    ours, theirs = [player(name) for name in gold], [player(name) for name in predicted]
    assert align(ours, theirs, kinship(PLAYERS), no_credit) == expected


def test_assignment_is_optimal():
    """The best pair is given up where that lets two others be made: 0.42 + 0.47 over 0.70 alone."""
    gold = [match(["A", "B", "C"], "chess"), match(["A", "B"], "golf")]
    predicted = [match(["A", "B", "C", "D", "E"], "tennis"), match(["A", "B", "C"], "judo")]
    assert align(gold, predicted, kinship(MATCHES), no_credit) == [(0, 0), (1, 1)]


def test_leaf_credit_breaks_ties():
    """Between equal identities, the pair whose leaves agree more is made."""
    gold, predicted = [player("Ada Kaya")], [player("Ada Kaya", "B"), player("Ada Kaya", "C")]
    assert align(gold, predicted, kinship(PLAYERS), lambda _, j: float(j)) == [(0, 1), (None, 0)]


def test_first_of_equals_first():
    """Between two assignments of equal weight, the one that crosses less is made, whatever the solver prefers."""
    gold, predicted = [player("Ada Kaya")] * 2, [player(None), player("Ada Kaya", "B")]
    assert align(gold, predicted, kinship(PLAYERS), no_credit) == [(0, 0), (1, 1)]


def test_identity_outweighs_leaves():
    """Ten right leaves do not make up for another spelling of the name."""
    gold, predicted = [player("Ada Kaya")], [player("Ada Kaya"), player("Adam Kaya")]
    assert align(gold, predicted, kinship(PLAYERS), lambda _, j: 10.0 * j) == [(0, 0), (None, 1)]


def test_credit_is_asked_for_kin_only():
    """Leaves are compared for pairs above the gate and for no others."""
    asked = []
    gold, predicted = [player("Ada Kaya"), player("Bruno Conti")], [player("Bruno Conti"), player("Cem Demir")]
    align(gold, predicted, kinship(PLAYERS), lambda i, j: asked.append((i, j)) or 0.0)
    assert asked == [(1, 0)]


people = st.lists(
    st.builds(player, st.sampled_from(["Ada Kaya", "Adam Kaya", "Bruno Conti", None]), st.sampled_from("AB")),
    max_size=5,
)


@given(people, people, st.randoms(use_true_random=False))
def test_order_changes_nothing(gold, predicted, random):
    """The objects that are paired do not depend on the order of the predicted list, ties included."""

    def pairs(theirs):
        found = align(gold, theirs, kinship(PLAYERS), no_credit)
        return sorted(str((i is not None and gold[i], j is not None and theirs[j])) for i, j in found)

    assert pairs(random.sample(predicted, len(predicted))) == pairs(predicted)


@given(people, people)
def test_every_object_once(gold, predicted):
    """Every object of both sides stands in exactly one pair, gold first and in order."""
    found = align(gold, predicted, kinship(PLAYERS), no_credit)
    assert [i for i, _ in found if i is not None] == list(range(len(gold)))
    assert sorted(j for _, j in found if j is not None) == list(range(len(predicted)))


@given(people)
def test_equal_lists_match_wholly(gold):
    """A list aligned with itself loses nothing and invents nothing."""
    assert all(None not in pair for pair in align(gold, gold, kinship(PLAYERS), no_credit))


@pytest.mark.parametrize("name", ["headline", "micro_f", "grounded_f", "invention_rate"])
def test_a_field_is_not_called_like_a_figure(name):
    """A table, a gate or a floor could not tell the field from the figure; below another field, or unscored, it may be."""
    figure = create_model("Figure", **{name: Annotated[str, Compare("exact")]})
    with pytest.raises(TaskError, match=f"field '{name}' has the name of a figure of the evaluation: rename it"):
        slots(figure)
    assert [slot.path for slot in slots(create_model("Ignored", **{name: Annotated[str, Compare("ignore")]}))] == []
    assert [slot.path for slot in leaves(slots(create_model("Above", page=figure)))] == [f"page.{name}"]


def test_a_long_list_is_aligned_by_credit_and_not_by_place():
    """Among twelve hundred players of one name the one with the right leaves is taken, however far off it stands."""
    gold = [{"name": "Ann Roe", "club": "a", "part": "z"}]
    predicted = [{"name": "Ann Roe", "club": f"b{at:04}", "part": "x"} for at in range(1200)]
    kinship = Kinship(PLAYERS.inner, PLAYERS.identity)
    pairs = align(gold, predicted, kinship, lambda i, j: 1.0 if j == 1199 else 0.5)
    assert pairs[0] == (0, 1199)
