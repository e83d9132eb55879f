"""What a gold file must be before anything is scored against it."""

from __future__ import annotations

import copy
import json
from enum import StrEnum
from typing import Annotated

import pytest
from pydantic import BaseModel, Field

from extractor.errors import GoldError
from extractor.fields import Compare, Identity
from extractor.gold import article_ids, load, load_folder
from extractor.models import text_id

TEXT = "Ada Kaya played Bruno Conti on Monday.\r\nA draw – in 31 moves.\n"
SCHEMA = "chess@1.2"


class Result(StrEnum):
    WIN = "win"
    DRAW = "draw"


class When(BaseModel):
    value: str | None
    end: str | None
    method: str


class Player(BaseModel):
    name: Annotated[str | None, Compare("name")]


class Venue(BaseModel):
    city: Annotated[str | None, Compare("place")]


class Game(BaseModel):
    result: Annotated[Result, Compare("exact")]
    moves: Annotated[int | None, Compare("exact")] = Field(ge=0)
    date: Annotated[When, Compare("date")]
    venue: Venue | None
    tags: Annotated[list[str], Compare("set")]
    players: Annotated[list[Player], Compare("objects"), Identity((("name", 1.0),), gate=0.7)]


class Record(BaseModel):
    games: Annotated[list[Game], Compare("objects"), Identity((("result", 1.0),), gate=0.5)]
    remark: str | None


GAME = {
    "result": "draw",
    "moves": 31,
    "date": {"value": "2022-01-03", "end": None, "method": "weekday"},
    "venue": {"city": "Rome"},
    "tags": ["classical"],
    "players": [{"name": "Ada Kaya"}, {"name": "Bruno Conti"}],
}
FILE = {
    "article": "000_chess.txt",
    "article_id": text_id(TEXT),
    "schema": "chess@1.0",
    "annotator": "reconciled",
    "origin": "written",
    "author": "the project",
    "written": "2026-11-22",
    "split": "held",
    "tags": ["relative_date"],
    "doubts": [],
    "record": {"games": [GAME], "remark": None},
}
GONE = object()


@pytest.fixture
def folder(tmp_path):
    """A gold folder beside its articles."""
    (tmp_path / "gold").mkdir()
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "000_chess.txt").write_bytes(TEXT.encode())
    return tmp_path / "gold"


def changed(path: str, value: object) -> dict:
    """The gold file with one place, given as "record.games.0.moves", set to a value or left out."""
    whole = copy.deepcopy(FILE)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    owner = whole
    for step in way:
        owner = owner[step]
    if value is GONE:
        del owner[last]
    else:
        owner[last] = value
    return whole


