"""The losses that a scale beside the picture names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optanim.landscape.height_scale import KINDS, HeightScale
from optanim.landscape.marks import marks, quantity


@given(
    kind=st.sampled_from(KINDS), floor=st.sampled_from([0.0, -78.3]),
    top=st.floats(1e-2, 1e6), most=st.integers(3, 9),
)  # fmt: skip
def test_marks_ascend_within_the_scale_and_keep_apart(kind, floor, top, most) -> None:
    scale = HeightScale(kind, floor, 1.0 if kind == "smooth-sqrt" else 0.0)
    low, high = (float(scale.height(end)) for end in (floor, floor + top))
    found = marks(scale, low, high, most)
    assert np.all((found >= low) & (found <= high * (1 + 1e-9)))
    if len(found) > 1:
        assert np.diff(found).min() > 0.3 * (high - low) / most


def test_a_scale_from_zero_names_zero() -> None:
    scale = HeightScale("log1p")
    found = marks(scale, 0.0, float(scale.height(1000.0)), 5)
    losses = scale.loss(found)
    assert losses[0] == 0.0 and np.isclose(losses, 100.0).any()


@pytest.mark.parametrize(
    ("kind", "floor", "name"), [("sqrt", 0.0, "root"), ("sqrt", -1.0, "loss"), ("none", 0, "loss")]
)
def test_a_root_is_named_so_where_the_loss_counts_from_zero(kind, floor, name) -> None:
    assert quantity(HeightScale(kind, floor)) == name
