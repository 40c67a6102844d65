"""Races that people will throw at it, and how tests look at their films."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from manim import tempconfig

from optanim.optimizers.optimizer import Optimizer, make
from optanim.race_file.presentation import Presentation
from optanim.runs.problem import Problem, surface
from optanim.stage.film.film_scene import FilmScene
from optanim.stage.film.race_acts import RaceActs
from optanim.stage.film.space_scene import SpaceScene
from optanim.studies.racing import Race
from tests.conftest import QUIET

EIGHT = [
    make("GD", lr=0.01),
    make("GD", "GD with a learning rate that is far too large for this", lr=0.03),
    make("Momentum", lr=0.01, momentum=0.9),
    make("Adam", "动量优化器，学习率零点三，这是一个很长的标签", lr=0.3),
    make("Adam", "Adam, the slow one, with a very long label indeed, 80 characters long", lr=0.05),
    make("RMSprop", "<b>RMS</b> & {x} %d \\n", lr=0.05),
    make("Rprop", "Ärger x̂ -> ∞ <-> מהיר", lr=0.1),
    make("GD", "leaves", lr=0.1),
]  # fmt: skip


@cache
def eight(steps: int = 20) -> Race:
    """Eight racers on Himmelblau's function: labels of all kinds, one diverges."""
    return Race.of(surface("himmelblau"), EIGHT, steps)


def race(name: str, steps: int, *racers: Optimizer, **settings: float) -> Race:
    """``racers`` on the surface ``name``."""
    return Race.of(surface(name, **settings), list(racers), steps)


def film(
    race: Race,
    presentation: Presentation,
    folder: Path,
    size: tuple[int, int] = (320, 180),
    fps: int = 5,
    extra: tuple[type, ...] = (),
    attributes: Mapping[str, Any] | None = None,
    **settings: Any,
) -> Any:
    """The scene of a film of ``race`` after rendering it, ``extra`` mixed into its class."""
    config = {"pixel_width": size[0], "pixel_height": size[1], "frame_rate": fps}
    kind = SpaceScene if presentation.view == "surface" else FilmScene
    with tempconfig({**config, **QUIET, "media_dir": folder, **settings}):
        mixed = type("Race", (*extra, kind), dict(attributes or {}))
        scene = mixed(script=lambda scene: RaceActs(scene, race, presentation).tell())
        scene.film()
    return scene


class Holed(type(surface("rosenbrock").loss)):
    """Rosenbrock's function without a value where x > 1.4 and y < 0."""

    key = "holed"

    def on_grid(self, params: np.ndarray) -> np.ndarray:
        x, y = params[..., 0], params[..., 1]
        return np.where((x > 1.4) & (y < 0.0), np.nan, super().on_grid(params))


def holed() -> Problem:
    """Rosenbrock's problem with a hole."""
    problem = surface("rosenbrock")
    return Problem("holed", Holed(), problem.start, problem.axes, window=problem.window)
