"""A model behind a wire: what is asked, what is kept, what comes of every way to fail."""

from __future__ import annotations

import asyncio
import json
from functools import partial

import pytest

from extractor import errors, providers
from extractor.models import Request
from extractor.providers import Calling
from extractor.retry import retried
from tests.conftest import GOOD, article, configured, wire
from tests.loopback import Answer, completion, fault, serving, tool_call


async def _no_wait(_seconds):
    return None


@pytest.fixture
def ask(tiny, tiny_prompt, cache, monkeypatch):
    """Put articles to a scripted server, one after the other; the completions and the server."""
    monkeypatch.setattr("extractor.providers.chat.retried", partial(retried, sleep=_no_wait))

    def asked(script, articles=(article(),), calling=Calling(), together=False, **settings):
        async def all_of_them(url):
            provider = providers.connect(
                "test", configured(wire(url, **settings)), tiny, cache, online=not calling.offline
            )
            requests = [Request(article=one, messages=tiny_prompt.render(one)) for one in articles]
            try:
                if together:
                    return await asyncio.gather(*(provider.complete(request, calling) for request in requests))
                return [await provider.complete(request, calling) for request in requests]
            finally:
                await provider.aclose()

        with serving(script) as server:
            return asyncio.run(all_of_them(server.url)), server

    return asked


def always(answer):
    return lambda _asked, _number: answer


def first(*answers):
    """These answers in turn, the last one for ever."""
    return lambda _asked, number: answers[min(number, len(answers)) - 1]


def test_a_reply_comes_back_validated_with_its_bill(ask):
    """Reply, model, tokens, cost and one call."""
    [got], server = ask(always(completion(GOOD)), price={"input": 1.0, "output": 10.0, "cached_input": 0.5})
    assert got.reply.crop == "rye"
    assert (got.model, got.calls, got.cached) == ("loopback-1", 1, False)
    assert (got.bill.paid.input, got.bill.paid.output, got.bill.paid.cached_input) == (1000, 100, 200)
    assert got.cost_usd == pytest.approx((800 * 1.0 + 200 * 0.5 + 100 * 10.0) / 1e6)
    assert len(server.requests) == 1


def test_an_unknown_price_is_unknown(ask):
    """A cost without a price is null, never zero."""
    [got], _ = ask(always(completion(GOOD)))
    assert got.cost_usd is None


@pytest.mark.parametrize(
    ("mode", "answer", "seen"),
    [
        ("json_schema", completion(GOOD), lambda r: r["response_format"]["json_schema"]["strict"] is True),
        ("tools", tool_call(GOOD), lambda r: r["tools"][0]["function"]["name"] == "Reply"),
        ("json", completion(GOOD), lambda r: r["response_format"] == {"type": "json_object"}),
    ],
)
def test_each_mode_sends_the_schema_its_own_way(ask, mode, answer, seen):
    """The schema travels as a response format, as a tool, or in the system message."""
    [got], server = ask(always(answer), mode=mode)
    assert got.reply.tonnes == 1200
    assert seen(server.requests[0])
    assert "The harvest in tonnes." in json.dumps(server.requests[0])


def test_headers_and_extra_fields_travel(ask, monkeypatch):
    """Whatever a server wants beyond the standard goes along; the key goes into its header only."""
    monkeypatch.setenv("MY_KEY", "sk-planted")
    _, server = ask(always(completion(GOOD)), headers={"X-Team": "desk"}, extra_body={"top_k": 5}, api_key_env="MY_KEY")
    assert server.headers[0]["X-Team"] == "desk"
    assert server.headers[0]["Authorization"] == "Bearer sk-planted"
    assert server.requests[0]["top_k"] == 5
    assert "sk-planted" not in json.dumps(server.requests[0])


def test_the_same_request_is_paid_once(ask):
    """The second time the completion comes from disk, free."""
    [once, again], server = ask(always(completion(GOOD)), articles=(article(), article(path="copy.txt")))
    assert (once.cached, again.cached, again.cost_usd, again.calls) == (False, True, 0.0, 0)
    assert again.reply == once.reply
    assert len(server.requests) == 1


def test_two_copies_at_the_same_moment_are_paid_once(ask):
    """The second of two identical requests waits for the first one's completion."""
    got, server = ask(
        always(Answer(body=completion(GOOD).body, delay_s=0.2)),
        articles=tuple(article(path=f"{n}.txt") for n in range(4)),
        together=True,
    )
    assert len(server.requests) == 1
    assert sorted(one.cached for one in got) == [False, True, True, True]


