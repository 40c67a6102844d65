"""Where things are in decoded frames."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy import ndimage

from optanim.look.theme import DARK, rgb
from optanim.stage.draw.layout import Region
from optanim.stage.map.arrows import EDGE
from optanim.stage.map.leaders import DOT, WIDTH
from optanim.stage.map.spread import SMALLER, spread
from tests.scenes.films import Film

BOUND = 1.5
"""How many pixels at 1080p what is drawn may be off."""
CLEAR = 40.0
"""Pixels between two heads that do not hide one another."""
NEAR = 24  # pixels around a head
LEAST_AREA = np.pi * (7 * SMALLER) ** 2  # pixels of a head that are to be seen, at least
HALF_ANGLE = np.arctan2(3.6 / 2, 3.8)  # of an arrow's tip, see stage.draw.paths.arrow
COVERED, THIN = EDGE / 2 / np.sin(HALF_ANGLE), 1.0 / np.tan(HALF_ANGLE)
TIP = COVERED + THIN
"""Pixels at 1080p of an arrow's tip that the rim covers, and where two are not pure colour."""


def project(view: dict[str, Any], params: np.ndarray) -> np.ndarray:
    """Pixels (..., 2) from the left and upper edge of ``params`` (..., 2) on the view's map."""
    (left, right), (low, high) = view["window"].values()
    box = view["pixels"]
    x = box["left"] + (params[..., 0] - left) / (right - left) * (box["right"] - box["left"])
    y = box["bottom"] - (params[..., 1] - low) / (high - low) * (box["bottom"] - box["top"])
    return np.stack([x, y], axis=-1)


def between(path: np.ndarray, step: float) -> np.ndarray:
    """The parameters (2,) at ``step`` of ``path`` (n, 2), on the straight line between rows."""
    return np.array([np.interp(step, np.arange(len(path)), column) for column in path.T])


def standing(
    view: dict[str, Any], paths: Mapping[str, np.ndarray], still: Sequence[np.ndarray] = ()
) -> Callable[[str, float], tuple[np.ndarray, np.ndarray]]:
    """Where racers that share the view's map are at a step, and where their heads are.

    Both (2,) are pixels of a frame of 16:9 at 1080p, in which the racers walk ``paths`` (n, 2)
    beside those that are ``still`` never set out.
    """
    box, up = view["pixels"], np.array([1.0, -1.0])
    region = Region(box["left"], -box["bottom"], box["right"], -box["top"], 1.0)
    ways, others = ([up * project(view, path) for path in each] for each in (paths.values(), still))
    spreads = dict(zip(paths, spread(region, ways, others), strict=True))

    def places(name: str, step: float) -> tuple[np.ndarray, np.ndarray]:
        here = project(view, between(paths[name], step))
        return here, up * spreads[name].place(step, np.append(up * here, 0.0))[:2]

    return places


def dot_miss(frame: np.ndarray, color: str, here: np.ndarray, head: np.ndarray) -> np.ndarray:
    """How far (along, aside) the dot of ``color`` at ``here`` is off, of a leader to ``head``.

    Along the leader that is told by the dot's far edge, aside by its middle. Both (2,) are pixels.
    """
    y, x = np.mgrid[0 : frame.shape[0], 0 : frame.shape[1]] + 0.5
    ahead = (head - here) / np.hypot(*(head - here))
    off = np.stack([x - here[0], y - here[1]], axis=-1)
    along, aside = off @ ahead, off @ np.array([-ahead[1], ahead[0]])
    radius = DOT + WIDTH / 2
    labels, _ = ndimage.label(
        (np.hypot(along, aside) < 2 * radius) & (distance(frame, color) < 0.3)
    )
    same = labels == labels[int(here[1]), int(here[0])]  # its trail is beyond the dot's rim
    same &= labels > 0
    thick = same & (np.abs(along) < 0.6 * radius)
    assert thick.sum() > 8, f"no dot of {color} at {here}"
    return np.array([along[same].min() + radius, aside[thick].mean()])


def distance(picture: np.ndarray, color: str) -> np.ndarray:
    """How far each pixel of ``picture`` (..., 3) uint8 is from ``color``, of channels 0 to 1."""
    return np.linalg.norm(picture / 255.0 - rgb(color), axis=-1)


