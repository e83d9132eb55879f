"""report.html: what stands in the file, and what a person can do with it in a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
from dataclasses import replace

import pytest
from lxml import html

from extractor.reports import Entry, report_html
from tests.test_reports import CROP, QUOTE, TEXT, evaluated  # noqa: F401  # a fixture

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-sync"]


@pytest.fixture(scope="module")
def pages(evaluated, tmp_path_factory):  # noqa: F811
    """Pages on disk: the matrix, the worse prompt alone, the better one without a baseline, one with very many slots."""
    folder = tmp_path_factory.mktemp("pages")
    bad = evaluated["bad"]
    crowd = Entry(replace(bad.scored, rows=bad.scored.rows * 80), bad.report, bad.before)
    shown = {
        "matrix": [evaluated["good"], bad],
        "bad": [bad],
        "plain": [
            Entry(replace(bad.scored, flips=(), baseline=None), bad.report.model_copy(update={"baseline": None}))
        ],
        "crowd": [crowd],
        "silent": [evaluated["silent"]],
    }
    for name, entries in shown.items():
        (folder / f"{name}.html").write_text(report_html(entries), encoding="utf-8")
    return folder


# ── the file ──────────────────────────────────────────────────────────────────────────────────────────────────────


def document(pages, name):
    """A page as a browser without scripts would read it."""
    return html.fromstring((pages / f"{name}.html").read_bytes())


@pytest.mark.parametrize("name", ["matrix", "bad", "plain", "silent"])
def test_nothing_is_loaded_from_elsewhere(pages, name):
    """Links lead inside the page; no element has a source; the style asks for nothing."""
    page = document(pages, name)
    assert page.xpath("//@src") == []
    assert page.xpath("//link/@href") == ["data:,"]
    assert all(target.startswith("#") for target in page.xpath("//a/@href"))
    assert not re.search(r"url\(|@import", page.xpath("string(//style)"))


def test_the_policy_names_the_very_style_and_script(pages):
    """One changed letter and the browser would apply neither; no attribute holds a style or a handler."""
    page = document(pages, "bad")
    policy = page.xpath("string(//meta[@http-equiv='Content-Security-Policy']/@content)")
    for kind, content in (
        ("style", page.xpath("string(//style)")),
        ("script", page.xpath("string(//script[not(@type)])")),
    ):
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert page.xpath("//@style | //@*[starts-with(name(), 'on')]") == []


def test_hostile_words_are_words(pages):
    """What the article and the model wrote adds no element, and reads the same in the data."""
    page = document(pages, "bad")
    assert (len(page.xpath("//script")), page.xpath("//img | //b | //i")) == (3, [])
    papers = json.loads(page.xpath("string(//script[@id='papers'])"))
    assert TEXT in {paper["text"] for paper in papers.values()}
    slots = json.loads(page.xpath("string(//script[@id='e0-slots'])"))
    assert CROP in {slot["now"]["value"] for slot in slots["wrong"]}
    assert "\u202e" not in (pages / "bad.html").read_text(encoding="utf-8")


def test_the_tables_stand_in_the_file(pages):
    """Fields, gates, slices and leaderboard need no script; each table has a caption, each picture words."""
    page = document(pages, "matrix")
    assert [
        table.xpath("string(caption)")
        for table in page.xpath("//main//table[not(ancestor::noscript)]")
        if not table.xpath("caption")
    ] == []
    fields = page.xpath("//article[2]//table[@class='fields']//tr[th/a='tonnes']")[0].text_content()
    assert "0.667" in fields
    assert "failed" in fields
    assert page.xpath("//svg[@role='img']/title/text()") == ["Headline against cost"]
    assert [heading.text_content().split(":")[0].split(" (")[0] for heading in page.xpath("//article[2]//h3")] == [
        "Gates", "Fields", "Slices", "Flips", "Not right", "Confusions",
    ]  # fmt: skip


def test_an_incomplete_evaluation_has_a_page(pages):
    """It says that there is no score, and has no table."""
    page = document(pages, "silent")
    assert "No score." in page.text_content()
    assert page.xpath("//table") == []


# ── in a browser ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def browser(pages):  # the evaluations run before a browser holds the event loop
    """Chromium without a window. Where there is none the tests are skipped, but never in CI."""
    found = os.environ.get("EXTRACT_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no Chromium: run 'make browser'")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox refuses root
        started = playwright.chromium.launch(executable_path=found, args=[*root, *QUIET])
        yield started
        started.close()


@pytest.fixture
def visit(browser, pages):
    """Open a page; afterwards nothing was asked of the network and nothing went wrong on it."""
    opened, asked, faults = [], [], []

    def go(name, **options):
        context = browser.new_context(**options)
        opened.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto((pages / f"{name}.html").as_uri())
        return page

    yield go
    hacked = [page.evaluate("window.hacked") for context in opened for page in context.pages]
    for context in opened:
        context.close()
    assert (faults, hacked) == ([], [None] * len(opened))
    assert {url.partition(":")[0] for url in asked} == {"file"}
    assert len(asked) == len(opened)


def browser_of(page, kind):
    """The list of one kind on the page."""
    return page.locator(f".browser[data-kind={kind}]:visible")


def rows(page, kind):
    """The rows that it shows, as the text of their cells."""
    return [row.locator("td").all_inner_texts() for row in browser_of(page, kind).locator("tbody tr").all()]


def marked(page, pane, kind):
    """The words of a pane that are marked so."""
    return page.locator(f"dialog .{pane} mark.{kind}").all_inner_texts()


def test_flips_are_filtered_by_field_tag_outcome_and_words(visit):
    """Each filter narrows the list, the count is told, and clearing brings everything back."""
    page = visit("bad")
    flips = browser_of(page, "flips")
    everything = rows(page, "flips")
    assert {row[2] for row in everything} == {"tonnes", "crop"}
    flips.get_by_label("Field").select_option("tonnes")
    assert [row[2] for row in rows(page, "flips")] == ["tonnes"] * 4
    flips.get_by_label("Tag").select_option("odd")
    assert sorted(row[1] for row in rows(page, "flips")) == ["03.txt", "07.txt"]
    flips.get_by_label("Words").fill("07.TXT")
    assert [row[3:6] for row in rows(page, "flips")] == [["7", "COR 7", "INC 12"]]
    assert flips.get_by_role("status").inner_text() == f"1 of {len(everything)} slots"
    flips.get_by_role("button", name="Clear").click()
    flips.get_by_label("Outcome").select_option("lost")
    assert {row[0] for row in rows(page, "flips")} == {"lost"}
    flips.get_by_role("button", name="Clear").click()
    assert rows(page, "flips") == everything


def test_a_flip_opens_its_article_with_both_quotes(visit):
    """Before and after side by side, each with its words, gold's dotted in both; counted in code points past an emoji."""
    page = visit("bad")
    flips = browser_of(page, "flips")
    flips.get_by_label("Field").select_option("tonnes")
    flips.get_by_label("Tag").select_option("<i>odd</i>")
    flips.get_by_role("button", name="Read 05.txt at tonnes").click()
    for pane in ("before", "after"):
        assert (marked(page, pane, "own"), marked(page, pane, "gold")) == ([QUOTE], [QUOTE])
    text = page.locator("dialog .before .text").inner_text()
    assert text.startswith("🌾 Village <b>0005</b> ⟨U+202E⟩evil⟨U+202C⟩")
    assert page.locator("dialog .panes").locator("b, i, img, script").count() == 0


