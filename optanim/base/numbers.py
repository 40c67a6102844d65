"""Round numbers, and how numbers are written on screen."""

from __future__ import annotations

import numpy as np

_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def round_spacing(extent: float, most: int) -> float:
    """The least of 1, 2, 2.5 or 5 times a power of ten of which ``most`` make up ``extent``."""
    power = 10.0 ** np.floor(np.log10(extent / most))
    spacings = (float(power * step) for step in (1, 2, 2.5, 5, 10))
    return next(spacing for spacing in spacings if spacing * most >= extent)


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


def number(value: float) -> str:
    """A number as on an axis: a true minus sign, no needless zeros, powers of ten as such."""
    mantissa, _, exponent = f"{value + 0.0:g}".partition("e")
    if exponent:
        raised = power(int(exponent))
        mantissa = raised if mantissa == "1" else f"{mantissa} × {raised}"
    return mantissa.replace("-", "−")


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
