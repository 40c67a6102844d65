"""How a learning rate changes during a run: a class of torch.optim.lr_scheduler, and keywords."""

from __future__ import annotations

import inspect
import math
import re
import sys
import warnings
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from optanim.base.errors import OptanimError, check_kind, unknown
from optanim.base.immutable import Immutable
from optanim.base.notation import parse_call, written, written_call
from optanim.base.numbers import unboxed
from optanim.base.text import quoted

OF_FUNCTIONS = ("LambdaLR", "MultiplicativeLR")
OF_SCHEDULES = ("SequentialLR", "ChainedScheduler")
GIVEN_THE_LOSS = "ReduceLROnPlateau"
UNWRITTEN = ("optimizer", "last_epoch", "scale_fn")
"""Arguments that are no setting: the first is ours, the second for resuming, the third code."""

WHOLE: Mapping[str, int] = MappingProxyType(
    {
        "step_size": 1, "total_iters": 1, "T_max": 1, "T_0": 1, "T_mult": 1, "total_steps": 1,
        "epochs": 1, "steps_per_epoch": 1, "step_size_up": 1, "step_size_down": 1, "patience": 0,
        "cooldown": 0,
    }
)  # fmt: skip
"""The keywords that are whole numbers, with the least that they may be."""
REAL: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "gamma": (0.0, math.inf), "power": (0.0, math.inf), "threshold": (0.0, math.inf),
        "eps": (0.0, math.inf), "eta_min": (0.0, math.inf), "min_lr": (0.0, math.inf),
        "base_lr": (0.0, math.inf), "max_lr": (0.0, math.inf), "factor": (0.0, 1.0),
        "start_factor": (0.0, 1.0), "end_factor": (0.0, 1.0), "pct_start": (0.0, 1.0),
        "base_momentum": (0.0, 1.0), "max_momentum": (0.0, 1.0),
        "div_factor": (1e-9, math.inf), "final_div_factor": (1e-9, math.inf),
    }
)  # fmt: skip
"""The keywords that are any numbers, with the least and the most that they may be."""
LISTS = ("milestones", "schedulers")
SWITCHES = ("cycle_momentum", "three_phase")


