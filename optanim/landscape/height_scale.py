"""How losses are drawn: as they are, as roots, or as logarithms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from optanim.base.errors import unknown
from optanim.base.immutable import Immutable
from optanim.base.numbers import round_up
from optanim.losses.loss import Loss

SPACINGS = (1, 2, 2.5, 5)  # between level lines, times a power of ten
ROOTS = (1, 2, 3, 4, 5)  # the same between roots: of these the squares are round as well
KINDS = ("none", "sqrt", "log1p", "smooth-sqrt")
"""The height as a function of the excess e of the loss over its minimum: the loss itself,
sqrt(e), log(1 + e), or sqrt(e + offset) - sqrt(offset), a root that is smooth where e is 0."""
EVEN = 4.0
"""So many times as high as the median the highest may be where a loss is drawn as it is."""
STEEP = 12.0
"""The same where its root is drawn."""


@dataclass(frozen=True)
class HeightScale(Immutable):
    """The height of a loss. ``floor`` is the loss that counts as 0, ``offset`` the smooth root's.

    Where a loss has no value, the height is NaN; below the floor it is the floor's.
    """

    kind: str = "sqrt"
    floor: float = 0.0
    offset: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise unknown("height", self.kind, KINDS)

    @classmethod
    def of_loss(cls, loss: Loss, kind: str, offset: float = 0.0) -> HeightScale:
        """The scale ``kind`` for ``loss``: of what it has above 0, or above a minimum below 0.

        A loss without a minimum is drawn as it is.
        """
        if not np.isfinite(loss.minimum):
            return cls("none")
        return cls(kind, min(float(loss.minimum), 0.0) if kind != "none" else 0.0, offset)

    def height(self, loss: np.ndarray | float) -> np.ndarray:
        """Heights of losses, same shape."""
        with np.errstate(invalid="ignore", over="ignore"):
            loss = np.where(np.isfinite(loss), loss, np.nan)
            excess = np.maximum(loss - self.floor, 0.0)
            if self.kind == "none":
                return loss
            if self.kind == "log1p":
                return np.log1p(excess)
            return np.sqrt(excess + self.offset) - np.sqrt(self.offset)

    def loss(self, height: np.ndarray | float) -> np.ndarray:
        """The losses of heights, same shape."""
        height = np.asarray(height)
        if self.kind == "none":
            return height
        if self.kind == "log1p":
            return self.floor + np.expm1(height)
        return self.floor + (height + np.sqrt(self.offset)) ** 2 - self.offset

    @property
    def even(self) -> bool:
        """Whether equal distances on it lead to round losses: where it is the loss, or its root."""
        return self.kind == "none" or (self.kind == "sqrt" and self.floor == 0.0)


@dataclass(frozen=True)
class Shades(Immutable):
    """Which heights on ``scale`` the colours stand for: ``low`` the first, ``top`` the last."""

    scale: HeightScale
    low: float
    top: float

    def share(self, heights: np.ndarray) -> np.ndarray:
        """Where heights lie between ``low``, 0, and ``top``, 1."""
        return (heights - self.low) / (self.top - self.low)

    def number(self, height: float) -> float:
        """The loss that a label at ``height`` names."""
        loss = float(self.scale.loss(height))
        largest = np.abs(self.scale.loss(np.array([self.low, self.top]))).max()
        return loss if abs(loss) > 1e-9 * largest else 0.0


def suitable(losses: np.ndarray, minimum: float) -> str:
    """The kind of scale on which most of ``losses`` (any shape) can be told apart.

    What counts is how many times as high above ``minimum`` the highest lies as the median does:
    below `EVEN`, as on a paraboloid, the loss is drawn as it is; below `STEEP` its root; beyond,
    as where Rosenbrock's walls tower over the valley, its logarithm. A loss without a minimum, or
    half of it at the minimum, is drawn as it is.
    """
    excess = losses[np.isfinite(losses)] - minimum
    if not np.isfinite(minimum) or not len(excess) or not np.median(excess) > 0.0:
        return "none"
    towering = float(excess.max() / np.median(excess))
    return "none" if towering < EVEN else "sqrt" if towering < STEEP else "log1p"


def ticks(scale: HeightScale, low: float, high: float, most: int) -> np.ndarray:
    """Heights between ``low`` and ``high``, ascending, of at most about ``most`` round numbers.

    Roots, and losses as they are, stand at equal distances. On other scales round losses are
    taken, the roundest first, that keep such a distance from each other.
    """
    if scale.even:
        spacing = round_up((high - low) / most, SPACINGS if scale.kind == "none" else ROOTS)
        first, last = int(np.floor(low / spacing)) + 1, int(np.ceil(high / spacing))
        return spacing * np.arange(first, last)
    apart, chosen = (high - low) / most, np.array([])
    lowest, highest = float(scale.loss(low)), float(scale.loss(high))
    for losses in _ever_less_round(lowest, highest, scale.floor):
        for height in scale.height(losses):
            if low < height < high and np.all(np.abs(chosen - height) >= apart):
                chosen = np.append(chosen, height)
    return np.sort(chosen)


def _ever_less_round(low: float, high: float, floor: float) -> Iterator[np.ndarray]:
    """Losses from ``low`` to ``high``: powers of ten and their multiples, or even steps."""
    if floor == 0.0:
        powers = 10.0 ** np.arange(-6.0, np.ceil(np.log10(high)) + 1.0)
        yield from (powers * step for step in (1, 3, 2, 5))
        return
    for count in (2, 4, 8, 16, 32, 64):
        spacing = round_up((high - low) / count, SPACINGS)
        yield spacing * np.arange(np.ceil(low / spacing), np.floor(high / spacing) + 1.0)
