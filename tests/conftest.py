"""What several test files share: the tiny task, articles, and a cache of their own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor import prompts, tasks
from extractor.cache import CompletionCache
from extractor.models import Article, Block, BlockKind, Span, text_id
from extractor.presets import PRESETS
from extractor.prompts import Prompt
from extractor.settings import ProviderSettings, Settings
from extractor.tasks import Task

ROOT = Path(__file__).parent.parent
TINY = Path(__file__).parent / "data" / "tiny"
SEEDS = ROOT / "seeds" / "diplomatic_event" / "articles"

GOOD = json.dumps({"quote": "Farmers cut 1200 tonnes of rye.", "crop": "rye", "tonnes": 1200})
TEXT = "A good year\n\nFarmers cut 1200 tonnes of rye. The weather held."


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's cache, configuration or keys."""
    monkeypatch.setenv("EXTRACT_CACHE", str(tmp_path_factory.mktemp("cache")))
    keys = (preset.key_variable for preset in PRESETS.values() if preset.key_variable)
    for name in ("EXTRACT_ROOT", *keys):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def tiny() -> Task:
    """The tiny task."""
    return tasks.load(TINY, "harvest")


@pytest.fixture
def tiny_prompt(tiny: Task) -> Prompt:
    """Its prompt."""
    return prompts.load(tiny.prompt_path)


@pytest.fixture
def cache(tmp_path: Path) -> CompletionCache:
    """An empty cache."""
    opened = CompletionCache(tmp_path / "completions")
    yield opened
    opened.close()


def article(text: str = TEXT, path: str = "a.txt") -> Article:
    """An article that is body from end to end."""
    body = Block(kind=BlockKind.BODY, span=Span(start=0, end=len(text)))
    return Article(article_id=text_id(text), path=path, text=text, blocks=(body,))


def wire(url: str, **changes: object) -> ProviderSettings:
    """Settings of a provider at an address, impatient enough for tests."""
    given = {"kind": "openai", "base_url": url, "model": "loopback-1", "timeout_s": 5.0, "concurrency": 4}
    return ProviderSettings.model_validate({**given, **changes})


def configured(first: ProviderSettings, **others: ProviderSettings) -> Settings:
    """A configuration whose provider `test` has these settings."""
    return Settings(provider="test", providers={"test": first, **others})
