"""Providers asked in turn: who answers, who pays, what ends the turn."""

from __future__ import annotations

import asyncio
import json
from functools import partial

import pytest

from extractor import errors, providers
from extractor.models import Request
from extractor.providers import Calling
from extractor.retry import retried
from extractor.settings import ProviderSettings, Settings, load
from tests.conftest import GOOD, article, configured, wire
from tests.loopback import Answer, completion, fault, serving

BAD = completion(json.dumps({"quote": "q", "crop": "c"}))
PRICE = {"input": 1.0, "output": 10.0}


async def _no_wait(_seconds):
    return None


@pytest.fixture
def ask(tiny, tiny_prompt, cache, monkeypatch):
    """Ask a chain of two about articles, each behind a server of its own; the completions and the two servers."""
    monkeypatch.setattr("extractor.providers.chat.retried", partial(retried, sleep=_no_wait))

    def asked(first, second, articles=(article(),), calling=Calling(), settings=None, fallback=("second",)):
        async def all_of_them(one, two):
            given = {"attempts": 2, "reasks": 1, "price": PRICE, **(settings or {})}
            table = configured(wire(one, fallback=fallback, **given), second=wire(two, **given))
            chain = providers.connect("test", table, tiny, cache, online=not calling.offline)
            try:
                requests = [Request(article=one, messages=tiny_prompt.render(one)) for one in articles]
                return [await chain.complete(request, calling) for request in requests]
            finally:
                await chain.aclose()

        with serving(lambda _a, _n: first) as one, serving(lambda _a, _n: second) as two:
            return asyncio.run(all_of_them(one.url, two.url)), one, two

    return asked


def test_whoever_answers_first_is_the_only_one_asked(ask):
    """A chain costs nothing as long as its first member answers, and the record does not name another."""
    [got], one, two = ask(completion(GOOD), completion(GOOD))
    assert (got.provider, got.reply.crop) == (None, "rye")
    assert (len(one.requests), len(two.requests)) == (1, 0)


@pytest.mark.parametrize(
    ("answer", "calls"),
    [
        (BAD, 1),  # the same reply to the same question is not paid for twice
        (completion("cut", finish="length"), 2),
        (completion(None, refusal="I would rather not."), 1),
        (completion("", finish="content_filter"), 1),
        (fault(503), 2),
        (Answer(reset=True), 2),
        (fault(429), 2),
        (fault(400, message="messages are too odd"), 1),
        (fault(404, "model_not_found"), 1),
    ],
    ids=["invalid", "truncated", "refused", "filtered", "503", "reset", "429", "400", "no such model"],
)
def test_an_article_that_one_cannot_answer_goes_to_the_next(ask, answer, calls):
    """Whatever the failure; the record names who answered, and the tries tell who was asked."""
    [got], one, two = ask(answer, completion(GOOD))
    assert got.reply.crop == "rye"
    assert got.failure is None
    assert got.provider == "second"
    assert {attempt.provider for attempt in got.attempts} == {"test", "second"}
    assert got.attempts[-1].provider == "second"
    assert (len(two.requests), got.cached) == (1, False)
    assert len(one.requests) >= calls


@pytest.mark.parametrize(
    ("answer", "cause"),
    [(fault(401), "auth"), (fault(429, "insufficient_quota"), "quota"), (fault(402), "quota")],
    ids=["key", "quota", "payment"],
)
def test_a_bad_key_or_an_empty_account_is_not_passed_on(ask, answer, cause):
    """It would be every article's, on somebody else's bill."""
    [got], _, two = ask(answer, completion(GOOD))
    assert got.failure.cause == cause
    assert got.failure.stops_run
    assert two.requests == []


def test_when_nobody_answers_everybody_is_quoted(ask):
    """The last failure decides the state; the message has both."""
    [got], _, _ = ask(fault(503), BAD)
    assert isinstance(got.failure, errors.InvalidOutput)
    assert "test: server error (503)" in str(got.failure)
    assert "second: " in str(got.failure)
    assert got.provider == "second"


def test_the_bill_is_that_of_all(ask):
    """First calls, re-asks and the other provider's calls apart; the sum is what was paid."""
    [got], one, two = ask(BAD, completion(GOOD))
    calls = len(one.requests) + len(two.requests)
    assert got.bill.first.input == 1000
    assert got.bill.repeated.input == 1000
    assert got.bill.paid.input == calls * 1000
    assert got.cost_usd == pytest.approx(calls * (1000 * 1.0 + 100 * 10.0) / 1e6)


def test_the_second_time_the_whole_chain_is_read_from_disk(ask):
    """The first one's bad reply and the second one's good one: nothing is asked again."""
    got, one, two = ask(BAD, completion(GOOD), articles=(article(), article()))
    assert (got[1].cached, got[1].calls, got[1].cost_usd) == (True, 0, 0.0)
    assert got[1].provider == "second"
    assert got[1].bill.served.input == (len(one.requests) + len(two.requests)) * 1000


def test_offline_asks_nobody(ask):
    """What is not on disk for any of them stays pending."""
    [got], one, two = ask(completion(GOOD), completion(GOOD), calling=Calling(offline=True))
    assert isinstance(got.failure, errors.NotRecordedError)
    assert (one.requests, two.requests) == ([], [])


def test_the_rules_can_be_the_last_resort(tiny, tiny_prompt, cache):
    """Any configured provider may stand in a chain."""
    table = Settings(providers={"test": wire("http://127.0.0.1:9/v1", fallback=("rules",))})
    chain = providers.connect("test", table, tiny, cache)
    assert chain.unpriced == ("test",)
    with pytest.raises(errors.SettingsError, match="cannot be reached"):
        asyncio.run(_checked(chain))


async def _checked(chain):
    try:
        await chain.check()
    finally:
        await chain.aclose()


@pytest.mark.parametrize(
    ("fallback", "message"),
    [('["b"]', "provider 'b' is unknown"), ('["a"]', r"providers\.a\.fallback names itself")],
)
def test_a_chain_that_leads_nowhere_is_an_error(tmp_path, fallback, message):
    """An unknown name, or the provider itself."""
    path = tmp_path / "extractor.toml"
    path.write_text(
        f'[providers.a]\nkind = "openai"\npreset = "vllm"\nmodel = "m"\nfallback = {fallback}\n', encoding="utf-8"
    )
    with pytest.raises(errors.SettingsError, match=message):
        load(path)


def test_a_provider_without_fallback_is_no_chain(tiny, cache):
    """One member needs no turn."""
    table = Settings(providers={"test": ProviderSettings(kind="rules")})
    assert type(providers.connect("test", table, tiny, cache)).__name__ == "RulesProvider"
