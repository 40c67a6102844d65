"""What is wrong with the texts on screen: outside the frame, or over one another."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import srt
from manim import MathTypst, Mobject, VMobject, tempconfig

from optanim.films.reading import frames, timeline
from optanim.frames.still import Still
from optanim.stage.draw.clock import Pace
from optanim.stage.draw.ticker import Ticker
from optanim.stage.draw.type import Type
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.map.walker import NameTag
from tests.conftest import QUIET, load_scene

ASPECTS = {"16:9": (1920, 1080), "9:16": (1080, 1920), "4:3": (1440, 1080)}
TRAVELLING: tuple[type[Mobject], ...] = (NameTag,)
"""What carries a text along with it and may pass over others."""


class _Inspector:
    """Collects what is wrong with the texts on screen whenever the film stops."""

    def wait(self, *args: object, **kwargs: object) -> None:
        self.look()
        super().wait(*args, **kwargs)

    def walk(self, pace: Pace) -> None:
        super().walk(pace)
        self.look()

    def look(self) -> None:
        texts = [
            text
            for mobject in self.mobjects
            for text in _texts(mobject)
            if text.width > 0 and _opacity(text) > 0.5
        ]
        self.inspected += len(texts)
        self.seen.update(getattr(text, "words", "") for text in texts)
        boxes = np.array([_box(text) for text in texts]).reshape(-1, 2, 2)
        frame = self.canvas.frame
        low, high = np.array([frame.left, frame.bottom]), np.array([frame.right, frame.top])
        outside = (boxes[:, 0] < low).any(axis=1) | (boxes[:, 1] > high).any(axis=1)
        self.wrong += [f"outside the frame: {texts[i]}" for i in np.flatnonzero(outside)]
        shared = np.minimum(boxes[:, None, 1], boxes[:, 1]) - np.maximum(
            boxes[:, None, 0], boxes[:, 0]
        )
        over = np.argwhere(np.triu((shared > 1e-3).all(axis=-1), k=1))
        self.wrong += [f"{texts[i]} over {texts[j]}" for i, j in over]


def inspected(name: str, scene: str, aspect: str, folder: object) -> FilmScene:
    """The scene of scenes/<name>.py after a dry run at ``aspect``.

    It has ``inspected``, how many texts were looked at, ``seen``, the words of every line without
    its spaces, and ``wrong``, a list of sentences.
    """
    width, height = ASPECTS[aspect]
    base = getattr(load_scene(name), scene)
    size = {"pixel_width": width, "pixel_height": height, "frame_rate": 10}
    with tempconfig({**size, **QUIET, "media_dir": folder, "save_last_frame": True}):
        watched = type(scene, (_Inspector, base), {"wrong": [], "inspected": 0, "seen": set()})()
        watched.render()
    return watched


def unseen(watched: FilmScene, told: set[str]) -> set[str]:
    """Those of the lines ``told`` that an `inspected` scene never showed."""
    return {line for line in told if line.replace(" ", "") not in watched.seen}


def unreadable(film: Path) -> list[str]:
    """The subcaptions of ``film`` above 20 characters a second, or overlapping the next one."""
    lines = list(srt.parse(film.with_suffix(".srt").read_text("utf-8")))
    assert len(lines) >= 5
    fast = [
        line.content
        for line in lines
        if len(line.content) / (line.end - line.start).total_seconds() > 20.0
    ]
    return fast + [one.content for one, other in pairwise(lines) if one.end > other.start]


def restless(film: Path) -> list[str]:
    """The sections of ``film``, at ten frames a second, that do not end on a still second."""
    declared = timeline(film)
    last = {s["name"]: round(s["end"] * declared["fps"]) - 1 for s in declared["sections"]}
    pictures = dict(frames(film, {number - ago for number in last.values() for ago in (0, 8)}))
    moved = {
        name: np.abs(pictures[number].astype(int) - pictures[number - 8]).mean()
        for name, number in last.items()
    }
    return [name for name, change in moved.items() if change >= 0.5]


def _texts(mobject: Mobject) -> list[VMobject]:
    """Whole texts and formulas."""
    if isinstance(mobject, TRAVELLING):
        return []
    if isinstance(mobject, Still):
        return _texts(mobject.content) if mobject.opacity > 0.5 else []
    if isinstance(mobject, Type | MathTypst | Ticker):
        return [mobject]
    return [text for part in mobject.submobjects for text in _texts(part)]


def _opacity(text: VMobject) -> float:
    return max((float(g.get_fill_opacity()) for g in text.family_members_with_points()), default=0)


def _box(text: VMobject) -> np.ndarray:
    """The lowest and the highest corner of what is drawn, shape (2, 2)."""
    points = np.concatenate([part.points for part in text.family_members_with_points()])
    return np.array([points.min(axis=0)[:2], points.max(axis=0)[:2]])
