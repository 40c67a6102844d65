"""How losses become heights, and a landscape a height field that runs on beyond its window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter
from scipy.optimize import brentq

from optanim.landscape.height_scale import HeightScale, ticks
from optanim.landscape.landscape import Landscape
from optanim.look.theme import Theme
from optanim.raster import HeightField
from optanim.raster.sunlight import horizon, openness, sunlit

INSIDE, OUTSIDE = 193, 40  # vertices a side within the window, and beyond it on either side
REACH = 5.0  # sides of the window: how far the land runs on beyond it
HIGHEST = 30.0  # heights of the window's highest place, above which there is no land
TALL, STEEP = (0.16, 0.3), 0.6  # how tall land is, and how steep, all but the steepest tenth of it
COARSE = 97  # places a side in which it is looked how steep land is
SHADING = 2.5  # the same: what is higher casts no longer shadow than what is so high
SUN = np.array([-1.0, -0.3]) / np.hypot(1.0, 0.3)  # where the sun stands, seen from above
LOWEST, LIT = 0.38, 0.6  # its height over its distance; which share of the window it lights
OPEN = 0.6  # sides of the window within which other land hides the sky
SHADE = 1.3  # by which power a place with little sky is darker


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


def elevate(
    theme: Theme, land: Landscape, size: tuple[float, float, float], lift: str | None = None
) -> tuple[Height, HeightField, np.ndarray]:
    """Heights, their field in the light of the sun, and the levels (n,) of its iso-lines.

    The field's unit square is the window; the land goes on beyond it, ever more coarsely. ``size``
    is the window's width, depth and height in space. Heights follow the landscape's scale, or the
    one named ``lift``. The levels are those of the landscape, and
    beyond the window's highest others at the same distances.
    """
    u, v = knots(), knots()
    (left, right), (bottom, top) = land.window.intercept, land.window.slope
    places = left + u * (right - left), bottom + v * (top - bottom)
    losses = land.problem.loss.on_grid(np.stack(np.meshgrid(*places), axis=-1))
    marks = land.scale.height(losses)
    within = ((u >= 0.0) & (u <= 1.0))[None, :] & ((v >= 0.0) & (v <= 1.0))[:, None]
    height = _height(land, losses[within], marks[within], lift)
    lifted = height.of(losses)
    lifted = np.where(np.abs(lifted) <= HIGHEST, lifted, np.nan)
    colors = theme.map_colors(np.nan_to_num(land.share(marks))) / 255.0
    levels = _levels(land, float(np.nanmax(np.where(np.isfinite(lifted), marks, np.nan))))
    shading = np.minimum(lifted, SHADING) * size[2]
    bright = sunlight(theme, u * size[0], v * size[1], shading, within)
    return height, HeightField(u, v, lifted, colors, _counted(levels, marks), bright), levels


def tallness(land: Landscape, size: np.ndarray, lift: str | None = None) -> float:
    """How high land over a window of ``size`` (2,) is in its highest place, in its shorter sides.

    The steeper it would be in most places, the lower it is, so that from low above it much is seen.
    ``lift`` as for `elevate`.
    """
    shares = np.linspace(0.0, 1.0, COARSE)
    low, high = land.window.corners
    losses = land.problem.loss.on_grid(
        low + (high - low) * np.stack(np.meshgrid(shares, shares), -1)
    )
    heights = _height(land, losses, land.scale.height(losses), lift).of(losses)
    sides = shares[:, None] * size / size.min()
    slopes = np.hypot(*np.gradient(heights, sides[:, 1], sides[:, 0]))
    steep = float(np.nanquantile(slopes, 0.9)) if np.isfinite(slopes).any() else 0.0
    return float(np.clip(STEEP / max(steep, 1e-9), TALL[0], TALL[1]))


def knots() -> np.ndarray:
    """Where the grid's columns, or rows, stand in shares of the window's side.

    Evenly within the window; beyond it every step is longer than the last one.
    """
    step = 1.0 / (INSIDE - 1)
    growth = brentq(lambda g: step * g * (g**OUTSIDE - 1.0) / (g - 1.0) - REACH, 1.001, 3.0)
    beyond = np.cumsum(step * growth ** np.arange(1, OUTSIDE + 1))
    return np.concatenate([-beyond[::-1], np.linspace(0.0, 1.0, INSIDE), 1.0 + beyond])


def sunlight(
    theme: Theme, x: np.ndarray, y: np.ndarray, heights: np.ndarray, within: np.ndarray
) -> np.ndarray:
    """The light (rows, columns) on ``heights``, in which an open plain has ``theme.exposure``.

    It comes by Lambert's law from a sun that stands low, but not so low that more than some of what
    is ``within`` the window, (rows, columns), lies in shadow; and from the sky, as far as other
    land does not hide it. ``x`` (columns,), ``y`` (rows,) and ``heights`` (rows, columns) are in
    units of space.
    """
    steepest = horizon(x, y, heights, *SUN)
    rise = max(LOWEST, float(np.quantile(steepest[within & np.isfinite(heights)], LIT)))
    sun = np.append(SUN, rise) / np.hypot(1.0, rise)
    seen = gaussian_filter(sunlit(steepest, rise), 0.8)
    sky = openness(x, y, heights, OPEN * (x.max() - x.min()) / (1.0 + 2.0 * REACH))
    uphill = np.gradient(np.nan_to_num(heights), y, x)
    facing = sun[2] - uphill[1] * sun[0] - uphill[0] * sun[1]
    facing = np.maximum(facing, 0.0) / np.sqrt(1.0 + uphill[0] ** 2 + uphill[1] ** 2)
    light = facing * seen + theme.ambience * sky**SHADE
    return theme.exposure * light / (sun[2] + theme.ambience)


def _height(land: Landscape, losses: np.ndarray, marks: np.ndarray, lift: str | None) -> Height:
    """How losses become heights, from those in the window and from their heights on its map."""
    scale = HeightScale.of_loss(land.problem.loss, lift) if lift else _lifting(land)
    return Height(scale, *_ends(land, losses, marks))


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


def _levels(land: Landscape, highest: float) -> np.ndarray:
    """The landscape's levels, and those between its top and ``highest`` at the same distances."""
    levels = land.levels
    if len(levels) < 2 or highest <= land.top:
        return levels
    steps = np.diff(levels)
    if np.allclose(steps, steps[0]):
        return np.arange(levels[0], highest, steps[0])
    most = int(len(levels) * (highest - land.top) / (land.top - land.low))
    beyond = ticks(land.scale, land.top, highest, max(most, 1))
    return np.concatenate([levels, beyond[beyond > levels[-1] + 0.5 * steps[-1]]])


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
