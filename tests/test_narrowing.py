"""A reply's schema narrowed to an article's words, and the words that the built-in task offers."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from extractor import articles, grounding, narrowing, tasks
from extractor import gold as golden
from extractor.errors import TaskError
from extractor.fields import verbatim_values
from extractor.narrowing import narrowed
from tests.conftest import ROOT, TINY
from tests.conftest import SEEDS as ARTICLES
from tests.loopback import completion, serving
from tests.test_cli import extract

TASK = tasks.load(ROOT, "diplomatic_event")
SEEDS = golden.load_folder(TASK.gold_folder, TASK.record, TASK.schema_id)


class Person(BaseModel):
    name: str | None = Field(description="Who.")
    town: str


class Letter(BaseModel):
    author: Person
    readers: list[Person]
    cited: list[str]
    kind: Literal["open", "closed"]
    pages: int


SCHEMA = Letter.model_json_schema()


def person(schema, *path):
    """The schema of one place, references resolved by hand."""
    node = schema
    for step in path:
        node = node[step] if step == "items" else node["properties"][step]
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].removeprefix("#/$defs/")]
    return node


def test_a_field_may_say_its_choices_and_nothing_else():
    """Free text becomes an enum, in the order of the choices, each once, white space made plain."""
    town = person(narrowed(SCHEMA, {"author.town": ["Oslo", "Rio\n de Janeiro", "Oslo", " "]}), "author", "town")
    assert town == {"enum": ["Oslo", "Rio de Janeiro"], "title": "Town", "type": "string"}


def test_a_nullable_field_keeps_null_and_its_description():
    """Null is always a choice where it was one, and what the field means is still told."""
    name = person(narrowed(SCHEMA, {"author.name": ["Ann Roe"]}), "author", "name")
    assert name["anyOf"] == [{"type": "string", "enum": ["Ann Roe"]}, {"type": "null"}]
    assert name["description"] == "Who."


@pytest.mark.parametrize(
    ("path", "at", "expected"),
    [
        ("author.name", ("author", "name"), {"anyOf": [{"type": "null"}], "description": "Who.", "title": "Name"}),
        ("author.town", ("author", "town"), {"title": "Town", "type": "string"}),
        ("cited[]", ("cited",), {"items": {"type": "string"}, "maxItems": 0, "title": "Cited", "type": "array"}),
    ],
    ids=["nullable is null", "required stays free", "list is empty"],
)
def test_a_field_without_choices_says_nothing_where_it_can(path, at, expected):
    """Nothing to choose from means null, an empty list, or, where neither is allowed, the old freedom."""
    assert person(narrowed(SCHEMA, {path: []}), *at) == expected


def test_a_list_of_texts_is_as_long_as_its_choices_at_most():
    """Each choice once is all that a list of words can hold."""
    cited = narrowed(SCHEMA, {"cited[]": ["the ministry", "Ann Roe"]})["properties"]["cited"]
    assert cited["items"] == {"type": "string", "enum": ["the ministry", "Ann Roe"]}
    assert cited["maxItems"] == 2


def test_a_definition_used_twice_is_narrowed_for_one_path_only():
    """The readers may be from anywhere while the author is from Oslo."""
    schema = narrowed(SCHEMA, {"author.town": ["Oslo"]})
    assert person(schema, "author", "town")["enum"] == ["Oslo"]
    assert "enum" not in person(schema, "readers", "items", "town")
    both = narrowed(SCHEMA, {"author.town": ["Oslo"], "readers[].town": ["Lima"]})
    assert person(both, "author", "town")["enum"] == ["Oslo"]
    assert person(both, "readers", "items", "town")["enum"] == ["Lima"]
    assert both["$defs"] == {}, "nothing refers to the shared definition any more"


def test_the_schema_given_stays_as_it_was():
    """The task's own schema is shared by every article, so a copy is narrowed."""
    before = json.dumps(SCHEMA)
    narrowed(SCHEMA, {"author.name": ["Ann"], "readers[].town": [], "cited[]": ["a"]})
    assert json.dumps(SCHEMA) == before


