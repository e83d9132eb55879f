"""Evaluations and comparisons under which something is wrong: the setup, a provider, the gold, a folder."""

from __future__ import annotations

import json
import shutil
import signal

import pytest

from extractor.models import text_id
from tests import test_trials
from tests.loopback import Answer, completion, fault
from tests.test_run import sentence
from tests.test_stops import running, until
from tests.test_trials import COUNT, answer, gold_of

gated = test_trials.gated  # the fixtures: a task root with gold and two prompts, the second one careless
extract = test_trials.extract


def number_of(asked):
    """The article that a request is about."""
    return int(asked["messages"][1]["content"].split("Farmers cut ")[1].split()[0])


def standards(gated, **files):
    """Write files of the task's folder in evals/."""
    folder = gated.root / "evals" / "harvest"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def gold_file(gated, number, **changed):
    """Write a gold file anew with another record."""
    whole = gold_of(number)
    path = gated.root / "seeds" / "harvest" / "gold" / f"{number:02}.json"
    path.write_text(json.dumps({**whole, "record": {**whole["record"], **changed}}), encoding="utf-8")


# ── wrong before anything is asked ────────────────────────────────────────────────────────────────────────────────

PIN = '[[pin]]\narticle = "{}"\nslot = "{}"\ncase = "x"\n'
SETUPS = [
    ("scoring", "[weights]\ntons = 2\n", "weights.'tons' is no figure that has weights; did you mean 'tonnes'?"),
    ("scoring", "[floors]\ninvention_rate = 0.1\n", "floors.'invention_rate' is no figure that has floors; there is"),
    ("scoring", "[limits]\nfield = 2\n", "limits.field: Input should be less than or equal to 1"),
    ("pins", PIN.format("beef", "tonnes"), "article 'beef' (x): no gold file annotates it; mend the pin"),
    ("pins", PIN.format(text_id(sentence(2)), "tons"), "tons' (x): gold scores no such slot"),
    ("pins", PIN.format(text_id(sentence(3)), "crop"), "crop' (x): gold scores no such slot"),
]


@pytest.mark.parametrize(("name", "text", "message"), SETUPS, ids=[row[2][:40] for row in SETUPS])
def test_wrong_standards_stop_before_anything_is_asked(gated, name, text, message):
    """Exit 2 naming file and key, and not one request, as long as the mistake can be known without an answer."""
    gold_file(gated, 3, crop={"unscored": "the sentence is garbled"})
    standards(gated, **{name: text})
    done = gated("--prompt", "v1")
    assert (done.returncode, message in done.stderr, f"{name}.toml" in done.stderr) == (2, True, True), done.stderr
    assert gated.server.requests == []


def test_wrong_flags_stop_before_anything_is_asked(gated, tmp_path):
    """A second prompt that is not there, a slice of nothing, an --out of a run or in the way of a file: exit 2, no request."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "manifest.json").write_text("{}", encoding="utf-8")
    wrong = [
        (("--prompt", "v1", "--prompt", "v9"), "has no prompt 'v9'"),
        (("--prompt", "v1", "--by", "weather"), "--by 'weather': expected one of tag, origin, split, tonnes, large"),
        (("--prompt", "v1", "--out", tmp_path / "file" / "deep"), "Name another folder with --out"),
        (("--prompt", "v1", "--out", tmp_path / "run"), "holds a run, whose records would be lost"),
        (("--prompt", "v1", "--probe", "--update-baseline"), "--probe: no use for --update-baseline"),
    ]
    for words, message in wrong:
        done = gated(*words)
        assert (done.returncode, message in done.stderr) == (2, True), done.stderr
    assert gated.diff("v1", "v9").returncode == 2
    assert gated.server.requests == []


def test_an_article_of_gold_is_read_letter_for_letter(gated, extract):
    """A page whose text is another than what was annotated would be lost without a word: exit 2 with the next step."""
    page = f"<html><body><article><p>{sentence(2)}</p></article></body></html>"
    (gated.root / "seeds" / "harvest" / "articles" / "02.html").write_text(page, encoding="utf-8")
    gold = {**gold_of(2), "article": "02.html", "article_id": text_id(page)}
    (gated.root / "seeds" / "harvest" / "gold" / "02.json").write_text(json.dumps(gold), encoding="utf-8")
    done = gated("--prompt", "v1")
    assert (done.returncode, "02.json: 02.html is not read letter for letter" in done.stderr) == (2, True), done.stderr
    assert "02.html is not read" in extract("gold", "check", "--root", gated.root).stderr


def test_gold_check_finds_a_pin_without_an_article(gated, extract):
    """A pin whose article the task's gold lacks is a fault; of other gold nothing is pinned."""
    standards(gated, pins=PIN.format("beef", "tonnes"))
    done = extract("gold", "check", "--root", gated.root)
    assert (done.returncode, "pins.toml: beef tonnes: gold scores no such slot" in done.stderr) == (1, True)
    shutil.copytree(gated.root / "seeds" / "harvest", gated.root / "other")
    assert extract("gold", "check", gated.root / "other" / "gold", "--root", gated.root).returncode == 0


