"""All racers of one map, who keep out of each other's way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from optanim.base.immutable import Immutable
from optanim.runs.trajectory import Trajectory
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.ground import Plane
from optanim.stage.map.side_by_side import Lane, side_by_side
from optanim.stage.map.spread import Spread, spread

TRAIL = 4.5  # design pixels: width of a racer's trail
EDGE = 1.8  # design pixels of rim on either side of a trail, where the theme wants one
SEAM = 1.0  # design pixels between two trails side by side that have no rims


@dataclass(frozen=True, eq=False)
class Crowd(Immutable):
    """Where heads and trails are drawn that would hide one another at their true places.

    ``control`` is one that walks along without ever being set out. `ALONE` is the crowd of those
    that have a map to themselves.
    """

    spreads: Mapping[Trajectory, Spread]
    lanes: Mapping[Trajectory, Lane | None]
    control: Trajectory | None = None

    @classmethod
    def of(
        cls,
        canvas: Canvas,
        chart: Plane,
        runs: Iterable[Trajectory],
        control: Trajectory | None = None,
        from_start: bool = True,
        set_out: bool = True,
    ) -> Crowd:
        """That of ``runs`` which walk on ``chart``, in step with each other and the ``control``.

        Unless they are set out ``from_start``, those that set off together stand on one another;
        where heads are not to be ``set_out`` at all, only trails lie side by side.
        """
        racers, held = list(runs), [control] if control else []
        everyone = [*racers, *held]
        if len(everyone) < 2:
            return ALONE
        ways = [chart.locate(run.params) for run in everyone]
        width = TRAIL + (EDGE if canvas.theme.casing else SEAM)
        spreads = spread(chart.region, ways[: len(racers)], ways[len(racers) :], from_start)
        lanes = side_by_side(chart.region, ways, width)
        return cls(
            MappingProxyType(dict(zip(racers, spreads, strict=True)) if set_out else {}),
            MappingProxyType(dict(zip(everyone, lanes, strict=True))),
            control,
        )

    def place(self, run: Trajectory, step: float, here: np.ndarray) -> np.ndarray:
        """Where (3,) the head of ``run`` is drawn at ``step``; its true place is ``here`` (3,)."""
        beside = self.spreads.get(run)
        return here if beside is None else beside.place(step, here)

    def size(self, run: Trajectory, step: float) -> float:
        """How large the head of ``run`` is drawn at ``step``, next to its usual size."""
        beside = self.spreads.get(run)
        return 1.0 if beside is None else beside.size(step)

    def lane(self, run: Trajectory) -> Lane | None:
        """The lane of the trail of ``run``, if it shares any road."""
        return self.lanes.get(run)


ALONE = Crowd(MappingProxyType({}), MappingProxyType({}))
"""Whose heads and trails are all drawn where they are."""
