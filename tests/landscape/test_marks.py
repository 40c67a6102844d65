"""The losses that a scale beside the picture names."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from optanim.landscape.height_scale import KINDS, HeightScale, Shades, ticks
from optanim.landscape.marks import marks


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


def test_every_scale_is_labelled_with_the_loss_itself() -> None:
    shades = Shades(HeightScale("sqrt"), 0.0, 30.0)
    assert [shades.number(height) for height in (0.0, 5.0, 20.0)] == [0.0, 25.0, 400.0]


@given(span=st.floats(1e-2, 1e6), most=st.integers(3, 20))
def test_level_lines_of_a_root_lie_at_round_losses_equally_far_apart(span, most) -> None:
    scale = HeightScale("sqrt")
    levels = ticks(scale, 0.0, span, most)
    leading = {f"{loss:.3e}".partition("e")[0].rstrip("0.") for loss in scale.loss(levels[:1])}
    assert leading <= {"1", "4", "9", "1.6", "2.5"}
    np.testing.assert_allclose(np.diff(levels), levels[0], rtol=1e-9)
