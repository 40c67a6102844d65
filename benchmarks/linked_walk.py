"""A walk on the map and the line that it moves through the data."""

from __future__ import annotations

from benchmarks.rendering import Timed
from optanim.stage.views.linked_view import LinkedView
from optanim.studies.racing import Race


class LinkedWalk(Timed):
    """One walker, its guides, its line with residuals and equation, its loss and the counter."""

    def prepare(self, race: Race) -> None:
        """The view of scenes/linked.py, its racer GD."""
        view = LinkedView(self.canvas, self.sheet, race, 1e-3)
        self.add(view, view.best)
        self.start_clock(view.clock("GD"))
