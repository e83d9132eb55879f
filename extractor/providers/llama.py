"""llama.cpp in this process: a GGUF file answers, its decoding held to the schema, and nothing leaves the machine.

In: the parameters of one chat completion. Out: what was said. Refused: weights that are not here or not whole, and a request that
does not fit the context.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import Any

from extractor import weights
from extractor.errors import ProviderError, RejectedError, SettingsError, TransientError
from extractor.providers.completions import Said, read
from extractor.providers.grammar import TELLTALE, VERSION, grammar_of, schema_of, trial_of
from extractor.settings import ProviderSettings

_BY_GRAMMAR = frozenset({"response_format", "tools", "tool_choice"})


class Llama:
    """One model in memory, with as many slots as calls may be in flight, each with the whole context."""

    def __init__(self, name: str, settings: ProviderSettings, beside: Path = Path()) -> None:
        self.name = name
        self._settings = settings
        self._beside = beside
        self._server: Any = None  # xllamacpp.Server
        self._loading = asyncio.Lock()
        self._threads = ThreadPoolExecutor(settings.concurrency, thread_name_prefix="llama")
        self._trying = asyncio.Lock()
        self._holds = False  # whether a grammar was seen to hold

    @property
    def identity(self) -> str:
        """What decides an answer besides the request: the weights by their hash, the context, the rules of the grammar."""
        weighed = weights.identity(str(self._settings.model), self._beside)
        return f"llama.cpp:{weighed}:{self._settings.context}:{VERSION}"

    async def check(self) -> None:
        """Load the model. Raises SettingsError naming the next step if that cannot be done."""
        await self._loaded()

    async def create(self, params: dict[str, Any]) -> Said:
        """One completion. Raises TransientError or RejectedError."""
        server = await self._loaded()
        body = {"seed": 0} | {key: value for key, value in params.items() if key not in _BY_GRAMMAR}
        if (schema := schema_of(params)) is not None:
            body["grammar"] = grammar = grammar_of(schema)
            await self._try(server, grammar)
        tool = params["tools"][0]["function"]["name"] if params.get("tools") else None
        said = await self._said(server, body, tool)
        used = said.usage
        if said.ended == "length" and used.input + used.output >= self._settings.context:
            raise RejectedError(
                f"the reply did not end within the context: {used.input} tokens of prompt and {used.output} of reply fill "
                f"context = {self._settings.context}. Raise context, or lower max_tokens"
            )
        return said

    async def aclose(self) -> None:
        """Free the memory, once the calls under way have noticed that nobody waits for them."""
        server, self._server = self._server, None
        await asyncio.to_thread(self._threads.shutdown)
        del server

    async def _loaded(self) -> Any:
        async with self._loading:
            if self._server is None:
                self._server = await asyncio.to_thread(_load, self.name, self._settings, self._beside)
        return self._server

    async def _try(self, server: Any, grammar: str) -> None:
        """See once, before a long prompt is in memory, that decoding follows a grammar: llama.cpp does not say if it cannot."""
        async with self._trying:
            if self._holds or (trial := trial_of(grammar)) is None:
                return
            question = {"messages": [{"role": "user", "content": "?"}], "max_tokens": 4, "grammar": trial}
            if not (await self._said(server, question)).words.startswith(TELLTALE):
                raise RejectedError(
                    'llama.cpp cannot hold its decoding to this schema: simplify the schema, or set mode = "json"',
                    cause="mode",
                )
            self._holds = True

    async def _said(self, server: Any, body: Mapping[str, Any], tool: str | None = None) -> Said:
        """Ask in a thread, streaming, since only a stream can be stopped."""
        streaming = {"stream": True, "stream_options": {"include_usage": True}, "return_progress": True}
        heard: list[str] = []
        unwanted = Event()

        def hear(chunk: str) -> bool:
            heard.append(chunk)
            return unwanted.is_set()  # true ends the call

        asked = json.dumps({**body, **streaming})
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._settings.timeout_s):
                await loop.run_in_executor(self._threads, server.handle_chat_completions, asked, hear)
        except TimeoutError as error:
            raise TransientError(f"no answer within {self._settings.timeout_s:g} s", cause="timeout") from error
        except (RuntimeError, ValueError) as error:  # what C++ throws about the shape of a request
            raise RejectedError(f"llama.cpp rejected the request: {str(error)[:200]}") from error
        finally:
            unwanted.set()
        return read(_assembled([json.loads(chunk) for chunk in heard], tool))


# ── loading ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _load(name: str, settings: ProviderSettings, beside: Path) -> Any:
    """The model in memory. Its server insists on a listener: a Unix socket in a private folder, gone before the first request."""
    path = weights.found(str(settings.model), beside)
    llama = _library(name)
    params = llama.CommonParams()
    params.model.path = str(path)
    params.model_alias = {path.name}
    params.n_parallel = settings.concurrency
    params.n_ctx = settings.context * settings.concurrency  # divided among the slots
    params.cpuparams.n_threads = settings.threads or _allowed_cores()
    params.flash_attn_type = (
        llama.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
    )  # its sums depend on what is cached
    params.verbosity = -1  # it would write to the terminal
    params.cache_ram_mib = 0  # a slot keeps its last prompt; copies of older ones would fill the memory
    params.fit_params = False  # the context asked for, or none
    params.enable_reasoning = 0  # the grammar begins with the reply
    params.warmup = False
    params.ui = False
    params.n_threads_http = 1
    with tempfile.TemporaryDirectory(prefix="dragoman-") as private:
        params.hostnames = [f"{private}/l.sock"]
        try:
            return llama.Server(params)
        except RuntimeError as error:
            raise SettingsError(
                f"provider {name!r}: llama.cpp cannot load {str(path)!r}: {_why(path, params.n_ctx)}. If the file is cut short, "
                "fetch it again; if its kind is unknown, upgrade xllamacpp; if memory is short, lower context or concurrency"
            ) from error


def _library(name: str) -> Any:
    # threads that wait by spinning starve the one they wait for when the machine is shared; read when the library loads
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        import xllamacpp
    except ModuleNotFoundError as error:
        raise SettingsError(f"provider {name!r} needs llama.cpp: pip install 'dragoman[local]'") from error
    except ImportError as error:  # libgomp is not in the wheel
        raise SettingsError(
            f"provider {name!r}: llama.cpp cannot be loaded ({error}): install that library, libgomp1 on Debian"
        ) from error
    return xllamacpp


def _allowed_cores() -> int:
    """-1 lets llama.cpp count the physical cores, unless this process may use some of them only."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return -1 if allowed is None or allowed == os.cpu_count() else allowed


