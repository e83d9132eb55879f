"""Reports of an evaluation: Markdown, JUnit XML, the schema of report.json; and the evaluations that all their tests share."""

from __future__ import annotations

import asyncio
import json
import shutil
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import html
from markdown_it import MarkdownIt

from extractor import reports
from extractor.assemble import Choice, assembled
from extractor.evaluation import ask, compared, golds_of, judge, matrix_of, report_of, score_answers
from extractor.evaluation.report import GateResult
from extractor.gates import Verdict
from extractor.gates.baselines import Baseline
from extractor.models import State, text_id
from extractor.reports import Entry, junit_xml, report_md, standing, values
from extractor.reports.schema import report_schema, schema_text
from tests.conftest import ROOT, TINY
from tests.loopback import completion, serving
from tests.test_run import Silent
from tests.test_trials import gold_of, sentence

COUNT = 12
CARELESS = (2, 3, 5, 7)  # articles that the second prompt gets wrong
HOSTILE = 5  # the article that attacks whoever reads of it
QUOTE = 'Farmers cut 5 tonnes of rye </script><script>window.hacked=1</script> & "so on" | *bold* @someone.'
TEXT = f"🌾 Village <b>0005</b> \u202eevil\u202c `tick`\n\n{QUOTE} The weather held. <!-- --> ]]>"
CROP = '"><img src=x onerror="window.hacked=1">'


def text_of(number: int) -> str:
    """The article of a number."""
    return TEXT if number == HOSTILE else sentence(number)


def labels_of(number: int) -> dict:
    """The gold file of an article."""
    gold = gold_of(number)
    if number != HOSTILE:
        return gold
    return {**gold, "article_id": text_id(TEXT), "tags": ["<i>odd</i>"], "record": {**gold["record"], "quote": QUOTE}}


def answer(asked, _number):
    """The right reply; under the second prompt a wrong count for some articles, and a hostile crop for one."""
    system, user = (message["content"] for message in asked["messages"][:2])
    number = int(user.split("Farmers cut ")[1].split()[0])
    wrong = "carelessly" in system and number in CARELESS
    quote = QUOTE if number == HOSTILE else f"Farmers cut {number} tonnes of rye."
    crop = CROP if wrong and number == HOSTILE else "rye"
    return completion(json.dumps({"quote": quote, "crop": crop, "tonnes": number + 5 * wrong}))


def write_root(root: Path, url: str) -> None:
    """A task root with two prompts, gold and a provider at an address."""
    shutil.copytree(TINY, root)
    prompt = (root / "prompts" / "harvest" / "v1.md").read_text(encoding="utf-8")
    second = prompt.replace("version: v1", "version: v2").replace("Say which", "Say carelessly which")
    (root / "prompts" / "harvest" / "v2.md").write_text(second, encoding="utf-8")
    for folder in ("articles", "gold"):
        (root / "seeds" / "harvest" / folder).mkdir(parents=True, exist_ok=True)
    for number in range(COUNT):
        (root / "seeds" / "harvest" / "articles" / f"{number:02}.txt").write_text(text_of(number), encoding="utf-8")
        labels = json.dumps(labels_of(number))
        (root / "seeds" / "harvest" / "gold" / f"{number:02}.json").write_text(labels, encoding="utf-8")
    (root / "extractor.toml").write_text(
        'task = "harvest"\nprovider = "mini"\n[providers.mini]\nkind = "openai"\n'
        f'base_url = "{url}"\nmodel = "loopback-1"\nconcurrency = 4\nprice = {{ input = 1.0, output = 2.0 }}\n',
        encoding="utf-8",
    )


async def scored(root: Path, version: str, *, offline: bool = False):
    """One prompt over the gold, judged without a baseline."""
    with assembled(Choice(root=root, prompt=version), online=not offline) as parts:
        try:
            asked = await ask(parts, golds_of(parts, None), Silent(), offline=offline)
        finally:
            await parts.provider.aclose()
        return judge(score_answers(parts, asked), None)


def entry(found, before=()) -> Entry:
    """An evaluation with its report, against an earlier ledger if there is one."""
    held = compared(found, Baseline(Path("baselines/mini-v1"), "harvest@1.0", before)) if before else found
    return Entry(held, report_of(held, ("tag",)), tuple(before))


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory):
    """Two prompts, the second one worse and held to the first; and the first one with no answers at all."""
    folder = tmp_path_factory.mktemp("reports")
    with pytest.MonkeyPatch.context() as patched, serving(answer) as server:
        patched.setenv("EXTRACT_CACHE", str(folder / "cache"))
        write_root(folder / "root", server.url)
        good, bad = (asyncio.run(scored(folder / "root", version)) for version in ("v1", "v2"))
        patched.setenv("EXTRACT_CACHE", str(folder / "empty"))
        silent = asyncio.run(scored(folder / "root", "v1", offline=True))
    return {"good": entry(good), "bad": entry(bad, good.rows), "silent": entry(silent)}


