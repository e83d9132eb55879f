"""Whether a provider is ready, step by step; and the list of providers."""

from __future__ import annotations

import asyncio
import json

import pytest

from extractor import settings
from extractor.assemble import Choice, assembled
from extractor.checkup import STEPS, Status, checked, listed, unready
from extractor.errors import SettingsError
from extractor.presets import PRESETS
from tests.conftest import ROOT, TINY
from tests.loopback import completion, fault, serving, tool_call

BARLEY = {"quote": "The valley brought in 40 tonnes of barley.", "crop": "barley", "tonnes": 40}
RIGHT = completion(json.dumps(BARLEY))
INVENTED = completion(json.dumps({**BARLEY, "quote": "Nobody has ever written these words."}))
PRICED = "price = { input = 1.0, output = 10.0 }"


def always(answer):
    return lambda _asked, _number: answer


@pytest.fixture
def check(tmp_path):
    """Check a configured provider; the report, and what was said while it went on."""

    def run(*lines, name="mini"):
        path = tmp_path / "my.toml"
        path.write_text(f'task = "harvest"\n[providers.{name}]\n' + "\n".join(lines), encoding="utf-8")
        said = []

        async def report():
            try:
                with assembled(Choice(TINY, path, provider=name)) as parts:
                    try:
                        return await checked(parts, said.append)
                    finally:
                        await parts.provider.aclose()
            except SettingsError as error:
                return unready(error, said.append)

        return asyncio.run(report()), said

    return run


@pytest.fixture
def check_wire(check):
    """Check a provider whose server follows a script; the report and the server."""

    def run(script, *lines):
        with serving(script) as server:
            report, _ = check(
                'kind = "openai"',
                f'base_url = "{server.url}"',
                'model = "loopback-1"',
                "attempts = 2",
                "reasks = 0",
                *lines,
            )
        return report, server

    return run


def told(report, step):
    """Status and message of a step."""
    return next((found.status, found.message) for found in report.steps if found.step == step)


def test_a_good_provider_passes_every_step(check_wire):
    """One call; its time, tokens, mode, quotes and cost are told."""
    report, server = check_wire(always(RIGHT), PRICED)
    assert [(step.step, step.status) for step in report.steps] == [(name, Status.OK) for name in STEPS]
    assert report.exit_code == 0
    assert len(server.requests) == 1
    assert told(report, "trial article")[1].startswith("ok after ")
    assert told(report, "trial article")[1].endswith("s, calls: 1, tokens: 1,000 in, 100 out")
    assert told(report, "structured output")[1].startswith("json_schema, the best")
    assert told(report, "quotes")[1] == "1 of 1 quoted words stand in the article"
    assert told(report, "price")[1].endswith("the trial cost 0.002000 USD")


def test_the_trial_is_the_example_of_the_tasks_own_prompt(check_wire):
    """No article of the built-in task is in the code, so every task can be tried."""
    _, server = check_wire(always(RIGHT))
    assert BARLEY["quote"] in server.requests[0]["messages"][-1]["content"]


def test_the_trial_asks_anew(check, tmp_path):
    """A completion on disk would say nothing about the server today."""
    with serving(always(RIGHT)) as server:
        lines = ('kind = "openai"', f'base_url = "{server.url}"', 'model = "loopback-1"')
        check(*lines)
        check(*lines)
        assert len(server.requests) == 2


def test_every_step_is_said_when_it_ends(check_wire, check):
    """What a person reads meanwhile is what the report holds."""
    report, said = check('kind = "rules"', name="floor")
    assert tuple(said) == report.steps


def test_a_server_that_rejects_the_best_mode_is_told_of(check_wire):
    """The mode in use and the setting that keeps it."""

    def script(asked, _number):
        return fault(400, None, "This response_format type is unavailable now") if "response_format" in asked else said

    said = tool_call(json.dumps(BARLEY))
    report, _ = check_wire(script)
    assert report.exit_code == 0
    assert told(report, "structured output") == (
        Status.OK,
        'tools, since the server rejects json_schema. To settle it: mode = "tools"',
    )


