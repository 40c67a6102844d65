"""The race on the map."""

from __future__ import annotations

from benchmarks.rendering import Timed
from optanim.race_file.presentation import Presentation
from optanim.stage.views.map_race import MapRace
from optanim.studies.racing import Race


class Walking(Timed):
    """Four walkers on one map, with legend, losses and names."""

    def prepare(self, race: Race) -> None:
        """The view of scenes/compare.py's race."""
        view = MapRace(self.canvas, self.sheet, race, Presentation().settled(race))
        self.add(view)
        self.start_clock(view.clock)