def test_the_order_of_keys_stays():
    """Decoders write in the order of the properties, and quote-first is the task's order."""
    schema = narrowed(TASK.reply_schema, {"events[].participants[].name": ["Ann Roe"]})
    assert list(schema) == list(TASK.reply_schema)
    event = schema["properties"]["events"]["items"]
    assert list(event["properties"]) == list(TASK.reply_schema["$defs"]["EventReply"]["properties"])


@pytest.mark.parametrize(
    "path",
    [
        "nobody",
        "author",
        "author.name.first",
        "readers.name",
        "author[].name",
        "readers[]",
        "kind",
        "pages",
        "cited",
        "",
    ],
)
def test_a_path_that_leads_to_no_free_text_is_refused_by_its_name(path):
    """A misspelt path would leave a field free without anybody noticing."""
    with pytest.raises(TaskError, match="candidates name") as caught:
        narrowed(SCHEMA, {path: ["x"]})
    assert repr(path) in str(caught.value)


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ({"type": ["string", "null"]}, {"type": ["string", "null"], "enum": ["x", None]}),
        (
            {"oneOf": [{"type": "string"}, {"type": "null"}]},
            {"oneOf": [{"type": "string", "enum": ["x"]}, {"type": "null"}]},
        ),
        (
            {"anyOf": [{"type": "integer"}, {"type": "string"}]},
            {"anyOf": [{"type": "integer"}, {"type": "string", "enum": ["x"]}]},
        ),
    ],
    ids=["types in a list", "oneOf", "beside a number"],
)
def test_other_spellings_of_a_text_are_understood(field, expected):
    """JSON Schema has several ways to say "text or null"."""
    assert narrowed({"type": "object", "properties": {"a": field}}, {"a": ["x"]})["properties"]["a"] == expected


def test_a_recursive_definition_is_narrowed_one_level_deep():
    """The copy on the path refers to the definition for what lies below."""
    node = {"type": "object", "properties": {"word": {"type": "string"}, "inner": {"$ref": "#/$defs/Node"}}}
    schema = narrowed({"$defs": {"Node": node}, "$ref": "#/$defs/Node"} | {"type": "object"}, {"inner.word": ["x"]})
    assert schema["properties"]["inner"]["properties"]["word"]["enum"] == ["x"]
    assert schema["$defs"] == {"Node": node}


