"""Whether a provider is ready for a run, and which providers there are.

In: assembled parts, or settings. Out: a `Report` of steps, each with what was found and what to do next; a `Listing`. Refuses
nothing: what goes wrong is a failed step. No key is shown, only the variable that should hold it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic
from typing import Any

from extractor import articles
from extractor.assemble import Parts
from extractor.errors import SettingsError
from extractor.extract import extract
from extractor.models import EvidenceStatus, Frozen, Line, State
from extractor.presets import PRESETS, Preset
from extractor.prices import ADVICE, tariff_of
from extractor.providers import Calling
from extractor.settings import BUILT_IN, ProviderSettings, Settings

CONFIGURATION, REACHABILITY, TRIAL = "configuration", "reachability", "trial article"
MODE, QUOTES, PRICE = "structured output", "quotes", "price"
STEPS = (CONFIGURATION, REACHABILITY, TRIAL, MODE, QUOTES, PRICE)

_NEXT = {
    State.TRUNCATED: "Raise max_tokens; a model that thinks needs room for its thoughts too.",
    State.REFUSED: "The article is a harmless invented one: choose another model.",
    State.INVALID: 'Try another mode (mode = "tools" or "json"), or a larger model.',
    State.TIMEOUT: "Raise timeout_s, or choose a faster model.",
    State.QUOTA: "Top the account up, or raise its limit.",
    State.TRANSPORT: 'Check model, extra_body and temperature; if the schema is the reason, set mode = "tools".',
}


class Status(StrEnum):
    """How a step ended."""

    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"


class Step(Frozen):
    """One thing that was looked at, as `--json` prints it."""

    step: str
    status: Status
    message: str


Say = Callable[[Step], None]


@dataclass
class Report:
    """The steps so far, each said as soon as it is known."""

    say: Say
    steps: tuple[Step, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 nothing failed, 1 a step did."""
        return int(any(step.status is Status.FAILED for step in self.steps))

    @property
    def as_json(self) -> list[dict[str, Any]]:
        """The steps as plain values."""
        return [step.model_dump(mode="json") for step in self.steps]

    def ended(self, name: str, status: Status, message: str) -> None:
        """Note a step and say it."""
        step = Step(step=name, status=status, message=message)
        self.steps += (step,)
        self.say(step)

    def broken(self, name: str, message: str) -> Report:
        """Note the step that failed; without it the ones after it mean nothing."""
        self.ended(name, Status.FAILED, message)
        for later in STEPS[STEPS.index(name) + 1 :]:
            self.ended(later, Status.SKIPPED, f"not looked at, since the step '{name}' failed")
        return self


def unready(error: SettingsError, say: Say) -> Report:
    """The report on a provider that cannot be put together, such as one whose key is not set."""
    return Report(say).broken(CONFIGURATION, str(error))


async def checked(parts: Parts, say: Say) -> Report:
    """Look at the configuration, knock, have one invented article read. Raises StoreError only."""
    report, settings = Report(say), parts.provider_settings
    variable = _key_variable(settings)
    if variable is not None and not _is_set(variable):
        return report.broken(CONFIGURATION, f"the key is missing: export {variable}=…")
    report.ended(CONFIGURATION, Status.OK, _configured(settings, variable))
    try:
        await parts.provider.check()
    except SettingsError as error:
        return report.broken(REACHABILITY, str(error))
    where = settings.host if settings.kind == "openai" else "this machine"
    report.ended(REACHABILITY, Status.OK, f"{where} is ready")
    line: Line | None = None
    if (reason := _untried(parts)) is not None:
        for name in (TRIAL, MODE, QUOTES):
            report.ended(name, Status.SKIPPED, reason)
    else:
        line, spent = await _trial(parts)
        if (failure := _failure(line, parts)) is not None:
            return report.broken(TRIAL, failure)
        report.ended(TRIAL, Status.OK, spent)
        report.ended(MODE, *_mode(parts))
        report.ended(QUOTES, *_quotes(line))
    report.ended(PRICE, *_price(settings, line))
    return report


def _configured(settings: ProviderSettings, variable: str | None) -> str:
    if settings.kind == "rules":
        return "the task's own rules, no model"
    key = f"the key in {variable} is set" if variable else "no key needed"
    return f"model {settings.model} at {settings.endpoint}, {key}"


def _untried(parts: Parts) -> str | None:
    if parts.provider_settings.kind == "replay":
        return "recorded completions answer no other articles"
    return None if parts.prompt.examples else f"{parts.prompt.path} has no example to try"


