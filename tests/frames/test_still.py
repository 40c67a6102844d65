"""Mobjects that never change look the same, drawn once."""

from __future__ import annotations

import numpy as np
from manim import Circle, Square, tempconfig

from optanim.frames.camera import StageCamera
from optanim.frames.still import Still


def camera() -> StageCamera:
    with tempconfig({"pixel_width": 320, "pixel_height": 180, "background_color": "#203040"}):
        return StageCamera()


def drawn(*mobjects) -> np.ndarray:
    made = camera()
    made.reset()
    made.capture_mobjects(list(mobjects))
    return made.pixel_array.astype(int)


def shapes() -> list:
    return [
        Square(fill_opacity=0.6, color="#ff8800").shift([-3.0, 1.0, 0.0]),
        Circle(fill_opacity=1.0, color="#88ff00").shift([2.0, -1.0, 0.0]),
    ]


def test_a_still_looks_like_what_it_holds() -> None:
    assert np.abs(drawn(Still(*shapes())) - drawn(*shapes())).max() <= 2


def test_half_faded_it_is_half_way_to_nothing() -> None:
    full, none = drawn(Still(*shapes())), drawn()
    half = drawn(Still(*shapes()).set_opacity(0.5))
    assert np.abs(half - (full + none) / 2).max() <= 2 and np.abs(full - none).max() > 100
    assert np.array_equal(drawn(Still(*shapes()).set_opacity(0.0)), none)


def test_it_is_drawn_once_for_a_size() -> None:
    still, made = Still(*shapes()), camera()
    for _ in range(2):
        made.reset()
        made.capture_mobjects([still])
    patch = still.drawn.patch
    made.reset()
    made.capture_mobjects([still, still.copy()])
    assert still.drawn.patch is patch


def test_nothing_is_drawn_as_nothing() -> None:
    outside = Circle().shift([100.0, 0.0, 0.0])
    assert np.array_equal(drawn(Still(outside)), drawn())
