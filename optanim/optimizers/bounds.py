"""The ranges that hyperparameters must lie in."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from optanim.base.errors import OptanimError

_BELOW_ONE = {"alpha", "beta1", "beta2", "rho", "momentum"}
_SWITCHES = {"nesterov", "maximize", "amsgrad", "centered", "decoupled_weight_decay"}


_NUMBERS = {"lr", "weight_decay", "dampening", "eps", "lr_decay", *_BELOW_ONE}


def check_keywords(name: str, keywords: Mapping[str, Any], strict: bool = True) -> None:
    """Raise OptanimError for the first of the optimizer's ``keywords`` that is out of bounds.

    Not ``strict``, only what every optimizer means alike is checked, and a tuple of them (as
    Adafactor's eps) is left to torch.
    """
    for key, value in keywords.items():
        if key == "betas":
            if not strict and isinstance(value, tuple) and len(value) != 2:
                continue
            if not (isinstance(value, tuple) and len(value) == 2):
                raise OptanimError(f"{name}: betas={value} must be two numbers, as in 0.9/0.999")
            for place, beta in enumerate(value, start=1):
                _check(name, f"beta{place}", beta)
        elif key in _SWITCHES:
            if not isinstance(value, bool):
                raise OptanimError(f"{name}: {key}={value} must be true or false")
        elif strict or (key in _NUMBERS and not isinstance(value, tuple)):
            _check(name, key, value)
    if keywords.get("nesterov") and not (keywords.get("momentum", 0) > 0):
        raise OptanimError(
            f"{name}: nesterov needs momentum above 0, it is {keywords.get('momentum', 0)}"
        )


def _check(name: str, key: str, value: Any) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or value < 0:
        raise OptanimError(f"{name}: {key}={value} must be a number, 0 or more")
    if key in _BELOW_ONE and value >= 1:
        raise OptanimError(f"{name}: {key}={value} must be below 1")
