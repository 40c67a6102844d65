"""The small map that shows of which part of the whole a map is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Camera

from optanim.base.window import Window
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.runs.problem import article
from optanim.stage.draw.canvas import Canvas
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.locator import LEAST, Locator, part_frame

CANVAS = Canvas.of(Camera(), DARK, Words.load("en"))
WHOLE = Window((-8.0, 8.0), (-4.0, 10.0))


def chart(part: Window) -> ContourMap:
    return ContourMap(CANVAS, article(), part, CANVAS.frame.inset(200))


def corners(mobject) -> np.ndarray:
    """The lowest and the highest corner (2, 2) of what is drawn."""
    points = mobject.get_all_points()[:, :2]
    return np.array([points.min(axis=0), points.max(axis=0)])


def test_the_frame_is_the_part() -> None:
    part = chart(Window((-1.0, 3.0), (4.0, 7.0)))
    locator = Locator(CANVAS, part, article(), WHOLE, [np.array([[0.0, 5.0], [1.0, 6.0]])])
    *_, frame = locator
    expected = locator.map.locate(part.window.corners)[:, :2]
    assert corners(frame) == pytest.approx(expected)
    assert locator.map.window.holds(np.vstack([WHOLE.corners, part.window.corners])).all()


def test_a_tiny_part_is_seen_at_its_place() -> None:
    part = chart(Window((1.999, 2.001), (8.999, 9.001)))
    locator = Locator(CANVAS, part, article(), WHOLE, [np.array([[2.0, 9.0], [2.0, 9.0]])])
    low, high = corners(locator[-1])
    assert (low + high) / 2 == pytest.approx(locator.map.locate(np.array([2.0, 9.0]))[:2])
    assert high - low == pytest.approx(np.full(2, LEAST * CANVAS.px))


@given(corner=st.tuples(st.booleans(), st.booleans()))
def test_it_stands_where_nobody_walks(corner: tuple[bool, bool]) -> None:
    """Ways that fill all corners but one leave that one to it."""
    part = chart(Window((0.0, 1.5), (0.0, 1.0)))
    low, high = part.window.corners
    others = [
        low + (high - low) * np.where(share, 0.93, 0.07)
        for share in np.ndindex(2, 2)
        if share != tuple(map(int, corner))
    ]
    middle = np.tile((low + high) / 2, (3, 1))
    ways = [np.stack([one, two]) for one, two in zip(others, middle, strict=True)]
    place = Locator(CANVAS, part, article(), WHOLE, ways).map.region
    assert tuple(place.center[:2] > part.region.center[:2]) == corner
    inside = np.all(place.low >= part.region.low) and np.all(place.high <= part.region.high)
    assert inside


def test_a_frame_that_reaches_beyond_the_map_ends_on_its_edge() -> None:
    land = chart(Window((0.0, 4.0), (0.0, 4.0)))
    frame = part_frame(CANVAS, land, Window((-1.0, 1.0), (-1.0, 1.0)))
    low, high = corners(frame)
    assert (low >= land.region.low - 1e-9).all() and (high <= land.region.high + 1e-9).all()
    assert high == pytest.approx(land.locate(np.array([1.0, 1.0]))[:2])
