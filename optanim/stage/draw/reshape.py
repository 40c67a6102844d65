"""A change of what is shown that is computed anew in every frame, never faded."""

from __future__ import annotations

from typing import Any

from manim import Group

from optanim.stage.draw.uncopied import Uncopied


class Staged(Group):
    """Base of what can show any phase of a change."""

    def take(self, phase: float) -> None:
        """Show ``phase``."""
        raise NotImplementedError


class Reshape(Uncopied):
    """From one phase of a view to another; the phase depends on the play's progress alone.

    No copy of the view is made: whatever it shows, it computes anew in every frame.
    """

    def __init__(self, view: Staged, start: float, end: float, **kwargs: Any) -> None:
        self.start, self.end = start, end
        super().__init__(view, **kwargs)

    def interpolate_mobject(self, alpha: float) -> None:
        """Show the phase at share ``alpha`` of the time."""
        assert isinstance(self.mobject, Staged)
        self.mobject.take(self.start + self.rate_func(alpha) * (self.end - self.start))
