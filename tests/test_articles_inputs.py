"""Which files the named inputs stand for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractor.articles import inputs_of
from extractor.errors import ArticleError


@pytest.fixture
def news(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a folder `news` of many kinds of file."""
    monkeypatch.chdir(tmp_path)
    for name in ("news/b.txt", "news/a.md", "news/sub/c.HTML", "news/x.pdf", "news/sub/y.docx", "news/.hidden.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("words", encoding="utf-8")
    return tmp_path / "news"


@pytest.mark.usefixtures("news")
def test_a_folder_is_walked_in_the_order_of_paths() -> None:
    """Articles come sorted; other and hidden files are listed as skipped."""
    found = inputs_of(["news"])
    assert found.files == ("news/a.md", "news/b.txt", "news/sub/c.HTML")
    assert found.skipped == ("news/.hidden.txt", "news/sub/y.docx", "news/x.pdf")
    assert found.total == 3


@pytest.mark.usefixtures("news")
def test_a_file_named_twice_is_read_once() -> None:
    """A folder and a file in it, however written, give each file once, in the same order whatever was named first."""
    assert inputs_of(["news/sub/../b.txt", "news", "news/b.txt"]).files == (
        "news/a.md",
        "news/sub/../b.txt",
        "news/sub/c.HTML",
    )
    assert inputs_of(["news/b.txt", "news/a.md"]).files == ("news/a.md", "news/b.txt")


@pytest.mark.usefixtures("news")
def test_stdin_and_tables_make_the_total_unknown() -> None:
    """How many rows a table or stdin holds is known only after reading."""
    Path("news/t.csv").write_text("text\nwords\n", encoding="utf-8")
    assert inputs_of(["-"]).total is None
    assert inputs_of(["-", "news"]).files[0] == "-"
    assert inputs_of(["news"]).total is None


@pytest.mark.usefixtures("news")
def test_a_hidden_file_that_is_named_is_read() -> None:
    """Naming a file is wish enough."""
    assert inputs_of(["news/.hidden.txt"]).files == ("news/.hidden.txt",)


def test_a_loop_of_links_ends(news: Path) -> None:
    """A link back to a folder above is entered once, and a link to nothing is left to say so when it is read."""
    (news / "sub" / "loop").symlink_to(news, target_is_directory=True)
    (news / "dead.txt").symlink_to(news / "gone.txt")
    assert inputs_of(["news"]).files == ("news/a.md", "news/b.txt", "news/dead.txt", "news/sub/c.HTML")


def test_a_named_pipe_is_no_article(news: Path) -> None:
    """A pipe would be waited for, so it is skipped in a folder and refused by name."""
    os.mkfifo(news / "pipe.txt")
    assert "news/pipe.txt" in inputs_of(["news"]).skipped
    with pytest.raises(ArticleError, match=r"'news/pipe.txt' cannot be read as an article"):
        inputs_of(["news/pipe.txt"])


@pytest.mark.usefixtures("news")
def test_a_folder_that_cannot_be_opened_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A locked folder is no reason to leave out the rest."""
    real = os.scandir

    def scandir(path: str) -> object:
        if path.endswith("sub"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    found = inputs_of(["news"])
    assert found.locked == ("news/sub",)
    assert found.files == ("news/a.md", "news/b.txt")
    assert found.total == 3


@pytest.mark.parametrize(
    ("paths", "message"),
    [
        (["nowhere"], "'nowhere' does not exist: expected a file, a folder, or - for stdin"),
        (["news/x.pdf"], "'news/x.pdf' cannot be read as an article: expected one of .csv"),
        (["bare"], "'bare' holds nothing to read, only 1 other files (.zip)"),
        ([], "no input: name files, folders, or - for stdin"),
        (["news", "a\0b"], "does not exist"),
    ],
    ids=["missing", "unknown kind", "nothing readable", "no input", "impossible name"],
)
@pytest.mark.usefixtures("news")
def test_a_wrong_input_is_named(paths: list[str], message: str) -> None:
    """What cannot be an input is refused with its name and what was expected."""
    Path("bare").mkdir()
    Path("bare/a.zip").touch()
    with pytest.raises(ArticleError) as caught:
        inputs_of(paths)
    assert message in str(caught.value)
