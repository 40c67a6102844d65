"""What the tests of the films about RMSprop and Adam share: multipliers, and pixels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from manim import tempconfig

from optanim.films.reading import frames, timeline
from tests.conftest import QUIET, load_scene
from tests.references import article_hessian, article_minimizer

RATE = 5  # frames a second: every still second and every announced step is seen


def rendered(folder: Path, name: str, scene: str) -> Path:
    """A scene at 1080p, a few frames a second; its timeline lies beside it."""
    size = {"pixel_width": 1920, "pixel_height": 1080, "frame_rate": RATE}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.delenv("OPTANIM_THEME", raising=False)
        with tempconfig({**size, **QUIET, "media_dir": folder, "disable_caching": True}):
            made = getattr(load_scene(name), scene)()
            made.render()
    return made.renderer.file_writer.movie_file_path


def restless(film: Path) -> list[str]:
    """The sections of ``film`` that do not end on a still second."""
    declared = timeline(film)
    last = {part["name"]: round(part["end"] * RATE) - 1 for part in declared["sections"]}
    wanted = {number - ago for number in last.values() for ago in (0, RATE - 1)}
    pictures = {number: picture.astype(int) for number, picture in frames(film, wanted)}
    return [
        name
        for name, number in last.items()
        if np.abs(pictures[number] - pictures[number - RATE + 1]).mean() >= 0.5
    ]


def multipliers(rows: np.ndarray) -> np.ndarray:
    """RMSprop's lr / (sqrt(v) + eps) (n - 1, 2) on the way through ``rows`` (n, 2)."""
    v, factors = np.zeros(2), []
    for gradient in (rows[:-1] - article_minimizer()) @ article_hessian():
        v = 0.99 * v + 0.01 * gradient**2
        factors.append(0.1 / (np.sqrt(v) + 1e-8))
    return np.array(factors)


def stroke_at(
    picture: np.ndarray, spot: np.ndarray, across: np.ndarray, color: np.ndarray
) -> float:
    """How far from ``spot`` (2,), along ``across`` (2,), the middle of a line of ``color`` lies.

    Pixels; NaN where there is none within ten.
    """
    offsets = np.arange(-10.0, 10.01, 0.25)
    x, y = np.floor(spot[:, None] + across[:, None] * offsets).astype(int)
    near = np.linalg.norm(picture[y, x] / 255.0 - color, axis=-1) < 0.2
    return float(offsets[near].mean()) if near.any() else float("nan")


def tip_error(shape: np.ndarray, tail: np.ndarray, tip: np.ndarray) -> np.ndarray:
    """How far (along, aside) from ``tip`` (2,) an arrow ends that begins at ``tail`` (2,).

    ``shape`` (height, width) says which pixels are the arrow's; those of its last 12 pixels count.
    """
    y, x = np.nonzero(shape)
    points = np.stack([x + 0.5, y + 0.5], axis=-1) - tail
    length = np.hypot(*(tip - tail))
    forward = (tip - tail) / length
    along, aside = points @ forward, points @ np.array([-forward[1], forward[0]])
    near = (np.abs(aside) < 16) & (np.abs(along - length) < 40)
    end = along[near].max()
    return np.array([end - length, aside[near & (along > end - 12)].mean()])