def test_fresh_asks_again(ask):
    """--fresh serves nothing from disk."""
    _, server = ask(always(completion(GOOD)), articles=(article(), article()), calling=Calling(fresh=True))
    assert len(server.requests) == 2


def test_offline_never_calls(ask):
    """Without a recorded completion the failure says so, and nothing is sent."""
    [got], server = ask(always(completion(GOOD)), calling=Calling(offline=True))
    assert isinstance(got.failure, errors.NotRecordedError)
    assert server.requests == []


def test_a_reply_that_does_not_fit_is_asked_for_again(ask):
    """The re-ask holds the original messages, the last reply and the last error, and nothing older."""
    bad, worse = json.dumps({"quote": "q", "crop": "c", "tonnes": -1}), json.dumps({"quote": "q", "tonnes": -2})
    [got], server = ask(first(completion(bad), completion(worse), completion(GOOD)))
    assert got.reply.crop == "rye"
    assert got.calls == 3
    assert [len(asked["messages"]) for asked in server.requests] == [2, 4, 4]
    last = server.requests[2]["messages"]
    assert last[:2] == server.requests[0]["messages"]
    assert last[2]["content"] == worse
    assert "crop" in last[3]["content"]
    assert "-1" not in json.dumps(last)


def test_every_completion_of_a_dialogue_is_on_disk(ask):
    """A rerun reads the bad reply and its re-ask from disk and comes to the same reply without a call."""
    bad = completion(json.dumps({"quote": "q", "crop": "c"}))
    got, server = ask(first(bad, completion(GOOD)), articles=(article(), article()))
    assert len(server.requests) == 2
    assert got[1].reply == got[0].reply
    assert (got[1].cached, got[1].calls) == (True, 0)


def test_a_model_that_never_fits_is_invalid_within_its_budget(ask):
    """One call and two re-asks, then the article is invalid and its message names the field."""
    [got], server = ask(lambda _, number: completion(json.dumps({"crop": f"try {number}"})))
    assert isinstance(got.failure, errors.InvalidOutput)
    assert "quote" in str(got.failure)
    assert len(server.requests) == 3


def test_a_model_that_repeats_itself_is_not_paid_for_it(ask):
    """A re-ask that equals the one before it is answered from disk."""
    [got], server = ask(always(completion("{}")))
    assert isinstance(got.failure, errors.InvalidOutput)
    assert len(server.requests) == 2


def test_prose_instead_of_json_is_invalid_not_empty(ask):
    """A chatty answer is never taken for an empty result."""
    [got], _ = ask(always(completion("I am sorry, here is what I found: rye.")))
    assert isinstance(got.failure, errors.InvalidOutput)


def test_a_cut_reply_is_asked_for_once_more_with_twice_the_room(ask):
    """max_tokens doubles once."""
    [got], server = ask(first(completion(GOOD[:20], finish="length"), completion(GOOD)), max_tokens=50)
    assert got.reply.crop == "rye"
    assert [asked["max_tokens"] for asked in server.requests] == [50, 100]