def test_a_configured_mode_is_named_as_such(check_wire):
    """It is never changed."""
    report, _ = check_wire(always(RIGHT), 'mode = "json"')
    assert told(report, "structured output") == (Status.OK, "json, as configured")


def test_a_server_that_is_not_there_fails_at_the_knock(check):
    """The rest is skipped, and the exit code says so."""
    report, _ = check('kind = "openai"', 'base_url = "http://127.0.0.1:9/v1"', 'model = "m"')
    assert [step.status for step in report.steps] == [Status.OK, Status.FAILED, *[Status.SKIPPED] * 4]
    assert "127.0.0.1:9" in told(report, "reachability")[1]
    assert report.exit_code == 1


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (fault(404, "model_not_found", "The model `loopback-1` does not exist"), "model"),
        (completion('{"quote": "The valley', finish="length"), "max_tokens"),
        (completion("No."), 'mode = "tools"'),
        (completion(None, refusal="I would rather not."), "another model"),
        (fault(429, "insufficient_quota", "You exceeded your current quota"), "account"),
    ],
    ids=["model", "cut", "no-json", "declined", "quota"],
)
def test_a_failed_trial_says_what_to_do_next(check_wire, answer, expected):
    """The failure in the run's own words, and one thing to change."""
    report, _ = check_wire(always(answer))
    status, message = told(report, "trial article")
    assert status is Status.FAILED
    assert expected in message
    assert [step.status for step in report.steps[3:]] == [Status.SKIPPED] * 3
    assert report.exit_code == 1


def test_a_model_that_does_not_copy_fails(check_wire):
    """Quotes that stand nowhere cannot be checked by anybody."""
    report, _ = check_wire(always(INVENTED), PRICED)
    assert told(report, "quotes")[0] is Status.FAILED
    assert told(report, "price")[0] is Status.OK
    assert report.exit_code == 1


def test_an_unknown_price_is_no_failure(check_wire):
    """It is skipped, with the line to add."""
    report, _ = check_wire(always(RIGHT))
    assert told(report, "price")[0] is Status.SKIPPED
    assert "price = {" in told(report, "price")[1]
    assert report.exit_code == 0


def test_a_missing_key_fails_the_configuration(check, monkeypatch):
    """The variable is named; nothing is called."""
    monkeypatch.delenv("HOUSE_KEY", raising=False)
    report, said = check(
        'kind = "openai"', 'base_url = "http://127.0.0.1:9/v1"', 'model = "m"', 'api_key_env = "HOUSE_KEY"'
    )
    assert "HOUSE_KEY" in told(report, "configuration")[1]
    assert [step.status for step in report.steps] == [Status.FAILED, *[Status.SKIPPED] * 5]
    assert tuple(said) == report.steps
    assert report.exit_code == 1


def test_a_key_is_never_shown(check_wire, monkeypatch):
    """Only its variable is, whatever the server says."""
    monkeypatch.setenv("HOUSE_KEY", "very-secret-key")
    report, _ = check_wire(always(fault(401, None, "very-secret-key is wrong")), 'api_key_env = "HOUSE_KEY"')
    assert report.exit_code == 1
    assert "HOUSE_KEY" in told(report, "configuration")[1]
    assert "very-secret-key" not in json.dumps(report.as_json)


def test_a_fallback_that_answered_is_no_success(check, monkeypatch):
    """The provider in question gave no answer."""
    with serving(always(fault(400, None, "no"))) as bad, serving(always(RIGHT)) as good:
        report, _ = check(
            'kind = "openai"', f'base_url = "{bad.url}"', 'model = "m"', 'fallback = ["second"]',
            "[providers.second]", 'kind = "openai"', f'base_url = "{good.url}"', 'model = "m"',
        )  # fmt: skip
    assert told(report, "trial article") == (
        Status.FAILED,
        "'mini' gave no answer, its fallback 'second' did: check each alone",
    )


