"""Five events, one of them invalid: the built-in task, a real run, what reaches the records and the manifest."""

from __future__ import annotations

import json

import pytest

from tests.conftest import ROOT, SEEDS
from tests.loopback import completion, serving
from tests.test_cli import extract

SEED = "000_cfa17019f7f5c7d8"
REPLY = json.loads((ROOT / "tests" / "data" / "handwritten" / f"{SEED}.json").read_text(encoding="utf-8"))["reply"]
BROKEN = 3


def reply(*, broken=(BROKEN,), only=None):
    """The hand-written reply of a seed with its main event five times over, some of them with an unknown realis."""
    [main] = [event for event in REPLY["events"] if event["is_main"]]
    events = [{**main, "is_main": number == 0, "duration_minutes": number} for number in range(5)]
    for number in broken:
        events[number]["realis"] = "perhaps"
    kept = events if only is None else [events[number] for number in only]
    return completion(json.dumps({**REPLY, "events": kept}))


@pytest.fixture
def run(tmp_path):
    """One run over the seed against a script; its exit code, its line, its manifest, what was asked."""

    def ran(*answers):
        with serving(lambda _asked, number: answers[min(number, len(answers)) - 1]) as server:
            config = tmp_path / "extractor.toml"
            config.write_text(
                f'provider = "mini"\n[providers.mini]\nkind = "openai"\nbase_url = "{server.url}"\nmodel = "loopback-1"\n',
                encoding="utf-8",
            )
            done = extract("run", SEEDS / f"{SEED}.txt", "--out", tmp_path / "out", "--config", config)
            asked = list(server.requests)
        line = json.loads((tmp_path / "out" / "records.jsonl").read_text(encoding="utf-8"))
        manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
        return done.returncode, line, manifest["this_run"], asked

    return ran


def test_the_one_is_asked_for_again_and_put_in_its_place(run):
    """Two calls; five events in the order of the first reply; the tokens of the re-ask apart."""
    code, line, told, asked = run(reply(), reply(broken=(), only=[BROKEN]))
    assert (code, line["state"], line["attempts"], len(asked)) == (0, "ok", 2, 2)
    assert [event["duration_minutes"] for event in line["record"]["events"]] == [0, 1, 2, 3, 4]
    complaint = asked[1]["messages"][-1]["content"]
    assert "events[3].realis" in complaint.replace("events[3]: realis", "events[3].realis")
    assert "'perhaps'" in complaint
    assert "salvaged" not in {warning["code"] for warning in line["warnings"]}
    assert (told["tokens"]["first"]["input"], told["tokens"]["reasked"]["input"]) == (1000, 1000)


def test_four_are_kept_and_the_ledger_says_so(run):
    """When the fifth never fits: a record of four, a warning that names the fifth and its fault, exit 0."""
    code, line, told, asked = run(reply(), reply(only=[BROKEN]))
    assert (code, line["state"]) == (0, "ok")
    assert [event["duration_minutes"] for event in line["record"]["events"]] == [0, 1, 2, 4]
    [warning] = [warning for warning in line["warnings"] if warning["code"] == "salvaged"]
    assert warning["message"].startswith("events[3] of 5 left out: realis: ")
    assert line["attempts"] == len(asked) <= 3
    assert told["tokens"]["reasked"]["input"] == 1000 * (len(asked) - 1)


def test_without_its_main_event_a_reply_is_none(run):
    """The rules of the whole hold for what is left: nothing is promoted in its place."""
    code, line, _, _ = run(reply(broken=(0,)), reply(broken=(0,), only=[0]))
    assert (code, line["state"], line["record"]) == (1, "invalid", None)
    assert "events[0]: realis" in line["error"]["message"]
