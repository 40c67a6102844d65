"""Gradient descent step by step: what the film says and shows, against loops of the test's own."""

from __future__ import annotations

import numpy as np
import pytest

from optanim.look.theme import DARK, rgb
from tests.references import (
    LR,
    START,
    Loop,
    article_data,
    article_directions,
    article_excess,
    article_gradient,
    article_loop,
    article_minimizer,
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
    assert 60 <= film.info.seconds <= 95


def test_the_arrows_of_the_first_step_end_where_torch_says(film: Film, walk: Loop) -> None:
    (rows, gradients, _), view = walk, film.timeline["views"][1]
    frame = still_at(film, 0, "One step moves theta")
    for color, end in (
        (DARK.gradient, rows[0] + gradients[0] / SHRINK),
        (DARK.racer("GD"), rows[1]),
    ):
        tail, tip = project(view, rows[0]), project(view, end)
        _, reach, aside = arrow_at(frame, color, tail, tip)
        assert reach == pytest.approx(np.hypot(*(tip - tail)) - TIP, abs=BOUND)
        assert abs(aside) < 1.0


def test_the_level_line_is_drawn_where_the_loss_is_the_start_s(film: Film) -> None:
    """White pixels, apart from the axes' own: the point's loss at each, from the data."""
    frame, view = still_at(film, 0, "At right angles"), film.timeline["views"][1]
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
    apart &= a > left + 3.5  # the loss's name
    slope = np.hypot(*article_gradient(np.array(START)))
    off = (article_excess(points[apart]) - article_excess(np.array([START]))) / slope * unit
    assert apart.sum() > 1500 and np.abs(off).max() < 6.0 and abs(np.median(off)) < 1.0


def test_heads_are_where_the_steps_are_in_both_walks(film: Film, walk: Loop) -> None:
    declared, found = film.timeline, {}
    looked_at = ((0, 6, 30), (0, 1, 2, 5), (30, 0), (0, 1, 2, 3))
    for view, steps in zip(declared["views"], looked_at, strict=True):
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
    angle = [abs(1 - 0.1 * steep), 1 - 0.1 * flat]
    assert film.seen.told == film.seen.told | {
        "level": f"One level line, one loss: L = {loss:.0f}",
        "descend": f"One step: −η g, {np.hypot(*(LR * gradients[0])):.1f} units",
        "bends": f"Curvature λ: {flat:.2f} along, {steep:.2f} across",
    }
    assert not film.seen.lacks(
        {
            f"L = {loss:.0f}",
            f"✓ step {article_stays(rows)}",
            f"along: λ = {flat:.2f}",
            f"across: λ = {steep:.2f}",
        }
    )
    assert {word for word in film.seen.words if word.startswith("g/")} == {f"g/{SHRINK}"}
    said = " ".join(line["text"] for line in film.timeline["captions"])
    for part in (f"Across it is −{angle[0]:.2f}", f"that is {angle[1]:.2f}", f"{flat:.2f} along"):
        assert part in said


def test_the_losses_name_lies_on_its_own_level_line(film: Film, walk: Loop) -> None:
    """The plate's middle, between the left end and the point: the loss there is the start's."""
    view, frame = film.timeline["views"][1], still_at(film, 0, "At right angles")
    box, ((left, right), (_, high)) = view["pixels"], view["window"].values()
    unit = (box["right"] - box["left"]) / (right - left)
    a = np.linspace(left + 0.3, 0.0, 200)
    b = np.array([_height_of_the_line(x, START) for x in a])
    rows = np.rint(box["top"] + (high - b) * unit).astype(int)
    columns = np.rint(box["left"] + (a - left) * unit).astype(int)
    panel = np.abs(frame[rows, columns].astype(float) / 255 - rgb(DARK.panel)).max(axis=-1) < 0.12
    bright = np.linalg.norm(frame[rows, columns] / 255.0 - 1.0, axis=-1) < 0.35
    assert panel.sum() > 10, "no plate on the line"
    assert np.mean(bright | panel) > 0.8


def _height_of_the_line(a: float, point: tuple[float, float]) -> float:
    """The larger b at which the loss is that of ``point``, by halving."""
    goal = article_excess(np.array([point]))[0]
    low, high = float(article_minimizer()[1]), 20.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (
            (middle, high) if article_excess(np.array([[a, middle]]))[0] < goal else (low, middle)
        )
    return low
