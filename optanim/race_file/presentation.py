"""What of a race is shown, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from optanim.base.immutable import Immutable
from optanim.base.window import Window
from optanim.landscape.height_scale import suitable
from optanim.landscape.landscape import Landscape
from optanim.race_file import RaceSpec
from optanim.studies.racing import Race
from optanim.studies.sweeping import Sweep

SECONDS = 45.0
MANY, FEW, CROWD, COARSE = 16, 6, 80, 96  # level lines; pieces that crowd; cells of a rough look


@dataclass(frozen=True, eq=False)
class Showing(Immutable):
    """The view, the window, how losses are drawn, how long the film is, and what is fair.

    ``kind`` is a scale's and ``levels`` losses at which level lines run, both chosen by the loss
    where they are None; ``window`` follows from the trajectories. ``fair`` is "same-lr", "tuned"
    or "as-given". ``colors`` are the user's, and ``sweeps`` the result of tuning, by racer's name.
    """

    view: str = "side-by-side"
    window: Window | None = None
    kind: str | None = None
    levels: tuple[float, ...] | None = None
    seconds: float = SECONDS
    fair: str = "as-given"
    tolerance: float = 1e-3
    colors: Mapping[str, str] = field(default_factory=dict)
    sweeps: Mapping[str, Sweep] = field(default_factory=dict)

    @classmethod
    def of(cls, spec: RaceSpec) -> Showing:
        """What a race file asks for."""
        return cls(
            view=spec.view,
            window=spec.window,
            kind=spec.transform,
            levels=spec.levels,
            seconds=spec.seconds,
            fair=spec.fair,
            tolerance=spec.tolerance,
            colors=dict(spec.colors),
            sweeps=dict(spec.sweeps),
        )

    def ground(self, race: Race) -> Ground:
        """What this race is run on."""
        window = self.window or race.window
        kind = self.kind or _kind(race, window)
        drawn = {"kind": kind, "levels": self.levels, "lines": _lines(race, window, kind)}
        return Ground(window, drawn)


@dataclass(frozen=True, eq=False)
class Ground(Immutable):
    """A window, and the keywords with which maps and surfaces of it are drawn."""

    window: Window
    drawn: Mapping[str, Any]


def _kind(race: Race, window: Window) -> str:
    """The root for losses of data, as usual; for surfaces whatever suits them in the window."""
    if race.problem.has_data:
        return "sqrt"
    axes = [np.linspace(*span, 48) for span in (window.intercept, window.slope)]
    losses = race.problem.loss.on_grid(np.stack(np.meshgrid(*axes), axis=-1))
    return suitable(losses, race.problem.loss.minimum)


def _lines(race: Race, window: Window, kind: str) -> int:
    """About how many levels are laid: few where the loss is so wavy that lines would crowd."""
    land = Landscape.of(race.problem, window, COARSE, COARSE, MANY, kind)
    pieces = sum(len(land.lines(level)) for level in land.levels)
    return MANY if pieces <= CROWD else FEW
