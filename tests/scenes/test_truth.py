"""The truth test: in decoded frames, every head is where its optimizer's step is.

The expected parameters come from a plain loop of torch, not from the project.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from optanim.films import reading as films
from optanim.look.theme import DARK, rgb
from optanim.runs.problem import article
from tests.references import ARTICLE, article_loop

pytestmark = pytest.mark.film
NEAR, CLEAR, BOUND, LEAST_AREA = 24, 40.0, 1.5, np.pi * 7**2


def project(view: dict, params: np.ndarray) -> np.ndarray:
    """Pixels (..., 2) from the left and upper edge of ``params`` (..., 2) on the view's map."""
    (left, right), (low, high) = view["window"]["intercept"], view["window"]["slope"]
    box = view["pixels"]
    x = box["left"] + (params[..., 0] - left) / (right - left) * (box["right"] - box["left"])
    y = box["bottom"] - (params[..., 1] - low) / (high - low) * (box["bottom"] - box["top"])
    return np.stack([x, y], axis=-1)


def core(frame: np.ndarray, color: str, expected: np.ndarray) -> tuple[np.ndarray, int]:
    """Centroid (2,) and area of the blob of ``color`` that lies nearest to ``expected``."""
    column, row = np.round(expected).astype(int)
    part = frame[row - NEAR : row + NEAR + 1, column - NEAR : column + NEAR + 1] / 255.0
    rim, core_color = np.array(rgb(DARK.rim)), np.array(rgb(color))
    axis = core_color - rim
    share = (part - rim) @ axis / (axis @ axis)
    off_axis = np.linalg.norm(part - rim - share[..., None] * axis, axis=-1)
    labels, count = ndimage.label((share > 0.5) & (off_axis < 0.25))
    blobs = []
    for blob in range(1, count + 1):
        y, x = np.nonzero(labels == blob)
        if len(y) >= LEAST_AREA:
            centroid = np.array([x.mean() + column - NEAR, y.mean() + row - NEAR]) + 0.5
            blobs.append((float(np.hypot(*(centroid - expected))), centroid, len(y)))
    assert blobs, f"no head of {color} near {expected}"
    _, centroid, area = min(blobs, key=lambda blob: blob[0])
    return centroid, area


def sightings(timeline: dict, name: str, paths: dict) -> dict[tuple[int, int], tuple]:
    """By view and step: a frame that shows the racer alone, and where its head must be."""
    found = {}
    for number, view in enumerate(timeline["views"]):
        if view["racer"] != name:
            continue
        rivals = [
            other["racer"]
            for other in timeline["views"]
            if other["pixels"] == view["pixels"]
            and other["from"] == view["from"]
            and other is not view
        ]
        for frame in range(view["from"], view["to"]):
            step = timeline["steps"][frame]
            if step is None or step != int(step):
                continue
            here = project(view, paths[name][int(step)])
            gaps = [np.hypot(*(project(view, paths[r][int(step)]) - here)) for r in rivals]
            if all(gap > CLEAR for gap in gaps):
                found[number, int(step)] = (frame, here)
    return found


@pytest.mark.parametrize("name", ARTICLE)
def test_heads_are_where_the_steps_are(film: Path, name: str) -> None:
    timeline = films.timeline(film)
    paths = {racer: article_loop(racer).params for racer in ARTICLE}
    found = sightings(timeline, name, paths)
    steps = {step for _, step in found}
    assert len(steps) >= 5 and {0, 1, 2} <= steps
    pictures = dict(films.frames(film, {frame for frame, _ in found.values()}))
    for (_, step), (frame, expected) in found.items():
        centroid, _ = core(pictures[frame], DARK.racer(name), expected)
        error = np.hypot(*(centroid - expected))
        assert error < BOUND, f"{name}, step {step}, frame {frame}: {error:.2f} px off"


def test_the_cross_marks_the_minimizer(film: Path) -> None:
    timeline = films.timeline(film)
    view = timeline["views"][0]
    expected = project(view, np.array(article().minimizer))
    ((_, frame),) = films.frames(film, [view["from"]])
    column, row = np.round(expected).astype(int)
    part = frame[row - 12 : row + 13, column - 12 : column + 13] / 255.0
    y, x = np.nonzero(np.linalg.norm(part - rgb(DARK.accent), axis=-1) < 0.25)
    assert len(y) > 30
    centroid = np.array([x.mean() + column - 12, y.mean() + row - 12]) + 0.5
    assert np.hypot(*(centroid - expected)) < BOUND
