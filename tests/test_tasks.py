"""Task roots, schemas loaded by path, and released versions."""

from __future__ import annotations

import shutil
import sys

import pytest

from extractor import releases, tasks
from extractor.errors import TaskError
from tests.conftest import ROOT, TINY, article


@pytest.fixture
def root(tmp_path):
    """A copy of the tiny root that a test may break."""
    copy = tmp_path / "root"
    shutil.copytree(TINY, copy)
    return copy


def test_a_task_is_its_schema_and_its_newest_prompt(root):
    """The prompt names the schema; the newest prompt is in force."""
    text = (root / "prompts/harvest/v1.md").read_text(encoding="utf-8")
    for number in (2, 10):
        (root / f"prompts/harvest/v{number}.md").write_text(
            text.replace("version: v1", f"version: v{number}"), encoding="utf-8"
        )
    task = tasks.load(root, "harvest")
    assert (task.schema_id, task.prompt_version) == ("harvest@1.0", "v10")
    assert tasks.load(root, "harvest", "v2").prompt_version == "v2"
    assert tasks.prompt_versions(root, "harvest") == ["v1", "v2", "v10"]


def test_a_schema_is_registered_before_it_runs(root):
    """Pydantic finds the names of its annotations, and derive() makes a record."""
    task = tasks.load(root, "harvest")
    assert task.module.__name__ in sys.modules
    record = task.derive(task.reply(quote="q", crop="rye", tonnes=1200), article())
    assert record.model_dump()["large"] is True


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("schemas/harvest/v1.py", "class Record(Reply)", "class Rec(Reply)", "does not load|must define"),
        ("schemas/harvest/v1.py", "def derive(", "def compute(", "must define 'derive"),
        ("schemas/harvest/v1.py", "VERSION =", "EDITION =", "must define VERSION"),
        ("schemas/harvest/v1.py", "import BaseModel", "import BaseModle", "does not load: ImportError"),
        ("prompts/harvest/v1.md", "schema: harvest@1.0", "schema: other@1.0", "must name the schema"),
        ("prompts/harvest/v1.md", "schema: harvest@1.0", "schema: harvest@3.0", "which does not exist"),
    ],
)
def test_a_broken_task_names_the_file_and_what_is_wrong(root, file, old, new, message):
    """Nothing of a task is used before all of it loads."""
    path = root / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(TaskError, match=message) as caught:
        tasks.load(root, "harvest")
    assert str(root) in str(caught.value)


@pytest.mark.parametrize(
    ("name", "prompt", "message"), [("hravest", None, "there is harvest"), ("harvest", "v7", "there is v1")]
)
def test_an_unknown_name_is_answered_with_the_known_ones(root, name, prompt, message):
    """Of tasks and of prompts."""
    with pytest.raises(TaskError, match=message):
        tasks.load(root, name, prompt)


def test_the_root_is_the_first_of_flag_environment_working_directory_bundle(root, tmp_path, monkeypatch):
    """The working directory counts only if it holds extractor.toml."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert tasks.find_root(None) == tasks.bundled_root()
    monkeypatch.chdir(root)
    assert tasks.find_root(None) == tasks.bundled_root()
    (root / "extractor.toml").write_text("", encoding="utf-8")
    assert tasks.find_root(None) == root
    monkeypatch.setenv("EXTRACT_ROOT", str(TINY))
    assert tasks.find_root(None) == TINY
    assert tasks.find_root(root) == root


def test_a_folder_that_is_no_root_is_an_error(tmp_path, monkeypatch):
    """The message says where the folder came from."""
    with pytest.raises(TaskError, match=r"--root .* has no folder 'schemas'"):
        tasks.find_root(tmp_path)
    monkeypatch.setenv("EXTRACT_ROOT", str(tmp_path))
    with pytest.raises(TaskError, match="EXTRACT_ROOT"):
        tasks.find_root(None)


def test_a_released_file_that_changed_is_found(root):
    """Unreleased, released, changed, lost: each is one sentence."""
    assert [p.split(" is not in")[0] for p in releases.lock_problems(root, "harvest")] == [
        "schemas/harvest/v1.py",
        "prompts/harvest/v1.md",
    ]
    assert releases.release(root, "harvest") == ["schemas/harvest/v1.py", "prompts/harvest/v1.md"]
    assert releases.lock_problems(root, "harvest") == []
    prompt = root / "prompts/harvest/v1.md"
    prompt.write_text(prompt.read_text(encoding="utf-8") + "\nmore", encoding="utf-8")
    assert releases.lock_problems(root, "harvest") == [
        "prompts/harvest/v1.md was changed after its release: undo that, or save it as the next version"
    ]
    with pytest.raises(TaskError, match="never changes"):
        releases.release(root, "harvest")
    prompt.unlink()
    assert "is gone" in releases.lock_problems(root, "harvest")[0]


def test_the_projects_released_versions_are_unchanged():
    """Schema and prompt of the built-in task are what their lock says."""
    assert releases.lock_problems(ROOT, "diplomatic_event") == []
