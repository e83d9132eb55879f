"""`extract eval` as a release's gate: a worse prompt fails, an equal one passes, and what is accepted is said."""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import dataclass

import pytest

from extractor import cli
from extractor.models import text_id
from tests.conftest import TINY
from tests.loopback import completion, serving
from tests.test_run import sentence

COUNT = 12
CARELESS = (2, 3, 5, 7)  # articles that the second prompt gets wrong


def gold_of(number: int) -> dict:
    """The gold file of one article of the tiny task."""
    text = sentence(number)
    record = {"quote": f"Farmers cut {number} tonnes of rye.", "crop": "rye", "tonnes": number, "large": number >= 1000}
    return {
        "article": f"{number:02}.txt",
        "article_id": text_id(text),
        "schema": "harvest@1.0",
        "annotator": "reconciled",
        "origin": "written",
        "author": "the tests",
        "written": "2026-11-22",
        "split": "held" if number % 3 == 0 else "dev",
        "tags": ["even" if number % 2 == 0 else "odd"],
        "doubts": [],
        "record": record,
    }


def answer(asked, _number):
    """The right reply; under the second prompt, or asked for the count first, a wrong count for some articles."""
    system, user = (message["content"] for message in asked["messages"][:2])
    number = int(user.split("Farmers cut ")[1].split()[0])
    fields = list(asked["response_format"]["json_schema"]["schema"]["properties"])
    wrong = ("carelessly" in system or fields[0] != "quote") and number in CARELESS
    told = {"quote": f"Farmers cut {number} tonnes of rye.", "crop": "rye", "tonnes": number + 5 * wrong}
    return completion(json.dumps(told))


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def extract(capsys, monkeypatch):
    """Run the command in this process, which saves the second that it takes to start one."""

    def run(*words, **environment):
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["extract", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return Done(ended.value.code or 0, *capsys.readouterr())

    return run


@pytest.fixture
def gated(tmp_path, extract):
    """A task root with gold, two prompts, and a server behind its provider; calls the command there."""
    root = tmp_path / "root"
    shutil.copytree(TINY, root)
    prompt = (root / "prompts" / "harvest" / "v1.md").read_text(encoding="utf-8")
    second = prompt.replace("version: v1", "version: v2").replace("Say which", "Say carelessly which")
    (root / "prompts" / "harvest" / "v2.md").write_text(second, encoding="utf-8")
    for folder in ("articles", "gold"):
        (root / "seeds" / "harvest" / folder).mkdir(parents=True, exist_ok=True)
    for number in range(COUNT):
        (root / "seeds" / "harvest" / "articles" / f"{number:02}.txt").write_text(sentence(number), encoding="utf-8")
        gold = root / "seeds" / "harvest" / "gold" / f"{number:02}.json"
        gold.write_text(json.dumps(gold_of(number)), encoding="utf-8")
    with serving(answer) as server:
        (root / "extractor.toml").write_text(
            'task = "harvest"\nprovider = "mini"\n[providers.mini]\nkind = "openai"\n'
            f'base_url = "{server.url}"\nmodel = "loopback-1"\nconcurrency = 4\n'
            "price = { input = 1.0, output = 2.0 }\n",
            encoding="utf-8",
        )

        def evaluate(*words, cache="cache"):
            out = tmp_path / "out"
            return extract("eval", "--root", root, "--out", out, *words, EXTRACT_CACHE=str(tmp_path / cache))

        def diff(*words):
            return extract("diff", "--root", root, *words, EXTRACT_CACHE=str(tmp_path / "cache"))

        evaluate.root, evaluate.out, evaluate.diff, evaluate.server = root, tmp_path / "out", diff, server
        yield evaluate


def accepted(gated):
    """The baseline of the first prompt, accepted."""
    assert gated("--prompt", "v1", "--update-baseline").returncode == 0
    return gated.root / "evals" / "harvest" / "baselines" / "mini-v1"


def test_an_equal_run_passes_and_a_worse_prompt_fails(gated):
    """Exit 0 against its own baseline; exit 1 for the prompt that loses four of twelve counts, naming field and flips."""
    baseline = accepted(gated)
    same = gated("--prompt", "v1")
    assert (same.returncode, "failed" in same.stderr) == (0, False), same.stderr
    worse = gated("--prompt", "v2", "--baseline", baseline, "--json")
    assert worse.returncode == 1, worse.stderr
    assert "failed regression tonnes: -0.333" in worse.stderr
    report = json.loads(worse.stdout)
    assert report["passed"] is False
    assert {
        (flip["article_id"], flip["gold"], flip["after"]) for flip in report["flips"] if flip["path"] == "tonnes"
    } == {(text_id(sentence(number)), number, number + 5) for number in CARELESS}


def test_a_missing_completion_is_incomplete_whatever_the_baseline(gated):
    """Exit 3, no score; and an incomplete evaluation is never accepted."""
    accepted(gated)
    done = gated("--prompt", "v1", "--offline", cache="empty")
    assert (done.returncode, "12 of 12 articles have no answer" in done.stderr) == (3, True)
    refused = gated("--prompt", "v1", "--offline", "--update-baseline", cache="empty")
    assert (refused.returncode, "an incomplete evaluation is never accepted" in refused.stderr) == (3, True)


def test_accepting_says_what_it_forgives(gated):
    """A worse run may become the baseline, and every gate it fails is printed."""
    baseline = accepted(gated)
    done = gated("--prompt", "v2", "--baseline", baseline, "--update-baseline")
    assert done.returncode == 0, done.stderr
    assert "forgiven: regression tonnes" in done.stderr
    assert (baseline.parent / "mini-v2" / "ledger.jsonl").is_file()
    assert gated("--prompt", "v2").returncode == 0


def test_a_pin_and_a_floor_stop_a_release_without_a_baseline(gated):
    """A pinned slot that is wrong fails, and so does a headline below its floor."""
    evals = gated.root / "evals" / "harvest"
    evals.mkdir(parents=True, exist_ok=True)
    pin = f'[[pin]]\narticle = "{text_id(sentence(2))}"\nslot = "tonnes"\ncase = "small numbers"\n'
    (evals / "pins.toml").write_text(pin, encoding="utf-8")
    (evals / "scoring.toml").write_text("[floors]\nheadline = 0.95\n", encoding="utf-8")
    assert gated("--prompt", "v1").returncode == 0
    done = gated("--prompt", "v2")
    assert done.returncode == 1
    assert "failed pin" in done.stderr
    assert "small numbers: INC, gold 2, predicted 7" in done.stderr
    assert "failed floor headline" in done.stderr


def test_several_prompts_make_a_leaderboard(gated):
    """The best headline first, with cost and seconds; each evaluation has a folder of its own."""
    done = gated("--prompt", "v2", "--prompt", "v1", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [place["name"] for place in told["leaderboard"]] == ["mini-v1", "mini-v2"]
    assert told["leaderboard"][0]["headline"] == 1.0
    assert told["leaderboard"][0]["cost_usd"] == pytest.approx(COUNT * (1000 * 1.0 + 100 * 2.0) / 1e6)
    assert told == json.loads((gated.out / "report.json").read_text(encoding="utf-8"))
    assert sorted(path.parent.name for path in gated.out.glob("*/ledger.jsonl")) == ["mini-v1", "mini-v2"]
    assert gated("--prompt", "v1", "--prompt", "v2", "--baseline", gated.out / "mini-v1").returncode == 2


def test_a_part_and_slices(gated):
    """--part takes the gold that is marked so; --by gives the figures of each tag."""
    done = gated("--prompt", "v2", "--part", "dev", "--by", "tag,split", "--json")
    report = json.loads(done.stdout)
    assert report["articles"] == 8
    told = {(row["by"], row["value"]): (row["articles"], row["micro_f"]) for row in report["slices"]}
    assert told["tag", "even"] == (4, pytest.approx(1 - 1 / 16))
    assert told["tag", "odd"] == (4, pytest.approx(1 - 2 / 16))
    assert [key for key in told if key[0] == "split"] == [("split", "dev")]
    wrong = gated("--prompt", "v1", "--by", "weather")
    assert (wrong.returncode, "--by 'weather'" in wrong.stderr) == (2, True)


# ── extract diff ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_prompts_on_gold(gated):
    """The worse prompt exits 1; each flip has gold, both answers and the words behind them. The other way round exits 0."""
    done = gated.diff("v1", "v2", "--json")
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    [tonnes] = [row for row in told["moved"] if row["name"] == "tonnes"]
    assert (tonnes["before"], round(tonnes["after"], 3), tonnes["lost"], tonnes["won"]) == (1.0, 0.667, 4, 0)
    flip = next(flip for flip in told["flips"] if flip["gold"] == 2 and flip["path"] == "tonnes")
    assert (flip["before"], flip["after"], flip["lost"]) == (2, 7, True)
    assert flip["before_quote"] == flip["after_quote"] == "Farmers cut 2 tonnes of rye."
    assert "worse by the rules" in done.stderr
    assert gated.diff("v2", "v1").returncode == 0
    assert gated.diff("v1", "v1").returncode == 0


def test_two_evaluations_are_compared_by_their_ledgers(gated):
    """Folders of `extract eval` need no gold and no call."""
    assert gated("--prompt", "v1", "--prompt", "v2").returncode == 0
    shutil.rmtree(gated.root / "seeds")
    done = gated.diff(gated.out / "mini-v1", gated.out / "mini-v2")
    assert done.returncode == 1, done.stderr
    assert "failed tonnes: -0.333" in done.stderr


def test_two_prompts_on_a_sample_without_gold(gated, tmp_path):
    """Without gold nothing is better or worse: what changed is counted, the cost of the rest is told, exit 0."""
    news = tmp_path / "news"
    news.mkdir()
    for number in range(2, 30):
        (news / f"{number}.txt").write_text(sentence(number) + " It rained.", encoding="utf-8")
    done = gated.diff("v1", "v2", "--on", news, "--sample", "20", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["articles"], told["with_gold"], told["passed"]) == (20, 0, None)
    changed = {row["path"]: row["changed"] for row in told["changed"]}
    assert 0 < changed["tonnes"] <= 4
    assert changed["crop"] == 0
    assert {flip["path"] for flip in told["flips"]} == {"tonnes"}
    assert {(flip["gold"], flip["lost"], flip["won"]) for flip in told["flips"]} == {(None, False, False)}
    assert (told["rerun"]["articles"], told["rerun"]["served"]) == (8, 20)
    assert told["rerun"]["usd"]["middle"] == pytest.approx(8 * (1000 * 1.0 + 100 * 2.0) / 1e6, rel=0.3)
    again = gated.diff("v1", "v2", "--on", news, "--sample", "20", "--json", "--offline")
    assert json.loads(again.stdout)["changed"] == told["changed"]


def test_two_runs_are_compared_on_what_they_hold(gated, extract, tmp_path):
    """Folders of `extract run` over gold articles are scored by the gold; over others, what changed is counted."""
    articles = gated.root / "seeds" / "harvest" / "articles"
    for version in ("v1", "v2"):
        words = ("--root", gated.root, "--prompt", version, "--out", tmp_path / version)
        assert extract("run", articles, *words, EXTRACT_CACHE=str(tmp_path / "cache")).returncode == 0
    done = gated.diff(tmp_path / "v1", tmp_path / "v2")
    assert (done.returncode, "12 with gold" in done.stderr) == (1, True), done.stderr
    shutil.rmtree(gated.root / "seeds" / "harvest" / "gold")
    done = gated.diff(tmp_path / "v1", tmp_path / "v2")
    assert (done.returncode, "none with gold" in done.stderr) == (0, True), done.stderr


WRONG = [
    (("v1", "v9"), "has no prompt 'v9'"),
    (("v1", "{out}"), "expected two folders"),
    (("{out}", "{out}"), "has no records.jsonl"),
    (("v1", "v2", "--sample", "3"), "name it with --on"),
]


@pytest.mark.parametrize(("words", "message"), WRONG, ids=[row[1] for row in WRONG])
def test_what_cannot_be_compared_is_named(gated, tmp_path, words, message):
    """Exit 2 and the next step."""
    (tmp_path / "empty").mkdir()
    done = gated.diff(*(word.format(out=tmp_path / "empty") for word in words))
    assert (done.returncode, message in done.stderr) == (2, True), done.stderr


# ── probes and agreement ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_probe_counts_what_flips(gated):
    """A model that guesses the count before it has quoted the sentence: only the order of the fields shows it."""
    done = gated("--prompt", "v1", "--probe", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [(probe["probe"], probe["values"], probe["flipped"]) for probe in told["probes"]] == [
        ("label order reversed", COUNT * 4, 0),
        ("neutral label names", COUNT * 4, 0),
        ("examples reversed", COUNT * 4, 0),
        ("fields reversed", COUNT * 4, len(CARELESS)),
    ]
    assert [field["path"] for field in told["probes"][3]["fields"] if field["changed"]] == ["tonnes"]
    assert told["probes"][3]["headline"] < told["headline"] == 1.0
    assert json.loads((gated.out / "probes.json").read_text(encoding="utf-8")) == told


def test_two_prompts_tell_which_values_to_look_at(gated):
    """Where two answers differ, the first is wrong four times; where they agree, never."""
    done = gated("--prompt", "v2", "--prompt", "v1", "--agreement", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["answers"], told["values"], told["errors"]) == (2, COUNT * 4, len(CARELESS))
    assert [(level["agreement"], level["values"], level["right"]) for level in told["reliability"]] == [
        (0.0, 4, 0),
        (1.0, COUNT * 4 - 4, COUNT * 4 - 4),
    ]
    assert told["reviewed"] == pytest.approx(2 / (COUNT * 4))


def test_samples_are_asked_apart(gated):
    """Three samples are three calls an article; the next run takes all of them from disk. One answer is no agreement."""
    assert gated("--prompt", "v1", "--samples", "3").returncode == 0
    again = gated("--prompt", "v1", "--samples", "3", "--offline", "--json")
    assert json.loads(again.stdout)["answers"] == 3
    more = gated("--prompt", "v1", "--samples", "4", "--offline")
    assert (more.returncode, "12 articles have no answer" in more.stderr) == (3, True)
    alone = gated("--prompt", "v1", "--agreement")
    assert (alone.returncode, "--samples 5" in alone.stderr) == (2, True)
