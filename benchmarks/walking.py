"""The race on the map."""

from __future__ import annotations

from optanim.stage.views.race_view import RaceView

from benchmarks.rendering import Timed
from optanim.studies.racing import Race


class Walking(Timed):
    """Four walkers on one map, with legend, losses and names."""

    def prepare(self, race: Race) -> None:
        """The view of scenes/compare.py's race."""
        view = RaceView(self.canvas, self.sheet, race, 0, 1e-3)
        self.add(view)
        self.start_clock(view.clock, view.maps_by_racer)