def core(
    frame: np.ndarray, color: str, expected: np.ndarray, near: int = NEAR
) -> tuple[np.ndarray, int]:
    """Centroid (2,) and area of the blob of ``color`` that lies nearest to ``expected``.

    It is looked for within ``near`` pixels.
    """
    column, row = np.round(expected).astype(int)
    part = frame[row - near : row + near + 1, column - near : column + near + 1] / 255.0
    rim, core_color = np.array(rgb(DARK.rim)), np.array(rgb(color))
    axis = core_color - rim
    share = (part - rim) @ axis / (axis @ axis)
    off_axis = np.linalg.norm(part - rim - share[..., None] * axis, axis=-1)
    labels, count = ndimage.label((share > 0.5) & (off_axis < 0.25))
    blobs = []
    for blob in range(1, count + 1):
        y, x = np.nonzero(labels == blob)
        if len(y) >= LEAST_AREA:
            centroid = np.array([x.mean() + column - near, y.mean() + row - near]) + 0.5
            blobs.append((float(np.hypot(*(centroid - expected))), centroid, len(y)))
    assert blobs, f"no head of {color} near {expected}"
    _, centroid, area = min(blobs, key=lambda blob: blob[0])
    return centroid, area


def miss(frame: np.ndarray, color: str, expected: np.ndarray, near: int = NEAR) -> float:
    """How many pixels the head of ``color`` lies from where it is ``expected`` (2,)."""
    centroid, _ = core(frame, color, expected, near)
    return float(np.hypot(*(centroid - expected)))


def still_at(film: Film, step: int, words: str) -> np.ndarray:
    """The last frame in which ``step`` stands while the narration with ``words`` is spoken."""
    (line,) = [line for line in film.timeline["captions"] if words in line["text"]]
    start, end = (round(line[edge] * film.timeline["fps"]) for edge in ("start", "end"))
    steps = film.timeline["steps"][start:end]
    last = start + max(index for index, shown in enumerate(steps) if shown == step)
    ((_, frame),) = film.frames([last])
    return frame


def arrow_at(frame: np.ndarray, color: str, tail: np.ndarray, tip: np.ndarray) -> tuple:
    """The span along and the widest offset across of what has ``color`` around an arrow.

    ``tail`` and ``tip`` (2,) are pixels from the left and upper edge; the span is in pixels from
    the tail. Only within 14 px of the line from tail to tip, and 30 px beyond the tip, is looked.
    """
    height, width = frame.shape[:2]
    y, x = np.mgrid[0:height, 0:width] + 0.5
    forward = (tip - tail) / np.hypot(*(tip - tail))
    along = (x - tail[0]) * forward[0] + (y - tail[1]) * forward[1]
    across = (x - tail[0]) * -forward[1] + (y - tail[1]) * forward[0]
    length = np.hypot(*(tip - tail))
    near = (np.abs(across) < 14) & (along > 0) & (along < length + 30)
    same = near & (distance(frame, color) < 0.2)
    assert same.sum() > 50, f"nothing of {color} between {tail} and {tip}"
    middle = float(np.median(across[same]))
    return float(along[same].min()), float(along[same].max()), middle


def stroke_at(picture: np.ndarray, spot: np.ndarray, across: np.ndarray, color: str) -> float:
    """How far from ``spot`` (2,), along ``across`` (2,), the middle of a line of ``color`` lies.

    Pixels; NaN where there is none within ten.
    """
    offsets = np.arange(-10.0, 10.01, 0.25)
    x, y = np.floor(spot[:, None] + across[:, None] * offsets).astype(int)
    near = distance(picture[y, x], color) < 0.2
    return float(offsets[near].mean()) if near.any() else float("nan")


def tip_error(shape: np.ndarray, tail: np.ndarray, tip: np.ndarray) -> np.ndarray:
    """How far (along, aside) from ``tip`` (2,) an arrow ends that begins at ``tail`` (2,).

    ``shape`` (height, width) says which pixels are the arrow's; those of its last 12 pixels count.
    """
    y, x = np.nonzero(shape)
    points = np.stack([x + 0.5, y + 0.5], axis=-1) - tail
    length = np.hypot(*(tip - tail))
    forward = (tip - tail) / length
    along, aside = points @ forward, points @ np.array([-forward[1], forward[0]])
    near = (np.abs(aside) < 16) & (np.abs(along - length) < 40)
    end = along[near].max()
    return np.array([end - length, aside[near & (along > end - 12)].mean()])
