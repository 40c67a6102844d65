"""Gradient descent step by step: what the film says and shows, against loops of the test's own."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.look.theme import DARK
from tests.references import (
    LR,
    START,
    Loop,
    article_data,
    article_directions,
    article_excess,
    article_gradient,
    article_loop,
    article_stays,
    design,
)
from tests.scenes.films import Film
from tests.scenes.pixels import BOUND, TIP, arrow_at, miss, project, still_at

pytestmark = pytest.mark.film("contour")
SHRINK = 50


@pytest.fixture(scope="module")
def walk() -> Loop:
    return article_loop("GD", 30)


def test_it_is_as_long_as_it_should_be(film: Film) -> None:
    assert 40 <= film.info.seconds <= 70


def test_the_arrows_of_the_first_step_end_where_torch_says(film: Film, walk: Loop) -> None:
    (rows, gradients, _), view = walk, film.timeline["views"][0]
    frame = still_at(film, 0, "goes the other way")
    for color, end in ((DARK.accent, rows[0] + gradients[0] / SHRINK), (DARK.racer("GD"), rows[1])):
        tail, tip = project(view, rows[0]), project(view, end)
        _, reach, aside = arrow_at(frame, color, tail, tip)
        assert reach == pytest.approx(np.hypot(*(tip - tail)) - TIP, abs=BOUND)
        assert abs(aside) < 1.0


def test_the_level_line_is_drawn_where_the_loss_is_the_start_s(film: Film) -> None:
    """White pixels, apart from the axes' own: the point's loss at each, from the data."""
    frame, view = still_at(film, 0, "right angles"), film.timeline["views"][0]
    box, ((left, right), (low, high)) = view["pixels"], view["window"].values()
    bright = np.linalg.norm(frame / 255.0 - 1.0, axis=-1) < 0.2
    y, x = np.nonzero(bright)
    inside = (x > box["left"] + 5) & (x < box["right"] - 5) & (y > box["top"] + 5)
    inside &= y < box["bottom"] - 5
    a = left + (x[inside] + 0.5 - box["left"]) / (box["right"] - box["left"]) * (right - left)
    b = high - (y[inside] + 0.5 - box["top"]) / (box["bottom"] - box["top"]) * (high - low)
    unit = (box["right"] - box["left"]) / (right - left)
    points = np.stack([a, b], axis=-1)
    apart = np.hypot(*(points - START).T) * unit > 40  # the point and the right angle
    slope = np.hypot(*article_gradient(np.array(START)))
    off = (article_excess(points[apart]) - article_excess(np.array([START]))) / slope * unit
    assert apart.sum() > 1500 and np.abs(off).max() < 6.0 and abs(np.median(off)) < 1.0


def test_heads_are_where_the_steps_are_in_both_walks(film: Film, walk: Loop) -> None:
    declared, found = film.timeline, {}
    for view, steps in zip(declared["views"], ((0, 1, 2, 5), (0, 1, 2, 3)), strict=True):
        for step in steps:
            span = range(view["from"], view["to"])
            number = next(frame for frame in span if declared["steps"][frame] == step)
            found[number] = project(view, walk.params[step])
    for number, frame in film.frames(found):
        assert miss(frame, DARK.racer("GD"), found[number]) < BOUND


def test_its_words_tell_the_numbers(film: Film, walk: Loop) -> None:
    rows, gradients, _ = walk
    _, y = article_data()
    (flat, steep), _ = article_directions()
    loss = np.mean((y - design() @ rows[0]) ** 2)
    told = {
        f"On the thick line the loss is everywhere L = {loss:.0f}",
        (
            "One step is −η g, η the learning rate: "
            f"{np.hypot(*(LR * gradients[0])):.1f} units down, over the valley, up the other side"
        ),
        f"GD jumps across the valley, each swing {abs(1 - 0.1 * steep):.2f} times the last",
        "The gradient g stands at right angles to it: the steepest way up, drawn at 1/50",
        f"✓ step {article_stays(rows)}",
        f"The valley has two directions: curvature λ = {flat:.2f} along it, {steep:.2f} across",
        (
            f"Each step multiplies the part e that is left: by {1 - 0.1 * flat:.2f} along, "
            f"by −{abs(1 - 0.1 * steep):.2f} across"
        ),
    }
    assert not film.seen.lacks(told)
    lines = "\n".join(film.seen.words)  # the closing sentence, wherever its lines break
    assert f"by−{abs(1 - 0.1 * steep):.2f}:it" in lines
    assert f"by{1 - 0.1 * flat:.2f}:itcreeps." in lines
