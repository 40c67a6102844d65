"""The losses and the one table of their names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import numpy as np

from optanim.base.errors import OptanimError, unknown
from optanim.losses.logistic import Logistic
from optanim.losses.loss import Loss, Quadratic
from optanim.losses.robust import Huber, MeanAbsoluteError
from optanim.losses.squares import MeanSquaredError, Moments, SquaredErrorOfMoments
from optanim.losses.surfaces import Beale, Bowl, Himmelblau, Rosenbrock, Saddle
from optanim.losses.user_function import OwnFunction
from optanim.losses.waves import Ackley, Rastrigin, StyblinskiTang


@dataclass(frozen=True)
class Setting:
    """A number that a loss takes: its default and the bounds, both allowed."""

    default: float
    low: float
    high: float


@dataclass(frozen=True)
class Entry:
    """A loss by name: its class and its settings."""

    kind: type[Loss]
    settings: Mapping[str, Setting] = field(default_factory=dict)


OF_DATA: Mapping[str, Entry] = MappingProxyType(
    {
        "mse": Entry(MeanSquaredError),
        "mae": Entry(MeanAbsoluteError),
        "huber": Entry(Huber, {"delta": Setting(1.0, 1e-9, 1e9)}),
        "ridge": Entry(MeanSquaredError, {"penalty": Setting(1.0, 1e-9, 1e9)}),
        "logistic": Entry(Logistic),
    }
)
SURFACES: Mapping[str, Entry] = MappingProxyType(
    {
        "quadratic": Entry(
            Bowl, {"condition": Setting(10.0, 1.0, 1e6), "rotation": Setting(0.0, -360.0, 360.0)}
        ),
        "rosenbrock": Entry(Rosenbrock),
        "himmelblau": Entry(Himmelblau),
        "beale": Entry(Beale),
        "styblinski-tang": Entry(StyblinskiTang),
        "rastrigin": Entry(Rastrigin),
        "saddle": Entry(Saddle),
        "ackley": Entry(Ackley),
    }
)


def make_loss(name: str, points: tuple[Any, Any] | None = None, **settings: float) -> Loss:
    """The loss called ``name``, over ``points`` (x, y) where it is one of data.

    Raises OptanimError for a name or setting that is unknown, or a value out of its bounds.
    """
    table = SURFACES if points is None else OF_DATA
    if name not in table:
        raise unknown("surface" if points is None else "loss", name, table)
    entry = table[name]
    for key, value in settings.items():
        check_setting(name, key, value)
    known = {key: setting.default for key, setting in entry.settings.items()}
    return entry.kind(*(points or ()), **{**known, **settings})


def check_setting(name: str, key: str, value: float) -> None:
    """Raise OptanimError where ``key`` is no setting of the loss or ``value`` is out of bounds."""
    settings = {**OF_DATA, **SURFACES}[name].settings
    if key not in settings:
        if not settings:
            raise OptanimError(f"{name} has no settings; {key}={value} is unknown")
        raise unknown(f"setting of {name}:", key, settings)
    low, high = settings[key].low, settings[key].high
    if not low <= value <= high:
        raise OptanimError(f"{name}: {key}={value} must lie between {low:g} and {high:g}")


def remade(key: str, settings: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> Loss:
    """A loss again from its ``key``, ``settings`` and ``arrays``. Raises ValueError or KeyError."""
    if key == OwnFunction.key:
        loss = OwnFunction(settings["place"], settings["start"], settings["window"])
        if loss.settings["sha256"] != settings["sha256"]:
            raise ValueError(f"the file of {settings['place']} has changed since")
        return loss
    if "moments" in arrays:
        count, *numbers = map(float, arrays["moments"])
        moments = Moments(int(count), *numbers)
        return SquaredErrorOfMoments(moments, arrays["x"], arrays["y"], **settings)
    return make_loss(key, (arrays["x"], arrays["y"]) if "x" in arrays else None, **settings)


__all__ = [
    "OF_DATA",
    "SURFACES",
    "Loss",
    "MeanSquaredError",
    "Moments",
    "OwnFunction",
    "Quadratic",
    "SquaredErrorOfMoments",
    "check_setting",
    "make_loss",
    "remade",
]