@dataclass(frozen=True, eq=False)
class Schedule(Immutable):
    """A class of torch.optim.lr_scheduler by ``name``, and its ``keywords``.

    It is stepped after every step. ReduceLROnPlateau is then given the full loss at the new
    parameters, whatever the batch. SequentialLR and ChainedScheduler take ``schedulers``, texts as
    `parse` reads them, as in
    ``SequentialLR:schedulers=[LinearLR:total_iters=5;ConstantLR],milestones=5``. Raises
    OptanimError for a name or keyword that is unknown, and a value that is out of its bounds.
    """

    name: str
    keywords: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        check_kind("keywords", self.keywords, Mapping, 'a mapping, as in {"gamma": 0.9}')
        known = _parameters(self.name)
        checked = {}
        for key, value in self.keywords.items():
            if key not in known:
                raise unknown(f"keyword of {self.name}:", key, known)
            checked[key] = _checked(self.name, known[key], unboxed(value))
        required = [key for key, known in known.items() if known.default is known.empty]
        lacking = [key for key in required if key not in checked]
        if lacking:
            raise OptanimError(f"{self.name} needs {' and '.join(lacking)}")
        object.__setattr__(self, "keywords", MappingProxyType(checked))
        _check_together(self)

    @classmethod
    def parse(cls, text: str) -> Schedule:
        """The schedule written as ``NAME[:key=value,...]``."""
        check_kind("schedule", text, str, "a text, as ExponentialLR:gamma=0.9")
        name, keywords = parse_call(text)
        head, _, rest = name.rpartition(":")
        if head in _names():
            raise OptanimError(f"{quoted(text)!r}: {rest!r} is not written key=value")
        return cls(name, keywords)

    def __str__(self) -> str:
        return written_call(self.name, dict(self.keywords))

    @property
    def parts(self) -> tuple[Schedule, ...]:
        """The schedules that this one is made of, mostly none."""
        return tuple(Schedule.parse(text) for text in self.keywords.get("schedulers", ()))

    def of(self, optimizer: Any) -> Any:
        """torch's scheduler of torch's ``optimizer``. Raises OptanimError where torch refuses."""
        import torch

        keywords = dict(self.keywords)
        if self.parts:
            keywords["schedulers"] = [part.of(optimizer) for part in self.parts]
        try:
            return getattr(torch.optim.lr_scheduler, self.name)(optimizer=optimizer, **keywords)
        except Exception as error:  # noqa: BLE001  # torch has no one kind for what it refuses
            reason = quoted(error, 200)
            if "cycle_momentum" in reason:
                reason = "it moves a momentum, and there is none: give it cycle_momentum=false"
            raise OptanimError(f"torch refuses {self}: {reason}") from None

    def advance(self, scheduler: Any, loss: float) -> None:
        """Step torch's ``scheduler``, made by `of`, after a step that led to the full ``loss``.

        Raises OptanimError where it cannot, as a OneCycleLR that was made for fewer steps.
        """
        try:
            scheduler.step(loss) if self.name == GIVEN_THE_LOSS else scheduler.step()
        except Exception as error:  # noqa: BLE001  # torch has no one kind for this either
            raise OptanimError(f"{self} cannot go on: {quoted(error, 200)}") from None

    def rehearse(self, optimizer: Any, steps: int) -> None:
        """Take ``steps`` steps of the schedule alone, for its errors; ``optimizer`` is changed."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # torch misses the optimizer's own steps
            scheduler = self.of(optimizer)
            for _ in range(steps):
                self.advance(scheduler, 1.0)


def _names() -> list[str]:
    """The classes that are made of plain values."""
    import torch

    return sorted({*torch.optim.lr_scheduler.__all__} - {*OF_FUNCTIONS, "LRScheduler"})


def _parameters(name: str) -> dict[str, inspect.Parameter]:
    """The keywords of the class."""
    import torch

    check_kind("schedule", name, str, "the name of a class of torch.optim.lr_scheduler")
    if name in OF_FUNCTIONS:
        raise OptanimError(f"{name} takes a function of the step, which cannot be written down")
    if name not in _names():
        raise unknown("scheduler", name, _names())
    parameters = inspect.signature(getattr(torch.optim.lr_scheduler, name)).parameters
    return {key: known for key, known in parameters.items() if key not in UNWRITTEN}


def _checked(name: str, known: inspect.Parameter, value: Any) -> Any:
    """The ``value`` as torch takes it: a float where it wants one, a tuple where a list."""
    key = known.name
    if key in LISTS and not isinstance(value, tuple):
        value = (value,)
    if value != known.default and (wanted := _wanted(known, value)):
        raise OptanimError(f"{name}: {key}={quoted(written(value))} must be {wanted}")
    return float(value) if key in REAL else value


def _wanted(known: inspect.Parameter, value: Any) -> str:
    """What the value must be and is not, empty where it is."""
    key, words = known.name, re.findall(r"'(\w+)'", str(known.annotation))
    if words:  # torch's own annotation: Literal['min', 'max']
        return "" if value in words else f"one of {', '.join(words)}"
    if key == "milestones":
        fit = all(_is_whole(each, 1) for each in value)
        return "" if fit else "whole numbers, 1 or more, as in 10/20 or 10/"
    if key == "schedulers":
        fit = value and all(isinstance(each, str) for each in value)
        return "" if fit else "schedules, as in [LinearLR:total_iters=5;ConstantLR]"
    if key in SWITCHES:
        return "" if isinstance(value, bool) else "true or false"
    if key in WHOLE:
        return "" if _is_whole(value, WHOLE[key]) else f"a whole number, {WHOLE[key]} or more"
    if key in REAL:
        low, high = REAL[key]
        number = isinstance(value, int | float) and not isinstance(value, bool)
        fit = number and low <= value <= min(high, sys.float_info.max)
        bounds = f"{low:g} or more" if high == math.inf else f"from {low:g} to {high:g}"
        return "" if fit else f"a number, {bounds}"
    return ""


def _is_whole(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _check_together(schedule: Schedule) -> None:
    """The rules of the schedules that are made of others."""
    if schedule.name not in OF_SCHEDULES:
        return
    parts, at = schedule.parts, schedule.keywords.get("milestones", ())
    if any(part.name == GIVEN_THE_LOSS for part in parts):
        raise OptanimError(f"{schedule.name} cannot hold {GIVEN_THE_LOSS}, which asks for the loss")
    if schedule.name != "SequentialLR":
        return
    if len(at) != len(parts) - 1:
        raise OptanimError(
            f"SequentialLR: milestones={written(at)} must be {len(parts) - 1}, one fewer than its "
            f"{len(parts)} schedulers"
        )
    if list(at) != sorted(set(at)):
        raise OptanimError(f"SequentialLR: milestones={written(at)} must ascend")