@pytest.fixture
def bad(evaluated):
    """The report of the worse prompt."""
    return evaluated["bad"].report


# ── standing ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_p_is_the_one_that_the_gates_print(bad):
    """The p of a gated field is after Holm, as in the message of its gate."""
    messages = {gate.name: gate.message for gate in bad.gates if gate.kind == "regression"}
    told = {one.path: one.p for one in standing.fields_of(bad)}
    assert {name for name in messages if name != "headline"} == set(told)
    for name, p in told.items():
        assert f"p {p:.3f} after Holm" in messages[name]
    assert f"p {standing.figures_of(bad)[0].p:.3f} after Holm" in messages["headline"]


def test_a_flag_is_the_worst_verdict_of_the_field(bad):
    """A field whose regression failed is flagged so even if its floor only warns; one that passed has no flag."""
    floor = GateResult(kind="floor", name="tonnes", verdict="warning", message="near")
    flags = {one.path: one.flag for one in standing.fields_of(bad.model_copy(update={"gates": [floor, *bad.gates]}))}
    assert flags == {"quote": None, "crop": Verdict.WARNING, "tonnes": Verdict.FAILED, "large": None}


def test_lost_flips_come_first(bad):
    """Then what was won, then what is wrong in another way."""
    lost = bad.flips[0]
    won = lost.model_copy(update={"lost": False, "won": True})
    changed = lost.model_copy(update={"lost": False})
    assert standing.flips_of(bad.model_copy(update={"flips": [changed, won, lost]})) == [lost, won, changed]


# ── Markdown ──────────────────────────────────────────────────────────────────────────────────────────────────────


def rendered(markdown: str):
    """The page as a browser would get it."""
    return html.fromstring(f"<div>{MarkdownIt('commonmark').enable('table').render(markdown)}</div>")


def cells(table) -> list[list[str]]:
    """The text of every cell below the head."""
    return [[cell.text_content() for cell in row] for row in table.iter("tr")][1:]


def test_a_field_has_its_counts_rates_interval_change_p_and_flag(bad):
    """Twelve counts of which four are wrong: F 0.667, and it fell by a third."""
    fields = rendered(report_md(bad)).xpath("//h2[.='Fields']/following::table[1]")[0]
    [row] = [row for row in cells(fields) if row[0] == "tonnes"]
    assert row[:11] == ["tonnes", "12", "8", "0", "4", "0", "0", "0", "0.667", "0.667", "0.667"]
    assert (row[12], row[14]) == ("-0.333", "❌ failed")


def test_gates_slices_and_flips_are_in_the_page(bad):
    """Gates that did not pass with their messages, the figures of each tag, the flips with gold, both answers and the quote."""
    page = rendered(report_md(bad))
    why = [row[3] for row in cells(page.xpath("//h2[starts-with(., 'Gates')]/following::table[1]")[0])]
    assert any(told.startswith("-0.333") for told in why)
    slices = cells(page.xpath("//h2[.='Slices']/following::table[1]")[0])
    assert [row[:3] for row in slices] == [["tag", "<i>odd</i>", "1"], ["tag", "even", "6"], ["tag", "odd", "5"]]
    flips = cells(page.xpath("//h2[starts-with(., 'Flips')]/following::table[1]")[0])
    [flip] = [row for row in flips if row[1] == text_id(TEXT) and row[2] == "tonnes"]
    assert flip == ["❌ lost", text_id(TEXT), "tonnes", "5", "COR 5", "INC 10", QUOTE]


def test_several_evaluations_begin_with_a_leaderboard(evaluated):
    """The best first, an incomplete one last."""
    found = matrix_of([evaluated[name].report for name in ("bad", "good")])
    board = cells(rendered(report_md(found)).xpath("//table")[0])
    assert [(row[0], row[7]) for row in board] == [("mini-v1", "passed"), ("mini-v2", "failed")]


def test_an_incomplete_evaluation_has_no_figures(evaluated):
    """It says so in its heading, and why."""
    page = rendered(report_md(evaluated["silent"].report))
    assert page.xpath("string(//h1)") == "⏸️ incomplete: mini-v1"
    assert "No score" in page.text_content()
    assert not page.xpath("//table")


def test_more_flips_than_are_shown_are_counted(bad):
    """The rest is left to report.json."""
    page = report_md(bad.model_copy(update={"flips": bad.flips[:1] * 100}))
    assert "40 more in `report.json`" in page
    assert len(page) < 20_000


NASTY = [
    "a|b",
    "a\\|b",
    "`tick`",
    "<script>x</script>",
    "*b* _i_ ~s~",
    "[l](http://x)",
    "![p](x)",
    "@you #1",
    "www.x.y",
    "\r\n|",
    "$x$",
    "&amp;",
]


@pytest.mark.parametrize("value", [*NASTY, TEXT, CROP])
def test_hostile_values_stay_values(value):
    """A cell is one cell, shows the value, and holds no element but the code around it."""
    [row] = rendered(f"| a | b |\n| --- | --- |\n| {reports.markdown.code(value)} | end |\n").xpath("//tbody/tr")
    first, last = row
    assert (first.text_content(), last.text_content()) == (values.short(values.shown(value), 160), "end")
    assert [element.tag for element in first.iter()] == ["td", "code"]