def test_a_reply_cut_twice_is_truncated(ask):
    """It is neither invalid nor empty, and the message names the setting."""
    [got], server = ask(always(completion(GOOD[:20], finish="length")), max_tokens=50)
    assert isinstance(got.failure, errors.TruncatedOutput)
    assert "max_tokens" in str(got.failure)
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "answer",
    [
        completion(None, refusal="I cannot help with that."),
        completion(None, finish="content_filter"),
        fault(400, "content_filter"),
    ],
)
def test_a_refusal_is_never_asked_again(ask, answer):
    """Neither the model's nor a filter's."""
    [got], server = ask(always(answer))
    assert isinstance(got.failure, errors.RefusedError)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("answer", "cause"),
    [
        (fault(500), "transport"),
        (fault(503, headers={"Retry-After": "1"}), "transport"),
        (Answer(status=502, body="<html>Bad Gateway</html>"), "transport"),
        (Answer(status=200, body="<html>Welcome</html>"), "transport"),
        (Answer(status=200, body={"choices": []}), "transport"),
        (Answer(reset=True, body=""), "transport"),
        (fault(429), "rate"),
        (fault(429, headers={"Retry-After": "0.05"}), "rate"),
        (fault(429, headers={"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}), "rate"),
    ],
)
def test_a_passing_trouble_is_tried_again(ask, answer, cause):
    """The article is answered, and the log says what happened on the way."""
    [got], server = ask(first(answer, completion(GOOD)))
    assert got.reply is not None, got.failure
    assert [one.outcome for one in got.attempts] == [cause, "ok"]
    assert len(server.requests) == 2


def test_a_lasting_trouble_costs_no_more_than_the_budget(ask):
    """Six calls for an article, then it failed in transport; the server's page is not in the message."""
    [got], server = ask(always(Answer(status=500, body="<html>secret page</html>")), attempts=6)
    assert isinstance(got.failure, errors.TransientError)
    assert "secret page" not in str(got.failure)
    assert len(server.requests) == 6


def test_a_server_that_hangs_is_a_time_out(ask):
    """The limit bounds the whole call."""
    [got], _ = ask(always(Answer(body=completion(GOOD).body, delay_s=1.0)), timeout_s=0.2, attempts=1)
    assert isinstance(got.failure, errors.TransientError)
    assert got.failure.cause == "timeout"


@pytest.mark.parametrize(
    ("answer", "cause", "stops"),
    [
        (fault(401, "invalid_api_key"), "auth", True),
        (fault(403), "auth", True),
        (fault(429, "insufficient_quota"), "quota", True),
        (fault(402), "quota", True),
        (fault(400, "context_length_exceeded", "too long"), "request", False),
    ],
)
def test_a_rejection_is_never_tried_again(ask, answer, cause, stops):
    """Keys and quotas stop the run; a bad request is one article's trouble."""
    [got], server = ask(always(answer))
    assert isinstance(got.failure, errors.RejectedError)
    assert (got.failure.cause, got.failure.stops_run) == (cause, stops)
    assert len(server.requests) == 1


def knock(task, cache, url, **settings):
    async def check():
        provider = providers.connect("test", configured(wire(url, **settings)), task, cache)
        try:
            await provider.check()
        finally:
            await provider.aclose()

    asyncio.run(check())


def test_a_knock_costs_nothing_and_finds_a_server(tiny, cache):
    """An empty request, answered by the complaint it deserves, is enough to know that somebody is there."""
    with serving(always(completion(GOOD))) as server:
        knock(tiny, cache, server.url)
    assert (server.knocks, server.requests) == (1, [])


def test_a_wrong_path_is_found_before_any_article(tiny, cache):
    """A base URL without /v1 is the most common mistake."""
    with serving(always(completion(GOOD))) as server, pytest.raises(errors.SettingsError, match="usually ends in /v1"):
        knock(tiny, cache, server.url.removesuffix("/v1"))


def test_nobody_at_the_address_is_found_before_any_article(tiny, cache):
    """The message names the provider, the address and what to check."""
    with pytest.raises(
        errors.SettingsError, match=r"'test' at http://127\.0\.0\.1:9/v1 cannot be reached: check base_url"
    ):
        knock(tiny, cache, "http://127.0.0.1:9/v1")


def test_a_missing_key_is_found_before_any_article(tiny, cache):
    """The message names the variable, and a way to go on without a key."""
    with pytest.raises(errors.SettingsError, match=r"OPENAI_API_KEY.*--provider rules"):
        knock(tiny, cache, "http://127.0.0.1:9/v1", preset="openai")


def rejecting(*modes):
    """A server that does not know some ways of sending a schema."""
    said = {
        "json_schema": fault(400, "invalid_request_error", "This response_format type is unavailable now"),
        "tools": fault(400, message="tool_choice is not supported by this model"),
        "json": fault(400, message="'response_format.type' must be 'text'"),
    }

    def answer(asked, _number):
        mode = "tools" if "tools" in asked else asked["response_format"]["type"].replace("json_object", "json")
        return said[mode] if mode in modes else tool_call(GOOD) if mode == "tools" else completion(GOOD)

    return answer


@pytest.mark.parametrize(
    ("unknown", "asked", "mode"),
    [
        ((), ["json_schema"], "json_schema"),
        (("json_schema",), ["json_schema", "tools"], "tools"),
        (("json_schema", "tools"), ["json_schema", "tools", "json"], "json"),
    ],
)
def test_a_server_that_rejects_a_mode_is_asked_in_the_next(ask, cache, unknown, asked, mode):
    """The tries say so, the reply is the same, and the mode that worked is kept beside the completions."""
    [got, again], server = ask(rejecting(*unknown), articles=(article(), article(GOOD + " Rye it was.")))
    assert got.reply.crop == again.reply.crop == "rye"
    assert [attempt.outcome for attempt in got.attempts] == ["mode"] * (len(asked) - 1) + ["ok"]
    assert again.calls == 1
    [later], server = ask(rejecting(*unknown), articles=(article(GOOD + " A third."),))
    host = server.url.split("//")[1].split("/")[0]
    assert later.calls == len(asked)  # another address knows nothing of it
    assert cache.settled(f"mode of {host} loopback-1 {later.key_parts['schema']}") == mode


def test_a_settled_mode_is_used_by_the_next_run(tiny, tiny_prompt, cache):
    """A second provider on the same cache does not ask in the rejected mode again."""
    request = Request(article=article(), messages=tiny_prompt.render(article()))

    async def complete(url, calling):
        provider = providers.connect("test", configured(wire(url)), tiny, cache)
        try:
            return await provider.complete(request, calling), provider.mode
        finally:
            await provider.aclose()

    with serving(rejecting("json_schema")) as server:
        asyncio.run(complete(server.url, Calling()))
        first = len(server.requests)
        got, mode = asyncio.run(complete(server.url, Calling()))
        again = asyncio.run(complete(server.url, Calling(offline=True)))[0]
        assert (first, len(server.requests) - first, mode) == (2, 0, "tools")
        asyncio.run(complete(server.url, Calling(fresh=True)))
    assert len(server.requests) - first == 2  # --fresh looks again whether the server has learned the better mode
    assert got.reply == again.reply
    assert again.cached


def test_a_mode_that_was_asked_for_is_never_changed(ask):
    """A configured mode is an order, and its rejection a failure."""
    [got], server = ask(rejecting("json_schema"), mode="json_schema")
    assert (got.failure.cause, len(server.requests)) == ("mode", 1)


def test_no_mode_left_is_a_rejection(ask):
    """A server that knows none of them."""
    [got], server = ask(rejecting("json_schema", "tools", "json"))
    assert isinstance(got.failure, errors.RejectedError)
    assert len(server.requests) == 3


def test_a_mode_that_once_worked_is_not_given_up_for_one_article(ask):
    """After an answer, a complaint about the schema is about the article that raised it."""
    answers = first(completion(GOOD), fault(400, message="response_format is not supported"), completion(GOOD))
    got, server = ask(answers, articles=tuple(article(GOOD + str(number)) for number in range(3)))
    assert [one.failure is None for one in got] == [True, False, True]
    assert all("response_format" in asked for asked in server.requests)


@pytest.mark.parametrize("words", [f"```json\n{GOOD}\n```", f"Here you are:\n{GOOD}"])
@pytest.mark.parametrize("mode", ["json_schema", "json"])
def test_json_among_other_words_is_read(ask, words, mode):
    """Fences and prose cost no re-ask, and none when read from disk again."""
    got, server = ask(always(completion(words)), articles=(article(), article()), mode=mode)
    assert [one.reply.crop for one in got] == ["rye", "rye"]
    assert (got[0].calls, got[1].cached, len(server.requests)) == (1, True, 1)


def test_a_content_in_parts_is_one_text(ask):
    """Some servers send the message's text in pieces."""
    answer = completion(GOOD)
    answer.body["choices"][0]["message"]["content"] = [
        {"type": "text", "text": GOOD[:9]},
        {"type": "text", "text": GOOD[9:]},
    ]
    assert ask(always(answer))[0][0].reply.crop == "rye"


def test_tokens_are_told_apart_by_what_they_were_for(ask):
    """The first call, the one with more room, the re-ask, and what came from disk."""
    bad = completion(json.dumps({"quote": "q", "crop": "c"}))
    script = first(completion("cut", finish="length"), bad, completion(GOOD))
    [got, again], _ = ask(script, articles=(article(), article()))
    assert (got.bill.first.input, got.bill.repeated.input, got.bill.reasked.input) == (1000, 1000, 1000)
    assert got.bill.paid.input == 3000
    assert got.bill.served.input == 0
    assert (again.bill.paid.input, again.bill.served.input) == (0, 2000)


def test_a_stopped_provider_makes_no_further_call(tiny, tiny_prompt, cache):
    """Who waits for a back-off gives up at once, as not asked; who is in the air comes home."""
    slow, good = article("Slow\n\n" + GOOD), article("Late\n\n" + GOOD)

    def script(asked, _number):
        late = "Late" in asked["messages"][1]["content"]
        return Answer(body=completion(GOOD).body, delay_s=0.4) if late else fault(429, headers={"Retry-After": "60"})

    async def both(url):
        provider = providers.connect("test", configured(wire(url)), tiny, cache)
        requests = [Request(article=one, messages=tiny_prompt.render(one)) for one in (good, slow)]
        tasks = [asyncio.create_task(provider.complete(request, Calling())) for request in requests]
        await asyncio.sleep(0.2)
        provider.stop()
        try:
            return await asyncio.wait_for(asyncio.gather(*tasks), 5)
        finally:
            await provider.aclose()

    with serving(script) as server:
        home, gave_up = asyncio.run(both(server.url))
    assert home.reply.crop == "rye"
    assert isinstance(gave_up.failure, errors.StoppedError)
