"""Paths cut at the map's edge, against points sampled along them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.stage.draw.clip import contains, path_inside, polygon_inside
from tests.stage.places import rectangle

REGION = rectangle(-1.0, -0.5, 2.0, 1.5)
CORNERS = st.lists(st.tuples(*[st.floats(-5, 5, width=16)] * 2), min_size=2, max_size=8)


def length(path: np.ndarray) -> float:
    return float(np.hypot(*np.diff(path, axis=0).T).sum())


@given(CORNERS)
def test_the_pieces_are_what_lies_inside(corners: list) -> None:
    path = np.array(corners)
    share = (np.arange(4000) + 0.5) / 4000
    sampled = 0.0
    for start, end in pairwise(path):
        points = start + share[:, None] * (end - start)
        sampled += np.hypot(*(end - start)) * contains(REGION, points).mean()
    pieces = path_inside(path, REGION)
    assert sum(map(length, pieces)) == pytest.approx(sampled, abs=0.03)
    grown = REGION.inset(-1e-7)
    assert all(contains(grown, piece).all() for piece in pieces)


def test_a_path_that_stays_inside_is_one_piece() -> None:
    path = np.array([[0.0, 0.0], [1.0, 1.0], [1.0, 1.0], [-0.5, 0.3]])
    (piece,) = path_inside(path, REGION)
    assert np.array_equal(piece, path)
    assert path_inside(path + 10.0, REGION) == []


def test_leaving_and_coming_back_gives_two() -> None:
    first, second = path_inside(np.array([[0.0, 0.0], [0.0, 3.0], [1.0, 0.0]]), REGION)
    assert np.allclose(first, [[0, 0], [0, 1.5]]) and np.allclose(second, [[0.5, 1.5], [1, 0]])


def test_a_polygon_keeps_the_part_inside() -> None:
    triangle = np.array([[-2.0, 0.0], [1.0, 0.0], [-2.0, 3.0]])
    part = polygon_inside(triangle, REGION)
    x, y = part.T
    # Below x + y = 1 and y = 1.5, right of x = -1.
    area = abs(np.sum(x * np.roll(y, -1) - y * np.roll(x, -1))) / 2
    assert area == pytest.approx(0.75 + 1.125, rel=1e-12)
    assert len(polygon_inside(triangle + 20.0, REGION)) == 0
