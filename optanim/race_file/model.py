"""What a race file may hold: every key with its type, its bounds and its default."""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model, field_validator

from optanim.base.errors import nearest_of
from optanim.losses import LOSSES, OF_DATA, SETTINGS, SURFACES
from optanim.race_file.presentation import Presentation

VIEWS = ("side-by-side", "map", "surface")
MOST_RACERS, MOST_STEPS, MOST_LABEL = 8, 100_000, 80
OLS = "ols"

Number = Annotated[float, Field(allow_inf_nan=False)]
Span = tuple[Number, Number]
_STRICT = {"strict": True, "frozen": True, "validate_default": False}


class RacerModel(BaseModel):
    """One racer; every further key is a keyword of its optimizer."""

    model_config = ConfigDict(extra="allow", **_STRICT)

    optimizer: str = Field(min_length=1)
    label: str | None = Field(default=None, min_length=1, max_length=MOST_LABEL)
    color: str | None = Field(default=None, pattern=r"^#[0-9a-fA-F]{6}$")
    lr_scheduler: str | None = None

    @field_validator("label")
    @classmethod
    def _one_line(cls, label: str | None) -> str | None:
        if label is not None and (not label.strip() or any(ord(c) < 32 for c in label)):
            raise ValueError("must be one line that is not blank")
        return label

    @property
    def keywords(self) -> dict[str, Any]:
        """The optimizer's keywords as given; TOML has no none, so the word stands for it."""
        given = dict(self.model_extra or {})
        return {key: _with_none(value) for key, value in given.items()}


class _ProblemModel(BaseModel):
    """What is minimised, but for what the losses themselves bring."""

    model_config = ConfigDict(extra="forbid", **_STRICT)

    problem: str = OLS
    data: str | None = Field(default=None, min_length=1)
    standardize: bool = False

    @field_validator("problem")
    @classmethod
    def _known(cls, name: str) -> str:
        names = (OLS, *SURFACES)
        if name not in names and ":" not in name:
            raise ValueError(
                f"is no problem.{nearest_of(name, names)} Choose from: {', '.join(names)}, or a "
                "function as package.module:name"
            )
        return name


def _setting(key: str) -> Any:
    """A key of race files for a setting: within the bounds of all losses that take it."""
    owners = [entry.settings[key] for entry in LOSSES.values() if key in entry.settings]
    low, high = min(s.low for s in owners), max(s.high for s in owners)
    return float | None, Field(default=None, ge=low, le=high, allow_inf_nan=False)


_LossModel = create_model(
    "_LossModel",
    __base__=_ProblemModel,
    loss=(Literal[tuple(OF_DATA)] | None, None),
    **{key: _setting(key) for key in SETTINGS},
)


class RaceModel(_LossModel):
    """A race file. What needs more than one key to be judged is judged in `optanim.race_file`."""

    start: Span | None = None
    steps: int = Field(default=100, ge=1, le=MOST_STEPS)
    seed: int = Field(default=0, ge=0, lt=2**32)
    batch_size: int | None = Field(default=None, ge=1)
    tolerance: float = Field(default=Presentation.tolerance, gt=0.0, allow_inf_nan=False)
    fair: Literal["same-lr", "tuned", "as-given"] = Presentation.fair
    lr: float | None = Field(default=None, gt=0.0, allow_inf_nan=False)
    view: Literal["side-by-side", "map", "surface"] = Presentation.view
    window: tuple[Span, Span] | None = None
    levels: tuple[Number, ...] | None = Field(default=None, min_length=1, max_length=40)
    transform: Literal["none", "sqrt", "log1p", "smooth-sqrt"] | None = None
    seconds: float = Field(default=Presentation.seconds, ge=20.0, le=600.0)
    theme: Literal["dark", "light"] = "dark"
    racers: tuple[RacerModel, ...] = Field(min_length=1, max_length=MOST_RACERS)

    @field_validator("window")
    @classmethod
    def _spans(cls, window: tuple[Span, Span] | None) -> tuple[Span, Span] | None:
        for low, high in window or ():
            if not low < high:
                raise ValueError(f"must be low, high: {low:g} is not below {high:g}")
        return window

    @field_validator("levels")
    @classmethod
    def _ascending(cls, levels: tuple[float, ...] | None) -> tuple[float, ...] | None:
        if levels and any(a >= b for a, b in pairwise(levels)):
            raise ValueError("must ascend")
        return levels

    @property
    def settings(self) -> dict[str, float]:
        """The numbers of the loss or surface that are given."""
        return {key: value for key in SETTINGS if (value := getattr(self, key)) is not None}


def _with_none(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_with_none, value))
    return None if value == "none" else value
