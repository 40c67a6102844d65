"""The race on the surface, in orbit: the whole, its parts, and how the surface's cost grows."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from benchmarks.rendering import Timed
from optanim.frames.yuv import to_frame
from optanim.landscape.landscape import Landscape
from optanim.optimizers.optimizer import make
from optanim.race_file.presentation import Presentation
from optanim.raster import Painter
from optanim.runs.problem import article
from optanim.stage.draw.clock import Moment
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.surface import brush
from optanim.stage.surface.elevation import elevate
from optanim.stage.views.surface_race import SurfaceRace
from optanim.studies.racing import Race

GRIDS = (64, 128, 256, 512)
SIZES = ((854, 480), (1280, 720), (1920, 1080), (2560, 1440), (3840, 2160))


class Orbiting(Timed, SpaceScene):
    """Four walkers on the surface, with axes, legend and losses, the camera in orbit."""

    def prepare(self, race: Race) -> None:
        """The view of scenes/compare_3d.py's race."""
        presentation = Presentation().settled(race)
        self.view = SurfaceRace(self.canvas, self.sheet, race, presentation)
        self.orbit = self.view.orbit(degrees=40, rate=6.0)
        self.stand(self.orbit.at(0))
        self.raise_axes(self.view.axes)
        self.add(self.view.relief, self.view)
        self.start_clock(self.view.clock)
        self.take_off(self.orbit)


class Parts(Orbiting):
    """Times the parts of one frame instead of walking."""

    milliseconds: dict[str, float]

    def construct(self) -> None:
        """Set up as for the race, then measure."""
        race = Race.of(article(), [make(n) for n in ("GD", "Momentum", "RMSprop", "Adam")], 100)
        self.timeline.begin_section("race", "The race")
        self.prepare(race)
        relief, camera = self.view.relief, self.camera
        rest = [mobject for mobject in self.mobjects if mobject is not relief]
        self.view.clock.show_at(Moment(60.0))
        self.milliseconds = {
            "rasteriser": _timed(lambda: relief.paint(camera)),
            "flat parts, by Cairo": _timed(lambda: camera.capture_mobjects(rest)),
            "hand-over to the encoder": _timed(lambda: to_frame(camera.pixel_array)),
        }
        self.by_grid = {grid: _surface(self, grid) for grid in GRIDS}


def _surface(scene: Parts, grid: int) -> float:
    """Milliseconds of the surface alone at ``grid`` x ``grid`` vertices."""
    relief = scene.view.relief
    land = Landscape.of(relief.landscape.problem, relief.window, 64, 64, 16)
    _, field = elevate(scene.canvas.theme, land, grid)
    camera = scene.camera
    size = camera.pixel_width, camera.pixel_height
    view = scene.orbit.at(0.0).view(scene.canvas.frame, size)
    work = brush.Brush(Painter(size), camera.pixel_array, view, scene.canvas, relief.box, 1.0)

    def draw() -> None:
        work.painter.clear()
        work.surface(field, len(relief.levels), relief.lit)

    return _timed(draw)


def _timed(work: Callable[[], object], rounds: int = 15) -> float:
    work()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return 1000.0 * float(np.median(times))
