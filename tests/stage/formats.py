"""Canvases of the formats that films are made in."""

from __future__ import annotations

from manim import Camera

from optanim.look.theme import DARK, Theme
from optanim.look.words import Words
from optanim.stage.draw.canvas import Canvas

SIZES = {"16:9": (1920, 1080), "4:3": (1440, 1080), "9:16": (1080, 1920)}
"""Width and height in pixels, by aspect."""
WIDTH = 14.2  # scene units


def canvas_of(aspect: str, theme: Theme = DARK) -> Canvas:
    """The canvas of a frame of that ``aspect``."""
    width, height = SIZES[aspect]
    camera = Camera(
        pixel_width=width,
        pixel_height=height,
        frame_width=WIDTH,
        frame_height=WIDTH * height / width,
    )
    return Canvas.of(camera, theme, Words.load("en"))
