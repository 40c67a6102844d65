"""The truth test in space: heads are where the loss says, projected by formulas of its own."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.look.theme import DARK
from tests.references import ARTICLE, article_data, article_loop, design
from tests.scenes.films import Film
from tests.scenes.pixels import BOUND, CLEAR, between, miss

FRAME_HEIGHT = 8.0
EDGE = 32.0  # pixels from a head's middle to the edge of what lies before it
SHOTS = {
    "surface": {"lowest", "surface", "flight", "levels", "map"},
    "compare_3d": {"surface", "race.race"},
}


def lifted(view: dict, params: np.ndarray) -> np.ndarray:
    """Points (..., 3) of the land above or below ``params`` (..., 2)."""
    low, high = np.array([view["window"]["intercept"], view["window"]["slope"]]).T
    loss = np.mean((article_data()[1] - params @ design().T) ** 2, axis=-1)
    c, top = view["height"]["offset"], view["height"]["top"]
    height = (np.sqrt(loss + c) - np.sqrt(c)) / (np.sqrt(top + c) - np.sqrt(c))
    box = np.concatenate([(params - low) / (high - low), height[..., None]], axis=-1)
    return np.array(view["box"]["origin"]) + box @ np.array(view["box"]["axes"])


def project(view: dict, pose: list[float], params: np.ndarray) -> np.ndarray:
    """Pixels (2,) of ``params`` on the surface, as a camera at ``pose`` sees it."""
    place = lifted(view, params)
    phi, theta, focal, *center = pose
    back = [np.sin(phi) * np.cos(theta), np.sin(phi) * np.sin(theta), np.cos(phi)]
    right = [-np.sin(theta), np.cos(theta), 0.0]
    seen = np.array([right, np.cross(back, right), back]) @ (place - center)
    if seen[2] > 0.95 * focal:
        return np.full(2, np.inf)  # behind the eye, or beside it
    flat = seen[:2] * focal / (focal - seen[2])
    return np.array([960.0, 540.0]) + flat * [1080 / FRAME_HEIGHT, -1080 / FRAME_HEIGHT]


def hidden(view: dict, pose: list[float], params: np.ndarray) -> bool:
    """Whether land lies before ``params`` as a camera at ``pose`` sees it, or hardly not."""
    phi, theta, focal, *center = pose
    back = np.array([np.sin(phi) * np.cos(theta), np.sin(phi) * np.sin(theta), np.cos(phi)])
    place, eye = lifted(view, params), center + focal * back
    axes = np.array(view["box"]["axes"])
    sight = place + np.linspace(0.02, 0.98, 200)[:, None] * (eye - place)
    shares = (sight - view["box"]["origin"])[:, :2] / axes[[0, 1], [0, 1]]
    low, high = np.array([view["window"]["intercept"], view["window"]["slope"]]).T
    land = lifted(view, low + shares * (high - low))[:, 2]
    return bool((land > sight[:, 2] - 0.03).any())


def within(pixels: np.ndarray, plates: list[np.ndarray]) -> bool:
    """Whether a whole head around ``pixels`` (2,) is in the frame, and before no plate."""
    if (pixels < EDGE).any() or (pixels > np.array([1920.0, 1080.0]) - EDGE).any():
        return False
    place = (pixels / [1920, 1080] - 0.5) * [1, -1] * FRAME_HEIGHT * np.array([16 / 9, 1])
    room = EDGE / 1080 * FRAME_HEIGHT
    return not any(((place > low - room) & (place < high + room)).all() for low, high in plates)


def off(picture: np.ndarray, name: str, place: np.ndarray) -> float:
    """How many pixels the head of ``name`` lies from ``place``; infinite where there is none."""
    try:
        return miss(picture, DARK.racer(name), place)
    except AssertionError:
        return np.inf


def shown(film: Film, frame: int, view: dict) -> tuple[dict[str, np.ndarray], list[set[str]]]:
    """Where the heads are (2,) that nothing but others may hide, and those close together."""
    step, pose = film.timeline["steps"][frame], film.timeline["camera"][frame]
    params = {name: between(article_loop(name).params, step) for name in ARTICLE}
    places = {name: project(view, pose, params[name]) for name in ARTICLE}
    free = {
        name: place
        for name, place in places.items()
        if within(place, film.seen.plates[frame]) and not hidden(view, pose, params[name])
    }
    groups = [
        {other for other in ARTICLE if np.hypot(*(places[other] - place)) < CLEAR}
        for place in free.values()
    ]
    return free, [group for group in groups if group <= free.keys()]


@pytest.mark.film("compare_3d")
def test_heads_are_where_the_steps_are_in_every_frame(film: Film) -> None:
    """Wherever the camera is: every head on its own, and the one on top of several."""
    timeline, views = film.timeline, film.views("GD")  # all four are on one surface
    expected = {f: shown(film, f, view) for view in views for f in range(view["from"], view["to"])}
    seen = {name: set() for name in ARTICLE}
    for frame, picture in film.frames(expected):
        places, groups = expected[frame]
        errors = {name: off(picture, name, place) for name, place in places.items()}
        for group in groups:
            nearest = min(group, key=errors.__getitem__)
            assert errors[nearest] < BOUND, f"{group}, frame {frame}: {errors[nearest]:.2f} px off"
            seen[nearest].add(round(timeline["steps"][frame], 1))
    for name, steps in seen.items():
        assert len(steps) >= 5, name
    assert sum(step < 1.0 for step in seen["GD"]) >= 5, "the first jump is not seen"
    assert sum(len(groups) for _, groups in expected.values()) > 2 * len(timeline["steps"])


@pytest.mark.film("surface", "compare_3d")
def test_land_fills_the_frame(film: Film) -> None:
    """In every shot, from the first frame to the last: land as high as the loss says."""
    shown = film.seen.land
    assert shown.keys() == SHOTS[film.name]
    for act, shares in shown.items():
        assert len(shares) > 5 and min(shares) >= 0.6, f"{act}: {min(shares):.2f}"


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
