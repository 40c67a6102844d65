"""One optimizer with several settings: a map for each, all of one window and scale."""

from __future__ import annotations

from collections.abc import Mapping

from manim import FadeIn, Group, VGroup

from optanim.stage.boards import legend
from optanim.stage.boards.step_counter import StepCounter
from optanim.stage.draw import axes
from optanim.stage.draw.canvas import SMALL, Canvas
from optanim.stage.draw.clock import Clock
from optanim.stage.draw.layout import Region
from optanim.stage.draw.sheet import Sheet
from optanim.stage.draw.type import Type
from optanim.stage.map.contour_map import ContourMap
from optanim.stage.map.ruler import Ruler
from optanim.stage.map.walker import Head, Trail
from optanim.stories.findings import Finding
from optanim.studies.racing import Race

NAME = 58.0  # design pixels: height of a name's row
RESULT = 50.0  # design pixels: height of a result's row
GAP = 24.0  # design pixels between panels


class SettingPanels(Group):
    """A map a run, in a row (two rows in a portrait frame), under its name and its result.

    ``kinds`` gives, by the run's name, the optimizer whose colour and shape it has; ``results``
    are the texts written under the names so far.
    """

    def __init__(self, canvas: Canvas, sheet: Sheet, race: Race, kinds: Mapping[str, str]) -> None:
        self.canvas, self.race, self.kinds = canvas, race, kinds
        body = sheet.body.cut(left=axes.LEFT_MARGIN)
        cells = body.grid(
            len(race.trajectories), 2 if sheet.upright else len(race.trajectories), gap=GAP
        )
        self.heads = VGroup()
        self.maps: list[ContourMap] = []
        self.results: list[Type] = []
        self.places: dict[str, Region] = {}
        for name, cell in zip(race.trajectories, cells, strict=True):
            head, result, place = cell.cut(bottom=axes.BELOW_MARGIN).rows(NAME, RESULT, None)
            self.places[name] = result
            self.heads.add(self._heading(name, head))
            outer = cell.left == body.left
            window = race.window
            chart = ContourMap(canvas, race.problem, window, place, slope_axis=outer, overhang=0.0)
            self.maps.append(chart)
        self.clock = self._clock(sheet)
        super().__init__(self.heads, *self.maps)

    def note(self, racer: str, words: str) -> FadeIn:
        """The animation that writes ``words`` under the run's name."""
        text = self.canvas.text(words, SMALL, weight="MEDIUM")
        self.results.append(self.places[racer].place_type(text, x=0.5))
        return FadeIn(text)

    def ruler(self, finding: Finding) -> Ruler:
        """How far past the minimum the racer of ``finding`` is at its step, along the valley."""
        run, problem = self.race.trajectories[finding.racer], self.race.problem
        chart = self.maps[list(self.race.trajectories).index(finding.racer)]
        way, point = problem.eigen[1][:, 0], run.params[finding.step]
        words = self.canvas.words("ruler.beyond", **finding.values)
        return Ruler(self.canvas, chart, problem.known_minimizer, way, point, words)

    def _heading(self, name: str, place: Region) -> VGroup:
        return legend.entry(self.canvas, self.kinds[name], name, place, x=0.5, glyph=-1)

    def _clock(self, sheet: Sheet) -> Clock:
        canvas, color = self.canvas, self.canvas.theme.racer
        runs = [
            (run, chart, self.kinds[name])
            for (name, run), chart in zip(self.race.trajectories.items(), self.maps, strict=True)
        ]
        return Clock(
            StepCounter(canvas, sheet.title, self.race.steps),
            *(Trail(canvas, chart, run, color(kind)) for run, chart, kind in runs),
            *(Head(canvas, chart, run, kind) for run, chart, kind in runs),
            grounds=dict(zip(self.race.trajectories, self.maps, strict=True)),
        )
