"""Many articles: every input in exactly one state, nothing lost, nothing paid twice."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from functools import partial
from time import monotonic

import pytest

from extractor import providers, run
from extractor.articles import Columns
from extractor.cache import CompletionCache
from extractor.errors import ArticleError, SettingsError, StoreError, UsageError
from extractor.job import Job, Plan
from extractor.models import State
from extractor.providers import Calling
from extractor.retry import retried
from extractor.store import RunFolder, read_lines, read_traces
from tests.conftest import GOOD, configured, wire
from tests.loopback import Answer, completion, fault, serving


class Silent:
    """Nobody watches."""

    def ended(self, line):
        pass

    def kept(self):
        pass


async def _no_wait(_seconds):
    return None


def sentence(number):
    return f"Village {number:04d}\n\nFarmers cut {number} tonnes of rye. The weather held in village {number:04d}."


def answer_to(asked):
    """The reply that an article deserves, read from the article itself."""
    user = asked["messages"][1]["content"]
    tonnes = int(user.split("Farmers cut ")[1].split()[0])
    return completion(json.dumps({"quote": f"Farmers cut {tonnes} tonnes of rye.", "crop": "rye", "tonnes": tonnes}))


@pytest.fixture
def world(tmp_path, tiny, tiny_prompt, monkeypatch):
    """A folder of articles, and a way to run over it against a scripted server."""
    news = tmp_path / "news"
    news.mkdir()

    def write(count):
        for number in range(count):
            (news / f"{number:04d}.txt").write_text(sentence(number), encoding="utf-8")

    def go(
        script,
        *,
        really_wait=False,
        out="out",
        inputs=(news,),
        task_cache="cache",
        calling=Calling(),
        settings=None,
        **plan,
    ):
        cache = CompletionCache(tmp_path / task_cache)
        monkeypatch.setattr(
            "extractor.providers.chat.retried", retried if really_wait else partial(retried, sleep=_no_wait)
        )

        async def running(url):
            chosen = wire(url, **(settings or {}))
            provider = providers.connect("test", configured(chosen), tiny, cache, online=not calling.offline)
            given = {"inputs": tuple(map(str, inputs)), "concurrency": 4, "calling": calling} | plan
            job = Job(
                plan=Plan(**given),
                task=tiny,
                prompt=tiny_prompt,
                provider=provider,
                settings=chosen,
                cache=cache,
                folder=RunFolder(tmp_path / out),
                watcher=Silent(),
            )
            try:
                return await run.run(job)
            finally:
                await provider.aclose()

        try:
            server.follow(script)
            return asyncio.run(running(server.url)), server
        finally:
            cache.close()

    go.write, go.news, go.tmp = write, news, tmp_path
    with serving(lambda _asked, _number: completion("{}")) as server:  # one address: it is a part of every key
        yield go


def states(tmp_path, out="out"):
    return Counter(line.state for line in read_lines(tmp_path / out))


def manifest(tmp_path, out="out"):
    return json.loads((tmp_path / out / "manifest.json").read_text(encoding="utf-8"))


def test_every_article_has_its_line(world):
    """One line an input, evidence located, counts that sum to the inputs, exit 0."""
    world.write(30)
    result, server = world(lambda asked, _: answer_to(asked))
    lines = read_lines(world.tmp / "out")
    assert (result.exit_code, len(server.requests), len(lines)) == (0, 30, 30)
    assert {line.path for line in lines} == {str(world.news / f"{n:04d}.txt") for n in range(30)}
    assert all(line.evidence[0].status == "exact" for line in lines)
    found = manifest(world.tmp)
    assert found["counts"]["ok"] == found["inputs_total"] == len(found["inputs"]) == 30
    assert found["complete"] is True
    assert found["provider"]["model_called"] is True
    assert found["models"] == ["loopback-1"]


def test_no_more_calls_fly_than_asked_for(world):
    """--concurrency caps the calls in flight."""
    world.write(20)
    _, server = world(
        lambda asked, _: Answer(body=answer_to(asked).body, delay_s=0.05), concurrency=3, settings={"concurrency": 3}
    )
    assert server.most_in_flight == 3


def test_the_same_command_again_asks_nothing(world):
    """Finished articles stand; another folder is answered from the cache, free."""
    world.write(5)
    world(lambda asked, _: answer_to(asked))
    again, server = world(lambda asked, _: answer_to(asked))
    assert (server.requests, again.kept, again.calls) == ([], 5, 0)
    elsewhere, server = world(lambda asked, _: answer_to(asked), out="other")
    assert (server.requests, elsewhere.cached, elsewhere.cost_usd) == ([], 5, 0.0)
    one, two = (sorted(read_lines(world.tmp / out), key=lambda line: line.path) for out in ("out", "other"))
    assert [(line.record, line.evidence) for line in one] == [(line.record, line.evidence) for line in two]


def test_new_articles_in_the_folder_are_read(world):
    """A second run asks for the new ones only."""
    world.write(3)
    world(lambda asked, _: answer_to(asked))
    world.write(5)
    result, server = world(lambda asked, _: answer_to(asked))
    assert (len(server.requests), result.kept, states(world.tmp)) == (2, 3, {State.OK: 5})


def test_one_articles_failure_is_its_own(world):
    """Every third article meets a fault; the others do not notice, and each failure has its state."""
    world.write(12)
    faults = {
        0: completion("{}"),
        3: completion("x", finish="length"),
        6: completion(None, refusal="no"),
        9: fault(500),
    }

    def script(asked, _):
        tonnes = int(asked["messages"][1]["content"].split("Farmers cut ")[1].split()[0])
        return faults.get(tonnes) or answer_to(asked)

    result, server = world(script)
    assert result.exit_code == 1
    assert states(world.tmp) == {
        State.OK: 8,
        State.INVALID: 1,
        State.TRUNCATED: 1,
        State.REFUSED: 1,
        State.TRANSPORT: 1,
    }
    asked = Counter(request["messages"][1]["content"] for request in server.requests)
    assert max(asked.values()) <= 6
    failed = [line for line in read_lines(world.tmp / "out") if line.error]
    assert sorted((line.error.type, line.record) for line in failed) == [
        ("InvalidOutput", None),
        ("RefusedError", None),
        ("TransientError", None),
        ("TruncatedOutput", None),
    ]


def test_failed_articles_are_asked_again_only_on_request(world):
    """A plain rerun leaves them; --retry-failed asks them, past the reply on disk that failed."""
    world.write(4)
    bad = lambda asked, _: completion("{}") if "Farmers cut 2 " in asked["messages"][1]["content"] else answer_to(asked)  # noqa: E731
    world(bad)
    assert states(world.tmp) == {State.OK: 3, State.INVALID: 1}
    _, server = world(lambda asked, _: answer_to(asked))
    assert server.requests == []
    result, server = world(lambda asked, _: answer_to(asked), retry_failed=True)
    assert (len(server.requests), result.exit_code, states(world.tmp)) == (1, 0, {State.OK: 4})


@pytest.mark.parametrize(
    ("answer", "state", "why"),
    [(fault(401), State.PENDING, "key"), (fault(429, "insufficient_quota"), State.QUOTA, "quota")],
)
def test_a_bad_key_or_an_empty_account_stops_the_run_at_once(world, answer, state, why):
    """Exit 3; what was done stands, the rest waits in the ledger, and the same command continues."""
    world.write(40)

    def script(asked, number):
        return answer_to(asked) if number <= 10 else answer

    result, server = world(script)
    assert (result.exit_code, len(server.requests) <= 10 + 4) == (3, True)
    assert why in result.stopped
    found = states(world.tmp)
    assert (found[State.OK], sum(found.values())) == (10, 40)
    assert set(found) <= {State.OK, State.PENDING, state}
    result, server = world(lambda asked, _: answer_to(asked))
    assert (result.exit_code, len(server.requests), states(world.tmp)) == (0, 30, {State.OK: 40})


def test_a_budget_stops_the_run_before_it_is_far_exceeded(world):
    """The rest is over_budget, counted, and done by a later run with more money."""
    world.write(30)
    price = {"price": {"input": 1000.0, "output": 0.0}}  # a dollar a call
    result, server = world(lambda asked, _: answer_to(asked), budget_usd=5.0, concurrency=1, settings=price)
    assert (result.exit_code, len(server.requests)) == (3, 5)
    assert states(world.tmp) == {State.OK: 5, State.OVER_BUDGET: 25}
    result, server = world(lambda asked, _: answer_to(asked), settings=price)
    assert (result.exit_code, len(server.requests), result.kept) == (0, 25, 5)


def test_a_budget_without_a_price_is_refused(world):
    """Nobody can keep to a budget in an unknown currency."""
    world.write(1)
    with pytest.raises(SettingsError, match="--budget needs a price"):
        world(lambda asked, _: answer_to(asked), budget_usd=1.0)


def test_offline_leaves_what_is_not_on_disk_pending(world):
    """Cached articles are read, the others stay to be done; exit 3."""
    world.write(3)
    world(lambda asked, _: answer_to(asked), out="first")
    world.write(5)
    result, server = world(lambda asked, _: answer_to(asked), calling=Calling(offline=True))
    assert (result.exit_code, server.requests, server.knocks) == (3, [], 0)
    assert states(world.tmp) == {State.OK: 3, State.PENDING: 2}


def test_odd_files_do_not_stop_the_others(world):
    """What is no article is unreadable, with a reason, and costs nothing."""
    world.write(2)
    (world.news / "empty.txt").write_bytes(b"")
    (world.news / "latin.txt").write_bytes("Çavuşoğlu übt".encode("cp1254"))
    (world.news / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    (world.news / "huge.txt").write_bytes(b"word " * 1_200_000)
    result, server = world(lambda asked, _: answer_to(asked))
    assert (result.exit_code, len(server.requests), states(world.tmp)) == (1, 2, {State.OK: 2, State.UNREADABLE: 4})
    reasons = {line.path.rsplit("/")[-1]: line.error.message for line in read_lines(world.tmp / "out") if line.error}
    assert set(reasons) == {"empty.txt", "latin.txt", "picture.txt", "huge.txt"}
    assert all(reasons.values())


def test_a_wrong_path_is_an_error_before_the_folder_is_touched(world):
    """Nothing is created for a typing mistake."""
    with pytest.raises(ArticleError, match="nowhere"):
        world(lambda asked, _: answer_to(asked), inputs=(world.tmp / "nowhere",))
    assert not (world.tmp / "out").exists()


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"settings": {"model": "loopback-2"}}, "model 'loopback-1', not 'loopback-2'"),
        ({"settings": {"base_url": "x"}}, "endpoint"),
    ],
)
def test_a_folder_is_not_continued_with_another_model_or_address(world, change, named):
    """One file never mixes the answers of two models, however the configuration was edited."""
    world.write(2)
    world(lambda asked, _: answer_to(asked))
    if "base_url" in change["settings"]:
        manifest_path = world.tmp / "out" / "manifest.json"
        held = manifest_path.read_text(encoding="utf-8")
        manifest_path.write_text(held.replace("http://127.0.0.1:", "http://127.0.0.2:"), encoding="utf-8")
        change = {}
    with pytest.raises(UsageError, match=named):
        world(lambda asked, _: answer_to(asked), **change)


def test_the_manifest_is_there_from_the_first_moment(world, monkeypatch):
    """A killed run leaves a manifest that says what it was made with and that it did not end."""
    world.write(1)
    seen = []
    original = run.extract

    async def looking(*words):
        seen.append(manifest(world.tmp))
        return await original(*words)

    monkeypatch.setattr("extractor.run.extract", looking)
    world(lambda asked, _: answer_to(asked))
    assert (seen[0]["complete"], seen[0]["stopped"], seen[0]["identity"]["model"]) == (False, "not ended", "loopback-1")
    assert manifest(world.tmp)["stopped"] is None


def test_a_schema_that_fails_on_one_article_fails_that_article(world, tiny, monkeypatch):
    """The code of a schema is somebody's; its error is one article's state, and names the file."""
    world.write(3)
    derive = tiny.module.derive

    def fragile(reply, article):
        if reply.tonnes == 1:
            raise ZeroDivisionError("by nobody")
        return derive(reply, article)

    monkeypatch.setattr(tiny.module, "derive", fragile)
    result, _ = world(lambda asked, _: answer_to(asked))
    assert (result.exit_code, states(world.tmp)) == (1, {State.OK: 2, State.INVALID: 1})
    [error] = [line.error for line in read_lines(world.tmp / "out") if line.error]
    assert error.message == "v1.py failed on a valid reply: ZeroDivisionError: by nobody"


def test_an_article_whose_completion_cannot_be_kept_stays_in_the_ledger(world, monkeypatch):
    """A full cache disk stops the run; the article in the air is pending like the rest, and the counts sum to the inputs."""
    world.write(12)
    kept = []
    put = CompletionCache.put

    def full(self, entry):
        kept.append(entry)
        if len(kept) > 4:
            raise StoreError("the completion cache cannot be written: disk full")
        put(self, entry)

    monkeypatch.setattr(CompletionCache, "put", full)
    result, _ = world(lambda asked, _: answer_to(asked))
    assert (result.exit_code, "disk full" in result.stopped) == (3, True)
    assert states(world.tmp) == {State.OK: 4, State.PENDING: 8}


def test_an_error_nobody_foresaw_ends_the_run_and_hangs_nothing(world, tiny, monkeypatch):
    """A defect of ours comes out as itself, at once, with the finished lines on disk."""
    world.write(40)
    seen = []

    def broken(*_words, **_named):
        seen.append(1)
        if len(seen) > 5:
            raise KeyError("defect")
        return original(*_words, **_named)

    original = run.extract
    monkeypatch.setattr("extractor.run.extract", broken)
    with pytest.raises(KeyError, match="defect"):
        world(lambda asked, _: answer_to(asked))
    assert len(read_lines(world.tmp / "out")) <= 5
    monkeypatch.setattr("extractor.run.extract", original)
    result, _ = world(lambda asked, _: answer_to(asked))
    assert (result.exit_code, states(world.tmp)) == (0, {State.OK: 40})


def test_a_changed_prompt_says_which_part_asked_again(world, monkeypatch):
    """The trace of a miss names the part of the key that changed."""
    world.write(1)
    world(lambda asked, _: answer_to(asked), out="before")
    world(lambda asked, _: answer_to(asked), out="after", settings={"temperature": 0.7})
    assert [trace.changed for trace in read_traces(world.tmp / "before")] == [()]
    assert [trace.changed for trace in read_traces(world.tmp / "after")] == [("params",)]


def test_rows_of_a_table_are_inputs_of_their_own(world):
    """Paths name the row, and the columns are the ones that were named."""
    table = world.tmp / "all.csv"
    table.write_text("id,content\nx," + json.dumps(sentence(7)) + "\ny,\n", encoding="utf-8")
    result, server = world(lambda asked, _: answer_to(asked), inputs=(table,), columns=Columns(text="content"))
    assert len(server.requests) == 1
    assert sorted((line.path, line.state) for line in read_lines(world.tmp / "out")) == [
        (f"{table}#1", State.OK),
        (f"{table}#2", State.UNREADABLE),
    ]


def test_a_limit_is_a_limit(world):
    """--limit reads so many inputs and no more."""
    world.write(9)
    _, server = world(lambda asked, _: answer_to(asked), limit=4)
    assert len(server.requests) == 4


def test_the_model_says_no_more_than_it_said(world):
    """What one good reply holds is in the record, with what code adds and nothing else."""
    (world.news / "a.txt").write_text(
        "A good year\n\nFarmers cut 1200 tonnes of rye. The weather held.", encoding="utf-8"
    )
    world(lambda asked, _: completion(GOOD))
    [line] = read_lines(world.tmp / "out")
    assert line.record == {**json.loads(GOOD), "large": True}


def test_the_manifest_tells_tokens_apart(world):
    """First calls, calls with more room, re-asks, and what came from disk; their sum is what was billed."""
    world.write(4)

    def script(asked, _number):
        number = int(asked["messages"][1]["content"].split("Farmers cut ")[1].split()[0])
        if number == 1 and asked["max_tokens"] == 8000:
            return completion("cut", finish="length")
        if number == 2 and len(asked["messages"]) == 2:
            return completion("{}")
        return answer_to(asked)

    result, server = world(script)
    told = manifest(world.tmp)["this_run"]
    assert (result.exit_code, len(server.requests)) == (0, 6)
    assert {name: usage["input"] for name, usage in told["tokens"].items()} == {
        "first": 4000, "repeated": 1000, "reasked": 1000, "served": 0,
    }  # fmt: skip
    assert told["usage"]["input"] == 6000
    world(script, out="again")
    told = manifest(world.tmp, "again")["this_run"]
    assert {name: usage["input"] for name, usage in told["tokens"].items()} == {
        "first": 0, "repeated": 0, "reasked": 0, "served": 5000,
    }  # fmt: skip
    assert (told["from_cache"], told["calls"], told["cost_usd"]) == (4, 0, 0.0)


def test_a_pause_of_an_hour_stops_the_run_and_loses_nothing(world):
    """What is asked meanwhile would be told the same; the next run asks again."""
    world.write(12)
    result, server = world(
        lambda asked, number: answer_to(asked) if number <= 3 else fault(429, headers={"Retry-After": "3600"})
    )
    assert result.exit_code == 3
    assert "asks for a pause of 3600 s" in result.stopped
    assert set(states(world.tmp)) == {State.OK, State.QUOTA, State.PENDING}
    assert sum(states(world.tmp).values()) == 12
    assert len(server.requests) <= 3 + 4
    result, server = world(lambda asked, _: answer_to(asked))
    assert (result.exit_code, result.kept, states(world.tmp)) == (0, 3, {State.OK: 12})


def test_a_stop_ends_the_waiting_of_others(world):
    """An article that waits a minute for its next try is pending at once when the run stops."""
    world.write(8)

    def script(asked, _number):
        number = int(asked["messages"][1]["content"].split("Farmers cut ")[1].split()[0])
        return (
            Answer(body=fault(401).body, status=401, delay_s=0.3)
            if number == 7
            else fault(503, headers={"Retry-After": "100"})
        )

    began = monotonic()
    result, _ = world(script, really_wait=True, concurrency=8, settings={"concurrency": 8})
    assert monotonic() - began < 20
    assert (result.exit_code, states(world.tmp)) == (3, {State.PENDING: 8})
