"""Cairo's paths are built when shapes change, and only moved when shapes move."""

from __future__ import annotations

import cairo
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from manim import VMobject

from optanim.frames.glyphs import PathCache


def context() -> cairo.Context:
    return cairo.Context(cairo.ImageSurface(cairo.FORMAT_ARGB32, 8, 8))


def flat(path: cairo.Path) -> list[float]:
    return [number for _, numbers in path for number in numbers]


def shape(seed: int = 0) -> VMobject:
    return VMobject().set_points(np.random.default_rng(seed).uniform(-3, 3, (8, 3)))


class Builder:
    """Draws a mobject's points as straight lines, and counts how often."""

    def __init__(self, ctx: cairo.Context) -> None:
        self.ctx, self.count = ctx, 0

    def __call__(self, mobject: VMobject) -> None:
        self.count += 1
        self.ctx.new_path()
        for x, y, _ in mobject.points:
            self.ctx.line_to(x, y)


def test_a_shape_that_only_moves_is_built_once_and_lies_where_it_is() -> None:
    cache, ctx, one = PathCache(), context(), shape()
    build = Builder(ctx)
    for _ in range(5):
        one.shift([0.5, -0.25, 0.0])
        cache.set_path(ctx, one, build)
        seen = np.array(flat(ctx.copy_path())).reshape(-1, 2)
        assert np.abs(seen - one.points[:, :2]).max() < 1 / 128
    assert build.count == 1  # cairo keeps 1/256 of a unit


def test_a_shape_that_changes_is_built_anew() -> None:
    cache, ctx, one = PathCache(), context(), shape()
    build = Builder(ctx)
    for _ in range(4):
        one.scale(1.1)
        cache.set_path(ctx, one, build)
    assert build.count == 4


def test_each_shape_has_a_path_of_its_own() -> None:
    cache, ctx = PathCache(), context()
    build, shapes = Builder(ctx), [shape(1), shape(2)]
    for _ in range(3):
        for each in shapes:
            cache.set_path(ctx, each, build)
    assert build.count == 2
    cache.set_path(ctx, VMobject(), build)
    assert build.count == 3


@given(seed=st.integers(0, 999), moves=st.lists(st.floats(-3, 3), min_size=1, max_size=4))
def test_where_a_shape_was_before_changes_no_pixel(seed: int, moves: list[float]) -> None:
    """Frames that come from Manim's cache are not drawn: what follows must not tell."""
    seen = []
    for before in (moves, moves[-1:]):  # the last place only, or all of them
        cache, ctx, one = PathCache(), context(), shape(seed)
        start = one.points.copy()
        for move in before:
            one.set_points(start + move)
            cache.set_path(ctx, one, Builder(ctx))
        seen.append(flat(ctx.copy_path()))
    assert seen[0] == seen[1]


@given(seed=st.integers(0, 999))
def test_the_last_bit_of_a_coordinate_changes_no_pixel(seed: int) -> None:
    """Half-way between two of cairo's steps, where fonts like to place points."""
    random = np.random.default_rng(seed)
    points = (random.integers(-1000, 1000, (8, 3)) + 0.5) / 256
    seen = []
    for noise in (0.0, random.uniform(-1e-15, 1e-15, (8, 3))):
        ctx, one = context(), VMobject().set_points(points + noise)
        PathCache().set_path(ctx, one, Builder(ctx))
        seen.append(np.rint(256 * np.array(flat(ctx.copy_path()))))
    assert np.array_equal(*seen)
