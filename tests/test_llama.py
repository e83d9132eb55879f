"""A real model on the wire: a llama.cpp server with 135 million parameters, its decoding held to the schema.

So small a model reads badly. What is tested is the path: knock, schema, constrained decoding, states, bill.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from extractor.cache import CompletionCache
from tests.conftest import ROOT, SEEDS, TINY
from tests.test_cli import extract

HARVESTS = {
    "rye.txt": "A good year\n\nFarmers in the valley cut 1200 tonnes of rye this summer. The weather held.",
    "oats.txt": "Oats in the north\n\nThe northern farms brought in 300 tonnes of oats before the rain.",
    "wheat.txt": "Wheat harvest ends\n\nThe wheat harvest ended on Friday with 4500 tonnes in the barns.",
}


@pytest.fixture(scope="module")
def server():
    """The address of a running llama.cpp server."""
    words = [sys.executable, "-m", "tests.llama_server"]
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    address = process.stdout.readline().strip()
    assert address.startswith("http://127.0.0.1:")
    yield f"{address}/v1"
    process.kill()
    process.wait()
    process.stdout.close()


def configured(folder, server, **keys):
    """A configuration for the server."""
    path = folder / "llama.toml"
    rows = {"kind": "openai", "base_url": server, "model": "smollm2-135m", "concurrency": 1, "timeout_s": 600.0, **keys}
    path.write_text(
        'provider = "llama"\n[providers.llama]\n'
        + "\n".join(f"{name} = {json.dumps(value)}" for name, value in rows.items()),
        encoding="utf-8",
    )
    return path


def read(folder):
    """A run's lines."""
    return [json.loads(text) for text in (folder / "records.jsonl").read_text(encoding="utf-8").splitlines()]


def test_a_small_schema_is_filled_by_a_real_model(server, tmp_path):
    """Constrained decoding makes every reply fit: three articles, three records, no re-ask, tokens counted."""
    news = tmp_path / "news"
    news.mkdir()
    for name, text in HARVESTS.items():
        (news / name).write_text(text, encoding="utf-8")
    config = configured(tmp_path, server, max_tokens=400)
    config.write_text('task = "harvest"\n' + config.read_text(encoding="utf-8"), encoding="utf-8")
    done = extract("run", news, "--out", tmp_path / "out", "--config", config, "--root", TINY)
    assert done.returncode == 0, done.stderr
    lines = read(tmp_path / "out")
    assert [line["state"] for line in lines] == ["ok", "ok", "ok"]
    for line in lines:
        assert set(line["record"]) == {"quote", "crop", "tonnes", "large"}
        assert isinstance(line["record"]["tonnes"], int)
        assert (line["attempts"], line["cached"], line["cost_usd"]) == (1, False, None)
        assert line["usage"]["output"] > 0


def test_the_seeds_end_in_states_and_every_completion_follows_the_schema(server, tmp_path):
    """The built-in task on a real model: each input in a state, and text that its schema allows from the first letter."""
    cache = tmp_path / "cache"
    config = configured(tmp_path, server, max_tokens=80, extra_body={})
    text = config.read_text(encoding="utf-8").replace("extra_body = {}", "extra_body = { repeat_penalty = 1.1 }")
    config.write_text(text, encoding="utf-8")
    done = extract(
        "run", SEEDS, "--limit", 2, "--out", tmp_path / "out", "--config", config, limit_s=540, EXTRACT_CACHE=str(cache)
    )
    assert done.returncode in (0, 1), done.stderr
    lines = read(tmp_path / "out")
    assert len(lines) == 2
    assert {line["state"] for line in lines} <= {"ok", "no_event", "invalid", "truncated"}
    assert all(line["usage"]["input"] > 2000 and line["usage"]["output"] > 50 for line in lines)
    kept = CompletionCache(cache)
    entries = [kept.before(line["article_id"], "") for line in lines]
    kept.close()
    for entry in entries:
        said = entry.body["choices"][0]["message"]["content"]
        assert "".join(said.split()).startswith('{"events":['), said[:80]
        assert entry.finish_reason in ("stop", "length")


@pytest.fixture
def local(tmp_path):
    """Run the three articles with the model in the command's own process; the command's end, and the lines."""
    news = tmp_path / "news"
    news.mkdir()
    for name, text in HARVESTS.items():
        (news / name).write_text(text, encoding="utf-8")

    def run(out, *flags, root=TINY, **keys):
        config = tmp_path / "local.toml"
        rows = {"kind": "llama", "model": "smollm2-135m", "timeout_s": 600.0, "max_tokens": 200, **keys}
        written = "\n".join(f"{key} = {json.dumps(value)}" for key, value in rows.items())
        config.write_text(f'task = "harvest"\nprovider = "local"\n[providers.local]\n{written}\n', encoding="utf-8")
        words = ("run", news, "--out", tmp_path / out, "--config", config, "--root", root, *flags)
        done = extract(*words, EXTRACT_CACHE=str(tmp_path / "cache"))
        assert done.returncode == 0, done.stderr
        return done, read(tmp_path / out)

    return run


def test_the_same_model_needs_no_server(local):
    """In the command's own process: three articles, three records, nothing of llama.cpp on the terminal, and all of it kept."""
    done, lines = local("out")
    assert "llama_" not in done.stderr
    assert [(line["state"], line["attempts"]) for line in lines] == [("ok", 1)] * 3
    _, again = local("again", "--offline")
    assert [line["record"] for line in again] == [line["record"] for line in lines]


def test_narrowed_decoding_lets_it_say_nothing_but_the_articles_words(local, tmp_path):
    """The quote is one of the article's sentences and the crop one that it names, whatever the model would rather say."""
    root = tmp_path / "root"
    shutil.copytree(TINY, root)
    (root / "schemas" / "harvest" / "candidates.py").write_text(
        "def candidates(article):\n"
        '    sentences = [part.strip() + "." for part in article.text.split("\\n")[-1].split(".") if part.strip()]\n'
        '    crops = [crop for crop in ("rye", "oats", "wheat") if crop in article.text.lower()]\n'
        '    return {"quote": sentences, "crop": crops}\n',
        encoding="utf-8",
    )
    _, lines = local("out", root=root, narrow=True)
    for line in lines:
        crop = line["path"].rsplit("/", 1)[-1].removesuffix(".txt")
        assert line["record"]["crop"] == crop
        assert line["record"]["quote"].removesuffix(".") in HARVESTS[f"{crop}.txt"]
        assert [found["status"] for found in line["evidence"]] == ["exact"]
