"""Losses without data: what the test surfaces of the optimization literature share.

Each states value, gradient and Hessian by hand; autograd and differences hold them to account in
the tests. ``rounding`` is the same formula with every term counted by its size.
"""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from optanim.losses.loss import Loss, frozen


class Surface(Loss):
    """A formula in x and y, with a start and a window in which its features are in view."""

    axes = ("x", "y")
    symbols = ("x", "y")
    places: ClassVar[tuple[tuple[float, float], ...]] = ()
    """The minimizers, by formula or to full precision."""

    def __init__(self) -> None:
        self.minimizers = frozen(np.reshape(self.places, (-1, 2)))
        self.saddles = frozen(np.reshape(self.saddles, (-1, 2)))
        self.scale = abs(float(self.value(np.array(self.start))) - self.lowest) or 1.0

    @property
    def lowest(self) -> float:
        """The minimum; where there is none the first saddle's height, or else the start's."""
        if np.isfinite(self.minimum):
            return self.minimum
        place = self.saddles[0] if len(self.saddles) else np.array(self.start)
        return float(self.value(place))
