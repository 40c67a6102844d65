"""A map of each surface, to choose one by: drawn while the site is built."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from optanim.base.window import Window
from optanim.landscape.height_scale import suitable
from optanim.landscape.landscape import Landscape
from optanim.look.theme import DARK
from optanim.losses import SURFACES
from optanim.runs.problem import surface

ROOT = Path(__file__).parents[2]
DRAWN_BY = ("losses", "landscape", "look")
WIDTH, FINER, LEVELS, CROSS, QUALITY = 480, 2, 14, 7, 88
"""Pixels across, how much finer it is drawn than shown, level lines, half a cross, the JPEG's."""


def write_maps(folder: Path) -> None:
    """Write NAME.jpg for every surface to ``folder``, unless it is newer than what draws it."""
    folder.mkdir(exist_ok=True)
    sources = [path for part in DRAWN_BY for path in (ROOT / "optanim" / part).rglob("*.py")]
    changed = max(path.stat().st_mtime for path in [*sources, Path(__file__)])
    for name in SURFACES:
        path = folder / f"{name}.jpg"
        if not path.exists() or path.stat().st_mtime < changed:
            drawn(name).save(path, quality=QUALITY, optimize=True)


def drawn(name: str) -> Image.Image:
    """The surface called ``name`` over its own window: colours, level lines, its minima."""
    problem = surface(name)
    window = Window(*problem.loss.window)
    (left, right), (low, high) = window.intercept, window.slope
    size = np.array([WIDTH, round(WIDTH * (high - low) / (right - left))]) * FINER
    land = Landscape.of(problem, window, *size, LEVELS, _kind(problem.loss, window))
    picture = Image.fromarray(DARK.map_colors(land.share(land.heights))[::-1])
    pen = ImageDraw.Draw(picture)

    def pixels(points: np.ndarray) -> list[tuple[float, float]]:
        shares = (points - [left, high]) / [right - left, low - high]
        return [tuple(point) for point in shares * size]

    for level in land.levels:
        for line in land.lines(level):
            pen.line(pixels(line), fill=(255, 255, 255), width=FINER)
    for x, y in pixels(problem.loss.minimizers):
        reach = CROSS * FINER
        for turn in (1, -1):
            ends = [(x - reach, y - turn * reach), (x + reach, y + turn * reach)]
            pen.line(ends, fill=DARK.minimum, width=3 * FINER)
    return picture.resize(tuple(size // FINER), Image.Resampling.LANCZOS)


def _kind(loss: object, window: Window) -> str:
    """The scale of heights that suits the loss in the window."""
    axes = [np.linspace(*span, 48) for span in (window.intercept, window.slope)]
    return suitable(loss.on_grid(np.stack(np.meshgrid(*axes), axis=-1)), loss.minimum)
