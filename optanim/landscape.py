"""The loss as a map: heights on a grid, levels, and the level lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from contourpy import LineType, contour_generator

from optanim.immutable import Immutable
from optanim.problem import Problem, Window


@dataclass(frozen=True, eq=False)
class Landscape(Immutable):
    """The square root of a problem's loss over a window of its parameters.

    The root, because the loss grows by orders of magnitude towards the rim: level lines of the
    root are evenly spaced on a straight slope. ``heights`` has shape (rows, columns), row 0 at
    the lowest slope; ``levels`` ascend in equal, round spacing.
    """

    problem: Problem
    window: Window
    heights: np.ndarray
    levels: np.ndarray

    @classmethod
    def of(
        cls, problem: Problem, window: Window, columns: int, rows: int, lines: int = 12
    ) -> Landscape:
        """Evaluate the loss at the middles of ``columns`` x ``rows`` cells of the window.

        About ``lines`` levels are laid between the lowest and the highest value.
        """
        intercept = _cell_middles(*window.intercept, columns)
        slope = _cell_middles(*window.slope, rows)
        params = np.stack(np.meshgrid(intercept, slope), axis=-1)
        heights = np.sqrt(problem.loss.on_grid(params))
        return cls(problem, window, heights, _round_levels(float(np.nanmax(heights)), lines))

    @property
    def top(self) -> float:
        """The largest root of the loss in the window."""
        return float(np.nanmax(self.heights))

    def lines(self, level: float) -> list[np.ndarray]:
        """The level lines at ``level``, each (n, 2) as (intercept, slope)."""
        rows, columns = self.heights.shape
        generator = contour_generator(
            _cell_middles(*self.window.intercept, columns),
            _cell_middles(*self.window.slope, rows),
            self.heights,
            line_type=LineType.Separate,
        )
        return generator.lines(level)


def _cell_middles(low: float, high: float, count: int) -> np.ndarray:
    return low + (np.arange(count) + 0.5) * (high - low) / count


def _round_levels(top: float, lines: int) -> np.ndarray:
    """Multiples below ``top`` of 1, 2, 2.5 or 5 times a power of ten, at most ``lines`` of them."""
    power = 10.0 ** np.floor(np.log10(top / lines))
    spacing = next(power * step for step in (1, 2, 2.5, 5, 10) if power * step * lines >= top)
    return spacing * np.arange(1, int(np.ceil(top / spacing)))
