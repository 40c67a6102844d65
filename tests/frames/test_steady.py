"""What stays as it is looks the same from its picture, and what changes is drawn anew."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import Circle, VMobject, tempconfig

from optanim.frames.camera import SpaceCamera, StageCamera, keep_in_frame

SIZE = (320, 180)


def camera(kind: type = SpaceCamera):
    with tempconfig({"pixel_width": SIZE[0], "pixel_height": SIZE[1]}):
        return kind()


def drawn(made, shape: VMobject, ground: np.ndarray) -> np.ndarray:
    made.pixel_array[...] = ground
    shape.in_frame = getattr(shape, "in_frame", True)
    made.capture_mobjects([shape])
    return made.pixel_array.astype(int)


@pytest.fixture(scope="module")
def ground() -> np.ndarray:
    pixels = np.random.default_rng(0).integers(0, 256, (*SIZE[::-1], 4), np.uint8)
    pixels[..., 3] = 255
    return pixels


@given(
    st.floats(-8.0, 8.0), st.floats(-5.0, 5.0), st.floats(0.05, 6.0), st.floats(0.0, 1.0),
    st.floats(0.0, 12.0),
)  # fmt: skip
@settings(max_examples=25)
def test_its_picture_looks_like_it(ground, x, y, size, fill, stroke) -> None:
    """Also on the frame's edges and beyond them."""
    shape = Circle(size, num_components=60, color="#ff8800", fill_opacity=fill, stroke_width=stroke)
    shape.shift([x, y, 0.0]).set_stroke("#00ff88", 0.5 * stroke, background=True)
    made, plain = camera(), drawn(camera(StageCamera), shape, ground)
    frames = [drawn(made, shape, ground) for _ in range(3)]
    assert all(np.array_equal(frame, frames[0]) for frame in frames)
    assert np.abs(frames[0] - plain).max() <= 2


@pytest.mark.parametrize(
    "change",
    [
        lambda shape: shape.shift([0.5, 0.0, 0.0]),
        lambda shape: shape.set_fill("#0000ff"),
        lambda shape: shape.set_fill(opacity=0.2),
        lambda shape: shape.set_stroke(width=9.0),
        lambda shape: shape.set_stroke("#ffffff", width=9.0, background=True),
        lambda shape: shape.become(Circle(2.0, num_components=60, fill_opacity=0.5)),
    ],
)
def test_what_changes_is_drawn_as_it_is_then(ground, change) -> None:
    shape, made = (
        Circle(num_components=60, color="#ff8800", fill_opacity=0.8, stroke_width=4.0),
        camera(),
    )
    for _ in range(3):
        before = drawn(made, shape, ground)
    change(shape)
    after = drawn(made, shape, ground)
    assert np.array_equal(after, drawn(camera(), shape.copy(), ground))
    assert np.abs(after - before).max() > 20


def test_a_shape_in_space_is_drawn_as_the_camera_sees_it(ground) -> None:
    """Only what is fixed in the frame may be kept: this one stands still while the eye moves."""
    shape, made = Circle(num_components=60, color="#ff8800", fill_opacity=1.0), camera()
    for kept in (True, False):
        keep_in_frame(shape, kept)
        made.set_phi(0.0)
        for _ in range(3):
            before = drawn(made, shape, ground)
        made.set_phi(1.2)
        assert np.array_equal(drawn(made, shape, ground), before) == kept