# ── a matrix ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_prompt_named_twice_is_one_evaluation(gated):
    """No matrix of equals, no agreement with itself."""
    done = gated("--prompt", "v1", "--prompt", "v1", "--json")
    assert json.loads(done.stdout)["name"] == "mini-v1"
    assert len(gated.server.requests) == COUNT
    alone = gated("--prompt", "v1", "--prompt", "v1", "--agreement")
    assert (alone.returncode, "agreement needs several answers" in alone.stderr) == (2, True)


def test_a_matrix_leaves_no_ledger_of_an_earlier_evaluation(gated):
    """Beside the leaderboard lies nothing that belongs to one evaluation only."""
    gated("--prompt", "v1")
    assert (gated.out / "ledger.jsonl").is_file()
    gated("--prompt", "v1", "--prompt", "v2")
    assert sorted(path.name for path in gated.out.iterdir() if path.is_file()) == [
        "junit.xml",
        "report.html",
        "report.json",
        "report.md",
    ]


def test_ctrl_c_keeps_what_a_matrix_has_finished(gated, tmp_path):
    """The evaluation that ended is on disk when the next one is interrupted: exit 3; again, and only the rest is asked."""

    def stuck(asked, number):
        return Answer(hang=True) if "carelessly" in asked["messages"][0]["content"] else answer(asked, number)

    gated.server.follow(stuck)
    words = ["eval", "--root", gated.root, "--out", gated.out, "--prompt", "v1", "--prompt", "v2"]
    with running(words, EXTRACT_CACHE=str(tmp_path / "cache")) as process:
        until(lambda: len(gated.server.requests) > COUNT)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert (process.returncode, "run the same command to continue" in said, "Traceback" in said) == (3, True, False), (
        said
    )
    assert "mini-v2: 12 articles" in said
    assert len((gated.out / "mini-v1" / "ledger.jsonl").read_text(encoding="utf-8").splitlines()) == COUNT * 5
    gated.server.follow(answer)
    assert gated("--prompt", "v1", "--prompt", "v2").returncode == 0
    assert len(gated.server.requests) == COUNT


# ── providers that fail ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_server_that_fails_for_half_of_the_articles_gets_no_score(gated):
    """Exit 3, no figure in any report, nothing accepted as a baseline; the reports are there and say so."""
    gated.server.follow(lambda asked, number: fault(400) if number_of(asked) % 2 else answer(asked, number))
    done = gated("--prompt", "v1", "--update-baseline", "--json")
    assert done.returncode == 3, done.stderr
    report = json.loads(done.stdout)
    assert [report[name] for name in ("complete", "passed", "headline", "micro_f", "exact_articles")] == [
        False,
        *[None] * 4,
    ]
    assert report["states"] == {"ok": 6, "transport": 6}
    assert (gated.out / "report.html").is_file()
    assert not (gated.root / "evals").exists()