def test_recordings_are_looked_at_without_a_trial(check, tmp_path, monkeypatch):
    """They hold no answer to another article, and need no key."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    (tmp_path / "recorded.jsonl").write_text("", encoding="utf-8")
    report, _ = check('kind = "replay"', 'preset = "openai"', 'model = "m"', 'recordings = "recorded.jsonl"')
    assert [step.status for step in report.steps[:5]] == [Status.OK, Status.OK, *[Status.SKIPPED] * 3]
    assert report.exit_code == 0


def test_json_has_step_status_and_message(check_wire):
    """The shape that scripts read."""
    report, _ = check_wire(always(RIGHT))
    assert [set(step) for step in report.as_json] == [{"step", "status", "message"}] * len(STEPS)
    assert json.loads(json.dumps(report.as_json))[0]["status"] == "ok"


# ── the list ──────────────────────────────────────────────────────────────────────────────────────────────────────

TABLES = """
provider = "mini"
[providers.mini]
kind = "openai"
preset = "openai"
model = "gpt-4.1-mini"
fallback = ["local", "rules"]
price = { input = 0.40, output = 1.60 }
[providers.local]
kind = "openai"
preset = "ollama"
mode = "json"
model = "qwen3:8b"
"""


@pytest.fixture
def listing(tmp_path):
    """The list for a configuration of two providers."""
    path = tmp_path / "my.toml"
    path.write_text(TABLES, encoding="utf-8")
    return lambda: listed(settings.load(path))


def test_the_list_says_what_each_provider_is(listing, monkeypatch):
    """Its endpoint, modes in the order of trial, fallback, price, and whether its key is there."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    row = next(row for row in listing().providers if row.name == "mini")
    assert (row.chosen, row.kind, row.preset, row.model) == (True, "openai", "openai", "gpt-4.1-mini")
    assert row.endpoint == "https://api.openai.com/v1"
    assert row.modes == ("json_schema", "tools", "json")
    assert row.fallback == ("local", "rules")
    assert (row.key_variable, row.key_set) == ("OPENAI_API_KEY", False)
    assert "configured" in row.price


def test_a_configured_mode_is_the_only_one(listing):
    """And a server on this machine needs no key."""
    row = next(row for row in listing().providers if row.name == "local")
    assert (row.modes, row.key_variable, row.key_set) == (("json",), None, None)


def test_a_key_counts_as_set_only_if_it_holds_something(listing, monkeypatch):
    """White space is no key; the key itself stays out."""
    for value, expected in (("  ", False), ("very-secret-key", True)):
        monkeypatch.setenv("OPENAI_API_KEY", value)
        found = listing()
        assert next(row.key_set for row in found.providers if row.name == "mini") is expected
        assert "very-secret-key" not in found.model_dump_json() + found.text()


def test_the_list_holds_the_built_in_providers_and_every_preset(listing):
    """What can be had without configuring anything, and what could be configured."""
    found = listing()
    names = [row.name for row in found.providers]
    assert set(settings.BUILT_IN) < set(names)
    assert found.presets == PRESETS
    lines = found.text().splitlines()
    assert len(lines) == 2 * len(names) + 2 + len(PRESETS)
    assert sum(line.startswith("*") for line in lines) == 1


def test_people_read_two_lines_a_provider(listing, monkeypatch):
    """A missing key stands out."""
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    text = listing().text()
    assert "* mini        openai  gpt-4.1-mini  https://api.openai.com/v1\n" in text
    assert "key OPENAI_API_KEY NOT SET · mode json_schema → tools → json · fallback local → rules · price " in text
    assert "  rules       rules\n              no key needed · price no charge" in text


def test_the_documentation_names_every_step():
    """In the order in which they are taken."""
    documented = (ROOT / "docs" / "providers.md").read_text(encoding="utf-8")
    assert [line.split("`")[1] for line in documented.splitlines() if line.startswith("| `") and "|" in line][
        :6
    ] == list(STEPS)
