"""The command as people and scripts use it: exit codes, streams, messages."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.cli import app
from tests.conftest import ROOT, SEEDS, TINY
from tests.loopback import Answer, completion, fault, serving
from tests.test_run import answer_to, sentence

EXTRACT = [sys.executable, "-m", "extractor"]


def extract(*words, cwd=None, limit_s=120, **environment):
    """Run the command in a process of its own."""
    env = {**os.environ, "NO_COLOR": "1", "COLUMNS": "140", **environment}
    return subprocess.run(
        [*EXTRACT, *map(str, words)], capture_output=True, text=True, cwd=cwd, env=env, timeout=limit_s, check=False
    )


@pytest.fixture
def configured(tmp_path):
    """A configuration whose provider `mini` is at an address."""

    def write(url, **keys):
        lines = [
            f"{name} = {json.dumps(value)}" for name, value in {"model": "loopback-1", "timeout_s": 5.0, **keys}.items()
        ]
        path = tmp_path / "my.toml"
        path.write_text(
            'task = "harvest"\nprovider = "mini"\n[providers.mini]\nkind = "openai"\n'
            f'base_url = "{url}"\n' + "\n".join(lines),
            encoding="utf-8",
        )
        return path

    return write


@pytest.fixture
def news(tmp_path):
    """A folder of twenty articles."""
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(20):
        (folder / f"{number:02d}.txt").write_text(sentence(number), encoding="utf-8")
    return folder


def test_help_loads_no_client_library():
    """--help answers without openai, instructor, scipy or the HTML reader."""
    code = (
        "import sys\nsys.argv = ['extract', '--help']\n"
        "from extractor.cli import app\n"
        "try:\n    app()\nexcept SystemExit:\n    pass\n"
        "heavy = {'openai', 'instructor', 'scipy', 'trafilatura', 'pydantic', 'diskcache'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "run" in done.stdout


def test_the_rules_load_no_client_library():
    """A run without a model never imports openai."""
    code = (
        "import sys\n"
        f"sys.argv = ['extract', 'run', {str(SEEDS)!r}, '--out', sys.argv[1], '--limit', '1']\n"
        "from extractor.cli import app\n"
        "try:\n    app()\nexcept SystemExit as end:\n    assert end.code == 0, end.code\n"
        "assert not {'openai', 'instructor'} & set(sys.modules)\n"
    )
    out = Path(os.environ["EXTRACT_CACHE"]) / "out"
    done = subprocess.run([sys.executable, "-c", code, str(out)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_seeds_run_with_no_key_and_no_configuration(tmp_path):
    """Exit 0; people's words on stderr, nothing on stdout, and it says that no model was called."""
    done = extract("run", SEEDS, "--out", tmp_path / "out", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    for words in (
        "No model was called",
        "call/video",
        "2022-01-06 (weekday)",
        "JPN–TUR",
        f"{len(list(SEEDS.iterdir()))} inputs: ",
        "and 46 more in",
        "records.jsonl",
    ):
        assert words in done.stderr
    lines = (tmp_path / "out" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(list(SEEDS.iterdir())) == 71


def test_json_goes_to_stdout(tmp_path):
    """--json prints the manifest and nothing else."""
    done = extract("run", SEEDS, "--out", tmp_path / "out", "--json", "--limit", "1")
    assert json.loads(done.stdout)["counts"]["ok"] == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["run", "nowhere"], "nowhere"),
        (["run", SEEDS, "--provider", "mni"], "did you mean 'mini'?"),
        (["run", SEEDS, "--provider", "mini"], "OPENAI_API_KEY"),
        (["run", SEEDS, "--prompt", "v99"], "there is v1"),
        (["run", SEEDS, "--task", "diplomatic_evnt"], "there is diplomatic_event"),
        (["run", SEEDS, "--config", "none.toml"], "does not exist"),
        (["run", SEEDS, "--root", "/"], "no folder 'schemas'"),
        (["run", SEEDS, "--fresh", "--offline"], "choose one"),
        (["run"], "Missing argument"),
        (["run", SEEDS, "--limit", "0"], "greater than or equal to 1"),
        (["why", "nowhere", "x"], "holds no records.jsonl"),
        (["eval", "--gold", "nowhere"], "nowhere"),
    ],
)
def test_a_mistake_is_one_message_and_exit_2(tmp_path, words, message):
    """Before any article is read, without a traceback, with nothing on stdout and no folder made."""
    done = extract(*words, *(["--out", tmp_path / "out"] if words[0] == "run" else []), cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert not (tmp_path / "out").exists()


def test_a_wrong_base_url_is_found_before_any_article(tmp_path, news, configured):
    """Exit 2, and the message names the address."""
    done = extract(
        "run", news, "--out", tmp_path / "out", "--config", configured("http://127.0.0.1:9/v1"), "--root", TINY
    )
    assert done.returncode == 2
    assert "http://127.0.0.1:9/v1 cannot be reached" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_wrong_key_in_the_file_is_named(tmp_path):
    """The nearest known key is offered."""
    (tmp_path / "my.toml").write_text('providr = "rules"\n', encoding="utf-8")
    done = extract("run", SEEDS, "--config", tmp_path / "my.toml", "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "unknown key 'providr'; did you mean 'provider'?" in done.stderr


def test_a_planted_key_appears_nowhere(tmp_path, news, configured):
    """Not in a record, a trace, a manifest, the cache or any message, whether calls work or fail."""
    key, other, cache = "sk-planted-0123456789", "sk-other-9876543210", tmp_path / "cache"

    def script(asked, number):
        echo = fault(400, message=f"unreadable header Authorization: Bearer {key} or X-Api-Key {other}")
        wrong = fault(401, message=f"Incorrect API key provided: {key}")
        return wrong if number > 6 else echo if number % 2 else answer_to(asked)

    with serving(script) as server:
        config = configured(server.url, api_key_env="PLANTED", concurrency=2)
        config.write_text(
            config.read_text(encoding="utf-8") + '\nheaders = { X-Api-Key = "$OTHER" }\n', encoding="utf-8"
        )
        done = extract(
            "run",
            news,
            "--out",
            tmp_path / "out",
            "--config",
            config,
            "--root",
            TINY,
            PLANTED=key,
            OTHER=other,
            EXTRACT_CACHE=str(cache),
        )
        assert server.headers[0]["Authorization"] == f"Bearer {key}"
        assert server.headers[0]["X-Api-Key"] == other
    assert done.returncode == 3
    assert "[secret]" in (tmp_path / "out" / "records.jsonl").read_text(encoding="utf-8")
    assert key not in done.stderr + done.stdout
    assert other not in done.stderr + done.stdout
    files = [path for folder in (tmp_path / "out", cache) for path in folder.rglob("*") if path.is_file()]
    assert len(files) > 3
    assert [path for path in files if key.encode() in path.read_bytes() or other.encode() in path.read_bytes()] == []


def test_ctrl_c_finishes_what_flies_and_the_same_command_continues(tmp_path, news, configured):
    """Exit 3, the command that continues is printed, and no article is asked twice."""
    with serving(lambda asked, _: Answer(body=answer_to(asked).body, delay_s=0.3)) as server:
        words = [
            "run",
            news,
            "--out",
            tmp_path / "out",
            "--config",
            configured(server.url, concurrency=2),
            "--root",
            TINY,
        ]
        process = subprocess.Popen(
            [*EXTRACT, *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "COLUMNS": "300"},
        )
        while len(server.requests) < 5:
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        asked_before = len(server.requests)
        assert process.returncode == 3, said
        assert "interrupted" in said
        assert f"extract run {news} --out {tmp_path / 'out'}" in said
        counts = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))["counts"]
        assert (counts["ok"], counts["ok"] + counts["pending"]) == (asked_before, 20)
        assert extract(*words).returncode == 0
        assert len(server.requests) == 20