def test_a_model_that_never_fits_the_schema_has_lost_everything(gated):
    """Every figure that is defined is 0, the invention rate is undefined, and every report can be written."""
    gated.server.follow(lambda *_: completion("no record at all"))
    report = json.loads(gated("--prompt", "v1", "--json").stdout)
    assert [report[name] for name in ("headline", "micro_f", "per_article_mean", "exact_articles")] == [0, 0, 0, 0]
    assert (report["invention_rate"], report["fields"]["tonnes"]["MIS"]) == (None, COUNT)


def test_a_reply_that_a_probe_breaks_has_flipped(gated):
    """A model that answers nonsense once the fields are turned has changed every value, not none; so has a prompt without gold."""

    def confused(asked, number):
        fields = list(asked["response_format"]["json_schema"]["schema"]["properties"])
        return answer(asked, number) if fields[0] == "quote" else completion("what?")

    gated.server.follow(confused)
    told = json.loads(gated("--prompt", "v1", "--probe", "--json").stdout)
    assert [(probe["values"], probe["flipped"]) for probe in told["probes"]] == [(COUNT * 4, 0)] * 3 + [
        (COUNT * 4,) * 2
    ]


def test_agreement_counts_a_failed_answer_as_another_one(gated):
    """Values that the second prompt never gives are values it does not agree with."""

    def failing(asked, number):
        return completion("what?") if "carelessly" in asked["messages"][0]["content"] else answer(asked, number)

    gated.server.follow(failing)
    told = json.loads(gated("--prompt", "v1", "--prompt", "v2", "--agreement", "--json").stdout)
    assert (told["values"], told["agreement"]) == (COUNT * 4, 0.0)


def test_samples_at_temperature_0_are_warned_of(gated):
    """They hardly differ; at another temperature nothing is said."""
    assert "temperature 0: samples will hardly differ" in gated("--prompt", "v1", "--samples", "2").stderr
    config = gated.root / "extractor.toml"
    config.write_text(config.read_text(encoding="utf-8") + "temperature = 0.7\n", encoding="utf-8")
    assert "hardly differ" not in gated("--prompt", "v1", "--samples", "2").stderr


# ── baselines that do not fit ─────────────────────────────────────────────────────────────────────────────────────


def test_a_baseline_of_another_version_can_be_replaced(gated):
    """It stops an evaluation, which says how to accept a new one; that command is not stopped by it, and says what it forgives."""
    baseline = test_trials.accepted(gated)
    report = json.loads((baseline / "report.json").read_text(encoding="utf-8"))
    (baseline / "report.json").write_text(json.dumps({**report, "task": "harvest@9.0"}), encoding="utf-8")
    done = gated("--prompt", "v1")
    assert (done.returncode, "'extract eval --update-baseline'" in done.stderr) == (2, True)
    done = gated("--prompt", "v1", "--update-baseline")
    assert (done.returncode, "forgiven: regression baseline: nothing was held to it" in done.stderr) == (0, True)
    assert gated("--prompt", "v1").returncode == 0


def test_what_the_baseline_does_not_hold_is_said(gated):
    """An article added since, and one whose gold was rewritten, are held to nothing: a warning, not a pass without a word."""
    (gated.root / "seeds" / "harvest" / "gold" / "07.json").unlink()
    baseline = test_trials.accepted(gated)
    gold_file(gated, 7)
    gold_file(gated, 2, tonnes=7)  # what the second prompt says
    done = gated("--prompt", "v2", "--baseline", baseline, "--json")
    assert (
        "warning regression articles: 10 of 12 articles are held to the baseline: it lacks 1, and was scored with other"
        in (done.stderr)
    )
    assert {flip["article_id"] for flip in json.loads(done.stdout)["flips"]} == {text_id(sentence(at)) for at in (3, 5)}


def test_a_baseline_of_a_part_is_no_baseline_of_the_rest(gated):
    """Accepting it says how many articles are dropped; the other part is warned; to name it for that part is refused."""
    baseline = test_trials.accepted(gated)
    done = gated("--prompt", "v1", "--part", "dev", "--update-baseline")
    assert "forgiven: coverage baseline: 4 articles of the former baseline are not in this evaluation" in done.stderr
    done = gated("--prompt", "v1", "--part", "held")
    assert (done.returncode, "0 of 4 articles are held to the baseline" in done.stderr) == (0, True), done.stderr
    named = gated("--prompt", "v1", "--part", "held", "--baseline", baseline)
    assert (named.returncode, "has none of the 4 articles" in named.stderr) == (2, True)


