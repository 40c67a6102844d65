"""How a race is shown: one of the three records of a race.

What is asked for is a `RaceRequest`, what came of it a `Race`; this is what the viewer gets to see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal

import numpy as np

from optanim.base.immutable import Immutable
from optanim.base.window import Window
from optanim.landscape.height_scale import suitable
from optanim.landscape.landscape import Landscape
from optanim.runs.outcome import TOLERANCE
from optanim.studies.racing import Race

ViewName = Literal["side-by-side", "map", "surface"]
Fairness = Literal["same-lr", "tuned", "as-given"]

MANY, FEW = 16, 6  # level lines, about, on a usual loss and on a very wavy one
CROWD = 80  # pieces of level lines in a window from which on there are too many to be told apart
COARSE, COARSER = 96, 48  # grid cells a side that do for counting pieces and choosing a scale


@dataclass(frozen=True, eq=False)
class Presentation(Immutable):
    """How a race is shown.

    ``view`` is "side-by-side", "map" or "surface"; ``fair`` is "same-lr", "tuned" or "as-given",
    and ``tolerance`` how near to the minimum counts as arrived, how far below a saddle as
    escaped. The film takes ``seconds``, less if there is little to tell, its ``theme`` is "dark" or
    "light", the scene's own where it is None, and ``colors`` (#rrggbb) by racer's name are the
    user's.

    Losses are drawn in ``window``, on the height scale called ``height_scale``, with level lines
    at the losses ``levels`` or else about as many as ``lines``. Where the window, the scale or the
    number of lines is None, `settled` finds it.
    """

    view: ViewName = "side-by-side"
    fair: Fairness = "as-given"
    tolerance: float = TOLERANCE
    seconds: float = 45.0
    theme: str | None = None
    colors: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    window: Window | None = None
    height_scale: str | None = None
    levels: tuple[float, ...] | None = None
    lines: int | None = None

    def settled(self, race: Race) -> Presentation:
        """The same with everything found for ``race`` that was left open.

        The window is the race's, the height scale the root for losses of data and for surfaces
        whatever suits them in the window.
        """
        window = self.window or race.window
        scale = self.height_scale or _scale(race, window)
        lines = self.lines or _lines(race, window, scale)
        return replace(self, window=window, height_scale=scale, lines=lines)

    @property
    def shown_window(self) -> Window:
        """The ``window`` of a presentation that is `settled`."""
        assert self.window is not None
        return self.window

    @property
    def heights(self) -> dict[str, Any]:
        """How losses become heights and level lines, as keywords of maps and surfaces."""
        return {"kind": self.height_scale, "levels": self.levels, "lines": self.lines}


def _scale(race: Race, window: Window) -> str:
    if race.problem.has_data:
        return "sqrt"
    axes = [np.linspace(*span, COARSER) for span in (window.intercept, window.slope)]
    losses = race.problem.loss.on_grid(np.stack(np.meshgrid(*axes), axis=-1))
    return suitable(losses, race.problem.loss.minimum)


def _lines(race: Race, window: Window, scale: str) -> int:
    land = Landscape.of(race.problem, window, COARSE, COARSE, MANY, scale)
    pieces = sum(len(land.lines(level)) for level in land.levels)
    return MANY if pieces <= CROWD else FEW