def test_kill_nine_loses_nothing_that_was_paid(tmp_path, news, configured):
    """SIGKILL in mid-run: the next run asks only for what had no completion on disk."""
    with serving(lambda asked, _: Answer(body=answer_to(asked).body, delay_s=0.1)) as server:
        words = [
            "run",
            news,
            "--out",
            tmp_path / "out",
            "--config",
            configured(server.url, concurrency=1),
            "--root",
            TINY,
        ]
        process = subprocess.Popen([*EXTRACT, *map(str, words)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while len(server.requests) < 8:
            time.sleep(0.02)
        process.kill()
        process.wait()
        done = extract(*words)
        assert done.returncode == 0, done.stderr
        # the call that was in the air when the process died is the only one that can be asked twice
        assert len(server.requests) <= 21
    lines = [json.loads(line) for line in (tmp_path / "out" / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    assert sorted(line["path"] for line in lines) == sorted(str(path) for path in news.iterdir())
    assert {line["state"] for line in lines} == {"ok"}


def test_why_tells_where_a_record_came_from_and_what_changed(tmp_path, news, configured):
    """The completion's key, the words behind each value, and the part of the key that a run now would have otherwise."""
    with serving(lambda asked, _: answer_to(asked)) as server:
        config = configured(server.url)
        extract("run", news, "--out", tmp_path / "out", "--config", config, "--root", TINY, "--limit", "3")
        same = extract("why", tmp_path / "out", "01.txt", "--config", config, "--root", TINY)
        other = extract(
            "why", tmp_path / "out", "01.txt", "--config", configured(server.url, model="loopback-2"), "--root", TINY
        )
    assert (same.returncode, other.returncode) == (0, 0), same.stderr + other.stderr
    for words in (
        "harvest@1.0, prompt v1",
        "model loopback-1",
        "1 calls, key",
        "Farmers cut 1 tonnes of rye.",
        "exact",
    ):
        assert words in same.stdout
    assert "would be answered from the cache" in same.stdout
    assert "because this changed: model" in other.stdout
    assert "model: loopback-1 → loopback-2" in other.stdout


def test_why_asks_for_more_when_several_articles_fit(tmp_path):
    """And names some when none does."""
    extract("run", *sorted(SEEDS.glob("00?_*")), "--out", tmp_path / "out")
    assert "fits 5 articles" in extract("why", tmp_path / "out", ".txt").stderr
    assert "no article 'zzz'" in extract("why", tmp_path / "out", "zzz").stderr


def test_recorded_completions_answer_without_a_server(tmp_path, news, configured):
    """What one run paid for is exported and replayed elsewhere, to the same records; a changed prompt is exit 3."""
    said = tmp_path / "said.jsonl"
    with serving(lambda asked, _: answer_to(asked)) as server:
        config = configured(server.url)
        extract("run", news, "--out", tmp_path / "live", "--config", config, "--root", TINY)
        assert extract("cache", "export", tmp_path / "live", said, "--config", config, "--root", TINY).returncode == 0
    text = config.read_text(encoding="utf-8").replace('kind = "openai"', f'kind = "replay"\nrecordings = "{said}"')
    config.write_text(text, encoding="utf-8")
    empty = str(tmp_path / "empty")
    done = extract("run", news, "--out", tmp_path / "again", "--config", config, "--root", TINY, EXTRACT_CACHE=empty)
    assert done.returncode == 0, done.stderr
    one, two = (
        [
            json.loads(line)["record"]
            for line in sorted((tmp_path / out / "records.jsonl").read_text(encoding="utf-8").splitlines())
        ]
        for out in ("live", "again")
    )
    assert one == two
    config.write_text(text.replace('"loopback-1"', '"loopback-2"'), encoding="utf-8")
    missing = extract("run", news, "--out", tmp_path / "none", "--config", config, "--root", TINY, EXTRACT_CACHE=empty)
    assert missing.returncode == 3
    assert "no completion for this request is in the recordings" in missing.stderr


def test_a_dry_run_sends_nothing(tmp_path, news, configured):
    """It counts the calls a run would make, and knows what is on disk already."""
    with serving(lambda asked, _: answer_to(asked)) as server:
        config = configured(server.url)
        extract("run", news, "--out", tmp_path / "out", "--config", config, "--root", TINY, "--limit", "5")
        before = len(server.requests)
        done = extract(
            "run", news, "--out", tmp_path / "dry", "--config", config, "--root", TINY, "--dry-run", "--json"
        )
        assert len(server.requests) == before
    estimate = json.loads(done.stdout)
    assert (estimate["articles"], estimate["served"], estimate["calls"]["middle"]) == (15, 5, 15)
    assert 0 < estimate["input"]["low"] <= estimate["input"]["middle"] <= estimate["input"]["high"]
    assert estimate["basis"] == "from 5 completions of this model on disk"
    assert estimate["usd"] is None
    assert "the price is unknown: add price" in done.stderr
    assert not (tmp_path / "dry").exists()


def test_the_schema_that_travels_is_shown():
    """`task show --json` prints the JSON Schema with its descriptions."""
    schema = json.loads(extract("task", "show", "--json").stdout)
    assert schema["title"] == "Reply"
    assert "description" in schema["$defs"]["EventReply"]["properties"]["realis"]


def test_tasks_are_listed_and_in_order():
    """The project's own root passes its own check."""
    assert "diplomatic_event  prompts v1" in extract("task", "list", cwd=ROOT).stdout
    done = extract("task", "check", cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_a_task_with_a_fault_fails_its_check():
    """The tiny task is not released, which is what the check says."""
    done = extract("task", "check", "--root", TINY)
    assert done.returncode == 1
    assert "is not in" in done.stderr


def test_stdin_is_an_article(tmp_path):
    """`-` reads one text."""
    text = min(SEEDS.iterdir()).read_text(encoding="utf-8")
    done = subprocess.run(
        [*EXTRACT, "run", "-", "--out", str(tmp_path / "out")],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    line = json.loads((tmp_path / "out" / "records.jsonl").read_text(encoding="utf-8"))
    assert (line["path"], line["record"]["events"][0]["sides"]) == ("-", ["JPN", "TUR"])


def test_every_command_is_in_the_readme():
    """What people can type is what they can read about."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = [command.name or command.callback.__name__ for command in app.registered_commands]
    groups = [group.name for group in app.registered_groups]
    assert [name for name in commands + groups if f"extract {name}" not in readme] == []


def test_the_version_is_printed():
    """Distribution and number."""
    assert extract("--version").stdout == "dragoman 0.1.0\n"


def test_a_completion_of_the_wrong_shape_never_shows_a_traceback(tmp_path, news, configured):
    """Whatever a server says, the run ends with states and an exit code."""
    with serving(lambda _asked, _number: completion("null")) as server:
        done = extract(
            "run", news, "--out", tmp_path / "out", "--config", configured(server.url), "--root", TINY, "--limit", "2"
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "2 invalid" in done.stderr


def test_the_rules_need_no_cache(tmp_path):
    """Where nothing is called, nothing has to be kept: a home that cannot be written is no obstacle."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    nowhere = str(tmp_path / "file" / "cache")
    assert extract("run", SEEDS, "--out", tmp_path / "out", "--limit", "1", EXTRACT_CACHE=nowhere).returncode == 0
    done = extract(
        "run", SEEDS, "--provider", "mini", "--out", tmp_path / "two", EXTRACT_CACHE=nowhere, OPENAI_API_KEY="sk"
    )
    assert done.returncode == 2
    assert "EXTRACT_CACHE" in done.stderr