def written(folder, content, name="000_chess.json"):
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_loaded(folder):
    """A whole file is loaded with its article's path and its record as written."""
    gold = load(written(folder, FILE), Record, SCHEMA)
    assert gold.record == FILE["record"]
    assert (gold.article_id, gold.schema_id, gold.annotator) == (text_id(TEXT), "chess@1.0", "reconciled")
    assert (gold.origin, gold.split, gold.tags, gold.doubts) == ("written", "held", ("relative_date",), ())
    assert gold.article.read_bytes().decode() == TEXT


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("record.games.0.moves", {"any_of": [31, None]}),
        ("record.games.0.result", {"unscored": "the sentence is garbled"}),
        ("record.games.0.date", {"any_of": [GAME["date"], {**GAME["date"], "value": "2022-01-10"}]}),
        ("record.games.0.date.method", {"any_of": ["weekday", "offset"]}),
        ("record.games.0.venue", {"any_of": [None, {"city": {"any_of": ["Rome", "Milan"]}}]}),
        ("record.games.0.tags", {"any_of": [[], ["classical"]]}),
        ("record.games.0.players", {"any_of": [[], [{"name": None}]]}),
        ("record.games.0.required", False),
        ("record.games.0.players.0", {"name": "Ada Kaya", "required": False}),
        ("record.games", []),
        ("record.games", {"unscored": "not annotated yet"}),
    ],
    ids=[
        "answers", "unscored", "dates", "methods", "nested", "sets", "lists", "optional", "optional below", "none",
        "unscored list",
    ],
)  # fmt: skip
def test_marks_are_kept(folder, path, value):
    """A slot may hold several right answers or none scored, an object may be optional; all of it stays as written."""
    whole = changed(path, value)
    assert load(written(folder, whole), Record, SCHEMA).record == whole["record"]


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("record.games.0.moves", GONE, "games[0].moves: missing: write it out, null or [] where the article has none"),
        ("record.remark", GONE, "remark: missing"),
        ("record.games.0.players.1", {}, "games[0].players[1].name: missing"),
        ("record.games.0.date.end", GONE, "games[0].date.end: missing"),
        ("record.games.0.move", 31, "games[0].move: no such field; did you mean 'moves'?"),
        ("record.xyz", 1, "xyz: no such field: remove it"),
        ("record.required", False, "required: no such field"),
        ("record.games.0.required", "no", 'games[0].required: expected true or false, not "no"'),
        ("record.games.0.result", "stalemate", "games[0].result: Input should be 'win' or 'draw', not \"stalemate\""),
        ("record.games.0.moves", "31", 'games[0].moves: Input should be a valid integer, not "31"'),
        ("record.games.0.moves", -1, "games[0].moves: Input should be greater than or equal to 0, not -1"),
        ("record.games.0.tags", ["a", 2], "games[0].tags[1]: Input should be a valid string, not 2"),
        ("record.games.0.date", None, "games[0].date: Input should be"),
        ("record.games.0.venue", "Rome", 'games[0].venue: expected an object, not "Rome"'),
        ("record.games", {}, "games: expected a list, not {}"),
        ("record.games.0", {"any_of": [GAME, GAME]}, "games[0]: expected an object: mark its slots"),
        ("record.games.0.result", {"any_of": ["win", "lost"]}, "games[0].result.any_of[1]: Input should be 'win'"),
        ("record.games.0.venue", {"any_of": [None, {}]}, "games[0].venue.any_of[1].city: missing"),
        ("record.games.0.result", {"any_of": ["win"]}, "games[0].result.any_of: expected a list of two or more"),
        ("record.games.0.result", {"any_of": "win"}, "games[0].result.any_of: expected a list of two or more"),
        ("record.games.0.result", {"unscored": ""}, "games[0].result.unscored: expected the reason in words"),
        (
            "record.games.0.result",
            {"unscored": "garbled", "any_of": ["win", "draw"]},
            "games[0].result: expected 'any_of' or 'unscored' alone",
        ),
        ("record.games.0.date.value", {"any_of": ["2022", "2023"]}, "games[0].date.value: a date is one slot: mark"),
        ("record", [], "record: Input should be a valid dictionary"),
        ("annotator", "Ada Kaya", "annotator: Input should be 'first', 'second' or 'reconciled'"),
        ("origin", GONE, "origin: Field required"),
        ("article_id", "0" * 16, f"article_id: expected {text_id(TEXT)!r}, the hash of '000_chess.txt'"),
        ("article", "001_gone.txt", "001_gone.txt' cannot be read as UTF-8 text"),
        ("article", "../articles/000_chess.txt", "article: expected a bare file name"),
        ("schema", "chess@2.0", "schema: written for 'chess@2.0', scored with 'chess@1.2'"),
        ("schema", "draughts@1.0", "schema: written for 'draughts@1.0'"),
    ],
)
def test_refused(folder, path, value, message):
    """A file that does not fit is refused with its name, the field's path and what was expected there."""
    with pytest.raises(GoldError) as caught:
        load(written(folder, changed(path, value)), Record, SCHEMA)
    assert "000_chess.json" in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [("{", "is no JSON"), ("[]", "file: Input should be"), ('"gold"', "file: Input should be")],
    ids=["cut off", "a list", "a string"],
)
def test_no_gold_file(folder, content, message):
    """What is no JSON object is refused by name."""
    with pytest.raises(GoldError, match=r"000_chess\.json") as caught:
        load(written(folder, content), Record, SCHEMA)
    assert message in str(caught.value)


def test_all_faults_at_once(folder):
    """Every fault of a file is told at once, up to twenty."""
    whole = changed("record.games", [{**GAME, "moves": -1}] * 25)
    with pytest.raises(GoldError) as caught:
        load(written(folder, whole), Record, SCHEMA)
    lines = str(caught.value).splitlines()
    assert [len(lines), lines[-1]] == [22, "  and 5 more"]


def test_folder(folder):
    """A folder's files are loaded by name, and files of other kinds are left alone."""
    (folder.parent / "articles" / "001.txt").write_text("Another game.", encoding="utf-8")
    written(folder, {**FILE, "article": "001.txt", "article_id": text_id("Another game.")}, "001.json")
    written(folder, FILE)
    written(folder, "notes", "README.md")
    assert [gold.path.name for gold in load_folder(folder, Record, SCHEMA)] == ["000_chess.json", "001.json"]
    assert article_ids(folder) == {text_id(TEXT), text_id("Another game.")}


def test_folder_with_doubles(folder):
    """Two gold files for one article would count it twice, so they are refused."""
    written(folder, FILE)
    written(folder, FILE, "001_again.json")
    with pytest.raises(GoldError, match=r"001_again.json and 000_chess.json annotate the same article"):
        load_folder(folder, Record, SCHEMA)


@pytest.mark.parametrize("name", ["gold", "nowhere"])
def test_folder_without_gold(folder, name):
    """An empty or missing folder is an error, not a perfect score; it names no articles."""
    with pytest.raises(GoldError, match=name):
        load_folder(folder.parent / name, Record, SCHEMA)
    assert article_ids(folder.parent / name) == set()
