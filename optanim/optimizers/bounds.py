"""The ranges that hyperparameters must lie in."""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from optanim.base.errors import OptanimError
from optanim.base.text import quoted

if TYPE_CHECKING:
    from optanim.optimizers.entry import Entry


@dataclass(frozen=True)
class Bound:
    """A number from ``low`` on and below ``below``; of a pair, as betas, each number."""

    low: float = 0.0
    below: float = math.inf


ANY_SIZE, SHARE = Bound(), Bound(below=1.0)
USUAL: Mapping[str, Bound] = MappingProxyType(
    {
        "lr": ANY_SIZE, "weight_decay": ANY_SIZE, "dampening": ANY_SIZE, "eps": ANY_SIZE,
        "lr_decay": ANY_SIZE, "momentum": SHARE, "alpha": SHARE, "rho": SHARE, "betas": SHARE,
    }
)  # fmt: skip
"""The numbers that torch's optimizers mean alike."""
ALIKE = ("lr", "weight_decay", "eps")
"""Those of them that all others mean so, too: AdEMAMix's alpha is 5, and PNM has a beta of 1."""
SWITCHES = ("nesterov", "maximize", "amsgrad", "centered", "decoupled_weight_decay")


def check_keywords(name: str, keywords: Mapping[str, Any], entry: Entry | None = None) -> None:
    """Raise OptanimError for the first of the optimizer's ``keywords`` that is out of bounds.

    ``entry`` is the table's whose rule covers the keywords. Without one only what torch's own
    optimizers mean alike is checked, and a tuple of it (as Adafactor's eps) is left to torch; of a
    class package.module:Class only what all mean alike, and a keyword of none is left to it.
    """
    for key, value in keywords.items():
        if entry is not None:
            _check_known(name, key, value, entry)
        elif ":" not in name:
            _check_usual(name, key, value)
        elif key in ALIKE and not isinstance(value, tuple) and value is not None:
            _check_number(name, key, value, USUAL[key])
    if entry is not None and (reason := entry.refuse(keywords)):
        raise OptanimError(f"{name}: {reason}")


def _check_known(name: str, key: str, value: Any, entry: Entry) -> None:
    default, bound = entry.defaults.get(key), entry.bounds.get(key, ANY_SIZE)
    if isinstance(default, bool):
        _check_switch(name, key, value)
    elif isinstance(default, tuple):
        _check_pair(name, key, value, bound)
    else:
        _check_number(name, key, value, bound)


def _check_usual(name: str, key: str, value: Any) -> None:
    if key in SWITCHES:
        _check_switch(name, key, value)
    elif key == "betas" and not (isinstance(value, tuple) and len(value) != 2):
        _check_pair(name, key, value, USUAL[key])
    elif key in USUAL and not isinstance(value, tuple):
        _check_number(name, key, value, USUAL[key])


def _check_switch(name: str, key: str, value: Any) -> None:
    if not isinstance(value, bool):
        raise OptanimError(f"{name}: {key}={quoted(value)} must be true or false")


def _check_pair(name: str, key: str, value: Any, bound: Bound) -> None:
    if not (isinstance(value, tuple) and len(value) == 2):
        example = re.sub(r"\s*/\s*", ", ", value) if _is_pair(value) else "0.9, 0.999"
        raise OptanimError(f"{name}: {key}={quoted(value)} must be two numbers, as in [{example}]")
    for place, number in enumerate(value, start=1):
        _check_number(name, f"{key.removesuffix('s')}{place}", number, bound)


def _is_pair(value: Any) -> bool:
    """Whether it is a text with two numbers, as a command line takes them."""
    number = r"\s*[\d.]+\s*"
    return isinstance(value, str) and bool(re.fullmatch(f"{number}/{number}", value, re.ASCII))


def _check_number(name: str, key: str, value: Any, bound: Bound) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not bound.low <= value <= sys.float_info.max:
        raise OptanimError(f"{name}: {key}={quoted(value)} must be a number, {bound.low:g} or more")
    if value >= bound.below:
        raise OptanimError(f"{name}: {key}={quoted(value)} must be below {bound.below:g}")
