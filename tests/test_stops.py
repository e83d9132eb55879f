"""What stops a whole process: kills, signals, full and read-only disks, other runs. Nothing is lost, little is paid twice."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections import Counter
from contextlib import contextmanager

import pytest

from extractor.store import read_lines
from tests import test_cli
from tests.conftest import TINY
from tests.loopback import Answer, fault, serving
from tests.test_cli import EXTRACT, extract
from tests.test_run import answer_to, sentence

configured = test_cli.configured  # the fixture: a configuration whose provider is at an address

MANY, FLYING = 120, 8


def well(delay_s=0.0):
    return lambda asked, _number: Answer(body=answer_to(asked).body, delay_s=delay_s)


@pytest.fixture
def words(tmp_path, configured):
    """Articles, and the words of a run over them."""
    news = tmp_path / "news"
    news.mkdir()

    def given(url, out="out", count=MANY, **keys):
        for number in range(count):
            (news / f"{number:04d}.txt").write_text(sentence(number), encoding="utf-8")
        config = configured(url, **{"concurrency": FLYING, **keys})
        return ["run", news, "--out", tmp_path / out, "--config", config, "--root", TINY]

    return given


@contextmanager
def running(words, **environment):
    """The command in a process that does not outlive the block."""
    env = {**os.environ, "NO_COLOR": "1", "COLUMNS": "300", **environment}
    process = subprocess.Popen(
        [*EXTRACT, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def until(true, limit_s=60.0):
    """Wait for something that the other process does."""
    end = time.monotonic() + limit_s
    while not true():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


@contextmanager
def disk(folder, size="16m"):
    """A small disk of its own at a folder. It takes the right to mount."""
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(["mount", *options], capture_output=True, check=False).returncode:
        pytest.skip("a disk cannot be mounted here")
    try:
        yield lambda option: subprocess.run(["mount", "-o", f"remount,{option}", str(folder)], check=True)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def states(folder):
    return Counter(line.state.value for line in read_lines(folder))


def whole(folder):
    """Every line of the records, each of them readable, no input in two of them."""
    text = (folder / "records.jsonl").read_text(encoding="utf-8")
    assert text == "" or text.endswith("\n")
    lines = [json.loads(line) for line in text.splitlines()]
    assert len({line["path"] for line in lines}) == len(lines)
    return lines


def test_a_killed_run_pays_again_only_for_what_was_in_the_air(tmp_path, words):
    """SIGKILL twice, at no chosen moment: every article ends well, and no more calls than were flying are made again."""
    with serving(well(0.05)) as server:
        line = words(server.url)
        for part in (MANY // 4, MANY // 2):
            with running(line):  # and killed at its end
                until(lambda part=part: len(server.requests) >= part)
        done = extract(*line)
        assert done.returncode == 0, done.stderr
        assert set(server.calls) == {f"{number:04d}" for number in range(MANY)}
        assert server.calls.total() <= MANY + 2 * FLYING
    assert (len(whole(tmp_path / "out")), states(tmp_path / "out")) == (MANY, {"ok": MANY})


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_lets_what_flies_finish(tmp_path, words, sign):
    """Exit 3, the command that continues, every input in the ledger; the next run asks for nothing twice."""
    with serving(well(0.2)) as server:
        line = words(server.url)
        with running(line) as process:
            until(lambda: len(server.requests) >= 2 * FLYING)
            process.send_signal(sign)
            _, said = process.communicate(timeout=30)
        asked = len(server.requests)
        assert (process.returncode, "To continue:" in said, "Traceback" in said) == (3, True, False)
        assert states(tmp_path / "out") == {"ok": asked, "pending": MANY - asked}
        assert extract(*line).returncode == 0
        assert set(server.calls.values()) == {1}
    assert states(tmp_path / "out") == {"ok": MANY}


@pytest.mark.parametrize(
    "answer",
    [
        fault(429, headers={"Retry-After": "60"}),
        fault(503, headers={"Retry-After": "60"}),
        fault(429, headers={"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "60s"}),
    ],
    ids=["429", "503", "remaining quota"],
)
def test_ctrl_c_is_not_kept_waiting_by_a_server_that_asks_for_patience(tmp_path, words, answer):
    """Calls that wait for another try are not in flight: their articles are pending, and the run ends at once."""
    storm = [True]

    def script(asked, number):
        return answer if storm[0] and number > FLYING else answer_to(asked)

    with serving(script) as server:
        line = words(server.url, attempts=20)
        with running(line) as process:
            until(lambda: len(server.requests) > FLYING)
            time.sleep(0.5)  # let it go into its back-off
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=20)
        assert (process.returncode, "interrupted" in said) == (3, True), said
        found = states(tmp_path / "out")
        assert set(found) == {"ok", "pending"}
        assert (found["ok"], found.total()) == (FLYING, MANY)
        storm[0] = False
        assert extract(*line).returncode == 0
    assert states(tmp_path / "out") == {"ok": MANY}


def test_a_server_that_asks_for_an_hour_ends_the_run(tmp_path, words):
    """Nobody waits that long: exit 3 at once, with what to do; what had ended stays, the next run does the rest."""
    late = [True]

    def script(asked, number):
        return fault(429, headers={"Retry-After": "3600"}) if late[0] and number > 20 else answer_to(asked)

    with serving(script) as server:
        line = words(server.url)
        done = extract(*line, limit_s=60)
        assert (done.returncode, "3600 s" in done.stderr, "To continue:" in done.stderr) == (3, True, True), done.stderr
        found = states(tmp_path / "out")
        assert (found["ok"], found["transport"], found.total()) == (20, 0, MANY)
        late[0] = False
        assert extract(*line).returncode == 0
    assert states(tmp_path / "out") == {"ok": MANY}


def test_a_second_ctrl_c_waits_for_nobody(tmp_path, words):
    """A server that never answers cannot hold the run; what had ended stays, the rest is asked by the next run."""
    hang = [True]

    def script(asked, number):
        return Answer(hang=True) if hang[0] and number > 20 else answer_to(asked)

    with serving(script) as server:
        line = words(server.url, timeout_s=600)
        with running(line) as process:
            until(lambda: len(server.requests) == 20 + FLYING and server.in_flight == FLYING)
            process.send_signal(signal.SIGINT)
            time.sleep(1.0)
            assert process.poll() is None
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=20)
        assert (process.returncode, "Traceback" in said) == (3, False), said
        kept = {line["path"] for line in whole(tmp_path / "out") if line["state"] == "ok"}
        assert len(kept) == 20
        hang[0] = False
        assert extract(*line).returncode == 0
        assert server.calls.total() == MANY + FLYING
    assert states(tmp_path / "out") == {"ok": MANY}


@pytest.mark.parametrize("full", ["records", "completions"])
def test_a_full_disk_stops_the_run_and_loses_nothing(tmp_path, words, full):
    """Exit 3 with the reason; each line on disk is whole; with room again the same command goes on."""
    with serving(well()) as server, disk(tmp_path / "small", size="280k") as remount:
        small, roomy = tmp_path / "small", tmp_path / "roomy"
        out, cache = (small / "out", roomy) if full == "records" else (roomy, small / "cache")
        line = words(server.url, out=out, count=4 * MANY)
        done = extract(*line, EXTRACT_CACHE=str(cache))
        assert (done.returncode, "Traceback" in done.stderr) == (3, False), done.stderr
        assert "cannot be written" in done.stderr
        kept = Counter(line["state"] for line in whole(out))
        assert 0 < kept["ok"] < 4 * MANY
        assert set(kept) <= {"ok", "pending"}
        remount("size=32m")
        done = extract(*line, EXTRACT_CACHE=str(cache))
        assert done.returncode == 0, done.stderr
        # what could not be recorded is in the cache; what could not be cached was in flight
        assert server.calls.total() <= 4 * MANY + (0 if full == "records" else FLYING)
        assert (len(whole(out)), states(out)) == (4 * MANY, {"ok": 4 * MANY})


def refused(done, server):
    assert (done.returncode, done.stdout, server.requests) == (2, "", []), done.stderr
    assert "cannot write to" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_out_folder_that_cannot_be_made_is_a_message(tmp_path, words):
    """Exit 2 before anything is paid for."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with serving(well()) as server:
        refused(extract(*words(server.url, out="file/out", count=2)), server)