def _why(path: Path, context: int) -> str:
    """llama.cpp's own reason for not loading a file. It is written to stderr only, hence asked for in a process apart."""
    code = (
        "import sys, xllamacpp as x; p = x.CommonParams(); p.model.path = sys.argv[1]; p.n_ctx = int(sys.argv[2]); "
        "p.verbosity = 1; p.fit_params = False; x.Server(p)"
    )
    asked = [sys.executable, "-c", code, str(path), str(context)]
    try:
        said = subprocess.run(asked, capture_output=True, text=True, errors="replace", timeout=120, check=False).stderr
    except (OSError, subprocess.TimeoutExpired):
        said = ""
    first = next((line.split(" E ", 1)[1] for line in said.splitlines() if " E " in line), "it gives no reason")
    return first.removeprefix("llama_model_load: error loading model: ").strip()[:200]


# ── what it says ──────────────────────────────────────────────────────────────────────────────────────────────────


def _assembled(chunks: Sequence[dict[str, Any]], tool: str | None) -> dict[str, Any]:
    """One completion out of a stream's chunks, as a call of the tool if there is one. Raises what an error among them means."""
    text, reason, usage = "", None, None
    for chunk in chunks:
        if "error" in chunk:
            raise _typed(chunk["error"])
        usage = chunk.get("usage") or usage
        for choice in chunk["choices"]:
            text += choice["delta"].get("content") or ""
            reason = choice["finish_reason"] or reason
    if reason is None:
        raise TransientError("llama.cpp answered without a completion")
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if tool is not None:
        call = {"id": "call_1", "type": "function", "function": {"name": tool, "arguments": text}}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
    said = {key: chunks[0][key] for key in ("id", "created", "model")}
    choice = {"index": 0, "message": message, "finish_reason": reason}
    return {**said, "object": "chat.completion", "choices": [choice], "usage": usage}


def _typed(error: Mapping[str, Any]) -> ProviderError:
    said = str(error.get("message", ""))[:200]
    if error.get("type") == "exceed_context_size_error":
        tokens, context = error.get("n_prompt_tokens"), error.get("n_ctx")
        return RejectedError(f"the request has {tokens} tokens, more than context = {context}: raise context")
    if int(error.get("code", 500)) >= 500:
        return TransientError(f"llama.cpp failed: {said}")
    return RejectedError(f"llama.cpp rejected the request: {said}")
