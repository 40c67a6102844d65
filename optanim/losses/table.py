"""The one table of losses: what lies in `optanim.losses.known`."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from types import MappingProxyType
from typing import Any

import numpy as np

from optanim.base.errors import OptanimError, unknown
from optanim.base.listing import by_name, entries
from optanim.base.text import quoted
from optanim.losses import known
from optanim.losses.entry import Entry
from optanim.losses.loss import Loss
from optanim.losses.moments import Moments
from optanim.losses.user_function import OwnFunction

LOSSES: Mapping[str, Entry] = MappingProxyType(
    by_name(entries(known, Entry), lambda entry: entry.kind.key)
)
"""Every loss by its key."""
OF_DATA: Mapping[str, Entry] = MappingProxyType({k: e for k, e in LOSSES.items() if e.of_data})
SURFACES: Mapping[str, Entry] = MappingProxyType(
    {key: entry for key, entry in LOSSES.items() if not entry.of_data}
)
SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        key: " ".join(
            dict.fromkeys(e.settings[key].about for e in LOSSES.values() if key in e.settings)
        )
        for key in dict.fromkeys(key for entry in LOSSES.values() for key in entry.settings)
    }
)
"""Every setting of any loss by its key: what all losses that have it say of it."""


def make_loss(name: str, points: tuple[Any, Any] | None = None, **settings: float) -> Loss:
    """The loss called ``name``, over ``points`` (x, y) where it is one of data.

    Raises OptanimError for a name or setting that is unknown, or a value out of its bounds.
    """
    table = SURFACES if points is None else OF_DATA
    if not isinstance(name, str) or name not in table:
        raise unknown("surface" if points is None else "loss", name, table)
    for key, value in settings.items():
        check_setting(name, key, value)
    defaults = {key: setting.default for key, setting in table[name].settings.items()}
    return table[name].kind(*(points or ()), **{**defaults, **settings})


def check_setting(name: str, key: str, value: float) -> None:
    """Raise OptanimError where ``key`` is no setting of the loss or ``value`` is out of bounds."""
    settings = LOSSES[name].settings
    if key not in settings:
        if not settings:
            raise OptanimError(f"{name} has no settings; {key}={quoted(value)} is unknown")
        raise unknown(f"setting of {name}:", key, settings)
    low, high = settings[key].low, settings[key].high
    if not isinstance(value, Real) or not low <= value <= high:
        raise OptanimError(f"{name}: {key}={quoted(value)} must lie between {low:g} and {high:g}")


def remade(key: str, settings: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> Loss:
    """A loss again from its ``key``, ``settings`` and ``arrays``. Raises ValueError or KeyError."""
    if key == OwnFunction.key:
        loss = OwnFunction(settings["place"], settings["start"], settings["window"])
        if loss.settings["sha256"] != settings["sha256"]:
            raise ValueError(f"the file of {settings['place']} has changed since")
        return loss
    if "moments" in arrays:
        count, *numbers = map(float, arrays["moments"])
        of_sums = LOSSES[key].of_sums
        if of_sums is None:
            raise ValueError(f"{key} needs all of its data")
        return of_sums(Moments(int(count), *numbers), arrays["x"], arrays["y"], **settings)
    return make_loss(key, (arrays["x"], arrays["y"]) if "x" in arrays else None, **settings)
