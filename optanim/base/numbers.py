"""Round numbers, and how numbers are written on screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from optanim.base.errors import OptanimError
from optanim.base.text import quoted

ROUND = (1, 2, 5)
"""Round numbers are these times a power of ten."""

_FINE = 4.0  # digits to which a span of numbers is told, at least
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def round_ticks(low: float, high: float, most: int) -> np.ndarray:
    """Multiples of 1, 2 or 5 times a power of ten within [low, high], ``most`` at most."""
    power = 10.0 ** np.floor(np.log10((high - low) / most))
    for spacing in power * np.array([1, 2, 5, 10, 20]):
        ticks: np.ndarray = spacing * np.arange(
            np.ceil(low / spacing - 1e-9), high / spacing + 1e-9
        )
        if len(ticks) <= most:
            return ticks
    raise AssertionError("twenty powers of the width leave at most one multiple")


def whole_ticks(low: float, high: float, most: int) -> np.ndarray:
    """Those of the `round_ticks` within [low, high] that are whole numbers."""
    ticks = round_ticks(low, high, most)
    return ticks[ticks == np.round(ticks)]


def power_ticks(low: float, high: float, most: int) -> np.ndarray:
    """The powers of ten at which an axis of their logarithm from ``low`` to ``high`` has ticks.

    The `whole_ticks`; where those are fewer than two, powers of a thousand, of a hundred, or all.
    """
    ticks = whole_ticks(low, high, most)
    for step in (3.0, 2.0, 1.0):
        if len(ticks) > 1:
            break
        ticks = step * np.arange(np.ceil(low / step), np.floor(high / step) + 1.0)
    return ticks


def round_numbers(low: float, high: float) -> np.ndarray:
    """All of 1, 2 and 5 times a power of ten within [low, high], ascending; ``low`` is positive."""
    powers = 10.0 ** np.arange(np.floor(np.log10(low)), np.ceil(np.log10(high)) + 1)
    every = np.outer(powers, ROUND).ravel()
    return every[(low <= every) & (every <= high)]


def round_up(value: float, leading: Sequence[float] = ROUND) -> float:
    """The least round number that is not below ``value``, which is positive.

    Round is what is one of ``leading`` times a power of ten.
    """
    power = 10.0 ** np.floor(np.log10(value))
    least = value * (1.0 - 1e-12)
    return float(next(power * digit for digit in (*leading, 10) if power * digit >= least))


def round_down(value: float) -> float:
    """The greatest of 1, 2 and 5 times a power of ten that is not above ``value``."""
    power = 10.0 ** np.floor(np.log10(value))
    return float(max(power * digit for digit in ROUND if power * digit <= value))


def decimals(largest: float, digits: int = 3) -> int:
    """How many decimals show ``digits`` significant digits of ``largest``, none below zero."""
    rounded = abs(float(f"{largest:.{digits}g}"))
    return max(0, digits - 1 - int(np.floor(np.log10(rounded)))) if rounded else 0


def fixed(value: float, decimals: int) -> str:
    """A number with so many decimals, a true minus sign, and none before a zero."""
    return f"{round(float(value), decimals) + 0.0:.{decimals}f}".replace("-", "−")


def number(value: float, digits: int = 6) -> str:
    """A number as on an axis: a true minus sign, no needless zeros, powers of ten as such.

    It is rounded to so many significant ``digits``.
    """
    mantissa, _, exponent = f"{value + 0.0:.{digits}g}".partition("e")
    if exponent:
        raised = power(int(exponent))
        mantissa = raised if mantissa == "1" else f"{mantissa} × {raised}"
    return mantissa.replace("-", "−")


def within(value: float, span: float) -> str:
    """``value`` as `number`, with digits enough to tell it from others within a ``span`` of it.

    It is rounded to a thousandth of that, but to three digits at least.
    """
    ratio = abs(value) / span if span > 0.0 else 1.0
    rounded = round(float(value), max(decimals(span, 4), decimals(value)))
    return number(rounded, int(np.clip(_FINE + np.log10(max(ratio, 1.0)), 6, 15)))


def power(exponent: float) -> str:
    """A power of ten, its whole ``exponent`` raised."""
    return "10" + f"{exponent:.0f}".translate(_SUPERSCRIPT)


def plain_power(exponent: float) -> str:
    """A power of ten as on an axis: 1 and 10 as such, all others with ``exponent`` raised."""
    return f"{10.0**exponent:.0f}" if exponent in (0, 1) else power(exponent)


def scientific(value: float) -> str:
    """A number as a digit, one decimal and a power of ten."""
    mantissa, exponent = f"{value:.1e}".split("e")
    return f"{mantissa} × {power(int(exponent))}".replace("-", "−")


def two_numbers(name: str, value: Any) -> np.ndarray:
    """``value``, called ``name``, as a float64 array (2,).

    Raises OptanimError where it is anything but two finite numbers.
    """
    try:
        numbers = np.array(unboxed(value), dtype=np.float64)
    except (TypeError, ValueError, OverflowError):
        numbers = np.empty(0)
    if numbers.shape != (2,) or not np.all(np.isfinite(numbers)):
        raise OptanimError(f"{name}={quoted(value)} must be two finite numbers, as in (2, 9)")
    return numbers


def unboxed(value: Any) -> Any:
    """NumPy's and torch's numbers and arrays as Python's, lists as tuples, all else as it is."""
    if hasattr(value, "tolist") and not isinstance(value, type):
        value = value.tolist()
    return tuple(map(unboxed, value)) if isinstance(value, list | tuple) else value
