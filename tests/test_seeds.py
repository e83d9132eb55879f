"""The five published articles of the gold, through every kind of provider; and all of it through the rules."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT, SEEDS
from tests.loopback import completion, fault, serving
from tests.test_cli import extract

FIVE = sorted(SEEDS.glob("00?_*"))
HANDWRITTEN = ROOT / "tests" / "data" / "handwritten"

# event/channel, date and its method, sides, city, principals: the main event of each
MAIN = {
    "000": ("call/video", "2022-01-06", "weekday", ["JPN", "TUR"], None, {"Mevlut Cavusoglu", "Yoshimasa Hayashi"}),
    "001": ("correspondence/letter", "2022-09-07", "deictic", ["AZE", "JPN"], None, {"Ilham Aliyev"}),
    "002": (
        "meeting/in_person",
        "2023-01-18",
        "weekday",
        ["TUR", "USA"],
        "Washington",
        {"Antony Blinken", "Mevlut Cavusoglu"},
    ),
    "003": ("call/phone", None, "unanchored", ["AZE", "TUR"], None, {"Hakan Fidan", "Jeyhun Bayramov"}),
    "004": (
        "call/phone",
        "2022-01-03",
        "year_from_weekday",
        ["TUR", "USA"],
        None,
        {"Antony Blinken", "Mevlut Cavusoglu"},
    ),
}
TAIL_PEOPLE = {
    "Spain",
    "Sanchez",
    "Starmer",
    "Trump",
    "Kazim Alam",
    "Rutte",
    "Hanul",
    "Shmyhal",
    "Zelenskyy",
    "Morroco",
    "Morocco",
}


def lines(folder):
    """A run's lines by the number of their seed."""
    read = [json.loads(text) for text in (folder / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    return {line["path"].rsplit("/")[-1][:3]: line for line in read}


def told(line):
    """What one line says of its main event."""
    [main] = [event for event in line["record"]["events"] if event["is_main"]]
    return (
        f"{main['event_type']}/{main['channel']}",
        main["date"]["value"],
        main["date"]["method"],
        main["sides"],
        (main["location"] or {}).get("city"),
        {person["name"] for person in main["participants"] if person["name"]},
    )


@pytest.fixture(scope="module")
def by_rules(tmp_path_factory):
    """The seeds read by the rules."""
    out = tmp_path_factory.mktemp("rules")
    done = extract("run", *FIVE, "--out", out, cwd=out, EXTRACT_CACHE=str(out / "cache"))
    assert done.returncode == 0, done.stderr
    return lines(out)


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory):
    """The seeds through the openai provider, answered with what a person wrote; the folder holds the configuration."""
    out = tmp_path_factory.mktemp("hand")
    replies = {}
    for path in HANDWRITTEN.iterdir():
        written = json.loads(path.read_text(encoding="utf-8"))
        assert "No model said this" in written["note"]
        lead = (SEEDS / written["article"]).read_text(encoding="utf-8").split("\n")[0][-60:].strip()
        replies[lead] = json.dumps(written["reply"], ensure_ascii=False)

    def script(asked, _number):
        user = asked["messages"][1]["content"]
        return completion(next(reply for lead, reply in replies.items() if lead in user))

    with serving(script) as server:
        config = out / "hand.toml"
        config.write_text(
            f'provider = "hand"\n[providers.hand]\nkind = "openai"\nbase_url = "{server.url}"\nmodel = "written-by-hand"\n',
            encoding="utf-8",
        )
        done = extract("run", *FIVE, "--out", out / "run", "--config", config, EXTRACT_CACHE=str(out / "cache"))
        assert done.returncode == 0, done.stderr
        assert len(server.requests) == 5
        for folder, ending in (("articles", "txt"), ("gold", "json")):
            (out / folder).mkdir()
            for path in FIVE:
                shutil.copy(SEEDS.parent / folder / f"{path.stem}.{ending}", out / folder)
        yield out


@pytest.mark.parametrize("seed", MAIN)
def test_the_rules_read_the_main_event(by_rules, seed):
    """Type, channel, date with its method, sides, place and principals."""
    assert told(by_rules[seed]) == MAIN[seed]


@pytest.mark.parametrize("seed", MAIN)
def test_a_model_that_answers_right_gives_the_same_main_event(by_hand, seed):
    """The wire, the grounding and the derivation add nothing wrong to a right reply."""
    assert told(lines(by_hand / "run")[seed]) == MAIN[seed]


@pytest.mark.parametrize("seed", MAIN)
def test_nobody_and_no_date_comes_from_a_pages_tail(by_rules, seed):
    """Names and dates of related headlines are in no event."""
    record = by_rules[seed]["record"]
    people = {person["name"] for event in record["events"] for person in event["participants"] if person["name"]}
    assert not [name for name in people if any(word in name for word in TAIL_PEOPLE)]
    assert not [event for event in record["events"] if str(event["date"]["value"]).startswith("2025")]


@pytest.mark.parametrize("seed", MAIN)
def test_every_value_of_the_rules_stands_in_the_article(by_rules, seed):
    """Each evidence is exact, and its offsets give its words."""
    line = by_rules[seed]
    [path] = SEEDS.glob(f"{seed}_*")
    text = path.read_text(encoding="utf-8")
    assert line["evidence"]
    assert [found for found in line["evidence"] if found["status"] != "exact"] == []
    assert [found for found in line["evidence"] if text[found["start"] : found["end"]] != found["quote"]] == []


def objects(value, path=""):
    """Every object of a record that rests on a quote, by path."""
    if isinstance(value, dict):
        if "quote" in value:
            yield path
        for name, held in value.items():
            yield from objects(held, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for at, held in enumerate(value):
            yield from objects(held, f"{path}[{at}]")


def test_every_value_of_every_gold_article_is_traced(tmp_path):
    """No object without a located quote, no name, office or date without located words: over all gold articles, by the rules."""
    done = extract("run", SEEDS, "--out", tmp_path, "--json")
    assert done.returncode == 0, done.stderr
    read = [json.loads(text) for text in (tmp_path / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(read) == len(list(SEEDS.glob("*.txt"))) > 70
    assert sum(json.loads(done.stdout)["this_run"]["quotes"].values()) == sum(len(line["evidence"]) for line in read)
    for line in read:
        located = {found["path"] for found in line["evidence"] if found["status"] != "absent"}
        assert {found["path"] for found in line["evidence"]} == located, line["path"]
        assert {f"{path}.quote" for path in objects(line["record"])} <= located, line["path"]
        for at, event in enumerate(line["record"]["events"]):
            people = enumerate(event["participants"])
            words = [f"participants[{j}].{name}" for j, person in people for name in ("name", "title") if person[name]]
            words += ["date_text"] if event["date_text"] else []
            assert {f"events[{at}].{word}" for word in words} <= located, line["path"]


def test_the_rules_say_that_no_model_was_called(by_rules):
    """No line names a model, no line cost anything."""
    assert {(line["provider"], line["model"], line["attempts"], line["cost_usd"]) for line in by_rules.values()} == {
        ("rules", None, 0, 0.0)
    }


def test_a_right_reply_scores_one(by_hand):
    """What the annotators wrote, sent over the wire and derived again, is right in every gated field: offline, from the cache."""
    cache = str(by_hand / "cache")
    chosen = ("--config", by_hand / "hand.toml", "--gold", by_hand / "gold", "--out", by_hand / "eval")
    words = ("eval", *chosen, "--offline", "--json")
    done = extract(*words, EXTRACT_CACHE=cache)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    wrong = {name: row for name, row in report["fields"].items() if row["F"] not in (None, 1.0)}
    assert wrong == {}
    assert (report["headline"], report["grounded_f"], report["invention_rate"]) == (1.0, 1.0, 0.0)
    rows = [json.loads(row) for row in (by_hand / "eval" / "ledger.jsonl").read_text(encoding="utf-8").splitlines()]
    counted = sum(row["outcome"] == "COR" and row["path"] == "events.date" for row in rows)
    assert counted == report["fields"]["events.date"]["COR"] == 4


def test_an_evaluation_with_a_missing_completion_is_incomplete(by_hand, tmp_path):
    """Exit 3, the articles without an answer, and no score."""
    words = ("eval", "--config", by_hand / "hand.toml", "--gold", by_hand / "gold", "--out", tmp_path, "--offline")
    done = extract(*words, EXTRACT_CACHE=str(tmp_path / "empty"))
    assert done.returncode == 3
    assert "5 of 5 articles have no answer" in done.stderr
    assert json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["headline"] is None


def test_a_broken_gold_file_is_named_with_its_field(tmp_path):
    """Exit 2 before anything is called."""
    for folder in ("articles", "gold"):
        (tmp_path / folder).mkdir()
    [article] = SEEDS.glob("003_*")
    [gold] = (SEEDS.parent / "gold").glob("003_*")
    (tmp_path / "articles" / article.name).write_bytes(article.read_bytes())
    text = gold.read_text(encoding="utf-8")
    (tmp_path / "gold" / gold.name).write_text(
        text.replace('"realis": "actual"', '"realis": "actul"'), encoding="utf-8"
    )
    done = extract("eval", "--gold", tmp_path / "gold", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert gold.name in done.stderr
    assert "realis" in done.stderr


def test_one_article_is_told_in_one_screen():
    """The flow of one article can be read without scrolling."""
    code = (ROOT / "extractor" / "extract.py").read_text(encoding="utf-8")
    assert len(code.splitlines()) <= 40


def test_the_module_runs_as_the_command():
    """`python -m extractor` is `extract`."""
    done = subprocess.run(
        [sys.executable, "-m", "extractor", "task", "list"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert "diplomatic_event" in done.stdout


def test_an_evaluation_with_a_bad_key_stops_at_once(tmp_path):
    """One call in flight is told so, the other articles are not asked; no score, exit 3."""
    config = tmp_path / "extractor.toml"
    with serving(lambda _asked, _number: fault(401)) as server:
        table = f'kind = "openai"\nbase_url = "{server.url}"\nmodel = "m"\nconcurrency = 1\n'
        config.write_text(f'provider = "a"\n[providers.a]\n{table}', encoding="utf-8")
        done = extract("eval", "--config", config, "--out", tmp_path / "out")
        assert len(server.requests) == 1
    assert done.returncode == 3, done.stderr
    assert json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))["headline"] is None
