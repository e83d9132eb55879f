"""How a request is put to a model: the mode of structured output, the call's parameters, the key of its completion.

In: a `Request`. Out: what goes over the wire, and what decides the answer. What articles share is prepared once.
"""

from __future__ import annotations

from typing import Any, Protocol

from extractor.cache import canonical, digest, key_parts
from extractor.models import Request
from extractor.narrowing import narrowed
from extractor.presets import Mode
from extractor.providers import modes
from extractor.providers.completions import Said
from extractor.settings import ProviderSettings
from extractor.tasks import Task

_IN_OTHER_PARTS = frozenset({"messages", "model", "response_format", "tools", "tool_choice"})


class Notes(Protocol):
    """What was settled about endpoints, kept beside the completions."""

    def settled(self, about: str) -> str | None:
        """What was settled about an endpoint."""

    def settle(self, about: str, value: str) -> None:
        """Remember it."""


class Framing:
    """One provider's way of asking for one task."""

    def __init__(self, settings: ProviderSettings, task: Task, notes: Notes, host: str) -> None:
        self._settings = settings
        self._task = task
        self._notes = notes
        self._host = host
        self._schema_digest = digest(task.reply_schema)
        self._about = f"mode of {host} {settings.model} {self._schema_digest}"
        self._mode: Mode | None = None
        self._proven = False  # the mode was answered in, so a rejection is about an article
        self._shared: dict[tuple[Mode, str], tuple[dict[str, str], dict[str, Any]]] = {}  # by mode and system message
        self._steering: dict[tuple[Mode, int, int | None], str] = {}  # by mode, token limit and seed, as canonical JSON

    # ── the mode ──────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def mode(self) -> Mode:
        """How the schema travels: as configured, as settled before, else the preset's best."""
        if self._mode is None:
            held = self._notes.settled(self._about) if self._settings.mode is None else None
            self._mode = self._settings.modes[self._settings.modes.index(held) if held in self._settings.modes else 0]
        return self._mode

    def probe(self) -> None:
        """Begin with the best mode, whatever was settled before."""
        if self._mode is None:
            self._mode = self._settings.modes[0]

    def gave_way(self, rejected: Mode) -> bool:
        """Whether there is another mode to ask in, after the server did not know this one."""
        if self._proven:
            return False
        if self.mode == rejected:  # else another article was faster
            later = self._settings.modes[self._settings.modes.index(rejected) + 1 :]
            if not later:
                return False
            self._mode = later[0]
        return True

    def answered(self) -> None:
        """A call was answered in this mode: it stays, in later runs too."""
        if not self._proven:
            self._proven = True
            if self._settings.mode is None and len(self._settings.modes) > 1:
                self._notes.settle(self._about, self.mode)

    # ── parameters and key ────────────────────────────────────────────────────────────────────────────────────────

    def parameters(self, request: Request, max_tokens: int) -> dict[str, Any]:
        """What goes over the wire. The shared parts are the same objects in every call."""
        system, *messages = request.messages
        of_mode = (self.mode, system.content)
        if of_mode not in self._shared:
            self._shared[of_mode] = self._prepared(*of_mode)
        first, shared = self._shared[of_mode]
        if self._settings.narrow:
            shared = modes.with_schema(
                shared, narrowed(self._task.reply_schema, self._task.candidates(request.article))
            )
        asked = [first, *(message.model_dump() for message in messages)]
        # a model in this process draws from a seed that is ours to choose; the sample's index is in the key already
        drawn = {"seed": request.sample} if request.sample and self._settings.kind == "llama" else {}
        return {**shared, **drawn, "messages": asked, self._settings.limit_name: max_tokens}

    def _prepared(self, mode: Mode, system: str) -> tuple[dict[str, str], dict[str, Any]]:
        settings = self._settings
        text, carried = modes.prepared(self._task.reply, mode, system, strict=settings.sends_strict)
        given: dict[str, Any] = {"model": settings.model}
        if settings.temperature != "default":
            given["temperature"] = settings.temperature
        return {"role": "system", "content": text}, {**given, **carried, **settings.extra_body}

    def reasked(self, original: dict[str, Any], said: Said, complaint: str) -> dict[str, Any]:
        """The parameters of a re-ask: the original messages, the last reply, and what is wrong with it."""
        return {**original, "messages": modes.reasked(self.mode, original["messages"], said.body, complaint)}

    def parts(self, params: dict[str, Any], request: Request) -> dict[str, str]:
        """The parts of a call's key."""
        narrow = self._settings.narrow
        return key_parts(
            params["messages"],
            digest(params["response_format"]["json_schema"]["schema"]) if narrow else self._schema_digest,
            self._decoding(params),
            model="gguf" if self._settings.kind == "llama" else str(self._settings.model),  # host has the weights' hash
            host=self._host,
            sample=request.sample,
        )

    def _decoding(self, params: dict[str, Any]) -> str:
        """What steers decoding besides messages and schema, as canonical JSON."""
        which = (self.mode, params[self._settings.limit_name], params.get("seed"))
        if which not in self._steering:  # nothing else differs from call to call
            apart = {name: value for name, value in params.items() if name not in _IN_OTHER_PARTS}
            self._steering[which] = canonical({**apart, "mode": self.mode, "strict": self._settings.sends_strict})
        return self._steering[which]