def test_a_read_only_out_folder_is_a_message(tmp_path, words):
    """Also where the user is root, for whom permissions do not count."""
    with serving(well()) as server, disk(tmp_path / "disk") as remount:
        (tmp_path / "disk" / "out").mkdir()
        remount("ro")
        refused(extract(*words(server.url, out="disk/out", count=2)), server)


def test_two_runs_share_one_cache(tmp_path, words):
    """At the same time: both end well with the same records, no completion is lost, none is paid for more than twice."""
    with serving(well(0.02)) as server:
        with running(words(server.url, out="one")) as one, running(words(server.url, out="two")) as two:
            said = [process.communicate(timeout=120)[1] for process in (one, two)]
        assert (one.returncode, two.returncode) == (0, 0), said
        assert max(server.calls.values()) <= 2
        before = server.calls.total()
        assert extract(*words(server.url, out="three")).returncode == 0
        assert server.calls.total() == before
    found = [
        {line.path: (line.record, line.evidence) for line in read_lines(tmp_path / out)}
        for out in ("one", "two", "three")
    ]
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == MANY


def test_a_second_run_on_one_folder_is_refused(tmp_path, words):
    """Exit 2 while the first one goes on undisturbed."""
    with serving(well(0.1)) as server:
        line = words(server.url, timeout_s=120.0)
        with running(line) as first:
            until(lambda: len(server.requests) >= FLYING)
            first.send_signal(signal.SIGSTOP)  # so that it is still there
            second = extract(*words(server.url, model="loopback-2", timeout_s=120.0))
            first.send_signal(signal.SIGCONT)
            _, said = first.communicate(timeout=120)
        assert (second.returncode, second.stdout) == (2, "")
        assert "another run is writing" in second.stderr
        assert {asked["model"] for asked in server.requests} == {"loopback-1"}
        assert first.returncode == 0, said
        assert set(server.calls.values()) == {1}
    assert (len(whole(tmp_path / "out")), states(tmp_path / "out")) == (MANY, {"ok": MANY})


def test_a_cache_deleted_in_mid_run_costs_no_record(tmp_path, words):
    """The run goes on or stops with a message; what has its line is not asked again."""
    cache = tmp_path / "cache"
    with serving(well(0.05)) as server:
        line = words(server.url)
        with running(line, EXTRACT_CACHE=str(cache)) as process:
            until(lambda: len(server.requests) >= MANY // 3)
            shutil.rmtree(cache)
            _, said = process.communicate(timeout=120)
        assert process.returncode in (0, 3), said
        assert "Traceback" not in said
        kept = {line["path"] for line in whole(tmp_path / "out") if line["state"] == "ok"}
        assert len(kept) >= MANY // 3 - FLYING
        done = extract(*line, EXTRACT_CACHE=str(cache))
        assert done.returncode == 0, done.stderr
        assert server.calls.total() <= MANY + FLYING
    assert states(tmp_path / "out") == {"ok": MANY}
