"""How losses become heights, and a landscape a height field that runs on beyond its window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import RectBivariateSpline
from scipy.ndimage import gaussian_filter
from scipy.optimize import brentq

from optanim.landscape.height_scale import HeightScale, ticks
from optanim.landscape.landscape import Landscape
from optanim.look.theme import Theme
from optanim.raster import HeightField
from optanim.raster.sunlight import horizon, openness, sunlit

INSIDE, FINEST = 73, 217  # vertices a side in the window, at least and at most
OUTSIDE = 30  # beyond it on either side, at least
BENT = 7e-4  # heights that the land may lie above or below its facets before they are finer
REACH = 5.0  # sides of the window: how far the land runs on beyond it
HIGHEST = 30.0  # heights of the window's highest place, above which there is no land
SHADING = 1.5  # the same: land above the window's highest place is lit as if it bent back within
SUN = np.array([-0.55, 0.83]) / np.hypot(0.55, 0.83)  # where the sun stands, seen from above
LOWEST, LIT = 0.3, 0.5  # its height over its distance; which share of the window it lights
TALL, STEEP = (0.16, 0.3), 0.6  # how tall land is, and how steep, all but the steepest tenth of it
COARSE = 97  # places a side in which it is looked how steep land is
OPEN = 0.6  # sides of the window within which other land hides the sky
EVERY = 5  # lines from one that is drawn more heavily to the next
SHADE, DEEPEST = 1.3, 0.5  # by which power a place with little sky is darker; the least it gets


@dataclass(frozen=True, eq=False)
class LevelLines:
    """Lines on a surface at its levels ``values`` (n,), ascending; every fifth is ``major`` (n,).

    ``apart`` (n,) is how far each is from the next, or a major one from the next major one.
    """

    values: np.ndarray
    major: np.ndarray
    apart: np.ndarray

    def __len__(self) -> int:
        return len(self.values)

    @classmethod
    def at(cls, values: np.ndarray, numbers: np.ndarray) -> LevelLines:
        """Lines at ``values`` (n,); those whose ``numbers`` (n,) 5 divides are major."""
        major = numbers % EVERY == 0
        step = np.gradient(values) if len(values) > 1 else np.ones(len(values))
        return cls(values, major, np.where(major, EVERY, 1) * step)


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
) -> tuple[Height, HeightField, LevelLines]:
    """Heights, their field in the light of the sun, and its level lines.

    The field's unit square is the window; the land goes on beyond it, ever more coarsely. ``size``
    is the window's width, depth and height in space. Heights follow the landscape's scale, or the
    one named ``lift``. The lines are those of the landscape, and beyond the window's lowest and
    highest others at the same distances. The field's levels are the losses above the lowest: their
    lines are those of any scale, and between the knots the loss is smooth where its root has an
    edge.
    """
    u = v = knots(_fineness(land, lift))
    (left, right), (bottom, top) = land.window.intercept, land.window.slope
    places = left + u * (right - left), bottom + v * (top - bottom)
    losses = land.problem.loss.on_grid(np.stack(np.meshgrid(*places), axis=-1))
    marks = land.scale.height(losses)
    within = ((u >= 0.0) & (u <= 1.0))[None, :] & ((v >= 0.0) & (v <= 1.0))[:, None]
    height = _height(land, losses[within], marks[within], lift)
    lifted = height.of(losses)
    lifted = np.where(np.abs(lifted) <= HIGHEST, lifted, np.nan)
    colors = theme.map_colors(np.nan_to_num(land.share(marks))) / 255.0
    seen = marks[np.isfinite(lifted)]
    marked = _levels(land, float(seen.min(initial=np.inf)), float(seen.max(initial=-np.inf)))
    lines = LevelLines.at(land.scale.loss(marked) - height.low, _numbers(marked))
    bright = sunlight(theme, u * size[0], v * size[1], _bent_back(lifted) * size[2], within)
    return height, HeightField(u, v, lifted, colors, losses - height.low, bright), lines


def _fineness(land: Landscape, lift: str | None) -> int:
    """How many knots the window of ``land`` gets: the more, the more it bends.

    How far the land lies off its facets falls with their size squared. ``lift`` as for `elevate`.
    """
    losses = land.scale.loss(land.heights)
    heights = _height(land, losses, land.heights, lift).of(losses)
    rows, columns = (max(round(count / (INSIDE - 1) / 2), 1) for count in heights.shape)
    up = heights[rows:-rows] - (heights[: -2 * rows] + heights[2 * rows :]) / 2
    across = heights[:, columns:-columns]
    across = across - (heights[:, : -2 * columns] + heights[:, 2 * columns :]) / 2
    off = max(float(np.nanmax(np.abs(bent), initial=0.0)) for bent in (up, across))
    wanted = (INSIDE - 1) * float(np.sqrt(off / BENT))
    return 1 + 2 * round(np.clip(wanted, INSIDE - 1, FINEST - 1) / 2)


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


def knots(inside: int) -> np.ndarray:
    """Where the grid's columns, or rows, stand in shares of the window's side.

    ``inside`` of them evenly within the window; beyond it every step is longer than the last one,
    and there are the more of them the finer the window is.
    """
    step, outside = 1.0 / (inside - 1), round(OUTSIDE * ((inside - 1) / (INSIDE - 1)) ** 0.5)
    growth = brentq(lambda g: step * g * (g**outside - 1.0) / (g - 1.0) - REACH, 1.001, 3.0)
    beyond = np.cumsum(step * growth ** np.arange(1, outside + 1))
    return np.concatenate([-beyond[::-1], np.linspace(0.0, 1.0, inside), 1.0 + beyond])


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
    seen = gaussian_filter(sunlit(steepest, rise), 1.7)
    sky = _open(x, y, heights, OPEN * (x.max() - x.min()) / (1.0 + 2.0 * REACH))
    sky = DEEPEST + (1.0 - DEEPEST) * sky**SHADE
    uphill = np.gradient(np.nan_to_num(heights), y, x)
    facing = sun[2] - uphill[1] * sun[0] - uphill[0] * sun[1]
    facing = np.maximum(facing, 0.0) / np.sqrt(1.0 + uphill[0] ** 2 + uphill[1] ** 2)
    light = facing * seen + theme.ambience * sky
    return theme.exposure * light / (sun[2] + theme.ambience)


def _bent_back(heights: np.ndarray) -> np.ndarray:
    """Heights whose part above 1 rises ever less, to 1 + `SHADING`, any shape.

    Walls that tower beyond the window would leave it no sun.
    """
    above = np.maximum(heights - 1.0, 0.0)
    return np.minimum(heights, 1.0) + SHADING * -np.expm1(-above / SHADING)


def _open(x: np.ndarray, y: np.ndarray, heights: np.ndarray, reach: float) -> np.ndarray:
    """`openness` (rows, columns), from every second column and row: it changes slowly."""
    coarse = openness(x[::2], y[::2], np.ascontiguousarray(heights[::2, ::2]), reach)
    smooth = RectBivariateSpline(y[::2], x[::2], gaussian_filter(coarse, 1.0))
    return np.clip(smooth(y, x), 0.0, 1.0)


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


def _levels(land: Landscape, lowest: float, highest: float) -> np.ndarray:
    """The landscape's levels, and those below and above at the same distances.

    They go from ``lowest`` to ``highest``; where their distances vary, there are none below.
    """
    levels = land.levels
    if len(levels) < 2:
        return levels
    steps = np.diff(levels)
    if np.allclose(steps, steps[0]):
        below = max(np.floor((levels[0] - lowest) / steps[0] - 1e-6), 0.0)  # none at the lowest
        above = max(np.ceil((highest - levels[0]) / steps[0]), len(levels))
        return levels[0] + steps[0] * np.arange(-below, above)
    if highest <= land.top:
        return levels
    most = int(len(levels) * (highest - land.top) / (land.top - land.low))
    beyond = ticks(land.scale, land.top, highest, max(most, 1))
    return np.concatenate([levels, beyond[beyond > levels[-1] + 0.5 * steps[-1]]])


def _numbers(levels: np.ndarray) -> np.ndarray:
    """Numbers (n,) of ``levels`` (n,): how many steps from 0 each is, or from below the first."""
    steps = np.diff(levels)
    if len(steps) and np.allclose(steps, steps[0]):
        return np.rint(levels / steps[0]).astype(int)
    return np.arange(1, len(levels) + 1)
