"""What stays moves to its new place while the rest fades; both ends are drawn but once."""

from __future__ import annotations

import numpy as np
import pytest
from manim import Square

from optanim.frames.regrouping import Regrouping
from tests.frames.test_still import camera, drawn

HIGH, LOW = np.array([-3.0, 2.0, 0.0]), np.array([-3.0, -2.0, 0.0])


def square(place: np.ndarray, color: str = "#ff8800") -> Square:
    return Square(1.0, fill_opacity=1.0, stroke_width=0.0, color=color).shift(place)


def made() -> Regrouping:
    return Regrouping([(square(LOW), square(HIGH))], [square(-LOW, "#88ff00")])


@pytest.mark.parametrize(
    ("share", "moved", "faded"),
    [(0.0, 0.0, 0.0), (0.15, 0.0, 0.5), (0.575, 0.5, 1.0), (1.0, 1.0, 1.0)],
)
def test_it_looks_like_its_parts_on_their_way(share: float, moved: float, faded: float) -> None:
    """What leaves is half gone when the rest sets out, gently, and is half way in the middle."""
    shown = [square(LOW + moved * (HIGH - LOW))]
    if faded < 1.0:
        shown.append(square(-LOW, "#88ff00").fade(faded))
    assert np.abs(drawn(made().regroup(share)) - drawn(*shown)).max() <= 2


def test_it_is_where_its_parts_are_and_says_which_they_are() -> None:
    shown = made()
    assert shown.get_top()[1] == pytest.approx(2.5) and len(shown.content) == 2
    shown.regroup(1.0)
    assert shown.get_bottom()[1] == pytest.approx(1.5) and len(shown.content) == 1


def test_it_fades_anywhere_on_its_way_and_an_animation_moves_it() -> None:
    none = drawn()
    for share in (0.0, 0.5, 1.0):
        full = drawn(made().regroup(share))
        half = drawn(made().regroup(share).set_opacity(0.5))
        assert np.abs(half - (full + none) / 2).max() <= 2 and np.abs(full - none).max() > 50
    start, shown = made(), made()
    for share in (0.3, 1.0):
        shown.interpolate(start, start.copy().regroup(1.0), share)
        assert np.abs(drawn(shown) - drawn(made().regroup(share))).max() <= 2


def test_both_ends_are_drawn_once() -> None:
    shown, cam = made(), camera()
    for share in (0.0, 0.0, 1.0, 1.0):
        cam.reset()
        cam.capture_mobjects([shown.regroup(share)])
        still = shown.after if share else shown.before
        patch = still.drawn.patch
        cam.capture_mobjects([shown])
        assert patch is not None and still.drawn.patch is patch