@given(st.text(max_size=60))
def test_any_value_stays_one_cell(value):
    """Whatever an article holds, the table keeps its columns and the value its letters."""
    page = rendered(f"| a | b |\n| --- | --- |\n| {reports.markdown.code(value)} | end |\n")
    [[first, last]] = cells(page.xpath("//table")[0])
    assert (first, last) == (values.shown(value), "end")


# ── JUnit ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_each_gate_is_a_case(evaluated):
    """A suite an evaluation; its counts are those of its cases; failed gates fail and name the slots lost, warnings are output."""
    found = [evaluated[name].report for name in ("good", "bad")]
    root = ET.fromstring(junit_xml(found))
    for suite, report in zip(root, found, strict=True):
        cases = suite.findall("testcase")
        assert [(case.get("classname"), case.get("name")) for case in cases] == [
            (f"{report.name}.{gate.kind}", gate.name) for gate in report.gates
        ]
        assert int(suite.get("tests")) == len(cases)
        failed = {case.get("name") for case in cases if case.find("failure") is not None}
        assert failed == {gate.name for gate in report.gates if gate.verdict == "failed"}
        assert int(suite.get("failures")) == len(failed)
    assert root.get("tests") == str(sum(len(report.gates) for report in found))
    [tonnes] = root.findall(".//testcase[@name='tonnes']/failure")
    assert tonnes.get("message").startswith("-0.333")
    assert f"{text_id(sentence(7))} tonnes: gold 7, was 7, is 12" in tonnes.text
    [crop] = root.findall("testsuite[2]/testcase[@name='crop']/system-out")
    assert crop.text.startswith("warning: ")


def test_an_incomplete_evaluation_is_an_error(evaluated):
    """No gate was asked, and the build is not green."""
    suite = ET.fromstring(junit_xml([evaluated["silent"].report]))[0]
    assert (suite.get("tests"), suite.get("errors"), suite.get("failures")) == ("1", "1", "0")
    assert suite.find("testcase/error").get("message") == "incomplete, so no score: of 12 articles 12 pending"


FORBIDDEN = [
    ("a\x00b", "ab"),
    ("\x1b[31mred", "[31mred"),
    ("\ud800half", "half"),
    ("\uffff!", "!"),
    ("🌾 é ]]>", "🌾 é ]]>"),
]


@pytest.mark.parametrize(("message", "kept"), FORBIDDEN, ids=[ascii(row[0]) for row in FORBIDDEN])
def test_what_xml_forbids_is_left_out(bad, message, kept):
    """The rest survives, markup as words."""
    gate = GateResult(kind="pin", name=message, verdict="failed", message=f"<{message}>")
    case = ET.fromstring(junit_xml([bad.model_copy(update={"gates": [gate]})])).find(".//testcase")
    assert (case.get("name"), case.find("failure").get("message")) == (kept, f"<{kept}>")


# ── the schema of report.json ─────────────────────────────────────────────────────────────────────────────────────


def test_the_published_schema_is_the_one_of_the_code():
    """docs/report.schema.json equals what `python -m extractor.reports.schema` prints."""
    assert (ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8") == schema_text()


def test_what_is_written_fits_the_schema(evaluated):
    """One evaluation, several, an incomplete one; a figure that is a word does not."""
    check = Draft202012Validator(report_schema())
    Draft202012Validator.check_schema(report_schema())
    found = [one.report for one in evaluated.values()]
    for told in (*found, matrix_of(found)):
        written = json.loads(told.model_dump_json(by_alias=True))
        assert list(check.iter_errors(written)) == []
        assert not check.is_valid({**written, "surprise": 1})
    assert not check.is_valid({**json.loads(found[0].model_dump_json(by_alias=True)), "headline": "high"})


# ── all together ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_texts_are_the_three_files_and_the_same_each_time(evaluated):
    """The same evaluations give the same bytes."""
    made = reports.texts([evaluated["good"], evaluated["bad"]])
    assert set(made) == {"report.md", "report.html", "junit.xml"}
    assert made == reports.texts([evaluated["good"], evaluated["bad"]])
    assert made["report.md"].startswith("# Leaderboard")


def test_an_article_that_the_model_failed_is_shown_as_lost(evaluated):
    """Its filled slots are missed, and the reason stands beside each."""
    from extractor.reports.slots import slots_of

    found = evaluated["good"].scored
    line = found.asked.lines[0].model_copy(update={"state": State.INVALID, "record": None, "error": None})
    lines = (line, *found.asked.lines[1:])
    again = score_answers(found.parts, replace(found.asked, lines=lines))
    wrong = slots_of(again).wrong
    assert {slot.path for slot in wrong} == {"quote", "crop", "tonnes", "large"}
    assert {(slot.kind, slot.note) for slot in wrong} == {("MIS", "No record: invalid")}
