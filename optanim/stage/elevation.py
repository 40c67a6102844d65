"""How losses become heights, and a landscape a height field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from optanim.landscape import Landscape
from optanim.raster import HeightField
from optanim.stage.theme import Theme

GRID = 65  # vertices a side


@dataclass(frozen=True)
class Height:
    """How losses become heights: 0 for a loss of 0, 1 at ``top``.

    The height is the root of loss + ``offset`` less the offset's root: like the root it tames a
    loss that grows by orders of magnitude, but it is smooth where the loss is 0.
    """

    offset: float
    top: float

    def of(self, loss: np.ndarray) -> np.ndarray:
        """Heights of losses, same shape."""
        return self._root(loss) / self._root(self.top)

    def _root(self, loss: Any) -> Any:
        return np.sqrt(loss + self.offset) - np.sqrt(self.offset)


def elevate(theme: Theme, land: Landscape, grid: int = GRID) -> tuple[Height, HeightField]:
    """Losses on the corners of a grid over the window, as heights, colours and levels."""
    spacing = float(land.levels[0])
    axes = [np.linspace(*span, grid) for span in (land.window.intercept, land.window.slope)]
    losses = land.problem.loss.on_grid(np.stack(np.meshgrid(*axes), axis=-1))
    height = Height(spacing**2, float(np.nanmax(losses)))
    roots = np.sqrt(losses)
    colors = theme.map_colors(roots / land.top) / 255.0
    return height, HeightField(height.of(losses), colors, roots / spacing)