# ── bounds ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_likeliest_choices_survive_the_bounds():
    """What is cut off comes last in the task's order, and a text of a page's length is no choice at all."""
    many = [f"name {number}" for number in range(500)]
    kept = person(narrowed(SCHEMA, {"author.town": ["x" * 601, *many]}), "author", "town")["enum"]
    assert kept == many[: narrowing.FIELD_VALUES]
    long = [f"{number:03}" + "x" * 597 for number in range(200)]
    kept = person(narrowed(SCHEMA, {"author.town": long}), "author", "town")["enum"]
    assert kept == long[: narrowing.ALL_CHARACTERS // 600]


def test_many_fields_share_what_a_schema_may_hold():
    """However many fields a task narrows, the whole stays below OpenAI's thousand values; only long lists pay."""
    fields = {f"f{number}": {"type": "string"} for number in range(20)}
    choices = {name: [str(number) for number in range(300)] for name in fields} | {"f0": ["a", "b"]}
    schema = narrowed({"type": "object", "properties": fields}, choices)
    sizes = [len(field["enum"]) for field in schema["properties"].values()]
    assert sizes == [2] + [(narrowing.ALL_VALUES - 2) // 19] * 19


@given(st.lists(st.text(max_size=700), max_size=60))
def test_every_choice_kept_is_one_given_on_one_line(texts):
    """No choice is made up, doubled, blank or broken over lines."""
    kept = person(narrowed(SCHEMA, {"author.town": texts}), "author", "town").get("enum", [])
    assert len(set(kept)) == len(kept)
    assert set(kept) <= {" ".join(text.split()) for text in texts} - {""}


# ── the built-in task's candidates ────────────────────────────────────────────────────────────────────────────────


def offered(text, path):
    """The candidates of one field for a text under a headline."""
    return list(TASK.candidates(articles.layout(f"News of the day\n\n{text}\n", path="a.txt"))[path])


NAME, TITLE, SIDE = (f"events[].participants[].{field}" for field in ("name", "title", "country"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway's Foreign Minister Ingrid Halvorsen met Peter Otieno in Oslo.", ["Ingrid Halvorsen", "Peter Otieno"]),
        ("President Ingrid Halvorsen arrived. Later Halvorsen left, Mr Halvorsen's office said.", ["Ingrid Halvorsen"]),
        (
            "Prince Omar bin Rashid al-Hadi and Ursa von der Hagen spoke.",
            ["Omar bin Rashid al-Hadi", "Ursa von der Hagen"],
        ),
        ("Foreign Minister Reza Amir Karimi spoke with Emir Hamad of Qatar.", ["Reza Amir Karimi", "Hamad"]),
        ("The rain fell. Nobody came. However, the Security Council met on Monday.", []),
    ],
    ids=["two", "longest form only", "particles", "a rank inside a name", "no person"],
)
def test_persons_are_offered_in_their_longest_form(text, expected):
    """Offices are stripped, particles kept, a family name alone is no second person."""
    assert offered(text, NAME) == expected


def test_who_stands_beside_an_office_is_offered_before_who_does_not():
    """The cap cuts the end, so the likeliest come first."""
    text = "Anna Stone wrote about it. Foreign Minister Li Wen met Ghana's President Kofi Asare."
    assert offered(text, NAME) == ["Li Wen", "Kofi Asare", "Anna Stone"]


def test_words_of_a_heading_are_no_persons():
    """A heading writes many words with a capital; only an office beside them makes them a name."""
    found = offered("Historic Visit Ahead\n\nPresident Kofi Asare spoke.\n\nMinister Li Wen Hails Pact", NAME)
    assert found == ["Kofi Asare", "Li Wen"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turkish Foreign Minister Can Demir spoke.", ["Turkish Foreign Minister", "Foreign Minister"]),
        ("The President of Ghana spoke.", ["President of Ghana", "President"]),
        ("He met his Kenyan counterpart.", ["Kenyan counterpart", "counterpart"]),
        (
            "The Polish ambassador to Rome left.",
            ["Polish ambassador to Rome", "Polish ambassador", "ambassador to Rome", "ambassador"],
        ),
        ("The foreign ministers met, a spokeswoman said.", []),
    ],
    ids=["adjective", "of a state", "counterpart", "both", "several people and those who speak for them"],
)
def test_offices_are_offered_with_and_without_their_side(text, expected):
    """Annotators and models cut an office either way."""
    assert offered(text, TITLE) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Officials of Türkiye and the EU met.", ["Türkiye", "EU"]),
        ("Turkish and Japanese officials met.", ["Türkiye", "Japan"]),
        ("JAPAN, NORWAY\n\nJapan and Norway met. Japanese experts came.", ["Japan", "Norway"]),
        ("The talks took place in Geneva.", ["Switzerland"]),
        ("Georgian officials met in Georgia.", ["Georgia"]),
        ("Nothing happened.", []),
    ],
    ids=["as written", "by adjective", "no section label", "evident from the city", "ambiguous as written", "none"],
)
def test_sides_are_offered_as_written_or_by_their_plain_name(text, expected):
    """A side is named, never coded; one told only by adjective or city gets the name that the codebook asks for."""
    assert offered(text, SIDE) == expected


