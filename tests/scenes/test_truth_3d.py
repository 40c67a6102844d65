"""The truth test in space: heads are where the loss says, projected by formulas of its own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from optanim.films import reading as films
from optanim.look.theme import DARK
from tests.references import ARTICLE, article_data, article_loop
from tests.scenes.test_truth import BOUND, CLEAR, core

pytestmark = pytest.mark.film
FOCAL, FRAME_HEIGHT = 20.0, 8.0


def project(view: dict, pose: list[float], params: np.ndarray) -> np.ndarray:
    """Pixels (2,) of ``params`` on the surface, as a camera at ``pose`` sees it."""
    low, high = np.array([view["window"]["intercept"], view["window"]["slope"]]).T
    x, y = article_data()
    loss = np.mean((y - params[0] - params[1] * x) ** 2)
    c, top = view["height"]["offset"], view["height"]["top"]
    height = (np.sqrt(loss + c) - np.sqrt(c)) / (np.sqrt(top + c) - np.sqrt(c))
    box = np.array([*((params - low) / (high - low)), height])
    place = np.array(view["box"]["origin"]) + box @ np.array(view["box"]["axes"])
    phi, theta, zoom, *center = pose
    back = [np.sin(phi) * np.cos(theta), np.sin(phi) * np.sin(theta), np.cos(phi)]
    right = [-np.sin(theta), np.cos(theta), 0.0]
    seen = np.array([right, np.cross(back, right), back]) @ (place - center)
    flat = seen[:2] * FOCAL / (FOCAL - seen[2]) * zoom
    return np.array([960.0, 540.0]) + flat * [1080 / FRAME_HEIGHT, -1080 / FRAME_HEIGHT]


def between(path: np.ndarray, step: float) -> np.ndarray:
    """The parameters (2,) at ``step``, on the straight line between two rows."""
    return np.array([np.interp(step, np.arange(len(path)), path[:, k]) for k in (0, 1)])


@pytest.mark.parametrize("name", ARTICLE)
def test_heads_are_where_the_steps_are_in_space(film_3d: Path, name: str) -> None:
    timeline = films.timeline(film_3d)
    paths = {racer: article_loop(racer).params for racer in ARTICLE}
    (view,) = (view for view in timeline["views"] if view["racer"] == name)
    found = {}
    for frame in range(view["from"], view["to"]):
        step, pose = timeline["steps"][frame], timeline["camera"][frame]
        places = {racer: project(view, pose, between(paths[racer], step)) for racer in ARTICLE}
        gaps = [np.hypot(*(places[r] - places[name])) for r in ARTICLE if r != name]
        if min(gaps) > CLEAR:
            found.setdefault(round(step, 1), (frame, places[name]))
    assert len(found) >= 5 and min(found) < 2
    pictures = dict(films.frames(film_3d, {frame for frame, _ in found.values()}))
    for step, (frame, expected) in found.items():
        centroid, _ = core(pictures[frame], DARK.racer(name), expected)
        error = np.hypot(*(centroid - expected))
        assert error < BOUND, f"{name}, step {step}, frame {frame}: {error:.2f} px off"


def test_the_surface_becomes_the_map_line_on_line(flyover: Path) -> None:
    """The match cut: before the map fades in and after, the picture is the same."""
    timeline = films.timeline(flyover)
    last = timeline["frames"] - 2
    camera = np.array(timeline["camera"])
    arrived = next(f for f in range(len(camera)) if f > 200 and np.allclose(camera[f:], camera[-1]))
    wanted = {arrived, last}
    (_, before), (_, after) = films.frames(flyover, wanted)
    part = np.s_[180:900, 820:1500]
    difference = np.abs(before[part].astype(int) - after[part].astype(int)).max(axis=-1)
    assert np.mean(difference) < 3.0
    assert np.mean(difference > 24) < 0.01
    moved = np.abs(before[part].astype(int) - np.roll(after, 3, axis=0)[part].astype(int))
    assert np.mean(moved.max(axis=-1) > 24) > 0.03  # three pixels off would be seen
    assert after[part].astype(int).std() > 10
