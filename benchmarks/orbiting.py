"""The race on the surface, its land filling the frame: the whole, its parts, and the baking."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from benchmarks.rendering import Timed
from optanim.frames.yuv import to_frame
from optanim.optimizers.optimizer import make
from optanim.race_file.presentation import Presentation
from optanim.raster import Painter
from optanim.runs.problem import article
from optanim.stage.draw.clock import Moment, Pace
from optanim.stage.film.space_scene import SpaceScene
from optanim.stage.surface.brush import Brush
from optanim.stage.surface.elevation import elevate
from optanim.stage.surface.pose import Pose
from optanim.stage.views.surface_race import SurfaceRace
from optanim.studies.racing import Race

SIZES = ((854, 480), (1280, 720), (1920, 1080), (2560, 1440), (3840, 2160))


class Orbiting(Timed, SpaceScene):
    """Four walkers on land that fills the frame, with names and losses, the camera in orbit."""

    def prepare(self, race: Race) -> None:
        """The view of scenes/compare_3d.py's race, with everything that it ever shows."""
        presentation = Presentation().settled(race)
        self.view = view = SurfaceRace(self.canvas, self.sheet, race, presentation)
        self.orbit = view.shots.orbit(degrees=40, seconds=36.0)
        self.stand(self.orbit.at(0.0))
        self.follow(view.compass)
        self.add(view.relief, view.names, view.compass, view.losses)
        self.start_clock(view.clock)
        self.take_off(self.orbit)


class Parts(Orbiting):
    """Times the parts of one frame, and the baking of the land, instead of walking.

    ``milliseconds`` are of a frame's parts, ``shots`` of the land alone as seen by several shots;
    ``baking`` is in seconds.
    """

    milliseconds: dict[str, float]
    shots: dict[str, float]
    baking: float

    def construct(self) -> None:
        """Set up as for the race, then measure."""
        race = Race.of(article(), [make(n) for n in ("GD", "Momentum", "RMSprop", "Adam")], 100)
        self.timeline.begin_section("race", "The race")
        self.prepare(race)
        view, relief, camera = self.view, self.view.relief, self.camera
        rest = [mobject for mobject in self.mobjects if mobject is not relief]
        view.clock.show_at(Moment(60.0))
        self.milliseconds = {
            "rasteriser": _timed(lambda: relief.paint(camera)),
            "flat parts, by Cairo": _timed(lambda: camera.capture_mobjects(rest)),
            "hand-over to the encoder": _timed(lambda: to_frame(camera.pixel_array)),
        }
        jump = view.shots.chase("GD", Pace.even(0, 1, rest=1.0, move=4.0))
        poses = {"chase": jump.at(2.0), "valley": view.shots.valley(8.0).at(0.0),
                 "orbit": self.orbit.at(0.0), "from above": view.shots.above}  # fmt: skip
        self.shots = {name: self._land(pose) for name, pose in poses.items()}
        size = *map(float, relief.region.size), relief.tall
        bake = _timed(lambda: elevate(self.canvas.theme, relief.landscape, size), rounds=3)
        self.baking = bake / 1000.0

    def _land(self, pose: Pose) -> float:
        """Milliseconds of the land alone, seen from ``pose``."""
        relief, camera = self.view.relief, self.camera
        size = camera.pixel_width, camera.pixel_height
        view = pose.view(self.canvas.frame, size)
        work = Brush(Painter(size), camera.pixel_array, view, self.canvas, relief.box, 1.0)
        lit = relief.lit, relief.wave
        return _timed(lambda: work.surface(relief.field, relief.levels, lit, 1.0, sky=True))


def _timed(work: Callable[[], object], rounds: int = 15) -> float:
    """Milliseconds that ``work`` takes, the middle of ``rounds``, the first one not counted."""
    work()
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return 1000.0 * float(np.median(times))
