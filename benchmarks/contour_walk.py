"""Gradient descent on the map with everything that announces its steps."""

from __future__ import annotations

from types import MappingProxyType

from benchmarks.rendering import Timed
from optanim.stage.views.descent_view import DescentView
from optanim.studies.racing import Race


class ContourWalk(Timed):
    """One walker with level line, right angle, both arrows, rule and losses, at every step."""

    def prepare(self, race: Race) -> None:
        """The view of scenes/contour.py, its parts shown for all steps."""
        alone = Race(race.problem, MappingProxyType({"GD": race.verified["GD"]}))
        view = DescentView(self.canvas, self.sheet, alone, alone.steps, 1e-3)
        self.add(view.map, view.legend, view.losses)
        self.start_clock(view.clock)
