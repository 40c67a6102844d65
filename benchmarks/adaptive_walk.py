"""A walk with its instruments: the box of the step, bars, numbers, arrows."""

from __future__ import annotations

from benchmarks.rendering import STEPS, Timed
from optanim.stage.views.scaling_view import CloseUp
from optanim.studies.racing import Race


class AdaptiveWalk(Timed):
    """Four walkers on the map of RMSprop's boxes, and the bars of its multipliers."""

    def prepare(self, race: Race) -> None:
        """The close-up of scenes/rmsprop.py, over all steps."""
        view = CloseUp(self.canvas, self.sheet, race, "RMSprop", 0, STEPS - 1)
        self.add(*view)
        self.start_clock(view.clock)
