"""The loss as a map: heights on a grid, levels, and the level lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from contourpy import LineType, contour_generator

from optanim.base.immutable import Immutable
from optanim.base.window import Window
from optanim.landscape.height_scale import HeightScale, Shades, ticks
from optanim.runs.problem import Problem


@dataclass(frozen=True, eq=False)
class Landscape(Immutable):
    """A problem's loss over a window of its parameters, as heights on a scale.

    The usual scale is the square root, because the loss grows by orders of magnitude towards the
    rim: level lines of the root are evenly spaced on a straight slope. ``heights`` has shape
    (rows, columns), row 0 at the lowest slope, NaN where there is no loss; ``levels`` ascend,
    round numbers; ``low`` and ``top`` are the heights at the ends of the colours. Of a loss without
    a minimum they lie as far below its lowest saddle as above it: that has the same colour in every
    window.
    """

    problem: Problem
    window: Window
    heights: np.ndarray
    levels: np.ndarray
    scale: HeightScale
    low: float
    top: float

    @classmethod
    def of(
        cls,
        problem: Problem,
        window: Window,
        columns: int,
        rows: int,
        lines: int = 12,
        kind: str = "sqrt",
        levels: Sequence[float] | None = None,
    ) -> Landscape:
        """Evaluate the loss at the middles of ``columns`` x ``rows`` cells of the window.

        About ``lines`` levels are laid between the lowest and the highest value, or one at each
        of the losses ``levels`` that occur. ``kind`` names the scale.
        """
        intercept = _cell_middles(*window.intercept, columns)
        slope = _cell_middles(*window.slope, rows)
        params = np.stack(np.meshgrid(intercept, slope), axis=-1)
        scale = HeightScale.of_loss(problem.loss, kind)
        heights = scale.height(problem.loss.on_grid(params))
        low, top = _ends(heights, scale)
        if not np.isfinite(problem.loss.minimum) and len(problem.loss.saddles):
            low, top = _around(float(problem.loss.on_grid(problem.loss.saddles).min()), low, top)
        if levels is None:
            laid = ticks(scale, low, top, lines)
        else:
            asked = np.sort(scale.height(np.array(levels, float)))
            laid = asked[(asked > low) & (asked < top)]
        return cls(problem, window, heights, laid, scale, low, top)

    @property
    def shades(self) -> Shades:
        """What its colours stand for."""
        return Shades(self.scale, self.low, self.top)

    def share(self, heights: np.ndarray) -> np.ndarray:
        """Where heights lie between ``low``, 0, and ``top``, 1."""
        return self.shades.share(heights)

    def number(self, height: float) -> float:
        """The loss that a label at ``height`` names."""
        return self.shades.number(height)

    def lines(self, level: float) -> list[np.ndarray]:
        """The level lines at height ``level``, each (n, 2) as (intercept, slope)."""
        rows, columns = self.heights.shape
        generator = contour_generator(
            _cell_middles(*self.window.intercept, columns),
            _cell_middles(*self.window.slope, rows),
            np.ma.masked_invalid(self.heights),
            line_type=LineType.Separate,
        )
        return cast("list[np.ndarray]", generator.lines(level))  # as LineType.Separate gives them


def _cell_middles(low: float, high: float, count: int) -> np.ndarray:
    return low + (np.arange(count) + 0.5) * (high - low) / count


def _ends(heights: np.ndarray, scale: HeightScale) -> tuple[float, float]:
    """The heights at the ends of the colours: 0, or the lowest, and the highest.

    A highest that is out of all proportion, at a pole of the loss, does not count.
    """
    there = heights[np.isfinite(heights)]
    if not len(there):
        return 0.0, 1.0
    low = float(there.min()) if scale.kind == "none" else 0.0
    top, usual = float(there.max()), float(np.quantile(there, 0.98))
    if top - low > 20.0 * (usual - low) > 0.0:
        top = usual
    return low, top if top > low else low + max(1.0, abs(low))


def _around(middle: float, low: float, top: float) -> tuple[float, float]:
    """The smallest span with this ``middle`` that holds that from ``low`` to ``top``."""
    reach = max(middle - low, top - middle)
    return middle - reach, middle + reach