async def _trial(parts: Parts) -> tuple[Line, str]:
    """The line of the prompt's own first example, which every model should manage, and what it took."""
    article = articles.layout(parts.prompt.examples[0].article, path="trial")
    started = monotonic()
    line, _ = await extract(article, parts.task, parts.prompt, parts.provider, Calling(fresh=True))
    tokens = f"tokens: {line.usage.input:,} in, {line.usage.output:,} out"
    return line, f"{line.state.value} after {monotonic() - started:.1f} s, calls: {line.attempts}, {tokens}"


def _failure(line: Line, parts: Parts) -> str | None:
    if not line.state.ended_well:
        told = line.error.message if line.error else "no reason given"
        return f"{line.state.value}: {told.rstrip('.')}. {_NEXT.get(line.state, '')}".rstrip()
    if line.provider != parts.provider.name:
        return f"{parts.provider.name!r} gave no answer, its fallback {line.provider!r} did: check each alone"
    return None


def _mode(parts: Parts) -> tuple[Status, str]:
    settings, used = parts.provider_settings, parts.provider.mode
    if used is None:
        return Status.SKIPPED, "no schema is sent"
    if used != settings.modes[0]:
        return Status.OK, f'{used}, since the server rejects {settings.modes[0]}. To settle it: mode = "{used}"'
    return Status.OK, f"{used}, {'as configured' if settings.mode else 'the best that this server is known for'}"


def _quotes(line: Line) -> tuple[Status, str]:
    """Half of the quotes is a low bar: below it, nothing the model says can be checked against the text."""
    found = sum(row.status is not EvidenceStatus.ABSENT for row in line.evidence)
    if not line.evidence:
        return Status.SKIPPED, "the reply quotes nothing"
    told = f"{found} of {len(line.evidence)} quoted words stand in the article"
    if 2 * found < len(line.evidence):
        return Status.FAILED, f"{told}. The model does not copy: choose another one"
    return Status.OK, told


def _price(settings: ProviderSettings, line: Line | None) -> tuple[Status, str]:
    tariff = tariff_of(settings)
    if not tariff.known:
        return Status.SKIPPED, f"unknown, so no cost and no --budget: {ADVICE}"
    if line is None or line.cost_usd is None or not line.attempts:
        return Status.OK, str(tariff)
    return Status.OK, f"{tariff}; the trial cost {line.cost_usd:.6f} USD"


def _key_variable(settings: ProviderSettings) -> str | None:
    return settings.key_variable() if settings.kind == "openai" else None  # recordings need no key, whoever spoke


def _is_set(variable: str) -> bool:
    return bool(os.environ.get(variable, "").strip())


class Row(Frozen):
    """One provider that `--provider` knows."""

    name: str
    chosen: bool  # without --provider
    kind: str
    preset: str | None
    model: str | None
    endpoint: str | None
    key_variable: str | None
    key_set: bool | None  # None: no key needed
    modes: tuple[str, ...]  # in the order of trial; one: it is settled
    fallback: tuple[str, ...]
    price: str


class Listing(Frozen):
    """What `extract provider list` prints."""

    providers: tuple[Row, ...]
    presets: dict[str, Preset]

    def text(self) -> str:
        """Two lines a provider, one a preset."""
        offered = (f"  {name:<11} {preset.line}" for name, preset in self.presets.items())
        return "\n".join([*map(_shown, self.providers), "", "presets", *offered])


def listed(settings: Settings) -> Listing:
    """The built-in and the configured providers, and the presets for more."""
    known = {**BUILT_IN, **settings.providers}
    rows = tuple(_row(name, provider, chosen=name == settings.provider) for name, provider in known.items())
    return Listing(providers=rows, presets=PRESETS)


def _row(name: str, settings: ProviderSettings, *, chosen: bool) -> Row:
    asks = settings.kind != "rules"
    variable = _key_variable(settings)
    return Row(
        name=name,
        chosen=chosen,
        kind=settings.kind,
        preset=settings.preset,
        model=settings.model,
        endpoint=settings.endpoint if asks else None,
        key_variable=variable,
        key_set=_is_set(variable) if variable else None,
        modes=settings.modes if asks else (),
        fallback=settings.fallback,
        price=str(tariff_of(settings)),
    )


def _shown(row: Row) -> str:
    what = "  ".join(filter(None, [row.kind, row.model, row.endpoint]))
    details = [f"key {row.key_variable} {'set' if row.key_set else 'NOT SET'}" if row.key_variable else "no key needed"]
    details += [f"{name} {' → '.join(c)}" for name, c in (("mode", row.modes), ("fallback", row.fallback)) if c]
    return f"{'*' if row.chosen else ' '} {row.name:<11} {what}\n{'':14}{' · '.join([*details, f'price {row.price}'])}"
