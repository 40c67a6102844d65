"""The truth test in space: heads are where the loss says, projected by formulas of its own."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.look.theme import DARK
from tests.references import ARTICLE, article_data, article_loop, design
from tests.scenes.films import Film
from tests.scenes.pixels import BOUND, CLEAR, between, miss

FRAME_HEIGHT = 8.0


def project(view: dict, pose: list[float], params: np.ndarray) -> np.ndarray:
    """Pixels (2,) of ``params`` on the surface, as a camera at ``pose`` sees it."""
    low, high = np.array([view["window"]["intercept"], view["window"]["slope"]]).T
    loss = np.mean((article_data()[1] - design() @ params) ** 2)
    c, top = view["height"]["offset"], view["height"]["top"]
    height = (np.sqrt(loss + c) - np.sqrt(c)) / (np.sqrt(top + c) - np.sqrt(c))
    box = np.array([*((params - low) / (high - low)), height])
    place = np.array(view["box"]["origin"]) + box @ np.array(view["box"]["axes"])
    phi, theta, focal, *center = pose
    back = [np.sin(phi) * np.cos(theta), np.sin(phi) * np.sin(theta), np.cos(phi)]
    right = [-np.sin(theta), np.cos(theta), 0.0]
    seen = np.array([right, np.cross(back, right), back]) @ (place - center)
    flat = seen[:2] * focal / (focal - seen[2])
    return np.array([960.0, 540.0]) + flat * [1080 / FRAME_HEIGHT, -1080 / FRAME_HEIGHT]


@pytest.mark.film("compare_3d")
@pytest.mark.parametrize("name", ARTICLE)
def test_heads_are_where_the_steps_are_in_space(film: Film, name: str) -> None:
    timeline = film.timeline
    paths = {racer: article_loop(racer).params for racer in ARTICLE}
    found = {}
    shown = [
        (frame, view) for view in film.views(name) for frame in range(view["from"], view["to"])
    ]
    for frame, view in shown:
        step, pose = timeline["steps"][frame], timeline["camera"][frame]
        places = {racer: project(view, pose, between(paths[racer], step)) for racer in ARTICLE}
        gaps = [np.hypot(*(places[r] - places[name])) for r in ARTICLE if r != name]
        if min(gaps) > CLEAR:
            found.setdefault(round(step, 1), (frame, places[name]))
    assert len(found) >= 5 and min(found) < 2
    pictures = dict(film.frames({frame for frame, _ in found.values()}))
    for step, (frame, expected) in found.items():
        error = miss(pictures[frame], DARK.racer(name), expected)
        assert error < BOUND, f"{name}, step {step}, frame {frame}: {error:.2f} px off"


@pytest.mark.film("surface")
def test_the_surface_becomes_the_map_line_on_line(film: Film) -> None:
    """The match cut: before the map fades in and after, the picture is the same."""
    last = film.timeline["frames"] - 2
    camera = np.array(film.timeline["camera"])
    arrived = next(f for f in range(len(camera)) if np.allclose(camera[f:], camera[-1]))
    (_, before), (_, after) = film.frames({arrived, last})
    part = np.s_[170:840, 840:1700]
    difference = np.abs(before[part].astype(int) - after[part].astype(int)).max(axis=-1)
    assert np.mean(difference) < 3.0
    assert np.mean(difference > 24) < 0.01
    moved = np.abs(before[part].astype(int) - np.roll(after, 3, axis=0)[part].astype(int))
    assert np.mean(moved.max(axis=-1) > 24) > 0.03  # three pixels off would be seen
    assert after[part].astype(int).std() > 10
