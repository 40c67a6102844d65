"""The loss of the level lines, one after another."""

from __future__ import annotations

from manim import ThreeDCamera

from optanim.base.numbers import number
from optanim.stage.boards.step_counter import Counter
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.surface.relief import Relief


class LevelCounter(Counter):
    """The loss on that of a ``relief``'s level lines which has come last, on a plate."""

    def __init__(self, canvas: Canvas, region: Region, relief: Relief) -> None:
        self.relief = relief
        self.losses = [number(loss) for loss in relief.levels.values + relief.elevation.low]
        widest = max(self.losses, key=len, default="0")
        super().__init__(canvas, region, canvas.words("label.level"), widest, backed=True)

    def follow(self, camera: ThreeDCamera) -> None:
        """Show the loss of the line that has just come, wherever ``camera`` is."""
        shown = self.losses[: self.relief.wave][: int(self.relief.lit)]
        self.number.write(shown[-1] if shown else "")
