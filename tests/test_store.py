"""A run's folder under every kind of stop."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import time

import pytest

from extractor.errors import StoreError, UsageError
from extractor.models import Line, State
from extractor.store import RunFolder, Trace, read_lines, read_traces

IDENTITY = {"task": "t", "schema": "t@1.0", "prompt": "v1", "provider": "p"}


def line(path="a.txt", state=State.OK, article_id="1" * 16, **changes):
    given = {
        "article_id": article_id, "path": path, "state": state, "task": "t", "schema": "t@1.0", "prompt": "v1",
        "provider": "p", "model": None, "record": {"x": 1},
    }  # fmt: skip
    return Line.model_validate(given | changes)


def trace(path="a.txt", article_id="1" * 16):
    return Trace(article_id=article_id, path=path, key="k", key_parts={}, cached=False)


def opened(tmp_path, **options):
    folder = RunFolder(tmp_path / "run")
    folder.open(IDENTITY, **options)
    return folder


def test_a_line_has_exactly_the_fields_of_the_contract():
    """Scripts read these names."""
    fields = list(json.loads(line().model_dump_json(by_alias=True)))
    assert fields == [
        "article_id", "path", "state", "task", "schema", "prompt", "provider", "model", "record", "evidence", "warnings",
        "error", "attempts", "usage", "cost_usd", "cached",
    ]  # fmt: skip


def test_what_is_appended_is_read_back(tmp_path):
    """Lines and traces, in order."""
    folder = opened(tmp_path)
    folder.append(line("a.txt"), trace("a.txt"))
    folder.append(line("b.txt", State.TIMEOUT))
    folder.close()
    assert [(one.path, one.state) for one in read_lines(tmp_path / "run")] == [
        ("a.txt", State.OK),
        ("b.txt", State.TIMEOUT),
    ]
    assert [one.path for one in read_traces(tmp_path / "run")] == ["a.txt"]
    again = opened(tmp_path)
    assert again.done == {"a.txt": ("1" * 16, State.OK), "b.txt": ("1" * 16, State.TIMEOUT)}
    again.close()


def test_the_newest_line_of_an_input_stands(tmp_path):
    """A retried article has one line, its last."""
    folder = opened(tmp_path)
    folder.append(line("a.txt", State.TIMEOUT), trace())
    folder.append(line("b.txt"))
    folder.append(line("a.txt", State.OK), trace())
    assert dict(folder.counts) == {State.OK: 2}
    folder.close()
    lines = (tmp_path / "run" / "records.jsonl").read_text(encoding="utf-8").splitlines()
    assert [(json.loads(one)["path"], json.loads(one)["state"]) for one in lines] == [("b.txt", "ok"), ("a.txt", "ok")]


def test_an_edited_file_replaces_its_line_and_stdin_does_not(tmp_path):
    """A path is one input however its text changes; what comes by stdin is told apart by its text."""
    folder = opened(tmp_path)
    for path in ("a.txt", "-"):
        folder.append(line(path, article_id="1" * 16))
        folder.append(line(path, article_id="2" * 16))
    folder.close()
    assert [(one.path, one.article_id[0]) for one in read_lines(tmp_path / "run")] == [
        ("a.txt", "2"),
        ("-", "1"),
        ("-", "2"),
    ]


@pytest.mark.parametrize("torn", [b'{"article_id": "2', b'{"article_id": "2"}', b"\xc3", b"x" * 200_000])
def test_a_torn_line_is_dropped_and_the_rest_kept(tmp_path, torn):
    """Whatever follows the last newline was being written when the process died."""
    folder = opened(tmp_path)
    folder.append(line("a.txt"))
    folder.close()
    with (tmp_path / "run" / "records.jsonl").open("ab") as file:
        file.write(torn)
    again = opened(tmp_path)
    assert list(again.done) == ["a.txt"]
    again.append(line("b.txt"))
    again.close()
    assert [one.path for one in read_lines(tmp_path / "run")] == ["a.txt", "b.txt"]


def test_a_file_that_is_not_records_is_not_touched(tmp_path):
    """A whole line that is no record is somebody's; it is named, not repaired."""
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "records.jsonl").write_text('{"path": "x", "article_id": "y"}\n', encoding="utf-8")
    with pytest.raises(StoreError, match=r"records\.jsonl:1 is not a record line"):
        opened(tmp_path)


def test_two_runs_never_write_to_one_folder(tmp_path):
    """The second is told to wait or to go elsewhere."""
    folder = opened(tmp_path)
    with pytest.raises(UsageError, match="another run is writing"):
        opened(tmp_path)
    folder.close()
    opened(tmp_path).close()


def test_a_run_is_not_continued_with_something_else(tmp_path):
    """Another provider's records would be mixed into one file."""
    folder = opened(tmp_path)
    folder.append(line())
    folder.close()
    with pytest.raises(UsageError, match=r"provider 'p', not 'q'.*--fresh"):
        RunFolder(tmp_path / "run").open({**IDENTITY, "provider": "q"})


def test_fresh_keeps_the_old_records_beside_the_new(tmp_path):
    """Starting over loses nothing."""
    folder = opened(tmp_path)
    folder.append(line())
    folder.close()
    again = opened(tmp_path, fresh=True)
    assert again.done == {}
    again.close()
    kept = list((tmp_path / "run").glob("records.*.jsonl"))
    assert len(kept) == 1
    assert "a.txt" in kept[0].read_text(encoding="utf-8")


def test_a_full_disk_leaves_whole_lines(tmp_path, monkeypatch):
    """A short write is taken back, and the error says what to do."""
    folder = opened(tmp_path)
    folder.append(line("a.txt"))

    class Full:
        def __init__(self, file):
            self.file = file

        def fileno(self):
            return self.file.fileno()

        def write(self, data):
            return self.file.write(data[:10])

        def close(self):
            self.file.close()

    folder._records = Full(folder._records)
    with pytest.raises(StoreError, match=r"No space left.*free space and run again"):
        folder.append(line("b.txt"))
    folder.close()
    assert [one.path for one in read_lines(tmp_path / "run")] == ["a.txt"]


def test_a_read_only_folder_is_an_error_before_any_article(tmp_path):
    """The message names the flag."""
    (tmp_path / "run").write_text("a file")
    with pytest.raises(UsageError, match="--out"):
        opened(tmp_path)


def _append_for_ever(folder):
    run = RunFolder(folder)
    run.open(IDENTITY)
    for number in range(10**9):
        run.append(line(f"{number}.txt", record={"text": "x" * 5000}))


@pytest.mark.parametrize("lines", [1, 20, 60])
def test_a_kill_at_any_moment_loses_no_finished_line(tmp_path, lines):
    """SIGKILL while lines are written: every whole line is there, the folder opens, and writing goes on."""
    process = multiprocessing.get_context("fork").Process(target=_append_for_ever, args=(tmp_path / "run",))
    process.start()
    records = tmp_path / "run" / "records.jsonl"
    while not records.exists() or records.stat().st_size < lines * 5000:
        time.sleep(0.001)
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    folder = opened(tmp_path)
    assert list(folder.done) == [f"{number}.txt" for number in range(len(folder.done))]
    assert len(folder.done) >= lines - 1
    folder.append(line("after.txt"))
    folder.close()
    assert read_lines(tmp_path / "run")[-1].path == "after.txt"
