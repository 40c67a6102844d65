"""What is wrong with the texts on screen: outside the frame, or over one another."""

from __future__ import annotations

import numpy as np
from manim import MathTypst, Mobject, VMobject, tempconfig

from optanim.stage.canvas import Canvas
from optanim.stage.film_scene import FilmScene
from optanim.stage.line import Line
from optanim.stage.ticker import Ticker
from optanim.stage.walker import NameTag
from tests.conftest import QUIET, load_scene

ASPECTS = {"16:9": (1920, 1080), "9:16": (1080, 1920), "4:3": (1440, 1080)}
TRAVELLING: tuple[type[Mobject], ...] = (NameTag,)
"""What carries a text along with it and may pass over others."""


class _Inspector:
    """Collects what is wrong with the texts on screen whenever the film stands still."""

    def wait(self, *args: object, **kwargs: object) -> None:
        texts = [
            text
            for mobject in self.mobjects
            for text in _texts(mobject)
            if text.width > 0 and _opacity(text) > 0.5
        ]
        for text in texts:
            self.inspected += 1
            if not _inside(self.canvas, text):
                self.wrong.append(f"outside the frame: {text}")
        middles = np.array([text.get_center()[:2] for text in texts]).reshape(-1, 2)
        halves = np.array([[text.width, text.height] for text in texts]).reshape(-1, 2) / 2
        for index, one in enumerate(texts):
            apart = np.abs(middles[:index] - middles[index])
            over = np.all(apart < halves[:index] + halves[index] - 1e-3, axis=1)
            self.wrong += [f"{one} over {texts[other]}" for other in np.flatnonzero(over)]
        super().wait(*args, **kwargs)


def inspected(name: str, scene: str, aspect: str, folder: object) -> FilmScene:
    """The scene of scenes/<name>.py after a dry run at ``aspect``.

    It has ``inspected``, how many texts were looked at, and ``wrong``, a list of sentences.
    """
    width, height = ASPECTS[aspect]
    base = getattr(load_scene(name), scene)
    size = {"pixel_width": width, "pixel_height": height, "frame_rate": 10}
    with tempconfig({**size, **QUIET, "media_dir": folder, "save_last_frame": True}):
        watched = type(scene, (_Inspector, base), {"wrong": [], "inspected": 0})()
        watched.render()
    return watched


def _texts(mobject: Mobject) -> list[VMobject]:
    """Whole texts and formulas."""
    if isinstance(mobject, TRAVELLING):
        return []
    if isinstance(mobject, Line | MathTypst | Ticker):
        return [mobject]
    return [text for part in mobject.submobjects for text in _texts(part)]


def _opacity(text: VMobject) -> float:
    return max((float(g.get_fill_opacity()) for g in text.family_members_with_points()), default=0)


def _inside(canvas: Canvas, text: VMobject) -> bool:
    frame = canvas.frame
    return (
        text.get_left()[0] >= frame.left
        and text.get_right()[0] <= frame.right
        and text.get_bottom()[1] >= frame.bottom
        and text.get_top()[1] <= frame.top
    )
