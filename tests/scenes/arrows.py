"""Where an arrow is in a decoded frame."""

from __future__ import annotations

import numpy as np

from optanim.look.theme import rgb
from optanim.stage.map.arrows import EDGE

HALF_ANGLE = np.arctan2(3.6 / 2, 3.8)  # of an arrow's tip, see stage.paths.arrow
COVERED, THIN = EDGE / 2 / np.sin(HALF_ANGLE), 1.0 / np.tan(HALF_ANGLE)
TIP = COVERED + THIN  # pixels at 1080p that the rim covers, and where two are not pure colour


def visible(frame: np.ndarray, color: str, tail: np.ndarray, tip: np.ndarray) -> tuple:
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
    same = near & (np.linalg.norm(frame / 255.0 - rgb(color), axis=-1) < 0.2)
    assert same.sum() > 50, f"nothing of {color} between {tail} and {tip}"
    middle = float(np.median(across[same]))
    return float(along[same].min()), float(along[same].max()), middle
