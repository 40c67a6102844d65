"""The ground of a race on a page: heights on a grid, level lines, and the minima."""

from __future__ import annotations

from typing import Any

import numpy as np

from optanim.base.numbers import number
from optanim.base.window import Window
from optanim.landscape.landscape import Landscape
from optanim.landscape.lowest import line_of_minima
from optanim.page.packed import packed
from optanim.race_file.presentation import Presentation
from optanim.studies.racing import Race

CELLS = 240
"""Rows and columns of the grid."""
WIDEST, NARROWEST = 2.2, 0.75
"""Width over height of the map on any screen lies between these."""
USUAL = 1.3
"""What it mostly is: colours and levels are those of such a map."""


def ground(race: Race, presentation: Presentation) -> dict[str, Any]:
    """The loss around the window of ``presentation``, which is settled, as the page's map needs it.

    The ``grid`` reaches beyond the ``window``, for both axes of the map have equal units whatever
    its shape; colours, levels and the surface are those of the ``usual`` map. ``heights`` (rows,
    columns) stand at the middles of the grid's cells, row 0 lowest.
    """
    window = presentation.shown_window
    grid = Window(window.shaped(WIDEST).intercept, window.shaped(NARROWEST).slope)
    asked, problem = presentation.heights, race.problem
    seen = Landscape.of(problem, window.shaped(USUAL), CELLS, CELLS, **asked)
    land = Landscape.of(problem, grid, CELLS, CELLS, **asked)
    return {
        "window": _sides(window),
        "usual": _sides(seen.window),
        "grid": _sides(grid),
        "heights": packed(land.heights.astype(np.float32)),
        "low": seen.low,
        "top": seen.top,
        "levels": [
            {
                "label": number(seen.number(level), 4),
                "lines": [packed(line.astype(np.float32)) for line in land.lines(level)],
            }
            for level in seen.levels
        ],
        "minimizers": problem.minimizers.tolist(),
        "lowest": line_of_minima(problem.loss, grid).tolist(),
    }


def _sides(window: Window) -> list[list[float]]:
    return [[*window.intercept], [*window.slope]]
