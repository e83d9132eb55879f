"""Reading in a second process."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from extractor.articles import Columns, beside, read
from extractor.errors import ArticleError


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder of text, a page, a table and a file that is no text."""
    for number in range(30):
        (tmp_path / f"{number:02d}.txt").write_text(
            f"OSLO, {number + 1} March 2019 – Envoys met, “again”.", encoding="utf-8"
        )
    (tmp_path / "page.html").write_text(
        "<html><body><article><p>" + "Two envoys met in Oslo. " * 20 + "</p></article></body></html>"
    )
    (tmp_path / "rows.csv").write_text("body,day\nA row.,2020-02-01\n", encoding="utf-8")
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\x00")
    return tmp_path


def children() -> list[str]:
    """The processes that this one started and that still live."""
    return Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text(encoding="utf-8").split()


@pytest.mark.parametrize("first", [0, 7, 256])
def test_the_second_process_reads_the_same(news, monkeypatch, first):
    """Articles, dates, blocks and reasons are those of reading here, in the same order, however many are read here first."""
    monkeypatch.setattr(beside, "MANY", 10)
    monkeypatch.setattr(beside, "FIRST", first)
    columns = Columns(date="day")
    with beside.reading([str(news)], columns) as there:
        found = list(there)
    assert found == list(read([str(news)], columns))
    assert len(found) == 33
    assert children() == []


def test_a_few_files_are_read_here(news):
    """No process is started for them."""
    with beside.reading([str(news)]) as here:
        next(here)
        assert children() == []


def test_a_run_that_has_enough_ends_the_process(news, monkeypatch):
    """Whoever stops early leaves nothing behind."""
    monkeypatch.setattr(beside, "MANY", 10)
    with beside.reading([str(news)]) as there:
        next(there)
        assert len(children()) == 1
    for _ in range(100):
        if not children():
            break
        time.sleep(0.02)
    assert children() == []


def test_a_wrong_path_is_found_before_a_process_starts(news, monkeypatch):
    """The error is the same as without one."""
    monkeypatch.setattr(beside, "MANY", 1)
    with pytest.raises(ArticleError, match="nowhere"), beside.reading([str(news), "nowhere"]):
        pass
