"""Regions for tests, of a frame as Manim has it: 8 scene units high."""

from __future__ import annotations

from optanim.stage.draw.layout import Region

PX = 8.0 / 1080.0


def rectangle(left: float, bottom: float, right: float, top: float) -> Region:
    """The region with these edges, in scene units."""
    return Region(left, bottom, right, top, PX)