def test_without_a_baseline_gold_stands_beside_the_prediction(visit):
    """Every slot that is not right is listed; a predicted value that stands nowhere in the article has no mark."""
    page = visit("plain")
    assert browser_of(page, "flips").count() == 0
    wrong = browser_of(page, "wrong")
    assert {(row[0], row[2]) for row in rows(page, "wrong")} == {("INC", "tonnes"), ("INC", "crop")}
    wrong.get_by_label("Field").select_option("crop")
    wrong.get_by_role("button", name="Read").click()
    assert marked(page, "gold", "gold") == ["rye"]
    assert page.locator("dialog .predicted h3").inner_text().startswith("Predicted")
    assert CROP in page.locator("dialog .predicted h3").inner_text()


def test_the_keyboard_is_enough(visit):
    """Enter opens, the buttons walk along the filtered list, Escape closes and gives the focus back."""
    page = visit("bad")
    browser_of(page, "flips").get_by_label("Field").select_option("tonnes")
    first = browser_of(page, "flips").get_by_role("button", name="Read").first
    first.focus()
    page.keyboard.press("Enter")
    place = page.locator("dialog [role=status]")
    assert (place.inner_text(), page.get_by_role("button", name="Previous").is_disabled()) == ("1 of 4", True)
    for _ in range(3):
        page.get_by_role("button", name="Next").press("Enter")
    assert (place.inner_text(), page.get_by_role("button", name="Next").is_disabled()) == ("4 of 4", True)
    page.keyboard.press("Escape")
    assert not page.locator("dialog").is_visible()
    assert first.evaluate("one => one === document.activeElement")


def test_a_fields_name_lists_what_is_not_right_in_it(visit):
    """From the table of fields to the slots behind a figure; a field without any is no link."""
    page = visit("bad")
    page.locator("table.fields").get_by_role("link", name="crop").click()
    assert [row[2] for row in rows(page, "wrong")] == ["crop"]
    assert page.locator("table.fields").get_by_role("link").all_inner_texts() == ["crop", "tonnes"]


def test_a_leaderboard_chooses_the_evaluation(visit):
    """The best is shown first; a name shows another one, and Back the first again."""
    page = visit("matrix")
    names = page.locator(".entry:visible h2 bdi")
    assert names.all_inner_texts() == ["mini-v1"]
    page.get_by_role("link", name="mini-v2").click()
    assert names.all_inner_texts() == ["mini-v2"]
    assert len(rows(page, "flips")) == 5
    page.go_back()
    assert names.all_inner_texts() == ["mini-v1"]


def test_many_slots_are_written_a_part_at_a_time(visit):
    """Four hundred slots are there, fifty rows; more on demand, and filters see them all."""
    page = visit("crowd")
    wrong = browser_of(page, "wrong")
    assert (len(rows(page, "wrong")), wrong.get_by_role("status").inner_text()) == (
        50,
        "400 of 400 slots, the first 50 shown",
    )
    wrong.get_by_role("button", name="Show more").click()
    assert len(rows(page, "wrong")) == 100
    wrong.get_by_label("Field").select_option("crop")
    assert wrong.get_by_role("status").inner_text() == "80 of 400 slots, the first 50 shown"


def test_without_script_the_tables_and_the_list_remain(visit):
    """The note says what is missing."""
    page = visit("bad", java_script_enabled=False)
    assert page.locator("table.fields").is_visible()
    assert page.locator("noscript .note").first.is_visible()
    assert "INC" in page.locator("noscript table").last.inner_text()
    assert page.locator("form:visible").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_window(visit, scheme, width):
    """Wide tables scroll by themselves, on a phone too; the paper is dark in the dark."""
    page = visit("matrix", viewport={"width": width, "height": 740}, color_scheme=scheme)
    page.get_by_role("link", name="mini-v2").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    browser_of(page, "wrong").get_by_role("button", name="Read").first.click()
    assert page.evaluate("document.querySelector('dialog').scrollWidth") <= width
    red = int(re.search(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))[0])
    assert (red < 64) == (scheme == "dark")
