"""Regions, ticks and running text."""

from __future__ import annotations

from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Square

from optanim.base.numbers import number, round_ticks
from optanim.look.theme import DARK
from optanim.look.words import Words
from optanim.stage.draw.canvas import Canvas
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet

REGION = Region(-7.0, -4.0, 7.0, 4.0, px=0.01)


def test_lengths_are_design_pixels_and_places_scene_units() -> None:
    assert (REGION.width, REGION.height) == pytest.approx((1400.0, 800.0))
    assert REGION.aspect == pytest.approx(1.75)
    inner = REGION.cut(left=100.0, bottom=50.0, right=30.0, top=10.0)
    edges = (inner.left, inner.bottom, inner.right, inner.top)
    assert edges == pytest.approx((-6.0, -3.5, 6.7, 3.9))
    assert REGION.at(0.5, 1.0, right=20.0, up=-100.0) == pytest.approx([0.2, 3.0, 0.0])
    assert REGION.points(np.array([0.0, 1.0]), 0.5) == pytest.approx(np.array([[-7, 0], [7, 0]]))
    middle = REGION.middle(width=200.0)
    assert (middle.left, middle.right, middle.top) == pytest.approx((-1.0, 1.0, 4.0))


def test_rows_and_columns_fill_their_region_without_overlap() -> None:
    top, middle, bottom = REGION.rows(100.0, None, 200.0, gap=50.0)
    assert (top.top, bottom.bottom) == pytest.approx((4.0, -4.0))
    assert [r.height for r in (top, middle, bottom)] == pytest.approx([100.0, 400.0, 200.0])
    assert top.bottom - middle.top == pytest.approx(0.5)
    left, right = REGION.columns(None, None, gap=100.0)
    assert left.width == right.width == pytest.approx(650.0)
    assert right.right == pytest.approx(7.0)


def test_too_much_is_refused_with_the_numbers() -> None:
    with pytest.raises(ValueError, match=r"2 parts need 900 pixels, there are 800"):
        REGION.rows(400.0, 500.0)


def test_an_upper_part_is_no_higher_than_there_is_room() -> None:
    assert REGION.upper(300.0).bottom == pytest.approx(1.0)
    assert REGION.upper(3000.0).bottom == pytest.approx(-4.0)


@pytest.mark.parametrize(
    ("width", "height", "pixel", "upright", "wide"),
    [(16.0, 9.0, 9.0 / 1080, False, True), (4.0, 3.0, 4.0 / 1640, False, False),
     (9.0, 16.0, 9.0 / 1080, True, False)],
)  # fmt: skip
def test_a_frame_knows_its_pixel_and_how_it_is_laid_out(
    width: float, height: float, pixel: float, upright: bool, wide: bool
) -> None:
    camera = SimpleNamespace(frame_width=width, frame_height=height)
    canvas = Canvas.of(camera, DARK, Words.load())
    sheet = Sheet.of(canvas)
    assert canvas.px == pytest.approx(pixel)
    assert (sheet.upright, sheet.wide) == (upright, wide)
    rows = sheet.title, sheet.caption, sheet.body
    for row in rows:
        assert np.allclose([row.left, row.right], [-0.45 * width, 0.45 * width])
    assert (sheet.title.top, sheet.body.bottom) == pytest.approx((0.45 * height, -0.45 * height))
    for above, below in pairwise(rows):
        assert above.bottom >= below.top - 1e-9
    column, other = sheet.body.columns(500.0, None)
    ground, beside = sheet.ground(column), sheet.ground(other)
    assert np.allclose([*ground.low, ground.right], [-width / 2, -height / 2, column.right])
    assert np.allclose([*beside.high, beside.left], [width / 2, height / 2, other.left])


def test_what_is_too_wide_is_made_smaller_and_nothing_else() -> None:
    assert REGION.fit(Square(20.0)).width == pytest.approx(14.0)
    assert REGION.fit(Square(2.0)).width == 2.0


def test_grid_goes_row_by_row() -> None:
    cells = REGION.grid(3, columns=2)
    corners = [cells[0].top, cells[1].left, cells[2].top]
    assert corners == pytest.approx([4.0, 0.0, 0.0])


@given(x=st.floats(0, 1), y=st.floats(0, 1))
def test_placed_things_stay_inside(x: float, y: float) -> None:
    square = REGION.place(Square(2.0), x, y)
    assert square.get_left()[0] >= -7.0 - 1e-9 and square.get_right()[0] <= 7.0 + 1e-9
    assert square.get_bottom()[1] >= -4.0 - 1e-9 and square.get_top()[1] <= 4.0 + 1e-9


@given(low=st.floats(-1e4, 1e4), size=st.floats(1e-3, 1e5), most=st.integers(2, 9))
def test_ticks_are_few_within_and_evenly_spaced(low: float, size: float, most: int) -> None:
    ticks = round_ticks(low, low + size, most)
    assert len(ticks) <= most
    assert np.all((ticks >= low - 1e-6 * size) & (ticks <= low + size + 1e-6 * size))
    if len(ticks) > 2:
        assert np.allclose(np.diff(ticks), ticks[1] - ticks[0])


def test_numbers_have_a_true_minus_and_no_negative_zero() -> None:
    assert [number(v) for v in (-2.5, -0.0, 10.0)] == ["−2.5", "0", "10"]
