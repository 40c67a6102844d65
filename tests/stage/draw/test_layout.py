"""Regions, ticks and running text."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Square

from optanim.stage.draw.axes import number, round_ticks
from optanim.stage.draw.layout import Region

REGION = Region(-7.0, -4.0, 7.0, 4.0)


def test_rows_and_columns_fill_their_region_without_overlap() -> None:
    top, middle, bottom = REGION.rows(1.0, None, 2.0, gap=0.5)
    assert (top.top, bottom.bottom) == (4.0, -4.0)
    assert [r.height for r in (top, middle, bottom)] == pytest.approx([1.0, 4.0, 2.0])
    assert top.bottom - middle.top == pytest.approx(0.5)
    left, right = REGION.columns(None, None, gap=1.0)
    assert left.width == right.width == pytest.approx(6.5)
    assert right.right == pytest.approx(7.0)


def test_too_much_is_refused_with_the_numbers() -> None:
    with pytest.raises(ValueError, match=r"2 parts need 9 units, there are 8"):
        REGION.rows(4.0, 5.0)


def test_grid_goes_row_by_row() -> None:
    cells = REGION.grid(3, columns=2)
    assert cells[0].top == 4.0 and cells[1].left == 0.0 and cells[2].top == 0.0


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
