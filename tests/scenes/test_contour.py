"""Gradient descent step by step: what the film says and shows, against loops of the test's own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from optanim.films.reading import frames, probe, timeline
from optanim.look.theme import DARK
from tests.conftest import rendered
from tests.references import (
    article_arrival,
    article_data,
    article_directions,
    article_excess,
    article_gradient,
    article_loop,
    article_minimizer,
    design,
)
from tests.scenes.arrows import TIP, visible
from tests.scenes.inspect import ASPECTS, inspected, restless, unreadable, unseen
from tests.scenes.test_truth import core, project

pytestmark = pytest.mark.film
SHRINK = 50


@pytest.fixture(scope="module")
def contour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The film at 1080p, ten frames a second."""
    return rendered(tmp_path_factory.mktemp("contour"), "contour", "Contour")


def test_it_is_as_long_as_it_should_be_and_can_be_read(contour: Path) -> None:
    assert 40 <= probe(contour).seconds <= 70
    assert probe(contour).frames == timeline(contour)["frames"]
    assert not unreadable(contour) and not restless(contour)


def still_at(film: Path, step: int, words: str) -> np.ndarray:
    """The last frame in which ``step`` stands while the narration with ``words`` is spoken."""
    declared = timeline(film)
    (line,) = [line for line in declared["captions"] if words in line["text"]]
    start, end = (round(line[edge] * declared["fps"]) for edge in ("start", "end"))
    steps = declared["steps"][start:end]
    last = start + max(index for index, shown in enumerate(steps) if shown == step)
    ((_, frame),) = frames(film, [last])
    return frame


def test_the_arrows_of_the_first_step_end_where_torch_says(contour: Path) -> None:
    rows, gradients, _ = article_loop("GD", 1)
    frame, view = still_at(contour, 0, "goes the other way"), timeline(contour)["views"][0]
    for color, end in ((DARK.accent, rows[0] + gradients[0] / SHRINK), (DARK.racer("GD"), rows[1])):
        tail, tip = project(view, rows[0]), project(view, end)
        _, reach, aside = visible(frame, color, tail, tip)
        assert reach == pytest.approx(np.hypot(*(tip - tail)) - TIP, abs=1.5)
        assert abs(aside) < 1.0


def test_the_level_line_is_drawn_where_the_loss_is_the_start_s(contour: Path) -> None:
    """White pixels, apart from the axes' own: the point's loss at each, from the data."""
    frame, view = still_at(contour, 0, "right angles"), timeline(contour)["views"][0]
    box, ((left, right), (low, high)) = view["pixels"], view["window"].values()
    bright = np.linalg.norm(frame / 255.0 - 1.0, axis=-1) < 0.2
    y, x = np.nonzero(bright)
    inside = (x > box["left"] + 5) & (x < box["right"] - 5) & (y > box["top"] + 5)
    inside &= y < box["bottom"] - 5
    a = left + (x[inside] + 0.5 - box["left"]) / (box["right"] - box["left"]) * (right - left)
    b = high - (y[inside] + 0.5 - box["top"]) / (box["bottom"] - box["top"]) * (high - low)
    unit = (box["right"] - box["left"]) / (right - left)
    points = np.stack([a, b], axis=-1)
    apart = np.hypot(*((points - [2.0, 9.0]).T)) * unit > 40  # the point and the right angle
    slope = np.hypot(*article_gradient(np.array([2.0, 9.0])))
    off = (article_excess(points[apart]) - article_excess(np.array([[2.0, 9.0]]))) / slope * unit
    assert apart.sum() > 1500 and np.abs(off).max() < 6.0 and abs(np.median(off)) < 1.0


def test_heads_are_where_the_steps_are_in_both_walks(contour: Path) -> None:
    declared, rows = timeline(contour), article_loop("GD", 30).params
    found = {}
    for view, steps in zip(declared["views"], ((0, 1, 2, 5), (0, 1, 2, 3)), strict=True):
        for step in steps:
            span = range(view["from"], view["to"])
            number = next(frame for frame in span if declared["steps"][frame] == step)
            found[number] = project(view, rows[step])
    for number, frame in frames(contour, found):
        centroid, _ = core(frame, DARK.racer("GD"), found[number])
        assert np.hypot(*(centroid - found[number])) < 1.5


@pytest.mark.parametrize("aspect", ASPECTS)
def test_texts_stay_in_the_frame_and_apart_and_tell_the_numbers(
    aspect: str, tmp_path: Path
) -> None:
    watched = inspected("contour", "Contour", aspect, tmp_path)
    assert watched.inspected > 200
    assert not watched.wrong, "\n".join(sorted(set(watched.wrong)))
    if aspect != "16:9":
        return
    rows, gradients, _ = article_loop("GD", 30)
    _, y = article_data()
    (flat, steep), _ = article_directions()
    loss = np.mean((y - design() @ rows[0]) ** 2)
    told = {
        f"On the thick line the loss is everywhere L = {loss:.0f}",
        "One step is −η g, η the learning rate: "
        f"{np.hypot(*(0.1 * gradients[0])):.1f} units down, over the valley, up the other side",
        f"GD jumps across the valley, each swing {abs(1 - 0.1 * steep):.2f} times the last",
        "The gradient g stands at right angles to it: the steepest way up, drawn at 1/50",
        f"✓ step {article_arrival(rows)}",
        f"The valley has two directions: curvature λ = {flat:.2f} along it, {steep:.2f} across",
        f"Each step multiplies the part e that is left: by {1 - 0.1 * flat:.2f} along, "
        f"by −{abs(1 - 0.1 * steep):.2f} across",
    }
    assert not unseen(watched, told)
    lines = "\n".join(watched.seen)  # the closing sentence, wherever its lines break
    assert f"by−{abs(1 - 0.1 * steep):.2f}:it" in lines
    assert f"by{1 - 0.1 * flat:.2f}:itcreeps." in lines


def test_the_bound_that_is_told_holds(contour: Path) -> None:
    """Rows against start times the powers of 1 - lr lambda, both from the test's own loops."""
    rows = article_loop("GD", 30).params
    values, columns = article_directions()
    parts = (rows - article_minimizer()) @ columns
    powers = (1 - 0.1 * values) ** np.arange(31)[:, None]
    assert np.abs(parts - parts[0] * powers).max() < 1e-13
