"""The completion cache."""

from __future__ import annotations

import pickle
import sqlite3
import subprocess
import sys

import pytest

from extractor.cache import CompletionCache, Entry, canonical, digest, key_of, key_parts
from extractor.errors import StoreError, UsageError

MESSAGES = [{"role": "system", "content": "s"}, {"role": "user", "content": "u"}]


def parts(**changes):
    given = {
        "messages": MESSAGES,
        "schema": {"a": 1, "b": 2},
        "params": {"temperature": 0.0, "max_tokens": 10},
        "model": "m",
        "host": "h",
        "sample": 0,
    } | changes
    return key_parts(
        given["messages"],
        digest(given["schema"]),
        canonical(given["params"]),
        model=given["model"],
        host=given["host"],
        sample=given["sample"],
    )


def entry(article_id: str = "1" * 16, finish: str = "stop", **changes) -> Entry:
    made = parts(**changes)
    return Entry(key=key_of(made), parts=made, article_id=article_id, finish_reason=finish, body={"choices": []})


@pytest.mark.parametrize(
    ("changed", "part"),
    [
        ({"messages": [MESSAGES[0], {"role": "user", "content": "other"}]}, "user"),
        ({"messages": [{"role": "system", "content": "other"}, MESSAGES[1]]}, "system"),
        ({"messages": [*MESSAGES, {"role": "assistant", "content": "x"}]}, "reask"),
        ({"schema": {"b": 2, "a": 1}}, "schema"),
        ({"schema": {"a": 1, "b": 2, "description": "d"}}, "schema"),
        ({"params": {"temperature": 0.1, "max_tokens": 10}}, "params"),
        ({"model": "n"}, "model"),
        ({"host": "i"}, "host"),
        ({"sample": 1}, "sample"),
    ],
)
def test_every_part_that_decides_a_completion_changes_the_key(changed, part):
    """One changed part gives another key, and the part is the only one that differs."""
    before, after = parts(), parts(**changed)
    assert key_of(before) != key_of(after)
    assert [name for name in before if before[name] != after[name]] == [part]


def test_the_order_of_parameters_does_not_change_the_key():
    """Parameters are canonical JSON, so their order is no difference."""
    assert key_of(parts()) == key_of(parts(params={"max_tokens": 10, "temperature": 0.0}))


def test_the_key_is_the_same_in_another_process():
    """Nothing of a process goes into the key: no hash seed, no address, no time."""
    code = (
        "from extractor.cache import canonical, digest, key_of, key_parts;"
        "print(key_of(key_parts([{'role':'system','content':'s'},{'role':'user','content':'u'}],"
        "digest({'a':1,'b':2}),canonical({'temperature':0.0,'max_tokens':10}),model='m',host='h',sample=0)))"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert other.stdout.strip() == key_of(parts())


def test_an_entry_comes_back_as_it_was_kept(cache):
    """What is put under a key is what is got."""
    kept = entry()
    cache.put(kept)
    assert cache.get(kept.key) == kept
    assert cache.get("0" * 64) is None


def test_a_large_completion_comes_back_whole(cache):
    """Values beyond diskcache's limit for rows are kept in files, as text too."""
    made = parts()
    large = Entry(key=key_of(made), parts=made, article_id="1", finish_reason="stop", body={"text": "ä" * 200_000})
    cache.put(large)
    assert cache.get(large.key) == large


@pytest.mark.parametrize(
    ("finish", "served"),
    [("stop", True), ("tool_calls", True), ("length", False), ("content_filter", False), ("refusal", False)],
)
def test_only_a_reply_that_ended_is_served_again(finish, served):
    """A completion that was cut or declined is kept for the record only."""
    assert entry(finish=finish).served is served


def test_only_text_goes_in(cache):
    """What the stock Disk would pickle is refused."""
    with pytest.raises(TypeError, match="only text"):
        cache._disk.set("key", {"a": 1})
    with pytest.raises(TypeError, match="keys are text"):
        cache._disk.set(("a", 1), "text")


class Bomb:
    def __reduce__(self):
        return (exec, ("raise SystemExit('executed')",))


def test_a_pickled_row_is_never_read(cache):
    """A row that somebody put there to run code on reading is refused, not executed."""
    kept = entry()
    cache.put(kept)
    database = cache.folder / "cache.db"
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE Cache SET mode = 4, value = ? WHERE key = ?", (pickle.dumps(Bomb()), kept.key))
    connection.close()
    with pytest.raises(StoreError, match="pickled"):
        cache.get(kept.key)


@pytest.mark.parametrize("text", ["", "{}", "not json", '{"key": "x"}'])
def test_a_row_that_is_no_entry_counts_as_none(cache, text):
    """A row somebody damaged is asked for again instead of trusted."""
    kept = entry()
    cache.put(kept)
    cache._disk.set(kept.key, text)
    assert cache.get(kept.key) is None


def test_an_entry_moved_under_another_key_counts_as_none(cache):
    """The key must follow from the entry's own parts, so a completion cannot answer another request."""
    kept = entry()
    cache._disk.set("f" * 64, kept.model_dump_json())
    assert cache.get("f" * 64) is None


def test_nothing_is_evicted(cache):
    """There is no limit on size, and reading removes nothing."""
    assert cache._disk.eviction_policy == "none"
    assert cache._disk.cull_limit == 0


def test_a_miss_is_compared_with_the_newest_first_call_of_its_article(cache):
    """Completions of one article are remembered in order; a re-ask is nothing to compare with."""
    old, new = entry(model="old"), entry(model="new")
    reask = entry(model="new", messages=[*MESSAGES, {"role": "assistant", "content": "x"}])
    for one in (old, new, reask):
        cache.put(one)
    assert cache.before("1" * 16, "another key") == new
    assert cache.before("1" * 16, new.key) == old
    assert cache.before("2" * 16, new.key) is None


def test_a_dialogue_is_its_first_call_and_its_reasks(cache):
    """What one record came from is found again from the last completion's key."""
    first = entry()
    reask = entry(messages=[*MESSAGES, {"role": "assistant", "content": "x"}, {"role": "user", "content": "y"}])
    other = entry(model="other")
    for one in (first, other, reask):
        cache.put(one)
    assert cache.of_dialogue(reask.key) == [first, reask]


def test_a_folder_that_cannot_be_written_is_an_error_with_a_way_out(tmp_path):
    """The message names the folder and the variable that moves it."""
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="EXTRACT_CACHE"):
        CompletionCache(tmp_path / "file")