def test_date_words_are_offered_with_their_preposition_and_the_datelines_last():
    """A dateline says when was written, which seldom is when was met."""
    text = "OSLO, 4 March 2019 (NordPress) – They met on Thursday, after talks in May 2018."
    assert offered(text, "events[].date_text") == ["on Thursday", "in May 2018", "4 March 2019"]


def test_words_of_place_frames_and_sources_are_offered():
    """Where they met, in which gathering, and who says so."""
    text = (
        "They met on the sidelines of the Baltic Energy Forum in Riga, the Latvian Foreign Ministry said.\n\n"
        "Sources from the Polish Embassy spoke of the Dry Peninsula."
    )
    found = TASK.candidates(articles.layout(f"News of the day\n\n{text}\n", path="a.txt"))
    assert found["events[].location.quote"][0] == "on the sidelines of the Baltic Energy Forum in Riga"
    assert found["events[].location.city"] == ["Riga"]
    assert found["events[].frame"] == ["Baltic Energy Forum"]
    assert found["events[].attribution.cited[]"][:2] == [
        "the Latvian Foreign Ministry",
        "Sources from the Polish Embassy",
    ]
    assert "Dry Peninsula" in found["events[].subjects[]"]


def test_nothing_is_offered_from_the_pages_tail():
    """Related headlines name other people, sides and days."""
    text = "President Kofi Asare of Ghana spoke in Accra on Monday. It rained.\n\nREAD MORE: Minister Li Wen visits Chile on Friday"
    found = TASK.candidates(articles.layout(f"News of the day\n\n{text}\n", path="a.txt"))
    said = " ".join(text for texts in found.values() for text in texts)
    assert "Asare" in said
    assert not {word for word in ("Wen", "Chile", "Friday") if word in said}


@pytest.mark.parametrize("text", ["", "x", "Kofi", "\n\n\n", "?!…", "Straße İzmir’in ﬁ", "A. B. C. " * 300])
def test_any_text_has_candidates_that_fit_the_schema(text):
    """Odd pages are narrowed like others."""
    found = TASK.candidates(articles.layout(text, path="a.txt"))
    assert narrowed(TASK.reply_schema, found)["type"] == "object"