def test_a_class_of_the_record_itself_slices_too(gated):
    """A task without lists of objects is sliced by its own fields, as gold has them."""
    report = json.loads(gated("--prompt", "v2", "--by", "large", "--json").stdout)
    assert [(row["by"], row["value"], row["articles"]) for row in report["slices"]] == [("large", "false", COUNT)]


# ── extract diff ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def runs(gated, extract, tmp_path):
    """Two runs over copies of the gold articles, the second one careless, and a way to rewrite the second one's lines."""
    shutil.copytree(gated.root / "seeds" / "harvest" / "articles", tmp_path / "news")
    for version in ("v1", "v2"):
        words = ("--root", gated.root, "--prompt", version, "--out", tmp_path / version)
        assert extract("run", tmp_path / "news", *words, EXTRACT_CACHE=str(tmp_path / "cache")).returncode == 0

    def compared(*words, **changed):
        path = tmp_path / "v2" / "records.jsonl"
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        path.write_text("".join(json.dumps({**line, **changed}) + "\n" for line in lines), encoding="utf-8")
        return gated.diff(tmp_path / "v1", tmp_path / "v2", *words)

    compared.news, compared.second = tmp_path / "news", tmp_path / "v2" / "records.jsonl"
    return compared


def test_runs_whose_articles_were_moved_keep_their_gold(runs):
    """Gold has the text of its articles: twelve are compared with it wherever the run read them."""
    before = json.loads(runs("--json").stdout)
    shutil.rmtree(runs.news)
    done = runs("--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["with_gold"], told["moved"]) == (1, 12, before["moved"])
    assert (before["rerun"]["served"], told["rerun"]) == (12, None)


def test_an_article_that_failed_for_our_sake_is_left_out(runs):
    """A time-out is not the model's fault: no slot of the article is lost, and figures before and after are of the others."""
    lines = [json.loads(line) for line in runs.second.read_text(encoding="utf-8").splitlines()]
    lines[0] |= {"state": "timeout", "record": None, "evidence": []}
    lost = lines[0]["article_id"]
    runs.second.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    done = runs("--json")
    told = json.loads(done.stdout)
    assert (told["articles"], told["unanswered"], told["with_gold"]) == (11, 1, 11)
    assert "left out: 1 articles without an answer" in done.stderr
    assert lost not in {flip["article_id"] for flip in told["flips"]}
    assert all(row["after"] - row["before"] == pytest.approx(row["change"]) for row in told["moved"])
    assert runs(state="quota", record=None, evidence=[]).returncode == 3


def test_a_model_that_failed_has_lost_what_it_said_before(runs):
    """Refused on the second side: every slot of every article is lost against gold, and changed without gold."""
    told = json.loads(runs("--json", state="refused", record=None, evidence=[]).stdout)
    assert (told["passed"], [row["after"] for row in told["moved"]]) == (False, [0.0] * 7)
    assert {row["path"]: (row["slots"], row["changed"]) for row in told["changed"]} == dict.fromkeys(
        ("quote", "crop", "tonnes", "large"), (12, 12)
    )


def test_records_of_another_task_or_version_are_not_compared(runs):
    """Exit 2 naming both; a minor version more is the same form."""
    for schema, task in (("other@1.0", "other"), ("harvest@2.0", "harvest")):
        done = runs(schema=schema, task=task)
        told = "records are compared within one task and one major version"
        assert (done.returncode, schema in done.stderr, told in done.stderr) == (2, True, True), done.stderr
    assert runs(schema="harvest@1.1", task="harvest").returncode == 1


def test_a_provider_or_prompt_of_elsewhere_only_takes_the_estimate(runs):
    """Two folders are compared where neither can be asked again; what that would cost is then not told."""
    done = runs("--json", provider="theirs", prompt="v7")
    assert (done.returncode, json.loads(done.stdout)["rerun"]) == (1, None), done.stderr


def test_gold_that_is_named_must_be_there_and_none_of_ones_own_is_no_fault(runs, gated):
    """A mistyped --gold is exit 2; a task whose folder of gold is still empty has nothing to compare with."""
    assert runs("--gold", "nowhere").returncode == 2
    for path in (gated.root / "seeds" / "harvest" / "gold").iterdir():
        path.unlink()
    done = runs()
    assert (done.returncode, "none with gold" in done.stderr, "gold 2" in done.stderr) == (0, True, False), done.stderr


def test_prompts_without_answers_are_incomplete(gated, extract, tmp_path):
    """Offline with nothing on disk: exit 3 with the command to repeat, as for an evaluation."""
    done = extract("diff", "v1", "v2", "--offline", "--root", gated.root, EXTRACT_CACHE=str(tmp_path / "empty"))
    assert (done.returncode, "prompt 'v1': 12 articles have no answer" in done.stderr) == (3, True), done.stderr


def test_what_articles_say_does_not_steer_the_terminal(gated):
    """An escape sequence in a value is shown by its number."""
    crop = {"v1": "rye", "v2": "\x1b[31moats"}

    def steering(asked, _number):
        version = "v2" if "carelessly" in asked["messages"][0]["content"] else "v1"
        return completion(
            json.dumps(
                {
                    "quote": f"Farmers cut {number_of(asked)} tonnes of rye.",
                    "crop": crop[version],
                    "tonnes": number_of(asked),
                }
            )
        )

    gated.server.follow(steering)
    said = gated.diff("v1", "v2").stderr
    assert ("\x1b" in said, "⟨U+001B⟩[31moats" in said) == (False, True), said


# ── the gate's self-test, on recorded replies ─────────────────────────────────────────────────────────────────────


def test_recorded_replies_pass_fail_are_missed_and_gold_is_refused(gated, extract, runs, tmp_path):
    """Replayed without a server: equal replies exit 0, those of a careless prompt 1, a missing one 3, broken gold 2."""
    recorded = tmp_path / "recorded"
    recorded.mkdir()
    for version in ("v1", "v2"):
        words = (tmp_path / version, recorded / f"{version}.jsonl", "--root", gated.root)
        assert extract("cache", "export", *words, EXTRACT_CACHE=str(tmp_path / "cache")).returncode == 0
    config = gated.root / "extractor.toml"
    mini = config.read_text(encoding="utf-8").replace('kind = "openai"', f'kind = "replay"\nrecordings = "{recorded}"')
    config.write_text(mini, encoding="utf-8")
    gated.server.follow(lambda *_: fault(500))
    baseline = test_trials.accepted(gated)
    assert gated("--prompt", "v1").returncode == 0
    assert gated("--prompt", "v2", "--baseline", baseline).returncode == 1
    lines = (recorded / "v1.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (recorded / "v1.jsonl").write_text("".join(lines[1:]), encoding="utf-8")
    missed = gated("--prompt", "v1")
    assert (missed.returncode, "1 of 12 articles have no answer" in missed.stderr) == (3, True)
    gold_file(gated, 4, tonnes="many")
    broken = gated("--prompt", "v1")
    assert (broken.returncode, "04.json" in broken.stderr) == (2, True)
    assert "tonnes: Input should be" in broken.stderr
    assert gated.server.requests == []


def test_many_failed_gates_do_not_flood_the_console(gated):
    """Twenty are printed, failures first; report.md has all."""
    pins = "".join(PIN.format(text_id(sentence(at)), slot) for at in range(COUNT) for slot in ("crop", "tonnes"))
    standards(gated, pins=pins)
    gated.server.follow(lambda *_: completion("what?"))
    done = gated("--prompt", "v1")
    assert (done.returncode, done.stderr.count("failed pin")) == (1, 20)
    assert "… and 4 more in report.md" in done.stderr
    assert (gated.out / "report.md").read_text(encoding="utf-8").count("| pin |") == 24
