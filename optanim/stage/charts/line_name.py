"""Where the name of a level line on a chart has no curve behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from optanim.base.immutable import Immutable
from optanim.stage.charts.clear import behind
from optanim.stage.draw.layout import Region

CLEAR = 10.0  # design pixels around the name that stay free of curves
OFF = 26.0  # design pixels from the line to the middle of its name, at least
SAMPLE, GAP = 54.0, 12.0  # design pixels: a piece of the line before a name; between the two
LOW = 50.0  # design pixels above the chart's lower edge: a line that is lower has its name above it
INDENT = 0.27  # of the width: where a name begins, if it can
ALONG, UPWARD = 101, 25  # places that are tried beside each other, and above one another


@dataclass(frozen=True)
class Place(Immutable):
    """The middle (2,) of a name; if it is ``led`` by a piece of its line; if it is ``clear``."""

    middle: np.ndarray
    led: bool
    clear: bool


@dataclass(frozen=True)
class Naming(Immutable):
    """A name, ``half`` (2,) a size, of a line at height ``y`` across ``region``, in scene units.

    ``ways`` are the curves (n, 2) of the chart, from left to right.
    """

    region: Region
    ways: Sequence[np.ndarray]
    half: np.ndarray
    y: float

    def place(self) -> Place:
        """The best place that is clear of all curves and of the line itself.

        Best is at the line near a quarter of the width, below it unless there it lies low; then the
        top right corner, then the line's other side, then what is nearest to the first. Where
        there is none, the name stands at the line where the fewest curves are behind it.
        """
        for places, led in self._kinds():
            inside = places[self._inside(places, led)]
            clear = inside[self._hits(inside, led) == 0]
            if len(clear):
                return Place(clear[0], led, True)
        places = self._row(self._side)
        return Place(places[int(np.argmin(self._hits(places, False)))], False, False)

    def _kinds(self) -> Iterator[tuple[np.ndarray, bool]]:
        """Places (n, 2), the best first, and whether the name is led there."""
        yield self._row(self._side), False
        low, high = self._room(led=True)
        yield self._off(np.array([high])), True
        yield self._row(-self._side), False
        x = np.linspace(low[0], high[0], ALONG)
        y = np.linspace(low[1], high[1], UPWARD)
        places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        far = np.hypot(*(places - self._row(self._side)[0]).T)
        yield self._off(places[np.argsort(far, kind="stable")]), True

    @property
    def _side(self) -> float:
        return -1.0 if self.y - LOW * self.region.px > self.region.bottom else 1.0

    def _row(self, side: float) -> np.ndarray:
        """Places (n, 2) at the line, above or below it."""
        (first, _), (last, _) = self._room(led=False)
        wanted = self.region.at(INDENT, 0)[0] + self.half[0]
        across = np.append(np.linspace(first, last, ALONG), wanted)
        across = across[np.argsort(np.abs(across - wanted), kind="stable")]
        return np.stack([across, np.full(len(across), self._beside(side))], axis=-1)

    def _beside(self, side: float) -> float:
        return self.y + side * OFF * self.region.px

    def _off(self, places: np.ndarray) -> np.ndarray:
        """Those of ``places`` that are not on the line."""
        return places[np.abs(places[:, 1] - self.y) > OFF * self.region.px]

    def _room(self, led: bool) -> tuple[np.ndarray, np.ndarray]:
        """From which middle (2,) to which the name lies in the region, with room around it."""
        room = CLEAR * self.region.px
        low, high = self.region.low + self.half + room, self.region.high - self.half - 2 * room
        return low + self._lead(led), high

    def _inside(self, places: np.ndarray, led: bool) -> np.ndarray:
        """Which of ``places`` leave the name, and what leads it, in the region."""
        low, high = places - self.half - self._lead(led), places + self.half
        return ((low >= self.region.low) & (high <= self.region.high)).all(axis=1)

    def _lead(self, led: bool) -> np.ndarray:
        return np.array([(SAMPLE + GAP) * self.region.px if led else 0.0, 0.0])

    def _hits(self, places: np.ndarray, led: bool) -> np.ndarray:
        """How much of the curves is behind the name, and what leads it, at each of ``places``."""
        room = CLEAR * self.region.px
        boxes = [places - self.half - self._lead(led) - room, places + self.half + room]
        return behind(self.ways, np.hstack(boxes))