def said(value, path=""):
    """Every filled text of a gold record with its path, in the spellings that gold accepts."""
    if isinstance(value, dict) and "any_of" not in value:
        for name, inner in value.items():
            yield from said(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for inner in value:
            yield from said(inner, f"{path}[]")
    else:
        spellings = value["any_of"] if isinstance(value, dict) else [value]
        if any(isinstance(one, str) for one in spellings):
            yield path, [one for one in spellings if isinstance(one, str)]


HELD = (NAME, TITLE, SIDE, "events[].date_text", "events[].quote", "milestones[].countries[]")
# of all gold; an office in the plural ("transport ministers") is no office of one person, and not offered
OFFERED = {NAME: 0.97, SIDE: 0.98, "events[].date_text": 0.96, "events[].quote": 0.96, TITLE: 0.75}


def asked_and_lost(golds):
    """How many values gold asks for, and which of them are no candidates, by path."""
    asked, lost = Counter(), defaultdict(list)
    for gold in golds:
        article = next(iter(articles.read([str(gold.article)])))
        found = TASK.candidates(article)
        for path, spellings in said(gold.record):
            if path in HELD:
                asked[path] += 1
                lost[path] += [] if set(spellings) & set(found[path]) else [(gold.path.stem, spellings)]
    return asked, lost


def test_what_gold_says_of_persons_sides_and_days_is_among_the_candidates():
    """Narrowing must not make the right answer impossible: never in the published articles, seldom in those written to be hard."""
    published, everything = [gold for gold in SEEDS if gold.origin == "published"], SEEDS
    asked, lost = asked_and_lost(published)
    assert asked.keys() >= {NAME, SIDE}
    assert {path: missing for path, missing in lost.items() if missing} == {}
    asked, lost = asked_and_lost(everything)
    assert {path: lost[path] for path, share in OFFERED.items() if 1 - len(lost[path]) / asked[path] < share} == {}


@pytest.mark.parametrize("gold", SEEDS, ids=lambda gold: gold.path.stem)
def test_candidates_are_the_articles_own_words(gold):
    """Every candidate but the plain name of a side is located in the coded part of the page."""
    article = next(iter(articles.read([str(gold.article)])))
    page = grounding.Haystack(article.coded)
    plain = {path for path in TASK.candidates(article) if "countr" in path or "subjects" in path or "speaker" in path}
    for path, texts in TASK.candidates(article).items():
        if path not in plain:
            assert [text for text in texts if page.find(text).start is None] == [], path


def test_a_narrowed_schema_names_every_verbatim_field_of_the_task():
    """A field added to the reply and forgotten here would stay free: each located text has candidates."""
    gold = SEEDS[0]
    article = next(iter(articles.read([str(gold.article)])))
    reply = TASK.module.baseline(article)
    paths = {narrowing_path(path) for path, _, _ in verbatim_values(reply)}
    assert paths <= set(TASK.candidates(article))
    assert {NAME, "events[].quote", "milestones[].quote"} <= paths


def narrowing_path(path):
    """`events[0].subjects[1]` as `events[].subjects[]`."""
    return "".join("[]" if part.isdigit() else part for part in path.replace("[", " ").replace("]", " ").split(" "))


def test_a_narrowed_run_sends_each_article_its_own_words(tmp_path):
    """Over a wire: the schema that travels holds the article's names as choices, and another article's reply is another key."""
    config = tmp_path / "extractor.toml"
    reply = json.loads((ROOT / "tests/data/handwritten/000_cfa17019f7f5c7d8.json").read_text(encoding="utf-8"))["reply"]
    with serving(lambda _asked, _number: completion(json.dumps(reply))) as server:
        table = f'kind = "openai"\nbase_url = "{server.url}"\nmodel = "m"\nnarrow = true\n'
        config.write_text(f'provider = "a"\n[providers.a]\n{table}', encoding="utf-8")
        done = extract("run", ARTICLES, "--limit", 2, "--out", tmp_path / "out", "--config", config)
        asked = list(server.requests)
    assert done.returncode == 0, done.stderr
    schemas = [json.dumps(one["response_format"]["json_schema"]["schema"]) for one in asked]
    assert len(set(schemas)) == 2
    assert ["Cavusoglu" in schema for schema in schemas] == [True, False]
    traces = [json.loads(text) for text in (tmp_path / "out" / "trace.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len({trace["key_parts"]["schema"] for trace in traces}) == 2


def test_narrowing_without_candidates_is_an_error_that_says_what_to_write(tmp_path):
    """A task that offers no choices, and a mode that has no schema."""
    config = tmp_path / "extractor.toml"
    table = '[providers.a]\nkind = "openai"\nbase_url = "http://127.0.0.1:9/v1"\nmodel = "m"\nnarrow = true\n'
    config.write_text(table, encoding="utf-8")
    news = tmp_path / "a.txt"
    news.write_text("Farmers cut 1200 tonnes of rye.", encoding="utf-8")
    words = (
        "run",
        news,
        "--out",
        tmp_path / "out",
        "--config",
        config,
        "--provider",
        "a",
        "--root",
        TINY,
        "--task",
        "harvest",
    )
    done = extract(*words, "--dry-run")
    assert (done.returncode, "candidates.py, which defines 'candidates(article)'" in done.stderr) == (2, True), (
        done.stderr
    )
    config.write_text(table + 'mode = "tools"\n', encoding="utf-8")
    done = extract(*words)
    assert (done.returncode, 'it needs mode = "json_schema"' in done.stderr) == (2, True), done.stderr
