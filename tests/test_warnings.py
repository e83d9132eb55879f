"""Every warning has a page, and every page a warning."""

from __future__ import annotations

import re

from extractor.articles import read
from extractor.tasks import load
from tests.conftest import ROOT, SEEDS

PAGES = ROOT / "docs" / "warnings"
CODE = re.compile(r'(?:code=|^CODE = )"(\w+)"', re.MULTILINE)


def test_every_code_has_a_page_of_its_own():
    """The codes that the package and the built-in task write are those that the docs explain, each linked from the index."""
    files = [*(ROOT / "extractor").rglob("*.py"), *(ROOT / "schemas").rglob("*.py")]
    codes = {code for path in files for code in CODE.findall(path.read_text(encoding="utf-8"))}
    assert codes == {path.stem for path in PAGES.glob("*.md")}
    index = (ROOT / "docs" / "warnings.md").read_text(encoding="utf-8")
    assert all(f"(warnings/{code}.md)" in index for code in codes)


def test_the_seeds_are_not_called_hostile_or_foreign():
    """No false alarm on the five articles: no instruction, no other language."""
    task = load(ROOT, "diplomatic_event")
    for article in read([str(SEEDS)]):
        codes = {warning.code for warning in task.warnings(task.derive(task.baseline(article), article), article)}
        assert not codes & {"not_english", "injection_suspected"}
        assert article.suspicions == ()
