"""What a race file may hold: every key with its type, its bounds and its default."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    create_model,
    field_validator,
)

from optanim.base.errors import nearest_of
from optanim.base.lettering import refusal
from optanim.base.notation import parse_call, written_call
from optanim.losses import LOSSES, OF_DATA, SETTINGS, SURFACES
from optanim.race_file.presentation import Fairness, Presentation, ViewName

MOST_RACERS, MOST_STEPS, MOST_LABEL = 8, 100_000, 80
OLS = "ols"

Number = Annotated[float, Field(allow_inf_nan=False)]
Span = tuple[Number, Number]
_STRICT = ConfigDict(
    strict=True, frozen=True, validate_default=False, use_attribute_docstrings=True
)


def written_schedule(value: Any) -> Any:
    """A schedule as text, from a table with the keys ``scheduler`` and its keywords.

    ``schedulers``, of which some schedules are made, may be tables themselves. Raises ValueError
    where the table says something that the text would not.
    """
    if value is None or isinstance(value, str):
        return value
    keywords = {k: _with_none(v) for k, v in value.items()} if isinstance(value, Mapping) else {}
    name = keywords.pop("scheduler", None)
    if not isinstance(name, str):
        raise ValueError(
            'must be written "StepLR:step_size=30", or { scheduler = "StepLR", step_size = 30 }'
        )
    if isinstance(parts := keywords.get("schedulers"), tuple):
        keywords["schedulers"] = tuple(map(written_schedule, parts))
    text = written_call(name, keywords)
    if parse_call(text) != (name, keywords):
        raise ValueError(f"cannot be written as text: {text}")
    return text


class RacerModel(BaseModel):
    """One racer; every further key is a keyword of its optimizer."""

    model_config = ConfigDict(extra="allow", **_STRICT)

    optimizer: str = Field(min_length=1)
    """A name of the table, a class of torch.optim, or `package.module:Class`, or `:function`."""
    label: str | None = Field(default=None, min_length=1, max_length=MOST_LABEL)
    """Its name on screen; left out, the optimizer's, and what sets it apart."""
    color: str | None = Field(default=None, pattern=r"^#[0-9a-fA-F]{6}$")
    """Its colour, as `#FFAA00`; left out, the usual one."""
    lr_scheduler: Annotated[str | None, BeforeValidator(written_schedule)] = None
    """A class of torch.optim.lr_scheduler, as `ExponentialLR:gamma=0.98`, or a table of it."""

    @field_validator("optimizer")
    @classmethod
    def _name_alone(cls, name: str) -> str:
        if "=" in name:
            raise ValueError(
                "must be a name alone: lr = 0.1 is a key of its own, or Adam:lr=0.1 on one line"
            )
        return name

    @field_validator("label")
    @classmethod
    def _drawable(cls, label: str | None) -> str | None:
        if label is not None and (why := refusal(label)):
            raise ValueError(why)
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
    """A line through points, a surface, or a function as `package.module:name`."""
    data: str | None = Field(default=None, min_length=1)
    """A table, beside the race file, with the columns x and y; left out, the article's points."""
    x: str | None = Field(default=None, min_length=1)
    """The data's column that is x, by name, or by number where there are none; left out, x."""
    y: str | None = Field(default=None, min_length=1)
    """The data's column that is y, by name, or by number where there are none; left out, y."""
    strict: bool = False
    """Whether a row without a value is a mistake; left out, it is left out, and that is said."""
    standardize: bool = False
    """Whether x becomes (x - mean) / deviation, for x far from 0."""

    @field_validator("x", "y", mode="before")
    @classmethod
    def _column(cls, name: Any) -> Any:
        return str(name) if type(name) is int else name

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
    return float | None, Field(
        None, ge=low, le=high, allow_inf_nan=False, description=SETTINGS[key]
    )


_LossName: Any = Literal[tuple(OF_DATA)]
_LossModel = create_model(
    "_LossModel",
    __base__=_ProblemModel,
    loss=(_LossName | None, Field(None, description="How the line misses points.")),
    **{key: _setting(key) for key in SETTINGS},
)


class RaceModel(_LossModel):  # type: ignore[valid-type, misc] # of the losses that there are
    """A race file. What needs more than one key to be judged is judged in `optanim.race_file`."""

    start: Span | None = None
    """Where all racers start; left out, the surface's own place, or for data one by rule."""
    steps: int = Field(default=100, ge=1, le=MOST_STEPS)
    """How many steps; the film's length does not depend on it."""
    seed: int = Field(default=0, ge=0, lt=2**32)
    """Of the article's points, of mini-batches, and of random numbers that optimizers draw."""
    batch_size: int | None = Field(default=None, ge=1)
    """Rows of the data a step, the same for every racer; left out, all."""
    tolerance: float = Field(default=Presentation.tolerance, gt=0.0, allow_inf_nan=False)
    """How far above the minimum counts as arrived, how far below the lowest saddle as escaped."""
    fair: Fairness = Presentation.fair
    """One `lr` for all, each at the best of a sweep, or settings as given."""
    lr: float | None = Field(default=None, gt=0.0, allow_inf_nan=False)
    """The learning rate of racers that name none."""
    view: ViewName = Presentation.view
    """How the race is shown."""
    window: tuple[Span, Span] | None = None
    """What the map shows, low and high of either parameter; left out, found from the steps."""
    levels: tuple[Number, ...] | None = Field(default=None, min_length=1, max_length=40)
    """The losses at which level lines run, ascending; left out, found from the window."""
    transform: Literal["none", "sqrt", "log1p", "smooth-sqrt"] | None = None
    """Of losses to heights and colours; left out, what suits the loss."""
    seconds: Number = Field(default=Presentation.seconds, ge=20.0, le=600.0)
    """The film's length at most; below 30 seconds its acts may take longer."""
    theme: Literal["dark", "light"] = "dark"
    """The colours of the film."""
    racers: tuple[RacerModel, ...] = Field(min_length=1, max_length=MOST_RACERS)
    """Who takes part."""

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
