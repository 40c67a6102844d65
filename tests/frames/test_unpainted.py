"""What is not painted yet shows the bare ground; around the way it shows what is below."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Camera, Scene, tempconfig

from optanim.frames.unpainted import OPEN, SOFT, Unpainted

START, END = np.array([-3.0, 1.0, 0.0]), np.array([3.0, 1.0, 0.0])
LOW, HIGH = np.array([-5.0, -3.0]), np.array([5.0, 3.0])
BELOW = 200


def painted(cover: Unpainted) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What is seen (h, w) of a frame that is BELOW below; x (w,) and y (h, 1) of its pixels."""
    with tempconfig({"pixel_width": 640, "pixel_height": 360}):
        camera = Camera()
    camera.pixel_array[:] = BELOW
    cover.paint(camera)
    size = camera.frame_width / 640
    x = (np.arange(640) + 0.5) * size - camera.frame_width / 2
    y = camera.frame_height / 2 - (np.arange(360)[:, None] + 0.5) * size
    return camera.pixel_array[..., 0].astype(int), x, y


def covered(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return (np.abs(x) < 4.95) & (np.abs(y) < 2.95)


def test_at_first_nothing_below_is_seen_and_beyond_its_edges_all() -> None:
    seen, x, y = painted(Unpainted(START, END, LOW, HIGH))
    assert (seen[covered(x, y)] == 0).all()
    assert (seen[np.broadcast_to(np.abs(y) > 3.05, seen.shape)] == BELOW).all()


@pytest.mark.parametrize("walked", [0.0, 0.4, 1.0])
def test_it_is_open_around_what_has_been_walked(walked: float) -> None:
    cover = Unpainted(START, END, LOW, HIGH)
    cover.radius, cover.walked = OPEN, walked
    seen, x, y = painted(cover)
    nearest = np.clip(x, -3.0, -3.0 + 6.0 * walked)
    away = np.hypot(x - nearest, y - 1.0)
    assert (seen[covered(x, y) & (away < OPEN - SOFT)] == BELOW).all()
    assert (seen[covered(x, y) & (away > OPEN + SOFT)] == 0).all()


def test_animations_open_it_walk_the_way_and_flood_it() -> None:
    cover = Unpainted(START, END, LOW, HIGH)
    with tempconfig({"dry_run": True, "frame_rate": 4, "disable_caching": True}):
        scene = Scene()
        scene.add(cover)
        scene.play(cover.opened())
        assert (cover.radius, cover.walked) == (OPEN, 0.0)
        scene.play(cover.painted())
        assert (cover.radius, cover.walked) == (OPEN, 1.0)
        scene.play(cover.flooded())
    seen, _, _ = painted(cover)
    assert (seen == BELOW).all()
