"""What a task asks of an evaluation: weights, floors, limits and pinned slots.

In: `scoring.toml` and `pins.toml` of evals/<task>/. Out: `Standards`. Refuses (GoldError) what it cannot read, naming file and key.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extractor.errors import GoldError
from extractor.models import Frozen

SCORING, PINS = "scoring.toml", "pins.toml"
M = TypeVar("M", bound=BaseModel)


class Limits(Frozen):
    """How far a figure may fall below its baseline before the fall stops a release."""

    headline: float = Field(default=0.02, ge=0, le=1)
    field: float = Field(default=0.05, ge=0, le=1)
    flips: int = Field(default=3, ge=1)  # with fewer slots lost on balance, a fall is a warning
    p: float = Field(default=0.05, gt=0, lt=1)


class Pin(Frozen):
    """One slot that must stay right."""

    article: str  # id of the article
    slot: str  # its place in gold, "events[0].date"
    case: str  # the hard case it stands for

    @property
    def place(self) -> tuple[str, str]:
        """The article and the slot."""
        return self.article, self.slot


class Scoring(Frozen):
    """The content of scoring.toml. Fields are named by path, "events.date"; floors may also name "headline"."""

    weights: dict[str, float] = Field(default_factory=dict)
    floors: dict[str, float] = Field(default_factory=dict)
    limits: Limits = Limits()


class _Pins(Frozen):
    pin: tuple[Pin, ...] = ()


class Standards(BaseModel):
    """Everything that an evaluation is held to."""

    model_config = ConfigDict(frozen=True)

    scoring: Scoring
    pins: tuple[Pin, ...]


def load(folder: Path) -> Standards:
    """The standards in a task's folder of evals/; what is not there asks for nothing."""
    scoring = _read(folder / SCORING, Scoring)
    wrong = [name for name, weight in scoring.weights.items() if weight < 0]
    if wrong:
        raise GoldError(f"{folder / SCORING}: weights.{wrong[0]!r} is negative; a weight is 0 or more")
    return Standards(scoring=scoring, pins=_read(folder / PINS, _Pins).pin)


def _read(path: Path, model: type[M]) -> M:
    if not path.is_file():
        return model()
    try:
        told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return model.model_validate(told)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise GoldError(f"{path} cannot be read: {error}") from error
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"]))
        raise GoldError(f"{path}: {where}: {fault['msg']}; docs/evaluation.md has every key") from error
