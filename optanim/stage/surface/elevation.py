"""How losses become heights, and a landscape a height field."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optanim.landscape.height_scale import HeightScale
from optanim.landscape.landscape import Landscape
from optanim.look.theme import Theme
from optanim.raster import HeightField

GRID = 65  # vertices a side


@dataclass(frozen=True)
class Height:
    """How losses become heights of the surface, 0 for the lowest and 1 for the loss ``top``.

    A landscape of roots is lifted by the smooth root: like the root it tames a loss that grows by
    orders of magnitude, but it is smooth where the loss is 0.
    """

    scale: HeightScale
    low: float
    top: float

    @property
    def offset(self) -> float:
        """The smooth root's offset."""
        return self.scale.offset

    def of(self, loss: np.ndarray | float) -> np.ndarray:
        """Heights of losses, same shape."""
        low, top = (self.scale.height(np.float64(end)) for end in (self.low, self.top))
        return (self.scale.height(loss) - low) / (top - low)


def elevate(theme: Theme, land: Landscape, grid: int = GRID) -> tuple[Height, HeightField]:
    """Losses on the corners of a grid over the window, as heights, colours and levels.

    Where the landscape cuts off a pole of the loss, so does the field.
    """
    axes = [np.linspace(*span, grid) for span in (land.window.intercept, land.window.slope)]
    losses = land.problem.loss.on_grid(np.stack(np.meshgrid(*axes), axis=-1))
    heights = land.scale.height(losses)
    height = Height(_lifting(land), *_ends(land, losses, heights))
    colors = theme.map_colors(np.nan_to_num(land.share(heights))) / 255.0
    lifted = np.minimum(height.of(losses), 1.0)
    return height, HeightField(lifted, colors, _counted(land.levels, heights))


def _lifting(land: Landscape) -> HeightScale:
    """The landscape's scale, smooth where it is a root."""
    scale = land.scale
    if scale.kind not in ("sqrt", "smooth-sqrt"):
        return scale
    first = float(land.levels[0]) if len(land.levels) else 0.05 * land.top
    return HeightScale("smooth-sqrt", scale.floor, scale.offset or first**2)


def _ends(land: Landscape, losses: np.ndarray, heights: np.ndarray) -> tuple[float, float]:
    """The losses of which the surface makes 0 and 1."""
    low = float(land.scale.loss(np.float64(land.low)))
    cut_off = not np.nanmax(heights, initial=-np.inf) <= land.low + 1.5 * (land.top - land.low)
    whole = losses[np.isfinite(losses)].max(initial=-np.inf)
    top = float(land.scale.loss(np.float64(land.top)) if cut_off else whole)
    return low, top if top > low else low + 1.0


def _counted(levels: np.ndarray, heights: np.ndarray) -> np.ndarray:
    """Heights counted in levels: 1 on the first, 2 on the second, NaN where there is no height."""
    count = len(levels)
    if count == 0:
        return np.where(np.isfinite(heights), 0.5, np.nan)
    if np.allclose(levels, levels[0] * np.arange(1, count + 1)):
        return heights / levels[0]
    before, after = (np.diff(levels)[[0, -1]] if count > 1 else np.ones(2)) / 2
    knots = np.concatenate([[levels[0] - before], levels, [levels[-1] + after]])
    return np.interp(heights, knots, [0.5, *range(1, count + 1), count + 0.5])
